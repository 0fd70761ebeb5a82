// SPDX-License-Identifier: Apache-2.0
//
// One call beside the cases, and what came to it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "cases/case.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// Both with secrets struck out.
struct Asked {
  std::string request;
  Reply reply;
};

// Over a connection of its own; nothing where no answer comes.
[[nodiscard]] boost::asio::awaitable<std::optional<Asked>> ask(Target& target, const Cast& cast,
                                                               const cases::Call& call,
                                                               cases::Variant variant);

}  // namespace hallmark::runner
