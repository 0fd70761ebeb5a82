// SPDX-License-Identifier: Apache-2.0
//
// ReactivateInstances, as its reference page describes it: the same rows in Chinese and in English.
// The English document is a plain copy whose samples have lost their XML half.
#pragma once

#include <chrono>

#include "specs/schema/page.hpp"

namespace hallmark::specs::reactivate_instances {

namespace values {
inline constexpr std::string_view only_this_action[] = {"ReactivateInstances"};
}  // namespace values

namespace e2018_11_zh {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation.",
     .description = 0x1a0cab13ab5c4936},
    {.row =  2, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons.",
     .description = 0x63626167e7f81380},
    {.row =  3, .status = 403, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance.",
     .description = 0x5355f963d13227fe},
    {.row =  4, .status = 403, .code = "ReactivateInstances.InstanceStatusNotValid",
     .message = "Instance status is not Expired, ImageExpired or EcsAndImageExpired.",
     .description = 0x5e1520f76c9d77cb},
    {.row =  5, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist.",
     .description = 0x000d2683d215dd81},
    {.row =  6, .status = 404, .code = "InvalidPayType.NotSupport",
     .message = "The specified pre pay instance not support.",
     .description = 0x6f8b9e26fa9b0ada},
    {.row =  7, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error.",
     .description = 0x3f1bf23247927554},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = ValueType::string,
     .presence = Presence::required, .allowed = values::only_this_action, .default_value = "",
     .sample = "", .description = 0x6cbdd9bebea5f8e8},
    {.row = 2, .name = "InstanceId", .type = ValueType::string,
     .presence = Presence::required, .allowed = {}, .default_value = "",
     .sample = "", .description = 0x02bbacf464394cf6},
};
static_assert(in_page_order(parameters));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "reactivates a pay-as-you-go instance that is expired or overdue and being recycled",
     .sentence = 0xb0faac6bb22434f5},
    {.number = 2,
     .says = "the instance must be Expired (Stopped) or Overdue and Being Recycled (Stopped)",
     .sentence = 0x6f47d440007b5104},
    {.number = 3,
     .says = "settle and reactivate within 15 days of the overdue stop, or data are lost",
     .sentence = 0x33826bd3e15a4068},
    {.number = 4,
     .says = "a VPC instance that cannot be reactivated may be reactivated later",
     .sentence = 0x6de341306a639df4},
    {.number = 5,
     .says = "after an accepted call the instance is Starting",
     .sentence = 0x9dadb5bc5cb93eb5},
    {.number = 6,
     .says = "OperationLocks of the instance must not hold the reason security",
     .sentence = 0x9c3e3d343bc16a7a},
    {.number = 7,
     .says = "the answer holds the common response parameters only",
     .sentence = 0xcdaa3af0e7206ee8},
    {.number = 8,
     .says = "InsufficientBalance: the account has unpaid orders, to be settled first",
     .sentence = 0x5355f963d13227fe},
    {.number = 9,
     .says = "InvalidPayType.NotSupport: pay-as-you-go instances only",
     .sentence = 0x6f8b9e26fa9b0ada},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "Action=ReactivateInstances&InstanceId=i-instance1",
     .request_id = "", .text = 0x28f48cd797630adb},
    {.kind = Sample::Kind::xml_answer, .root = "ReactivateInstancesResponse",
     .query = "",
     .request_id = "51AB7717-6E1A-4D1D-A44D-54CBxxxxxxxx", .text = 0x523c1b6054b7d42f},
    {.kind = Sample::Kind::json_answer, .root = "",
     .query = "",
     .request_id = "51AB7717-6E1A-4D1D-A44D-54CBxxxxxxxx", .text = 0x81a57109efd5f1e7},
};

// Sentences outside the tables that state no behaviour: they lead in, or point elsewhere.
inline constexpr Digest remarks[] = {
    0xdc4db5af155bbdae,
    0x30bcb7e559c3753d,
    0x626c58bdbcd5a41d,
    0x551ddcb6d321b17c,
    0x5d0f9e8aaf01e8b8,
    0x1ce373e9f9d56c96,
    0xf669ba5a558bf5df,
    0xdfc3ed596f25d1c4,
    0x8070a17c2fd42ef1,
};

inline constexpr PrintedText printed[] = {
    {"error row 4, description", 0x4877362194bc70ef},
    {"clause 2", 0xf71167f98012d934},
    {"clause 4", 0x5e8da14e1c583e0f},
    {"clause 5", 0x5b1a04c3825c6cdd},
    {"clause 6", 0xd5ee6be9c411d4a0},
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int fifteen_days = 3;
inline constexpr int retry_later = 4;
inline constexpr int resulting_status = 5;
inline constexpr int security_lock = 6;
inline constexpr int common_response = 7;
inline constexpr int unpaid_bills = 8;
inline constexpr int pay_type = 9;
}  // namespace clause

inline constexpr Page page{
    .document = 0,
    .action = "ReactivateInstances",
    .edition = "2018-11 zh",
    .language = Language::zh,
    .date = std::chrono::year{2018} / std::chrono::November / 19,
    .parameters = parameters,
    .responses = {},
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::markdown,
    .remarks = remarks,
    .printed = printed,
};

}  // namespace e2018_11_zh

namespace e2018_11_en {

// clang-format off
inline constexpr ErrorRow errors[] = {
    {.row =  1, .status = 403, .code = "IncorrectInstanceStatus",
     .message = "The current status of the resource does not support this operation.",
     .description = 0xf8c148e073257c70},
    {.row =  2, .status = 403, .code = "InstanceLockedForSecurity",
     .message = "The specified operation is denied as your instance is locked for security "
                "reasons.",
     .description = 0x89b3a46b541baa36},
    {.row =  3, .status = 403, .code = "InsufficientBalance",
     .message = "Your account does not have enough balance.",
     .description = 0x55f2515ca7edc2ec},
    {.row =  4, .status = 403, .code = "ReactivateInstances.InstanceStatusNotValid",
     .message = "Instance status is not Expired, ImageExpired or EcsAndImageExpired.",
     .description = 0x770bd335592d9b93},
    {.row =  5, .status = 404, .code = "InvalidInstanceId.NotFound",
     .message = "The specified InstanceId does not exist.",
     .description = 0xa50cb820ac4516ed},
    {.row =  6, .status = 404, .code = "InvalidPayType.NotSupport",
     .message = "The specified pre pay instance not support.",
     .description = 0x448ae1883b5a935d},
    {.row =  7, .status = 500, .code = "InternalError",
     .message = "The request processing has failed due to some unknown error.",
     .description = 0xafd2fd42a1c3aa96},
};
static_assert(in_page_order(errors));

inline constexpr ParameterSpec parameters[] = {
    {.row = 1, .name = "Action", .type = ValueType::string,
     .presence = Presence::required, .allowed = values::only_this_action, .default_value = "",
     .sample = "", .description = 0x7635bbeef3bd7aa6},
    {.row = 2, .name = "InstanceId", .type = ValueType::string,
     .presence = Presence::required, .allowed = {}, .default_value = "",
     .sample = "", .description = 0x8e4952a5c6c501c3},
};
static_assert(in_page_order(parameters));

inline constexpr Clause clauses[] = {
    {.number = 1,
     .says = "reactivates a pay-as-you-go instance that overdue payments have stopped",
     .sentence = 0x2fc61fefdbd7ef69},
    {.number = 2,
     .says = "the instance must be Expired (Stopped) or Overdue and Being Recycled (Stopped)",
     .sentence = 0x9b6859c31453dccc},
    {.number = 3,
     .says = "settle and reactivate within 15 days of the overdue stop",
     .sentence = 0x8d1028cc0f3f75f4},
    {.number = 4,
     .says = "past the 15 days the instance is released and its data is lost",
     .sentence = 0xfa1734a276d141fc},
    {.number = 5,
     .says = "a VPC instance that cannot be reactivated may be reactivated later",
     .sentence = 0xb4ff7950108d5582},
    {.number = 6,
     .says = "after an accepted call the instance is Starting",
     .sentence = 0x98da81a513154e6d},
    {.number = 7,
     .says = "OperationLocks of the instance must not hold the reason security",
     .sentence = 0xcd40d9d3abbf0dcd},
    {.number = 8,
     .says = "the answer holds the common response parameters only",
     .sentence = 0x50c712505bbd5c82},
    {.number = 9,
     .says = "InsufficientBalance: the account has unpaid bills, to be paid first",
     .sentence = 0xe3d18a2813f7e4ba},
    {.number = 10,
     .says = "InvalidPayType.NotSupport: pay-as-you-go instances only",
     .sentence = 0x448ae1883b5a935d},
};
static_assert(in_page_order(clauses));

inline constexpr Sample samples[] = {
    {.kind = Sample::Kind::request, .root = "",
     .query = "",
     .request_id = "", .text = 0x9b831a65cbe25fb7},
    {.kind = Sample::Kind::json_answer, .root = "",
     .query = "",
     .request_id = "51AB7717-6E1A-4D1D-A44D-54CBxxxxxxxx", .text = 0xc769771a55efe89b},
};

// Sentences outside the tables that state no behaviour: they lead in, or point elsewhere.
inline constexpr Digest remarks[] = {
    0x7d3716bdad2eea5a,
    0xd48987cf5ad38601,
    0x15bec52ee5c3f7b4,
    0x6b95643f1b8bd5cc,
    0x223e6c567209fa49,
    0x08291af82ebb2725,
    0x3c10f143c3f0052c,
    0xd8d6d6fa0a16f06f,
    0xc80305d35e5bacfd,
};
// clang-format on

// The clauses by name, for citing them.
namespace clause {
inline constexpr int purpose = 1;
inline constexpr int precondition = 2;
inline constexpr int fifteen_days = 3;
inline constexpr int released_after = 4;
inline constexpr int retry_later = 5;
inline constexpr int resulting_status = 6;
inline constexpr int security_lock = 7;
inline constexpr int common_response = 8;
inline constexpr int unpaid_bills = 9;
inline constexpr int pay_type = 10;
}  // namespace clause

inline constexpr Page page{
    .document = 1,
    .action = "ReactivateInstances",
    .edition = "2018-11 en",
    .language = Language::en,
    .date = std::chrono::year{2018} / std::chrono::November / 19,
    .parameters = parameters,
    .responses = {},
    .errors = errors,
    .clauses = clauses,
    .samples = samples,
    .form = Form::plain,
    .remarks = remarks,
};

}  // namespace e2018_11_en

}  // namespace hallmark::specs::reactivate_instances
