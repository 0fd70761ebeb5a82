// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/json/json_exchange.hpp"

#include "reports/writers/json/json_text.hpp"

namespace hallmark::reports::json_text {

void append_exchange(std::string& out, const Exchange& exchange) {
  Object object{out};
  object.bytes("request", exchange.request);
  object.number("status", exchange.status);
  if (!exchange.headers.empty()) {
    append_array(object.member("headers"), exchange.headers,
                 [](std::string& to, const auto& header) {
                   to += '[';
                   append_text(to, header.first);
                   to += ',';
                   append_text(to, header.second);
                   to += ']';
                 });
  }
  object.bytes("body", exchange.body);
  if (exchange.body_cut > 0) object.number("bodyCut", exchange.body_cut);
  object.text("fault", exchange.fault);
  object.text("faultText", exchange.fault_text);
  object.number("atUs", exchange.at_us);
  if (exchange.sent_us > 0) object.number("sentUs", exchange.sent_us);
  object.number("tookUs", exchange.took_us);
  object.flag("keptAlive", exchange.kept_alive);
  object.close();
}

}  // namespace hallmark::reports::json_text
