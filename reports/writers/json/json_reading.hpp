// SPDX-License-Identifier: Apache-2.0
//
// What the readers of runs and of campaigns share: members of a JSON document, each asked for by
// its name and of its kind.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "reports/report.hpp"
#include "reports/text.hpp"
#include "reports/writers/json/json_text.hpp"

namespace hallmark::reports::json_reading {

namespace json = boost::json;

// What is wrong with a value, without the place; the place is known further out.
struct Misread {
  std::string what;
};

// What a file says, as a message of one line may quote it.
inline std::string shown(std::string_view word) { return shortened(printable(word), 60); }

[[noreturn]] inline void misread(std::string_view name, std::string_view what) {
  throw Misread{"member \"" + std::string{name} + "\" " + std::string{what}};
}

inline const json::object& object_in(const json::value& value, std::string_view name) {
  if (!value.is_object()) misread(name, "is not an object");
  return value.get_object();
}

inline const json::array& array_in(const json::value& value, std::string_view name) {
  if (!value.is_array()) misread(name, "is not an array");
  return value.get_array();
}

inline std::string string_in(const json::value& value, std::string_view name) {
  if (!value.is_string()) misread(name, "is not a string");
  return std::string{std::string_view{value.get_string()}};
}

inline std::string bytes_in(const json::value& value, std::string_view name) {
  std::optional<std::string> bytes = json_text::from_base64(string_in(value, name));
  if (!bytes) misread(name, "is not base64");
  return *std::move(bytes);
}

// A string, or {"base64": "..."}.
inline std::string text_in(const json::value& value, std::string_view name) {
  if (const json::object* object = value.if_object()) {
    if (const json::value* encoded = object->if_contains("base64")) return bytes_in(*encoded, name);
  }
  return string_in(value, name);
}

inline const json::value& required(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) misread(name, "is missing");
  return *value;
}

inline std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? std::string{} : text_in(*value, name);
}

// `name`, or `name`Base64.
inline std::string bytes_of(const json::object& object, const std::string& name) {
  const std::string encoded = name + "Base64";
  if (const json::value* value = object.if_contains(encoded)) return bytes_in(*value, encoded);
  return text_of(object, name);
}

inline bool flag_of(const json::object& object, std::string_view name, bool otherwise = false) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) misread(name, "is neither true nor false");
  return value->get_bool();
}

template <class Number>
Number number_of(const json::object& object, std::string_view name, Number otherwise = 0) {
  const json::value* value = object.if_contains(name);
  if (value == nullptr) return otherwise;
  boost::system::error_code error;
  const auto number = value->to_number<Number>(error);
  if (error) misread(name, "is not a number that fits");
  return number;
}

// The elements of an array that may be left out.
template <class Read>
auto each_of(const json::object& object, std::string_view name, Read read) {
  std::vector<std::invoke_result_t<Read, const json::value&>> all;
  if (const json::value* value = object.if_contains(name)) {
    const json::array& array = array_in(*value, name);
    all.reserve(array.size());
    for (const json::value& element : array) all.push_back(read(element));
  }
  return all;
}

inline std::vector<std::string> texts_of(const json::object& object, std::string_view name) {
  return each_of(object, name, [&](const json::value& value) { return text_in(value, name); });
}

// Who wrote the file, by which tables, and when.
void read_program(const json::object& object, Info& info);
[[nodiscard]] Exchange exchange_in(const json::value& value);
// The level that the member says; required where there is none.
[[nodiscard]] cases::Level level_in(const json::object& object);
[[nodiscard]] std::vector<SharedCitation> citations_in(const json::object& object);
[[nodiscard]] KnownFailures known_failures_in(const json::object& object);

}  // namespace hallmark::reports::json_reading
