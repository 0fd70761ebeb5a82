// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/shard.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "runner/conduct/usage_error.hpp"

namespace hallmark::runner {
namespace {

constexpr const char* variables[] = {"HALLMARK_SHARD_INDEX", "HALLMARK_SHARD_TOTAL",
                                     "TEST_SHARD_INDEX",     "TEST_TOTAL_SHARDS",
                                     "GTEST_SHARD_INDEX",    "GTEST_TOTAL_SHARDS",
                                     "JOB_COMPLETION_INDEX", "TEST_SHARD_STATUS_FILE"};

// An environment in which nobody has said anything.
class FindShard : public ::testing::Test {
 protected:
  void SetUp() override { clear(); }
  void TearDown() override { clear(); }
  static void clear() {
    for (const char* name : variables) ::unsetenv(name);
  }
  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
  static void expect(const Shard& shard, unsigned index, unsigned total) {
    EXPECT_EQ(shard.index, index);
    EXPECT_EQ(shard.total, total);
  }
};

TEST_F(FindShard, IsTheWholeWhereNothingIsSaid) {
  expect(find_shard(""), 1, 1);
  set("HALLMARK_SHARD_INDEX", "");
  set("HALLMARK_SHARD_TOTAL", "");
  expect(find_shard(""), 1, 1);
}

TEST_F(FindShard, RefusesHalfOfAPair) {
  for (const char* name :
       {"HALLMARK_SHARD_INDEX", "HALLMARK_SHARD_TOTAL", "TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS",
        "GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", "JOB_COMPLETION_INDEX"}) {
    clear();
    set(name, "2");
    EXPECT_THROW((void)find_shard(""), UsageError) << name;
    expect(find_shard("1/4"), 1, 4);
  }
}

TEST_F(FindShard, TakesTheOptionBeforeTheEnvironment) {
  set("HALLMARK_SHARD_INDEX", "2");
  set("HALLMARK_SHARD_TOTAL", "3");
  expect(find_shard("1/4"), 1, 4);
  expect(find_shard(""), 2, 3);
}

TEST_F(FindShard, CountsAsEachSystemDoes) {
  set("HALLMARK_SHARD_TOTAL", "5");
  set("JOB_COMPLETION_INDEX", "0");
  expect(find_shard(""), 1, 5);
  set("GTEST_SHARD_INDEX", "2");
  set("GTEST_TOTAL_SHARDS", "4");
  expect(find_shard(""), 3, 4);
  set("TEST_SHARD_INDEX", "0");
  set("TEST_TOTAL_SHARDS", "2");
  expect(find_shard(""), 1, 2);
  set("HALLMARK_SHARD_INDEX", "5");
  expect(find_shard(""), 5, 5);
}

TEST_F(FindShard, TellsBazelThatItKnowsOfShards) {
  const std::string path = ::testing::TempDir() + "shard-status";
  set("TEST_SHARD_STATUS_FILE", path.c_str());
  set("TEST_SHARD_INDEX", "1");
  set("TEST_TOTAL_SHARDS", "2");
  expect(find_shard(""), 2, 2);
  EXPECT_EQ(std::remove(path.c_str()), 0);
  set("TEST_SHARD_STATUS_FILE", "/nowhere/at/all");
  EXPECT_THROW((void)find_shard(""), UsageError);
}

TEST_F(FindShard, RefusesWhatIsNoPart) {
  for (const char* bad : {"1", "0/4", "5/4", "1/0", "/", "1/", "/4", "a/4", "1/4x", "-1/4", " 1/4",
                          "1/10001", "1/99999999999"}) {
    EXPECT_THROW((void)find_shard(bad), UsageError) << bad;
  }
  set("GTEST_SHARD_INDEX", "4");
  set("GTEST_TOTAL_SHARDS", "4");
  EXPECT_THROW((void)find_shard(""), UsageError);
  set("GTEST_SHARD_INDEX", "4294967295");
  EXPECT_THROW((void)find_shard(""), UsageError);
}

}  // namespace
}  // namespace hallmark::runner
