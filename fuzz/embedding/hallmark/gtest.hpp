// SPDX-License-Identifier: Apache-2.0
//
// Every case of the suite as a test of GoogleTest. Link Hallmark::gtest, and a main of your own:
//
//   int main(int argc, char** argv) {
//     testing::InitGoogleTest(&argc, argv);
//     hallmark::register_tests({.handle = handle});
//     return RUN_ALL_TESTS();
//   }
//
// The case start-instance/precondition/running@post.json.v3 is the test
// Hallmark.start_instance/precondition/running@post.json.v3: a minus means something else to
// --gtest_filter. Filters, shards, repetitions and lists are GoogleTest's own. What they leave is
// put to the target at once, before the first test, for that takes a second and one by one minutes;
// each test then tells what its case showed. A failure that decides fails; what could not be
// exercised, and a failure below the level that decides, is skipped, with the reason. Where nothing
// could be judged, or what the tests stand on failed, the program fails.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hallmark/suite.hpp"

namespace hallmark {
namespace internal {

// Puts what GoogleTest has selected to the target.
class SuiteEnvironment final : public testing::Environment {
 public:
  SuiteEnvironment(Target target, Options options, std::string suite)
      : target_{std::move(target)}, options_{std::move(options)}, suite_{std::move(suite)} {
    for (std::string& address : addresses(options_)) {
      std::string name = address;
      std::replace(name.begin(), name.end(), '-', '_');
      address_of_.emplace(std::move(name), std::move(address));
    }
  }

  // Test name to address.
  [[nodiscard]] const std::map<std::string, std::string>& tests() const { return address_of_; }

  // Null where the case was not carried out.
  [[nodiscard]] const Outcome* outcome_of(const std::string& address) const {
    const auto found = outcomes_.find(address);
    return found == outcomes_.end() ? nullptr : &found->second;
  }

  void SetUp() override {
    outcomes_.clear();
    const std::vector<std::string> tests = selected();
    if (tests.empty()) return;
    Options options = options_;
    if (tests.size() < address_of_.size()) options.select = tests;
    try {
      Result result = run(target_, options);
      bool told = false;
      for (Outcome& one : result.outcomes) {
        const bool decides = one.verdict == Verdict::fail && one.counts;
        const bool is_test = std::binary_search(tests.begin(), tests.end(), one.address);
        // What others stand on is asked as well; nobody but us tells of it.
        if (decides && !is_test)
          ADD_FAILURE() << one.address << ": " << one.reason << "\n" << one.text;
        told = told || decides;
        std::string address = one.address;
        outcomes_.emplace(std::move(address), std::move(one));
      }
      if (result.exit_code != 0 && !told) ADD_FAILURE() << result.headline;
    } catch (const Error& error) {
      ADD_FAILURE() << error.what();
    }
  }

 private:
  // Sorted.
  [[nodiscard]] std::vector<std::string> selected() const {
    std::vector<std::string> found;
    const testing::UnitTest& all = *testing::UnitTest::GetInstance();
    for (int i = 0; i < all.total_test_suite_count(); ++i) {
      const testing::TestSuite& suite = *all.GetTestSuite(i);
      for (int k = 0; suite.name() == suite_ && k < suite.total_test_count(); ++k) {
        const testing::TestInfo& test = *suite.GetTestInfo(k);
        if (test.should_run()) found.push_back(address_of_.at(test.name()));
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  Target target_;
  Options options_;
  std::string suite_;
  std::map<std::string, std::string> address_of_;
  std::map<std::string, Outcome> outcomes_;
};

class CaseTest final : public testing::Test {
 public:
  CaseTest(const SuiteEnvironment& environment, std::string address)
      : environment_{environment}, address_{std::move(address)} {}

  void TestBody() override {
    const Outcome* const outcome = environment_.outcome_of(address_);
    if (outcome == nullptr) GTEST_SKIP() << address_ << " was not carried out";
    RecordProperty("address", address_);
    RecordProperty("level", outcome->level);
    if (outcome->verdict == Verdict::pass) return;
    const bool decides =
        outcome->verdict == Verdict::fail ? outcome->counts : outcome->verdict == Verdict::error;
    if (decides) FAIL() << address_ << ": " << outcome->reason << "\n" << outcome->text;
    GTEST_SKIP() << address_ << ": " << outcome->reason;
  }

 private:
  const SuiteEnvironment& environment_;
  std::string address_;
};

}  // namespace internal

// Registers a test for every case that `options` select; between InitGoogleTest and RUN_ALL_TESTS,
// once for each name of `suite`. Throws Error.
inline void register_tests(Target target, Options options = {}, std::string suite = "Hallmark") {
  auto* const environment =
      new internal::SuiteEnvironment{std::move(target), std::move(options), suite};
  testing::AddGlobalTestEnvironment(environment);  // GoogleTest's from now on
  for (const auto& [name, address] : environment->tests()) {
    testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [environment, asked = address]() -> testing::Test* {
                            return new internal::CaseTest{*environment, asked};
                          });
  }
}

}  // namespace hallmark
