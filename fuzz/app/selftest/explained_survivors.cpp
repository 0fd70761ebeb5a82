// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/selftest/explained_survivors.hpp"

namespace hallmark::app {
namespace {

constexpr std::string_view not_checked_when_dry =
    "what a dry run checks the page says in general words, in which this is not named";
constexpr std::string_view maybe_refused =
    "the action's pages do not speak of the condition, so that the first call may be refused, and "
    "what is right of the next one is then open; a case does not depend on earlier answers";
constexpr std::string_view put_off =
    "of calls at one moment any may be refused for its status, in the same words";
constexpr std::string_view other_variants =
    "in the base variants V1 goes with XML and V3 with JSON, and nothing as a form; --variants "
    "full asks the rest";
constexpr std::string_view asked_in_json =
    "the one case of these two things is asked in JSON, which has no root; --variants full asks "
    "the rest";
constexpr std::string_view first_of_world = "it is asked as the first call of its world alone";
constexpr std::string_view signed_the_other_way =
    "the one forgery of such a world is signed the other way; --variants full asks both";
constexpr std::string_view disk_and_stranger =
    "a call with such a flag may be refused for it, and no case looks at a local disk behind that";
constexpr ExplainedSurvivor table[] = {
    // clang-format off
    {"start-accepted-during-reboot", "with-dry-run-true", not_checked_when_dry},
    {"dry-run-skips-security-lock", "with-init-local-disk-true", not_checked_when_dry},
    {"dry-run-skips-security-lock", "with-init-local-disk-false", not_checked_when_dry},
    {"reboot-goes-by-stopped", "later-by-500-ms",
     "by the second look it is Stopping, which may be, or over: nobody looks in between", true},
    {"reboot-goes-by-stopped", "*",
     "Stopped lasts 20 ms: on a busy machine no look may come while it does", true},
    {"reactivated-instance-stays-expired", "once-settled",
     "no case calls it again 50 ms after it has come to rest, and no look shows what has expired",
     true},
    {"reactivated-instance-stays-expired", "later-by-500-ms",
     "no case calls it again half a second later, and no look shows what has expired", true},
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
    {"reactivate-image-expired-refused", "with-2-in-flight", put_off},
    {"reactivate-image-expired-refused", "with-3-in-flight", put_off},
    {"reactivate-ecs-and-image-expired-refused", "with-2-in-flight", put_off},
    {"reactivate-ecs-and-image-expired-refused", "with-3-in-flight", put_off},
    {"nonces-kept-for-half-a-second", "after-dry-call", "replays that come half a second late all wait at once, and so stand on no dry run", true},
    {"nonces-kept-for-half-a-second", "after-settling", "no case waits for a status twice, the second time for more than half a second", true},
    {"v3-added-parameter-not-signed", "by-post-form", other_variants},
    {"v1-method-not-signed", "by-post-form", other_variants},
    {"v1-method-not-signed", "in-json", other_variants},
    {"v3-method-not-signed", "by-post-form", other_variants},
    {"v3-method-not-signed", "in-xml", other_variants},
    {"disk-error-under-the-root-of-a-success", "under-insufficient-balance", asked_in_json},
    {"dry-run-skips-security-lock", "of-start-instance", not_checked_when_dry},
    {"unknown-id-lists-everything", "world-was-identified", first_of_world},
    {"foreign-instance-stopped", "world-was-identified", first_of_world},
    {"simultaneous-starts-answer-400", "with-undeclared-flag", "a call with such a flag may be refused with 400 for it"},
    {"replay-answers-500", "connection-had-another-caller", "replays go over the connection of the call that they repeat, or over a new one"},
    {"reactivate-root-wrong", "after-dry-call", "where a dry run has passed nothing has expired, and the reactivation is refused"},
    {"reactivate-ignores-service-failure", "while-pre-paid", "a subscription is not reactivated, whatever else is true of it"},
    {"reactivate-ignores-service-error", "while-pre-paid", "a subscription is not reactivated, whatever else is true of it"},
    {"reactivate-ignores-security-lock", "while-pre-paid", "a subscription is not reactivated, whatever else is true of it"},
    {"successes-always-in-xml", "under-pre-paid-expired", "no page says that a call on such an instance is accepted"},
    {"successes-always-in-json", "under-pre-paid-expired", "no page says that a call on such an instance is accepted"},
    {"v1-refused-call-carried-out", "under-pre-paid-expired", "no page says that a call on such an instance is accepted, so there is nothing to carry out"},
    {"v3-refused-call-carried-out", "under-pre-paid-expired", "no page says that a call on such an instance is accepted, so there is nothing to carry out"},
    {"v1-refused-call-carried-out", "under-image-expired", signed_the_other_way},
    {"refused-start-initialises-local-disk", "with-undeclared-flag", disk_and_stranger},
    {"start-dry-run-initialises-local-disk", "with-undeclared-flag", disk_and_stranger},
    // clang-format on
};

}  // namespace

std::span<const ExplainedSurvivor> explained_survivors() { return table; }

}  // namespace hallmark::app
