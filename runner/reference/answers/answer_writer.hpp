// SPDX-License-Identifier: Apache-2.0
//
// Writes an answer's body, in XML or JSON, straight into a string.
//
// The two forms differ in two ways only: JSON has no root name, and a list is an object with one
// array member in JSON, a wrapper with repeated elements in XML:
//
//   "Instances":{"Instance":[{...},{...}]} <Instances><Instance>...</Instance>...</Instances>
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hallmark::runner::reference {

enum class Format : std::uint8_t { xml, json };

class AnswerWriter {
 public:
  AnswerWriter(Format format, std::string& body) : format_{format}, body_{body} {}

  [[nodiscard]] Format format() const { return format_; }

  void begin_document(std::string_view root);
  void end_document(std::string_view root);

  void text(std::string_view name, std::string_view value);
  void number(std::string_view name, std::int64_t value);
  void truth(std::string_view name, bool value);
  // A value that is written as it is, whatever it holds.
  void plain(std::string_view name, std::string_view printed);

  void begin_object(std::string_view name);
  void end_object(std::string_view name);

  void begin_list(std::string_view wrapper, std::string_view item);
  void end_list(std::string_view wrapper);
  void begin_item(std::string_view item);
  void end_item(std::string_view item);
  void text_item(std::string_view item, std::string_view value);

 private:
  void separate();
  void json_name(std::string_view name);
  void open_tag(std::string_view name);
  void close_tag(std::string_view name);

  Format format_;
  std::string& body_;
};

}  // namespace hallmark::runner::reference
