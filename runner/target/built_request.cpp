// SPDX-License-Identifier: Apache-2.0
#include "runner/target/built_request.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t kept_of_a_request = 16U << 10U;
constexpr std::size_t shortest_secret = 4;

// Whether `text` may show what redact() strikes out: it names a credential, or holds one of ours.
// The names are cut to where they are the same in either case and begin with a rare letter.
bool may_show(std::string_view text, const BuiltRequest& request) {
  constexpr std::array<std::string_view, 6> names = {"gnature", "GNATURE", "ccess",
                                                     "dential", "ken",     "cret"};
  const auto holds = [text](std::string_view what) { return text.find(what) != text.npos; };
  return std::ranges::any_of(names, holds) ||
         std::ranges::any_of(request.secrets, [&](std::string_view secret) {
           return secret.size() >= shortest_secret && holds(secret);
         });
}

// Of a request as usual our own secrets are all there is to hide, and they stand there as they are.
void strike_secrets(std::string& text, const BuiltRequest& request) {
  for (const std::string_view secret : request.secrets) {
    if (secret.size() < shortest_secret) continue;
    for (std::size_t at = text.find(secret); at != text.npos;
         at = text.find(secret, at + struck_out.size())) {
      text.replace(at, secret.size(), struck_out);
    }
  }
}

}  // namespace

std::string shown(const BuiltRequest& request) {
  std::string text = raw_request(request.http);
  if (request.as_usual) {
    strike_secrets(text, request);
  } else {
    text = redact(text, request.secrets);
  }
  if (text.size() > kept_of_a_request) {
    text.resize(kept_of_a_request);
    text += "...";
  }
  return text;
}

std::string strike_out(std::string text, const BuiltRequest& request) {
  return may_show(text, request) ? redact(text, request.secrets) : text;
}

void strike_out(HttpReply& reply, const BuiltRequest& request) {
  // Nearly every answer shows nothing, and one search through all of it says so.
  std::string all;
  for (const auto& [name, value] : reply.headers) all.append(value).push_back('\n');
  all += reply.body;
  if (!may_show(all, request)) return;
  for (auto& [name, value] : reply.headers) value = strike_out(std::move(value), request);
  reply.body = strike_out(std::move(reply.body), request);
}

}  // namespace hallmark::runner
