// SPDX-License-Identifier: Apache-2.0
//
// Values that RapidCheck's own generators never or rarely yield: NUL, Unicode up to its last
// character, percent sequences, odd spellings of true and false, instants beside the edges of
// calendars, names of headers, lists of parameters in which names repeat.
#pragma once

#include <rapidcheck.h>

#include <chrono>
#include <ostream>
#include <string>
#include <string_view>

#include "runner/wire/signing/query.hpp"
#include "runner/wire/testing_generators.hpp"

namespace hallmark::fuzz {

// From `first` up to, not including, `end`, and from the first case on: RapidCheck's own inRange()
// reaches its upper end in large cases only, and is no good for choosing one of a few.
template <class T>
[[nodiscard]] rc::Gen<T> between(T first, T end) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(first, end));
}

// Any bytes: NUL, percent sequences, UTF-8 and what is none.
[[nodiscard]] inline rc::Gen<std::string> any_bytes() { return runner::testing::any_text(); }

// UTF-8, with characters of one to four bytes and those beside the edges: NUL, U+D7FF, U+10FFFF.
[[nodiscard]] rc::Gen<std::string> unicode_text();

// The same without what XML 1.0 cannot hold: most controls, U+FFFE and U+FFFF.
[[nodiscard]] rc::Gen<std::string> xml_text();

// Text that is not UTF-8 in one place: cut off, overlong, a surrogate, beyond U+10FFFF.
[[nodiscard]] rc::Gen<std::string> broken_utf8();

// What somebody may write for a Boolean: the two that the pages know, and others.
[[nodiscard]] rc::Gen<std::string> boolean_spelling();

// From year 1678 to year 2261, often beside the end of a second, day, February or year.
[[nodiscard]] rc::Gen<std::chrono::system_clock::time_point> instant();

// In the shape of a timestamp, or nearly; days and hours need not exist, and years may be beyond
// what a clock that counts nanoseconds can hold.
[[nodiscard]] rc::Gen<std::string> timestamp_text();

// A name that HTTP allows for a header (RFC 9110, section 5.1), in any case.
[[nodiscard]] rc::Gen<std::string> header_name();

// Few names, so that they repeat, and odd ones; values of any bytes. No name is empty.
[[nodiscard]] rc::Gen<runner::Parameters> parameter_list();

// The same with each name once.
[[nodiscard]] rc::Gen<runner::Parameters> distinct_parameters();

// Any bytes, and a percent-encoding of them: letters as they are or as %XY, digits of either case.
// Where `form`, blanks also as '+'.
struct SpelledText {
  std::string text;
  std::string spelled;
};
void showValue(const SpelledText& both, std::ostream& out);
[[nodiscard]] rc::Gen<SpelledText> spelled_text(bool form);

// One way to percent-encode `text`. 0 and 1: as plainly as can be; 2: every byte as %XY; 3: as %xy.
void append_spelled(std::string& out, std::string_view text, int choice, bool form);

}  // namespace hallmark::fuzz
