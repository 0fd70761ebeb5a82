// SPDX-License-Identifier: Apache-2.0
//
// What stands behind decode_reply(): a reader for each format.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

inline constexpr std::size_t nesting_limit = 64;   // levels; the flaws name it
inline constexpr std::size_t node_limit = 20'000;  // of a whole tree; likewise
inline constexpr std::size_t usual_members = 6;    // of an object that has any

// Why a body is not well-formed; put into words only where somebody is told.
struct Flaw {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  std::string_view what;     // empty when nothing is wrong
  std::string_view which;    // more of it: what the library says, or a name
  std::size_t at = nowhere;  // the byte

  [[nodiscard]] bool any() const { return !what.empty(); }
};

// What a reader makes of a body: the tree as far as it could be read.
struct Decoded {
  ReplyText text;  // what all the views stand on
  Node tree;
  std::string_view root;  // name of the element; XML only
  Flaw flaw;
  std::vector<std::string> duplicate_members;
};

// A name or a text that is being read: a view of the body where it comes in one piece that stands
// there, as nearly all do.
class Words {
 public:
  void add(std::string_view piece, ReplyText& text) {
    if (piece.empty()) return;
    if (one_piece_.empty() && several_ == nullptr && stands_in(text.body(), piece)) {
      one_piece_ = piece;
      return;
    }
    if (several_ == nullptr) several_ = &text.gather(one_piece_);
    several_->append(piece);
  }

  // What was added since the last time.
  std::string_view take() {
    const std::string_view all = several_ != nullptr ? std::string_view{*several_} : one_piece_;
    *this = {};
    return all;
  }

 private:
  static bool stands_in(std::span<const char> body, std::string_view piece) {
    return piece.data() >= body.data() && piece.data() + piece.size() <= body.data() + body.size();
  }

  std::string_view one_piece_;
  std::string* several_ = nullptr;  // among the gathered ones
};

// Each reads a body that has no byte order mark, whatever it starts with.
[[nodiscard]] Decoded decode_json(std::string_view body);
[[nodiscard]] Decoded decode_xml(std::string_view body);

}  // namespace hallmark::runner
