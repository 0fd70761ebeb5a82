// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstddef>
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

void append_hex(std::string& out, const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::size_t at = out.size();
  out.resize(at + 2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    out[at++] = digits[bytes[i] >> 4U];
    out[at++] = digits[bytes[i] & 15U];
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

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

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
  std::string names;
  names.reserve(size);  // so that no view into it dangles
  std::vector<Line> lines;
  lines.reserve(signed_headers.size());
  for (const Headers::value_type* header : signed_headers) {
    const std::size_t begin = names.size();
    names += header->first;
    for (char* c = names.data() + begin; c != names.data() + names.size(); ++c) {
      if (*c >= 'A' && *c <= 'Z') *c = static_cast<char>(*c - 'A' + 'a');
    }
    lines.push_back({std::string_view{names}.substr(begin), trimmed(header->second), lines.size()});
  }
  std::ranges::sort(lines, [](const Line& one, const Line& other) {
    const int order = one.name.compare(other.name);
    return order != 0 ? order < 0 : one.place < other.place;
  });

  CanonicalHeaders canonical;
  canonical.names.reserve(size);
  canonical.lines.reserve(size);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool again = i > 0 && lines[i].name == lines[i - 1].name;
    if (again) {
      canonical.lines.back() = ',';
    } else {
      if (i > 0) canonical.names.push_back(';');
      canonical.names.append(lines[i].name);
      canonical.lines.append(lines[i].name).push_back(':');
    }
    canonical.lines.append(lines[i].value).push_back('\n');
  }
  return canonical;
}

CanonicalHeaders canonical_headers(const Headers& signed_headers) {
  std::vector<const Headers::value_type*> pointers;
  pointers.reserve(signed_headers.size());
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
  out.append(method).append("\n").append(path).append("\n").append(canonical_query).append("\n");
  out.append(signed_headers.lines).append("\n").append(signed_headers.names);
  out.append("\n").append(payload_hash);
  return out;
}

std::string sha256_hex(std::string_view bytes) {
  if (bytes.empty()) return "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  std::string out;
  append_sha256_hex(out, bytes);
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
  std::string string_to_sign;
  string_to_sign.reserve(96);
  string_to_sign = "ACS3-HMAC-SHA256\n";
  append_sha256_hex(string_to_sign, canonical_request);
  Bytes mac;
  const std::size_t size =
      sha256(std::string_view{key_}.substr(0, key_.size() - 1), string_to_sign, mac);
  std::string out;
  append_hex(out, mac.data(), size);
  return out;
}

}  // namespace hallmark::runner
