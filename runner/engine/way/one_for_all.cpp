// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/one_for_all.hpp"

#include <algorithm>
#include <utility>

#include "runner/engine/way/acquaintance.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {

namespace asio = boost::asio;

// Those of the API, to calls and to looks.
std::vector<OneForAll::Refusal> OneForAll::refusals_in(const reports::Evidence& evidence,
                                                       const std::vector<Reply>& replies) {
  std::vector<Refusal> all;
  const auto add = [&all](const Reply& reply, std::size_t call) {
    if (reply.http_status < 400 || reply.request_id.value_or("").empty()) return;
    all.push_back({.request_id = *reply.request_id, .shape = shape_of(reply), .call = call});
  };
  const auto add_looks = [&add](const std::vector<reports::Sighting>& looks) {
    for (const reports::Sighting& look : looks) {
      if (!look.exchange || look.exchange->status < 400) continue;
      add(decode_reply(*look.exchange), Disturbance::at_a_look);
    }
  };
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    add(replies[i], i);
    add_looks(evidence.calls[i].after);
  }
  add_looks(evidence.after);
  add_looks(evidence.later);
  return all;
}

asio::awaitable<std::optional<Disturbance>> OneForAll::disturbance_of(const PlannedCase& planned,
                                                                      const Bench& bench,
                                                                      Session& session,
                                                                      Lane& lane) {
  const std::vector<Reply>& replies = session.replies();
  const auto way = way_that_works(planned, session);
  const Cast* const cast = session.cast();
  const bool is_told = !session.unsupported() && session.evidence().trouble.empty();
  if (!way || !is_told || cast == nullptr) co_return std::nullopt;
  const std::vector<Refusal> refusals = refusals_in(session.evidence(), replies);
  if (refusals.empty()) co_return std::nullopt;
  if (!came_before(refusals)) {
    const reports::Finding finding =
        judge(*planned.test, planned.variant, session.evidence(), bench, replies);
    if (finding.verdict == reports::Verdict::pass) co_return std::nullopt;
  }
  const auto looked = co_await reply_to_a_look(lane.target, *cast, *way);
  if (!looked || is_accepted(*looked)) co_return std::nullopt;
  const auto found = std::ranges::find_if(refusals, [&](const Refusal& one) {
    return one.request_id == text_of(looked->request_id) && one.shape == shape_of(*looked);
  });
  if (found == refusals.end()) co_return std::nullopt;
  {
    const std::scoped_lock lock{mutex_};
    found_ = found->request_id;
  }
  co_return Disturbance{.kind = Disturbance::Kind::page,
                        .call = found->call,
                        .what = found->shape + " to whatever is asked, all with one RequestId"};
}

bool OneForAll::is_in(const reports::Evidence& evidence) const {
  std::string id;
  {
    const std::scoped_lock lock{mutex_};
    id = found_;
  }
  const auto is_one = [&](const reports::Exchange& exchange) {
    return exchange.body.find(id) != std::string::npos;
  };
  const auto any_in = [&](const std::vector<reports::Sighting>& looks) {
    return std::ranges::any_of(looks, [&](const reports::Sighting& look) {
      return look.exchange && is_one(*look.exchange);
    });
  };
  return !id.empty() &&
         (any_in(evidence.before) || any_in(evidence.after) || any_in(evidence.later) ||
          std::ranges::any_of(evidence.calls, [&](const reports::CallRecord& call) {
            return is_one(call.exchange) || any_in(call.after);
          }));
}

// A refusal may be anybody's; one that came before, RequestId and all, is asked about where the
// case passes, too.
bool OneForAll::came_before(const std::vector<Refusal>& refusals) {
  const std::scoped_lock lock{mutex_};
  bool came = false;
  for (const Refusal& one : refusals) {
    came = came || one.request_id == last_refused_;
    last_refused_ = one.request_id;
  }
  return came;
}

std::optional<cases::Variant> OneForAll::way_that_works(const PlannedCase& planned,
                                                        Session& session) {
  const std::scoped_lock lock{mutex_};
  const auto& calls = session.evidence().calls;
  const std::vector<Reply>& replies = session.replies();
  for (std::size_t i = 0; i < calls.size() && i < replies.size(); ++i) {
    if (!is_accepted(replies[i]) || calls[i].call >= planned.test->calls.size()) continue;
    const auto& own = planned.test->calls[calls[i].call].variant;
    if (own || planned.variant) works_ = own ? own : planned.variant;
  }
  return works_;
}

}  // namespace hallmark::runner
