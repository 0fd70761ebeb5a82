// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/catchers.hpp"

namespace hallmark::app {
namespace {

std::tuple<cases::Chapter, cases::Family, std::string_view> topic_of(const cases::Case& one) {
  return {one.tags.chapter, one.tags.family, one.tags.action};
}

template <class Key>
std::size_t count_in(const std::map<Key, std::size_t>& counts, const Key& key) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

void Catchers::add(const runner::PlannedCase& planned) {
  ++by_case_[planned.test];
  ++by_topic_[topic_of(*planned.test)];
}

std::pair<std::size_t, std::size_t> Catchers::promise_of(const runner::PlannedCase& planned) const {
  return {count_in(by_case_, planned.test), count_in(by_topic_, topic_of(*planned.test))};
}

}  // namespace hallmark::app
