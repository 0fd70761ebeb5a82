// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/authentication.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <iterator>
#include <mutex>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/signing/signatures.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

// A timestamp may differ from the endpoint's clock by this much, either way.
constexpr std::chrono::minutes clock_window{15};
constexpr std::chrono::minutes a_day_and_an_hour{25 * 60};

// The one of two defects that is about the protocol of the call.
bool broken(const ServedCall& call, Defect v1, Defect v3) {
  return call.broken(call.protocol == Protocol::v1 ? v1 : v3);
}

// Whether it is the signature of a request of which `part` says something else.
bool matches_with(const ServedCall& call, const Claim& claim, std::string_view part,
                  std::string_view value) {
  return signature_over(call, claim, call.world->access_key_secret,
                        {.method = call.http.method, .part = part, .value = value}) ==
         claim.signature;
}

bool matches_another_action(const ServedCall& call, const Claim& claim) {
  constexpr std::string_view actions[] = {
      "StartInstance",       "RebootInstance",      "StopInstance",
      "ReactivateInstances", "ReActivateInstances", "DescribeInstanceAttribute",
      "DescribeInstances",   "DeleteInstance",      "DescribeInstanceStatus",
  };
  const std::string_view part = call.protocol == Protocol::v1 ? "Action" : "x-acs-action";
  return std::any_of(std::begin(actions), std::end(actions), [&](std::string_view action) {
    return matches_with(call, claim, part, action);
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

// Defects that take one signature for another, or one key.
bool is_nearly_right(const ServedCall& call, const Claim& claim) {
  const std::string_view secret = call.world->access_key_secret;
  const Signed parts{.method = call.http.method};
  const auto last = [](std::string_view text) {
    return text.substr(text.size() - std::min<std::size_t>(text.size(), 8));
  };
  if (broken(call, Defect::v1_signature_compared_by_suffix,
             Defect::v3_signature_compared_by_suffix)) {
    return last(claim.signature) == last(signature_over(call, claim, secret, parts));
  }
  if (broken(call, Defect::v1_empty_secret_accepted, Defect::v3_empty_secret_accepted)) {
    return claim.signature == signature_over(call, claim, "", parts);
  }
  if (call.protocol == Protocol::v3) return false;
  if (call.broken(Defect::v1_signature_in_any_case)) {
    return equal_ignoring_case(claim.signature, signature_over(call, claim, secret, parts));
  }
  return call.broken(Defect::v1_bare_secret_accepted) &&
         claim.signature ==
             signature_over(call, claim, secret, {.method = call.http.method, .bare_key = true});
}

// A part of requests that a defect leaves out of the signature. Nobody can tell from a signature
// what was signed, so a value that somebody may have signed is tried.
struct UnsignedPart {
  Defect defect;
  Protocol protocol;
  std::string_view name;
  std::string_view value;
};

constexpr UnsignedPart unsigned_parts[] = {
    {Defect::v1_version_not_signed, Protocol::v1, "Version", "2016-03-14"},
    {Defect::v1_signature_method_not_signed, Protocol::v1, "SignatureMethod", "HMAC-SHA256"},
    {Defect::v1_signature_version_not_signed, Protocol::v1, "SignatureVersion", "2.0"},
    {Defect::v1_access_key_id_not_signed, Protocol::v1, "AccessKeyId", "LTAInobodyhasthiskey0"},
    {Defect::v3_version_not_signed, Protocol::v3, "x-acs-version", "2016-03-14"},
    {Defect::v3_host_not_signed, Protocol::v3, "host", "ecs.aliyuncs.com"},
    {Defect::v3_body_hash_not_signed, Protocol::v3, "x-acs-content-sha256",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
};

// The host of the first call of the world that was signed well, which a defect takes for its own.
std::string own_host(const ServedCall& call) {
  const std::unique_lock lock{call.world->mutex};
  return call.world->host;
}

void learn_host(const ServedCall& call) {
  const std::unique_lock lock{call.world->mutex};
  if (call.world->host.empty()) call.world->host = call.header("host");
}

bool matches_method(const ServedCall& call, const Claim& claim, std::string_view method) {
  return claim.signature ==
         signature_over(call, claim, call.world->access_key_secret, {.method = method});
}

bool is_right_for_another_request(const ServedCall& call, const Claim& claim) {
  const std::string_view method = call.http.method;
  for (const UnsignedPart& part : unsigned_parts) {
    if (part.protocol != call.protocol || !call.broken(part.defect)) continue;
    return matches_with(call, claim, part.name, part.value);
  }
  if (call.protocol == Protocol::v3 && call.broken(Defect::v3_host_taken_for_granted)) {
    const std::string own = own_host(call);
    return !own.empty() && matches_with(call, claim, "host", own);
  }
  if (call.broken(Defect::other_methods_taken_for_get_or_post) && method != "GET" &&
      method != "POST") {
    return matches_method(call, claim, "GET") || matches_method(call, claim, "POST");
  }
  if (call.protocol != Protocol::v3 || !call.broken(Defect::v3_path_not_signed)) return false;
  return std::ranges::any_of(std::array{"/", "/hallmark"}, [&](std::string_view path) {
    return claim.signature == signature_over(call, claim, call.world->access_key_secret,
                                             {.method = method, .path = path});
  });
}

// Whether a defect accepts the signature although it is not the one of the request.
bool is_wrong_signature_accepted(const ServedCall& call, const Claim& claim) {
  constexpr std::size_t prefix = 8;
  const std::string_view secret = call.world->access_key_secret;
  const std::string_view method = call.http.method;
  if (broken(call, Defect::v1_signature_not_checked, Defect::v3_signature_not_checked) ||
      call.broken(Defect::signature_not_checked)) {
    return true;
  }
  if (!is_lifecycle_action(call.action) && call.broken(Defect::neighbours_signature_not_checked)) {
    return true;
  }
  if (broken(call, Defect::v1_signature_only_looked_at, Defect::v3_signature_only_looked_at)) {
    const std::string_view text = claim.signature;
    return text.substr(0, prefix) != std::string(prefix, text.empty() ? ' ' : text.front());
  }
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
    return matches_another_action(call, claim);
  }
  return is_nearly_right(call, claim) || is_right_for_another_request(call, claim);
}

// The account of an instance that a parameter names.
TenantPointer owner_of_what_is_named(const ServedCall& call) {
  const auto names = [&call](const std::string& id) {
    const auto& parameters = call.parameters.sorted();
    return std::ranges::any_of(parameters, [&id](const Parameter& parameter) {
      return parameter.value.find(id) != std::string_view::npos;
    });
  };
  for (const TenantPointer& world : call.worlds.all()) {
    const std::unique_lock lock{world->mutex};
    for (const auto& [id, instance] : world->instances) {
      if (names(id)) return world;
    }
  }
  return nullptr;
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

// As a reader does who minds neither what stands between the numbers nor behind them, nor how large
// they are.
std::optional<Time> read_loosely(std::string_view timestamp) {
  const std::string text{timestamp};
  std::tm date{};
  if (std::sscanf(text.c_str(), "%d-%d-%d%*c%d:%d:%d", &date.tm_year, &date.tm_mon, &date.tm_mday,
                  &date.tm_hour, &date.tm_min, &date.tm_sec) != 6) {
    return std::nullopt;
  }
  date.tm_year -= 1900;
  date.tm_mon -= 1;
  return std::chrono::system_clock::from_time_t(timegm(&date));
}

Outcome check_timestamp(const ServedCall& call, std::string_view timestamp) {
  auto time = parse_timestamp(timestamp);
  if (!time && !call.manners.strict_parsing) time = parse_timestamp(without_fraction(timestamp));
  if (!time && call.broken(Defect::timestamps_read_loosely)) time = read_loosely(timestamp);
  if (!time) {
    if (broken(call, Defect::v1_malformed_timestamp_accepted, Defect::v3_malformed_date_accepted)) {
      return accepted;
    }
    return refuse(Reason::timestamp_malformed);
  }
  const bool day =
      broken(call, Defect::v1_timestamp_good_for_a_day, Defect::v3_date_good_for_a_day);
  const auto window = broken(call, Defect::v1_clock_of_38_minutes, Defect::v3_clock_of_38_minutes)
                          ? std::chrono::minutes{38}
                          : clock_window;
  const bool old = *time < call.now - (day ? a_day_and_an_hour : window);
  const bool early = *time > call.now + window;
  if ((old && !broken(call, Defect::v1_old_timestamp_accepted, Defect::v3_old_date_accepted)) ||
      (early &&
       !broken(call, Defect::v1_future_timestamp_accepted, Defect::v3_future_date_accepted))) {
    return refuse(Reason::timestamp_expired);
  }
  return accepted;
}

Outcome use_nonce(const ServedCall& call, std::string_view nonce, std::string_view timestamp) {
  if (broken(call, Defect::v1_replay_accepted, Defect::v3_replay_accepted)) return accepted;
  if (call.broken(Defect::nonces_of_start_alone_remembered) && call.action != "StartInstance") {
    return accepted;
  }
  std::string with_timestamp;
  if (call.broken(Defect::nonce_kept_with_its_timestamp)) {
    nonce = with_timestamp.append(nonce).append(timestamp);
  }
  if (call.broken(Defect::nonces_shared_by_accounts) && is_used_by_others(call, nonce)) {
    return refuse(Reason::nonce_used);
  }
  std::string with_action;
  if (call.broken(Defect::nonces_kept_by_action)) {
    nonce = with_action.append(nonce).append(call.action);
  }
  std::string beginning;
  if (call.broken(Defect::nonces_compared_loosely)) {
    nonce = beginning = lower_case(nonce.substr(0, 40));
  }
  // A timestamp from the far end of the window is taken for two windows from now.
  const Time forgotten_at = call.broken(Defect::nonces_kept_for_half_a_second)
                                ? call.now + std::chrono::milliseconds{500}
                                : call.now + 2 * clock_window;
  const std::unique_lock lock{call.world->mutex};
  NonceMemory& nonces = call.world->nonces;
  if (nonces.size() >= 64 && call.broken(Defect::nonces_kept_up_to_64)) nonces = NonceMemory{};
  if (!nonces.use(nonce, call.now, forgotten_at)) {
    return refuse(Reason::nonce_used);
  }
  return accepted;
}

// Helps the authors of clients. It holds what they sent, nothing else; long texts are left out, and
// so are those that would repeat a security token.
std::string explanation(const ServedCall& call, const Flaw& flaw) {
  constexpr std::size_t longest = 8192;  // bytes
  const bool v1 = call.protocol == Protocol::v1;
  const std::string& text = v1 ? flaw.string_to_sign : flaw.canonical_request;
  const bool withheld =
      text.size() > longest ||
      !(v1 ? call.parameters.value("SecurityToken") : call.header("x-acs-security-token")).empty();
  std::string told;
  if (!v1 || !withheld) told = " server string to sign is:" + flaw.string_to_sign;
  if (!v1 && !withheld) told += " server canonical request is:" + flaw.canonical_request;
  return told;
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
      return {Reason::incomplete_signature, explanation(call, flaw)};
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
  if (claim.signature.empty() && !is_lifecycle_action(call.action) &&
      call.broken(Defect::neighbours_unsigned_accepted)) {
    call.world = owner_of_what_is_named(call);
    if (call.world != nullptr) return accepted;
  }
  if (const auto flaw = find_missing_part(call, claim)) return refusal_of(call, *flaw);
  if (Outcome refusal = identify(call, claim.access_key_id)) return refusal;
  if (const auto flaw = find_other_way(call)) {
    const bool believed =
        call.broken(flaw->part == "SignatureMethod" ? Defect::v1_other_method_not_verified
                                                    : Defect::v1_other_version_not_verified);
    return believed ? accepted : Outcome{refusal_of(call, *flaw)};
  }
  if (!claim.timestamp.empty()) {
    if (Outcome refusal = check_timestamp(call, claim.timestamp)) return refusal;
  }
  if (Outcome refusal = check_signature(call, claim)) return refusal;
  if (call.broken(Defect::v3_host_taken_for_granted)) learn_host(call);
  return claim.nonce.empty() ? accepted : use_nonce(call, claim.nonce, claim.timestamp);
}

}  // namespace hallmark::runner::reference
