// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/history.hpp"

#include <algorithm>
#include <utility>

#include "reports/text.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;

std::uint8_t within(std::uint8_t number, std::size_t count) {
  return static_cast<std::uint8_t>(number % count);
}

void put_flag(cases::Call& call, std::string_view name, std::uint8_t flag) {
  if (flag == absent_flag) return;
  call.arguments.push_back(
      {.name = std::string{name}, .value = cases::text(Vocabulary::get().booleans[flag])});
}

// A name that a look asks by: InstanceIds of DescribeInstances is a JSON array.
cases::Value as_json_list(cases::Value id) {
  id.before.insert(0, "[\"");
  id.after += "\"]";
  return id;
}

bool can_stand_in_json(const cases::Value& value) {
  const auto plain = [](char c) {
    return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
  };
  return std::all_of(value.before.begin(), value.before.end(), plain) &&
         std::all_of(value.after.begin(), value.after.end(), plain);
}

Flag flag_of(std::uint8_t word) {
  return word == absent_flag ? Flag::absent : read_flag(Vocabulary::get().booleans[word]);
}

}  // namespace

cases::Fixture consistent(cases::Fixture fixture) {
  const auto has = [&](Condition condition) { return fixture.conditions.contains(condition); };
  if (has(Condition::local_disk_failed)) {
    fixture.conditions = fixture.conditions.with(Condition::local_disk);
  }
  const bool pays_afterwards = has(Condition::expired) || has(Condition::overdue_recycling) ||
                               has(Condition::spot_price_low);
  if (pays_afterwards) {
    fixture.charge_type = cases::ChargeType::post_paid;
  } else if (has(Condition::pre_paid_expired)) {
    fixture.charge_type = cases::ChargeType::pre_paid;
  }
  cases::ConditionSet kept;
  std::size_t count = 0;
  for (const Condition condition : cases::all_conditions) {
    if (!has(condition) || (condition == Condition::pre_paid_expired && pays_afterwards)) continue;
    if (count == max_conditions) continue;
    // The failed disk comes directly behind the disk: room for one is room for neither.
    if (condition == Condition::local_disk && has(Condition::local_disk_failed) &&
        count + 2 > max_conditions) {
      continue;
    }
    if (condition == Condition::local_disk_failed && !kept.contains(Condition::local_disk))
      continue;
    kept = kept.with(condition);
    ++count;
  }
  fixture.conditions = kept;
  if (fixture.settle_ms) fixture.settle_ms = std::clamp(*fixture.settle_ms, 0, 255);
  return fixture;
}

History well_formed(History history, const Vocabulary& words) {
  history.fixture = consistent(history.fixture);
  if (history.steps.size() > max_steps) history.steps.resize(max_steps);
  for (Step& step : history.steps) {
    step.action =
        static_cast<CalledAction>(within(static_cast<std::uint8_t>(step.action), action_count));
    step.id = within(step.id, words.ids.size());
    for (std::uint8_t* const flag : flags_of(step)) *flag = within(*flag, words.booleans.size());
    step.variant = within(step.variant, words.variants.size());
    step.wait = within(step.wait, words.waits.size());
    step.treatment = static_cast<std::uint16_t>(step.treatment % words.treatments.size());
    const bool goes_back = words.treatments[step.treatment].goes_back();
    step.back = goes_back ? std::clamp<std::uint8_t>(step.back, 1, max_back) : std::uint8_t{0};
    step.again =
        static_cast<Guise>(within(static_cast<std::uint8_t>(step.again), guise_names.size()));
    if (step.extras.size() > max_extras) step.extras.resize(max_extras);
    for (Extra& extra : step.extras) {
      extra.word = within(extra.word, words.extras.size());
      if (extra.text && extra.text->size() > max_extra_text) extra.text->resize(max_extra_text);
    }
  }
  return history;
}

std::optional<std::size_t> source_of(const History& history, std::size_t step) {
  const std::uint8_t back = history.steps[step].back;
  if (back == 0 || back > step) return std::nullopt;
  return step - back;
}

History with_steps(const History& history, const std::vector<bool>& keep) {
  History kept{.fixture = history.fixture, .steps = {}};
  std::vector<std::size_t> place(history.steps.size());
  for (std::size_t i = 0; i < history.steps.size(); ++i) {
    place[i] = kept.steps.size();
    if (!keep[i]) continue;
    Step step = history.steps[i];
    if (const auto source = source_of(history, i)) {
      if (keep[*source]) {
        step.back = static_cast<std::uint8_t>(place[i] - place[*source]);
      } else {
        step.back = 0;
        step.treatment = honest;
      }
    }
    kept.steps.push_back(std::move(step));
  }
  return kept;
}

cases::Call call_of(const Step& step, bool as_treated) {
  const Vocabulary& words = Vocabulary::get();
  cases::Call call{.action = std::string{name_of(step.action)}};
  if (step.by_other) call.identity = cases::Identity::other_account;
  const IdWord& id = words.ids[step.id];
  if (step.action == CalledAction::describe_instances ||
      step.action == CalledAction::describe_instance_status) {
    call.arguments.push_back({.name = "RegionId", .value = {.handle = cases::Handle::region_id}});
  }
  if (step.id != absent_id) {
    const bool as_list = step.action == CalledAction::describe_instances;
    if (!as_list || can_stand_in_json(id.value)) {
      call.arguments.push_back({.name = row_of(step.action).instances.in_request(),
                                .value = as_list ? as_json_list(id.value) : id.value,
                                .encoding = step.id_encoding});
    }
  }
  put_flag(call, "InitLocalDisk", step.init_local_disk);
  put_flag(call, "ForceStop", step.force_stop);
  put_flag(call, "DryRun", step.dry_run);
  for (const Extra& extra : step.extras) {
    const ExtraWord& word = words.extras[extra.word];
    call.arguments.push_back({.name = word.parameter,
                              .value = extra.text ? cases::text(*extra.text) : word.value,
                              .encoding = extra.encoding});
  }
  const Treatment& treatment = words.treatments[step.treatment];
  if (!as_treated || treatment.kind != Treatment::Kind::forged) {
    if (as_treated && treatment.kind == Treatment::Kind::same_nonce_another_minute) {
      call.edits.push_back({.op = cases::Edit::Op::shift, .name = "Timestamp", .seconds = -90});
    }
    return call;
  }
  const cases::Call& forgery = treatment.call();
  call.edits = forgery.edits;
  if (forgery.identity != cases::Identity::own) call.identity = forgery.identity;
  if (treatment.may_come_in) return call;
  // What the case signs before it tampers with it.
  for (const cases::Argument& argument : forgery.arguments) {
    const auto same =
        std::find_if(call.arguments.begin(), call.arguments.end(),
                     [&](const cases::Argument& known) { return known.name == argument.name; });
    const bool is_own = argument.value.handle == cases::Handle::instance_id;
    if (same != call.arguments.end()) {
      if (!is_own) same->value = argument.value;
    } else if (!is_own) {
      call.arguments.push_back(argument);
    }
  }
  return call;
}

Asked asked_of(const Step& step) {
  const Vocabulary& words = Vocabulary::get();
  Asked asked{.action = step.action,
              .init_local_disk = flag_of(step.init_local_disk),
              .force_stop = flag_of(step.force_stop),
              .dry_run = flag_of(step.dry_run)};
  const bool listed = step.action == CalledAction::describe_instances;
  switch (step.id) {
    case own_id:
    case other_id:
      asked.named = (step.id == other_id) == step.by_other ? Named::the_instance : Named::foreign;
      break;
    case absent_id:
      asked.named = Named::none;
      break;
    case empty_id:
      asked.named = Named::empty;
      break;
    case unknown_id:
      asked.named = Named::unknown;
      break;
    default:
      asked.named = words.ids[step.id].hostile ? Named::hostile : Named::another;
      break;
  }
  if (listed && asked.named != Named::the_instance && asked.named != Named::foreign) {
    asked.named = Named::none;  // whatever is listed is the caller's own
  }
  const bool v1 = words.variants[step.variant].signature == cases::Signature::v1;
  for (std::size_t i = 0; i < step.extras.size(); ++i) {
    const Extra& extra = step.extras[i];
    const ExtraWord& word = words.extras[extra.word];
    asked.names_undeclared = true;
    // What is not UTF-8 is no request of the documents.
    if (extra.text && !reports::is_utf8(*extra.text)) asked.may_be_unclear = true;
    // A value of our own may stand for anything where the name means something.
    const bool meaningful = word.parameter != "HallmarkInvented";
    if (word.may_be_owner || (extra.text && word.parameter.find("Owner") != std::string::npos)) {
      asked.may_name_owner = true;
    }
    if ((word.v1_only && !v1) || (extra.text && meaningful)) asked.may_be_unclear = true;
    for (std::size_t j = 0; j < i; ++j) {
      if (words.extras[step.extras[j].word].parameter == word.parameter) {
        asked.may_be_unclear = true;
      }
    }
    // Two owners that contradict each other.
    if (step.extras.size() > 1 && word.parameter.find("Owner") != std::string::npos) {
      asked.may_name_owner = true;
    }
    const bool already = is_look(step.action) && word.parameter == "RegionId";
    if (already) asked.may_be_unclear = true;
  }
  return asked;
}

}  // namespace hallmark::fuzz
