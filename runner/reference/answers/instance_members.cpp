// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/instance_members.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "runner/reference/worlds/instance_checks.hpp"

namespace hallmark::runner::reference {
namespace {

void write_lock(std::string_view reason, AnswerWriter& members) {
  members.begin_item("LockReason");
  members.text("LockReason", reason);
  members.end_item("LockReason");
}

void write_locks(const ServedCall& call, const Instance& instance, AnswerWriter& members) {
  members.begin_list("OperationLocks", "LockReason");
  const bool locked = instance.conditions().has(Circumstance::security_lock);
  if (locked ? !call.broken(Defect::security_lock_not_shown)
             : call.broken(Defect::all_shown_as_locked)) {
    const bool misnamed = call.broken(Defect::security_lock_shown_as_financial);
    write_lock(misnamed ? "financial" : "security", members);
  }
  if (is_locked_financially(instance) ? !call.broken(Defect::financial_lock_not_shown)
                                      : call.broken(Defect::all_shown_as_overdue)) {
    write_lock("financial", members);
  }
  members.end_list("OperationLocks");
}

// Pay-as-you-go has no end; its sentinel is far away. A subscription lasts a month from its
// creation, or ended a day before it was looked at first.
std::string expired_time(const Instance& instance) {
  if (instance.charge_type() == ChargeType::post_paid) return "2099-12-31T15:59Z";
  const bool over = instance.conditions().has(Circumstance::pre_paid_expired);
  return print_to_the_minute(instance.created() + std::chrono::days{over ? -1 : 30});
}

ChargeType shown_charge_type(const ServedCall& call, const Instance& instance) {
  const ChargeType type = instance.charge_type();
  if (!call.broken(Defect::charge_types_confused)) return type;
  return type == ChargeType::post_paid ? ChargeType::pre_paid : ChargeType::post_paid;
}

// False when `text` is no number from 1 to `largest`.
bool read_number(std::string_view text, std::int64_t largest, std::int64_t& number) {
  if (text.empty()) return true;  // the default stays
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() && number >= 1 &&
         number <= largest;
}

// What defects of one Describe action take `status` for.
Status mistaken_status(const ServedCall& call, Status status) {
  constexpr struct {
    std::string_view action;
    Defect running_as_stopped;
    Defect confuses_others;
  } actions[] = {
      {"DescribeInstances", Defect::describe_instances_shows_running_as_stopped,
       Defect::describe_instances_confuses_other_statuses},
      {"DescribeInstanceStatus", Defect::describe_instance_status_shows_running_as_stopped,
       Defect::describe_instance_status_confuses_other_statuses},
      {"DescribeInstanceAttribute", Defect::describe_instance_attribute_shows_running_as_stopped,
       Defect::describe_instance_attribute_confuses_other_statuses},
  };
  for (const auto& [action, running_as_stopped, confuses_others] : actions) {
    if (action != call.action) continue;
    if (status == Status::running) {
      return call.broken(running_as_stopped) ? Status::stopped : status;
    }
    if (!call.broken(confuses_others)) return status;
    switch (status) {
      case Status::pending:
        return Status::stopped;
      case Status::stopped:
        return Status::pending;
      default:
        return Status::running;
    }
  }
  return status;
}

}  // namespace

std::vector<Instance*> select_instances(const ServedCall& call, Selection selection) {
  auto& instances = call.world->instances;
  std::vector<Instance*> selected;
  if (!selection) {
    for (auto& [id, instance] : instances) selected.push_back(&instance);
    return selected;
  }
  if (selection->empty() && call.broken(Defect::no_ids_list_everything)) {
    return select_instances(call, std::nullopt);
  }
  if (selection->size() > 1 && call.broken(Defect::first_of_several_ids_alone)) {
    selection->resize(1);
  }
  if (selection->size() > 1 && call.broken(Defect::last_of_several_ids_alone)) {
    selection->erase(selection->begin(), selection->end() - 1);
  }
  std::sort(selection->begin(), selection->end());
  selection->erase(std::unique(selection->begin(), selection->end()), selection->end());
  for (const std::string& id : *selection) {
    if (const auto at = instances.find(id); at != instances.end()) selected.push_back(&at->second);
  }
  if (selected.empty() && call.broken(Defect::unknown_id_lists_everything)) {
    return select_instances(call, std::nullopt);
  }
  return selected;
}

std::vector<Instance> instances_of_others(const ServedCall& call, const Selection& selection) {
  std::vector<Instance> instances;
  for (const TenantPointer& world : call.worlds.all()) {
    if (world == call.world) continue;
    const std::unique_lock lock{world->mutex};
    for (const auto& [id, instance] : world->instances) {
      if (!selection || std::ranges::find(*selection, id) != selection->end()) {
        instances.push_back(instance);
      }
    }
  }
  return instances;
}

std::string_view shown_status(const ServedCall& call, Instance& instance) {
  const Status status = instance.status(call.now);
  if (status == Status::starting) {
    if (call.broken(Defect::status_outside_the_five) && instance.last_deed == Deed::reboot) {
      return "Rebooting";
    }
  }
  return to_text(mistaken_status(call, status));
}

void write_instance(const ServedCall& call, Instance& instance, AnswerWriter& members) {
  members.text("InstanceId", instance.id());
  members.text("InstanceName", instance.id());
  members.text("Status", shown_status(call, instance));
  members.text("InstanceChargeType", to_text(shown_charge_type(call, instance)));
  members.text("RegionId", region_id);
  members.text("ZoneId", "cn-hangzhou-g");
  members.text("InstanceType", instance.type());
  members.text("StoppedMode", "Not-applicable");
  members.text("CreationTime", print_to_the_minute(instance.created()));
  members.text("ExpiredTime", expired_time(instance));
  write_locks(call, instance, members);
}

Outcome read_page(const ServedCall& call, std::int64_t largest_size, Paging& page) {
  constexpr std::int64_t largest_number = 1'000'000;
  if (!read_number(call.value("PageNumber"), largest_number, page.number)) {
    return invalid("PageNumber");
  }
  if (!read_number(call.value("PageSize"), largest_size, page.size)) {
    return invalid("PageSize");
  }
  return accepted;
}

Listing::Listing(const ServedCall& call, const Paging& page) : call_{call}, page_{page} {
  if (call.broken(Defect::page_number_ignored)) page_.number = 1;
}

bool Listing::is_wanted(Instance& instance, std::string_view status, std::string_view charge_type) {
  if (call_.broken(Defect::filters_beside_ids_ignored) && !call_.value("InstanceIds").empty()) {
    return true;
  }
  const bool by_status = !status.empty() && !call_.broken(Defect::status_filter_ignored);
  const bool by_type = !charge_type.empty() && !call_.broken(Defect::charge_type_filter_ignored);
  const bool wanted = (!by_status || shown_status(call_, instance) == status) &&
                      (!by_type || to_text(instance.charge_type()) == charge_type);
  if (!wanted) ++left_out_;
  return wanted;
}

unsigned Listing::times_of_next() {
  const bool is_here = page_.holds(total_++);
  if (!is_here || (page_.size == 1 && call_.broken(Defect::page_of_one_is_empty))) return 0;
  return call_.broken(Defect::instance_listed_twice) ? 2 : 1;
}

void Listing::write_page(AnswerWriter& members) const {
  std::int64_t total = total_;
  if (call_.broken(Defect::total_count_of_all)) total += left_out_;
  if (total > 0 && call_.broken(Defect::total_count_one_short)) --total;
  members.number("TotalCount", total);
  members.number("PageNumber", page_.number);
  members.number("PageSize", page_.size);
}

}  // namespace hallmark::runner::reference
