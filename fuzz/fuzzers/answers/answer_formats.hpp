// SPDX-License-Identifier: Apache-2.0
//
// What mutators of answers and of other XML and JSON put together.
#pragma once

#include "fuzz/fuzzers/base/splice.hpp"

namespace hallmark::fuzz {

inline constexpr std::string_view xml_pieces[] = {"<a>x</a>",
                                                  "<b></b>",
                                                  "<Code>x</Code>",
                                                  "<RequestId/>",
                                                  "<?xml version=\"1.0\"?>",
                                                  "<a b='c'>",
                                                  "</a>",
                                                  "<![CDATA[x]]>",
                                                  "<!--x-->",
                                                  "<!DOCTYPE a>",
                                                  "x",
                                                  "&amp;",
                                                  "&#x41;",
                                                  " ",
                                                  "\r\n",
                                                  "&#13;",
                                                  "&apos;"};
inline constexpr SplicedFormat xml_format{"<a></a>", "<>", xml_pieces};

inline constexpr std::string_view json_pieces[] = {
    R"("a":1)", R"("a":1,)", R"(,"a":-0)", R"(,"Code":"x")", R"("b":[],)", R"("b":[1],)",
    R"("":{})", "{}",        "[]",         "null",           ",true",      ",1.50e+2",
    R"("x")",   R"("",)",    "\\u00e9",    "\\u0041",        "\\n",        "\\ud83d\\ude00",
    " ",        ","};
inline constexpr SplicedFormat json_format{"{}", "{}[],:\"", json_pieces};

}  // namespace hallmark::fuzz
