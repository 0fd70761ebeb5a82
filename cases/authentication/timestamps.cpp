// SPDX-License-Identifier: Apache-2.0
//
// The clock. Two windows are documented, 15 minutes and 31; between them both answers are right.
// x-acs-date under V3, Timestamp under V1.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"

namespace hallmark::cases {
namespace {

constexpr int minute = 60;  // seconds
constexpr int hour = 60 * minute;
constexpr int day = 24 * hour;

enum class Answered : std::uint8_t { accepted, either, refused };

struct Moment {
  std::string_view slug;
  int seconds;  // from now
  Answered answered;
  Level level = Level::required;
};

constexpr std::string_view two_windows =
    "the older pages and V3 allow 15 minutes, the newest page on signature version 1 allows 31";

constexpr Moment moments[] = {
    {.slug = "5-minutes-old", .seconds = -5 * minute, .answered = Answered::accepted},
    {.slug = "13-minutes-old", .seconds = -13 * minute, .answered = Answered::accepted},
    {.slug = "13-minutes-ahead",
     .seconds = 13 * minute,
     .answered = Answered::accepted,
     .level = Level::recommended},
    {.slug = "20-minutes-old",
     .seconds = -20 * minute,
     .answered = Answered::either,
     .level = Level::recommended},
    {.slug = "20-minutes-ahead",
     .seconds = 20 * minute,
     .answered = Answered::either,
     .level = Level::recommended},
    {.slug = "29-minutes-old",
     .seconds = -29 * minute,
     .answered = Answered::either,
     .level = Level::recommended},
    {.slug = "40-minutes-old", .seconds = -40 * minute, .answered = Answered::refused},
    {.slug = "40-minutes-ahead",
     .seconds = 40 * minute,
     .answered = Answered::refused,
     .level = Level::recommended},
    {.slug = "9-hours-old", .seconds = -9 * hour, .answered = Answered::refused},
    {.slug = "9-hours-ahead", .seconds = 9 * hour, .answered = Answered::refused},
    {.slug = "a-day-old", .seconds = -day, .answered = Answered::refused},
    {.slug = "a-day-ahead", .seconds = day, .answered = Answered::refused},
    {.slug = "a-year-old", .seconds = -365 * day, .answered = Answered::refused},
};

struct Malformed {
  std::string_view slug;
  std::string_view text;
};

constexpr Malformed malformed[] = {
    {.slug = "words", .text = "yesterday at noon"},
    {.slug = "seconds", .text = "1456231584"},
    {.slug = "zero", .text = "0"},
    {.slug = "only-a-date", .text = "2016-02-23"},
    {.slug = "no-t", .text = "2016-02-23 12:46:24"},
    {.slug = "no-z", .text = "2016-02-23T12:46:24"},
    {.slug = "an-offset", .text = "2016-02-23T12:46:24+08:00"},
    {.slug = "milliseconds", .text = "2016-02-23T12:46:24.123Z"},
    {.slug = "month-13", .text = "2016-13-23T12:46:24Z"},
    {.slug = "30-february", .text = "2016-02-30T12:46:24Z"},
    {.slug = "25-hours", .text = "2016-02-23T25:46:24Z"},
    {.slug = "year-0", .text = "0000-00-00T00:00:00Z"},
    {.slug = "year-of-five-digits", .text = "99999-02-23T12:46:24Z"},
    {.slug = "encoded-twice", .text = "2016-02-23T12%3A46%3A24Z"},
    {.slug = "rfc-1123", .text = "Tue, 23 Feb 2016 12:46:24 GMT"},
};

Case time_case(const Door& door, std::string_view asked, Edit edit) {
  edit.name = "Timestamp";
  Case one = door_case(door, start_instance_action, std::string{"time/"}.append(asked),
                       edited_call(start_instance_action, std::move(edit)));
  one.citations.push_back(door.time_window);
  one.citations.push_back(
      door.is_v1() ? cite_common_parameter(specs::common::public_parameters::page, "Timestamp")
                   : cite_common_parameter(specs::common::signature_v3::page, "x-acs-date"));
  return one;
}

Case moment_case(const Door& door, const Moment& moment) {
  Case one = time_case(door, moment.slug, {.op = Edit::Op::shift, .seconds = moment.seconds});
  one.level = moment.level;
  Expectation& expect = one.calls.front().expect;
  switch (moment.answered) {
    case Answered::accepted:
      expect.allowed = {accepted()};
      break;
    case Answered::either:
      expect = accepted_or_refused_with(fault::wrong_time, two_windows);
      break;
    case Answered::refused:
      expect = refused_with(fault::wrong_time);
      break;
  }
  return one;
}

Case malformed_case(const Door& door, const Malformed& row) {
  Case one = time_case(door, std::string{"malformed/"}.append(row.slug),
                       {.value = text(std::string{row.text})});
  one.calls.front().expect = refused_with(fault::wrong_time);
  return one;
}

}  // namespace

void add_timestamps(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const Moment& moment : moments) all.push_back(moment_case(door, moment));
    for (const Malformed& row : malformed) all.push_back(malformed_case(door, row));
  }
}

}  // namespace hallmark::cases
