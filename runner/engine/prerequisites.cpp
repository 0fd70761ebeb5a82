// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/prerequisites.hpp"

#include <algorithm>

#include "cases/envelope/every_answer.hpp"
#include "reports/sides.hpp"

namespace hallmark::runner {
namespace {

using cases::Case;
using reports::Finding;
using reports::Verdict;

std::size_t asked_of(const Plan& plan) {
  const auto is_asked = [](const PlannedCase& planned) {
    return every_answer_of(*planned.test) == nullptr;
  };
  return static_cast<std::size_t>(std::ranges::count_if(plan.cases, is_asked));
}

// A prerequisite for want of a better one: it shows less than the case that stands on it, where
// that can be asked in its own world.
bool stands_in(const Case& one) { return one.tags.shows == cases::Shows::refused_action; }

// What is said of the cases that stand on one: its own words for what is wrong, where an answer
// showed that; else what kept it from passing.
std::string cause_of(const Case& one, const Finding& finding, const reports::Evidence& evidence) {
  if (!finding.blocked_by.empty()) return finding.reason;
  if (finding.verdict != Verdict::fail || reports::is_silent(evidence)) return finding.reason;
  if (reports::says_more_than_its_check(finding)) return finding.reason;
  return one.cause.empty() ? one.id + " did not pass" : one.cause;
}

}  // namespace

Prerequisites::Prerequisites(const Plan& plan)
    : plan_{plan}, asked_{asked_of(plan)}, shown_(plan.cases.size()) {}

bool Prerequisites::may_begin(std::size_t place) const {
  const PlannedCase& planned = plan_.cases[place];
  if (every_answer_of(*planned.test) != nullptr) return judged_ >= asked_;
  const auto is_judged = [this](std::size_t below) { return shown_[below].judged; };
  return std::ranges::all_of(planned.needs, is_judged) &&
         std::ranges::all_of(planned.after, is_judged);
}

std::optional<Finding> Prerequisites::blocked(const PlannedCase& planned, bool has_world) const {
  for (const std::size_t need : planned.needs) {
    const Shown& base = shown_[need];
    const Case& below = *plan_.cases[need].test;
    if (base.verdict == Verdict::pass || (has_world && stands_in(below))) continue;
    if (base.no_world) {  // what it would have shown, what it stands on has to do for
      if (auto finding = blocked(plan_.cases[need], false)) return finding;
      continue;
    }
    if (base.verdict == Verdict::unsupported) {
      return Finding{.verdict = Verdict::unsupported, .reason = base.reason};
    }
    return Finding{.verdict = Verdict::inconclusive,
                   .reason = base.cause,
                   .blocked_by = base.blocked_by.empty() ? below.id : base.blocked_by};
  }
  return std::nullopt;
}

void Prerequisites::note(std::size_t place, const Finding& finding,
                         const reports::Evidence& evidence, bool no_world) {
  shown_[place] = {.judged = true,
                   .verdict = finding.verdict,
                   .blocked_by = finding.blocked_by,
                   .reason = finding.reason,
                   .cause = cause_of(*plan_.cases[place].test, finding, evidence),
                   .no_world = no_world};
  ++judged_;
}

}  // namespace hallmark::runner
