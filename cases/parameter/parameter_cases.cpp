// SPDX-License-Identifier: Apache-2.0
//
// Everything that is asked about parameters, whatever the action makes of them.
#include "cases/families.hpp"
#include "cases/parameter/derivations.hpp"

namespace hallmark::cases {

std::vector<Case> parameter_cases() {
  std::vector<Case> all;
  for (const TestedAction& action : tested_actions) {
    for (const UnitedParameter& parameter : united_parameters(action)) {
      const std::size_t first = all.size();
      derive_presence(action, parameter, all);
      derive_booleans(action, parameter, all);
      derive_names(action, parameter, all);
      derive_spelled_names(action, parameter, all);
      derive_instance_ids(action, parameter, all);
      for (std::size_t i = first; i < all.size(); ++i) tie_to_editions(all[i], parameter);
    }
    add_extras(action, all);
  }
  add_encodings(all);
  return all;
}

}  // namespace hallmark::cases
