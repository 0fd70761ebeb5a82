// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/way/way_probes.hpp"

#include "runner/engine/way/changed_requests.hpp"
#include "runner/engine/way/others_answers.hpp"
#include "runner/engine/way/unsteady_way.hpp"
#include "runner/engine/way/v3_on_the_way.hpp"

namespace hallmark::runner {

namespace asio = boost::asio;

asio::awaitable<WayShown> ask_about_the_way(Target& target, const Cast& cast,
                                            const Elsewhere& elsewhere) {
  WayTalk talk{target, cast, elsewhere};
  co_await talk.find_plain();
  if (talk.is_silent()) co_return talk.take();
  look_at_nonces(talk);
  look_behind_bodies(talk);
  for (const auto probe : {look_behind_xml, look_at_parameters}) {
    if (!talk.is_over()) co_await probe(talk);
  }
  if (talk.is_over()) co_return talk.take();
  if (talk.plain()) {
    for (const auto probe :
         {look_at_refusals, look_at_connections, look_for_caches, look_at_long_urls, look_at_blanks,
          look_at_posts, look_at_forms, look_many_times}) {
      if (!talk.is_over()) co_await probe(talk);
    }
  }
  if (!talk.is_over()) co_await look_at_v3(talk);
  co_return talk.take();
}

}  // namespace hallmark::runner
