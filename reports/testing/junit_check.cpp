// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/junit_check.hpp"

#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <string_view>

namespace hallmark::reports::testing {
namespace {

void expect_known_names(const pugi::xml_document& document) {
  const std::map<std::string, std::set<std::string>> attributes = {
      {"testsuites", {"name", "tests", "failures", "errors", "time"}},
      {"testsuite", {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"}},
      {"properties", {}},
      {"property", {"name", "value"}},
      {"testcase", {"name", "classname", "time"}},
      {"failure", {"message", "type"}},
      {"error", {"message", "type"}},
      {"skipped", {"message"}},
      {"system-out", {}}};
  const std::map<std::string, std::string> parents = {
      {"testsuite", "testsuites"}, {"properties", "testsuite"}, {"property", "properties"},
      {"testcase", "testsuite"},   {"failure", "testcase"},     {"error", "testcase"},
      {"skipped", "testcase"},     {"system-out", "testcase"}};
  for (const pugi::xpath_node found : document.select_nodes("//*")) {
    const pugi::xml_node node = found.node();
    const std::string name = node.name();
    ASSERT_TRUE(attributes.contains(name)) << name;
    if (parents.contains(name)) {
      EXPECT_EQ(parents.at(name), node.parent().name());
    }
    for (const pugi::xml_attribute attribute : node.attributes()) {
      EXPECT_TRUE(attributes.at(name).contains(attribute.name()))
          << name << ' ' << attribute.name();
    }
  }
}

// In thousandths of a second; three decimals, no more.
long long milliseconds(const pugi::xml_node node) {
  const std::string text = node.attribute("time").value();
  const std::size_t point = text.find('.');
  EXPECT_EQ(text.size() - point, 4U) << text;
  return std::stoll(text.substr(0, point)) * 1000 + std::stoll(text.substr(point + 1));
}

void expect_times_that_add_up(const pugi::xml_document& document) {
  const pugi::xml_node root = document.child("testsuites");
  long long suites = 0;
  for (const pugi::xml_node suite : root.children("testsuite")) {
    suites += milliseconds(suite);
    if (std::string_view{suite.attribute("name").value()} == "checkers") continue;
    long long cases = 0;
    for (const pugi::xml_node one : suite.children("testcase")) cases += milliseconds(one);
    EXPECT_EQ(cases, milliseconds(suite)) << suite.attribute("name").value();
  }
  EXPECT_EQ(suites, milliseconds(root));
}

void expect_true_counts(const pugi::xml_document& document) {
  const pugi::xml_node root = document.child("testsuites");
  EXPECT_EQ(root.attribute("tests").as_uint(), document.select_nodes("//testcase").size());
  EXPECT_EQ(root.attribute("failures").as_uint(), document.select_nodes("//failure").size());
  EXPECT_EQ(root.attribute("errors").as_uint(), document.select_nodes("//error").size());
  for (const pugi::xml_node suite : root.children("testsuite")) {
    const std::string here = suite.attribute("name").value();
    EXPECT_EQ(suite.attribute("tests").as_uint(), suite.select_nodes("testcase").size()) << here;
    EXPECT_EQ(suite.attribute("failures").as_uint(), suite.select_nodes("testcase/failure").size())
        << here;
    EXPECT_EQ(suite.attribute("errors").as_uint(), suite.select_nodes("testcase/error").size())
        << here;
    EXPECT_EQ(suite.attribute("skipped").as_uint(), suite.select_nodes("testcase/skipped").size())
        << here;
  }
}

}  // namespace

void expect_strict_junit(const pugi::xml_document& document) {
  expect_known_names(document);
  expect_true_counts(document);
  expect_times_that_add_up(document);
}

}  // namespace hallmark::reports::testing
