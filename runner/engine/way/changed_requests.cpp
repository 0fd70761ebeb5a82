// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/changed_requests.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/engine/way/sent_twice.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/replies/coded_reply.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Call;
using cases::Method;
using cases::Signature;

// Parameters in the text that the target signed, as its message shows it, which were not sent.
std::vector<std::pair<std::string, std::string>> arrived_besides(std::string_view message,
                                                                 const HttpRequest& sent) {
  constexpr std::string_view behind_the_method = "&%2F";
  std::vector<std::pair<std::string, std::string>> all;
  const std::size_t path = message.find(behind_the_method);
  if (path == message.npos) return all;
  const std::size_t begin = message.find('&', path + 1);
  if (begin == message.npos) return all;
  const std::string_view text = message.substr(begin + 1);
  const auto query = percent_decode(text.substr(0, text.find_first_of(" \t\r\n\"'")));
  if (!query) return all;
  const std::string_view url = sent.target;
  const std::string what_was_sent =
      "&" + std::string{url.substr(std::min(url.find('?'), url.size() - 1) + 1)} + "&" + sent.body;
  std::string_view rest = *query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == pair.npos) continue;
    const std::string_view spelled = pair.substr(0, equals);
    if (what_was_sent.find("&" + std::string{spelled} + "=") != std::string::npos) continue;
    const auto name = percent_decode(spelled);
    const auto value = percent_decode(pair.substr(equals + 1));
    if (name && value) all.emplace_back(*name, *value);
  }
  return all;
}

void tell_long_urls(WayTalk& talk, const std::string& failed, std::size_t longest) {
  talk.spoils(
      Reach::long_urls,
      "a URL of more than some " + std::to_string(longest) +
          " bytes does not arrive as it was sent (" + failed +
          "; the same in a form is accepted): have what is between here and the target take "
          "URLs of 8 KB",
      longest);
}

}  // namespace

void look_at_nonces(WayTalk& talk) {
  const auto is_spent = [](const WayTalk::Way& one) { return says_nonce_used(one.told.reply); };
  const auto is_post = [](const WayTalk::Way& one) { return one.variant.method != Method::get; };
  const bool all = std::ranges::all_of(talk.ways(), is_spent);
  const bool posts = std::ranges::all_of(
      talk.ways(), [&](const WayTalk::Way& one) { return is_spent(one) == is_post(one); });
  if (!all && !posts) return;
  for (const WayTalk::Way& one : talk.ways()) {
    if (is_spent(one)) talk.note_spent(one.variant);
  }
}

asio::awaitable<void> look_at_parameters(WayTalk& talk) {
  constexpr std::size_t most = 4;
  for (const WayTalk::Way& one : talk.ways()) {
    if (one.variant.signature != Signature::v1 || !refuses_signature(one.told.reply)) continue;
    const auto added = arrived_besides(text_of(one.told.reply.message), one.told.request);
    if (added.empty() || added.size() > most) continue;
    Call call = talk.look();
    std::string named;
    for (const auto& [name, value] : added) {
      call = with_parameter(std::move(call), name, value);
      named += (named.empty() ? "" : ", ") + name + "=" + value;
    }
    HttpRequest request = talk.build(call, one.variant).http;
    for (const auto& [name, value] : added) {
      const std::string pair = percent_encode(name) + "=" + percent_encode(value);
      for (std::string* const part : {&request.target, &request.body}) {
        const std::size_t at = part->find("&" + pair);
        if (at != part->npos) part->erase(at, pair.size() + 1);
      }
    }
    const Told told = co_await talk.send(std::move(request));
    if (talk.is_silent()) co_return;
    if (!told.accepted()) continue;
    talk.spoils(
        talk.plain() && one.variant.method == Method::get ? Reach::gets : Reach::all,
        "a parameter that was not sent arrives (" +
            reports::shortened(reports::printable(named), 60) +
            "): what is signed with it and sent without is accepted: have what is between here "
            "and the target hand requests on as they came");
    co_return;
  }
}

asio::awaitable<void> look_at_long_urls(WayTalk& talk) {
  constexpr std::array lengths{3000U, 1600U, 800U, 400U, 200U, 100U, 50U};  // bytes more
  const WayTalk::Way* form = nullptr;
  const WayTalk::Way* url = nullptr;
  for (const Signature signature : {Signature::v3, Signature::v1}) {
    if (form == nullptr) form = talk.working(Method::post_form, signature);
    if (url == nullptr) url = talk.working(Method::get, signature);
    if (url == nullptr) url = talk.working(Method::post_query, signature);
  }
  if (form == nullptr || url == nullptr) co_return;
  std::string failed;
  bool as_form = false;
  for (const unsigned length : lengths) {
    const Call longer = with_parameter(talk.look(), filler_name, std::string(length, 'a'));
    const Told told = co_await talk.ask(longer, url->variant);
    if (talk.is_silent()) co_return;
    if (told.accepted()) {
      if (as_form) tell_long_urls(talk, failed, told.request.target.size());
      co_return;
    }
    const bool is_its_own_failure = told.reply.http_status >= 500 && !told.is_page();
    if (is_its_own_failure || told.reply.http_status < 400) co_return;
    failed = shape_of(told.reply) + (told.is_page() ? named_by(told.whole) : "");
    if (!as_form) {
      const Told sent_as_form = co_await talk.ask(longer, form->variant);
      if (talk.is_silent() || !sent_as_form.accepted()) co_return;
      as_form = true;
    }
  }
  if (as_form) tell_long_urls(talk, failed, url->told.request.target.size());
}

asio::awaitable<void> look_at_blanks(WayTalk& talk) {
  const WayTalk::Way* url = talk.working(Method::get, Signature::v1);
  if (url == nullptr) url = talk.working(Method::get, Signature::v3);
  if (url == nullptr) co_return;
  struct Change {
    std::string_view value, spelled;
    std::string_view arrives, signed_spelling;
    std::string_view what;
  };
  constexpr std::array all{
      Change{"a b", "a%20b", "ab", "ab", "a blank in a URL is dropped"},
      Change{"a b", "a%20b", "a+b", "a%2Bb", "a blank in a URL becomes a plus"},
      Change{"a+b", "a%2Bb", "ab", "ab", "a plus in a URL is dropped"},
      Change{"a+b", "a%2Bb", "a b", "a%20b", "a plus in a URL becomes a blank"},
  };
  const std::string name = std::string{filler_name} + "=";
  for (const Change& one : all) {
    const Told told = co_await talk.ask(
        with_parameter(talk.look(), filler_name, std::string{one.value}), url->variant);
    if (talk.is_silent()) co_return;
    if (told.accepted() || !refuses_signature(told.reply)) continue;
    bool arrives = false;
    // A signature of V1 may have a plus of its own, one in three has.
    for (int tries = 0; tries < 8 && !arrives; ++tries) {
      BuiltRequest built = talk.build(
          with_parameter(talk.look(), filler_name, std::string{one.arrives}), url->variant);
      std::string& sent = built.http.target;
      const std::string found = name + std::string{one.signed_spelling};
      const std::size_t at = sent.find(found);
      if (at == sent.npos) co_return;
      sent.replace(at, found.size(), name + std::string{one.spelled});
      const Told changed = co_await talk.send(std::move(built.http));
      if (talk.is_silent()) co_return;
      arrives = changed.accepted();
    }
    if (!arrives) continue;
    const std::string what = std::string{one.what} +
                             " before its signature is looked at: what was signed so is accepted, "
                             "and what was sent is not";
    if (one.value == "a b") {
      talk.spoils(Reach::blanks, what + ": have what is between hand URLs on as they came");
    } else {  // as many do who decode too much
      talk.suspects({.reach = Reach::pluses,
                     .asks = "does a plus arrive?",
                     .what = what + ", by the target or by something in between: ask "
                                    "past it, or look at what arrives"});
    }
    co_return;
  }
}

asio::awaitable<void> look_at_posts(WayTalk& talk) {
  for (const Signature signature : {Signature::v1, Signature::v3}) {
    const WayTalk::Way* const get = talk.working(Method::get, signature);
    const WayTalk::Way* const post = talk.way(Method::post_query, signature);
    if (get == nullptr || post == nullptr || post->told.accepted()) continue;
    BuiltRequest built = talk.build(talk.look(), get->variant);
    built.http.method = "POST";
    const Told told = co_await talk.send(std::move(built.http));
    if (talk.is_silent()) co_return;
    if (!told.accepted()) continue;
    talk.spoils(
        Reach::posts,
        "a POST arrives as a GET: the target accepts one that was signed for GET, and none that "
        "was signed for POST: have what is between hand requests on as they came");
    co_return;
  }
}

asio::awaitable<void> look_at_forms(WayTalk& talk) {
  const WayTalk::Way* const form = talk.way(Method::post_form, Signature::v1);
  if (form == nullptr || form->told.accepted() || talk.is_spoilt(Reach::posts)) co_return;
  if (is_by_others(form->told)) co_return;
  HttpRequest bare = talk.build(talk.look(), form->variant).http;
  std::erase_if(bare.headers,
                [](const auto& header) { return same_header_name(header.first, "Content-Type"); });
  const Told told = co_await talk.send(std::move(bare));
  if (talk.is_silent() || !same_answer(told.reply, form->told.reply)) co_return;
  const bool still_passes = co_await talk.passes();
  if (!still_passes) co_return;
  talk.suspects(
      {.reach = Reach::posts,
       .asks = "is its Content-Type stripped?",
       .what =
           "a form is answered as one without a Content-Type: a target that reads no forms does "
           "so, and so does something in between that strips it, or the body: ask past it, or "
           "look at what arrives"});
}
}  // namespace hallmark::runner
