// SPDX-License-Identifier: Apache-2.0
//
// A text that nobody is to read: it cannot be printed, becomes a string only where somebody says
// so, and leaves nothing in memory when it goes.
#pragma once

#include <string.h>  // NOLINT: explicit_bzero

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace hallmark::runner {

class Secret {
 public:
  Secret() = default;
  Secret(std::string text) : text_{text} { wipe(text); }  // NOLINT: takes it over
  Secret(std::string_view text) : text_{text} {}          // NOLINT
  Secret(const char* text) : text_{text} {}               // NOLINT
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : text_{std::move(other.text_)} { wipe(other.text_); }
  Secret& operator=(Secret other) {  // NOLINT(performance-unnecessary-value-param): perhaps itself
    wipe(text_);
    text_ = other.text_;
    return *this;
  }
  ~Secret() { wipe(text_); }

  // For whoever signs with it, sends it, or looks for it.
  [[nodiscard]] const std::string& reveal() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  // All that the string has room for: what it once held, too.
  static void wipe(std::string& text) noexcept {
    text.resize(text.capacity());
    explicit_bzero(text.data(), text.size());
    text.clear();
  }

  std::string text_;
};

}  // namespace hallmark::runner
