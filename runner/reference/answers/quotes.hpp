// SPDX-License-Identifier: Apache-2.0
//
// The refusals that the endpoint knows, with status, code and message as the documents print them.
// "%s" in a message stands for text that the endpoint fills in. A row that one action's page alone
// prints may stand in that action's own file.
//
// Sources: the pages StartInstance 2020-10, RebootInstance 2019-04 and ReactivateInstances 2018-11;
// the common error tables of ECS and of the gateway for the rest.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hallmark::runner::reference {

enum class Reason : std::uint8_t {
  // The pages of the lifecycle actions.
  instance_not_found,
  incorrect_instance_status,
  locked_for_security,
  insufficient_balance,
  instance_unreachable,
  instance_not_ready,
  service_error,
  service_failure,
  disk_error,
  disk_in_arrears,
  expired_post_paid,
  expired_pre_paid,
  expired_or_in_arrears,
  kms_unauthorized,
  no_stock,
  spot_price_low,
  quota_type,
  quota_instances,
  quota_vcpus,
  quota_instances_or_vcpus,
  not_reactivatable,
  not_reactivatable_2020,
  pay_type_not_supported,
  dry_run_operation,
  // Their neighbours.
  charge_type_violation,
  region_not_found,
  status_filter_not_found,
  charge_type_filter_not_found,
  malformed_instance_ids,
  too_many_instance_ids,
  // What holds for every call.
  missing_parameter,
  invalid_parameter,
  malformed_request,
  unsupported_format,
  unsupported_method,
  unknown_path,
  unknown_action,
  unknown_access_key,
  invalid_signature_parameter,
  incomplete_signature,
  timestamp_malformed,
  timestamp_expired,
  nonce_used,
  // Only defects say so.
  instance_of_another,
  forbidden,
  count,
};

struct Quote {
  int status;
  std::string_view code;
  std::string_view message;
};

[[nodiscard]] const Quote& quote(Reason reason);

// What a refusal quotes: the row for one of the reasons, or one of the action's own page.
class Cause {
 public:
  constexpr Cause(Reason reason) : reason_{reason} {}
  constexpr Cause(const Quote& own) : own_{&own} {}  // outlives every refusal
  Cause(const Quote&&) = delete;

  [[nodiscard]] const Quote& quoted() const { return own_ != nullptr ? *own_ : quote(reason_); }
  friend bool operator==(const Cause&, const Cause&) = default;

 private:
  Reason reason_ = Reason::count;  // none, where the row is the action's own
  const Quote* own_ = nullptr;
};

// Why a call is refused.
struct Refusal {
  Cause cause;
  std::string detail = {};  // what "%s" becomes
};

// The message of `quoted` with its "%s" filled in.
[[nodiscard]] std::string fill_in(std::string_view message, std::string_view detail);

}  // namespace hallmark::runner::reference
