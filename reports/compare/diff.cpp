// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/diff.hpp"

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <utility>

#include "cases/former_ids.hpp"
#include "cases/pattern.hpp"
#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"

namespace hallmark::reports {
namespace {

using Kind = Change::Kind;

// A check under a variant, or of a campaign a checker, or a finding of one.
struct Unit {
  std::string address;
  const Check* check = nullptr;
  const Record* record = nullptr;  // of a checker none
  Verdict verdict = Verdict::pass;
  bool is_finding = false;  // of a campaign: absent means that it was not met
};

// By what the check is called now.
using Units = std::vector<std::pair<std::string, Unit>>;

using FormerIds = std::span<const cases::FormerId>;

std::string current_address(const std::string& address, FormerIds former_ids) {
  const std::string id = cases::id_in(address);
  return cases::current_id(id, former_ids) + address.substr(id.size());
}

Units units_of(const Report& report, FormerIds former_ids) {
  Units units;
  const auto add = [&](Unit unit) {
    std::string key = current_address(unit.address, former_ids);
    units.emplace_back(std::move(key), std::move(unit));
  };
  if (!report.campaign) {
    for (const Record& record : report.records) {
      add({.address = address_of(record),
           .check = record.check.get(),
           .record = &record,
           .verdict = record.finding.verdict});
    }
    return units;
  }
  for (const Entry& entry : entries_of(report)) {
    const bool was_exercised = entry.verdict != Verdict::inconclusive;
    add({.address = entry.check->id,
         .check = entry.check,
         .verdict = was_exercised ? Verdict::pass : Verdict::inconclusive});
    for (const Record* record : entry.records) {
      const Discovery discovery = record->discovery.value_or(Discovery{});
      add({.address = entry.check->id + ": " + discovery.action + " " + discovery.shape,
           .check = entry.check,
           .record = record,
           .verdict = Verdict::fail,
           .is_finding = true});
    }
  }
  return units;
}

bool is_judged(Verdict verdict) { return verdict == Verdict::pass || verdict == Verdict::fail; }

// Whether a failure of it would decide the run's exit code.
bool would_count(const Report& report, const Unit& unit) {
  return counts(report, {.check = {std::shared_ptr<void>{}, unit.check},
                         .variant = unit.record == nullptr ? "" : unit.record->variant,
                         .finding = {.verdict = Verdict::fail}});
}

// Words that differ from run to run say nothing of the finding: ids, RequestIds, times.
std::string without_chances(std::string_view text) {
  constexpr std::size_t longest_plain = 8;  // characters of a status, a number, a date's part
  std::string out;
  std::string word;
  bool has_digit = false;
  const auto end_word = [&] {
    out += has_digit && word.size() > longest_plain ? std::string{"*"} : word;
    word.clear();
    has_digit = false;
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0 && c != '-' && c != '.' && c != ':') {
      end_word();
      out += c;
      continue;
    }
    word += c;
    has_digit |= std::isdigit(byte) != 0;
  }
  end_word();
  return out;
}

bool is_same_finding(const Finding& one, const Finding& other) {
  if (!one.answer.empty() && !other.answer.empty()) {
    return one.answers == other.answers &&
           without_chances(one.answer) == without_chances(other.answer);
  }
  // Of a check of every answer `got` says how many answers there were.
  if (!one.shown_by.empty() && !other.shown_by.empty()) return one.reason == other.reason;
  return without_chances(one.wanted) == without_chances(other.wanted) &&
         without_chances(one.got) == without_chances(other.got) &&
         (!one.got.empty() || without_chances(one.reason) == without_chances(other.reason));
}

std::string said_of(const Unit& unit) {
  constexpr std::size_t longest = 300;
  if (unit.verdict == Verdict::pass) return {};
  if (unit.record == nullptr) return "never exercised";
  const Finding& finding = unit.record->finding;
  std::string text = is_judged(unit.verdict) ? in_short(*unit.record) : finding.reason;
  if (!finding.blocked_by.empty()) {
    text = "blocked by " + finding.blocked_by + (text.empty() ? "" : ": " + text);
  }
  return shortened(printable(text), longest);
}

bool is_slower(const Unit& before, const Unit& after) {
  constexpr std::int64_t least_us = 250'000;
  if (before.record == nullptr || after.record == nullptr) return false;
  const std::int64_t was = before.record->took_us;
  return after.record->took_us > 2 * was && after.record->took_us - was >= least_us;
}

class Comparison {
 public:
  Comparison(const Report& before, const Report& after, Diff& diff)
      : before_{before}, after_{after}, diff_{diff} {}

  void run(FormerIds former_ids) {
    const Units old_units = units_of(before_, former_ids);
    const Units new_units = units_of(after_, former_ids);
    std::unordered_map<std::string_view, const Unit*> old_places;
    std::unordered_map<std::string_view, const Unit*> new_places;
    for (const auto& [key, unit] : old_units) old_places.emplace(key, &unit);
    for (const auto& [key, unit] : new_units) new_places.emplace(key, &unit);
    for (const auto& [key, unit] : new_units) {
      const auto old_one = old_places.find(key);
      if (old_one != old_places.end()) {
        if (!unit.is_finding) ++diff_.compared;
        compare(*old_one->second, unit);
      } else if (unit.is_finding) {  // its checker held until now, as far as was seen
        add(Kind::newly_failing, nullptr, &unit);
      } else {
        add(Kind::fresh, nullptr, &unit);
      }
    }
    for (const auto& [key, unit] : old_units) {
      if (new_places.contains(key)) continue;
      if (unit.is_finding) {
        const auto checker = new_places.find(unit.check->id);
        const bool was_sought =
            checker != new_places.end() && checker->second->verdict == Verdict::pass;
        if (was_sought) add(Kind::newly_passing, &unit, nullptr);
      } else {
        add(is_judged(unit.verdict) && !other_suite() ? Kind::lost : Kind::vanished, &unit,
            nullptr);
      }
    }
    std::ranges::stable_sort(diff_.changes, {}, &Change::kind);
  }

 private:
  void compare(const Unit& before, const Unit& after) {
    const Verdict was = before.verdict;
    const Verdict is = after.verdict;
    if (before.address != after.address) add(Kind::renamed, &before, &after);
    if (is == Verdict::fail && was != Verdict::fail) {
      add(Kind::newly_failing, &before, &after);
    } else if (is_judged(was) && !is_judged(is)) {
      add(Kind::lost, &before, &after);
    } else if (was == Verdict::fail && is == Verdict::pass) {
      add(Kind::newly_passing, &before, &after);
    } else if (!is_judged(was) && is == Verdict::pass) {
      add(Kind::newly_judged, &before, &after);
    } else if (was == Verdict::fail && is == Verdict::fail) {
      if (!is_same_finding(before.record->finding, after.record->finding)) {
        add(Kind::changed_finding, &before, &after);
      }
    } else if (was == Verdict::pass && is == Verdict::pass && is_slower(before, after)) {
      add(Kind::slower, &before, &after);
    }
  }

  void add(Kind kind, const Unit* before, const Unit* after) {
    const Unit& shown = after != nullptr ? *after : *before;
    Change change{.kind = kind, .address = shown.address, .level = shown.check->level};
    if (before != nullptr && before->address != shown.address) change.former = before->address;
    change.decides = (kind == Kind::newly_failing && counts(after_, *after->record)) ||
                     (kind == Kind::lost && would_count(after_, shown));
    const auto tell = [](const Unit& unit, auto& verdict, auto& said, auto& took_us) {
      verdict = unit.verdict;
      said = said_of(unit);
      if (unit.record != nullptr) took_us = unit.record->took_us;
    };
    if (before != nullptr) {
      tell(*before, change.before, change.said_before, change.took_before_us);
    }
    if (after != nullptr) {
      tell(*after, change.after, change.said_after, change.took_after_us);
      if (after->verdict == Verdict::fail) change.again = again_line(after_, *after->record);
    }
    diff_.changes.push_back(std::move(change));
  }

  // What is gone then, the suite may have withdrawn.
  [[nodiscard]] bool other_suite() const { return before_.info.suite != after_.info.suite; }

  const Report& before_;
  const Report& after_;
  Diff& diff_;
};

Compared about(const Saved& saved) {
  return {.name = saved.name,
          .target = saved.report.info.subject.name,
          .started = saved.report.info.started,
          .headline = headline(saved.report, summarize(saved.report))};
}

std::vector<OtherSetting> other_settings(const Report& before, const Report& after) {
  std::vector<OtherSetting> all;
  const std::vector<Setting> old_ones = settings_of(before);
  const std::vector<Setting> new_ones = settings_of(after);
  for (std::size_t i = 0; i < std::min(old_ones.size(), new_ones.size()); ++i) {
    if (old_ones[i] == new_ones[i]) continue;
    all.push_back({old_ones[i].name, old_ones[i].value, new_ones[i].value});
  }
  return all;
}

// "3 newly failing, 2 not judged any more". `all`: of each kind all, or those that decide alone.
std::string counts_of(const Diff& diff, bool all) {
  static constexpr std::array<std::string_view, 9> words = {"newly failing",
                                                            "not judged any more",
                                                            "failing otherwise",
                                                            "newly passing",
                                                            "newly judged",
                                                            "new",
                                                            "vanished",
                                                            "renamed",
                                                            "slower"};
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto n = std::ranges::count_if(diff.changes, [&](const Change& change) {
      return change.kind == static_cast<Kind>(i) && (all || change.decides);
    });
    if (n == 0) continue;
    text.append(text.empty() ? "" : ", ").append(with_commas(static_cast<std::uint64_t>(n)));
    text.append(" ").append(words[i]);
  }
  return text;
}

}  // namespace

std::size_t Diff::count(Change::Kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(changes, kind, &Change::kind));
}

bool Diff::is_regression() const {
  return std::ranges::any_of(changes, [](const Change& change) { return change.decides; });
}

Diff diff(const Saved& before, const Saved& after, FormerIds former_ids) {
  const std::string old_kind{kind_of(before.report)};
  const std::string new_kind{kind_of(after.report)};
  if (old_kind != new_kind) {
    throw NotComparable{before.name + " is a " + old_kind + ", and " + after.name + " a " +
                        new_kind};
  }
  Diff found{.before = about(before),
             .after = about(after),
             .settings = other_settings(before.report, after.report)};
  Comparison{before.report, after.report, found}.run(former_ids);
  if (found.compared == 0) {
    throw NotComparable{before.name + " and " + after.name + " have no check in common"};
  }
  return found;
}

std::string headline(const Diff& diff) {
  const std::string all = counts_of(diff, true);
  if (!diff.is_regression()) {
    return "NO REGRESSION: " + (all.empty() ? "nothing changed" : all);
  }
  const std::string deciding = counts_of(diff, false);
  return "REGRESSION: " + deciding + (all == deciding ? "" : "; in all " + all);
}

}  // namespace hallmark::reports
