// SPDX-License-Identifier: Apache-2.0
//
// Writes histories down: a case that grows step by step, with what the documents say of each step
// in whatever worlds the steps before it may have led to.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "cases/case.hpp"
#include "cases/lifecycle/ruling.hpp"

namespace hallmark::cases::history {

enum class Step : std::uint8_t {
  plain,
  dry_run,
  on,             // with its flag true
  off,            // with its flag false
  undeclared,     // with a parameter that no page has
  unknown,        // about an instance that nobody has
  other,          // another action
  other_dry_run,  // a dry run of it, where the action has none
  forged,         // signed with a wrong secret
  replay,         // the bytes of the step before, on its connection
  replay_elsewhere,
  // Where a history needs them, and no step of every two.
  not_dry,       // with DryRun=false
  reactivation,  // whatever the history is about
  start,         // so is this one
};

struct StepRow {
  Step step;
  std::string_view slug;
};
inline constexpr std::array<StepRow, 11> steps = {{{Step::plain, "plain"},
                                                   {Step::dry_run, "dry-run"},
                                                   {Step::on, "flag-true"},
                                                   {Step::off, "flag-false"},
                                                   {Step::undeclared, "undeclared"},
                                                   {Step::unknown, "unknown-instance"},
                                                   {Step::other, "other-action"},
                                                   {Step::other_dry_run, "other-action-dry-run"},
                                                   {Step::forged, "forged"},
                                                   {Step::replay, "replay"},
                                                   {Step::replay_elsewhere, "replay-elsewhere"}}};
constexpr std::string_view slug_of(Step step) { return steps[static_cast<std::size_t>(step)].slug; }
constexpr bool is_replay(Step step) {
  return step == Step::replay || step == Step::replay_elsewhere;
}

[[nodiscard]] Flags saying(specs::BooleanParameter flag, bool value);
// Another action, which is refused where this one is accepted.
[[nodiscard]] const TestedAction& other_than(const TestedAction& action);
[[nodiscard]] bool knows(const TestedAction& action, Step step);

// The same world, moving on: long enough for what is on the way to be seen.
[[nodiscard]] Fixture settling(Fixture world);
// start-instance/history/plain/settled/other-action: the words of an id.
[[nodiscard]] std::string name_of(std::initializer_list<std::string_view> parts);
[[nodiscard]] std::string names_of(std::span<const Step> all);

// Has all calls travel in a third way: neither base variant has it.
void send_by_form(Case& one);

// What the instance may be after some steps. On its way it may have arrived: how long a status
// lasts is for the fixtures' provider to keep.
struct Possible {
  Fixture world;
  const specs::Transition* moved_by = nullptr;  // it is on its way
};

// A history as it grows: a case, and what its steps so far may have made of the instance.
class Writer {
 public:
  Writer(const TestedAction& action, std::string name, Fixture world);

  // On the connection of the step before, but where that one has set the instance in motion and the
  // world moves on: then at rest, on a new one. `said`: besides what the step says.
  void add(Step step, const Flags& said = {});
  void add(Call call);
  // The plain call of another action, in the same way.
  void add(const TestedAction& other);
  // The same, signed with a wrong secret.
  void add_forged(const TestedAction& other);
  // Though the step before has set the instance in motion, and the world moves on.
  void add_on_its_way(Step step);
  // Looks at what has come of the steps so far, before the next one.
  void look();
  // Where the last step is accepted, and none behind it, its flags tell of disks and stops.
  void let_it_tell();
  // StopInstance, which an endpoint may lack. Where the world does not move on it stays Stopping,
  // and is looked at, for who stops at once breaks no promise of the tested actions.
  void add_stop(const Flags& said = {});
  // A call that neither moves the instance nor is this history's affair: looks at it, and a stop of
  // what is stopped. The endpoint may lack it.
  void add_aside(std::string_view action, std::vector<Argument> arguments);
  // A call that is refused, whatever it says, because of who makes it.
  void add_stranger(const Flags& said = {});

  // Leaves open what no page says: whether what was reactivated is expired still.
  void leave_relief_open() { relief_is_open_ = true; }
  void need(std::string id);

  // Where the world moves on, what the last step has set in motion is looked at until it is at
  // rest.
  [[nodiscard]] Case done(unsigned depth);

  [[nodiscard]] Case& current() { return case_; }
  // What the last call surely does with its flags, where it may be accepted.
  [[nodiscard]] const Ruling& ruling() const { return ruling_; }

 private:
  // To the step before: where that has to come to rest first, on a new connection.
  void join(Call& call, bool waits);
  // Whether the next step has to wait until the instance is at rest.
  bool settle();
  // The case that tells a wrong refusal of its own.
  void need_row(const TestedAction& action, const DocumentedRefusal& refusal);

  [[nodiscard]] const TestedAction& action_of(Step step) const;
  Call call_of(Step step, const Flags& said);
  Call call_of(const TestedAction& action, const Flags& flags, bool forged);
  // The bytes of the last call that was no replay itself.
  Call replay();

  // What is right of the call in each of the worlds, and what it makes of them.
  void judge(Call& call, const TestedAction& action, const Flags& flags, bool forged);
  [[nodiscard]] std::vector<Possible> moved_by(const TestedAction& action, Fixture world);

  const TestedAction& action_;
  std::vector<Possible> possible_;
  Case case_;
  specs::StatusSet seen_ = {};
  Ruling ruling_ = {};
  bool relief_is_open_ = false;
};

// A history whose last call says of the flag that it is `on`, or does not say it, and what that
// does to the instance.
[[nodiscard]] Case done_with_flag(Writer& history, const TestedAction& action,
                                  specs::BooleanParameter flag, bool on);

}  // namespace hallmark::cases::history
