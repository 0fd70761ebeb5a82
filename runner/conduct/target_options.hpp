// SPDX-License-Identifier: Apache-2.0
//
// Which target is meant and where its fixtures come from, as data, and the target itself, opened by
// it. Messages name the options of the program by which a user says so.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/conduct/quantities.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"
#include "runner/staging/api_fixtures.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/staging/standing_worlds.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

struct TargetOptions {
  std::string endpoint;        // empty: the embedded reference endpoint
  bool serves_itself = false;  // the endpoint is of this process, and yet reached as others are
  std::string fixtures;        // empty: /_fixtures of the endpoint if it answers there, else api
  std::string access_key_id;   // the secret comes from HALLMARK_ACCESS_KEY_SECRET
  std::string region = "cn-hangzhou";
  // Of the `api` provider: [KIND:]Name=Value for RunInstances, another account, whose secret comes
  // from HALLMARK_SECOND_ACCESS_KEY_SECRET, and how many instances are made.
  std::vector<std::string> run_parameters;
  std::string second_access_key_id;
  std::shared_ptr<InstanceBudget> instances = std::make_shared<InstanceBudget>();
  // Of all providers that these options open.
  std::shared_ptr<StandingWorlds> standing = std::make_shared<StandingWorlds>();
  std::string ca_file;
  bool insecure = false;
  bool allow_live = false;               // any host
  std::vector<std::string> allow_hosts;  // by name; allowed besides what is near
  std::vector<std::string> headers;      // Name=Value: sent with every request to the target
  std::string timeout = "10s";           // per exchange
  std::string clock_skew;  // how far the target's clock is ahead; "auto": as it tells itself
  std::string wait;        // until the endpoint answers at all, at most; empty: not at all
  // On which the embedded endpoint lives; absent: it answers as the five documents have it.
  std::optional<std::chrono::year_month_day> day;
  double rate = 0;               // requests per second at most; 0: no limit
  std::shared_ptr<Pace> pace;    // of all clients of these options; empty: each keeps its own
  std::function<Going()> going;  // of all clients of these options; as ClientOptions has it

  // Throws UsageError.
  [[nodiscard]] ClientOptions client() const;
  // The same with the addresses of the URL's host, which nobody looks up again. Throws UsageError
  // where one of them needs a word of the user's.
  [[nodiscard]] ClientOptions client_of(const Url& url) const;
  // What names the same target again on a command line, ready for the shell; no secret.
  [[nodiscard]] std::string again() const;
};

struct Knock;
struct OpenTarget;

// One line: that nobody answers there, and why; where somebody does by the other scheme, that too.
[[nodiscard]] std::string nobody_there(const OpenTarget& target, const Knock& told);

// Threads that answer in the embedded endpoint: as many as carry a run's cases out.
inline constexpr unsigned embedded_threads = 2;

// The target, ready to be asked. The embedded endpoint lives as long as this does.
struct OpenTarget {
  std::unique_ptr<reference::Endpoint> embedded;
  std::unique_ptr<reference::Server> server;
  Url url;
  std::string url_text;
  std::string name;
  std::string waited;      // until it listens, at most; empty: not at all
  ClientOptions client;    // for whoever asks it
  std::string clock_note;  // by whose time requests are dated, where that is not simply ours
  std::unique_ptr<FixtureProvider> fixtures;
  // The same fixtures for a further thread; empty where the provider serves one only.
  std::function<std::unique_ptr<FixtureProvider>(boost::asio::any_io_executor)> more_fixtures;
  // Connects to the embedded endpoint without TCP, for a client that runs its context to an end of
  // its own; empty for any other endpoint.
  Dial dial;
};

// Takes down what the provider keeps for further cases, once nobody needs it any more.
class ClosingFixtures {
 public:
  ClosingFixtures(boost::asio::io_context& io, FixtureProvider* fixtures)
      : io_{io}, fixtures_{fixtures} {}
  ClosingFixtures(const ClosingFixtures&) = delete;
  ClosingFixtures& operator=(const ClosingFixtures&) = delete;
  ~ClosingFixtures();

 private:
  boost::asio::io_context& io_;
  FixtureProvider* fixtures_;  // null: there are none
};

// As long as the options say, and no longer; whoever does not listen by then is somebody else's
// affair. Throws UsageError: the options name no duration.
void wait_until_listening(boost::asio::io_context& io, const Url& url, const TargetOptions& options,
                          const ClientOptions& client);

// Connections to an endpoint of this process. It must outlive whoever dials.
[[nodiscard]] Dial dial_to(reference::Endpoint& endpoint);

// Starts the embedded endpoint where none is named, waits for a named one as long as the options
// say, finds the fixture provider and opens it. Throws
// UsageError: bad URL, a target that is not allowed, a name that nobody knows, no fixtures.
// `with_fixtures` false: no provider is looked for. `watch` is for the embedded endpoint.
[[nodiscard]] OpenTarget open_target(boost::asio::io_context& io, const TargetOptions& options,
                                     const std::vector<std::string>& defects = {},
                                     bool with_fixtures = true, reference::Watch* watch = nullptr);

}  // namespace hallmark::runner
