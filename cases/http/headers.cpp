// SPDX-License-Identifier: Apache-2.0
//
// Names of headers mean the same in any case, and values of media types do.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/http/sections.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;
namespace signature_v3 = specs::common::signature_v3;

using When = Edit::When;
using Where = Edit::Where;

constexpr specs::Citation header_names = cite_clause(http::page, http::clause::header_names);
constexpr specs::Citation form_in_body = cite_clause(http::page, http::clause::post_form);
constexpr specs::Citation post_query = cite_clause(http::page, http::clause::post_query);

struct Renaming {
  std::string_view from;
  std::string_view upper;
  std::string_view title;
  bool only_when_sent = false;  // put there when all is signed
};

constexpr std::array<Renaming, 7> of_v3 = {{
    {"Host", "HOST", "host"},
    {"x-acs-action", "X-ACS-ACTION", "X-Acs-Action"},
    {"x-acs-version", "X-ACS-VERSION", "X-Acs-Version"},
    {"x-acs-date", "X-ACS-DATE", "X-Acs-Date"},
    {"x-acs-signature-nonce", "X-ACS-SIGNATURE-NONCE", "X-Acs-Signature-Nonce"},
    {"x-acs-content-sha256", "X-ACS-CONTENT-SHA256", "X-Acs-Content-Sha256", true},
    {"Authorization", "AUTHORIZATION", "authorization", true},
}};

Case names_case(bool upper) {
  Call call = plain_call(start_instance_action);
  for (const Renaming& row : of_v3) {
    call.edits.push_back({.when = row.only_when_sent ? When::after_signing : When::before_signing,
                          .where = Where::header,
                          .op = Edit::Op::rename,
                          .name = std::string{row.from},
                          .value = text(std::string{upper ? row.upper : row.title})});
  }
  call.expect.allowed = {accepted()};
  Case one = http_case(
      Family::header_names, upper ? "upper-case" : "other-case", std::move(call),
      {header_names, cite_clause(signature_v3::page, signature_v3::clause::canonical_headers)});
  if (!upper) one.tags.shows = Shows::header_case_under_v3;
  one.variants = {.v1 = false};
  return one;
}

// V1 needs Host and, for a form, Content-Type.
Case v1_names_case() {
  Call call = plain_call(start_instance_action);
  for (const std::string_view name : {"HOST", "CONTENT-TYPE"}) {
    call.edits.push_back({.where = Where::header,
                          .op = Edit::Op::rename,
                          .name = std::string{name},
                          .value = text(std::string{name})});
  }
  call.expect.allowed = {accepted()};
  Case one =
      http_case(Family::header_names, "upper-case-under-v1", std::move(call), {header_names});
  one.tags.shows = Shows::header_case_under_v1;
  one.variants = {.v3 = false};
  return one;
}

struct ContentType {
  std::string_view slug;
  std::string_view value;  // empty: left out
  bool with_form = true;   // the parameters are in the body
  std::string_view lenience = {};
  specs::Citation citation = form_in_body;
};

constexpr std::string_view form_needs_its_type =
    "a form body needs its content type; what becomes of it otherwise is not documented";

constexpr ContentType content_types[] = {
    {.slug = "charset", .value = "application/x-www-form-urlencoded; charset=UTF-8"},
    {.slug = "charset-without-blank", .value = "application/x-www-form-urlencoded;charset=utf-8"},
    {.slug = "upper-case", .value = "APPLICATION/X-WWW-FORM-URLENCODED"},
    {.slug = "absent", .value = "", .lenience = form_needs_its_type},
    {.slug = "text", .value = "text/plain", .lenience = form_needs_its_type},
    {.slug = "form-but-empty-body",
     .value = "application/x-www-form-urlencoded",
     .with_form = false,
     .citation = post_query},
    {.slug = "json-but-empty-body",
     .value = "application/json",
     .with_form = false,
     .lenience = "no document says whether the content type of an empty body counts",
     .citation = post_query},
};

Case content_type_case(const ContentType& row) {
  Call call = plain_call(start_instance_action);
  const bool drops = row.value.empty();
  call.edits = {{.where = Where::header,
                 .op = drops ? Edit::Op::drop : Edit::Op::set,
                 .name = "Content-Type",
                 .value = text(std::string{row.value})}};
  call.expect.allowed = {accepted()};
  if (!row.lenience.empty()) {
    call.expect.allowed.push_back(refused_by_http(4, {any_refusal}));
    call.expect.lenience = std::string{row.lenience};
  }
  Case one = http_case(Family::content_type, row.slug, std::move(call),
                       {row.citation, cite_common_parameter(signature_v3::page, "content-type")});
  one.level = Level::recommended;
  one.variants = {.get = false, .post_query = !row.with_form, .post_form = row.with_form};
  return one;
}

// An answer may come packed where that is accepted, and must be what it says.
Case gzip_case() {
  const DocumentedRefusal& refusal = refusal_of(start_instance_action, RefusalReason::wrong_status);
  Call call = call_of(start_instance_action, refusal);
  call.edits = {{.where = Where::header,
                 .op = Edit::Op::set,
                 .name = "Accept-Encoding",
                 .value = text("gzip")}};
  allow(call.expect.allowed, refusal);
  call.expect.checks = AnswerChecks{AnswerCheck::requested_format, AnswerCheck::request_id_present};
  Case one = http_case(Family::content_type, "where-gzip-is-accepted", std::move(call),
                       {cite_clause(http::page, http::clause::content_encoding)});
  one.fixture = refusal.world;
  one.level = Level::recommended;
  return one;
}

}  // namespace

void add_headers(std::vector<Case>& all) {
  all.push_back(names_case(true));
  all.push_back(names_case(false));
  all.push_back(v1_names_case());
  for (const ContentType& row : content_types) all.push_back(content_type_case(row));
  all.push_back(gzip_case());
}

}  // namespace hallmark::cases
