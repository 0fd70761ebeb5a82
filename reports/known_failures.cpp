// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures.hpp"

#include <algorithm>
#include <utility>

#include "reports/input_file.hpp"
#include "reports/known_failures_file.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

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

void refuse_too_many(const KnownFailures& known, const KnownFailure& line, std::size_t number) {
  if (number <= most_covered) return;
  throw InputError{place_of(known, line) + ": " + printable(line.pattern.text()) + " covers " +
                   std::to_string(number) + " cases, and no line may cover more than " +
                   std::to_string(most_covered) + ": name those that fail"};
}

}  // namespace

void find_covered(KnownFailures& known, const std::vector<Nameable>& all,
                  const std::vector<std::string>& variants) {
  for (KnownFailure& line : known.lines) {
    line.covers.clear();
    const cases::Pattern& pattern = line.pattern;
    const std::string by_id = cases::id_in(pattern.text());
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
          in_quotes(shortened(printable(mark_of(*record)), 60)) + " and not " +
          in_quotes(printable(line.finding)) + ": look at it, then correct finding=");
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

std::string mark_of(const Record& record) {
  const Finding& finding = record.finding;
  const std::string all = told(record);
  for (const std::string& text : {"got " + finding.answer, finding.got, finding.reason}) {
    const bool says_something = !text.empty() && text != "got ";
    if (says_something && all.find(text) != std::string::npos) return text;
  }
  return record.discovery ? record.discovery->shape : "";
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
