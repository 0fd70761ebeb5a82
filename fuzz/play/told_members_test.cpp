// SPDX-License-Identifier: Apache-2.0
//
// What differs by the format and what is told only sometimes.
#include "fuzz/play/told_members.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"

namespace hallmark::fuzz {
namespace {

std::uint8_t variant(std::string_view name) {
  const auto& all = Vocabulary::get().variants;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].name() == name) return static_cast<std::uint8_t>(i);
  }
  ADD_FAILURE() << name;
  return 0;
}

runner::Reply answer(std::string_view json) {
  return runner::decode_reply(200, "application/json", json);
}

const char* const plain = R"({"RequestId":"1"})";
const char* const more = R"({"RequestId":"1","Success":"true"})";
const char* const empty = R"({"RequestId":"1","Success":null})";

// X: in XML with the member, x: without; J, j: in JSON likewise, e: in JSON with an empty one.
void tell(ToldMembers& told, std::string_view answers,
          Step step = {.action = CalledAction::reboot}) {
  std::size_t at = 0;
  for (const char c : answers) {
    step.variant = variant(c == 'X' || c == 'x' ? "get.xml.v1" : "get.json.v1");
    step.wait = static_cast<std::uint8_t>(at % 2);
    told.add(at++, step, answer(c == 'e' ? empty : c == 'X' || c == 'J' ? more : plain));
  }
}

std::string difference(std::string_view answers) {
  ToldMembers told;
  tell(told, answers);
  const auto found = told.difference();
  return found ? found->got : "";
}

TEST(ToldMembers, DifferWhereOneFormatHasOneEachTimeAndTheOtherNever) {
  EXPECT_EQ(difference("XjjX"), "Success in XML each of 2 times, in JSON none of 2");
  EXPECT_EQ(difference("jXXj"), "Success in XML each of 2 times, in JSON none of 2");
  EXPECT_EQ(difference("xJJx"), "Success in JSON each of 2 times, in XML none of 2");
  EXPECT_EQ(difference("XjXjjX"), "Success in XML each of 3 times, in JSON none of 3");
}

TEST(ToldMembers, AreTheSameOtherwise) {
  for (const char* const answers : {"xjjx", "XJJX", "xjxj", ""}) {
    EXPECT_EQ(difference(answers), "") << answers;
  }
}

TEST(ToldMembers, ProveNothingWhereTheyAreFew) {
  for (const char* const answers : {"X", "Xj", "XjX", "jXj", "XXj", "XXX", "XXXX"}) {
    EXPECT_EQ(difference(answers), "") << answers;
  }
}

// From some moment on, or up to one.
TEST(ToldMembers, ProveNothingWhereTimeMayExplainThem) {
  for (const char* const answers : {"XXjj", "jjXX", "XjXj"}) {
    EXPECT_EQ(difference(answers), "") << answers;
  }
}

TEST(ToldMembers, MayBeToldSometimes) {
  for (const char* const answers : {"XjjXx", "xXjjX", "XjJX", "XjjJX", "XjjXJ"}) {
    EXPECT_EQ(difference(answers), "") << answers;
  }
}

TEST(ToldMembers, MayBeEmptyInJsonAndMissingInXml) {
  EXPECT_EQ(difference("xeex"), "");
  EXPECT_EQ(difference("XeeX"), "") << "nor does it miss there";
}

TEST(ToldMembers, AreRememberedAsToldSometimes) {
  for (const char* const before : {"x", "J"}) {
    ToldMembers told;
    tell(told, before);
    told.begin();
    tell(told, "XjjX");
    EXPECT_TRUE(told.compares());
    EXPECT_FALSE(told.difference()) << before;
  }
  ToldMembers told;
  tell(told, "x", {.action = CalledAction::start});
  told.begin();
  tell(told, "XjjX");
  EXPECT_TRUE(told.difference()) << "another action is another matter";
}

// A member that comes with a parameter, a method or a signature is not the format's.
TEST(ToldMembers, AreComparedOfOneCall) {
  ToldMembers told;
  Step forced{
      .action = CalledAction::reboot, .force_stop = true_flag, .variant = variant("get.xml.v1")};
  Step form{.action = CalledAction::reboot, .variant = variant("post-form.xml.v1")};
  Step plain_one{.action = CalledAction::reboot, .variant = variant("get.json.v1")};
  told.add(0, forced, answer(more));
  told.add(1, plain_one, answer(plain));
  told.add(2, plain_one, answer(plain));
  told.add(3, form, answer(more));
  told.add(4, forced, answer(more));
  EXPECT_FALSE(told.compares());
  EXPECT_FALSE(told.difference());
}

TEST(ToldMembers, SayNothingOfAnEndpointThatInventsNames) {
  ToldMembers told;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "Invented" + std::to_string(i);
    told.add(0, {.action = CalledAction::reboot, .variant = variant("get.json.v1")},
             answer("{\"RequestId\":\"1\",\"" + name + "\":\"1\"}"));
  }
  told.begin();
  tell(told, "XjjX");
  EXPECT_FALSE(told.difference());
}

// ---- In histories

constexpr std::string_view reboots =
    "hallmark history 1\nworld Running PostPaid settle=0\n"
    "RebootInstance\nRebootInstance variant=get.json.v1\n"
    "RebootInstance variant=get.json.v1\nRebootInstance\n";

TEST(ToldMembers, AreComparedWhereCallsAreAccepted) {
  const auto history = parse_history(reboots);
  ASSERT_TRUE(history) << history.error().what;
  Player honest{reference_target()};
  const PlayedHistory played = honest.play(*history);
  EXPECT_EQ(played.accepted, 4U);
  EXPECT_FALSE(played.finding) << played.finding->text();
  EXPECT_EQ(honest.checked()[static_cast<std::size_t>(Checker::xml_says_what_json_says)], 1U);

  Player broken{reference_target({"xml-success-tells-more"})};
  const auto finding = broken.play(*history).finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::xml_says_what_json_says);
  EXPECT_EQ(finding->step, 3U);
  EXPECT_EQ(finding->bucket(), "xml-says-what-json-says / RebootInstance / 200");
  EXPECT_TRUE(broken.play(*history).finding) << "and again";
}

TEST(ToldMembers, AreComparedOfStartsAsWell) {
  Random random{3};
  Player broken{reference_target({"xml-success-tells-more"})};
  History history = draw_history(random, {.patient = 1, .both_formats = 100});
  ASSERT_EQ(history.steps.size(), 12U);
  history.steps.erase(history.steps.begin(), history.steps.begin() + 4);
  const auto finding = broken.play(history).finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->bucket(), "xml-says-what-json-says / StartInstance / 200");
  Player honest{reference_target()};
  EXPECT_EQ(honest.play(history).accepted, 8U);
}

// Adds a member to accepted answers in XML, each time that `says_so`.
template <class SaysSo>
PlayTarget telling_more(SaysSo says_so) {
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle,
                   says_so](const runner::HttpRequest& request) mutable -> ReplyOrFault {
    ReplyOrFault outcome = handle(request);
    const std::size_t end = outcome->body.find("</RequestId>");
    if (outcome->status != 200 || end == std::string::npos || !says_so(request)) return outcome;
    outcome->body.insert(end + 12, "<Hint>later</Hint>");
    return outcome;
  };
  return target;
}

TEST(ToldMembers, AreNothingToComplainAboutWhereTheyAreToldSometimes) {
  const auto is_reboot = [](const runner::HttpRequest& request) {
    return request.target.find("Action=RebootInstance") != std::string::npos ||
           request.body.find("Action=RebootInstance") != std::string::npos;
  };
  Random coin{7};
  Player by_luck{
      telling_more([&](const auto& request) { return is_reboot(request) && coin.percent(80); })};
  std::size_t count = 0;
  Player in_turn{
      telling_more([&](const auto& request) { return is_reboot(request) && ++count % 3 == 0; })};
  Player with_a_flag{telling_more([&](const auto& request) {
    return is_reboot(request) && request.target.find("ForceStop=true") != std::string::npos;
  })};
  for (Player* const player : {&by_luck, &in_turn, &with_a_flag}) {
    Random random{5};
    // What ordinary histories show of it.
    for (int i = 0; i < 500; ++i) (void)player->play(draw_history(random, {.again = 0}));
    for (int i = 0; i < 500; ++i) {
      const auto finding =
          player->play(draw_history(random, {.again = 0, .patient = 2, .both_formats = 100}))
              .finding;
      ASSERT_FALSE(finding && finding->checker == Checker::xml_says_what_json_says)
          << finding->text();
    }
  }
}

}  // namespace
}  // namespace hallmark::fuzz
