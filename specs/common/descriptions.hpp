// SPDX-License-Identifier: Apache-2.0
//
// What can be seen of an instance: the pages of the three Describe actions, and the page on
// instance states, as far as the tested actions need them. And the neighbour that stops one.
#pragma once

#include <chrono>
#include <string_view>

#include "specs/schema/lifecycle.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs::common::descriptions {

namespace source {
inline constexpr std::string_view instances = "DescribeInstances pages, 2018-06-07 to 2021-05-17";
inline constexpr std::string_view status = "DescribeInstanceStatus pages, 2018-06-09 to 2025-01-15";
inline constexpr std::string_view attribute = "DescribeInstanceAttribute page, 2025-04-11";
inline constexpr std::string_view states = "page on instance states, 2020-12-07";
inline constexpr std::string_view stop = "StopInstance pages, 2018-06-13 to 2020-10-06";
}  // namespace source

// clang-format off
inline constexpr Clause clauses[] = {
    {.number = 1, .says = "DescribeInstances tells the Status of each instance that it lists",
     .mark = Mark::documented, .source = source::instances},
    {.number = 2, .says = "DescribeInstanceStatus tells the Status of each instance that it lists",
     .mark = Mark::documented, .source = source::status},
    {.number = 3, .says = "DescribeInstanceAttribute tells the Status of the instance",
     .mark = Mark::documented, .source = source::attribute},
    {.number = 4, .says = "Status is Pending, Starting, Running, Stopping or Stopped",
     .mark = Mark::documented, .source = source::instances},
    {.number = 5, .says = "OperationLocks hold the reason of each lock, security or financial",
     .mark = Mark::documented, .source = source::instances},
    {.number = 6, .says = "an instance that is Starting becomes Running",
     .mark = Mark::documented, .source = source::states},
    {.number = 7, .says = "VpcId and VSwitchId are filters of DescribeInstances",
     .mark = Mark::documented, .source = source::instances},
    {.number = 8, .says = "StopInstance takes a Running instance through Stopping to Stopped",
     .mark = Mark::documented, .source = source::stop},
    {.number = 9, .says = "Status and InstanceChargeType are filters of DescribeInstances; filters "
                          "count together",
     .mark = Mark::documented, .source = source::instances},
    {.number = 10,
     .says = "InstanceIds of DescribeInstances is a JSON array of up to 100 ids, and may be empty",
     .mark = Mark::documented, .source = source::instances},
    {.number = 11, .says = "DescribeInstanceStatus takes up to 100 ids as InstanceId.1, InstanceId.2",
     .mark = Mark::documented, .source = source::status},
    {.number = 12, .says = "a list is shown in pages: PageNumber, from 1, and PageSize choose one",
     .mark = Mark::documented, .source = source::instances},
    {.number = 13, .says = "TotalCount is how many instances were found",
     .mark = Mark::documented, .source = source::instances},
    {.number = 14, .says = "InstanceChargeType of an instance is PrePaid or PostPaid",
     .mark = Mark::documented, .source = source::instances},
};
static_assert(each_names_its_source(clauses));
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int instances = 1;
inline constexpr int instance_status = 2;
inline constexpr int instance_attribute = 3;
inline constexpr int statuses = 4;
inline constexpr int locks = 5;
inline constexpr int starting_ends = 6;
inline constexpr int filters = 7;
inline constexpr int stopping = 8;
inline constexpr int status_and_charge_type = 9;
inline constexpr int instance_ids = 10;
inline constexpr int numbered_ids = 11;
inline constexpr int pages = 12;
inline constexpr int total_count = 13;
inline constexpr int charge_type = 14;
}  // namespace clause

inline constexpr Page page{
    .document = no_document,
    .action = "descriptions",
    .edition = "",
    .language = Language::en,
    .date = std::chrono::year{2020} / std::chrono::December / 7,
    .parameters = {},
    .responses = {},
    .errors = {},
    .clauses = clauses,
    .samples = {},
};

consteval Citation sentence(int n) { return cite_clause(page, n); }

// Of no tested action, and an endpoint may lack it.
inline constexpr std::string_view stop_instance = "StopInstance";
inline constexpr Transition stop{InstanceStatus::running, StatusSet{InstanceStatus::stopping},
                                 InstanceStatus::stopped};

}  // namespace hallmark::specs::common::descriptions
