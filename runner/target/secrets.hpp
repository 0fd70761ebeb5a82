// SPDX-License-Identifier: Apache-2.0
//
// Texts that must not be shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hallmark::runner {

// A request has half a dozen of them, and hardly any is ever looked
// for: they stand one behind the other in one piece of memory.
class Secrets {
 public:
  // At most 4 GiB.
  void add(std::string_view secret);
  void add_percent_encoded(std::string_view secret);

  // Whether `holds(secret)` for one of them, in the order in which they were added.
  template <class Holds>
  bool any_of(Holds holds) const {
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t size = first_size(rest);
      if (holds(rest.substr(head, size))) return true;
      rest.remove_prefix(head + size);
    }
    return false;
  }
  [[nodiscard]] std::vector<std::string> all() const;

 private:
  static constexpr std::size_t head = sizeof(std::uint32_t);  // in front of each: its size
  static std::size_t first_size(std::string_view text);
  std::size_t begin();
  void end(std::size_t begun);

  std::string text_;
};

}  // namespace hallmark::runner
