// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/answer_writer.hpp"

#include <charconv>

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {

void AnswerWriter::begin_document(std::string_view root) {
  if (format_ == Format::json) {
    body_ += '{';
  } else {
    body_ += R"(<?xml version="1.0" encoding="UTF-8"?>)";
    open_tag(root);
  }
}

void AnswerWriter::end_document(std::string_view root) {
  if (format_ == Format::json) {
    body_ += '}';
  } else {
    close_tag(root);
  }
}

void AnswerWriter::text(std::string_view name, std::string_view value) {
  if (format_ == Format::json) {
    json_name(name);
    body_ += '"';
    append_json_escaped(body_, value);
    body_ += '"';
  } else {
    open_tag(name);
    append_xml_escaped(body_, value);
    close_tag(name);
  }
}

void AnswerWriter::number(std::string_view name, std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  plain(name, {digits, end});
}

void AnswerWriter::truth(std::string_view name, bool value) {
  plain(name, value ? "true" : "false");
}

void AnswerWriter::begin_object(std::string_view name) {
  if (format_ == Format::json) {
    json_name(name);
    body_ += '{';
  } else {
    open_tag(name);
  }
}

void AnswerWriter::end_object(std::string_view name) {
  if (format_ == Format::json) {
    body_ += '}';
  } else {
    close_tag(name);
  }
}

void AnswerWriter::begin_list(std::string_view wrapper, std::string_view item) {
  if (format_ == Format::json) {
    json_name(wrapper);
    body_ += '{';
    json_name(item);
    body_ += '[';
  } else {
    open_tag(wrapper);
  }
}

void AnswerWriter::end_list(std::string_view wrapper) {
  if (format_ == Format::json) {
    body_ += "]}";
  } else {
    close_tag(wrapper);
  }
}

void AnswerWriter::begin_item(std::string_view item) {
  if (format_ == Format::json) {
    separate();
    body_ += '{';
  } else {
    open_tag(item);
  }
}

void AnswerWriter::end_item(std::string_view item) { end_object(item); }

void AnswerWriter::text_item(std::string_view item, std::string_view value) {
  if (format_ == Format::json) {
    separate();
    body_ += '"';
    append_json_escaped(body_, value);
    body_ += '"';
  } else {
    text(item, value);
  }
}

void AnswerWriter::separate() {
  if (body_.back() != '{' && body_.back() != '[') body_ += ',';
}

void AnswerWriter::json_name(std::string_view name) {
  separate();
  body_ += '"';
  body_ += name;
  body_ += "\":";
}

void AnswerWriter::open_tag(std::string_view name) {
  body_ += '<';
  body_ += name;
  body_ += '>';
}

void AnswerWriter::close_tag(std::string_view name) {
  body_ += "</";
  body_ += name;
  body_ += '>';
}

void AnswerWriter::plain(std::string_view name, std::string_view printed) {
  if (format_ == Format::json) {
    json_name(name);
    body_ += printed;
  } else {
    open_tag(name);
    body_ += printed;
    close_tag(name);
  }
}

}  // namespace hallmark::runner::reference
