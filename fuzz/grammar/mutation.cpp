// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/mutation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hallmark::fuzz {
namespace {

constexpr std::size_t head_size = 8;   // bytes of the world
constexpr std::size_t step_size = 80;  // bytes that a step takes at most, extras included

// Treats one request in 16 otherwise than honestly.
void treat_at_random(Step& step, Random& random) {
  const auto& treatments = Vocabulary::get().treatments;
  step.treatment = honest;
  step.back = 0;
  if (random.below(16) != 0) return;
  // Replays and nonces are three words among hundreds, and worth as much as all of the others.
  step.treatment = static_cast<std::uint16_t>(
      random.percent(40) ? 1 + random.below(3) : 1 + random.below(treatments.size() - 1));
  step.back = static_cast<std::uint8_t>(1 + random.below(3));
}

void mutate_flag(std::uint8_t& flag, Random& random) {
  constexpr std::array<std::uint8_t, 4> usual = {absent_flag, true_flag, true_flag, false_flag};
  flag = random.percent(75)
             ? random.one_of(usual)
             : static_cast<std::uint8_t>(random.below(Vocabulary::get().booleans.size()));
}

void mutate_id(Step& step, Random& random) {
  const std::size_t count = Vocabulary::get().ids.size();
  step.id = random.percent(50) ? own_id : static_cast<std::uint8_t>(random.below(count));
}

void mutate_extras(Step& step, Random& random) {
  if (!step.extras.empty() && random.percent(50)) {
    step.extras.erase(step.extras.begin() +
                      static_cast<std::ptrdiff_t>(random.below(step.extras.size())));
    return;
  }
  Extra extra{.word = static_cast<std::uint8_t>(random.below(Vocabulary::get().extras.size())),
              .text = std::nullopt,
              .encoding = static_cast<cases::Encoding>(random.below(5))};
  if (random.percent(30)) {
    extra.text.emplace();
    const std::size_t size = random.below(max_extra_text + 1);
    for (std::size_t i = 0; i < size; ++i) {
      *extra.text += static_cast<char>(static_cast<unsigned char>(random.below(256)));
    }
  }
  step.extras.push_back(std::move(extra));
}

void mutate_step(Step& step, Random& random) {
  switch (random.below(11)) {
    case 0:
    case 1:
      step.action = static_cast<CalledAction>(random.below(action_count));
      break;
    case 2:
      mutate_id(step, random);
      break;
    case 3:
      step.id_encoding = static_cast<cases::Encoding>(random.below(5));
      break;
    case 4:
      mutate_flag(*random.one_of(flags_of(step)), random);
      break;
    case 5:
      step.variant = static_cast<std::uint8_t>(random.below(Vocabulary::get().variants.size()));
      break;
    case 6:
      step.wait = static_cast<std::uint8_t>(random.below(Vocabulary::get().waits.size()));
      break;
    case 7:
      mutate_extras(step, random);
      break;
    case 8:
      if (random.percent(50)) {
        step.by_other = !step.by_other;
      } else {
        step.together = !step.together;
      }
      break;
    case 9:
      step.again = static_cast<Guise>(random.below(guise_names.size()));
      break;
    default:
      break;
  }
  treat_at_random(step, random);
}

void mutate_world(cases::Fixture& fixture, Random& random) {
  switch (random.below(4)) {
    case 0:
      fixture.status = static_cast<specs::InstanceStatus>(random.below(5));
      break;
    case 1:
      fixture.charge_type =
          random.percent(50) ? cases::ChargeType::pre_paid : cases::ChargeType::post_paid;
      break;
    case 2: {
      const cases::Condition one = random.one_of(cases::all_conditions);
      if (random.percent(40)) fixture.conditions = {};
      if (random.percent(70)) fixture.conditions = fixture.conditions.with(one);
      break;
    }
    default:
      fixture.settle_ms.reset();
      if (random.percent(50)) fixture.settle_ms = static_cast<int>(random.below(256));
      break;
  }
}

// What fits into `max_size`, with steps taken off the end.
std::size_t write_fitting(History history, std::uint8_t* out, std::size_t max_size) {
  std::vector<std::uint8_t> bytes = encode(history);
  while (bytes.size() > max_size && !history.steps.empty()) {
    history.steps.pop_back();
    bytes = encode(history);
  }
  const std::size_t size = std::min(bytes.size(), max_size);
  std::copy_n(bytes.begin(), size, out);
  return size;
}

}  // namespace

Step random_step(Random& random) {
  std::vector<std::uint8_t> bytes(head_size + step_size);
  for (std::size_t i = head_size; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(random.below(256));
  }
  return decode(bytes).steps.front();
}

History mutate(History history, Random& random) {
  std::vector<Step>& steps = history.steps;
  const std::size_t rounds = 1 + random.below(3);
  for (std::size_t round = 0; round < rounds; ++round) {
    const auto somewhere = [&](std::size_t count) {
      return steps.begin() + static_cast<std::ptrdiff_t>(random.below(count));
    };
    const std::size_t choice = random.below(12);
    if (steps.empty() || choice < 3) {
      steps.insert(somewhere(steps.size() + 1), random_step(random));
    } else if (choice < 4) {
      steps.erase(somewhere(steps.size()));
    } else if (choice < 5) {
      const Step again = *somewhere(steps.size());
      steps.insert(somewhere(steps.size() + 1), again);
    } else if (choice < 6) {
      std::swap(*somewhere(steps.size()), *somewhere(steps.size()));
    } else if (choice < 10) {
      mutate_step(*somewhere(steps.size()), random);
    } else {
      mutate_world(history.fixture, random);
    }
  }
  return well_formed(std::move(history));
}

History cross(const History& left, const History& right, Random& random) {
  History child{.fixture = random.percent(50) ? left.fixture : right.fixture, .steps = {}};
  const auto cut_left = static_cast<std::ptrdiff_t>(random.below(left.steps.size() + 1));
  const auto cut_right = static_cast<std::ptrdiff_t>(random.below(right.steps.size() + 1));
  child.steps.assign(left.steps.begin(), left.steps.begin() + cut_left);
  child.steps.insert(child.steps.end(), right.steps.begin() + cut_right, right.steps.end());
  return well_formed(std::move(child));
}

std::size_t mutate_bytes(std::uint8_t* data, std::size_t size, std::size_t max_size,
                         std::uint64_t seed) {
  Random random{seed};
  return write_fitting(mutate(decode({data, size}), random), data, max_size);
}

std::size_t cross_bytes(std::span<const std::uint8_t> left, std::span<const std::uint8_t> right,
                        std::uint8_t* out, std::size_t max_size, std::uint64_t seed) {
  Random random{seed};
  return write_fitting(cross(decode(left), decode(right), random), out, max_size);
}

}  // namespace hallmark::fuzz
