// SPDX-License-Identifier: Apache-2.0
//
// What the documents state and no client can see: each place with the reason. A place that gets a
// case leaves this list; a test sees to it.
#include "cases/coverage.hpp"
#include "specs/common/errors.hpp"
#include "specs/common/http.hpp"
#include "specs/instance/reactivate_instances.hpp"

namespace hallmark::cases {
namespace {

namespace reactivate_zh = specs::reactivate_instances::e2018_11_zh;
namespace reactivate_en = specs::reactivate_instances::e2018_11_en;

constexpr std::string_view takes_days = "takes days of overdue time, which no fixture can let pass";
constexpr std::string_view advice =
    "advice to the caller: it names no answer and no time after which to try again";

consteval specs::Citation row(int number) {
  return cite_common_row(specs::common::errors::page, number);
}
namespace errors = specs::common::errors;

constexpr std::string_view no_client_token = "the three actions take no ClientToken";
constexpr std::string_view other_resources =
    "the three actions name an instance and no other resource";
constexpr std::string_view special_account = "needs an account of a kind that no fixture provides";
constexpr std::string_view whole_service =
    "a failure of the service as a whole, which no condition of a fixture provokes";

constexpr Unseen places[] = {
    {cite_clause(reactivate_zh::page, reactivate_zh::clause::fifteen_days), takes_days},
    {cite_clause(reactivate_zh::page, reactivate_zh::clause::retry_later), advice},
    {cite_clause(reactivate_en::page, reactivate_en::clause::fifteen_days), takes_days},
    {cite_clause(reactivate_en::page, reactivate_en::clause::released_after), takes_days},
    {cite_clause(reactivate_en::page, reactivate_en::clause::retry_later), advice},

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

std::span<const Unseen> unseen() { return places; }

}  // namespace hallmark::cases
