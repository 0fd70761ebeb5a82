// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/wanted.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::runner {
namespace {

// Those in force.
std::string joined_places(std::span<const specs::Citation> places, const Yardstick& yardstick) {
  std::string text;
  for (const specs::Citation& place : places) {
    if (!yardstick.in_force(place)) continue;
    if (!text.empty()) text += "; ";
    text += place.text();
  }
  return text;
}

}  // namespace

std::string citations(const cases::Case& one, const Yardstick& yardstick) {
  return joined_places(one.citations, yardstick);
}

void describe_allowed(const cases::Call& call, const cases::Case& one, const Yardstick& yardstick,
                      reports::Finding& finding) {
  std::vector<std::string> answers;
  std::vector<std::string> places;
  for (const cases::Answer& answer : allowed_answers(call, yardstick)) {
    // Several rows may have the same answer.
    std::string wanted = describe(answer);
    if (std::ranges::find(answers, wanted) == answers.end()) {
      finding.wanted.append(finding.wanted.empty() ? "" : ", or ").append(wanted);
      answers.push_back(std::move(wanted));
    }
    std::string shape = shape_of(answer);
    if (std::ranges::find(finding.answers, shape) == finding.answers.end()) {
      finding.answers.push_back(std::move(shape));
    }
    const std::string place = joined_places(answer.citations, yardstick);
    if (!place.empty() && std::ranges::find(places, place) == places.end()) places.push_back(place);
  }
  finding.wanted_by = reports::joined(places, "; ");
  if (finding.wanted_by.empty()) finding.wanted_by = citations(one, yardstick);
}

std::string lenience_of(const cases::Case& one, const Yardstick& yardstick) {
  for (const cases::Call& call : one.calls) {
    if (call.expect.lenience.empty()) continue;
    if (std::ranges::distance(allowed_answers(call, yardstick)) > 1) return call.expect.lenience;
  }
  return {};
}

}  // namespace hallmark::runner
