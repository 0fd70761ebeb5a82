// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/finding.hpp"

namespace hallmark::fuzz {

std::string Finding::bucket() const {
  return std::string{info_of(checker).name} + " / " + action + " / " + shape;
}

std::string Finding::text() const {
  return std::string{info_of(checker).name} + ": " + action + ", wanted " + wanted + ", got " +
         got + " (" + citation.text() + ")";
}

}  // namespace hallmark::fuzz
