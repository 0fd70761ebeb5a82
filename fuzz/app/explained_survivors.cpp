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

constexpr ExplainedSurvivor table[] = {
    // clang-format off
    {"start-accepted-during-reboot", "with-dry-run-true", not_checked_when_dry},
    {"dry-run-skips-security-lock", "with-init-local-disk-true", not_checked_when_dry},
    {"dry-run-skips-security-lock", "with-init-local-disk-false", not_checked_when_dry},
    {"reboot-dry-run-executes", "after-settling", moves_on},
    {"refused-reboot-reboots", "after-settling", moves_on},
    {"reboot-goes-by-stopped", "later-by-500-ms",
     "by the second look it is Stopping, which may be, or over: nobody looks in between"},
    {"reactivated-instance-stays-expired", "once-settled",
     "no case calls it again 50 ms after it has come to rest, and no look shows what has expired"},
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
    // clang-format on
};

}  // namespace

std::span<const ExplainedSurvivor> explained_survivors() { return table; }

}  // namespace hallmark::app
