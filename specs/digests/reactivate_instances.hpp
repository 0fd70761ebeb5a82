// SPDX-License-Identifier: Apache-2.0
//
// The digests of ReactivateInstances's pages.
#pragma once

#include "specs/digests/page_digests.hpp"
#include "specs/instance/reactivate_instances.hpp"

namespace hallmark::specs::digests::reactivate_instances {

using enum Passage;

namespace e2018_11_zh {

// clang-format off
inline constexpr PassageDigest visible[] = {
    {parameter_description,  1, 0x6cbdd9bebea5f8e8},
    {parameter_description,  2, 0x02bbacf464394cf6},
    {error_description,  1, 0x1a0cab13ab5c4936},
    {error_description,  2, 0x63626167e7f81380},
    {error_description,  3, 0x5355f963d13227fe},
    {error_description,  4, 0x5e1520f76c9d77cb},
    {error_description,  5, 0x000d2683d215dd81},
    {error_description,  6, 0x6f8b9e26fa9b0ada},
    {error_description,  7, 0x3f1bf23247927554},
    {clause,  1, 0xb0faac6bb22434f5},
    {clause,  2, 0x6f47d440007b5104},
    {clause,  3, 0x33826bd3e15a4068},
    {clause,  4, 0x6de341306a639df4},
    {clause,  5, 0x9dadb5bc5cb93eb5},
    {clause,  6, 0x9c3e3d343bc16a7a},
    {clause,  7, 0xcdaa3af0e7206ee8},
    {clause,  8, 0x5355f963d13227fe},
    {clause,  9, 0x6f8b9e26fa9b0ada},
    {sample,  1, 0x28f48cd797630adb},
    {sample,  2, 0x523c1b6054b7d42f},
    {sample,  3, 0x81a57109efd5f1e7},
    {remark,  1, 0xdc4db5af155bbdae},
    {remark,  2, 0x30bcb7e559c3753d},
    {remark,  3, 0x626c58bdbcd5a41d},
    {remark,  4, 0x551ddcb6d321b17c},
    {remark,  5, 0x5d0f9e8aaf01e8b8},
    {remark,  6, 0x1ce373e9f9d56c96},
    {remark,  7, 0xf669ba5a558bf5df},
    {remark,  8, 0xdfc3ed596f25d1c4},
    {remark,  9, 0x8070a17c2fd42ef1},
};

inline constexpr PassageDigest printed[] = {
    {error_description,  4, 0x4877362194bc70ef},
    {clause,  2, 0xf71167f98012d934},
    {clause,  4, 0x5e8da14e1c583e0f},
    {clause,  5, 0x5b1a04c3825c6cdd},
    {clause,  6, 0xd5ee6be9c411d4a0},
};
// clang-format on

inline constexpr PageDigests table{.page = &specs::reactivate_instances::e2018_11_zh::page,
                                   .visible = visible,
                                   .printed = printed};
static_assert(one_for_each_passage(table));

}  // namespace e2018_11_zh

namespace e2018_11_en {

// clang-format off
inline constexpr PassageDigest visible[] = {
    {parameter_description,  1, 0x7635bbeef3bd7aa6},
    {parameter_description,  2, 0x8e4952a5c6c501c3},
    {error_description,  1, 0xf8c148e073257c70},
    {error_description,  2, 0x89b3a46b541baa36},
    {error_description,  3, 0x55f2515ca7edc2ec},
    {error_description,  4, 0x770bd335592d9b93},
    {error_description,  5, 0xa50cb820ac4516ed},
    {error_description,  6, 0x448ae1883b5a935d},
    {error_description,  7, 0xafd2fd42a1c3aa96},
    {clause,  1, 0x2fc61fefdbd7ef69},
    {clause,  2, 0x9b6859c31453dccc},
    {clause,  3, 0x8d1028cc0f3f75f4},
    {clause,  4, 0xfa1734a276d141fc},
    {clause,  5, 0xb4ff7950108d5582},
    {clause,  6, 0x98da81a513154e6d},
    {clause,  7, 0xcd40d9d3abbf0dcd},
    {clause,  8, 0x50c712505bbd5c82},
    {clause,  9, 0xe3d18a2813f7e4ba},
    {clause, 10, 0x448ae1883b5a935d},
    {sample,  1, 0x9b831a65cbe25fb7},
    {sample,  2, 0xc769771a55efe89b},
    {remark,  1, 0x7d3716bdad2eea5a},
    {remark,  2, 0xd48987cf5ad38601},
    {remark,  3, 0x15bec52ee5c3f7b4},
    {remark,  4, 0x6b95643f1b8bd5cc},
    {remark,  5, 0x223e6c567209fa49},
    {remark,  6, 0x08291af82ebb2725},
    {remark,  7, 0x3c10f143c3f0052c},
    {remark,  8, 0xd8d6d6fa0a16f06f},
    {remark,  9, 0xc80305d35e5bacfd},
};
// clang-format on

inline constexpr PageDigests table{
    .page = &specs::reactivate_instances::e2018_11_en::page, .visible = visible, .printed = {}};
static_assert(one_for_each_passage(table));

}  // namespace e2018_11_en

inline constexpr const PageDigests* editions[] = {&e2018_11_zh::table, &e2018_11_en::table};

}  // namespace hallmark::specs::digests::reactivate_instances
