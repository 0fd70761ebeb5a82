// SPDX-License-Identifier: Apache-2.0
//
// Histories have two hands: cases derive from the tables what is right after each step, and the
// model of the campaigns knows it too. Both say the same, in every history of the suite.
#include "fuzz/campaign/case_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "cases/library.hpp"
#include "fuzz/model/answer_book.hpp"
#include "fuzz/model/instance_model.hpp"
#include "reports/testing/approved.hpp"

namespace hallmark::fuzz {
namespace {

std::vector<const cases::Case*> histories_of_the_suite() {
  std::vector<const cases::Case*> all;
  for (const cases::Case& one : cases::library(3)) {
    if (one.tags.family == cases::Family::history) all.push_back(&one);
  }
  return all;
}

std::string name_of(const cases::Answer& answer) {
  if (answer.kind == cases::Answer::Kind::accepted) return "accepted";
  const std::string status = answer.status != 0 ? std::to_string(answer.status)
                                                : std::to_string(answer.status_class) + "xx";
  return status + " " + answer.code;
}

std::set<std::string> names_of(const std::vector<cases::Answer>& answers) {
  std::set<std::string> names;
  for (const cases::Answer& one : answers) names.insert(name_of(one));
  return names;
}

std::set<std::string> allowed_by(const std::vector<InstanceModel>& models, const Asked& asked) {
  const AnswerBook& book = AnswerBook::get();
  AnswerSet allowed;
  for (const InstanceModel& model : models) allowed |= model.allowed(asked) & ~book.throttled;
  std::vector<cases::Answer> answers;
  for (std::size_t i = 0; i < book.answers().size(); ++i) {
    if (allowed.test(i)) answers.push_back(book.answers()[i]);
  }
  return names_of(answers);
}

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::ranges::includes(all, some);
}

TEST(CaseHistory, SaysEveryHistoryOfTheSuite) {
  EXPECT_GT(histories_of_the_suite().size(), 300U);
  for (const cases::Case* const one : histories_of_the_suite()) {
    for (const cases::Variant variant : cases::base_variants()) {
      const auto history = history_of(*one, variant);
      ASSERT_TRUE(history) << one->id;
      EXPECT_EQ(*history, well_formed(*history)) << one->id;
      const auto read = parse_history(to_text(*history));
      ASSERT_TRUE(read) << one->id << ": " << read.error().what;
      EXPECT_EQ(*read, *history) << to_text(*history);
    }
  }
}

// For people, and for `hallmark replay`: each with its id. At depth 3 they are whatever three
// steps.
TEST(CaseHistory, IsWrittenDown) {
  std::string text =
      "# SPDX-License-Identifier: Apache-2.0\n#\n# The histories of the suite, as its cases say "
      "them: every two steps in either order, and beyond that\n# what sees a fault under a trigger "
      "that no other case sees (hallmark selftest --depth 2 --needed ID).\n";
  for (const cases::Case* const one : histories_of_the_suite()) {
    if (one->depth > 2) continue;
    const auto history = history_of(*one, cases::base_variants()[0]);
    ASSERT_TRUE(history) << one->id;
    text += "\n# " + one->id + "\n" + to_text(*history);
  }
  const auto read = parse_histories(text);
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_GT(read->size(), 300U);
  reports::testing::expect_approved("cases.histories", text);
}

TEST(CaseHistory, CannotSayWhatNoHistoryCan) {
  cases::Case one;
  one.calls = {{.action = "FlyInstance"}};
  EXPECT_FALSE(history_of(one, {}));
  one.calls = {{.action = "StartInstance",
                .arguments = {{.name = "InstanceId", .value = cases::text("i-made-up")}}}};
  EXPECT_FALSE(history_of(one, {}));
}

void observe_acceptance(InstanceModel& model, const Asked& asked) {
  const auto accepted = runner::decode_reply(
      200, "application/json", R"({"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"})");
  EXPECT_FALSE(model.observe(asked, accepted));
}

// What the model knows after a step: that it was accepted, where nothing else is right. One with a
// parameter that no page has may have been refused: then it did nothing, and both are gone into.
void go_on(std::vector<InstanceModel>& models, const Asked& asked) {
  for (std::size_t i = models.size(); i-- > 0;) {
    if (asked.names_undeclared && models[i].may_accept(asked)) {
      models.push_back(models[i]);
      observe_acceptance(models[i], asked);
    } else if (models[i].may_refuse(asked) || !models[i].may_accept(asked)) {
      models[i].assume(asked);
    } else {
      observe_acceptance(models[i], asked);
    }
  }
}

// How long a status lasts the cases leave to the provider where they do not wait for its end.
TEST(CaseHistory, MeansToTheModelWhatItMeansToTheTables) {
  for (const cases::Case* const one : histories_of_the_suite()) {
    const auto history = history_of(*one, cases::base_variants()[0]);
    ASSERT_TRUE(history) << one->id;
    std::vector<InstanceModel> models = {InstanceModel{
        one->fixture, one->fixture.settle_ms ? Settling::as_staged : Settling::at_any_time}};
    const Vocabulary& words = Vocabulary::get();
    for (std::size_t i = 0; i < history->steps.size(); ++i) {
      const Step& step = history->steps[i];
      std::set<std::string> case_allows = names_of(one->calls[i].expect.allowed);
      const Treatment& treatment = words.treatments[step.treatment];
      for (InstanceModel& model : models) model.elapse(words.waits[step.wait]);
      const std::string where = one->id + ", call " + std::to_string(i + 1);
      if (one->calls[i].aside) {  // whatever comes of it, the model stands
        EXPECT_TRUE(case_allows.contains("accepted")) << where;
      } else if (treatment.kind == Treatment::Kind::replay) {
        EXPECT_TRUE(includes(case_allows, names_of(words.used_nonce))) << where;
        EXPECT_FALSE(case_allows.contains("accepted")) << where;
      } else if (treatment.kind == Treatment::Kind::forged) {
        EXPECT_TRUE(includes(case_allows, names_of(treatment.refusals))) << where;
        EXPECT_FALSE(case_allows.contains("accepted")) << where;
      } else {
        const Asked asked = asked_of(step);
        if (is_neighbour(asked.action)) {  // who refuses it is asked for nothing else
          EXPECT_TRUE(case_allows.contains("accepted")) << where;
          for (InstanceModel& model : models) observe_acceptance(model, asked);
          continue;
        }
        const std::set<std::string> model_allows = allowed_by(models, asked);
        // What a look behind the call before has shown the model is not told here.
        const bool is_looked_at = i > 0 && one->calls[i - 1].seen && !one->fixture.settle_ms;
        if (step.by_other || is_looked_at) {
          // A stranger's id may be taken for one that is misspelt; the cases hold it for unknown.
          EXPECT_TRUE(includes(model_allows, case_allows)) << where;
        } else {
          // The rulings also let it be a wrong parameter, as they do for a flag of other actions.
          if (asked.names_undeclared) case_allows.erase("4xx InvalidParameter*");
          EXPECT_EQ(case_allows, model_allows) << where;
        }
        if (!step.by_other) go_on(models, asked);
      }
    }
  }
}

}  // namespace
}  // namespace hallmark::fuzz
