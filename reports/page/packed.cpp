// SPDX-License-Identifier: Apache-2.0
#include "reports/page/packed.hpp"

#include <zlib.h>

#include <array>
#include <stdexcept>

#include "reports/writers/json_text.hpp"

namespace hallmark::reports::page {
namespace {

constexpr std::size_t uuid_length = 36;

bool is_hyphen_at(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

int value_of(char c, char first_letter) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= first_letter && c <= first_letter + 5) return c - first_letter + 10;
  return -1;
}

// The sixteen bytes of a UUID whose letters are all from 'A', or all from 'a'; empty: it is none.
std::string bytes_of(std::string_view text, char first_letter) {
  std::string bytes;
  int high = -1;
  for (std::size_t i = 0; i < uuid_length; ++i) {
    if (is_hyphen_at(i)) {
      if (text[i] != '-') return {};
      continue;
    }
    const int value = value_of(text[i], first_letter);
    if (value < 0) return {};
    if (high < 0) {
      high = value;
    } else {
      bytes += static_cast<char>(high * 16 + value);
      high = -1;
    }
  }
  return bytes;
}

}  // namespace

struct Packed::Stream : z_stream {};

Packed::Packed() : stream_{std::make_unique<Stream>()} {
  if (deflateInit(stream_.get(), Z_BEST_COMPRESSION) != Z_OK) throw std::bad_alloc{};
}

Packed::~Packed() { deflateEnd(stream_.get()); }

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

std::string Packed::base64() {
  stream_->avail_in = 0;
  deflate_all(Z_FINISH);
  return json_text::base64(packed_);
}

std::string Uuids::take_out(std::string_view line) {
  std::string out;
  std::string last;
  std::size_t kept = 0;  // up to here the line is in `out`
  for (std::size_t hyphen = line.find('-', 8); hyphen != line.npos;
       hyphen = line.find('-', hyphen + 1)) {
    const std::size_t begin = hyphen - 8;
    if (begin < kept || begin + uuid_length > line.size()) continue;
    const std::string_view text = line.substr(begin, uuid_length);
    const bool is_upper = bytes_of(text, 'a').empty();
    std::string bytes = bytes_of(text, is_upper ? 'A' : 'a');
    if (bytes.empty()) continue;
    out.append(line.substr(kept, begin - kept));
    kept = begin + uuid_length;
    if (bytes == last) {
      out += is_upper ? '\3' : '\4';
    } else {
      out += is_upper ? '\1' : '\2';
      bytes_ += bytes;
      last = std::move(bytes);
    }
    hyphen = kept - 1;
  }
  return out.append(line.substr(kept));
}

}  // namespace hallmark::reports::page
