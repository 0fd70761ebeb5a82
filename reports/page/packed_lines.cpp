// SPDX-License-Identifier: Apache-2.0
#include "reports/page/packed_lines.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

#include "reports/writers/json/json_text.hpp"

namespace hallmark::reports::page {
namespace {

// What stands in a line in place of what was taken out. JSON holds none of these.
namespace mark {
constexpr char upper_id = '\1';       // the next UUID
constexpr char nonce = '\2';          // the next in lower case
constexpr char upper_again = '\3';    // the UUID before, once more
constexpr char lower_again = '\4';    // the same, in lower case
constexpr char name = '\5';           // the next instance
constexpr char clock = '\6';          // hh:mm:ss
constexpr char clock_in_url = '\7';   // hh%3Amm%3Ass
constexpr char moment_again = '\10';  // the moment before, once more
constexpr char moment = '\13';        // since the run began
constexpr char sent = '\14';          // since the moment before
constexpr char took = '\15';          // a duration
constexpr char text = '\16';          // a text that is kept once
constexpr char first_name = '\17';    // the first instance of this line once more; then the second
constexpr std::size_t most_names = 17;  // up to '\37'
}  // namespace mark

constexpr std::size_t uuid_length = 36;
constexpr std::size_t counted_bytes = 6;  // of a nonce; the others are those of its origin

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int value_of(char c, char first_letter) {
  if (is_digit(c)) return c - '0';
  if (c >= first_letter && c <= first_letter + 5) return c - first_letter + 10;
  return -1;
}

// The sixteen bytes of a UUID whose letters are all from 'A', or all from 'a'; empty: it is none.
std::string uuid_in(std::string_view text, char first_letter) {
  std::string bytes;
  int high = -1;
  for (std::size_t i = 0; i < uuid_length; ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (text[i] != '-') return {};
      continue;
    }
    const int value = value_of(text[i], first_letter);
    if (value < 0) return {};
    if (high < 0) {
      high = value;
    } else {
      bytes += static_cast<char>(high * 16 + value);
      high = -1;
    }
  }
  return bytes;
}

// "i-" and at least ten small letters and digits.
std::string_view name_in(std::string_view text) {
  std::size_t end = 2;
  while (end < text.size() && (is_digit(text[end]) || (text[end] >= 'a' && text[end] <= 'z')))
    ++end;
  return end >= 12 && end < 60 ? text.substr(0, end) : "";
}

// Seconds of the day, where `text` begins with hours, minutes and seconds and `colon` between them.
std::optional<int> clock_in(std::string_view text, std::string_view colon) {
  const std::size_t step = 2 + colon.size();
  if (text.size() < 2 * step + 2) return std::nullopt;
  int seconds = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::string_view part = text.substr(i * step, step);
    if (!is_digit(part[0]) || !is_digit(part[1])) return std::nullopt;
    if (i < 2 && part.substr(2, colon.size()) != colon) return std::nullopt;
    const int number = 10 * (part[0] - '0') + (part[1] - '0');
    if (number > (i == 0 ? 23 : 59)) return std::nullopt;
    seconds = 60 * seconds + number;
  }
  return seconds;
}

// What the same requests and answers have in common.
bool is_kept_once(std::string_view member) {
  static constexpr std::array<std::string_view, 6> names = {
      "\"request", "\"requestBase64", "\"headers", "\"body", "\"bodyBase64", "\"told"};
  return std::ranges::any_of(names, [&](std::string_view name) { return member.ends_with(name); });
}

}  // namespace

void Numbers::add(std::uint64_t number) {
  numbers_.push_back(number);
  size_ += (static_cast<std::size_t>(std::bit_width(number)) + 7) / 8;
}

void Numbers::add_difference(std::int64_t number) {
  add(number >= 0 ? 2 * static_cast<std::uint64_t>(number)
                  : 2 * static_cast<std::uint64_t>(-(number + 1)) + 1);
}

std::string Numbers::text() const {
  std::uint64_t all_bits = 0;
  for (const std::uint64_t number : numbers_) all_bits |= number;
  const int planes = std::max(1, (static_cast<int>(std::bit_width(all_bits)) + 7) / 8);
  Packed all;
  all.add(std::string{static_cast<char>(planes)});
  for (int plane = 0; plane < planes; ++plane) {
    std::string bytes;
    for (const std::uint64_t number : numbers_) bytes += static_cast<char>(number >> 8 * plane);
    all.add(bytes);
  }
  return all.text();
}

std::uint64_t PackedLines::Texts::number_of(std::string_view text) {
  // What is longer is seldom met twice; what is long ago comes once more as if it were new.
  constexpr std::size_t longest_known = 8U << 10U;
  constexpr std::size_t most_known = 32U << 20U;
  if (text.size() <= longest_known) {
    if ((known_bytes_ += text.size()) > most_known) {
      known_.clear();
      known_bytes_ = text.size();
    }
    const auto [known, is_new] = known_.try_emplace(std::string{text}, count_);
    if (!is_new) {
      known_bytes_ -= text.size();
      return known->second;
    }
  }
  packed.add(text);
  packed.add("\n");
  return count_++;
}

// Goes once through a line and hands what it takes out to the columns.
class PackedLines::Reading {
 public:
  Reading(PackedLines& columns, std::string_view line) : columns_{columns}, rest_{line} {}

  // The line with marks.
  std::string marked() {
    while (!rest_.empty()) {
      if (!take_uuid() && !take_name() && !take_clock() && !take_time()) keep(1);
    }
    return std::move(out_);
  }

 private:
  void keep(std::size_t n) {
    out_ += rest_.substr(0, n);
    rest_.remove_prefix(n);
  }

  bool replace(std::size_t n, char by) {
    out_ += by;
    rest_.remove_prefix(n);
    return true;
  }

  bool take_uuid() {
    if (rest_.size() < uuid_length || rest_[8] != '-') return false;
    std::string bytes = uuid_in(rest_, 'a');
    const bool is_upper = bytes.empty();
    if (is_upper) bytes = uuid_in(rest_, 'A');
    if (bytes.empty()) return false;
    if (bytes == uuid_) {
      return replace(uuid_length, is_upper ? mark::upper_again : mark::lower_again);
    }
    if (is_upper) {
      columns_.ids_.add(bytes);
    } else {
      columns_.add_nonce(bytes);
    }
    uuid_ = std::move(bytes);
    return replace(uuid_length, is_upper ? mark::upper_id : mark::nonce);
  }

  bool take_name() {
    if (!rest_.starts_with("i-")) return false;
    const std::string_view name = name_in(rest_);
    if (name.empty()) return false;
    const auto known = std::ranges::find(names_, name);
    if (known != names_.end()) {
      return replace(name.size(), static_cast<char>(mark::first_name + (known - names_.begin())));
    }
    if (names_.size() < mark::most_names) names_.push_back(name);
    columns_.names_.add(name);
    columns_.names_.add("\n");
    return replace(name.size(), mark::name);
  }

  bool take_clock() {
    if (rest_.size() < 3 || !is_digit(rest_[0]) || (rest_[2] != ':' && rest_[2] != '%')) {
      return false;
    }
    const std::string_view colon = rest_[2] == ':' ? ":" : "%3A";
    const std::optional<int> seconds = clock_in(rest_, colon);
    if (!seconds) return false;
    columns_.clock_.add_difference(*seconds - columns_.last_clock_);
    columns_.last_clock_ = *seconds;
    return replace(6 + 2 * colon.size(), colon == ":" ? mark::clock : mark::clock_in_url);
  }

  // "atUs":1234, "sentUs":1234, "tookUs":1234.
  bool take_time() {
    constexpr std::string_view end_of_name = "Us\":";
    if (!rest_.starts_with(end_of_name)) return false;
    const std::string_view digits = rest_.substr(
        end_of_name.size(),
        std::min(rest_.find_first_not_of("0123456789", end_of_name.size()), rest_.size()) -
            end_of_name.size());
    constexpr std::size_t most_digits = 15;  // as a browser counts
    if (digits.empty() || digits.size() > most_digits) return false;
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const std::size_t size = digits.size();
    if (out_.ends_with("\"at")) {
      keep(end_of_name.size());
      return replace(size, mark_of_moment(number));
    }
    if (out_.ends_with("\"sent") && moment_ && number >= *moment_) {
      keep(end_of_name.size());
      columns_.sent_.add(static_cast<std::uint64_t>(number - *moment_));
      return replace(size, mark::sent);
    }
    if (!out_.ends_with("\"took")) return false;
    keep(end_of_name.size());
    columns_.took_.add(static_cast<std::uint64_t>(number));
    took_ = number;
    return replace(size, mark::took);
  }

  // The first of a line is after that of the line before; others come when the one before is over.
  char mark_of_moment(std::int64_t number) {
    if (moment_ && number == *moment_) return mark::moment_again;
    columns_.moment_.add_difference(number - (moment_ ? *moment_ + took_ : columns_.last_begin_));
    if (!moment_) columns_.last_begin_ = number;
    moment_ = number;
    took_ = 0;
    return mark::moment;
  }

  PackedLines& columns_;
  std::string_view rest_;
  std::string out_;
  std::string uuid_;  // the last one
  std::vector<std::string_view> names_;
  std::optional<std::int64_t> moment_;  // the last one
  std::int64_t took_ = 0;               // since it
};

void PackedLines::add_nonce(const std::string& bytes) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < counted_bytes; ++i) {
    count = count << 8 | static_cast<unsigned char>(bytes[i]);
  }
  const auto [origin, is_new] =
      known_origins_.try_emplace(bytes.substr(counted_bytes), Origin{known_origins_.size(), count});
  origin_.add(origin->second.number);
  if (is_new) {
    origins_.add(bytes);
  } else {
    nonce_.add_difference(count - std::exchange(origin->second.last, count));
  }
}

void PackedLines::add(std::string_view line) {
  const std::string marked = Reading{*this, line}.marked();
  const std::string_view all = marked;
  std::string shape;
  std::size_t kept = 0;  // up to here the line is in `shape`
  for (std::size_t colon = all.find("\":"); colon != all.npos; colon = all.find("\":", colon + 1)) {
    if (!is_kept_once(all.substr(0, colon))) continue;
    const std::size_t begin = colon + 2;
    const std::size_t end = json_text::end_of_value(all, begin);
    shape.append(all, kept, begin - kept) += mark::text;
    text_.add(texts_.number_of(all.substr(begin, end - begin)));
    kept = end;
    colon = end - 1;
  }
  shape_.add(shapes_.number_of(shape.append(all, kept)));
}

std::size_t PackedLines::size() const {
  std::size_t all =
      ids_.size() + origins_.size() + names_.size() + texts_.packed.size() + shapes_.packed.size();
  for (const Numbers* column : numbers()) all += column->size();
  return all;
}

std::string PackedLines::text() {
  std::string all;
  for (Packed* column : {&ids_, &origins_, &names_, &texts_.packed, &shapes_.packed}) {
    all += column->text() + "\n";
  }
  for (const Numbers* column : numbers()) all += column->text() + "\n";
  return all;
}

}  // namespace hallmark::reports::page
