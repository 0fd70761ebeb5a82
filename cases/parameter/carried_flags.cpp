// SPDX-License-Identifier: Apache-2.0
//
// A flag that is true does what it is for however the request travels that says so: in each of the
// variants, with what clients say of a form, and on a connection that is to be closed.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/parameter/true_flag.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;

struct Header {
  std::string_view slug;
  std::string_view name;
  std::string_view value;
  Variant variant;
  specs::Citation rule;  // of how it travels
};

// An endpoint that minds one may refuse the request.
constexpr std::array headers = {
    Header{"charset", "Content-Type", "application/x-www-form-urlencoded; charset=UTF-8",
           Variant{Method::post_form, Format::json, Signature::v1},
           cite_clause(http::page, http::clause::post_form)},
    Header{"form-but-empty-body", "Content-Type", "application/x-www-form-urlencoded",
           Variant{Method::post_query, Format::xml, Signature::v1},
           cite_clause(http::page, http::clause::post_query)},
    Header{"connection-close", "Connection", "close",
           Variant{Method::get, Format::xml, Signature::v1},
           cite_clause(http::page, http::clause::keep_alive)},
};
constexpr std::string_view headers_may_be_minded =
    "whoever minds a header that no page speaks of may refuse the request";

Case carried(const TestedAction& action, const UnitedParameter& parameter, std::string slug,
             Variant variant) {
  Case one = derived_case(action, parameter, "true/" + std::move(slug));
  one.depth = 2;
  one.once = true;
  one.calls = {plain_call(action)};
  one.calls.front().variant = variant;
  say_it_is_true(action, parameter, one);
  tie_to_editions(one, parameter);
  return one;
}

std::string slug_of_variant(Variant variant) {
  std::string slug = variant.name();
  std::ranges::replace(slug, '.', '-');
  return slug;
}

}  // namespace

std::vector<Case> carried_flag_cases() {
  std::vector<Case> all;
  for (const TestedAction& action : tested_actions) {
    for (const UnitedParameter& parameter : united_parameters(action)) {
      if (!parameter.is_boolean()) continue;
      for (const Variant variant : full_variants()) {
        if (std::ranges::find(base_variants(), variant) != base_variants().end()) continue;
        all.push_back(carried(action, parameter, "by-" + slug_of_variant(variant), variant));
      }
      for (const Header& header : headers) {
        Case one = carried(action, parameter, std::string{header.slug}, header.variant);
        Call& call = one.calls.front();
        call.edits = {{.where = Edit::Where::header,
                       .name = std::string{header.name},
                       .value = text(std::string{header.value})}};
        call.expect.allowed.push_back(refused_by_http(4, {any_refusal}));
        add_places(call.expect.allowed.back().citations, action.accepted);
        call.expect.lenience = headers_may_be_minded;
        one.citations.push_back(header.rule);
        all.push_back(std::move(one));
      }
    }
  }
  return all;
}

}  // namespace hallmark::cases
