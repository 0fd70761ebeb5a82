// SPDX-License-Identifier: Apache-2.0
//
// Linked with kept_openssl.cpp alone: what OpenSSL asks for here, it asks that file for.
#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace {

TEST(KeptOpenSsl, HandsOutAgainWhatWasGivenBack) {
  void* const first = OPENSSL_malloc(112);
  void* const second = OPENSSL_malloc(100);
  EXPECT_NE(first, second);
  OPENSSL_free(first);
  OPENSSL_free(second);
  EXPECT_EQ(OPENSSL_malloc(128), second);
  EXPECT_EQ(OPENSSL_malloc(65), first);
  OPENSSL_free(first);
  OPENSSL_free(second);
}

TEST(KeptOpenSsl, IsAlignedForAnything) {
  void* const block = OPENSSL_malloc(1);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t), 0U);
  OPENSSL_free(block);
}

TEST(KeptOpenSsl, KeepsTheBytesOfABlockThatGrowsOrShrinks) {
  auto* block = static_cast<char*>(OPENSSL_malloc(5));
  std::memcpy(block, "hello", 5);
  for (const std::size_t size : {64U, 100U, 5000U, 70U, 5U}) {  // 5000: none that is kept
    block = static_cast<char*>(OPENSSL_realloc(block, size));
    EXPECT_EQ((std::string{block, 5}), "hello") << size;
    std::memset(block + 5, 'x', size - 5);
  }
  OPENSSL_free(block);
  block = static_cast<char*>(OPENSSL_realloc(nullptr, 3));
  std::memcpy(block, "new", 3);
  OPENSSL_free(block);
  OPENSSL_free(nullptr);
}

}  // namespace
