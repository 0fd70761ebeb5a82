// SPDX-License-Identifier: Apache-2.0
//
// What a page says of a call in a world, as rows: when it is refused and with which of its error
// rows, and what it does where it is accepted. Cases, the model of the campaigns and the laws are
// derived from these rows; each cites the clauses and rows that it was read from.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "specs/schema/documented_answer.hpp"
#include "specs/schema/lifecycle.hpp"
#include "specs/schema/list.hpp"
#include "specs/schema/page.hpp"
#include "specs/schema/set_of.hpp"
#include "specs/schema/world.hpp"

namespace hallmark::specs {

// Why a call is refused.
enum class RefusalReason : std::uint8_t {
  unknown_instance,
  wrong_status,
  security_lock,
  insufficient_balance,
  not_ready,
  service_fails,
  disk,
  post_paid_expired,
  pre_paid_expired,
  kms,
  stock,
  spot_price,
  quota,
  not_expired,
  pay_type,
  of_this_action,  // one that no other action has; its `when` tells it apart
};

// Which instance a call names.
enum class Addressee : std::uint8_t {
  the_instance,  // the caller's own
  unknown,       // none that the account has
};

// The parameters of the tested actions that say true or false.
enum class BooleanParameter : std::uint8_t { init_local_disk, force_stop, dry_run };
inline constexpr std::array boolean_parameters = {
    BooleanParameter::init_local_disk, BooleanParameter::force_stop, BooleanParameter::dry_run};
inline constexpr std::array<std::string_view, boolean_parameters.size()> boolean_parameter_names = {
    "InitLocalDisk", "ForceStop", "DryRun"};
constexpr std::string_view name_of(BooleanParameter parameter) {
  return boolean_parameter_names[static_cast<std::size_t>(parameter)];
}

// Those that a call sets to true; all others are false or left out.
using FlagSet = SetOf<BooleanParameter>;

// What a page's sentence is about: a call on an instance in one of these statuses, of this
// charge type, under these conditions, with these flags.
struct When {
  Addressee addressee = Addressee::the_instance;
  StatusSet status = any_status;
  std::optional<ChargeType> charge_type = {};  // nothing: either
  ConditionSet any_of = {};                    // one of these at least; empty: whatever else holds
  ConditionSet all_of = {};
  ConditionSet none_of = {};
  FlagSet flags_on = {};   // all of these are true
  FlagSet flags_off = {};  // none of these is

  [[nodiscard]] constexpr bool holds(InstanceStatus in, ChargeType type, ConditionSet conditions,
                                     FlagSet flags) const {
    return holds(in, type, conditions, conditions, flags, flags);
  }
  // Where conditions or flags are in doubt: `surely` are those that hold, `perhaps` these and those
  // that may hold; true if no doubt is left.
  [[nodiscard]] constexpr bool holds(InstanceStatus in, ChargeType type, ConditionSet surely,
                                     ConditionSet perhaps, FlagSet surely_on,
                                     FlagSet perhaps_on) const {
    return status.contains(in) && (!charge_type || *charge_type == type) &&
           (any_of.empty() || surely.meets(any_of)) && surely.includes(all_of) &&
           !perhaps.meets(none_of) && surely_on.includes(flags_on) && !perhaps_on.meets(flags_off);
  }
  [[nodiscard]] constexpr ConditionSet conditions() const { return any_of | all_of | none_of; }
  [[nodiscard]] constexpr FlagSet flags() const { return flags_on | flags_off; }
  friend constexpr bool operator==(const When&, const When&) = default;
};

enum class Certainty : std::uint8_t {
  surely,   // the documents state it
  perhaps,  // they are silent or disagree: it may be so, and it may not
};

// Whether a dry run of the call is refused for that reason.
enum class DryRunCheck : std::uint8_t {
  surely,      // the page names it among what a dry run checks
  perhaps,     // it does not
  no_dry_run,  // the page has none
};

// One reason to refuse, in one edition.
struct Precondition {
  Given<RefusalReason> reason;
  Given<When> when;
  Given<Alternatives> answers;      // the page's rows for it; none where it has no row
  List<Citation, 1> sentence = {};  // by which a page without a row backs the other editions' rows
  Given<Certainty> certainty;
  Given<DryRunCheck> dry_run;
  // Why it is in doubt, or why its answers are taken from elsewhere; what a report says.
  std::string_view because = {};
};

// What an accepted call does besides its transition: with the flags of `when`, or, where that names
// none, whatever the call says.
struct FlagEffect {
  Given<When> when;
  std::optional<LocalDiskData> local_disk = {};
  std::optional<LastStop> last_stop = {};
  List<Citation, 4> sentences;
  Given<Certainty> certainty;
};

// The sentences of a page on its dry run.
struct DryRunSentences {
  Citation parameter;
  Citation not_executed;
  Citation checks;
  Citation failed;
  DocumentedAnswer passed;
  Citation off;
};

// A place that cannot be seen from outside, and why.
struct Unseen {
  Citation place;
  std::string_view reason;
};

// A page in one edition, and what was read from it.
struct ActionEdition {
  Given<const Page*> page;
  Given<Citation> precondition;              // the sentence that says when a call is accepted
  Given<std::span<const Citation>> outcome;  // what it is for, and which status it leads to
  Given<std::span<const Precondition>> preconditions;
  Given<std::span<const FlagEffect>> flag_effects;
  Given<const DryRunSentences*> dry_run;  // null where the edition has none
  std::span<const Unseen> unseen = {};    // places of the page that no case can cite
};

}  // namespace hallmark::specs
