// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/fault_named.hpp"

#include <string_view>
#include <vector>

#include "reports/nearest.hpp"
#include "runner/conduct/usage_error.hpp"

namespace hallmark::app {
namespace {

using namespace runner;

// For the first of them that is none.
std::string meant_trigger(std::string_view names) {
  std::vector<std::string_view> known;
  for (const reference::TriggerInfo& one : reference::triggers()) known.push_back(one.name);
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find('+'));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    if (!reference::Trigger::parse(name)) return reports::did_you_mean(name, known);
  }
  return {};
}

}  // namespace

reference::ArmedFault fault_named(const std::string& name) {
  if (auto armed = reference::ArmedFault::parse(name)) return *std::move(armed);
  const std::size_t at = name.find('@');
  const std::string fault = name.substr(0, at);
  std::string meant;
  if (!reference::defect_from(fault)) {
    std::vector<std::string_view> known;
    for (const reference::DefectInfo& one : reference::defects()) known.push_back(one.name);
    meant = reports::did_you_mean(fault, known);
  } else if (at != std::string::npos) {
    const std::string trigger = name.substr(at + 1);
    throw UsageError{"--defect '" + name + "': '" + trigger + "' is no trigger" +
                     meant_trigger(trigger) + " (hallmark list triggers shows them all)"};
  }
  throw UsageError{"--defect '" + name + "' is no defect" + meant +
                   " (hallmark list defects shows them all)"};
}

reference::Trigger trigger_named(const std::string& name) {
  if (auto trigger = reference::Trigger::parse(name)) return *std::move(trigger);
  throw UsageError{"--trigger '" + name + "' is no trigger" + meant_trigger(name) +
                   " (hallmark list triggers shows them all)"};
}

}  // namespace hallmark::app
