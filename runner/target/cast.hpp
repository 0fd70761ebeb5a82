// SPDX-License-Identifier: Apache-2.0
//
// The worlds that a case's handles speak of, and what a case's value becomes in them.
#pragma once

#include <string>
#include <utility>

#include "cases/request.hpp"
#include "runner/target/world.hpp"

namespace hallmark::runner {

class Cast {
 public:
  Cast() = default;
  explicit Cast(World own) : own_{std::move(own)} {}
  Cast(World own, World other) : own_{std::move(own)}, other_{std::move(other)} {}

  [[nodiscard]] const World& own() const { return own_; }
  [[nodiscard]] const World& other() const { return other_; }
  // Theirs who sign for `identity`; in `made_up` where nobody has them.
  [[nodiscard]] const Credentials& credentials_of(cases::Identity identity,
                                                  Credentials& made_up) const;

 private:
  World own_;
  World other_;
};

// A value with its handle filled in.
[[nodiscard]] std::string resolve(const cases::Value& value, const Cast& cast);

}  // namespace hallmark::runner
