// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "cases/families.hpp"
#include "cases/parameter/united_parameter.hpp"

namespace hallmark::cases {
namespace {

const Case* case_named(const std::vector<Case>& all, std::string_view id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [id](const Case& c) { return c.id == id; });
  return found == all.end() ? nullptr : &*found;
}

bool allows_success(const Case& one) {
  const std::vector<Answer>& allowed = one.calls.front().expect.allowed;
  return std::any_of(allowed.begin(), allowed.end(),
                     [](const Answer& a) { return a.kind == Answer::Kind::accepted; });
}

TEST(UnitedParameters, UniteTheEditionsByName) {
  const std::vector<UnitedParameter> all = united_parameters(start_instance_action);
  ASSERT_EQ(all.size(), 5U);
  for (const UnitedParameter& one : all) {
    EXPECT_EQ(one.citations.size(), one.name == "OwnerAccount" || one.name == "DryRun" ? 1U : 2U)
        << one.name;
    EXPECT_EQ(one.is_instance_id(), one.name == "InstanceId") << one.name;
    EXPECT_EQ(one.is_boolean(), one.name == "InitLocalDisk" || one.name == "DryRun") << one.name;
  }
}

TEST(UnitedParameters, AreNamedInKebabCase) {
  EXPECT_EQ(slug_of("InitLocalDisk"), "init-local-disk");
  EXPECT_EQ(slug_of("DryRun"), "dry-run");
  EXPECT_EQ(slug_of("OwnerAccount"), "owner-account");
}

TEST(PlacedCases, PutWhatAnActionDeclaresWhereTheRestIsNot) {
  const std::vector<Case> all = placed_cases();
  for (const char* const id :
       {"start-instance/parameter/derived/dry-run/in-the-url-beside-a-form",
        "start-instance/parameter/derived/init-local-disk/in-a-form-beside-the-url/v3",
        "reboot-instance/parameter/derived/force-stop/in-a-form-beside-the-url",
        "reactivate-instances/parameter/derived/instance-id/in-the-url-beside-a-form",
        "reactivate-instances/parameter/derived/action/in-a-form-beside-the-url"}) {
    const Case* const one = case_named(all, id);
    ASSERT_NE(one, nullptr) << id;
    EXPECT_EQ(one->calls.front().apart.size(), 1U) << id;
    EXPECT_FALSE(one->variants.get) << id;
    EXPECT_NE(one->variants.v1, one->variants.v3) << id;
    EXPECT_EQ(one->level, one->variants.v1 ? Level::required : Level::recommended) << id;
  }
  const Case& forced =
      *case_named(all, "reboot-instance/parameter/derived/force-stop/in-the-url-beside-a-form");
  EXPECT_EQ(forced.effect.last_stop, LastStop::forced);
  const Case& dry =
      *case_named(all, "reboot-instance/parameter/derived/dry-run/in-a-form-beside-the-url");
  EXPECT_FALSE(allows_success(dry));
}

TEST(ParameterCases, LeaveOutAndEmptyEveryParameterOfEveryPage) {
  const std::vector<Case> all = parameter_cases();
  for (const TestedAction& action : tested_actions) {
    for (const specs::Page* page : action.editions) {
      for (const specs::ParameterSpec& row : page->parameters) {
        for (const std::string_view asked : {"absent", "empty"}) {
          std::string id{action.slug};
          id.append("/parameter/derived/").append(slug_of(row.name)).append("/").append(asked);
          const Case* one = case_named(all, id);
          ASSERT_NE(one, nullptr) << id;
          const std::vector<specs::Citation> cited = citations_of(*one);
          EXPECT_NE(std::find(cited.begin(), cited.end(),
                              specs::Citation{page, specs::Citation::Kind::parameter, row.row}),
                    cited.end())
              << id;
        }
      }
    }
  }
}

// Where the yardstick is an edition without the parameter, nothing is allowed, so nothing is asked.
TEST(ParameterCases, TieWhatIsAllowedToTheEditionsThatHaveTheParameter) {
  for (const Case& one : parameter_cases()) {
    if (!one.id.starts_with("start-instance/parameter/derived/dry-run/")) continue;
    for (const Answer& answer : one.calls.front().expect.allowed) {
      for (const specs::Citation& place : answer.citations) {
        EXPECT_NE(place.page, &specs::start_instance::e2019_05::page) << one.id;
      }
      EXPECT_EQ(answer.citations.back().page, &specs::start_instance::e2020_10::page) << one.id;
    }
  }
}

TEST(ParameterCases, AcceptNoIdThatIsNotTheInstances) {
  std::size_t odd = 0;
  for (const Case& one : parameter_cases()) {
    if (one.id.find("/instance-id/odd/") == std::string::npos) continue;
    ++odd;
    EXPECT_FALSE(allows_success(one)) << one.id;
    EXPECT_EQ(one.effect.look, Effect::Look::once) << one.id;
  }
  EXPECT_GT(odd, 50U * tested_actions.size());
}

TEST(ParameterCases, KeepEveryByteOfAnOddId) {
  const std::vector<Case> all = parameter_cases();
  const Case* nul = case_named(all, "start-instance/parameter/derived/instance-id/odd/nul");
  ASSERT_NE(nul, nullptr);
  EXPECT_EQ(nul->calls.front().arguments.front().value.after, std::string(1, '\0'));
  const Case* huge = case_named(all, "start-instance/parameter/derived/instance-id/odd/8-kib");
  ASSERT_NE(huge, nullptr);
  EXPECT_EQ(huge->calls.front().arguments.front().value.before.size(), 8192U);
}

TEST(ParameterCases, TakeBothDocumentedSpellingsOfABooleanAtTheirWord) {
  const std::vector<Case> all = parameter_cases();
  const Case* dry = case_named(all, "reboot-instance/parameter/derived/dry-run/true");
  ASSERT_NE(dry, nullptr);
  EXPECT_EQ(dry->level, Level::required);
  ASSERT_EQ(dry->calls.front().expect.allowed.size(), 1U);
  EXPECT_EQ(dry->calls.front().expect.allowed.front().code, "DryRunOperation");
  const Case* wet = case_named(all, "reboot-instance/parameter/derived/dry-run/false");
  ASSERT_NE(wet, nullptr);
  ASSERT_EQ(wet->calls.front().expect.allowed.size(), 1U);
  EXPECT_TRUE(allows_success(*wet));
}

TEST(ParameterCases, NeverExecuteADryRunThatIsSpelledOtherwise) {
  for (const Case& one : parameter_cases()) {
    if (one.id.find("/dry-run/capital") == std::string::npos || !one.id.ends_with("true")) continue;
    EXPECT_FALSE(allows_success(one)) << one.id;
  }
}

TEST(ParameterCases, RequireNothingThatNoDocumentStates) {
  for (const Case& one : parameter_cases()) {
    const bool invented = one.id.find("/extra/") != std::string::npos ||
                          one.id.find("/encoding/") != std::string::npos;
    if (invented) {
      EXPECT_EQ(one.level, Level::recommended) << one.id;
    }
  }
}

}  // namespace
}  // namespace hallmark::cases
