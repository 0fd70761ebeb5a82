// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/explanation.hpp"

#include <algorithm>
#include <string_view>

#include "cases/case.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::size_t most_calls = 4;  // lines; a case with more calls says how many are left out

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// The ids of the world that stood, in place of the handles' names.
std::string with_ids(std::string text, const Evidence& evidence) {
  if (!evidence.instance_id.empty()) replace_all(text, "<instance>", evidence.instance_id);
  if (!evidence.other_instance_id.empty()) {
    replace_all(text, "<instance of another account>",
                evidence.other_instance_id + " of another account");
  }
  if (!evidence.region_id.empty()) replace_all(text, "<region>", evidence.region_id);
  return text;
}

std::string one_line(std::string_view text) { return shortened(printable(text)); }

std::string given_of(const cases::Case& test) {
  std::string given = cases::describe(test.fixture);
  if (test.second_world) given += "; another account has one, too";
  return given;
}

std::vector<std::string> calls_of(const cases::Case& test, const Evidence& evidence) {
  std::vector<std::string> lines;
  const bool all = test.calls.size() <= most_calls;
  const std::size_t shown = all ? test.calls.size() : most_calls - 1;
  for (std::size_t i = 0; i < shown; ++i) {
    lines.push_back(one_line(with_ids(cases::describe(test.calls[i]), evidence)));
  }
  if (!all) lines.push_back("... and " + std::to_string(test.calls.size() - shown) + " more calls");
  if (lines.empty()) lines.emplace_back("its status is asked for");
  return lines;
}

// "first; second; and 3 more": a report's line names where to look, not all that agree.
std::string leading_citations(const std::string& joined) {
  constexpr std::string_view separator = "; ";
  std::size_t end = joined.find(separator);
  if (end != std::string::npos) end = joined.find(separator, end + separator.size());
  if (end == std::string::npos) return joined;
  std::size_t more = 0;
  for (std::size_t at = end; at != std::string::npos;
       at = joined.find(separator, at + separator.size())) {
    ++more;
  }
  return joined.substr(0, end).append("; and ").append(std::to_string(more)).append(" more");
}

}  // namespace

std::string again_line(const RunInfo& info, const CaseRecord& record) {
  std::string line = "hallmark run";
  if (!info.again_options.empty()) line.append(" ").append(info.again_options);
  return line.append(" --select ").append(shell_quoted(address_of(record)));
}

Explanation explain(const RunInfo& info, const CaseRecord& record) {
  const Finding& finding = record.finding;
  Explanation text{.given = one_line(given_of(*record.test)),
                   .when = calls_of(*record.test, record.evidence),
                   .wanted = one_line(finding.wanted),
                   .wanted_by = one_line(leading_citations(finding.wanted_by)),
                   .got = one_line(finding.got),
                   .because = {},
                   .again = again_line(info, record)};
  if (text.wanted.empty() && text.got.empty()) text.because = one_line(finding.reason);
  return text;
}

}  // namespace hallmark::reports
