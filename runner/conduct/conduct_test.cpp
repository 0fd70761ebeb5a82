// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/conduct.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <mutex>
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

TEST(Conduct, PutsNoMoreCasesThanHaveWorlds) {
  EXPECT_EQ(jobs_within(std::nullopt, 32), 32U);
  EXPECT_EQ(jobs_within(2048, 32), 32U);
  EXPECT_EQ(jobs_within(7, 32), 3U);
  EXPECT_EQ(jobs_within(1, 32), 1U);
}

}  // namespace
}  // namespace hallmark::runner
