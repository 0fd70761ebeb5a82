// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/scenario.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cases/base/tested_action.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "fuzz/properties/generators.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/wire/http/headers.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::string_literals;
using cases::Condition;
using cases::Value;

rc::Gen<cases::Fixture> fixture() {
  constexpr std::array conditions = {
      Condition::security_lock,   Condition::expired,          Condition::overdue_recycling,
      Condition::image_expired,   Condition::not_ready,        Condition::insufficient_balance,
      Condition::disk_in_arrears, Condition::no_stock,         Condition::local_disk,
      Condition::quota_vcpus,     Condition::kms_unauthorized, Condition::disk_incorrect_status,
      Condition::service_error,   Condition::pre_paid_expired};
  // Mostly one that settles for nothing but the status.
  return rc::gen::map(
      rc::gen::tuple(between(0, 5), between<std::size_t>(0, 2 * conditions.size()),
                     rc::gen::arbitrary<bool>()),
      [conditions](const auto& parts) {
        const auto& [status, place, pre_paid] = parts;
        // The plainest, Stopped and PostPaid, is what values shrink to.
        cases::Fixture made{.status = static_cast<specs::InstanceStatus>(4 - status),
                            .settle_ms = 1000};
        if (place >= conditions.size()) {
          made.conditions = cases::ConditionSet{conditions[place - conditions.size()]};
        } else if (pre_paid) {
          made.charge_type = cases::ChargeType::pre_paid;
        }
        for (const Condition condition : conditions) {
          const auto only_with = specs::row_of(condition).only_with;
          if (made.conditions.contains(condition) && only_with) made.charge_type = *only_with;
        }
        return made;
      });
}

rc::Gen<cases::Variant> variant() {
  return rc::gen::map(between<std::size_t>(0, cases::full_variants().size()),
                      [](std::size_t place) { return cases::full_variants()[place]; });
}

rc::Gen<const cases::TestedAction*> action() {
  return rc::gen::map(between<std::size_t>(0, cases::tested_actions.size()),
                      [](std::size_t place) { return &cases::tested_actions[place]; });
}

Value garnished(std::string before, std::string after) {
  return {
      .before = std::move(before), .handle = cases::Handle::instance_id, .after = std::move(after)};
}

Value twisted(cases::Twist twist) { return {.handle = cases::Handle::instance_id, .twist = twist}; }

std::vector<cases::Argument> first_of_each_name(std::vector<cases::Argument> all) {
  std::vector<cases::Argument> once;
  for (cases::Argument& one : all) {
    if (std::ranges::find(once, one.name, &cases::Argument::name) == once.end()) {
      once.push_back(std::move(one));
    }
  }
  return once;
}

// A Boolean parameter of one of the actions, present by chance.
rc::Gen<std::vector<cases::Argument>> flags() {
  const auto flag = rc::gen::map(
      rc::gen::pair(
          rc::gen::elementOf(std::vector<std::string>{specs::boolean_parameter_names.begin(),
                                                      specs::boolean_parameter_names.end()}),
          boolean_spelling()),
      [](const auto& parts) {
        return cases::Argument{.name = parts.first, .value = cases::text(parts.second)};
      });
  return rc::gen::map(rc::gen::scale(0.1, rc::gen::container<std::vector<cases::Argument>>(flag)),
                      first_of_each_name);
}

rc::Gen<Misnomer> right_or_wrong_id() {
  return rc::gen::weightedOneOf<Misnomer>(
      {{5, rc::gen::just(Misnomer{.id = cases::this_instance(), .text = "<instance>"})},
       {2, misnomer()}});
}

Scenario put_together(const cases::Fixture& world, const cases::TestedAction& action,
                      const Misnomer& id, std::vector<cases::Argument> more,
                      cases::Variant travels) {
  Scenario made{.fixture = world, .call = cases::plain_call(action), .variant = travels};
  if (id.absent) {
    made.call.arguments.clear();
  } else {
    made.call.arguments.front().value = id.id;
  }
  for (cases::Argument& argument : more) made.call.arguments.push_back(std::move(argument));
  return made;
}

}  // namespace

void showValue(const Scenario& scenario, std::ostream& out) {
  out << describe(scenario.call) << " as " << scenario.variant.name() << ", given "
      << describe(scenario.fixture);
}

void showValue(const Misnomer& misnomer, std::ostream& out) { out << misnomer.text; }

rc::Gen<Scenario> scenario() {
  return rc::gen::map(rc::gen::tuple(fixture(), action(), right_or_wrong_id(), flags(), variant()),
                      [](auto parts) {
                        auto& [world, called, id, more, travels] = parts;
                        return put_together(world, *called, id, std::move(more), travels);
                      });
}

rc::Gen<Scenario> plain_scenario() {
  return rc::gen::map(rc::gen::tuple(fixture(), action(), variant()), [](const auto& parts) {
    const auto& [world, called, travels] = parts;
    return put_together(world, *called, {.id = cases::this_instance(), .text = {}}, {}, travels);
  });
}

rc::Gen<std::vector<cases::Argument>> unknown_arguments() {
  const auto name = rc::gen::weightedOneOf<std::string>(
      {{3, rc::gen::elementOf(std::vector<std::string>{
               "RegionId", "OwnerAccount", "OwnerId", "ResourceOwnerAccount", "Unknown",
               "instanceid", "INSTANCEID", "dryrun", "DRYRUN", "InstanceId.1", "InstanceId ",
               "Tag.1.Key", "format", "Dry%52un", "InstanceId\0"s})},
       {1, rc::gen::suchThat(rc::gen::scale(0.2, runner::testing::any_name()),
                             [](const std::string& text) {
                               // A name that the protocol itself knows is no unknown one.
                               return text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == text.npos;
                             })}});
  const auto value = rc::gen::weightedOneOf<std::string>(
      {{2, rc::gen::elementOf(std::vector<std::string>{"true", "false", "", "cn-hangzhou", "1"})},
       {2, rc::gen::scale(0.2, any_bytes())}});
  const auto argument =
      rc::gen::map(rc::gen::tuple(name, value, between(0, 5)), [](const auto& parts) {
        return cases::Argument{.name = std::get<0>(parts),
                               .value = cases::text(std::get<1>(parts)),
                               .encoding = static_cast<cases::Encoding>(std::get<2>(parts))};
      });
  return rc::gen::map(
      rc::gen::scale(0.4, rc::gen::container<std::vector<cases::Argument>>(argument)),
      first_of_each_name);
}

rc::Gen<Misnomer> misnomer() {
  using cases::Twist;
  const std::vector<Misnomer> fixed = {
      {.id = cases::text(""), .text = "(empty)"},
      {.id = {}, .absent = true, .text = "(absent)"},
      {.id = cases::text(std::string{cases::unknown_instance_id}), .text = "(unknown id)"},
      {.id = cases::text("*"), .text = "*"},
      {.id = twisted(Twist::upper_case), .text = "<instance> in capitals"},
      {.id = twisted(Twist::without_last), .text = "<instance> without its last letter"},
      {.id = twisted(Twist::first_half), .text = "half of <instance>"},
      {.id = twisted(Twist::doubled), .text = "<instance><instance>"},
      {.id = garnished("", std::string(300, 'x')), .text = "<instance>xxx..., 300 letters"},
  };
  const auto garnish = rc::gen::map(
      rc::gen::tuple(rc::gen::arbitrary<bool>(),
                     rc::gen::elementOf(std::vector<std::string>{
                         " ", "\t", "\r\n", "\0"s, "\0x"s, ",", "\"", "'", "%20", "%00", "\xc3\xa9",
                         "\xf0\x9f\x94\xa8", "\xff", "\xc2\xa0"})),
      [](const auto& parts) {
        const auto& [before, put] = parts;
        const std::string shown = rc::toString(put);
        return before ? Misnomer{.id = garnished(put, ""), .text = shown + " <instance>"}
                      : Misnomer{.id = garnished("", put), .text = "<instance> " + shown};
      });
  const auto literal = rc::gen::just(Misnomer{
      .id = garnished("%69%2d", ""), .literal = true, .text = "<instance> in percent sequences"});
  const auto any = rc::gen::map(
      rc::gen::nonEmpty(rc::gen::scale(0.3, any_bytes())), [](const std::string& text) {
        return Misnomer{.id = cases::text(text), .text = rc::toString(text)};
      });
  return rc::gen::weightedOneOf<Misnomer>(
      {{4, rc::gen::elementOf(fixed)}, {4, garnish}, {1, literal}, {1, any}});
}

bool Aftermath::accepted() const { return runner::is_accepted(reply); }

bool Aftermath::refused() const {
  return reply.http_status >= 400 && reply.http_status < 500 && reply.decoded() && reply.code;
}

std::string text_of(const runner::Truth& truth) {
  std::string text = truth.status.empty() ? "gone" : truth.status;
  if (truth.local_disk_data) {
    text += ", disk ";
    text += cases::name_of(*truth.local_disk_data);
  }
  if (truth.last_stop) {
    text += ", stopped ";
    text += cases::name_of(*truth.last_stop);
  }
  return text;
}

std::string Aftermath::text() const {
  return runner::describe(reply) + " \"" + reply.message.value_or("") + "\"; " + text_of(after);
}

Aftermath aftermath_of(Stage& stage, const Scenario& scenario, const Rewrite& rewrite) {
  const Staged world{stage, scenario.fixture};
  runner::BuiltRequest built = stage.builder().build(
      scenario.call, scenario.variant, runner::Cast{world.world()}, "ReactivateInstances");
  if (rewrite) rewrite(built.http);
  Aftermath outcome{.reply = stage.send(built.http), .after = {}};
  outcome.after = world.look();
  return outcome;
}

bool is_form(const runner::HttpRequest& request) {
  const std::string* type = runner::find_header(request.headers, "Content-Type");
  return type != nullptr && *type == "application/x-www-form-urlencoded";
}

std::string& parameters_in(runner::HttpRequest& request) {
  return is_form(request) ? request.body : request.target;
}

}  // namespace hallmark::fuzz
