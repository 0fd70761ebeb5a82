// SPDX-License-Identifier: Apache-2.0
//
// A campaign is never stricter than a run: what a case allows is no finding, and what a case only
// recommends is a finding of no higher level. One row for each kind of finding in which the two
// have differed.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "cases/library.hpp"
#include "fuzz/model/instance_model.hpp"
#include "fuzz/play/blame.hpp"
#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Level;

runner::Reply refused(int status, std::string code) {
  runner::Reply reply;
  reply.http_status = status;
  reply.format = runner::BodyFormat::xml;
  reply.code = std::move(code);
  reply.message = "As this endpoint says it.";
  return reply;
}

runner::Reply accepted() {
  runner::Reply reply;
  reply.http_status = 200;
  reply.format = runner::BodyFormat::xml;
  reply.root = "StartInstanceResponse";
  return reply;
}

struct Kind {
  std::string_view name;
  std::string_view world;
  std::string_view steps;  // the last one is judged
  runner::Reply reply;
  std::string_view asked_by;  // a case of `run`; empty: none asks, and so nothing is required
  bool beside_another = false;
};

std::ostream& operator<<(std::ostream& out, const Kind& kind) { return out << kind.name; }

const Kind kinds[] = {
    {"a Boolean spelled yes is taken", "Stopped PostPaid", "StartInstance InitLocalDisk=yes\n",
     accepted(), "start-instance/parameter/derived/init-local-disk/yes"},
    {"a Boolean spelled yes is refused in words of its own", "Stopped PostPaid",
     "StartInstance InitLocalDisk=yes\n", refused(422, "Odd"),
     "start-instance/parameter/derived/init-local-disk/yes"},
    {"a parameter of no page is refused", "Stopped PostPaid", "StartInstance extra=invented\n",
     refused(403, "Odd"), "start-instance/parameter/extra/invented"},
    {"a parameter of no page is unsupported", "Stopped PostPaid", "StartInstance extra=invented\n",
     refused(400, "UnsupportedParameter"), "start-instance/parameter/extra/invented"},
    {"a value that is not UTF-8 is refused", "Stopped PostPaid",
     "StartInstance extra=invented:%FF%FE\n", refused(400, "InvalidParameter"), ""},
    {"another call comes in the way", "Stopped PostPaid", "StartInstance\n",
     refused(409, "OperationConflict"), "concurrency/start-against-reboot", true},
    {"one nonce under both signatures", "Stopped PostPaid",
     "StartInstance variant=get.xml.v1\nStartInstance treatment=same-nonce back=1 "
     "variant=get.xml.v3\n",
     accepted(), ""},
    {"a reboot with an expired image", "Running PostPaid ImageExpired", "RebootInstance\n",
     accepted(), "reboot-instance/precondition/stopped-image-expired"},
};

class Levels : public testing::TestWithParam<Kind> {};

TEST_P(Levels, AreThoseOfTheCasesOfARun) {
  const Kind& kind = GetParam();
  const History history = history_of("hallmark history 1\nworld " + std::string{kind.world} + "\n" +
                                     std::string{kind.steps});
  const runner::Cast cast{
      runner::World{.credentials = {.access_key_id = "id", .access_key_secret = "key"},
                    .region_id = "cn-hangzhou",
                    .instance_id = "i-1"},
      runner::World{.credentials = {.access_key_id = "id2", .access_key_secret = "key2"},
                    .region_id = "cn-hangzhou",
                    .instance_id = "i-2"}};
  runner::RequestBuilder builder{"ecs.aliyuncs.com", "/", runner::NonceGenerator{1},
                                 [] { return std::chrono::system_clock::time_point{}; }};
  SentCalls calls{history, cast, builder, "ReactivateInstances"};
  for (std::size_t i = 1; i < history.steps.size(); ++i) {
    calls.remember(calls.make_next(), SentCalls::Use::surely);
  }
  SentCall& sent = calls.make_next();
  sent.asked.beside_another = kind.beside_another;
  const auto wrong = InstanceModel{history.fixture}.observe(sent.asked, kind.reply);
  if (!wrong) return;
  ASSERT_FALSE(kind.asked_by.empty()) << "no case asks for it: " << wrong->wanted;
  const cases::Case* const one = cases::find(kind.asked_by);
  ASSERT_NE(one, nullptr) << kind.asked_by;
  const Checker checker = checker_of(wrong->what, sent, kind.reply, false);
  EXPECT_GE(info_of(checker).level, one->level) << info_of(checker).name;
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, Levels, testing::ValuesIn(kinds));

// What is wrong in itself stays so, whatever else the call holds.
TEST(LevelsOfAnAnswer, StayRequiredForAnAcceptanceThatThePagesForbid) {
  const History history =
      history_of("hallmark history 1\nworld Running PostPaid\nStartInstance extra=invented\n");
  SentCall sent;
  sent.asked = asked_of(history.steps[0]);
  sent.level_of_refusal = Level::recommended;
  const auto wrong = InstanceModel{history.fixture}.observe(sent.asked, accepted());
  ASSERT_TRUE(wrong);
  EXPECT_EQ(checker_of(wrong->what, sent, accepted(), false), Checker::answer_explained);
}

}  // namespace
}  // namespace hallmark::fuzz
