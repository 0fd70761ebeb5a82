// SPDX-License-Identifier: Apache-2.0
//
// Defects of the reference endpoint, each found by histories that the model draws, within a bounded
// number of them. What no history can show (formats, HTTP methods, locks) is not among them.
#include <gtest/gtest.h>

#include <string>

#include "fuzz/grammar/draw.hpp"
#include "fuzz/play/player.hpp"
#include "fuzz/play/reference_target.hpp"

namespace hallmark::fuzz {
namespace {

struct Hunted {
  const char* defect;
  Checker checker;
};

// clang-format off
constexpr Hunted hunted[] = {
    // state
    {"start-while-running", Checker::answer_explained},
    {"start-while-starting", Checker::answer_explained},
    {"reboot-while-stopped", Checker::answer_explained},
    {"reactivate-while-not-expired", Checker::answer_explained},
    {"start-ignores-security-lock", Checker::answer_explained},
    {"start-ignores-expired", Checker::answer_explained},
    {"reboot-ignores-security-lock", Checker::answer_explained},
    {"reactivate-pre-paid", Checker::answer_explained},
    {"start-goes-by-pending", Checker::documented_transition},
    {"start-does-nothing", Checker::documented_transition},
    {"reboot-does-nothing", Checker::stopped_as_told},
    {"start-falls-back", Checker::documented_transition},
    {"describe-instances-shows-running-as-stopped", Checker::described_status},
    {"refused-start-starts", Checker::refusal_changes_nothing},
    {"refused-reboot-reboots", Checker::refusal_changes_nothing},
    {"init-local-disk-ignored", Checker::local_disk_as_told},
    {"force-stop-ignored", Checker::stopped_as_told},
    {"start-incorrect-status-answers-409", Checker::answer_explained},
    {"service-error-has-another-text", Checker::documented_message},
    // dry runs
    {"start-dry-run-executes", Checker::dry_run_changes_nothing},
    {"reboot-dry-run-answers-200", Checker::answer_explained},
    {"dry-run-skips-security-lock", Checker::answer_explained},
    {"dry-run-has-another-code", Checker::answer_explained},
    // parameters and encoding
    {"force-stop-garbage-accepted", Checker::customary_answer},
    {"missing-instance-id-means-any", Checker::answer_explained},
    {"empty-instance-id-means-any", Checker::answer_explained},
    {"instance-id-ignored", Checker::answer_explained},
    {"instance-id-trimmed", Checker::customary_answer},
    {"unknown-parameter-refused", Checker::customary_answer},
    {"asterisk-signed-raw", Checker::customary_answer},
    {"encoded-name-refused", Checker::unknown_parameter_tolerated},
    {"forty-parameters-refused", Checker::unknown_parameter_tolerated},
    // what the API does not have
    {"action-in-any-case", Checker::beyond_api_refused},
    {"unknown-action-answers-200", Checker::beyond_api_refused},
    {"unknown-version-accepted", Checker::beyond_api_refused},
    {"unsupported-method-answers-500", Checker::no_server_error},
    {"put-accepted", Checker::beyond_api_refused},
    {"unknown-format-accepted", Checker::customary_answer},
    {"header-names-in-lower-case-only", Checker::header_names_in_any_case},
    // who may call
    {"v1-signature-not-checked", Checker::forgery_refused},
    {"v3-signature-not-checked", Checker::forgery_refused},
    {"v1-old-timestamp-accepted", Checker::forgery_refused},
    {"v1-added-parameter-not-signed", Checker::forgery_refused},
    {"v3-body-hash-not-checked", Checker::forgery_refused},
    {"v1-refused-call-carried-out", Checker::forgery_changes_nothing},
    {"v1-replay-accepted", Checker::nonce_good_once},
    {"v3-replay-accepted", Checker::nonce_good_once},
    {"nonce-kept-with-its-timestamp", Checker::nonce_good_once},
    {"foreign-instance-started", Checker::other_account_untouchable},
    {"foreign-instance-answers-500", Checker::no_server_error},
    // what answers are wrapped in
    {"request-id-missing-on-refusal", Checker::well_formed_envelope},
    {"request-id-repeated", Checker::request_id_once},
    {"members-twice", Checker::customary_form},
    {"json-labelled-xml", Checker::well_formed_envelope},
    {"reboot-not-found-closes", Checker::every_request_is_answered},
};
// clang-format on

class Defects : public testing::TestWithParam<Hunted> {};

TEST_P(Defects, IsFound) {
  constexpr std::size_t most = 6000;  // histories
  const Hunted& wanted = GetParam();
  Player player{reference_target({wanted.defect})};
  Random random{1};
  for (std::size_t i = 0; i < most; ++i) {
    const auto finding = player.play(draw_history(random)).finding;
    if (!finding) continue;
    RecordProperty("histories", static_cast<int>(i + 1));
    // It may show in several ways; it is found once the wanted checker has seen it.
    EXPECT_FALSE(finding->bucket().empty());
    EXPECT_FALSE(finding->wanted.empty());
    EXPECT_FALSE(finding->citation.text().empty());
    if (finding->checker == wanted.checker) return;
  }
  ADD_FAILURE() << "not found by " << info_of(wanted.checker).name;
}

INSTANTIATE_TEST_SUITE_P(OfTheReferenceEndpoint, Defects, testing::ValuesIn(hunted),
                         [](const testing::TestParamInfo<Hunted>& one) {
                           std::string name{one.param.defect};
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace hallmark::fuzz
