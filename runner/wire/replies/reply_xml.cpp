// SPDX-License-Identifier: Apache-2.0
//
// XML into a tree. pugixml reads fast and forgivingly; what it forgives (an ampersand that starts
// no entity, a second root element, text outside of it, control characters) is looked for here.
#include <algorithm>
#include <charconv>
#include <pugixml.hpp>
#include <utility>

#include "runner/wire/replies/reply_decoders.hpp"

namespace hallmark::runner {
namespace {

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Whether `text`, which starts with '&', starts with one of the five entities or a legal character
// reference.
bool starts_with_entity(std::string_view text) {
  switch (text.size() > 1 ? text[1] : '\0') {
    case 'l':
      return text.starts_with("&lt;");
    case 'g':
      return text.starts_with("&gt;");
    case 'a':
      return text.starts_with("&amp;") || text.starts_with("&apos;");
    case 'q':
      return text.starts_with("&quot;");
    case '#':
      break;
    default:
      return false;
  }
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

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n';
}

// Where the first '&' stands that begins no entity, npos when there is none. Within CDATA, comments
// and instructions it may begin what it likes.
std::size_t find_wrong_ampersand(std::string_view body) {
  const auto is_wrong = [body](std::size_t at) {
    return body[at] == '&' && !starts_with_entity(body.substr(at));
  };
  std::size_t wrong = body.find('&');
  while (wrong != body.npos && !is_wrong(wrong)) wrong = body.find('&', wrong + 1);
  if (wrong == body.npos) return wrong;  // as in nearly every body, wherever they stand
  const auto next_mark = [body](std::size_t at) {
    while (at < body.size() && body[at] != '&' && body[at] != '<') ++at;
    return at;
  };
  for (std::size_t at = next_mark(0); at < body.size(); at = next_mark(at + 1)) {
    const std::string_view rest = body.substr(at);
    if (is_wrong(at)) return at;
    // An end that is missing is pugixml's to report.
    if (rest.starts_with("<![CDATA[")) {
      at = body.find("]]>", at);
    } else if (rest.starts_with("<!--")) {
      at = body.find("-->", at + 4);
    } else if (rest.starts_with("<?")) {
      at = body.find("?>", at + 2);
    } else if (rest.front() == '<') {  // a tag; what its attributes quote begins nothing
      for (char quote = '\0'; at + 1 < body.size() && (quote != '\0' || body[at] != '>'); ++at) {
        if (is_wrong(at)) return at;
        if (body[at] == '"' || body[at] == '\'') {
          if (quote == '\0') {
            quote = body[at];
          } else if (quote == body[at]) {
            quote = '\0';
          }
        }
      }
    }
    if (at == body.npos) break;
  }
  return body.npos;
}

// Character data that no XML may hold.
Flaw forbidden_text(std::string_view body) {
  if (const auto* const control = std::ranges::find_if(body, is_control); control != body.end()) {
    return {.what = "not XML: a control character",
            .which = {},
            .at = static_cast<std::size_t>(control - body.begin())};
  }
  if (const std::size_t at = find_wrong_ampersand(body); at != body.npos) {
    return {.what = "not XML: an '&' that starts no known entity", .which = {}, .at = at};
  }
  return {};
}

// The elements around `element`, without the root, and itself, with dots between them.
std::string path_of(const pugi::xml_node& element) {
  const pugi::xml_node around = element.parent();
  if (around.parent().type() != pugi::node_element) {
    return around.type() == pugi::node_element ? element.name() : std::string{};
  }
  return path_of(around).append(".").append(element.name());
}

class TreeBuilder {
 public:
  explicit TreeBuilder(Decoded& decoded) : decoded_{decoded} {}

  void build(const pugi::xml_node& root) {
    element(root, 1, decoded_.tree);
    decoded_.root = std::exchange(decoded_.tree.name, {});
  }

 private:
  void element(const pugi::xml_node& from, std::size_t depth, Node& node) {
    node.kind = Node::Kind::string;
    node.name = from.name();
    if (depth > nesting_limit) {
      static_assert(nesting_limit == 64);
      decoded_.flaw = {.what = "more than 64 levels of XML elements", .which = {}};
      return;
    }
    Words text;
    pugi::xml_node child = from.first_child();
    for (auto type = child.type(); type != pugi::node_null; type = child.type()) {
      if (type == pugi::node_element) {
        if (node.children.empty()) node.children.reserve(usual_members);
        element(child, depth + 1, node.children.emplace_back());
      } else if (type == pugi::node_pcdata || type == pugi::node_cdata) {
        text.add(child.value(), decoded_.text);
      }
      child = child.next_sibling();
    }
    if (node.children.empty()) {
      node.text = text.take();
      return;
    }
    if (!is_blank(text.take()) && !decoded_.flaw.any()) {
      decoded_.flaw = {.what = "text between the elements of ", .which = node.name};
    }
    node.kind = Node::Kind::object;
    if (node.children.size() > 1) group(from, depth, node);
  }

  // Elements of one name become one array. That is how lists are written when the name is the only
  // one in its element; otherwise, and directly under the root, it is a member given twice.
  void group(const pugi::xml_node& from, std::size_t depth, Node& object) {
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
    const std::string path = path_of(from);
    for (std::size_t i = 1; i < names_.size(); ++i) {
      const bool second = names_[i] == names_[i - 1] && (i == 1 || names_[i] != names_[i - 2]);
      if (!second) continue;
      if (decoded_.duplicate_members.size() == 100) break;  // enough to be told
      decoded_.duplicate_members.push_back(path.empty() ? std::string{names_[i]}
                                                        : path + "." + std::string{names_[i]});
    }
  }

  Decoded& decoded_;
  std::vector<std::string_view> names_;  // of group(), kept from one element to the next
};

// The first element of the document. Tells the flaw where it does not stand alone.
pugi::xml_node root_of(const pugi::xml_document& document, Flaw& flaw) {
  const auto wrong = [&flaw](std::string_view what) {
    if (!flaw.any()) flaw.what = what;
  };
  pugi::xml_node root;
  pugi::xml_node child = document.first_child();
  for (auto type = child.type(); type != pugi::node_null; type = child.type()) {
    if (type == pugi::node_element) {
      if (root) wrong("not XML: more than one root element");
      if (!root) root = child;
    } else if (type == pugi::node_pcdata || type == pugi::node_cdata) {
      // Blanks are not kept here; what says a blank by reference or as CDATA is text.
      wrong("not XML: text outside of the root element");
    }
    child = child.next_sibling();
  }
  if (!root) wrong("not XML: no root element");
  return root;
}

}  // namespace

Decoded decode_xml(std::string_view body) {
  Decoded decoded{.text = ReplyText{body}};
  constexpr std::size_t tag_limit = 2 * node_limit;
  if (body.size() > tag_limit &&
      static_cast<std::size_t>(std::count(body.begin(), body.end(), '<')) > tag_limit) {
    static_assert(node_limit == 20'000);
    decoded.flaw = {.what = "more than 20000 XML elements", .which = {}};
    return decoded;
  }
  // The zero at the end counts, as it does in pugixml's own copies.
  const std::span<char> text = decoded.text.body();
  pugi::xml_document document;
  const unsigned flags = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol |
                         pugi::parse_ws_pcdata_single | pugi::parse_fragment;
  const pugi::xml_parse_result result =
      document.load_buffer_inplace(text.data(), text.size(), flags, pugi::encoding_utf8);
  if (result.status != pugi::status_ok) {
    decoded.flaw = {.what = "not XML: ",
                    .which = result.description(),
                    .at = static_cast<std::size_t>(result.offset)};
  }
  const pugi::xml_node root = root_of(document, decoded.flaw);
  if (!decoded.flaw.any()) decoded.flaw = forbidden_text(body);
  if (root) TreeBuilder{decoded}.build(root);
  return decoded;
}

}  // namespace hallmark::runner
