// SPDX-License-Identifier: Apache-2.0
//
// The clock. For the Timestamp of V1 two windows are documented, 15 minutes and 31: between them
// both answers are right. For the x-acs-date of V3 there is one, 15 minutes.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

constexpr int minute = 60;  // seconds
constexpr int hour = 60 * minute;
constexpr int day = 24 * hour;

constexpr std::string_view a_year_old = stale_timestamp.substr(stale_timestamp.find('/') + 1);

enum class Answered : std::uint8_t { accepted, between_windows, refused };

struct Moment {
  std::string_view slug;
  int seconds;  // from now
  Answered answered;
  Level level = Level::required;
};

constexpr std::string_view two_windows =
    "the older pages allow 15 minutes, the newest page on signature version 1 allows 31";

constexpr Moment moments[] = {
    {.slug = "5-minutes-old", .seconds = -5 * minute, .answered = Answered::accepted},
    {.slug = "13-minutes-old", .seconds = -13 * minute, .answered = Answered::accepted},
    {.slug = "13-minutes-ahead",
     .seconds = 13 * minute,
     .answered = Answered::accepted,
     .level = Level::recommended},
    {.slug = "20-minutes-old",
     .seconds = -20 * minute,
     .answered = Answered::between_windows,
     .level = Level::recommended},
    {.slug = "20-minutes-ahead",
     .seconds = 20 * minute,
     .answered = Answered::between_windows,
     .level = Level::recommended},
    {.slug = "29-minutes-old",
     .seconds = -29 * minute,
     .answered = Answered::between_windows,
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
    {.slug = a_year_old, .seconds = -365 * day, .answered = Answered::refused},
};

// Just outside.
constexpr Moment outside_v1[] = {
    {.slug = "33-minutes-old", .seconds = -33 * minute, .answered = Answered::refused},
    {.slug = "33-minutes-ahead",
     .seconds = 33 * minute,
     .answered = Answered::refused,
     .level = Level::recommended},
};
constexpr Moment outside_v3[] = {
    {.slug = "17-minutes-old", .seconds = -17 * minute, .answered = Answered::refused},
    {.slug = "17-minutes-ahead", .seconds = 17 * minute, .answered = Answered::refused},
};

// The moment is the present one, so that a reader who makes sense of it does not refuse it as
// expired. Only what means no moment at all, or none of today, is a constant.
struct Malformed {
  std::string_view slug;
  std::string_view pattern;   // runner/target/time_pattern.hpp
  bool from_clients = false;  // sent by public ones, which nobody refuses
};

constexpr std::string_view rfc_1123 =
    "[weekday], [day] [month-name] [year] [hour]:[minute]:[second] GMT";

constexpr Malformed malformed[] = {
    {.slug = "words", .pattern = "yesterday at noon"},
    {.slug = "seconds", .pattern = "[unix]"},
    {.slug = "zero", .pattern = "0"},
    {.slug = "only-a-date", .pattern = "[year]-[month]-[day]"},
    {.slug = "no-t", .pattern = "[year]-[month]-[day] [hour]:[minute]:[second]"},
    {.slug = "no-z", .pattern = "[year]-[month]-[day]T[hour]:[minute]:[second]"},
    {.slug = "an-offset", .pattern = "[year]-[month]-[day]T[hour]:[minute]:[second]+00:00"},
    {.slug = "milliseconds",
     .pattern = "[year]-[month]-[day]T[hour]:[minute]:[second].123Z",
     .from_clients = true},
    {.slug = "month-13", .pattern = "[year-1]-[month+12]-[day]T[hour]:[minute]:[second]Z"},
    {.slug = "30-february", .pattern = "[year]-02-30T[hour]:[minute]:[second]Z"},
    {.slug = "25-hours", .pattern = "[year]-[month]-[day-1]T[hour+24]:[minute]:[second]Z"},
    // Not 60 or 61: libraries take these for leap seconds.
    {.slug = "75-seconds", .pattern = "[year]-[month]-[day]T[hour]:[minute]:75Z"},
    {.slug = "year-0", .pattern = "0000-00-00T00:00:00Z"},
    {.slug = "year-of-five-digits", .pattern = "0[year]-[month]-[day]T[hour]:[minute]:[second]Z"},
    {.slug = "encoded-twice", .pattern = "[year]-[month]-[day]T[hour]%3A[minute]%3A[second]Z"},
    {.slug = "rfc-1123", .pattern = rfc_1123},
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
    case Answered::between_windows:
      if (door.is_v1()) {
        expect = accepted_or_refused_with(fault::wrong_time, two_windows);
        break;
      }
      [[fallthrough]];
    case Answered::refused:
      expect = refused_with(fault::wrong_time);
      if (moment.slug == a_year_old) {
        one.cause = stale_timestamp_cause;
      } else if (moment.seconds < 0) {
        stand_on(stale_timestamp, one);
      }
      break;
  }
  return one;
}

Case malformed_case(const Door& door, const Malformed& row) {
  Case one = time_case(door, std::string{"malformed/"}.append(row.slug),
                       {.op = Edit::Op::shift, .value = text(std::string{row.pattern})});
  if (!row.from_clients) {
    one.calls.front().expect = refused_with(fault::wrong_time);
    return one;
  }
  namespace common = specs::common::public_parameters;
  one.level = Level::observed;
  one.citations.push_back(cite_clause(common::page, common::clause::milliseconds_of_clients));
  one.calls.front().expect = accepted_or_refused_with(
      fault::wrong_time, "the pages end a time with its seconds; clients send milliseconds, too");
  return one;
}

// HTTP has a time of its own, which nobody signs.
Case beside_a_date() {
  Case one =
      time_case(door_v3, "long-ago-beside-a-date",
                {.where = Edit::Where::header, .op = Edit::Op::rename, .value = text("Date")});
  std::vector<Edit>& edits = one.calls.front().edits;
  edits.front().name = "x-acs-date";
  edits.push_back({.where = Edit::Where::header,
                   .op = Edit::Op::shift,
                   .name = "Date",
                   .value = text(std::string{rfc_1123})});
  edits.push_back(
      {.where = Edit::Where::header, .name = "x-acs-date", .value = text("2016-02-23T12:46:24Z")});
  one.calls.front().expect = refused_with(fault::wrong_time);
  return one;
}

}  // namespace

void add_timestamps(std::vector<Case>& all) {
  for (const Door& door : doors) {
    for (const Moment& moment : moments) all.push_back(moment_case(door, moment));
    for (const Moment& moment : door.is_v1() ? outside_v1 : outside_v3) {
      all.push_back(moment_case(door, moment));
    }
    for (const Malformed& row : malformed) all.push_back(malformed_case(door, row));
  }
  all.push_back(beside_a_date());
}

}  // namespace hallmark::cases
