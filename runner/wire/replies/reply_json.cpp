// SPDX-License-Identifier: Apache-2.0
//
// JSON into a tree. Boost.JSON's own values would keep the last of two members of one name and turn
// 1e400 into infinity; its parser, with a handler of ours, loses nothing.
#include <algorithm>
#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "runner/wire/replies/reply_decoders.hpp"

namespace hallmark::runner {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

constexpr std::size_t usual_depth = 4;  // objects and arrays that are open at a time

// Builds the tree from the parser's events. Open objects and arrays lie on a stack; each is moved
// into the one below when it ends.
class TreeHandler {
 public:
  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  explicit TreeHandler(std::string_view body) : decoded_{.text = ReplyText{body}} {
    open_.reserve(usual_depth);
  }

  // What is to be read; it has a zero behind it.
  [[nodiscard]] const char* body() { return decoded_.text.body().data(); }

  [[nodiscard]] bool too_many() const { return count_ > node_limit; }

  // What was read; the unfinished parts too.
  Decoded take() {
    while (!open_.empty()) close();
    return std::move(decoded_);
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& error) { return begin(Node::Kind::object, error); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code& error) { return begin(Node::Kind::array, error); }
  bool on_array_end(std::size_t, error_code&) { return close(); }

  bool on_key_part(string_view part, std::size_t, error_code&) { return gather(key_, part); }
  bool on_key(string_view part, std::size_t, error_code&) { return gather(key_, part); }
  bool on_string_part(string_view part, std::size_t, error_code&) { return gather(text_, part); }
  bool on_string(string_view part, std::size_t, error_code& error) {
    gather(text_, part);
    return scalar(Node::Kind::string, text_.take(), error);
  }
  bool on_number_part(string_view part, error_code&) { return gather(text_, part); }
  bool on_int64(std::int64_t, string_view part, error_code& error) { return number(part, error); }
  bool on_uint64(std::uint64_t, string_view part, error_code& error) { return number(part, error); }
  bool on_double(double, string_view part, error_code& error) { return number(part, error); }
  bool on_bool(bool value, error_code& error) {
    return scalar(Node::Kind::boolean, value ? "true" : "false", error);
  }
  bool on_null(error_code& error) { return scalar(Node::Kind::null, {}, error); }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  bool gather(Words& words, string_view part) {
    words.add({part.data(), part.size()}, decoded_.text);
    return true;
  }

  bool number(string_view part, error_code& error) {
    gather(text_, part);
    return scalar(Node::Kind::number, text_.take(), error);
  }

  bool count(error_code& error) {
    if (++count_ <= node_limit) return true;
    error = make_error_code(json::error::array_too_large);
    return false;
  }

  bool begin(Node::Kind kind, error_code& error) {
    if (!count(error)) return false;
    Node& node = open_.emplace_back();
    node.kind = kind;
    node.name = key_.take();
    if (kind == Node::Kind::object) node.children.reserve(usual_members);
    return true;
  }

  bool scalar(Node::Kind kind, std::string_view text, error_code& error) {
    if (!count(error)) return false;
    Node& node = open_.empty() ? decoded_.tree : open_.back().children.emplace_back();
    node.kind = kind;
    node.name = key_.take();
    node.text = text;
    return true;
  }

  bool close() {
    Node node = std::move(open_.back());
    open_.pop_back();
    if (node.kind == Node::Kind::object) find_duplicates(node);
    if (open_.empty()) {
      decoded_.tree = std::move(node);
    } else {
      open_.back().children.push_back(std::move(node));
    }
    return true;
  }

  [[nodiscard]] std::string path_of(const Node& node, std::string_view member) const {
    std::string path;
    const auto append = [&path](std::string_view name) {
      if (name.empty()) return;
      if (!path.empty()) path += '.';
      path += name;
    };
    for (const Node& above : open_) append(above.name);
    append(node.name);
    append(member);
    return path;
  }

  void find_duplicates(const Node& object) {
    std::vector<std::string_view> names;
    const auto& members = object.children;
    if (members.size() <= 16) {
      for (std::size_t i = 1; i < members.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          if (members[i].name == members[j].name) {
            names.push_back(members[i].name);
            break;
          }
        }
      }
    } else {
      for (const Node& member : members) names.push_back(member.name);
      std::sort(names.begin(), names.end());
      std::vector<std::string_view> twice;
      for (std::size_t i = 1; i < names.size(); ++i) {
        if (names[i] == names[i - 1]) twice.push_back(names[i]);
      }
      names = std::move(twice);
    }
    for (const std::string_view name : names) {
      if (decoded_.duplicate_members.size() == 100) return;  // enough to be told
      decoded_.duplicate_members.push_back(path_of(object, name));
    }
  }

  Decoded decoded_;
  std::vector<Node> open_;
  Words key_;
  Words text_;
  std::size_t count_ = 0;
};

// What Boost.JSON says of an error. It makes a new text each time; here each is made once.
std::string_view message_of(const error_code& error) {
  constexpr int count = 64;  // more than there are
  static const auto messages = [] {
    std::array<std::string, count> all;
    for (int i = 0; i < count; ++i) {
      all[static_cast<std::size_t>(i)] = make_error_code(static_cast<json::error>(i)).message();
    }
    return all;
  }();
  return messages[static_cast<std::size_t>(std::clamp(error.value(), 0, count - 1))];
}

json::parse_options options() {
  json::parse_options chosen;
  chosen.max_depth = nesting_limit;
  chosen.allow_invalid_utf8 = true;  // told apart by decode_reply()
  return chosen;
}

}  // namespace

Decoded decode_json(std::string_view body) {
  json::basic_parser<TreeHandler> parser{options(), body};
  error_code error;
  const std::size_t read = parser.write_some(false, parser.handler().body(), body.size(), error);
  const bool too_many = parser.handler().too_many();
  Decoded decoded = parser.handler().take();
  if (too_many) {
    static_assert(node_limit == 20'000);
    decoded.flaw = {.what = "more than 20000 JSON values", .which = {}};
  } else if (error) {
    decoded.flaw = {.what = "not JSON: ", .which = message_of(error), .at = read};
  } else if (read != body.size()) {
    decoded.flaw = {.what = "text after the end of the JSON value", .which = {}, .at = read};
  }
  return decoded;
}

}  // namespace hallmark::runner
