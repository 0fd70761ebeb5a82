// SPDX-License-Identifier: Apache-2.0
#include "runner/bench/signed_requests.hpp"

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "runner/bench/stand.hpp"
#include "runner/conduct/embedded_fixtures.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/target/request_builder.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Case;
using cases::Channel;
using cases::Effect;

// How the run looks at an instance after this case; nothing where no request is sent for it.
std::optional<Channel> look_of(const Case& one) {
  const Effect& effect = one.effect;
  if (effect.look == Effect::Look::no || effect.local_disk_data || effect.last_stop)
    return std::nullopt;
  if (effect.channel == Channel::fixture) return std::nullopt;
  return effect.channel == Channel::any ? Channel::describe_instances : effect.channel;
}

void sign(const PlannedCase& planned, Cast& cast, RequestBuilder& builder,
          std::vector<HttpRequest>& out) {
  const Case& one = *planned.test;
  const cases::Variant variant = planned.variant.value_or(cases::Variant{});
  std::vector<BuiltRequest> built;
  for (const cases::Call& call : one.calls) {
    for (int copy = 0; copy < call.copies; ++copy) {
      BuiltRequest request =
          call.replay_of
              ? built[*call.replay_of]
              : builder.build(call, call.variant.value_or(variant), cast, {},
                              call.nonce_of ? built[*call.nonce_of].nonce : std::string{});
      out.push_back(request.http);
      if (copy == 0) built.push_back(std::move(request));
    }
  }
  if (const auto channel = look_of(one)) {
    out.push_back(builder.build(look_call(*channel, Whose::own), variant, cast, {}).http);
  }
}

}  // namespace

SignedRequests::SignedRequests() : fixtures_{embedded_fixtures(stand().endpoint())} {
  RequestBuilder builder{stand().url().host_header(), "/", NonceGenerator{},
                         [] { return std::chrono::system_clock::now(); }};
  const auto sign_all = [&]() -> asio::awaitable<void> {
    for (const PlannedCase& planned : stand().plan().cases) {
      Cast cast;
      const std::size_t first = worlds_.size();
      const std::size_t wanted = planned.test->second_world ? 2 : 1;
      for (std::size_t i = 0; i < wanted; ++i) {
        Staged staged = co_await fixtures_->stage(planned.test->fixture);
        if (auto* world = std::get_if<World>(&staged)) worlds_.push_back(std::move(*world));
      }
      if (worlds_.size() - first < wanted) continue;
      cast = wanted == 2 ? Cast{worlds_[first], worlds_[first + 1]} : Cast{worlds_[first]};
      sign(planned, cast, builder, requests_);
    }
  };
  asio::io_context io{1};
  wait_for(io, sign_all());
}

SignedRequests::~SignedRequests() {
  const auto strike_all = [&]() -> asio::awaitable<void> {
    for (const World& world : worlds_) co_await fixtures_->strike(world, false);
  };
  asio::io_context io{1};
  wait_for(io, strike_all());
}

}  // namespace hallmark::runner
