// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/replies/reply.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "reports/text.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/replies/reply_decoders.hpp"
#include "runner/wire/replies/utf16.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t body_limit = 1U << 20U;  // bytes

std::string_view without_byte_order_mark(std::string_view body) {
  if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
  return body;
}

std::string_view from_first_mark(std::string_view body) {
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : body.substr(first);
}

bool starts_with_any_case(std::string_view text, std::string_view start) {
  return same_header_name(text.substr(0, start.size()), start);
}

BodyFormat declared_format(std::string_view content_type) {
  std::string_view type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  type = from_first_mark(type);
  for (const std::string_view xml : {"application/xml", "text/xml"}) {
    if (same_header_name(type, xml)) return BodyFormat::xml;
  }
  for (const std::string_view json : {"application/json", "text/json"}) {
    if (same_header_name(type, json)) return BodyFormat::json;
  }
  return BodyFormat::neither;
}

void collect(const Node& node, std::string_view path, std::vector<const Node*>& found) {
  if (node.kind == Node::Kind::array) {
    for (const Node& item : node.children) collect(item, path, found);
    return;
  }
  if (path.empty()) {
    found.push_back(&node);
    return;
  }
  if (node.kind != Node::Kind::object) return;
  const std::size_t dot = path.find('.');
  const std::string_view name = path.substr(0, dot);
  const std::string_view rest =
      dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  for (const Node& member : node.children) {
    if (member.name == name) collect(member, rest, found);
  }
}

void flatten_into(const Node& node, const std::string& path, std::vector<Member>& members) {
  if (node.is_scalar()) {
    members.push_back({.path = path, .value = std::string{node.text}});
    return;
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = node.children[i];
    if (node.kind == Node::Kind::array) {
      flatten_into(child, path + "[" + std::to_string(i) + "]", members);
    } else {
      std::string below = path.empty() ? std::string{} : path + ".";
      flatten_into(child, below.append(child.name), members);
    }
  }
}

bool says_nothing(const Node& node) {
  if (node.is_scalar()) return node.text.empty();
  return std::all_of(node.children.begin(), node.children.end(),
                     [](const Node& child) { return says_nothing(child); });
}

// A lone item stands for its array.
const Node& unwrapped(const Node& node) {
  const Node* at = &node;
  while (at->kind == Node::Kind::array && at->children.size() == 1) at = &at->children.front();
  return *at;
}

std::string told(const Flaw& flaw) {
  std::string text{flaw.what};
  text.append(flaw.which);
  if (flaw.at != Flaw::nowhere) text.append(" at byte ").append(std::to_string(flaw.at));
  return text;
}

// Cuts the texts of a tree short. How many bytes they take then; counts the nodes.
std::size_t shorten_texts(Node& node, std::size_t longest, std::size_t& nodes) {
  node.name = reports::beginning_of(node.name, longest);
  node.text = reports::beginning_of(node.text, longest);
  ++nodes;
  std::size_t bytes = node.name.size() + node.text.size();
  for (Node& child : node.children) bytes += shorten_texts(child, longest, nodes);
  return bytes;
}

// Copies the tree's texts to `ground`, of which there is enough, and says how much is left of it.
std::span<char> move_texts(Node& node, std::span<char> ground) {
  for (std::string_view* const text : {&node.name, &node.text}) {
    std::ranges::copy(*text, ground.begin());
    *text = {ground.data(), text->size()};
    ground = ground.subspan(text->size());
  }
  for (Node& child : node.children) ground = move_texts(child, ground);
  return ground;
}

std::vector<const Node*> sorted_members(const Node& object) {
  std::vector<const Node*> members;
  for (const Node& member : object.children) {
    if (!says_nothing(member)) members.push_back(&member);
  }
  // Equal names stay in their order, which is that of their addresses.
  std::sort(members.begin(), members.end(), [](const Node* left, const Node* right) {
    const int order = left->name.compare(right->name);
    return order != 0 ? order < 0 : left < right;
  });
  return members;
}

}  // namespace

const Node* Node::member(std::string_view member_name) const {
  if (kind != Kind::object) return nullptr;
  for (const Node& child : children) {
    if (child.name == member_name) return &child;
  }
  return nullptr;
}

std::vector<const Node*> find_all(const Node& tree, std::string_view path) {
  std::vector<const Node*> found;
  collect(tree, path, found);
  return found;
}

std::optional<std::string> first_text(const Node& tree, std::string_view path) {
  const auto found = find_all(tree, path);
  if (found.empty() || !found.front()->is_scalar() || found.front()->kind == Node::Kind::null) {
    return std::nullopt;
  }
  return std::string{found.front()->text};
}

bool same_meaning(const Node& left_node, const Node& right_node) {
  const Node& left = unwrapped(left_node);
  const Node& right = unwrapped(right_node);
  if (says_nothing(left) || says_nothing(right)) return says_nothing(left) && says_nothing(right);
  if (left.is_scalar() || right.is_scalar()) {
    return left.is_scalar() && right.is_scalar() && left.text == right.text;
  }
  if (left.kind != right.kind) return false;
  if (left.kind == Node::Kind::array) {
    return std::equal(left.children.begin(), left.children.end(), right.children.begin(),
                      right.children.end(), same_meaning);
  }
  const auto lefts = sorted_members(left);
  const auto rights = sorted_members(right);
  return std::equal(lefts.begin(), lefts.end(), rights.begin(), rights.end(),
                    [](const Node* one, const Node* other) {
                      return one->name == other->name && same_meaning(*one, *other);
                    });
}

std::vector<Member> flatten(const Node& tree) {
  std::vector<Member> members;
  flatten_into(tree, {}, members);
  return members;
}

std::size_t let_go_of_body(Reply& reply, std::size_t longest_text) {
  for (auto* const scalar :
       {&reply.request_id, &reply.code, &reply.message, &reply.host_id, &reply.recommend}) {
    if (scalar->has_value()) *scalar = std::string{reports::beginning_of(**scalar, longest_text)};
  }
  if (!reply.decode_error.empty()) reply.tree = {};
  std::size_t nodes = 0;
  const std::size_t bytes = shorten_texts(reply.tree, longest_text, nodes);
  ReplyText ground{std::string(bytes, '\0')};
  (void)move_texts(reply.tree, ground.body());
  reply.text = std::move(ground);
  return bytes + nodes * sizeof(Node);
}

Reply decode_reply(int http_status, std::string_view content_type, std::string_view body) {
  Reply reply;
  reply.http_status = http_status;
  reply.declared = declared_format(content_type);
  if (body.size() > body_limit) {
    reply.decode_error = "the body is longer than 1 MiB";
    return reply;
  }
  std::string transcoded;
  if (is_utf16(body)) {
    transcoded = from_utf16(body);
    body = transcoded;
  }
  reply.invalid_utf8 = !reports::is_utf8(body);
  body = without_byte_order_mark(body);
  const std::string_view text = from_first_mark(body);

  Decoded decoded;
  if (text.empty()) {
    decoded.flaw.what = "the body is empty";
  } else if (starts_with_any_case(text, "<!doctype html") || starts_with_any_case(text, "<html")) {
    decoded.flaw.what = "the body is an HTML page";
  } else if (text.front() == '<') {
    reply.format = BodyFormat::xml;
    decoded = decode_xml(body);
  } else if (text.front() == '{' || text.front() == '[') {
    reply.format = BodyFormat::json;
    decoded = decode_json(body);
  } else {
    decoded.flaw.what = "the body is neither XML nor a JSON object";
  }
  reply.text = std::move(decoded.text);
  reply.tree = std::move(decoded.tree);
  reply.root = decoded.root;
  reply.decode_error = told(decoded.flaw);
  reply.duplicate_members = std::move(decoded.duplicate_members);

  if (reply.tree.kind == Node::Kind::object) {
    const auto scalar = [&reply](std::string_view name) -> std::optional<std::string> {
      const Node* node = reply.tree.member(name);
      if (node == nullptr || !node->is_scalar() || node->kind == Node::Kind::null) {
        return std::nullopt;
      }
      return std::string{node->text};
    };
    reply.request_id = scalar("RequestId");
    reply.code = scalar("Code");
    reply.message = scalar("Message");
    reply.host_id = scalar("HostId");
    reply.recommend = scalar("Recommend");
  }
  return reply;
}

}  // namespace hallmark::runner
