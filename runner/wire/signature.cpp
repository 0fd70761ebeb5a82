// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>

#include "runner/wire/percent_encoding.hpp"

namespace hallmark::runner {
namespace {

using Bytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Only a broken OpenSSL installation (no default provider, no memory) gets here.
void require(bool worked) {
  if (!worked) throw std::runtime_error{"OpenSSL does not offer HMAC-SHA1, HMAC-SHA256 or SHA-256"};
}

EVP_MAC_CTX* keyed_hmac(const char* digest, std::string_view key) {
  struct Free {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  };
  static const std::unique_ptr<EVP_MAC, Free> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  require(mac != nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac.get());
  require(context != nullptr);
  std::string name{digest};
  const std::array<OSSL_PARAM, 2> parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
      OSSL_PARAM_construct_end()};
  // A null pointer would mean "keep the key", so an empty key must not be one.
  const unsigned char* data = key.empty() ? bytes_of("") : bytes_of(key);
  if (EVP_MAC_init(context, data, key.size(), parameters.data()) != 1) {
    EVP_MAC_CTX_free(context);
    require(false);
  }
  return context;
}

std::size_t hmac(EVP_MAC_CTX* context, std::string_view text, Bytes& out) {
  std::size_t size = 0;
  require(EVP_MAC_init(context, nullptr, 0, nullptr) == 1 &&
          EVP_MAC_update(context, bytes_of(text), text.size()) == 1 &&
          EVP_MAC_final(context, out.data(), &size, out.size()) == 1);
  return size;
}

void append_hex(std::string& out, const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t i = 0; i < size; ++i) {
    out.push_back(digits[bytes[i] >> 4U]);
    out.push_back(digits[bytes[i] & 15U]);
  }
}

void append_sha256_hex(std::string& out, std::string_view text) {
  struct Free {
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  static const std::unique_ptr<EVP_MD, Free> sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  Bytes hash;
  unsigned size = 0;
  require(sha256 && context && EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr) == 1 &&
          EVP_DigestUpdate(context.get(), text.data(), text.size()) == 1 &&
          EVP_DigestFinal_ex(context.get(), hash.data(), &size) == 1);
  append_hex(out, hash.data(), size);
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Lower-cased, sorted, trimmed; one entry per name.
Headers canonical_headers(const Headers& headers) {
  Headers sorted;
  sorted.reserve(headers.size());
  for (const auto& [given, value] : headers) {
    std::string name = lower_case(given);
    const auto place = std::upper_bound(
        sorted.begin(), sorted.end(), name,
        [](const std::string& wanted, const auto& header) { return wanted < header.first; });
    sorted.emplace(place, std::move(name), std::string{trimmed(value)});
  }
  Headers merged;
  merged.reserve(sorted.size());
  for (auto& header : sorted) {
    if (!merged.empty() && merged.back().first == header.first) {
      merged.back().second += ',' + header.second;
    } else {
      merged.push_back(std::move(header));
    }
  }
  return merged;
}

void append_names(std::string& out, const Headers& canonical) {
  bool first = true;
  for (const auto& header : canonical) {
    if (!first) out.push_back(';');
    first = false;
    out += header.first;
  }
}

}  // namespace

std::string string_to_sign_v1(std::string_view method, const Parameters& parameters) {
  std::string query;
  query.reserve(40 * parameters.size());
  for (const auto* parameter : in_canonical_order(parameters, "Signature")) {
    if (!query.empty()) query.push_back('&');
    append_percent_encode(query, parameter->first);
    query.push_back('=');
    append_percent_encode(query, parameter->second);
  }
  std::string out;
  out.reserve(method.size() + 5 + 3 * query.size());
  out += method;
  out += "&%2F&";
  append_percent_encode(out, query);
  return out;
}

std::string signed_header_names(const Headers& signed_headers) {
  std::string out;
  append_names(out, canonical_headers(signed_headers));
  return out;
}

std::string canonical_request_v3(std::string_view method, std::string_view path,
                                 std::string_view canonical_query, const Headers& signed_headers,
                                 std::string_view payload_hash) {
  const Headers headers = canonical_headers(signed_headers);
  std::string out;
  out.reserve(512 + canonical_query.size());
  out.append(method).append("\n").append(path).append("\n").append(canonical_query).append("\n");
  for (const auto& [name, value] : headers) {
    out.append(name).append(":").append(value).append("\n");
  }
  out.push_back('\n');
  append_names(out, headers);
  out.append("\n").append(payload_hash);
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  std::string out;
  append_sha256_hex(out, bytes);
  return out;
}

Signer::Signer(const Credentials& credentials) : secret_{credentials.access_key_secret} {}

Signer::Signer(Signer&&) noexcept = default;
Signer& Signer::operator=(Signer&&) noexcept = default;
Signer::~Signer() = default;

void Signer::FreeMac::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

std::string Signer::sign_v1(std::string_view string_to_sign) {
  if (!sha1_) sha1_.reset(keyed_hmac("SHA1", secret_ + "&"));
  Bytes mac;
  const std::size_t size = hmac(sha1_.get(), string_to_sign, mac);
  std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> text;
  const int length = EVP_EncodeBlock(text.data(), mac.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)};
}

std::string Signer::sign_v3(std::string_view canonical_request) {
  std::string string_to_sign{"ACS3-HMAC-SHA256\n"};
  append_sha256_hex(string_to_sign, canonical_request);
  if (!sha256_) sha256_.reset(keyed_hmac("SHA256", secret_));
  Bytes mac;
  const std::size_t size = hmac(sha256_.get(), string_to_sign, mac);
  std::string out;
  out.reserve(2 * size);
  append_hex(out, mac.data(), size);
  return out;
}

}  // namespace hallmark::runner
