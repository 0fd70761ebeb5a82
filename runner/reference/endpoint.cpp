// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/endpoint.hpp"

#include <exception>
#include <utility>

#include "runner/reference/random_names.hpp"
#include "runner/reference/request/faults.hpp"
#include "runner/reference/worlds/fixtures.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {
namespace {

TenantPointer world_of(const Endpoint::Account& account) {
  auto world = std::make_shared<Tenant>();
  world->access_key_id = account.access_key_id;
  world->access_key_secret = account.access_key_secret;
  return world;
}

}  // namespace

struct Endpoint::Parts {
  explicit Parts(Options options)
      : faults{options.defects, options.watch},
        clock{std::move(options.clock)},
        manners{options.day ? manners_on(*options.day) : Manners{}},
        account{options.account ? *std::move(options.account)
                                : Account{new_access_key_id(), new_access_key_secret()}},
        worlds{options.max_worlds} {
    manners.strict_parsing = options.strict_parsing;
    manners.settle = options.settle;
    worlds.add_permanent(world_of(account));
  }

  [[nodiscard]] Time now() const { return clock ? clock() : std::chrono::system_clock::now(); }

  Faults faults;
  std::function<Time()> clock;
  Manners manners;
  Account account;
  Tenants worlds;
};

Endpoint::Endpoint() : Endpoint{Options{}} {}
Endpoint::Endpoint(Options options) : parts_{std::make_unique<Parts>(std::move(options))} {}
Endpoint::~Endpoint() = default;

HttpResponse Endpoint::handle(const HttpRequest& request) noexcept try {
  const PathAndQuery target = split_target(request.target);
  if (is_fixture_path(target.path)) {
    return answer_fixture_call(request, target.path, parts_->worlds, parts_->now());
  }
  return parts_->faults.answer(request, target, parts_->worlds, parts_->now(), parts_->manners);
} catch (const std::exception&) {
  return {.status = 503};  // out of memory or of randomness: nothing to be said about it
}

Endpoint::Account Endpoint::default_account() const { return parts_->account; }

}  // namespace hallmark::runner::reference
