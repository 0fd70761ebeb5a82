// SPDX-License-Identifier: Apache-2.0
//
// Calls on an instance that an accepted call has set in motion, in a world that holds it there:
// they find it in no status in which they are accepted. What the first call has said is done, and
// nothing of what the second one says.
//   reboot-instance/pair/on-its-way/plain/flag-true
//   start-instance/pair/on-its-way/flag-true/by-post-form
#include <array>
#include <string>
#include <string_view>

#include "cases/lifecycle/history_writer.hpp"
#include "cases/lifecycle/moved.hpp"

namespace hallmark::cases::history {
namespace {

using specs::BooleanParameter;

// How the second call is made.
struct Second {
  std::string_view slug;
  Step step;
  bool with_flag = false;
  bool by_form = false;
};
constexpr std::array seconds = {
    Second{"plain", Step::plain},
    Second{"by-post-form", Step::plain, false, true},
    Second{"flag-true", Step::on},
    Second{"flag-true-by-post-form", Step::on, false, true},
    Second{"flag-false", Step::off},
    Second{"dry-run", Step::dry_run},
    Second{"dry-run-with-flag", Step::dry_run, true},
    Second{"forged-with-flag", Step::forged, true},
    Second{"other-action", Step::other},
};

Case asked_on_its_way(const TestedAction& action, Step first, std::string_view slug,
                      const auto& add_second) {
  Fixture world = world_of_flag(action);
  const std::string name = name_of({"on-its-way", slug_of(first), slug});
  Writer history{action, name, world};
  history.leave_relief_open();
  history.add(first);
  history.let_it_tell();
  history.look();
  add_second(history);
  Case one = history.done(2);
  // No history, for the campaigns do not look between two calls.
  one.id = name_of({action.slug, "pair", name});
  one.tags = about(action, Family::pair);
  return one;
}

}  // namespace

void add_on_the_way(std::vector<Case>& cases, const TestedAction& action) {
  const auto flag = flag_of(action);
  for (const Step first : {Step::plain, Step::on, Step::off}) {
    if (!knows(action, first)) continue;
    for (const Second& second : seconds) {
      if (!knows(action, second.step) || (second.with_flag && !flag)) continue;
      cases.push_back(asked_on_its_way(action, first, second.slug, [&](Writer& history) {
        history.add(second.step, second.with_flag ? saying(*flag, true) : Flags{});
        const bool acts = second.step != Step::dry_run && second.step != Step::forged &&
                          second.step != Step::other;
        if (acts) history.let_it_tell();
        if (second.by_form) {
          history.current().calls.back().variant =
              Variant{Method::post_form, Format::json, Signature::v1};
        }
      }));
    }
    if (!flag) continue;
    cases.push_back(asked_on_its_way(action, first, "stranger-with-flag", [&](Writer& history) {
      history.add_stranger(saying(*flag, true));
    }));
  }
}

}  // namespace hallmark::cases::history
