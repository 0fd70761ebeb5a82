// SPDX-License-Identifier: Apache-2.0
//
// A row that no client can see needs no precondition, but a reason.
#include "specs/schema/action.hpp"

namespace hallmark::specs {

constexpr std::string_view spellings[] = {"StopInstance"};
constexpr ErrorRow errors[] = {
    {.row = 1, .status = 403, .code = "DiskError", .message = "IncorrectDiskStatus."},
    {.row = 2, .status = 403, .code = "IncorrectInstanceStatus", .message = "%s"}};
constexpr Clause clauses[] = {{.number = 1, .says = "the instance must be Running"}};
constexpr Page page{.document = 0,
                    .action = spellings[0],
                    .edition = "2020-10",
                    .language = Language::en,
                    .errors = errors,
                    .clauses = clauses};
constexpr Precondition preconditions[] = {
    {.reason = RefusalReason::wrong_status,
     .when = When{},
     .answers = Alternatives{DocumentedAnswer{cite_row(page, 2)}},
     .certainty = Certainty::surely,
     .dry_run = DryRunCheck::no_dry_run}};
constexpr Unseen unseen[] = {{cite_row(page, 1), ""}};
constexpr ActionEdition editions[] = {{.page = &page,
                                       .precondition = cite_clause(page, 1),
                                       .outcome = std::span<const Citation>{},
                                       .preconditions = preconditions,
                                       .flag_effects = std::span<const FlagEffect>{},
                                       .dry_run = nullptr,
                                       .unseen = unseen}};
constexpr Action wrong{
    .name = spellings[0],
    .spellings = spellings,
    .instances = InstanceParameter{"InstanceId", InstanceParameter::Form::one},
    .editions = editions,
    .transition = Transition{InstanceStatus::running, StatusSet{InstanceStatus::stopping},
                             InstanceStatus::stopped},
    .accepted_under = ConditionSet{},
    .relief = Relief{}};
static_assert(is_sound(wrong));

}  // namespace hallmark::specs
