// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/product.hpp"

#include <algorithm>
#include <functional>

#include "fuzz/app/selftest/fault_named.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/defects/scopes.hpp"

namespace hallmark::app {
namespace {

using runner::reference::Defect;
using runner::reference::Trigger;

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
    if (!trigger.is_always() && !runner::reference::why_senseless(fault, trigger).empty()) continue;
    product.pairs.push_back({.fault = row, .trigger = column_of(product, trigger)});
  }
}

}  // namespace

std::string_view name_of(Defect fault) {
  return runner::reference::defects()[static_cast<std::size_t>(fault)].name;
}

std::string title_of(const Trigger& trigger) {
  return trigger.is_always() ? "always" : trigger.name();
}

std::string Product::name_of(const Pair& pair) const {
  const Trigger& trigger = triggers[pair.trigger];
  std::string text{app::name_of(faults[pair.fault])};
  if (!trigger.is_always()) text.append("@").append(trigger.name());
  return text;
}

Product product_of(const PairSelection& selection) {
  std::vector<Trigger> triggers;
  for (const std::string& name : selection.triggers) triggers.push_back(trigger_named(name));
  if (triggers.empty()) {
    triggers = runner::reference::product_triggers();
    triggers.insert(triggers.begin(), Trigger{});  // without one it has to be caught, too
  }
  Product product;
  if (selection.defects.empty()) {
    for (std::size_t i = 0; i < runner::reference::defects().size(); ++i) {
      add_row(product, static_cast<Defect>(i), triggers);
    }
  }
  for (const std::string& name : selection.defects) {
    const runner::reference::ArmedFault armed = fault_named(name);
    if (armed.trigger.is_always()) {
      add_row(product, armed.fault, triggers);
    } else {
      const std::size_t row = place_in(product.faults, armed.fault, std::equal_to<>{});
      product.pairs.push_back({.fault = row, .trigger = column_of(product, armed.trigger)});
    }
  }
  if (product.pairs.empty()) throw runner::UsageError{"no fault makes sense under these triggers"};
  return product;
}

}  // namespace hallmark::app
