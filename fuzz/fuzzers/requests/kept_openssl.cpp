// SPDX-License-Identifier: Apache-2.0
//
// Linked into a fuzzer of signatures, it has OpenSSL ask kept_memory.hpp for its memory.
#include <openssl/crypto.h>

#include "fuzz/fuzzers/base/kept_memory.hpp"

namespace {

using namespace hallmark;

void* take(std::size_t size, const char*, int) { return fuzz::allocate_kept(size); }
void* take_again(void* block, std::size_t size, const char*, int) {
  return fuzz::reallocate_kept(block, size);
}
void give_back(void* block, const char*, int) { fuzz::deallocate_kept(block); }

// Before OpenSSL asks for the first time, which is the only time when it can be told.
[[maybe_unused]] const bool is_told = CRYPTO_set_mem_functions(take, take_again, give_back) == 1;

}  // namespace
