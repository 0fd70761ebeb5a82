// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of defects: single broken promises that the endpoint can be told to show, so that
// the suite can be seen to notice each. catalogue.inc lists them; the code beside each promise
// breaks it. A defect never touches the fixture protocol.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace hallmark::runner::reference {

struct DefectInfo {
  std::string_view name;     // kebab-case, unique
  std::string_view family;   // what kind of promise it is
  std::string_view promise;  // the documented promise that is broken, in one line
  unsigned depth = 1;        // of the cases that it takes to catch it
};

// In the order of the catalogue.
[[nodiscard]] std::span<const DefectInfo> defects();

enum class Defect : std::uint16_t {
#define HALLMARK_DEFECT(family, name, promise) name,
#define HALLMARK_DEEP_DEFECT(family, name, promise) name,
#include "runner/reference/defects/catalogue.inc"
#undef HALLMARK_DEFECT
#undef HALLMARK_DEEP_DEFECT
  count,
};

[[nodiscard]] std::optional<Defect> defect_from(std::string_view name);

// The defects that a call meets.
class DefectSet {
 public:
  using Bits = std::bitset<static_cast<std::size_t>(Defect::count)>;

  [[nodiscard]] bool has(Defect defect) const {
    if (asked_ != nullptr) asked_->set(static_cast<std::size_t>(defect));
    return bits_[static_cast<std::size_t>(defect)];
  }
  [[nodiscard]] bool empty() const { return asked_ == nullptr && bits_.none(); }
  void add(Defect defect) { bits_.set(static_cast<std::size_t>(defect)); }

  // From now on `asked`, which must outlive the set, gathers what it is asked for.
  void watch(Bits& asked) { asked_ = &asked; }

 private:
  Bits bits_;
  Bits* asked_ = nullptr;
};

}  // namespace hallmark::runner::reference
