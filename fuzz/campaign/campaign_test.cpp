// SPDX-License-Identifier: Apache-2.0
//
// Campaigns against the reference endpoint in-process.
#include "fuzz/campaign/campaign.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <new>
#include <regex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fuzz/campaign/finding_file.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"
#include "runner/conduct/fibers.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/staging/fixture_provider.hpp"

namespace hallmark::fuzz {
namespace {

using namespace std::chrono_literals;
using reports::Campaign;
using reports::Report;

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

Report run(const MakeTarget& make_target, const CampaignOptions& options,
           reports::Listener& listener) {
  Corpus corpus;
  Report begun;
  begun.info.jobs = options.jobs;
  begun.campaign.emplace().seed = options.seed;
  return run_campaign(std::move(begun), corpus, make_target, options, listener);
}

Report run(const MakeTarget& make_target, const CampaignOptions& options) {
  reports::Listener nobody;
  return run(make_target, options, nobody);
}

TEST(Campaign, IsSilentOnAnHonestEndpointAndMeetsEveryRow) {
  const Report campaign = run(reference(), {.seed = 5, .jobs = 2, .histories = 6000});
  EXPECT_THAT(campaign.records, testing::IsEmpty());
  EXPECT_EQ(campaign.campaign->end, Campaign::End::count);
  EXPECT_EQ(campaign.campaign->histories, 6000U);
  EXPECT_EQ(campaign.campaign->unstaged, 0U);
  EXPECT_EQ(campaign.campaign->worlds_left, 0U);
  EXPECT_GT(campaign.campaign->accepted, campaign.campaign->calls / 4);
  EXPECT_GT(campaign.exchanges, campaign.campaign->calls);
  EXPECT_EQ(campaign.campaign->rows.size(), 51U);
  for (const reports::RowCoverage& row : campaign.campaign->rows) {
    EXPECT_GT(row.met, 0U) << row.action << " " << row.edition << ", row " << row.row;
  }
  EXPECT_EQ(exit_code(campaign, summarize(campaign)), 0);
}

// One kind of break: an early one that nobody can repeat, and later on it is there for good.
TEST(Campaign, LooksAgainAtWhatDidNotShowAgain) {
  unsigned started = 0;
  const MakeTarget sometimes = [&started](auto&) {
    PlayTarget target = reference_target();
    target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
    target.handle = [&started, honest = target.handle](const runner::HttpRequest& request) {
      ReplyOrFault outcome = honest(request);
      const bool starts = runner::raw_request(request).find("StartInstance") != std::string::npos;
      if (!starts || !outcome || outcome->status != 200) return outcome;
      ++started;
      if (started == 5 || started > 500) outcome->status = 503;
      return outcome;
    };
    return target;
  };
  const Report campaign =
      run(sometimes, {.seed = 1, .jobs = 1, .histories = 4000, .first_finding = true});
  EXPECT_EQ(campaign.campaign->end, Campaign::End::finding);
  ASSERT_FALSE(
      campaign.records.empty());  // what decides ends it; what is only customary may precede
  EXPECT_EQ(campaign.records.back().check->id, "no-server-error");
  EXPECT_EQ(campaign.records.back().discovery->rate, 1.0);
}

TEST(Campaign, ShrinksAndSavesAFinding) {
  TemporaryFolder folder;
  struct : reports::Listener {
    void add(const reports::Record& finding) override { told.push_back(finding.check->id); }
    std::vector<std::string> told;
  } listener;
  CampaignOptions options{.seed = 7, .jobs = 1, .histories = 3000, .first_finding = true};
  options.findings = folder.path() / "findings";
  const Report campaign = run(reference({"v1-replay-accepted"}), options, listener);
  EXPECT_EQ(campaign.campaign->end, Campaign::End::finding);
  ASSERT_EQ(campaign.records.size(), 1U);
  const reports::Record& finding = campaign.records.front();
  EXPECT_EQ(finding.check->id, "nonce-good-once");
  EXPECT_EQ(finding.discovery->calls, 2U);
  EXPECT_EQ(finding.discovery->rate, 1.0);
  EXPECT_EQ(finding.evidence.calls.size(), 2U);
  EXPECT_THAT(listener.told, testing::ElementsAre("nonce-good-once"));
  EXPECT_EQ(exit_code(campaign, summarize(campaign)), 1);

  // What was saved shows it again on a new endpoint, and nothing on an honest one.
  std::ifstream file{finding.discovery->file};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  EXPECT_THAT(text, testing::HasSubstr(finding.discovery->again));
  EXPECT_THAT(text, testing::HasSubstr("Signature=***"));
  const auto saved = read_finding(text);
  ASSERT_TRUE(saved);
  Player broken{reference_target({"v1-replay-accepted"})};
  const PlayedHistory played = broken.play(saved->history);
  ASSERT_TRUE(played.finding);
  EXPECT_EQ(played.finding->bucket(), saved->bucket);
  Player honest{reference_target()};
  EXPECT_FALSE(honest.play(saved->history).finding);
}

TEST(Campaign, EndsWithAFindingAsSmallAsCanBe) {
  struct Row {
    const char* defect;
    std::size_t conditions;
  };
  for (const auto& [defect, conditions] :
       {Row{"start-while-running", 0}, Row{"reboot-dry-run-executes", 0},
        Row{"start-incorrect-status-answers-409", 0}, Row{"refused-reactivation-reactivates", 0},
        Row{"expired-has-another-code", 1}, Row{"service-error-has-another-code", 1}}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Report campaign = run(
          reference({defect}), {.seed = seed, .jobs = 1, .histories = 5000, .first_finding = true});
      ASSERT_FALSE(campaign.records.empty()) << defect << " of seed " << seed;
      const std::string& text = campaign.records.back().evidence.history;
      const Weight weight = weight_of(*parse_history(text));
      EXPECT_EQ(weight.calls, 1U) << defect << " of seed " << seed << "\n" << text;
      EXPECT_LE(weight.conditions, conditions) << defect << " of seed " << seed << "\n" << text;
      EXPECT_EQ(campaign.records.back().discovery->rate, 1.0) << defect << " of seed " << seed;
    }
  }
}

TEST(Campaign, PlaysFirstWhatItIsGiven) {
  CampaignOptions options{.seed = 1, .jobs = 1, .histories = 1};
  options.first = {*parse_history("hallmark history 1\nworld Running PostPaid\nStartInstance\n")};
  const Report campaign = run(reference({"start-while-running"}), options);
  ASSERT_EQ(campaign.records.size(), 1U);
  EXPECT_EQ(campaign.records.front().discovery->history_number, 1U);
}

// All histories are begun before the first has come to its end: whoever asks lets the others go on.
TEST(Campaign, LooksIntoWhatItsLastHistoriesShow) {
  const MakeTarget in_turns = [](auto&) {
    PlayTarget target = reference_target({"start-while-running"});
    target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
    target.handle = [handle = target.handle](const runner::HttpRequest& request) {
      runner::let_others_run();
      return handle(request);
    };
    return target;
  };
  CampaignOptions options{.seed = 1, .jobs = 16, .histories = 16};
  options.first.assign(
      16, *parse_history("hallmark history 1\nworld Running PostPaid\nStartInstance\n"));
  const Report campaign = run(in_turns, options);
  EXPECT_EQ(campaign.campaign->end, Campaign::End::count);
  EXPECT_EQ(campaign.campaign->histories, 16U);
  ASSERT_EQ(campaign.records.size(), 1U) << testing::PrintToString(campaign.notes);
  EXPECT_EQ(campaign.records.front().discovery->rate, 1.0);
  EXPECT_GT(campaign.records.front().discovery->shrink_plays, 0U);
}

// One that something breaks off in the middle.
Report run_to_its_break(const MakeTarget& make_target, const CampaignOptions& options) {
  Corpus corpus;
  Report begun;
  begun.campaign.emplace().seed = options.seed;
  reports::Listener nobody;
  std::exception_ptr thrown;
  Report campaign = run_campaign(std::move(begun), corpus, make_target, options, nobody, &thrown);
  EXPECT_TRUE(thrown);
  EXPECT_TRUE(campaign.interrupted);
  return campaign;
}

TEST(Campaign, KeepsWhatItFoundWhereSomethingIsThrown) {
  const MakeTarget breaks = [](auto&) {
    PlayTarget target = reference_target({"start-while-running"});
    target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
    target.handle = [handle = target.handle,
                     calls = 0](const runner::HttpRequest& request) mutable {
      if (++calls > 3000) throw std::bad_alloc{};
      return handle(request);
    };
    return target;
  };
  CampaignOptions options{.seed = 1, .jobs = 1, .histories = 100'000};
  options.first = {*parse_history("hallmark history 1\nworld Running PostPaid\nStartInstance\n")};
  const Report campaign = run_to_its_break(breaks, options);
  EXPECT_EQ(campaign.records.size(), 1U);
  EXPECT_THAT(campaign.notes, testing::Contains(testing::HasSubstr("broke off in the middle")));
  EXPECT_THROW((void)run(breaks, options), std::bad_alloc);
}

// The worlds of somebody else; what is not said otherwise is theirs.
class WorldsOfAnother : public Worlds {
 public:
  explicit WorldsOfAnother(std::shared_ptr<Worlds> worlds) : worlds_{std::move(worlds)} {}

  runner::Staged stage(const cases::Fixture& fixture, runner::Owner owner) override {
    return worlds_->stage(fixture, owner);
  }
  std::optional<runner::Truth> look(const runner::World& world) override {
    return worlds_->look(world);
  }
  bool strike(const runner::World& world, bool changed) override {
    return worlds_->strike(world, changed);
  }

 private:
  std::shared_ptr<Worlds> worlds_;
};

// A world is made for one history, and for whoever comes after it what breaks a campaign off.
class OneWorld final : public WorldsOfAnother {
 public:
  // `seen`: whether the history has shown what it shows.
  OneWorld(std::shared_ptr<Worlds> worlds, cases::Fixture fixture, std::atomic<bool>& seen)
      : WorldsOfAnother{std::move(worlds)}, fixture_{std::move(fixture)}, seen_{seen} {}

  runner::Staged stage(const cases::Fixture& fixture, runner::Owner owner) override {
    if (fixture == fixture_) return WorldsOfAnother::stage(fixture, owner);
    while (!seen_) rest();
    throw runner::UsageError{"the fixtures handed out i-1 twice at a time"};
  }

  static void rest() {
    runner::let_others_run();
    std::this_thread::sleep_for(1ms);
  }

 private:
  const cases::Fixture fixture_;
  std::atomic<bool>& seen_;
};

TEST(Campaign, BelievesNoEvidenceFromWorldsThatCannotBeReliedOn) {
  const History history = *parse_history(
      "hallmark history 1\nworld Running PostPaid settle=77\n"
      "DescribeInstances\nDescribeInstances treatment=replay back=1\n");
  std::atomic<bool> seen = false;
  std::atomic<int> calls = 0;
  const MakeTarget breaks = [&](auto&) {
    PlayTarget target = reference_target({"v1-replay-accepted"});
    target.worlds = std::make_shared<OneWorld>(
        protocol_worlds(target.handle, target.host, target.fixtures), history.fixture, seen);
    target.handle = [&, handle = target.handle](const runner::HttpRequest& request) {
      ReplyOrFault reply = handle(request);
      if (++calls == 2) {
        seen = true;
        for (int i = 0; i < 100; ++i) OneWorld::rest();  // whoever waits for it throws
      }
      return reply;
    };
    return target;
  };
  CampaignOptions options{.seed = 1, .jobs = 2, .histories = 100};
  options.first = {history};
  const Report campaign = run_to_its_break(breaks, options);
  EXPECT_THAT(campaign.records, testing::IsEmpty());
  EXPECT_THAT(campaign.notes, testing::Contains(testing::HasSubstr("nonce-good-once")));
}

// It goes away, or the time is over, while others have begun.
TEST(Campaign, GoesOnWhereALaterThreadFindsNobody) {
  std::atomic<int> opened = 0;
  const MakeTarget once = [&](auto&) {
    if (++opened > 1) throw runner::UsageError{"nobody answers"};
    return reference_target({});
  };
  const Report campaign = run(once, {.seed = 1, .jobs = 8, .histories = 20});
  EXPECT_FALSE(campaign.interrupted);
  EXPECT_EQ(campaign.campaign->histories, 20U);
}

// Keeps what it has made for further worlds, and cannot take it down in the end.
class KeptWorlds final : public WorldsOfAnother {
 public:
  using WorldsOfAnother::WorldsOfAnother;

  runner::LeftBehind close() override {
    return {.worlds = {"i-kept"}, .why = "DeleteInstance answers 403"};
  }
};

TEST(Campaign, NamesWhatIsStillThereWhenItsFixturesAreClosed) {
  const MakeTarget make_target = [](auto&) {
    PlayTarget target = reference_target({});
    target.worlds =
        std::make_shared<KeptWorlds>(protocol_worlds(target.handle, target.host, target.fixtures));
    return target;
  };
  const Report campaign = run(make_target, {.seed = 1, .jobs = 1, .histories = 5});
  EXPECT_THAT(campaign.notes, testing::Contains("1 world could not be taken down (DeleteInstance "
                                                "answers 403): i-kept"));
}

TEST(Campaign, CountsWhatIsAlikeOnce) {
  const Report campaign =
      run(reference({"start-while-running"}), {.seed = 3, .jobs = 1, .histories = 2000});
  std::set<std::string> buckets;
  std::uint64_t seen = 0;
  for (const reports::Record& finding : campaign.records) {
    EXPECT_TRUE(
        buckets.insert(finding.check->id + finding.discovery->action + finding.discovery->shape)
            .second);
    EXPECT_LE(finding.discovery->calls, 4U) << finding.evidence.history;
    seen += finding.discovery->seen;
  }
  EXPECT_GT(seen, campaign.records.size());
}

// What the endpoint draws at random: ids, keys, and what is signed with them.
std::string without_what_is_drawn(const std::string& request) {
  static const std::regex drawn{
      "[bB][pP]1[0-9A-Za-z]+|(%[0-9A-Fa-f]{2}){12,}|LTAI[0-9A-Za-z]+|Signature=[^&]*|_fixtures/"
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
  reports::Listener nobody;
  TemporaryFolder folder;
  std::size_t features = 0;
  std::size_t inputs = 0;
  {
    Corpus corpus{folder.path()};
    const Report first =
        run_campaign({}, corpus, reference(), {.seed = 1, .jobs = 1, .histories = 1500}, nobody);
    features = first.campaign->features;
    inputs = first.campaign->inputs;
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}),
            static_cast<std::ptrdiff_t>(inputs));
  Corpus again{folder.path()};
  EXPECT_EQ(again.found().size(), inputs);
  // Nearly all of it in as many histories as there are inputs.
  const Report second =
      run_campaign({}, again, reference(), {.seed = 2, .jobs = 1, .histories = inputs}, nobody);
  EXPECT_GT(second.campaign->features, features * 9 / 10);
}

TEST(Campaign, EndsInTime) {
  CampaignOptions options{.seed = 1, .jobs = 2};
  options.time = 300ms;
  const Report campaign = run(reference(), options);
  EXPECT_EQ(campaign.campaign->end, Campaign::End::time);
  EXPECT_GT(campaign.campaign->histories, 0U);
}

TEST(Campaign, EndsWhenItIsStopped) {
  CampaignOptions options{.seed = 1, .jobs = 2};
  options.stop = [] { return true; };
  EXPECT_TRUE(run(reference(), options).interrupted);
}

TEST(Campaign, IsNoVerdictWhereNoWorldCanBeMade) {
  const MakeTarget deaf = [](auto&) {
    PlayTarget target;
    target.handle = [](const runner::HttpRequest&) -> ReplyOrFault {
      return runner::Error{runner::Fault::connect, "refused"};
    };
    return target;
  };
  const Report campaign = run(deaf, {.seed = 1, .jobs = 1, .histories = 20});
  EXPECT_EQ(campaign.campaign->unstaged, 20U);
  EXPECT_EQ(exit_code(campaign, summarize(campaign)), 2);
  EXPECT_THAT(campaign.notes, testing::Not(testing::IsEmpty()));
}

// This machine has what it takes for the first worlds alone.
class FirstWorlds final : public WorldsOfAnother {
 public:
  FirstWorlds(std::shared_ptr<Worlds> worlds, int left)
      : WorldsOfAnother{std::move(worlds)}, left_{left} {}

  runner::Staged stage(const cases::Fixture& fixture, runner::Owner owner) override {
    if (left_-- > 0) return WorldsOfAnother::stage(fixture, owner);
    return runner::Broken{.what = "Too many open files", .side = reports::Side::ours};
  }

 private:
  int left_;
};

TEST(Campaign, IsNoVerdictWhereThisMachineCutsMostHistoriesShort) {
  for (const bool most : {true, false}) {
    const MakeTarget make_target = [most](auto&) {
      PlayTarget target = reference_target();
      target.worlds = std::make_shared<FirstWorlds>(
          protocol_worlds(target.handle, target.host, target.fixtures), most ? 20 : 190);
      return target;
    };
    const Report campaign = run(make_target, {.seed = 1, .jobs = 1, .histories = 100});
    EXPECT_GT(campaign.campaign->accepted, 0U);
    EXPECT_EQ(campaign.campaign->cut_short > 50, most);
    EXPECT_EQ(exit_code(campaign, summarize(campaign)), most ? 2 : 0);
  }
}

TEST(Campaign, KnocksAtItsEndWhereNoAnswerCame) {
  for (const bool is_there : {true, false}) {
    const MakeTarget make_target = [](auto&) {
      PlayTarget target = reference_target();
      target.advance = [](std::chrono::milliseconds) { std::this_thread::sleep_for(20ms); };
      auto honest = protocol_worlds(target.handle, target.host, target.fixtures);
      target.worlds = std::make_shared<FirstWorlds>(std::move(honest), 20);
      return target;
    };
    int knocks = 0;
    CampaignOptions options{.seed = 1, .jobs = 1};
    options.time = 1500ms;
    options.knock = [&](std::chrono::milliseconds) {
      ++knocks;
      return is_there ? std::nullopt : std::optional<std::string>{"connection refused"};
    };
    const Report campaign = run(make_target, options);
    EXPECT_EQ(knocks, 1);
    EXPECT_EQ(campaign.campaign->end, is_there ? Campaign::End::time : Campaign::End::target_gone);
    const auto gone = testing::Contains(
        "the target is gone: connection refused; its last answer came 0 s after the beginning");
    if (is_there) {
      EXPECT_THAT(campaign.notes, testing::Not(gone));
    } else {
      EXPECT_THAT(campaign.notes, gone);
    }
  }
}

// One request in ten reaches the endpoint twice, and what comes back is the second answer.
TEST(Campaign, HoldsNoSpentNonceAgainstTheTargetThatAWayHasSpent) {
  for (const std::uint64_t in : {10U, 1U}) {
    const MakeTarget make_target = [in](auto&) {
      PlayTarget target = reference_target();
      target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
      target.handle = [honest = target.handle, random = std::make_shared<Random>(5),
                       in](const runner::HttpRequest& request) {
        const bool twice = random->below(in) == 0 && !request.target.starts_with("/_fixtures");
        if (twice) (void)honest(request);
        return honest(request);
      };
      return target;
    };
    const Report campaign = run(make_target, {.seed = 1, .jobs = 1, .histories = 600});
    const auto note = testing::Contains(testing::HasSubstr("seems to send requests twice"));
    if (in == 1) {  // what shows each time is told
      EXPECT_THAT(campaign.records, testing::Not(testing::IsEmpty()));
      EXPECT_THAT(campaign.notes, testing::Not(note));
    } else {
      EXPECT_THAT(campaign.records, testing::IsEmpty()) << campaign.records[0].evidence.history;
      EXPECT_THAT(campaign.notes, note);
    }
  }
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
  const Report campaign = run(make_target, options);
  EXPECT_THAT(wrong, testing::IsEmpty());
  EXPECT_THAT(campaign.records, testing::IsEmpty());
}

// What the campaign remembers of earlier histories does not shrink a finding to less than it is.
TEST(Campaign, ShrinksAsIfNothingHadBeenPlayedBefore) {
  const Report campaign = run(reference({"request-id-repeated"}),
                              {.seed = 1, .jobs = 1, .histories = 500, .first_finding = true});
  ASSERT_EQ(campaign.records.size(), 1U);
  EXPECT_EQ(campaign.records[0].check->id, "request-id-once");
  // Two calls, or one that is sent again in another guise.
  EXPECT_EQ(campaign.records[0].evidence.calls.size(), 2U) << campaign.records[0].evidence.history;
}

// Shown in one of three plays: the shrinker must not be led astray by luck, and the rate is told.
TEST(Campaign, TellsHowOftenAFindingShows) {
  const MakeTarget make_target = [](auto&) {
    PlayTarget target = reference_target();
    auto random = std::make_shared<Random>(9);
    target.handle = [handle = target.handle,
                     random](const runner::HttpRequest& request) -> ReplyOrFault {
      ReplyOrFault outcome = handle(request);
      const bool is_reboot = request.target.find("Action=RebootInstance") != std::string::npos;
      if (is_reboot && outcome->status == 403 && random->percent(33)) outcome->status = 409;
      return outcome;
    };
    return target;
  };
  const Report campaign =
      run(make_target, {.seed = 2, .jobs = 1, .histories = 3000, .first_finding = true});
  ASSERT_EQ(campaign.records.size(), 1U);
  EXPECT_LT(campaign.records[0].discovery->rate, 0.9);
  EXPECT_GT(campaign.records[0].discovery->rate, 0.0);
  EXPECT_LE(campaign.records[0].discovery->calls, 2U) << campaign.records[0].evidence.history;
}

TEST(Campaign, DoesNotReportWhatItSawOnce) {
  const MakeTarget make_target = [](auto&) {
    PlayTarget target = reference_target();
    auto calls = std::make_shared<int>(0);
    target.handle = [handle = target.handle,
                     calls](const runner::HttpRequest& request) -> ReplyOrFault {
      const bool is_call = !request.target.starts_with("/_fixtures");
      if (is_call && ++*calls == 500) return runner::Error{runner::Fault::closed, "closed"};
      return handle(request);
    };
    return target;
  };
  const Report campaign = run(make_target, {.seed = 2, .jobs = 1, .histories = 200});
  EXPECT_THAT(campaign.records, testing::IsEmpty());
  EXPECT_THAT(campaign.notes, testing::Contains(testing::HasSubstr("seen once and not again")));
}

// The reference endpoint, but for calls that are answered, or not, in another way.
using Instead = std::function<std::optional<ReplyOrFault>(const runner::HttpRequest&)>;
MakeTarget reference_but_for(Instead instead) {
  return [instead = std::move(instead)](auto&) {
    PlayTarget target = reference_target();
    target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
    target.handle = [instead, honest = target.handle](const runner::HttpRequest& request) {
      std::optional<ReplyOrFault> other = instead(request);
      return other ? *std::move(other) : honest(request);
    };
    return target;
  };
}

ReplyOrFault unavailable() {
  runner::HttpReply reply;
  reply.status = 503;
  reply.headers = {{"Content-Type", "application/json"}};
  reply.body = R"({"RequestId":"1","HostId":"x","Code":"ServiceUnavailable","Message":"m"})";
  return reply;
}

bool starts(const runner::HttpRequest& request) {
  return runner::raw_request(request).find("StartInstance") != std::string::npos;
}

TEST(Campaign, HasNothingToSayOfATargetThatIsNotThere) {
  using runner::Error;
  using runner::Fault;
  for (const Fault fault : {Fault::connect, Fault::tls, Fault::local, Fault::timeout}) {
    const Report campaign = run(reference_but_for([fault](const auto&) {
                                  return Error{fault, "away"};
                                }),
                                {.seed = 1, .jobs = 1, .histories = 50});
    EXPECT_THAT(campaign.records, testing::IsEmpty()) << name_of(fault);
    EXPECT_EQ(exit_code(campaign, summarize(campaign)), 2);
  }
}

// It shows every time, and the campaign ends before the shrinker is done.
TEST(Campaign, CountsNoPlayThatItDidNotMake) {
  std::atomic<unsigned> started = 0;
  std::atomic<bool> ended = false;
  const MakeTarget make_target = reference_but_for([&](const auto& request) {
    std::optional<ReplyOrFault> teapot;
    if (!starts(request)) return teapot;
    if (++started == 5) {
      ended = true;
      std::this_thread::sleep_for(500ms);  // until it is seen
    }
    runner::HttpReply reply;
    reply.status = 418;
    teapot = reply;
    return teapot;
  });
  const Report campaign =
      run(make_target, {.seed = 1, .jobs = 1, .stop = [&] { return ended.load(); }});
  EXPECT_TRUE(campaign.interrupted);
  ASSERT_FALSE(campaign.records.empty());
  EXPECT_EQ(campaign.records[0].discovery->rate, 1.0);
}

TEST(Campaign, KeepsItsFindingsWhereTheTargetGoesAway) {
  unsigned calls = 0;
  const MakeTarget mortal = reference_but_for(
      [&calls](const runner::HttpRequest& request) -> std::optional<ReplyOrFault> {
        if (++calls > 4000) return runner::Error{runner::Fault::closed, "closed"};
        if (!starts(request)) return std::nullopt;
        return runner::Error{runner::Fault::timeout, "no whole answer"};
      });
  const Report campaign = run(mortal, {.seed = 1, .jobs = 1, .histories = 2000});
  EXPECT_THAT(campaign.records, testing::Not(testing::IsEmpty()));
  for (const reports::Record& finding : campaign.records) {
    EXPECT_EQ(finding.discovery->shape, "no answer: timeout");
  }
}

TEST(Campaign, TellsThisMachinesLackFromTheTargets) {
  auto random = std::make_shared<Random>(9);
  const Report campaign =
      run(reference_but_for([random](const auto&) -> std::optional<ReplyOrFault> {
            if (!random->percent(5)) return std::nullopt;
            return runner::Error{runner::Fault::local, "Too many open files"};
          }),
          {.seed = 1, .jobs = 1, .histories = 300});
  EXPECT_THAT(campaign.records, testing::IsEmpty());
  EXPECT_THAT(
      campaign.notes,
      testing::Contains(testing::HasSubstr("cut short by this machine: Too many open files")));
  EXPECT_EQ(exit_code(campaign, summarize(campaign)), 0);
}

TEST(Campaign, DoesNotTakeABusyTargetForABrokenOne) {
  auto random = std::make_shared<Random>(9);
  const Report campaign =
      run(reference_but_for([random](const auto&) -> std::optional<ReplyOrFault> {
            if (!random->percent(10)) return std::nullopt;
            return unavailable();
          }),
          {.seed = 1, .jobs = 1, .histories = 1000});
  EXPECT_THAT(campaign.records, testing::IsEmpty());
  EXPECT_THAT(campaign.notes, testing::Contains(testing::HasSubstr("lower --rate")));
  EXPECT_EQ(exit_code(campaign, summarize(campaign)), 0);
}

TEST(Campaign, TakesWhatIsAlwaysUnavailableForBroken) {
  const Report campaign =
      run(reference_but_for([](const runner::HttpRequest& request) -> std::optional<ReplyOrFault> {
            if (!starts(request)) return std::nullopt;
            return unavailable();
          }),
          {.seed = 1, .jobs = 1, .histories = 1000, .first_finding = true});
  ASSERT_EQ(campaign.records.size(), 1U);
  EXPECT_EQ(campaign.records.front().check->id, "no-server-error");
  EXPECT_EQ(campaign.records.front().discovery->calls, 1U);
}

TEST(Campaign, DoesNotTakeAWayThatLosesAnswersForABrokenTarget) {
  using runner::Fault;
  for (const Fault fault : {Fault::truncated, Fault::closed, Fault::timeout}) {
    auto random = std::make_shared<Random>(9);
    const Report campaign =
        run(reference_but_for([random, fault](const auto&) -> std::optional<ReplyOrFault> {
              if (!random->percent(20)) return std::nullopt;
              return runner::Error{fault, "it was lost"};
            }),
            {.seed = 1, .jobs = 1, .histories = 300});
    EXPECT_THAT(campaign.records, testing::IsEmpty()) << name_of(fault);
    EXPECT_THAT(campaign.notes, testing::Contains(testing::HasSubstr("loses answers")));
    EXPECT_EQ(exit_code(campaign, summarize(campaign)), 0);
  }
}

TEST(Campaign, TakesWhatIsLostEachTimeForTheTargetsOwn) {
  using runner::Fault;
  for (const Fault fault : {Fault::truncated, Fault::timeout}) {
    const Report campaign =
        run(reference_but_for(
                [fault](const runner::HttpRequest& request) -> std::optional<ReplyOrFault> {
                  if (!starts(request)) return std::nullopt;
                  return runner::Error{fault, "it was lost"};
                }),
            {.seed = 1, .jobs = 1, .histories = 1000, .first_finding = true});
    ASSERT_EQ(campaign.records.size(), 1U) << name_of(fault);
    EXPECT_EQ(campaign.records.front().check->id, "every-request-is-answered");
    EXPECT_EQ(campaign.records.front().discovery->calls, 1U);
  }
}

TEST(Campaign, PlaysInWorldsThatAreOnOffer) {
  const MakeTarget small = [](auto&) {
    PlayTarget target = reference_target();
    target.lacks = [](const cases::Fixture& fixture) -> std::optional<std::string> {
      if (fixture.charge_type == cases::ChargeType::pre_paid) return "fixture charge type PrePaid";
      return std::nullopt;
    };
    return target;
  };
  const Report campaign = run(small, {.seed = 1, .jobs = 2, .histories = 1500});
  EXPECT_EQ(campaign.campaign->unstaged, 0U);
  EXPECT_THAT(campaign.records, testing::IsEmpty());
}

TEST(Budget, HasAMomentForWhatIsUnderWay) {
  bool stopped = false;
  Budget budget{[&stopped] { return stopped; }};
  EXPECT_EQ(budget.going(), runner::Going::on);
  stopped = true;
  EXPECT_EQ(budget.going(), runner::Going::ending);
  EXPECT_TRUE(budget.is_over());
  budget.end_at(Budget::Clock::now() - 10s);
  EXPECT_EQ(budget.going(), runner::Going::ended);
}

}  // namespace
}  // namespace hallmark::fuzz
