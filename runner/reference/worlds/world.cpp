// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/worlds/world.hpp"

#include <iterator>
#include <utility>

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view status_names[] = {"Pending", "Starting", "Running", "Stopping",
                                             "Stopped"};
constexpr std::string_view charge_type_names[] = {"PostPaid", "PrePaid"};

// In the order of Condition.
constexpr std::string_view condition_names[] = {
    "SecurityLock",
    "Expired",
    "OverdueRecycling",
    "ImageExpired",
    "EcsAndImageExpired",
    "PrePaidExpired",
    "InsufficientBalance",
    "DiskIncorrectStatus",
    "DiskInArrears",
    "NotReady",
    "Unreachable",
    "KmsUnauthorized",
    "NoStock",
    "SpotPriceLow",
    "QuotaType",
    "QuotaInstances",
    "QuotaVcpus",
    "QuotaInstancesOrVcpus",
    "LocalDisk",
    "LocalDiskFailed",
    "ServiceError",
    "ServiceFailure",
};
static_assert(std::size(condition_names) == static_cast<std::size_t>(Circumstance::count));

// The enumerator that stands in its enumeration where `text` stands in `names`.
template <class Enumeration, std::size_t count>
std::optional<Enumeration> named(const std::string_view (&names)[count], std::string_view text) {
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i] == text) return static_cast<Enumeration>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Status status) { return status_names[static_cast<std::size_t>(status)]; }

std::optional<Status> status_from(std::string_view text) {
  return named<Status>(status_names, text);
}

std::string_view to_text(ChargeType type) {
  return charge_type_names[static_cast<std::size_t>(type)];
}

std::optional<ChargeType> charge_type_from(std::string_view text) {
  return named<ChargeType>(charge_type_names, text);
}

std::string_view to_text(Circumstance condition) {
  return condition_names[static_cast<std::size_t>(condition)];
}

std::optional<Circumstance> condition_from(std::string_view text) {
  return named<Circumstance>(condition_names, text);
}

// What an instance becomes, and when.
struct Instance::Turn {
  Instance into;
  Delay delay;
  Time told;  // when the call came
};

Instance::Instance(Traits traits, Status status, Time now)
    : traits_{std::move(traits)}, route_{status}, arrived_{now}, created_{now} {}

Status Instance::status(Time now) {
  travel(now);
  if (turn_ != nullptr) take_turn(now);
  return route_.here();
}

void Instance::travel(Time now) {
  while (traits_.settle && !route_.at_end() && now - arrived_ >= *traits_.settle) {
    arrived_ += *traits_.settle;
    route_.move_on();
  }
}

void Instance::depart(Route route, Time now) {
  route_ = route;
  arrived_ = now;
}

bool Instance::has_settled(Time now) {
  (void)status(now);
  return last_deed != Deed::none && route_.at_end();
}

void Instance::turn_into(Instance other, Delay delay, Time now) {
  const bool same_route = delay.once_settled ? other.route_.last() == route_.last()
                                             : other.route_ == route_ && other.arrived_ == arrived_;
  if (same_route && other.local_disk_data_lost == local_disk_data_lost &&
      other.last_stop == last_stop && other.conditions() == conditions()) {
    return;
  }
  turn_ = std::make_shared<Turn>(Turn{std::move(other), delay, now});
}

void Instance::take_turn(Time now) {
  const auto [into, delay, told] = *turn_;
  if (delay.once_settled && !route_.at_end()) return;
  const Time due = (delay.once_settled ? arrived_ : told) + delay.time;
  if (now < due) return;
  const Past remembered = past;
  *this = into;
  past = remembered;
  turn_ = nullptr;
  if (delay.once_settled) route_.finish();
  if (arrived_ >= told) arrived_ = due;  // it departed by the call
  travel(now);
}

std::string_view Instance::type() const {
  if (!traits_.type.empty()) return traits_.type;
  return conditions().has(Circumstance::local_disk) ? "ecs.d1.2xlarge" : "ecs.g5.large";
}

bool is_expired(const Instance& instance) {
  const Conditions& conditions = instance.conditions();
  return conditions.has(Circumstance::expired) || conditions.has(Circumstance::overdue_recycling) ||
         conditions.has(Circumstance::image_expired) ||
         conditions.has(Circumstance::ecs_and_image_expired) ||
         conditions.has(Circumstance::pre_paid_expired);
}

bool Tenants::add(const std::string& fixture_id, TenantPointer world) {
  const std::unique_lock lock{mutex_};
  if (by_fixture_id_.size() >= limit_) return false;
  by_access_key_id_[world->access_key_id] = world;
  by_fixture_id_[fixture_id] = std::move(world);
  return true;
}

void Tenants::add_permanent(TenantPointer world) {
  const std::unique_lock lock{mutex_};
  by_access_key_id_[world->access_key_id] = std::move(world);
}

bool Tenants::remove(std::string_view fixture_id) {
  const std::unique_lock lock{mutex_};
  const auto found = by_fixture_id_.find(fixture_id);
  if (found == by_fixture_id_.end()) return false;
  by_access_key_id_.erase(found->second->access_key_id);
  by_fixture_id_.erase(found);
  return true;
}

TenantPointer Tenants::by_fixture_id(std::string_view fixture_id) const {
  const std::shared_lock lock{mutex_};
  return find(by_fixture_id_, fixture_id);
}

TenantPointer Tenants::by_access_key_id(std::string_view access_key_id) const {
  const std::shared_lock lock{mutex_};
  return find(by_access_key_id_, access_key_id);
}

std::vector<TenantPointer> Tenants::all() const {
  const std::shared_lock lock{mutex_};
  std::vector<TenantPointer> worlds;
  worlds.reserve(by_access_key_id_.size());
  for (const auto& [key, world] : by_access_key_id_) worlds.push_back(world);
  return worlds;
}

TenantPointer Tenants::find(const Index& index, std::string_view key) {
  const auto found = index.find(key);
  return found == index.end() ? nullptr : found->second;
}

}  // namespace hallmark::runner::reference
