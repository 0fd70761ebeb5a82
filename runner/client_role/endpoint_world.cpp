// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/endpoint_world.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>

namespace hallmark::runner {

void EndpointWorld::build() {
  endpoint_ = std::make_unique<reference::Endpoint>();
  const reference::HttpResponse made =
      endpoint_->handle({.method = "POST",
                         .target = "/_fixtures",
                         .headers = {{"Content-Type", "application/json"}},
                         .body = R"({"status":"Stopped","chargeType":"PostPaid","settleMs":0})"});
  boost::system::error_code error;
  const boost::json::value world = boost::json::parse(made.body, error);
  if (error || made.status != 201) throw std::logic_error{"the reference endpoint makes no world"};
  const auto text = [&](const char* name) {
    return std::string{std::string_view{world.at(name).as_string()}};
  };
  access_key_id = text("accessKeyId");
  access_key_secret = text("accessKeySecret");
  instance = text("instanceId");
  region = text("regionId");
}

void EndpointWorld::fill_in(std::string& text) const {
  const auto replace = [&](std::string_view what, std::string_view by) {
    if (const auto at = text.find(what); at != text.npos) text.replace(at, what.size(), by);
  };
  replace("<instance>", instance);
  replace("<region>", region);
}

std::string EndpointWorld::request_id_in(std::string_view answer) {
  constexpr std::size_t length = 36;
  const std::size_t at = answer.find("RequestId");
  if (at == answer.npos) return {};
  const std::size_t begin = answer.find_first_of("0123456789ABCDEF", at + 9);
  return begin == answer.npos ? std::string{} : std::string{answer.substr(begin, length)};
}

}  // namespace hallmark::runner
