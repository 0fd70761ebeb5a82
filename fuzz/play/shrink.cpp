// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/shrink.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace hallmark::fuzz {
namespace {

class Shrinking {
 public:
  Shrinking(const History& failing, const Shows& shows, const ShrinkOptions& options)
      : shows_{shows}, options_{options}, best_{well_formed(failing)} {}

  Shrunk run() {
    const double rate = rate_of_best();
    tries_ = tries_for(rate, options_.missed, options_.most_tries);
    if (rate > 0) {
      remove_chunks();
      bool smaller = true;
      while (smaller && !spent()) {
        smaller = remove_one_by_one();
        smaller = plainer_world() || smaller;
        smaller = plainer_steps() || smaller;
      }
    }
    const bool was_spent = spent();
    const double seen = tries_ > 1 ? rate_of_best() : rate;
    return {.history = best_,
            .rate = seen,
            .tries = tries_,
            .plays = plays_,
            .out_of_plays = was_spent};
  }

 private:
  [[nodiscard]] bool spent() const { return plays_ >= options_.plays; }

  bool play(const History& history) {
    ++plays_;
    return shows_(history);
  }

  double rate_of_best() {
    int shown = 0;
    for (int i = 0; i < options_.samples; ++i) shown += play(best_) ? 1 : 0;
    return static_cast<double>(shown) / options_.samples;
  }

  // Keeps the candidate where it fails too.
  bool try_out(History candidate) {
    if (candidate == best_) return false;
    for (std::size_t i = 0; i < tries_ && !spent(); ++i) {
      if (!play(candidate)) continue;
      best_ = std::move(candidate);
      return true;
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
    attempt([](cases::Fixture& world) { world.conditions = {}; });
    for (const cases::Condition one : cases::all_conditions) {
      if (!best_.fixture.conditions.contains(one)) continue;
      attempt([one](cases::Fixture& world) {
        world.conditions = world.conditions.without(cases::ConditionSet{one});
      });
    }
    return plainer;
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
