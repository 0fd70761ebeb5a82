// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/ask.hpp"

#include <utility>

#include "runner/wire/redact.hpp"
#include "runner/wire/replies/coded_reply.hpp"

namespace hallmark::runner {

boost::asio::awaitable<std::optional<Asked>> ask(Target& target, const Cast& cast,
                                                 const cases::Call& call, cases::Variant variant) {
  const BuiltRequest built =
      target.requests.build(call, variant, cast, target.reactivate_spelling, {});
  Result<HttpReply> reply = co_await target.client.exchange_on_new_connection(built.http);
  if (!reply) co_return std::nullopt;
  strike_out(*reply, built);
  co_return Asked{.request = shown(built), .reply = decode_reply(*reply)};
}

}  // namespace hallmark::runner
