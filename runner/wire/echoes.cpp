// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/echoes.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <deque>
#include <string>
#include <utility>

#include "reports/text.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t in_any_case = 8;  // characters of a secret, from which on its case is all one
constexpr int deepest = 6;              // how often what is decoded is decoded again
constexpr std::size_t most_readings = 32;        // of one window
constexpr std::size_t most_decoded = 2U << 20U;  // bytes, of all of them
constexpr std::size_t window = 128U << 10U;      // bytes that are looked through at once
constexpr std::size_t overlap = 16U << 10U;  // of two windows: no secret is longer, however encoded

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = reports::to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// What an encoding stands for: one character, in `length` bytes.
struct Token {
  char c = 0;
  std::size_t length = 0;  // 0: none
};

// `least` to `most` digits at `at`, and `end` behind them where it is not 0.
Token number_at(std::string_view text, std::size_t at, int base, std::size_t least,
                std::size_t most, char end = 0) {
  unsigned value = 0;
  std::size_t count = 0;
  for (; count < most && at + count < text.size(); ++count) {
    const int next = digit(text[at + count]);
    if (next < 0 || next >= base) break;
    value = value * static_cast<unsigned>(base) + static_cast<unsigned>(next);
  }
  if (count < least || value > 0xff) return {};
  at += count;
  if (end != 0 && at < text.size() && text[at] == end) ++at;
  return {static_cast<char>(value), at};
}

Token backslash(std::string_view text) {
  constexpr std::string_view written = "\"\\/'bfnrt";
  constexpr std::string_view meant = "\"\\/'\b\f\n\r\t";
  if (text.size() < 2) return {};
  if (text[1] == 'u') {
    return text.substr(2, 1) == "{" ? number_at(text, 3, 16, 1, 6, '}')
                                    : number_at(text, 2, 16, 4, 4);
  }
  if (text[1] == 'x') return number_at(text, 2, 16, 2, 2);
  const std::size_t at = written.find(text[1]);
  return at == std::string_view::npos ? Token{} : Token{meant[at], 2};
}

Token entity(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 8> names{{{"&amp;", '&'},
                                                                           {"&lt;", '<'},
                                                                           {"&gt;", '>'},
                                                                           {"&quot;", '"'},
                                                                           {"&apos;", '\''},
                                                                           {"&sol;", '/'},
                                                                           {"&plus;", '+'},
                                                                           {"&equals;", '='}}};
  if (text.starts_with("&#x") || text.starts_with("&#X")) return number_at(text, 3, 16, 1, 8, ';');
  if (text.starts_with("&#")) return number_at(text, 2, 10, 1, 8, ';');
  for (const auto& [name, c] : names) {
    if (text.starts_with(name)) return {c, name.size()};
  }
  return {};
}

Token token_at(std::string_view text) {
  switch (text.front()) {
    case '%':
      return text.substr(1, 1) == "u" ? number_at(text, 2, 16, 4, 4) : number_at(text, 1, 16, 2, 2);
    case '\\':
      return backslash(text);
    case '&':
      return entity(text);
    default:
      return {};
  }
}

// A text, and where each of its bytes begins in the one that it was made of; a last place says
// where that ends.
struct Reading {
  std::string text;
  std::vector<std::uint32_t> from;
  int times = 0;  // decoded
};

// Decoded once, of the encodings that begin with one of `undone`. False where there is none.
// `from`: of `text`; null: of itself.
bool decode(std::string_view text, const std::vector<std::uint32_t>* from, std::string_view undone,
            Reading& decoded) {
  const auto begins = [&](char c) { return undone.find(c) != undone.npos; };
  if (std::ranges::none_of(undone, [&](char c) { return text.find(c) != text.npos; })) return false;
  bool any = false;
  decoded.text.reserve(text.size());
  decoded.from.reserve(text.size() + 1);
  for (std::size_t at = 0; at < text.size();) {
    decoded.from.push_back(from == nullptr ? static_cast<std::uint32_t>(at) : (*from)[at]);
    const Token token = begins(text[at]) ? token_at(text.substr(at)) : Token{};
    any = any || token.length > 0;
    decoded.text.push_back(token.length > 0 ? token.c : text[at]);
    at += std::max<std::size_t>(token.length, 1);
  }
  decoded.from.push_back(from == nullptr ? static_cast<std::uint32_t>(text.size()) : from->back());
  return any;
}

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// The six bits that a character of Base64 says, in either alphabet; -1: none.
constexpr std::array<std::int8_t, 256> sextets = [] {
  std::array<std::int8_t, 256> all{};
  all.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    all[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  all['-'] = 62;
  all['_'] = 63;
  return all;
}();

// Of three bytes.
std::array<char, 4> four_characters(std::string_view bytes, bool for_urls) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 3; ++i) bits = bits << 8U | static_cast<unsigned char>(bytes[i]);
  std::array<char, 4> text{};
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t sextet = bits >> (18 - 6 * i) & 63U;
    text.at(i) = sextet < 62 ? alphabet[sextet] : "+/-_"[sextet - 62 + (for_urls ? 2 : 0)];
  }
  return text;
}

// All that can be Base64, decoded, from each of its first four characters on; a line feed in
// between. `places`: of each byte, where its characters begin and end in `text`.
std::string from_base64(std::string_view text, std::vector<Stretch>& places) {
  constexpr std::size_t shortest = 11;  // characters that say eight bytes
  std::string bytes;
  const auto sextet = [&](std::size_t at) { return sextets[static_cast<unsigned char>(text[at])]; };
  const auto is_break = [&](std::size_t at) { return text[at] == '\r' || text[at] == '\n'; };
  for (std::size_t begin = 0; begin < text.size();) {
    if (sextet(begin) < 0) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    std::size_t characters = 0;
    for (; end < text.size() && (sextet(end) >= 0 || is_break(end)); ++end) {
      if (!is_break(end)) ++characters;
    }
    for (std::size_t skipped = 0; skipped < 4 && characters >= shortest + skipped; ++skipped) {
      std::uint32_t bits = 0;
      unsigned count = 0;
      std::size_t to_skip = skipped;
      std::size_t before = begin;  // the character that the next byte's first bits stand in
      for (std::size_t at = begin; at < end; ++at) {
        if (is_break(at)) continue;
        if (to_skip > 0) {
          --to_skip;
          continue;
        }
        if (count == 0) before = at;
        bits = bits << 6U | static_cast<std::uint32_t>(sextet(at));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<char>(bits >> count & 0xffU));
        places.push_back({before, at + 1});
        before = at;
      }
      bytes.push_back('\n');
      places.push_back({end, end});
    }
    begin = end;
  }
  return bytes;
}

// Four characters, as one word.
std::uint32_t word_at(const char* text) {
  std::uint32_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// Words that are looked for all at once. Nearly every word of a text is none of them, and a glance
// says so.
class Words {
 public:
  void add(std::uint32_t word) {
    seen_[place_of(word)] = true;
    words_.push_back(word);
  }
  [[nodiscard]] bool has(std::uint32_t word) const {
    return seen_[place_of(word)] && std::ranges::find(words_, word) != words_.end();
  }

 private:
  static constexpr unsigned places_in_bits = 12;
  static std::size_t place_of(std::uint32_t word) {
    return word * 2'654'435'761U >> (32 - places_in_bits);
  }

  std::bitset<1U << places_in_bits> seen_;
  std::vector<std::uint32_t> words_;
};

constexpr std::size_t word_size = sizeof(std::uint32_t);
static_assert(word_size == shortest_secret);

class Search {
 public:
  explicit Search(std::span<const Secret> secrets) {
    for (const Secret& secret : secrets) {
      const std::string& text = secret.reveal();
      if (text.size() < shortest_secret) continue;
      secrets_.push_back(text);
      if (text.size() < in_any_case) {
        exact_.add(word_at(text.data()));
        continue;
      }
      std::array<char, word_size> start{};
      std::transform(text.begin(), text.begin() + word_size, start.begin(),
                     [](char c) { return reports::to_lower(c); });
      folded_.add(word_at(start.data()));
      // Wherever the secret begins among the triples of bytes that Base64 makes four characters of,
      // one of these triples is whole.
      for (std::size_t at = 0; at < 3; ++at) {
        for (const bool for_urls : {false, true}) {
          base64_.add(word_at(four_characters(std::string_view{text}.substr(at), for_urls).data()));
        }
      }
    }
  }

  [[nodiscard]] std::vector<Stretch> found_in(std::string_view text) {
    if (secrets_.empty()) return {};
    for (std::size_t at = 0; at < text.size(); at += window) {
      offset_ = at;
      look_through(text.substr(at, window + overlap));
    }
    std::ranges::sort(found_, {}, &Stretch::begin);
    std::vector<Stretch> apart;
    for (const Stretch& next : found_) {
      if (!apart.empty() && next.begin < apart.back().end) {
        apart.back().end = std::max(apart.back().end, next.end);
      } else {
        apart.push_back(next);
      }
    }
    return apart;
  }

 private:
  // What was encoded in two ways, one over the other, is decoded in that order: another one takes
  // what is a secret's own for an encoding. So every order is tried; a text that is encoded at all
  // is nearly always so in one way.
  void look_through(std::string_view text) {
    look_at(text, nullptr);
    std::deque<Reading> readings;
    std::size_t decoded = 0;
    const auto go_on = [&](std::string_view of, const std::vector<std::uint32_t>* from, int times) {
      const std::size_t before = readings.size();
      for (const std::string_view undone : {"%", "\\", "&", "%\\&"}) {
        if (readings.size() == most_readings || decoded > most_decoded) return;
        if (undone.size() > 1 && readings.size() < before + 2) return;  // the same as one of them
        Reading next{.text = {}, .from = {}, .times = times + 1};
        if (!decode(of, from, undone, next)) continue;
        decoded += next.text.size();
        look_at(next.text, &next.from);
        readings.push_back(std::move(next));
      }
    };
    go_on(text, nullptr, 0);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const Reading& one = readings[i];
      if (one.times < deepest) go_on(one.text, &one.from, one.times);
    }
  }

  // `from`: where each byte begins in the window; null: where it stands.
  void look_at(std::string_view text, const std::vector<std::uint32_t>* from) {
    const auto origin = [&](std::size_t at) {
      return offset_ + (from == nullptr ? at : (*from)[at]);
    };
    const bool perhaps_base64 = find(text, [&](std::size_t begin, std::size_t end) {
      found_.push_back({origin(begin), origin(end)});
    });
    if (!perhaps_base64) return;
    std::vector<Stretch> places;
    const std::string bytes = from_base64(text, places);
    find(bytes, [&](std::size_t begin, std::size_t end) {
      found_.push_back({origin(places[begin].begin), origin(places[end - 1].end)});
    });
  }

  // True where the text may hold a secret in Base64, too.
  template <class Found>
  bool find(std::string_view text, Found found) const {
    const std::string folded = reports::to_lower(text);
    bool perhaps_base64 = false;
    for (std::size_t at = 0; at + word_size <= text.size(); ++at) {
      const std::uint32_t word = word_at(text.data() + at);
      perhaps_base64 = perhaps_base64 || base64_.has(word);
      if (!exact_.has(word) && !folded_.has(word_at(folded.data() + at))) continue;
      for (const std::string_view secret : secrets_) {
        if (is_said(secret, text.substr(at))) found(at, at + secret.size());
      }
    }
    return perhaps_base64;
  }

  static bool is_said(std::string_view secret, std::string_view text) {
    if (secret.size() < in_any_case) return text.starts_with(secret);
    return text.size() >= secret.size() &&
           std::equal(secret.begin(), secret.end(), text.begin(), [](char wanted, char c) {
             return reports::to_lower(wanted) == reports::to_lower(c);
           });
  }

  std::vector<std::string_view> secrets_;
  Words exact_;             // with which the short ones begin
  Words folded_;            // with which the others begin, in lower case
  Words base64_;            // one of which is in each of them in Base64
  std::size_t offset_ = 0;  // of the window
  std::vector<Stretch> found_;
};

}  // namespace

bool may_be_encoded(std::string_view text) {
  return text.find('%') != text.npos || text.find('\\') != text.npos || text.find('&') != text.npos;
}

std::vector<Stretch> find_echoes(std::string_view text, std::span<const Secret> secrets) {
  return Search{secrets}.found_in(text);
}

}  // namespace hallmark::runner
