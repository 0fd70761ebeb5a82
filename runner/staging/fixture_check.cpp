// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/fixture_check.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::steady_clock;
using Weight = FixtureRemark::Weight;

constexpr auto slow = 1s;  // the protocol allows five; a run makes a world for each case

bool is_one_of(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

std::string_view name_of_kind(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a boolean";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return "a string";
    case json::kind::array:
      return "a list";
    case json::kind::object:
      return "an object";
  }
  return "";
}

// What a header cannot carry would break every request that is signed with the key.
bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

std::string in_words(const cases::Fixture& fixture) {
  std::string text = std::string{specs::name_of(fixture.status)} + ", " +
                     std::string{specs::name_of(fixture.charge_type)};
  for (const cases::Condition condition : cases::all_conditions) {
    if (fixture.conditions.contains(condition)) {
      text += ", " + std::string{specs::name_of(condition)};
    }
  }
  return text;
}

// No co_await stands in a condition here: GCC 12 destroys the temporaries of such an expression
// twice.
class Walk {
 public:
  Walk(ProtocolFixtures& provider, std::chrono::milliseconds watched)
      : provider_{provider}, watched_{watched} {}

  asio::awaitable<FixtureCheck> take() {
    const std::optional<std::string> trouble = co_await provider_.start();
    if (trouble) {
      add(Weight::wrong, *trouble);
      co_return std::move(check_);
    }
    co_await ask_for_offer();
    if (statuses_.empty() || charge_types_.empty()) co_return std::move(check_);
    co_await walk_statuses();
    co_await walk_conditions();
    co_await keep_two_apart();
    co_await settle();
    co_await ignore_what_is_unknown();
    co_await ask_for_nobody();
    co_return std::move(check_);
  }

 private:
  void add(Weight weight, std::string text) {
    // The same again says nothing new.
    const bool said = std::ranges::any_of(
        check_.remarks, [&text](const FixtureRemark& remark) { return remark.text == text; });
    if (!said) check_.remarks.push_back({weight, std::move(text)});
  }

  asio::awaitable<Result<FixtureAnswer>> call(std::string method, std::string path,
                                              std::string body) {
    const auto began = steady_clock::now();
    Result<FixtureAnswer> answer =
        co_await provider_.call(method, std::move(path), std::move(body));
    const auto took = steady_clock::now() - began;
    if (answer && took > slow) {
      add(Weight::hint, method +
                            " took more than a second: a run makes a world for each case, and "
                            "gives up on an answer after five seconds");
    }
    co_return answer;
  }

  // GET {base}.
  asio::awaitable<void> ask_for_offer() {
    const Result<FixtureAnswer> answer = co_await call("GET", {}, {});
    if (!answer) {
      add(Weight::wrong, "no answer: " + answer.error().what);
      co_return;
    }
    check_.answered = true;
    if (answer->status != 200) {
      add(Weight::wrong, "GET {base} answers " + std::to_string(answer->status) +
                             " where 200 says what can be provided (is this the base URL? It is "
                             "/_fixtures of the endpoint by default)");
      co_return;
    }
    const auto offer = object_in(answer->body);
    if (!offer) {
      add(Weight::wrong, "GET {base}: the body is no JSON object");
      co_return;
    }
    const json::value* const version = offer->if_contains("version");
    if (version == nullptr || !version->is_int64() || version->get_int64() != 1) {
      add(Weight::wrong, "GET {base}: the body does not say \"version\":1");
    }
    words_of(*offer, "statuses", specs::status_names, statuses_);
    words_of(*offer, "chargeTypes", charge_type_names, charge_types_);
    words_of(*offer, "conditions", cases::condition_names, conditions_);
    const auto count = [](std::size_t offered, std::size_t all) {
      return std::to_string(offered) + " of " + std::to_string(all);
    };
    add(Weight::holds,
        "offers " + count(statuses_.size(), specs::status_names.size()) + " statuses, " +
            count(charge_types_.size(), charge_type_names.size()) + " charge types, " +
            count(conditions_.size(), cases::condition_names.size()) + " conditions");
    if (statuses_.empty() || charge_types_.empty()) {
      add(Weight::wrong, "without a status and a charge type no world can be asked for");
    }
  }

  // The known words of a list that the offer must hold.
  void words_of(const json::object& offer, std::string_view name,
                std::span<const std::string_view> known, std::vector<std::string>& words) {
    const std::string where = "GET {base}, " + std::string{name} + ": ";
    const json::value* const value = offer.if_contains({name.data(), name.size()});
    if (value == nullptr) {
      add(Weight::wrong, where + "the member is missing");
      return;
    }
    if (!value->is_array()) {
      add(Weight::wrong, where + std::string{name_of_kind(*value)} + " where a list belongs");
      return;
    }
    for (const json::value& item : value->get_array()) {
      if (!item.is_string()) {
        add(Weight::wrong, where + std::string{name_of_kind(item)} + " where a word belongs");
      } else if (const std::string_view word{item.get_string()}; is_one_of(known, word)) {
        if (std::ranges::find(words, word) == words.end()) words.emplace_back(word);
      } else {
        // The protocol may grow by new words; one that differs in its case alone was meant.
        const bool meant = !meant_by(known, word).empty();
        add(meant ? Weight::wrong : Weight::hint,
            where + none_of(known, word) + (meant ? "" : ", and is never asked for"));
      }
    }
    for (const std::string_view word : known) {
      if (std::ranges::find(words, word) == words.end()) left_out(name, word);
    }
  }

  void left_out(std::string_view name, std::string_view word) {
    add(Weight::hint, std::string{name} + " leaves out " + std::string{word} +
                          ": what needs it is not exercised");
  }

  // POST {base}. Nothing where no world stands.
  asio::awaitable<std::optional<World>> make(const cases::Fixture& fixture, std::string body = {}) {
    if (body.empty()) body = write_fixture(fixture);
    const std::string what = "POST of " + in_words(fixture) + ": ";
    const Result<FixtureAnswer> answer = co_await call("POST", {}, std::move(body));
    if (!answer) {
      add(Weight::wrong, what + answer.error().what);
      co_return std::nullopt;
    }
    if (answer->status == 422) {
      refusal(what, answer->body);
      co_return std::nullopt;
    }
    const auto object = object_in(answer->body);
    std::string id;
    if (object) {
      if (const json::value* value = object->if_contains("id"); value && value->is_string()) {
        id = std::string{std::string_view{value->get_string()}};
      }
    }
    if (answer->status != 201) {
      // Whether it stands, nobody knows; where it names itself it is taken down all the same.
      add(Weight::wrong, "POST answers " + std::to_string(answer->status) +
                             " where 201 says that a world stands, and 422 what stands in the way");
      if (!id.empty()) co_await take_down(id);
      co_return std::nullopt;
    }
    if (!object) {
      add(Weight::wrong, what + "the body is no JSON object");
      co_return std::nullopt;
    }
    bool whole = true;
    for (const std::string_view name :
         {"id", "accessKeyId", "accessKeySecret", "instanceId", "regionId"}) {
      const json::value* const value = object->if_contains({name.data(), name.size()});
      if (value == nullptr && name == "regionId") continue;  // cn-hangzhou
      const bool given = value != nullptr && value->is_string() && !value->get_string().empty();
      if (!given) {
        add(Weight::wrong, "POST: the world has no " + std::string{name});
        whole = whole && name == "regionId";
      } else if (name != "id" && !is_printable(std::string_view{value->get_string()})) {
        add(Weight::wrong, "POST: " + std::string{name} +
                               " holds blanks, control characters or bytes beyond ASCII");
      }
    }
    Staged staged = read_staged(answer->status, answer->body);
    World* const world = std::get_if<World>(&staged);
    if (world == nullptr || !whole) {
      if (!id.empty()) co_await take_down(id);
      co_return std::nullopt;
    }
    if (!ids_.insert(world->fixture_id).second) {
      add(Weight::wrong, "POST: the id of a world comes a second time");
    }
    co_return std::move(*world);
  }

  void refusal(const std::string& what, std::string_view body) {
    const auto object = object_in(body);
    const json::value* const names = object ? object->if_contains("unsupported") : nullptr;
    if (names == nullptr || !names->is_array() || names->get_array().empty()) {
      add(Weight::wrong, what + "422 without the list \"unsupported\" of what stands in the way");
      return;
    }
    std::string all;
    for (const json::value& name : names->get_array()) {
      if (!name.is_string()) continue;
      const std::string_view word{name.get_string()};
      all += (all.empty() ? "" : ", ") + std::string{word.substr(0, 40)};
      if (!is_one_of(specs::status_names, word) && !is_one_of(charge_type_names, word) &&
          !is_one_of(cases::condition_names, word)) {
        add(Weight::hint, what + "unsupported: " + none_of(cases::condition_names, word));
      }
    }
    add(Weight::hint, what + "422, for want of " + all + ": what needs it is not exercised");
  }

  // What may stand although its description cannot be used.
  asio::awaitable<void> take_down(std::string id) {
    const World world{.fixture_id = std::move(id)};
    const Result<FixtureAnswer> answer = co_await call("DELETE", path_of(world), {});
    if (!answer) add(Weight::wrong, "DELETE {base}/{id}: " + answer.error().what);
  }

  // GET {base}/{id}. The status told; empty where none was.
  asio::awaitable<std::string> look(const World& world) {
    const Result<FixtureAnswer> answer = co_await call("GET", path_of(world), {});
    if (!answer) {
      add(Weight::wrong, "GET {base}/{id}: " + answer.error().what);
      co_return "";
    }
    if (answer->status != 200) {
      add(Weight::wrong,
          "GET {base}/{id} answers " + std::to_string(answer->status) + " for a world that stands");
      co_return "";
    }
    const auto truth = object_in(answer->body);
    if (!truth) {
      add(Weight::wrong, "GET {base}/{id}: the body is no JSON object");
      co_return "";
    }
    word_in(*truth, "localDiskData", specs::local_disk_data_names);
    word_in(*truth, "lastStop", specs::last_stop_names);
    co_return word_in(*truth, "status", specs::status_names);
  }

  // The word that a member of the truth holds; empty where it holds none that is known.
  std::string word_in(const json::object& truth, std::string_view name,
                      std::span<const std::string_view> known) {
    const json::value* const value = truth.if_contains({name.data(), name.size()});
    const std::string where = "GET {base}/{id}, " + std::string{name} + ": ";
    if (value == nullptr) {
      add(Weight::hint, where + "left out; what asks for it is inconclusive");
      return {};
    }
    if (!value->is_string()) {
      add(Weight::wrong, where + std::string{name_of_kind(*value)} + " where a word belongs");
      return {};
    }
    const std::string_view word{value->get_string()};
    if (!is_one_of(known, word)) {
      add(Weight::wrong, where + none_of(known, word));
      return {};
    }
    return std::string{word};
  }

  // DELETE {base}/{id}, and that it is gone.
  asio::awaitable<void> strike(const World& world) {
    const Result<FixtureAnswer> answer = co_await call("DELETE", path_of(world), {});
    if (!answer) {
      add(Weight::wrong, "DELETE {base}/{id}: " + answer.error().what);
      co_return;
    }
    if (answer->status != 204) {
      add(Weight::wrong,
          "DELETE {base}/{id} answers " + std::to_string(answer->status) + " where 204 is due");
    }
    const Result<FixtureAnswer> gone = co_await call("GET", path_of(world), {});
    if (gone && gone->status != 404) {
      add(Weight::wrong, "GET {base}/{id} answers " + std::to_string(gone->status) +
                             " for a world that was taken down, where 404 is due");
    }
  }

  // Makes the world, sees that it is what was asked for, and takes it down.
  asio::awaitable<bool> walk_through(const cases::Fixture& fixture) {
    const std::optional<World> world = co_await make(fixture);
    if (!world) co_return false;
    const std::string_view wanted = specs::name_of(fixture.status);
    std::string told = co_await look(*world);
    bool good = told == wanted;
    if (!told.empty() && !good) {
      add(Weight::wrong, "GET {base}/{id} tells " + told + " of a world that was asked for as " +
                             std::string{wanted});
    }
    if (good && is_transitory(fixture.status)) {
      co_await pause(watched_);
      told = co_await look(*world);
      good = told == wanted;
      if (!told.empty() && !good) {
        add(Weight::wrong, "a world that was asked for as " + std::string{wanted} + " is " + told +
                               " soon after: what a fixture asks for is held until the world is "
                               "taken down");
      }
    }
    co_await strike(*world);
    co_return good;
  }

  asio::awaitable<void> walk_statuses() {
    std::size_t good = 0;
    std::size_t all = 0;
    for (const specs::InstanceStatus status : specs::all_statuses) {
      for (const cases::ChargeType charge_type : specs::charge_types) {
        const cases::Fixture fixture{.status = status, .charge_type = charge_type};
        if (!offered(fixture)) continue;
        ++all;
        const bool held = co_await walk_through(fixture);
        if (held) ++good;
      }
    }
    summarize(good, all, "worlds of a status and a charge type");
  }

  asio::awaitable<void> walk_conditions() {
    std::size_t good = 0;
    std::size_t all = 0;
    for (const specs::ConditionRow& row : specs::condition_rows) {
      const std::optional<cases::Fixture> fixture = world_with(row);
      if (!fixture) continue;
      ++all;
      const bool held = co_await walk_through(*fixture);
      if (held) ++good;
    }
    summarize(good, all, "worlds under a condition");
  }

  void summarize(std::size_t good, std::size_t all, std::string_view what) {
    if (good == 0) return;
    add(Weight::holds, std::to_string(good) + " of " + std::to_string(all) + " " +
                           std::string{what} + ": made, told, taken down");
  }

  // The first world on offer in which the condition can be true.
  [[nodiscard]] std::optional<cases::Fixture> world_with(const specs::ConditionRow& row) const {
    for (const specs::InstanceStatus status :
         {specs::InstanceStatus::stopped, specs::InstanceStatus::running}) {
      for (const cases::ChargeType charge_type : specs::charge_types) {
        cases::Fixture fixture{.status = status, .charge_type = charge_type};
        fixture.conditions = cases::ConditionSet{row.condition};
        // A disk that has failed is one that is there.
        if (row.condition == cases::Condition::local_disk_failed) {
          fixture.conditions = fixture.conditions.with(cases::Condition::local_disk);
        }
        const bool can_be =
            row.only_in.contains(status) && (!row.only_with || *row.only_with == charge_type);
        if (can_be && offered(fixture)) return fixture;
      }
    }
    return std::nullopt;
  }

  [[nodiscard]] bool offered(const cases::Fixture& fixture) const {
    return !Offer{statuses_, charge_types_, conditions_}.lacks(fixture);
  }

  [[nodiscard]] cases::Fixture first_offered() const {
    cases::Fixture fixture;
    for (const specs::InstanceStatus status :
         {specs::InstanceStatus::stopped, specs::InstanceStatus::running,
          specs::InstanceStatus::pending, specs::InstanceStatus::starting,
          specs::InstanceStatus::stopping}) {
      for (const cases::ChargeType charge_type : specs::charge_types) {
        fixture = {.status = status, .charge_type = charge_type};
        if (offered(fixture)) return fixture;
      }
    }
    return fixture;
  }

  // Two worlds at a time: of two accounts, and one goes without the other.
  asio::awaitable<void> keep_two_apart() {
    const std::optional<World> one = co_await make(first_offered());
    const std::optional<World> other = co_await make(first_offered());
    if (one && other) {
      bool apart = true;
      if (one->credentials.access_key_id == other->credentials.access_key_id) {
        add(Weight::wrong, "two worlds have one access key: each is an account of its own");
        apart = false;
      }
      if (one->instance_id == other->instance_id) {
        add(Weight::wrong, "two worlds have one instance id");
        apart = false;
      }
      co_await strike(*one);
      const Result<FixtureAnswer> answer = co_await call("GET", path_of(*other), {});
      if (answer && answer->status != 200) {
        add(Weight::wrong, "a world is gone when another one is taken down");
        apart = false;
      }
      co_await strike(*other);
      if (apart) add(Weight::holds, "two worlds at a time, each of its own account");
    } else if (one || other) {
      co_await strike(one ? *one : *other);
    }
  }

  // settleMs is taken; what it does shows in a run alone.
  asio::awaitable<void> settle() {
    cases::Fixture fixture = first_offered();
    fixture.settle_ms = 50;
    const std::optional<World> world = co_await make(fixture);
    if (world) {
      add(Weight::holds, "settleMs is taken");
      co_await strike(*world);
    }
  }

  asio::awaitable<void> ignore_what_is_unknown() {
    const cases::Fixture fixture = first_offered();
    std::string body = write_fixture(fixture);
    body.insert(1, R"("xNotOfThisVersion":{"a":[1]},)");
    const std::optional<World> world = co_await make(fixture, std::move(body));
    if (world) {
      add(Weight::holds, "a member that is not known is ignored");
      co_await strike(*world);
    } else {
      add(Weight::wrong,
          "a fixture with a member that is not known is refused: both sides ignore "
          "such members, so that the protocol can grow");
    }
  }

  asio::awaitable<void> ask_for_nobody() {
    const World nobody{.fixture_id = "no-such-world"};
    const Result<FixtureAnswer> answer = co_await call("GET", path_of(nobody), {});
    if (!answer) {
      add(Weight::wrong, "GET of an unknown id: " + answer.error().what);
    } else if (answer->status != 404) {
      add(Weight::wrong,
          "GET of an unknown id answers " + std::to_string(answer->status) + " where 404 is due");
    } else {
      add(Weight::holds, "an unknown id is 404");
    }
  }

  static asio::awaitable<void> pause(std::chrono::milliseconds duration) {
    asio::steady_timer timer{co_await asio::this_coro::executor, duration};
    co_await timer.async_wait(asio::use_awaitable);
  }

  ProtocolFixtures& provider_;
  std::chrono::milliseconds watched_;
  FixtureCheck check_;
  std::vector<std::string> statuses_, charge_types_, conditions_;  // on offer, and known
  std::set<std::string> ids_;
};

asio::awaitable<FixtureCheck> walk_once(ProtocolFixtures& provider,
                                        std::chrono::milliseconds watched) {
  Walk walk{provider, watched};
  co_return co_await walk.take();
}

}  // namespace

std::size_t FixtureCheck::count(FixtureRemark::Weight weight) const {
  return static_cast<std::size_t>(std::ranges::count(
      remarks, weight, [](const FixtureRemark& remark) { return remark.weight; }));
}

asio::awaitable<FixtureCheck> check_fixtures(ProtocolFixtures& provider,
                                             std::chrono::milliseconds watched) {
  return walk_once(provider, watched);
}

}  // namespace hallmark::runner
