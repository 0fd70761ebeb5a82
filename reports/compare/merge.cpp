// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/merge.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "cases/client/client_case.hpp"
#include "cases/library.hpp"
#include "reports/totals.hpp"

namespace hallmark::reports {
namespace {

std::string shown(const std::string& value) { return value.empty() ? "nothing" : value; }

void check_alike(const Saved& first, const Saved& other) {
  const std::vector<Setting> wanted = settings_of(first.report);
  const std::vector<Setting> found = settings_of(other.report);
  for (std::size_t i = 0; i < std::min(wanted.size(), found.size()); ++i) {
    if (wanted[i] == found[i]) continue;
    throw NoOneRun{other.name + " is no part of the run of " + first.name + ": its " +
                   std::string{found[i].name} + " is " + shown(found[i].value) + ", not " +
                   shown(wanted[i].value)};
  }
  if (first.report.info.known_failures.lines != other.report.info.known_failures.lines) {
    throw NoOneRun{other.name + " is no part of the run of " + first.name +
                   ": its list of known failures is another one"};
  }
}

std::string shard_name(unsigned index, unsigned total) {
  return "shard " + std::to_string(index) + "/" + std::to_string(total);
}

// That every shard is there, once.
void check_complete(const std::vector<Saved>& parts) {
  const unsigned total = parts.front().report.info.selection.shard_total;
  std::map<unsigned, const Saved*> places;
  for (const Saved& part : parts) {
    const Selection& selection = part.report.info.selection;
    if (selection.shard_total != total) {
      throw NoOneRun{part.name + " is " + shard_name(selection.shard_index, selection.shard_total) +
                     ", and " + parts.front().name + " one of " + std::to_string(total)};
    }
    const auto [place, is_new] = places.try_emplace(selection.shard_index, &part);
    if (is_new) continue;
    throw NoOneRun{shard_name(selection.shard_index, total) +
                   " is there twice: " + place->second->name + " and " + part.name};
  }
  const auto there = std::ranges::count_if(
      places, [total](const auto& place) { return place.first >= 1 && place.first <= total; });
  const unsigned number = total - static_cast<unsigned>(there);
  if (number == 0) return;
  std::string missing;
  constexpr unsigned most_named = 10;
  unsigned named = 0;
  for (unsigned index = 1; index <= total && named < most_named; ++index) {
    if (places.contains(index)) continue;
    missing.append(named++ == 0 ? "" : ", ").append(shard_name(index, total));
  }
  if (number > most_named) missing += " and " + std::to_string(number - most_named) + " more";
  throw NoOneRun{missing + (number == 1 ? " is missing" : " are missing")};
}

// Where checks stand in the run. One that this version does not know follows the one that it
// followed in its part.
class Order {
 public:
  explicit Order(const Info& info) {
    if (info.subject.kind == Subject::Kind::client) {
      add(cases::client::library());
    } else {
      add(cases::library(info.selection.depth > 2 ? 3 : 2));
    }
  }

  // Every check of the parts once, in the order of the run.
  [[nodiscard]] std::vector<Check> of(const std::vector<Saved>& parts) const {
    using Place = std::tuple<std::size_t, std::size_t, std::size_t>;
    std::vector<std::pair<Place, const Check*>> all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      std::vector<const Check*> checks;
      for (const Record& record : parts[i].report.records) checks.push_back(record.check.get());
      std::ranges::sort(checks);  // those of a file stand in one vector, in the order of its run
      checks.erase(std::ranges::unique(checks).begin(), checks.end());
      std::size_t last = 0;
      for (std::size_t j = 0; j < checks.size(); ++j) {
        if (const auto known = places_.find(checks[j]->id); known != places_.end()) {
          last = known->second;
          all.push_back({{last, 0, 0}, checks[j]});
        } else {
          all.push_back({{last, i + 1, j}, checks[j]});
        }
      }
    }
    std::ranges::sort(all, {}, [](const auto& one) { return one.first; });
    std::vector<Check> checks;
    std::unordered_map<std::string_view, const Check*> seen;
    for (const auto& [place, check] : all) {
      if (seen.try_emplace(check->id, check).second) checks.push_back(*check);
    }
    return checks;
  }

 private:
  template <class Library>
  void add(const Library& library) {
    for (const auto& one : library) places_.try_emplace(one.id, places_.size() + 1);
  }

  std::unordered_map<std::string_view, std::size_t> places_;
};

// The worst comes first.
int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::fail:
      return 0;
    case Verdict::error:
      return 1;
    case Verdict::inconclusive:
      return 2;
    case Verdict::pass:
      return 3;
    case Verdict::unsupported:  // no answer came of which it speaks; in another shard one did
      return 4;
  }
  return 5;
}

// Of a check that two parts have told.
void join(Record& one, Record&& other) {
  const std::int64_t took_us = one.took_us + other.took_us;
  const unsigned exchanges = one.exchanges + other.exchanges;
  if (badness(other.finding.verdict) < badness(one.finding.verdict)) one = std::move(other);
  one.took_us = took_us;
  one.exchanges = exchanges;
}

void add_part(Report& merged, const Report& part) {
  add_totals(merged, part);
  merged.interrupted |= part.interrupted;
  merged.cut_short |= part.cut_short;
  merged.info.started = std::min(merged.info.started, part.info.started);
  std::string& spelling = merged.info.selection.reactivate_spelling;
  if (spelling.empty()) spelling = part.info.selection.reactivate_spelling;
}

// Brings the records of one part after the other together.
class Merger {
 public:
  Merger(Report& merged, const std::vector<Saved>& parts)
      : merged_{merged},
        total_{parts.size()},
        checks_{std::make_shared<const std::vector<Check>>(Order{merged.info}.of(parts))} {
    for (const Check& check : *checks_) {
      by_id_.emplace(check.id, &check);
      needed_.insert(check.needs.begin(), check.needs.end());
    }
  }

  void add(Saved& part) {
    add_part(merged_, part.report);
    for (Record& record : part.report.records) {
      record.check = {checks_, by_id_.at(record.check->id)};
      const auto [place, is_new] =
          places_.try_emplace(address_of(record), Place{merged_.records.size(), part.name});
      if (is_new) {
        merged_.records.push_back(std::move(record));
        continue;
      }
      if (!may_be_told_again(*record.check)) {
        throw NoOneRun{place->first + " is there twice: in " + place->second.part + " and in " +
                       part.name};
      }
      if (record.check->holds.empty()) ++needed_again_;
      join(merged_.records[place->second.record], std::move(record));
    }
    planned_ += part.report.planned;
    says_planned_ = says_planned_ && part.report.planned > 0;
  }

  // What was in each part counts once.
  void finish() {
    const auto promises = static_cast<std::size_t>(std::ranges::count_if(
        merged_.records, [](const Record& record) { return !record.check->holds.empty(); }));
    // A client's run does not count the one promise of it among what it was to carry out.
    const std::size_t again = needed_again_ + (is_of_client() ? 0 : promises * (total_ - 1));
    if (says_planned_) merged_.planned = planned_ - std::min(planned_, again);
    sort_by_check(merged_.records);
  }

 private:
  struct Place {
    std::size_t record;
    std::string part;
  };

  // What holds of every answer is held against those of each part; and to a client each part puts
  // the cases that its own ones stand on.
  [[nodiscard]] bool may_be_told_again(const Check& check) const {
    return !check.holds.empty() || (is_of_client() && needed_.contains(check.id));
  }

  [[nodiscard]] bool is_of_client() const {
    return merged_.info.subject.kind == Subject::Kind::client;
  }

  Report& merged_;
  std::size_t total_;
  std::shared_ptr<const std::vector<Check>> checks_;
  std::unordered_map<std::string_view, const Check*> by_id_;
  std::unordered_set<std::string_view> needed_;
  std::unordered_map<std::string, Place> places_;  // by address
  std::size_t planned_ = 0, needed_again_ = 0;
  bool says_planned_ = true;
};

}  // namespace

Report merge(std::vector<Saved> parts) {
  if (parts.empty()) throw NoOneRun{"nothing is to be merged"};
  for (const Saved& part : parts) {
    if (part.report.campaign) throw NoOneRun{part.name + " is a campaign, which has no shards"};
    check_alike(parts.front(), part);
  }
  check_complete(parts);
  std::ranges::sort(parts, {},
                    [](const Saved& part) { return part.report.info.selection.shard_index; });

  Report merged;
  merged.info = parts.front().report.info;
  merged.info.selection.shard_index = merged.info.selection.shard_total = 1;
  Merger merger{merged, parts};
  for (Saved& part : parts) merger.add(part);
  merger.finish();
  return merged;
}

}  // namespace hallmark::reports
