// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/shown_worlds.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "cases/case.hpp"
#include "runner/engine/session/session.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using Weight = FixtureRemark::Weight;

// Nothing where the endpoint shows what was asked for.
std::optional<FixtureRemark> remark_on(const SeenWorld& seen, std::string_view asked) {
  const auto& looks = seen.looks;
  if (std::ranges::find(looks, asked, &reports::Sighting::status) != looks.end()) {
    return std::nullopt;
  }
  if (seen.shows == SeenWorld::Shows::otherwise) {
    return FixtureRemark{Weight::wrong, "a world is handed out" + seen.kind};
  }
  std::string told = "nothing";
  for (const reports::Sighting& look : looks) {
    if (!look.status.empty()) {
      return FixtureRemark{Weight::wrong, std::string{action_of(look.channel)} + " says " +
                                              look.status + " of a world that was asked for as " +
                                              std::string{asked}};
    }
    const Reply reply = decode_reply(*look.exchange);
    if (text_of(reply.code).find("Signature") != std::string_view::npos) {
      return FixtureRemark{Weight::wrong,
                           "the endpoint refuses what is signed with the key of a world (" +
                               describe(reply) + "): is its accessKeySecret the right one?"};
    }
    told = look.exchange->fault.empty() ? describe(reply) : look.exchange->fault_text;
  }
  return FixtureRemark{Weight::hint, "the endpoint shows no instance of a world: " + told};
}

}  // namespace

asio::awaitable<std::vector<FixtureRemark>> see_worlds(ProtocolFixtures& provider,
                                                       HttpClient& endpoint) {
  std::vector<FixtureRemark> remarks;
  const std::optional<std::string> trouble = co_await provider.open();
  if (trouble) co_return remarks;
  const std::string& path = endpoint.url().path;
  RequestBuilder requests{endpoint.url().host_header(), path.empty() ? "/" : path, NonceGenerator{},
                          [] { return std::chrono::system_clock::now(); }};
  Target target{.client = endpoint, .requests = requests, .host = endpoint.url().host_header()};
  for (const cases::Variant way : cases::full_variants()) target.claimed_variants.push_back(way);
  std::size_t all = 0;
  std::size_t good = 0;
  for (const specs::InstanceStatus status : specs::all_statuses) {
    cases::Case one;
    one.fixture.status = status;
    for (const cases::ChargeType charge_type : specs::charge_types) {
      one.fixture.charge_type = charge_type;
      if (!provider.lacks(one.fixture)) break;
    }
    if (provider.lacks(one.fixture)) continue;
    Session session{one, std::nullopt, target, provider};
    co_await session.play(true);
    const bool stands = session.worlds() > 0;
    std::optional<FixtureRemark> remark = remark_on(session.first_look(), specs::name_of(status));
    co_await session.strike();
    if (!stands) continue;  // which whoever walks the protocol tells
    ++all;
    if (!remark) {
      ++good;
    } else if (std::ranges::find(remarks, remark->text, &FixtureRemark::text) == remarks.end()) {
      remarks.push_back(*std::move(remark));
    }
  }
  if (good > 0) {
    remarks.push_back({Weight::holds, "the endpoint shows " + std::to_string(good) + " of " +
                                          std::to_string(all) +
                                          " worlds as they were asked for, each under its key"});
  }
  co_return remarks;
}

}  // namespace hallmark::runner
