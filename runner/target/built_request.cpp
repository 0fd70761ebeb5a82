// SPDX-License-Identifier: Apache-2.0
#include "runner/target/built_request.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

#include "runner/wire/echoes.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t kept_of_a_request = 16U << 10U;
// Of a request as usual our own secrets are all there is to hide, and they stand there as they are.
void strike_secrets(std::string& text, const BuiltRequest& request) {
  for (const Secret& hidden : request.secrets) {
    const std::string& secret = hidden.reveal();
    if (secret.size() < shortest_secret) continue;
    for (std::size_t at = text.find(secret); at != text.npos;
         at = text.find(secret, at + struck_out.size())) {
      text.replace(at, secret.size(), struck_out);
    }
  }
}

void strike_out_packed(std::string& body, const BuiltRequest& request) {
  constexpr std::size_t most = 4U << 20U;  // bytes; what holds more no answer of the API is
  const Unpacked unpacked = unpack(body, most);
  if (!unpacked.whole) {
    if (unpacked.text.size() >= most || may_show(unpacked.text, request.secrets)) body = struck_out;
  } else if (may_show(unpacked.text, request.secrets)) {
    std::string text = redact(unpacked.text, request.secrets);
    if (text != unpacked.text) body = pack_gzip(text);
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
  return may_show(text, request.secrets) ? redact(text, request.secrets) : text;
}

void strike_out(HttpReply& reply, const BuiltRequest& request) {
  if (is_packed(reply.body)) strike_out_packed(reply.body, request);
  // Nearly every answer shows nothing, and one search through all of it says so.
  std::string all = reply.reason;
  for (const auto& [name, value] : reply.headers) {
    all.append("\n").append(name).append("\n").append(value);
  }
  all.append("\n").append(reply.body);
  if (!may_show(all, request.secrets)) return;
  reply.reason = strike_out(std::move(reply.reason), request);
  for (auto& [name, value] : reply.headers) {
    name = strike_out(std::move(name), request);
    value = strike_out(std::move(value), request);
  }
  reply.body = strike_out(std::move(reply.body), request);
}

}  // namespace hallmark::runner
