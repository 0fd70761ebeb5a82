// SPDX-License-Identifier: Apache-2.0
//
// The smallest history by which each defect of the reference endpoint shows: looked for among all
// short histories, the shortest first and of those the ones with the fewest conditions, so that
// what the shrinker makes can be laid beside what there is. It knows nothing of the shrinker.
//
//   smallest_findings [DEFECT...] > smallest_findings.tsv
//
// A line for each defect: its name, the calls, the conditions, the checker and the history, whose
// lines are parted by "; ". What does not show within these histories has a dash for all of it. One
// call is tried with all words of the vocabulary; where it takes two, they are tried with fewer.
#include <algorithm>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"
#include "runner/reference/defects/defects.hpp"
#include "runner/reference/defects/watch.hpp"

namespace {

using namespace hallmark;
using namespace hallmark::fuzz;

// All worlds with exactly these conditions, in which some history may begin.
void add_worlds(std::vector<cases::Fixture>& worlds, cases::ConditionSet conditions,
                std::optional<int> settle_ms = {}) {
  for (std::size_t status = 0; status < specs::status_names.size(); ++status) {
    for (const cases::ChargeType charge_type : specs::charge_types) {
      const cases::Fixture world{.status = static_cast<specs::InstanceStatus>(status),
                                 .charge_type = charge_type,
                                 .conditions = conditions,
                                 .settle_ms = settle_ms};
      if (consistent(world) == world) worlds.push_back(world);
    }
  }
}

std::vector<cases::Fixture> worlds_without_conditions(std::optional<int> settle_ms = {}) {
  std::vector<cases::Fixture> worlds;
  add_worlds(worlds, {}, settle_ms);
  return worlds;
}

std::vector<cases::Fixture> worlds_with_one_condition() {
  std::vector<cases::Fixture> worlds;
  for (const cases::Condition one : cases::all_conditions) {
    add_worlds(worlds, cases::ConditionSet{one});
  }
  return worlds;
}

std::vector<cases::Fixture> worlds_with_two_conditions() {
  std::vector<cases::Fixture> worlds;
  for (const cases::Condition one : cases::all_conditions) {
    for (const cases::Condition other : cases::all_conditions) {
      if (one < other) add_worlds(worlds, cases::ConditionSet{one, other});
    }
  }
  return worlds;
}

// Those in which a call may be accepted: for what is tried with very many calls.
std::vector<cases::Fixture> at_rest(const std::vector<cases::Fixture>& worlds) {
  std::vector<cases::Fixture> resting;
  std::ranges::copy_if(worlds, std::back_inserter(resting), [](const cases::Fixture& world) {
    return world.status == specs::InstanceStatus::stopped ||
           world.status == specs::InstanceStatus::running;
  });
  return resting;
}

std::vector<Step> plain_steps() {
  std::vector<Step> steps;
  for (const ActionRow& row : action_rows) steps.push_back({.action = row.action});
  return steps;
}

// Calls with one thing in them that a plain call does not have; a forgery brings the variant along
// that it needs, and a call for the other account's instance may come from there.
std::vector<Step> adorned_steps(const std::vector<Step>& plain) {
  const Vocabulary& words = Vocabulary::get();
  std::vector<Step> steps;
  for (const Step& one : plain) {
    const auto add = [&](auto change) {
      steps.push_back(one);
      change(steps.back());
    };
    const auto add_each = [&](std::size_t count, auto change) {
      for (std::size_t i = 1; i < count; ++i) add([&](Step& step) { change(step, i); });
    };
    add_each(words.ids.size(),
             [](Step& step, std::size_t i) { step.id = static_cast<std::uint8_t>(i); });
    add_each(words.variants.size(),
             [](Step& step, std::size_t i) { step.variant = static_cast<std::uint8_t>(i); });
    add_each(words.waits.size(),
             [](Step& step, std::size_t i) { step.wait = static_cast<std::uint8_t>(i); });
    add_each(guise_names.size(),
             [](Step& step, std::size_t i) { step.again = static_cast<Guise>(i); });
    add([](Step& step) { step.by_other = true; });
    add([](Step& step) {
      step.by_other = true;
      step.id = other_id;
    });
    add([](Step& step) { step.id_encoding = cases::Encoding::every_byte; });
    add([](Step& step) { step.id_encoding = cases::Encoding::lower_hex; });
    for (std::size_t flag = 0; flag < 3; ++flag) {
      add_each(words.booleans.size(), [flag](Step& step, std::size_t i) {
        *flags_of(step)[flag] = static_cast<std::uint8_t>(i);
      });
    }
    for (std::size_t word = 0; word < words.extras.size(); ++word) {
      for (int encoding = 0; encoding < 5; ++encoding) {
        add([&](Step& step) {
          step.extras.push_back({.word = static_cast<std::uint8_t>(word),
                                 .text = {},
                                 .encoding = static_cast<cases::Encoding>(encoding)});
        });
      }
    }
    add_each(words.treatments.size(), [&](Step& step, std::size_t i) {
      const Treatment& treatment = words.treatments[i];
      step.treatment = static_cast<std::uint16_t>(i);
      step.back = treatment.goes_back() ? 1 : 0;
      while (step.variant < words.variants.size() &&
             !treatment.applies(words.variants[step.variant])) {
        ++step.variant;
      }
      if (step.variant == words.variants.size()) step.variant = 0;
    });
  }
  return steps;
}

// Those of them that may make a difference to a call before or behind: another way, a look at
// another time, somebody else, a flag that is set, what was sent before.
std::vector<Step> related(const std::vector<Step>& adorned) {
  std::vector<Step> some;
  std::ranges::copy_if(adorned, std::back_inserter(some), [](const Step& step) {
    const bool is_plain_call =
        step.id <= other_id && step.id_encoding == Step{}.id_encoding && step.extras.empty();
    const bool is_forged = step.treatment != honest && step.back == 0;
    const auto flags = {step.init_local_disk, step.force_stop, step.dry_run};
    return is_plain_call && !is_forged &&
           std::ranges::all_of(flags, [](std::uint8_t flag) { return flag <= false_flag; });
  });
  return some;
}

// Looks for all of them at once. A defect shows in no history but one whose calls ask for it on the
// honest endpoint, so that each history is put to few of them.
class Search {
 public:
  explicit Search(std::vector<std::string_view> names) {
    for (const std::string_view name : names) {
      hunted_.push_back({.name = name,
                         .defect = runner::reference::defect_from(name).value(),
                         .player = Player{reference_target({std::string{name}})}});
    }
  }

  struct Hunted {
    std::string_view name;
    runner::reference::Defect defect;
    Player player;
    std::optional<std::pair<History, Violation>> found = {};
  };

  [[nodiscard]] const std::vector<Hunted>& hunted() const { return hunted_; }

  void run() {
    const std::vector<Step> plain = plain_steps();
    const std::vector<Step> adorned = adorned_steps(plain);
    const std::vector<Step> some = related(adorned);
    const auto bare = worlds_without_conditions();
    const auto one_condition = worlds_with_one_condition();
    alone(bare, plain);
    alone(bare, adorned);
    alone(one_condition, plain);
    alone(at_rest(one_condition), some);
    alone(at_rest(worlds_with_two_conditions()), plain);
    for (const std::optional<int> settle_ms : {std::optional<int>{}, {0}, {50}}) {
      in_turn(worlds_without_conditions(settle_ms), plain, plain);
    }
    const auto resting = at_rest(worlds_without_conditions());
    in_turn(resting, plain, some);
    in_turn(resting, some, plain);
    alike(resting, some);
    in_turn(at_rest(worlds_without_conditions(0)), plain, some);
    in_turn(one_condition, plain, plain);
    for (const std::optional<int> settle_ms : {std::optional<int>{}, {0}}) {
      of_calls(3, worlds_without_conditions(settle_ms), plain);
    }
    std::vector<Step> in_two_formats = plain;
    in_two_formats.resize(4);  // the looks tell the same in both
    for (std::size_t i = 0; i < 4; ++i) {
      in_two_formats.push_back(in_two_formats[i]);
      in_two_formats.back().variant = other_format();
    }
    for (const std::size_t calls : {3U, 4U}) {
      of_calls(calls, worlds_without_conditions(0), in_two_formats);
    }
  }

 private:
  static std::uint8_t other_format() {
    const auto& variants = Vocabulary::get().variants;
    cases::Variant wanted = variants.front();
    wanted.format = wanted.format == cases::Format::xml ? cases::Format::json : cases::Format::xml;
    return static_cast<std::uint8_t>(std::ranges::find(variants, wanted) - variants.begin());
  }

  void put(const History& history) {
    asked_.forget();
    honest_.forget();
    if (honest_.play(history).finding) {
      std::cerr << "fails on the honest endpoint, too:\n" << to_text(history);
      return;
    }
    for (Hunted& one : hunted_) {
      if (one.found || !asked_.met(one.defect, 0)) continue;
      one.player.forget();
      if (auto finding = one.player.play(history).finding) one.found.emplace(history, *finding);
    }
  }

  void alone(const std::vector<cases::Fixture>& worlds, const std::vector<Step>& steps) {
    for (const Step& step : steps) {
      for (const cases::Fixture& world : worlds) put({world, {step}});
    }
  }

  void in_turn(const std::vector<cases::Fixture>& worlds, const std::vector<Step>& firsts,
               const std::vector<Step>& seconds) {
    for (const Step& second : seconds) {
      for (const Step& first : firsts) {
        for (const cases::Fixture& world : worlds) put({world, {first, second}});
      }
    }
  }

  // Two calls that have the same thing in them, or the second of which goes back to the first.
  void alike(const std::vector<cases::Fixture>& worlds, const std::vector<Step>& steps) {
    constexpr std::uint16_t first_forgery = 4;  // those before go back to an earlier call
    for (const Step& second : steps) {
      for (const ActionRow& row : action_rows) {
        Step first = second;
        first.action = row.action;
        first.treatment = honest;
        first.back = 0;
        for (std::uint16_t treatment = 0; treatment < first_forgery; ++treatment) {
          Step last = second;
          if (treatment != honest) last.treatment = treatment;
          last.back = Vocabulary::get().treatments[last.treatment].goes_back() ? 1 : 0;
          for (const cases::Fixture& world : worlds) put({world, {first, last}});
        }
      }
    }
  }

  void of_calls(std::size_t calls, const std::vector<cases::Fixture>& worlds,
                const std::vector<Step>& alphabet) {
    std::size_t count = 1;
    for (std::size_t i = 0; i < calls; ++i) count *= alphabet.size();
    for (std::size_t number = 0; number < count; ++number) {
      History history;
      for (std::size_t rest = number; history.steps.size() < calls; rest /= alphabet.size()) {
        history.steps.push_back(alphabet[rest % alphabet.size()]);
      }
      for (const cases::Fixture& world : worlds) {
        history.fixture = world;
        put(history);
      }
    }
  }

  runner::reference::Watch asked_{{runner::reference::Trigger{}}};
  Player honest_{reference_target({}, &asked_)};
  std::vector<Hunted> hunted_;
};

std::string on_one_line(const History& history) {
  const std::string text = to_text(history);
  std::string line;
  std::size_t begin = text.find('\n') + 1;  // the title
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    if (!line.empty()) line += "; ";
    line += text.substr(begin, end - begin);
    begin = end + 1;
  }
  return line;
}

void print(const Search::Hunted& one) {
  std::cout << one.name;
  if (one.found) {
    const auto& [history, finding] = *one.found;
    const auto conditions = std::ranges::count_if(
        cases::all_conditions,
        [&](cases::Condition condition) { return history.fixture.conditions.contains(condition); });
    std::cout << '\t' << history.steps.size() << '\t' << conditions << '\t'
              << info_of(finding.checker).name << '\t' << on_one_line(history) << '\n';
  } else {
    std::cout << "\t-\t-\t-\t-\n";
  }
}

}  // namespace

int main(int count, char** words) {
  std::vector<std::string_view> names{words + 1, words + count};
  if (names.empty()) {
    for (const runner::reference::DefectInfo& defect : runner::reference::defects()) {
      names.push_back(defect.name);
    }
  }
  Search search{std::move(names)};
  search.run();
  for (const Search::Hunted& one : search.hunted()) print(one);
}
