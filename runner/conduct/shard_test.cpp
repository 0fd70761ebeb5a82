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

TEST_F(FindShard, SaysFromWhereOnIsCounted) {
  const auto said = [](const std::string& option) -> std::string {
    try {
      (void)find_shard(option);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(said("1/3/5"), "--shard '1/3/5' is not I/N, for instance 1/4");
  EXPECT_EQ(said("0/3"),
            "--shard 0/3: there is no part 0 of 3; the first of four is 1/4, the last one 4/4");
  set("GTEST_SHARD_INDEX", "3");
  set("GTEST_TOTAL_SHARDS", "3");
  EXPECT_EQ(said(""),
            "GTEST_SHARD_INDEX=3: it counts from 0, so 0 to 2 where GTEST_TOTAL_SHARDS is 3");
  set("HALLMARK_SHARD_INDEX", "0");
  set("HALLMARK_SHARD_TOTAL", "4");
  EXPECT_EQ(said(""),
            "HALLMARK_SHARD_INDEX=0: it counts from 1, so 1 to 4 where HALLMARK_SHARD_TOTAL is 4");
  set("HALLMARK_SHARD_INDEX", "-1");
  EXPECT_EQ(said(""), "HALLMARK_SHARD_INDEX=-1: a whole number is wanted, in digits");
  set("HALLMARK_SHARD_INDEX", "1");
  set("HALLMARK_SHARD_TOTAL", "0");
  EXPECT_EQ(said(""), "HALLMARK_SHARD_TOTAL=0: from 1 to 10000 parts can be made");
}

}  // namespace
}  // namespace hallmark::runner
