// SPDX-License-Identifier: Apache-2.0
//
// An answer of the ECS API, decoded. XML and JSON become the same tree, so that whoever judges an
// answer does not care how it was written:
//
//   <R><Instances><Instance><Status>Running</Status></Instance></Instances></R>
//   {"Instances":{"Instance":[{"Status":"Running"}]}}
//
// both answer `first_text(reply.tree, "Instances.Instance.Status")` with "Running".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runner/wire/replies/reply_text.hpp"

namespace hallmark::runner {

enum class BodyFormat : std::uint8_t { xml, json, neither };

[[nodiscard]] constexpr std::string_view name_of(BodyFormat format) {
  switch (format) {
    case BodyFormat::xml:
      return "XML";
    case BodyFormat::json:
      return "JSON";
    case BodyFormat::neither:
      return "neither XML nor JSON";
  }
  return "unknown";
}

// One element or JSON value. XML has objects, arrays (a name repeated within one element) and
// strings. Names and texts are those of the reply that the node was read from, and last as long.
struct Node {
  enum class Kind : std::uint8_t { object, array, string, number, boolean, null };

  Kind kind = Kind::null;
  std::string_view name;       // of the member; empty for the root and for the items of an array
  std::string_view text;       // of a scalar; numbers as written, "true", "false", empty for null
  std::vector<Node> children;  // members of an object (names may repeat), items of an array

  [[nodiscard]] bool is_scalar() const { return kind != Kind::object && kind != Kind::array; }
  // The first member of that name; names are compared byte by byte.
  [[nodiscard]] const Node* member(std::string_view member_name) const;

  friend bool operator==(const Node&, const Node&) = default;
};

// Every node at the end of a dotted path. Arrays on the way, and at its end, stand for their items.
[[nodiscard]] std::vector<const Node*> find_all(const Node& tree, std::string_view path);

// The text of the first node at the end of a dotted path, if it is a scalar other than null.
[[nodiscard]] std::optional<std::string> first_text(const Node& tree, std::string_view path);

// Whether two trees say the same, whatever their format and the order of their members: scalars by
// their text, a lone item like an array of one, null like an empty object, array or text.
[[nodiscard]] bool same_meaning(const Node& left, const Node& right);

// One scalar with its place, "Instances.Instance[0].Status".
struct Member {
  std::string path;
  std::string value;

  friend bool operator==(const Member&, const Member&) = default;
};

// Every scalar, in the order of the document.
[[nodiscard]] std::vector<Member> flatten(const Node& tree);

struct Reply {
  int http_status = 0;
  BodyFormat format = BodyFormat::neither;    // what the body is, by its content
  BodyFormat declared = BodyFormat::neither;  // what Content-Type says that it is
  std::string root;                           // name of the XML root element; empty for JSON
  std::string decode_error;                   // why it is not well-formed; empty when it is

  // Scalars at the top level; nothing when absent, null, an object or an array.
  std::optional<std::string> request_id;
  std::optional<std::string> code;
  std::optional<std::string> message;
  std::optional<std::string> host_id;
  std::optional<std::string> recommend;

  Node tree;                                   // what could be read before a decode_error
  ReplyText text;                              // what the tree stands on
  std::vector<std::string> duplicate_members;  // paths of names that occur twice in one object
  bool invalid_utf8 = false;                   // the body holds bytes that are not UTF-8

  // Well-formed, of either format, in UTF-8.
  [[nodiscard]] bool decoded() const {
    return decode_error.empty() && format != BodyFormat::neither && !invalid_utf8;
  }
};

// One of a reply's scalars; empty where it has none.
[[nodiscard]] inline std::string_view text_of(const std::optional<std::string>& scalar) {
  return scalar ? std::string_view{*scalar} : std::string_view{};
}

// Leaves of a reply to a long body what it says, each text of it at most so long, on ground of its
// own: the body goes. How many bytes that takes.
std::size_t let_go_of_body(Reply& reply, std::size_t longest_text);

// Never throws but for want of memory. Bodies over 1 MiB, nesting over 64 levels and more than
// 20,000 nodes are a decode_error. Entities are not expanded, nothing is fetched.
[[nodiscard]] Reply decode_reply(int http_status, std::string_view content_type,
                                 std::string_view body);

}  // namespace hallmark::runner
