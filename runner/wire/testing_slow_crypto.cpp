// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/testing_slow_crypto.hpp"

#include <cmath>
#include <cstdint>
#include <functional>

namespace hallmark::runner::testing {
namespace {

using Word = std::uint32_t;
using Words = std::vector<Word>;

Word rotate_left(Word word, int by) { return (word << by) | (word >> (32 - by)); }
Word rotate_right(Word word, int by) { return (word >> by) | (word << (32 - by)); }

// Padding to blocks of 64 bytes: a one, zeros, and the length in bits.
std::vector<Words> blocks_of(std::string message) {
  const std::uint64_t bits = std::uint64_t{message.size()} * 8;
  message += '\x80';
  while (message.size() % 64 != 56) message += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) {
    message += static_cast<char>(static_cast<unsigned char>(bits >> shift));
  }
  std::vector<Words> blocks;
  for (std::size_t at = 0; at < message.size(); at += 4) {
    if (at % 64 == 0) blocks.emplace_back();
    Word word = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      word = (word << 8) | static_cast<unsigned char>(message[at + i]);
    }
    blocks.back().push_back(word);
  }
  return blocks;
}

std::string bytes_of(const Words& words) {
  std::string bytes;
  for (const Word word : words) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes += static_cast<char>(static_cast<unsigned char>(word >> shift));
    }
  }
  return bytes;
}

// The first 32 bits of the fraction of the square or cube roots of the first primes.
Words prime_roots(std::size_t count, bool cube) {
  Words roots;
  for (unsigned candidate = 2; roots.size() < count; ++candidate) {
    bool prime = true;
    for (unsigned divisor = 2; divisor * divisor <= candidate; ++divisor) {
      prime = prime && candidate % divisor != 0;
    }
    if (!prime) continue;
    const long double number = candidate;
    const long double root = cube ? std::cbrt(number) : std::sqrt(number);
    roots.push_back(static_cast<Word>((root - std::floor(root)) * 4294967296.0L));
  }
  return roots;
}

std::string hmac(const std::function<std::string(const std::string&)>& hash, std::string key,
                 const std::string& message) {
  if (key.size() > 64) key = hash(key);
  key.resize(64, '\0');
  std::string inner = key;
  std::string outer = key;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return hash(outer + hash(inner + message));
}

std::string slow_query(const std::map<std::string, std::string>& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query += "&";
    query += slow_percent_encode(name) + "=" + slow_percent_encode(value);
  }
  return query;
}

}  // namespace

std::string slow_sha1(const std::string& message) {
  Words hash{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  for (Words w : blocks_of(message)) {
    for (std::size_t t = 16; t < 80; ++t) {
      w.push_back(rotate_left(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1));
    }
    Word a = hash[0];
    Word b = hash[1];
    Word c = hash[2];
    Word d = hash[3];
    Word e = hash[4];
    for (std::size_t t = 0; t < 80; ++t) {
      Word f = b ^ c ^ d;
      Word k = t < 40 ? 0x6ed9eba1 : 0xca62c1d6;
      if (t < 20) {
        f = (b & c) | (~b & d);
        k = 0x5a827999;
      } else if (t >= 40 && t < 60) {
        f = (b & c) | (b & d) | (c & d);
        k = 0x8f1bbcdc;
      }
      const Word next = rotate_left(a, 5) + f + e + k + w[t];
      e = d;
      d = c;
      c = rotate_left(b, 30);
      b = a;
      a = next;
    }
    hash = {hash[0] + a, hash[1] + b, hash[2] + c, hash[3] + d, hash[4] + e};
  }
  return bytes_of(hash);
}

std::string slow_sha256(const std::string& message) {
  const Words k = prime_roots(64, true);
  Words hash = prime_roots(8, false);
  for (Words w : blocks_of(message)) {
    for (std::size_t t = 16; t < 64; ++t) {
      const Word s0 = rotate_right(w[t - 15], 7) ^ rotate_right(w[t - 15], 18) ^ (w[t - 15] >> 3);
      const Word s1 = rotate_right(w[t - 2], 17) ^ rotate_right(w[t - 2], 19) ^ (w[t - 2] >> 10);
      w.push_back(w[t - 16] + s0 + w[t - 7] + s1);
    }
    Words v = hash;
    for (std::size_t t = 0; t < 64; ++t) {
      const Word s1 = rotate_right(v[4], 6) ^ rotate_right(v[4], 11) ^ rotate_right(v[4], 25);
      const Word choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
      const Word first = v[7] + s1 + choice + k[t] + w[t];
      const Word s0 = rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^ rotate_right(v[0], 22);
      const Word majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
      v = {first + s0 + majority, v[0], v[1], v[2], v[3] + first, v[4], v[5], v[6]};
    }
    for (std::size_t i = 0; i < 8; ++i) hash[i] += v[i];
  }
  return bytes_of(hash);
}

std::string slow_hmac_sha1(const std::string& key, const std::string& message) {
  return hmac(slow_sha1, key, message);
}

std::string slow_hmac_sha256(const std::string& key, const std::string& message) {
  return hmac(slow_sha256, key, message);
}

std::string slow_base64(const std::string& bytes) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits;
  for (const char c : bytes) {
    for (int bit = 7; bit >= 0; --bit) {
      bits += ((static_cast<unsigned char>(c) >> bit) & 1) != 0 ? '1' : '0';
    }
  }
  while (bits.size() % 6 != 0) bits += '0';
  std::string text;
  for (std::size_t at = 0; at < bits.size(); at += 6) {
    text += alphabet[std::stoul(bits.substr(at, 6), nullptr, 2)];
  }
  while (text.size() % 4 != 0) text += '=';
  return text;
}

std::string slow_hex(const std::string& bytes) {
  const std::string digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const unsigned byte = static_cast<unsigned char>(c);
    text += digits[byte / 16];
    text += digits[byte % 16];
  }
  return text;
}

std::string slow_percent_encode(const std::string& raw) {
  const std::string kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  const std::string digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : raw) {
    if (kept.find(c) != std::string::npos) {
      out += c;
    } else {
      const unsigned byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte / 16];
      out += digits[byte % 16];
    }
  }
  return out;
}

std::string slow_signature_v1(const std::string& method,
                              const std::map<std::string, std::string>& parameters,
                              const std::string& secret) {
  const std::string text =
      method + "&" + slow_percent_encode("/") + "&" + slow_percent_encode(slow_query(parameters));
  return slow_base64(slow_hmac_sha1(secret + "&", text));
}

std::string slow_signature_v3(const std::string& method, const std::string& path,
                              const std::map<std::string, std::string>& query,
                              const std::map<std::string, std::string>& headers,
                              const std::string& body, const std::string& secret) {
  std::string lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    lines += name + ":" + value + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  const std::string request = method + "\n" + path + "\n" + slow_query(query) + "\n" + lines +
                              "\n" + names + "\n" + slow_hex(slow_sha256(body));
  const std::string text = "ACS3-HMAC-SHA256\n" + slow_hex(slow_sha256(request));
  return slow_hex(slow_hmac_sha256(secret, text));
}

}  // namespace hallmark::runner::testing
