// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/session/evidence_packer.hpp"

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace hallmark::runner {
namespace {

// Small, for there are thousands of texts and none is long; the answers of a case that waits have
// been cut long before they reach four gigabytes (reports/evidence_limits.hpp).
constexpr int window_bits = -13;  // no header
constexpr int memory_level = 6;
using Size = std::uint32_t;

void check(int result) {
  if (result != Z_OK && result != Z_STREAM_END) throw std::bad_alloc{};
}

template <class Stream>
void give(Stream& stream, std::string_view in, std::string& out) {
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
}

const Bytef* bytes_of(const std::string& text) {
  return reinterpret_cast<const Bytef*>(text.data());
}

template <class Way>
void go(Way& way, auto&... parts) {
  (way(parts), ...);
}

// What there is of each, in one order for both ways. A further member does not compile until it
// stands here.
template <class Way>
void go_through(reports::Exchange& one, Way& way) {
  auto& [request, status, headers, body, body_cut, fault, fault_text, at_us, sent_us, took_us,
         kept_alive] = one;
  go(way, request, status, headers, body, body_cut, fault, fault_text, at_us, sent_us, took_us,
     kept_alive);
}

template <class Way>
void go_through(reports::Sighting& one, Way& way) {
  auto& [channel, status, locks, disk_data, last_stop, of_other_world, exchange, at_us] = one;
  go(way, channel, status, locks, disk_data, last_stop, of_other_world, exchange, at_us);
}

template <class Way>
void go_through(reports::CallRecord& one, Way& way) {
  auto& [call, copy, action, exchange, after, told] = one;
  go(way, call, copy, action, exchange, after, told);
}

template <class Way>
void go_through(std::pair<std::string, std::string>& one, Way& way) {
  go(way, one.first, one.second);
}

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class Writer {
 public:
  explicit Writer(std::string& text) : text_{text} {}

  template <class T>
  void operator()(T& value) {
    go_through(value, *this);
  }
  void operator()(Plain auto& value) {
    text_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void operator()(std::string& value) {
    put_size(value.size());
    text_ += value;
  }
  template <class T>
  void operator()(std::vector<T>& values) {
    put_size(values.size());
    for (T& one : values) (*this)(one);
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    put_size(value ? 1 : 0);
    if (value) (*this)(*value);
  }

 private:
  void put_size(std::size_t size) {
    auto number = static_cast<Size>(size);
    (*this)(number);
  }

  std::string& text_;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : text_{text} {}

  template <class T>
  void operator()(T& value) {
    go_through(value, *this);
  }
  void operator()(Plain auto& value) {
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
  }
  void operator()(std::string& value) { value = take(size()); }
  template <class T>
  void operator()(std::vector<T>& values) {
    values.resize(size());
    for (T& one : values) (*this)(one);
  }
  template <class T>
  void operator()(std::optional<T>& value) {
    if (size() > 0) (*this)(value.emplace());
  }

 private:
  Size size() {
    Size number = 0;
    (*this)(number);
    return number;
  }
  std::string_view take(std::size_t size) {
    const std::string_view taken = text_.substr(0, size);
    text_.remove_prefix(size);
    return taken;
  }

  std::string_view text_;
};

}  // namespace

struct EvidencePacker::Streams {
  Streams() {
    check(
        deflateInit2(&in, Z_BEST_SPEED, Z_DEFLATED, window_bits, memory_level, Z_DEFAULT_STRATEGY));
    check(inflateInit2(&out, window_bits));
  }
  ~Streams() {
    deflateEnd(&in);
    inflateEnd(&out);
  }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;

  z_stream in{};
  z_stream out{};
};

EvidencePacker::EvidencePacker() : streams_{std::make_unique<Streams>()} {}
EvidencePacker::~EvidencePacker() = default;

std::string EvidencePacker::pack(reports::Evidence& evidence) {
  // Moved out, for a list that is emptied keeps its memory.
  auto before = std::move(evidence.before);
  auto calls = std::move(evidence.calls);
  auto after = std::move(evidence.after);
  std::string text;
  Writer write{text};
  write(before);
  write(calls);
  write(after);
  if (example_.empty()) example_ = text.substr(0, std::size_t{1} << -window_bits);
  z_stream& stream = streams_->in;
  check(deflateReset(&stream));
  check(deflateSetDictionary(&stream, bytes_of(example_), static_cast<uInt>(example_.size())));
  std::string room(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  give(stream, text, room);
  check(deflate(&stream, Z_FINISH));
  const auto size = static_cast<Size>(text.size());
  std::string packed;
  packed.reserve(sizeof size + stream.total_out);
  packed.append(reinterpret_cast<const char*>(&size), sizeof size);
  packed.append(room, 0, stream.total_out);
  return packed;
}

void EvidencePacker::unpack(std::string_view packed, reports::Evidence& evidence) {
  Size size = 0;
  std::memcpy(&size, packed.data(), sizeof size);
  std::string text(size, '\0');
  z_stream& stream = streams_->out;
  check(inflateReset(&stream));
  check(inflateSetDictionary(&stream, bytes_of(example_), static_cast<uInt>(example_.size())));
  give(stream, packed.substr(sizeof size), text);
  check(inflate(&stream, Z_FINISH));
  Reader read{text};
  read(evidence.before);
  read(evidence.calls);
  read(evidence.after);
}

}  // namespace hallmark::runner
