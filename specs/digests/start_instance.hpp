// SPDX-License-Identifier: Apache-2.0
//
// The digests of StartInstance's pages.
#pragma once

#include "specs/digests/page_digests.hpp"
#include "specs/instance/start_instance.hpp"

namespace hallmark::specs::digests::start_instance {

using enum Passage;

namespace e2019_05 {

// clang-format off
inline constexpr PassageDigest visible[] = {
    {parameter_description,  1, 0x0ec42329d07b8f17},
    {parameter_description,  2, 0x364c370b0c1c5c13},
    {parameter_description,  3, 0x9251f81d36296a21},
    {parameter_description,  4, 0x7974136b009d3780},
    {response_description,  1, 0xdb5a654f607ae6bf},
    {error_description,  1, 0x1a0cab13ab5c4936},
    {error_description,  2, 0x85d50345d6463c0a},
    {error_description,  3, 0x9b21e44c3ea16fac},
    {error_description,  4, 0x9b21e44c3ea16fac},
    {error_description,  5, 0x0b6a5c3fde64f2ba},
    {error_description,  6, 0x182def6781cccd09},
    {error_description,  7, 0x67973cf98d61dc7e},
    {error_description,  8, 0x8bc610ee04178606},
    {clause,  1, 0xba57d8ce0d52b157},
    {clause,  2, 0xf03d6d617642ae56},
    {clause,  3, 0x9dadb5bc5cb93eb5},
    {clause,  4, 0xcb1b7ecc2f5b31fd},
    {clause,  5, 0xae960944b2754803},
    {clause,  6, 0x60aa0b1b6dd2de78},
    {clause,  7, 0xa557abf4e9162aa7},
    {clause,  8, 0x7eae01b5dff9d154},
    {clause,  9, 0x6f32e895ecbb7c78},
    {sample,  1, 0xe997dfb615b86905},
    {sample,  2, 0xf08bd7403ee5a7d9},
    {sample,  3, 0x76fcfbdec5b3098f},
    {remark,  1, 0x8b3d36c010b0b471},
    {remark,  2, 0x551ddcb6d321b17c},
    {remark,  3, 0x0d0c10deeeb166cd},
    {remark,  4, 0x1ce373e9f9d56c96},
    {remark,  5, 0xf669ba5a558bf5df},
    {remark,  6, 0xf7231be9a005f9db},
};

inline constexpr PassageDigest printed[] = {
    {parameter_description,  3, 0x84e2b61f5b26877b},
    {clause,  2, 0x84d0a37705e3debc},
    {clause,  3, 0x5b1a04c3825c6cdd},
    {clause,  4, 0x1176c9f120f3359b},
};
// clang-format on

inline constexpr PageDigests table{
    .page = &specs::start_instance::e2019_05::page, .visible = visible, .printed = printed};
static_assert(one_for_each_passage(table));

}  // namespace e2019_05

namespace e2020_10 {

// clang-format off
inline constexpr PassageDigest visible[] = {
    {parameter_description,  1, 0x364c370b0c1c5c13},
    {parameter_description,  2, 0x0ec42329d07b8f17},
    {parameter_description,  3, 0xca470dc83ae2fe1a},
    {parameter_description,  4, 0x92a597aa7b8fea5e},
    {response_description,  1, 0xca263b4ec8376aee},
    {error_description,  1, 0x92f8ea95546b3e59},
    {error_description,  2, 0x1a0cab13ab5c4936},
    {error_description,  3, 0x37db9b253959754a},
    {error_description,  4, 0xe36827cdb8de39f2},
    {error_description,  5, 0xd4d3dd36c12d282a},
    {error_description,  6, 0xf44dce8970f32f29},
    {error_description,  7, 0x85d50345d6463c0a},
    {error_description,  8, 0x92983e8dcb342d87},
    {error_description,  9, 0xe67135ed1d8f2184},
    {error_description, 10, 0x0b6a5c3fde64f2ba},
    {error_description, 11, 0x38d16c91d27a16db},
    {error_description, 12, 0xce60936b365c2a8c},
    {error_description, 13, 0x6a51c1e67eb81907},
    {error_description, 14, 0xa74fa254e6d307b8},
    {error_description, 15, 0xde9000569f5af25e},
    {error_description, 16, 0xf44dce8970f32f29},
    {error_description, 17, 0xa6f9fcfb770bb58f},
    {error_description, 18, 0xa6f9fcfb770bb58f},
    {error_description, 19, 0x8ea06af880a04311},
    {error_description, 20, 0x78c80036c9887b4b},
    {clause,  1, 0x11dd1f4cb40c5ee3},
    {clause,  2, 0xbacdcb9afccb2a52},
    {clause,  3, 0x5a0395653d00a2c0},
    {clause,  4, 0x6db9a370e2148ea3},
    {clause,  5, 0xef0effe2e83d7058},
    {clause,  6, 0x7d9bdac6a3b7022e},
    {clause,  7, 0x7eae01b5dff9d154},
    {clause,  8, 0x95c91fb6384bceb8},
    {clause,  9, 0x522b5cbacbbf0970},
    {clause, 10, 0x676dc29db974877f},
    {clause, 11, 0x523a93ee282d7c69},
    {clause, 12, 0x193d32819751421c},
    {sample,  1, 0xdcf7bf9baf6af1ba},
    {sample,  2, 0x245a6b66e738d5b7},
    {sample,  3, 0xa2e46743286034b9},
    {remark,  1, 0xdc4db5af155bbdae},
    {remark,  2, 0x2fff926cf6b4e8e1},
    {remark,  3, 0x9e6a33e904e8c9a5},
    {remark,  4, 0x551ddcb6d321b17c},
    {remark,  5, 0x0d0c10deeeb166cd},
    {remark,  6, 0x1ce373e9f9d56c96},
    {remark,  7, 0xf669ba5a558bf5df},
    {remark,  8, 0x6905dbfe8994f1df},
};
// clang-format on

inline constexpr PageDigests table{
    .page = &specs::start_instance::e2020_10::page, .visible = visible, .printed = {}};
static_assert(one_for_each_passage(table));

}  // namespace e2020_10

inline constexpr const PageDigests* editions[] = {&e2019_05::table, &e2020_10::table};

}  // namespace hallmark::specs::digests::start_instance
