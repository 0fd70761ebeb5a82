// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/redact.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstddef>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/wire/echoes.hpp"

namespace hallmark::runner {
namespace {

constexpr std::array<std::string_view, 7> names{"signature",  "accesskeyid",   "accesskeysecret",
                                                "credential", "securitytoken", "security-token",
                                                "bearertoken"};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = reports::to_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// The byte that two hexadecimal digits at `at` stand for; -1 when there are none.
int hex_byte(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const int high = hex_digit(text[at]);
  const int low = hex_digit(text[at + 1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// One character of the text with its encoding undone: `length` bytes of it say `c`.
struct Token {
  char c = 0;
  std::size_t length = 0;  // 0: not of this kind
  unsigned level = 0;      // how often it was percent-encoded
};

Token percent_token(std::string_view text, unsigned depth = 0);

// A hexadecimal digit, which may be percent-encoded itself.
struct Digit {
  int value = 0;
  std::size_t length = 0;  // 0: none
};

Digit digit_at(std::string_view text, std::size_t at, unsigned depth) {
  constexpr unsigned deepest = 8;
  if (at >= text.size()) return {};
  if (const int value = hex_digit(text[at]); value >= 0) return {value, 1};
  if (depth == deepest) return {};
  const Token token = percent_token(text.substr(at), depth + 1);
  const int value = token.length > 0 ? hex_digit(token.c) : -1;
  return value < 0 ? Digit{} : Digit{value, token.length};
}

// %XX, %25XX, %2525XX, %25%35%35 ...: each reading, the deepest last.
template <typename Visit>
void for_each_percent_token(std::string_view text, unsigned depth, Visit visit) {
  if (text.empty() || text.front() != '%') return;
  std::size_t at = 1;
  for (unsigned level = 1;; ++level) {
    const Digit high = digit_at(text, at, depth);
    if (high.length == 0) return;
    const Digit low = digit_at(text, at + high.length, depth);
    if (low.length == 0) return;
    at += high.length + low.length;
    const Token token{static_cast<char>(high.value * 16 + low.value), at, level};
    visit(token);
    if (token.c != '%') return;
  }
}

// The deepest reading.
Token percent_token(std::string_view text, unsigned depth) {
  Token deepest;
  for_each_percent_token(text, depth, [&](const Token& token) { deepest = token; });
  return deepest;
}

// What XML and JSON write for a character that means something to them.
Token escape_token(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 14> escapes{{{"&amp;", '&'},
                                                                              {"&lt;", '<'},
                                                                              {"&gt;", '>'},
                                                                              {"&quot;", '"'},
                                                                              {"&apos;", '\''},
                                                                              {"&#39;", '\''},
                                                                              {"&#34;", '"'},
                                                                              {"\\\"", '"'},
                                                                              {"\\/", '/'},
                                                                              {"\\r", '\r'},
                                                                              {"\\n", '\n'},
                                                                              {"\\t", '\t'},
                                                                              {"\\b", '\b'},
                                                                              {"\\f", '\f'}}};
  for (const auto& [written, c] : escapes) {
    if (text.starts_with(written)) return {c, written.size(), 0};
  }
  if (text.starts_with("\\\\")) return {'\\', 2, 0};
  if (text.starts_with("\\u00") && hex_byte(text, 4) >= 0) {
    return {static_cast<char>(hex_byte(text, 4)), 6, 0};
  }
  if (text.starts_with("&#x") && hex_byte(text, 3) >= 0 && text.substr(5, 1) == ";") {
    return {static_cast<char>(hex_byte(text, 3)), 6, 0};
  }
  return {};
}

Token next_token(std::string_view text) {
  if (text.empty()) return {};
  switch (text.front()) {
    case '%':
      if (const Token token = percent_token(text); token.length > 0) return token;
      break;
    case '&':
    case '\\':
      if (const Token token = escape_token(text); token.length > 0) return token;
      break;
    default:
      break;
  }
  return {text.front(), 1, 0};
}

// Places in a text, each named once. Few but in a text made to be ambiguous.
using Places = std::vector<std::size_t>;

void add(Places& places, std::size_t place) {
  if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
}

// Where the text may go on, after one character at `at` that says `wanted` in whatever encoding.
// "%2541" says "%41", encoded once, and "A", encoded twice; two backslashes are two, or one as JSON
// writes it: every reading counts.
void read_one(std::string_view text, std::size_t at, char wanted, Places& behind) {
  if (at >= text.size()) return;
  const auto says = [wanted](char c) { return c == wanted || (wanted == ' ' && c == '+'); };
  const char c = text[at];
  if (says(c)) add(behind, at + 1);
  if (c == '%') {
    for_each_percent_token(text.substr(at), 0, [&](const Token& token) {
      if (says(token.c)) add(behind, at + token.length);
    });
  } else if (c == '&' || c == '\\') {
    const Token token = escape_token(text.substr(at));
    if (token.length > 0 && says(token.c)) add(behind, at + token.length);
  }
}

// How many bytes at the start of `text` say `secret`, in whatever encoding, at most; 0: they do
// not.
std::size_t secret_length(std::string_view text, std::string_view secret) {
  Places places{0};
  Places next;
  for (const char wanted : secret) {
    next.clear();
    for (const std::size_t place : places) read_one(text, place, wanted, next);
    if (next.empty()) return 0;
    places.swap(next);
  }
  return *std::max_element(places.begin(), places.end());
}

std::size_t name_length(std::string_view text) {
  for (const std::string_view name : names) {
    if (text.size() >= name.size() &&
        std::equal(name.begin(), name.end(), text.begin(),
                   [](char wanted, char c) { return wanted == reports::to_lower(c); })) {
      return name.size();
    }
  }
  return 0;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }

// Where the value behind a name begins and ends.
struct Value {
  std::size_t begin = 0;
  std::size_t end = 0;  // not above `begin`: no value
};

Value value_behind(std::string_view text, std::size_t at) {
  const auto token = [&] { return next_token(text.substr(at)); };
  const auto skip_blanks = [&] {
    while (at < text.size() && is_blank(token().c)) at += token().length;
  };
  Token separator = token();
  if (is_quote(separator.c)) {  // "name" : "value"
    at += separator.length;
    skip_blanks();
    separator = token();
    if (separator.c != ':') return {};
  }
  if (separator.length == 0) return {};
  if (separator.c != '=' && separator.c != ':' && separator.c != '>') return {};
  at += separator.length;
  if (separator.c == ':') skip_blanks();

  std::string_view ends = "& \t\r\n\"'<>,;)]}";
  if (separator.c == '>') {
    ends = "<";
  } else if (const Token quote = token();
             quote.length > 0 && is_quote(quote.c) && quote.level <= separator.level) {
    ends = quote.c == '"' ? "\"\r\n" : "'\r\n";
    at += quote.length;
  }
  Value value{at, at};
  while (at < text.size()) {
    const Token next = token();
    // What is encoded more often than the separator belongs to the value.
    if (next.level <= separator.level && ends.find(next.c) != std::string_view::npos) break;
    at += next.length;
  }
  value.end = at;
  return value;
}

}  // namespace

bool may_show(std::string_view text, std::span<const Secret> secrets) {
  // The names are cut to where they are the same in either case and begin with a rare letter.
  constexpr std::array<std::string_view, 6> hints = {"gnature", "GNATURE", "ccess",
                                                     "dential", "ken",     "cret"};
  return may_be_encoded(text) ||
         std::ranges::any_of(
             hints, [text](std::string_view hint) { return text.find(hint) != text.npos; }) ||
         !find_echoes(text, secrets).empty();
}

std::string redact(std::string_view text, std::span<const Secret> secrets) {
  const std::vector<Stretch> echoes = find_echoes(text, secrets);
  auto echo = echoes.begin();  // the first that does not end before `at`
  // The bytes with which a name, and those with which a secret may begin.
  std::bitset<256> of_names;
  for (const std::string_view name : names) {
    of_names.set(static_cast<unsigned char>(name.front()));
    of_names.set(static_cast<unsigned char>(name.front() - 'a' + 'A'));
  }
  std::bitset<256> of_secrets;
  for (const Secret& secret : secrets) {
    if (secret.reveal().size() < shortest_secret) continue;
    of_secrets.set(static_cast<unsigned char>(secret.reveal().front()));
    for (const char c : {'%', '&', '\\', '+'}) of_secrets.set(static_cast<unsigned char>(c));
  }

  std::string out;
  out.reserve(text.size());
  std::size_t copied = 0;
  std::size_t at = 0;
  const auto strike = [&](std::size_t begin, std::size_t end) {
    out += text.substr(copied, begin - copied);
    out += struck_out;
    copied = at = end;
  };
  Value value;  // behind the name that is being passed: a secret may stand within the name itself
  while (at < text.size()) {
    while (echo != echoes.end() && echo->end <= at) ++echo;
    if (at >= value.begin && at < value.end) {
      std::size_t end = value.end;
      for (; echo != echoes.end() && echo->begin < end; ++echo) end = std::max(end, echo->end);
      strike(at, end);
      continue;
    }
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::string_view rest = text.substr(at);
    std::size_t secret_size = echo != echoes.end() && echo->begin <= at ? echo->end - at : 0;
    if (of_secrets[byte]) {
      for (const Secret& secret : secrets) {
        if (secret.reveal().size() < shortest_secret) continue;
        secret_size = std::max(secret_size, secret_length(rest, secret.reveal()));
      }
    }
    if (secret_size > 0) {
      strike(at, at + secret_size);
      continue;
    }
    if (of_names[byte] && at >= value.end) {
      const std::size_t name_size = name_length(rest);
      if (name_size > 0) value = value_behind(text, at + name_size);
    }
    ++at;
  }
  out += text.substr(copied);
  return out;
}

}  // namespace hallmark::runner
