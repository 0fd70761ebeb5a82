// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/late_faults.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hallmark::runner::reference {
namespace {

// The instance that the call names, and whose it is.
class NamedInstance {
 public:
  explicit NamedInstance(const ServedCall& call) : id_{call.parameters.value("InstanceId")} {
    if (has_it(call.world)) owner_ = call.world;
    if (owner_) return;
    for (const TenantPointer& world : call.worlds.all()) {
      if (has_it(world)) owner_ = world;
    }
  }

  [[nodiscard]] explicit operator bool() const { return owner_ != nullptr; }

  // One call at a time, for it is acted upon and put back.
  [[nodiscard]] std::unique_lock<std::mutex> take_turn() const {
    return std::unique_lock{owner_->turn};
  }

  [[nodiscard]] std::optional<Instance> copy() const {
    const std::unique_lock lock{owner_->mutex};
    const auto found = owner_->instances.find(id_);
    if (found == owner_->instances.end()) return std::nullopt;
    return found->second;
  }

  void put(const Instance& instance) const {
    const std::unique_lock lock{owner_->mutex};
    owner_->instances.insert_or_assign(std::string{id_}, instance);
  }

  void turn_into(Instance other, Delay delay, Time now) const {
    const std::unique_lock lock{owner_->mutex};
    const auto found = owner_->instances.find(id_);
    if (found != owner_->instances.end()) {
      found->second.turn_into(std::move(other), delay, now);
    }
  }

 private:
  [[nodiscard]] bool has_it(const TenantPointer& world) const {
    if (!world) return false;
    const std::unique_lock lock{world->mutex};
    return world->instances.contains(id_);
  }

  std::string_view id_;
  TenantPointer owner_;
};

// What the action makes of the instance with these faults; the instance stays as it is.
Instance attempt(const Action& action, const ServedCall& call, const DefectSet& defects,
                 const NamedInstance& named, const Instance& before) {
  const ServedCall with_faults = with_defects(call, defects);
  std::string unsent;
  AnswerWriter nothing{call.format, unsent};
  nothing.begin_document("Unsent");
  (void)action.carry_out(with_faults, nothing);
  Instance after = named.copy().value_or(before);
  named.put(before);
  return after;
}

}  // namespace

Outcome act_with_late_faults(const Action& action, const ServedCall& call, AnswerWriter& answer) {
  const NamedInstance named{call};
  if (!named) return action.carry_out(call, answer);
  const auto turn = named.take_turn();
  const auto before = named.copy();
  if (!before) return action.carry_out(call, answer);
  std::vector<Instance> changed;
  for (const LateFaults& late : call.late) {
    changed.push_back(attempt(action, call, late.defects, named, *before));
  }
  Outcome outcome = action.carry_out(call, answer);
  for (std::size_t i = 0; i < changed.size(); ++i) {
    named.turn_into(std::move(changed[i]), call.late[i].delay, call.now);
  }
  return outcome;
}

void refuse_with_late_faults(const Action& action, const ServedCall& call) {
  const Defect carried_out = call.protocol == Protocol::v1 ? Defect::v1_refused_call_carried_out
                                                           : Defect::v3_refused_call_carried_out;
  for (const LateFaults& late : call.late) {
    if (!late.defects.has(carried_out)) continue;
    const NamedInstance named{call};
    if (!named) return;
    const auto turn = named.take_turn();
    const auto before = named.copy();
    if (!before) return;
    named.turn_into(attempt(action, call, call.defects, named, *before), late.delay, call.now);
  }
}

}  // namespace hallmark::runner::reference
