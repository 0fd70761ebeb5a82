// SPDX-License-Identifier: Apache-2.0
//
// Memory for a library that takes one large page for each input. AddressSanitizer's allocator hands
// out another page each time, one that no cache holds, and fills its shadow three times; pugixml
// parses a short answer in less. So one page is kept, and poisoned while nobody has it.
#pragma once

#include <cstddef>

namespace hallmark::fuzz {

// What pugi::set_memory_management_functions() asks for. Without AddressSanitizer they are malloc()
// and free().
void* allocate_kept(std::size_t size);
void deallocate_kept(void* memory);

}  // namespace hallmark::fuzz
