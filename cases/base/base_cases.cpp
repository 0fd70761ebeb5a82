// SPDX-License-Identifier: Apache-2.0
//
// Prerequisites. What an endpoint lacks as a whole (a signature, a format, a method, an action, a
// way to see a status) fails here once; the cases on top of it are blocked, not failed.
//
// The braces in a `needs` stand for the case's variant: {signature} v1 | v3, {format} xml | json,
// {method} get | post | post-form.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"
#include "cases/lifecycle/channels.hpp"
#include "cases/lifecycle/ruling.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace common = specs::common;

// One way in which requests may travel, whichever the rest of the way is.
struct Feature {
  std::string_view id;
  Family family;
  std::string_view cause;
  bool (*has)(Variant);
  bool format_is_looked_at = false;
  specs::Citation citation;
};

constexpr Feature features[] = {
    {.id = "base/signature/v1",
     .family = Family::signature,
     .cause = "V1 signatures are not accepted",
     .has = [](Variant variant) { return variant.signature == Signature::v1; },
     .citation =
         cite_clause(common::signature_v1::page, common::signature_v1::clause::string_to_sign)},
    {.id = "base/signature/v3",
     .family = Family::signature,
     .cause = "V3 signatures are not accepted",
     .has = [](Variant variant) { return variant.signature == Signature::v3; },
     .citation =
         cite_clause(common::signature_v3::page, common::signature_v3::clause::string_to_sign)},
    {.id = "base/format/xml",
     .family = Family::format,
     .cause = "XML answers are not given",
     .has = [](Variant variant) { return variant.format == Format::xml; },
     .format_is_looked_at = true,
     .citation = envelope_clause(common::envelope::clause::format_chosen)},
    {.id = "base/format/json",
     .family = Family::format,
     .cause = "JSON answers are not given",
     .has = [](Variant variant) { return variant.format == Format::json; },
     .format_is_looked_at = true,
     .citation = envelope_clause(common::envelope::clause::format_chosen)},
    {.id = "base/method/get",
     .family = Family::method,
     .cause = "GET is not accepted",
     .has = [](Variant variant) { return variant.method == Method::get; },
     .citation = cite_clause(common::http::page, common::http::clause::get)},
    {.id = "base/method/post",
     .family = Family::method,
     .cause = "POST with the parameters in the URL is not accepted",
     .has = [](Variant variant) { return variant.method == Method::post_query; },
     .citation = cite_clause(common::http::page, common::http::clause::post_query)},
    {.id = "base/method/post-form",
     .family = Family::method,
     .cause = "POST with a form body is not accepted",
     .has = [](Variant variant) { return variant.method == Method::post_form; },
     .citation = cite_clause(common::http::page, common::http::clause::post_form)},
};

// Two calls, so that an endpoint that lacks one of the two actions is not said to lack the rest.
constexpr std::array<std::string_view, 2> probes = {"DescribeInstanceAttribute", "StartInstance"};

Call probe(std::string_view action, std::optional<Variant> variant, AnswerChecks checks = {}) {
  return {.action = std::string{action},
          .arguments = {{.name = "InstanceId", .value = this_instance()}},
          .variant = variant,
          .expect = {.allowed = {accepted()}, .checks = checks}};
}

Case feature_case(const Feature& feature) {
  Case one{.id = std::string{feature.id},
           .tags = {.chapter = Chapter::base, .family = feature.family},
           .relation = Relation::at_least_one_accepted,
           .citations = {feature.citation},
           .once = true,
           .cause = std::string{feature.cause}};
  const AnswerChecks checks =
      feature.format_is_looked_at ? AnswerChecks{AnswerCheck::requested_format} : AnswerChecks{};
  for (const std::string_view action : probes) {
    for (const Variant variant : full_variants()) {
      if (feature.has(variant)) one.calls.push_back(probe(action, variant, checks));
    }
  }
  return one;
}

Case variant_case() {
  Case one{.id = "base/variant",
           .tags = {.chapter = Chapter::base, .family = Family::variant},
           .relation = Relation::at_least_one_accepted,
           .citations = {cite_clause(common::http::page, common::http::clause::post),
                         cite_common_parameter(common::public_parameters::page, "Format")},
           .needs = {"base/signature/{signature}", "base/format/{format}", "base/method/{method}"},
           .cause = "requests that travel this way are not accepted"};
  for (const std::string_view action : probes) one.calls.push_back(probe(action, std::nullopt));
  return one;
}

Citations citations_of(const TestedAction& action) {
  return {action.accepted.begin(), action.accepted.end()};
}

std::string id_of(const TestedAction& action) {
  return std::string{"base/action/"}.append(action.slug);
}

std::string not_accepted(const TestedAction& action) {
  return std::string{action.name}.append(" is not accepted");
}

// An action that is accepted under a condition only, which not every provider of fixtures offers:
// whoever refuses it with one of its codes, in a world that all of them offer, has it. Where the
// condition cannot be had, the cases that need no such world stand on this one alone.
bool has_known_case(const TestedAction& action) {
  return !action.documents->accepted_under->empty();
}

Case known_case(const TestedAction& action) {
  const Fixture world{.status = specs::InstanceStatus::running};
  Case one{.id = id_of(action) + "/known",
           .tags = {.chapter = Chapter::base,
                    .family = Family::action,
                    .action = action.name,
                    .shows = Shows::refused_action},
           .fixture = world,
           .relation = Relation::at_least_one_expected,
           .citations = {action.accepted.begin(), action.accepted.end()},
           .once = true,
           .cause = not_accepted(action)};
  Call call = plain_call(action);
  call.spelled_as_is = true;
  call.expect.allowed = {accepted(citations_of(action))};
  call.expect.lenience = "whoever accepts an action has it, and so has who refuses it";
  for (const Answer& answer : ruling_on(action, world).allowed) {
    if (answer.kind != Answer::Kind::refused) continue;
    call.expect.allowed.push_back(refused_4xx(answer.code, answer.citations));
  }
  for (const std::string_view spelling : *action.documents->spellings) {
    call.action = spelling;
    one.calls.push_back(call);
  }
  return one;
}

// Accepted, whichever way the request travels, and whichever spelling of ReactivateInstances.
Case action_case(const TestedAction& action) {
  Case one{.id = id_of(action),
           .tags = {.chapter = Chapter::base,
                    .family = Family::action,
                    .action = action.name,
                    .shows = Shows::known_action},
           .fixture = action.fixture(),
           .relation = Relation::at_least_one_accepted,
           .citations = citations_of(action),
           .once = true,
           .cause = not_accepted(action)};
  if (has_known_case(action)) one.needs.push_back(id_of(action) + "/known");
  for (const Variant variant : full_variants()) {
    Call call = plain_call(action);
    call.spelled_as_is = true;
    call.variant = variant;
    call.expect.allowed = {accepted()};
    for (const std::string_view spelling : *action.documents->spellings) {
      call.action = spelling;
      one.calls.push_back(call);
    }
  }
  return one;
}

Case action_variant_case(const TestedAction& action) {
  Call call = plain_call(action);
  call.expect.allowed = {accepted()};
  return {.id = id_of(action) + "/variant",
          .tags = {.chapter = Chapter::base, .family = Family::action, .action = action.name},
          .fixture = action.fixture(),
          .calls = {std::move(call)},
          .citations = citations_of(action),
          .needs = {"base/variant", id_of(action)},
          .cause = not_accepted(action) + " this way"};
}

Case observation_case(const ChannelRow& channel) {
  return {.id = std::string{channel.need},
          .tags = {.chapter = Chapter::base, .family = Family::observe},
          .fixture = {.status = specs::InstanceStatus::running},
          .effect = {.look = Effect::Look::once, .channel = channel.channel},
          .citations = {*channel.sentence},
          .once = true,
          .cause = std::string{name_of(channel.channel)}.append(" does not tell the status")};
}

}  // namespace

std::vector<Case> base_cases() {
  std::vector<Case> all;
  for (const Feature& feature : features) all.push_back(feature_case(feature));
  all.push_back(variant_case());
  for (const TestedAction& action : tested_actions) {
    if (has_known_case(action)) all.push_back(known_case(action));
    all.push_back(action_case(action));
    all.push_back(action_variant_case(action));
  }
  for (const ChannelRow& channel : channels) {
    if (channel.channel != Channel::fixture) all.push_back(observation_case(channel));
  }
  return all;
}

}  // namespace hallmark::cases
