// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"

namespace hallmark::cases {
namespace {

constexpr std::array all_checks = {AnswerCheck::requested_format, AnswerCheck::content_type,
                                   AnswerCheck::root_element,     AnswerCheck::request_id_present,
                                   AnswerCheck::request_id_shape, AnswerCheck::host_id,
                                   AnswerCheck::error_members,    AnswerCheck::success_without_code,
                                   AnswerCheck::single_members,   AnswerCheck::utf8,
                                   AnswerCheck::json_object,      AnswerCheck::no_raw_echo,
                                   AnswerCheck::keeps_connection};

TEST(EnvelopeCases, LookAtOnePromiseEach) {
  for (const Case& one : envelope_cases()) {
    for (const Call& call : one.calls) {
      int looked_at = 0;
      for (const AnswerCheck check : all_checks)
        looked_at += call.expect.checks.contains(check) ? 1 : 0;
      EXPECT_LE(looked_at, 1) << one.id;
    }
  }
}

TEST(EnvelopeCases, LookAtEveryPromiseOfEveryAction) {
  for (const TestedAction& action : tested_actions) {
    std::set<AnswerCheck> seen;
    for (const Case& one : envelope_cases()) {
      if (!one.id.starts_with("envelope/" + std::string{action.slug} + "/")) continue;
      for (const AnswerCheck check : all_checks) {
        if (one.calls.front().expect.checks.contains(check)) seen.insert(check);
      }
    }
    // The other two are asked for in echoes.cpp and in http/.
    EXPECT_EQ(seen.size(), all_checks.size() - 2) << action.name;
  }
}

// An answer in another format keeps no promise about its form: one failure, not nine.
TEST(EnvelopeCases, StandOnTheFormatOfTheirKind) {
  for (const Case& one : envelope_cases()) {
    const bool of_a_kind = one.id.find("/success/") != std::string::npos ||
                           one.id.find("/unknown-instance/") != std::string::npos ||
                           one.id.find("/wrong-secret/") != std::string::npos;
    if (!of_a_kind || one.once || one.id.ends_with("/requested-format")) continue;
    EXPECT_TRUE(one.needs.back().ends_with("/requested-format")) << one.id;
  }
}

TEST(EnvelopeCases, CompareTwoFormatsOfOneCall) {
  std::size_t compared = 0;
  for (const Case& one : envelope_cases()) {
    if (one.relation != Relation::same_answer) continue;
    ++compared;
    ASSERT_EQ(one.calls.size(), 2U) << one.id;
    ASSERT_TRUE(one.calls[0].variant && one.calls[1].variant) << one.id;
    EXPECT_EQ(one.calls[0].variant->format, Format::xml) << one.id;
    EXPECT_EQ(one.calls[1].variant->format, Format::json) << one.id;
    EXPECT_EQ(one.calls[0].variant->signature, one.calls[1].variant->signature) << one.id;
    EXPECT_TRUE(one.once) << one.id;
  }
  // For each signature a success and three refusals, the passed dry run being one where there is
  // one.
  std::size_t answers = 0;
  for (const TestedAction& action : tested_actions) answers += action.dry_run.empty() ? 3U : 4U;
  EXPECT_EQ(compared, 2U * answers);
}

}  // namespace
}  // namespace hallmark::cases
