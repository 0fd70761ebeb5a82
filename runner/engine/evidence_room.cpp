// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/evidence_room.hpp"

#include <algorithm>

#include "reports/evidence_limits.hpp"

namespace hallmark::runner {
namespace {

using reports::Evidence;
using reports::Exchange;

constexpr std::size_t usual_answer = 4U << 10U;     // bytes, which always have room
constexpr std::size_t room_beyond = 8U << 20U;      // of all cases, for what is more than that
constexpr std::size_t room_in_memory = 24U << 20U;  // of what stays until the reports are written
constexpr std::size_t overhead = 512;               // of an exchange, besides its bytes

template <class Each>
void for_each_exchange(auto& evidence, Each each) {
  const auto sightings = [&each](auto& all) {
    for (auto& sighting : all) {
      if (sighting.exchange) each(*sighting.exchange);
    }
  };
  sightings(evidence.before);
  for (auto& call : evidence.calls) {
    each(call.exchange);
    sightings(call.after);
  }
  sightings(evidence.after);
  sightings(evidence.later);
}

std::size_t size_of_head(const Exchange& exchange) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : exchange.headers) bytes += name.size() + value.size();
  return bytes;
}

// Headers are cut as a whole: which of them matter nobody knows.
void keep_at_most(std::size_t most, Exchange& exchange) {
  const std::size_t head = size_of_head(exchange);
  if (head > most) {
    exchange.body_cut += head;
    exchange.headers.clear();
    exchange.headers.shrink_to_fit();
  }
  const std::size_t room = std::min(most - std::min(head, most), reports::longest_body);
  if (exchange.body.size() > room) {
    exchange.body_cut += exchange.body.size() - room;
    exchange.body.resize(room);
    exchange.body.shrink_to_fit();
  }
}

}  // namespace

bool EvidenceRoom::cut(Evidence& evidence) {
  bool any = false;
  std::size_t left = reports::longest_evidence;
  for_each_exchange(evidence, [&](Exchange& exchange) {
    const std::size_t wanted = exchange.body.size() + size_of_head(exchange);
    std::size_t most = left;
    if (wanted > usual_answer && cut_from_all_ >= room_beyond) most = std::min(most, usual_answer);
    keep_at_most(most, exchange);
    const std::size_t kept = exchange.body.size() + size_of_head(exchange);
    if (kept > usual_answer) cut_from_all_ += kept - usual_answer;
    left -= kept;
    any = any || exchange.body_cut > 0;
  });
  return any;
}

bool EvidenceRoom::may_stay(const Evidence& evidence) {
  std::size_t bytes = 0;
  for_each_exchange(evidence, [&bytes](const Exchange& exchange) {
    bytes += exchange.request.size() + exchange.body.size() + size_of_head(exchange) + overhead;
  });
  if (bytes == 0 || staying_.fetch_add(bytes) + bytes <= room_in_memory) return true;
  staying_ -= bytes;
  ++let_go_;
  return false;
}

}  // namespace hallmark::runner
