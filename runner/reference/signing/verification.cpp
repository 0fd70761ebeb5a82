// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/verification.hpp"

namespace hallmark::runner::reference {

Claim claim_of(const Request& request) {
  return request.protocol == Protocol::v1 ? v1::claim_of(request) : v3::claim_of(request);
}

std::optional<Flaw> find_missing_part(const Request& request, const Claim& claim) {
  return request.protocol == Protocol::v1 ? v1::find_missing_part(request)
                                          : v3::find_missing_part(request, claim);
}

std::optional<Flaw> find_other_way(const Request& request) {
  return request.protocol == Protocol::v1 ? v1::find_other_way(request) : std::nullopt;
}

std::optional<Flaw> find_mismatch(const Request& request, const Claim& claim,
                                  std::string_view secret) {
  return request.protocol == Protocol::v1 ? v1::find_mismatch(request, claim, secret)
                                          : v3::find_mismatch(request, claim, secret);
}

std::string signature_over(const Request& request, const Claim& claim, std::string_view secret,
                           const Signed& parts) {
  return request.protocol == Protocol::v1 ? v1::signature_over(request, secret, parts)
                                          : v3::signature_over(request, claim, secret, parts);
}

Verified verify(const HttpRequest& http, std::string_view secret) {
  const DefectSet none;
  Parameters parameters;
  Request request{.http = http, .defects = none, .parameters = parameters};
  if (!parameters.parse(split_target(http.target).query, form_of(http))) {
    return {.access_key_id = {}, .flaw = Flaw{.kind = Flaw::Kind::undecodable}};
  }
  recognise(request);
  const Claim claim = claim_of(request);
  Verified verified{.protocol = request.protocol,
                    .access_key_id = std::string{claim.access_key_id},
                    .flaw = find_missing_part(request, claim)};
  if (!verified.flaw) verified.flaw = find_other_way(request);
  if (!verified.flaw) verified.flaw = find_mismatch(request, claim, secret);
  return verified;
}

}  // namespace hallmark::runner::reference
