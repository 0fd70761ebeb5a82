// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/changed_urls.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/engine/ask.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Call;
using cases::Channel;
using cases::Method;
using cases::Signature;
using cases::Variant;

bool is_of_the_api(const Reply& reply) { return reply.code || reply.request_id; }

constexpr std::array<std::string_view, 11> said_by_each_call{
    "AccessKeyId",     "Action",         "Format",           "InstanceIds", "RegionId", "Signature",
    "SignatureMethod", "SignatureNonce", "SignatureVersion", "Timestamp",   "Version"};

// What the URL of a request says besides.
Parameters words_in_url(std::string_view request) {
  const std::size_t begin = request.find('?');
  const std::size_t end = request.find(" HTTP/");
  if (begin > end || end == request.npos) return {};
  auto words = parse_query(request.substr(begin + 1, end - begin - 1));
  if (!words) return {};
  std::erase_if(*words, [](const auto& word) {
    return word.second.find(struck_out) != word.second.npos ||
           std::ranges::find(said_by_each_call, word.first) != said_by_each_call.end();
  });
  return *std::move(words);
}

// The first ways to send a look in a URL, and in a form.
struct UrlAndForm {
  std::optional<Variant> url, form;
};

UrlAndForm ways_of_v1(const Target& target) {
  UrlAndForm ways;
  for (const Variant way : target.claimed_variants) {
    if (way.signature != Signature::v1) continue;
    auto& one = way.method == Method::post_form ? ways.form : ways.url;
    if (!one) one = way;
  }
  return ways;
}

asio::awaitable<std::optional<ChangedUrl>> changed_by(Target& target, const Cast& cast,
                                                      const reports::Exchange& exchange) {
  constexpr int times_asked = 3;  // for something may come and go
  const Call& look = look_call(Channel::describe_instances, Whose::own);
  Call wordy = look;
  for (auto& [name, value] : words_in_url(exchange.request)) {
    wordy.arguments.push_back({.name = name, .value = cases::text(std::move(value))});
  }
  const UrlAndForm ways = ways_of_v1(target);
  const bool is_wordy = wordy.arguments.size() > look.arguments.size();
  if (!is_wordy || !ways.url || !ways.form) co_return std::nullopt;
  std::string first;
  for (int times = 0; times < times_asked; ++times) {
    const auto in_url = co_await ask(target, cast, wordy, *ways.url);
    if (!in_url || in_url->reply.http_status < 400 || !is_of_the_api(in_url->reply) ||
        compare_signed_texts(in_url->request, in_url->reply) == SignedTexts::alike) {
      co_return std::nullopt;
    }
    const std::vector<std::string> quarrel = signature_quarrel(in_url->request, in_url->reply);
    if (first.empty() && refuses_signature(in_url->reply) && !quarrel.empty()) {
      first = quarrel.front();
    }
    const auto in_form = co_await ask(target, cast, wordy, *ways.form);
    if (!in_form || !is_accepted(in_form->reply)) co_return std::nullopt;
    const auto plain = co_await ask(target, cast, look, *ways.url);
    if (!plain || !is_accepted(plain->reply)) co_return std::nullopt;
  }
  co_return ChangedUrl{
      .what =
          "a URL does not arrive as it was sent, for what it says is refused there and accepted "
          "in a form: something in between writes URLs anew, or the target reads them "
          "otherwise than forms",
      .first = std::move(first)};
}

}  // namespace

asio::awaitable<std::optional<ChangedUrl>> changed_url(Target& target, const Cast& cast,
                                                       const reports::Evidence& evidence) {
  for (const reports::CallRecord& call : evidence.calls) {
    if (target.stop()) co_return std::nullopt;
    auto changed = co_await changed_by(target, cast, call.exchange);
    if (changed) co_return changed;
  }
  co_return std::nullopt;
}

}  // namespace hallmark::runner
