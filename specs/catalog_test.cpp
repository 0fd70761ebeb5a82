// SPDX-License-Identifier: Apache-2.0
#include "specs/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "specs/common/errors.hpp"
#include "specs/instance/reactivate_instances.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"
#include "specs/schema/lifecycle.hpp"

namespace hallmark::specs {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names_of(const Page& page) {
  std::vector<std::string> names;
  for (const ParameterSpec& row : page.parameters) names.emplace_back(row.name);
  return names;
}

TEST(Catalog, HoldsEveryErrorRowOfEveryPage) {
  std::vector<std::size_t> rows;
  for (const Page* page : pages()) rows.push_back(page->errors.size());
  EXPECT_THAT(rows, ElementsAre(7, 7, 9, 8, 20));
}

TEST(Catalog, OrdersPagesByDocumentNumber) {
  std::vector<std::string> editions;
  for (const Page* page : pages()) {
    editions.push_back(std::string{page->action} + " " + std::string{page->edition});
  }
  EXPECT_THAT(editions, ElementsAre("ReactivateInstances 2018-11 zh",
                                    "ReactivateInstances 2018-11 en", "RebootInstance 2019-04",
                                    "StartInstance 2019-05", "StartInstance 2020-10"));
}

TEST(Catalog, FindsAPageByActionAndEditionOrByDocument) {
  EXPECT_EQ(find("StartInstance", "2020-10"), &start_instance::e2020_10::page);
  EXPECT_EQ(find(2), &reboot_instance::e2019_04::page);
  EXPECT_EQ(find("StartInstance", "2021-01"), nullptr);
  EXPECT_EQ(find(static_cast<int>(pages().size())), nullptr);
  EXPECT_EQ(find(no_document), nullptr);
}

TEST(Catalog, EveryEditionStartsItsDate) {
  for (const Page* page : pages()) {
    const auto month = static_cast<unsigned>(page->date.month());
    const std::string date = std::to_string(static_cast<int>(page->date.year())) +
                             (month < 10 ? "-0" : "-") + std::to_string(month);
    EXPECT_TRUE(page->edition.starts_with(date)) << page->edition;
    EXPECT_TRUE(page->date.ok()) << page->edition;
  }
}

TEST(Catalog, ListsTheParametersInPageOrder) {
  EXPECT_THAT(names_of(start_instance::e2019_05::page),
              ElementsAre("InstanceId", "Action", "InitLocalDisk", "OwnerAccount"));
  EXPECT_THAT(names_of(start_instance::e2020_10::page),
              ElementsAre("Action", "InstanceId", "InitLocalDisk", "DryRun"));
  EXPECT_THAT(names_of(reboot_instance::e2019_04::page),
              ElementsAre("InstanceId", "Action", "DryRun", "ForceStop"));
  EXPECT_THAT(names_of(reactivate_instances::e2018_11_zh::page),
              ElementsAre("Action", "InstanceId"));
  EXPECT_THAT(names_of(reactivate_instances::e2018_11_en::page),
              ElementsAre("Action", "InstanceId"));
}

TEST(Catalog, GivesEveryBooleanParameterTheDefaultFalse) {
  for (const Page* page : pages()) {
    for (const ParameterSpec& row : page->parameters) {
      EXPECT_EQ(row.default_value, row.type == ValueType::boolean ? "false" : "") << row.name;
    }
  }
}

TEST(Catalog, KeepsWhatEachEditionPrintsOfInstanceNotReady) {
  const auto late = start_instance::e2020_10::page.errors;
  EXPECT_EQ(late[4].status.value(), 500);
  EXPECT_EQ(late[4].message, "The specified instance is not ready for use");
  EXPECT_EQ(late[9].status.value(), 403);
  EXPECT_EQ(late[9].message, "The specified instance is not ready for use.");
  EXPECT_EQ(start_instance::e2019_05::page.errors[4].status.value(), 403);
}

TEST(Catalog, KeepsParenthesesPlainAndBlanksMissingInMessages) {
  EXPECT_EQ(
      reboot_instance::e2019_04::page.errors[5].message,
      "The specified operation is denied as your prepay instance is expired (prepay mode) or in "
      "arrears (afterpay mode).");
  EXPECT_EQ(
      start_instance::e2020_10::page.errors[7].message,
      "The postPaid instance has been expired.Please ensure your account have enough balance.");
}

TEST(Catalog, PrintsTheSameErrorRowsInBothLanguages) {
  const auto chinese = reactivate_instances::e2018_11_zh::page.errors;
  const auto english = reactivate_instances::e2018_11_en::page.errors;
  ASSERT_EQ(chinese.size(), english.size());
  for (std::size_t i = 0; i < chinese.size(); ++i) {
    EXPECT_EQ(chinese[i].status, english[i].status);
    EXPECT_EQ(chinese[i].code, english[i].code);
    EXPECT_EQ(chinese[i].message, english[i].message);
  }
}

TEST(Catalog, MessagesAreAsciiWithoutBlanksAtTheEdges) {
  for (const Page* page : pages()) {
    for (const ErrorRow& row : page->errors) {
      EXPECT_NE(row.message.front(), ' ');
      EXPECT_NE(row.message.back(), ' ');
      EXPECT_TRUE(std::ranges::all_of(row.message, [](char c) { return c >= ' ' && c <= '~'; }))
          << row.message;
    }
  }
}

TEST(Catalog, SaysEachClauseInOneLine) {
  std::vector<const Page*> all{pages().begin(), pages().end()};
  all.insert(all.end(), common_pages().begin(), common_pages().end());
  for (const Page* page : all) {
    for (const Clause& clause : page->clauses) {
      EXPECT_LE(clause.says.size(), 90U) << clause.says;
      EXPECT_EQ(clause.says.find('\n'), std::string_view::npos) << clause.says;
    }
  }
}

TEST(Catalog, EveryActionNamesItselfInItsActionParameterAndItsSamples) {
  for (const Page* page : pages()) {
    const auto action = std::ranges::find(page->parameters, "Action", &ParameterSpec::name);
    ASSERT_NE(action, page->parameters.end());
    EXPECT_THAT(action->allowed, ElementsAre(page->action));
    for (const Sample& sample : page->samples) {
      if (sample.kind == Sample::Kind::xml_answer) {
        EXPECT_EQ(sample.root, std::string{page->action} + "Response");
      }
      if (sample.kind == Sample::Kind::request && !sample.query.empty()) {
        EXPECT_TRUE(sample.query.starts_with("Action=" + std::string{page->action} + "&"));
      }
    }
  }
}

TEST(Catalog, ClauseNamesPointToTheClausesTheyName) {
  namespace early = start_instance::e2019_05;
  namespace late = start_instance::e2020_10;
  const auto says = [](const Page& page, int n) {
    return page.clauses[static_cast<std::size_t>(n - 1)].says;
  };
  EXPECT_EQ(says(early::page, early::clause::precondition), "the instance must be Stopped");
  EXPECT_EQ(says(late::page, late::clause::precondition), "the instance must be Stopped");
  EXPECT_THAT(std::string{says(early::page, early::clause::request_id_always)},
              ::testing::HasSubstr("RequestId"));
  EXPECT_THAT(std::string{says(late::page, late::clause::dry_run_passed)},
              ::testing::HasSubstr("DryRunOperation"));
  EXPECT_THAT(std::string{says(reboot_instance::e2019_04::page,
                               reboot_instance::e2019_04::clause::force_stop_on)},
              ::testing::HasSubstr("ForceStop=true"));
}

TEST(Catalog, EveryPageIsAnEditionOfItsAction) {
  for (const Page* page : pages()) {
    const Action* const action = find_action(page->action);
    ASSERT_NE(action, nullptr) << page->action;
    EXPECT_TRUE(std::any_of(action->editions->begin(), action->editions->end(),
                            [page](const ActionEdition& one) { return *one.page == page; }));
  }
}

TEST(Catalog, FindsAnActionByEitherSpelling) {
  EXPECT_EQ(find_action("ReActivateInstances"), find_action("ReactivateInstances"));
  EXPECT_NE(find_action("StartInstance"), nullptr);
  EXPECT_EQ(find_action("HibernateInstance"), nullptr);
}

TEST(CommonPages, SayForEachRowWhereItWasRead) {
  EXPECT_EQ(common_pages().size(), 7U);
  for (const Page* page : common_pages()) {
    EXPECT_EQ(page->document, no_document);
    EXPECT_FALSE(page->clauses.empty() && page->common_errors.empty()) << page->action;
    for (const CommonErrorRow& row : page->common_errors) EXPECT_FALSE(row.source.empty());
    for (const CommonParameter& row : page->common_parameters) EXPECT_FALSE(row.source.empty());
    for (const Clause& clause : page->clauses) EXPECT_FALSE(clause.source.empty()) << clause.says;
  }
}

TEST(CommonErrors, AnswerAPassedDryRunWith400) {
  const CommonErrorRow& row = common::errors::rows[common::errors::dry_run_operation - 1];
  EXPECT_EQ(row.status.value(), 400);
  EXPECT_EQ(row.message, "Request validation has been passed with DryRun flag set.");
  EXPECT_EQ(row.mark, Mark::documented);
}

TEST(CommonErrors, HoldNoRowTwice) {
  std::set<std::string> seen;
  for (const CommonErrorRow& row : common::errors::rows) {
    const std::string key = std::to_string(row.status.value()) + std::string{row.code.text()} +
                            std::string{row.message} + std::string{row.source};
    EXPECT_TRUE(seen.insert(key).second) << key;
  }
}

}  // namespace
}  // namespace hallmark::specs
