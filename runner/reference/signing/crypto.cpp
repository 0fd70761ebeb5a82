// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace hallmark::runner::reference {
namespace {

template <auto release>
struct Releaser {
  template <class T>
  void operator()(T* object) const {
    release(object);
  }
};

using Mac = std::unique_ptr<EVP_MAC, Releaser<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Releaser<EVP_MAC_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD, Releaser<EVP_MD_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Releaser<EVP_MD_CTX_free>>;

void require(bool held, const char* what) {
  if (!held) throw std::runtime_error{what};
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// An HMAC that is kept by its thread, and keyed again only when the key is another one than before.
// To make one anew for each signature takes 2.5 us more, of the 25 us that an exchange takes
// (`hallmark_bench --benchmark_filter=hmac`).
class KeptHmac {
 public:
  explicit KeptHmac(const char* digest) {
    const Mac mac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
    require(mac != nullptr, "OpenSSL has no HMAC");
    context_.reset(EVP_MAC_CTX_new(mac.get()));
    require(context_ != nullptr, "no memory for HMAC");
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest), 0),
        OSSL_PARAM_construct_end(),
    };
    require(EVP_MAC_CTX_set_params(context_.get(), parameters) == 1 &&
                EVP_MAC_init(context_.get(), bytes_of(""), 0, nullptr) == 1,
            "HMAC refuses the digest");
  }
  ~KeptHmac() { OPENSSL_cleanse(key_.data(), key_.size()); }
  KeptHmac(const KeptHmac&) = delete;
  KeptHmac& operator=(const KeptHmac&) = delete;

  void compute(std::string_view key, std::string_view text, std::span<unsigned char> out) {
    std::size_t written = 0;
    const bool same = key == key_;  // no key at all tells OpenSSL to keep the one it has
    require(EVP_MAC_init(context_.get(), same ? nullptr : bytes_of(key), same ? 0 : key.size(),
                         nullptr) == 1 &&
                EVP_MAC_update(context_.get(), bytes_of(text), text.size()) == 1 &&
                EVP_MAC_final(context_.get(), out.data(), &written, out.size()) == 1 &&
                written == out.size(),
            "HMAC failed");
    if (!same) key_ = key;
  }

 private:
  MacContext context_;
  std::string key_;
};

}  // namespace

Sha1Digest hmac_sha1(std::string_view key, std::string_view text) {
  thread_local KeptHmac hmac{"SHA1"};
  Sha1Digest result{};
  hmac.compute(key, text, result);
  return result;
}

Sha256Digest hmac_sha256(std::string_view key, std::string_view text) {
  thread_local KeptHmac hmac{"SHA256"};
  Sha256Digest result{};
  hmac.compute(key, text, result);
  return result;
}

Sha256Digest sha256(std::string_view text) {
  static const Digest digest{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  // Kept as the HMAC is, for the same reason.
  thread_local const DigestContext context{EVP_MD_CTX_new()};
  Sha256Digest result{};
  require(digest != nullptr && context != nullptr &&
              EVP_DigestInit_ex2(context.get(), digest.get(), nullptr) == 1 &&
              EVP_DigestUpdate(context.get(), text.data(), text.size()) == 1 &&
              EVP_DigestFinal_ex(context.get(), result.data(), nullptr) == 1,
          "SHA-256 failed");
  return result;
}

std::string base64(std::span<const unsigned char> bytes) {
  std::string encoded(4 * ((bytes.size() + 2) / 3) + 1, '\0');  // OpenSSL writes a final NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  encoded.resize(static_cast<std::size_t>(length));
  return encoded;
}

std::string lower_hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string printed(2 * bytes.size(), '\0');
  char* at = printed.data();
  for (const unsigned char byte : bytes) {
    *at++ = digits[byte >> 4];
    *at++ = digits[byte & 0x0F];
  }
  return printed;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace hallmark::runner::reference
