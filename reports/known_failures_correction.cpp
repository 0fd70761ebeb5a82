// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures_correction.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "cases/pattern.hpp"
#include "reports/known_failures_file.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

// `some` of what a line `covers`, in as few patterns as say it: the line's own, or ids, or
// addresses.
std::vector<std::string> patterns_of(const KnownFailure& line,
                                     const std::vector<std::string>& covers,
                                     const std::vector<std::string>& some) {
  if (some.size() == covers.size()) return {line.pattern.text()};
  std::vector<std::string> patterns;
  const auto of_id = [](const std::vector<std::string>& all, const std::string& id) {
    return std::ranges::count(all, id, cases::id_in);
  };
  for (const std::string& address : some) {
    const std::string id = cases::id_in(address);
    const bool all_of_it = !line.pattern.names_variant() && of_id(some, id) == of_id(covers, id);
    const std::string& pattern = all_of_it ? id : address;
    if (patterns.empty() || patterns.back() != pattern) patterns.push_back(pattern);
  }
  return patterns;
}

// In which variants a run has asked: a client may turn out to know one format alone.
class Variants {
 public:
  explicit Variants(const Report& report)
      : is_part_{report.info.selection.shard_total > 1 || !is_whole(report)} {
    for (const Record& record : report.records) seen_.insert(record.variant);
  }

  // Whether an address is one that the run asks, or another part of it.
  [[nodiscard]] bool may_be(const std::string& address) const {
    const std::size_t at = address.find('@');
    return is_part_ || at == std::string::npos || seen_.contains(address.substr(at + 1));
  }

 private:
  bool is_part_;
  std::set<std::string> seen_;
};

// A line of a run's list that is wrong, as it should be: what still fails stays, by itself.
std::string corrected_line(const KnownState& state, const Variants& asked) {
  const KnownFailure& line = *state.line;
  if (state.expired) return {};
  std::set<std::string> passed;
  std::map<std::string, std::string> marks;  // of those that fail with another finding
  for (const Record* record : state.passed) passed.insert(address_of(*record));
  for (const Record* record : state.otherwise) marks[address_of(*record)] = mark_of(*record);
  std::map<std::string, std::vector<std::string>> by_finding;
  std::vector<std::string> findings;  // in their order
  std::vector<std::string> covers;
  for (const std::string& address : line.covers) {
    if (!asked.may_be(address)) continue;
    covers.push_back(address);
    if (passed.contains(address)) continue;
    const auto mark = marks.find(address);
    const std::string& finding = mark == marks.end() ? line.finding : mark->second;
    if (by_finding[finding].empty()) findings.push_back(finding);
    by_finding[finding].push_back(address);
  }
  std::string text;
  for (const std::string& finding : findings) {
    for (const std::string& pattern : patterns_of(line, covers, by_finding[finding])) {
      text += line_of_list(line, pattern, finding);
    }
  }
  return text;
}

// Whatever a target said, it is a pattern and no reason.
std::string pattern_of_bucket(const Record& record) {
  std::string text = printable(bucket_of(record));
  std::ranges::replace(text, '#', '*');
  return text;
}

std::string corrected_bucket_line(const KnownState& state, std::string_view before) {
  if (state.expired || state.line->covers.empty()) return {};
  std::string text;
  const bool stays = !state.too_many && state.passed.empty() && !state.excused.empty();
  if (stays) text.append(before).append("\n");
  for (const Record* record : stays ? std::vector<const Record*>{} : state.excused) {
    text += line_of_list(*state.line, pattern_of_bucket(*record), state.line->finding);
  }
  for (const Record* record : state.otherwise) {
    text += line_of_list(*state.line, pattern_of_bucket(*record), mark_of(*record));
  }
  return text;
}

}  // namespace

std::string corrected(std::string_view text, const Report& report) {
  std::map<std::size_t, KnownState> wrong;
  for (KnownState& state : known_states(report)) {
    if (state.is_wrong()) wrong.emplace(state.line->line, std::move(state));
  }
  const Variants asked{report};
  std::string out;
  std::size_t number = 0;
  for (const std::string_view line : lines_of_list(text)) {
    const auto found = wrong.find(++number);
    if (found == wrong.end()) {
      out.append(line).append("\n");
    } else if (report.campaign) {
      out += corrected_bucket_line(found->second, line);
    } else {
      out += corrected_line(found->second, asked);
    }
  }
  return out;
}

}  // namespace hallmark::reports
