// SPDX-License-Identifier: Apache-2.0
//
// An identifier, turned into kebab-case while compiling: what the catalogues call their rows.
#pragma once

#include <cstddef>
#include <string_view>

namespace hallmark::runner::reference {

template <std::size_t size>
struct Kebab {
  consteval explicit Kebab(const char (&identifier)[size]) {
    for (std::size_t i = 0; i < size; ++i) letters[i] = identifier[i] == '_' ? '-' : identifier[i];
  }
  char letters[size]{};
};

template <Kebab kebab>
consteval std::string_view kebab_case() {
  return kebab.letters;
}

}  // namespace hallmark::runner::reference
