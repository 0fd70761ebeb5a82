// SPDX-License-Identifier: Apache-2.0
//
// Parameters of a POST travel in the URL or in a form, and are one set: each of those that an
// action declares, in the other place than the rest. Whoever reads one of the two only misses it,
// and a dry run becomes the call itself.
//
//   reboot-instance/parameter/derived/dry-run/in-the-url-beside-a-form
//   start-instance/parameter/derived/init-local-disk/in-a-form-beside-the-url/v3
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/authentication/door.hpp"
#include "cases/families.hpp"
#include "cases/parameter/derivations.hpp"
#include "cases/parameter/true_flag.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {
namespace {

namespace http = specs::common::http;
namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;

struct Place {
  std::string_view slug;
  VariantFilter ways;
};

constexpr std::array<Place, 2> other_places = {{
    {.slug = "in-the-url-beside-a-form", .ways = {.get = false, .post_query = false}},
    {.slug = "in-a-form-beside-the-url", .ways = {.get = false, .post_form = false}},
}};

Case placed(const TestedAction& action, const UnitedParameter& parameter, const Place& place,
            const Door& door) {
  const std::string asked = std::string{place.slug} + (door.is_v1() ? "" : "/v3");
  Case one = derived_case(action, parameter, asked);
  one.variants = place.ways;
  one.variants.v1 = door.is_v1();
  one.variants.v3 = !door.is_v1();
  one.citations.push_back(cite_clause(http::page, http::clause::post_form));
  one.citations.push_back(
      door.is_v1() ? cite_clause(signature_v1::page, signature_v1::clause::query_and_form)
                   : cite_clause(signature_v3::page, signature_v3::clause::canonical_query));
  // V1 signs what travels in either place as one set. V3 tells of each apart.
  if (!door.is_v1()) one.level = Level::recommended;
  one.calls = {plain_call(action)};
  one.calls.front().apart = {std::string{parameter.name}};
  one.calls.front().expect.allowed = {accepted()};
  if (parameter.is_boolean()) say_it_is_true(action, parameter, one);
  tie_to_editions(one, parameter);
  return one;
}

}  // namespace

std::vector<Case> placed_cases() {
  std::vector<Case> all;
  for (const TestedAction& action : tested_actions) {
    for (const UnitedParameter& parameter : united_parameters(action)) {
      const bool shows =
          parameter.names_the_action || parameter.is_instance_id() || parameter.is_boolean();
      if (!shows) continue;
      for (const Place& place : other_places) {
        all.push_back(placed(action, parameter, place, door_v1));
        // Alone it has no rest; and Action is a header there.
        if (parameter.is_boolean()) all.push_back(placed(action, parameter, place, door_v3));
      }
    }
  }
  return all;
}

}  // namespace hallmark::cases
