// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/hide.hpp"

#include <cstddef>
#include <vector>

#include "runner/wire/echoes.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {

void hide(std::string& text, std::span<const Secret> hidden) {
  if (hidden.empty()) return;
  const std::vector<Stretch> echoes = find_echoes(text, hidden);
  for (auto echo = echoes.rbegin(); echo != echoes.rend(); ++echo) {
    text.replace(echo->begin, echo->end - echo->begin, struck_out);
  }
}

void hide(HttpReply& reply, std::span<const Secret> hidden) {
  if (hidden.empty()) return;
  hide(reply.reason, hidden);
  for (auto& [name, value] : reply.headers) {
    hide(name, hidden);
    hide(value, hidden);
  }
  if (!is_packed(reply.body)) {
    hide(reply.body, hidden);
    return;
  }
  constexpr std::size_t most = 4U << 20U;  // bytes; what holds more no answer of the API is
  Unpacked unpacked = unpack(reply.body, most);
  if (find_echoes(unpacked.text, hidden).empty() && unpacked.text.size() < most) return;
  hide(unpacked.text, hidden);
  reply.body = unpacked.whole ? pack_gzip(unpacked.text) : std::string{struck_out};
}

}  // namespace hallmark::runner
