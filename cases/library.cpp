// SPDX-License-Identifier: Apache-2.0
#include "cases/library.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include "cases/families.hpp"

namespace hallmark::cases {
namespace {

using MakeCases = std::vector<Case> (*)();

constexpr std::initializer_list<MakeCases> families = {
    base_cases,        instance_cases, precondition_cases,   transition_cases,
    sequence_cases,    refusal_cases,  description_cases,    dry_run_cases,
    parameter_cases,   envelope_cases, authentication_cases, http_cases,
    concurrency_cases, pair_cases,     history_cases,        crowd_cases,
    accompanied_cases, list_cases,     placed_cases,         carried_flag_cases,
    later_cases,
};

// Gives back what room its lists have left over: there are thousands of cases, for as long as the
// program runs.
void take_no_more_room(Case& one) {
  for (Call& call : one.calls) {
    call.arguments.shrink_to_fit();
    for (Answer& answer : call.expect.allowed) answer.citations.shrink_to_fit();
    call.expect.allowed.shrink_to_fit();
  }
  one.calls.shrink_to_fit();
  one.citations.shrink_to_fit();
  one.needs.shrink_to_fit();
}

std::vector<Case> collect() {
  std::vector<Case> all;
  for (const MakeCases family : families) {
    std::vector<Case> some = family();
    for (Case& one : some) take_no_more_room(one);
    all.reserve(all.size() + some.size());
    std::ranges::move(some, std::back_inserter(all));
  }
  return all;
}

// Places in the library, in the order of the ids.
std::vector<std::size_t> order_by_id(const std::vector<Case>& all) {
  std::vector<std::size_t> order(all.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(),
            [&all](std::size_t a, std::size_t b) { return all[a].id < all[b].id; });
  return order;
}

bool fits(const Tags& tags, const Tags& wanted) {
  return (wanted.chapter == Chapter::none || tags.chapter == wanted.chapter) &&
         (wanted.family == Family::none || tags.family == wanted.family) &&
         (wanted.action.empty() || tags.action == wanted.action) &&
         (wanted.shows == Shows::none || tags.shows == wanted.shows) &&
         (wanted.parameter.empty() || tags.parameter == wanted.parameter) &&
         (wanted.word.empty() || tags.word == wanted.word);
}

const Case* find(std::string_view id, const std::vector<Case>& all,
                 const std::vector<std::size_t>& order) {
  const auto at = std::lower_bound(
      order.begin(), order.end(), id,
      [&all](std::size_t place, std::string_view wanted) { return all[place].id < wanted; });
  return at != order.end() && all[*at].id == id ? &all[*at] : nullptr;
}

}  // namespace

const std::vector<Case>& library(unsigned depth) {
  static const std::vector<Case> all = collect();
  if (depth < 3) return all;
  static const std::vector<Case> deepest = [] {
    std::vector<Case> together = all;
    for (const MakeCases family : {triple_cases, long_history_cases}) {
      std::vector<Case> some = family();
      together.insert(together.end(), std::make_move_iterator(some.begin()),
                      std::make_move_iterator(some.end()));
    }
    return together;
  }();
  return deepest;
}

const Case* find(std::string_view id) {
  static const std::vector<std::size_t> order = order_by_id(library());
  if (const Case* const found = find(id, library(), order)) return found;
  static const std::vector<std::size_t> deepest_order = order_by_id(library(3));
  return find(id, library(3), deepest_order);
}

const Case& tagged(const Tags& wanted, std::span<const Case> all) {
  const Case* found = nullptr;
  for (const Case& one : all) {
    if (!fits(one.tags, wanted)) continue;
    if (found != nullptr)
      throw std::logic_error{found->id + " and " + one.id + " are tagged alike"};
    found = &one;
  }
  if (found == nullptr) {
    throw std::logic_error{"no case is tagged " + chapter_of(wanted) + "/" +
                           std::string{name_of(wanted.family)} + "/" + wanted.word};
  }
  return *found;
}

}  // namespace hallmark::cases
