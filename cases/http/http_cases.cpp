// SPDX-License-Identifier: Apache-2.0
//
// What carries the calls: the sections of this family in one list.
#include <string>
#include <utility>

#include "cases/families.hpp"
#include "cases/http/sections.hpp"

namespace hallmark::cases {

Case http_case(Family family, std::string_view asked, Call call, Citations citations) {
  std::string id{"http/"};
  id.append(name_of(family)).append("/").append(asked);
  Case one{.id = std::move(id),
           .tags = {.chapter = Chapter::http, .family = family, .word = std::string{asked}},
           .effect = {.look = Effect::Look::once},
           .citations = std::move(citations),
           .needs = needs_of(start_instance_action)};
  one.calls.push_back(std::move(call));
  return one;
}

std::vector<Case> http_cases() {
  std::vector<Case> all;
  add_methods(all);
  add_connections(all);
  add_headers(all);
  add_bodies(all);
  add_targets(all);
  add_names(all);
  return all;
}

}  // namespace hallmark::cases
