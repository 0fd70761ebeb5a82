// SPDX-License-Identifier: Apache-2.0
#include "reports/page/packed.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <stdexcept>

namespace hallmark::reports::page {

struct Packed::Stream : z_stream {
  Stream() : z_stream{} {
    if (deflateInit(this, Z_BEST_COMPRESSION) != Z_OK) throw std::bad_alloc{};
  }
  ~Stream() { deflateEnd(this); }
};

Packed::Packed() : stream_{std::make_unique<Stream>()} {}
Packed::~Packed() = default;
Packed::Packed(Packed&&) noexcept = default;

void Packed::add(std::string_view bytes) {
  stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream_->avail_in = static_cast<uInt>(bytes.size());
  deflate_all(Z_NO_FLUSH);
}

void Packed::deflate_all(int flush) {
  std::array<char, 16384> chunk;
  do {
    stream_->next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream_->avail_out = chunk.size();
    if (deflate(stream_.get(), flush) == Z_STREAM_ERROR) throw std::logic_error{"zlib is misused"};
    packed_.append(chunk.data(), chunk.size() - stream_->avail_out);
  } while (stream_->avail_out == 0);
}

std::string Packed::text() {
  stream_->avail_in = 0;
  deflate_all(Z_FINISH);
  return base85(packed_);
}

std::string packed(std::string_view bytes) {
  Packed all;
  all.add(bytes);
  return all.text();
}

std::string base85(std::string_view bytes) {
  constexpr std::size_t group = 4;
  std::string out;
  out.reserve(bytes.size() / group * 5 + 5);
  for (std::size_t at = 0; at < bytes.size(); at += group) {
    const std::size_t given = std::min(group, bytes.size() - at);
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < group; ++i) {
      value = value << 8U | (i < given ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    std::array<char, group + 1> digits;
    for (std::size_t i = digits.size(); i > 0; --i) {
      const char digit = static_cast<char>('(' + value % 85);
      digits[i - 1] = digit == '<' ? '~' : digit;
      value /= 85;
    }
    out.append(digits.data(), given + 1);
  }
  return out;
}

}  // namespace hallmark::reports::page
