// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/misreadings.hpp"

#include <algorithm>
#include <iterator>

#include "runner/reference/actions/actions.hpp"

namespace hallmark::runner::reference {
namespace {

bool has_lower_case_hex(std::string_view raw) {
  constexpr std::string_view digits = "abcdef";
  for (auto at = raw.find('%'); at != raw.npos; at = raw.find('%', at + 1)) {
    if (raw.substr(at + 1, 2).find_first_of(digits) != raw.npos) return true;
  }
  return false;
}

// %F0 to %F4 begin a character of four bytes.
bool has_four_byte_utf8(std::string_view raw) {
  for (auto at = raw.find('%'); at != raw.npos; at = raw.find('%', at + 1)) {
    const std::string_view digits = raw.substr(at + 1, 2);
    if (digits.size() == 2 && (digits[0] == 'F' || digits[0] == 'f') && digits[1] < '5')
      return true;
  }
  return false;
}

bool has_encoded_name(std::string_view raw) {
  for (std::string_view left = raw; !left.empty();) {
    const std::string_view piece = left.substr(0, left.find('&'));
    left.remove_prefix(std::min(left.size(), piece.size() + 1));
    if (piece.substr(0, piece.find('=')).find('%') != piece.npos) return true;
  }
  return false;
}

}  // namespace

bool is_known_parameter(std::string_view name) {
  constexpr std::string_view known[] = {
      "AccessKeyId",    "Action",        "Format",       "Signature",   "SignatureMethod",
      "SignatureNonce", "SignatureType", "Timestamp",    "Version",     "SignatureVersion",
      "SecurityToken",  "RegionId",      "OwnerAccount", "OwnerId",     "ResourceOwnerAccount",
      "InstanceId",     "InstanceIds",   "DryRun",       "ForceStop",   "ResourceOwnerId",
      "InitLocalDisk",  "Status",        "PageNumber",   "PageSize",    "Amount",
      "ImageId",        "InstanceType",  "Force",        "ConfirmStop", "InstanceChargeType",
  };
  return name.starts_with("InstanceId.") ||
         std::find(std::begin(known), std::end(known), name) != std::end(known);
}

Outcome misread_encoding(const ServedCall& call, std::string_view raw) {
  const bool refused = (call.broken(Defect::lower_case_hex_refused) && has_lower_case_hex(raw)) ||
                       (call.broken(Defect::four_byte_utf8_refused) && has_four_byte_utf8(raw)) ||
                       (call.broken(Defect::encoded_name_refused) && has_encoded_name(raw)) ||
                       (call.broken(Defect::encoded_tilde_refused) &&
                        (raw.find("%7E") != raw.npos || raw.find("%7e") != raw.npos));
  return refused ? refuse(Reason::malformed_request) : accepted;
}

Outcome misread_parameters(const ServedCall& call) {
  if (!is_lifecycle_action(call.action)) return accepted;
  const auto refused = [&](std::string_view name, Defect defect, bool only_empty) {
    return call.broken(defect) && call.parameters.has(name) &&
           (!only_empty || call.parameters.value(name).empty());
  };
  if (refused("RegionId", Defect::region_id_refused, false)) return invalid("RegionId");
  if (refused("OwnerAccount", Defect::owner_account_refused, false)) return invalid("OwnerAccount");
  if (refused("SecurityToken", Defect::empty_security_token_refused, true)) {
    return invalid("SecurityToken");
  }
  if (refused("SignatureType", Defect::empty_signature_type_refused, true)) {
    return invalid("SignatureType");
  }
  if (call.broken(Defect::forty_parameters_refused) && call.parameters.sorted().size() >= 40) {
    return refuse(Reason::malformed_request);
  }
  if (call.broken(Defect::unknown_parameter_refused)) {
    for (const Parameter& parameter : call.parameters.sorted()) {
      if (!is_known_parameter(parameter.name)) return refuse(Reason::malformed_request);
    }
  }
  return accepted;
}

}  // namespace hallmark::runner::reference
