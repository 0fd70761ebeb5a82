// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/authentication.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <mutex>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/signing/signatures.hpp"

namespace hallmark::runner::reference {
namespace {

// A timestamp may differ from the endpoint's clock by this much, either way.
constexpr std::chrono::minutes clock_window{15};

// The one of two defects that is about the protocol of the call.
bool broken(const ServedCall& call, Defect v1, Defect v3) {
  return call.broken(call.protocol == Protocol::v1 ? v1 : v3);
}

bool matches_another_action(const ServedCall& call, const Claim& claim, std::string_view secret) {
  constexpr std::string_view actions[] = {
      "StartInstance",       "RebootInstance",      "StopInstance",
      "ReactivateInstances", "ReActivateInstances", "DescribeInstanceAttribute",
      "DescribeInstances",   "DeleteInstance",      "DescribeInstanceStatus",
  };
  return std::any_of(std::begin(actions), std::end(actions), [&](std::string_view action) {
    return signature_over(call, claim, secret, {.method = call.http.method, .action = action}) ==
           claim.signature;
  });
}

bool matches_without_one_parameter(const ServedCall& call, const Claim& claim,
                                   std::string_view secret) {
  const auto& parameters = call.parameters.sorted();
  return std::any_of(parameters.begin(), parameters.end(), [&](const Parameter& parameter) {
    return !parameter.name.empty() &&
           signature_over(call, claim, secret,
                          {.method = call.http.method, .without = parameter.name}) ==
               claim.signature;
  });
}

// Whether a defect accepts the signature although it is not the one of the request.
bool is_wrong_signature_accepted(const ServedCall& call, const Claim& claim) {
  constexpr std::size_t prefix = 8;
  const std::string_view secret = call.world->access_key_secret;
  const std::string_view method = call.http.method;
  if (broken(call, Defect::v1_signature_not_checked, Defect::v3_signature_not_checked)) return true;
  if (call.broken(Defect::dry_run_skips_signature) && call.value("DryRun") == "true") return true;
  if (broken(call, Defect::v1_signature_compared_by_prefix,
             Defect::v3_signature_compared_by_prefix)) {
    return claim.signature.substr(0, prefix) ==
           signature_over(call, claim, secret, {.method = method}).substr(0, prefix);
  }
  if (broken(call, Defect::v1_method_not_signed, Defect::v3_method_not_signed)) {
    return signature_over(call, claim, secret, {.method = method == "GET" ? "POST" : "GET"}) ==
           claim.signature;
  }
  if (broken(call, Defect::v1_added_parameter_not_signed, Defect::v3_added_parameter_not_signed)) {
    return matches_without_one_parameter(call, claim, secret);
  }
  if (broken(call, Defect::v1_action_not_signed, Defect::v3_action_not_signed)) {
    return matches_another_action(call, claim, secret);
  }
  return false;
}

bool is_used_by_others(const ServedCall& call, std::string_view nonce) {
  for (const TenantPointer& world : call.worlds.all()) {
    if (world == call.world) continue;
    const std::unique_lock lock{world->mutex};
    if (world->nonces.knows(nonce, call.now)) return true;
  }
  return false;
}

Outcome identify(ServedCall& call, std::string_view access_key_id) {
  call.world = call.worlds.by_access_key_id(access_key_id);
  if (!call.world) return refuse(Reason::unknown_access_key);
  return accepted;
}

Outcome check_timestamp(const ServedCall& call, std::string_view timestamp) {
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

Outcome use_nonce(const ServedCall& call, std::string_view nonce, std::string_view timestamp) {
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

// Helps the authors of clients. It holds what they sent, nothing else; of V1 long ones are left
// out, and so are those that would repeat a security token.
std::string explanation(const ServedCall& call, const std::string& string_to_sign) {
  constexpr std::size_t longest = 8192;  // bytes
  const bool withheld =
      call.protocol == Protocol::v1 &&
      (string_to_sign.size() > longest || !call.parameters.value("SecurityToken").empty());
  return withheld ? std::string{} : " server string to sign is:" + string_to_sign;
}

// How the gateway refuses what is wrong with a signature.
Refusal refusal_of(const ServedCall& call, const Flaw& flaw) {
  switch (flaw.kind) {
    case Flaw::Kind::undecodable:
      return {Reason::malformed_request};
    case Flaw::Kind::missing:
      if (flaw.part == "AccessKeyId" && call.broken(Defect::missing_access_key_answers_500)) {
        return {Reason::service_failure};
      }
      return {Reason::missing_parameter, flaw.part};
    case Flaw::Kind::other_way:
      if (call.protocol == Protocol::v3) break;
      return {Reason::invalid_signature_parameter, flaw.part};
    case Flaw::Kind::mismatch:
      return {Reason::incomplete_signature, explanation(call, flaw.string_to_sign)};
    case Flaw::Kind::not_signed:
    case Flaw::Kind::not_once:
    case Flaw::Kind::other_body:
      break;
  }
  return {Reason::incomplete_signature};
}

Outcome check_signature(const ServedCall& call, const Claim& claim) {
  const auto flaw = find_mismatch(call, claim, call.world->access_key_secret);
  if (!flaw) return accepted;
  if (flaw->kind == Flaw::Kind::mismatch && !call.defects.empty() &&
      is_wrong_signature_accepted(call, claim)) {
    return accepted;
  }
  return refusal_of(call, *flaw);
}

}  // namespace

Outcome authenticate(ServedCall& call) {
  if (call.protocol == Protocol::v3 && is_broken(call, &Action::v3_refused)) {
    return refuse(Reason::incomplete_signature);
  }
  const Claim claim = claim_of(call);
  if (const auto flaw = find_missing_part(call, claim)) return refusal_of(call, *flaw);
  if (Outcome refusal = identify(call, claim.access_key_id)) return refusal;
  if (const auto flaw = find_other_way(call)) return refusal_of(call, *flaw);
  if (!claim.timestamp.empty()) {
    if (Outcome refusal = check_timestamp(call, claim.timestamp)) return refusal;
  }
  if (Outcome refusal = check_signature(call, claim)) return refusal;
  return claim.nonce.empty() ? accepted : use_nonce(call, claim.nonce, claim.timestamp);
}

}  // namespace hallmark::runner::reference
