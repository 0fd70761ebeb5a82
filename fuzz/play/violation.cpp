// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/violation.hpp"

namespace hallmark::fuzz {

std::string Violation::bucket() const {
  if (!form.empty()) return std::string{info_of(checker).name} + " / " + form;
  return std::string{info_of(checker).name} + " / " + action + " / " + shape;
}

std::string Violation::text() const {
  return std::string{info_of(checker).name} + ": " + action + ", wanted " + wanted + ", got " +
         got + " (" + citation.text() + ")";
}

}  // namespace hallmark::fuzz
