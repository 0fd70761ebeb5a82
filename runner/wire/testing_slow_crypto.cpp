// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/testing_slow_crypto.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace hallmark::runner::testing {
namespace {

using Byte = unsigned char;
using Word = std::uint32_t;
using Block = std::array<char, 64>;

// ---- The hash functions

// The first 32 bits of the fraction of the square or cube roots of the first primes.
template <std::size_t count>
std::array<Word, count> prime_roots(bool cube) {
  std::array<Word, count> roots{};
  std::size_t found = 0;
  for (unsigned candidate = 2; found < count; ++candidate) {
    bool prime = true;
    for (unsigned divisor = 2; divisor * divisor <= candidate; ++divisor) {
      prime = prime && candidate % divisor != 0;
    }
    if (!prime) continue;
    const long double number = candidate;
    const long double root = cube ? std::cbrt(number) : std::sqrt(number);
    roots[found++] = static_cast<Word>((root - std::floor(root)) * 4294967296.0L);
  }
  return roots;
}

// The 16 words of a block, and room for those that are made of them.
template <std::size_t count>
std::array<Word, count> words_of(const Block& block) {
  std::array<Word, count> words;
  for (std::size_t i = 0; i < 16; ++i) {
    const auto byte = [&](std::size_t at) { return Word{static_cast<Byte>(block[4 * i + at])}; };
    words[i] = byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3);
  }
  return words;
}

struct Sha1 {
  using State = std::array<Word, 5>;
  static State start() { return {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}; }
  static void add(State& state, const Block& block) {
    std::array<Word, 80> w = words_of<80>(block);
    for (std::size_t t = 16; t < 80; ++t) {
      w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }
    auto [a, b, c, d, e] = state;
    for (std::size_t t = 0; t < 80; ++t) {
      constexpr Word constants[] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
      const Word f = t < 20              ? (b & c) | (~b & d)
                     : t >= 40 && t < 60 ? (b & c) | (b & d) | (c & d)
                                         : b ^ c ^ d;
      const Word next = std::rotl(a, 5) + f + e + constants[t / 20] + w[t];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = next;
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d, state[4] + e};
  }
};

struct Sha256 {
  using State = std::array<Word, 8>;
  static State start() {
    static const State roots = prime_roots<8>(false);
    return roots;
  }
  static void add(State& state, const Block& block) {
    static const std::array<Word, 64> k = prime_roots<64>(true);
    std::array<Word, 64> w = words_of<64>(block);
    for (std::size_t t = 16; t < 64; ++t) {
      const Word s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3U);
      const Word s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10U);
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    std::size_t t = 0;
    const auto step = [&](Word one, Word two, Word three, Word& four, Word five, Word six,
                          Word seven, Word& eight) {
      const Word s1 = std::rotr(five, 6) ^ std::rotr(five, 11) ^ std::rotr(five, 25);
      const Word choice = (five & six) ^ (~five & seven);
      eight += s1 + choice + k[t] + w[t];
      four += eight;
      const Word s0 = std::rotr(one, 2) ^ std::rotr(one, 13) ^ std::rotr(one, 22);
      const Word majority = (one & two) ^ (one & three) ^ (two & three);
      eight += s0 + majority;
      ++t;
    };
    while (t < 64) {  // the words are not moved on by one, but named anew
      step(a, b, c, d, e, f, g, h);
      step(h, a, b, c, d, e, f, g);
      step(g, h, a, b, c, d, e, f);
      step(f, g, h, a, b, c, d, e);
      step(e, f, g, h, a, b, c, d);
      step(d, e, f, g, h, a, b, c);
      step(c, d, e, f, g, h, a, b);
      step(b, c, d, e, f, g, h, a);
    }
    const State sums = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state[i] += sums[i];
  }
};

template <class Hash>
using Digest = std::array<char, sizeof(typename Hash::State)>;

std::string_view text_of(const auto& digest) { return {digest.data(), digest.size()}; }

// Takes a message in pieces.
template <class Hash>
class Hashing {
 public:
  void put(char c) {
    block_[size_ % block_.size()] = c;
    if (++size_ % block_.size() == 0) Hash::add(state_, block_);
  }
  void put(std::string_view text) {
    while (!text.empty()) {
      const std::size_t filled = size_ % block_.size();
      const std::string_view piece = text.substr(0, block_.size() - filled);
      std::ranges::copy(piece, block_.data() + filled);
      text.remove_prefix(piece.size());
      size_ += piece.size();
      if (size_ % block_.size() == 0) Hash::add(state_, block_);
    }
  }

  // Padding: a one, zeros, and the length in bits.
  Digest<Hash> take() {
    const std::uint64_t bits = size_ * 8;
    put('\x80');
    put(text_of(Block{}).substr(0, (56 + 64 - size_ % 64) % 64));
    for (unsigned shift = 64; shift > 0;) put(static_cast<char>(bits >> (shift -= 8) & 0xffU));
    Digest<Hash> bytes;
    char* to = bytes.data();
    for (const Word word : state_) {
      for (unsigned shift = 32; shift > 0;) *to++ = static_cast<char>(word >> (shift -= 8) & 0xffU);
    }
    return bytes;
  }

 private:
  typename Hash::State state_ = Hash::start();
  Block block_{};
  std::uint64_t size_ = 0;  // bytes
};

template <class Hash>
Digest<Hash> hash_of(std::string_view message) {
  Hashing<Hash> hashing;
  hashing.put(message);
  return hashing.take();
}

template <class Hash>
class Hmac {
 public:
  // The key is `key`, and `rest` behind it.
  explicit Hmac(std::string_view key, std::string_view rest = {}) {
    Block block{};
    if (key.size() + rest.size() <= block.size()) {
      std::ranges::copy(rest, std::ranges::copy(key, block.begin()).out);
    } else {
      Hashing<Hash> hashing;
      hashing.put(key);
      hashing.put(rest);
      std::ranges::copy(hashing.take(), block.begin());
    }
    const auto padded = [&block](int pad) {
      Block bytes;
      std::ranges::transform(block, bytes.begin(),
                             [&](char c) { return static_cast<char>(c ^ pad); });
      return bytes;
    };
    inner_.put(text_of(padded(0x36)));
    outer_.put(text_of(padded(0x5c)));
  }
  void put(char c) { inner_.put(c); }
  void put(std::string_view text) { inner_.put(text); }
  Digest<Hash> take() {
    outer_.put(text_of(inner_.take()));
    return outer_.take();
  }

 private:
  Hashing<Hash> inner_, outer_;
};

template <class Hash>
std::string hmac(std::string_view key, std::string_view message) {
  Hmac<Hash> mac{key};
  mac.put(message);
  return std::string{text_of(mac.take())};
}

// ---- What is hashed

// Puts text into `Out` as percent-encoding writes it.
template <class Out>
class Encoded {
 public:
  explicit Encoded(Out& out) : out_{out} {}
  void put(char c) {
    const auto byte = static_cast<Byte>(c);
    const bool is_letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
    const bool is_digit = byte >= '0' && byte <= '9';
    if (is_letter || is_digit || c == '-' || c == '_' || c == '.' || c == '~') {
      out_.put(c);
      return;
    }
    out_.put('%');
    out_.put("0123456789ABCDEF"[byte / 16U]);
    out_.put("0123456789ABCDEF"[byte % 16U]);
  }
  void put(std::string_view text) {
    for (const char c : text) put(c);
  }

 private:
  Out& out_;
};

struct Text {
  std::string text;
  void put(char c) { text += c; }
};

template <class Out>
void put_hex(Out& out, std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<Byte>(c);
    out.put("0123456789abcdef"[byte / 16U]);
    out.put("0123456789abcdef"[byte % 16U]);
  }
}

using Sorted = std::vector<const SlowPairs::value_type*>;

// By name; false where two have one name.
template <class Order>
bool sort_by(const SlowPairs& pairs, Order compare, Sorted& sorted) {
  sorted.clear();
  for (const auto& pair : pairs) sorted.push_back(&pair);
  std::sort(sorted.begin(), sorted.end(), [&](const auto* one, const auto* other) {
    return compare(one->first, other->first) < 0;
  });
  const auto twice = std::adjacent_find(
      sorted.begin(), sorted.end(),
      [&](const auto* one, const auto* other) { return compare(one->first, other->first) == 0; });
  return twice == sorted.end();
}

int in_bytes(std::string_view one, std::string_view other) { return one.compare(other); }

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

int in_small_letters(std::string_view one, std::string_view other) {
  const std::size_t common = std::min(one.size(), other.size());
  for (std::size_t i = 0; i < common; ++i) {
    const int order = static_cast<Byte>(small(one[i])) - static_cast<Byte>(small(other[i]));
    if (order != 0) return order;
  }
  return one.size() < other.size() ? -1 : one.size() > other.size() ? 1 : 0;
}

template <class Out>
void put_query(Out& out, const Sorted& sorted, std::string_view left_out) {
  Encoded<Out> encoded{out};
  bool is_first = true;
  for (const auto* const pair : sorted) {
    if (!left_out.empty() && pair->first == left_out) continue;
    if (!is_first) out.put('&');
    is_first = false;
    encoded.put(pair->first);
    out.put('=');
    encoded.put(pair->second);
  }
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

std::string slow_sha1(std::string_view message) {
  return std::string{text_of(hash_of<Sha1>(message))};
}

std::string slow_sha256(std::string_view message) {
  return std::string{text_of(hash_of<Sha256>(message))};
}

std::string slow_hmac_sha1(std::string_view key, std::string_view message) {
  return hmac<Sha1>(key, message);
}

std::string slow_hmac_sha256(std::string_view key, std::string_view message) {
  return hmac<Sha256>(key, message);
}

std::string slow_base64(std::string_view bytes) {
  constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    Word group = 0;
    for (std::size_t i = at; i < at + 3; ++i) {
      group = group << 8U | (i < bytes.size() ? static_cast<Byte>(bytes[i]) : Byte{0});
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += at + i <= bytes.size() ? alphabet[group >> (18 - 6 * i) & 63U] : '=';
    }
  }
  return text;
}

std::string slow_hex(std::string_view bytes) {
  Text out;
  out.text.reserve(2 * bytes.size());
  put_hex(out, bytes);
  return out.text;
}

std::string slow_percent_encode(std::string_view raw) {
  Text out;
  Encoded<Text>{out}.put(raw);
  return out.text;
}

std::optional<std::string> slow_signature_v1(std::string_view method, const SlowPairs& parameters,
                                             std::string_view secret) {
  thread_local Sorted sorted;  // kept for its memory
  if (!sort_by(parameters, in_bytes, sorted)) return std::nullopt;
  Hmac<Sha1> mac{secret, "&"};
  mac.put(method);
  mac.put("&%2F&");
  Encoded<Hmac<Sha1>> encoded{mac};
  put_query(encoded, sorted, "Signature");
  return slow_base64(text_of(mac.take()));
}

std::optional<std::string> slow_signature_v3(std::string_view method, std::string_view path,
                                             const SlowPairs& query, const SlowPairs& headers,
                                             std::string_view body, std::string_view secret) {
  thread_local Sorted parameters, lines;  // kept for their memory
  if (!sort_by(query, in_bytes, parameters)) return std::nullopt;
  if (!sort_by(headers, in_small_letters, lines)) return std::nullopt;
  Hashing<Sha256> request;
  const auto put_name = [&request](std::string_view name) {
    for (const char c : name) request.put(small(c));
  };
  request.put(method);
  request.put('\n');
  request.put(path);
  request.put('\n');
  put_query(request, parameters, {});
  request.put('\n');
  for (const auto* const header : lines) {
    put_name(header->first);
    request.put(':');
    request.put(trimmed(header->second));
    request.put('\n');
  }
  request.put('\n');
  for (const auto* const header : lines) {
    if (header != lines.front()) request.put(';');
    put_name(header->first);
  }
  request.put('\n');
  put_hex(request, text_of(hash_of<Sha256>(body)));
  Hmac<Sha256> mac{secret};
  mac.put("ACS3-HMAC-SHA256\n");
  put_hex(mac, text_of(request.take()));
  return slow_hex(text_of(mac.take()));
}

}  // namespace hallmark::runner::testing
