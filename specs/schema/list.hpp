// SPDX-License-Identifier: Apache-2.0
//
// What a field of a constexpr row is made of: a few values, and a value that must be given.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>

namespace hallmark::specs {

// At most `most` values that stand in the row itself, as in .answers = {one, another}.
template <class Value, std::size_t most>
class List {
 public:
  constexpr List() = default;
  template <std::convertible_to<Value>... Any>
  constexpr List(Any... any) : values_{any...}, size_{sizeof...(any)} {
    static_assert(sizeof...(any) <= most, "the row holds more values than its list");
  }

  constexpr void push_back(const Value& value) {
    if (size_ == most) throw "the row holds more values than its list";
    values_[size_++] = value;
  }

  [[nodiscard]] constexpr Value* begin() { return values_.data(); }
  [[nodiscard]] constexpr Value* end() { return values_.data() + size_; }
  [[nodiscard]] constexpr const Value* begin() const { return values_.data(); }
  [[nodiscard]] constexpr const Value* end() const { return values_.data() + size_; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr const Value& front() const { return values_[0]; }
  [[nodiscard]] constexpr const Value& back() const { return values_[size_ - 1]; }
  [[nodiscard]] constexpr const Value& operator[](std::size_t i) const { return values_[i]; }

 private:
  std::array<Value, most> values_{};
  std::size_t size_ = 0;
};

// A field without a default: a record that leaves it out does not compile.
template <class Value>
class Given {
 public:
  template <class Any>
  requires std::constructible_from<Value, Any>
  constexpr Given(const Any& value) : value_(value) {}

  constexpr operator const Value&() const { return value_; }
  [[nodiscard]] constexpr const Value& operator*() const { return value_; }
  [[nodiscard]] constexpr const Value* operator->() const { return &value_; }

 private:
  Value value_;
};

}  // namespace hallmark::specs
