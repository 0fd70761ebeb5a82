// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/authentication.hpp"

#include <chrono>

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

// A timestamp may differ from the endpoint's clock by this much, either way.
constexpr std::chrono::minutes clock_window{15};

bool has_v3_headers(const HttpRequest& request) {
  for (const std::string_view name : {"x-acs-action", "x-acs-version", "x-acs-date",
                                      "x-acs-signature-nonce", "x-acs-content-sha256"}) {
    if (!header(request, name).empty()) return true;
  }
  return false;
}

}  // namespace

void recognise(Call& call) {
  const bool signed_by_header = header(call.http, "authorization").starts_with("ACS3-");
  const bool v3 =
      signed_by_header || (!call.parameters.has("Signature") && has_v3_headers(call.http));
  call.protocol = v3 ? Protocol::v3 : Protocol::v1;
  call.action = v3 ? trimmed(header(call.http, "x-acs-action")) : call.parameters.value("Action");
  call.version =
      v3 ? trimmed(header(call.http, "x-acs-version")) : call.parameters.value("Version");
}

Outcome authenticate(Call& call) {
  return call.protocol == Protocol::v3 ? authenticate_v3(call) : authenticate_v1(call);
}

Outcome identify(Call& call, std::string_view access_key_id) {
  call.world = call.worlds.by_access_key_id(access_key_id);
  if (!call.world) return refuse(Reason::unknown_access_key);
  return accepted;
}

Outcome check_timestamp(const Call& call, std::string_view timestamp) {
  const auto time = parse_timestamp(timestamp);
  if (!time) return refuse(Reason::timestamp_malformed);
  if (*time < call.now - clock_window || *time > call.now + clock_window) {
    return refuse(Reason::timestamp_expired);
  }
  return accepted;
}

Outcome use_nonce(const Call& call, std::string_view nonce) {
  // A timestamp from the far end of the window is taken for two windows from now.
  const std::unique_lock lock{call.world->mutex};
  if (!call.world->nonces.use(nonce, call.now, call.now + 2 * clock_window)) {
    return refuse(Reason::nonce_used);
  }
  return accepted;
}

}  // namespace hallmark::runner::reference
