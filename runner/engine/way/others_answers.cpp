// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/others_answers.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "reports/text.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/foreign_json.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/replies/coded_reply.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Call;
using cases::Channel;
using cases::Format;
using cases::Identity;
using cases::Signature;
using cases::Variant;

Call by(Call call, Identity identity) {
  call.identity = identity;
  return call;
}

// What a refusal is made of that is not the API's, in words.
std::string kind_of_page(const Told& told) {
  return std::to_string(told.reply.http_status) + named_by(told.whole);
}

// Those that every endpoint has, for reasons that have nothing in common.
std::vector<Call> refused_calls(const WayTalk& talk) {
  const cases::TestedAction& start = cases::start_instance_action;
  Call nobodys = talk.look();
  nobodys.action = "HallmarkAsksForNoSuchAction";
  nobodys.spelled_as_is = true;
  Call unknown{.action = std::string{start.name},
               .arguments = {{.name = start.documents->instances->in_request(),
                              .value = cases::text("i-hallmark0nobody00has0")}}};
  return {by(talk.look(), Identity::wrong_secret), by(talk.look(), Identity::unknown_key), nobodys,
          Call{.action = std::string{start.name}}, unknown};
}

// A cache may keep one for several ways, and not for all of them.
bool is_everybodys(const WayTalk& talk, std::string_view request_id) {
  return talk.ways().size() > 1 && std::ranges::all_of(talk.ways(), [&](const auto& one) {
           return !one.told.accepted() || text_of(one.told.reply.request_id) == request_id;
         });
}

}  // namespace

void look_behind_bodies(WayTalk& talk) {
  std::string first;
  std::size_t times = 0;
  for (const WayTalk::Way& one : talk.ways()) {
    const HttpReply& whole = one.told.whole;
    const std::string_view behind = markup_behind(whole.header("Content-Type"), whole.body);
    const bool may_be_its_own = one.variant.format == Format::xml && behind.starts_with("<!--");
    if (behind.empty() || may_be_its_own) return;
    if (first.empty()) first = behind;
    if (first != behind) return;
    ++times;
  }
  if (times < 2) return;
  talk.spoils(Reach::all,
              "something between here and the target puts \"" +
                  reports::shortened(reports::printable(first), 60) +
                  "\" behind each answer: have it leave bodies as they are, or ask past it");
}

asio::awaitable<void> look_behind_xml(WayTalk& talk) {
  if (!talk.plain() || talk.plain()->format != Format::json) co_return;
  Variant variant = *talk.plain();
  variant.format = Format::xml;
  if (!talk.claims(variant)) co_return;
  std::string first;
  for (const Channel channel : describe_channels) {
    const Told told = co_await talk.ask(look_call(channel, Whose::own), variant);
    if (talk.is_silent()) co_return;
    const std::string_view behind =
        markup_behind(told.whole.header("Content-Type"), told.whole.body);
    if (behind.empty() || behind.starts_with("<!--")) co_return;
    if (first.empty()) first = behind;
    if (first != behind) co_return;
  }
  talk.spoils(Reach::xml,
              "something between here and the target puts \"" +
                  reports::shortened(reports::printable(first), 60) +
                  "\" behind each answer of XML: have it leave bodies as they are, or ask past it");
}

asio::awaitable<void> look_at_refusals(WayTalk& talk) {
  std::string first;
  std::map<int, std::string> said;  // in JSON, by the status
  bool tells_apart = false;
  for (const Call& call : refused_calls(talk)) {
    for (const Format format : {Format::json, Format::xml}) {
      Variant variant = *talk.plain();
      variant.format = format;
      if (!talk.claims(variant)) continue;
      const Told told = co_await talk.ask(call, variant);
      if (talk.is_silent() || !told.is_page()) co_return;
      if (first.empty()) first = kind_of_page(told);
      // Who says in words of its own what each refusal is for has read the request.
      if (!is_foreign_json(told.reply)) continue;
      const std::string words = words_of_foreign_json(told.reply);
      tells_apart =
          tells_apart || said.try_emplace(told.reply.http_status, words).first->second != words;
    }
  }
  if (tells_apart) co_return;
  talk.spoils(
      Reach::all,
      "every refusal arrives as a page without Code and RequestId, whatever it is for, first " +
          first +
          ": something between here and the target answers in its place: have it hand refusals "
          "through (nginx: proxy_intercept_errors off), or ask past it");
}

asio::awaitable<void> look_at_connections(WayTalk& talk) {
  constexpr std::array channels{Channel::describe_instances, Channel::describe_instance_status};
  constexpr std::array<std::string_view, 2> members{"Instances", "InstanceStatuses"};
  for (std::size_t kind = 0; kind < channels.size(); ++kind) {
    const Told told = co_await talk.ask(look_call(channels.at(kind), Whose::own), *talk.plain());
    if (talk.is_silent() || !told.accepted() || told.reply.tree.member(members.at(kind)) == nullptr)
      co_return;
  }
  constexpr std::size_t in_turns = 4;
  std::vector<HttpRequest> requests;
  for (std::size_t i = 0; i < in_turns; ++i) {
    requests.push_back(talk.build(look_call(channels.at(i % 2), Whose::own), *talk.plain()).http);
  }
  std::size_t connections = 0;
  const auto replies =
      co_await talk.target().client.exchange_on_one_connection(std::move(requests), connections);
  if (replies.size() < in_turns || connections != 1) co_return;
  for (std::size_t i = 1; i < in_turns; ++i) {
    if (!replies[i]) co_return;
    const Reply reply = decode_reply(*replies[i]);
    if (!is_accepted(reply)) co_return;
    const bool is_anothers = reply.tree.member(members.at(i % 2)) == nullptr &&
                             reply.tree.member(members.at((i + 1) % 2)) != nullptr;
    if (!is_anothers) co_return;
  }
  talk.spoils(
      Reach::all,
      "on a connection that is kept each answer is that to an earlier request, and right on one "
      "of its own: something between here and the target has lost count of them: mend it, or "
      "ask past it");
}

asio::awaitable<void> look_for_caches(WayTalk& talk) {
  for (const WayTalk::Way& one : talk.ways()) {
    if (!one.told.accepted()) continue;
    const bool is_v1 = one.variant.signature == Signature::v1;
    Told again;
    if (is_v1) {
      again = co_await talk.send(one.told.request);
    } else {
      again = co_await talk.ask(by(talk.look(), Identity::wrong_secret), one.variant);
    }
    if (talk.is_silent()) co_return;
    const auto& id = one.told.reply.request_id;
    const bool is_same =
        id && !id->empty() && again.accepted() && again.whole.body == one.told.whole.body;
    if (!is_same || is_everybodys(talk, *id)) continue;
    talk.spoils(Reach::all,
                "something between here and the target answers from a cache: a request " +
                    std::string{is_v1 ? "that is sent twice" : "signed with another key"} +
                    " got the very answer to the one before, RequestId and all: have it "
                    "keep none, or ask past it");
    co_return;
  }
}

std::string_view markup_behind(std::string_view content_type, std::string_view body) {
  constexpr std::size_t far_enough = 4096;  // bytes from the end
  std::string_view behind;
  for (std::size_t at = body.rfind('<'); at != body.npos && at > 0; at = body.rfind('<', at - 1)) {
    if (body.size() - at > far_enough) break;
    if (decode_reply(200, content_type, body.substr(0, at)).decoded()) behind = body.substr(at);
  }
  return behind;
}

}  // namespace hallmark::runner
