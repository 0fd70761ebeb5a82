// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/way_talk.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "reports/text.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {

namespace asio = boost::asio;
using cases::Call;
using cases::Channel;
using cases::Format;
using cases::Method;
using cases::Signature;
using cases::Variant;

Call with_parameter(Call call, std::string_view name, std::string value) {
  call.arguments.push_back({.name = std::string{name}, .value = cases::text(std::move(value))});
  return call;
}

asio::awaitable<std::optional<Told>> told_to(Target& target, HttpRequest request) {
  Result<HttpReply> reply = co_await target.client.exchange_on_new_connection(request);
  if (!reply) co_return std::nullopt;
  Told told{.request = std::move(request), .whole = *std::move(reply), .reply = {}};
  told.reply = decode_reply(told.whole);
  co_return told;
}

asio::awaitable<std::optional<Told>> told_to(Target& target, const Cast& cast, const Call& call,
                                             Variant variant) {
  BuiltRequest built = target.requests.build(call, variant, cast, target.reactivate_spelling, {});
  co_return co_await told_to(target, std::move(built.http));
}

std::string named_by(const HttpReply& page) {
  for (const std::string_view name : {"Server", "Via"}) {
    const std::string_view value = page.header(name);
    if (value.empty()) continue;
    return " (" + std::string{name} + ": " +
           reports::shortened(reports::printable(std::string{value.substr(0, value.find('/'))}),
                              40) +
           ")";
  }
  return {};
}

bool is_too_long_for_somebody(const Reply& reply) {
  constexpr std::array all{413, 414, 431};
  return std::ranges::find(all, reply.http_status) != all.end() && !reply.code && !reply.request_id;
}

bool is_by_others(const Told& told) {
  return told.is_page() || is_away(told.reply) || is_throttling(told.reply) ||
         is_too_long_for_somebody(told.reply);
}

bool same_answer(const Reply& left, const Reply& right) {
  return shape_of(left) == shape_of(right) && left.message == right.message;
}

asio::awaitable<void> WayTalk::find_plain() {
  for (const Channel channel : describe_channels) {
    ways_.clear();
    look_ = look_call(channel, Whose::own);
    for (const Signature signature : {Signature::v1, Signature::v3}) {
      for (const Method method : {Method::get, Method::post_query, Method::post_form}) {
        const auto variant = claimed(method, signature);
        if (!variant) continue;
        Told told = co_await ask(look_, *variant);
        if (is_silent_) co_return;
        ways_.push_back({.variant = *variant, .told = std::move(told)});
      }
    }
    for (const Way& one : ways_) {
      if (!one.told.accepted() || one.told.reply.request_id.value_or("").empty()) continue;
      plain_ = one.variant;
      co_return;
    }
  }
}

BuiltRequest WayTalk::build(const Call& call, Variant variant) {
  return target_.requests.build(call, variant, cast_, target_.reactivate_spelling, {});
}

asio::awaitable<Told> WayTalk::send(HttpRequest request) {
  std::optional<Told> told;
  if (!is_silent_) told = co_await told_to(target_, std::move(request));
  is_silent_ = !told;
  co_return told ? *std::move(told) : Told{};
}

asio::awaitable<Told> WayTalk::ask(const Call& call, Variant variant) {
  BuiltRequest built = build(call, variant);
  co_return co_await send(std::move(built.http));
}

asio::awaitable<bool> WayTalk::passes() {
  if (!plain_) co_return false;
  const Told told = co_await ask(look_, *plain_);
  co_return !is_silent_ && told.accepted();
}

bool WayTalk::claims(Variant variant) const {
  const auto& all = target_.claimed_variants;
  return std::ranges::find(all, variant) != all.end();
}

std::optional<Variant> WayTalk::claimed(Method method, Signature signature) const {
  for (const Format format : {Format::json, Format::xml}) {
    const Variant variant{.method = method, .format = format, .signature = signature};
    if (claims(variant)) return variant;
  }
  return std::nullopt;
}

const WayTalk::Way* WayTalk::way(Method method, Signature signature) const {
  const auto found = std::ranges::find_if(ways_, [&](const Way& one) {
    return one.variant.method == method && one.variant.signature == signature;
  });
  return found == ways_.end() ? nullptr : &*found;
}

const WayTalk::Way* WayTalk::working(Method method, Signature signature) const {
  const Way* const one = way(method, signature);
  return one != nullptr && one->told.accepted() ? one : nullptr;
}

bool WayTalk::is_over() const { return is_silent_ || is_spoilt(Reach::all); }

bool WayTalk::is_spoilt(Reach reach) const {
  return std::ranges::find(shown_.spoilt, reach, &Spoilt::reach) != shown_.spoilt.end();
}

void WayTalk::spoils(Reach reach, std::string what, std::size_t longest) {
  shown_.spoilt.push_back({.reach = reach, .what = std::move(what), .longest = longest});
}

WayShown WayTalk::take() {
  shown_.no_signature_is_accepted =
      !is_silent_ && shown_.spoilt.empty() && !ways_.empty() &&
      std::ranges::all_of(ways_, [](const Way& one) { return refuses_signature(one.told.reply); });
  return std::move(shown_);
}

}  // namespace hallmark::runner
