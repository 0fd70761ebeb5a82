// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/base/kept_memory.hpp"

#include <gtest/gtest.h>
#include <openssl/crypto.h>

#include <cstdint>
#include <cstring>
#include <string>

namespace hallmark::fuzz {
namespace {

TEST(KeptMemory, HandsOutAgainWhatWasGivenBack) {
  void* const first = allocate_kept(112);
  void* const second = allocate_kept(100);
  EXPECT_NE(first, second);
  deallocate_kept(first);
  deallocate_kept(second);
  EXPECT_EQ(allocate_kept(128), second);
  EXPECT_EQ(allocate_kept(65), first);
  deallocate_kept(first);
  deallocate_kept(second);
}

TEST(KeptMemory, IsAlignedForAnything) {
  void* const block = allocate_kept(1);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t), 0U);
  deallocate_kept(block);
}

TEST(KeptMemory, KeepsTheBytesOfABlockThatGrowsOrShrinks) {
  auto* block = static_cast<char*>(allocate_kept(5));
  std::memcpy(block, "hello", 5);
  for (const std::size_t size : {64U, 100U, 50'000U, 70U, 5U}) {  // 50,000: none that is kept
    block = static_cast<char*>(reallocate_kept(block, size));
    EXPECT_EQ((std::string{block, 5}), "hello") << size;
    std::memset(block + 5, 'x', size - 5);
  }
  deallocate_kept(block);
  block = static_cast<char*>(reallocate_kept(nullptr, 3));
  std::memcpy(block, "new", 3);
  deallocate_kept(block);
  deallocate_kept(nullptr);
}

// The test is linked with kept_openssl.cpp.
TEST(KeptMemory, IsWhereOpenSslAsks) {
  void* const block = OPENSSL_malloc(112);
  OPENSSL_free(block);
  EXPECT_EQ(allocate_kept(112), block);
  deallocate_kept(block);
}

TEST(KeptMemory, IsLentEmpty) {
  std::string kept;
  {
    const Lent text{kept};
    *text = std::string(100, 'x');
  }
  EXPECT_EQ(kept, "");
  EXPECT_GE(kept.capacity(), 100U);
}

}  // namespace
}  // namespace hallmark::fuzz
