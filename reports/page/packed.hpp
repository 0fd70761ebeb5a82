// SPDX-License-Identifier: Apache-2.0
//
// What a page brings along, packed so that browsers unpack it: zlib, as text of 85 different
// characters, five for four bytes, none of which means anything in HTML.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hallmark::reports::page {

class Packed {
 public:
  Packed();
  ~Packed();
  Packed(Packed&&) noexcept;
  Packed& operator=(Packed&&) = delete;

  void add(std::string_view bytes);
  // Bytes that are packed already; what was added last may not be among them.
  [[nodiscard]] std::size_t size() const { return packed_.size(); }
  // All that was added; nothing can be added afterwards.
  [[nodiscard]] std::string text();

 private:
  void deflate_all(int flush);

  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::string packed_;
};

[[nodiscard]] std::string packed(std::string_view bytes);

// Five characters from '(' to '|' are four bytes, of which the first counts most, with '~' in place
// of '<'; n characters at the end, n - 1 bytes.
[[nodiscard]] std::string base85(std::string_view bytes);

}  // namespace hallmark::reports::page
