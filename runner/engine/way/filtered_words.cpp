// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/filtered_words.hpp"

#include <string_view>
#include <utility>

#include "runner/engine/session/look.hpp"
#include "runner/engine/way/way_talk.hpp"

namespace hallmark::runner {

namespace asio = boost::asio;
using cases::Call;
using cases::Channel;
using cases::Variant;

std::string words_of(const Call& call, const Cast& cast) {
  std::string words = call.action + " ";
  for (const cases::Argument& argument : call.arguments) {
    words += argument.name + " " + resolve(argument.value, cast) + " ";
  }
  for (const cases::Edit& edit : call.edits) {
    words += edit.name + " " + resolve(edit.value, cast) + " ";
  }
  return words;
}

asio::awaitable<bool> comes_for_its_words(Target& target, const Cast& cast, std::string words,
                                          Variant variant, int status) {
  for (const Channel channel : describe_channels) {
    const Call& look = look_call(channel, Whose::own);
    const auto harmless =
        co_await told_to(target, cast, with_parameter(look, filler_name, "words"), variant);
    if (!harmless) co_return false;
    if (!harmless->accepted()) continue;
    // In an order that no turns of several servers keep, for one of them may have pages for all.
    constexpr std::string_view order = "w ww  w w  ww ";
    for (const char one : order) {
      const bool is_plain = one == ' ';
      std::string value{"words"};
      if (!is_plain) value = words;
      const Call asked = with_parameter(look, filler_name, std::move(value));
      const auto told = co_await told_to(target, cast, asked, variant);
      if (!told) co_return false;
      const bool is_so =
          is_plain ? told->accepted() : told->is_page() && told->reply.http_status == status;
      if (!is_so) co_return false;
    }
    co_return true;
  }
  co_return false;
}

}  // namespace hallmark::runner
