// SPDX-License-Identifier: Apache-2.0
//
// Whether the cases of a plan catch each pair of a product. A pair is put to those cases alone in
// whose worlds, on the honest endpoint, the fault was asked for while the trigger held: a few at
// first, the most promising ones, and on until one fails. Only what none of them sees is put to the
// whole plan.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fuzz/app/selftest/catchers.hpp"
#include "fuzz/app/selftest/journal.hpp"
#include "fuzz/app/selftest/product.hpp"
#include "fuzz/app/selftest/run.hpp"
#include "runner/reference/defects/watch.hpp"

namespace hallmark::app {

class PairJudge {
 public:
  // `in_question`: as PairSelection has them. Throws UsageError where one matches no case.
  PairJudge(const runner::Plan& plan, const SelftestRun& run, Product& product,
            const std::vector<std::string>& in_question, SelftestJournal& journal);

  // The honest endpoint first, watched: a pair whose fault and trigger never meet needs no run.
  // The number of false alarms.
  [[nodiscard]] std::size_t look_at_the_honest();

  // Finds out what became of each pair, on so many threads.
  void judge_pairs(unsigned workers);

  [[nodiscard]] bool is_in_question(const std::string& id) const;

 private:
  void take_over(Pair& pair, const Catcher& catcher);
  // Adds to `open` what nobody saw.
  void judge(std::string_view what, const std::vector<Pair*>& pairs, unsigned workers,
             std::vector<Pair*>& open);
  void ask_all_again(const std::vector<Pair*>& open);
  [[nodiscard]] Catcher find_catcher(const Pair& pair);
  [[nodiscard]] bool is_enough(const Pair& pair) const;
  void add_those_in_question(Pair& pair);
  [[nodiscard]] std::vector<std::size_t> those_that_may_see(const Pair& pair,
                                                            bool in_question = false) const;
  void learn(const Pair& pair, const std::vector<std::size_t>& places, const runner::Plan& plan);
  [[nodiscard]] Shown shown_by(const Pair& pair, const runner::Plan& plan, unsigned jobs,
                               Ends ends) const;

  const runner::Plan& plan_;
  const SelftestRun& run_;
  Product& product_;
  SelftestJournal& journal_;
  runner::reference::Watch watch_;
  std::vector<std::vector<const runner::reference::Watch::Met*>> met_by_;  // by places
  std::vector<std::size_t> of_every_answer_;                 // what holds of every answer
  std::unordered_map<std::string_view, std::size_t> by_id_;  // a place of the case
  mutable std::mutex mutex_;                                 // guards `catchers_`
  std::vector<Catchers> catchers_;                           // by rows
  std::vector<std::atomic<bool>> only_recommended_;          // by rows
  std::vector<bool> in_question_;                            // by places
};

}  // namespace hallmark::app
