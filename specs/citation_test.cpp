// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "specs/common/envelope.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/instance/reactivate_instances.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs {
namespace {

TEST(Citation, NamesPageEditionAndPlace) {
  EXPECT_EQ(cite_row(start_instance::e2020_10::page, 2).text(),
            "StartInstance 2020-10, error row 2");
  EXPECT_EQ(cite_clause(reboot_instance::e2019_04::page, 3).text(),
            "RebootInstance 2019-04, clause 3");
  EXPECT_EQ(cite_parameter(start_instance::e2020_10::page, "DryRun").text(),
            "StartInstance 2020-10, parameter DryRun");
  EXPECT_EQ(cite_response(start_instance::e2019_05::page, 1).text(),
            "StartInstance 2019-05, response parameter 1");
  EXPECT_EQ(cite_sample(reactivate_instances::e2018_11_zh::page, 2).text(),
            "ReactivateInstances 2018-11 zh, sample 2");
}

TEST(Citation, SaysOfTheCommonProtocolWhetherItWasPromised) {
  namespace errors = common::errors;
  EXPECT_EQ(cite_common_row(errors::page, errors::incomplete_signature_live).text(),
            "common errors, row " + std::to_string(errors::incomplete_signature_live) +
                " (observed: " + std::string{errors::source::live_signature} + ")");
  EXPECT_EQ(cite_common_parameter(common::public_parameters::page, "SignatureType").text(),
            "public parameters, SignatureType (observed: " +
                std::string{common::public_parameters::source::sdks} + ")");
  EXPECT_EQ(
      cite_clause(common::envelope::page, common::envelope::clause::request_id_always).text(),
      "envelope, clause 1 (documented: " + std::string{common::envelope::source::results} + ")");
}

TEST(Citation, IsEqualWhereThePlaceIs) {
  EXPECT_EQ(cite_row(start_instance::e2020_10::page, 2),
            cite_row(start_instance::e2020_10::page, 2));
  EXPECT_NE(cite_row(start_instance::e2020_10::page, 2),
            cite_row(start_instance::e2019_05::page, 2));
  EXPECT_NE(cite_row(start_instance::e2020_10::page, 2),
            cite_clause(start_instance::e2020_10::page, 2));
}

}  // namespace
}  // namespace hallmark::specs
