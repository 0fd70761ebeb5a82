// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/fixture_messages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using cases::ChargeType;
using cases::Condition;
using cases::ConditionSet;
using specs::InstanceStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr std::string_view world =
    R"({"id":"w1","accessKeyId":"LTAIw1","accessKeySecret":"only-for-w1",)"
    R"("regionId":"cn-beijing","instanceId":"i-bp1w1","more":[1,2]})";

// `text` without its member `name`, whose value is a text.
std::string without(std::string_view name, std::string_view text = world) {
  std::string rest{text};
  std::string quoted{'"'};
  quoted.append(name).append(1, '"');
  const std::size_t at = rest.find(quoted);
  rest.erase(at, rest.find(',', at) + 1 - at);
  return rest;
}

std::string broken(const Staged& staged) {
  const auto* what = std::get_if<Broken>(&staged);
  return what == nullptr ? "not broken" : what->what;
}

TEST(WriteFixture, SaysWhatAlwaysHasToBeSaid) {
  EXPECT_EQ(write_fixture({}), R"({"status":"Stopped","chargeType":"PostPaid","conditions":[]})");
}

TEST(WriteFixture, NamesConditionsInTheProtocolsOrder) {
  const cases::Fixture fixture{
      .status = InstanceStatus::running,
      .charge_type = ChargeType::pre_paid,
      .conditions = ConditionSet{Condition::no_stock, Condition::security_lock},
      .settle_ms = 50};
  EXPECT_EQ(
      write_fixture(fixture),
      R"({"status":"Running","chargeType":"PrePaid","conditions":["SecurityLock","NoStock"],"settleMs":50})");
}

TEST(PathOf, EncodesWhatAPathCannotHold) {
  EXPECT_EQ(path_of({.fixture_id = "w1", .credentials = {}, .region_id = {}, .instance_id = {}}),
            "/w1");
  EXPECT_EQ(path_of({.fixture_id = "a/b c", .credentials = {}, .region_id = {}, .instance_id = {}}),
            "/a%2Fb%20c");
}

TEST(ReadOffer, TakesThreeListsAndPassesOverTheRest) {
  const auto offer = read_offer(200, R"({"version":1,"statuses":["Running","Stopped"],"new":{},)"
                                     R"("chargeTypes":["PostPaid"],"conditions":["NoStock",7]})");
  ASSERT_TRUE(offer);
  EXPECT_THAT(offer->statuses, ElementsAre("Running", "Stopped"));
  EXPECT_THAT(offer->charge_types, ElementsAre("PostPaid"));
  EXPECT_THAT(offer->conditions, ElementsAre("NoStock"));
}

TEST(ReadOffer, TakesListsThatAreLeftOutForEmpty) {
  const auto offer = read_offer(200, R"({"version":1})");
  ASSERT_TRUE(offer);
  EXPECT_THAT(offer->statuses, IsEmpty());
}

TEST(ReadOffer, KnowsHowManyWorldsMayStand) {
  EXPECT_EQ(read_offer(200, R"({"version":1,"worlds":7})")->most_worlds, 7U);
  for (const char* const odd :
       {R"({"version":1})", R"({"version":1,"worlds":0})", R"({"version":1,"worlds":-3})",
        R"({"version":1,"worlds":"9"})", R"({"version":1,"worlds":1.5})"}) {
    EXPECT_EQ(read_offer(200, odd)->most_worlds, Offer{}.most_worlds) << odd;
  }
}

TEST(ReadOffer, SaysWhyThereIsNone) {
  EXPECT_EQ(read_offer(404, "{}").error().what,
            "it answers 404 where 200 says what it can provide");
  EXPECT_EQ(read_offer(200, "<html>\n<p>").error().what,
            "its description is not a JSON object: <html> <p>");
  EXPECT_EQ(read_offer(200, "[]").error().what, "its description is not a JSON object: []");
  for (const char* const body : {"{}", R"({"version":2})", R"({"version":"1"})"}) {
    EXPECT_EQ(read_offer(200, body).error().what, "its description does not say \"version\":1")
        << body;
  }
}

TEST(ReadOffer, SaysWhichWordWasMeant) {
  EXPECT_EQ(read_offer(200, R"({"version":1,"statuses":["running","Stopped"]})").error().what,
            "its description misspells a status: 'running' is none; did you mean 'Running'?");
  EXPECT_EQ(read_offer(200, R"({"version":1,"chargeTypes":["postpaid"]})").error().what,
            "its description misspells a charge type: 'postpaid' is none; did you mean "
            "'PostPaid'?");
  for (const char* const slip : {"Runing", "Runnning", "Runnint", "unning", "RUNNINGS"}) {
    EXPECT_EQ(read_offer(200, R"({"version":1,"statuses":[")" + std::string{slip} + R"("]})")
                  .error()
                  .what,
              "its description misspells a status: '" + std::string{slip} +
                  "' is none; did you mean 'Running'?");
  }
  EXPECT_TRUE(read_offer(200, R"({"version":1,"conditions":["OfALaterVersion"]})"));
}

TEST(ReadOffer, SaysThatNoneOfItsWordsIsOurs) {
  EXPECT_EQ(read_offer(200, R"({"version":1,"statuses":["ACTIVE","SHUTOFF"]})").error().what,
            "its description offers no status that the protocol knows: 'ACTIVE' is none");
  EXPECT_EQ(read_offer(200, R"({"version":1,"chargeTypes":["spot"]})").error().what,
            "its description offers no charge type that the protocol knows: 'spot' is none");
  EXPECT_TRUE(read_offer(200, R"({"version":1,"statuses":["Hibernated","Stopped"]})"));
}

TEST(ReadTruth, TakesNoWordForAStatusThatIsNone) {
  const auto truth = read_truth(200, R"({"status":"starting"})");
  ASSERT_TRUE(truth);
  EXPECT_EQ(truth->status, "");
  EXPECT_EQ(truth->nonsense,
            "the fixture provider tells a wrong status: 'starting' is none; did you mean "
            "'Starting'?");
}

TEST(Offer, NamesWhatItLacks) {
  const Offer offer{{"Running", "Stopped"}, {"PostPaid"}, {"NoStock"}};
  EXPECT_EQ(offer.lacks({.conditions = ConditionSet{Condition::no_stock}}), std::nullopt);
  EXPECT_THAT(offer.lacks({.status = InstanceStatus::pending}),
              Optional(std::string{"fixture status Pending"}));
  EXPECT_THAT(offer.lacks({.charge_type = ChargeType::pre_paid}),
              Optional(std::string{"fixture charge type PrePaid"}));
  EXPECT_THAT(offer.lacks({.conditions = ConditionSet{Condition::no_stock, Condition::expired}}),
              Optional(std::string{"fixture Expired"}));
}

TEST(ReadStaged, TakesAWorld) {
  const Staged staged = read_staged(201, world);
  const auto* made = std::get_if<World>(&staged);
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->fixture_id, "w1");
  EXPECT_EQ(made->credentials, (Credentials{.access_key_id = "LTAIw1",
                                            .access_key_secret = "only-for-w1",
                                            .security_token = {}}));
  EXPECT_EQ(made->region_id, "cn-beijing");
  EXPECT_EQ(made->instance_id, "i-bp1w1");
}

TEST(ReadStaged, KnowsARegionWhereNoneIsNamed) {
  const Staged staged = read_staged(201, without("regionId"));
  ASSERT_TRUE(std::holds_alternative<World>(staged));
  EXPECT_EQ(std::get<World>(staged).region_id, "cn-hangzhou");
}

TEST(ReadStaged, IsBrokenByAWorldThatCannotBeUsed) {
  for (const char* const name : {"id", "accessKeyId", "accessKeySecret", "instanceId"}) {
    EXPECT_EQ(broken(read_staged(201, without(name))),
              "the fixture provider's answer has no " + std::string{name});
  }
}

// It would go into a header as it is.
TEST(ReadStaged, IsBrokenByAKeyThatCouldWriteARequest) {
  const auto with = [](const std::string& member, const std::string& value) {
    std::string text{world};
    const std::size_t at = text.find("\"" + member + "\"") + member.size() + 2;
    const std::size_t begin = text.find('"', at) + 1;
    return text.replace(begin, text.find('"', begin) - begin, value);
  };
  const std::string unusable = "the fixture provider's answer cannot be used: the access key ";
  EXPECT_EQ(broken(read_staged(201, with("accessKeyId", "a\\r\\nX: 1"))),
            unusable + "id holds a line break");
  EXPECT_EQ(broken(read_staged(201, with("accessKeySecret", "a\\n"))),
            unusable + "secret holds a line break");
  EXPECT_EQ(broken(read_staged(201, with("accessKeySecret", "a\\u0000b"))),
            unusable + "secret holds a zero byte");
  for (const char* text : {"schl\xc3\xbcssel", "a\\tb", "a\\u007f"}) {
    EXPECT_EQ(broken(read_staged(201, with("accessKeyId", text))),
              unusable + "id holds a character that is not plain ASCII");
  }
}

TEST(ReadStaged, IsUnsupportedByA422) {
  const auto why = [](const Staged& staged) { return std::get<Unsupported>(staged).why; };
  EXPECT_EQ(why(read_staged(422, R"({"unsupported":["NoStock","PrePaid"]})")),
            "fixture NoStock, PrePaid");
  EXPECT_EQ(why(read_staged(422, R"({"unsupported":[]})")), "fixture refused with 422");
  EXPECT_EQ(why(read_staged(422, "no")), "fixture refused with 422");
}

TEST(ReadStaged, IsBrokenByAnyOtherAnswerAndDoesNotRepeatIt) {
  EXPECT_EQ(broken(read_staged(500, world)), "the fixture provider answered 500 to a fixture");
  EXPECT_EQ(broken(read_staged(200, world)), "the fixture provider answered 200 to a fixture");
  EXPECT_EQ(broken(read_staged(404, "")), "the fixture provider answered 404 to a fixture");
  EXPECT_EQ(broken(read_staged(201, "only-for-w1")),
            "the fixture provider's answer is not a JSON object");
}

TEST(ReadTruth, TakesWhatIsTold) {
  const auto truth =
      read_truth(200, R"({"status":"Starting","localDiskData":"lost","lastStop":"forced"})");
  ASSERT_TRUE(truth);
  EXPECT_EQ(truth->status, "Starting");
  EXPECT_EQ(truth->local_disk_data, cases::LocalDiskData::lost);
  EXPECT_EQ(truth->last_stop, cases::LastStop::forced);
  const auto other = read_truth(200, R"({"localDiskData":"kept","lastStop":"graceful"})");
  ASSERT_TRUE(other);
  EXPECT_EQ(other->status, "");
  EXPECT_EQ(other->local_disk_data, cases::LocalDiskData::kept);
  EXPECT_EQ(other->last_stop, cases::LastStop::graceful);
  EXPECT_EQ(read_truth(200, R"({"lastStop":"none"})")->last_stop, cases::LastStop::none);
}

TEST(ReadTruth, LeavesOutWhatIsNotToldOrNotKnown) {
  const auto truth = read_truth(200, R"({"status":"Running","localDiskData":"torn","lastStop":7})");
  ASSERT_TRUE(truth);
  EXPECT_EQ(truth->local_disk_data, std::nullopt);
  EXPECT_EQ(truth->last_stop, std::nullopt);
}

TEST(ReadTruth, IsNothingForAnythingElse) {
  EXPECT_FALSE(read_truth(404, R"({"status":"Running"})"));
  EXPECT_FALSE(read_truth(200, "Running"));
}

}  // namespace
}  // namespace hallmark::runner
