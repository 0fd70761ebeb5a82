// SPDX-License-Identifier: Apache-2.0
//
// What was asked, as reports tell it: a case of a run and a checker of a campaign are checks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace hallmark::reports {

struct Check {
  std::string id;  // start-instance/precondition/running; nonce-good-once
  cases::Level level = cases::Level::required;
  std::string chapter = {};            // under which reports count it: start-instance, checkers
  std::string given = {};              // the world, in words; empty: none of its own
  std::vector<std::string> when = {};  // a line a call, handles by their names: <instance>
  // Of a checker, and of a check of every answer: what holds whatever is asked.
  std::string holds = {};
  std::vector<std::string> citations = {};  // every place of the documents that it rests on
  // What is said when other checks are blocked by this one: "V3 signatures are not accepted".
  std::string cause = {};

  friend bool operator==(const Check&, const Check&) = default;
};

// The first part of a case's id, start-instance, envelope ..., where nothing but the id is known.
[[nodiscard]] std::string_view chapter_of(std::string_view id);

[[nodiscard]] Check check_of(const cases::Case& one);

}  // namespace hallmark::reports
