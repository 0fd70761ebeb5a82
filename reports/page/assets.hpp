// SPDX-License-Identifier: Apache-2.0
//
// The files that the page is made of, as they lie in this folder; the build puts them in.
#pragma once

#include <string_view>

namespace hallmark::reports::page {

extern const std::string_view page_template;
extern const std::string_view style;
extern const std::string_view script;

}  // namespace hallmark::reports::page
