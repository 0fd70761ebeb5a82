// SPDX-License-Identifier: Apache-2.0
//
// Actions and versions that there are not. The name of an action is case-sensitive. That a request
// names no action at all is asked in parameter/.
#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "cases/http/sections.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace http = specs::common::http;
namespace public_parameters = specs::common::public_parameters;
namespace signature_v3 = specs::common::signature_v3;

constexpr AllowedRefusal unknown_action[] = {
    {.status = 404,
     .code = "InvalidAction.NotFound",
     .citation = common_row(errors::gateway_action_not_found)},
    {.code = "InvalidAction*", .citation = common_row(errors::invalid_action)},
    {.code = "InvalidApi*", .citation = common_row(errors::gateway_api_not_found)},
    {.code = "UnsupportedOperation", .citation = common_row(errors::gateway_unsupported_operation)},
    {.code = "InvalidParameter*", .citation = common_row(errors::invalid_action_or_version)},
};

constexpr AllowedRefusal unknown_version[] = {
    {.code = "InvalidAction.NotFound", .citation = common_row(errors::invalid_version_live)},
    {.code = "InvalidVersion*", .citation = common_row(errors::gateway_invalid_version)},
    {.code = "NoSuchVersion", .citation = common_row(errors::gateway_no_such_version)},
    {.code = "UnsupportedOperation", .citation = common_row(errors::gateway_unsupported_operation)},
    {.code = "InvalidParameter*", .citation = common_row(errors::invalid_action_or_version)},
    {.code = "InvalidApi*", .citation = common_row(errors::gateway_api_not_found)},
    {.code = "InvalidProduct*", .citation = common_row(errors::gateway_product_not_found)},
};

constexpr AllowedRefusal no_version[] = {
    {.code = "MissingParameter*", .citation = common_row(errors::missing_version)},
    {.code = "Missing*", .citation = common_row(errors::gateway_missing)},
    {.code = "InvalidParameter*", .citation = common_row(errors::invalid_action_or_version)},
    {.code = "InvalidAction*", .citation = common_row(errors::invalid_version_live)},
    {.code = "InvalidVersion*", .citation = common_row(errors::gateway_invalid_version)},
    {.code = "NoSuchVersion", .citation = common_row(errors::gateway_no_such_version)},
    {.code = "InvalidApi*", .citation = common_row(errors::gateway_api_not_found)},
};

constexpr std::string_view families_differ =
    "the ECS table, the gateway and the live service name this fault differently";

std::string in_case(std::string_view name, int (*change)(int)) {
  std::string changed{name};
  std::transform(changed.begin(), changed.end(), changed.begin(), [change](char c) {
    return static_cast<char>(change(static_cast<unsigned char>(c)));
  });
  return changed;
}

Case named_case(const TestedAction& action, Family family, std::string_view asked, Edit edit,
                std::span<const AllowedRefusal> refusals, Citations citations) {
  edit.name = family == Family::action ? "Action" : "Version";
  Call call = plain_call(action);
  call.edits = {std::move(edit)};
  call.expect = {.allowed = answers(refusals), .lenience = std::string{families_differ}};
  Case one = http_case(family, asked, std::move(call), std::move(citations));
  one.fixture = action.fixture();
  one.needs = needs_of(action);
  return one;
}

struct Unknown {
  std::string_view slug;
  std::string_view text;
  Level level = Level::required;
};

constexpr Unknown actions[] = {
    {.slug = "unknown", .text = "HallmarkUnknownAction"},
    {.slug = "part-of-a-name", .text = "Start"},
    {.slug = "more-than-a-name", .text = "StartInstanceNow"},
    {.slug = "two-names", .text = "StartInstance,RebootInstance"},
    {.slug = "with-a-path", .text = "/StartInstance"},
    {.slug = "wildcard", .text = "StartInstanc*"},
};

void add_actions(std::vector<Case>& all) {
  const Citations citations = {cite_clause(http::page, http::clause::unknown_action),
                               cite_common_parameter(public_parameters::page, "Action"),
                               cite_common_parameter(signature_v3::page, "x-acs-action")};
  for (const Unknown& row : actions) {
    all.push_back(named_case(start_instance_action, Family::action, row.slug,
                             {.value = text(std::string{row.text})}, unknown_action, citations));
  }
  for (const TestedAction& action : tested_actions) {
    const Citations case_sensitive = {cite_clause(http::page, http::clause::action_case)};
    all.push_back(named_case(action, Family::action, std::string{"lower-case/"}.append(action.slug),
                             {.value = text(in_case(action.name, std::tolower))}, unknown_action,
                             case_sensitive));
    all.push_back(named_case(action, Family::action, std::string{"upper-case/"}.append(action.slug),
                             {.value = text(in_case(action.name, std::toupper))}, unknown_action,
                             case_sensitive));
  }
}

constexpr Unknown versions[] = {
    {.slug = "unknown", .text = "2016-03-14"},
    {.slug = "of-another-product", .text = "2014-05-15"},
    {.slug = "of-the-future", .text = "2999-12-31"},
    {.slug = "malformed", .text = "version one"},
    {.slug = "part-of-a-version", .text = "2014-05"},
    {.slug = "other-form", .text = "20140526"},
};

void add_versions(std::vector<Case>& all) {
  const Citations citations = {cite_clause(http::page, http::clause::unknown_version),
                               cite_common_parameter(public_parameters::page, "Version"),
                               cite_common_parameter(signature_v3::page, "x-acs-version")};
  for (const Unknown& row : versions) {
    all.push_back(named_case(start_instance_action, Family::version, row.slug,
                             {.value = text(std::string{row.text})}, unknown_version, citations));
  }
  all.push_back(named_case(start_instance_action, Family::version, "absent", {.op = Edit::Op::drop},
                           no_version, citations));
  all.push_back(
      named_case(start_instance_action, Family::version, "empty", {}, no_version, citations));
}

// The header says StartInstance, a signed parameter something else: the header is the protocol's.
Case action_named_twice() {
  Call call = plain_call(start_instance_action);
  call.arguments.push_back({.name = "Action", .value = text("RebootInstance")});
  call.expect = {.allowed = {accepted(), refused_4xx("*", {any_refusal})},
                 .lenience = "no document says whether Action may stand beside x-acs-action"};
  Case one = http_case(Family::action, "parameter-beside-the-header", std::move(call),
                       {cite_common_parameter(signature_v3::page, "x-acs-action")});
  one.level = Level::recommended;
  one.variants = {.v1 = false};
  return one;
}

}  // namespace

void add_names(std::vector<Case>& all) {
  add_actions(all);
  add_versions(all);
  all.push_back(action_named_twice());
}

}  // namespace hallmark::cases
