// SPDX-License-Identifier: Apache-2.0
//
// What `explain` knows of the defects of the reference endpoint, of their triggers, and of the
// conditions of worlds.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/app/explain/things.hpp"
#include "fuzz/app/selftest/catches.hpp"
#include "fuzz/app/selftest/explained_survivors.hpp"
#include "reports/text.hpp"
#include "runner/reference/defects/scopes.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

Facts facts_of(const reference::ArmedFault& fault, const std::string& name) {
  const reference::DefectInfo& info = reference::defects()[static_cast<std::size_t>(fault.fault)];
  const std::string trigger = fault.trigger.name();
  Facts facts;
  facts.add("family", std::string{info.family});
  facts.add("breaks", std::string{info.promise});
  if (!fault.trigger.is_always()) {
    for (const reference::TriggerInfo* one : fault.trigger.all()) {
      facts.add("shows", std::string{one->when});
    }
    facts.add("no sense", std::string{why_senseless(fault.fault, fault.trigger)});
  }
  const unsigned depth = std::max(info.depth, fault.trigger.is_always() ? 1U : 2U);
  facts.add_some(
      "caught by", cases_that_catch(name, depth),
      "hallmark selftest --verbose --depth " + std::to_string(depth) + " --defect " + name);
  for (const ExplainedSurvivor& row : explained_survivors()) {
    if (!row.explains(info.name, fault.trigger.is_always() ? row.trigger : trigger)) continue;
    facts.add("survives", std::string{row.fault}.append("@").append(row.trigger) + ": " +
                              std::string{row.reason});
  }
  facts.add("to do", "watch it: hallmark serve --port 8080 --defect " + name);
  facts.add("to do", "let the cases find it: hallmark run --endpoint http://127.0.0.1:8080");
  return facts;
}

Facts facts_of(const reference::TriggerInfo& trigger) {
  Facts facts;
  facts.add("family", std::string{reference::to_text(trigger.family)});
  facts.add("shows", std::string{trigger.when});
  facts.add("to do", "hallmark serve --port 8080 --defect FAULT@" + std::string{trigger.name});
  return facts;
}

Facts facts_of(const specs::ConditionRow& row) {
  Facts facts;
  if (row.only_with) facts.add("goes with", std::string{specs::name_of(*row.only_with)});
  if (!row.lock_reason.empty()) {
    facts.add("locks", "OperationLocks name " + std::string{row.lock_reason});
  }
  std::vector<std::string> ids;
  for (const cases::Case& one : cases::library()) {
    if (one.fixture.conditions.contains(row.condition)) ids.push_back(one.id);
  }
  facts.add_some("cases", ids, "hallmark list cases --long");
  facts.add("to do", "where the fixtures cannot make it: hallmark run --without fixture:" +
                         std::string{row.name});
  return facts;
}

}  // namespace

void find_defects(const Words& words, std::vector<Thing>& things) {
  if (const auto fault = reference::ArmedFault::parse(words.text)) {
    things.push_back(
        {"defect", words.text, [fault, name = words.text] { return facts_of(*fault, name); }});
  }
  for (const reference::TriggerInfo& one : reference::triggers()) {
    if (one.name == words.text)
      things.push_back({"trigger", std::string{one.name}, [&one] { return facts_of(one); }});
  }
  for (const specs::ConditionRow& row : specs::condition_rows) {
    if (reports::to_lower(row.name) == words.small)
      things.push_back({"condition", std::string{row.name}, [&row] { return facts_of(row); }});
  }
}

void name_defects(std::vector<std::string>& names) {
  for (const specs::ConditionRow& row : specs::condition_rows) names.emplace_back(row.name);
  for (const reference::DefectInfo& one : reference::defects()) names.emplace_back(one.name);
  for (const reference::TriggerInfo& one : reference::triggers()) names.emplace_back(one.name);
}

}  // namespace hallmark::app
