// SPDX-License-Identifier: Apache-2.0
//
// The pool: who gets which connection, when, and for how long.
//
// Deadlines: every exchange under way stands in `active`; one timer waits for the earliest deadline
// and closes what is late, which makes the pending operation return. That is one timer for all
// connections, set once per timeout and not once per exchange.
#include "runner/wire/http/http_client.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <limits>
#include <list>
#include <new>
#include <optional>
#include <utility>

#include "runner/wire/as_pair.hpp"
#include "runner/wire/http/connection.hpp"
#include "runner/wire/lack.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// How long an exchange waits for a socket that this machine does not have.
constexpr std::chrono::milliseconds patience_with_ourselves{2'000};

// Of all that this process may open, some is for files, pipes and event loops; the clients of a
// run or of a campaign's threads share the rest.
std::size_t most_connections() {
  constexpr std::size_t for_others = 16;
  constexpr std::size_t clients = 4;
  static const std::size_t most = [] {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
      return std::numeric_limits<std::size_t>::max();
    }
    const std::size_t all = limit.rlim_cur;
    return all > for_others + clients ? (all - for_others) / clients : 1;
  }();
  return most;
}

constexpr std::chrono::milliseconds between_looks{50};

// A timer that is so late says that this thread did not run, and did not read what had come.
constexpr std::chrono::milliseconds worth_a_delay{50};
constexpr std::chrono::milliseconds longest_delay{1000};

}  // namespace

struct HttpClient::Impl {
  Impl(asio::any_io_executor with, Url where, ClientOptions how)
      : executor{std::move(with)},
        options{std::move(how)},
        route{std::move(where), options},
        timer{executor} {
    options.max_connections = std::clamp<std::size_t>(
        options.max_connections, 1,
        std::max<std::size_t>(most_connections() / options.sockets_per_connection, 1));
    if (options.requests_per_second > 0 && !options.pace) {
      options.pace = std::make_shared<Pace>(options.requests_per_second);
    }
    if (!options.told_more) options.told_more = std::make_shared<std::atomic<std::size_t>>(0);
  }

  // One place in the pool with its connection. Gives both back, whatever happens.
  class Lease {
   public:
    Lease(std::shared_ptr<Impl> pool, std::unique_ptr<Connection> connection)
        : pool_{std::move(pool)}, connection_{std::move(connection)} {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (!pool_) return;
      if (connection_->has_more()) ++*pool_->options.told_more;
      if (connection_->is_reusable() && !pool_->closed && pool_->keeps_another()) {
        pool_->idle.push_back(std::move(connection_));
      } else {
        --pool_->total;
      }
      pool_->wake_one();
    }
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    std::shared_ptr<Impl> pool_;
    std::unique_ptr<Connection> connection_;
  };

  // Somebody who waits for a place in the pool or for the rate limit.
  class Sleeper {
   public:
    Sleeper(Impl& impl, std::list<Sleeper*>& queue, Clock::time_point until)
        : timer{impl.executor, until},
          impl_{impl},
          queue_{queue},
          at_{queue.insert(queue.end(), this)} {
      impl_.keep_looking();
    }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;
    ~Sleeper() {
      if (!woken) queue_.erase(at_);
      impl_.rest();
    }
    void wake() {
      woken = true;
      queue_.erase(at_);
      timer.cancel();
    }

    asio::steady_timer timer;
    bool woken = false;

   private:
    Impl& impl_;
    std::list<Sleeper*>& queue_;
    std::list<Sleeper*>::iterator at_;
  };

  // Keeps an exchange under the eyes of the timer.
  class Watch {
   public:
    Watch(Impl& impl, Connection& watched, Clock::time_point until)
        : connection{watched}, deadline{until}, impl_{impl}, position_{impl.active.size()} {
      impl_.active.push_back(this);
      if (deadline < impl_.armed_until) impl_.arm(deadline);
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() {
      Watch* last = impl_.active.back();
      impl_.active[position_] = last;
      last->position_ = position_;
      impl_.active.pop_back();
      impl_.rest();
    }

    Connection& connection;
    Clock::time_point deadline;

   private:
    Impl& impl_;
    std::size_t position_;  // in Impl::active
  };

  static asio::awaitable<Result<HttpReply>> exchange(std::shared_ptr<Impl> self,
                                                     HttpRequest request);
  static asio::awaitable<Result<HttpReply>> exchange_kept(std::shared_ptr<Impl> self,
                                                          const HttpRequest& request, bool fresh,
                                                          bool* on_kept);
  static asio::awaitable<std::vector<Result<HttpReply>>> exchange_all(
      std::shared_ptr<Impl> self, std::vector<HttpRequest> requests, std::size_t& connections_used,
      bool* on_kept, EachReply each);

  asio::awaitable<bool> wait_for_place();
  asio::awaitable<bool> wait_for_turn();
  asio::awaitable<void> wait_for_others();
  void arm(Clock::time_point when);
  void rest();
  void keep_looking();
  void sweep();
  void abandon();
  void wake_one();
  [[nodiscard]] Going going() const { return options.going ? options.going() : Going::on; }
  void hear(const Connection& connection);
  [[nodiscard]] bool has_place() const;
  [[nodiscard]] bool keeps_none() const {
    return *options.told_more > 0 || (options.keeps_none && *options.keeps_none);
  }
  [[nodiscard]] bool keeps_another() const;
  [[nodiscard]] bool needs_look(const Connection& connection, Clock::time_point now) const;
  [[nodiscard]] std::unique_ptr<Connection> take_idle(Clock::time_point now);
  [[nodiscard]] std::unique_ptr<Connection> take(bool fresh, Clock::time_point now);
  [[nodiscard]] Error cancelled() const { return {Fault::cancelled, "the exchange was cancelled"}; }
  // What Asio throws: that it was cancelled, or that it could start no thread to look a name up.
  static Error thrown(const error_code& error) {
    return {lacks_something(error) ? Fault::local : Fault::cancelled, error.message()};
  }

  asio::any_io_executor executor;
  ClientOptions options;
  Route route;

  std::vector<std::unique_ptr<Connection>> idle;  // the last used at the end
  std::size_t total = 0;                          // idle and leased
  bool closes_unannounced = false;                // the server was seen to do that
  std::size_t promised = 0;                       // places for waiters that were woken
  std::list<Sleeper*> waiting;                    // for a place, first come first served
  std::list<Sleeper*> pacing;                     // for the rate limit

  std::vector<Watch*> active;
  asio::steady_timer timer;
  Clock::time_point armed_until = Clock::time_point::max();  // max: not at all
  bool closed = false;
  std::weak_ptr<Impl> weak_self;
};

// Deadlines

void HttpClient::Impl::arm(Clock::time_point when) {
  if (options.going) when = std::min(when, Clock::now() + between_looks);
  armed_until = when;
  timer.expires_at(when);
  timer.async_wait([weak = weak_self](const error_code& error) {
    if (error) return;
    if (const auto self = weak.lock()) self->sweep();
  });
}

// Who waits for a turn or a place has no deadline, but may have to be sent home.
void HttpClient::Impl::keep_looking() {
  if (options.going && armed_until == Clock::time_point::max()) arm(Clock::time_point::max());
}

// Nobody is waited for.
void HttpClient::Impl::rest() {
  const bool is_watched = !active.empty();
  const bool is_asked = options.going && !(waiting.empty() && pacing.empty());
  if (is_watched || is_asked || armed_until == Clock::time_point::max()) return;
  armed_until = Clock::time_point::max();
  timer.cancel();
}

void HttpClient::Impl::sweep() {
  const auto now = Clock::now();
  const auto late = now - std::exchange(armed_until, Clock::time_point::max());
  const Going how = going();
  if (how == Going::ended) return abandon();
  if (how == Going::ending) {
    while (!pacing.empty()) pacing.front()->wake();
  }
  if (late > worth_a_delay) {
    for (Watch* watch : active) {
      watch->deadline += std::min<Clock::duration>(late, longest_delay);
    }
  }
  auto earliest = Clock::time_point::max();
  for (const Watch* watch : active) {
    const Connection& connection = watch->connection;
    if (connection.is_timed_out()) continue;  // closed, about to leave
    // What could not be read for want of room was there perhaps.
    auto deadline = watch->deadline + connection.waited(now);
    if (connection.waits_for_room()) deadline = std::max(deadline, now + between_looks);
    if (deadline <= now) {
      watch->connection.time_out();
    } else {
      earliest = std::min(earliest, deadline);
    }
  }
  if (earliest != Clock::time_point::max()) arm(earliest);
  if (!waiting.empty() || !pacing.empty()) keep_looking();
}

void HttpClient::Impl::abandon() {
  closed = true;
  timer.cancel();
  idle.clear();
  for (const Watch* watch : active) watch->connection.abandon();
  while (!waiting.empty()) waiting.front()->wake();
  while (!pacing.empty()) pacing.front()->wake();
}

// The pool

bool HttpClient::Impl::has_place() const {
  return idle.size() + (options.max_connections - total) > promised;
}

// What many needed at one moment is not kept for the rest of the run: with what belongs to it on
// both sides a connection takes 30 kB.
bool HttpClient::Impl::keeps_another() const {
  if (keeps_none()) return false;
  return !waiting.empty() || idle.size() < (options.max_connections + 1) / 2 + promised;
}

void HttpClient::Impl::hear(const Connection& connection) {
  if (connection.is_told_more()) ++*options.told_more;
}

void HttpClient::Impl::wake_one() {
  if (!waiting.empty() && has_place()) {
    ++promised;
    waiting.front()->wake();
  }
}

std::unique_ptr<Connection> HttpClient::Impl::take_idle(Clock::time_point now) {
  while (!idle.empty()) {
    auto connection = std::move(idle.back());
    idle.pop_back();
    if (!keeps_none() && (!needs_look(*connection, now) || connection->is_quiet())) {
      return connection;
    }
    hear(*connection);
    closes_unannounced = true;
    --total;
  }
  return nullptr;
}

// To look is a system call more for each exchange, 3 in 100 of a run (`hallmark run --variants
// full`, eleven pairs in turns). A server that closes without a word does so from its first answers
// on, or when a connection was idle; who was seen to do it once is looked at every time.
bool HttpClient::Impl::needs_look(const Connection& connection, Clock::time_point now) const {
  constexpr std::size_t trusted_after = 8;  // exchanges
  constexpr std::chrono::milliseconds idle_after{1};
  return closes_unannounced || connection.served() < trusted_after ||
         now - connection.last_used() > idle_after;
}

// There has to be a place.
std::unique_ptr<Connection> HttpClient::Impl::take(bool fresh, Clock::time_point now) {
  if (!fresh) {
    if (auto connection = take_idle(now)) return connection;
  } else if (total == options.max_connections) {
    idle.erase(idle.begin());
    --total;
  }
  auto connection = std::make_unique<Connection>(executor, route);
  ++total;
  return connection;
}

// False: cancelled.
asio::awaitable<bool> HttpClient::Impl::wait_for_place() {
  struct Promise {
    Impl& impl;
    const Sleeper& sleeper;
    ~Promise() {
      if (sleeper.woken && !impl.closed) --impl.promised;
    }
  };
  Sleeper sleeper{*this, waiting, Clock::time_point::max()};
  const Promise promise{*this, sleeper};
  co_await sleeper.timer.async_wait(as_pair);
  co_return sleeper.woken;
}

// False: cancelled.
asio::awaitable<bool> HttpClient::Impl::wait_for_turn() {
  const auto now = Clock::now();
  const auto turn = options.pace->take_turn(now);
  if (turn <= now) co_return true;
  if (going() != Going::on) co_return false;
  Sleeper sleeper{*this, pacing, turn};
  const auto [error] = co_await sleeper.timer.async_wait(as_pair);
  co_return !error;
}

// Until others may have given back what this machine has too little of.
asio::awaitable<void> HttpClient::Impl::wait_for_others() {
  asio::steady_timer pause{executor, std::chrono::milliseconds{20}};
  co_await pause.async_wait(as_pair);
}

// Exchanges

asio::awaitable<Result<HttpReply>> HttpClient::Impl::exchange(std::shared_ptr<Impl> self,
                                                              HttpRequest request) {
  Result<HttpReply> reply = co_await exchange_kept(std::move(self), request, false, nullptr);
  co_return reply;
}

asio::awaitable<Result<HttpReply>> HttpClient::Impl::exchange_kept(std::shared_ptr<Impl> self,
                                                                   const HttpRequest& request,
                                                                   bool fresh, bool* on_kept) {
  // Asio throws at the next wait of a coroutine that was cancelled; here that is a result.
  try {
    std::optional<Clock::time_point> deadline;
    std::optional<Clock::time_point> give_up;  // on a socket that this machine does not have
    for (;;) {
      if (self->options.requests_per_second > 0) {
        const bool its_turn = co_await self->wait_for_turn();
        if (!its_turn) co_return self->cancelled();
      }
      if (!self->closed && !self->has_place()) {
        const bool got_place = co_await self->wait_for_place();
        if (!got_place) co_return self->cancelled();
      }
      if (self->closed) co_return self->cancelled();
      const auto now = Clock::now();
      bool kept = false;
      bool sent = false;
      Result<HttpReply> reply = self->cancelled();
      {
        Lease lease{self, self->take(fresh, now)};
        if (!deadline) deadline = now + self->options.timeout;
        const Watch watch{*self, *lease, *deadline};
        kept = lease->served() > 0;
        reply = co_await lease->exchange(request);
        sent = lease->has_sent();
      }
      if (on_kept != nullptr) *on_kept = kept;
      if (reply) co_return reply;
      if (reply.error().fault == Fault::local) {
        if (sent) co_return reply;  // its nonce is spent
        if (!give_up) give_up = now + std::min(patience_with_ourselves, self->options.timeout);
        if (Clock::now() >= *give_up) co_return reply;
        deadline.reset();
        co_await self->wait_for_others();
        continue;
      }
      if (reply.error().fault != Fault::closed || !kept || !request.idempotent || fresh) {
        co_return reply;
      }
      self->closes_unannounced = true;
      fresh = true;
    }
  } catch (const boost::system::system_error& error) {
    co_return thrown(error.code());
  } catch (const std::bad_alloc&) {
    co_return Error{Fault::local, "no memory is left"};
  }
}

asio::awaitable<std::vector<Result<HttpReply>>> HttpClient::Impl::exchange_all(
    std::shared_ptr<Impl> self, std::vector<HttpRequest> requests, std::size_t& connections_used,
    bool* on_kept, EachReply each) {
  connections_used = 0;
  std::vector<Result<HttpReply>> replies;
  replies.reserve(requests.size());
  const auto ending = [&replies](Error error) {
    replies.emplace_back(std::move(error));
    return std::move(replies);
  };
  try {
    if (!self->closed && !self->has_place()) {
      const bool got_place = co_await self->wait_for_place();
      if (!got_place) co_return ending(self->cancelled());
    }
    if (self->closed) co_return ending(self->cancelled());
    std::optional<Lease> lease;
    lease.emplace(self, self->take(true, Clock::now()));
    for (const HttpRequest& request : requests) {
      if (self->options.requests_per_second > 0) {
        const bool its_turn = co_await self->wait_for_turn();
        if (!its_turn) co_return ending(self->cancelled());
      }
      if (self->closed) co_return ending(self->cancelled());
      Connection& connection = **lease;
      if (connection.is_open() && !connection.is_quiet()) {
        self->hear(connection);
        if (connection.is_told_more()) ++connections_used;
        connection.close();
      }
      if (!connection.is_open()) ++connections_used;
      if (on_kept != nullptr) *on_kept = connection.is_open();
      const Watch watch{*self, connection, Clock::now() + self->options.timeout};
      Result<HttpReply> reply = co_await connection.exchange(request);
      if (!reply && reply.error().fault == Fault::closed && connection.served() > 0 &&
          request.idempotent) {
        ++connections_used;
        reply = co_await connection.exchange(request);
      }
      for (const auto give_up = Clock::now() + patience_with_ourselves;
           !reply && reply.error().fault == Fault::local && !connection.has_sent() &&
           Clock::now() < give_up;) {
        co_await self->wait_for_others();
        reply = co_await connection.exchange(request);
      }
      replies.push_back(std::move(reply));
      if (!replies.back()) break;
      if (connection.has_more()) {
        ++connections_used;
        if (&request != &requests.back()) ++*self->options.told_more;  // which its end counts
      }
      if (each) each(replies.size() - 1, *replies.back());
    }
    co_return replies;
  } catch (const boost::system::system_error& error) {
    co_return ending(thrown(error.code()));
  } catch (const std::bad_alloc&) {
    co_return ending({Fault::local, "no memory is left"});
  }
}

HttpClient::HttpClient(asio::any_io_executor executor, Url url, ClientOptions options)
    : impl_{std::make_shared<Impl>(std::move(executor), std::move(url), std::move(options))} {
  impl_->weak_self = impl_;
}

HttpClient::HttpClient(HttpClient&&) noexcept = default;

HttpClient& HttpClient::operator=(HttpClient&& other) noexcept {
  if (this != &other) {
    if (impl_) impl_->abandon();
    impl_ = std::move(other.impl_);
  }
  return *this;
}

HttpClient::~HttpClient() {
  if (impl_) impl_->abandon();
}

asio::awaitable<Result<HttpReply>> HttpClient::exchange(HttpRequest request) {
  return Impl::exchange(impl_, std::move(request));
}

asio::awaitable<Result<HttpReply>> HttpClient::exchange_kept(const HttpRequest& request,
                                                             bool* on_kept) {
  return Impl::exchange_kept(impl_, request, false, on_kept);
}

asio::awaitable<Result<HttpReply>> HttpClient::exchange_on_new_connection(
    const HttpRequest& request) {
  return Impl::exchange_kept(impl_, request, true, nullptr);
}

asio::awaitable<std::vector<Result<HttpReply>>> HttpClient::exchange_on_one_connection(
    std::vector<HttpRequest> requests, std::size_t& connections_used, bool* on_kept,
    EachReply each) {
  return Impl::exchange_all(impl_, std::move(requests), connections_used, on_kept, std::move(each));
}

void HttpClient::let_go() {
  impl_->total -= impl_->idle.size();
  impl_->idle.clear();
}

std::shared_ptr<AnswerShare> HttpClient::new_share() const {
  const std::shared_ptr<AnswerRoom>& room = impl_->options.room;
  return room ? std::make_shared<AnswerShare>(room) : nullptr;
}

const Url& HttpClient::url() const { return impl_->route.url(); }

}  // namespace hallmark::runner
