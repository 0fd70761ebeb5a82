// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/clock_of_target.hpp"

#include <optional>
#include <string>

#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/session/look.hpp"
#include "runner/engine/way/way_talk.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/staging/in_a_world.hpp"
#include "runner/target/request_builder.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;
using std::chrono::seconds;

// Of a look that is dated so far ahead, in whichever way the target takes: whether one is accepted,
// or all that are answered are refused for their time. Nothing where neither can be said.
asio::awaitable<std::optional<bool>> takes_time(Target& target, const Cast& cast) {
  std::optional<bool> takes;
  for (const cases::Variant way : ways_to_look(target.claimed_variants)) {
    const auto told = co_await told_to(
        target, cast, look_call(cases::Channel::describe_instances, Whose::own), way);
    if (!told) continue;
    if (told->accepted()) co_return true;
    if (refuses_time(told->reply)) takes = false;
  }
  co_return takes;
}

std::optional<bool> takes_time(asio::io_context& io, OpenTarget& opened, seconds ahead) {
  HttpClient client{io.get_executor(), opened.url, opened.client};
  RequestBuilder requests{opened.url.host_header(), opened.url.path.empty() ? "/" : opened.url.path,
                          NonceGenerator{}, clock_ahead(ahead)};
  Target target{.client = client, .requests = requests, .host = opened.url.host_header()};
  for (const cases::Variant way : cases::full_variants()) target.claimed_variants.push_back(way);
  std::optional<bool> takes;
  const auto ask = [&](const World& world) -> asio::awaitable<void> {
    const Cast cast{world};
    takes = co_await takes_time(target, cast);
  };
  (void)wait_for(io, in_a_world(*opened.fixtures, {}, false, ask));
  return takes;
}

}  // namespace

Knock first_knock(asio::io_context& io, const OpenTarget& target) {
  HttpClient client{io.get_executor(), target.url, target.client};
  return wait_for(io, knock(client));
}

seconds told_skew(asio::io_context& io, const OpenTarget& target) {
  const Knock told = first_knock(io, target);
  if (told.answer == Knock::Answer::none) throw UsageError{nobody_there(target, told)};
  if (!told.clock_skew) {
    throw UsageError{"--clock-skew auto: " + target.url_text +
                     " tells no Date; say how far it is ahead"};
  }
  // Less is what an exchange takes.
  return std::chrono::abs(*told.clock_skew) <= seconds{2} ? seconds{0} : *told.clock_skew;
}

void doubt_the_date(asio::io_context& io, OpenTarget& target) {
  const seconds told = target.client.clock_skew;
  if (takes_time(io, target, told).value_or(true)) return;
  if (!takes_time(io, target, seconds{0}).value_or(false)) return;
  target.client.clock_skew = seconds{0};
  target.clock_note =
      "the Date of its answers is somebody else's, for what is dated by it is refused: timestamps "
      "are this machine's time";
}

}  // namespace hallmark::runner
