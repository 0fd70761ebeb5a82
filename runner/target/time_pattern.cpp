// SPDX-License-Identifier: Apache-2.0
#include "runner/target/time_pattern.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace hallmark::runner {
namespace {

std::string digits_of(long long value, std::size_t width) {
  std::string text = std::to_string(std::max(value, 0LL));
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

class Parts {
 public:
  explicit Parts(std::chrono::system_clock::time_point moment)
      : seconds_{std::chrono::floor<std::chrono::seconds>(moment)},
        day_{std::chrono::floor<std::chrono::days>(seconds_)},
        date_{day_},
        time_{seconds_ - day_} {}

  // What stands for `name`, with `more` added to it.
  [[nodiscard]] std::string part(std::string_view name, int more) const {
    if (name == "year") return digits_of(static_cast<int>(date_.year()) + more, 4);
    if (name == "month") return digits_of(static_cast<unsigned>(date_.month()) + more, 2);
    if (name == "day") return digits_of(static_cast<unsigned>(date_.day()) + more, 2);
    if (name == "hour") return digits_of(time_.hours().count() + more, 2);
    if (name == "minute") return digits_of(time_.minutes().count() + more, 2);
    if (name == "second") return digits_of(time_.seconds().count() + more, 2);
    if (name == "unix") return digits_of(seconds_.time_since_epoch().count() + more, 1);
    if (name == "weekday") return std::string{weekdays[std::chrono::weekday{day_}.c_encoding()]};
    return std::string{months[static_cast<unsigned>(date_.month()) - 1]};
  }

 private:
  static constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed",
                                                               "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> months = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

  std::chrono::sys_seconds seconds_;
  std::chrono::sys_days day_;
  std::chrono::year_month_day date_;
  std::chrono::hh_mm_ss<std::chrono::seconds> time_;
};

}  // namespace

std::string written_after(std::string_view pattern, std::chrono::system_clock::time_point moment) {
  const Parts parts{moment};
  std::string text;
  while (!pattern.empty()) {
    const std::size_t open = std::min(pattern.find('['), pattern.size());
    text += pattern.substr(0, open);
    pattern.remove_prefix(open);
    const std::size_t close = pattern.find(']');
    if (close == pattern.npos) break;
    std::string_view name = pattern.substr(1, close - 1);
    int more = 0;
    if (const std::size_t sign = name.find_first_of("+-");
        name != "month-name" && sign != name.npos) {
      const std::size_t number = name[sign] == '+' ? sign + 1 : sign;
      std::from_chars(name.data() + number, name.data() + name.size(), more);
      name = name.substr(0, sign);
    }
    text += parts.part(name, more);
    pattern.remove_prefix(close + 1);
  }
  return text.append(pattern);
}

}  // namespace hallmark::runner
