// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace hallmark::runner {
namespace {

constexpr int gzip_only = 16 + MAX_WBITS;  // neither zlib's own framing nor none

// One inflater, released at the end.
class Inflater {
 public:
  Inflater() : ready_{inflateInit2(&stream_, gzip_only) == Z_OK} {}
  ~Inflater() {
    if (ready_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  z_stream& stream() { return stream_; }

 private:
  z_stream stream_ = {};
  bool ready_;
};

}  // namespace

std::optional<std::string> unpack_gzip(std::string_view packed, std::size_t most) {
  Inflater inflater;
  if (!inflater.ready() || packed.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
  z_stream& stream = inflater.stream();
  std::string input{
      packed};  // zlib reads from what it may not change, by a pointer that says it may
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());

  std::string text;
  std::array<char, 4096> piece{};
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int step = inflate(&stream, Z_NO_FLUSH);
    const std::size_t written = piece.size() - stream.avail_out;
    if (text.size() + written > most) return std::nullopt;
    text.append(piece.data(), written);
    if (step == Z_STREAM_END) {
      if (stream.avail_in == 0) return text;
      if (inflateReset(&stream) != Z_OK) return std::nullopt;  // another member follows
    } else if (step != Z_OK) {                                 // not gzip, or cut off
      return std::nullopt;
    }
  }
}

}  // namespace hallmark::runner
