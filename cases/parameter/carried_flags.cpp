// SPDX-License-Identifier: Apache-2.0
//
// A flag that is true does what it is for however the request travels that says so: in each of the
// variants, with what clients say of a form, as HTTP/1.0, and on a connection that is to
// be closed.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"
#include "cases/http/carriage.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/parameter/true_flag.hpp"

namespace hallmark::cases {
namespace {

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
      for (const Carriage& carriage : carriages) {
        Case one = carried(action, parameter, std::string{carriage.slug}, carriage.variant);
        send_by(carriage, one, action);
        all.push_back(std::move(one));
      }
    }
  }
  return all;
}

}  // namespace hallmark::cases
