// SPDX-License-Identifier: Apache-2.0
//
// Where a fault shows, and under which triggers that makes sense: the product of faults and
// triggers that `selftest --depth 2` puts to the suite. Derived from the tables by which the
// endpoint decides and breaks its promises; a pair is left out where the fault could never be seen,
// or where no document forbids what would be seen.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runner/reference/answers/quotes.hpp"
#include "runner/reference/defects/triggers.hpp"

namespace hallmark::runner::reference {

// What of a call's way through the endpoint a fault is in.
enum class Stage : std::uint8_t {
  transport,       // bytes on the wire
  reading,         // what the request says, and whether it is complete
  authentication,  // whether it is the caller's
  lookup,          // which instance it names
  judgement,       // whether the instance allows it
  deed,            // what is done to the instance
  description,     // what Describe actions tell of it
  answer,          // how the answer is put
};

// The calls on which a fault shows.
enum class Shows : std::uint8_t { always, on_success, on_refusal, in_dry_runs, on_forgeries };

enum class AboutAction : std::uint8_t { any, start, reboot, reactivate };

struct Scope {
  Stage stage;
  Shows shows = Shows::always;
  AboutAction action = AboutAction::any;
  bool of_reactivations = true;                // where it is about any action
  std::vector<Reason> reasons = {};            // of the refusals that it quotes wrongly
  std::optional<Circumstance> condition = {};  // without which it does not show
  std::optional<Status> status = {};           // in which alone it shows
  std::optional<ChargeType> charge_type = {};  // under which alone it shows
  std::optional<Format> format = {};           // asked for, in which alone it shows
  std::optional<Protocol> protocol = {};       // by which alone it shows
};
[[nodiscard]] Scope scope_of(Defect fault);

// The triggers of the product: each alone, and the twelve variants as wholes.
[[nodiscard]] std::vector<Trigger> product_triggers();

// Why the pair is no part of the product; empty where it is.
[[nodiscard]] std::string_view why_senseless(Defect fault, const Trigger& trigger);

}  // namespace hallmark::runner::reference
