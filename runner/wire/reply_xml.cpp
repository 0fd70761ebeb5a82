// SPDX-License-Identifier: Apache-2.0
//
// XML into a tree. pugixml reads fast and forgivingly; what it forgives (an ampersand that starts
// no entity, a second root element, text outside of it, control characters) is looked for here.
#include <algorithm>
#include <charconv>
#include <pugixml.hpp>
#include <utility>

#include "runner/wire/reply_decoders.hpp"

namespace hallmark::runner {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Whether `text`, which starts with '&', starts with one of the five entities or a legal character
// reference.
bool starts_with_entity(std::string_view text) {
  for (const std::string_view entity : {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"}) {
    if (text.starts_with(entity)) return true;
  }
  if (!text.starts_with("&#")) return false;
  const bool hexadecimal = text.size() > 2 && text[2] == 'x';
  const char* first = text.data() + (hexadecimal ? 3 : 2);
  const char* last = text.data() + std::min<std::size_t>(text.size(), 12);
  unsigned long code = 0;
  if (first >= last) return false;
  const auto [end, error] = std::from_chars(first, last, code, hexadecimal ? 16 : 10);
  if (error != std::errc{} || end == last || *end != ';') return false;
  return code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xd800) ||
         (code >= 0xe000 && code <= 0x10ffff && code != 0xfffe && code != 0xffff);
}

std::string at_byte(std::size_t position) { return " at byte " + std::to_string(position); }

// Character data that no XML may hold; empty when there is none.
std::string forbidden_text(std::string_view body) {
  const auto is_control = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20) & (byte != '\t') & (byte != '\r') & (byte != '\n');
  };
  unsigned char controls = 0;  // told of all bytes at once: there hardly ever is one
  for (const char c : body) controls |= static_cast<unsigned char>(is_control(c));
  if (controls != 0) {
    const auto first = std::find_if(body.begin(), body.end(), is_control);
    return "a control character" + at_byte(static_cast<std::size_t>(first - body.begin()));
  }
  if (body.find('&') == std::string_view::npos) return {};
  const auto is_wrong = [body](std::size_t at) {
    return body[at] == '&' && !starts_with_entity(body.substr(at));
  };
  const auto told = [](std::size_t at) {
    return "an '&' that starts no known entity" + at_byte(at);
  };
  const auto next_mark = [body](std::size_t at) {
    while (at < body.size() && body[at] != '&' && body[at] != '<') ++at;
    return at;
  };
  for (std::size_t at = next_mark(0); at < body.size(); at = next_mark(at + 1)) {
    const std::string_view rest = body.substr(at);
    if (is_wrong(at)) return told(at);
    // These three may hold what they like. An end that is missing is pugixml's to report.
    if (rest.starts_with("<![CDATA[")) {
      at = body.find("]]>", at);
    } else if (rest.starts_with("<!--")) {
      at = body.find("-->", at + 4);
    } else if (rest.starts_with("<?")) {
      at = body.find("?>", at + 2);
    } else if (rest.front() == '<') {  // a tag; what its attributes quote begins nothing
      for (char quote = '\0'; at + 1 < body.size() && (quote != '\0' || body[at] != '>'); ++at) {
        if (is_wrong(at)) return told(at);
        if (body[at] == '"' || body[at] == '\'') {
          if (quote == '\0') {
            quote = body[at];
          } else if (quote == body[at]) {
            quote = '\0';
          }
        }
      }
    }
    if (at == std::string_view::npos) break;
  }
  return {};
}

// An element and those around it, for the rare case that its path is to be told.
struct Place {
  const Place* around;
  std::string_view name;

  [[nodiscard]] std::string path() const {
    std::string above = around != nullptr ? around->path() : std::string{};
    if (!above.empty()) above += '.';
    return above.append(name);
  }
};

class TreeBuilder {
 public:
  Decoded decoded;

  void build(const pugi::xml_node& root) {
    decoded.root = root.name();
    element(root, {nullptr, {}}, 1, decoded.tree);
    decoded.tree.name = {};
  }

 private:
  void element(const pugi::xml_node& from, const Place& place, std::size_t depth, Node& node) {
    node.kind = Node::Kind::string;
    node.name = from.name();
    if (depth > nesting_limit) {
      decoded.error = "more than " + std::to_string(nesting_limit) + " levels of XML elements";
      return;
    }
    Words text;
    for (pugi::xml_node child = from.first_child(); child; child = child.next_sibling()) {
      const pugi::xml_node_type type = child.type();
      if (type == pugi::node_element) {
        if (node.children.empty()) node.children.reserve(usual_members);
        element(child, {&place, child.name()}, depth + 1, node.children.emplace_back());
      } else if (type == pugi::node_pcdata || type == pugi::node_cdata) {
        text.add(child.value(), *decoded.text);
      }
    }
    if (node.children.empty()) {
      node.text = text.take(*decoded.text);
      return;
    }
    if (!is_blank(text.seen()) && decoded.error.empty()) {
      decoded.error.append("text between the elements of ").append(node.name);
    }
    node.kind = Node::Kind::object;
    if (node.children.size() > 1) group(node, place, depth);
  }

  // Elements of one name become one array. That is how lists are written when the name is the only
  // one in its element; otherwise, and directly under the root, it is a member given twice.
  void group(Node& object, const Place& place, std::size_t depth) {
    if (are_few_and_differ(object.children)) return;
    names_.clear();
    for (const Node& member : object.children) names_.push_back(member.name);
    std::sort(names_.begin(), names_.end());
    if (std::adjacent_find(names_.begin(), names_.end()) == names_.end()) return;
    if (names_.front() == names_.back() && depth > 1) {
      Node list{.kind = Node::Kind::array,
                .name = object.children.front().name,
                .text = {},
                .children = std::move(object.children)};
      for (Node& member : list.children) member.name = {};
      object.children.clear();
      object.children.push_back(std::move(list));
      return;
    }
    const std::string path = place.path();
    for (std::size_t i = 1; i < names_.size(); ++i) {
      const bool second = names_[i] == names_[i - 1] && (i == 1 || names_[i] != names_[i - 2]);
      if (!second) continue;
      if (decoded.duplicate_members.size() == 100) break;  // enough to be told
      decoded.duplicate_members.push_back(path.empty() ? std::string{names_[i]}
                                                       : path + "." + std::string{names_[i]});
    }
  }

  // Said without sorting, of nearly every element.
  static bool are_few_and_differ(const std::vector<Node>& members) {
    if (members.size() > 2 * usual_members) return false;
    for (auto one = members.begin(); one != members.end(); ++one) {
      for (auto other = members.begin(); other != one; ++other) {
        if (one->name == other->name) return false;
      }
    }
    return true;
  }

  std::vector<std::string_view> names_;  // of group(), kept from one element to the next
};

}  // namespace

Decoded decode_xml(std::string_view body) {
  TreeBuilder builder;
  std::string& error = builder.decoded.error;
  const auto tags = static_cast<std::size_t>(std::count(body.begin(), body.end(), '<'));
  if (tags > 2 * node_limit) {
    error = "more than " + std::to_string(node_limit) + " XML elements";
    return std::move(builder.decoded);
  }
  std::string forbidden = forbidden_text(body);

  // The zero at the end counts, as it does in pugixml's own copies.
  builder.decoded.text = std::make_shared<ReplyText>();
  std::string& text = builder.decoded.text->body;
  text.reserve(body.size() + 1);
  text.append(body).push_back('\0');
  pugi::xml_document document;
  const unsigned flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                         pugi::parse_ws_pcdata_single | pugi::parse_fragment;
  const pugi::xml_parse_result result =
      document.load_buffer_inplace(text.data(), text.size(), flags, pugi::encoding_utf8);
  if (!result) {
    error = std::string{"not XML"} + at_byte(static_cast<std::size_t>(result.offset)) + ": " +
            result.description();
  }
  pugi::xml_node root;
  for (const pugi::xml_node& child : document) {
    if (child.type() == pugi::node_element) {
      if (!root) {
        root = child;
      } else if (error.empty()) {
        error = "not XML: more than one root element";
      }
    } else if ((child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) &&
               error.empty()) {
      // Blanks are not kept here; what says a blank by reference or as CDATA is text.
      error = "not XML: text outside of the root element";
    }
  }
  if (error.empty() && !root) error = "not XML: no root element";
  if (error.empty() && !forbidden.empty()) error = "not XML: " + forbidden;
  if (root) builder.build(root);
  return std::move(builder.decoded);
}

}  // namespace hallmark::runner
