// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/answers/expat_reading.hpp"

#include <expat.h>

#include <array>
#include <cstddef>
#include <string>

#include "runner/wire/replies/reply_decoders.hpp"

namespace hallmark::fuzz {
namespace {

using runner::Node;
constexpr std::string_view blanks = " \t\r\n";

// Goes through the tree with the events of the parser; the first that does not fit ends it.
class Walker {
 public:
  Walker(XML_Parser parser, std::string_view text, const Node& tree, std::string_view root)
      : parser_{parser}, text_{text}, tree_{tree}, root_{root} {}

  [[nodiscard]] bool fits() const { return fits_; }
  [[nodiscard]] bool any_twice() const { return twice_; }

  // Behind the first that does not fit, events of the same tag may come.
  void start(std::string_view name) {
    if (!fits_) return;
    end_run(false);
    const Node* node = &tree_;
    std::string_view wanted = root_;
    if (depth_ > 0) {
      Level& level = levels_[depth_];
      if (level.next >= level.members->size()) return fail();
      node = &(*level.members)[level.next++];
      wanted = level.list_of != nullptr ? level.list_of->name : node->name;
      level.anything = true;
    }
    if (name != wanted || depth_ + 1 == levels_.size()) return fail();
    // A list is an element that holds elements of one name alone.
    const bool list = node->kind == Node::Kind::object && node->children.size() == 1 &&
                      node->children.front().kind == Node::Kind::array;
    const Node* const list_of = list ? &node->children.front() : nullptr;
    levels_[++depth_] = {node, list_of, list ? &list_of->children : &node->children};
    if (list ? depth_ == 1 || list_of->children.size() < 2 : !look_for_twins(node->children))
      fail();
    said_.clear();
    begin_run();
  }

  void end() {
    if (!fits_) return;
    end_run(true);
    const Level& level = levels_[depth_--];
    if (level.next != level.members->size()) return fail();
    const bool leaf = level.members->empty();
    if (leaf && (level.node->kind != Node::Kind::string || said_ != level.node->text)) fail();
    begin_run();
  }

  void characters(std::string_view text) { run_ += text; }

  // CDATA, comments and instructions end a run of text.
  void aside() {
    if (!fits_) return;
    end_run(false);
    begin_run();
  }
  void start_cdata() {
    if (!fits_) return;
    end_run(false);
    run_.clear();
    in_cdata_ = true;
  }
  void end_cdata() {
    if (!fits_) return;
    say();
    in_cdata_ = false;
    begin_run();
  }

 private:
  struct Level {
    const Node* node;
    const Node* list_of;  // null where the element is no list
    const std::vector<Node>* members;
    std::size_t next = 0;
    bool anything = false;  // a text or an element so far
  };

  void fail() {
    fits_ = false;
    XML_StopParser(parser_, XML_FALSE);
  }

  [[nodiscard]] std::size_t here() const {
    return static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_));
  }

  void begin_run() {
    run_.clear();
    run_start_ = here() + static_cast<std::size_t>(XML_GetCurrentByteCount(parser_));
  }

  // Blanks count where they are all that an element holds.
  void end_run(bool by_end_tag) {
    if (depth_ == 0 || in_cdata_) return;
    const std::size_t end = here();
    if (end <= run_start_) return;
    const bool blank = text_.substr(run_start_, end - run_start_).find_first_not_of(blanks) ==
                       std::string_view::npos;
    if (blank && (levels_[depth_].anything || !by_end_tag)) return;
    say();
  }

  void say() {
    Level& level = levels_[depth_];
    level.anything = true;
    if (level.members->empty()) {
      said_ += run_;
    } else if (run_.find_first_not_of(blanks) != run_.npos) {
      fail();
    }
    run_.clear();
  }

  // Notes members of one name. False where they should have been a list.
  bool look_for_twins(const std::vector<Node>& members) {
    bool all = members.size() > 1;
    bool any = false;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i].kind == Node::Kind::array) return false;
      all = all && members[i].name == members[0].name;
      for (std::size_t j = 0; j < i && !any; ++j) any = members[i].name == members[j].name;
    }
    twice_ = twice_ || any;
    return depth_ == 1 || !all;
  }

  XML_Parser parser_;
  std::string_view text_;
  const Node& tree_;
  std::string_view root_;
  std::array<Level, runner::nesting_limit + 2> levels_{};
  std::size_t depth_ = 0;
  std::string said_;  // by the innermost element
  std::string run_;   // characters since the last markup
  std::size_t run_start_ = 0;
  bool in_cdata_ = false;
  bool fits_ = true;
  bool twice_ = false;
};

Walker& walker_of(void* user) { return *static_cast<Walker*>(user); }

void listen(XML_Parser parser, Walker& walker) {
  XML_SetUserData(parser, &walker);
  XML_SetElementHandler(
      parser,
      [](void* user, const XML_Char* name, const XML_Char**) { walker_of(user).start(name); },
      [](void* user, const XML_Char*) { walker_of(user).end(); });
  XML_SetCharacterDataHandler(parser, [](void* user, const XML_Char* text, int size) {
    walker_of(user).characters({text, static_cast<std::size_t>(size)});
  });
  XML_SetCommentHandler(parser, [](void* user, const XML_Char*) { walker_of(user).aside(); });
  XML_SetProcessingInstructionHandler(
      parser, [](void* user, const XML_Char*, const XML_Char*) { walker_of(user).aside(); });
  XML_SetCdataSectionHandler(
      parser, [](void* user) { walker_of(user).start_cdata(); },
      [](void* user) { walker_of(user).end_cdata(); });
}

}  // namespace

XmlOpinion expat_reads(std::string_view text, const Node& tree, std::string_view root) {
  static const XML_Parser parser = XML_ParserCreate("UTF-8");  // kept for its memory
  XML_ParserReset(parser, "UTF-8");
  Walker walker{parser, text, tree, root};
  listen(parser, walker);
  const XML_Status status = XML_Parse(parser, text.data(), static_cast<int>(text.size()), XML_TRUE);
  if (!walker.fits()) return {XmlReading::other, walker.any_twice()};
  return {status == XML_STATUS_OK ? XmlReading::same : XmlReading::refused, walker.any_twice()};
}

}  // namespace hallmark::fuzz
