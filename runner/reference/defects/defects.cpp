// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/defects.hpp"

#include <iterator>

#include "runner/reference/defects/kebab_case.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr DefectInfo catalogue[] = {
#define HALLMARK_DEFECT(family, name, promise) \
  {kebab_case<Kebab{#name}>(), kebab_case<Kebab{#family}>(), promise},
#define HALLMARK_DEEP_DEFECT(family, name, promise) \
  {kebab_case<Kebab{#name}>(), kebab_case<Kebab{#family}>(), promise, 2},
#include "runner/reference/defects/catalogue.inc"
#undef HALLMARK_DEFECT
#undef HALLMARK_DEEP_DEFECT
};

}  // namespace

std::span<const DefectInfo> defects() { return catalogue; }

std::optional<Defect> defect_from(std::string_view name) {
  for (std::size_t i = 0; i < std::size(catalogue); ++i) {
    if (catalogue[i].name == name) return static_cast<Defect>(i);
  }
  return std::nullopt;
}

}  // namespace hallmark::runner::reference
