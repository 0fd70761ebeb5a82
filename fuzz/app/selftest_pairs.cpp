// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest_pairs.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "cases/envelope/every_answer.hpp"
#include "fuzz/app/explained_survivors.hpp"
#include "fuzz/app/selftest_journal.hpp"
#include "fuzz/app/selftest_progress.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/scopes.hpp"
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

constexpr std::string_view patience = "10s";

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
  for (const std::string& name : selection.triggers) {
    auto trigger = Trigger::parse(name);
    if (!trigger) {
      throw UsageError{"--trigger '" + name +
                       "' is no trigger; hallmark list triggers shows them all"};
    }
    triggers.push_back(*std::move(trigger));
  }
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
    const auto armed = reference::ArmedFault::parse(name);
    if (!armed) {
      throw UsageError{"--defect '" + name +
                       "' is no defect; hallmark list defects shows all faults and triggers"};
    }
    if (armed->trigger.is_always()) {
      add_row(product, armed->fault, triggers);
    } else {
      const std::size_t row = place_in(product.faults, armed->fault, std::equal_to<>{});
      product.pairs.push_back({.fault = row, .trigger = column_of(product, armed->trigger)});
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

std::uint64_t fingerprint(const Plan& plan) {
  Fnv1a hash;
  for (const PlannedCase& planned : plan.cases) {
    hash.add(planned.test->id).add(planned.variant ? planned.variant->name() : "");
  }
  for (const reference::DefectInfo& defect : reference::defects()) hash.add(defect.name);
  for (const reference::TriggerInfo& trigger : reference::triggers()) hash.add(trigger.name);
  return hash.value();
}

// A fault's plan in two: the cases that see it when it shows always, or cannot be asked then; and
// the rest. What holds of every answer is held in both: it is seen in the answers to whatever else
// is asked.
struct Halves {
  std::once_flag made;
  Plan first;
  Plan rest;
};

class PairsTest {
 public:
  PairsTest(const Plan& plan, const SelftestRun& run, Product& product, SelftestJournal& journal)
      : plan_{plan}, run_{run}, product_{product}, journal_{journal} {}

  // The honest endpoint first, watched: a pair whose fault and trigger never meet needs no run.
  // The number of false alarms.
  std::size_t look_at_the_honest() {
    reference::Watch watch{product_.triggers};
    SelftestRun patient = run_;
    patient.timeout = patience;
    const Shown shown = run_against({}, plan_, patient, false, &watch);
    if (!shown.trouble.empty()) throw UsageError{"the honest run failed: " + shown.trouble};
    for (const std::size_t place : shown.failed) {
      std::cout << "FALSE ALARM  the honest endpoint fails " << plan_.cases[place].test->id << "\n";
    }
    for (Pair& pair : product_.pairs) {
      const bool met = is_up_to_chance(product_.triggers[pair.trigger]) ||
                       watch.met(product_.faults[pair.fault], pair.trigger);
      pair.fate = met ? Fate::survived : Fate::never_met;
    }
    return shown.failed.size() + shown.errors;
  }

  void learn_who_sees_plain_faults(unsigned workers) {
    std::set<std::size_t> wanted;
    for (const Pair& pair : product_.pairs) {
      if (pair.fate != Fate::never_met && !journal_.catcher_of(product_.name_of(pair))) {
        wanted.insert(pair.fault);
      }
    }
    const std::vector<std::size_t> rows{wanted.begin(), wanted.end()};
    seen_.resize(product_.faults.size());
    halves_ = std::vector<Halves>(product_.faults.size());
    SelftestProgress progress{"faults without a trigger", rows.size()};
    for_each_of(rows.size(), workers, [&](std::size_t at) {
      const std::size_t row = rows[at];
      const std::string name{name_of(product_.faults[row])};
      if (auto known = journal_.seen_by(name)) {
        seen_[row] = *std::move(known);
      } else {
        Shown shown = run_against({name}, plan_, run_for(product_.faults[row]));
        seen_[row] = std::move(shown.failed);
        seen_[row].insert(seen_[row].end(), shown.blocked.begin(), shown.blocked.end());
        journal_.seen(name, seen_[row]);
      }
      progress.step();
    });
  }

  // What survives gets a second chance with the machine to itself: of a status that lasts 20 ms
  // nothing is seen where many runs wait for the processor.
  void judge_pairs(unsigned workers) {
    std::vector<Pair*> to_judge;
    for (Pair& pair : product_.pairs) {
      if (pair.fate != Fate::never_met) to_judge.push_back(&pair);
    }
    std::vector<Pair*> again;
    std::mutex mutex;  // guards `again`
    SelftestProgress progress{"pairs", to_judge.size()};
    for_each_of(to_judge.size(), workers, [&](std::size_t at) {
      Pair& pair = *to_judge[at];
      const std::string name = product_.name_of(pair);
      const auto known = journal_.catcher_of(name);
      pair.caught_by = known ? *known : find_catcher(pair, name);
      if (!pair.caught_by.empty()) {
        pair.fate = Fate::caught;
        if (!known) journal_.judged(name, pair.caught_by);
      } else if (!known) {
        const std::scoped_lock lock{mutex};
        again.push_back(&pair);
      }
      progress.step(pair.caught_by.empty());
    });
    SelftestProgress alone{"survivors once more", again.size()};
    for (Pair* const pair : again) {
      const std::string name = product_.name_of(*pair);
      pair->caught_by = find_catcher(*pair, name);
      journal_.judged(name, pair->caught_by);
      if (!pair->caught_by.empty()) pair->fate = Fate::caught;
      alone.step(pair->caught_by.empty());
    }
  }

 private:
  // Only faults of the wire keep a client waiting for long. Whatever else is late is so because
  // the machine is busy, and no catch.
  SelftestRun run_for(Defect fault) const {
    SelftestRun run = run_;
    if (reference::scope_of(fault).stage != reference::Stage::transport) run.timeout = patience;
    return run;
  }

  std::string find_catcher(const Pair& pair, const std::string& name) {
    Halves& halves = halves_[pair.fault];
    std::call_once(halves.made, [&] {
      std::vector<bool> seen(plan_.cases.size());
      for (const std::size_t place : seen_[pair.fault]) seen[place] = true;
      std::vector<std::size_t> first;
      std::vector<std::size_t> rest;
      for (std::size_t i = 0; i < seen.size(); ++i) {
        const bool of_every_answer = every_answer_of(*plan_.cases[i].test) != nullptr;
        if (seen[i] || of_every_answer) first.push_back(i);
        if (!seen[i] || of_every_answer) rest.push_back(i);
      }
      halves.first = part_of(plan_, first);
      halves.rest = part_of(plan_, rest);
    });
    for (const Plan* const half : {&halves.first, &halves.rest}) {
      if (half->cases.empty()) continue;
      const Shown shown = run_against({name}, *half, run_for(product_.faults[pair.fault]), true);
      if (!shown.trouble.empty()) throw UsageError{name + ": " + shown.trouble};
      if (!shown.failed.empty()) return half->cases[shown.failed.front()].test->id;
    }
    return {};
  }

  const Plan& plan_;
  const SelftestRun& run_;
  Product& product_;
  SelftestJournal& journal_;
  std::vector<std::vector<std::size_t>> seen_;  // by rows
  std::vector<Halves> halves_;                  // by rows
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
      if (pair.fate != Fate::caught) continue;
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

}  // namespace

bool selftest_pairs(const Plan& plan, const SelftestRun& run, const PairSelection& selection,
                    std::ostream& aside) {
  Product product = product_of(selection);
  aside << "selftest: " << plan.cases.size() << " cases against " << product.pairs.size()
        << " pairs of " << product.faults.size() << " faults and " << product.triggers.size()
        << " triggers" << std::endl;
  std::unique_ptr<SelftestJournal> journal =
      selection.journal.empty()
          ? std::make_unique<SelftestJournal>()
          : std::make_unique<SelftestJournal>(selection.journal, fingerprint(plan));
  PairsTest test{plan, run, product, *journal};
  const std::size_t wrong = test.look_at_the_honest();
  test.learn_who_sees_plain_faults(selection.workers);
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
  std::cout << "selftest: " << all.text() << std::endl;
  return wrong == 0 && all.open() == 0 && explanations_hold;
}

}  // namespace hallmark::app
