// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/checkers.hpp"

#include "cases/base/answers.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/instance/reboot_instance.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::fuzz {
namespace {

using cases::common_row;
using cases::envelope_clause;
using cases::Level;
namespace envelope = specs::common::envelope;
namespace errors = specs::common::errors;
namespace signature = specs::common::signature_v1;
namespace start = specs::start_instance::e2020_10;
namespace reboot = specs::reboot_instance::e2019_04;

// clang-format off
constexpr std::array<CheckerInfo, 17> all = {{
    {Checker::every_request_is_answered, "every-request-is-answered", Level::required,
     envelope_clause(envelope::clause::request_id_always), "a request gets an answer"},
    {Checker::no_server_error, "no-server-error", Level::required,
     common_row(errors::internal_error), "5xx only where a row has it, under the row's condition"},
    {Checker::well_formed_envelope, "well-formed-envelope", Level::required,
     envelope_clause(envelope::clause::error_members), "every answer has the documented form"},
    {Checker::request_id_once, "request-id-once", Level::observed,
     envelope_clause(envelope::clause::request_id_unique), "no two answers share a RequestId"},
    {Checker::answer_explained, "answer-explained", Level::required,
     cases::any_refusal, "the answer is one that the documents give in this situation"},
    {Checker::documented_message, "documented-message", Level::required,
     cases::any_refusal, "the message is the row's"},
    {Checker::described_status, "described-status", Level::required,
     cite_clause(start::page, start::clause::resulting_status), "Describe actions show a status that the calls led to"},
    {Checker::documented_transition, "documented-transition", Level::required,
     cite_clause(start::page, start::clause::resulting_status), "an accepted call leads where its page says"},
    {Checker::refusal_changes_nothing, "refusal-changes-nothing", Level::required,
     cite_clause(start::page, start::clause::precondition), "a refused call changes nothing"},
    {Checker::dry_run_changes_nothing, "dry-run-changes-nothing", Level::required,
     cite_clause(start::page, start::clause::dry_run_not_executed), "a dry run changes nothing"},
    {Checker::forgery_refused, "forgery-refused", Level::required,
     cite_clause(signature::page, signature::clause::string_to_sign), "a changed request is refused"},
    {Checker::forgery_changes_nothing, "forgery-changes-nothing", Level::required,
     cite_clause(signature::page, signature::clause::string_to_sign), "a changed request has no effect"},
    {Checker::nonce_good_once, "nonce-good-once", Level::required,
     cite_clause(signature::page, signature::clause::nonce_once), "a nonce is good once"},
    {Checker::other_account_untouchable, "other-account-untouchable", Level::required,
     common_row(errors::invalid_instance_id_not_found), "the instance of another account is out of reach"},
    {Checker::local_disk_as_told, "local-disk-as-told", Level::required,
     cite_clause(start::page, start::clause::local_disk_kept), "InitLocalDisk, and nothing else, empties local disks"},
    {Checker::stopped_as_told, "stopped-as-told", Level::required,
     cite_clause(reboot::page, reboot::clause::forced_stop), "ForceStop, and nothing else, cuts the power"},
    {Checker::input_not_echoed, "input-not-echoed", Level::required,
     envelope_clause(envelope::clause::error_members), "what was sent does not come back unescaped"},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].checker != static_cast<Checker>(i)) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

const std::array<CheckerInfo, 17>& checkers() { return all; }

}  // namespace hallmark::fuzz
