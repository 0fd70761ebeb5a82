// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/authentication.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <mutex>

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

// A timestamp may differ from the endpoint's clock by this much, either way.
constexpr std::chrono::minutes clock_window{15};

bool has_v3_headers(const Call& call) {
  for (const std::string_view name : {"x-acs-action", "x-acs-version", "x-acs-date",
                                      "x-acs-signature-nonce", "x-acs-content-sha256"}) {
    if (!call.header(name).empty()) return true;
  }
  return false;
}

// The one of two defects that is about the protocol of the call.
bool broken(const Call& call, Defect v1, Defect v3) {
  return call.broken(call.protocol == Protocol::v1 ? v1 : v3);
}

bool matches_another_action(std::string_view given, std::string_view method,
                            const SignatureOver& signature_over) {
  constexpr std::string_view actions[] = {
      "StartInstance",       "RebootInstance",      "StopInstance",
      "ReactivateInstances", "ReActivateInstances", "DescribeInstanceAttribute",
      "DescribeInstances",   "DeleteInstance",      "DescribeInstanceStatus",
  };
  return std::any_of(std::begin(actions), std::end(actions), [&](std::string_view action) {
    return signature_over({.method = method, .action = action}) == given;
  });
}

bool matches_without_one_parameter(const Call& call, std::string_view given,
                                   const SignatureOver& signature_over) {
  const auto& parameters = call.parameters.sorted();
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
    return !parameter.name.empty() &&
           signature_over({.method = call.http.method, .without = parameter.name}) == given;
  });
}

bool is_used_by_others(const Call& call, std::string_view nonce) {
  for (const WorldPointer& world : call.worlds.all()) {
    if (world == call.world) continue;
    const std::unique_lock lock{world->mutex};
    if (world->nonces.knows(nonce, call.now)) return true;
  }
  return false;
}

// A lifecycle action that a defect does not let be signed with V3.
bool is_v3_refused(const Call& call) {
  return (call.action == "StartInstance" && call.broken(Defect::v3_start_refused)) ||
         (call.action == "RebootInstance" && call.broken(Defect::v3_reboot_refused)) ||
         (is_reactivation(call.action) && call.broken(Defect::v3_reactivate_refused));
}

}  // namespace

void recognise(Call& call) {
  const bool signed_by_header = call.header("authorization").starts_with("ACS3-");
  const bool v3 = signed_by_header || (!call.parameters.has("Signature") && has_v3_headers(call));
  call.protocol = v3 ? Protocol::v3 : Protocol::v1;
  call.action = v3 ? trimmed(call.header("x-acs-action")) : call.parameters.value("Action");
  call.version = v3 ? trimmed(call.header("x-acs-version")) : call.parameters.value("Version");
}

Outcome authenticate(Call& call) {
  if (call.protocol == Protocol::v1) return authenticate_v1(call);
  if (is_v3_refused(call)) return refuse(Reason::incomplete_signature);
  return authenticate_v3(call);
}

Outcome identify(Call& call, std::string_view access_key_id) {
  call.world = call.worlds.by_access_key_id(access_key_id);
  if (!call.world) return refuse(Reason::unknown_access_key);
  return accepted;
}

Outcome check_timestamp(const Call& call, std::string_view timestamp) {
  const auto time = parse_timestamp(timestamp);
  if (!time) {
    if (broken(call, Defect::v1_malformed_timestamp_accepted, Defect::v3_malformed_date_accepted)) {
      return accepted;
    }
    return refuse(Reason::timestamp_malformed);
  }
  const bool old = *time < call.now - clock_window;
  const bool early = *time > call.now + clock_window;
  if ((old && !broken(call, Defect::v1_old_timestamp_accepted, Defect::v3_old_date_accepted)) ||
      (early &&
       !broken(call, Defect::v1_future_timestamp_accepted, Defect::v3_future_date_accepted))) {
    return refuse(Reason::timestamp_expired);
  }
  return accepted;
}

Outcome use_nonce(const Call& call, std::string_view nonce, std::string_view timestamp) {
  if (broken(call, Defect::v1_replay_accepted, Defect::v3_replay_accepted)) return accepted;
  std::string with_timestamp;
  if (call.broken(Defect::nonce_kept_with_its_timestamp)) {
    nonce = with_timestamp.append(nonce).append(timestamp);
  }
  if (call.broken(Defect::nonces_shared_by_accounts) && is_used_by_others(call, nonce)) {
    return refuse(Reason::nonce_used);
  }
  // A timestamp from the far end of the window is taken for two windows from now.
  const std::unique_lock lock{call.world->mutex};
  if (!call.world->nonces.use(nonce, call.now, call.now + 2 * clock_window)) {
    return refuse(Reason::nonce_used);
  }
  return accepted;
}

bool is_wrong_signature_accepted(const Call& call, std::string_view given,
                                 std::string_view expected, const SignatureOver& signature_over) {
  constexpr std::size_t prefix = 8;
  const std::string_view method = call.http.method;
  const std::string_view other_method = method == "GET" ? "POST" : "GET";
  if (broken(call, Defect::v1_signature_not_checked, Defect::v3_signature_not_checked)) return true;
  if (call.broken(Defect::dry_run_skips_signature) && call.value("DryRun") == "true") return true;
  if (broken(call, Defect::v1_signature_compared_by_prefix,
             Defect::v3_signature_compared_by_prefix)) {
    return given.substr(0, prefix) == expected.substr(0, prefix);
  }
  if (broken(call, Defect::v1_method_not_signed, Defect::v3_method_not_signed)) {
    return signature_over({.method = other_method}) == given;
  }
  if (broken(call, Defect::v1_added_parameter_not_signed, Defect::v3_added_parameter_not_signed)) {
    return matches_without_one_parameter(call, given, signature_over);
  }
  if (broken(call, Defect::v1_action_not_signed, Defect::v3_action_not_signed)) {
    return matches_another_action(given, method, signature_over);
  }
  return false;
}

}  // namespace hallmark::runner::reference
