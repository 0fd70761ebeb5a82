// SPDX-License-Identifier: Apache-2.0
//
// What a page brings along, packed so that browsers unpack it: zlib, in base64.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hallmark::reports::page {

class Packed {
 public:
  Packed();
  ~Packed();
  Packed(const Packed&) = delete;
  Packed& operator=(const Packed&) = delete;

  void add(std::string_view bytes);
  // All that was added; nothing can be added afterwards.
  [[nodiscard]] std::string base64();

 private:
  void deflate_all(int flush);

  struct Stream;
  std::unique_ptr<Stream> stream_;
  std::string packed_;
};

// Takes the UUIDs out of lines: of the requests' nonces and the answers' RequestIds nothing can be
// guessed, and as text they are most of what a packed run would be. In a line stands \1 for the
// next one in upper case, \2 in lower; \3 and \4 for the last one once more. JSON holds none of
// these.
class Uuids {
 public:
  [[nodiscard]] std::string take_out(std::string_view line);
  // Sixteen bytes each, in their order.
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace hallmark::reports::page
