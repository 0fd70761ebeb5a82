// SPDX-License-Identifier: Apache-2.0
//
// Laws of the encodings: percent and form, queries, timestamps, UTF-8.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"
#include "reports/text.hpp"
#include "runner/reference/signing/timestamps.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/testing_second_signer.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::fuzz {
namespace {

using runner::Parameters;
using Encode = std::function<std::string(std::string_view)>;
using Decode = std::function<std::optional<std::string>(std::string_view)>;
using Write = std::function<std::string(const Parameters&)>;
using Read = std::function<std::optional<Parameters>(std::string_view)>;
using Instant = std::chrono::system_clock::time_point;
using ParseTime = std::function<std::optional<Instant>(std::string_view)>;
using PrintTime = std::function<std::string(Instant)>;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size()) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// What is encoded comes back.
void comes_back(const Encode& encode, const Decode& decode) {
  const std::string text = *any_bytes().as("text");
  RC_ASSERT((decode(encode(text)) == std::optional{text}));
}

// RFC 3986, section 2.1 and 2.3, written a second time.
void is_encoded_as_the_rfc_says(const Encode& encode) {
  const std::string text = *any_bytes().as("text");
  RC_ASSERT(encode(text) == runner::testing::second_percent_encode(text));
}

// However it is spelled, it is the same text.
void every_spelling_is_read(const Decode& decode, bool form) {
  const SpelledText both = *spelled_text(form).as("spelled");
  RC_ASSERT((decode(both.spelled) == std::optional{both.text}));
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

bool is_well_formed(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))) {
      return false;
    }
  }
  return true;
}

// A '%' stands before two hexadecimal digits, or the text is refused.
void broken_sequences_are_refused(const Decode& decode) {
  const std::string text = *any_bytes().as("text");
  RC_ASSERT(decode(text).has_value() == is_well_formed(text));
}

HALLMARK_LAW(PercentEncoding, ComesBack) {
  comes_back(runner::percent_encode, runner::percent_decode);
}
HALLMARK_LAW(PercentEncoding, IsThatOfTheRfc) {
  is_encoded_as_the_rfc_says(runner::percent_encode);
}
HALLMARK_LAW(PercentEncoding, IsReadInEverySpelling) {
  every_spelling_is_read(runner::percent_decode, false);
}
HALLMARK_LAW(PercentEncoding, RefusesBrokenSequences) {
  broken_sequences_are_refused(runner::percent_decode);
}
HALLMARK_LAW(FormEncoding, ComesBack) { comes_back(runner::form_encode, runner::form_decode); }
HALLMARK_LAW(FormEncoding, IsReadInEverySpelling) {
  every_spelling_is_read(runner::form_decode, true);
}

TEST(PercentEncodingLaws, FindWhatIsPlanted) {
  const Encode forgets_nul = [](std::string_view text) {
    return runner::percent_encode(text.substr(0, text.find('\0')));
  };
  const Encode blank_as_plus = runner::form_encode;
  const Encode lower_case = [](std::string_view text) {
    return replaced(runner::percent_encode(text), "%2F", "%2f");
  };
  const Encode leaves_asterisk = [](std::string_view text) {
    return replaced(runner::percent_encode(text), "%2A", "*");
  };
  const Decode only_capitals = [](std::string_view text) -> std::optional<std::string> {
    if (text.find("%c") != text.npos || text.find("%f") != text.npos) return std::nullopt;
    return runner::percent_decode(text);
  };
  const Decode lenient = [](std::string_view text) {
    const auto decoded = runner::percent_decode(text);
    return decoded ? decoded : std::optional{std::string{text}};
  };
  const Decode twice = [](std::string_view text) -> std::optional<std::string> {
    const auto once = runner::percent_decode(text);
    const auto again = once ? runner::percent_decode(*once) : std::nullopt;
    return again ? again : once;
  };
  expect_found(
      "NUL ends the text", [&] { comes_back(forgets_nul, runner::percent_decode); }, 6);
  expect_found(
      "a blank as plus", [&] { comes_back(blank_as_plus, runner::percent_decode); }, 3);
  expect_found(
      "digits in lower case", [&] { is_encoded_as_the_rfc_says(lower_case); }, 3);
  expect_found(
      "an asterisk as it is", [&] { is_encoded_as_the_rfc_says(leaves_asterisk); }, 3);
  expect_found(
      "capitals only", [&] { every_spelling_is_read(only_capitals, false); }, 14);
  expect_found(
      "decoded twice", [&] { every_spelling_is_read(twice, false); }, 20);
  expect_found(
      "decoded twice", [&] { comes_back(runner::percent_encode, twice); }, 6);
  expect_found(
      "broken sequences pass", [&] { broken_sequences_are_refused(lenient); }, 4);
}

// What is written is read again: names, values, repeats, order.
void parameters_come_back(const Write& write, const Read& read) {
  const Parameters parameters = *parameter_list().as("parameters");
  RC_ASSERT((read(write(parameters)) == std::optional{parameters}));
}

// The canonical form is that of the sorted parameters, whatever their order.
void order_is_irrelevant(const Write& canonical) {
  Parameters parameters = *distinct_parameters().as("parameters");
  const std::string before = canonical(parameters);
  std::ranges::reverse(parameters);
  RC_ASSERT(canonical(parameters) == before);
  std::string slow;
  for (const auto& [name, value] : std::map(parameters.begin(), parameters.end())) {
    slow += (slow.empty() ? "" : "&") + runner::testing::second_percent_encode(name) + '=' +
            runner::testing::second_percent_encode(value);
  }
  RC_ASSERT(before == slow);
}

HALLMARK_LAW(Query, ComesBack) { parameters_come_back(runner::query_string, runner::parse_query); }
HALLMARK_LAW(Query, ComesBackFromAForm) {
  parameters_come_back(runner::form_body, runner::parse_form);
}
HALLMARK_LAW(Query, IsCanonicalInAnyOrder) { order_is_irrelevant(runner::canonical_query); }

TEST(QueryLaws, FindWhatIsPlanted) {
  const Read drops_repeats = [](std::string_view text) {
    auto all = runner::parse_query(text);
    if (all) {
      const auto same = [](const auto& a, const auto& b) { return a.first == b.first; };
      all->erase(std::unique(all->begin(), all->end(), same), all->end());
    }
    return all;
  };
  const Read drops_empty = [](std::string_view text) {
    auto all = runner::parse_query(text);
    if (all) std::erase_if(*all, [](const auto& one) { return one.second.empty(); });
    return all;
  };
  const Write sorts_encoded = [](const Parameters& parameters) {
    Parameters encoded;
    for (const auto& [name, value] : parameters) {
      encoded.emplace_back(runner::percent_encode(name), runner::percent_encode(value));
    }
    std::ranges::stable_sort(encoded);
    std::string text;
    for (const auto& [name, value] : encoded) {
      text += (text.empty() ? "" : "&") + name + '=' + value;
    }
    return text;
  };
  expect_found(
      "of a repeated name the first",
      [&] { parameters_come_back(runner::query_string, drops_repeats); }, 24);
  expect_found(
      "empty values are none", [&] { parameters_come_back(runner::query_string, drops_empty); },
      12);
  expect_found(
      "not sorted", [&] { order_is_irrelevant(runner::query_string); }, 28);
  expect_found(
      "encoded, then sorted", [&] { order_is_irrelevant(sorts_encoded); }, 60);
}

// Printed and parsed, an instant is its second; and later instants are later in the alphabet.
void timestamps_come_back(const PrintTime& print, const ParseTime& parse) {
  const Instant one = *instant().as("instant");
  const Instant other = *instant().as("other instant");
  const Instant second = std::chrono::floor<std::chrono::seconds>(one);
  RC_ASSERT((parse(print(one)) == std::optional{second}));
  if (second < std::chrono::floor<std::chrono::seconds>(other)) {
    RC_ASSERT(print(one) < print(other));
  }
}

// Two readers of timestamps, neither of which knows the other, take the same texts for the same.
void readers_agree(const ParseTime& ours, const ParseTime& theirs) {
  const std::string text = *timestamp_text().as("text");
  RC_ASSERT(ours(text) == theirs(text));
}

HALLMARK_LAW(Timestamp, ComesBack) {
  timestamps_come_back(runner::utc_timestamp, runner::parse_timestamp);
}
HALLMARK_LAW(Timestamp, IsReadAsTheReferenceEndpointReadsIt) {
  readers_agree(runner::parse_timestamp, runner::reference::parse_timestamp);
}

TEST(TimestampLaws, FindWhatIsPlanted) {
  const PrintTime rounds = [](Instant when) {
    return runner::utc_timestamp(when + std::chrono::milliseconds{500});
  };
  const PrintTime towards_1970 = [](Instant when) {
    return runner::utc_timestamp(
        Instant{std::chrono::duration_cast<std::chrono::seconds>(when.time_since_epoch())});
  };
  const ParseTime any_day_of_february = [](std::string_view text) {
    std::string changed{text};
    if (text.substr(0, text.find('T')).ends_with("-02-30")) changed.replace(8, 2, "29");
    return runner::parse_timestamp(changed);
  };
  const ParseTime any_zone = [](std::string_view text) {
    std::string changed{text};
    if (text.size() == 20 && text.back() == 'z') changed.back() = 'Z';
    return runner::parse_timestamp(changed);
  };
  const ParseTime leap_seconds = [](std::string_view text) {
    return runner::parse_timestamp(replaced(std::string{text}, ":60Z", ":59Z"));
  };
  expect_found(
      "rounded", [&] { timestamps_come_back(rounds, runner::parse_timestamp); }, 60);
  expect_found(
      "cut off towards 1970", [&] { timestamps_come_back(towards_1970, runner::parse_timestamp); },
      60);
  const ParseTime theirs = runner::reference::parse_timestamp;
  expect_found(
      "a 30th of February", [&] { readers_agree(any_day_of_february, theirs); }, 24, 2000);
  expect_found(
      "a small z", [&] { readers_agree(any_zone, theirs); }, 24, 2000);
  expect_found(
      "a sixty-first second", [&] { readers_agree(leap_seconds, theirs); }, 24, 2000);
}

using IsUtf8 = std::function<bool(std::string_view)>;

void tells_utf8(const IsUtf8& is_utf8) {
  RC_ASSERT(is_utf8(*unicode_text().as("text")));
  RC_ASSERT(!is_utf8(*broken_utf8().as("broken")));
}

HALLMARK_LAW(Utf8, IsToldFromWhatIsNone) { tells_utf8(reports::is_utf8); }

TEST(Utf8Laws, FindWhatIsPlanted) {
  const IsUtf8 three_bytes_at_most = [](std::string_view text) {
    return reports::is_utf8(text) &&
           std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
  };
  const IsUtf8 ends_at_nul = [](std::string_view text) {
    return reports::is_utf8(text.substr(0, text.find('\0')));
  };
  const IsUtf8 knows_no_surrogates = [](std::string_view text) {
    return reports::is_utf8(replaced(std::string{text}, "\xed\xa0\x80", ""));
  };
  expect_found(
      "three bytes at most", [&] { tells_utf8(three_bytes_at_most); }, 28);
  expect_found(
      "NUL ends the text", [&] { tells_utf8(ends_at_nul); }, 28);
  expect_found(
      "surrogates pass", [&] { tells_utf8(knows_no_surrogates); }, 28);
}

}  // namespace
}  // namespace hallmark::fuzz
