// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/misdeliveries.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::size_t flood = 20 * 1024 * 1024;  // bytes
constexpr int length_error = 10;                 // bytes
constexpr std::size_t cut_at = 150;              // bytes of head and body: somewhere in the body

}  // namespace

Delivery delivery_of(const ServedCall& call, const Outcome& outcome) {
  const auto is = [&](Defect defect, std::string_view action, Reason reason) {
    return call.broken(defect) && outcome && outcome->cause == reason &&
           (action.empty() || call.action == action ||
            (is_reactivation(action) && is_reactivation(call.action)));
  };
  if (is(Defect::start_dry_run_never_answered, "StartInstance", Reason::dry_run_operation)) {
    return {.never_answer = true};
  }
  if (is(Defect::reboot_not_found_closes, "RebootInstance", Reason::instance_not_found)) {
    return {.close_without_answer = true};
  }
  if (is(Defect::start_refusal_truncated, "StartInstance", Reason::incorrect_instance_status)) {
    return {.truncate_after = cut_at};
  }
  if (is(Defect::reboot_refusal_shorter_than_announced, "RebootInstance",
         Reason::incorrect_instance_status)) {
    return {.close_after = true, .content_length_error = length_error};
  }
  if (is(Defect::reactivate_refusal_longer_than_announced, "ReactivateInstances",
         Reason::incorrect_instance_status)) {
    return {.close_after = true, .content_length_error = -length_error};
  }
  if (is(Defect::missing_parameter_answers_garbage, "", Reason::missing_parameter)) {
    return {.garbage = true};
  }
  if (is(Defect::reboot_dry_run_floods, "RebootInstance", Reason::dry_run_operation)) {
    return {.flood = flood};
  }
  if (call.broken(Defect::second_request_dropped)) return {.close_after = true};
  return {};
}

}  // namespace hallmark::runner::reference
