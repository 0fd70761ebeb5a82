// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/v3_on_the_way.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/signing/signature_quarrel.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using cases::Method;
using cases::Signature;

Headers without(Headers headers, bool authorization, bool acs) {
  std::erase_if(headers, [&](const auto& header) {
    const std::string name = reports::to_lower(header.first);
    return (authorization && name == "authorization") || (acs && name.starts_with("x-acs-"));
  });
  return headers;
}

// The host and the path that a V3 signature has to cover, where one of them is not what is asked.
std::string arrives_otherwise(WayTalk& talk, const std::string& host, const std::string& path) {
  std::string what;
  std::string cure;
  if (path != talk.elsewhere().path) {
    what = "the path " + path + " where " + talk.elsewhere().path + " is asked";
    cure = "hand the path on whole (nginx: proxy_pass without one)";
  }
  if (host != talk.target().host) {
    what += (what.empty() ? "the host " : ", and the host ") + reports::printable(host) +
            " where " + talk.target().host + " is asked";
    cure += (cure.empty() ? "hand" : ", and") + std::string{" the host on as it came (nginx: "} +
            "proxy_set_header Host $http_host)";
  }
  return "V3 signatures are accepted over " + what + ": have what is between " + cure;
}

// For another host, for the bare path, or for both: what a proxy makes of them.
asio::awaitable<void> sign_for_others(WayTalk& talk, const WayTalk::Way& refused) {
  if (!refuses_signature(refused.told.reply)) co_return;
  const std::string& path = talk.elsewhere().path;
  std::vector<std::string> hosts{talk.target().host};
  const std::string_view told_host = text_of(refused.told.reply.host_id);
  if (!told_host.empty() && told_host != talk.target().host) hosts.emplace_back(told_host);
  std::vector<std::string> paths{path};
  if (path != "/") paths.emplace_back("/");
  for (const std::string& host : hosts) {
    for (const std::string& other_path : paths) {
      if (host == talk.target().host && other_path == path) continue;
      RequestBuilder elsewhere{host, other_path, NonceGenerator{}, talk.elsewhere().clock};
      BuiltRequest built = elsewhere.build(talk.look(), refused.variant, talk.cast(),
                                           talk.target().reactivate_spelling, {});
      for (auto& [name, value] : built.http.headers) {
        if (same_header_name(name, "Host")) value = talk.target().host;
      }
      built.http.target.replace(0, other_path.size(), path);
      const Told told = co_await talk.send(std::move(built.http));
      if (talk.is_silent()) co_return;
      if (!told.accepted()) continue;
      talk.spoils(Reach::v3, arrives_otherwise(talk, host, other_path));
      co_return;
    }
  }
}

// Whoever gets none of them cannot tell a request that has them from one that has not.
asio::awaitable<void> leave_headers_out(WayTalk& talk, const WayTalk::Way& refused) {
  struct Left {
    bool authorization;
    bool acs;
  };
  constexpr std::array all{Left{true, false}, Left{false, true}, Left{true, true}};
  std::array<bool, all.size()> is_same{};
  for (std::size_t i = 0; i < all.size(); ++i) {
    HttpRequest request = talk.build(talk.look(), refused.variant).http;
    request.headers = without(std::move(request.headers), all.at(i).authorization, all.at(i).acs);
    const Told told = co_await talk.send(std::move(request));
    if (talk.is_silent()) co_return;
    is_same.at(i) = same_answer(told.reply, refused.told.reply);
  }
  const std::string alike =
      "the signature headers do not arrive: a request signed with V3 is "
      "answered as one without ";
  // Who reads neither kind of header may know no V3; who reads x-acs-*, or asks for it, does.
  const bool asks_for_acs = text_of(refused.told.reply.message).find("x-acs-") != std::string::npos;
  if (is_same[0] && !is_same[1] && !is_same[2]) {
    talk.spoils(Reach::v3, alike + "Authorization: have what is between hand that on");
  } else if (!is_same[0] && is_same[1] && asks_for_acs) {
    talk.spoils(Reach::v3, alike + "x-acs-*: have what is between hand those on");
  } else if (is_same[1]) {
    // What everything is answered for a time says nothing of headers.
    const bool still_passes = co_await talk.passes();
    if (!still_passes) co_return;
    const std::string lost = is_same[0] ? "neither Authorization nor x-acs-*" : "no x-acs-*";
    talk.suspects(
        {.reach = Reach::v3,
         .asks = "do the headers arrive?",
         .what = "what is signed with V3 is answered as if it had " + lost +
                 ", which V1 does not need: a target that knows no V3 does so (say --without v3), "
                 "and so does something in between that strips them: ask past it, or look at what "
                 "arrives"});
  }
}

}  // namespace

asio::awaitable<void> look_at_v3(WayTalk& talk) {
  const WayTalk::Way* refused = nullptr;
  for (const Method method : {Method::post_query, Method::get, Method::post_form}) {
    if (talk.working(method, Signature::v3) != nullptr) co_return;
    if (refused == nullptr) refused = talk.way(method, Signature::v3);
  }
  if (refused == nullptr || is_by_others(refused->told)) co_return;
  co_await sign_for_others(talk, *refused);
  if (talk.is_silent() || talk.is_spoilt(Reach::v3)) co_return;
  co_await leave_headers_out(talk, *refused);
}
}  // namespace hallmark::runner
