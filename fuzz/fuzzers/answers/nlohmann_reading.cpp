// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/answers/nlohmann_reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runner/wire/replies/reply_decoders.hpp"

namespace hallmark::fuzz {
namespace {

using runner::Node;
// With the widest numbers that there are, for what is beyond them is refused.
using Json = nlohmann::basic_json<std::map, std::vector, std::string, bool, std::int64_t,
                                  std::uint64_t, long double>;

// Goes through the tree with the events of the parser; the first that does not fit ends it.
class Walker : public Json::json_sax_t {
 public:
  explicit Walker(const Node& tree) : tree_{tree} {}

  [[nodiscard]] JsonOpinion opinion(bool read_all) const {
    if (!read_all && fits_) return {beyond_ ? JsonReading::beyond : JsonReading::refused, twice_};
    return {fits_ ? JsonReading::same : JsonReading::other, twice_};
  }

  bool null() override { return scalar(Node::Kind::null, {}); }
  bool boolean(bool value) override {
    return scalar(Node::Kind::boolean, value ? "true" : "false");
  }
  bool number_integer(std::int64_t value) override {
    // Numbers with a minus come here; the one that is not below 0 is -0.
    return value == 0 ? scalar(Node::Kind::number, "-0") : number(value);
  }
  bool number_unsigned(std::uint64_t value) override { return number(value); }
  bool number_float(long double, const std::string& written) override {
    return scalar(Node::Kind::number, written);
  }
  bool string(std::string& text) override { return scalar(Node::Kind::string, text); }
  bool binary(binary_t&) override { return fits_ = false; }

  bool key(std::string& name) override {
    const Level& level = levels_[depth_];
    const auto& members = level.node->children;
    if (level.next >= members.size()) return fits_ = false;
    const auto* const member = members.data() + level.next;
    twice_ = twice_ || std::any_of(members.data(), member,
                                   [&](const Node& before) { return before.name == name; });
    return fits_ = member->name == name;
  }

  bool start_object(std::size_t) override { return begin(Node::Kind::object); }
  bool end_object() override { return end(); }
  bool start_array(std::size_t) override { return begin(Node::Kind::array); }
  bool end_array() override { return end(); }

  bool parse_error(std::size_t, const std::string&,
                   const nlohmann::detail::exception& why) override {
    constexpr int number_overflow = 406;
    beyond_ = why.id == number_overflow;
    return false;
  }

 private:
  struct Level {
    const Node* node;
    std::size_t next;
  };

  // The node that a value stands for; null where the tree has none.
  const Node* take(Node::Kind kind) {
    const Node* node = &tree_;
    if (depth_ > 0) {
      Level& level = levels_[depth_];
      if (level.next >= level.node->children.size()) return nullptr;
      node = &level.node->children[level.next++];
      if (level.node->kind == Node::Kind::array && !node->name.empty()) return nullptr;
    }
    return node->kind == kind ? node : nullptr;
  }

  bool scalar(Node::Kind kind, std::string_view text) {
    const Node* const node = take(kind);
    return fits_ = node != nullptr && node->text == text && node->children.empty();
  }

  template <class Integer>
  bool number(Integer value) {
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
    return scalar(Node::Kind::number, {digits, end});
  }

  bool begin(Node::Kind kind) {
    const Node* const node = take(kind);
    if (node == nullptr || depth_ + 1 == levels_.size()) return fits_ = false;
    levels_[++depth_] = {node, 0};
    return true;
  }

  bool end() {
    const Level& level = levels_[depth_--];
    return fits_ = level.next == level.node->children.size();
  }

  const Node& tree_;
  std::array<Level, runner::nesting_limit + 2> levels_{};
  std::size_t depth_ = 0;
  bool fits_ = true;
  bool twice_ = false;
  bool beyond_ = false;
};

}  // namespace

JsonOpinion nlohmann_reads(std::string_view text, const Node& tree) {
  Walker walker{tree};
  const bool read_all = Json::sax_parse(text, &walker);
  return walker.opinion(read_all);
}

}  // namespace hallmark::fuzz
