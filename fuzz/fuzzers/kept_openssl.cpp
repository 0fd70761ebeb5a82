// SPDX-License-Identifier: Apache-2.0
//
// Linked into a fuzzer of signatures, it keeps the memory that OpenSSL gives back, for the next
// time that it asks. OpenSSL 3.0 asks four times for each signature; it is not under test, and a
// sanitizer's allocator takes longer than the hashing. What is kept is poisoned, so that our code
// is seen to touch it; and what our own code asks for still goes to the sanitizer.
#include <openssl/crypto.h>
#include <sanitizer/asan_interface.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>

namespace {

constexpr std::size_t step = 64;  // bytes; blocks of up to 15 steps are kept, by their size

struct alignas(std::max_align_t) Head {
  std::size_t steps;
  Head* next;  // among those that were given back
};
std::array<Head*, 16> given_back{};  // a fuzzer has one thread

void* take(std::size_t size, const char*, int) {
  const std::size_t steps = (size + step - 1) / step;
  if (steps < given_back.size() && given_back[steps] != nullptr) {
    Head* const head = given_back[steps];
    given_back[steps] = head->next;
    ASAN_UNPOISON_MEMORY_REGION(head + 1, steps * step);
    return head + 1;
  }
  void* const memory = std::malloc(sizeof(Head) + steps * step);
  return memory == nullptr ? nullptr : new (memory) Head{steps, nullptr} + 1;
}

void give_back(void* block, const char*, int) {
  if (block == nullptr) return;
  Head* const head = static_cast<Head*>(block) - 1;
  if (head->steps >= given_back.size()) {
    std::free(head);
    return;
  }
  head->next = given_back[head->steps];
  given_back[head->steps] = head;
  ASAN_POISON_MEMORY_REGION(block, head->steps * step);
}

void* take_again(void* block, std::size_t size, const char* file, int line) {
  void* const larger = take(size, file, line);
  if (block != nullptr && larger != nullptr) {
    const std::size_t held = (static_cast<Head*>(block) - 1)->steps * step;
    std::memcpy(larger, block, held < size ? held : size);
    give_back(block, file, line);
  }
  return larger;
}

// Before OpenSSL asks for the first time, which is the only time when it can be told.
[[maybe_unused]] const bool is_told = CRYPTO_set_mem_functions(take, take_again, give_back) == 1;

}  // namespace
