// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/pairs.hpp"

#include <cstdint>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/app/selftest/journal.hpp"
#include "fuzz/app/selftest/pair_judge.hpp"
#include "fuzz/app/selftest/pairs_told.hpp"
#include "fuzz/app/selftest/product.hpp"
#include "reports/text.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::app {
namespace {

using runner::Fnv1a;
using runner::Plan;
using runner::PlannedCase;
using runner::reference::Trigger;

std::uint64_t fingerprint(const Plan& plan, const std::vector<std::string>& in_question) {
  Fnv1a hash;
  for (const std::string& pattern : in_question) hash.add(pattern);
  for (const PlannedCase& planned : plan.cases) {
    hash.add(planned.test->id).add(planned.variant ? planned.variant->name() : "");
  }
  for (const runner::reference::DefectInfo& defect : runner::reference::defects())
    hash.add(defect.name);
  for (const runner::reference::TriggerInfo& trigger : runner::reference::triggers())
    hash.add(trigger.name);
  return hash.value();
}

// "83 triggers, 12 combinations of triggers or no trigger".
std::string triggers_told(const std::vector<Trigger>& triggers) {
  std::size_t single = 0;
  std::size_t joined = 0;
  bool always = false;
  for (const Trigger& trigger : triggers) {
    const std::size_t parts = trigger.all().size();
    if (parts == 1) ++single;
    if (parts > 1) ++joined;
    always |= trigger.is_always();
  }
  std::string text;
  if (single > 0) text += reports::counted(single, "trigger", "triggers");
  if (joined > 0) {
    if (!text.empty()) text += ", ";
    text += reports::counted(joined, "combination of triggers", "combinations of triggers");
  }
  if (always) text += text.empty() ? "no trigger" : " or no trigger";
  return text;
}

}  // namespace

bool selftest_pairs(const Plan& plan, const SelftestRun& run, const PairSelection& selection,
                    std::ostream& aside) {
  Product product = product_of(selection);
  aside << "selftest: " << reports::counted(selected_in(plan), "case", "cases") << " against "
        << reports::counted(product.pairs.size(), "pair", "pairs") << " of "
        << reports::counted(product.faults.size(), "fault", "faults") << " and "
        << triggers_told(product.triggers) << '\n'
        << std::flush;
  std::unique_ptr<SelftestJournal> journal =
      selection.journal.empty() ? std::make_unique<SelftestJournal>()
                                : std::make_unique<SelftestJournal>(
                                      selection.journal, fingerprint(plan, selection.in_question));
  PairJudge judge{plan, run, product, selection.in_question, *journal};
  const std::size_t wrong = judge.look_at_the_honest();
  judge.judge_pairs(selection.workers);

  Tally all;
  for (const Pair& pair : product.pairs) all.count(product, pair);
  if (selection.verbose) print_pairs(product);
  print_matrix(product, aside);
  print_tallies(product, aside);
  const bool explanations_hold = print_explanations(product);
  if (!selection.in_question.empty()) print_needed(product, judge);
  print_recommended(product, aside);
  std::cout << "selftest: " << all.text() << '\n' << std::flush;
  return wrong == 0 && all.open() == 0 && explanations_hold;
}

}  // namespace hallmark::app
