// SPDX-License-Identifier: Apache-2.0
//
// For tests: RapidCheck generators of text. Its own string generator never yields NUL and rarely
// yields UTF-8, percent signs or the characters that encodings treat specially.
#pragma once

#include <rapidcheck.h>

#include <string>
#include <vector>

namespace hallmark::runner::testing {

// One piece of text: a special character, a letter, a UTF-8 sequence of two to four bytes, a
// percent sequence well-formed or not, or any byte.
inline rc::Gen<std::string> piece() {
  using Strings = std::vector<std::string>;
  return rc::gen::weightedOneOf<std::string>(
      {{4, rc::gen::map(rc::gen::inRange<int>(0x20, 0x7f),
                        [](int c) { return std::string(1, static_cast<char>(c)); })},
       {3, rc::gen::elementOf(Strings{"%", "%%", "%41", "%2B", "%2b", "%zz", "%4", "%25", "%00"})},
       {3,
        rc::gen::elementOf(Strings{" ", "+", "*", "~", "/", "&", "=", "-", "_", ".", "\"", "'"})},
       {2, rc::gen::elementOf(
               Strings{"\xc3\xa9", "\xe4\xb8\xad", "\xf0\x9f\x94\xa8", "\xef\xbb\xbf"})},
       {1, rc::gen::just(std::string(1, '\0'))},
       {1, rc::gen::map(rc::gen::inRange<int>(0, 256), [](int c) {
          return std::string(1, static_cast<char>(static_cast<unsigned char>(c)));
        })}});
}

// Any bytes at all, made of such pieces.
inline rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece()),
                      [](const std::vector<std::string>& pieces) {
                        std::string text;
                        for (const auto& one : pieces) text += one;
                        return text;
                      });
}

inline rc::Gen<std::string> any_name() { return rc::gen::nonEmpty(any_text()); }

}  // namespace hallmark::runner::testing
