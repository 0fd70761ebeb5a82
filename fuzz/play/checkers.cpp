// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/checkers.hpp"

#include "cases/base/answers.hpp"
#include "specs/common/envelope.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
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
namespace http = specs::common::http;
namespace parameters = specs::common::public_parameters;
namespace signature = specs::common::signature_v1;
namespace start = specs::start_instance::e2020_10;
namespace reboot = specs::reboot_instance::e2019_04;

// clang-format off
constexpr std::array<CheckerInfo, checker_count> all = {{
    {Checker::every_request_is_answered, "every-request-is-answered", Level::required,
     envelope_clause(envelope::clause::request_id_always), "a request gets an answer"},
    {Checker::no_server_error, "no-server-error", Level::required,
     common_row(errors::internal_error), "5xx only where a row has it, under the row's condition"},
    {Checker::well_formed_envelope, "well-formed-envelope", Level::required,
     envelope_clause(envelope::clause::error_members), "every answer has the documented form"},
    {Checker::customary_form, "customary-form", Level::recommended,
     envelope_clause(envelope::clause::request_id_form), "every answer has the form that the cases of `run` recommend"},
    {Checker::request_id_once, "request-id-once", Level::observed,
     envelope_clause(envelope::clause::request_id_unique), "no two answers share a RequestId"},
    {Checker::answer_explained, "answer-explained", Level::required,
     cases::any_refusal, "the answer is one that the documents give in this situation"},
    {Checker::customary_answer, "customary-answer", Level::recommended,
     common_row(errors::gateway_invalid), "odd requests are answered as the cases of `run` recommend"},
    {Checker::documented_message, "documented-message", Level::required,
     cases::any_refusal, "the message is the row's"},
    {Checker::described_status, "described-status", Level::required,
     cite_clause(start::page, start::clause::resulting_status), "Describe actions show a status that the calls led to"},
    {Checker::described_locks, "described-locks", Level::recommended,
     cite_clause(start::page, start::clause::security_lock), "where locks are told, the lock of the instance is among them"},
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
    {Checker::beyond_api_refused, "beyond-api-refused", Level::required,
     cite_clause(http::page, http::clause::unknown_action), "an action, a version or a method that the API does not have is refused"},
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
    {Checker::ids_are_exact, "ids-are-exact", Level::required,
     common_row(errors::invalid_instance_id_not_found), "an id that differs in one byte, however encoded, is another id"},
    {Checker::xml_says_what_json_says, "xml-says-what-json-says", Level::recommended,
     envelope_clause(envelope::clause::format_chosen), "the format asked for changes the form of an answer and nothing else"},
    {Checker::get_does_what_post_does, "get-does-what-post-does", Level::recommended,
     cite_clause(http::page, http::clause::post), "GET, POST with a query and POST with a form get one answer"},
    {Checker::order_irrelevant, "parameter-order-irrelevant", Level::recommended,
     cite_clause(signature::page, signature::clause::sorted), "the order of the parameters makes no difference"},
    {Checker::encoding_irrelevant, "encoding-irrelevant", Level::recommended,
     cite_clause(signature::page, signature::clause::encoding), "what is percent-encoded without need makes no difference"},
    {Checker::unknown_parameter_tolerated, "unknown-parameter-tolerated", Level::recommended,
     cite_clause(parameters::page, parameters::clause::unknown_tolerated), "a parameter that nobody knows makes no difference"},
    {Checker::header_names_in_any_case, "header-names-in-any-case", Level::recommended,
     cite_clause(http::page, http::clause::header_names), "the case of the names of headers makes no difference"},
    {Checker::concurrent_calls_explained, "concurrent-calls-explained", Level::recommended,
     cite_clause(start::page, start::clause::precondition), "overlapping calls are answered as if one came after the other"},
    {Checker::latency_steady, "latency-steady", Level::advice,
     cases::any_refusal, "calls do not take longer and longer"},
    {Checker::memory_steady, "memory-steady", Level::advice,
     cases::any_refusal, "the endpoint does not take more and more memory"},
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

const std::array<CheckerInfo, checker_count>& checkers() { return all; }

}  // namespace hallmark::fuzz
