// SPDX-License-Identifier: Apache-2.0
//
// RunInstances: new instances, Pending -> Starting -> Running. They settle fast, for nobody boots
// here, unless the endpoint was told otherwise.
#include <charconv>
#include <cstddef>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/random_names.hpp"

namespace hallmark::runner::reference::run_instances {
namespace {

constexpr std::size_t quota = 10000;  // instances of one account

// 1 to 100; 1 where the parameter is absent.
std::optional<std::size_t> parse_amount(std::string_view text) {
  if (text.empty()) return 1;
  std::size_t amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc{} || end != text.data() + text.size() || amount < 1 || amount > 100) {
    return std::nullopt;
  }
  return amount;
}

Outcome carry_out(const ServedCall& call, AnswerWriter& members) {
  const std::string_view region = call.value("RegionId");
  if (region.empty()) return missing("RegionId");
  if (region != region_id) return refuse(Reason::region_not_found);
  const auto amount = parse_amount(call.value("Amount"));
  if (!amount) return invalid("Amount");
  const std::string_view charge_type = call.value("InstanceChargeType");
  const auto pay = charge_type.empty() ? ChargeType::post_paid : charge_type_from(charge_type);
  if (!pay) return invalid("InstanceChargeType");
  const Flag dry_run{call, "DryRun"};
  if (Outcome refusal = check_flags({dry_run})) return refusal;

  const std::unique_lock lock{call.world->mutex};
  if (call.world->instances.size() + *amount > quota) return refuse(Reason::quota_type);
  if (dry_run) return refuse(Reason::dry_run_operation);
  members.begin_list("InstanceIdSets", "InstanceIdSet");
  for (std::size_t i = 0; i < *amount; ++i) {
    Instance instance{{.id = new_instance_id(),
                       .charge_type = *pay,
                       .conditions = {},
                       .settle = call.manners.settle,
                       .type = std::string{call.value("InstanceType")}},
                      Status::pending,
                      call.now};
    instance.depart(Route{Status::pending, Status::starting, Status::running}, call.now);
    members.text_item("InstanceIdSet", instance.id());
    call.world->instances.emplace(instance.id(), std::move(instance));
  }
  members.end_list("InstanceIdSets");
  return accepted;
}

}  // namespace

constinit const Action action{.name = "RunInstances", .carry_out = carry_out};

}  // namespace hallmark::runner::reference::run_instances
