// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/unsteady_way.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runner/engine/all_at_once.hpp"
#include "runner/engine/faults/changed_on_the_way.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/listing.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Channel;
using cases::Variant;
using std::chrono::steady_clock;

// What changes one request in a hundred shows in so many but for two times in a hundred.
constexpr std::size_t looks = 400;
constexpr std::size_t at_a_time = 8;
constexpr std::chrono::seconds longest{3};

class ManyLooks {
 public:
  explicit ManyLooks(WayTalk& talk) : talk_{talk} {
    for (const WayTalk::Way& way : talk.ways()) {
      if (way.told.accepted()) ways_.push_back(way.variant);
    }
  }

  asio::awaitable<std::string> take() {
    const auto end = steady_clock::now() + longest;
    while (sent_ < looks && seen_.empty() && unanswered_ == 0 && steady_clock::now() < end) {
      std::vector<asio::awaitable<void>> round;
      for (std::size_t i = 0; i < at_a_time; ++i, ++sent_) round.push_back(look(sent_));
      co_await all_at_once(std::move(round));
    }
    // What comes to most of them comes each time, and not now and then.
    co_return odd_ < good_ ? std::move(seen_) : std::string{};
  }

 private:
  asio::awaitable<void> look(std::size_t number) {
    const Channel channel = describe_channels.at(number % describe_channels.size());
    const Variant way = ways_[number / describe_channels.size() % ways_.size()];
    const HttpRequest request = talk_.build(look_call(channel, Whose::own), way).http;
    const Result<HttpReply> answer = co_await talk_.target().client.exchange_kept(request);
    if (!answer) {
      ++unanswered_;
      co_return;
    }
    const Told told{.request = request, .whole = *answer, .reply = decode_reply(*answer)};
    if (answers_another_action(action_of(channel), told.reply)) {
      ++odd_;
      seen_ = "mixes answers up: to " + std::string{action_of(channel)} +
              " came an answer to another request";
      co_return;
    }
    const std::string& id = talk_.cast().own().instance_id;
    if (told.accepted() && description_of(told.reply, channel, id) != nullptr) ++good_;
    if (told.accepted() || is_by_others(told) || knows_no_key(told.reply)) co_return;
    ++odd_;
    const std::string came =
        std::string{action_of(channel)} + " was answered " + shape_of(told.reply);
    const auto again = co_await told_to(talk_.target(), request);
    if (again && again->accepted()) {
      seen_ = "changes requests: " + came + ", and accepted when the same bytes were sent again";
      co_return;
    }
    // Who spent its nonce did read it as it was: the answer was another one's, or came to grief.
    if (!again || !text_of(again->reply.code).starts_with("SignatureNonceUsed")) co_return;
    const Told anew = co_await talk_.ask(look_call(channel, Whose::own), way);
    if (anew.accepted()) {
      seen_ = "mixes up or spoils answers: " + came + ", and accepted with another nonce";
    }
  }

  WayTalk& talk_;
  std::vector<Variant> ways_;
  std::size_t sent_ = 0;
  std::size_t unanswered_ = 0;
  std::size_t good_ = 0;
  std::size_t odd_ = 0;
  std::string seen_;
};

}  // namespace

asio::awaitable<void> look_many_times(WayTalk& talk) {
  ManyLooks many{talk};
  const std::string seen = co_await many.take();
  if (!seen.empty()) talk.is_unsteady("something between here and the target now and then " + seen);
}

}  // namespace hallmark::runner
