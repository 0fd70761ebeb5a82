// SPDX-License-Identifier: Apache-2.0
//
// Requests whose answers tell a way that spoils what passes from a target that is wrong: what comes
// whatever is asked, what belongs to somebody else, what is right as soon as it is sent otherwise.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "runner/engine/way/way_shown.hpp"
#include "runner/target/cast.hpp"
#include "runner/target/target.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

// What of the requests a proxy may make otherwise.
struct Elsewhere {
  std::string path;  // of the endpoint
  RequestBuilder::Clock clock;
};

// In the world of `cast`, whose instance stays as it is. Ends early, with what is known by then,
// where an answer does not come.
[[nodiscard]] boost::asio::awaitable<WayShown> ask_about_the_way(Target& target, const Cast& cast,
                                                                 const Elsewhere& elsewhere);

// Whether an answer that is not of the API comes for what stands in a request, whoever is asked for
// whatever: the same page comes to a look that holds the same words, and a look that does not is
// answered.
[[nodiscard]] boost::asio::awaitable<bool> comes_for_its_words(Target& target, const Cast& cast,
                                                               std::string words,
                                                               cases::Variant variant, int status);
[[nodiscard]] std::string words_of(const cases::Call& call, const Cast& cast);

// Who answered looks in one world: one who knows its key, and one who does not. One endpoint alone
// is the one or the other.
struct Acquaintance {
  bool known = false;
  bool unknown = false;

  [[nodiscard]] bool is_of_two() const { return known && unknown; }
};

// Of ten requests one may reach whoever knows a key, or does not: it is met in so many looks but
// for three times in a hundred thousand.
constexpr int enough_looks = 100;

// What comes to one in that way, over a connection of its own; nothing where no answer does.
[[nodiscard]] boost::asio::awaitable<std::optional<Reply>> reply_to_a_look(Target& target,
                                                                           const Cast& cast,
                                                                           cases::Variant variant);
// Of so many looks in the world of `cast`; fewer, as soon as somebody knows its key.
[[nodiscard]] boost::asio::awaitable<Acquaintance> look_for_one_who_knows(Target& target,
                                                                          const Cast& cast,
                                                                          int looks);
// Of enough looks; fewer, as soon as somebody knows it and somebody does not.
[[nodiscard]] boost::asio::awaitable<Acquaintance> look_for_two(Target& target, const Cast& cast);

// One that says that a request is too long: 413, 414 or 431.
[[nodiscard]] bool is_too_long_for_somebody(const Reply& reply);

// What stands in a whole body behind the end of its document, from a tag on; empty: nothing does.
[[nodiscard]] std::string_view markup_behind(std::string_view content_type, std::string_view body);

}  // namespace hallmark::runner
