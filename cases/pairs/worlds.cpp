// SPDX-License-Identifier: Apache-2.0
#include "cases/pairs/worlds.hpp"

#include <algorithm>
#include <iterator>

namespace hallmark::cases {
namespace {

constexpr ConditionSet expiries = conditions_about(specs::Concern::expiry);

// Takes away what was true by default, and cannot be true any longer.
void drop_what_cannot_be(Fixture& world, ConditionSet by_default) {
  for (const specs::ConditionRow& row : specs::condition_rows) {
    const bool fits = row.only_in.contains(world.status) &&
                      (!row.only_with || *row.only_with == world.charge_type);
    if (!fits && by_default.contains(row.condition)) {
      world.conditions = world.conditions.without(ConditionSet{row.condition});
    }
  }
}

// The one status in which it can be true; nothing where there are several.
std::optional<specs::InstanceStatus> status_of(Condition condition) {
  std::optional<specs::InstanceStatus> only;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    if (!row_of(condition).only_in.contains(status)) continue;
    if (only) return std::nullopt;
    only = status;
  }
  return only;
}

// Nothing where two of them contradict each other. A condition comes with what it needs.
std::optional<Fixture> made_of(const TestedAction& action,
                               std::span<const Difference* const> differences) {
  Fixture world = action.fixture();
  const ConditionSet wanted = action.documents->accepted_under;
  bool has_status = false;
  bool has_expiry = false;
  ConditionSet added;
  for (const Difference* one : differences) {
    if (one->status) {
      if (has_status) return std::nullopt;
      has_status = true;
      world.status = *one->status;
    }
    if (one->charge_type) world.charge_type = *one->charge_type;
    const bool about_expiry =
        one->lacks_what_is_wanted || (one->condition && expiries.contains(*one->condition));
    if (about_expiry) {
      if (has_expiry) return std::nullopt;
      has_expiry = true;
      world.conditions = world.conditions.without(wanted);
    }
    if (one->condition) added = added.with(*one->condition);
  }
  for (const Condition condition : all_conditions) {
    if (!added.contains(condition)) continue;
    const std::optional<ChargeType> type = row_of(condition).only_with;
    if (type) world.charge_type = *type;
    const auto status = status_of(condition);
    if (status && !has_status) world.status = *status;
  }
  if (added.contains(Condition::local_disk_failed)) added = added.with(Condition::local_disk);
  drop_what_cannot_be(world, wanted);
  world.conditions = world.conditions | added;
  for (const Difference* one : differences) {
    if (one->charge_type && *one->charge_type != world.charge_type) return std::nullopt;
  }
  return can_be(world) ? std::optional{world} : std::nullopt;
}

}  // namespace

bool can_be(const Fixture& world) {
  int states_of_expiry = 0;
  for (const specs::ConditionRow& row : specs::condition_rows) {
    if (!world.conditions.contains(row.condition)) continue;
    if (!row.only_in.contains(world.status)) return false;
    if (row.only_with && *row.only_with != world.charge_type) return false;
    if (row.concern == specs::Concern::expiry) ++states_of_expiry;
  }
  const ConditionSet& conditions = world.conditions;
  const bool disk_fits = conditions.contains(Condition::local_disk) ||
                         !conditions.contains(Condition::local_disk_failed);
  const bool price_fits =
      world.charge_type == ChargeType::post_paid || !conditions.contains(Condition::spot_price_low);
  return states_of_expiry <= 1 && disk_fits && price_fits;
}

std::vector<Difference> differences_of(const TestedAction& action) {
  const Fixture usual = action.fixture();
  std::vector<Difference> all;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    if (status != usual.status) all.push_back({.slug = slug_of(name_of(status)), .status = status});
  }
  for (const ChargeType type : specs::charge_types) {
    if (type != usual.charge_type) {
      all.push_back({.slug = slug_of(name_of(type)), .charge_type = type});
    }
  }
  if (!usual.conditions.empty())
    all.push_back({.slug = "not-expired", .lacks_what_is_wanted = true});
  for (const Condition condition : all_conditions) {
    if (usual.conditions.contains(condition)) continue;
    all.push_back({.slug = slug_of(name_of(condition)), .condition = condition});
  }
  return all;
}

std::string id_of_one(const TestedAction& action, const Difference& one) {
  return std::string{action.slug} + "/pair/" + one.slug;
}

bool fails_as_a_whole(const Fixture& world) {
  return world.conditions.meets(conditions_about(specs::Concern::service));
}

std::optional<Fixture> world_of(const TestedAction& action,
                                std::span<const Difference> differences) {
  std::vector<const Difference*> all;
  all.reserve(differences.size());
  for (const Difference& one : differences) all.push_back(&one);
  const std::optional<Fixture> world = made_of(action, all);
  if (!world) return std::nullopt;
  for (const Difference& left_out : differences) {
    std::vector<const Difference*> fewer;
    std::ranges::copy_if(all, std::back_inserter(fewer),
                         [&left_out](const Difference* one) { return one != &left_out; });
    if (made_of(action, fewer) == world) return std::nullopt;
  }
  return world;
}

}  // namespace hallmark::cases
