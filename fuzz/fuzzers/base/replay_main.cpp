// SPDX-License-Identifier: Apache-2.0
//
// The main of a fuzzer without an engine: gives it each file named, and each file below each folder
// named. Options of libFuzzer are passed over. Exit code 2 where there was nothing to give.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

bool replay(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", file.c_str());
    return false;
  }
  const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  // A copy of exactly that size, so that a read behind its end is one.
  const std::vector<std::uint8_t> exact{bytes.begin(), bytes.end()};
  (void)LLVMFuzzerTestOneInput(exact.data(), exact.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t inputs = 0;
  for (int i = 1; i < argc; ++i) {
    const fs::path path{argv[i]};
    if (argv[i][0] == '-') continue;
    if (!fs::is_directory(path)) {
      if (!replay(path)) return 2;
      ++inputs;
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator{path}) {
      if (!entry.is_regular_file()) continue;
      if (!replay(entry.path())) return 2;
      ++inputs;
    }
  }
  std::printf("%zu inputs\n", inputs);
  return inputs > 0 ? 0 : 2;
}
