// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/testing_second_signer.hpp"

#include <nettle/base16.h>
#include <nettle/base64.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>

#include <algorithm>
#include <cstdint>

namespace hallmark::runner::testing {
namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytes_of(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

void append_encoded(std::string& out, std::string_view raw) {
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
    const bool is_digit = byte >= '0' && byte <= '9';
    if (is_letter || is_digit || c == '-' || c == '_' || c == '.' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += "0123456789ABCDEF"[byte / 16U];
      out += "0123456789ABCDEF"[byte % 16U];
    }
  }
}

std::string in_small_letters(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

using Views = std::vector<std::pair<std::string_view, std::string_view>>;

// By name; false where two have one name.
bool sort_by_name(Views& pairs) {
  std::ranges::sort(pairs, {}, &Views::value_type::first);
  return std::ranges::adjacent_find(pairs, {}, &Views::value_type::first) == pairs.end();
}

std::string canonical(const Views& query, std::string_view left_out) {
  std::string text;
  for (const auto& [name, value] : query) {
    if (!left_out.empty() && name == left_out) continue;
    if (!text.empty()) text += '&';
    append_encoded(text, name);
    text += '=';
    append_encoded(text, value);
  }
  return text;
}

}  // namespace

std::string nettle_sha256(std::string_view message) {
  sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, message.size(), bytes_of(message));
  std::string digest(SHA256_DIGEST_SIZE, '\0');
  sha256_digest(&context, digest.size(), bytes_of(digest));
  return digest;
}

std::string nettle_hmac_sha1(std::string_view key, std::string_view message) {
  hmac_sha1_ctx context;
  hmac_sha1_set_key(&context, key.size(), bytes_of(key));
  hmac_sha1_update(&context, message.size(), bytes_of(message));
  std::string digest(SHA1_DIGEST_SIZE, '\0');
  hmac_sha1_digest(&context, digest.size(), bytes_of(digest));
  return digest;
}

std::string nettle_hmac_sha256(std::string_view key, std::string_view message) {
  hmac_sha256_ctx context;
  hmac_sha256_set_key(&context, key.size(), bytes_of(key));
  hmac_sha256_update(&context, message.size(), bytes_of(message));
  std::string digest(SHA256_DIGEST_SIZE, '\0');
  hmac_sha256_digest(&context, digest.size(), bytes_of(digest));
  return digest;
}

std::string nettle_base64(std::string_view bytes) {
  std::string text(BASE64_ENCODE_RAW_LENGTH(bytes.size()), '\0');
  base64_encode_raw(text.data(), bytes.size(), bytes_of(bytes));
  return text;
}

std::string nettle_hex(std::string_view bytes) {
  std::string text(BASE16_ENCODE_LENGTH(bytes.size()), '\0');
  base16_encode_update(text.data(), bytes.size(), bytes_of(bytes));
  return text;
}

std::string second_percent_encode(std::string_view raw) {
  std::string text;
  append_encoded(text, raw);
  return text;
}

std::optional<std::string> second_signature_v1(std::string_view method,
                                               const SignedPairs& parameters,
                                               std::string_view secret) {
  Views all{parameters.begin(), parameters.end()};
  if (!sort_by_name(all)) return std::nullopt;
  std::string text{method};
  text += "&%2F&";
  append_encoded(text, canonical(all, "Signature"));
  return nettle_base64(nettle_hmac_sha1(std::string{secret} + '&', text));
}

std::optional<std::string> second_signature_v3(std::string_view method, std::string_view path,
                                               const SignedPairs& query, const SignedPairs& headers,
                                               std::string_view body, std::string_view secret) {
  Views parameters{query.begin(), query.end()};
  if (!sort_by_name(parameters)) return std::nullopt;
  std::vector<std::string> names;
  names.reserve(headers.size());
  Views lines;
  lines.reserve(headers.size());
  for (const auto& [name, value] : headers) {
    lines.emplace_back(names.emplace_back(in_small_letters(name)), trimmed(value));
  }
  if (!sort_by_name(lines)) return std::nullopt;
  std::string text{method};
  ((text += '\n') += path) += '\n';
  (text += canonical(parameters, {})) += '\n';
  for (const auto& [name, value] : lines) (((text += name) += ':') += value) += '\n';
  text += '\n';
  for (const auto& line : lines) (text += &line == &lines.front() ? "" : ";") += line.first;
  (text += '\n') += nettle_hex(nettle_sha256(body));
  return nettle_hex(
      nettle_hmac_sha256(secret, "ACS3-HMAC-SHA256\n" + nettle_hex(nettle_sha256(text))));
}

}  // namespace hallmark::runner::testing
