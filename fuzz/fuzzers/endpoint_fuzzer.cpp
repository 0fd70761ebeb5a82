// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzzers/endpoint_fuzzer.hpp"

#include <cstdio>
#include <cstdlib>

namespace hallmark::fuzz {

void play_or_abort(Player& player, const History& history) {
  static bool told = false;
  const PlayedHistory played = player.play(history);
  if (played.hindrance && !told) {
    told = true;
    std::fprintf(stderr, "a history could not be played to its end: %s\n",
                 played.hindrance->why.c_str());
  }
  if (!played.finding) return;
  std::fprintf(stderr, "property broken: %s\nat step %zu of\n%s", played.finding->text().c_str(),
               played.finding->step + 1, to_text(player.within_claims(history)).c_str());
  std::abort();
}

}  // namespace hallmark::fuzz
