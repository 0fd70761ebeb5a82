// SPDX-License-Identifier: Apache-2.0
//
// What the documents state and no client can see: each place with the reason. The editions name
// those of their own pages; those of the common pages stand here. A place that gets a case leaves
// its list; a test sees to it.
#include <iterator>
#include <vector>

#include "cases/coverage.hpp"
#include "specs/catalog.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {
namespace {

consteval specs::Citation row(int number) {
  return cite_common_row(specs::common::errors::page, number);
}
namespace errors = specs::common::errors;

constexpr std::string_view no_client_token = "no tested action takes a ClientToken";
constexpr std::string_view other_resources =
    "the tested actions name an instance and no other resource";
constexpr std::string_view special_account = "needs an account of a kind that no fixture provides";
constexpr std::string_view whole_service =
    "a failure of the service as a whole, which no condition of a fixture provokes";

constexpr specs::Unseen common_places[] = {
    {row(errors::idempotent_parameter_mismatch), no_client_token},
    {row(errors::invalid_idempotence_parameter_mismatch), no_client_token},
    {row(errors::last_token_processing), no_client_token},
    {row(errors::invalid_disk_id_not_found), other_resources},
    {row(errors::invalid_image_id_not_found), other_resources},
    {row(errors::invalid_region_id_not_found), other_resources},
    {row(errors::invalid_security_group_id_not_found), other_resources},
    {row(errors::invalid_snapshot_id_not_found), other_resources},
    {row(errors::charge_type_violation),
     "for a pay type that does not fit, ReactivateInstances has a row of its own"},
    {row(errors::forbidden_not_support_ram), special_account},
    {row(errors::forbidden_risk_control), special_account},
    {row(errors::forbidden_sub_user), special_account},
    {row(errors::real_name_authentication_error), special_account},
    {row(errors::unknown_error), whole_service},
    {row(errors::service_unavailable), whole_service},
    {row(errors::service_unavailable_region_maintaining), whole_service},
    {row(errors::gateway_need_ssl), "whether plain HTTP is served is the deployment's choice"},
    {cite_clause(specs::common::http::page, specs::common::http::clause::http_and_https),
     "a target is addressed by one URL; what it serves beside it is not asked"},
};

}  // namespace

std::span<const specs::Unseen> unseen() {
  static const auto all = [] {
    std::vector<specs::Unseen> places{std::begin(common_places), std::end(common_places)};
    for (const specs::Action* action : specs::actions()) {
      for (const specs::ActionEdition& edition : *action->editions) {
        places.insert(places.end(), edition.unseen.begin(), edition.unseen.end());
      }
    }
    return places;
  }();
  return all;
}

}  // namespace hallmark::cases
