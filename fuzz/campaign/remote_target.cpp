// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/remote_target.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "cases/base/tested_action.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/knock.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/replies/coded_reply.hpp"

namespace hallmark::fuzz {
namespace {

namespace asio = boost::asio;
using runner::Error;
using runner::Fault;
using runner::UsageError;

// Of the fibers of one thread, each of which may have several calls under way.
constexpr std::size_t most_connections = 1024;

runner::ClientOptions client_options(const runner::OpenTarget& target) {
  runner::ClientOptions client = target.client;
  client.max_connections = most_connections;
  return client;
}

// The client and the fixtures of one thread.
class Connection {
 public:
  Connection(asio::io_context& io, const runner::TargetOptions& options)
      : io_{io},
        target_{runner::open_target(io_, options)},
        client_{io_.get_executor(), target_.url, client_options(target_)},
        going_{options.going} {}

  [[nodiscard]] const runner::OpenTarget& target() const { return target_; }

  ReplyOrFault ask(const runner::HttpRequest& request) { return wait_for(exchange(request)); }

  std::vector<Overlapped> ask_together(std::span<const runner::HttpRequest> requests) {
    std::vector<Overlapped> all(requests.size(),
                                Overlapped{.outcome = Error{Fault::cancelled, "not sent"}});
    wait_for(ask_all(requests, all));
    return all;
  }

  void sleep(std::chrono::milliseconds time) { wait_for(pass(time)); }

  [[nodiscard]] runner::Going going() const { return going_ ? going_() : runner::Going::on; }

  template <class T>
  T wait_for(asio::awaitable<T> work) {
    return runner::wait_for(io_, std::move(work));
  }

  [[nodiscard]] runner::FixtureProvider& fixtures() { return *target_.fixtures; }

 private:
  asio::awaitable<void> ask_all(std::span<const runner::HttpRequest> requests,
                                std::span<Overlapped> all) {
    std::uint64_t moment = 0;
    std::size_t left = requests.size();
    std::exception_ptr thrown;
    asio::steady_timer all_back{io_, asio::steady_timer::time_point::max()};
    for (std::size_t i = 0; i < requests.size(); ++i) {
      asio::co_spawn(io_, ask_one(requests[i], all[i], moment), [&](std::exception_ptr error) {
        if (error) thrown = error;
        if (--left == 0) all_back.cancel();
      });
    }
    if (left > 0) co_await all_back.async_wait(asio::as_tuple(asio::use_awaitable));
    if (thrown) std::rethrow_exception(thrown);
  }

  // A server may close a connection that it has kept at any time (RFC 9112, 9.3.1): then there was
  // none, and from then on each call has its own.
  asio::awaitable<ReplyOrFault> exchange(const runner::HttpRequest& request) {
    if (closes_kept_) {
      ReplyOrFault outcome = co_await client_.exchange_on_new_connection(request);
      co_return outcome;
    }
    bool on_kept = false;
    ReplyOrFault outcome = co_await client_.exchange_kept(request, &on_kept);
    if (!outcome && outcome.error().fault == Fault::closed && on_kept) {
      closes_kept_ = true;
      outcome = Error{Fault::connect, "a connection that had been kept was closed"};
    }
    co_return outcome;
  }

  // As long as anybody waits for it.
  asio::awaitable<void> pass(std::chrono::milliseconds time) {
    constexpr std::chrono::milliseconds between_looks{50};
    asio::steady_timer timer{io_};
    const auto end = std::chrono::steady_clock::now() + time;
    for (auto now = end - time; now < end && going() == runner::Going::on;
         now = std::chrono::steady_clock::now()) {
      timer.expires_at(std::min(end, now + between_looks));
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  // Moments are the order of events among these calls: what is written before another one's answer
  // was read has overlapped it.
  asio::awaitable<void> ask_one(const runner::HttpRequest& request, Overlapped& one,
                                std::uint64_t& moment) {
    one.called = ++moment;
    ReplyOrFault outcome = co_await exchange(request);
    one.returned = ++moment;
    one.outcome = std::move(outcome);
  }

  asio::io_context& io_;
  runner::OpenTarget target_;
  runner::HttpClient client_;
  bool closes_kept_ = false;
  std::function<runner::Going()> going_;
  runner::ClosingFixtures closing_{io_, target_.fixtures.get()};
};

class ProvidedWorlds final : public Worlds {
 public:
  explicit ProvidedWorlds(std::shared_ptr<Connection> connection)
      : connection_{std::move(connection)} {}

  runner::Staged stage(const cases::Fixture& fixture, runner::Owner owner) override {
    if (auto lack = connection_->fixtures().lacks(fixture)) return runner::Unsupported{*lack};
    runner::Staged staged = connection_->wait_for(connection_->fixtures().stage(fixture, owner));
    const auto* const broken = std::get_if<runner::Broken>(&staged);
    if (broken != nullptr && broken->for_good) throw UsageError{broken->what};
    return staged;
  }
  std::optional<runner::Truth> look(const runner::World& world) override {
    if (!connection_->fixtures().tells()) return std::nullopt;
    return connection_->wait_for(connection_->fixtures().look(world));
  }
  bool strike(const runner::World& world, bool changed) override {
    connection_->wait_for(connection_->fixtures().strike(world, changed));
    const std::vector<std::string>& left = connection_->fixtures().left_behind().worlds;
    return connection_->going() != runner::Going::ended &&
           std::ranges::find(
               left, world.fixture_id.empty() ? world.instance_id : world.fixture_id) == left.end();
  }
  runner::LeftBehind close() override {
    connection_->wait_for(connection_->fixtures().close());
    return connection_->fixtures().left_behind();
  }

 private:
  std::shared_ptr<Connection> connection_;
};

// Of what nobody answers.
[[noreturn]] void refuse(const runner::OpenTarget& target, const Error& error) {
  using runner::nobody_there;
  const std::string at = target.url.host_header() + ": " + error.what;
  if (error.fault == Fault::malformed || error.fault == Fault::truncated ||
      error.fault == Fault::too_large || error.fault == Fault::tls ||
      error.fault == Fault::connect) {
    throw UsageError{nobody_there(target, {.fault = error.fault, .what = error.what})};
  }
  if (error.fault == Fault::local) throw UsageError{"this machine cannot ask " + at};
  if (error.fault == Fault::cancelled) throw UsageError{"nobody answers in time at " + at};
  throw UsageError{"nobody answers at " + at};
}

// Throws UsageError where no call of the API is answered by anything of it. `reply`: to one.
void require_the_api(const PlayTarget& target, const runner::OpenTarget& opened,
                     runner::RequestBuilder& builder, const runner::World& world,
                     const runner::HttpReply& reply) {
  if (runner::is_of_the_api(reply) || reply.status == runner::too_many_requests) return;
  for (const runner::BuiltRequest& call :
       runner::calls_of_the_api(builder, cases::base_variants(), runner::Cast{world})) {
    const ReplyOrFault outcome = target.handle(call.http);
    if (outcome && runner::is_of_the_api(*outcome)) return;
  }
  throw UsageError{runner::nobody_at(opened.url_text, {.answer = runner::Knock::Answer::http,
                                                       .what = runner::describe_foreign(reply)})};
}

// Which of the spellings of ReactivateInstances the target knows. Throws UsageError where nobody
// answers at all, and where no answer is of the API.
std::string find_spelling(const PlayTarget& target, const runner::OpenTarget& opened) {
  const cases::TestedAction& action = cases::reactivate_instances_action;
  const std::span<const std::string_view> spellings = action.documents->spellings;
  const cases::Call call = cases::plain_call(action);
  const runner::Staged staged = target.worlds->stage(action.fixture(), runner::Owner::caller);
  const auto* const world = std::get_if<runner::World>(&staged);
  if (world == nullptr) {
    const ReplyOrFault outcome =
        target.handle({.target = target.path, .headers = {{"Host", target.host}}});
    if (!outcome) refuse(opened, outcome.error());
    return std::string{spellings[0]};
  }
  std::optional<Error> fault;
  std::optional<runner::HttpReply> told;
  runner::RequestBuilder builder{target.host, target.path, runner::NonceGenerator{}, target.now};
  std::optional<std::string> clocks;
  std::string known{spellings[0]};
  for (const std::string_view spelling : spellings) {
    const runner::BuiltRequest request =
        builder.build(call, cases::base_variants().front(), runner::Cast{*world}, spelling);
    const ReplyOrFault outcome = target.handle(request.http);
    if (!outcome) {
      fault = outcome.error();
      continue;
    }
    told = *outcome;
    const runner::Reply reply = runner::decode_reply(*outcome);
    if (runner::refuses_time(reply)) {
      clocks = runner::clock_difference({.request = shown(request), .headers = outcome->headers});
    }
    if (!runner::is_accepted(reply)) continue;
    clocks.reset();
    known = spelling;
    break;
  }
  if (told && !clocks) require_the_api(target, opened, builder, *world, *told);
  (void)target.worlds->strike(*world, true);
  if (!told && fault) refuse(opened, *fault);
  if (clocks) throw UsageError{*clocks};
  return known;
}

}  // namespace

Reachable reachable(runner::TargetOptions options) {
  Reachable target{.options = std::move(options), .embedded = std::nullopt};
  if (target.options.endpoint.empty()) {
    asio::io_context io{1};  // for fixtures, which nobody asks for here
    target.embedded.emplace(runner::open_target(io, target.options, {}, false));
    target.options.endpoint = target.embedded->url_text;
    target.options.serves_itself = true;
  }
  return target;
}

reports::Subject subject_of(const Reachable& target) {
  using Kind = reports::Subject::Kind;
  return {.kind = target.embedded ? Kind::embedded : Kind::endpoint,
          .name = target.embedded ? target.embedded->name : target.options.endpoint,
          .url = target.options.endpoint};
}

RemoteTarget remote_target(asio::io_context& io, const runner::TargetOptions& options,
                           std::string spelling) {
  const auto connection = std::make_shared<Connection>(io, options);
  const runner::OpenTarget& opened = connection->target();
  RemoteTarget remote;
  remote.fixtures = opened.fixtures->name();
  remote.most_worlds = opened.fixtures->most_worlds();
  if (remote.most_worlds == std::size_t{0}) remote.most_worlds.reset();
  PlayTarget& play = remote.play;
  play.handle = [connection](const runner::HttpRequest& request) {
    return connection->ask(request);
  };
  play.handle_together = [connection](std::span<const runner::HttpRequest> requests) {
    return connection->ask_together(requests);
  };
  play.worlds = std::make_shared<ProvidedWorlds>(connection);
  play.now = runner::clock_ahead(opened.client.clock_skew);
  play.lacks = [connection](const cases::Fixture& fixture) {
    return connection->fixtures().lacks(fixture);
  };
  play.other_accounts = opened.fixtures->has_other_accounts();
  play.advance = [connection](std::chrono::milliseconds time) { connection->sleep(time); };
  play.host = opened.url.host_header();
  play.path = opened.url.path.empty() ? "/" : opened.url.path;
  // Whoever keeps to the fixture protocol keeps to settleMs; of others nothing is known.
  const bool keeps_time = remote.fixtures.starts_with("fixture protocol");
  play.settling = keeps_time ? Settling::as_staged : Settling::at_any_time;
  play.reactivate_spelling = spelling.empty() ? find_spelling(play, opened) : std::move(spelling);
  return remote;
}

}  // namespace hallmark::fuzz
