// SPDX-License-Identifier: Apache-2.0
//
// Paths other than /, and queries longer than usual.
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/undeclared.hpp"
#include "cases/http/sections.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;

constexpr specs::Citation path = cite_clause(http::page, http::clause::path);
constexpr specs::Citation requests = cite_clause(http::page, http::clause::post);

struct OtherPath {
  std::string_view slug;
  std::string_view path;
};

constexpr OtherPath paths[] = {
    {.slug = "another", .path = "/hallmark/no/such/path"},
    {.slug = "two-slashes", .path = "//"},
    {.slug = "action", .path = "/StartInstance"},
    {.slug = "upwards", .path = "/../"},
};

Case path_case(const OtherPath& row) {
  Call call = plain_call(start_instance_action);
  call.edits = {{.where = Edit::Where::path, .value = text(std::string{row.path})}};
  call.expect = {.allowed = {accepted(), refused_by_http(4, {path})},
                 .lenience = "calls go to /; what another path answers is not documented"};
  Case one = http_case(Family::path, row.slug, std::move(call), {path});
  one.level = Level::recommended;
  return one;
}

struct Length {
  std::string_view slug;
  std::size_t bytes;
  int parameters = 1;
  bool may_be_refused = false;
  Shows shows = Shows::none;
};

constexpr Length lengths[] = {
    {.slug = "2-kib", .bytes = 2048},
    {.slug = "8-kib", .bytes = 8192, .may_be_refused = true},
    {.slug = "64-kib", .bytes = 65536, .may_be_refused = true},
    {.slug = "40-parameters", .bytes = 8, .parameters = 40, .shows = Shows::many_parameters},
    {.slug = "500-parameters", .bytes = 4, .parameters = 500, .may_be_refused = true},
};

Case length_case(const Length& row) {
  Call call = plain_call(start_instance_action);
  for (int i = 1; i <= row.parameters; ++i) {
    call.arguments.push_back({.name = "HallmarkInvented." + std::to_string(i),
                              .value = text(std::string(row.bytes, 'x'))});
  }
  call.expect = accepted_or_undeclared();
  if (row.may_be_refused) {
    call.expect.allowed.push_back(refused_by_http(4, {any_refusal}));
    call.expect.lenience = "no document limits a request, and every server does";
  }
  Case one = http_case(Family::length, row.slug, std::move(call), {requests});
  one.level = Level::recommended;
  one.tags.shows = row.shows;
  one.needs.emplace_back("start-instance/parameter/extra/invented");
  return one;
}

}  // namespace

void add_targets(std::vector<Case>& all) {
  for (const OtherPath& row : paths) all.push_back(path_case(row));
  for (const Length& row : lengths) all.push_back(length_case(row));
}

}  // namespace hallmark::cases
