// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/shrink.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace hallmark::fuzz {
namespace {

// What differs from a plain call of the action.
std::size_t adornments_of(const Step& step) {
  const Step plain;
  std::size_t count = 0;
  const auto add = [&count](bool differs) { count += differs ? 1 : 0; };
  add(step.by_other);
  add(step.together);
  add(step.id != plain.id);
  add(step.id_encoding != plain.id_encoding);
  add(step.init_local_disk != plain.init_local_disk);
  add(step.force_stop != plain.force_stop);
  add(step.dry_run != plain.dry_run);
  add(step.variant != plain.variant);
  add(step.wait != plain.wait);
  add(step.treatment != plain.treatment);
  add(step.again != plain.again);
  for (const Extra& extra : step.extras) {
    add(true);
    add(extra.text.has_value());
    add(extra.encoding != plain.id_encoding);
  }
  return count;
}

std::size_t count_of(cases::ConditionSet conditions) {
  return static_cast<std::size_t>(std::ranges::count_if(
      cases::all_conditions, [&](cases::Condition one) { return conditions.contains(one); }));
}

// None, and every set within `own`.
std::vector<cases::ConditionSet> parts_of(cases::ConditionSet own) {
  std::vector<cases::ConditionSet> parts{cases::ConditionSet{}};
  for (const cases::Condition one : cases::all_conditions) {
    if (!own.contains(one)) continue;
    for (std::size_t i = parts.size(); i-- > 0;) parts.push_back(parts[i].with(one));
  }
  return parts;
}

class Shrinking {
 public:
  Shrinking(const History& failing, const Shows& shows, const ShrinkOptions& options)
      : shows_{shows}, options_{options}, best_{well_formed(failing)} {}

  Shrunk run() {
    double rate = rate_of_best();
    if (rate > 0) {
      start_later(most_of_a_long_one);
      remove_chunks();
      bool smaller = true;
      while (smaller && !spent()) {
        smaller = remove_one_by_one();
        smaller = start_later(best_.steps.size()) || smaller;
        smaller = plainer_world() || smaller;
        smaller = plainer_steps() || smaller;
        smaller = smaller || another_condition();
        // What is smaller may show more often.
        if (tries_ > 1 && smaller && !spent()) rate = rate_of_best();
      }
    }
    const bool was_spent = spent();
    if (tries_ > 1) rate = rate_of_best();
    return {.history = best_,
            .rate = rate,
            .tries = tries_,
            .plays = plays_,
            .out_of_plays = was_spent};
  }

 private:
  // Of a history that may have many calls: so few at its end may be all that is needed.
  static constexpr std::size_t most_of_a_long_one = 3;

  [[nodiscard]] bool spent() const { return plays_ >= options_.plays; }

  bool play(const History& history) {
    ++plays_;
    return shows_(history);
  }

  double rate_of_best() {
    int shown = 0;
    for (int i = 0; i < options_.samples; ++i) shown += play(best_) ? 1 : 0;
    const double rate = static_cast<double>(shown) / options_.samples;
    tries_ = tries_for(rate, options_.missed, options_.most_tries);
    return rate;
  }

  // Keeps the candidate where it is smaller and fails too.
  bool try_out(History candidate) {
    if (weight_of(candidate) >= weight_of(best_) || !fails(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  bool fails(const History& candidate) {
    if (tries_ > 1) {
      for (std::size_t i = 0; i < tries_ && !spent(); ++i) {
        if (play(candidate)) return true;
      }
      return false;
    }
    for (std::size_t i = 0; i < options_.confirmations; ++i) {
      if (spent() || !play(candidate)) return false;
    }
    return true;
  }

  // The first of the candidates that fails, the smallest first.
  bool try_out_the_smallest(std::vector<History> candidates) {
    std::ranges::stable_sort(candidates, {}, weight_of);
    return std::ranges::any_of(candidates,
                               [this](History& one) { return try_out(std::move(one)); });
  }

  // The history in the world of each status with these conditions.
  static void add_in_each_status(std::vector<History>& candidates, const History& history,
                                 cases::ConditionSet conditions) {
    for (std::size_t status = 0; status < specs::status_names.size(); ++status) {
      History candidate = history;
      candidate.fixture.status = static_cast<specs::InstanceStatus>(status);
      candidate.fixture.conditions = conditions;
      candidates.push_back(well_formed(std::move(candidate)));
    }
  }

  // The last calls, at most `most` of them, in a world to which those before may have led.
  bool start_later(std::size_t most) {
    const std::size_t count = best_.steps.size();
    for (std::size_t left = 1; left < count && left <= most && !spent(); ++left) {
      std::vector<bool> keep(count, true);
      std::fill_n(keep.begin(), count - left, false);
      const History rest = with_steps(best_, keep);
      std::vector<History> candidates;
      History at_rest = rest;  // where they led at once, one that stays may be needed
      at_rest.fixture.settle_ms.reset();
      add_in_each_status(candidates, at_rest, {});
      add_in_each_status(candidates, rest, {});
      if (!rest.fixture.conditions.empty()) {
        add_in_each_status(candidates, rest, rest.fixture.conditions);
      }
      if (try_out_the_smallest(std::move(candidates))) return true;
    }
    return false;
  }

  // ddmin: ever smaller parts are left out, until parts are single steps.
  void remove_chunks() {
    std::size_t parts = 2;
    while (best_.steps.size() >= 2 && !spent()) {
      const std::size_t count = best_.steps.size();
      parts = std::min(parts, count);
      bool removed = false;
      for (std::size_t part = 0; part < parts && !removed; ++part) {
        std::vector<bool> keep(count, true);
        std::fill(keep.begin() + static_cast<std::ptrdiff_t>(part * count / parts),
                  keep.begin() + static_cast<std::ptrdiff_t>((part + 1) * count / parts), false);
        removed = try_out(with_steps(best_, keep));
      }
      if (removed) {
        parts = std::max<std::size_t>(parts - 1, 2);
      } else if (parts == count) {
        return;
      } else {
        parts *= 2;
      }
    }
  }

  bool remove_one_by_one() {
    bool removed = false;
    for (std::size_t i = best_.steps.size(); i-- > 0 && !spent();) {
      if (i >= best_.steps.size()) continue;
      std::vector<bool> keep(best_.steps.size(), true);
      keep[i] = false;
      removed = try_out(with_steps(best_, keep)) || removed;
    }
    return removed;
  }

  bool plainer_world() {
    bool plainer = false;
    const auto attempt = [&](auto change) {
      History candidate = best_;
      change(candidate.fixture);
      plainer = try_out(well_formed(std::move(candidate))) || plainer;
    };
    attempt([](cases::Fixture& world) { world = {}; });
    attempt([](cases::Fixture& world) { world.settle_ms.reset(); });
    attempt([](cases::Fixture& world) { world.charge_type = cases::ChargeType::post_paid; });
    std::vector<History> candidates;
    for (const cases::ConditionSet conditions : parts_of(best_.fixture.conditions)) {
      add_in_each_status(candidates, best_, conditions);
    }
    plainer = try_out_the_smallest(std::move(candidates)) || plainer;
    return plainer;
  }

  // Where it takes several conditions, one that is none of them may do.
  bool another_condition() {
    if (count_of(best_.fixture.conditions) < 2) return false;
    std::vector<History> candidates;
    for (const cases::Condition one : cases::all_conditions) {
      History candidate = best_;
      candidate.fixture.conditions = cases::ConditionSet{one};
      candidates.push_back(well_formed(std::move(candidate)));
    }
    return try_out_the_smallest(std::move(candidates));
  }

  bool plainer_steps() {
    bool plainer = false;
    const Step plain;
    for (std::size_t i = 0; i < best_.steps.size() && !spent(); ++i) {
      const auto attempt = [&](auto change) {
        History candidate = best_;
        change(candidate.steps[i]);
        plainer = try_out(well_formed(std::move(candidate))) || plainer;
      };
      attempt([&](Step& step) {
        const Step old = std::exchange(step, plain);
        step.action = old.action;
        step.treatment = old.treatment;
        step.back = old.back;
        step.again = old.again;
      });
      attempt([&](Step& step) { step.extras.clear(); });
      for (std::size_t extra = 0; extra < best_.steps[i].extras.size(); ++extra) {
        attempt([&](Step& step) { step.extras[extra].text.reset(); });
        attempt([&](Step& step) { step.extras[extra].encoding = plain.id_encoding; });
      }
      attempt([&](Step& step) { step.treatment = honest; });
      attempt([&](Step& step) { step.together = false; });
      attempt([&](Step& step) { step.again = Guise::none; });
      attempt([&](Step& step) { step.by_other = false; });
      attempt([&](Step& step) { step.id = own_id; });
      attempt([&](Step& step) { step.id_encoding = plain.id_encoding; });
      attempt([&](Step& step) { step.init_local_disk = absent_flag; });
      attempt([&](Step& step) { step.force_stop = absent_flag; });
      attempt([&](Step& step) { step.dry_run = absent_flag; });
      attempt([&](Step& step) { step.variant = 0; });
      attempt([&](Step& step) { step.wait = 0; });
    }
    return plainer;
  }

  const Shows& shows_;
  ShrinkOptions options_;
  History best_;
  std::size_t tries_ = 1;
  std::size_t plays_ = 0;
};

}  // namespace

Weight weight_of(const History& history) {
  const cases::Fixture plain;
  const cases::Fixture& world = history.fixture;
  Weight weight{.calls = history.steps.size(), .conditions = count_of(world.conditions)};
  for (const Step& step : history.steps) weight.adornments += adornments_of(step);
  weight.world = (world.charge_type != plain.charge_type ? 1U : 0U) +
                 (world.settle_ms != plain.settle_ms ? 1U : 0U) +
                 (world.status != plain.status ? 1U : 0U);
  return weight;
}

std::size_t tries_for(double rate, double missed, std::size_t most) {
  if (rate >= 1) return 1;
  if (rate <= 0) return most;
  const double wanted = std::ceil(std::log(missed) / std::log(1 - rate));
  return std::clamp(static_cast<std::size_t>(wanted), std::size_t{1}, most);
}

Shrunk shrink(const History& failing, const Shows& shows, const ShrinkOptions& options) {
  return Shrinking{failing, shows, options}.run();
}

}  // namespace hallmark::fuzz
