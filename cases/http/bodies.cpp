// SPDX-License-Identifier: Apache-2.0
//
// Parameters in a form body: '+' is a blank there, and some of them may stay in the URL.
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/undeclared.hpp"
#include "cases/http/sections.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;
namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;

constexpr specs::Citation post_form = cite_clause(http::page, http::clause::post_form);
constexpr specs::Citation query_and_form =
    cite_clause(signature_v1::page, signature_v1::clause::query_and_form);
constexpr VariantFilter forms_only = {.get = false, .post_query = false};

Argument form_argument(std::string_view name, std::string_view value,
                       Encoding encoding = Encoding::canonical) {
  return {.name = std::string{name}, .value = text(std::string{value}), .encoding = encoding};
}

Case form_case(std::string_view asked, Call call, Citations citations) {
  call.expect.allowed = {accepted()};
  Case one = http_case(Family::form, asked, std::move(call), std::move(citations));
  one.variants = forms_only;
  return one;
}

// The value travels in a parameter that no action declares, so that case comes first.
Case plus_case(std::string_view asked, std::string_view value) {
  Call call = plain_call(start_instance_action);
  call.arguments.push_back(form_argument("HallmarkInvented", value, Encoding::plus));
  Case one = form_case(asked, std::move(call),
                       {post_form, cite_clause(signature_v1::page, signature_v1::clause::blank)});
  one.calls.front().expect = accepted_or_undeclared();
  one.needs.emplace_back("start-instance/parameter/extra/invented");
  return one;
}

// Signed as one set, wherever they travel.
Case split_case(std::string_view asked, bool instance_in_query, bool v1) {
  Call call = plain_call(start_instance_action);
  call.arguments.push_back(form_argument("InitLocalDisk", "false"));
  call.apart = {(instance_in_query ? call.arguments.front() : call.arguments.back()).name};
  Case one = form_case(
      asked, std::move(call),
      {post_form, v1 ? query_and_form
                     : cite_clause(signature_v3::page, signature_v3::clause::canonical_query)});
  if (!v1) one.level = Level::recommended;
  one.variants.v1 = v1;
  one.variants.v3 = !v1;
  return one;
}

}  // namespace

void add_bodies(std::vector<Case>& all) {
  all.push_back(plus_case("plus-is-a-blank", "a b"));
  all.push_back(plus_case("plus-and-encoded-plus", " 1+1 = 2 "));
  all.push_back(split_case("instance-id-in-the-url", true, true));
  all.push_back(split_case("option-in-the-url", false, true));
  all.push_back(split_case("instance-id-in-the-url-under-v3", true, false));
  all.push_back(split_case("option-in-the-url-under-v3", false, false));
}

}  // namespace hallmark::cases
