// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/checks.hpp"

#include <string>
#include <utility>

namespace hallmark::fuzz {

const std::shared_ptr<const reports::Check>& check_of(Checker checker) {
  static const auto all = [] {
    std::vector<std::shared_ptr<const reports::Check>> checks;
    for (const CheckerInfo& info : checkers()) {
      checks.push_back(std::make_shared<const reports::Check>(
          reports::Check{.id = std::string{info.name},
                         .level = info.level,
                         .chapter = "checkers",
                         .holds = std::string{info.holds},
                         .citations = {reports::citation_of(info.citation)}}));
    }
    return checks;
  }();
  return all[static_cast<std::size_t>(checker)];
}

reports::Finding finding_of(const Violation& violation) {
  return {.verdict = reports::Verdict::fail,
          .wanted = violation.wanted,
          .wanted_by = violation.citation.text(),
          .got = violation.got,
          .action = violation.action,
          .answers = violation.answers,
          .answer = violation.shape};
}

reports::Evidence played_evidence(const History& history,
                                  std::vector<reports::Exchange> exchanges) {
  reports::Evidence evidence{.history = to_text(history)};
  for (reports::Exchange& exchange : exchanges) {
    evidence.calls.push_back({.call = evidence.calls.size(), .exchange = std::move(exchange)});
  }
  return evidence;
}

}  // namespace hallmark::fuzz
