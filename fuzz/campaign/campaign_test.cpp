// SPDX-License-Identifier: Apache-2.0
//
// Campaigns against the reference endpoint in-process.
#include "fuzz/campaign/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"
#include "runner/staging/fixture_provider.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;
using reports::Campaign;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "hallmark-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

MakeTarget reference(std::vector<std::string> defects = {}) {
  return [defects](auto&) { return reference_target(defects); };
}

Campaign run(const MakeTarget& make_target, CampaignOptions options) {
  Corpus corpus;
  return run_campaign({.seed = options.seed, .jobs = options.jobs}, corpus, make_target, options);
}

TEST(Campaign, IsSilentOnAnHonestEndpointAndMeetsEveryRow) {
  const Campaign campaign = run(reference(), {.seed = 5, .jobs = 2, .histories = 6000});
  EXPECT_THAT(campaign.findings, testing::IsEmpty());
  EXPECT_EQ(campaign.end, Campaign::End::count);
  EXPECT_EQ(campaign.histories, 6000U);
  EXPECT_EQ(campaign.unstaged, 0U);
  EXPECT_EQ(campaign.worlds_left, 0U);
  EXPECT_GT(campaign.accepted, campaign.calls / 4);
  EXPECT_GT(campaign.requests, campaign.calls);
  EXPECT_EQ(campaign.rows.size(), 51U);
  for (const reports::RowCoverage& row : campaign.rows) {
    EXPECT_GT(row.met, 0U) << row.action << " " << row.edition << ", row " << row.row;
  }
  EXPECT_EQ(exit_code(campaign), 0);
}

// One kind of break: an early one that nobody can repeat, and later on it is there for good.
TEST(Campaign, LooksAgainAtWhatDidNotShowAgain) {
  unsigned started = 0;
  const MakeTarget sometimes = [&started](auto&) {
    PlayTarget target = reference_target();
    target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
    target.handle = [&started, honest = target.handle](const runner::HttpRequest& request) {
      Outcome outcome = honest(request);
      const bool starts = runner::raw_request(request).find("StartInstance") != std::string::npos;
      if (!starts || !outcome || outcome->status != 200) return outcome;
      ++started;
      if (started == 5 || started > 500) outcome->status = 503;
      return outcome;
    };
    return target;
  };
  const Campaign campaign =
      run(sometimes, {.seed = 1, .jobs = 1, .histories = 4000, .first_finding = true});
  EXPECT_EQ(campaign.end, Campaign::End::finding);
  ASSERT_EQ(campaign.findings.size(), 1U);
  EXPECT_EQ(campaign.findings.front().checker, "no-server-error");
  EXPECT_EQ(campaign.findings.front().rate, 1.0);
}

TEST(Campaign, ShrinksAndSavesAFinding) {
  TemporaryFolder folder;
  std::vector<std::string> told;
  CampaignOptions options{.seed = 7, .jobs = 1, .histories = 3000, .first_finding = true};
  options.findings = folder.path() / "findings";
  options.on_finding = [&](const reports::CampaignFinding& finding) {
    told.push_back(finding.checker);
  };
  const Campaign campaign = run(reference({"v1-replay-accepted"}), options);
  EXPECT_EQ(campaign.end, Campaign::End::finding);
  ASSERT_EQ(campaign.findings.size(), 1U);
  const reports::CampaignFinding& finding = campaign.findings.front();
  EXPECT_EQ(finding.checker, "nonce-good-once");
  EXPECT_EQ(finding.calls, 2U);
  EXPECT_EQ(finding.rate, 1.0);
  EXPECT_EQ(finding.exchanges.size(), 2U);
  EXPECT_THAT(told, testing::ElementsAre("nonce-good-once"));
  EXPECT_EQ(exit_code(campaign), 1);

  // What was saved shows it again on a new endpoint, and nothing on an honest one.
  std::ifstream file{finding.file};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_THAT(text, testing::HasSubstr(finding.again));
  EXPECT_THAT(text, testing::HasSubstr("Signature=***"));
  const auto saved = read_finding(text);
  ASSERT_TRUE(saved);
  Player broken{reference_target({"v1-replay-accepted"})};
  const Played played = broken.play(saved->history);
  ASSERT_TRUE(played.finding);
  EXPECT_EQ(played.finding->bucket(), saved->bucket);
  Player honest{reference_target()};
  EXPECT_FALSE(honest.play(saved->history).finding);
}

TEST(Campaign, CountsWhatIsAlikeOnce) {
  const Campaign campaign =
      run(reference({"start-while-running"}), {.seed = 3, .jobs = 2, .histories = 2000});
  std::set<std::string> buckets;
  std::uint64_t seen = 0;
  for (const reports::CampaignFinding& finding : campaign.findings) {
    EXPECT_TRUE(buckets.insert(finding.checker + finding.action + finding.shape).second);
    EXPECT_LE(finding.calls, 4U) << finding.history;
    seen += finding.seen;
  }
  EXPECT_GT(seen, campaign.findings.size());
}

// What the endpoint draws at random: ids, keys, and what is signed with them.
std::string without_what_is_drawn(const std::string& request) {
  static const std::regex drawn{
      "-[bB][pP]1[0-9A-Za-z]+|(%[0-9A-Fa-f]{2}){12,}|LTAI[0-9A-Za-z]+|Signature=[^&]*|_fixtures/"
      "[0-9a-f]+"};
  return std::regex_replace(request, drawn, "*");
}

// Everything that is sent, in order.
std::vector<std::string> requests_of(std::uint64_t seed) {
  std::vector<std::string> all;
  const MakeTarget make_target = [&all](auto&) {
    PlayTarget target = reference_target();
    target.handle = [handle = target.handle, &all](const runner::HttpRequest& request) {
      all.push_back(
          without_what_is_drawn(request.method + " " + request.target + " " + request.body));
      return handle(request);
    };
    return target;
  };
  (void)run(make_target, {.seed = seed, .jobs = 1, .histories = 300});
  return all;
}

TEST(Campaign, SendsTheSameForTheSameSeed) {
  const std::vector<std::string> once = requests_of(11);
  const std::vector<std::string> again = requests_of(11);
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_EQ(once[i], again[i]) << i;
  EXPECT_NE(once, requests_of(12));
}

TEST(Campaign, GoesOnFromItsCorpus) {
  TemporaryFolder folder;
  std::size_t features = 0;
  std::size_t inputs = 0;
  {
    Corpus corpus{folder.path()};
    const Campaign first =
        run_campaign({}, corpus, reference(), {.seed = 1, .jobs = 1, .histories = 1500});
    features = first.features;
    inputs = first.inputs;
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}),
            static_cast<std::ptrdiff_t>(inputs));
  Corpus again{folder.path()};
  EXPECT_EQ(again.found().size(), inputs);
  // Nearly all of it in as many histories as there are inputs.
  const Campaign second =
      run_campaign({}, again, reference(), {.seed = 2, .jobs = 1, .histories = inputs});
  EXPECT_GT(second.features, features * 9 / 10);
}

TEST(Campaign, EndsInTime) {
  CampaignOptions options{.seed = 1, .jobs = 2};
  options.time = 300ms;
  const Campaign campaign = run(reference(), options);
  EXPECT_EQ(campaign.end, Campaign::End::time);
  EXPECT_GT(campaign.histories, 0U);
}

TEST(Campaign, EndsWhenItIsStopped) {
  CampaignOptions options{.seed = 1, .jobs = 2};
  options.stop = [] { return true; };
  EXPECT_EQ(run(reference(), options).end, Campaign::End::interrupted);
}

TEST(Campaign, IsNoVerdictWhereNoWorldCanBeMade) {
  const MakeTarget deaf = [](auto&) {
    PlayTarget target;
    target.handle = [](const runner::HttpRequest&) -> Outcome {
      return runner::Error{runner::Fault::connect, "refused"};
    };
    return target;
  };
  const Campaign campaign = run(deaf, {.seed = 1, .jobs = 1, .histories = 20});
  EXPECT_EQ(campaign.unstaged, 20U);
  EXPECT_EQ(exit_code(campaign), 2);
  EXPECT_THAT(campaign.notes, testing::Not(testing::IsEmpty()));
}

TEST(Campaign, KeepsToWhatTheTargetClaims) {
  std::mutex mutex;
  std::vector<std::string> wrong;
  const MakeTarget make_target = [&](auto&) {
    PlayTarget target = reference_target();
    target.handle = [handle = target.handle, &mutex, &wrong](const runner::HttpRequest& request) {
      const bool is_v3 = request.method != "DELETE" &&
                         request.target.find("Signature=") == std::string::npos &&
                         request.body.find("Signature=") == std::string::npos &&
                         !request.target.starts_with("/_fixtures");
      const bool is_dry = request.target.find("DryRun=") != std::string::npos;
      const bool is_reboot = request.target.find("Action=RebootInstance&") != std::string::npos;
      if ((is_v3 && runner::find_header(request.headers, "x-acs-action") != nullptr) || is_dry ||
          is_reboot) {
        const std::lock_guard lock{mutex};
        wrong.push_back(request.target);
      }
      return handle(request);
    };
    return target;
  };
  CampaignOptions options{.seed = 4, .jobs = 1, .histories = 500};
  options.without = *runner::Without::parse({"v3", "dry-run", "RebootInstance"});
  const Campaign campaign = run(make_target, options);
  EXPECT_THAT(wrong, testing::IsEmpty());
  EXPECT_THAT(campaign.findings, testing::IsEmpty());
}

// What the campaign remembers of earlier histories does not shrink a finding to less than it is.
TEST(Campaign, ShrinksAsIfNothingHadBeenPlayedBefore) {
  const Campaign campaign = run(reference({"request-id-repeated"}),
                                {.seed = 1, .jobs = 1, .histories = 500, .first_finding = true});
  ASSERT_EQ(campaign.findings.size(), 1U);
  EXPECT_EQ(campaign.findings[0].checker, "request-id-once");
  // Two calls, or one that is sent again in another guise.
  EXPECT_EQ(campaign.findings[0].exchanges.size(), 2U) << campaign.findings[0].history;
}

// Shown in one of three plays: the shrinker must not be led astray by luck, and the rate is told.
TEST(Campaign, TellsHowOftenAFindingShows) {
  const MakeTarget make_target = [](auto&) {
    PlayTarget target = reference_target();
    auto random = std::make_shared<Random>(9);
    target.handle = [handle = target.handle,
                     random](const runner::HttpRequest& request) -> Outcome {
      Outcome outcome = handle(request);
      const bool is_reboot = request.target.find("Action=RebootInstance") != std::string::npos;
      if (is_reboot && outcome->status == 403 && random->percent(33)) outcome->status = 409;
      return outcome;
    };
    return target;
  };
  const Campaign campaign =
      run(make_target, {.seed = 2, .jobs = 1, .histories = 3000, .first_finding = true});
  ASSERT_EQ(campaign.findings.size(), 1U);
  EXPECT_LT(campaign.findings[0].rate, 0.9);
  EXPECT_GT(campaign.findings[0].rate, 0.0);
  EXPECT_LE(campaign.findings[0].calls, 2U) << campaign.findings[0].history;
}

TEST(Campaign, DoesNotReportWhatItSawOnce) {
  const MakeTarget make_target = [](auto&) {
    PlayTarget target = reference_target();
    auto calls = std::make_shared<int>(0);
    target.handle = [handle = target.handle, calls](const runner::HttpRequest& request) -> Outcome {
      const bool is_call = !request.target.starts_with("/_fixtures");
      if (is_call && ++*calls == 500) return runner::Error{runner::Fault::closed, "closed"};
      return handle(request);
    };
    return target;
  };
  const Campaign campaign = run(make_target, {.seed = 2, .jobs = 1, .histories = 200});
  EXPECT_THAT(campaign.findings, testing::IsEmpty());
  EXPECT_THAT(campaign.notes, testing::Contains(testing::HasSubstr("seen once and not again")));
}

}  // namespace
}  // namespace hallmark::fuzz
