// SPDX-License-Identifier: Apache-2.0
//
// Writes what is installed beside the program, into a folder: hallmark.1, hallmark.bash, _hallmark.
#include <CLI/CLI.hpp>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "fuzz/app/manual.hpp"
#include "fuzz/app/options/parser.hpp"

namespace {

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file{path, std::ios::binary};
  file << text << std::flush;
  if (!file) std::cerr << "hallmark_manual: " << path.string() << " cannot be written\n";
  return static_cast<bool>(file);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::cerr << "usage: hallmark_manual FOLDER\n";
    return 2;
  }
  CLI::App app;
  const auto commands = hallmark::app::add_commands(app, hallmark::app::all_commands);
  const std::filesystem::path folder{argv[1]};
  const bool written = write(folder / "hallmark.1", hallmark::app::man_page(app)) &&
                       write(folder / "hallmark.bash", hallmark::app::bash_completion(app)) &&
                       write(folder / "_hallmark", hallmark::app::zsh_completion(app));
  return written ? 0 : 2;
} catch (const std::exception& error) {
  std::cerr << "hallmark_manual: " << error.what() << '\n';
  return 2;
}
