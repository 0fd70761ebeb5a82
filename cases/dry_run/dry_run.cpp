// SPDX-License-Identifier: Apache-2.0
//
// DryRun: the request is checked, and nothing is carried out. A dry run that passes answers with
// the error DryRunOperation; one that fails a check answers with that check's error.
#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"
#include "cases/base/answers.hpp"
#include "cases/dry_run/dry_run_pages.hpp"
#include "cases/dry_run/hidden_flag.hpp"
#include "cases/dry_run/known_dry_run.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/instance/outcomes.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "specs/common/public_parameters.hpp"

namespace hallmark::cases {
namespace {

namespace common = specs::common::errors;
using specs::Citation;
using specs::InstanceStatus;

using Sentences = specs::DryRunSentences;

Citations joined(Citations places, std::span<const Citation> more) {
  add_places(places, more);
  return places;
}

Argument dry_run(std::string_view value) {
  return {.name = "DryRun", .value = text(std::string{value})};
}

Case dry_run_case(const DryRunPages& page, std::string_view name, Call call) {
  return {
      .id = id_of_dry_run(*page.action, name),
      .tags = about(*page.action, Family::dry_run),
      .fixture = page.action->fixture(),
      .calls = {std::move(call)},
      .effect = {.look = Effect::Look::once},
      .citations = joined(page.says(&Sentences::parameter), page.says(&Sentences::not_executed)),
      .dry_run = true,
      .needs = needs_of_dry_run(*page.action)};
}

Case passing_case(const DryRunPages& page, std::string_view name, Text text_judged,
                  Channel channel) {
  Call call = plain_call(*page.action);
  call.arguments.push_back(dry_run("true"));
  call.expect.allowed = {page.passed(text_judged)};
  Case one = dry_run_case(page, name, std::move(call));
  one.effect.channel = channel;
  return one;
}

std::string id_of_passing(const DryRunPages& page) { return id_of_dry_run(*page.action, "passes"); }

// Where an older edition has no DryRun, an endpoint that keeps to that one may start the instance,
// as it would with any parameter that it does not know. Whoever tells a good value from a bad one
// knows it, and is held to it.
Case known_case(const DryRunPages& page) {
  Call good = plain_call(*page.action);
  good.arguments.push_back(dry_run("true"));
  good.expect.allowed = {page.passed(Text::ignored)};
  Call bad = plain_call(*page.action);
  bad.arguments.push_back(dry_run("maybe"));
  bad.expect.allowed = {refused_4xx(
      "Invalid*", joined({common_row(common::gateway_invalid)}, page.says(&Sentences::parameter)))};
  Case one = dry_run_case(page, known_dry_run, std::move(good));
  one.calls.push_back(std::move(bad));
  one.relation = Relation::at_least_one_expected;
  one.effect.look = Effect::Look::no;
  one.needs = needs_of(*page.action);
  one.cause = std::string{page.action->name} + " knows no dry run";
  return one;
}

Case passes_case(const DryRunPages& page) {
  Case one = passing_case(page, "passes", Text::ignored, Channel::any);
  one.cause = no_answer_to_dry_run(*page.action);
  return one;
}

// The row: start-instance/row/dry-run-operation.
Case row_case(const DryRunPages& page) {
  Case one = passing_case(page, {}, Text::judged, Channel::any);
  one.id = std::string{page.action->slug} + "/row/dry-run-operation";
  one.tags = about(*page.action, Family::row);
  one.needs.push_back(id_of_passing(page));
  one.effect.look = Effect::Look::no;
  return one;
}

// The first effect of the page that takes a flag; null where none does.
const specs::FlagEffect* first_flag(const DryRunPages& page) {
  const auto effects = page.action->documents->flag_effects();
  const auto first = std::ranges::find_if(
      effects, [](const specs::FlagEffect& one) { return !one.when->flags_on.empty(); });
  return first == effects.end() ? nullptr : &*first;
}

// A flag must not take effect either, in a world where it would.
Case flag_case(const DryRunPages& page, const specs::FlagEffect& flag) {
  Case one = passing_case(page, "flag-has-no-effect", Text::ignored, Channel::fixture);
  for (Argument& argument : arguments_for(flag.when->flags_on)) {
    one.calls[0].arguments.push_back(std::move(argument));
  }
  one.fixture.conditions = flag.when->all_of;
  one.needs.push_back(id_of_passing(page));
  return one;
}

Case switched_off_case(const DryRunPages& page) {
  Call call = plain_call(*page.action);
  call.arguments.push_back(dry_run("false"));
  call.expect.allowed = {accepted(page.says(&Sentences::off))};
  return dry_run_case(page, "false", std::move(call));
}

// What the refusal's rows allow, as far as pages with DryRun print them.
std::vector<Answer> refusals_with_dry_run(const DryRunPages& page,
                                          const DocumentedRefusal& refusal) {
  std::vector<Answer> allowed;
  allow(allowed, refusal);
  for (Answer& answer : allowed) page.back_as_failed_check(answer);
  return allowed;
}

Case failing_case(const DryRunPages& page, const DocumentedRefusal& refusal, const Fixture& world,
                  std::string_view name) {
  Call call = call_of(*page.action, refusal);
  if (!refusal.is_dry_run()) call.arguments.push_back(dry_run("true"));
  call.expect.allowed = refusals_with_dry_run(page, refusal);
  const bool strict = refusal.is_sure && refusal.dry_run == specs::DryRunCheck::surely;
  if (!strict) {
    call.expect.allowed.push_back(page.passed(Text::ignored));
    call.expect.lenience =
        "the page's list of what a dry run checks does not name this, so it may pass as well";
  }
  Case one = dry_run_case(page, std::string{"fails/"}.append(name), std::move(call));
  add_places(one.citations, page.says(&Sentences::checks));
  one.level = strict ? Level::required : Level::recommended;
  one.fixture = world;
  if (!refusal.can_be_looked_at()) one.effect.channel = Channel::fixture;
  return one;
}

// An id that nobody has is as unknown to a dry run, however near it comes to one that stands.
Case near_ids_case(const DryRunPages& page, const DocumentedRefusal& unknown) {
  Case one = failing_case(page, unknown, page.action->fixture(), "near-ids");
  one.depth = 2;
  one.needs.push_back(id_of_dry_run(*page.action, "fails/" + std::string{unknown.name}));
  one.calls.push_back(one.calls.front());
  one.calls.front().arguments.front().value = {.handle = Handle::instance_id,
                                               .twist = Twist::without_last};
  one.calls.back().arguments.front().value = {.handle = Handle::instance_id, .after = "0"};
  return one;
}

// Required parameters are what both pages have checked.
Case missing_parameter_case(const DryRunPages& page) {
  Call call = plain_call(*page.action);
  call.arguments = {dry_run("true")};
  call.expect.allowed = {
      refused_4xx("Missing*", joined({common_row(common::missing_instance_id_2017),
                                      common_row(common::gateway_missing)},
                                     page.says(&Sentences::checks))),
      refused_4xx("Invalid*",
                  joined({common_row(common::gateway_invalid)}, page.says(&Sentences::checks)))};
  call.expect.lenience = "the common tables answer a missing parameter in more than one way";
  Case one = dry_run_case(page, "missing-instance-id", std::move(call));
  add_places(one.citations, page.says(&Sentences::failed));
  return one;
}

// Nor does a flag that would do something let it pass, nor an id that is empty.
Case with_flags(Case one, const specs::FlagEffect& effect) {
  one.needs.push_back(one.id);
  one.id += "/with-flag";
  one.depth = 2;
  for (Argument& argument : arguments_for(effect.when->flags_on)) {
    one.calls.front().arguments.push_back(std::move(argument));
  }
  one.fixture.conditions = one.fixture.conditions | effect.when->all_of;
  return one;
}

Case empty_id_case(const DryRunPages& page) {
  Case one = missing_parameter_case(page);
  one.needs.push_back(one.id);
  one.id = id_of_dry_run(*page.action, "empty-instance-id");
  one.depth = 2;
  one.calls.front().arguments.push_back(
      {.name = page.action->documents->instances->in_request(), .value = text("")});
  return one;
}

Case by_form(Case one) {
  one.needs.push_back(one.id);
  one.id += "/by-post-form";
  one.once = true;
  one.calls.front().variant = Variant{Method::post_form, Format::json, Signature::v1};
  return one;
}

// The access key is the first thing that a dry run checks.
Case forged_case(const DryRunPages& page, std::string_view name, Identity identity,
                 std::span<const AllowedRefusal> faults) {
  Call call = plain_call(*page.action);
  call.arguments.push_back(dry_run("true"));
  call.identity = identity;
  call.expect.allowed = answers(faults);
  call.expect.lenience = families_differ;
  Case one = dry_run_case(page, name, std::move(call));
  add_places(one.citations, page.says(&Sentences::checks));
  add_places(one.citations, page.says(&Sentences::failed));
  one.needs = needs_of(*page.action);  // whoever knows no dry run refuses it as well
  if (identity == Identity::wrong_secret) stand_on(bad_signature, one);
  return one;
}

// Where no page has DryRun, it is a parameter like any unknown one.
Case unknown_parameter_case(const TestedAction& action) {
  Call call = plain_call(action);
  call.arguments.push_back(dry_run("true"));
  call.expect.allowed = {
      accepted_as(action),
      refused_4xx("UnsupportedParameter*", {common_row(common::unsupported_parameter)}),
      refused_4xx("InvalidParameter*", {common_row(common::invalid_parameter)}),
  };
  add_places(call.expect.allowed, action.outcome);
  call.expect.lenience =
      "this action has no DryRun: a parameter that it does not know is ignored, or refused";
  return {.id = std::string{action.slug} + "/dry-run/unknown-parameter",
          .tags = about(action, Family::dry_run, Shows::dry_run_unknown),
          .level = Level::recommended,
          .fixture = action.fixture(),
          .calls = {std::move(call)},
          .effect = {.look = Effect::Look::once},
          .citations = {cite_clause(specs::common::public_parameters::page,
                                    specs::common::public_parameters::clause::unknown_tolerated)},
          .needs = needs_of(action)};
}

}  // namespace

std::vector<Case> dry_run_cases() {
  std::vector<Case> cases;
  for (const DryRunPages& page : dry_run_pages()) {
    if (may_be_unknown(*page.action)) cases.push_back(known_case(page));
    cases.push_back(row_case(page));
    cases.push_back(passes_case(page));
    cases.push_back(passing_case(page, "changes-nothing", Text::ignored, Channel::fixture));
    if (const auto* const flag = first_flag(page)) cases.push_back(flag_case(page, *flag));
    cases.push_back(switched_off_case(page));
    cases.push_back(missing_parameter_case(page));
    cases.push_back(empty_id_case(page));
    cases.push_back(by_form(empty_id_case(page)));
    if (const auto* const flag = first_flag(page)) {
      cases.push_back(with_flags(missing_parameter_case(page), *flag));
    }
    cases.push_back(
        forged_case(page, "fails/wrong-secret", Identity::wrong_secret, fault::mismatch));
    cases.push_back(
        forged_case(page, "fails/unknown-key", Identity::unknown_key, fault::unknown_key));
    for (const DocumentedRefusal& refusal : refusals_of(*page.action)) {
      cases.push_back(failing_case(page, refusal, refusal.world, refusal.name));
    }
    const DocumentedRefusal& unknown = refusal_of(*page.action, RefusalReason::unknown_instance);
    if (unknown.dry_run == specs::DryRunCheck::surely) {
      cases.push_back(near_ids_case(page, unknown));
      if (const auto* const flag = first_flag(page)) {
        cases.push_back(
            with_flags(failing_case(page, unknown, page.action->fixture(), unknown.name), *flag));
      }
    }
    const DocumentedRefusal& wrong = refusal_of(*page.action, RefusalReason::wrong_status);
    for (const InstanceStatus status : wrong_statuses(*page.action, specs::Certainty::perhaps)) {
      if (!specs::is_transitory(status)) continue;
      cases.push_back(failing_case(page, wrong, {.status = status},
                                   std::string{wrong.name} + "-" + slug_of(name_of(status))));
    }
  }
  add_hidden_flags(cases);
  for (const TestedAction& action : tested_actions) {
    if (action.dry_run.empty()) cases.push_back(unknown_parameter_case(action));
  }
  return cases;
}

}  // namespace hallmark::cases
