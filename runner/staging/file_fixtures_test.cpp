// SPDX-License-Identifier: Apache-2.0
//
// A file of fixtures: what is wrong with it, and instances of the reference endpoint handed out by
// it.
#include "runner/staging/file_fixtures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"
#include "runner/staging/api_calls.hpp"
#include "runner/staging/fixture_file.hpp"
#include "runner/staging/http_fixtures.hpp"
#include "runner/wire/http/testing_raw_server.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using specs::InstanceStatus;
using ::testing::HasSubstr;
using ::testing::Optional;
using testing::run;
using ::testing::StartsWith;

constexpr const char* variable = "HALLMARK_TEST_SECRET_OF_AN_INSTANCE";
constexpr const char* default_variable = "HALLMARK_ACCESS_KEY_SECRET";

// Sets an environment variable for as long as it lives.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_{name} { ::setenv(name, value, 1); }
  ~Environment() { ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
};

std::string mistake_in(std::string_view text) {
  const auto entries = read_fixture_file(text);
  return entries ? "no mistake" : entries.error().what;
}

std::string entry_with(std::string_view members) {
  return R"({"version":1,"fixtures":[{)" + std::string{members} + "}]}";
}

TEST(FixtureFile, IsReadWithItsSecretsFromTheEnvironment) {
  const Environment one{variable, "secret-one"};
  const Environment other{default_variable, "secret-other"};
  const auto entries = read_fixture_file(R"({"version": 1, "comment": "mine", "fixtures": [
    {"fixture": {"status": "Stopped", "chargeType": "PrePaid", "conditions": ["SecurityLock", "NoStock"]},
     "accessKeyId": "LTAIone", "accessKeySecretFrom": "HALLMARK_TEST_SECRET_OF_AN_INSTANCE",
     "regionId": "cn-beijing", "instanceId": "i-one"},
    {"fixture": {"status": "Running"}, "accessKeyId": "LTAIother", "instanceId": "i-other"}]})");
  ASSERT_TRUE(entries) << entries.error().what;
  ASSERT_EQ(entries->size(), 2U);
  const FileEntry& first = entries->front();
  EXPECT_EQ(first.fixture.status, InstanceStatus::stopped);
  EXPECT_EQ(first.fixture.charge_type, cases::ChargeType::pre_paid);
  EXPECT_EQ(first.fixture.conditions,
            (cases::ConditionSet{cases::Condition::security_lock, cases::Condition::no_stock}));
  EXPECT_EQ(first.world.credentials.access_key_secret.reveal(), "secret-one");
  EXPECT_EQ(first.world.region_id, "cn-beijing");
  const FileEntry& second = entries->back();
  EXPECT_EQ(second.fixture, (cases::Fixture{.status = InstanceStatus::running}));
  EXPECT_EQ(second.world.credentials.access_key_id, "LTAIother");
  EXPECT_EQ(second.world.credentials.access_key_secret.reveal(), "secret-other");
  EXPECT_EQ(second.world.region_id, "cn-hangzhou");
  EXPECT_EQ(second.world.instance_id, "i-other");
}

TEST(FixtureFile, NamesTheLineWhereItIsNotJson) {
  EXPECT_THAT(mistake_in("{\"version\": 1,\n \"fixtures\": [\n  {,}]}"),
              StartsWith("line 3: not JSON: "));
  EXPECT_THAT(mistake_in(""), StartsWith("line 1: not JSON: "));
  EXPECT_THAT(mistake_in("{}\n{}"), StartsWith("line 2: not JSON: "));
  EXPECT_EQ(mistake_in("[]"), "line 1: a JSON object is wanted");
}

TEST(FixtureFile, NamesThePlaceOfAMistake) {
  const Environment secret{default_variable, "secret"};
  EXPECT_EQ(mistake_in("{}"), "version: 1 is wanted");
  EXPECT_EQ(mistake_in(R"({"version":1})"), "fixtures: a list of at least one is wanted");
  EXPECT_EQ(mistake_in(R"({"version":1,"fixtures":[]})"),
            "fixtures: a list of at least one is wanted");
  EXPECT_EQ(mistake_in(R"({"version":1,"fixtures":[7]})"), "fixtures[0]: an object is wanted");
  EXPECT_EQ(mistake_in(entry_with("")), "fixtures[0].fixture: an object is wanted");
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{})")), "fixtures[0].fixture.status: it is missing");
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{"status":"Asleep"})")),
            "fixtures[0].fixture.status: \"Asleep\" is not one of Pending, Starting, Running, "
            "Stopping, Stopped");
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{"status":"Running","chargeType":"Barter"})")),
            "fixtures[0].fixture.chargeType: \"Barter\" is not one of PostPaid, PrePaid");
  EXPECT_THAT(
      mistake_in(entry_with(R"("fixture":{"status":"Running","conditions":["Nostock"]})")),
      StartsWith("fixtures[0].fixture.conditions: \"Nostock\" is not one of SecurityLock, "));
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{"status":"Running","conditions":"NoStock"})")),
            "fixtures[0].fixture.conditions: a list is wanted");
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{"status":"Running"})")),
            "fixtures[0].accessKeyId: it is missing");
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{"status":"Running"},"accessKeyId":7)")),
            "fixtures[0].accessKeyId: a text is wanted");
  EXPECT_EQ(mistake_in(entry_with(R"("fixture":{"status":"Running"},"accessKeyId":"LTAI")")),
            "fixtures[0].instanceId: it is missing");
}

TEST(FixtureFile, WantsTheVariablesThatItNames) {
  ::unsetenv(variable);
  EXPECT_EQ(mistake_in(entry_with(
                R"("fixture":{"status":"Running"},"accessKeyId":"LTAI","instanceId":"i-1",)"
                R"("accessKeySecretFrom":"HALLMARK_TEST_SECRET_OF_AN_INSTANCE")")),
            "fixtures[0]: the environment variable HALLMARK_TEST_SECRET_OF_AN_INSTANCE is not set");
}

// A world of the reference endpoint, and a file that names it.
class FileFixtures : public ::testing::Test {
 protected:
  FileFixtures() {
    maker_ =
        http_fixtures(io_.get_executor(), *parse_url(server_.url() + "/_fixtures"), "maker", {});
    EXPECT_EQ(run(io_, maker_->open()), std::nullopt);
    world_ = make({.status = InstanceStatus::stopped, .settle_ms = 1});
    secret_.emplace(variable, world_.credentials.access_key_secret.reveal().c_str());
  }
  ~FileFixtures() override { std::filesystem::remove(path_); }

  World make(const cases::Fixture& fixture) {
    return std::get<World>(run(io_, maker_->stage(fixture)));
  }

  std::string entry(const std::string& fixture, const std::string& instance_id) const {
    return R"({"fixture":)" + fixture + R"(,"accessKeyId":")" + world_.credentials.access_key_id +
           R"(","accessKeySecretFrom":")" + variable +
           R"(","regionId":"cn-hangzhou","instanceId":")" + instance_id + "\"}";
  }
  void write(const std::string& entries) {
    std::ofstream{path_} << R"({"version":1,"fixtures":[)" << entries << "]}";
  }
  std::unique_ptr<FixtureProvider> provider(std::chrono::milliseconds patience = 20s) {
    return file_fixtures(io_.get_executor(), *parse_url(server_.url()), {}, path_, patience);
  }
  std::unique_ptr<FixtureProvider> open(std::chrono::milliseconds patience = 20s) {
    auto opened = provider(patience);
    EXPECT_EQ(run(io_, opened->open()), std::nullopt);
    return opened;
  }
  void strike(FixtureProvider& from, const World& world, bool changed) {
    const auto struck = [&]() -> asio::awaitable<bool> {
      co_await from.strike(world, changed);
      co_return true;
    };
    EXPECT_TRUE(run(io_, struck()));
  }
  bool start_instance() {
    ApiCalls api{io_.get_executor(), *parse_url(server_.url()), {}};
    return run(io_, api.call(world_, "StartInstance", {{"InstanceId", world_.instance_id}}))
        .accepted;
  }

  const std::string stopped_ = R"({"status":"Stopped"})";
  asio::io_context io_;
  reference::Endpoint endpoint_;
  reference::Server server_{endpoint_, {}};
  std::unique_ptr<FixtureProvider> maker_;
  World world_;
  std::optional<Environment> secret_;
  const std::string path_ =
      ::testing::TempDir() + "hallmark_fixtures_" + std::to_string(::getpid()) + ".json";
};

std::string unsupported(const Staged& staged) {
  const auto* why = std::get_if<Unsupported>(&staged);
  return why == nullptr ? "not unsupported" : why->why;
}

TEST_F(FileFixtures, HandsOutTheInstanceThatFits) {
  write(entry(stopped_, world_.instance_id));
  const auto file = open();
  EXPECT_EQ(file->name(), "instances of " + path_);
  EXPECT_FALSE(file->has_other_accounts());
  EXPECT_FALSE(file->tells());
  const Staged staged = run(io_, file->stage({.settle_ms = 50}));
  ASSERT_TRUE(std::holds_alternative<World>(staged));
  EXPECT_EQ(std::get<World>(staged).instance_id, world_.instance_id);
  EXPECT_EQ(std::get<World>(staged).credentials, world_.credentials);
}

TEST_F(FileFixtures, SaysWhatItDoesNotHave) {
  write(entry(stopped_, world_.instance_id) + "," +
        entry(R"({"status":"Running","conditions":["SecurityLock"]})", "i-locked"));
  const auto file = open();
  EXPECT_EQ(file->lacks({}), std::nullopt);
  EXPECT_THAT(file->lacks({.status = InstanceStatus::pending}),
              Optional(std::string{"fixture status Pending"}));
  EXPECT_THAT(file->lacks({.charge_type = cases::ChargeType::pre_paid}),
              Optional(std::string{"fixture charge type PrePaid"}));
  EXPECT_THAT(file->lacks({.conditions = cases::ConditionSet{cases::Condition::no_stock}}),
              Optional(std::string{"fixture NoStock"}));
  const cases::Fixture locked{.conditions = cases::ConditionSet{cases::Condition::security_lock}};
  EXPECT_THAT(file->lacks(locked), Optional("fixture of " + cases::describe(locked)));
  EXPECT_EQ(unsupported(run(io_, file->stage(locked))), "fixture of " + cases::describe(locked));
}

TEST_F(FileFixtures, LetsOneCaseWaitForAnother) {
  write(entry(stopped_, world_.instance_id));
  const auto file = open();
  const Staged first = run(io_, file->stage({}));
  ASSERT_TRUE(std::holds_alternative<World>(first));
  int arrived = 0;
  const auto wait = [&]() -> asio::awaitable<void> {
    const Staged staged = co_await file->stage({});
    const World world = std::get<World>(staged);
    ++arrived;
    co_await file->strike(world, false);
  };
  asio::co_spawn(io_, wait(), asio::detached);
  asio::co_spawn(io_, wait(), asio::detached);
  io_.restart();
  io_.poll();
  EXPECT_EQ(arrived, 0);
  strike(*file, std::get<World>(first), false);
  io_.restart();
  io_.run();
  EXPECT_EQ(arrived, 2);
}

// It may be anybody's: what never stood as the file says is left alone.
TEST_F(FileFixtures, DoesNotHandOutWhatStandsOtherwise) {
  write(entry(stopped_, world_.instance_id));
  const auto file = open();
  ASSERT_TRUE(start_instance());
  const std::string expected =
      "instance " + world_.instance_id + " is Running where the file says Stopped";
  EXPECT_EQ(unsupported(run(io_, file->stage({}))), expected);
  EXPECT_EQ(unsupported(run(io_, file->stage({}))), expected);
}

TEST_F(FileFixtures, BringsBackWhatACaseHasMoved) {
  write(entry(stopped_, world_.instance_id));
  const auto file = open();
  const Staged staged = run(io_, file->stage({}));
  ASSERT_TRUE(std::holds_alternative<World>(staged));
  ASSERT_TRUE(start_instance());
  strike(*file, std::get<World>(staged), true);
  const Staged again = run(io_, file->stage({}));
  ASSERT_TRUE(std::holds_alternative<World>(again)) << unsupported(again);
  ASSERT_TRUE(start_instance());  // which is accepted while it is Stopped
}

TEST_F(FileFixtures, TriesTheNextEntryThatFits) {
  write(entry(stopped_, "i-of-nobody") + "," + entry(stopped_, world_.instance_id));
  const auto file = open();
  const Staged staged = run(io_, file->stage({}));
  ASSERT_TRUE(std::holds_alternative<World>(staged)) << unsupported(staged);
  EXPECT_EQ(std::get<World>(staged).instance_id, world_.instance_id);
}

TEST_F(FileFixtures, SaysThatAnInstanceIsNotThere) {
  write(entry(stopped_, "i-of-nobody"));
  const auto file = open();
  EXPECT_EQ(unsupported(run(io_, file->stage({}))),
            "instance i-of-nobody is not listed where the file says Stopped");
}

TEST_F(FileFixtures, LeavesAnInstanceAloneThatIsPaidForInAnotherWay) {
  write(entry(R"({"status":"Stopped","chargeType":"PrePaid"})", world_.instance_id));
  const auto file = open();
  EXPECT_EQ(unsupported(run(io_, file->stage({.charge_type = cases::ChargeType::pre_paid}))),
            "instance " + world_.instance_id + " is PostPaid where the file says PrePaid");
}

TEST_F(FileFixtures, DoesNotWaitForEverForAnInstanceOnItsWay) {
  world_ = make({.status = InstanceStatus::starting});
  secret_.emplace(variable, world_.credentials.access_key_secret.reveal().c_str());
  write(entry(stopped_, world_.instance_id));
  const auto file = open(30ms);
  EXPECT_EQ(unsupported(run(io_, file->stage({}))),
            "instance " + world_.instance_id + " is Starting where the file says Stopped");
}

TEST_F(FileFixtures, IsBrokenByARefusal) {
  write(entry(stopped_, world_.instance_id));
  const auto file = open();
  strike(*maker_, world_, true);  // the account goes with it
  const Staged staged = run(io_, file->stage({}));
  ASSERT_TRUE(std::holds_alternative<Broken>(staged));
  EXPECT_THAT(std::get<Broken>(staged).what,
              StartsWith("the target refuses the key that the file has for its instance: "
                         "DescribeInstances answers 40"));
}

TEST_F(FileFixtures, SaysThatTheFileCannotBeUsed) {
  EXPECT_EQ(run(io_, provider()->open()),
            "no fixtures in " + path_ + ": No such file or directory");
  write("7");
  EXPECT_EQ(run(io_, provider()->open()),
            "no fixtures in " + path_ + ": fixtures[0]: an object is wanted");
  const auto folder =
      file_fixtures(io_.get_executor(), *parse_url(server_.url()), {}, ::testing::TempDir());
  EXPECT_THAT(run(io_, folder->open()), Optional(HasSubstr("it is a folder")));
}

}  // namespace
}  // namespace hallmark::runner
