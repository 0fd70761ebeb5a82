// SPDX-License-Identifier: Apache-2.0
//
// What stands behind decode_reply(): a reader for each format, and what makes a reply of its tree.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/wire/reply.hpp"

namespace hallmark::runner {

inline constexpr std::size_t nesting_limit = 64;    // levels
inline constexpr std::size_t node_limit = 200'000;  // of a whole tree
inline constexpr std::size_t usual_members = 6;     // of an object that has any

struct Decoded {
  std::shared_ptr<ReplyText> text;
  Node tree;
  std::string root;   // XML only
  std::string error;  // empty when well-formed
  std::vector<std::string> duplicate_members;
};

// A name or a text that is being read: a view of the body where it comes in one piece that stands
// there, as nearly all do.
class Words {
 public:
  void add(std::string_view piece, const ReplyText& text) {
    const char* const body = text.body.data();
    const bool in_body =
        piece.data() >= body && piece.data() + piece.size() <= body + text.body.size();
    if (one_piece_.empty() && several_.empty() && in_body) {
      one_piece_ = piece;
    } else {
      several_.append(std::exchange(one_piece_, {})).append(piece);
    }
  }

  std::string_view take(ReplyText& text) {
    if (several_.empty()) return std::exchange(one_piece_, {});
    return text.gathered.emplace_front(std::exchange(several_, {}));
  }

  // What take() would give, until the next add().
  [[nodiscard]] std::string_view seen() const { return several_.empty() ? one_piece_ : several_; }

 private:
  std::string_view one_piece_;
  std::string several_;
};

[[nodiscard]] Decoded decode_json(std::string_view body);
[[nodiscard]] Decoded decode_xml(std::string_view body);

struct Decoders {
  Decoded (*xml)(std::string_view body);
  Decoded (*json)(std::string_view body);
};

// decode_reply(), for who names the readers: a fuzzer of one format does without the other's
// library.
[[nodiscard]] Reply decode_reply_by(const Decoders& decoders, int http_status,
                                    std::string_view content_type, std::string_view body);

}  // namespace hallmark::runner
