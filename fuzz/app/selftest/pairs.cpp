// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/pairs.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <thread>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "cases/envelope/every_answer.hpp"
#include "cases/library.hpp"
#include "cases/pattern.hpp"
#include "fuzz/app/selftest/explained_survivors.hpp"
#include "fuzz/app/selftest/fault_named.hpp"
#include "fuzz/app/selftest/journal.hpp"
#include "fuzz/app/selftest/progress.hpp"
#include "reports/text.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/scopes.hpp"
#include "runner/reference/defects/watch.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

using reference::Defect;
using reference::Trigger;
using reference::TriggerFamily;

std::string_view name_of(Defect fault) {
  return reference::defects()[static_cast<std::size_t>(fault)].name;
}

std::string title_of(const Trigger& trigger) {
  return trigger.is_always() ? "always" : trigger.name();
}

constexpr std::string_view patience_with_one = "10s";  // of the pairs

enum class Fate : std::uint8_t {
  caught,
  survived,   // it was met, and nobody saw it
  never_met,  // no case asks for the fault while the trigger holds
};

struct Pair {
  std::size_t fault;    // place among the rows of the matrix
  std::size_t trigger;  // place among its columns
  Fate fate = Fate::never_met;
  std::string caught_by = {};
};

// The product, or the part of it that was asked for.
struct Product {
  std::vector<Defect> faults;
  std::vector<Trigger> triggers;
  std::vector<Pair> pairs;

  [[nodiscard]] std::string name_of(const Pair& pair) const {
    const Trigger& trigger = triggers[pair.trigger];
    std::string text{app::name_of(faults[pair.fault])};
    if (!trigger.is_always()) text.append("@").append(trigger.name());
    return text;
  }
};

template <class Item, class Same>
std::size_t place_in(std::vector<Item>& items, const Item& item, Same same) {
  const auto found = std::ranges::find_if(items, [&](const Item& one) { return same(one, item); });
  if (found != items.end()) return static_cast<std::size_t>(found - items.begin());
  items.push_back(item);
  return items.size() - 1;
}

// The place of the trigger among the columns, where it gets one if it has none.
std::size_t column_of(Product& product, const Trigger& trigger) {
  return place_in(product.triggers, trigger,
                  [](const Trigger& a, const Trigger& b) { return a.name() == b.name(); });
}

void add_row(Product& product, Defect fault, const std::vector<Trigger>& triggers) {
  const std::size_t row = place_in(product.faults, fault, std::equal_to<>{});
  for (const Trigger& trigger : triggers) {
    if (!trigger.is_always() && !reference::why_senseless(fault, trigger).empty()) continue;
    product.pairs.push_back({.fault = row, .trigger = column_of(product, trigger)});
  }
}

Product product_of(const PairSelection& selection) {
  std::vector<Trigger> triggers;
  for (const std::string& name : selection.triggers) triggers.push_back(trigger_named(name));
  if (triggers.empty()) {
    triggers = reference::product_triggers();
    triggers.insert(triggers.begin(), Trigger{});  // without one it has to be caught, too
  }
  Product product;
  if (selection.defects.empty()) {
    for (std::size_t i = 0; i < reference::defects().size(); ++i) {
      add_row(product, static_cast<Defect>(i), triggers);
    }
  }
  for (const std::string& name : selection.defects) {
    const reference::ArmedFault armed = fault_named(name);
    if (armed.trigger.is_always()) {
      add_row(product, armed.fault, triggers);
    } else {
      const std::size_t row = place_in(product.faults, armed.fault, std::equal_to<>{});
      product.pairs.push_back({.fault = row, .trigger = column_of(product, armed.trigger)});
    }
  }
  if (product.pairs.empty()) throw UsageError{"no fault makes sense under these triggers"};
  return product;
}

// Of which connection a call comes, and among which, differs from run to run.
bool is_up_to_chance(const Trigger& trigger) {
  return trigger.has(TriggerFamily::connection) || trigger.has(TriggerFamily::chance) ||
         trigger.has(TriggerFamily::crowd) || trigger.has(TriggerFamily::memory);
}

// Calls work(i) for each i below `count`, on so many threads; what one throws ends them all.
template <class Work>
void for_each_of(std::size_t count, unsigned workers, Work work) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr thrown;
  std::vector<std::jthread> threads;
  for (unsigned i = 0; i < workers; ++i) {
    threads.emplace_back([&] {
      try {
        for (std::size_t at = next++; at < count; at = next++) work(at);
      } catch (...) {
        next = count;
        const std::scoped_lock lock{mutex};
        thrown = std::current_exception();
      }
    });
  }
  threads.clear();  // joins
  if (thrown) std::rethrow_exception(thrown);
}

std::uint64_t fingerprint(const Plan& plan, const std::vector<std::string>& in_question) {
  Fnv1a hash;
  for (const std::string& pattern : in_question) hash.add(pattern);
  for (const PlannedCase& planned : plan.cases) {
    hash.add(planned.test->id).add(planned.variant ? planned.variant->name() : "");
  }
  for (const reference::DefectInfo& defect : reference::defects()) hash.add(defect.name);
  for (const reference::TriggerInfo& trigger : reference::triggers()) hash.add(trigger.name);
  return hash.value();
}

// How many cases are asked first of those that may see a pair, and how many times as many each time
// that none of them does. Without a trigger more, for what they show is of use to all its pairs.
constexpr std::size_t first_asked = 24;
constexpr std::size_t first_asked_of_plain_fault = 240;
constexpr std::size_t growth = 5;

// What is known of a fault: the cases that have caught it so far, under whichever trigger, and how
// often; and so of what they are about.
class Catchers {
 public:
  void add(const PlannedCase& planned) {
    ++by_case_[planned.test];
    ++by_topic_[topic_of(*planned.test)];
  }

  // The greater the better.
  [[nodiscard]] std::pair<std::size_t, std::size_t> promise_of(const PlannedCase& planned) const {
    return {count_in(by_case_, planned.test), count_in(by_topic_, topic_of(*planned.test))};
  }

 private:
  using Topic = std::tuple<cases::Chapter, cases::Family, std::string_view>;

  static Topic topic_of(const cases::Case& one) {
    return {one.tags.chapter, one.tags.family, one.tags.action};
  }

  template <class Key>
  static std::size_t count_in(const std::map<Key, std::size_t>& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
  }

  std::map<const cases::Case*, std::size_t> by_case_;
  std::map<Topic, std::size_t> by_topic_;
};

// A pair is put to those cases alone in whose worlds, on the honest endpoint, the fault was asked
// for while the trigger held: a few at first, the most promising ones, and on until one fails. Only
// what none of them sees is put to the whole plan.
class PairsTest {
 public:
  PairsTest(const Plan& plan, const SelftestRun& run, Product& product,
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

  // The honest endpoint first, watched: a pair whose fault and trigger never meet needs no run.
  // The number of false alarms.
  std::size_t look_at_the_honest() {
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

  void judge_pairs(unsigned workers) {
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

  [[nodiscard]] bool is_in_question(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found != by_id_.end() && in_question_[found->second];
  }

 private:
  // The last is of whatever was asked for, under any trigger.
  static std::vector<Trigger> watched(const Product& product) {
    std::vector<Trigger> triggers = product.triggers;
    triggers.emplace_back();
    return triggers;
  }

  void take_over(Pair& pair, const Catcher& catcher) {
    pair.caught_by = catcher;
    if (catcher.empty()) return;
    pair.fate = Fate::caught;
    if (const auto found = by_id_.find(catcher); found != by_id_.end()) {
      learn(pair, {found->second}, plan_);
    }
  }

  // Adds to `open` what nobody saw.
  void judge(std::string_view what, const std::vector<Pair*>& pairs, unsigned workers,
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
  void ask_all_again(const std::vector<Pair*>& open) {
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
  Catcher find_catcher(const Pair& pair) {
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
      const Ends ends = plain ? Ends::never
                        : any ? Ends::with_failure
                              : Ends::with_required_failure;
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
  [[nodiscard]] bool is_enough(const Pair& pair) const {
    if (pair.caught_by.empty()) return false;
    return only_recommended_[pair.fault] ||
           cases::find(pair.caught_by)->level == cases::Level::required;
  }

  // All of them that see it; those that are only recommended where no required one does, and
  // nobody else.
  void add_those_in_question(Pair& pair) {
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
  std::vector<std::size_t> those_that_may_see(const Pair& pair, bool in_question = false) const {
    const auto fault = static_cast<std::size_t>(product_.faults[pair.fault]);
    const bool by_chance = is_up_to_chance(product_.triggers[pair.trigger]);
    const std::size_t trigger = by_chance ? product_.triggers.size() : pair.trigger;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < met_by_.size(); ++i) {
      if (in_question_[i] != in_question) continue;
      if (std::ranges::any_of(met_by_[i],
                              [&](const auto* met) { return (*met)[trigger][fault]; })) {
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

  void learn(const Pair& pair, const std::vector<std::size_t>& places, const Plan& plan) {
    const std::scoped_lock lock{mutex_};
    for (const std::size_t place : places) catchers_[pair.fault].add(plan.cases[place]);
  }

  Shown shown_by(const Pair& pair, const Plan& plan, unsigned jobs, Ends ends) const {
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

  const Plan& plan_;
  const SelftestRun& run_;
  Product& product_;
  SelftestJournal& journal_;
  reference::Watch watch_;
  std::vector<std::vector<const reference::Watch::Met*>> met_by_;  // by places
  std::vector<std::size_t> of_every_answer_;                       // what holds of every answer
  std::unordered_map<std::string_view, std::size_t> by_id_;        // a place of the case
  mutable std::mutex mutex_;                                       // guards `catchers_`
  std::vector<Catchers> catchers_;                                 // by rows
  std::vector<std::atomic<bool>> only_recommended_;                // by rows
  std::vector<bool> in_question_;                                  // by places
};

// How many of a family's, or of all, pairs met their fates.
struct Tally {
  std::size_t all = 0;
  std::size_t caught = 0;
  std::size_t explained = 0;
  std::size_t never_met = 0;  // of those that are not explained

  [[nodiscard]] std::size_t open() const { return all - caught - explained; }

  std::string text() const {
    return std::to_string(caught) + " of " + std::to_string(all) + " caught, " +
           std::to_string(open()) + " survive, " + std::to_string(never_met) +
           " of them never met; " + std::to_string(explained) + " explained";
  }
};

const ExplainedSurvivor* explanation_of(const Product& product, const Pair& pair) {
  for (const ExplainedSurvivor& row : explained_survivors()) {
    if (row.explains(name_of(product.faults[pair.fault]), product.triggers[pair.trigger].name())) {
      return &row;
    }
  }
  return nullptr;
}

void count(const Product& product, const Pair& pair, Tally& tally) {
  ++tally.all;
  if (pair.fate == Fate::caught) {
    ++tally.caught;
  } else if (explanation_of(product, pair) != nullptr) {
    ++tally.explained;
  } else if (pair.fate == Fate::never_met) {
    ++tally.never_met;
  }
}

// A line for each fault that survives under some trigger, a column for each trigger.
void print_matrix(const Product& product, std::ostream& aside) {
  std::vector<std::string> lines(product.faults.size(), std::string(product.triggers.size(), ' '));
  std::vector<bool> survives(product.faults.size());
  for (const Pair& pair : product.pairs) {
    const bool explained = pair.fate != Fate::caught && explanation_of(product, pair) != nullptr;
    lines[pair.fault][pair.trigger] = pair.fate == Fate::caught     ? '.'
                                      : explained                   ? 'e'
                                      : pair.fate == Fate::survived ? 'S'
                                                                    : '0';
    if (pair.fate != Fate::caught) survives[pair.fault] = true;
  }
  if (std::ranges::none_of(survives, std::identity{})) return;
  std::size_t widest = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (survives[i]) widest = std::max(widest, name_of(product.faults[i]).size());
  }
  aside << "\nfaults that survive ('.' caught, 'S' survives, '0' never met, 'e' explained, ' ' "
           "makes no sense)\n";
  const auto family = [&](std::size_t at) {
    const auto all = product.triggers[at].all();
    return all.empty() ? std::nullopt : std::optional{all.front()->family};
  };
  std::vector<std::size_t> begins;  // of the families
  for (std::size_t i = 0; i < product.triggers.size(); ++i) {
    if (i == 0 || family(i) != family(i - 1)) begins.push_back(i);
  }
  const auto spaced = [&begins](const std::string& line) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (i > 0 && std::ranges::find(begins, i) != begins.end()) text += '|';
      text += line[i];
    }
    return text.substr(0, text.find_last_not_of(' ') + 1);
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!survives[i]) continue;
    const std::string_view name = name_of(product.faults[i]);
    aside << name << std::string(widest - name.size() + 2, ' ') << spaced(lines[i]) << "\n";
  }
  aside << "\ncolumns, from the left:\n";
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : product.triggers.size();
    aside << (i == 0 ? "  " : "| ");
    for (std::size_t at = begins[i]; at < end; ++at) {
      aside << (at == begins[i] ? "" : ", ") << title_of(product.triggers[at]);
    }
    aside << "\n";
  }
}

void print_tallies(const Product& product, std::ostream& aside) {
  std::vector<Tally> of_triggers(product.triggers.size());
  for (const Pair& pair : product.pairs) count(product, pair, of_triggers[pair.trigger]);
  aside << "\n";
  for (std::size_t i = 0; i < of_triggers.size(); ++i) {
    if (of_triggers[i].open() == 0 && of_triggers[i].explained == 0) continue;
    aside << title_of(product.triggers[i]) << ": " << of_triggers[i].text() << "\n";
  }
}

// True where each explanation that is about some pair of the product still explains.
bool print_explanations(const Product& product) {
  bool all_hold = true;
  for (const ExplainedSurvivor& row : explained_survivors()) {
    std::size_t explained = 0;
    for (const Pair& pair : product.pairs) {
      if (!row.explains(name_of(product.faults[pair.fault]),
                        product.triggers[pair.trigger].name())) {
        continue;
      }
      ++explained;
      if (pair.fate != Fate::caught || row.may_be_seen) continue;
      all_hold = false;
      std::cout << "EXPLAINED, YET CAUGHT  " << product.name_of(pair) << " by " << pair.caught_by
                << "\n";
    }
    if (explained == 0) continue;
    std::cout << "explained  " << row.fault << '@' << row.trigger << " (" << explained
              << "): " << row.reason << "\n";
  }
  return all_hold;
}

void print_recommended(const Product& product, std::ostream& aside) {
  const auto count = std::ranges::count_if(product.pairs, [](const Pair& pair) {
    if (pair.fate != Fate::caught) return false;
    const cases::Case* const one = cases::find(pair.caught_by);
    return one != nullptr && one->level != cases::Level::required;
  });
  if (count > 0) aside << "caught by a case that is recommended: " << count << "\n";
}

// The cases in question that are needed: each time the one that catches most of what none of those
// before it does. What is left catches nothing that they do not.
void print_needed(const Product& product, const PairsTest& test) {
  std::map<std::string, std::set<std::string>> caught;  // by case
  std::set<std::string> open;
  for (const Pair& pair : product.pairs) {
    std::istringstream catchers{pair.caught_by};
    for (std::string id; std::getline(catchers, id, ',');) {
      if (!test.is_in_question(id)) continue;
      caught[id].insert(product.name_of(pair));
      open.insert(product.name_of(pair));
    }
  }
  const std::size_t all = open.size();
  std::size_t needed = 0;
  while (!open.empty()) {
    std::set<std::string> most;
    std::string_view best;
    for (const auto& [id, pairs] : caught) {
      std::set<std::string> more;
      std::ranges::set_intersection(pairs, open, std::inserter(more, more.end()));
      if (more.size() <= most.size()) continue;
      most = std::move(more);
      best = id;
    }
    ++needed;
    std::cout << "NEEDED  " << best << " for " << first_of(most, 3) << "\n";
    for (const std::string& pair : most) open.erase(pair);
  }
  std::cout << "selftest: " << reports::counted(needed, "case", "cases")
            << " of those in question needed, for " << reports::counted(all, "pair", "pairs")
            << " that no other case catches\n";
}

}  // namespace

bool selftest_pairs(const Plan& plan, const SelftestRun& run, const PairSelection& selection,
                    std::ostream& aside) {
  Product product = product_of(selection);
  aside << "selftest: " << reports::counted(plan.cases.size(), "case", "cases") << " against "
        << reports::counted(product.pairs.size(), "pair", "pairs") << " of "
        << reports::counted(product.faults.size(), "fault", "faults") << " and "
        << reports::counted(product.triggers.size(), "trigger", "triggers") << '\n'
        << std::flush;
  std::unique_ptr<SelftestJournal> journal =
      selection.journal.empty() ? std::make_unique<SelftestJournal>()
                                : std::make_unique<SelftestJournal>(
                                      selection.journal, fingerprint(plan, selection.in_question));
  PairsTest test{plan, run, product, selection.in_question, *journal};
  const std::size_t wrong = test.look_at_the_honest();
  test.judge_pairs(selection.workers);

  Tally all;
  for (const Pair& pair : product.pairs) {
    count(product, pair, all);
    if (!selection.verbose) continue;
    if (pair.fate == Fate::caught) {
      std::cout << "caught    " << product.name_of(pair) << " by " << pair.caught_by << "\n";
    } else {
      std::cout << (pair.fate == Fate::survived ? "SURVIVED  " : "NEVER MET ")
                << product.name_of(pair) << "\n";
    }
  }
  print_matrix(product, aside);
  print_tallies(product, aside);
  const bool explanations_hold = print_explanations(product);
  if (!selection.in_question.empty()) print_needed(product, test);
  print_recommended(product, aside);
  std::cout << "selftest: " << all.text() << '\n' << std::flush;
  return wrong == 0 && all.open() == 0 && explanations_hold;
}

}  // namespace hallmark::app
