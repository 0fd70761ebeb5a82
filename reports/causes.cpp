// SPDX-License-Identifier: Apache-2.0
#include "reports/causes.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "reports/report.hpp"
#include "reports/sides.hpp"
#include "reports/text.hpp"
#include "specs/catalog.hpp"

namespace hallmark::reports {
namespace {

// What shows of a record's failure, without all that differs from case to case.
struct Symptom {
  std::string subject;  // the action; or what is wrong, where no answer was wanted
  std::string got;
  std::vector<std::string> wanted = {};  // the documented answers; empty: `subject` says it all
};

// Whether an answer came, and no fault in its place.
bool is_answer(std::string_view text) {
  return !text.empty() && text.front() >= '0' && text.front() <= '9';
}

Symptom symptom_of(const Record& record) {
  const Finding& finding = record.finding;
  const std::string_view action = specs::one_spelling_of(finding.action);
  Symptom symptom{.subject = std::string{action}, .wanted = finding.answers};
  if (symptom.wanted.empty()) {
    // What is wrong with the form of an answer is so whichever action gave it.
    const std::string& what = record.discovery ? record.check->id : finding.reason;
    const bool of_form = record.check->chapter == "envelope";
    symptom.subject = of_form || action.empty() ? what : std::string{action} + ": " + what;
    if (symptom.subject.empty()) symptom.subject = record.check->id;
    return symptom;
  }
  symptom.got = finding.answer;
  const bool is_broken = !is_answer(symptom.got) || symptom.got.starts_with('5');
  if (is_broken) {  // whatever was asked
    symptom.wanted.clear();
    symptom.subject.append(symptom.subject.empty() ? "" : ": ").append(symptom.got);
    symptom.subject += " where the documents have another answer";
    symptom.got.clear();
  } else if (std::ranges::find(symptom.wanted, symptom.got) != symptom.wanted.end()) {
    symptom.wanted = {symptom.got};
    symptom.got = "another message";
  }
  return symptom;
}

using Members = std::vector<std::pair<const Record*, Symptom>>;

// The answer that most of `members` wanted.
std::string most_wanted(const Members& members) {
  std::map<std::string_view, std::size_t> times;
  for (const auto& [record, symptom] : members) {
    for (const std::string& answer : symptom.wanted) ++times[answer];
  }
  const auto most = std::max_element(
      times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == times.end() ? std::string{} : std::string{most->first};
}

// Names one answer, and no kind of them: "403 IncorrectInstanceStatus", not "400 Throttling*".
bool is_exact(std::string_view answer) {
  return !answer.starts_with("any ") && !answer.ends_with('*');
}

// Of the answers that each of `members` wanted the first that names one, else `wanted`: what may
// come as well says less of what is wrong.
std::string_view told_as_wanted(std::span<const Members::value_type> members,
                                std::string_view wanted) {
  for (const std::string& answer : members.front().second.wanted) {
    const bool is_common = std::ranges::all_of(members, [&answer](const auto& member) {
      const std::vector<std::string>& answers = member.second.wanted;
      return std::ranges::find(answers, answer) != answers.end();
    });
    if (is_common && is_exact(answer)) return answer;
  }
  return wanted;
}

// Whether a symptom names no refusal in particular: any will do, and which one is missed follows
// from the world.
bool is_open(const Symptom& symptom) {
  return !symptom.wanted.empty() && std::ranges::all_of(symptom.wanted, [](const auto& answer) {
    return answer.starts_with("any ") && (answer.ends_with("xx") || answer.ends_with(" with *"));
  });
}

// Puts those that named no refusal to others of the same world, which did: to the first cause, from
// `first` on, that has one.
void join_open(Members& open, std::vector<Cause>& causes, std::size_t first) {
  if (open.empty()) return;
  std::unordered_map<std::string_view, std::size_t> cause_of_world;
  for (std::size_t i = first; i < causes.size(); ++i) {
    for (const Record* record : causes[i].records) {
      cause_of_world.try_emplace(record->check->given, i);
    }
  }
  std::erase_if(open, [&](const auto& member) {
    const auto found = cause_of_world.find(member.first->check->given);
    if (found == cause_of_world.end()) return false;
    causes[found->second].records.push_back(member.first);
    return true;
  });
  for (std::size_t i = first; i < causes.size(); ++i) std::ranges::sort(causes[i].records);
}

// In calls, whatever of the evidence was kept.
std::size_t length_of(const Record& record) {
  return record.discovery ? record.discovery->calls : record.check->when.size();
}

// A case may allow several answers: those that share one have one cause.
void divide(Members members, std::vector<Cause>& causes) {
  while (!members.empty()) {
    const std::string wanted = most_wanted(members);
    const auto rest =
        std::stable_partition(members.begin(), members.end(), [&](const auto& member) {
          const std::vector<std::string>& answers = member.second.wanted;
          return wanted.empty() || std::ranges::find(answers, wanted) != answers.end();
        });
    const Symptom& symptom = members.front().second;
    Cause cause{.what = symptom.subject};
    if (!wanted.empty()) {
      cause.what.append(cause.what.empty() ? "wanted " : ": wanted ")
          .append(told_as_wanted({members.begin(), rest}, wanted));
      cause.what.append(", got ").append(symptom.got);
    }
    for (auto member = members.begin(); member != rest; ++member) {
      cause.records.push_back(member->first);
    }
    // What others stand on has words of its own for what is wrong.
    for (const Record* record : cause.records) {
      if (!record->check->cause.empty() && !is_silent(record->evidence) &&
          !says_more_than_its_check(record->finding)) {
        cause.what = record->check->cause;
      }
    }
    members.erase(members.begin(), rest);
    causes.push_back(std::move(cause));
  }
}

// Those that are told in the same words are one.
void join_equal(std::vector<Cause>& causes) {
  std::vector<Cause> joined;
  std::unordered_map<std::string, std::size_t> place;
  for (Cause& cause : causes) {
    const auto [found, is_new] = place.try_emplace(cause.what, joined.size());
    if (is_new) {
      joined.push_back(std::move(cause));
      continue;
    }
    std::vector<const Record*>& records = joined[found->second].records;
    records.insert(records.end(), cause.records.begin(), cause.records.end());
    std::ranges::sort(records);
  }
  causes = std::move(joined);
}

}  // namespace

std::vector<Cause> causes_of(const Report& report,
                             const std::unordered_map<const Record*, Weight>& weights) {
  std::map<std::pair<std::string, std::string>, Members> groups;
  for (const Record& record : report.records) {
    if (!weights.contains(&record)) continue;
    Symptom symptom = symptom_of(record);
    std::pair key{symptom.subject, symptom.got};
    groups[std::move(key)].emplace_back(&record, std::move(symptom));
  }
  std::vector<Cause> causes;
  for (auto& [key, members] : groups) {
    const auto closed = std::stable_partition(members.begin(), members.end(),
                                              [](const auto& one) { return !is_open(one.second); });
    Members open(std::make_move_iterator(closed), std::make_move_iterator(members.end()));
    members.erase(closed, members.end());
    const std::size_t first = causes.size();
    divide(std::move(members), causes);
    join_open(open, causes, first);
    divide(std::move(open), causes);
  }
  join_equal(causes);
  for (Cause& cause : causes) {
    const auto plainness = [&](const Record* record) {
      return std::tuple{!weights.at(record).decides, record->check->cause.empty(),
                        record->check->level, length_of(*record)};
    };
    cause.shown = *std::ranges::min_element(cause.records, {}, plainness);
    for (const Record* record : cause.records) {
      const Weight& weight = weights.at(record);
      cause.decides |= weight.decides;
      cause.blocked += weight.blocked;
    }
  }
  std::ranges::sort(causes, [](const Cause& a, const Cause& b) {
    if (a.decides != b.decides) return a.decides;
    return a.size() != b.size() ? a.size() > b.size() : a.records.front() < b.records.front();
  });
  return causes;
}

std::string size_of(const Report& report, const Cause& cause) {
  if (report.campaign) return counted(cause.records.size(), "finding", "findings");
  std::string text = counted(cause.records.size(), "case fails", "cases fail");
  if (cause.blocked > 0) text.append(", ").append(std::to_string(cause.blocked)).append(" blocked");
  return text;
}

}  // namespace hallmark::reports
