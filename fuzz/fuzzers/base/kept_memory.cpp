// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/base/kept_memory.hpp"

#include <sanitizer/asan_interface.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <new>

namespace hallmark::fuzz {
namespace {

constexpr std::size_t step = 64;  // bytes; blocks are kept by their number of steps

struct alignas(std::max_align_t) Head {
  std::size_t steps;
  Head* next;  // among those that were given back
};
std::array<Head*, 640> given_back{};  // up to 40 KiB, larger than pugixml's page

Head* head_of(void* block) { return static_cast<Head*>(block) - 1; }

}  // namespace

void* allocate_kept(std::size_t size) {
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

void* reallocate_kept(void* block, std::size_t size) {
  void* const larger = allocate_kept(size);
  if (block != nullptr && larger != nullptr) {
    std::memcpy(larger, block, std::min(head_of(block)->steps * step, size));
    deallocate_kept(block);
  }
  return larger;
}

void deallocate_kept(void* block) {
  if (block == nullptr) return;
  Head* const head = head_of(block);
  if (head->steps >= given_back.size()) {
    std::free(head);
    return;
  }
  head->next = given_back[head->steps];
  given_back[head->steps] = head;
  ASAN_POISON_MEMORY_REGION(block, head->steps * step);
}

}  // namespace hallmark::fuzz
