// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/clock_difference.hpp"

#include <array>
#include <cstdlib>
#include <ctime>

#include "runner/wire/http/headers.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::runner {
namespace {

using std::chrono::seconds;
using std::chrono::system_clock;

// Less is what an exchange takes, and no reason to refuse a request.
constexpr seconds alike{60};

// When the request says that it was made: Timestamp, or x-acs-date.
std::optional<system_clock::time_point> made_at(std::string_view request) {
  constexpr std::string_view shape = "2026-01-01T00:00:00Z";
  constexpr std::array<std::string_view, 2> names{"Timestamp=", "x-acs-date: "};
  for (const std::string_view name : names) {
    for (std::size_t at = request.find(name); at != request.npos; at = request.find(name, at + 1)) {
      std::string value;
      for (std::size_t i = at + name.size(); i < request.size() && value.size() < shape.size();) {
        const bool is_colon = request.substr(i, 3) == "%3A";
        value += is_colon ? ':' : request[i];
        i += is_colon ? 3 : 1;
      }
      if (const auto when = parse_timestamp(value)) return when;
    }
  }
  return std::nullopt;
}

// By how much the time of a call is moved; nothing where it names another one.
std::optional<seconds> moved_time(const cases::Call& call) {
  seconds moved{0};
  for (const cases::Edit& edit : call.edits) {
    if (edit.name != "Timestamp" && edit.name != "x-acs-date") continue;
    if (edit.op != cases::Edit::Op::shift) return std::nullopt;
    moved += seconds{edit.seconds};
  }
  return moved;
}

}  // namespace

std::optional<system_clock::time_point> parse_http_date(std::string_view text) {
  std::tm day{};
  const std::string whole{text};
  const char* const end = ::strptime(whole.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &day);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return system_clock::from_time_t(::timegm(&day));
}

std::string describe_skew(seconds ahead) {
  const auto apart = std::abs(ahead.count());
  std::string text = apart < 120    ? std::to_string(apart) + " s"
                     : apart < 7200 ? std::to_string((apart + 30) / 60) + " min"
                                    : std::to_string((apart + 1800) / 3600) + " h";
  return "your clock is " + text + (ahead.count() > 0 ? " behind" : " ahead of") + " the target's";
}

bool refuses_time(const Reply& reply) {
  const std::string_view code = text_of(reply.code);
  return reply.http_status / 100 == 4 &&
         (code.starts_with("IllegalTimestamp") || code.starts_with("InvalidTimeStamp") ||
          code.starts_with("InvalidTimestamp"));
}

std::optional<seconds> told_skew(const reports::Exchange& exchange, seconds moved) {
  const std::string* const date = find_header(exchange.headers, "Date");
  const auto theirs = date == nullptr ? std::nullopt : parse_http_date(*date);
  const auto ours = made_at(exchange.request);
  if (!theirs || !ours) return std::nullopt;
  const auto ahead = std::chrono::duration_cast<seconds>(*theirs - *ours) + moved;
  return std::chrono::abs(ahead) <= alike ? std::nullopt : std::optional{ahead};
}

std::optional<seconds> skew_behind(const cases::Call& call, const reports::Exchange& exchange,
                                   const Reply& reply) {
  // Whoever is further away accepts nothing: then the Date is wrong, and not the clock.
  constexpr std::chrono::minutes still_accepted{15};
  const auto moved = moved_time(call);
  const auto ahead = moved ? told_skew(exchange, *moved) : std::nullopt;
  if (!ahead) return std::nullopt;
  const bool adds_up = moved->count() != 0 && std::chrono::abs(*ahead) <= still_accepted;
  return refuses_time(reply) || adds_up ? ahead : std::nullopt;
}

std::string advise_on_skew(seconds ahead) {
  return describe_skew(ahead) + ": set it, or say --clock-skew auto";
}

std::optional<std::string> clock_difference(const reports::Exchange& exchange) {
  const std::string* const date = find_header(exchange.headers, "Date");
  if (date == nullptr || !parse_http_date(*date)) {
    return "the target refuses the time of your clock, and tells none of its own: compare the two, "
           "or say --clock-skew";
  }
  const auto ahead = told_skew(exchange);
  return ahead ? std::optional{advise_on_skew(*ahead)} : std::nullopt;
}

}  // namespace hallmark::runner
