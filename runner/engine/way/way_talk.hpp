// SPDX-License-Identifier: Apache-2.0
//
// A talk about the way: looks in one world, asked in whatever way they can travel, and what has
// come of them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "runner/engine/faults/disturbance.hpp"
#include "runner/engine/way/way_shown.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// A parameter that no endpoint reads, to make requests longer or to put words into.
inline constexpr std::string_view filler_name = "HallmarkFiller";
[[nodiscard]] cases::Call with_parameter(cases::Call call, std::string_view name,
                                         std::string value);

// What came to a request.
struct Told {
  HttpRequest request;
  HttpReply whole;
  Reply reply;

  [[nodiscard]] bool accepted() const { return is_accepted(reply); }
  [[nodiscard]] bool is_page() const { return is_foreign_page(reply, whole.body); }
};

// Over a connection of its own; nothing where no answer comes.
[[nodiscard]] boost::asio::awaitable<std::optional<Told>> told_to(Target& target,
                                                                  HttpRequest request);
[[nodiscard]] boost::asio::awaitable<std::optional<Told>> told_to(Target& target, const Cast& cast,
                                                                  const cases::Call& call,
                                                                  cases::Variant variant);

// ", which Server: nginx may be": who says that it stands there.
[[nodiscard]] std::string named_by(const HttpReply& page);

// One that says that a request is too long: 413, 414 or 431.
[[nodiscard]] bool is_too_long_for_somebody(const Reply& reply);
// Not of the API, or of one who is away: not for what was asked.
[[nodiscard]] bool is_by_others(const Told& told);
// In the same words, whatever their RequestIds.
[[nodiscard]] bool same_answer(const Reply& left, const Reply& right);

// What of the requests a proxy may make otherwise.
struct Elsewhere {
  std::string path;  // of the endpoint
  RequestBuilder::Clock clock;
};

class WayTalk {
 public:
  WayTalk(Target& target, const Cast& cast, const Elsewhere& elsewhere)
      : target_{target}, cast_{cast}, elsewhere_{elsewhere} {}

  // A look, and what came to it in one way to travel.
  struct Way {
    cases::Variant variant;
    Told told;
  };

  // A look in each way to travel, through the first channel that is answered in one of them. Comes
  // first.
  [[nodiscard]] boost::asio::awaitable<void> find_plain();

  // Once a request was not answered no more are sent, and what comes is empty.
  [[nodiscard]] BuiltRequest build(const cases::Call& call, cases::Variant variant);
  [[nodiscard]] boost::asio::awaitable<Told> send(HttpRequest request);
  [[nodiscard]] boost::asio::awaitable<Told> ask(const cases::Call& call, cases::Variant variant);
  // Whether what was accepted in the beginning is accepted still.
  [[nodiscard]] boost::asio::awaitable<bool> passes();

  [[nodiscard]] Target& target() { return target_; }
  [[nodiscard]] const Cast& cast() const { return cast_; }
  [[nodiscard]] const Elsewhere& elsewhere() const { return elsewhere_; }
  [[nodiscard]] const cases::Call& look() const { return look_; }
  [[nodiscard]] const std::vector<Way>& ways() const { return ways_; }
  // In which looks are accepted.
  [[nodiscard]] const std::optional<cases::Variant>& plain() const { return plain_; }
  [[nodiscard]] bool claims(cases::Variant variant) const;
  // That was asked; nothing where it is not claimed.
  [[nodiscard]] const Way* way(cases::Method method, cases::Signature signature) const;
  // The same, if its look was accepted.
  [[nodiscard]] const Way* working(cases::Method method, cases::Signature signature) const;

  [[nodiscard]] bool is_silent() const { return is_silent_; }
  // Nothing more need be asked.
  [[nodiscard]] bool is_over() const;
  [[nodiscard]] bool is_spoilt(Reach reach) const;

  // `longest`: as in Spoilt.
  void spoils(Reach reach, std::string what, std::size_t longest = 0);
  void suspects(Suspicion one) { shown_.suspicions.push_back(std::move(one)); }
  void is_unsteady(std::string what) { shown_.unsteady = std::move(what); }
  void note_spent(cases::Variant variant) { shown_.spent.push_back(variant); }
  // All of the talk.
  [[nodiscard]] WayShown take();

 private:
  // In the format in which it is claimed; nothing where it is not.
  [[nodiscard]] std::optional<cases::Variant> claimed(cases::Method method,
                                                      cases::Signature signature) const;

  Target& target_;
  const Cast& cast_;
  const Elsewhere& elsewhere_;
  cases::Call look_;
  std::vector<Way> ways_;
  std::optional<cases::Variant> plain_;
  bool is_silent_ = false;
  WayShown shown_;
};

}  // namespace hallmark::runner
