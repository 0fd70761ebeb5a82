// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/base/splice.hpp"

#include <array>
#include <string>
#include <vector>

#include "fuzz/fuzzers/base/kept_memory.hpp"
#include "fuzz/grammar/random.hpp"

// The engine's mutator; absent where there is no engine, or one that does not offer it.
extern "C" __attribute__((weak)) std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                                              std::size_t max_size);

namespace hallmark::fuzz {

std::size_t splice(const SplicedFormat& format, std::uint8_t* data, std::size_t size,
                   std::size_t max_size, unsigned seed) {
  Random random{seed};
  if (LLVMFuzzerMutate != nullptr && random.percent(50)) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  static std::string kept_text;
  static std::vector<std::size_t> kept_places;
  const Lent text{kept_text};
  const Lent places{kept_places};
  const std::string_view given{reinterpret_cast<const char*>(data), size};
  *text = given;
  std::array<bool, 256> is_mark{};
  for (const char mark : format.marks) is_mark[static_cast<unsigned char>(mark)] = true;
  for (std::size_t at = 0; at < size; ++at) {
    if (!is_mark[data[at]]) continue;
    places->push_back(at);
    places->push_back(at + 1);
  }
  if (places->empty() || random.percent(1)) {
    *text = format.least;
  } else {
    const std::size_t place = random.one_of(*places);
    const std::size_t from = random.one_of(*places);
    const std::size_t to = random.one_of(*places);
    const std::size_t kind = random.below(8);
    if (kind == 0 && from < to) {
      text->erase(from, to - from);
    } else if (kind <= 2 && from < to) {
      text->insert(place, given.substr(from, to - from));
    } else {
      text->insert(place, random.one_of(format.pieces));
    }
  }
  return text->copy(reinterpret_cast<char*>(data), max_size);
}

}  // namespace hallmark::fuzz
