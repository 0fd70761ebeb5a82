// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/api_fixtures.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <utility>

#include "reports/text.hpp"
#include "runner/staging/api_calls.hpp"
#include "runner/staging/fixture_messages.hpp"
#include "runner/staging/instance_moves.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using specs::InstanceStatus;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr auto deletion_patience = 60s;

// A lost RunInstances may have made an instance or not; it is asked again so often.
constexpr unsigned made_in_vain_at_most = 3;

// A passing status is worth asking in where it lasts for so many looks, and so long.
constexpr unsigned looks_on_the_way = 10;
constexpr milliseconds shortest_window = 200ms;

// Which instances can stand for each other.
struct Kind {
  Owner owner = Owner::caller;
  cases::ChargeType charge_type = cases::ChargeType::post_paid;
  bool local_disk = false;

  friend bool operator==(const Kind&, const Kind&) = default;
};

Kind kind_of(const cases::Fixture& fixture, Owner owner) {
  return {owner, fixture.charge_type, fixture.conditions.contains(cases::Condition::local_disk)};
}

struct Instance {
  World world;
  Kind kind;
  std::string status;  // when it was last seen; empty: not since it was called
};

// "PrePaid:Name=Value"
struct RunParameter {
  std::string_view kind;  // empty: for every instance
  std::string name;
  std::string value;
};

constexpr std::string_view pre_paid = specs::name_of(cases::ChargeType::pre_paid);
constexpr std::string_view local_disk = cases::name_of(cases::Condition::local_disk);

// Nothing where the text is none.
std::optional<RunParameter> read_run_parameter(std::string_view text) {
  RunParameter read;
  for (const std::string_view kind : {pre_paid, local_disk}) {
    if (!text.starts_with(kind) || !text.substr(kind.size()).starts_with(':')) continue;
    read.kind = kind;
    text.remove_prefix(kind.size() + 1);
    break;
  }
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return std::nullopt;
  read.name = text.substr(0, equals);
  read.value = text.substr(equals + 1);
  return read;
}

// Whether one more may be made, which is counted then.
bool takes_one(InstanceBudget& budget) {
  std::size_t before = budget.made;
  while (before < budget.in_all) {
    if (budget.made.compare_exchange_weak(before, before + 1)) return true;
  }
  return false;
}

bool is_unknown_action(const ApiAnswer& answer) {
  return answer.code.starts_with("InvalidAction") ||
         answer.code.starts_with("UnsupportedOperation");
}

class ApiFixtures final : public FixtureProvider {
 public:
  ApiFixtures(asio::any_io_executor executor, Url endpoint, ClientOptions client,
              Credentials credentials, ApiFixtureOptions options)
      : executor_{executor},
        where_{endpoint.host_header()},
        accounts_{account_of(std::move(credentials), options.region)},
        run_parameters_{std::move(options.run_parameters)},
        patience_{options.patience},
        budget_{std::move(options.budget)},
        api_{std::move(executor), std::move(endpoint), std::move(client)},
        is_over_{[is_over = options.is_over] { return is_over && is_over(); }},
        moves_{api_, patience_, options.listing, is_over_} {
    if (options.second_account) {
      accounts_.push_back(account_of(*std::move(options.second_account), options.region));
    }
    if (!budget_) budget_ = std::make_shared<InstanceBudget>();
  }

  std::string name() const override { return "public API at " + where_; }

  asio::awaitable<std::optional<std::string>> open() override {
    const std::string none = "no fixtures through the public API at " + where_ + ": ";
    for (const std::string& text : run_parameters_) {
      auto parameter = read_run_parameter(text);
      if (!parameter) {
        co_return none + "the RunInstances parameter " + text + " is not Name=Value";
      }
      if (parameter->kind == pre_paid) offer_.charge_types.emplace_back(pre_paid);
      if (parameter->kind == local_disk) offer_.conditions.emplace_back(local_disk);
      told_.push_back(*std::move(parameter));
    }
    if (budget_->for_pending) offer_.statuses.emplace_back("Pending");
    for (const World& account : accounts_) {
      const Credentials& key = account.credentials;
      const std::string whose = &account == &accounts_.front() ? "" : "of the second account, ";
      if (key.access_key_id.empty()) co_return none + whose + "there is no access key id";
      if (key.access_key_secret.empty()) co_return none + whose + "there is no access key secret";
      const ApiAnswer answer = co_await api_.describe(account);
      if (!answer.accepted) co_return none + whose + "DescribeInstances " + answer.told;
    }
    co_return std::nullopt;
  }

  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    return offer_.lacks(fixture);
  }

  bool has_other_accounts() const override { return accounts_.size() > 1; }
  bool tells() const override { return false; }
  bool holds() const override { return false; }
  bool vouches() const override { return true; }
  bool makes_instances() const override { return true; }
  std::optional<std::size_t> most_worlds() const override { return budget_->at_a_time; }
  milliseconds patience(const cases::Fixture&) const override { return patience_; }

  asio::awaitable<Staged> stage(const cases::Fixture& fixture, Owner owner) override {
    if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
    const Kind kind = kind_of(fixture, has_other_accounts() ? owner : Owner::caller);
    if (fixture.status == InstanceStatus::pending) co_return co_await stage_pending(kind);
    const Move* const passes = move_through(specs::name_of(fixture.status));
    const std::string wanted{passes == nullptr ? specs::name_of(fixture.status) : passes->from};
    std::variant<Instance, Broken> taken = co_await take(kind, wanted);
    if (auto* const broken = std::get_if<Broken>(&taken)) co_return std::move(*broken);
    Instance instance = std::get<Instance>(std::move(taken));
    if (passes != nullptr) co_return co_await stage_passing(std::move(instance), *passes);
    co_return hand_out(std::move(instance));
  }

  asio::awaitable<std::optional<Truth>> look(const World&) override { co_return std::nullopt; }

  asio::awaitable<void> strike(const World& world, bool changed) override {
    auto handed_out = handed_out_.extract(world.instance_id);
    if (handed_out.empty()) co_return;  // not one of ours
    Instance instance = std::move(handed_out.mapped());
    if (changed) instance.status.clear();
    put_back(std::move(instance));
  }

  asio::awaitable<void> close() override {
    while (!idle_.empty()) {
      Instance instance = std::move(idle_.back());
      idle_.pop_back();
      co_await remove(std::move(instance));
    }
  }

 private:
  static World account_of(Credentials credentials, std::string region) {
    return {.fixture_id = {},
            .credentials = std::move(credentials),
            .region_id = std::move(region),
            .instance_id = {}};
  }

  World hand_out(Instance instance) {
    World world = instance.world;
    handed_out_[world.instance_id] = std::move(instance);
    return world;
  }

  void put_back(Instance instance) {
    idle_.push_back(std::move(instance));
    wake();
  }

  // Those who wait look again.
  void wake() {
    for (const auto& place : std::exchange(waiting_, {})) place->cancel();
  }

  std::size_t& standing(Kind kind) { return standing_.at(kind.owner == Owner::caller ? 0 : 1); }

  [[nodiscard]] bool has_room(Kind kind) { return standing(kind) < budget_->at_a_time; }

  asio::awaitable<void> wait_for_one() {
    const auto place =
        std::make_shared<asio::steady_timer>(executor_, steady_clock::time_point::max());
    waiting_.push_back(place);
    co_await place->async_wait(asio::as_tuple(asio::use_awaitable));
  }

  // An instance of this kind that stands where it is wanted, at rest.
  asio::awaitable<std::variant<Instance, Broken>> take(Kind kind, const std::string& wanted) {
    for (;;) {
      if (auto kept = pick(kind, wanted)) {
        auto trouble = co_await moves_.bring(kept->world, wanted, moves_.usual_patience());
        if (!trouble) {
          kept->status = wanted;
          co_return *std::move(kept);
        }
        const bool ours = trouble->side == reports::Side::ours;
        co_await remove(*std::move(kept));
        if (ours) co_return *std::move(trouble);
        ++given_up_;
        last_given_up_ = std::move(trouble->what);
        continue;  // whatever the last case did to it, another one will do
      }
      if (has_room(kind)) co_return co_await make(kind, wanted);
      co_await make_room(kind);
    }
  }

  // By an instance of another kind that nobody has, or by waiting for one.
  asio::awaitable<void> make_room(Kind kind) {
    const auto other = std::ranges::find_if(
        idle_, [kind](const Instance& one) { return one.kind.owner == kind.owner; });
    if (other == idle_.end()) {
      co_await wait_for_one();
      co_return;
    }
    Instance instance = std::move(*other);
    idle_.erase(other);
    co_await remove(std::move(instance));
  }

  // One that stands there already, where there is one.
  std::optional<Instance> pick(Kind kind, const std::string& wanted) {
    auto best = idle_.end();
    for (auto at = idle_.begin(); at != idle_.end(); ++at) {
      if (at->kind != kind) continue;
      if (best == idle_.end() || at->status == wanted) best = at;
      if (best->status == wanted) break;
    }
    if (best == idle_.end()) return std::nullopt;
    Instance picked = std::move(*best);
    idle_.erase(best);
    return picked;
  }

  asio::awaitable<std::variant<Instance, Broken>> make(Kind kind, const std::string& wanted) {
    std::variant<Instance, Broken> made = co_await make_one(kind);
    if (auto* const instance = std::get_if<Instance>(&made)) {
      bool late = false;
      if (auto trouble = co_await moves_.bring(instance->world, wanted, patience_, &late)) {
        co_await remove(std::move(*instance));
        if (late) stuck_ = trouble->what;
        co_return *std::move(trouble);
      }
      instance->status = wanted;
    }
    co_return made;
  }

  // Wherever it stands.
  asio::awaitable<std::variant<Instance, Broken>> make_one(Kind kind) {
    if (!stuck_.empty()) co_return Broken{stuck_};
    const World& account = accounts_.at(kind.owner == Owner::caller ? 0 : 1);
    for (unsigned lost = 0;;) {
      if (!takes_one(*budget_)) {
        std::string why = "no further instance is made: " +
                          reports::counted(budget_->in_all, "instance was", "instances were") +
                          " (--max-instances)";
        if (given_up_ > 0) {
          why += "; " + reports::counted(given_up_, "was", "were") + " given up, the last since " +
                 last_given_up_;
        }
        co_return Broken{std::move(why)};
      }
      ++standing(kind);
      const ApiAnswer answer = co_await ask_for_one(account, kind);
      if (answer.accepted) co_return keep_made(answer, account, kind);
      leave(kind);
      if (answer.answered || answer.ours) --budget_->made;
      if (answer.answered || answer.ours || ++lost == made_in_vain_at_most) {
        co_return Broken{std::string{action_} + " " + answer.told,
                         answer.ours ? reports::Side::ours : reports::Side::fixtures};
      }
      leave_behind("one that " + std::string{action_} + " may have made",
                   std::string{action_} + " " + answer.told);
    }
  }

  asio::awaitable<ApiAnswer> ask_for_one(const World& account, Kind kind) {
    Parameters arguments{{"RegionId", account.region_id}};
    if (kind.charge_type == cases::ChargeType::pre_paid) {
      arguments.emplace_back("InstanceChargeType", std::string{pre_paid});
    }
    for (const RunParameter& parameter : told_) {
      const bool wanted =
          parameter.kind.empty() ||
          (parameter.kind == pre_paid ? kind.charge_type == cases::ChargeType::pre_paid
                                      : kind.local_disk);
      if (!wanted) continue;
      // What is told of a kind takes the place of what is told of all.
      const auto told =
          std::ranges::find(arguments, parameter.name, &std::pair<std::string, std::string>::first);
      if (told == arguments.end()) {
        arguments.emplace_back(parameter.name, parameter.value);
      } else if (!parameter.kind.empty()) {
        told->second = parameter.value;
      }
    }
    ApiAnswer answer =
        co_await insist(account, std::string{action_}, arguments, patience_, std::string{});
    if (answer.answered && is_unknown_action(answer) && action_ == "RunInstances") {
      action_ = "CreateInstance";
      ApiAnswer other = co_await insist(account, std::string{action_}, std::move(arguments),
                                        patience_, std::string{});
      if (other.answered && is_unknown_action(other)) {
        action_ = "RunInstances";
      } else {
        answer = std::move(other);
      }
    }
    co_return answer;
  }

  // The first of those that were made; the others are idle.
  std::variant<Instance, Broken> keep_made(const ApiAnswer& answer, const World& account,
                                           Kind kind) {
    std::vector<std::string> ids;
    for (const Node* id : find_all(answer.reply.tree, "InstanceIdSets.InstanceIdSet")) {
      if (id->is_scalar() && !id->text.empty()) ids.emplace_back(id->text);
    }
    if (ids.empty()) {
      if (auto id = first_text(answer.reply.tree, "InstanceId"); id && !id->empty()) {
        ids.emplace_back(*id);
      }
    }
    if (ids.empty()) {
      leave(kind);
      return Broken{std::string{action_} + " answers without the id of an instance"};
    }
    std::optional<Instance> first;
    for (std::string& id : ids) {
      Instance one{.world = account, .kind = kind, .status = {}};
      one.world.instance_id = std::move(id);
      if (!first) {
        first = std::move(one);
        continue;
      }
      ++standing(kind);
      ++budget_->made;
      put_back(std::move(one));
    }
    return *std::move(first);
  }

  // Makes it pass: where that lasts long enough to be asked in.
  asio::awaitable<Staged> stage_passing(Instance instance, const Move& move) {
    if (!moves_.lasts(move.through)) {  // measured once
      const std::string from = instance.status;
      std::optional<Broken> trouble = co_await moves_.bring(instance.world, move.to, patience_);
      if (!trouble) trouble = co_await moves_.bring(instance.world, from, patience_);
      if (trouble) {
        instance.status.clear();
        put_back(std::move(instance));
        co_return *std::move(trouble);
      }
    }
    if (auto too_short = too_short_to_ask(move.through, moves_.lasts(move.through))) {
      put_back(std::move(instance));
      co_return *std::move(too_short);
    }
    instance.status.clear();
    if (auto trouble = co_await moves_.begin(instance.world, move)) {
      put_back(std::move(instance));
      co_return *std::move(trouble);
    }
    co_return co_await hand_out_passing(std::move(instance), move.through);
  }

  // A new instance each: there is no other way to Pending.
  asio::awaitable<Staged> stage_pending(Kind kind) {
    constexpr std::string_view passing = specs::name_of(InstanceStatus::pending);
    if (pending_lasts_) {
      if (auto too_short = too_short_to_ask(passing, pending_lasts_)) {
        co_return *std::move(too_short);
      }
    }
    if (budget_->made + budget_->at_a_time >= budget_->in_all) {
      co_return Unsupported{
          "fixture status Pending: each takes a new instance, and --max-instances " +
          std::to_string(budget_->in_all) + " leaves none for it"};
    }
    while (!has_room(kind)) co_await make_room(kind);
    std::variant<Instance, Broken> made = co_await make_one(kind);
    if (auto* const broken = std::get_if<Broken>(&made)) co_return std::move(*broken);
    Instance instance = std::get<Instance>(std::move(made));
    if (pending_lasts_) co_return co_await hand_out_passing(std::move(instance), passing);
    const auto began = steady_clock::now();
    auto seen = began;
    for (milliseconds next = 1ms; steady_clock::now() - began < patience_ && !is_over_();) {
      const auto looked = steady_clock::now();
      const Standing standing = co_await api_.look(instance.world);
      if (!standing.known || standing.status != passing) break;
      seen = looked;
      co_await pause(next);
    }
    pending_lasts_ = std::chrono::duration_cast<milliseconds>(seen - began);
    put_back(std::move(instance));
    co_return co_await stage_pending(kind);
  }

  [[nodiscard]] std::optional<Unsupported> too_short_to_ask(
      std::string_view passing, const std::optional<milliseconds>& lasts) const {
    const milliseconds window = std::max(shortest_window, looks_on_the_way * moves_.usual_look());
    if (lasts && *lasts >= window) return std::nullopt;
    return Unsupported{"fixture status " + std::string{passing} +
                       ": it is over too fast here to be asked in"};
  }

  asio::awaitable<Staged> hand_out_passing(Instance instance, std::string_view passing) {
    const Standing standing = co_await api_.look(instance.world);
    if (standing.known && standing.status == passing) co_return hand_out(std::move(instance));
    put_back(std::move(instance));
    if (!standing.known) co_return Broken{standing.told, standing.side};
    co_return Unsupported{"fixture status " + std::string{passing} +
                          ": it was over before it could be asked in"};
  }

  // As often as the endpoint asks for it, or refuses with `passing`, until an answer settles it.
  asio::awaitable<ApiAnswer> insist(const World& account, std::string action, Parameters arguments,
                                    milliseconds at_most, std::string passing) {
    const auto deadline = steady_clock::now() + at_most;
    for (milliseconds next = 1ms;;) {
      ApiAnswer answer = co_await api_.call(account, action, arguments);
      const bool again =
          answer.throttled() || (!passing.empty() && answer.code.starts_with(passing));
      const bool is_late = steady_clock::now() >= deadline || (passing.empty() && is_over_());
      if (!again || is_late) co_return answer;
      co_await pause(next);
    }
  }

  // Best effort. An instance on its way between two statuses may refuse for a while; an endpoint
  // that goes on refusing is not waited for again.
  asio::awaitable<void> remove(Instance instance) {
    Parameters arguments{{"InstanceId", instance.world.instance_id}, {"Force", "true"}};
    const auto at_most = stubborn_ ? 0ms : std::min<milliseconds>(deletion_patience, patience_);
    const ApiAnswer answer = co_await insist(instance.world, "DeleteInstance", std::move(arguments),
                                             at_most, "IncorrectInstanceStatus");
    leave(instance.kind);
    if (answer.accepted || answer.code.starts_with("InvalidInstanceId")) co_return;
    stubborn_ = true;
    leave_behind(instance.world.instance_id, "DeleteInstance " + answer.told);
  }

  // There is one instance less.
  void leave(Kind kind) {
    --standing(kind);
    wake();
  }

  asio::any_io_executor executor_;
  std::string where_;
  std::vector<World> accounts_;  // without an instance: ours, and another one where there is one
  std::vector<std::string> run_parameters_;
  std::vector<RunParameter> told_;
  milliseconds patience_;
  std::shared_ptr<InstanceBudget> budget_;
  ApiCalls api_;
  std::function<bool()> is_over_;
  InstanceMoves moves_;
  Offer offer_{{"Running", "Stopped", "Starting", "Stopping"}, {"PostPaid"}, {}};
  std::vector<Instance> idle_;
  std::map<std::string, Instance> handed_out_;  // by instance id
  std::vector<std::shared_ptr<asio::steady_timer>> waiting_;
  std::array<std::size_t, 2> standing_{};      // of each account, or about to be made
  std::string_view action_ = "RunInstances";   // that makes one
  std::optional<milliseconds> pending_lasts_;  // at least
  std::string stuck_;                          // why no further instance is made
  std::size_t given_up_ = 0;                   // instances that were not to be brought back
  std::string last_given_up_;                  // why
  bool stubborn_ = false;
};

}  // namespace

std::unique_ptr<FixtureProvider> api_fixtures(asio::any_io_executor executor, Url endpoint,
                                              ClientOptions client, Credentials credentials,
                                              ApiFixtureOptions options) {
  return std::make_unique<ApiFixtures>(std::move(executor), std::move(endpoint), std::move(client),
                                       std::move(credentials), std::move(options));
}

}  // namespace hallmark::runner
