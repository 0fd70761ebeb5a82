// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/gzip.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <zlib.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace hallmark::runner {
namespace {

constexpr std::size_t plenty = 1U << 20U;

std::string packed(std::string text) {
  z_stream stream = {};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error{"zlib does not begin"};
  }
  std::string all(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(all.data());
  stream.avail_out = static_cast<uInt>(all.size());
  const int end = deflate(&stream, Z_FINISH);
  all.resize(all.size() - stream.avail_out);
  deflateEnd(&stream);
  if (end != Z_STREAM_END) throw std::runtime_error{"zlib does not end"};
  return all;
}

// What was packed, if it is whole.
std::optional<std::string> whole_of(std::string_view packed, std::size_t most) {
  Unpacked unpacked = unpack(packed, most);
  if (!unpacked.whole) return std::nullopt;
  return std::move(unpacked.text);
}

TEST(Unpack, GivesBackWhatWasPacked) {
  EXPECT_TRUE(rc::check("whatever the bytes", [](const std::string& text) {
    RC_ASSERT(whole_of(packed(text), plenty) == text);
  }));
}

TEST(Unpack, TakesMembersOneAfterTheOther) {
  EXPECT_EQ(whole_of(packed("one ") + packed("two"), plenty), "one two");
  EXPECT_EQ(whole_of(pack_gzip("one"), plenty), "one");
}

TEST(Unpack, TakesNothingElse) {
  const std::string whole = packed("{\"RequestId\":\"1\"}");
  EXPECT_EQ(whole_of("", plenty), std::nullopt);
  EXPECT_EQ(whole_of("{}", plenty), std::nullopt);
  EXPECT_EQ(whole_of(whole + "x", plenty), std::nullopt);
  EXPECT_EQ(whole_of(whole + whole.substr(0, 4), plenty), std::nullopt);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(whole_of(std::string_view{whole}.substr(0, size), plenty), std::nullopt) << size;
  }
  std::string other_sum = whole;
  other_sum[whole.size() - 5] ^= 1;
  EXPECT_EQ(whole_of(other_sum, plenty), std::nullopt);
}

TEST(Unpack, StopsAtTheLimit) {
  const std::string bomb = packed(std::string(10U << 20U, 'a'));
  EXPECT_LT(bomb.size(), 16384U);
  EXPECT_EQ(whole_of(bomb, plenty), std::nullopt);
  EXPECT_EQ(whole_of(packed("abc"), 3), "abc");
  EXPECT_EQ(whole_of(packed("abc"), 2), std::nullopt);
}

TEST(Unpack, EndsOnAnyBytes) {
  EXPECT_TRUE(rc::check("no byte makes it wait or crash", [](const std::string& bytes) {
    static_cast<void>(whole_of("\x1f\x8b\x08" + bytes, plenty));
  }));
}

}  // namespace
}  // namespace hallmark::runner
