// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/api_fixtures.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "runner/staging/api_calls.hpp"
#include "runner/staging/fixture_messages.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using specs::InstanceStatus;
using std::chrono::steady_clock;

constexpr auto deletion_patience = 60s;

// The call that moves an instance from where it stands to where it is wanted; empty: it has to be
// waited for.
std::string_view move_from(std::string_view status, std::string_view wanted) {
  if (status == "Running" && wanted == "Stopped") return "StopInstance";
  if (status == "Stopped" && wanted == "Running") return "StartInstance";
  return {};
}

// An instance that waits for a case that wants this status.
struct Kept {
  World world;
  std::string status;
};

class ApiFixtures final : public FixtureProvider {
 public:
  ApiFixtures(asio::any_io_executor executor, Url endpoint, ClientOptions options,
              Credentials credentials, std::string region, std::vector<std::string> run_parameters,
              std::chrono::milliseconds patience)
      : where_{endpoint.host_header()},
        account_{.fixture_id = {},
                 .credentials = std::move(credentials),
                 .region_id = std::move(region),
                 .instance_id = {}},
        run_parameters_{std::move(run_parameters)},
        patience_{patience},
        api_{std::move(executor), std::move(endpoint), std::move(options)} {}

  std::string name() const override { return "public API at " + where_; }

  asio::awaitable<std::optional<std::string>> open() override {
    const std::string none = "no fixtures through the public API at " + where_ + ": ";
    for (const std::string& parameter : run_parameters_) {
      if (parameter.find('=') == std::string::npos || parameter.starts_with('=')) {
        co_return none + "the RunInstances parameter " + parameter + " is not Name=Value";
      }
    }
    const Credentials& key = account_.credentials;
    if (key.access_key_id.empty()) co_return none + "there is no access key id";
    if (key.access_key_secret.empty()) co_return none + "there is no access key secret";
    const ApiAnswer answer = co_await api_.describe(account_);
    if (!answer.accepted) co_return none + "DescribeInstances " + answer.told;
    co_return std::nullopt;
  }

  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return offer_.lacks(fixture);
  }

  bool has_other_accounts() const override { return false; }
  bool tells() const override { return false; }
  bool holds() const override { return false; }
  std::optional<std::size_t> most_worlds() const override { return 0; }
  std::chrono::milliseconds patience(const cases::Fixture&) const override { return patience_; }

  asio::awaitable<Staged> stage(const cases::Fixture& fixture) override {
    if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
    ++standing_;
    Staged staged = co_await provide(fixture.status);
    if (!std::holds_alternative<World>(staged)) co_await leave();
    co_return staged;
  }

  asio::awaitable<std::optional<Truth>> look(const World&) override { co_return std::nullopt; }

  asio::awaitable<void> strike(const World& world, bool changed) override {
    const auto handed_out = status_of_.extract(world.instance_id);
    if (handed_out.empty()) co_return;  // not one of ours
    if (changed) {
      co_await remove(world);
    } else {
      kept_.push_back({world, handed_out.mapped()});
    }
    co_await leave();
  }

 private:
  // The last one out deletes what was kept for others.
  asio::awaitable<void> leave() {
    if (--standing_ > 0) co_return;
    while (!kept_.empty()) {
      const World world = std::move(kept_.back().world);
      kept_.pop_back();
      co_await remove(world);
    }
  }

  asio::awaitable<Staged> provide(InstanceStatus status) {
    const std::string wanted{specs::name_of(status)};
    for (auto at = find_kept(wanted); at != kept_.end(); at = find_kept(wanted)) {
      World world = std::move(at->world);
      kept_.erase(at);
      const Standing standing = co_await api_.look(world);
      if (standing.known && standing.status == wanted) co_return hand_out(std::move(world), wanted);
      co_await remove(world);
    }
    co_return co_await make(wanted);
  }

  std::vector<Kept>::iterator find_kept(const std::string& status) {
    return std::ranges::find(kept_, status, &Kept::status);
  }

  World hand_out(World world, const std::string& status) {
    status_of_[world.instance_id] = status;
    return world;
  }

  asio::awaitable<Staged> make(const std::string& wanted) {
    if (!stuck_.empty()) co_return Broken{stuck_};
    Parameters arguments{{"RegionId", account_.region_id}};
    for (const std::string& parameter : run_parameters_) {
      const std::size_t equals = parameter.find('=');
      arguments.emplace_back(parameter.substr(0, equals), parameter.substr(equals + 1));
    }
    const ApiAnswer answer = co_await insist("RunInstances", std::move(arguments), patience_, {});
    if (!answer.accepted) {
      co_return Broken{"RunInstances " + answer.told,
                       answer.ours ? reports::Side::ours : reports::Side::fixtures};
    }
    World made = account_;
    for (const Node* id : find_all(answer.reply.tree, "InstanceIdSets.InstanceIdSet")) {
      if (!id->is_scalar() || id->text.empty()) continue;
      World world = account_;
      world.instance_id = id->text;
      if (made.instance_id.empty()) {
        made = std::move(world);
      } else {
        kept_.push_back({std::move(world), "Running"});
      }
    }
    if (made.instance_id.empty()) co_return Broken{"RunInstances answers without an InstanceIdSet"};
    const std::optional<std::string> trouble = co_await bring(made, wanted);
    if (trouble) {
      co_await remove(made);
      co_return Broken{*trouble};
    }
    co_return hand_out(std::move(made), wanted);
  }

  // Nothing when the instance stands where it is wanted.
  asio::awaitable<std::optional<std::string>> bring(const World& world, const std::string& wanted) {
    const auto deadline = steady_clock::now() + patience_;
    for (std::chrono::milliseconds next = 1ms;;) {
      const Standing standing = co_await api_.look(world);
      if (!standing.known && !standing.throttled) co_return standing.told;
      if (standing.status == wanted) co_return std::nullopt;
      if (const std::string move{move_from(standing.status, wanted)}; !move.empty()) {
        Parameters arguments{{"InstanceId", world.instance_id}};
        const ApiAnswer answer = co_await api_.call(world, move, std::move(arguments));
        // What was seen may be out of date by now.
        const bool passing =
            answer.throttled() || answer.code.starts_with("IncorrectInstanceStatus");
        if (!answer.accepted && !passing) co_return move + " " + answer.told;
      }
      if (steady_clock::now() >= deadline) {
        stuck_ = "a new instance is " + (standing.status.empty() ? "not listed" : standing.status) +
                 " instead of " + wanted + " after " + std::to_string(patience_.count()) + " ms";
        co_return stuck_;
      }
      co_await pause(next);
    }
  }

  // As often as the endpoint asks for it, or refuses with `passing`, until an answer settles it.
  asio::awaitable<ApiAnswer> insist(std::string action, Parameters arguments,
                                    std::chrono::milliseconds at_most, std::string passing) {
    const auto deadline = steady_clock::now() + at_most;
    for (std::chrono::milliseconds next = 1ms;;) {
      ApiAnswer answer = co_await api_.call(account_, action, arguments);
      const bool again =
          answer.throttled() || (!passing.empty() && answer.code.starts_with(passing));
      if (!again || steady_clock::now() >= deadline) co_return answer;
      co_await pause(next);
    }
  }

  // Best effort. An instance on its way between two statuses may refuse for a while; an endpoint
  // that goes on refusing is not waited for again.
  asio::awaitable<void> remove(const World& world) {
    Parameters arguments{{"InstanceId", world.instance_id}, {"Force", "true"}};
    const auto at_most =
        stubborn_ ? 0ms : std::min<std::chrono::milliseconds>(deletion_patience, patience_);
    const ApiAnswer answer =
        co_await insist("DeleteInstance", std::move(arguments), at_most, "IncorrectInstanceStatus");
    if (answer.accepted || answer.code.starts_with("InvalidInstanceId")) co_return;
    stubborn_ = true;
    leave_behind(world.instance_id, "DeleteInstance " + answer.told);
  }

  std::string where_;
  World account_;  // without an instance
  std::vector<std::string> run_parameters_;
  std::chrono::milliseconds patience_;
  ApiCalls api_;
  Offer offer_{{"Running", "Stopped"}, {"PostPaid"}, {}};
  std::vector<Kept> kept_;
  std::map<std::string, std::string> status_of_;  // as handed out, by instance id
  std::size_t standing_ = 0;                      // worlds that cases have, or are about to have
  std::string stuck_;                             // why no further instance is made
  bool stubborn_ = false;
};

}  // namespace

std::unique_ptr<FixtureProvider> api_fixtures(asio::any_io_executor executor, Url endpoint,
                                              ClientOptions options, Credentials credentials,
                                              std::string region,
                                              std::vector<std::string> run_parameters,
                                              std::chrono::milliseconds patience) {
  return std::make_unique<ApiFixtures>(std::move(executor), std::move(endpoint), std::move(options),
                                       std::move(credentials), std::move(region),
                                       std::move(run_parameters), patience);
}

}  // namespace hallmark::runner
