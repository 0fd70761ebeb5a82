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

std::optional<std::string> clock_difference(const reports::Exchange& exchange) {
  const std::string* const date = find_header(exchange.headers, "Date");
  const auto theirs = parse_http_date(date == nullptr ? std::string_view{} : *date);
  if (!theirs) {
    return "the target refuses the time of your clock, and tells none of its own: compare the two, "
           "or say --clock-skew";
  }
  const auto ours = made_at(exchange.request);
  if (!ours) return std::nullopt;
  const auto ahead = std::chrono::duration_cast<seconds>(*theirs - *ours);
  if (std::abs(ahead.count()) <= alike.count()) return std::nullopt;
  return describe_skew(ahead) + ": set it, or say --clock-skew auto";
}

}  // namespace hallmark::runner
