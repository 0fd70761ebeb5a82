// SPDX-License-Identifier: Apache-2.0
//
// Methods that no action takes. The request is signed for the method it is sent with, so nothing
// but the method is wrong with it.
#include <string>
#include <string_view>
#include <utility>

#include "cases/http/sections.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace http = specs::common::http;

constexpr specs::Citation other_methods = cite_clause(http::page, http::clause::other_methods);

struct OtherMethod {
  std::string_view slug;
  std::string_view method;
  bool asks_for_options = false;
};

constexpr OtherMethod methods[] = {
    {.slug = "put", .method = "PUT"},
    {.slug = "delete", .method = "DELETE"},
    {.slug = "patch", .method = "PATCH"},
    {.slug = "head", .method = "HEAD"},
    {.slug = "options", .method = "OPTIONS", .asks_for_options = true},
    {.slug = "invented", .method = "HALLMARK"},
};

Case method_case(const OtherMethod& row) {
  Call call = plain_call(start_instance_action);
  call.edits = {{.where = Edit::Where::method, .value = text(std::string{row.method})}};
  call.expect.allowed = {
      refused(403, "UnsupportedHTTPMethod",
              {common_row(errors::unsupported_http_method_zh),
               common_row(errors::unsupported_http_method_en)}),
      refused(400, "UnsupportedHTTPMethod", {common_row(errors::gateway_unsupported_http_method)}),
      refused_by_http(4, {other_methods}), refused_by_http(5, {other_methods})};
  // 501 is HTTP's own word for a method that the server does not know; no other 5xx will do.
  call.expect.allowed.back().status = 501;
  call.expect.allowed.back().code = "*";
  call.expect.lenience =
      "403 and 400 are documented, 405 and 501 are HTTP's own words for the same";
  if (row.asks_for_options) {
    call.expect.allowed.push_back({.citations = {other_methods}, .bare = true});
    call.expect.lenience += "; browsers ask with OPTIONS first, and are told what is allowed";
  }
  Case one = http_case(Family::method, row.slug, std::move(call), {other_methods});
  if (row.asks_for_options) {
    one.level = Level::recommended;
    // Whatever is told of it, it starts nothing.
    one.effect.seen = specs::StatusSet{specs::InstanceStatus::stopped};
  }
  one.variants.post_form = false;
  return one;
}

}  // namespace

void add_methods(std::vector<Case>& all) {
  for (const OtherMethod& row : methods) all.push_back(method_case(row));
}

}  // namespace hallmark::cases
