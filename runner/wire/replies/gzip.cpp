// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>

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

bool is_packed(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"); }

Unpacked unpack(std::string_view packed, std::size_t most) {
  Inflater inflater;
  Unpacked unpacked;
  if (!inflater.ready() || packed.size() > std::numeric_limits<uInt>::max()) return unpacked;
  z_stream& stream = inflater.stream();
  std::string input{
      packed};  // zlib reads from what it may not change, by a pointer that says it may
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());

  std::array<char, 4096> piece{};
  for (;;) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int step = inflate(&stream, Z_NO_FLUSH);
    const std::size_t written = piece.size() - stream.avail_out;
    const std::size_t taken = std::min(written, most - unpacked.text.size());
    unpacked.text.append(piece.data(), taken);
    if (taken < written) return unpacked;
    if (step == Z_STREAM_END) {
      if (stream.avail_in == 0) {
        unpacked.whole = true;
        return unpacked;
      }
      if (inflateReset(&stream) != Z_OK) return unpacked;  // another member follows
    } else if (step != Z_OK) {                             // not gzip, or cut off
      return unpacked;
    }
  }
}

std::string pack_gzip(std::string_view text) {
  z_stream stream = {};
  constexpr int memory_level = 8;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_only, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc{};
  }
  std::string input{text};
  std::string packed(deflateBound(&stream, input.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);  // the bound is enough for all of it
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace hallmark::runner
