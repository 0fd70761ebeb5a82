// SPDX-License-Identifier: Apache-2.0
//
// A small plan put to the reference endpoint, sound and with a defect.
#include "runner/engine/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "cases/library.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"
#include "runner/staging/http_fixtures.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using reports::Finding;
using reports::Verdict;
using specs::Condition;
using specs::ConditionSet;

// A provider that does what another one does.
class Dressed : public FixtureProvider {
 public:
  explicit Dressed(std::unique_ptr<FixtureProvider> honest) : honest_{std::move(honest)} {}

  std::string name() const override { return honest_->name(); }
  asio::awaitable<std::optional<std::string>> open() override { return honest_->open(); }
  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return honest_->lacks(fixture);
  }
  bool has_other_accounts() const override { return honest_->has_other_accounts(); }
  bool tells() const override { return honest_->tells(); }
  bool holds() const override { return honest_->holds(); }
  std::optional<std::size_t> most_worlds() const override { return honest_->most_worlds(); }
  std::chrono::milliseconds patience(const cases::Fixture& fixture) const override {
    return honest_->patience(fixture);
  }
  asio::awaitable<Staged> stage(const cases::Fixture& fixture, Owner owner) override {
    return honest_->stage(fixture, owner);
  }
  asio::awaitable<std::optional<Truth>> look(const World& world) override {
    return honest_->look(world);
  }
  asio::awaitable<void> strike(const World& world, bool changed) override {
    return honest_->strike(world, changed);
  }

 private:
  std::unique_ptr<FixtureProvider> honest_;
};

// Says it holds more worlds than it does, and offers none under some conditions.
class Boaster final : public Dressed {
 public:
  explicit Boaster(std::unique_ptr<FixtureProvider> honest, ConditionSet withheld = {})
      : Dressed{std::move(honest)}, withheld_{withheld} {}

  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    if (fixture.conditions.without(withheld_) != fixture.conditions) return "what is withheld";
    return Dressed::lacks(fixture);
  }
  std::optional<std::size_t> most_worlds() const override { return 1000; }

 private:
  ConditionSet withheld_;
};

// Makes a world under the conditions `held` only once one under `awaited` was asked for.
class Hesitant final : public Dressed {
 public:
  struct Seen {
    std::vector<ConditionSet> staged;  // in the order in which they were asked for
    bool waited_in_vain = false;       // for ten seconds
  };

  Hesitant(std::unique_ptr<FixtureProvider> honest, ConditionSet held, ConditionSet awaited,
           Seen& seen)
      : Dressed{std::move(honest)}, held_{held}, awaited_{awaited}, seen_{seen} {}

  asio::awaitable<Staged> stage(const cases::Fixture& fixture, Owner owner) override {
    seen_.staged.push_back(fixture.conditions);
    if (fixture.conditions == held_) {
      constexpr int enough = 10'000;
      asio::steady_timer pause{co_await asio::this_coro::executor};
      int times = 0;
      for (; std::ranges::count(seen_.staged, awaited_) == 0 && times < enough; ++times) {
        pause.expires_after(std::chrono::milliseconds{1});
        co_await pause.async_wait(asio::use_awaitable);
      }
      if (times == enough) seen_.waited_in_vain = true;
    }
    co_return co_await Dressed::stage(fixture, owner);
  }

 private:
  ConditionSet held_;
  ConditionSet awaited_;
  Seen& seen_;
};

// Hands everything on, and loses so many of a hundred answers, each in another way.
class Losing final : public reference::Handler {
 public:
  Losing(reference::Handler& honest, unsigned percent) : honest_{honest}, percent_{percent} {}

  reference::HttpResponse handle(const reference::HttpRequest& request) noexcept override {
    reference::HttpResponse response = honest_.handle(request);
    const std::scoped_lock lock{mutex_};
    if (dice_() % 100 >= percent_) return response;
    switch (dice_() % 4) {
      case 0:
        response.delivery.close_without_answer = true;
        break;
      case 1:
        response.delivery.garbage = true;
        break;
      default:
        response.delivery.truncate_after = 1 + dice_() % 200;
    }
    return response;
  }

 private:
  reference::Handler& honest_;
  unsigned percent_;
  std::mutex mutex_;
  std::minstd_rand dice_{1};
};

// The endpoint with its fixtures, and what a plan put to it showed.
class Engines : public ::testing::Test {
 protected:
  enum class Wire : std::uint8_t { tcp, pair };
  using Dress = std::function<std::unique_ptr<FixtureProvider>(std::unique_ptr<FixtureProvider>)>;

  struct Shown {
    EngineResult result;
    std::map<std::string, Finding> findings;  // by address
    std::size_t looked_at = 0;                // cases with a call whose effect was looked at
    std::size_t looked_at_twice = 0;
    std::size_t not_safe = 0;  // told, and not flushed since

    [[nodiscard]] std::map<std::string, Verdict> verdicts() const {
      std::map<std::string, Verdict> all;
      for (const auto& [address, finding] : findings) all.emplace(address, finding.verdict);
      return all;
    }
  };

  class Watch final : public reports::Listener {
   public:
    explicit Watch(Shown& shown) : shown_{shown} {}

    void add(const reports::Record& record) override {
      const std::scoped_lock lock{telling_};
      shown_.findings[reports::address_of(record)] = record.finding;
      if (!record.evidence.after.empty() && !record.evidence.calls.empty()) ++shown_.looked_at;
      if (!record.evidence.later.empty()) ++shown_.looked_at_twice;
      ++shown_.not_safe;
      ++told_;
    }
    void flush() override {
      const std::scoped_lock lock{telling_};
      shown_.not_safe = 0;
      ++told_;
    }
    [[nodiscard]] std::size_t told() const { return told_; }

   private:
    std::mutex telling_;
    Shown& shown_;
    std::size_t told_ = 0;
  };

  // A case that nobody needs, two that a pair needs, and the pair.
  Shown put_to_hesitant(ConditionSet held, ConditionSet awaited, Hesitant::Seen& seen,
                        std::vector<std::string> defects = {}) {
    return put(
        {"start-instance/pair/spot-price-low", pair}, std::move(defects), 1, [] { return false; },
        Wire::tcp, false, 1000,
        [&](std::unique_ptr<FixtureProvider> honest) {
          return std::make_unique<Hesitant>(std::move(honest), held, awaited, seen);
        });
  }
  static constexpr const char* pair = "start-instance/pair/security-lock/no-stock";
  static constexpr ConditionSet of_pair{Condition::security_lock, Condition::no_stock};

  static Dress boasting(ConditionSet withheld = {}) {
    return [withheld](std::unique_ptr<FixtureProvider> honest) {
      return std::make_unique<Boaster>(std::move(honest), withheld);
    };
  }

  static std::unique_ptr<FixtureProvider> fixtures_at(const asio::any_io_executor& executor,
                                                      const std::string& url) {
    const std::string base = url + "/_fixtures";
    return http_fixtures(executor, *parse_url(base), base, {});
  }

  Shown put(
      const std::vector<std::string>& select, std::vector<std::string> defects = {},
      unsigned threads = 1, const std::function<bool()>& stop = [] { return false; },
      Wire wire = Wire::tcp, bool looks_twice = false, std::size_t max_worlds = 1000,
      const Dress& dress = {}) {
    reference::Endpoint::Options options;
    options.max_worlds = max_worlds;
    options.defects = std::move(defects);
    reference::Endpoint endpoint{std::move(options)};
    Losing way{endpoint, lost_percent_};
    reference::Server server{way, {}};
    asio::io_context io{1};
    auto fixtures = fixtures_at(io.get_executor(), server.url());
    EXPECT_EQ(testing::run(io, fixtures->open()), std::nullopt);
    if (dress) fixtures = dress(std::move(fixtures));

    EngineOptions how;
    how.jobs = 8;
    how.threads = threads;
    how.looks_twice = looks_twice;
    how.client.timeout = timeout_;
    how.watched_clocks = clocks_;
    if (wire == Wire::pair) {
      how.client.dial = [&endpoint](const asio::any_io_executor& executor) {
        return reference::connect_in_process(endpoint, executor);
      };
    }
    how.more_fixtures = [url = server.url()](const asio::any_io_executor& executor) {
      auto more = fixtures_at(executor, url);
      auto& io_of_lane =
          static_cast<asio::io_context&>(asio::query(executor, asio::execution::context));
      EXPECT_EQ(testing::run(io_of_lane, more->open()), std::nullopt);
      return more;
    };
    const auto plan = make_plan(cases::library(), {.select = select});
    Shown shown;
    if (!plan) {
      ADD_FAILURE() << plan.error().what;
      return shown;
    }
    const Url url = *parse_url(server.url());
    Engine engine{io, url, *fixtures, how};
    Watch watch{shown};
    shown.result = engine.run(*plan, {.yardstick = {}, .host = url.host_header()}, watch, stop);
    return shown;
  }

  std::chrono::seconds timeout_{1};
  ClockWatch::Read clocks_ = read_clocks;
  unsigned lost_percent_ = 0;  // of the answers, by the way to an endpoint behind TCP
};

TEST_F(Engines, ASoundEndpointPasses) {
  const Shown shown = put({"start-instance/**@get.xml.v1"});
  EXPECT_EQ(shown.result.no_target, std::nullopt);
  EXPECT_FALSE(shown.result.interrupted);
  EXPECT_GE(shown.findings.size(), 20U);
  EXPECT_GE(shown.result.exchanges, shown.findings.size());
  EXPECT_EQ(shown.not_safe, 0U);
  EXPECT_EQ(shown.result.records.size(), shown.findings.size());
  for (const auto& [address, finding] : shown.findings) {
    EXPECT_TRUE(finding.verdict == Verdict::pass || finding.verdict == Verdict::unsupported)
        << address << ": " << finding.reason;
  }
}

TEST_F(Engines, WhatIsBlockedNamesItsRoot) {
  const Shown shown = put({"start-instance/**@post.json.v3"}, {"v3-start-refused"});
  std::set<std::string> roots;
  std::size_t blocked = 0;
  for (const auto& [address, finding] : shown.findings) {
    if (finding.blocked_by.empty()) continue;
    ++blocked;
    roots.insert(finding.blocked_by);
    EXPECT_EQ(finding.verdict, Verdict::inconclusive) << address;
  }
  EXPECT_GE(blocked, 20U);
  ASSERT_EQ(roots.size(), 1U);
  const cases::Case* root = cases::find(*roots.begin());
  ASSERT_NE(root, nullptr);
  EXPECT_FALSE(root->cause.empty());
  // The root itself failed, once, and is told although nobody selected it.
  std::size_t failed = 0;
  for (const auto& [address, finding] : shown.findings) {
    if (finding.verdict == Verdict::fail) {
      ++failed;
      EXPECT_TRUE(address.starts_with(root->id)) << address;
    }
    if (!finding.blocked_by.empty()) {
      EXPECT_EQ(finding.reason, root->cause) << address;
    }
  }
  EXPECT_EQ(failed, 1U);
}

TEST_F(Engines, NobodyWaitsForACaseThatNobodyNeeds) {
  Hesitant::Seen seen;
  const Shown shown = put_to_hesitant(ConditionSet{Condition::spot_price_low}, of_pair, seen);
  EXPECT_FALSE(seen.waited_in_vain);
  EXPECT_EQ(shown.verdicts().at("start-instance/pair/spot-price-low"), Verdict::pass);
}

TEST_F(Engines, WhatACaseNeedsIsWaitedFor) {
  Hesitant::Seen seen;
  const Shown shown =
      put_to_hesitant(ConditionSet{Condition::no_stock}, ConditionSet{Condition::security_lock},
                      seen, {"start-ignores-no-stock"});
  EXPECT_FALSE(seen.waited_in_vain);
  EXPECT_THAT(seen.staged, ::testing::Not(::testing::Contains(of_pair)));
  const auto blocked = shown.findings.lower_bound(pair);  // its address ends in its variant
  ASSERT_NE(blocked, shown.findings.end());
  EXPECT_EQ(blocked->second.blocked_by, "start-instance/pair/no-stock") << blocked->first;
}

TEST_F(Engines, ACaseIsPutThoughItsActionCannotBeSeenAccepted) {
  const auto reactivate = [this](std::vector<std::string> defects) {
    return put(
        {"reactivate-instances/**@post.json.v3"}, std::move(defects), 1, [] { return false; },
        Wire::tcp, false, 1000, boasting(ConditionSet{Condition::expired}));
  };
  const Shown shown = reactivate({});
  const Finding& refused =
      shown.findings.at("reactivate-instances/precondition/running@post.json.v3");
  EXPECT_EQ(refused.verdict, Verdict::pass) << refused.reason;
  const Finding& accepted =
      shown.findings.at("reactivate-instances/transition/begins/describe-instances@post.json.v3");
  EXPECT_EQ(accepted.verdict, Verdict::unsupported);
  EXPECT_EQ(accepted.reason, "what is withheld");

  // Whoever does not know it fails once, and blocks what else is asked of it.
  const Shown unknown = reactivate({"reactivate-unknown"});
  std::size_t failed = 0;
  for (const auto& [address, finding] : unknown.findings) {
    if (finding.verdict == Verdict::fail) ++failed;
    EXPECT_NE(finding.verdict, Verdict::pass) << address;
  }
  EXPECT_EQ(failed, 1U);
  EXPECT_EQ(
      unknown.findings.at("reactivate-instances/precondition/running@post.json.v3").blocked_by,
      "base/action/reactivate-instances/known");
}

TEST_F(Engines, StopEndsTheRun) {
  const Shown at_once = put({"start-instance/**"}, {}, 1, [] { return true; });
  EXPECT_TRUE(at_once.result.interrupted);
  EXPECT_TRUE(at_once.findings.empty());
  int asked = 0;
  const Shown later = put({"start-instance/**"}, {}, 1, [&] { return ++asked > 60; });
  EXPECT_TRUE(later.result.interrupted);
  EXPECT_LE(later.findings.size(), 60U);
}

TEST_F(Engines, TwoLanesGiveTheVerdictsOfOne) {
  const Shown one = put({"start-instance/**"}, {"start-incorrect-status-answers-409"}, 1);
  const Shown two = put({"start-instance/**"}, {"start-incorrect-status-answers-409"}, 2);
  EXPECT_GE(one.findings.size(), 64U) << "too few for a second lane";
  EXPECT_EQ(one.verdicts(), two.verdicts());
  EXPECT_THAT(one.verdicts(), ::testing::Contains(::testing::Pair(::testing::_, Verdict::fail)));
}

// Whatever an endpoint does to an answer shows on either wire. (A connection that is closed
// unannounced does, too, but behind TCP it is a race which request meets it.)
TEST_F(Engines, AnEndpointOfThisProcessGetsTheVerdictsOfOneBehindTcp) {
  const std::vector<std::string> select{"http/**", "*/dry-run/**@post.json.v3",
                                        "*/precondition/**@post.json.v3",
                                        "*/parameter/**@post.json.v3", "*/refusal/**@post.json.v3"};
  for (const char* defect :
       {"start-dry-run-never-answered", "reboot-not-found-closes", "start-refusal-truncated",
        "reboot-refusal-shorter-than-announced", "reactivate-refusal-longer-than-announced",
        "missing-parameter-answers-garbage", "reboot-dry-run-floods"}) {
    const auto never = [] { return false; };
    // A busy machine takes long to read a flood to its end; the others end by waiting.
    timeout_ = std::chrono::seconds{std::string_view{defect}.ends_with("floods") ? 60 : 1};
    const Shown behind_tcp = put(select, {defect}, 2, never, Wire::tcp);
    const Shown in_process = put(select, {defect}, 2, never, Wire::pair);
    EXPECT_EQ(in_process.verdicts(), behind_tcp.verdicts()) << defect;
    EXPECT_THAT(in_process.verdicts(),
                ::testing::Contains(::testing::Pair(::testing::_, Verdict::fail)))
        << defect;
  }
}

TEST_F(Engines, AWayThatLosesAnswersIsNotTheTargets) {
  lost_percent_ = 20;
  const auto never = [] { return false; };
  const std::vector<std::string> select{"start-instance/precondition/**@get.xml.v1",
                                        "start-instance/transition/**@get.xml.v1",
                                        "authentication/v1/replay/**"};
  const Shown honest = put(select, {}, 2, never, Wire::tcp, true);
  std::size_t passed = 0;
  for (const auto& [address, finding] : honest.findings) {
    EXPECT_NE(finding.verdict, Verdict::fail) << address << ": " << finding.reason;
    EXPECT_NE(finding.verdict, Verdict::error) << address << ": " << finding.reason;
    if (finding.verdict == Verdict::pass) ++passed;
  }
  EXPECT_GE(passed * 10, honest.findings.size() * 9);
  EXPECT_THAT(honest.result.notes, ::testing::Contains(::testing::HasSubstr("loses answers")));
  const Shown wrong = put(select, {"start-incorrect-status-answers-409"}, 2, never);
  EXPECT_THAT(wrong.verdicts(), ::testing::Contains(::testing::Pair(::testing::_, Verdict::fail)));
}

TEST_F(Engines, WhatFailsOnceOurClockWasSetIsNotTheTargets) {
  clocks_ = [] {
    static std::chrono::hours ahead{0};
    const ClockReading now = read_clocks();
    return ClockReading{now.before, now.time + ++ahead, now.after};
  };
  const Shown shown =
      put({"start-instance/precondition/**@get.xml.v1"}, {"start-incorrect-status-answers-409"});
  for (const auto& [address, finding] : shown.findings) {
    EXPECT_NE(finding.verdict, Verdict::fail) << address;
    if (finding.verdict != Verdict::error) continue;
    EXPECT_EQ(finding.side, reports::Side::ours);
    EXPECT_THAT(finding.reason, ::testing::HasSubstr("the clock of this machine was set"));
  }
  EXPECT_THAT(shown.verdicts(), ::testing::Contains(::testing::Pair(::testing::_, Verdict::error)));
}

TEST_F(Engines, LooksTwiceAtEveryEffectAndWaitsOnce) {
  const auto never = [] { return false; };
  const auto began = std::chrono::steady_clock::now();
  for (const unsigned threads : {1U, 2U}) {
    const Shown shown = put({"start-instance/**@get.xml.v1"}, {}, threads, never, Wire::tcp, true);
    EXPECT_GE(shown.looked_at, 64U);
    EXPECT_EQ(shown.looked_at_twice, shown.looked_at);
    for (const auto& [address, finding] : shown.findings) {
      EXPECT_NE(finding.verdict, Verdict::fail) << address << ": " << finding.reason;
    }
  }
  // Eight at a time, one after the other, would take a hundred seconds.
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{20});
}

TEST_F(Engines, BeginsNoMoreThanTheProviderCanHold) {
  const auto never = [] { return false; };
  for (const bool boasts : {false, true}) {
    const Shown shown = put({"start-instance/dry-run/**"}, {}, 1, never, Wire::tcp, true, 30,
                            boasts ? boasting() : Dress{});
    EXPECT_GE(shown.looked_at_twice, 40U);
    for (const auto& [address, finding] : shown.findings) {
      EXPECT_EQ(finding.verdict, Verdict::pass) << address << ": " << finding.reason;
    }
  }
}

TEST_F(Engines, WhatFailsAtOnceIsNotLookedAtAgain) {
  const auto never = [] { return false; };
  const Shown shown = put({"start-instance/refusal/**@get.xml.v1"}, {"refused-start-starts"}, 1,
                          never, Wire::tcp, true);
  EXPECT_LT(shown.looked_at_twice, shown.looked_at);
  EXPECT_THAT(shown.verdicts(), ::testing::Contains(::testing::Pair(::testing::_, Verdict::fail)));
}

TEST_F(Engines, NobodyThereIsNoVerdict) {
  reference::Endpoint endpoint;
  reference::Server server{endpoint, {}};
  asio::io_context io{1};
  const Url url = *parse_url(server.url());
  const auto fixtures = fixtures_at(io.get_executor(), server.url());
  server.stop();
  const auto plan = make_plan(cases::library(), {.select = {"base/signature/v1"}});
  ASSERT_TRUE(plan);
  Shown shown;
  Watch watch{shown};
  const EngineResult result = Engine{io, url, *fixtures, {}}.run(
      *plan, {.yardstick = {}, .host = url.host_header()}, watch);
  EXPECT_TRUE(result.no_target);
  EXPECT_EQ(watch.told(), 0U);
}

}  // namespace
}  // namespace hallmark::runner
