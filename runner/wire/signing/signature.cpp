// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/signature.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/wire/signing/keyed_signature.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

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

struct Free {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// An HMAC that is kept by its thread, and keyed again only when the key is another one than before.
// To make one anew for each signature takes 2.5 us more, of the 25 us that an exchange takes
// (`hallmark_bench --benchmark_filter=hmac`).
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
    std::size_t size = 0;
    const bool same = key == key_;  // a null pointer means "keep the key"
    require(EVP_MAC_init(context_.get(), same ? nullptr : bytes_of(key), same ? 0 : key.size(),
                         nullptr) == 1 &&
            EVP_MAC_update(context_.get(), bytes_of(text), text.size()) == 1 &&
            EVP_MAC_final(context_.get(), out.data(), &size, out.size()) == 1);
    if (!same) key_ = key;
    return size;
  }

 private:
  std::unique_ptr<EVP_MAC_CTX, Free> context_;
  std::string key_;
};

std::string lower_hex(const unsigned char* bytes, std::size_t size) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(2 * size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = digits[bytes[i] / 16U];
    text[2 * i + 1] = digits[bytes[i] % 16U];
  }
  return text;
}

// A header on its way into the canonical form.
struct Line {
  std::string name;  // in lower case
  std::string_view value;
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
  std::vector<Line> lines;
  lines.reserve(signed_headers.size());
  for (const Headers::value_type* header : signed_headers) {
    Line& line = lines.emplace_back(Line{header->first, reports::trimmed(header->second)});
    std::ranges::transform(line.name, line.name.begin(),
                           [](char c) { return reports::to_lower(c); });
  }
  std::ranges::stable_sort(lines, {}, &Line::name);

  CanonicalHeaders canonical;
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
  std::vector<const Headers::value_type*> pointers;
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
  // Kept as the HMAC is, for the same reason.
  static const std::unique_ptr<EVP_MD, Free> sha256{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  thread_local const std::unique_ptr<EVP_MD_CTX, Free> context{EVP_MD_CTX_new()};
  Bytes hash;
  unsigned size = 0;
  require(sha256 && context && EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr) == 1 &&
          EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
          EVP_DigestFinal_ex(context.get(), hash.data(), &size) == 1);
  return lower_hex(hash.data(), size);
}

std::string signature_v1_with(std::string_view key, std::string_view string_to_sign) {
  thread_local KeptHmac sha1{"SHA1"};
  Bytes mac;
  const std::size_t size = sha1(key, string_to_sign, mac);
  std::array<unsigned char, 4 * ((EVP_MAX_MD_SIZE + 2) / 3) + 1> text;
  const int length = EVP_EncodeBlock(text.data(), mac.data(), static_cast<int>(size));
  return {reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(length)};
}

std::string signature_v3_with(std::string_view key, std::string_view canonical_request) {
  thread_local KeptHmac sha256{"SHA256"};
  Bytes mac;
  const std::size_t size = sha256(key, "ACS3-HMAC-SHA256\n" + sha256_hex(canonical_request), mac);
  return lower_hex(mac.data(), size);
}

std::optional<std::string> flaw_of(const Credentials& credentials) {
  for (const auto& [name, text] :
       {std::pair<std::string_view, std::string_view>{"access key id", credentials.access_key_id},
        {"access key secret", credentials.access_key_secret.reveal()},
        {"security token", credentials.security_token.reveal()}}) {
    const auto at = std::ranges::find_if(text, [](unsigned char c) { return c < ' ' || c > '~'; });
    if (at == text.end()) continue;
    const char c = *at;
    const std::string_view what = c == '\r' || c == '\n' ? "a line break"
                                  : c == '\0'            ? "a zero byte"
                                                         : "a character that is not plain ASCII";
    return std::string{"the "}.append(name).append(" holds ").append(what);
  }
  return std::nullopt;
}

Signer::Signer(const Credentials& credentials) : secret_{credentials.access_key_secret} {}

std::string Signer::sign_v1(std::string_view string_to_sign) const {
  const Secret key{secret_.reveal() + '&'};
  return signature_v1_with(key.reveal(), string_to_sign);
}

std::string Signer::sign_v3(std::string_view canonical_request) const {
  return signature_v3_with(secret_.reveal(), canonical_request);
}

}  // namespace hallmark::runner
