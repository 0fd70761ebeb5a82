// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes decode_reply() with one answer in two formats.
//
// Holds for every answer: decoded from XML and from JSON, both have the same meaning, and the same
// text at each path.
#include <array>

#include "fuzz/fuzzers/answers/written_answer.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "reports/text.hpp"

namespace {

using namespace hallmark;
using runner::Node;

constexpr std::array<std::string_view, 8> names = {
    "RequestId", "Code", "Instances", "Instance", "InstanceId", "Response", "Status", "Message"};

// Each line is a member: a letter for its kind and name, then its text. An object takes the lines
// up to one that starts with '.'; a list is an object around an array, as the API writes it.
Node object_from(std::string_view& text, int depth) {
  Node object{.kind = Node::Kind::object, .name = {}, .text = {}, .children = {}};
  while (!text.empty()) {
    std::string_view line = fuzz::take_line(text);
    if (line.empty() || line.front() == '.') break;
    const auto choice = static_cast<unsigned char>(line.front());
    if (choice >= 0x80) break;  // the rest would be half a character
    line.remove_prefix(1);
    const std::string_view name = names[choice % names.size()];
    if (object.member(name) != nullptr) continue;
    Node member{.kind = Node::Kind::string, .name = {}, .text = line, .children = {}};
    if (choice / names.size() % 4 == 1 && depth < 8) {
      member = object_from(text, depth + 1);
    } else if (choice / names.size() % 4 == 2 && depth < 8) {
      Node items{.kind = Node::Kind::array, .name = "Item", .text = {}, .children = {}};
      for (int left = static_cast<int>(line.size() % 4); left >= 0; --left) {
        items.children.push_back(object_from(text, depth + 1));
      }
      member.text = {};
      member.kind = Node::Kind::object;
      member.children.push_back(std::move(items));
    }
    member.name = name;
    object.children.push_back(std::move(member));
  }
  return object;
}

std::string as_xml(const Node& answer) {
  std::string body;
  fuzz::append_xml(body, answer, "Response");
  const std::size_t at = body.find("&#38;");
  if (fuzz::planted("same_answer/ampersand-twice") && at != body.npos) body.insert(at, "&#38;");
  const std::size_t second = body.find("</Item><Item>");
  if (fuzz::planted("same_answer/items-run-together") && second != body.npos)
    body.erase(second, 13);
  return body;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text_of(data, size);
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' && c != '\r') return 0;
  }
  if (!reports::is_utf8(text)) return 0;
  const Node answer = object_from(text, 0);
  std::string json;
  fuzz::append_json(json, answer);
  const runner::Reply from_xml = runner::decode_reply(200, "text/xml", as_xml(answer));
  const runner::Reply from_json = runner::decode_reply(200, "application/json", json);
  fuzz::require(from_xml.decoded() && from_json.decoded(), "an answer can be written both ways");
  fuzz::require(runner::same_meaning(from_xml.tree, from_json.tree), "XML and JSON say the same");
  fuzz::require(runner::same_meaning(from_json.tree, answer), "what was written is what is read");
  return 0;
}
