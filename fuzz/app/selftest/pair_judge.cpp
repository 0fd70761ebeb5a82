// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/pair_judge.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <optional>
#include <random>
#include <set>
#include <thread>
#include <utility>

#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "cases/pattern.hpp"
#include "fuzz/app/selftest/for_each_of.hpp"
#include "fuzz/app/selftest/progress.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/scopes.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reference::Defect;
using reference::Trigger;
using reference::TriggerFamily;

constexpr std::string_view patience_with_one = "10s";  // of the pairs

// How many cases are asked first of those that may see a pair, and how many times as many each time
// that none of them does. Without a trigger more, for what they show is of use to all its pairs.
constexpr std::size_t first_asked = 24;
constexpr std::size_t first_asked_of_plain_fault = 240;
constexpr std::size_t growth = 5;

// Of which connection a call comes, and among which, differs from run to run.
bool is_up_to_chance(const Trigger& trigger) {
  return trigger.has(TriggerFamily::connection) || trigger.has(TriggerFamily::chance) ||
         trigger.has(TriggerFamily::crowd) || trigger.has(TriggerFamily::memory);
}

// The last is of whatever was asked for, under any trigger.
std::vector<Trigger> watched(const Product& product) {
  std::vector<Trigger> triggers = product.triggers;
  triggers.emplace_back();
  return triggers;
}

}  // namespace

PairJudge::PairJudge(const Plan& plan, const SelftestRun& run, Product& product,
                     const std::vector<std::string>& in_question, SelftestJournal& journal)
    : plan_{plan},
      run_{run},
      product_{product},
      journal_{journal},
      watch_{watched(product)},
      catchers_(product.faults.size()),
      only_recommended_(product.faults.size()),
      in_question_(plan.cases.size()) {
  for (const std::string& text : in_question) {
    const cases::Pattern pattern{text};
    bool matches = false;
    for (std::size_t i = 0; i < plan.cases.size(); ++i) {
      if (!pattern.matches(plan.cases[i].test->id, {})) continue;
      in_question_[i] = true;
      matches = true;
    }
    if (!matches) throw UsageError{"--needed '" + text + "' matches no case"};
  }
  for (std::size_t i = 0; i < plan.cases.size(); ++i) {
    by_id_.emplace(plan.cases[i].test->id, i);
    if (every_answer_of(*plan.cases[i].test) != nullptr) of_every_answer_.push_back(i);
  }
}

std::size_t PairJudge::look_at_the_honest() {
  SelftestRun patient = run_;
  patient.timeout = patience_with_one;
  std::vector<std::vector<std::string>> worlds;
  const Shown shown = run_watched(plan_, patient, watch_, worlds);
  if (!shown.trouble.empty()) throw UsageError{"the honest run failed: " + shown.trouble};
  for (const std::size_t place : shown.failed) {
    std::cout << "FALSE ALARM  the honest endpoint fails " << plan_.cases[place].test->id << "\n";
  }
  met_by_.resize(plan_.cases.size());
  for (std::size_t i = 0; i < worlds.size(); ++i) {
    for (const std::string& world : worlds[i]) {
      if (const auto* met = watch_.met_by(world)) met_by_[i].push_back(met);
    }
  }
  for (Pair& pair : product_.pairs) {
    const bool met = is_up_to_chance(product_.triggers[pair.trigger]) ||
                     watch_.met(product_.faults[pair.fault], pair.trigger);
    pair.fate = met ? Fate::survived : Fate::never_met;
  }
  return shown.failed.size() + shown.errors;
}

void PairJudge::judge_pairs(unsigned workers) {
  std::vector<Pair*> plain;
  std::vector<Pair*> hidden;
  for (Pair& pair : product_.pairs) {
    if (pair.fate == Fate::never_met) continue;
    if (const auto known = journal_.catcher_of(product_.name_of(pair))) {
      take_over(pair, *known);
    } else {
      (product_.triggers[pair.trigger].is_always() ? plain : hidden).push_back(&pair);
    }
  }
  std::vector<Pair*> open;
  judge("faults without a trigger", plain, workers, open);
  judge("pairs", hidden, workers, open);
  if (std::ranges::find(in_question_, true) == in_question_.end()) ask_all_again(open);
}

bool PairJudge::is_in_question(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found != by_id_.end() && in_question_[found->second];
}

void PairJudge::take_over(Pair& pair, const Catcher& catcher) {
  pair.caught_by = catcher;
  if (catcher.empty()) return;
  pair.fate = Fate::caught;
  if (const auto found = by_id_.find(catcher); found != by_id_.end()) {
    learn(pair, {found->second}, plan_);
  }
}

void PairJudge::judge(std::string_view what, const std::vector<Pair*>& pairs, unsigned workers,
                      std::vector<Pair*>& open) {
  std::mutex mutex;  // guards `open`
  SelftestProgress progress{what, pairs.size()};
  for_each_of(pairs.size(), workers, [&](std::size_t at) {
    Pair& pair = *pairs[at];
    pair.caught_by = find_catcher(pair);
    if (!is_enough(pair)) add_those_in_question(pair);
    if (!pair.caught_by.empty()) {
      pair.fate = Fate::caught;
      journal_.judged(product_.name_of(pair), pair.caught_by);
    } else {
      const std::scoped_lock lock{mutex};
      open.push_back(&pair);
    }
    progress.step(pair.caught_by.empty());
  });
}

// What survives is put to every case, with a processor to itself: of a status that lasts 20 ms
// nothing is seen where many runs wait for one.
void PairJudge::ask_all_again(const std::vector<Pair*>& open) {
  SelftestProgress progress{"survivors, put to every case", open.size()};
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  for_each_of(open.size(), cores, [&](std::size_t at) {
    Pair& pair = *open[at];
    const std::string name = product_.name_of(pair);
    const Shown shown = shown_by(pair, plan_, run_.jobs, Ends::with_failure);
    if (!shown.failed.empty()) {
      pair.fate = Fate::caught;
      pair.caught_by = plan_.cases[shown.failed.front()].test->id;
    }
    journal_.judged(name, pair.caught_by);
    progress.step(pair.caught_by.empty());
  });
}

// Empty where no case sees it that may. Cases that are only recommended decide where no other one
// sees the fault.
Catcher PairJudge::find_catcher(const Pair& pair) {
  const bool plain = product_.triggers[pair.trigger].is_always();
  const bool by_chance = is_up_to_chance(product_.triggers[pair.trigger]);
  const std::vector<std::size_t> places = those_that_may_see(pair);
  Catcher recommended;
  std::size_t size = plain ? first_asked_of_plain_fault : first_asked;
  for (std::size_t at = 0; at < places.size(); size *= growth) {
    const std::size_t end = std::min(places.size(), at + size);
    std::vector<std::size_t> asked = of_every_answer_;
    asked.insert(asked.end(), places.begin() + static_cast<std::ptrdiff_t>(at),
                 places.begin() + static_cast<std::ptrdiff_t>(end));
    const Plan part = part_of(plan_, asked);
    const bool any = only_recommended_[pair.fault];
    const Ends ends = plain ? Ends::never : any ? Ends::with_failure : Ends::with_required_failure;
    // On few connections one has a past, on many there are new ones.
    const bool few = by_chance && at == 0;
    const Shown shown = shown_by(pair, part, few ? 4 : run_.jobs, ends);
    learn(pair, shown.failed, part);
    for (const std::size_t place : shown.failed) {
      const cases::Case& one = *part.cases[place].test;
      if (any || one.level == cases::Level::required) return one.id;
      if (recommended.empty()) recommended = one.id;
    }
    at = end;
  }
  if (plain && !recommended.empty()) only_recommended_[pair.fault] = true;
  return recommended;
}

// Whether no case in question could be needed for the pair.
bool PairJudge::is_enough(const Pair& pair) const {
  if (pair.caught_by.empty()) return false;
  return only_recommended_[pair.fault] ||
         cases::find(pair.caught_by)->level == cases::Level::required;
}

// All of them that see it; those that are only recommended where no required one does, and
// nobody else.
void PairJudge::add_those_in_question(Pair& pair) {
  std::vector<std::size_t> places = those_that_may_see(pair, true);
  if (places.empty()) return;
  const Plan part = part_of(plan_, places);
  Catcher required;
  Catcher recommended;
  std::set<std::string_view> told;
  for (const std::size_t place : shown_by(pair, part, run_.jobs, Ends::never).failed) {
    const cases::Case& one = *part.cases[place].test;
    if (!is_in_question(one.id) || !told.insert(one.id).second) continue;
    Catcher& all = one.level == cases::Level::required ? required : recommended;
    all.append(all.empty() ? "" : ",").append(one.id);
  }
  if (!required.empty()) {
    pair.caught_by = required;
  } else if (pair.caught_by.empty()) {
    pair.caught_by = recommended;
  }
}

// The most promising ones first; equal ones in any order, so that the first ones differ.
std::vector<std::size_t> PairJudge::those_that_may_see(const Pair& pair, bool in_question) const {
  const auto fault = static_cast<std::size_t>(product_.faults[pair.fault]);
  const bool by_chance = is_up_to_chance(product_.triggers[pair.trigger]);
  const std::size_t trigger = by_chance ? product_.triggers.size() : pair.trigger;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < met_by_.size(); ++i) {
    if (in_question_[i] != in_question) continue;
    if (std::ranges::any_of(met_by_[i], [&](const auto* met) { return (*met)[trigger][fault]; })) {
      places.push_back(i);
    }
  }
  std::ranges::shuffle(places, std::mt19937_64{fault});
  const std::scoped_lock lock{mutex_};
  std::ranges::stable_sort(places, std::greater<>{}, [&](std::size_t place) {
    return catchers_[pair.fault].promise_of(plan_.cases[place]);
  });
  return places;
}

void PairJudge::learn(const Pair& pair, const std::vector<std::size_t>& places, const Plan& plan) {
  const std::scoped_lock lock{mutex_};
  for (const std::size_t place : places) catchers_[pair.fault].add(plan.cases[place]);
}

Shown PairJudge::shown_by(const Pair& pair, const Plan& plan, unsigned jobs, Ends ends) const {
  SelftestRun run = run_;
  run.jobs = jobs;
  // Only faults of the wire keep a client waiting for long. Whatever else is late is so because
  // the machine is busy, and no catch.
  const Defect fault = product_.faults[pair.fault];
  if (reference::scope_of(fault).stage != reference::Stage::transport)
    run.timeout = patience_with_one;
  const std::string name = product_.name_of(pair);
  Shown shown = run_against({name}, plan, run, ends);
  if (!shown.trouble.empty()) throw UsageError{name + ": " + shown.trouble};
  return shown;
}

}  // namespace hallmark::app
