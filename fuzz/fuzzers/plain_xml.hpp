// SPDX-License-Identifier: Apache-2.0
//
// Reads XML a second time, beside the tree that was made of it: in place, without a tree of its
// own.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "fuzz/fuzzers/plain_character.hpp"
#include "runner/wire/reply.hpp"

namespace hallmark::fuzz {

// Goes through a text that is known to be XML without a document type, and asks at each element
// whether the tree says the same: its name, its text, its elements in their order.
class PlainXml {
 public:
  explicit PlainXml(std::string_view text) : text_{text} {}

  // Whether the whole text is that tree, in a root element of that name.
  [[nodiscard]] bool is(const runner::Node& tree, std::string_view root) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    skip_what_says_nothing();
    if (!element(tree, root, 1)) return false;
    skip_what_says_nothing();
    return at_ == text_.size();
  }

  // Whether some element held two elements of one name, and was no list.
  [[nodiscard]] bool any_twice() const { return any_twice_; }

 private:
  using Node = runner::Node;
  static constexpr std::string_view blanks = " \t\r\n";

  [[nodiscard]] bool before(std::string_view what) const {
    return text_.compare(at_, what.size(), what) == 0;
  }

  bool take(std::string_view wanted) {
    if (!before(wanted)) return false;
    at_ += wanted.size();
    return true;
  }

  void skip_blanks() { at_ = std::min(text_.find_first_not_of(blanks, at_), text_.size()); }

  // What stands up to the next `end`; reading goes on behind that.
  std::string_view up_to(std::string_view end) {
    const std::size_t found = std::min(text_.find(end, at_), text_.size());
    const std::string_view piece = text_.substr(at_, found - at_);
    at_ = std::min(found + end.size(), text_.size());
    return piece;
  }

  // Comments and instructions.
  bool skip_aside() {
    if (take("<!--")) return up_to("-->"), true;
    if (take("<?")) return up_to("?>"), true;
    return false;
  }

  // Outside of the root element.
  void skip_what_says_nothing() {
    do {
      skip_blanks();
    } while (skip_aside());
  }

  // The rest of a start tag. Whether it was an end tag, too.
  bool ends_at_once() {
    char last = '\0';
    while (at_ < text_.size() && text_[at_] != '>') {
      last = text_[at_++];
      if (last == '"' || last == '\'') up_to({&last, 1});
    }
    take(">");
    return last == '/';
  }

  // What "&...;" without its ends stands for.
  static std::uint32_t meaning_of(std::string_view entity) {
    if (entity == "amp") return '&';
    if (entity == "lt") return '<';
    if (entity == "gt") return '>';
    if (entity == "quot") return '"';
    if (entity == "apos") return '\'';
    const int base = entity.starts_with("#x") ? 16 : 10;
    entity.remove_prefix(base == 16 ? 2 : 1);
    std::uint32_t code = 0;
    std::from_chars(entity.data(), entity.data() + entity.size(), code, base);
    return code;
  }

  // Whether `raw` means blanks and nothing else.
  static bool is_blank(std::string_view raw, bool entities) {
    for (;;) {
      raw.remove_prefix(std::min(raw.find_first_not_of(blanks), raw.size()));
      if (raw.empty()) return true;
      if (!entities || raw.front() != '&') return false;
      const std::size_t end = std::min(raw.find(';'), raw.size() - 1);
      const std::uint32_t code = meaning_of(raw.substr(1, end - 1));
      if (code >= 0x80 || blanks.find(static_cast<char>(code)) == blanks.npos) return false;
      raw.remove_prefix(end + 1);
    }
  }

  static bool take_from(std::string_view& rest, std::string_view wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(wanted.size());
    return true;
  }

  // Takes what `raw` means off the front of `meaning`: ends of lines of any kind are line feeds,
  // entities what they stand for.
  static bool take_text(std::string_view& meaning, std::string_view raw, bool entities) {
    while (!raw.empty()) {
      const std::size_t plain = std::min(raw.find_first_of(entities ? "\r&" : "\r"), raw.size());
      if (!take_from(meaning, raw.substr(0, plain))) return false;
      raw.remove_prefix(plain);
      if (raw.starts_with('\r')) {
        if (!take_from(meaning, "\n")) return false;
        raw.remove_prefix(raw.starts_with("\r\n") ? 2 : 1);
      } else if (!raw.empty()) {
        const std::size_t end = std::min(raw.find(';'), raw.size() - 1);
        char bytes[4];
        const std::size_t size = encoded(meaning_of(raw.substr(1, end - 1)), bytes);
        if (!take_from(meaning, {bytes, size})) return false;
        raw.remove_prefix(end + 1);
      }
    }
    return true;
  }

  bool element(const Node& node, std::string_view name, int depth) {
    constexpr std::string_view ends_a_name = " \t\r\n/>";
    if (!take("<") || !take(name)) return false;
    if (at_ == text_.size() || ends_a_name.find(text_[at_]) == ends_a_name.npos) return false;
    if (ends_at_once()) return node.kind == Node::Kind::string && node.text.empty();

    // A list is an element that holds elements of one name alone.
    const bool list = node.kind == Node::Kind::object && node.children.size() == 1 &&
                      node.children.front().kind == Node::Kind::array;
    const auto& members = list ? node.children.front().children : node.children;
    if (list ? depth == 1 || members.size() < 2 : !look_for_twins(members, depth)) return false;
    std::string_view text = node.text;  // what of it is still to come
    const auto says = [&](std::string_view raw, bool entities) {
      return members.empty() ? take_text(text, raw, entities) : is_blank(raw, entities);
    };
    std::size_t read = 0;
    bool anything = false;  // a text or an element so far
    for (;;) {
      if (take("</")) break;
      if (at_ == text_.size()) return false;
      if (skip_aside()) continue;
      if (take("<![CDATA[")) {
        if (!says(up_to("]]>"), false)) return false;
        anything = true;
      } else if (before("<")) {
        if (read == members.size()) return false;
        const Node& member = members[read++];
        if (!element(member, list ? node.children.front().name : member.name, depth + 1)) {
          return false;
        }
        anything = true;
      } else {
        const std::size_t end = std::min(text_.find('<', at_), text_.size());
        const std::string_view run = text_.substr(at_, end - at_);
        at_ = end;
        // Blanks count where they are all that an element holds.
        const bool blank = run.find_first_not_of(blanks) == run.npos;
        if (blank && (anything || !before("</"))) continue;
        if (!says(run, true)) return false;
        anything = true;
      }
    }
    if (!take(name)) return false;
    skip_blanks();
    if (!take(">") || read != members.size()) return false;
    return !members.empty() || (node.kind == Node::Kind::string && text.empty());
  }

  // Notes members of one name. False where they should have been a list.
  bool look_for_twins(const std::vector<Node>& members, int depth) {
    bool all = members.size() > 1;
    bool any = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i].kind == Node::Kind::array) return false;
      all = all && members[i].name == members[0].name;
      for (std::size_t j = 0; j < i && !any; ++j) any = members[i].name == members[j].name;
    }
    any_twice_ = any_twice_ || any;
    return depth == 1 || !all;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool any_twice_ = false;
};

}  // namespace hallmark::fuzz
