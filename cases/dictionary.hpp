// SPDX-License-Identifier: Apache-2.0
//
// The words of the documents, for fuzzers to put into what they make up: actions, parameters and
// their values, codes, statuses, conditions. Read from the tables, so that a new row is a new word.
#pragma once

#include <string>
#include <vector>

namespace hallmark::cases {

// Sorted byte by byte, each once; none empty or longer than 64 bytes, which is what libFuzzer
// takes.
[[nodiscard]] std::vector<std::string> dictionary_words();

// Words as libFuzzer and AFL++ read them: a line each, in double quotes. What is not printable
// ASCII, a quote or a backslash is written \xHH.
[[nodiscard]] std::string as_dictionary(const std::vector<std::string>& words);

}  // namespace hallmark::cases
