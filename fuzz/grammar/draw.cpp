// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/draw.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "cases/instance/documented_refusal.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/model/instance_model.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Condition;
using cases::ConditionSet;
using specs::InstanceStatus;

constexpr auto documented = actions_that<is_documented>;
constexpr auto looks = actions_that<is_look>;
constexpr auto neighbours = actions_that<is_neighbour>;

// The first neighbour that may be accepted there.
std::optional<CalledAction> neighbour_in(Situations situations) {
  const auto found = std::ranges::find_if(neighbours, [situations](CalledAction action) {
    return !(situations & Situations::seen_as(row_of(action).presumed->from)).empty();
  });
  return found == neighbours.end() ? std::nullopt : std::optional{*found};
}

// The world of a row of the tables, or one where an action is accepted. `row_of`: whose row it is.
cases::Fixture draw_world(Random& random, std::optional<CalledAction>& row_of) {
  // StartInstance, the first, twice as often: it has as many rows as the others together.
  const std::size_t which =
      random.below(cases::tested_actions.size() + 1) % cases::tested_actions.size();
  const cases::TestedAction& action = cases::tested_actions[which];
  cases::Fixture fixture = action.fixture();
  if (random.percent(50)) {
    fixture = random.one_of(cases::refusals_of(action)).world;
    row_of = documented[which];
  } else if (random.percent(15)) {
    fixture.status = static_cast<InstanceStatus>(random.below(5));
  } else if (!action.documents->accepted_under->empty() && random.percent(60)) {
    // In doubt or without a row: neither surely accepted nor surely refused for one reason.
    constexpr std::array overdue = {Condition::overdue_recycling, Condition::image_expired,
                                    Condition::ecs_and_image_expired};
    fixture.conditions = ConditionSet{random.one_of(overdue)};
  } else if (random.percent(25)) {
    fixture.conditions = fixture.conditions.with(Condition::local_disk);
    if (random.percent(60)) {
      fixture.conditions = fixture.conditions.with(Condition::local_disk_failed);
    }
  }
  if (random.percent(20)) fixture.charge_type = cases::ChargeType::pre_paid;
  if (random.percent(10)) {
    fixture.conditions = fixture.conditions.with(random.one_of(cases::all_conditions));
  }
  if (random.percent(50)) fixture.settle_ms = random.percent(30) ? 0 : 50;
  return consistent(fixture);
}

class Drawing {
 public:
  Drawing(Random& random, const DrawOptions& options)
      : random_{random},
        options_{options},
        history_{.fixture = draw_world(random, row_of_), .steps = {}},
        own_{history_.fixture},
        other_{history_.fixture} {}

  History draw() {
    if (random_.percent(options_.races)) return race();
    if (options_.patient > 0 && random_.below(options_.patient) == 0) {
      return random_.percent(options_.both_formats) ? in_both_formats() : patience();
    }
    const std::size_t count = 1 + random_.below(std::min(options_.longest, max_steps));
    while (history_.steps.size() < count) {
      Step step = random_.percent(options_.legal) ? legal() : illegal();
      // What a row's world is made for.
      if (row_of_ && history_.steps.empty() && random_.percent(50)) {
        step = on_the_way();
        step.action = *row_of_;
        if (random_.percent(30)) set_flags(step);
      }
      pass(step);
      history_.steps.push_back(std::move(step));
    }
    return with_waits_up_to(options_.longest_wait, well_formed(std::move(history_)));
  }

 private:
  // Four to eight clients: most do what is accepted once, some look, some do the contrary.
  History race() {
    history_.fixture.settle_ms.reset();
    own_ = InstanceModel{history_.fixture};
    const std::size_t count = 4 + random_.below(5);
    const Step first = acceptable();
    while (history_.steps.size() < count) {
      Step step = random_.percent(60)   ? first
                  : random_.percent(50) ? legal()
                                        : refused_by_the_world();
      step.variant = static_cast<std::uint8_t>(random_.below(Vocabulary::get().variants.size()));
      step.wait = 0;
      step.by_other = false;
      step.id = own_id;
      step.again = Guise::none;
      step.together = !history_.steps.empty();
      if (step.together && random_.percent(10)) {
        step.treatment = static_cast<std::uint16_t>(1 + random_.below(2));
        step.back = 1;
      }
      history_.steps.push_back(std::move(step));
    }
    // Where they have left it.
    Step look;
    look.action = random_.one_of(looks);
    history_.steps.push_back(look);
    return well_formed(std::move(history_));
  }

  // A call that is accepted, and a look when all it leads to must be over; or looks all the way.
  History patience() {
    const bool is_watchful = random_.percent(50);
    row_of_.reset();
    const cases::TestedAction& action = random_.one_of(cases::tested_actions);
    history_.fixture = consistent(action.fixture());
    history_.fixture.settle_ms = is_watchful ? 50 : 0;
    own_ = InstanceModel{history_.fixture};
    Step call = acceptable();
    call.wait = 0;
    call.by_other = false;
    call.id = own_id;
    Step look;
    look.action = random_.one_of(looks);
    const auto& waits = Vocabulary::get().waits;
    const std::chrono::milliseconds wait{is_watchful ? 20 : 1000};
    look.wait =
        static_cast<std::uint8_t>(std::find(waits.begin(), waits.end(), wait) - waits.begin());
    history_.steps = {std::move(call)};
    constexpr std::size_t looks_all_the_way = 8;  // for longer than two phases take
    history_.steps.resize(1 + (is_watchful ? looks_all_the_way : 1), look);
    return well_formed(std::move(history_));
  }

  // Calls that are accepted again and again, because the instance settles at once.
  History in_both_formats() {
    const auto& variants = Vocabulary::get().variants;
    history_.fixture = consistent(cases::reboot_instance_action.fixture());
    history_.fixture.settle_ms = 0;
    const std::size_t first = random_.below(variants.size());
    cases::Variant wanted = variants[first];
    wanted.format = wanted.format == cases::Format::xml ? cases::Format::json : cases::Format::xml;
    const auto second = static_cast<std::size_t>(
        std::find(variants.begin(), variants.end(), wanted) - variants.begin());
    const auto order = {first, second, second, first};
    const auto in = [](Step step, std::size_t variant) {
      step.variant = static_cast<std::uint8_t>(variant);
      return step;
    };
    const auto accepted = [this](CalledAction action) {
      Step step{.action = action};
      set_flags(step);
      step.dry_run = absent_flag;
      return step;
    };
    const Step reboot = accepted(CalledAction::reboot);
    const Step start = accepted(CalledAction::start);
    history_.steps.clear();
    for (const std::size_t variant : order) history_.steps.push_back(in(reboot, variant));
    for (const std::size_t variant : order) {
      history_.steps.push_back(in({.action = CalledAction::stop}, variant));
      history_.steps.push_back(in(start, variant));
    }
    return well_formed(std::move(history_));
  }

  // What the call does, were it answered as the model expects.
  void pass(const Step& step) {
    const auto wait = Vocabulary::get().waits[step.wait];
    own_.elapse(wait);
    other_.elapse(wait);
    if (step.treatment == honest) (step.by_other ? other_ : own_).assume(asked_of(step));
  }

  Step on_the_way() {
    Step step;
    step.variant = static_cast<std::uint8_t>(random_.below(Vocabulary::get().variants.size()));
    if (random_.percent(15)) step.id_encoding = cases::Encoding::every_byte;
    if (random_.percent(history_.fixture.settle_ms ? 40 : 5)) {
      step.wait = static_cast<std::uint8_t>(random_.below(Vocabulary::get().waits.size()));
    }
    if (random_.percent(4)) {
      step.by_other = true;
      step.id = other_id;
    }
    step.together = random_.percent(5);
    if (random_.percent(options_.again)) {
      step.again = static_cast<Guise>(random_.below(guise_names.size()));
    }
    return step;
  }

  void set_flags(Step& step) {
    constexpr std::array<std::uint8_t, 5> usual = {absent_flag, absent_flag, true_flag, true_flag,
                                                   false_flag};
    const ActionRules& rules = AnswerBook::get().rules(step.action);
    if (rules.has(specs::BooleanParameter::init_local_disk)) {
      step.init_local_disk = random_.one_of(usual);
    }
    if (rules.has(specs::BooleanParameter::force_stop)) step.force_stop = random_.one_of(usual);
    if (random_.percent(20)) step.dry_run = random_.percent(70) ? true_flag : false_flag;
  }

  void add_extra(Step& step) {
    const auto& words = Vocabulary::get().extras;
    step.extras.push_back({.word = static_cast<std::uint8_t>(random_.below(words.size())),
                           .text = std::nullopt,
                           .encoding = static_cast<cases::Encoding>(random_.below(5))});
  }

  // An action that the documents accept where the instance is now; a look where there is none.
  Step legal() {
    Step step = on_the_way();
    const InstanceModel& model = step.by_other ? other_ : own_;
    std::vector<CalledAction> accepted;
    for (const CalledAction action : documented) {
      if (model.may_accept({.action = action})) accepted.push_back(action);
    }
    const std::optional<CalledAction> neighbour = neighbour_in(model.situations());
    if (neighbour && random_.percent(20)) {
      step.action = *neighbour;
    } else if (!accepted.empty() && random_.percent(80)) {
      step.action = random_.one_of(accepted);
      set_flags(step);
    } else {
      step.action = random_.one_of(looks);
    }
    if (is_documented(step.action) && random_.percent(10)) add_extra(step);
    return step;
  }

  Step refused_by_the_world() {
    Step step = on_the_way();
    const InstanceModel& model = step.by_other ? other_ : own_;
    std::vector<CalledAction> refused;
    for (const CalledAction action : documented) {
      if (!model.may_accept({.action = action})) refused.push_back(action);
    }
    step.action = refused.empty() ? random_.one_of(documented) : random_.one_of(refused);
    set_flags(step);
    return step;
  }

  // A call that would be accepted but for what is done to it.
  Step acceptable() {
    for (int tries = 0; tries < 4; ++tries) {
      Step step = legal();
      if (is_documented(step.action) && step.dry_run == absent_flag) return step;
    }
    Step step = on_the_way();
    step.action = random_.one_of(documented);
    return step;
  }

  Step illegal() {
    const Vocabulary& words = Vocabulary::get();
    const std::size_t kind = random_.below(100);
    if (kind < 30) return refused_by_the_world();
    Step step = acceptable();
    if (kind < 47) {
      step.id = random_.percent(25) ? unknown_id
                                    : static_cast<std::uint8_t>(random_.below(words.ids.size()));
      if (random_.percent(30)) step.dry_run = true_flag;
    } else if (kind < 54) {
      step.id = random_.percent(50) ? absent_id : empty_id;
      if (random_.percent(30)) step.dry_run = true_flag;
    } else if (kind < 61) {
      step.id = step.by_other ? own_id : other_id;
    } else if (kind < 70) {
      const auto word = static_cast<std::uint8_t>(random_.below(words.booleans.size()));
      *random_.one_of(flags_of(step)) = word;
    } else if (kind < 78) {
      step.treatment = static_cast<std::uint16_t>(1 + random_.below(3));
      step.back = static_cast<std::uint8_t>(1 + random_.below(2));
    } else {
      forge(step);
    }
    return step;
  }

  void forge(Step& step) {
    const Vocabulary& words = Vocabulary::get();
    const auto any = [&] {
      return static_cast<std::uint16_t>(4 + random_.below(words.treatments.size() - 4));
    };
    // There are more ways to forge a request than to ask for what is not there.
    const bool is_beyond_api = random_.percent(30);
    step.treatment = any();
    for (int tries = 0; tries < 24; ++tries) {
      if (words.treatments[step.treatment].is_beyond_api == is_beyond_api) break;
      step.treatment = any();
    }
    const Treatment& treatment = words.treatments[step.treatment];
    if (random_.percent(20)) step.dry_run = true_flag;
    for (int tries = 0; tries < 24 && !treatment.applies(words.variants[step.variant]); ++tries) {
      step.variant = static_cast<std::uint8_t>(random_.below(words.variants.size()));
    }
  }

  Random& random_;
  DrawOptions options_;
  std::optional<CalledAction> row_of_;
  History history_;
  InstanceModel own_;
  InstanceModel other_;
};

}  // namespace

History with_waits_up_to(std::chrono::milliseconds limit, History history) {
  for (Step& step : history.steps) {
    if (Vocabulary::get().waits[step.wait] > limit) step.wait = 0;
  }
  return history;
}

History draw_history(Random& random, const DrawOptions& options) {
  return Drawing{random, options}.draw();
}

}  // namespace hallmark::fuzz
