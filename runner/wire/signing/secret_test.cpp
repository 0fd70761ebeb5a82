// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/secret.hpp"

#include <gtest/gtest.h>

#include <array>
#include <concepts>
#include <cstddef>
#include <new>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace hallmark::runner {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(Printable<std::string>);
static_assert(!Printable<Secret>);
static_assert(!std::convertible_to<Secret, std::string>);
static_assert(!std::convertible_to<Secret, std::string_view>);

// Short enough to stand within the string itself, where it can be looked for afterwards.
constexpr const char* text = "sesame-open";

class Place {
 public:
  template <class... Argument>
  Secret& make(Argument&&... argument) {
    return *new (bytes_.data()) Secret{std::forward<Argument>(argument)...};
  }
  [[nodiscard]] bool holds(std::string_view what) const {
    return std::string_view{reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}.find(
               what) != std::string_view::npos;
  }

 private:
  alignas(Secret) std::array<std::byte, sizeof(Secret)> bytes_{};
};

TEST(Secret, LeavesNothingBehind) {
  Place place;
  Secret& secret = place.make(text);
  EXPECT_TRUE(place.holds("same-op"));
  secret.~Secret();
  EXPECT_FALSE(place.holds("same-op"));
}

TEST(Secret, LeavesNothingWhereItWasMovedFrom) {
  Place place;
  Secret& secret = place.make(text);
  const Secret moved{std::move(secret)};
  EXPECT_EQ(moved.reveal(), text);
  EXPECT_FALSE(place.holds("same-op"));
  secret.~Secret();
}

TEST(Secret, LeavesNothingOfALongerOneThatItOnceWas) {
  Place place;
  Secret& secret = place.make(text);
  secret = "s";
  EXPECT_FALSE(place.holds("same-op"));
  EXPECT_EQ(secret.reveal(), "s");
  secret.~Secret();
}

TEST(Secret, IsTheSameWhenItsTextIs) {
  EXPECT_TRUE(Secret{"one"} == Secret{std::string{"one"}});
  EXPECT_FALSE(Secret{"one"} == Secret{"other"});
  EXPECT_TRUE(Secret{}.empty());
}

}  // namespace
}  // namespace hallmark::runner
