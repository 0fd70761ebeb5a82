// SPDX-License-Identifier: Apache-2.0
#include "runner/staging/file_fixtures.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/input_file.hpp"
#include "reports/text.hpp"
#include "runner/staging/api_calls.hpp"
#include "runner/staging/fixture_file.hpp"
#include "runner/staging/instance_moves.hpp"

namespace hallmark::runner {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using std::chrono::steady_clock;

class FileFixtures final : public FixtureProvider {
 public:
  FileFixtures(asio::any_io_executor executor, Url endpoint, ClientOptions options,
               std::string path, std::chrono::milliseconds patience)
      : executor_{executor},
        path_{std::move(path)},
        patience_{patience},
        is_over_{[going = options.going] { return going && going() != Going::on; }},
        api_{std::move(executor), std::move(endpoint), std::move(options)},
        moves_{api_, patience_, InstanceMoves::usual_listing, is_over_} {}

  std::string name() const override { return "instances of " + path_; }

  asio::awaitable<std::optional<std::string>> open() override {
    const std::string none = "no fixtures in " + path_ + ": ";
    if (const auto trouble = reports::input_trouble(path_)) co_return none + *trouble;
    Result<std::vector<FileEntry>> entries = read_fixture_file(reports::read_input(path_));
    if (!entries) co_return none + entries.error().what;
    entries_ = std::move(*entries);
    co_return std::nullopt;
  }

  std::optional<std::string> lacks(const cases::Fixture& fixture) const override {
    const auto none = [&](auto fits) { return std::ranges::none_of(entries_, fits); };
    if (none([&](const FileEntry& entry) { return entry.fixture.status == fixture.status; })) {
      return "fixture status " + std::string{specs::name_of(fixture.status)};
    }
    if (none([&](const FileEntry& entry) {
          return entry.fixture.charge_type == fixture.charge_type;
        })) {
      return "fixture charge type " + std::string{cases::name_of(fixture.charge_type)};
    }
    for (const cases::Condition condition : cases::all_conditions) {
      if (fixture.conditions.contains(condition) && none([&](const FileEntry& entry) {
            return entry.fixture.conditions.contains(condition);
          })) {
        return "fixture " + std::string{cases::name_of(condition)};
      }
    }
    if (none([&](const FileEntry& entry) { return fits(entry, fixture); })) {
      return "fixture of " + cases::describe(fixture);
    }
    return std::nullopt;
  }

  bool has_other_accounts() const override { return false; }
  bool tells() const override { return false; }
  bool holds() const override { return false; }
  bool vouches() const override { return true; }
  std::optional<std::size_t> most_worlds() const override { return std::nullopt; }
  std::chrono::milliseconds patience(const cases::Fixture&) const override { return patience_; }

  asio::awaitable<Staged> stage(const cases::Fixture& fixture, Owner) override {
    if (auto lack = lacks(fixture)) co_return Unsupported{*lack};
    std::set<std::string> tried;
    std::string why;
    for (;;) {
      bool some_busy = false;
      const FileEntry* entry = nullptr;
      for (const FileEntry& one : entries_) {
        if (!fits(one, fixture) || tried.contains(one.world.instance_id)) continue;
        if (!busy_.contains(one.world.instance_id)) {
          entry = &one;
          break;
        }
        some_busy = true;
      }
      if (entry == nullptr && !some_busy) co_return Unsupported{why};
      if (entry == nullptr) {
        co_await wait_for_release();
        continue;
      }
      busy_.insert(entry->world.instance_id);
      const Standing standing = co_await come_to_rest(*entry);
      const std::string& id = entry->world.instance_id;
      const std::string_view charge_type = specs::name_of(fixture.charge_type);
      if (!standing.charge_type.empty() && standing.charge_type != charge_type) {
        release(id);
        tried.insert(id);
        why = "instance " + id + " is " + reports::printable(standing.charge_type) +
              " where the file says " + std::string{charge_type};
        continue;
      }
      if (standing.known && standing.status == specs::name_of(fixture.status)) {
        stood_.insert(id);
        co_return entry->world;
      }
      std::optional<Broken> trouble;
      if (standing.known && stood_.contains(id)) {  // a case of ours has moved it
        trouble = co_await bring_back(*entry);
        if (!trouble) co_return entry->world;
      }
      release(id);
      if (!standing.known) {
        const bool of_key = standing.told.find("AccessKey") != std::string::npos ||
                            standing.told.find("Signature") != std::string::npos;
        co_return Broken{(of_key ? "the target refuses the key that the file has for its instance: "
                                 : std::string{}) +
                             standing.told + " (instance " + id + ")",
                         standing.side};
      }
      tried.insert(id);
      why = "instance " + id +
            (standing.status.empty() ? " is not listed" : " is " + standing.status) +
            " where the file says " + std::string{specs::name_of(fixture.status)};
      if (trouble) why += ", and cannot be brought back: " + trouble->what;
    }
  }

  asio::awaitable<std::optional<Truth>> look(const World&) override { co_return std::nullopt; }

  // Whatever the case has changed shows when the instance is looked at again.
  asio::awaitable<void> strike(const World& world, bool) override {
    release(world.instance_id);
    co_return;
  }

 private:
  // settleMs is not ours to keep: these instances move on by themselves.
  static bool fits(const FileEntry& entry, const cases::Fixture& fixture) {
    return entry.fixture.status == fixture.status &&
           entry.fixture.charge_type == fixture.charge_type &&
           entry.fixture.conditions == fixture.conditions;
  }

  // What an earlier case has set in motion may still be on its way.
  asio::awaitable<Standing> come_to_rest(const FileEntry& entry) {
    const auto deadline = steady_clock::now() + patience_;
    const std::string_view wanted = specs::name_of(entry.fixture.status);
    for (std::chrono::milliseconds next = 1ms;;) {
      Standing standing = co_await api_.look(entry.world);
      const bool wait = standing.known
                            ? standing.status != wanted && is_transitory(standing.status) &&
                                  !is_transitory(wanted)
                            : standing.throttled;
      if (!wait || is_over_() || steady_clock::now() >= deadline) co_return standing;
      co_await pause(next);
    }
  }

  asio::awaitable<std::optional<Broken>> bring_back(const FileEntry& entry) {
    const std::string_view wanted = specs::name_of(entry.fixture.status);
    if (is_transitory(wanted)) co_return Broken{"no call makes it " + std::string{wanted}};
    co_return co_await moves_.bring(entry.world, wanted, moves_.usual_patience());
  }

  asio::awaitable<void> wait_for_release() {
    const auto place =
        std::make_shared<asio::steady_timer>(executor_, steady_clock::time_point::max());
    waiting_.push_back(place);
    co_await place->async_wait(asio::as_tuple(asio::use_awaitable));
  }

  // Those who wait look again; the first finds it free.
  void release(const std::string& instance_id) {
    busy_.erase(instance_id);
    for (const auto& place : std::exchange(waiting_, {})) place->cancel();
  }

  asio::any_io_executor executor_;
  std::string path_;
  std::chrono::milliseconds patience_;
  std::function<bool()> is_over_;
  ApiCalls api_;
  InstanceMoves moves_;
  std::vector<FileEntry> entries_;
  std::set<std::string> busy_;   // instance ids
  std::set<std::string> stood_;  // those that stood as the file says, when they were looked at
  std::vector<std::shared_ptr<asio::steady_timer>> waiting_;
};

}  // namespace

std::unique_ptr<FixtureProvider> file_fixtures(asio::any_io_executor executor, Url endpoint,
                                               ClientOptions options, std::string path,
                                               std::chrono::milliseconds patience) {
  return std::make_unique<FileFixtures>(std::move(executor), std::move(endpoint),
                                        std::move(options), std::move(path), patience);
}

}  // namespace hallmark::runner
