// SPDX-License-Identifier: Apache-2.0
//
// Reads JSON a second time, beside the tree that was made of it: in place, without a tree of its
// own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/fuzzers/plain_character.hpp"
#include "runner/wire/reply.hpp"

namespace hallmark::fuzz {

// Goes through a text that is known to be JSON (RFC 8259) and asks at each step whether the tree
// says the same: kinds, names, texts and numbers, character by character, in their order.
class PlainJson {
 public:
  explicit PlainJson(std::string_view text) : text_{text} {}

  // Whether the whole text is that tree.
  [[nodiscard]] bool is(const runner::Node& tree) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    skip_blanks();
    if (!value(tree)) return false;
    skip_blanks();
    return at_ == text_.size();
  }

  // Whether some object had two members of one name.
  [[nodiscard]] bool any_twice() const { return any_twice_; }

 private:
  using Node = runner::Node;

  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  bool take(std::string_view wanted) {
    if (text_.compare(at_, wanted.size(), wanted) != 0) return false;
    at_ += wanted.size();
    return true;
  }

  void skip_blanks() {
    while (here() == ' ' || here() == '\t' || here() == '\n' || here() == '\r') ++at_;
  }

  bool value(const Node& node) {
    switch (node.kind) {
      case Node::Kind::object:
      case Node::Kind::array:
        return container(node, node.kind == Node::Kind::object);
      case Node::Kind::string:
        return string(node.text);
      case Node::Kind::number:
        return (here() == '-' || (here() >= '0' && here() <= '9')) && take(node.text) &&
               std::string_view{"0123456789+-.eE"}.find(here()) == std::string_view::npos;
      case Node::Kind::boolean:
        return (node.text == "true" || node.text == "false") && take(node.text);
      case Node::Kind::null:
        return node.text.empty() && take("null");
    }
    return false;
  }

  bool container(const Node& node, bool object) {
    if (!take(object ? '{' : '[')) return false;
    skip_blanks();
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const Node& child = node.children[i];
      if (i > 0 && !take(',')) return false;
      skip_blanks();
      if (object) {
        if (!string(child.name)) return false;
        skip_blanks();
        if (!take(':')) return false;
        skip_blanks();
        any_twice_ = any_twice_ ||
                     std::any_of(node.children.data(), &child,
                                 [&](const Node& before) { return before.name == child.name; });
      } else if (!child.name.empty()) {
        return false;
      }
      if (!value(child)) return false;
      skip_blanks();
    }
    return take(object ? '}' : ']');
  }

  // Four hexadecimal digits.
  std::uint32_t code_unit() {
    std::uint32_t unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const auto digit = static_cast<unsigned char>(here());
      unit = unit * 16 + (digit <= '9' ? digit - '0' : (digit | 0x20U) - 'a' + 10U);
    }
    return unit;
  }

  // What stands behind the backslash, as UTF-8; its length.
  std::size_t escaped(char (&out)[4]) {
    const char kind = here();
    ++at_;
    if (kind != 'u') {
      constexpr std::string_view letters = "bfnrt", meanings = "\b\f\n\r\t";
      const std::size_t which = letters.find(kind);
      out[0] = which == letters.npos ? kind : meanings[which];
      return 1;
    }
    std::uint32_t code = code_unit();
    if (code >= 0xd800 && code < 0xdc00 && take("\\u")) {
      code = 0x10000 + (code - 0xd800) * 0x400 + (code_unit() - 0xdc00);
    }
    return encoded(code, out);
  }

  bool string(std::string_view meaning) {
    if (!take('"')) return false;
    std::size_t read = 0;
    for (;;) {
      // Up to the next quote or backslash, all at once.
      std::size_t end = at_;
      while (end < text_.size() && text_[end] != '"' && text_[end] != '\\') ++end;
      const std::string_view plain = text_.substr(at_, end - at_);
      if (meaning.compare(read, plain.size(), plain) != 0) return false;
      read += plain.size();
      at_ = end;
      if (take('"')) return read == meaning.size();
      if (!take('\\')) return false;
      char bytes[4];
      const std::string_view one{bytes, escaped(bytes)};
      if (meaning.compare(read, one.size(), one) != 0) return false;
      read += one.size();
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool any_twice_ = false;
};

}  // namespace hallmark::fuzz
