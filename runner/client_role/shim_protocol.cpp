// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/shim_protocol.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "reports/text.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner {
namespace {

namespace json = boost::json;

constexpr std::size_t line_kept = 16U << 10U;
constexpr std::size_t leaves_kept = 20000;
constexpr std::size_t longest_leaf = 64U << 10U;

json::string text(std::string_view view) {
  // What is no UTF-8 is not said in JSON; a case that has such values does not exist.
  return json::string{json::string_view{view.data(), view.size()}};
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return {};
  if (value->is_string()) return std::string{std::string_view{value->get_string()}};
  if (value->is_null()) return {};
  return json::serialize(*value);
}

std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  std::vector<std::string> all;
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return all;
  if (value->is_string()) return {text_of(object, name)};
  if (!value->is_array()) return all;
  for (const json::value& one : value->get_array()) {
    if (one.is_string()) all.emplace_back(std::string_view{one.get_string()});
  }
  return all;
}

void gather(const json::value& value, std::string_view name, UserTold& told) {
  if (told.leaves.size() >= leaves_kept) return;
  if (const json::object* object = value.if_object()) {
    for (const auto& [member, inside] : *object) gather(inside, member, told);
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& inside : *array) gather(inside, name, told);
  } else if (const json::string* string = value.if_string()) {
    told.leaves.emplace_back(name, std::string_view{*string}.substr(0, longest_leaf));
  } else if (!value.is_null()) {
    told.leaves.emplace_back(name, json::serialize(value));
  }
}

json::value value_of(const cases::client::Value& value) {
  if (const auto* plain = std::get_if<std::string>(&value)) return text(*plain);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  json::array list;
  for (const std::string& one : std::get<std::vector<std::string>>(value)) {
    list.emplace_back(text(one));
  }
  return list;
}

// Programs write half a character that way, and JSON allows it; Boost.JSON does not take it.
std::string without_half_characters(std::string_view line) {
  std::string text{line};
  const auto half_at = [&text](std::size_t at) {
    const bool escape = at + 6 <= text.size() && text[at] == '\\' && text[at + 1] == 'u' &&
                        (text[at + 2] == 'd' || text[at + 2] == 'D');
    if (!escape) return ' ';
    const char digit = text[at + 3];
    if (digit >= '0' && digit <= '7') return ' ';
    constexpr std::string_view high = "89abAB";
    return high.find(digit) == high.npos ? 'l' : 'h';
  };
  for (std::size_t at = text.find('\\'); at < text.size(); at = text.find('\\', at)) {
    const char half = half_at(at);
    if (half == 'h' && half_at(at + 6) == 'l') {
      at += 12;
    } else if (half != ' ') {
      text.replace(at + 2, 4, "fffd");
      at += 6;
    } else {
      at += 2;
    }
  }
  return text;
}

// Nor does it take bytes that are no UTF-8, which libraries hand on as they came.
std::string without_stray_bytes(std::string_view line) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = reports::utf8_character_at(line, at);
    text += length == 0 ? std::string_view{"\ufffd"} : line.substr(at, length);
    at += std::max<std::size_t>(1, length);
  }
  return text;
}

std::variant<json::object, std::string> object_in(std::string_view line) {
  boost::system::error_code error;
  json::parse_options how;
  how.max_depth = 512;
  json::value value = json::parse({line.data(), line.size()}, error, {}, how);
  if (error) {
    const std::string mended = without_half_characters(without_stray_bytes(line));
    error.clear();
    value = json::parse({mended.data(), mended.size()}, error, {}, how);
  }
  if (error || !value.is_object()) {
    if (reference::trimmed(line).empty()) return "it wrote an empty line";
    return "it wrote a line that is no JSON object: " +
           reports::shortened(reports::printable(line.substr(0, 400)), 80);
  }
  return std::move(value.get_object());
}

}  // namespace

bool Hello::has_action(std::string_view action) const {
  return std::ranges::find(actions, action) != actions.end();
}

bool Hello::takes(std::string_view option) const {
  return std::ranges::find(options, option) != options.end();
}

std::string hello_line() { return "{\"hello\":1}"; }
std::string bye_line() { return "{\"bye\":1}"; }

std::string line_of(const CallLine& call, const Hello& hello) {
  json::object parameters;
  for (const auto& [name, value] : call.parameters) parameters[name] = value_of(value);
  json::object options;
  const auto add = [&](std::string_view name, json::value value) {
    if (hello.takes(name)) options[name] = std::move(value);
  };
  if (call.method) add("method", text(*call.method));
  if (call.format) add("format", text(*call.format));
  if (call.signature) add("signature", text(*call.signature));
  if (call.timeout_ms) add("timeoutMs", *call.timeout_ms);
  if (call.retry) add("retry", true);
  json::object line{{"id", call.id},
                    {"call", text(call.action)},
                    {"params", std::move(parameters)},
                    {"endpoint", text(call.endpoint)},
                    {"regionId", text(call.region)},
                    {"accessKeyId", text(call.access_key_id)},
                    {"accessKeySecret", text(call.access_key_secret)},
                    {"securityToken", call.token.empty() ? json::value{} : text(call.token)},
                    {"options", std::move(options)}};
  return json::serialize(line);
}

std::variant<Hello, std::string> read_hello(std::string_view line) {
  auto read = object_in(line);
  if (auto* trouble = std::get_if<std::string>(&read)) return std::move(*trouble);
  const json::object& object = std::get<json::object>(read);
  const json::value* version = object.if_contains("shim");
  if (version == nullptr || !version->is_int64() || version->get_int64() != 1) {
    return "its greeting does not say \"shim\":1";
  }
  Hello hello{.name = text_of(object, "name"),
              .version = text_of(object, "version"),
              .language = text_of(object, "language"),
              .actions = texts_of(object, "actions"),
              .signatures = texts_of(object, "signature"),
              .options = texts_of(object, "options")};
  if (hello.name.empty()) return "its greeting names no client";
  if (hello.actions.empty()) return "its greeting names no action";
  for (std::string& signature : hello.signatures) {
    if (signature == "V1" || signature == "V3") signature[0] = 'v';
  }
  if (hello.takes("signature")) hello.signatures = {"v1", "v3"};
  if (hello.signatures.empty()) return "its greeting does not say which signature it makes";
  for (const std::string& signature : hello.signatures) {
    if (signature != "v1" && signature != "v3") return "its signature is neither v1 nor v3";
  }
  const json::value* concurrent = object.if_contains("concurrent");
  hello.concurrent = concurrent != nullptr && concurrent->is_bool() && concurrent->get_bool();
  return hello;
}

std::variant<AnswerLine, std::string> read_answer(std::string_view line) {
  auto read = object_in(line);
  if (auto* trouble = std::get_if<std::string>(&read)) return std::move(*trouble);
  const json::object& object = std::get<json::object>(read);
  const json::value* id = object.if_contains("id");
  if (id == nullptr || !id->is_int64())
    return "its answer has no id, or one that is no whole number";
  AnswerLine answer{.id = id->get_int64()};
  UserTold& told = answer.told;
  told.line = line.substr(0, line_kept);
  const json::value* ok = object.if_contains("ok");
  const json::value* error = object.if_contains("error");
  const json::value* unsupported = object.if_contains("unsupported");
  if ((ok != nullptr) + (error != nullptr) + (unsupported != nullptr) != 1) {
    return "its answer is not one of ok, error and unsupported";
  }
  if (ok != nullptr) {
    told.kind = UserTold::Kind::success;
    gather(*ok, "", told);
  } else if (unsupported != nullptr) {
    told.kind = UserTold::Kind::unsupported;
    told.trouble = text_of(object, "unsupported");
  } else {
    if (!error->is_object()) return "its error is no object";
    told.kind = UserTold::Kind::error;
    const json::object& what = error->get_object();
    told.sort = text_of(what, "kind");
    told.code = text_of(what, "code");
    told.message = text_of(what, "message");
    told.request_id = text_of(what, "requestId");
    if (const json::value* status = what.if_contains("httpStatus")) {
      boost::system::error_code none;
      const auto number = status->to_number<int>(none);
      if (!none) told.status = number;
    }
    gather(*error, "", told);
  }
  return answer;
}

}  // namespace hallmark::runner
