// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "reports/testing/sample_campaign.hpp"

namespace hallmark::reports {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using testing::finding_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A campaign on a clock that the test moves: 10 histories and 150 requests each tenth of a second.
struct WatchedCampaign {
  explicit WatchedCampaign(Style style) : progress{info, out, style, [this] { return now; }} {}

  void go_on(std::chrono::milliseconds time) {
    for (const auto end = now + time; now < end;) {
      now += 10ms;
      snapshot.histories += 1;
      snapshot.requests += 15;
      progress.update(snapshot);
    }
  }
  [[nodiscard]] std::size_t count(std::string_view what) const {
    const std::string text = out.str();
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
      ++n;
    return n;
  }

  CampaignInfo info{.limit = "10m"};
  CampaignSnapshot snapshot{.inputs = 214,
                            .features = 1893,
                            .answers = 61,
                            .rows_met = 31,
                            .rows = 51,
                            .transitions = 17};
  std::ostringstream out;
  std::chrono::steady_clock::time_point now{};
  CampaignProgress progress;
};

constexpr Style wide_terminal{.color = false, .terminal = true, .width = 100};

TEST(CampaignProgressInAPipe, TellsEveryFiveSeconds) {
  WatchedCampaign campaign{{}};
  campaign.go_on(4990ms);
  EXPECT_THAT(campaign.out.str(), IsEmpty());
  campaign.go_on(5010ms);
  EXPECT_EQ(campaign.count("\n"), 2U);
  EXPECT_THAT(campaign.out.str(),
              EndsWith("0:10 of 10m  1000 histories, 100/s  15000 requests, 1500/s  0 findings  "
                       "corpus 214  features 1893  answers 61  rows 31/51  transitions 17\n"));
  campaign.progress.finish();
  EXPECT_THAT(campaign.out.str(), Not(HasSubstr("\x1b")));
}

TEST(CampaignProgressInAPipe, PrintsAFindingAsItComes) {
  WatchedCampaign campaign{{}};
  campaign.progress.add(finding_of("nonce-good-once", "required"));
  EXPECT_THAT(campaign.out.str(), HasSubstr("FIND  nonce-good-once  StopInstance"));
  campaign.go_on(5000ms);
  EXPECT_THAT(campaign.out.str(), HasSubstr("1 finding  corpus"));
}

TEST(CampaignProgressInAPipe, TellsHours) {
  WatchedCampaign campaign{{}};
  campaign.now += 2h + 3min + 4s;
  campaign.progress.update(campaign.snapshot);
  EXPECT_THAT(campaign.out.str(), HasSubstr("2:03:04 of 10m  "));
}

TEST(CampaignProgressOnATerminal, DrawsTenTimesASecondAtMost) {
  WatchedCampaign campaign{wide_terminal};
  campaign.go_on(1000ms);
  EXPECT_EQ(campaign.count("corpus 214"), 10U);
  EXPECT_EQ(campaign.count("\n"), 10U);
  EXPECT_EQ(campaign.count("\x1b[A"), 9U) << "each drawing but the first goes up again";
  EXPECT_THAT(campaign.out.str(),
              EndsWith("\r\x1b[K0:01 of 10m  100 histories, 100/s  1500 requests, 1500/s  0 "
                       "findings\n\r\x1b[Kcorpus 214  features 1893  answers 61  rows 31/51  "
                       "transitions 17"));
}

TEST(CampaignProgressOnATerminal, TakesItsLinesAwayBeforeAFinding) {
  WatchedCampaign campaign{wide_terminal};
  campaign.go_on(100ms);
  campaign.progress.add(finding_of("nonce-good-once", "required"));
  EXPECT_THAT(campaign.out.str(), HasSubstr("transitions 17\r\x1b[K\x1b[A\r\x1b[KFIND  "));
  campaign.progress.finish();
  EXPECT_THAT(campaign.out.str(), EndsWith("--replay -\n")) << "nothing stands that could go";
  campaign.go_on(100ms);
  campaign.progress.finish();
  EXPECT_THAT(campaign.out.str(), EndsWith("\r\x1b[K\x1b[A\r\x1b[K"));
}

TEST(CampaignProgressOnATerminal, StaysWithinTwoRows) {
  WatchedCampaign campaign{{.color = false, .terminal = true, .width = 30}};
  campaign.go_on(100ms);
  EXPECT_EQ(campaign.out.str(),
            "\r\x1b[K0:00 of 10m  10 histories, 10\n\r\x1b[Kcorpus 214  features 1893  an");
}

TEST(CampaignProgress, IsFedByManyThreads) {
  WatchedCampaign campaign{wide_terminal};
  std::vector<std::thread> threads;
  threads.reserve(4);
  campaign.now += 1h;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&campaign] {
      for (int n = 0; n < 50; ++n) {
        campaign.progress.update(campaign.snapshot);
        campaign.progress.add(finding_of("nonce-good-once", "required"));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(campaign.count("FIND  nonce-good-once"), 200U);
  EXPECT_EQ(campaign.count("--replay -\n"), 200U);
}

}  // namespace
}  // namespace hallmark::reports
