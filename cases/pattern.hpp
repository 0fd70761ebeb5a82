// SPDX-License-Identifier: Apache-2.0
//
// Patterns over case addresses: `id` or `id@variant`. `*` stands for anything within one level of
// the path, `**` for any number of levels. Without an '@' a pattern means every variant.
#pragma once

#include <string>
#include <string_view>

namespace hallmark::cases {

class Pattern {
 public:
  explicit Pattern(std::string text);

  [[nodiscard]] const std::string& text() const { return text_; }
  // One id and no other.
  [[nodiscard]] bool names_case() const { return id_.find('*') == std::string::npos; }
  [[nodiscard]] bool names_variant() const { return !variant_.empty(); }
  // `variant`: get.xml.v1; empty for a case that runs once. post-query is another name of post.
  [[nodiscard]] bool matches(std::string_view id, std::string_view variant) const;

  friend bool operator==(const Pattern&, const Pattern&) = default;

 private:
  std::string text_;
  std::string id_;
  std::string variant_;
};

// The case's part of an address: all before its '@'.
[[nodiscard]] std::string id_in(std::string_view address);

[[nodiscard]] bool matches_path(std::string_view pattern, std::string_view path);

}  // namespace hallmark::cases
