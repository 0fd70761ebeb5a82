// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/sides.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"
#include "runner/staging/in_a_world.hpp"
#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using reports::Side;
using reports::Verdict;

constexpr std::chrono::milliseconds until_it_is_known{5};

std::string_view method_of(std::string_view request) {
  return request.substr(0, request.find(' '));
}

std::string_view url_of(std::string_view request) {
  const std::size_t begin = std::min(request.find(' '), request.size());
  const std::string_view rest = request.substr(std::min(begin + 1, request.size()));
  return rest.substr(0, rest.find(' '));
}

// `url` as a report shows it: what is struck out was longer.
bool may_be_longer(std::string_view url, std::size_t longest) {
  constexpr std::size_t struck = 100;  // bytes: of a key id and of a signature
  return url.size() + (url.find(struck_out) == url.npos ? 0 : struck) > longest;
}

bool is_within(Reach reach, std::size_t longest, std::string_view request) {
  switch (reach) {
    case Reach::all:
      return true;
    case Reach::v3:
      return request.find("\r\nx-acs-") != request.npos;
    case Reach::posts:
      return method_of(request) == "POST";
    case Reach::long_urls:
      return may_be_longer(url_of(request), longest);
    case Reach::blanks:
      return url_of(request).find("%20") != request.npos;
    case Reach::pluses:  // which a signature of V1 may have
      return url_of(request).find("%2B") != request.npos ||
             url_of(request).find("Signature=") != request.npos;
  }
  return false;
}

reports::Finding between(std::string reason) {
  return {.verdict = Verdict::inconclusive, .reason = std::move(reason), .side = Side::between};
}

}  // namespace

std::optional<std::string> Way::spoils_all() const {
  const std::scoped_lock lock{mutex_};
  const auto found = std::ranges::find(shown_.spoilt, Reach::all, &Spoilt::reach);
  if (found == shown_.spoilt.end()) return std::nullopt;
  return found->what;
}

asio::awaitable<void> Way::find_out(Lane& lane) {
  for (;;) {
    {
      const std::scoped_lock lock{mutex_};
      if (state_ == State::known) co_return;
      if (std::exchange(state_, State::being_found_out) == State::unknown) break;
    }
    asio::steady_timer timer{lane.io, until_it_is_known};
    co_await timer.async_wait(asio::use_awaitable);
  }
  WayShown shown;
  const auto ask = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    const Elsewhere elsewhere{.path = lane.path, .clock = lane.clock};
    shown = co_await ask_about_the_way(lane.target, cast, elsewhere);
  };
  try {
    (void)co_await in_a_world(lane.fixtures, {}, true, ask);
  } catch (...) {
    const std::scoped_lock lock{mutex_};
    state_ = State::known;
    throw;
  }
  const std::scoped_lock lock{mutex_};
  shown_ = std::move(shown);
  state_ = State::known;
}

// With mutex_ held.
std::optional<std::string> Way::explanation(const reports::Evidence& evidence) const {
  for (const Spoilt& one : shown_.spoilt) {
    const auto concerns = [&](const reports::Exchange& exchange) {
      return is_within(one.reach, one.longest, exchange.request);
    };
    const auto concern = [&](const std::vector<reports::Sighting>& looks) {
      return std::ranges::any_of(looks, [&](const reports::Sighting& look) {
        return look.exchange && concerns(*look.exchange);
      });
    };
    const bool any = std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& call) {
      return concerns(call.exchange) || concern(call.after);
    });
    if (any || concern(evidence.after) || concern(evidence.later)) return one.what;
  }
  return std::nullopt;
}

// With mutex_ held.
void Way::note(const std::string& what) {
  if (std::ranges::find(notes_, what) == notes_.end()) notes_.push_back(what);
}

std::vector<std::string> Way::notes() const {
  const std::scoped_lock lock{mutex_};
  return notes_;
}

asio::awaitable<bool> Way::is_explained(Lane& lane, const reports::Evidence& evidence,
                                        reports::Finding& finding) {
  co_await find_out(lane);
  if (auto what = spoils_all()) {
    finding = {.verdict = Verdict::error, .reason = *std::move(what), .side = Side::between};
    co_return true;
  }
  const std::scoped_lock lock{mutex_};
  auto what = explanation(evidence);
  if (!what) co_return false;
  note(*what);
  finding = between(*std::move(what));
  co_return true;
}

asio::awaitable<void> Way::doubt(Lane& lane, reports::Finding& finding,
                                 const reports::Evidence& shown) {
  if (finding.verdict == Verdict::fail) (void)co_await is_explained(lane, shown, finding);
}

asio::awaitable<void> Way::doubt(Lane& lane, const PlannedCase& planned, const Bench& bench,
                                 reports::Finding& finding, Session& session) {
  if (finding.verdict != Verdict::fail || reports::is_silent(session.evidence())) co_return;
  const bool explained = co_await is_explained(lane, session.evidence(), finding);
  if (explained || is_suspected(planned, session.evidence(), finding)) co_return;
  co_await look_for_pages(lane, planned, bench, finding, session);
}

bool Way::is_suspected(const PlannedCase& planned, const reports::Evidence& evidence,
                       reports::Finding& finding) {
  if (evidence.calls.empty()) return false;
  const std::scoped_lock lock{mutex_};
  const auto found = std::ranges::find_if(shown_.suspicions, [&](const Suspicion& one) {
    return std::ranges::all_of(evidence.calls, [&](const reports::CallRecord& call) {
      return is_within(one.reach, 0, call.exchange.request);
    });
  });
  if (found == shown_.suspicions.end()) return false;
  note(found->what);
  if (planned.test->cause.empty()) return true;
  finding.reason = planned.test->cause + ": " + found->asks;
  if (finding.answer.empty()) {
    finding.answer = shape_of(decode_reply(evidence.calls.back().exchange));
  }
  finding.answers.clear();
  finding.action.clear();
  return true;
}

asio::awaitable<void> Way::look_for_pages(Lane& lane, const PlannedCase& planned,
                                          const Bench& bench, reports::Finding& finding,
                                          Session& session) {
  const reports::Evidence& evidence = session.evidence();
  std::vector<std::pair<const reports::Exchange*, const cases::Call*>> asked_for;
  for (const reports::CallRecord& call : evidence.calls) {
    if (call.call >= planned.test->calls.size()) continue;
    const cases::Call& asked = planned.test->calls[call.call];
    const bool is_right = call.exchange.fault.empty() &&
                          is_expected(asked, decode_reply(call.exchange), bench.yardstick);
    if (!is_right) asked_for.emplace_back(&call.exchange, &asked);
  }
  for (const reports::Sighting& look : evidence.after) {
    if (!look.exchange) continue;
    asked_for.emplace_back(&*look.exchange, &look_call(look.channel, Whose::own));
  }
  for (const auto& [exchange, asked] : asked_for) {
    if (!exchange->fault.empty()) continue;
    const Reply reply = decode_reply(*exchange);
    if (is_too_long_for_somebody(reply)) {
      const std::scoped_lock lock{mutex_};
      constexpr std::string_view says = "who is not the API answers ";
      const std::string status = std::to_string(reply.http_status);
      note(std::string{says} + status +
           " to requests that are longer than others: have what is between here and the target "
           "take 8 KB of URL and headers, and more of a body");
      finding = between(std::string{says} + status + " to a long request");
      co_return;
    }
    if (!is_foreign_page(reply, exchange->body)) continue;
    auto variant = asked->variant ? asked->variant : planned.variant;
    const auto& claimed = lane.target.claimed_variants;
    if (!variant && !claimed.empty()) variant = claimed.front();
    const Cast* const cast = session.cast();
    if (!variant || cast == nullptr) continue;
    const bool for_its_words =
        co_await comes_for_its_words(lane.target, *cast, *asked, *variant, reply.http_status);
    if (!for_its_words) continue;
    finding = between("who is not the API answers " + std::to_string(reply.http_status) +
                      " for what stands in the request, whatever is asked");
    const std::scoped_lock lock{mutex_};
    note(finding.reason +
         ": a filter between here and the target (a WAF): have it let the suite through");
    co_return;
  }
}

}  // namespace hallmark::runner
