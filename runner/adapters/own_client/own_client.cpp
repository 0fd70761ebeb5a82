// SPDX-License-Identifier: Apache-2.0
//
// The suite's own client behind a shim (docs/porting-an-sdk.md): what `run` signs requests with,
// sends them by and reads answers with is certified like anybody's. A client that judges others
// must hold what it asks of them.
//
//   hallmark sdk -- build/runner/adapters/hallmark_own_client
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>

#include "reports/text.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/replies/reply.hpp"

namespace {

using namespace hallmark;
using namespace hallmark::runner;
namespace asio = boost::asio;
namespace json = boost::json;

void write(const json::object& message) {
  std::cout << json::serialize(message) << '\n' << std::flush;
}

std::string text_in(const json::object& object, std::string_view name) {
  const json::value* const value = object.if_contains({name.data(), name.size()});
  return value != nullptr && value->is_string() ? std::string{value->get_string()} : std::string{};
}

// A line of the protocol is UTF-8, whatever an answer holds.
json::string as_utf8(std::string_view text) {
  return reports::is_utf8(text) ? json::string{text} : json::string{reports::printable(text)};
}

// Booleans and numbers as they are written.
std::string text_of_value(const json::value& value) {
  return value.is_string() ? std::string{value.get_string()} : json::serialize(value);
}

cases::Call call_in(const json::object& message) {
  cases::Call call{.action = text_in(message, "call"), .spelled_as_is = true};
  for (const auto& [name, value] : message.at("params").as_object()) {
    const std::string key{name};
    if (value.is_null()) continue;
    if (!value.is_array()) {
      call.arguments.push_back({.name = key, .value = cases::text(text_of_value(value))});
      continue;
    }
    std::size_t number = 0;
    for (const json::value& item : value.get_array()) {
      call.arguments.push_back({.name = key + '.' + std::to_string(++number),
                                .value = cases::text(text_of_value(item))});
    }
  }
  return call;
}

cases::Variant variant_in(const json::object& options) {
  return {.method =
              text_in(options, "method") == "GET" ? cases::Method::get : cases::Method::post_query,
          .format = text_in(options, "format") == "XML" ? cases::Format::xml : cases::Format::json,
          .signature =
              text_in(options, "signature") == "v1" ? cases::Signature::v1 : cases::Signature::v3};
}

json::value as_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::object: {
      json::object object;
      for (const Node& child : node.children) object[child.name] = as_json(child);
      return object;
    }
    case Node::Kind::array: {
      json::array array;
      for (const Node& child : node.children) array.push_back(as_json(child));
      return array;
    }
    case Node::Kind::null:
      return nullptr;
    case Node::Kind::boolean:
      return node.text == "true";
    case Node::Kind::string:
    case Node::Kind::number:
      break;
  }
  return as_utf8(node.text);
}

json::object error_of(std::string_view kind, std::string_view message) {
  return {{"error", json::object{{"kind", kind}, {"message", message}}}};
}

// What a user of the client is told of an answer.
json::object told_of(const HttpReply& answer) {
  const Reply reply = decode_reply(answer.status, answer.header("Content-Type"), answer.body);
  const bool is_error = answer.status < 200 || answer.status >= 300 || reply.root == "Error" ||
                        (reply.code && *reply.code != "200");
  if (!is_error && reply.decoded() && reply.tree.kind == Node::Kind::object && reply.request_id) {
    return {{"ok", as_json(reply.tree)}};
  }
  json::object error{{"kind", is_error && reply.code ? "service" : "decode"},
                     {"httpStatus", answer.status}};
  const std::string why = reply.decoded() ? "the answer is none of the API"
                                          : "the answer cannot be read: " + reply.decode_error;
  error["message"] = as_utf8(reply.message.value_or(why));
  if (reply.code) error["code"] = as_utf8(*reply.code);
  if (reply.request_id) error["requestId"] = as_utf8(*reply.request_id);
  return {{"error", std::move(error)}};
}

asio::awaitable<json::object> make_call(const json::object& message) {
  const json::value* const given = message.if_contains("options");
  const json::object options =
      given != nullptr && given->is_object() ? given->get_object() : json::object{};
  Result<Url> url = parse_url(text_in(message, "endpoint"));
  if (!url) co_return error_of("usage", url.error().what);
  World world;
  world.credentials = {text_in(message, "accessKeyId"), text_in(message, "accessKeySecret"),
                       text_in(message, "securityToken")};
  if (const auto flaw = flaw_of(world.credentials)) co_return error_of("usage", *flaw);

  RequestBuilder requests{url->host_header(), url->path.empty() ? "/" : url->path, NonceGenerator{},
                          clock_ahead(std::chrono::seconds{0})};
  const BuiltRequest request =
      requests.build(call_in(message), variant_in(options), Cast{std::move(world)}, {});
  ClientOptions client_options;
  if (const json::value* timeout = options.if_contains("timeoutMs");
      timeout && timeout->is_int64()) {
    client_options.timeout = std::chrono::milliseconds{timeout->get_int64()};
  }
  HttpClient client{co_await asio::this_coro::executor, *url, client_options};
  const Result<HttpReply> answer = co_await client.exchange_kept(request.http);
  if (!answer) co_return error_of("transport", answer.error().what);
  co_return told_of(*answer);
}

asio::awaitable<void> answer(json::object message) {
  json::object told = co_await make_call(message);
  told["id"] = message.at("id");
  write(told);
}

void greet() {
  write({{"shim", 1},
         {"name", "hallmark-own-client"},
         {"version", "1"},
         {"language", "C++20"},
         {"actions",
          {"StartInstance", "RebootInstance", "ReactivateInstances", "ReActivateInstances",
           "StopInstance", "StartInstances", "DescribeInstances", "DescribeInstanceStatus",
           "DescribeInstanceAttribute"}},
         {"signature", "v3"},
         {"concurrent", true},
         {"options", {"method", "timeoutMs", "signature", "format"}}});
}

// A line at a time, until the suite says goodbye or goes.
asio::awaitable<void> serve(asio::io_context& io) {
  asio::posix::stream_descriptor input{io, 0};
  std::string buffer;
  while (true) {
    boost::system::error_code error;
    const std::size_t size =
        co_await asio::async_read_until(input, asio::dynamic_buffer(buffer), '\n',
                                        asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    json::object message = json::parse(std::string_view{buffer}.substr(0, size)).as_object();
    buffer.erase(0, size);
    if (message.contains("bye")) break;
    if (message.contains("hello")) {
      greet();
    } else {
      asio::co_spawn(io, answer(std::move(message)), asio::detached);
    }
  }
  io.stop();
}

}  // namespace

int main() {
  asio::io_context io{1};
  asio::co_spawn(io, serve(io), asio::detached);
  io.run();
}
