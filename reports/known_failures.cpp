// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "reports/input_file.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view until_option = "until=";
constexpr std::string_view finding_option = "finding=";

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [text](std::size_t at, std::size_t size) {
    int value = -1;
    const char* const begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + size, value);
    return error == std::errc{} && end == begin + size && value >= 0 ? value : -1;
  };
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (number(0, 4) < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day{std::chrono::year{number(0, 4)},
                                     std::chrono::month{static_cast<unsigned>(month)},
                                     std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

// One line of the file, from left to right.
class LineReader {
 public:
  LineReader(const std::string& file, std::size_t number, std::string_view line)
      : place_{file + ":" + std::to_string(number) + ": "}, rest_{line} {
    known_.line = number;
  }

  KnownFailure read() {
    const std::size_t end = end_of_pattern();
    known_.pattern = cases::Pattern{std::string{trimmed(rest_.substr(0, end))}};
    rest_.remove_prefix(end);
    for (rest_ = trimmed(rest_); !rest_.empty(); rest_ = trimmed(rest_)) {
      if (rest_.front() == '#') {
        read_reason();
        break;
      }
      read_option();
    }
    if (known_.pattern.text().empty()) refuse("it begins with what belongs behind a pattern");
    if (known_.reason.empty()) refuse("it says no reason: end it with # and why it fails");
    return std::move(known_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw InputError{place_ + what}; }

  // Where what belongs to the line alone begins; a bucket has blanks in it.
  [[nodiscard]] std::size_t end_of_pattern() const {
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (i > 0 && blanks.find(rest_[i - 1]) == std::string_view::npos) continue;
      const std::string_view here = rest_.substr(i);
      if (here.starts_with('#') || here.starts_with(until_option) ||
          here.starts_with(finding_option)) {
        return i;
      }
    }
    return rest_.size();
  }

  void read_reason() {
    known_.reason = trimmed(rest_.substr(1));
    for (const std::string_view option : {until_option, finding_option}) {
      if (known_.reason.find(option) == std::string::npos) continue;
      refuse(std::string{option} + " stands before the #, not in the reason");
    }
  }

  void read_option() {
    const auto takes = [this](std::string_view name, const std::string& value) {
      if (!rest_.starts_with(name)) return false;
      if (!value.empty()) refuse(std::string{name} + " stands there twice");
      rest_.remove_prefix(name.size());
      return true;
    };
    if (takes(until_option, known_.until)) {
      const std::size_t end = std::min(rest_.find_first_of(blanks), rest_.size());
      known_.until = rest_.substr(0, end);
      rest_.remove_prefix(end);
      if (!is_day(known_.until)) {
        refuse("until='" + printable(known_.until) + "' is no day: write until=2026-12-31");
      }
    } else if (takes(finding_option, known_.finding)) {
      read_quoted();
    } else {
      refuse("'" + shortened(printable(rest_), 40) +
             "' is none of until=, finding= and # with the reason");
    }
  }

  void read_quoted() {
    constexpr std::string_view how = R"(finding= takes text in quotes: finding="got 200")";
    if (!rest_.starts_with('"')) refuse(std::string{how});
    std::size_t i = 1;
    for (; i < rest_.size() && rest_[i] != '"'; ++i) {
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      known_.finding += rest_[i];
    }
    if (i >= rest_.size() || known_.finding.empty()) refuse(std::string{how});
    rest_.remove_prefix(i + 1);
  }

  std::string place_;
  std::string_view rest_;
  KnownFailure known_;
};

// Each line of a text, without its end.
template <class Work>
void each_line(std::string_view text, const Work& work) {
  std::size_t number = 0;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    work(++number, line);
  }
}

// Without the blanks about a slash.
std::string as_path(std::string_view bucket) {
  std::string path;
  for (std::string_view separator; !bucket.empty(); separator = "/") {
    const std::string_view part = bucket.substr(0, bucket.find('/'));
    path.append(separator).append(trimmed(part));
    bucket.remove_prefix(std::min(bucket.size(), part.size() + 1));
  }
  return path;
}

bool names(const Report& report, const KnownFailure& line, const Record& record) {
  if (!report.campaign) return line.pattern.matches(record.check->id, record.variant);
  return cases::matches_path(as_path(line.pattern.text()), as_path(printable(bucket_of(record))));
}

bool is_expired(const Report& report, const KnownFailure& line) {
  const std::string day = report.info.started.substr(0, 10);
  return !line.until.empty() && line.until < day;
}

// All that `finding=` may be found in.
std::string told(const Record& record) {
  const Finding& finding = record.finding;
  std::string text = "wanted " + finding.wanted + ", got " + finding.got;
  if (finding.got.empty() && record.discovery) text += record.discovery->shape;
  return text + "; " + finding.reason + "; " + finding.said;
}

bool fits(const KnownFailure& line, const Record& record) {
  return line.finding.empty() || told(record).find(line.finding) != std::string::npos;
}

bool has_failed(const Record& record) {
  return record.finding.verdict == Verdict::fail || is_flaky(record);
}

std::string name_of_record(const Report& report, const Record& record) {
  return report.campaign ? bucket_of(record) : address_of(record);
}

// "a", "a and b", "a, b and 3 more".
std::string enumerated(const Report& report, const std::vector<const Record*>& records) {
  constexpr std::size_t most = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, records.size()); ++i) {
    if (i > 0) text += i + 1 == records.size() ? " and " : ", ";
    text += printable(name_of_record(report, *records[i]));
  }
  if (records.size() > most) {
    text += " and " + std::to_string(records.size() - most) + " more";
  }
  return text;
}

// What tells a finding from others, and stays the same from run to run.
std::string mark_of(const Record& record) {
  const Finding& finding = record.finding;
  const std::string all = told(record);
  for (const std::string& text : {"got " + finding.answer, finding.got, finding.reason}) {
    const bool says_something = !text.empty() && text != "got ";
    if (says_something && all.find(text) != std::string::npos) return text;
  }
  return record.discovery ? record.discovery->shape : "";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string line_of(const KnownFailure& line, std::string_view pattern, std::string_view finding) {
  std::string text{pattern};
  if (!line.until.empty()) text.append("  until=").append(line.until);
  if (!finding.empty()) text.append("  finding=").append(quoted(printable(finding)));
  return text.append("  # ").append(line.reason).append("\n");
}

std::string id_in(const std::string& address) { return address.substr(0, address.find('@')); }

// `some` of what a line `covers`, in as few patterns as say it: the line's own, or ids, or
// addresses.
std::vector<std::string> patterns_of(const KnownFailure& line,
                                     const std::vector<std::string>& covers,
                                     const std::vector<std::string>& some) {
  if (some.size() == covers.size()) return {line.pattern.text()};
  std::vector<std::string> patterns;
  const auto of_id = [](const std::vector<std::string>& all, const std::string& id) {
    return std::ranges::count(all, id, id_in);
  };
  for (const std::string& address : some) {
    const std::string id = id_in(address);
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
      text += line_of(line, pattern, finding);
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
    text += line_of(*state.line, pattern_of_bucket(*record), state.line->finding);
  }
  for (const Record* record : state.otherwise) {
    text += line_of(*state.line, pattern_of_bucket(*record), mark_of(*record));
  }
  return text;
}

void refuse_too_many(const KnownFailures& known, const KnownFailure& line, std::size_t number) {
  if (number <= most_covered) return;
  throw InputError{place_of(known, line) + ": " + printable(line.pattern.text()) + " covers " +
                   std::to_string(number) + " cases, and no line may cover more than " +
                   std::to_string(most_covered) + ": name those that fail"};
}

}  // namespace

KnownFailures read_known_failures(const std::string& file, std::string_view text) {
  KnownFailures known{.file = file};
  each_line(without_byte_order_mark(text), [&](std::size_t number, std::string_view line) {
    const std::string_view said = trimmed(line);
    if (said.empty() || said.front() == '#') return;
    known.lines.push_back(LineReader{file, number, said}.read());
  });
  return known;
}

void find_covered(KnownFailures& known, const std::vector<Nameable>& all,
                  const std::vector<std::string>& variants) {
  for (KnownFailure& line : known.lines) {
    line.covers.clear();
    const cases::Pattern& pattern = line.pattern;
    const std::string by_id = id_in(pattern.text());
    std::size_t number = 0;
    for (const Nameable& one : all) {
      if (!cases::matches_path(by_id, one.id)) continue;
      const std::size_t before = line.covers.size();
      for (const std::string& variant : one.asked) {
        if (!pattern.matches(one.id, variant)) continue;
        line.covers.emplace_back(one.id);
        if (!variant.empty()) line.covers.back().append("@").append(variant);
      }
      const bool asked = line.covers.size() > before;
      const bool there_is = !pattern.names_variant() ||
                            std::ranges::any_of(variants, [&](const std::string& variant) {
                              return pattern.matches(one.id, variant);
                            });
      if (!asked && there_is) line.covers.emplace_back(one.id);
      if (line.covers.size() > before) ++number;
    }
    refuse_too_many(known, line, number);
  }
}

void find_covered(KnownFailures& known, const std::vector<std::string_view>& checkers) {
  for (KnownFailure& line : known.lines) {
    const std::string path = as_path(line.pattern.text());
    const std::string checker = path.substr(0, path.find('/'));
    if (checker.find('*') != std::string::npos) {
      throw InputError{place_of(known, line) + ": it does not say which checker it means: write " +
                       "CHECKER / ACTION / ANSWER, * for any of the last two"};
    }
    if (std::ranges::find(checkers, checker) != checkers.end()) line.covers = {checker};
  }
}

std::string place_of(const KnownFailures& known, const KnownFailure& line) {
  return printable(known.file) + ":" + std::to_string(line.line);
}

std::string in_words(const KnownFailures& known, const KnownFailure& line) {
  std::string text = "known failure: " + printable(line.reason);
  if (!line.until.empty()) text += ", until " + line.until;
  return text + " (" + place_of(known, line) + ")";
}

const KnownFailure* excuse_of(const Report& report, const Record& record) {
  if (!has_failed(record)) return nullptr;
  const auto found =
      std::ranges::find_if(report.info.known_failures.lines, [&](const KnownFailure& line) {
        return names(report, line, record) && !is_expired(report, line) && fits(line, record);
      });
  return found == report.info.known_failures.lines.end() ? nullptr : &*found;
}

std::vector<KnownState> known_states(const Report& report) {
  std::vector<KnownState> states;
  for (const KnownFailure& line : report.info.known_failures.lines) {
    KnownState state{.line = &line, .expired = is_expired(report, line)};
    for (const Record& record : report.records) {
      if (!names(report, line, record)) continue;
      if (record.finding.verdict == Verdict::pass) {
        state.passed.push_back(&record);
      } else if (!has_failed(record)) {
        state.not_judged.push_back(&record);
      } else if (state.expired || fits(line, record)) {
        state.excused.push_back(&record);
      } else if (excuse_of(report, record) == nullptr) {
        state.otherwise.push_back(&record);
      }
    }
    state.too_many = report.campaign.has_value() && state.excused.size() > most_covered;
    states.push_back(std::move(state));
  }
  return states;
}

std::vector<std::string> in_words(const Report& report, const KnownState& state) {
  const KnownFailure& line = *state.line;
  const std::string place = place_of(report.info.known_failures, line) + ": ";
  const std::string pattern = printable(line.pattern.text());
  std::vector<std::string> sentences;
  const auto say = [&](const std::string& sentence) { sentences.push_back(place + sentence); };
  if (line.covers.empty()) {
    say(pattern + " names no " + (report.campaign ? "checker" : "case") +
        " that there is: take the line out, or correct it");
  } else if (state.expired) {
    const std::string expired = pattern + " expired on " + line.until;
    if (!state.excused.empty()) {
      say(expired + ", and " + enumerated(report, state.excused) +
          (state.excused.size() == 1 ? " fails" : " fail") +
          " still: mend it, or say until when it may");
    } else {
      say(expired + ": take the line out");
    }
  } else {
    if (!state.passed.empty()) {
      const bool one = state.passed.size() == 1;
      const bool is_all = state.passed.size() == line.covers.size();
      say(enumerated(report, state.passed) + (one ? " passes" : " pass") +
          (is_all ? ": take the line out" : ": name only what fails"));
    }
    for (const Record* record : state.otherwise) {
      say(printable(name_of_record(report, *record)) + " fails in another way, " +
          quoted(shortened(printable(mark_of(*record)), 60)) + " and not " +
          quoted(printable(line.finding)) + ": look at it, then correct finding=");
    }
    if (state.too_many) {
      say(pattern + " excuses " + std::to_string(state.excused.size()) +
          " findings, and no line may excuse more than " + std::to_string(most_covered) +
          ": name them");
    }
  }
  if (!state.not_judged.empty()) {
    say(enumerated(report, state.not_judged) + (state.not_judged.size() == 1 ? " was" : " were") +
        " not judged: neither pass nor fail");
  }
  return sentences;
}

std::string corrected(std::string_view text, const Report& report) {
  std::map<std::size_t, KnownState> wrong;
  for (KnownState& state : known_states(report)) {
    if (state.is_wrong()) wrong.emplace(state.line->line, std::move(state));
  }
  const Variants asked{report};
  std::string out;
  each_line(text, [&](std::size_t number, std::string_view line) {
    const auto found = wrong.find(number);
    if (found == wrong.end()) {
      out.append(line).append("\n");
    } else if (report.campaign) {
      out += corrected_bucket_line(found->second, line);
    } else {
      out += corrected_line(found->second, asked);
    }
  });
  return out;
}

std::string bucket_of(const Record& record) {
  std::string bucket = record.check->id;
  if (record.discovery) {
    bucket.append(" / ").append(record.discovery->action);
    bucket.append(" / ").append(record.discovery->shape);
  }
  return bucket;
}

}  // namespace hallmark::reports
