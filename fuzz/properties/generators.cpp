// SPDX-License-Identifier: Apache-2.0
#include "fuzz/properties/generators.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace hallmark::fuzz {
namespace {

using Strings = std::vector<std::string>;

void append_utf8(std::string& out, std::uint32_t character) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (character < 0x80) {
    put(character);
  } else if (character < 0x800) {
    put(0xC0U | (character >> 6U));
    put(0x80U | (character & 0x3FU));
  } else if (character < 0x10000) {
    put(0xE0U | (character >> 12U));
    put(0x80U | ((character >> 6U) & 0x3FU));
    put(0x80U | (character & 0x3FU));
  } else {
    put(0xF0U | (character >> 18U));
    put(0x80U | ((character >> 12U) & 0x3FU));
    put(0x80U | ((character >> 6U) & 0x3FU));
    put(0x80U | (character & 0x3FU));
  }
}

rc::Gen<std::uint32_t> from(std::uint32_t first, std::uint32_t last) {
  return between(first, last + 1);
}

rc::Gen<std::uint32_t> character() {
  return rc::gen::weightedOneOf<std::uint32_t>(
      {{6, from(0x20, 0x7E)},
       {3, rc::gen::element<std::uint32_t>('&', '<', '>', '"', '\'', '\\', '/', ' ', '%', '+')},
       {2, rc::gen::element<std::uint32_t>(0x00, 0x09, 0x0A, 0x0D, 0x1F, 0x7F, 0x80, 0x85, 0x7FF,
                                           0x800, 0x2028, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFE,
                                           0xFFFF, 0x10000, 0x1F528, 0x10FFFF)},
       {1, from(0x00, 0x1F)},
       {1, from(0x80, 0x7FF)},
       {1, from(0x800, 0xD7FF)},
       {1, from(0xE000, 0xFFFF)},
       {2, from(0x10000, 0x10FFFF)}});
}

bool fits_xml(std::uint32_t one) {
  if (one < 0x20) return one == 0x09 || one == 0x0A || one == 0x0D;
  return one != 0xFFFE && one != 0xFFFF;
}

rc::Gen<std::string> text_of(rc::Gen<std::uint32_t> characters) {
  return rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(std::move(characters)),
                      [](const std::vector<std::uint32_t>& all) {
                        std::string text;
                        for (const std::uint32_t one : all) append_utf8(text, one);
                        return text;
                      });
}

std::string two_digits(int value) {
  return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

rc::Gen<std::string> parameter_name() {
  return rc::gen::weightedOneOf<std::string>(
      {{6, rc::gen::elementOf(Strings{"a", "b", "A", "ab", "InstanceId.1", "InstanceId.10", "*"})},
       {1, runner::testing::any_name()}});
}

}  // namespace

void showValue(const SpelledText& both, std::ostream& out) { out << '"' << both.spelled << '"'; }

rc::Gen<std::string> unicode_text() { return text_of(character()); }

rc::Gen<std::string> xml_text() { return text_of(rc::gen::suchThat(character(), fits_xml)); }

rc::Gen<std::string> broken_utf8() {
  return rc::gen::map(
      rc::gen::tuple(unicode_text(),
                     rc::gen::elementOf(Strings{
                         "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3(", "\xe0\x80\x80",
                         "\xe2\x82(", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80",
                         "\xf0\x9f\x94(", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xfe", "\xff"}),
                     unicode_text()),
      [](const auto& parts) {
        return std::get<0>(parts) + std::get<1>(parts) + std::get<2>(parts);
      });
}

rc::Gen<std::string> boolean_spelling() {
  using namespace std::string_literals;
  return rc::gen::weightedOneOf<std::string>(
      {{4, rc::gen::elementOf(Strings{"true", "false", ""})},
       {4, rc::gen::elementOf(Strings{"True",
                                      "TRUE",
                                      "False",
                                      "FALSE",
                                      "tRuE",
                                      "1",
                                      "0",
                                      "2",
                                      "-1",
                                      "yes",
                                      "no",
                                      "on",
                                      "off",
                                      "t",
                                      "f",
                                      "tru",
                                      "fals",
                                      "truefalse",
                                      " true",
                                      "true ",
                                      "\ttrue",
                                      "true\n",
                                      "true\0"s,
                                      "\0true"s,
                                      "true\0false"s,
                                      "%74rue",
                                      "\"true\"",
                                      "[true]",
                                      "null",
                                      "\xef\xbd\x94\xef\xbd\x92\xef\xbd\x95\xef\xbd\x85",
                                      "\xef\xbb\xbftrue"})},
       {1, rc::gen::scale(0.2, unicode_text())}});
}

rc::Gen<std::chrono::system_clock::time_point> instant() {
  using namespace std::chrono;
  const auto day = rc::gen::weightedOneOf<sys_days>(
      {{3, rc::gen::map(between(-719'528, 2'932'897),
                        [](int days_since_1970) { return sys_days{days{days_since_1970}}; })},
       {2, rc::gen::element<sys_days>(year{1970} / 1 / 1, year{1969} / 12 / 31, year{0} / 1 / 1,
                                      year{9999} / 12 / 31, year{2000} / 2 / 29,
                                      year{1900} / 2 / 28, year{1900} / 3 / 1, year{2024} / 2 / 29,
                                      year{2023} / 12 / 31, year{2038} / 1 / 19)}});
  const auto second =
      rc::gen::oneOf(between(0, 86'400), rc::gen::element(0, 59, 60, 3599, 3600, 86'399));
  const auto fraction =
      rc::gen::oneOf(between(0, 1'000'000), rc::gen::element(0, 1, 499'999, 500'000, 999'999));
  return rc::gen::map(rc::gen::tuple(day, second, fraction), [](const auto& parts) {
    const auto& [date, seconds_of_day, microseconds_of_second] = parts;
    // The clock counts nanoseconds and reaches from 1677 to 2262: years beyond come inside.
    constexpr sys_days first = year{1678} / 1 / 1;
    constexpr sys_days last = year{2261} / 12 / 31;
    const sys_days held = std::clamp(date, first, last);
    return system_clock::time_point{held.time_since_epoch()} + seconds{seconds_of_day} +
           microseconds{microseconds_of_second};
  });
}

rc::Gen<std::string> timestamp_text() {
  const auto year =
      rc::gen::oneOf(between(1990, 2040),
                     rc::gen::element(0, 1677, 1678, 1900, 1970, 2000, 2100, 2261, 2262, 9999));
  const auto right =
      rc::gen::map(rc::gen::tuple(year, rc::gen::oneOf(between(0, 15), rc::gen::just(2)),
                                  rc::gen::oneOf(between(0, 33), between(28, 32)), between(0, 26),
                                  between(0, 62), between(0, 62)),
                   [](const auto& parts) {
                     const auto& [y, month, day, hour, minute, second] = parts;
                     return two_digits(y / 100) + two_digits(y) + '-' + two_digits(month) + '-' +
                            two_digits(day) + 'T' + two_digits(hour) + ':' + two_digits(minute) +
                            ':' + two_digits(second) + 'Z';
                   });
  const auto nearly = rc::gen::map(
      rc::gen::tuple(right, between(0, 20), between(0, 3),
                     rc::gen::elementOf(Strings{"", "-", "T", "t", "z", " ", "+", "0", "9", ".0"})),
      [](const auto& parts) {
        const auto& [text, at, length, put] = parts;
        std::string changed = text;
        changed.replace(static_cast<std::size_t>(at), static_cast<std::size_t>(length), put);
        return changed;
      });
  const auto near_misses =
      rc::gen::elementOf(Strings{"2020-02-30T00:00:00Z",      "2019-02-29T00:00:00Z",
                                 "1900-02-29T00:00:00Z",      "2020-04-31T00:00:00Z",
                                 "2020-10-12T24:00:00Z",      "2020-10-12T00:60:00Z",
                                 "2020-10-12T00:00:60Z",      "2016-12-31T23:59:60Z",
                                 "2020-10-12T00:00:00z",      "2020-10-12t00:00:00Z",
                                 "2020-10-12 00:00:00Z",      "2020-10-12T00:00:00",
                                 "2020-10-12T00:00:00+00:00", "2020-10-12T00:00:00.000Z",
                                 "2020-10-12T00:00Z",         "2020-1-2T0:0:0Z",
                                 "20201012T000000Z",          "2020-00-01T00:00:00Z",
                                 "2020-01-00T00:00:00Z",      ""});
  return rc::gen::weightedOneOf<std::string>(
      {{3, right}, {2, nearly}, {2, near_misses}, {1, any_bytes()}});
}

rc::Gen<std::string> header_name() {
  constexpr std::string_view letters =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return rc::gen::nonEmpty(rc::gen::container<std::string>(
      rc::gen::map(between<std::size_t>(0, letters.size()),
                   [letters](std::size_t place) { return letters[letters.size() - 1 - place]; })));
}

rc::Gen<runner::Parameters> parameter_list() {
  return rc::gen::scale(
      0.3, rc::gen::container<runner::Parameters>(rc::gen::pair(parameter_name(), any_bytes())));
}

rc::Gen<runner::Parameters> distinct_parameters() {
  return rc::gen::map(parameter_list(), [](runner::Parameters all) {
    runner::Parameters once;
    for (auto& parameter : all) {
      const bool known = std::ranges::any_of(
          once, [&](const auto& other) { return other.first == parameter.first; });
      if (!known) once.push_back(std::move(parameter));
    }
    return once;
  });
}

void append_spelled(std::string& out, std::string_view text, int choice, bool form) {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  const std::string_view digits = choice == 3 ? "0123456789abcdef" : "0123456789ABCDEF";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (choice < 2 && unreserved.find(letter) != unreserved.npos) {
      out += letter;
    } else if (choice < 2 && form && letter == ' ') {
      out += '+';
    } else {
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
}

rc::Gen<SpelledText> spelled_text(bool form) {
  using Piece = std::pair<std::string, int>;  // and how its bytes are spelled
  return rc::gen::map(rc::gen::container<std::vector<Piece>>(
                          rc::gen::pair(runner::testing::piece(), between(0, 4))),
                      [form](const std::vector<Piece>& pieces) {
                        SpelledText both;
                        for (const auto& [text, choice] : pieces) {
                          both.text += text;
                          append_spelled(both.spelled, text, choice, form);
                        }
                        return both;
                      });
}

}  // namespace hallmark::fuzz
