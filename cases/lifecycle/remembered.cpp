// SPDX-License-Identifier: Apache-2.0
//
// Who remembers of an earlier call what that call alone says: a flag, who has signed it, the format
// of its answer, a form, its connection.
#include "cases/lifecycle/remembered.hpp"

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cases/base/answers.hpp"
#include "cases/lifecycle/history_writer.hpp"

namespace hallmark::cases::history {

using specs::BooleanParameter;

// A flag holds for the call that says it: not for the next one, which does not.
void add_remembered_flag(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag || !knows(action, Step::dry_run)) return;
  Fixture world = settling(world_of_flag(action));
  Writer history{action, "dry-run-with-flag/plain", world};
  history.add(Step::dry_run, saying(*flag, true));
  history.add(Step::plain);
  cases.push_back(done_with_flag(history, action, *flag, false));
}

namespace {

// A call that is refused, in whatever words, and the plain one, which does nothing of what it said.
// No history, for the campaigns have no such call.
Case behind_a_refused_call(const TestedAction& action, BooleanParameter flag, std::string_view name,
                           Call refused) {
  Writer history{action, std::string{name}, settling(world_of_flag(action))};
  refused.expect.allowed = {refused_4xx("*", {any_refusal})};
  add_places(refused.expect.allowed, action.accepted);
  history.add(std::move(refused));
  history.add(Step::plain);
  Case one = done_with_flag(history, action, flag, false);
  one.id = name_of({action.slug, "pair", name});
  one.tags = about(action, Family::pair);
  return one;
}

}  // namespace

// Nor what a call is refused for: a dry run passes with it, or is refused.
void add_odd_flag(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag || !knows(action, Step::dry_run)) return;
  Call odd = plain_call(action);
  add_flags(odd, saying(BooleanParameter::dry_run, true));
  odd.arguments.push_back({.name = std::string{specs::name_of(*flag)}, .value = text("maybe")});
  Case one = behind_a_refused_call(action, *flag, "dry-run-with-odd-flag/plain", std::move(odd));
  one.needs.push_back(std::string{action.slug} + "/dry-run/passes");
  one.dry_run = true;
  cases.push_back(std::move(one));
}

// Nor of a call that names no instance.
void add_flag_of_nobody(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag) return;
  Call nobody = plain_call(action);
  nobody.arguments.clear();
  add_flags(nobody, saying(*flag, true));
  cases.push_back(
      behind_a_refused_call(action, *flag, "missing-id-with-flag/plain", std::move(nobody)));
}

// Nor for its owner's, where a stranger said it, or a forger, or of another instance.
void add_flags_of_strangers(std::vector<Case>& cases, const TestedAction& action) {
  if (const auto flag = flag_of(action)) {
    Fixture world = settling(world_of_flag(action));
    Writer history{action, "stranger-with-flag/plain", world};
    history.add_stranger(saying(*flag, true));
    history.add(Step::plain);
    cases.push_back(done_with_flag(history, action, *flag, false));
    for (const auto& [step, name] : {std::pair{Step::forged, "forged-with-flag/plain"},
                                     {Step::unknown, "unknown-with-flag/plain"}}) {
      Writer other{action, name, world};
      other.add(step, saying(*flag, true));
      other.add(Step::plain);
      cases.push_back(done_with_flag(other, action, *flag, false));
    }
  }
  if (!knows(action, Step::dry_run)) return;
  Writer forged{action, "forged-dry-run/plain", action.fixture()};
  forged.add(Step::forged, saying(BooleanParameter::dry_run, true));
  forged.add(Step::plain);
  cases.push_back(forged.done(2));
  Writer history{action, "stranger-dry-run/plain", action.fixture()};
  history.add_stranger(saying(BooleanParameter::dry_run, true));
  history.add(Step::plain);
  cases.push_back(history.done(2));
}

// Nor for a call that is refused because an earlier one was accepted, whatever came before or
// between.
void add_refused_flag(std::vector<Case>& cases, const TestedAction& action) {
  const ConditionSet conditions = conditions_of_flag(action);
  if (conditions.empty()) return;
  Fixture world = settling(action.fixture());
  world.conditions = world.conditions | conditions;
  const auto add = [&](std::string name, std::initializer_list<Step> before) {
    Writer history{action, std::move(name) + "-refused", world};
    std::optional<LocalDiskData> data;
    for (const Step step : before) {
      history.add(step);
      if (step == Step::plain) data = history.ruling().local_disk;
    }
    history.add(Step::on);
    Case one = history.done(2);
    one.effect.local_disk_data = data;
    add_places(one.citations, sentences_on(action, *flag_of(action), false, conditions));
    cases.push_back(std::move(one));
  };
  if (knows(action, Step::dry_run)) {
    add("dry-run/plain/settled/flag-true", {Step::dry_run, Step::plain});
  }
  add("forged/other-action/plain/settled/flag-true", {Step::forged, Step::other, Step::plain});
  add("plain/settled/other-action/settled/flag-true", {Step::plain, Step::other});
  cases.back().level = Level::recommended;  // a restart keeps local disks, which no page says
}

// Nor for a dry run, whatever comes with it or before it.
void add_dry_flag(std::vector<Case>& cases, const TestedAction& action) {
  const ConditionSet conditions = conditions_of_flag(action);
  if (conditions.empty() || !knows(action, Step::dry_run)) return;
  Fixture world = action.fixture();
  world.conditions = world.conditions | conditions;
  const auto add = [&](std::string name, const Fixture& where, std::initializer_list<Step> before) {
    Writer history{action, std::move(name) + "dry-run-with-flag", where};
    for (const Step step : before) history.add(step);
    history.add(Step::dry_run, saying(*flag_of(action), true));
    Case one = history.done(2);
    one.effect.channel = Channel::fixture;
    one.effect.local_disk_data = LocalDiskData::kept;
    cases.push_back(std::move(one));
  };
  Fixture pre_paid = world;
  pre_paid.charge_type = ChargeType::pre_paid;
  add("pre-paid/", pre_paid, {});
  add("forged/other-action/", world, {Step::forged, Step::other});
  add("by-post-form/", world, {});
  send_by_form(cases.back());
  Writer replayed{action, "dry-run-with-flag/replay", world};
  replayed.add(Step::dry_run, saying(*flag_of(action), true));
  replayed.add(Step::replay);
  cases.push_back(replayed.done(2));
}

// A flag does what it says whatever was asked for before.
void add_told_flags(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag) return;
  Fixture world = world_of_flag(action);
  const specs::Transition& transition = *action.documents->transition;
  for (const Step last : {Step::on, Step::off}) {
    const auto add = [&](const Fixture& where, std::string_view name,
                         std::initializer_list<Step> before, const Flags& said = {}) {
      Writer history{action, name_of({"told", name, slug_of(last)}), where};
      for (const Step step : before) history.add(step);
      history.add(last, said);
      cases.push_back(done_with_flag(history, action, *flag, last == Step::on));
    };
    add(world, slug_of(Step::dry_run), {Step::dry_run});
    add(world, names_of(std::array{Step::forged, Step::other}), {Step::forged, Step::other});
    if (transition.from == transition.to) {
      add(settling(world), slug_of(Step::plain), {Step::plain});
    }
    for (const bool dry_said : {true, false}) {
      if (!knows(action, Step::dry_run)) continue;
      const std::string_view dry = dry_said ? "dry-run-with-flag" : "dry-run-with-flag-false";
      Writer history{action, name_of({"told", dry, slug_of(last)}), world};
      history.add(Step::dry_run, saying(*flag, dry_said));
      history.add(last);
      cases.push_back(done_with_flag(history, action, *flag, last == Step::on));
    }
    add(world, "with-dry-run-false", {}, saying(BooleanParameter::dry_run, false));
    Flags invented;
    invented.invented = true;
    add(world, "with-undeclared", {}, invented);
  }
}

// How it is stopped follows from the call that does it, not from one that it was started or stopped
// by before.
void add_flags_of_rounds(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  if (!flag || *flag != BooleanParameter::force_stop) return;
  const auto end = [&](Writer& history, Step last) {
    history.add(last);
    const Ruling ruling = history.ruling();
    Case one = history.done(2);
    one.effect.last_stop = ruling.last_stop;
    add_places(one.citations, sentences_on(action, *flag, last == Step::on, {}));
    cases.push_back(std::move(one));
  };
  for (const Step last : {Step::on, Step::off}) {
    Writer started{action, name_of({"start/settled", slug_of(last)}),
                   settling({.status = specs::InstanceStatus::stopped})};
    started.add(Step::start);
    end(started, last);
  }
  Writer forced{action, name_of({"forced-stop/settled/start/settled", slug_of(Step::off)}),
                settling({.status = specs::InstanceStatus::running})};
  forced.add_stop(saying(BooleanParameter::force_stop, true));
  forced.add(Step::start);
  end(forced, Step::off);
}

// Who calls is who has signed this call, not an earlier one.
void add_remembered_identity(std::vector<Case>& cases, const TestedAction& action) {
  Writer after{action, "stranger/plain", action.fixture()};
  after.add_stranger();
  after.add(Step::plain);
  cases.push_back(after.done(2));
  Writer before{action, "other-action/stranger", action.fixture()};
  before.add(Step::other);
  before.add_stranger();
  cases.push_back(before.done(2));
  Writer twice{action, "stranger/stranger", action.fixture()};
  twice.add_stranger();
  twice.add_stranger();
  cases.push_back(twice.done(2));
  if (!knows(action, Step::dry_run)) return;
  Writer forged{action, "dry-run/forged-dry-run", action.fixture()};
  forged.add(Step::dry_run);
  forged.add(Step::forged, saying(BooleanParameter::dry_run, true));
  cases.push_back(forged.done(2));
}

// Nor does it matter whether an earlier call came on the same connection.
void add_elsewhere(std::vector<Case>& cases, const TestedAction& action) {
  Writer history{action, "unknown-instance/plain-elsewhere", settling(action.fixture())};
  history.add(Step::unknown);
  history.add(Step::plain);
  Call& last = history.current().calls.back();
  last.same_connection = false;
  last.new_connection = true;
  cases.push_back(history.done(2));
}

// So is the format of an answer.
void add_remembered_format(std::vector<Case>& cases, const TestedAction& action) {
  for (const bool xml_first : {true, false}) {
    Writer history{action, xml_first ? "xml/json" : "json/xml", action.fixture()};
    for (const Step step : {Step::unknown, Step::unknown, Step::plain}) history.add(step);
    Case one = history.done(2);
    one.once = true;
    one.needs = {"base/action/" + std::string{action.slug}, "base/format/xml", "base/format/json"};
    for (Call& call : one.calls) {
      const bool is_first = &call == &one.calls.front();
      call.variant = Variant{.format = is_first == xml_first ? Format::xml : Format::json};
      call.expect.checks = AnswerChecks{AnswerCheck::requested_format, AnswerCheck::content_type};
    }
    one.citations.push_back(envelope_clause(specs::common::envelope::clause::format_chosen));
    cases.push_back(std::move(one));
  }
}

// What a form says, the next request on its connection does not, though it has no form.
void add_forgotten_form(std::vector<Case>& cases, const TestedAction& action) {
  if (!knows(action, Step::dry_run)) return;
  for (const Signature signature : {Signature::v1, Signature::v3}) {
    const bool is_v1 = signature == Signature::v1;
    Writer history{action, is_v1 ? "dry-run-by-form/plain" : "dry-run-by-v3-form/plain",
                   action.fixture()};
    for (const Step step : {Step::dry_run, Step::plain}) history.add(step);
    Case one = history.done(2);
    one.once = true;
    const Format format = is_v1 ? Format::xml : Format::json;
    one.calls.front().variant = Variant{Method::post_form, format, signature};
    one.calls.back().variant = Variant{Method::get, format, signature};
    cases.push_back(std::move(one));
  }
}

}  // namespace hallmark::cases::history
