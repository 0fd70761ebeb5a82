// SPDX-License-Identifier: Apache-2.0
#include "reports/known_failures_file.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <system_error>
#include <utility>

#include "reports/input_file.hpp"
#include "reports/nearest.hpp"
#include "reports/text.hpp"

namespace hallmark::reports {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view until_option = "until=";
constexpr std::string_view finding_option = "finding=";

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [text](std::size_t at, std::size_t size) {
    int value = -1;
    const char* const begin = text.data() + at;
    const auto [end, error] = std::from_chars(begin, begin + size, value);
    return error == std::errc{} && end == begin + size && value >= 0 ? value : -1;
  };
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (number(0, 4) < 0 || month < 0 || day < 0) return false;
  return std::chrono::year_month_day{std::chrono::year{number(0, 4)},
                                     std::chrono::month{static_cast<unsigned>(month)},
                                     std::chrono::day{static_cast<unsigned>(day)}}
      .ok();
}

// One line of the file, from left to right.
class LineReader {
 public:
  LineReader(const std::string& file, std::size_t number, std::string_view line)
      : place_{file + ":" + std::to_string(number) + ": "}, rest_{line} {
    known_.line = number;
  }

  KnownFailure read() {
    const std::size_t end = end_of_pattern();
    known_.pattern = cases::Pattern{std::string{trimmed(rest_.substr(0, end))}};
    rest_.remove_prefix(end);
    for (rest_ = trimmed(rest_); !rest_.empty(); rest_ = trimmed(rest_)) {
      if (rest_.front() == '#') {
        read_reason();
        break;
      }
      read_option();
    }
    require_no_other_option();
    if (known_.pattern.text().empty()) refuse("it begins with what belongs behind a pattern");
    if (known_.reason.empty()) refuse("it says no reason: end it with # and why it fails");
    return std::move(known_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { throw InputError{place_ + what}; }

  // Where what belongs to the line alone begins; a bucket has blanks in it.
  [[nodiscard]] std::size_t end_of_pattern() const {
    for (std::size_t i = 0; i < rest_.size(); ++i) {
      if (i > 0 && blanks.find(rest_[i - 1]) == std::string_view::npos) continue;
      const std::string_view here = rest_.substr(i);
      if (here.starts_with('#') || here.starts_with(until_option) ||
          here.starts_with(finding_option)) {
        return i;
      }
    }
    return rest_.size();
  }

  // A word with = in it that is no option; what is misspelt would else be part of the pattern.
  void require_no_other_option() const {
    const std::string& text = known_.pattern.text();
    const std::size_t sign = text.find('=');
    const std::size_t blank = text.find_last_of(blanks, sign);
    if (sign == std::string::npos || blank == std::string::npos) return;
    const std::string name = text.substr(blank + 1, sign - blank);
    const std::string meant = did_you_mean(name, {until_option, finding_option});
    if (!meant.empty()) refuse("'" + printable(name) + "' is no word of a line" + meant);
  }

  void read_reason() {
    known_.reason = trimmed(rest_.substr(1));
    for (const std::string_view option : {until_option, finding_option}) {
      if (known_.reason.find(option) == std::string::npos) continue;
      refuse(std::string{option} + " stands before the #, not in the reason");
    }
  }

  void read_option() {
    const auto takes = [this](std::string_view name, const std::string& value) {
      if (!rest_.starts_with(name)) return false;
      if (!value.empty()) refuse(std::string{name} + " stands there twice");
      rest_.remove_prefix(name.size());
      return true;
    };
    if (takes(until_option, known_.until)) {
      const std::size_t end = std::min(rest_.find_first_of(blanks), rest_.size());
      known_.until = rest_.substr(0, end);
      rest_.remove_prefix(end);
      if (!is_day(known_.until)) {
        refuse("until='" + printable(known_.until) + "' is no day: write until=2026-12-31");
      }
    } else if (takes(finding_option, known_.finding)) {
      read_quoted();
    } else {
      refuse("'" + shortened(printable(rest_), 40) +
             "' is none of until=, finding= and # with the reason");
    }
  }

  void read_quoted() {
    constexpr std::string_view how = R"(finding= takes text in quotes: finding="got 200")";
    if (!rest_.starts_with('"')) refuse(std::string{how});
    std::size_t i = 1;
    for (; i < rest_.size() && rest_[i] != '"'; ++i) {
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      known_.finding += rest_[i];
    }
    if (i >= rest_.size() || known_.finding.empty()) refuse(std::string{how});
    rest_.remove_prefix(i + 1);
  }

  std::string place_;
  std::string_view rest_;
  KnownFailure known_;
};

}  // namespace

KnownFailures read_known_failures(const std::string& file, std::string_view text) {
  KnownFailures known{.file = file};
  std::size_t number = 0;
  for (const std::string_view line : lines_of_list(without_byte_order_mark(text))) {
    ++number;
    const std::string_view said = trimmed(line);
    if (said.empty() || said.front() == '#') continue;
    known.lines.push_back(LineReader{file, number, said}.read());
  }
  return known;
}

std::vector<std::string_view> lines_of_list(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.size(), lines.back().size() + 1));
  }
  return lines;
}

std::string line_of_list(const KnownFailure& line, std::string_view pattern,
                         std::string_view finding) {
  std::string text{pattern};
  if (!line.until.empty()) text.append("  until=").append(line.until);
  if (!finding.empty()) text.append("  finding=").append(in_quotes(printable(finding)));
  return text.append("  # ").append(line.reason).append("\n");
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace hallmark::reports
