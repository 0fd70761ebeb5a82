// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/client_plan.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <utility>

#include "cases/pattern.hpp"
#include "reports/nearest.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::runner {
namespace {

namespace client = cases::client;
using client::Forms;

// By the cases on which others stand: what is wrong where one fails.
using Cause = std::pair<std::string_view, std::string_view>;
constexpr Cause causes[] = {
    {"client/speaks", "the client does not send a request, or not answer"},
    {"client/tells-errors", "the client does not tell errors from successes"},
    {"request/signature", "requests are not signed as documented"},
};

std::shared_ptr<const reports::Check> check_of(const client::Case& one) {
  reports::Check check{.id = one.id,
                       .level = one.level,
                       .chapter = std::string{reports::chapter_of(one.id)},
                       .given = "the client is answered: " + one.given,
                       .needs = one.needs};
  for (const client::Call& call : one.calls) {
    const std::string said = client::describe(call);
    if (check.when.empty() || check.when.back() != said) check.when.push_back(said);
  }
  if (one.copies > 1) {
    check.when.back() +=
        ", " + std::to_string(one.copies) + " times, " + std::to_string(one.at_once) + " at once";
  }
  for (const specs::Citation& place : one.citations) {
    check.citations.push_back(reports::citation_of(place));
  }
  const auto* const known = std::ranges::find(causes, one.id, &Cause::first);
  if (known != std::end(causes)) check.cause = known->second;
  return std::make_shared<const reports::Check>(std::move(check));
}

std::vector<std::string> variants_of(const client::Case& one,
                                     const std::vector<std::string>& signatures,
                                     const std::vector<std::string>& formats) {
  const auto if_known = [&](const std::string& format) {
    const bool known = std::ranges::find(formats, format) != formats.end();
    return known ? std::vector<std::string>{format} : std::vector<std::string>{};
  };
  switch (one.forms) {
    case Forms::once:
      return {""};
    case Forms::by_signature:
      return signatures;
    case Forms::json:
      return if_known("json");
    case Forms::xml:
      return if_known("xml");
  }
  return {};
}

bool matches(const std::vector<std::string>& patterns, std::string_view id,
             std::string_view variant) {
  return std::ranges::any_of(
      patterns, [&](const std::string& text) { return cases::Pattern{text}.matches(id, variant); });
}

}  // namespace

std::vector<ListedClientCase> list_client_cases() {
  std::vector<ListedClientCase> all;
  for (const client::Case& one : client::library()) {
    for (const std::string& variant : variants_of(one, {"v1", "v3"}, {"json", "xml"})) {
      all.push_back({.id = one.id,
                     .variant = variant,
                     .level = std::string{cases::name_of(one.level)},
                     .given = one.given,
                     .looked_at = std::string{client::words_of(one.look)},
                     .when = client::describe(one.calls.front())});
    }
  }
  return all;
}

void check_patterns(const ClientSelection& selection) {
  const std::vector<ListedClientCase> all = list_client_cases();
  const auto check = [&](const std::string& option, const std::vector<std::string>& patterns) {
    for (const std::string& text : patterns) {
      const cases::Pattern pattern{text};
      const bool known = text == protocol_case || std::ranges::any_of(all, [&](const auto& one) {
                           return pattern.matches(one.id, one.variant);
                         });
      if (!known) {
        std::vector<std::string_view> ids;
        for (const ListedClientCase& one : all) ids.push_back(one.id);
        const auto repeated = std::ranges::unique(ids);  // those of a case stand together
        ids.erase(repeated.begin(), repeated.end());
        const cases::Pattern of_id{cases::id_in(text)};
        const bool knows_id =
            std::ranges::any_of(ids, [&](std::string_view id) { return of_id.matches(id, {}); });
        throw std::invalid_argument{option + " '" + text + "' matches nothing" +
                                    (pattern.names_variant() && knows_id
                                         ? " in that variant"
                                         : reports::did_you_mean_path(cases::id_in(text), ids)) +
                                    " (hallmark sdk --list shows what there is)"};
      }
    }
  };
  check("--select", selection.select);
  check("--skip", selection.skip);
}

bool PlannedClientCase::is_at_endpoint() const {
  return std::ranges::any_of(test->calls, [](const client::Call& call) {
    return call.answers.front().kind == client::Answer::Kind::endpoint;
  });
}

bool ClientPlan::is_selected(std::string_view id, std::string_view variant) const {
  return (selection_.select.empty() || matches(selection_.select, id, variant)) &&
         !matches(selection_.skip, id, variant);
}

bool ClientPlan::is_chosen(std::string_view id, std::string_view variant) const {
  if (!is_selected(id, variant)) return false;
  if (selection_.shard_total <= 1) return true;
  return Fnv1a{}.add(id).add("@").add(variant).value() % selection_.shard_total ==
         selection_.shard_index - 1;
}

// Forms of one case share its check.
std::shared_ptr<const reports::Check> ClientPlan::check_for(const client::Case& one) {
  std::shared_ptr<const reports::Check> made = check_of(one);
  std::shared_ptr<const reports::Check>& kept = checks_[one.id];
  if (!kept) kept = made;
  return *kept == *made ? kept : made;
}

std::vector<std::vector<PlannedClientCase>> ClientPlan::floors(
    const Hello& hello, const std::vector<std::string>& formats) {
  std::vector<PlannedClientCase> all;
  std::set<std::string> wanted;  // by id, what others need
  const auto& library = client::library();
  for (auto one = library.rbegin(); one != library.rend(); ++one) {
    for (const std::string& variant : variants_of(*one, hello.signatures, formats)) {
      if (!is_chosen(one->id, variant) && !wanted.contains(one->id)) continue;
      wanted.insert(one->needs.begin(), one->needs.end());
      all.push_back({&*one, variant, check_for(*one)});
    }
  }
  std::ranges::reverse(all);
  std::vector<std::vector<PlannedClientCase>> floors;
  std::map<std::string, std::size_t> floor_of;  // by id
  for (PlannedClientCase& one : all) {
    std::size_t floor = 0;
    for (const std::string& needed : one.test->needs) {
      floor = std::max(floor, floor_of[needed] + 1);
    }
    floor_of[one.test->id] = std::max(floor_of[one.test->id], floor);
    if (floors.size() <= floor) floors.resize(floor + 1);
    floors[floor].push_back(std::move(one));
  }
  return floors;
}

}  // namespace hallmark::runner
