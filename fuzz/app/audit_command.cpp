// SPDX-License-Identifier: Apache-2.0
//
// hallmark audit: reads documentation pages as published and compares them with the suite's tables.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/app/commands.hpp"
#include "fuzz/app/exit_code.hpp"
#include "reports/input_file.hpp"
#include "runner/audit/audit.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

struct AuditOptions {
  std::vector<std::string> pages;
  std::string edition;
};

int audit_pages(const AuditOptions& options) {
  int code = exit_holds;
  for (const std::string& path : options.pages) {
    const AuditResult result =
        audit(reports::read_input(path, largest_audited_page), options.edition);
    if (result.page == nullptr) {
      std::cerr << "hallmark: " << path << ": " << result.problem << "\n";
      code = exit_no_verdict;
      continue;
    }
    std::cout << render(result, path);
    if (!result.differences.empty()) code = std::max<int>(code, exit_contradicts);
  }
  std::cout.flush();
  return code;
}

}  // namespace

Command add_audit(CLI::App& app) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App& command = *app.add_subcommand("audit",
                                          "Compare documentation pages (Markdown or plain text) "
                                          "with the suite's tables; exit 1 on a difference");
  command.add_option("page", options->pages, "Pages, as published")->required()->type_name("PAGE");
  command.add_option("--edition", options->edition,
                     "Compare with this edition, for instance 2020-10; absent: the nearest");
  return [options] { return audit_pages(*options); };
}

}  // namespace hallmark::app
