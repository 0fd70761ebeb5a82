// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/law.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "fuzz/properties/law_options.hpp"

namespace hallmark::fuzz {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;
using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

void below_a_thousand() {
  const int number = *rc::gen::inRange(0, 100000).as("number");
  RC_ASSERT(number < 1000);
}

TEST(CheckLaw, CountsTheCasesThatHold) {
  int cases = 0;
  const LawResult result = check_law("a", [&] { ++cases; }, {.count = 37});
  EXPECT_EQ(result.verdict, LawVerdict::holds);
  EXPECT_EQ(result.cases, 37);
  EXPECT_EQ(cases, 37);
}

TEST(CheckLaw, ShrinksWhatBreaksIt) {
  const LawResult result = check_law("a", below_a_thousand, {});
  ASSERT_TRUE(result.broken());
  EXPECT_THAT(result.counterexample, ElementsAre(Pair("number", "1000")));
  EXPECT_THAT(result.reason, HasSubstr("1000 < 1000"));
  EXPECT_EQ(result.shrinks, static_cast<int>(result.again.path.size()));
}

TEST(CheckLaw, TakesGoogleTestsComplaintsForItsOwn) {
  const auto law = [] {
    const int number = *rc::gen::inRange(0, 100000).as("number");
    EXPECT_LT(number, 1000) << "said the law";
  };
  const LawResult result = check_law("a", law, {});
  ASSERT_TRUE(result.broken());
  EXPECT_THAT(result.counterexample, ElementsAre(Pair("number", "1000")));
  EXPECT_THAT(result.reason, HasSubstr("said the law"));
}

TEST(CheckLaw, TakesAnExceptionForABreach) {
  const LawResult result = check_law("a", [] { throw std::runtime_error{"so it is"}; }, {});
  EXPECT_TRUE(result.broken());
  EXPECT_THAT(result.reason, HasSubstr("so it is"));
}

TEST(CheckLaw, DrawsTheSameFromTheSameSeedAndNameOnly) {
  const auto drawn = [](const char* name, std::uint64_t seed) {
    std::vector<int> numbers;
    (void)check_law(name, [&] { numbers.push_back(*rc::gen::arbitrary<int>()); }, {.seed = seed});
    return numbers;
  };
  EXPECT_EQ(drawn("a", 1), drawn("a", 1));
  EXPECT_NE(drawn("a", 1), drawn("a", 2));
  EXPECT_NE(drawn("a", 1), drawn("b", 1));
}

TEST(CheckLaw, MakesValuesFromTheSmallestToTheLargestSize) {
  std::vector<int> sizes;
  const auto law = [&] {
    sizes.push_back(*rc::gen::withSize([](int size) { return rc::gen::just(size); }));
  };
  (void)check_law("a", law, {.count = 11, .size = 50});
  EXPECT_THAT(sizes, ElementsAre(0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50));
}

TEST(CheckLaw, StopsWhenItsTimeIsOver) {
  const auto law = [] { std::this_thread::sleep_for(5ms); };
  const LawResult result = check_law("a", law, {.count = 1'000'000, .budget = 40ms});
  EXPECT_EQ(result.verdict, LawVerdict::holds);
  EXPECT_TRUE(result.out_of_time);
  EXPECT_GT(result.cases, 0);
  EXPECT_LE(result.cases, 9);
}

TEST(CheckLaw, DoesNotHoldWhereItWasNotTried) {
  const LawResult result = check_law("a", [] {}, {.budget = 0ms});
  EXPECT_EQ(result.verdict, LawVerdict::unjudged);
  EXPECT_THAT(result.reason, HasSubstr("no time"));
}

TEST(CheckLaw, StopsShrinkingWhenTheTimeForThatIsOver) {
  const auto law = [] {
    const auto numbers = *rc::gen::container<std::vector<int>>(1000, rc::gen::arbitrary<int>());
    std::this_thread::sleep_for(5ms);
    RC_ASSERT(std::ranges::all_of(numbers, [](int number) { return number == 0; }));
  };
  const LawResult result = check_law("a", law, {.shrink_budget = 60ms});
  EXPECT_TRUE(result.broken());
  EXPECT_TRUE(result.shrink_out_of_time);
  EXPECT_GT(result.shrink_tries, 0);
  EXPECT_LE(result.shrink_tries, 13);
  EXPECT_EQ(check_law("a", law, {.shrink_budget = 0ms}).shrink_tries, 0);
}

TEST(CheckLaw, GivesUpWhereNearlyEverythingIsDiscarded) {
  const LawResult result = check_law("a", [] { RC_PRE(false); }, {.discard_ratio = 3});
  EXPECT_EQ(result.verdict, LawVerdict::gave_up);
  EXPECT_EQ(result.discarded, 14);
}

TEST(CheckLaw, KeepsLawsApart) {
  LawVerdict inside = LawVerdict::holds;
  LawVerdict beside = LawVerdict::holds;
  const auto law = [&] {
    inside = check_law("b", [] {}, {}).verdict;
    std::thread{[&] { beside = check_law("c", [] {}, {}).verdict; }}.join();
  };
  EXPECT_EQ(check_law("a", law, {.count = 1}).verdict, LawVerdict::holds);
  EXPECT_EQ(inside, LawVerdict::unjudged);
  EXPECT_EQ(beside, LawVerdict::unjudged);
}

TEST(CheckCase, ShowsTheShrunkValueAgain) {
  const LawResult first = check_law("a", below_a_thousand, {.seed = 7});
  const auto read = LawCase::parse(first.again.text());
  ASSERT_TRUE(read) << first.again.text();
  const LawResult again = check_case(below_a_thousand, *read);
  EXPECT_TRUE(again.broken());
  EXPECT_EQ(again.counterexample, first.counterexample);
  EXPECT_EQ(again.again, first.again);
}

TEST(CheckCase, DoesNotHoldWhereItsPathHasNoEnd) {
  const LawResult result =
      check_case(below_a_thousand, {.law = "a", .seed = 1, .size = 100, .path = {100000}});
  EXPECT_EQ(result.verdict, LawVerdict::unjudged);
  EXPECT_THAT(result.reason, HasSubstr("do not shrink along this path"));
}

TEST(LawCase, IsReadAsItIsWritten) {
  for (const LawCase& one :
       {LawCase{.law = "A.B", .seed = 18446744073709551615U, .size = 100, .path = {1, 0, 22}},
        LawCase{.law = "A.B", .seed = 0, .size = 0}}) {
    EXPECT_EQ(LawCase::parse(one.text()), one) << one.text();
  }
  for (const char* text : {"", "A.B", "A.B:1", "A.B:1:2", "A.B:1:2:", ":1:2:-", "A.B:x:2:-",
                           "A.B:1:-2:-", "A.B:1:2:1..2", "A.B:1:2:.", "A.B:1:99999999999:-"}) {
    EXPECT_EQ(LawCase::parse(text), std::nullopt) << text;
  }
}

TEST(DescribeLaw, NamesSeedValueAndTheWayBack) {
  const LawParams params{.seed = 7};
  const LawResult result = check_law("A.B", below_a_thousand, params);
  EXPECT_THAT(
      describe("A.B", result, params, "/a b/laws"),
      AllOf(StartsWith("A.B is broken, after "), HasSubstr("--law-seed=7"),
            HasSubstr("  number: 1000\n"), HasSubstr("Again: '/a b/laws' --law-reproduce=A.B:")));
}

LawOptions options_of(const Strings& arguments, const Strings& environment = {}) {
  const auto parsed = parse_law_options(arguments, environment);
  if (const auto* error = std::get_if<LawUsageError>(&parsed)) ADD_FAILURE() << error->what;
  return std::holds_alternative<LawOptions>(parsed) ? std::get<LawOptions>(parsed) : LawOptions{};
}

std::string error_of(const Strings& arguments, const Strings& environment = {}) {
  const auto parsed = parse_law_options(arguments, environment);
  const auto* error = std::get_if<LawUsageError>(&parsed);
  return error == nullptr ? "no error" : error->what;
}

TEST(LawOptions, ComeFromFlags) {
  const LawOptions options =
      options_of({"--law-seed=3", "--law-count=4", "--law-size=5", "--law-discard=6",
                  "--law-budget=7m", "--law-shrink-budget=0s", "--law-reproduce=A.B:1:2:-"});
  EXPECT_EQ(options.params, (LawParams{.seed = 3,
                                       .count = 4,
                                       .size = 5,
                                       .discard_ratio = 6,
                                       .budget = 7min,
                                       .shrink_budget = 0ms}));
  EXPECT_EQ(options.reproduce, (LawCase{.law = "A.B", .seed = 1, .size = 2}));
  EXPECT_TRUE(options.any_given);
  EXPECT_EQ(options_of({}), LawOptions{});
  EXPECT_NE(options_of({"--law-seed=random"}), options_of({"--law-seed=random"}));
}

TEST(LawOptions, ComeFromTheEnvironmentWhereNoFlagSaysOtherwise) {
  const Strings environment = {"HOME=/", "HALLMARK_LAW_COUNT=4", "HALLMARK_LAW_SHRINK_BUDGET=20ms"};
  EXPECT_EQ(options_of({}, environment).params, (LawParams{.count = 4, .shrink_budget = 20ms}));
  EXPECT_EQ(options_of({"--law-count=9"}, environment).params.count, 9);
}

TEST(LawOptions, AreWrongInOneLine) {
  EXPECT_THAT(error_of({"--law-sed=3"}), StartsWith("--law-sed=3: unknown"));
  EXPECT_THAT(error_of({"--law-seed"}), HasSubstr("without its value"));
  EXPECT_THAT(error_of({"--lawseed=3"}), HasSubstr("unknown"));
  EXPECT_THAT(error_of({"loose"}), HasSubstr("unknown"));
  EXPECT_EQ(error_of({"--law-seed=1", "--law-seed=1"}), "--law-seed: given twice");
  EXPECT_EQ(error_of({"--law-seed=0x3"}), "--law-seed: a number, or random, is wanted");
  EXPECT_EQ(error_of({"--law-count=0"}), "--law-count: a number from 1 to 1000000000 is wanted");
  EXPECT_THAT(error_of({"--law-count=1e3"}), HasSubstr("is wanted"));
  EXPECT_THAT(error_of({"--law-size=-1"}), HasSubstr("is wanted"));
  EXPECT_EQ(error_of({"--law-budget=5"}), "--law-budget: a time such as 250ms, 5s or 2m is wanted");
  EXPECT_THAT(error_of({"--law-budget=0s"}), HasSubstr("is wanted"));
  EXPECT_THAT(error_of({"--law-budget=99999999999999s"}), HasSubstr("is wanted"));
  EXPECT_THAT(error_of({"--law-reproduce=A.B"}), HasSubstr("as a failure prints it"));
  EXPECT_THAT(error_of({}, {"HALLMARK_LAW_SEDE=1"}), StartsWith("HALLMARK_LAW_SEDE: unknown"));
  EXPECT_THAT(error_of({}, {"HALLMARK_LAWS=1"}), StartsWith("HALLMARK_LAWS: unknown"));
  EXPECT_THAT(error_of({}, {"HALLMARK_LAW_COUNT="}), HasSubstr("is wanted"));
  EXPECT_THAT(error_of({}, {"RC_PARAMS=seed=1"}), HasSubstr("use --law-seed="));
}

struct Ended {
  int code;
  std::string said;
};

// Runs the program of samples to its end; `environment` stands before it in the shell's way.
Ended run(const std::string& flags, const std::string& environment = {}) {
  const std::string command =
      "env -u RC_PARAMS " + environment + " '" HALLMARK_LAW_SAMPLES "' " + flags + " 2>&1";
  Ended ended{.code = -1, .said = {}};
  std::FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return ended;
  std::array<char, 4096> piece{};
  for (std::size_t got = 0; (got = std::fread(piece.data(), 1, piece.size(), pipe)) > 0;) {
    ended.said.append(piece.data(), got);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) ended.code = WEXITSTATUS(status);
  return ended;
}

TEST(LawProgram, HoldsWhereItsLawsHold) {
  const Ended ended = run("--gtest_filter=Sample.Holds:Sample.Costs:SampleTest.*");
  EXPECT_EQ(ended.code, 0) << ended.said;
  EXPECT_THAT(ended.said, HasSubstr("3 tests"));
}

TEST(LawProgram, FailsWithTheLineThatShowsItAgain) {
  for (const char* law : {"Sample.Breaks", "Sample.BreaksByExpect"}) {
    const Ended ended = run("--law-seed=99 --gtest_filter=" + std::string{law});
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.said,
                AllOf(HasSubstr(std::string{law} + " is broken"), HasSubstr("--law-seed=99")));
    const std::size_t flag = ended.said.find("--law-reproduce=");
    ASSERT_NE(flag, std::string::npos) << ended.said;
    const std::string again = ended.said.substr(flag, ended.said.find('\n', flag) - flag);
    const Ended second = run(again);
    EXPECT_EQ(second.code, 1);
    EXPECT_THAT(second.said, AllOf(HasSubstr(std::string{law} + " is broken"), HasSubstr(again),
                                   HasSubstr("1 FAILED TEST"), Not(HasSubstr("2 tests"))));
  }
}

TEST(LawProgram, ReproducesACaseThatHoldsAndNothingElse) {
  const Ended ended = run("--law-reproduce=Sample.Holds:1:1:-");
  EXPECT_EQ(ended.code, 0) << ended.said;
  EXPECT_THAT(ended.said, AllOf(HasSubstr("Sample.Holds: the case holds"), HasSubstr("1 test ")));
}

TEST(LawProgram, IsNotGreenWhereNoLawRan) {
  const Ended unknown = run("--law-reproduce=Sample.Hold:1:1:-");
  EXPECT_EQ(unknown.code, 2);
  EXPECT_EQ(unknown.said, "--law-reproduce: no law of this program is called Sample.Hold\n");
  EXPECT_EQ(run("--law-reproduce=SampleTest.IsNoLaw:1:1:-").code, 2);
  for (const char* filter : {"Nothing.*", "SampleTest.*"}) {
    const Ended filtered = run("--law-count=5 --gtest_filter=" + std::string{filter});
    EXPECT_EQ(filtered.code, 2) << filter;
    EXPECT_THAT(filtered.said, HasSubstr("no law ran"));
  }
  EXPECT_EQ(run("--law-reproduce=Sample.Holds:1:1:7.7").code, 1);
}

TEST(LawProgram, EndsWithTwoWhereItIsToldNonsense) {
  const Ended flag = run("--law-sed=1");
  EXPECT_EQ(flag.code, 2);
  EXPECT_EQ(std::ranges::count(flag.said, '\n'), 1) << flag.said;
  EXPECT_EQ(run("", "HALLMARK_LAW_COUNT=x").code, 2);
  const Ended params = run("", "RC_PARAMS=seed=1");
  EXPECT_EQ(params.code, 2);
  EXPECT_THAT(params.said, HasSubstr("RC_PARAMS is not read"));
  EXPECT_EQ(std::ranges::count(params.said, '\n'), 1) << params.said;
}

TEST(LawProgram, KeepsToItsBudget) {
  const Ended ended =
      run("--gtest_filter=Sample.TakesLong --law-count=100000", "HALLMARK_LAW_BUDGET=100ms");
  EXPECT_EQ(ended.code, 0) << ended.said;
  EXPECT_THAT(ended.said, HasSubstr("of 100000 cases"));
}

TEST(LawProgram, FailsWhereALawGaveUp) {
  for (const char* law : {"Sample.GivesUp", "Sample.Skips"}) {
    const Ended ended = run("--gtest_filter=" + std::string{law});
    EXPECT_EQ(ended.code, 1) << ended.said;
    EXPECT_THAT(ended.said, HasSubstr(std::string{law} + " gave up"));
  }
}

TEST(LawProgram, ListsItsLaws) {
  EXPECT_EQ(run("--law-list").said,
            "Sample.Breaks\nSample.BreaksByExpect\nSample.Costs\nSample.GivesUp\nSample.Holds\n"
            "Sample.Skips\nSample.TakesLong\n");
}

}  // namespace
}  // namespace hallmark::fuzz
