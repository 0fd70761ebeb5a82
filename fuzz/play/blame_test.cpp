// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/blame.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace hallmark::fuzz {
namespace {

using What = Contradiction::What;

runner::Reply answered(int status) {
  runner::Reply reply;
  reply.http_status = status;
  return reply;
}

SentCall naming(Named named) {
  SentCall sent;
  sent.asked.named = named;
  return sent;
}

TEST(Blame, GoesByWhatTheModelContradictsFirst) {
  SentCall forged;
  forged.is_forged = true;
  const runner::Reply broken_down = answered(500);
  EXPECT_EQ(checker_of(What::text, forged, broken_down, true), Checker::documented_message);
  EXPECT_EQ(checker_of(What::transition, forged, broken_down, true), Checker::described_status);
  EXPECT_EQ(checker_of(What::locks, forged, broken_down, true), Checker::described_locks);
  EXPECT_EQ(checker_of(What::answer, forged, broken_down, true), Checker::no_server_error);
}

TEST(Blame, ThenByWhatIsNotHonestAboutTheCall) {
  const runner::Reply accepted = answered(200);
  SentCall sent = naming(Named::foreign);
  EXPECT_EQ(checker_of(What::answer, sent, accepted, true), Checker::other_account_untouchable);
  sent.is_beyond_api = true;
  EXPECT_EQ(checker_of(What::answer, sent, accepted, true), Checker::beyond_api_refused);
  sent.is_forged = true;
  EXPECT_EQ(checker_of(What::answer, sent, accepted, true), Checker::forgery_refused);
  sent.goes_back = true;
  EXPECT_EQ(checker_of(What::answer, sent, accepted, true), Checker::nonce_good_once);
}

// Its key may be gone, and with it all that was there to get at.
TEST(Blame, TakesAKeyThatIsNotKnownForNothingElse) {
  runner::Reply unknown_key = answered(404);
  unknown_key.code = "InvalidAccessKeyId.NotFound";
  SentCall sent = naming(Named::foreign);
  sent.is_beyond_api = true;
  sent.is_forged = true;
  sent.goes_back = true;
  EXPECT_EQ(checker_of(What::answer, sent, unknown_key, true), Checker::answer_explained);
}

// An odd Boolean, say, is no excuse for a nonce that is good twice.
TEST(Blame, RequiresThatAUsedNonceIsRefusedWhateverElseTheCallHolds) {
  const std::vector<cases::Answer> used_nonce(1);
  SentCall sent;
  sent.level = cases::Level::recommended;
  sent.goes_back = true;
  sent.asked.refused_at_door = used_nonce;
  EXPECT_EQ(checker_of(What::answer, sent, answered(200), false), Checker::nonce_good_once);
  EXPECT_EQ(checker_of(What::answer, sent, answered(400), false), Checker::customary_answer);
  sent.asked.may_come_in = true;
  EXPECT_EQ(checker_of(What::answer, sent, answered(200), false), Checker::customary_answer);
  sent.asked.may_come_in = false;
  sent.was_refused = true;
  EXPECT_EQ(checker_of(What::answer, sent, answered(200), false), Checker::customary_answer);
}

TEST(Blame, ThenByTheInstanceThatAnIdWasTakenFor) {
  const runner::Reply refused = answered(403);
  EXPECT_EQ(checker_of(What::answer, naming(Named::another), refused, true),
            Checker::ids_are_exact);
  EXPECT_EQ(checker_of(What::answer, naming(Named::another), refused, false),
            Checker::answer_explained);
}

TEST(Blame, OfALookGoesByWhatTheCallShouldHaveDone) {
  SentCall sent;
  EXPECT_EQ(checker_of_look(sent, answered(200)), Checker::documented_transition);
  EXPECT_EQ(checker_of_look(sent, answered(403)), Checker::refusal_changes_nothing);
  sent.asked.dry_run = Flag::is_true;
  EXPECT_EQ(checker_of_look(sent, answered(400)), Checker::dry_run_changes_nothing);
  sent.asked.named = Named::foreign;
  EXPECT_EQ(checker_of_look(sent, answered(404)), Checker::other_account_untouchable);
  sent.is_forged = true;
  EXPECT_EQ(checker_of_look(sent, answered(404)), Checker::forgery_changes_nothing);
  EXPECT_EQ(checker_of_look(sent, answered(200)), Checker::other_account_untouchable);
}

TEST(Blame, KeepsTheFirstFinding) {
  Checked checked{};
  Blame blame{checked};
  blame.look_at(0, "StartInstance", "no answer: timeout");
  EXPECT_FALSE(blame.has_found());
  blame.find(Checker::every_request_is_answered, "an answer", "none");
  blame.look_at(1, "RebootInstance", "403 IncorrectInstanceStatus");
  blame.find(Checker::answer_explained, "200", "403");
  ASSERT_TRUE(blame.has_found());
  const auto finding = blame.take();
  EXPECT_EQ(finding->step, 0U);
  EXPECT_EQ(finding->bucket(), "every-request-is-answered / StartInstance / no answer: timeout");
  EXPECT_EQ(finding->citation, info_of(Checker::every_request_is_answered).citation);
}

}  // namespace
}  // namespace hallmark::fuzz
