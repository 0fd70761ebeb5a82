// SPDX-License-Identifier: Apache-2.0
//
// Parameters that the action does not declare. Client libraries send some of them with every call,
// so an endpoint that minds them serves none of these libraries.
#include <string>
#include <string_view>
#include <utility>

#include "cases/parameter/derivations.hpp"
#include "specs/common/public_parameters.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace public_parameters = specs::common::public_parameters;

constexpr specs::Citation unknown_tolerated =
    cite_clause(public_parameters::page, public_parameters::clause::unknown_tolerated);

consteval specs::Citation public_parameter(std::string_view name) {
  return cite_common_parameter(public_parameters::page, name);
}

struct Extra {
  std::string_view slug;
  std::string_view name;
  std::string_view text = {};
  Handle handle = Handle::none;
  bool v1_only = false;         // it is part of the V1 protocol
  bool undeclared = false;      // by any page, the common ones included
  bool may_be_refused = false;  // a value that an endpoint with sub-accounts may look up
  specs::Citation citation = unknown_tolerated;
};

constexpr Extra extras[] = {
    {.slug = "invented", .name = "HallmarkInvented", .text = "1", .undeclared = true},
    {.slug = "invented-and-empty", .name = "HallmarkInvented", .undeclared = true},
    {.slug = "numbered", .name = "HallmarkInvented.1.Key", .text = "a", .undeclared = true},
    {.slug = "lower-case", .name = "hallmark_invented", .text = "a", .undeclared = true},
    {.slug = "client-token",
     .name = "ClientToken",
     .text = "3f1d7c5e-hallmark",
     .undeclared = true},
    {.slug = "region-id",
     .name = "RegionId",
     .handle = Handle::region_id,
     .undeclared = true,
     .citation = public_parameter("RegionId")},
    {.slug = "signature-type-empty",
     .name = "SignatureType",
     .v1_only = true,
     .citation = public_parameter("SignatureType")},
    {.slug = "security-token-empty",
     .name = "SecurityToken",
     .v1_only = true,
     .citation = public_parameter("SecurityToken")},
    {.slug = "owner-account-empty",
     .name = "OwnerAccount",
     .citation = public_parameter("OwnerAccount")},
    {.slug = "owner-id-empty", .name = "OwnerId", .citation = public_parameter("OwnerId")},
    {.slug = "resource-owner-account-empty",
     .name = "ResourceOwnerAccount",
     .citation = public_parameter("ResourceOwnerAccount")},
    {.slug = "resource-owner-id-empty",
     .name = "ResourceOwnerId",
     .citation = public_parameter("ResourceOwnerId")},
    {.slug = "owner-account",
     .name = "OwnerAccount",
     .text = "hallmark@example.com",
     .may_be_refused = true,
     .citation = public_parameter("OwnerAccount")},
    {.slug = "owner-id",
     .name = "OwnerId",
     .text = "1234567890123456",
     .may_be_refused = true,
     .citation = public_parameter("OwnerId")},
    {.slug = "resource-owner-account",
     .name = "ResourceOwnerAccount",
     .text = "hallmark@example.com",
     .may_be_refused = true,
     .citation = public_parameter("ResourceOwnerAccount")},
    {.slug = "resource-owner-id",
     .name = "ResourceOwnerId",
     .text = "1234567890123456",
     .may_be_refused = true,
     .citation = public_parameter("ResourceOwnerId")},
};

constexpr AllowedRefusal no_such_owner[] = {
    {.status = 400,
     .code = "InvalidOwnerAccount*",
     .citation = common_row(errors::invalid_owner_account)},
    {.status = 400, .code = "InvalidOwnerId*", .citation = common_row(errors::invalid_owner_id)},
    {.status = 400, .code = "InvalidOwner", .citation = common_row(errors::invalid_owner)},
    {.status = 403,
     .code = "InvalidParameter.OwnerAccount",
     .citation = common_row(errors::invalid_parameter_owner_account)},
    {.status = 403,
     .code = "InvalidParameter.ResourceOwnerAccount",
     .citation = common_row(errors::invalid_parameter_resource_owner_account)},
    {.status = 403,
     .code = "InvalidAccount.NotFound",
     .citation = common_row(errors::invalid_account_not_found)},
    {.status = 403, .code = "MissingParameter", .citation = common_row(errors::missing_owner)},
    {.status = 403, .code = "Forbidden*", .citation = common_row(errors::forbidden_unauthorized)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
};
constexpr std::string_view owners_may_be_looked_up =
    "the pages declare no owner for this action, but the common table has rows for a wrong one";

std::string id_of(const TestedAction& action, std::string_view slug) {
  return std::string{action.slug}.append("/parameter/extra/").append(slug);
}

Case extra_case(const TestedAction& action, const Extra& extra) {
  Case one{.id = id_of(action, extra.slug),
           .tags = about(action, Family::extra, Shows::extra_parameter),
           .level = Level::recommended,
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = {unknown_tolerated, extra.citation},
           .needs = needs_of(action)};
  one.tags.word = extra.slug;
  if (extra.v1_only) one.variants = {.v3 = false};
  Call call = plain_call(action);
  call.arguments.push_back({.name = std::string{extra.name},
                            .value = {.before = std::string{extra.text}, .handle = extra.handle}});
  if (extra.may_be_refused) {
    call.expect = {.allowed = accepted_or(no_such_owner),
                   .lenience = std::string{owners_may_be_looked_up}};
  } else if (extra.undeclared) {
    call.expect = accepted_or_undeclared();
  } else {
    call.expect.allowed = {accepted()};
  }
  one.calls = {std::move(call)};
  return one;
}

// Both at once have a row of their own.
Case two_owners_case(const TestedAction& action) {
  Case one{.id = id_of(action, "owner-id-and-owner-account"),
           .tags = about(action, Family::extra, Shows::two_owners),
           .level = Level::recommended,
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = {public_parameter("OwnerId"), public_parameter("OwnerAccount")},
           .needs = needs_of(action)};
  Call call = plain_call(action);
  call.arguments.push_back({.name = "OwnerId", .value = text("1234567890123456")});
  call.arguments.push_back({.name = "OwnerAccount", .value = text("hallmark@example.com")});
  call.expect = {.allowed = accepted_or(no_such_owner),
                 .lenience = std::string{owners_may_be_looked_up}};
  one.calls = {std::move(call)};
  return one;
}

// What SDKs add to every call, all of it at once, before and behind what the call needs.
Case as_libraries_send_case(const TestedAction& action) {
  Case one{.id = id_of(action, "as-client-libraries-send"),
           .tags = about(action, Family::extra),
           .level = Level::recommended,
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = {unknown_tolerated, public_parameter("RegionId"),
                         public_parameter("SignatureType"), public_parameter("SecurityToken")},
           .variants = {.v3 = false},
           .needs = needs_of(action)};
  Call call = plain_call(action);
  call.arguments.push_back({.name = "RegionId", .value = {.handle = Handle::region_id}});
  call.arguments.push_back({.name = "SecurityToken", .value = {}});
  call.arguments.push_back({.name = "SignatureType", .value = {}});
  call.expect = accepted_or_undeclared();
  one.calls = {std::move(call)};
  return one;
}

}  // namespace

void add_extras(const TestedAction& action, std::vector<Case>& all) {
  for (const Extra& extra : extras) all.push_back(extra_case(action, extra));
  all.push_back(two_owners_case(action));
  all.push_back(as_libraries_send_case(action));
}

}  // namespace hallmark::cases
