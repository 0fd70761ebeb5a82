// SPDX-License-Identifier: Apache-2.0
//
// Memory for a library that takes one large page for each input. AddressSanitizer's allocator hands
// out another page each time, one that no cache holds, and fills its shadow three times; pugixml
// parses a short answer in less. So one page is kept, and poisoned while nobody has it.
#pragma once

#include <cstddef>
#include <cstdlib>

extern "C" {
__attribute__((weak)) void __asan_poison_memory_region(const volatile void* at, std::size_t size);
__attribute__((weak)) void __asan_unpoison_memory_region(const volatile void* at, std::size_t size);
}

namespace hallmark::fuzz {

// The functions are those that pugi::set_memory_management_functions() asks for. Without
// AddressSanitizer they are malloc() and free().
class KeptPage {
 public:
  static void* allocate(std::size_t size) {
    if (taken_ || size < sizeof memory_ / 2 || size > sizeof memory_ ||
        __asan_unpoison_memory_region == nullptr) {
      return std::malloc(size);
    }
    taken_ = true;
    __asan_unpoison_memory_region(memory_, size);
    return memory_;
  }

  static void deallocate(void* memory) {
    if (memory != memory_) return std::free(memory);
    __asan_poison_memory_region(memory_, sizeof memory_);
    taken_ = false;
  }

 private:
  alignas(64) static inline std::byte memory_[(32U << 10U) + 64];
  static inline bool taken_ = false;
};

}  // namespace hallmark::fuzz
