// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cases/base/tested_action.hpp"
#include "cases/families.hpp"

namespace hallmark::cases {
namespace {

bool allows_success(const Call& call) {
  return std::any_of(call.expect.allowed.begin(), call.expect.allowed.end(),
                     [](const Answer& a) { return a.kind == Answer::Kind::accepted; });
}

const Case* case_named(const std::vector<Case>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const Case& c) { return c.id == id; });
  return found == all.end() ? nullptr : &*found;
}

TEST(AuthenticationCases, TravelUnderTheSignatureThatTheyAreAbout) {
  for (const Case& one : authentication_cases()) {
    const bool v1 = one.id.starts_with("authentication/v1/");
    EXPECT_TRUE(v1 || one.id.starts_with("authentication/v3/")) << one.id;
    EXPECT_EQ(one.variants.v1, v1) << one.id;
    EXPECT_EQ(one.variants.v3, !v1) << one.id;
  }
}

TEST(AuthenticationCases, PinTheClassOfARefusalToThe400s) {
  for (const Case& one : authentication_cases()) {
    for (const Call& call : one.calls) {
      for (const Answer& answer : call.expect.allowed) {
        if (answer.kind == Answer::Kind::accepted) continue;
        if (answer.bare) continue;  // HTTP's own words, which have no code
        EXPECT_EQ(answer.status_class, 4) << one.id;
        EXPECT_FALSE(answer.code.empty()) << one.id;
      }
    }
  }
}

TEST(AuthenticationCases, LookWhetherARefusalHadAnEffect) {
  for (const Case& one : authentication_cases()) {
    if (one.id.ends_with("/nonce-of-another-account")) continue;
    EXPECT_EQ(one.effect.look, Effect::Look::once) << one.id;
  }
}

TEST(AuthenticationCases, NeverRequireThatAForgeryIsAccepted) {
  for (const Case& one : authentication_cases()) {
    if (one.id.find("/forged/") == std::string::npos) continue;
    const Call& call = one.calls.back();
    ASSERT_FALSE(call.edits.empty()) << one.id;
    EXPECT_EQ(call.edits.back().when, Edit::When::after_signing) << one.id;
    if (allows_success(call)) {
      EXPECT_EQ(one.level, Level::recommended) << one.id;
    }
  }
}

TEST(AuthenticationCases, RefuseABadSignatureBehindAGoodOneAlike) {
  std::size_t later = 0;
  const std::vector<Case> all = authentication_cases();
  for (const Case& one : all) {
    const auto at = one.id.find("/after-a-good-call");
    if (at == std::string::npos) continue;
    ++later;
    const auto alone = std::ranges::find(all, one.id.substr(0, at), &Case::id);
    ASSERT_NE(alone, all.end()) << one.id;
    EXPECT_EQ(one.depth, 2U) << one.id;
    EXPECT_THAT(one.needs, testing::Contains(alone->id));
    ASSERT_EQ(one.calls.size(), 2U) << one.id;
    EXPECT_EQ(one.calls[0].identity, Identity::own) << one.id;
    EXPECT_TRUE(one.calls[0].edits.empty()) << one.id;
    EXPECT_TRUE(one.calls[1].same_connection) << one.id;
    EXPECT_FALSE(allows_success(one.calls[0])) << one.id;
    EXPECT_FALSE(allows_success(one.calls[1])) << one.id;
  }
  EXPECT_GE(later, 60U);
}

TEST(AuthenticationCases, AskWhatIsWrongAtTheDoorInOtherWays) {
  std::size_t ways = 0;
  for (const Case& one : authentication_cases()) {
    if (one.id.find("/other-ways/") == std::string::npos) continue;
    ++ways;
    EXPECT_EQ(one.depth, 2U) << one.id;
    EXPECT_EQ(one.level, Level::required) << one.id;
    EXPECT_GT(one.calls.size(), 20U) << one.id;
    for (const Call& call : one.calls) {
      EXPECT_FALSE(allows_success(call)) << one.id;
      EXPECT_FALSE(call.edits.empty()) << one.id;
    }
  }
  EXPECT_EQ(ways, 10U);
}

// A reader who makes sense of a malformed time must not find it expired.
TEST(AuthenticationCases, WriteMalformedTimesOfToday) {
  for (const Case& one : authentication_cases()) {
    if (one.id.find("/time/malformed/") == std::string::npos) continue;
    const Edit& edit = one.calls.front().edits.front();
    EXPECT_EQ(edit.op, Edit::Op::shift) << one.id;
    EXPECT_EQ(edit.value.before.find("2016"), std::string::npos) << one.id;
  }
}

// Another sign in a key id may make a neighbour's, where a provider counts them.
TEST(AuthenticationCases, TakeAnUnknownKeyIdThatNoCountingReaches) {
  for (const Case& one : authentication_cases()) {
    for (const Call& call : one.calls) {
      for (const Edit& edit : call.edits) {
        if (edit.name == "AccessKeyId") {
          EXPECT_NE(edit.op, Edit::Op::flip) << one.id;
        }
      }
    }
  }
}

TEST(AuthenticationCases, AskTheNeighboursWhoCalls) {
  const std::vector<Case> all = authentication_cases();
  for (const std::string_view door : {"v1", "v3"}) {
    for (const std::string_view asked : {"wrong-secret", "anonymous", "signature-empty"}) {
      for (const std::string_view action : {"describe-instances", "describe-instance-status",
                                            "describe-instance-attribute", "stop-instance"}) {
        std::string id{"authentication/"};
        id.append(door).append("/").append(asked).append("/").append(action);
        EXPECT_NE(case_named(all, id), nullptr) << id;
      }
    }
  }
}

TEST(AuthenticationCases, AskEveryActionWhoCalls) {
  const std::vector<Case> all = authentication_cases();
  for (const std::string_view door : {"v1", "v3"}) {
    for (const std::string_view asked : {"wrong-secret", "unknown-key", "borrowed-key-id",
                                         "foreign-instance", "foreign-key", "anonymous"}) {
      for (const TestedAction& action : tested_actions) {
        std::string id{"authentication/"};
        id.append(door).append("/").append(asked).append("/").append(action.slug);
        EXPECT_NE(case_named(all, id), nullptr) << id;
      }
    }
  }
}

TEST(AuthenticationCases, BringASecondWorldWhereverTheySpeakOfOne) {
  for (const Case& one : authentication_cases()) {
    for (const Call& call : one.calls) {
      bool speaks = call.identity == Identity::other_account;
      for (const Argument& argument : call.arguments) {
        speaks = speaks || argument.value.handle == Handle::other_instance_id;
      }
      if (speaks) {
        EXPECT_TRUE(one.second_world) << one.id;
      }
    }
  }
}

TEST(AuthenticationCases, KnowAReplayByItsCode) {
  for (const Case& one : authentication_cases()) {
    if (one.id.find("/replay/") == std::string::npos) continue;
    ASSERT_GE(one.calls.size(), 2U) << one.id;
    const Call& again = one.calls.back();
    EXPECT_TRUE(again.replay_of || again.nonce_of) << one.id;
    if (allows_success(again)) continue;
    if (again.action == "StopInstance") continue;  // which an endpoint may lack
    for (const Answer& answer : again.expect.allowed) {
      EXPECT_NE(answer.code.find("Nonce"), std::string::npos) << one.id;
    }
  }
}

TEST(AuthenticationCases, AllowBothWindowsOfTime) {
  const std::vector<Case> all = authentication_cases();
  const auto accepts = [&all](std::string_view id) {
    const Case* one = case_named(all, id);
    EXPECT_NE(one, nullptr) << id;
    return one != nullptr && allows_success(one->calls.front());
  };
  EXPECT_TRUE(accepts("authentication/v1/time/13-minutes-old"));
  EXPECT_TRUE(accepts("authentication/v1/time/20-minutes-old"));
  EXPECT_FALSE(accepts("authentication/v1/time/33-minutes-old"));
  EXPECT_FALSE(accepts("authentication/v1/time/40-minutes-old"));
  EXPECT_TRUE(accepts("authentication/v3/time/13-minutes-old"));
  EXPECT_FALSE(accepts("authentication/v3/time/17-minutes-old"));
  EXPECT_FALSE(accepts("authentication/v3/time/20-minutes-old"));
  EXPECT_FALSE(accepts("authentication/v3/time/a-day-ahead"));
}

// The rows speak of parameters that are missing; whether an empty one is, they do not say.
TEST(AuthenticationCases, DoNotRequireThatAnEmptyNonceIsRefused) {
  for (const Case& one : authentication_cases()) {
    if (one.id.ends_with("nonce/empty")) {
      EXPECT_EQ(one.level, Level::recommended) << one.id;
    }
    if (one.id.ends_with("nonce/absent")) {
      EXPECT_EQ(one.level, Level::required) << one.id;
    }
  }
}

}  // namespace
}  // namespace hallmark::cases
