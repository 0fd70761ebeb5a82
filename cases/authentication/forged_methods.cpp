// SPDX-License-Identifier: Apache-2.0
//
// Signed for the method that the action takes, and sent with one that no action takes: a server
// that passes HEAD for GET, or PUT for POST, must not carry it out.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/http/sections.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;

constexpr specs::Citation other_methods = cite_clause(http::page, http::clause::other_methods);

Case sent_as(const Door& door, std::string_view slug, std::string_view method) {
  Call call = edited_call(start_instance_action, {.when = Edit::When::after_signing,
                                                  .where = Edit::Where::method,
                                                  .value = text(std::string{method})});
  Case one =
      forgery(door, start_instance_action, std::string{"sent-as-"}.append(slug), std::move(call));
  Expectation& expect = one.calls.front().expect;
  expect = {.allowed = {refused_by_http(4, {other_methods}), refused_by_http(5, {other_methods})}};
  expect.allowed.back().status = 501;
  expect.allowed.back().code = "*";
  expect.lenience = "the method is refused, or the signature; HTTP has words of its own for both";
  if (method == "OPTIONS") {
    expect.allowed.push_back({.citations = {other_methods}, .bare = true});
    expect.lenience += "; browsers ask with OPTIONS first, and are told what is allowed";
    one.effect.seen = specs::StatusSet{specs::InstanceStatus::stopped};
    one.level = Level::recommended;
  }
  one.citations.push_back(other_methods);
  one.variants.post_form = false;
  return one;
}

}  // namespace

void add_forged_methods(std::vector<Case>& all) {
  for (const Door& door : doors) {
    all.push_back(sent_as(door, "head", "HEAD"));
    all.push_back(sent_as(door, "options", "OPTIONS"));
    all.push_back(sent_as(door, "put", "PUT"));
    all.push_back(sent_as(door, "delete", "DELETE"));
    all.push_back(sent_as(door, "patch", "PATCH"));
  }
}

}  // namespace hallmark::cases
