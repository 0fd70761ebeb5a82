// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/kept_exchanges.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace hallmark::fuzz {
namespace {

reports::Exchange exchange_of(ReplyOrFault outcome) {
  reports::Exchange exchange;
  exchange.kept_alive = true;  // no history is about connections
  if (!outcome) {
    exchange.fault = runner::name_of(outcome.error().fault);
    exchange.fault_text = std::move(outcome.error().what);
  } else if (outcome->status == 0) {
    exchange.fault = runner::name_of(runner::Fault::closed);
  } else {
    exchange.status = outcome->status;
    exchange.headers = std::move(outcome->headers);
    exchange.body = std::move(outcome->body);
    exchange.took_us = std::chrono::duration_cast<std::chrono::microseconds>(outcome->took).count();
  }
  return exchange;
}

reports::Exchange shown(reports::Exchange exchange, const runner::BuiltRequest& request) {
  exchange.request = runner::shown(request);
  exchange.fault_text = runner::strike_out(std::move(exchange.fault_text), request);
  runner::HttpReply reply;
  reply.headers = std::move(exchange.headers);
  reply.body = std::move(exchange.body);
  runner::strike_out(reply, request);
  exchange.headers = std::move(reply.headers);
  exchange.body = std::move(reply.body);
  return exchange;
}

}  // namespace

const reports::Exchange& KeptExchanges::add(const runner::BuiltRequest& request,
                                            ReplyOrFault outcome) {
  return kept_.emplace_back(Kept{request, exchange_of(std::move(outcome))}).exchange;
}

std::vector<reports::Exchange> KeptExchanges::take_shown() {
  std::vector<reports::Exchange> all;
  for (Kept& kept : kept_) all.push_back(shown(std::move(kept.exchange), kept.request));
  kept_.clear();
  return all;
}

void KeptExchanges::strike_out(Violation& finding) const {
  for (const Kept& kept : kept_) {
    for (std::string* const text : {&finding.shape, &finding.wanted, &finding.got}) {
      *text = runner::strike_out(std::move(*text), kept.request);
    }
  }
}

}  // namespace hallmark::fuzz
