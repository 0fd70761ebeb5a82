// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/headroom.hpp"

#include <sys/mman.h>

#include <cstddef>
#include <system_error>

namespace hallmark::runner {
namespace {

// Four times what jemalloc asks of the system at a time.
constexpr std::size_t size = 8 * 1024 * 1024;

}  // namespace

Headroom::Headroom() {
  void* const memory =
      ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::system_error{std::make_error_code(std::errc::not_enough_memory),
                            "no memory for one more thread"};
  }
  held_.reset(memory);
}

void Headroom::Unmap::operator()(void* memory) const { ::munmap(memory, size); }

}  // namespace hallmark::runner
