// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/explained_survivors.hpp"

namespace hallmark::app {
namespace {

constexpr std::string_view not_checked_when_dry =
    "what a dry run checks the page says in general words, in which this is not named";
constexpr std::string_view maybe_refused =
    "the action's pages do not speak of the condition, so that the first call may be refused, and "
    "what is right of the next one is then open; a case does not depend on earlier answers";

constexpr std::string_view moves_on =
    "it shows in a world that moves on, where an instance that moves may have done so by itself";

constexpr std::string_view image_alone =
    "calls before it or beside it are asked where the instance itself has expired, not its image";
constexpr std::string_view late_replays =
    "replays that come half a second late are few, for each takes that long: as second calls, of "
    "StartInstance and RebootInstance";
constexpr std::string_view stranger_second =
    "another account comes with the first one's nonce as the second call, or at rest, not later";
constexpr std::string_view other_variants =
    "in the base variants V1 goes with XML and V3 with JSON, and nothing as a form; --variants "
    "full "
    "asks the rest";
constexpr std::string_view asked_in_json =
    "the one case of these two things is asked in JSON, which has no root; --variants full asks "
    "the "
    "rest";
constexpr std::string_view no_such_crowd = "no case makes such calls at one moment";
constexpr std::string_view ends_accepted =
    "the histories that change the format end with a call that is accepted";
constexpr std::string_view first_of_world = "it is asked as the first call of its world alone";
constexpr std::string_view flag_alone =
    "what a flag does takes a world and the flag already: it is looked at where no other comes";
constexpr std::string_view signed_the_other_way =
    "the one forgery of such a world is signed the other way; --variants full asks both";
constexpr std::string_view on_its_way =
    "forged calls before it are made in worlds that stand still in Running or Stopped";

constexpr ExplainedSurvivor table[] = {
    // clang-format off
    {"start-accepted-during-reboot", "with-dry-run-true", not_checked_when_dry},
    {"dry-run-skips-security-lock", "with-init-local-disk-true", not_checked_when_dry},
    {"dry-run-skips-security-lock", "with-init-local-disk-false", not_checked_when_dry},
    {"reboot-dry-run-executes", "after-settling", moves_on},
    {"refused-reboot-reboots", "after-settling", moves_on},
    {"reboot-goes-by-stopped", "later-by-500-ms",
     "by the second look it is Stopping, which may be, or over: nobody looks in between", true},
    {"reboot-goes-by-stopped", "*",
     "Stopped lasts 20 ms: on a busy machine no look may come while it does", true},
    {"reactivated-instance-stays-expired", "once-settled",
     "no case calls it again 50 ms after it has come to rest, and no look shows what has expired",
     true},
    {"reactivated-instance-stays-expired", "later-by-500-ms",
     "no case calls it again half a second later, and no look shows what has expired"},
    {"reactivated-instance-stays-expired", "with-undeclared-flag",
     "the call may be refused for the parameter, and what is right of the next one is then open"},
    {"reactivated-instance-stays-expired", "under-disk-incorrect-status", maybe_refused},
    {"reactivated-instance-stays-expired", "under-kms-unauthorized", maybe_refused},
    {"reactivated-instance-stays-expired", "under-disk-in-arrears", maybe_refused},
    {"reactivated-instance-stays-expired", "under-not-ready", maybe_refused},
    {"reactivated-instance-stays-expired", "under-unreachable", maybe_refused},
    {"reactivated-instance-stays-expired", "under-no-stock", maybe_refused},
    {"reactivated-instance-stays-expired", "under-spot-price-low", maybe_refused},
    {"reactivated-instance-stays-expired", "under-quota-type", maybe_refused},
    {"reactivated-instance-stays-expired", "under-quota-instances", maybe_refused},
    {"reactivated-instance-stays-expired", "under-quota-vcpus", maybe_refused},
    {"reactivated-instance-stays-expired", "under-quota-instances-or-vcpus", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-disk-incorrect-status", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-disk-in-arrears", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-not-ready", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-unreachable", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-kms-unauthorized", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-no-stock", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-spot-price-low", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-quota-type", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-quota-instances", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-quota-vcpus", maybe_refused},
    {"simultaneous-reactivations-accepted", "under-quota-instances-or-vcpus", maybe_refused},
    {"refused-start-starts", "after-reboot", moves_on},
    {"refused-reactivation-reactivates", "after-reboot", moves_on},
    {"refused-reactivation-reactivates", "after-accepted-call", moves_on},
    {"refused-reactivation-reactivates", "after-settling", moves_on},
    {"v1-refused-call-carried-out", "after-reboot", moves_on},
    {"v1-refused-call-carried-out", "after-accepted-call", moves_on},
    {"v1-refused-call-carried-out", "after-settling", moves_on},
    {"v3-refused-call-carried-out", "after-reboot", moves_on},
    {"v3-refused-call-carried-out", "after-accepted-call", moves_on},
    {"v3-refused-call-carried-out", "after-settling", moves_on},
    {"refused-reboot-reboots", "after-reboot", moves_on},
    {"refused-reboot-reboots", "after-accepted-call", moves_on},
    {"reboot-dry-run-executes", "after-reboot", moves_on},
    {"reboot-dry-run-executes", "after-accepted-call", moves_on},
    {"reactivate-image-expired-refused", "at-second-call", image_alone},
    {"reactivate-image-expired-refused", "at-third-call", image_alone},
    {"reactivate-image-expired-refused", "after-refused-call", image_alone},
    {"reactivate-image-expired-refused", "after-forged-call", image_alone},
    {"reactivate-image-expired-refused", "with-2-in-flight", image_alone},
    {"reactivate-image-expired-refused", "with-3-in-flight", image_alone},
    {"reactivate-ecs-and-image-expired-refused", "at-second-call", image_alone},
    {"reactivate-ecs-and-image-expired-refused", "at-third-call", image_alone},
    {"reactivate-ecs-and-image-expired-refused", "after-refused-call", image_alone},
    {"reactivate-ecs-and-image-expired-refused", "after-forged-call", image_alone},
    {"reactivate-ecs-and-image-expired-refused", "with-2-in-flight", image_alone},
    {"reactivate-ecs-and-image-expired-refused", "with-3-in-flight", image_alone},
    {"nonces-kept-for-half-a-second", "at-third-call", late_replays},
    {"nonces-kept-for-half-a-second", "after-refused-call", late_replays},
    {"nonces-kept-for-half-a-second", "after-dry-call", late_replays},
    {"nonces-kept-for-half-a-second", "after-reboot", late_replays},
    {"nonces-kept-for-half-a-second", "after-accepted-call", late_replays},
    {"nonces-kept-for-half-a-second", "after-settling", late_replays},
    {"nonces-kept-for-half-a-second", "world-was-identified", late_replays},
    {"nonces-kept-for-half-a-second", "of-reactivate-instances", late_replays},
    {"nonces-kept-for-half-a-second", "on-new-connection", late_replays},
    {"nonces-kept-for-half-a-second", "on-another-connection", late_replays},
    {"nonces-shared-by-accounts", "at-third-call", stranger_second},
    {"nonces-shared-by-accounts", "after-refused-call", stranger_second},
    {"nonces-shared-by-accounts", "after-dry-call", stranger_second},
    {"nonces-shared-by-accounts", "after-forged-call", stranger_second},
    {"nonces-shared-by-accounts", "of-reactivate-instances", stranger_second},
    {"nonces-kept-for-half-a-second", "by-post-form", other_variants},
    {"nonces-shared-by-accounts", "by-post-form", other_variants},
    {"nonce-kept-with-its-timestamp", "by-post-form", other_variants},
    {"v3-added-parameter-not-signed", "by-post-form", other_variants},
    {"v1-method-not-signed", "by-post-form", other_variants},
    {"v1-method-not-signed", "in-json", other_variants},
    {"v3-method-not-signed", "by-post-form", other_variants},
    {"v3-method-not-signed", "in-xml", other_variants},
    {"disk-error-under-the-root-of-a-success", "under-not-ready", asked_in_json},
    {"disk-error-under-the-root-of-a-success", "under-kms-unauthorized", asked_in_json},
    {"disk-error-under-the-root-of-a-success", "under-spot-price-low", asked_in_json},
    {"disk-error-under-the-root-of-a-success", "under-quota-instances", asked_in_json},
    {"disk-error-under-the-root-of-a-success", "under-quota-instances-or-vcpus", asked_in_json},
    {"disk-error-under-the-root-of-a-success", "with-init-local-disk-false", asked_in_json},
    {"start-dry-run-initialises-local-disk", "with-2-in-flight", no_such_crowd},
    {"start-dry-run-initialises-local-disk", "with-3-in-flight", no_such_crowd},
    {"refused-start-initialises-local-disk", "with-2-in-flight", no_such_crowd},
    {"refused-start-initialises-local-disk", "with-3-in-flight", no_such_crowd},
    {"dry-run-skips-security-lock", "with-2-in-flight", no_such_crowd},
    {"dry-run-skips-security-lock", "with-3-in-flight", no_such_crowd},
    {"xml-refusal-not-closed", "world-spoke-other-format", ends_accepted},
    {"xml-and-json-disagree", "world-spoke-other-format", ends_accepted},
    {"refusals-always-in-json", "world-spoke-other-format", ends_accepted},
    {"refusal-root-wrong", "world-spoke-other-format", ends_accepted},
    {"dry-run-skips-security-lock", "of-start-instance", not_checked_when_dry},
    {"dry-run-skips-unknown-instances", "of-start-instance", not_checked_when_dry},
    {"dry-run-skips-unknown-instances", "world-was-identified", first_of_world},
    {"unknown-id-lists-everything", "world-was-identified", first_of_world},
    {"foreign-instance-stopped", "world-was-identified", first_of_world},
    {"dry-run-skips-signature", "on-new-connection", "no forged dry run is sent over a connection of its own"},
    {"dry-run-skips-signature", "on-another-connection", "no forged dry run is sent over a connection of its own"},
    {"init-local-disk-on-false", "with-dry-run-false", flag_alone},
    {"init-local-disk-on-false", "with-undeclared-flag", flag_alone},
    {"init-local-disk-always", "with-dry-run-false", flag_alone},
    {"force-stop-ignored", "with-undeclared-flag", flag_alone},
    {"simultaneous-starts-answer-400", "with-undeclared-flag", "a call with such a flag may be refused with 400 for it"},
    {"replay-answers-500", "connection-had-another-caller", "replays go over the connection of the call that they repeat, or over a new one"},
    {"reactivate-root-wrong", "after-dry-call", "where a dry run has passed nothing has expired, and the reactivation is refused"},
    {"reactivate-ignores-service-failure", "while-pre-paid", "a subscription is not reactivated, whatever else is true of it"},
    {"reactivate-ignores-service-error", "while-pre-paid", "a subscription is not reactivated, whatever else is true of it"},
    {"reactivate-ignores-security-lock", "while-pre-paid", "a subscription is not reactivated, whatever else is true of it"},
    {"successes-always-in-xml", "under-pre-paid-expired", "no page says that a call on such an instance is accepted"},
    {"successes-always-in-json", "under-pre-paid-expired", "no page says that a call on such an instance is accepted"},
    {"v1-refused-call-carried-out", "under-image-expired", signed_the_other_way},
    {"v3-refused-call-carried-out", "under-ecs-and-image-expired", signed_the_other_way},
    {"v1-refused-call-carried-out", "under-pre-paid-expired", "no page says that a call on such an instance is accepted, so there is nothing to carry out"},
    {"v3-refused-call-carried-out", "under-pre-paid-expired", "no page says that a call on such an instance is accepted, so there is nothing to carry out"},
    {"start-while-starting", "after-forged-call", on_its_way},
    {"start-while-stopping", "after-forged-call", on_its_way},
    {"reboot-while-starting", "after-forged-call", on_its_way},
    {"reboot-while-stopping", "after-forged-call", on_its_way},
    {"reboot-while-pending", "after-forged-call", on_its_way},
    {"reactivate-while-starting", "after-forged-call", on_its_way},
    {"reactivate-while-stopping", "after-forged-call", on_its_way},
    {"reactivate-while-pending", "after-forged-call", on_its_way},
    // clang-format on
};

}  // namespace

std::span<const ExplainedSurvivor> explained_survivors() { return table; }

}  // namespace hallmark::app
