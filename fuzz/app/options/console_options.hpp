// SPDX-License-Identifier: Apache-2.0
//
// What a command says to people, and where: --quiet, --verbose, --color, and standard output, which
// a report may take for itself.
#pragma once

#include <ostream>
#include <streambuf>
#include <string>
#include <vector>

#include "reports/writers/style.hpp"

namespace CLI {
class App;
}

namespace hallmark::app {

struct ConsoleOptions {
  bool quiet = false;
  bool verbose = false;
  std::string color = "auto";
};

// `quiet` and `verbose`: what each does for this command.
void add_console(CLI::App& command, ConsoleOptions& options, const std::string& quiet,
                 const std::string& verbose);

// As long as it lives, std::cout is the console: standard output, or standard error where a report
// goes to standard output. One at a time.
class Console {
 public:
  // `reports`: what --report says.
  explicit Console(const ConsoleOptions& options, const std::vector<std::string>& reports = {});
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;
  ~Console();

  [[nodiscard]] const reports::Style& style() const { return style_; }

  // For what --quiet leaves out: std::cout, or nowhere.
  [[nodiscard]] std::ostream& aside() { return aside_; }

  // Where reports go that are written to "-".
  [[nodiscard]] std::ostream& standard_output() { return standard_output_; }

 private:
  std::streambuf* const before_;
  std::ostream standard_output_;
  std::ostream aside_;
  reports::Style style_;
};

}  // namespace hallmark::app
