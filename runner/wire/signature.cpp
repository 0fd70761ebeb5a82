// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

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

// One HMAC, keyed again only when the key is another one than before.
class KeptHmac {
 public:
  explicit KeptHmac(const char* digest) {
    const std::unique_ptr<EVP_MAC, Free> mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    require(mac != nullptr);
    context_.reset(EVP_MAC_CTX_new(mac.get()));
    std::string name{digest};
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
        OSSL_PARAM_construct_end()};
    require(context_ != nullptr && EVP_MAC_CTX_set_params(context_.get(), parameters.data()) == 1 &&
            EVP_MAC_init(context_.get(), bytes_of(""), 0, nullptr) == 1);
  }

  ~KeptHmac() { OPENSSL_cleanse(key_.data(), key_.size()); }
  KeptHmac(const KeptHmac&) = delete;
  KeptHmac& operator=(const KeptHmac&) = delete;

  std::size_t operator()(std::string_view key, std::string_view text, Bytes& out) {
    // A null pointer means "keep the key".
    const bool same = key == key_;
    require(EVP_MAC_init(context_.get(), same ? nullptr : bytes_of(key), same ? 0 : key.size(),
                         nullptr) == 1);
    if (!same) key_ = key;
    std::size_t size = 0;
    require(EVP_MAC_update(context_.get(), bytes_of(text), text.size()) == 1 &&
            EVP_MAC_final(context_.get(), out.data(), &size, out.size()) == 1);
    return size;
  }

 private:
  struct Free {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };

  std::unique_ptr<EVP_MAC_CTX, Free> context_;
  std::string key_;
};

constexpr std::array<std::array<char, 2>, 256> hex = [] {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = {digits[byte / 16], digits[byte % 16]};
  }
  return table;
}();

// Writes two characters for each byte.
void hex_to(char* to, const unsigned char* bytes, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    std::memcpy(to + 2 * i, hex[bytes[i]].data(), 2);
  }
}

constexpr std::size_t sha256_hex_size = 64;

// Writes that many characters.
void sha256_hex_to(char* to, std::string_view text) {
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
          EVP_DigestFinal_ex(context.get(), hash.data(), &size) == 1 &&
          2 * size == sha256_hex_size);
  hex_to(to, hash.data(), size);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

constexpr std::array<char, 256> lower_case = [] {
  std::array<char, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    const bool is_upper = byte >= 'A' && byte <= 'Z';
    table[byte] = static_cast<char>(is_upper ? byte - 'A' + 'a' : byte);
  }
  return table;
}();

// A header on its way into the canonical form.
struct Line {
  std::string_view name;  // in lower case
  std::string_view value;
  std::size_t place;  // among the headers as they are sent
};

}  // namespace

std::string string_to_sign_v1(std::string_view method, const Parameters& parameters) {
  const std::string query = canonical_query_without("Signature", parameters);
  std::string out;
  out.reserve(method.size() + 5 + 3 * query.size());
  out += method;
  out += "&%2F&";
  append_percent_encode(out, query);
  return out;
}

CanonicalHeaders canonical_headers(std::span<const Headers::value_type* const> signed_headers) {
  std::size_t size = 0;
  for (const Headers::value_type* header : signed_headers) {
    size += header->first.size() + header->second.size() + 2;
  }
  thread_local std::string names;  // these two are kept for their memory
  thread_local std::vector<Line> lines;
  names.clear();
  names.reserve(size);  // so that no view into it dangles
  lines.clear();
  for (const Headers::value_type* header : signed_headers) {
    const auto& [name, value] = *header;
    names.resize(names.size() + name.size());
    char* const begin = names.data() + names.size() - name.size();
    std::ranges::transform(name, begin,
                           [](char c) { return lower_case[static_cast<unsigned char>(c)]; });
    lines.push_back({{begin, name.size()}, trimmed(value), lines.size()});
  }
  std::ranges::sort(lines, [](const Line& one, const Line& other) {
    const int order = one.name.compare(other.name);
    return order != 0 ? order < 0 : one.place < other.place;
  });

  CanonicalHeaders canonical;
  canonical.names.reserve(size);
  canonical.lines.reserve(size);
  std::string_view previous;
  for (const Line& line : lines) {
    if (!canonical.lines.empty() && line.name == previous) {
      canonical.lines.back() = ',';
    } else {
      if (!canonical.lines.empty()) canonical.names.push_back(';');
      canonical.names.append(line.name);
      canonical.lines.append(line.name).push_back(':');
    }
    canonical.lines.append(line.value).push_back('\n');
    previous = line.name;
  }
  return canonical;
}

CanonicalHeaders canonical_headers(const Headers& signed_headers) {
  thread_local std::vector<const Headers::value_type*> pointers;  // kept for its memory
  pointers.clear();
  for (const auto& header : signed_headers) pointers.push_back(&header);
  return canonical_headers(pointers);
}

std::string canonical_request_v3(std::string_view method, std::string_view path,
                                 std::string_view canonical_query,
                                 const CanonicalHeaders& signed_headers,
                                 std::string_view payload_hash) {
  std::string out;
  out.reserve(method.size() + path.size() + canonical_query.size() + signed_headers.lines.size() +
              signed_headers.names.size() + payload_hash.size() + 8);
  out.append(method).push_back('\n');
  out.append(path).push_back('\n');
  out.append(canonical_query).push_back('\n');
  out.append(signed_headers.lines).push_back('\n');
  out.append(signed_headers.names).push_back('\n');
  out.append(payload_hash);
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  if (bytes.empty()) return "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  std::string out(sha256_hex_size, '\0');
  sha256_hex_to(out.data(), bytes);
  return out;
}

Signer::Signer(const Credentials& credentials) {
  key_.reserve(credentials.access_key_secret.size() + 1);
  key_.append(credentials.access_key_secret).push_back('&');
}

std::string Signer::sign_v1(std::string_view string_to_sign) const {
  thread_local KeptHmac sha1{"SHA1"};
  Bytes mac;
  const std::size_t size = sha1(key_, string_to_sign, mac);
  std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> text;
  const int length = EVP_EncodeBlock(text.data(), mac.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)};
}

std::string Signer::sign_v3(std::string_view canonical_request) const {
  thread_local KeptHmac sha256{"SHA256"};
  constexpr std::string_view algorithm = "ACS3-HMAC-SHA256\n";
  std::array<char, algorithm.size() + sha256_hex_size> string_to_sign;
  sha256_hex_to(std::ranges::copy(algorithm, string_to_sign.begin()).out, canonical_request);
  Bytes mac;
  const std::size_t size = sha256(std::string_view{key_}.substr(0, key_.size() - 1),
                                  {string_to_sign.data(), string_to_sign.size()}, mac);
  std::string out(2 * size, '\0');
  hex_to(out.data(), mac.data(), size);
  return out;
}

}  // namespace hallmark::runner
