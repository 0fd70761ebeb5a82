// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/progress.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "reports/testing/sample_campaign.hpp"
#include "reports/testing/sample_report.hpp"

namespace hallmark::reports {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using testing::finding_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::record_of;

std::size_t times(std::string_view what, std::string_view text) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + 1)) {
    ++n;
  }
  return n;
}

// A run on a clock that the test moves.
struct WatchedRun {
  explicit WatchedRun(Style style, std::size_t total)
      : progress{out, style, [this] { return now; }} {
    progress.begin(report, total);
  }

  void pass(std::size_t n, std::chrono::milliseconds took_each) {
    for (std::size_t i = 0; i < n; ++i) {
      now += took_each;
      Record record = record_of("envelope/request-id", "get.xml.v1", Verdict::pass);
      record.exchanges = 2;
      progress.add(record);
    }
  }
  void fail(std::chrono::milliseconds took) {
    now += took;
    progress.add(record_of("concurrency/start/eight", "get.xml.v1", Verdict::fail));
  }
  [[nodiscard]] std::size_t count(std::string_view what) const { return times(what, out.str()); }

  Report report;
  std::ostringstream out;
  std::chrono::steady_clock::time_point now{};
  Progress progress;
};

constexpr Style terminal{.color = false, .terminal = true, .width = 100};

TEST(ProgressInAPipe, TellsEachTenth) {
  WatchedRun run{{}, 1000};
  run.pass(1000, 1ms);
  EXPECT_EQ(run.count("\n"), 10U);
  EXPECT_THAT(run.out.str(), HasSubstr("50 %  500/1000 cases  2000 exchanges/s  0 failed\n"));
  EXPECT_THAT(run.out.str(), EndsWith("100 %  1000/1000 cases  2000 exchanges/s  0 failed\n"));
}

TEST(ProgressInAPipe, EndsAtOneHundredPercentWhereLessWasAskedThanPlanned) {
  WatchedRun run{{}, 1000};
  run.pass(450, 1ms);
  run.progress.end(run.report, {});
  EXPECT_THAT(run.out.str(), EndsWith("100 %  450/450 cases  2000 exchanges/s  0 failed\n"));
}

TEST(ProgressInAPipe, StaysAtOneHundredPercentWhereMoreIsToldOfThanPlanned) {
  WatchedRun run{{}, 10};
  run.pass(14, 5s);
  EXPECT_THAT(run.out.str(), HasSubstr("100 %  14/14 cases"));
  EXPECT_EQ(run.count("0 %  11/10 cases"), 0U);
}

TEST(ProgressInAPipe, OfAnInterruptedRunEndsWhereItWas) {
  WatchedRun run{{}, 1000};
  run.pass(450, 1ms);
  run.report.interrupted = true;
  run.progress.end(run.report, {});
  EXPECT_THAT(run.out.str(), Not(HasSubstr("100 %")));
}

TEST(ProgressInAPipe, OfWhomWantsLittleIsNothing) {
  WatchedRun run{{.amount = Amount::little}, 1000};
  run.pass(1000, 1ms);
  run.progress.end(run.report, {});
  EXPECT_EQ(run.out.str(), "");
}

TEST(ProgressInAPipe, TellsAfterFiveSecondsWhereTenthsAreSlow) {
  WatchedRun run{{}, 1000};
  run.pass(12, 1s);
  EXPECT_EQ(run.count("\n"), 2U);
}

TEST(ProgressInAPipe, CountsFailuresWhichAreToldAtTheEnd) {
  WatchedRun run{{}, 10};
  run.fail(1ms);
  EXPECT_THAT(run.out.str(), HasSubstr("10 %  1/10 cases"));
  EXPECT_THAT(run.out.str(), EndsWith(" 1 failed\n"));
  EXPECT_THAT(run.out.str(), Not(HasSubstr("FAIL")));
}

TEST(ProgressOnATerminal, DrawsTenTimesASecondAtMost) {
  WatchedRun run{terminal, 1000};
  run.pass(1000, 1ms);
  EXPECT_EQ(run.count("\r"), 10U);
  EXPECT_EQ(run.count("\n"), 0U);
  EXPECT_THAT(run.out.str(), HasSubstr("[============>           ] 500/1000  2000 exchanges/s"));
}

TEST(ProgressOnATerminal, SaysWhatFailedSoFar) {
  WatchedRun run{terminal, 1000};
  run.fail(200ms);
  run.pass(1, 200ms);
  EXPECT_THAT(run.out.str(), HasSubstr("1 failed  last concurrency/start/eight@get.xml.v1"));
}

TEST(ProgressOnATerminal, TakesItsLineAwayBeforeOthersWrite) {
  WatchedRun run{terminal, 1000};
  run.pass(1, 200ms);
  run.progress.finish();
  EXPECT_THAT(run.out.str(), EndsWith("\r\x1b[K"));
}

TEST(ProgressOnATerminal, StaysWithinOneRow) {
  WatchedRun run{{.color = false, .terminal = true, .width = 30}, 1000};
  run.fail(1ms);
  run.pass(1, 200ms);
  const std::string text = run.out.str();
  const std::size_t line = text.rfind("\x1b[K") + 3;
  EXPECT_EQ(text.size() - line, 29U);
}

// A campaign on a clock that the test moves: 10 histories and 150 requests each tenth of a second.
struct WatchedCampaign {
  explicit WatchedCampaign(Style style) : progress{out, style, [this] { return now; }} {
    report.campaign.emplace().limit = "10m";
    progress.begin(report, 0);
  }

  void go_on(std::chrono::milliseconds time) {
    for (const auto end = now + time; now < end;) {
      now += 10ms;
      snapshot.histories += 1;
      snapshot.requests += 15;
      progress.tick(snapshot);
    }
  }
  [[nodiscard]] std::size_t count(std::string_view what) const { return times(what, out.str()); }

  Report report;
  Snapshot snapshot{.inputs = 214,
                    .features = 1893,
                    .answers = 61,
                    .rows_met = 31,
                    .rows = 51,
                    .transitions = 17};
  std::ostringstream out;
  std::chrono::steady_clock::time_point now{};
  Progress progress;
};

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
  campaign.progress.add(finding_of("nonce-good-once", cases::Level::required));
  EXPECT_THAT(campaign.out.str(), HasSubstr("FIND  nonce-good-once  StopInstance"));
}

TEST(CampaignProgressInAPipe, SaysNothingBetweenFindings) {
  WatchedCampaign campaign{{}};
  campaign.progress.add(finding_of("nonce-good-once", cases::Level::required));
  campaign.go_on(10000ms);
  EXPECT_THAT(campaign.out.str(), EndsWith("--replay -\n"));
}

TEST(CampaignProgressInAPipe, OfWhomWantsLittleSaysTheFindings) {
  WatchedCampaign campaign{{.amount = Amount::little}};
  campaign.go_on(10000ms);
  EXPECT_THAT(campaign.out.str(), IsEmpty());
  campaign.progress.add(finding_of("nonce-good-once", cases::Level::required));
  EXPECT_THAT(campaign.out.str(), HasSubstr("FIND  nonce-good-once  StopInstance"));
}

TEST(CampaignProgressInAPipe, TellsHours) {
  WatchedCampaign campaign{{}};
  campaign.now += 2h + 3min + 4s;
  campaign.progress.tick(campaign.snapshot);
  EXPECT_THAT(campaign.out.str(), HasSubstr("2:03:04 of 10m  "));
}

TEST(CampaignProgressOnATerminal, DrawsTenTimesASecondAtMost) {
  WatchedCampaign campaign{terminal};
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
  WatchedCampaign campaign{terminal};
  campaign.go_on(100ms);
  campaign.progress.add(finding_of("nonce-good-once", cases::Level::required));
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
  WatchedCampaign campaign{terminal};
  std::vector<std::thread> threads;
  threads.reserve(4);
  campaign.now += 1h;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&campaign] {
      for (int n = 0; n < 50; ++n) {
        campaign.progress.tick(campaign.snapshot);
        campaign.progress.add(finding_of("nonce-good-once", cases::Level::required));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(campaign.count("FIND  nonce-good-once"), 200U);
  EXPECT_EQ(campaign.count("--replay -\n"), 200U);
}

TEST(StyleRule, ColourNeedsATerminalThatIsNotDumb) {
  EXPECT_TRUE(style_from(true, 120, nullptr, "xterm").color);
  EXPECT_EQ(style_from(true, 120, nullptr, "xterm").width, 120);
  EXPECT_FALSE(style_from(false, 0, nullptr, "xterm").color);
  EXPECT_FALSE(style_from(true, 120, nullptr, "dumb").color);
  EXPECT_FALSE(style_from(true, 120, nullptr, "dumb").terminal) << "cannot erase a line";
  EXPECT_FALSE(style_from(true, 120, nullptr, nullptr).terminal);
}

TEST(StyleRule, NoColorIsHonouredWhereItSaysSomething) {
  EXPECT_FALSE(style_from(true, 120, "1", "xterm").color);
  EXPECT_TRUE(style_from(true, 120, "1", "xterm").terminal) << "the bar stays";
  EXPECT_TRUE(style_from(true, 120, "", "xterm").color);
}

TEST(StyleRule, ATerminalThatDoesNotTellIsEightyWide) {
  EXPECT_EQ(style_from(true, 0, nullptr, "xterm").width, 80);
}

TEST(StyleOf, AsksTheTerminalForItsWidth) {
  const int terminal_fd = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal_fd < 0) GTEST_SKIP() << "no pseudo-terminal to be had here";
  ASSERT_EQ(grantpt(terminal_fd), 0);
  ASSERT_EQ(unlockpt(terminal_fd), 0);
  const int fd = open(ptsname(terminal_fd), O_RDWR | O_NOCTTY);
  ASSERT_GE(fd, 0);
  const winsize size{.ws_row = 24, .ws_col = 133, .ws_xpixel = 0, .ws_ypixel = 0};
  ASSERT_EQ(ioctl(fd, TIOCSWINSZ, &size), 0);
  EXPECT_EQ(style_of(fd).width, 133);
  close(fd);
  close(terminal_fd);
}

TEST(StyleOf, APipeIsNoTerminal) {
  int ends[2] = {-1, -1};
  ASSERT_EQ(pipe(ends), 0);
  const Style style = style_of(ends[1]);
  EXPECT_FALSE(style.terminal);
  EXPECT_FALSE(style.color);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace hallmark::reports
