// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/evidence_room.hpp"

#include <gtest/gtest.h>

#include <string>

#include "reports/evidence_limits.hpp"

namespace hallmark::runner {
namespace {

using reports::Evidence;
using reports::longest_body;
using reports::longest_evidence;

Evidence answered(std::size_t calls, std::size_t body, std::size_t head = 0) {
  Evidence evidence;
  for (std::size_t i = 0; i < calls; ++i) {
    reports::CallRecord call;
    call.exchange.body = std::string(body, 'x');
    if (head > 0) call.exchange.headers = {{"X", std::string(head - 1, 'h')}};
    evidence.calls.push_back(std::move(call));
  }
  return evidence;
}

std::size_t size_of(const Evidence& evidence) {
  std::size_t bytes = 0;
  for (const reports::CallRecord& call : evidence.calls) {
    bytes += call.exchange.body.size();
    for (const auto& [name, value] : call.exchange.headers) bytes += name.size() + value.size();
  }
  return bytes;
}

TEST(EvidenceRoom, LeavesUsualAnswersAlone) {
  EvidenceRoom room;
  Evidence evidence = answered(3, 2000, 300);
  const Evidence before = evidence;
  EXPECT_FALSE(room.cut(evidence));
  EXPECT_EQ(evidence, before);
}

TEST(EvidenceRoom, KeepsTheBeginningOfALongBodyAndSaysHowMuchIsGone) {
  EvidenceRoom room;
  Evidence evidence = answered(1, longest_body + 7);
  EXPECT_TRUE(room.cut(evidence));
  EXPECT_EQ(evidence.calls[0].exchange.body.size(), longest_body);
  EXPECT_EQ(evidence.calls[0].exchange.body_cut, 7U);
}

TEST(EvidenceRoom, KeepsSoMuchOfACase) {
  EvidenceRoom room;
  Evidence evidence = answered(20, longest_body, 1000);
  EXPECT_TRUE(room.cut(evidence));
  EXPECT_LE(size_of(evidence), longest_evidence);
  EXPECT_GT(size_of(evidence), longest_evidence - longest_body);
  EXPECT_TRUE(evidence.calls.back().exchange.headers.empty());
  EXPECT_EQ(evidence.calls.back().exchange.body_cut, longest_body + 1000);
}

TEST(EvidenceRoom, KeepsSoMuchOfARunAndUsualAnswersBeyond) {
  EvidenceRoom room;
  std::size_t kept = 0;
  for (int i = 0; i < 1000; ++i) {
    Evidence evidence = answered(1, longest_body);
    room.cut(evidence);
    kept += size_of(evidence);
  }
  EXPECT_LT(kept, std::size_t{16} << 20U);
  Evidence usual = answered(1, 3000, 500);
  EXPECT_FALSE(room.cut(usual));
}

TEST(EvidenceRoom, HasAnEndInMemory) {
  EvidenceRoom room;
  const Evidence evidence = answered(8, longest_body);
  std::size_t stayed = 0;
  for (int i = 0; i < 100; ++i) stayed += room.may_stay(evidence) ? size_of(evidence) : 0;
  EXPECT_LT(stayed, std::size_t{24} << 20U);
  EXPECT_GT(stayed, std::size_t{20} << 20U);
  EXPECT_GT(room.let_go(), 50U);
  EXPECT_TRUE(room.may_stay(Evidence{}));
}

}  // namespace
}  // namespace hallmark::runner
