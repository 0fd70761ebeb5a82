// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/conduct.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cases/library.hpp"

namespace hallmark::runner {
namespace {

using ::testing::UnorderedElementsAreArray;

// Where a record's case stands in the library, and its variant: what records are ordered by.
using Place = std::pair<const cases::Case*, std::string>;

Place place_of(const reports::Record& record) {
  return {cases::find(record.check->id), record.variant};
}

class Told final : public reports::Listener {
 public:
  void add(const reports::Record& record) override {
    const std::scoped_lock lock{mutex_};
    places_.push_back(place_of(record));
  }
  [[nodiscard]] const std::vector<Place>& places() const { return places_; }

 private:
  std::mutex mutex_;
  std::vector<Place> places_;
};

std::vector<Place> places_of(const std::vector<reports::Record>& records) {
  std::vector<Place> places;
  for (const reports::Record& record : records) places.push_back(place_of(record));
  return places;
}

TEST(Conduct, LeavesTheRecordsInTheOrderOfTheLibraryWhicheverEndsFirst) {
  for (const std::uint64_t seed : {0U, 1U, 2U, 3U}) {
    SCOPED_TRACE(seed);
    boost::asio::io_context io{1};
    const OpenTarget target = open_target(io, {});
    PlanOptions options;
    options.full = true;
    options.select = {"start-instance/refusal/**", "envelope/**"};
    options.shuffle_seed = seed;
    const Result<Plan> plan = make_plan(cases::library(), options);
    ASSERT_TRUE(plan) << plan.error().what;
    Told told;
    reports::Report report;
    conduct(io, target, *plan, options, {}, told, report);

    const std::vector<Place> places = places_of(report.records);
    EXPECT_TRUE(std::ranges::is_sorted(places));
    EXPECT_THAT(places, UnorderedElementsAreArray(told.places()));
    EXPECT_FALSE(std::ranges::is_sorted(told.places())) << "nothing had to be put in order";
  }
}

// A provider that breaks in the middle, in a way that nobody has thought of.
class BreakingFixtures final : public FixtureProvider {
 public:
  BreakingFixtures(std::unique_ptr<FixtureProvider> provider, int worlds)
      : provider_{std::move(provider)}, worlds_{worlds} {}

  std::string name() const override { return provider_->name(); }
  boost::asio::awaitable<std::optional<std::string>> open() override { return provider_->open(); }
  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return provider_->lacks(fixture);
  }
  bool has_other_accounts() const override { return provider_->has_other_accounts(); }
  bool tells() const override { return provider_->tells(); }
  bool holds() const override { return provider_->holds(); }
  std::optional<std::size_t> most_worlds() const override { return provider_->most_worlds(); }
  std::chrono::milliseconds patience(const cases::Fixture& fixture) const override {
    return provider_->patience(fixture);
  }
  boost::asio::awaitable<Staged> stage(const cases::Fixture& fixture, Owner owner) override {
    if (--worlds_ < 0) throw std::bad_alloc{};
    return provider_->stage(fixture, owner);
  }
  boost::asio::awaitable<std::optional<Truth>> look(const World& world) override {
    return provider_->look(world);
  }
  boost::asio::awaitable<void> strike(const World& world, bool changed) override {
    return provider_->strike(world, changed);
  }
  boost::asio::awaitable<void> close() override { return provider_->close(); }

 private:
  std::unique_ptr<FixtureProvider> provider_;
  int worlds_;  // that it still makes
};

TEST(Conduct, LosesNothingThatWasJudgedWhereSomethingIsThrown) {
  boost::asio::io_context io{1};
  OpenTarget target = open_target(io, {});
  target.fixtures = std::make_unique<BreakingFixtures>(std::move(target.fixtures), 60);
  PlanOptions options;
  options.select = {"start-instance/precondition/**", "start-instance/refusal/**"};
  const Result<Plan> plan = make_plan(cases::library(), options);
  ASSERT_TRUE(plan) << plan.error().what;
  Told told;
  reports::Report report;
  EXPECT_THROW(conduct(io, target, *plan, options, {.threads = 1}, told, report), std::bad_alloc);
  EXPECT_TRUE(report.interrupted);
  EXPECT_GT(report.records.size(), 0U);
  EXPECT_LT(report.records.size(), plan->cases.size());
  EXPECT_THAT(places_of(report.records), UnorderedElementsAreArray(told.places()));
}

TEST(Conduct, PutsNoMoreCasesThanHaveWorlds) {
  EXPECT_EQ(jobs_within(std::nullopt, 32), 32U);
  EXPECT_EQ(jobs_within(2048, 32), 32U);
  EXPECT_EQ(jobs_within(7, 32), 3U);
  EXPECT_EQ(jobs_within(1, 32), 1U);
}

}  // namespace
}  // namespace hallmark::runner
