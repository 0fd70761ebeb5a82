// SPDX-License-Identifier: Apache-2.0
#include "cases/parameter/united_parameter.hpp"

#include <algorithm>

namespace hallmark::cases {

std::vector<UnitedParameter> united_parameters(const TestedAction& action) {
  std::vector<UnitedParameter> united;
  for (const specs::Page* page : action.editions) {
    for (const specs::ParameterSpec& row : page->parameters) {
      auto same = std::find_if(united.begin(), united.end(),
                               [&row](const UnitedParameter& one) { return one.name == row.name; });
      if (same == united.end()) {
        same = united.insert(united.end(), {.name = row.name,
                                            .type = row.type,
                                            .names_the_action = row.name == "Action",
                                            .default_value = row.default_value,
                                            .citations = {}});
      }
      same->required = same->required || row.presence == specs::Presence::required;
      same->citations.push_back({page, specs::Citation::Kind::parameter, row.row});
    }
  }
  return united;
}

Case derived_case(const TestedAction& action, const UnitedParameter& parameter,
                  std::string_view asked, Shows shows) {
  std::string id{action.slug};
  id.append("/parameter/derived/").append(slug_of(parameter.name)).append("/").append(asked);
  return {.id = std::move(id),
          .tags = {.chapter = Chapter::of_an_action,
                   .family = Family::parameter,
                   .action = action.name,
                   .shows = shows,
                   .parameter = parameter.name,
                   .word = std::string{asked}},
          .fixture = action.fixture(),
          .effect = {.look = Effect::Look::once},
          .citations = parameter.citations,
          .needs = needs_of(action)};
}

void tie_to_editions(Case& one, const UnitedParameter& parameter) {
  for (Call& call : one.calls) {
    for (Answer& answer : call.expect.allowed) {
      answer.citations.insert(answer.citations.end(), parameter.citations.begin(),
                              parameter.citations.end());
    }
  }
}

}  // namespace hallmark::cases
