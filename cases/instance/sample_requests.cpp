// SPDX-License-Identifier: Apache-2.0
#include "cases/instance/sample_requests.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/force_stop.hpp"

namespace hallmark::cases {
namespace {

// Action=StartInstance&InstanceId=i-1&InitLocalDisk=true without what the runner supplies itself.
std::vector<Argument> arguments_of(std::string_view query) {
  std::vector<Argument> arguments;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(pair.size() == query.size() ? pair.size() : pair.size() + 1);
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const std::string_view value = pair.substr(equals + 1);
    if (name == "Action") continue;
    arguments.push_back(
        {.name = std::string{name},
         .value = name == "InstanceId" ? this_instance() : text(std::string{value})});
  }
  return arguments;
}

// A sample that initialises local disks is for an instance that has some.
bool is_for_local_disks(const std::vector<Argument>& arguments) {
  for (const Argument& argument : arguments) {
    if (argument.name == "InitLocalDisk" && argument.value.before == "true") return true;
  }
  return false;
}

// The month of its edition; of several editions of one month the first alone has that name.
std::string name_of(const TestedAction& action, const specs::Page& page) {
  const std::string month{page.edition.substr(0, 7)};
  const auto* const first = std::ranges::find_if(action.editions, [&month](const specs::Page* one) {
    return one->edition.starts_with(month);
  });
  if (*first == &page) return month;
  std::string name{page.edition};
  std::ranges::replace(name, ' ', '-');
  return name;
}

}  // namespace

Case sample_case(const TestedAction& action, const specs::Page& page) {
  Citations places;
  for (int n = 1; n <= static_cast<int>(page.samples.size()); ++n) {
    places.push_back({&page, specs::Citation::Kind::sample, n});
  }
  for (int n = 1; n <= static_cast<int>(page.responses.size()); ++n) {
    places.push_back({&page, specs::Citation::Kind::response, n});
  }
  Call call{.action = std::string{action.name}, .arguments = arguments_of(page.samples[0].query)};
  call.expect.allowed = {accepted(std::move(places))};
  call.expect.checks = AnswerChecks{AnswerCheck::root_element, AnswerCheck::request_id_present,
                                    AnswerCheck::success_without_code};
  Fixture fixture = action.fixture();
  if (is_for_local_disks(call.arguments)) {
    fixture.conditions = fixture.conditions.with(Condition::local_disk);
  }
  return {.id = std::string{action.slug} + "/sample/" + name_of(action, page),
          .tags = about(action, Family::sample),
          .fixture = fixture,
          .calls = {std::move(call)},
          .needs = needs_of(action)};
}

std::vector<Case> pages_and_flags(const TestedAction& action) {
  std::vector<Case> cases = error_row_cases(action);
  for (const specs::Page* page : action.editions) cases.push_back(sample_case(action, *page));
  std::ranges::move(force_stop_cases(action), std::back_inserter(cases));
  return cases;
}

std::vector<Case> instance_cases() {
  std::vector<Case> all;
  for (const TestedAction& action : tested_actions) {
    std::vector<Case> cases = action.cases(action);
    std::ranges::move(cases, std::back_inserter(all));
  }
  return all;
}

}  // namespace hallmark::cases
