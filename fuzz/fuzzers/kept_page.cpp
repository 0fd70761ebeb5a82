// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/kept_page.hpp"

#include <cstdlib>

#ifdef __has_feature  // clang's alone, as the engine is
#if __has_feature(address_sanitizer)
#define HALLMARK_KEEPS_PAGE
#include <sanitizer/asan_interface.h>
#endif
#endif

namespace hallmark::fuzz {

#ifdef HALLMARK_KEEPS_PAGE
namespace {

alignas(64) std::byte page[(32U << 10U) + 64];  // pugixml's, with its head
bool is_taken = false;

}  // namespace

void* allocate_kept(std::size_t size) {
  if (is_taken || size < sizeof page / 2 || size > sizeof page) return std::malloc(size);
  is_taken = true;
  ASAN_UNPOISON_MEMORY_REGION(page, size);
  return page;
}

void deallocate_kept(void* memory) {
  if (memory != page) return std::free(memory);
  ASAN_POISON_MEMORY_REGION(page, sizeof page);
  is_taken = false;
}
#else
void* allocate_kept(std::size_t size) { return std::malloc(size); }
void deallocate_kept(void* memory) { std::free(memory); }
#endif

}  // namespace hallmark::fuzz
