// SPDX-License-Identifier: Apache-2.0
//
// Ways of HTTP to carry a request that no page forbids and not all clients go. An endpoint that
// minds one may refuse the request; who takes it takes all of it.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {

struct Carriage {
  std::string_view slug;
  Variant variant;
  specs::Citation rule;  // of how it travels
  std::string_view header = {};
  std::string_view value = {};
  bool http_1_0 = false;
  bool of_forms = false;  // what it says is said of a form
};

inline constexpr std::array carriages = {
    Carriage{.slug = "charset",
             .variant = {Method::post_form, Format::json, Signature::v1},
             .rule = cite_clause(specs::common::http::page, specs::common::http::clause::post_form),
             .header = "Content-Type",
             .value = "application/x-www-form-urlencoded; charset=UTF-8",
             .of_forms = true},
    Carriage{
        .slug = "form-but-empty-body",
        .variant = {Method::post_query, Format::xml, Signature::v1},
        .rule = cite_clause(specs::common::http::page, specs::common::http::clause::post_query),
        .header = "Content-Type",
        .value = "application/x-www-form-urlencoded",
        .of_forms = true},
    Carriage{
        .slug = "connection-close",
        .variant = {Method::get, Format::xml, Signature::v1},
        .rule = cite_clause(specs::common::http::page, specs::common::http::clause::keep_alive),
        .header = "Connection",
        .value = "close"},
    Carriage{.slug = "http-1-0",
             .variant = {Method::get, Format::xml, Signature::v1},
             .rule = cite_clause(specs::common::http::page, specs::common::http::clause::get),
             .http_1_0 = true},
};

// Has the only call of a case travel so, once. Whoever minds may refuse it: whatever speaks HTTP
// has a status of its own for a version that it does not know (RFC 9110, 15.6.6).
inline void send_by(const Carriage& carriage, Case& one, const TestedAction& action) {
  one.once = true;
  one.citations.push_back(carriage.rule);
  Call& call = one.calls.front();
  call.variant = carriage.variant;
  call.http_1_0 = carriage.http_1_0;
  if (!carriage.header.empty()) {
    call.edits.push_back({.where = Edit::Where::header,
                          .name = std::string{carriage.header},
                          .value = text(std::string{carriage.value})});
  }
  Answer minds = refused_by_http(4, {any_refusal});
  add_places(minds.citations, action.accepted);
  call.expect.allowed.push_back(minds);
  if (carriage.http_1_0) {
    minds.status = 505;
    minds.status_class = 5;
    call.expect.allowed.push_back(minds);
  }
  call.expect.lenience = "whoever minds a way to travel that no page speaks of may refuse it";
}

}  // namespace hallmark::cases
