// SPDX-License-Identifier: Apache-2.0
#include "cases/dry_run/hidden_flag.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/base/company.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/dry_run/known_dry_run.hpp"
#include "specs/common/public_parameters.hpp"

namespace hallmark::cases {
namespace {

constexpr int many = 16;
constexpr std::size_t long_value = 2048;  // bytes

Argument filler(int number, std::size_t size) {
  return {.name = "HallmarkInvented." + std::to_string(number),
          .value = text(std::string(size, 'x'))};
}

// Refused it is in any case: as a dry run that passes, or for the parameters beside it.
Case hidden_case(const TestedAction& action, std::string_view where, Call call) {
  call.expect.allowed = {refused_4xx("*", {action.dry_run.begin(), action.dry_run.end()})};
  std::vector<std::string> needs = needs_of_dry_run(action);
  needs.push_back(id_of_dry_run(action, "passes"));
  return {.id = id_of_dry_run(action, where),
          .tags = about(action, Family::dry_run),
          .fixture = action.fixture(),
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once},
          .citations = {action.dry_run.begin(), action.dry_run.end()},
          .dry_run = true,
          .needs = std::move(needs)};
}

}  // namespace

void add_hidden_flags(std::vector<Case>& all) {
  const Argument dry_run{.name = "DryRun", .value = text("true")};
  for (const TestedAction& action : tested_actions) {
    if (action.dry_run.empty()) continue;

    Call behind = plain_call(action);
    for (int i = 1; i <= many; ++i) behind.arguments.push_back(filler(i, 1));
    behind.arguments.push_back(dry_run);
    all.push_back(hidden_case(action, "behind-many-parameters", std::move(behind)));

    Call before = plain_call(action);
    before.arguments.insert(before.arguments.begin(), dry_run);
    for (int i = 1; i <= many; ++i) before.arguments.push_back(filler(i, 1));
    all.push_back(hidden_case(action, "before-many-parameters", std::move(before)));

    Call behind_long = plain_call(action);
    behind_long.arguments.push_back(filler(1, long_value));
    behind_long.arguments.push_back(dry_run);
    all.push_back(hidden_case(action, "behind-a-long-parameter", std::move(behind_long)));

    for (const Company& company : companies) {
      Call beside = plain_call(action);
      add_company(beside, company);
      beside.arguments.push_back(dry_run);
      all.push_back(
          hidden_case(action, std::string{"beside-"}.append(company.slug), std::move(beside)));
      all.back().depth = 2;
    }
  }
}

}  // namespace hallmark::cases
