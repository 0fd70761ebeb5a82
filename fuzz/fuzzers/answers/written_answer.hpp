// SPDX-License-Identifier: Apache-2.0
//
// Writes a decoded answer down again, in either format.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

inline std::string escaped_for_xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&' || c == '<' || c == '>' || c == '\r') {
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";
    } else {
      out += c;
    }
  }
  return out;
}

// An element for the node; for an array one for each of its items.
inline void append_xml(std::string& out, const runner::Node& node, std::string_view name) {
  if (node.kind == runner::Node::Kind::array) {
    for (const runner::Node& item : node.children) append_xml(out, item, name);
    return;
  }
  out.append("<").append(name).append(">").append(escaped_for_xml(node.text));
  for (const runner::Node& child : node.children) append_xml(out, child, child.name);
  out.append("</").append(name).append(">");
}

inline std::string quoted_for_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    char escape[8];
    if (static_cast<unsigned char>(c) < 0x20) {
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out += '"';
}

inline void append_json(std::string& out, const runner::Node& node) {
  using Kind = runner::Node::Kind;
  if (node.kind == Kind::object || node.kind == Kind::array) {
    const bool object = node.kind == Kind::object;
    out += object ? '{' : '[';
    for (const runner::Node& child : node.children) {
      if (&child != node.children.data()) out += ',';
      if (object) out += quoted_for_json(child.name) + ':';
      append_json(out, child);
    }
    out += object ? '}' : ']';
  } else if (node.kind == Kind::string) {
    out += quoted_for_json(node.text);
  } else {
    out += node.kind == Kind::null ? "null" : node.text;
  }
}

}  // namespace hallmark::fuzz
