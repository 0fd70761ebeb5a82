// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/offered_worlds.hpp"

#include <array>
#include <utility>

#include "fuzz/grammar/vocabulary.hpp"

namespace hallmark::fuzz {
namespace {

constexpr std::array charge_types = {cases::ChargeType::post_paid, cases::ChargeType::pre_paid};
// The statuses that most is about come first.
constexpr std::array statuses = {specs::InstanceStatus::stopped, specs::InstanceStatus::running,
                                 specs::InstanceStatus::pending, specs::InstanceStatus::starting,
                                 specs::InstanceStatus::stopping};

void keep_to_own_account(Step& step) {
  const Treatment& treatment = Vocabulary::get().treatments[step.treatment];
  step.by_other = false;
  if (step.id == other_id) step.id = own_id;
  if (treatment.forgery != nullptr && treatment.forgery->second_world) step.treatment = honest;
}

}  // namespace

OfferedWorlds::OfferedWorlds(const PlayTarget& target)
    : lacks_{target.lacks}, other_accounts_{target.other_accounts} {
  const auto probe = [this](cases::ConditionSet conditions) {
    for (const specs::InstanceStatus status : statuses) {
      for (const cases::ChargeType charge_type : charge_types) {
        cases::Fixture fixture;
        fixture.status = status;
        fixture.charge_type = charge_type;
        fixture.conditions = conditions;
        if (consistent(fixture) != fixture || !has(fixture)) continue;
        known_.push_back(fixture);
        conditions_ = conditions_ | conditions;
      }
    }
  };
  probe({});
  for (const cases::Condition condition : cases::all_conditions) {
    probe(cases::ConditionSet{condition});
  }
}

cases::Fixture OfferedWorlds::nearest(const cases::Fixture& fixture, Random& random) const {
  cases::Fixture near = fixture;
  near.conditions = near.conditions & conditions_;
  for (const cases::ChargeType charge_type :
       {fixture.charge_type, charge_types[0], charge_types[1]}) {
    near.charge_type = charge_type;
    if (has(consistent(near))) return consistent(near);
  }
  cases::Fixture other = random.one_of(known_);
  other.settle_ms = fixture.settle_ms;
  return other;
}

History OfferedWorlds::within(History history, Random& random) const {
  if (!has(history.fixture)) history.fixture = nearest(history.fixture, random);
  if (other_accounts_) return history;
  for (Step& step : history.steps) keep_to_own_account(step);
  return well_formed(std::move(history));
}

}  // namespace hallmark::fuzz
