// SPDX-License-Identifier: Apache-2.0
//
// The digests of RebootInstance's pages.
#pragma once

#include "specs/digests/page_digests.hpp"
#include "specs/instance/reboot_instance.hpp"

namespace hallmark::specs::digests::reboot_instance {

using enum Passage;

namespace e2019_04 {

// clang-format off
inline constexpr PassageDigest visible[] = {
    {parameter_description,  1, 0x3c8ecb67029702b8},
    {parameter_description,  2, 0x7c4452919132bae2},
    {parameter_description,  3, 0x17aa902a2eea7743},
    {parameter_description,  4, 0x51be5dd522b527d2},
    {response_description,  1, 0xca263b4ec8376aee},
    {error_description,  1, 0x92f8ea95546b3e59},
    {error_description,  2, 0x1a0cab13ab5c4936},
    {error_description,  3, 0x37db9b253959754a},
    {error_description,  4, 0x85d50345d6463c0a},
    {error_description,  5, 0x618596fd417f5daa},
    {error_description,  6, 0xa058ca151f78c34c},
    {error_description,  7, 0x182def6781cccd09},
    {error_description,  8, 0x67973cf98d61dc7e},
    {error_description,  9, 0x8bc610ee04178606},
    {clause,  1, 0xd845d9662ba2e777},
    {clause,  2, 0x4189fa87076dca8a},
    {clause,  3, 0x2a6bdec10a2bdfef},
    {clause,  4, 0xa5a00181f3dafaa3},
    {clause,  5, 0x05c72ef5d9dc3e01},
    {clause,  6, 0xd619a0ff4ce8fdfe},
    {clause,  7, 0x8578c727e0f77a4b},
    {clause,  8, 0x676dc29db974877f},
    {clause,  9, 0xd80c032f433d453f},
    {clause, 10, 0xa5c6870435895fd6},
    {clause, 11, 0x42531bfe06735011},
    {clause, 12, 0x12aa3940432f6202},
    {sample,  1, 0x790dce5d12dbebba},
    {sample,  2, 0x94fc0258b96c400e},
    {sample,  3, 0x17cc140fcf7be45a},
    {remark,  1, 0x8b3d36c010b0b471},
    {remark,  2, 0x551ddcb6d321b17c},
    {remark,  3, 0x0d0c10deeeb166cd},
    {remark,  4, 0x1ce373e9f9d56c96},
    {remark,  5, 0xf669ba5a558bf5df},
    {remark,  6, 0xf7231be9a005f9db},
};

inline constexpr PassageDigest printed[] = {
    {parameter_description,  3, 0xf79657cc0bb112cf},
    {parameter_description,  4, 0xf165bd289848c7d6},
    {error_message,  6, 0xfec2cb12629954dd},
    {clause,  2, 0x10a1978fb7050874},
    {clause,  3, 0x9301f1e291a92db7},
    {clause,  4, 0x0077cad5bfbfa635},
    {clause,  5, 0xb5db62426eeb9773},
};
// clang-format on

inline constexpr PageDigests table{
    .page = &specs::reboot_instance::e2019_04::page, .visible = visible, .printed = printed};
static_assert(one_for_each_passage(table));

}  // namespace e2019_04

inline constexpr const PageDigests* editions[] = {&e2019_04::table};

}  // namespace hallmark::specs::digests::reboot_instance
