// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/client_evidence.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/reference/text.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/signing/secret.hpp"

namespace hallmark::runner {
namespace {

using reports::CallRecord;
using reports::Exchange;

constexpr std::size_t calls_kept = 6;
constexpr std::size_t requests_kept = 12;       // of one call
constexpr std::size_t bytes_kept = 16U << 10U;  // of a request

// Takes the bytes of an answer apart, as far as they are HTTP.
void take_apart(std::string_view bytes, Exchange& exchange) {
  // Interim answers come before the one that counts.
  while (bytes.starts_with("HTTP/1.1 1")) {
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == bytes.npos) break;
    bytes.remove_prefix(end + 4);
  }
  int status = 0;
  const bool is_http = bytes.starts_with("HTTP/1.") && bytes.size() > 12;
  if (is_http) std::from_chars(bytes.data() + 9, bytes.data() + 12, status);
  const std::size_t end = bytes.find("\r\n\r\n");
  if (status == 0 || end == bytes.npos) {
    exchange.fault = bytes.empty() ? "closed" : "malformed";
    exchange.body = bytes;
    return;
  }
  exchange.status = status;
  std::string_view head = bytes.substr(0, end);
  exchange.body = bytes.substr(end + 4);
  head.remove_prefix(std::min(head.size(), head.find("\r\n")));
  while (head.size() > 2) {
    head.remove_prefix(2);
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(line.size());
    const std::size_t colon = line.find(':');
    if (colon == line.npos || exchange.headers.size() >= 40) continue;
    exchange.headers.emplace_back(line.substr(0, colon),
                                  reference::trimmed(line.substr(colon + 1)).substr(0, 1024));
  }
}

std::vector<Secret> secrets_of(const SeenCase& seen) {
  std::vector<Secret> secrets = {Secret{seen.access_key_secret}, Secret{seen.access_key_id}};
  for (const SeenCall& call : seen.calls) {
    if (!call.token.empty()) secrets.emplace_back(call.token);
  }
  return secrets;
}

}  // namespace

void strike_out(reports::Finding& finding, const SeenCase& seen) {
  const std::vector<Secret> secrets = secrets_of(seen);
  for (std::string* text : {&finding.reason, &finding.wanted, &finding.got, &finding.said}) {
    *text = redact(*text, secrets);
  }
}

reports::Evidence client_evidence(const SeenCase& seen, std::size_t shown,
                                  std::chrono::steady_clock::time_point began) {
  reports::Evidence evidence;
  const std::vector<Secret> secrets = secrets_of(seen);
  const auto since = [&](std::chrono::steady_clock::time_point at) {
    return std::chrono::duration_cast<std::chrono::microseconds>(at - began).count();
  };
  const auto keep = [&](std::size_t number) {
    const SeenCall& call = seen.calls[number];
    const std::size_t requests = std::min(requests_kept, call.requests.size());
    for (std::size_t i = 0; i < std::max<std::size_t>(1, requests); ++i) {
      CallRecord record{.call = number, .copy = static_cast<int>(i), .action = call.action};
      Exchange& exchange = record.exchange;
      if (i < requests) {
        const SeenRequest& request = call.requests[i];
        exchange.request = redact(std::string_view{request.raw}.substr(0, bytes_kept), secrets);
        take_apart(redact(request.answer, secrets), exchange);
        exchange.body_cut = request.answer_size - request.answer.size();
        exchange.fault_text = request.ending;
        exchange.at_us = since(request.at);
        if (request.answered_at > request.at) {
          exchange.took_us = since(request.answered_at) - exchange.at_us;
        }
      } else {
        exchange.fault = "closed";
        exchange.fault_text = "no request came";
      }
      if (i + 1 >= requests) {
        record.told = redact(call.told.line.empty() ? call.told.trouble : call.told.line, secrets);
      }
      evidence.calls.push_back(std::move(record));
    }
  };
  // Of many copies the last few before the one that shows it, and that one.
  const std::size_t last = std::min(shown, seen.calls.empty() ? 0 : seen.calls.size() - 1);
  const std::size_t first = last + 1 > calls_kept ? last + 1 - calls_kept : 0;
  const bool all = seen.calls.size() <= calls_kept;
  for (std::size_t i = all ? 0 : first; i < (all ? seen.calls.size() : last + 1); ++i) keep(i);
  return evidence;
}

}  // namespace hallmark::runner
