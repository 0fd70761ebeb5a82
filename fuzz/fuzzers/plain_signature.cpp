// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/plain_signature.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace hallmark::fuzz {
namespace {

using Word = std::uint32_t;

// The first 32 bits of the fraction of the square or cube root of the n-th prime.
Word prime_root(std::size_t n, bool cube) {
  unsigned prime = 2;
  for (std::size_t found = 0;; ++prime) {
    bool is_prime = true;
    for (unsigned divisor = 2; divisor * divisor <= prime; ++divisor) {
      is_prime = is_prime && prime % divisor != 0;
    }
    if (is_prime && found++ == n) break;
  }
  const long double number = prime;
  const long double root = cube ? std::cbrt(number) : std::sqrt(number);
  return static_cast<Word>((root - std::floor(root)) * 4294967296.0L);
}

template <std::size_t count>
std::array<Word, count> prime_roots(bool cube) {
  std::array<Word, count> roots;
  for (std::size_t n = 0; n < count; ++n) roots[n] = prime_root(n, cube);
  return roots;
}

struct Sha1 {
  using State = std::array<Word, 5>;
  static State start() { return {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}; }
  static void add(State& state, const std::array<Word, 16>& block) {
    std::array<Word, 80> w;
    std::copy(block.begin(), block.end(), w.begin());
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
      e = std::exchange(d,
                        std::exchange(c, std::rotl(std::exchange(b, std::exchange(a, next)), 30)));
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
  static void add(State& state, const std::array<Word, 16>& block) {
    static const std::array<Word, 64> k = prime_roots<64>(true);
    std::array<Word, 64> w;
    std::copy(block.begin(), block.end(), w.begin());
    for (std::size_t t = 16; t < 64; ++t) {
      const Word s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ (w[t - 15] >> 3U);
      const Word s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ (w[t - 2] >> 10U);
      w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    State v = state;
    for (std::size_t t = 0; t < 64; ++t) {
      const Word s1 = std::rotr(v[4], 6) ^ std::rotr(v[4], 11) ^ std::rotr(v[4], 25);
      const Word first = v[7] + s1 + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[t] + w[t];
      const Word s0 = std::rotr(v[0], 2) ^ std::rotr(v[0], 13) ^ std::rotr(v[0], 22);
      const Word majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      v = {first + s0 + majority, v[0], v[1], v[2], v[3] + first, v[4], v[5], v[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) state[i] += v[i];
  }
};

template <class Hash>
std::string hash_of(std::string message) {
  const std::uint64_t bits = std::uint64_t{message.size()} * 8;
  message += '\x80';
  message.append((64 + 56 - message.size() % 64) % 64, '\0');
  for (unsigned shift = 64; shift > 0;) message += static_cast<char>(bits >> (shift -= 8) & 0xffU);
  typename Hash::State state = Hash::start();
  for (std::size_t at = 0; at < message.size(); at += 64) {
    std::array<Word, 16> block;
    for (std::size_t i = 0; i < 16; ++i) {
      unsigned char bytes[4];
      std::memcpy(bytes, message.data() + at + 4 * i, 4);
      block[i] = Word{bytes[0]} << 24U | Word{bytes[1]} << 16U | Word{bytes[2]} << 8U | bytes[3];
    }
    Hash::add(state, block);
  }
  std::string out;
  for (const Word word : state) {
    for (unsigned shift = 32; shift > 0;) out += static_cast<char>(word >> (shift -= 8) & 0xffU);
  }
  return out;
}

template <class Hash>
std::string hmac(std::string key, std::string_view message) {
  if (key.size() > 64) key = hash_of<Hash>(std::move(key));
  key.resize(64, '\0');
  std::string outer = key;
  for (char& c : key) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return hash_of<Hash>(outer + hash_of<Hash>(key.append(message)));
}

std::string base64(std::string_view bytes) {
  constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      const std::size_t here = at + i;
      group = group << 8U | (here < bytes.size() ? static_cast<unsigned char>(bytes[here]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += at + i <= bytes.size() ? alphabet[group >> (18 - 6 * i) & 63U] : '=';
    }
  }
  return out;
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    (out += "0123456789abcdef"[byte / 16U]) += "0123456789abcdef"[byte % 16U];
  }
  return out;
}

void append_encoded(std::string& out, std::string_view raw) {
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
    if (letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~') {
      out += c;
    } else {
      ((out += '%') += "0123456789ABCDEF"[byte / 16U]) += "0123456789ABCDEF"[byte % 16U];
    }
  }
}

// Names and values by name; nothing where two have one name.
using Sorted = std::vector<std::pair<std::string_view, std::string_view>>;

bool sort(Sorted& pairs) {
  std::sort(pairs.begin(), pairs.end());
  return std::adjacent_find(pairs.begin(), pairs.end(), [](const auto& one, const auto& next) {
           return one.first == next.first;
         }) == pairs.end();
}

std::optional<std::string> canonical(const runner::Parameters& parameters,
                                     std::string_view left_out) {
  Sorted sorted{parameters.begin(), parameters.end()};
  if (!sort(sorted)) return std::nullopt;
  std::string query;
  for (const auto& [name, value] : sorted) {
    if (!left_out.empty() && name == left_out) continue;
    if (!query.empty()) query += '&';
    append_encoded(query, name);
    query += '=';
    append_encoded(query, value);
  }
  return query;
}

}  // namespace

std::optional<std::string> plain_signature_v1(std::string_view method,
                                              const runner::Parameters& parameters,
                                              std::string_view secret) {
  const std::optional<std::string> query = canonical(parameters, "Signature");
  if (!query) return std::nullopt;
  std::string text = std::string{method} + "&%2F&";
  append_encoded(text, *query);
  return base64(hmac<Sha1>(std::string{secret} + "&", text));
}

std::optional<std::string> plain_signature_v3(std::string_view method, std::string_view path,
                                              const runner::Parameters& query,
                                              const runner::Headers& headers, std::string_view body,
                                              std::string_view secret) {
  const std::optional<std::string> parameters = canonical(query, {});
  if (!parameters) return std::nullopt;
  std::vector<std::string> small;
  for (const auto& [name, value] : headers) {
    std::string& lower = small.emplace_back(name);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  Sorted sorted;
  for (std::size_t i = 0; i < small.size(); ++i) {
    std::string_view value = headers[i].second;
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!value.empty() && blank(value.front())) value.remove_prefix(1);
    while (!value.empty() && blank(value.back())) value.remove_suffix(1);
    sorted.emplace_back(small[i], value);
  }
  if (!sort(sorted)) return std::nullopt;
  std::string lines;
  std::string names;
  for (const auto& [name, value] : sorted) {
    ((lines.append(name) += ':').append(value)) += '\n';
    (names += names.empty() ? "" : ";").append(name);
  }
  std::string request;
  request.append(method).append("\n").append(path).append("\n").append(*parameters).append("\n");
  request.append(lines).append("\n").append(names).append("\n");
  request.append(hex(hash_of<Sha256>(std::string{body})));
  return hex(hmac<Sha256>(std::string{secret},
                          "ACS3-HMAC-SHA256\n" + hex(hash_of<Sha256>(std::move(request)))));
}

}  // namespace hallmark::fuzz
