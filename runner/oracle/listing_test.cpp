// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/listing.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "runner/oracle/testing_answers.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

using cases::Listed;

// What a list of those ids says, in both formats, with what stands beside it.
std::vector<reports::Exchange> lists_of(const std::vector<std::string>& ids,
                                        const std::vector<std::pair<std::string, int>>& numbers) {
  std::string xml = "<DescribeInstancesResponse><Instances>";
  std::string json = R"({"Instances":{"Instance":[)";
  for (const std::string& id : ids) {
    xml += "<Instance><InstanceId>" + id + "</InstanceId></Instance>";
    json += std::string{json.back() == '[' ? "" : ","} + R"({"InstanceId":")" + id + "\"}";
  }
  xml += "</Instances>";
  json += "]}";
  for (const auto& [name, number] : numbers) {
    const std::string text = std::to_string(number);
    xml += "<" + name + ">" + text + "</" + name + ">";
    json += ",\"" + name + "\":" + text;
  }
  return {testing::answer(200, xml + "</DescribeInstancesResponse>"),
          testing::answer(200, json + "}", "application/json")};
}

bool holds(Listed wanted, const std::vector<std::string>& ids, int total) {
  for (const reports::Exchange& list : lists_of(ids, {{"TotalCount", total}})) {
    if (check_listed(wanted, decode_reply(list), "i-1")) return false;
  }
  return true;
}

TEST(Listing, HoldsAnInstanceOnceOrNever) {
  EXPECT_TRUE(holds(Listed::once, {"i-1"}, 1));
  EXPECT_TRUE(holds(Listed::once, {"i-2", "i-1"}, 2));
  EXPECT_FALSE(holds(Listed::once, {"i-1", "i-1"}, 2));
  EXPECT_FALSE(holds(Listed::once, {}, 0));
  EXPECT_FALSE(holds(Listed::once, {"i-2"}, 1));
  EXPECT_TRUE(holds(Listed::never, {}, 0));
  EXPECT_TRUE(holds(Listed::never, {"i-2", "i-10"}, 2));
  EXPECT_FALSE(holds(Listed::never, {"i-2", "i-1"}, 2));
  EXPECT_TRUE(holds(Listed::not_asked, {"i-1", "i-1"}, 0));
}

TEST(Listing, MayHaveAnInstanceOnAnotherPage) {
  EXPECT_TRUE(holds(Listed::once, {"i-2"}, 2));
  EXPECT_FALSE(holds(Listed::once, {}, 2));
  EXPECT_FALSE(holds(Listed::never, {"i-1"}, 200));
}

TEST(Listing, ShowsNoInstanceTwice) {
  for (const reports::Exchange& list : lists_of({"i-1", "i-2", "i-1"}, {})) {
    const auto wrong = check_listed_once(decode_reply(list));
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->got, "i-1 again");
  }
  for (const reports::Exchange& list : lists_of({"i-1", "i-2"}, {})) {
    EXPECT_FALSE(check_listed_once(decode_reply(list)));
  }
}

bool counts(const std::vector<std::string>& ids,
            const std::vector<std::pair<std::string, int>>& all) {
  for (const reports::Exchange& list : lists_of(ids, all)) {
    if (check_total_count(decode_reply(list))) return false;
  }
  return true;
}

TEST(Listing, CountsWhatItShows) {
  EXPECT_TRUE(counts({"i-1"}, {{"TotalCount", 1}, {"PageNumber", 1}, {"PageSize", 10}}));
  EXPECT_FALSE(counts({"i-1"}, {{"TotalCount", 0}, {"PageNumber", 1}, {"PageSize", 10}}));
  EXPECT_FALSE(counts({"i-1"}, {{"TotalCount", 2}, {"PageNumber", 1}, {"PageSize", 10}}));
  EXPECT_FALSE(counts({}, {{"TotalCount", 1}}));
  EXPECT_FALSE(counts({"i-1", "i-2"}, {{"TotalCount", 1}}));
}

TEST(Listing, MayCountWhatItDoesNotShow) {
  EXPECT_TRUE(counts({"i-1"}, {{"TotalCount", 7}, {"PageNumber", 1}, {"PageSize", 1}}));
  EXPECT_TRUE(counts({}, {{"TotalCount", 1}, {"PageNumber", 2}, {"PageSize", 10}}));
  EXPECT_TRUE(counts({"i-1"}, {{"TotalCount", 7}}));
  EXPECT_TRUE(counts({"i-1"}, {}));
}

TEST(Listing, IsDescribedByTheActionThatWasAsked) {
  const Reply list = decode_reply(lists_of({"i-2", "i-1"}, {}).front());
  EXPECT_NE(description_of(list, cases::Channel::describe_instances, "i-1"), nullptr);
  EXPECT_EQ(description_of(list, cases::Channel::describe_instances, "i-3"), nullptr);
  EXPECT_EQ(description_of(list, cases::Channel::describe_instance_status, "i-1"), nullptr);
  EXPECT_EQ(description_of(list, cases::Channel::fixture, "i-1"), nullptr);
}

}  // namespace
}  // namespace hallmark::runner
