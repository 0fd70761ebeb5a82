// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/junit_check.hpp"

#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>

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
      {"skipped", {"message"}}};
  const std::map<std::string, std::string> parents = {
      {"testsuite", "testsuites"}, {"properties", "testsuite"}, {"property", "properties"},
      {"testcase", "testsuite"},   {"failure", "testcase"},     {"error", "testcase"},
      {"skipped", "testcase"}};
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
}

}  // namespace hallmark::reports::testing
