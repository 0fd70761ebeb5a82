// SPDX-License-Identifier: Apache-2.0
//
// What came between a case and its answer: a throttle, a service that is away for a moment, a proxy
// that answers in the target's place, sends a request twice or closes a kept connection, a way that
// cuts, spoils or loses an answer. Such a case is carried out again; what comes each time alike is
// the target's own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/evidence.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

struct Disturbance {
  enum class Kind : std::uint8_t {
    throttled,    // Throttling*, or a 429 of nobody
    unavailable,  // 503 ServiceUnavailable, or a 429 with a code of its own
    page,         // not of the API, and not unlike what a proxy answers
    spent_nonce,  // SignatureNonceUsed: somebody may have sent the request before
    unknown_key,  // 404 InvalidAccessKeyId: others of its kind may know the key
    stranger,     // the same, where somebody else is known to have answered
    forgotten,    // the same, of one that was known, as others are forgotten that nobody called
    changed,      // the request, or whose answer this is: changed_on_the_way.hpp
    closed,       // a connection that had been kept
    broken,       // no whole answer: none was begun, it broke off, or it cannot be read
    garbled,      // bytes that are no text; what was judged may stand beside them
    hung,         // no whole answer in time
    late,         // none in less than that, for nobody was to wait for it
    no_world,     // the fixtures gave none, or told nonsense of it
  };
  static constexpr std::size_t at_a_look = static_cast<std::size_t>(-1);

  Kind kind = Kind::throttled;
  std::size_t call = 0;  // place in Evidence::calls, or at_a_look
  std::string what;      // one line: "503 ServiceUnavailable"

  friend bool operator==(const Disturbance&, const Disturbance&) = default;
};

// What disturbed one exchange. `reply`: to it, decoded.
[[nodiscard]] std::optional<Disturbance> disturbance_of(const reports::Exchange& exchange,
                                                        const Reply& reply, std::size_t call);

// The fixtures gave no world, or did not tell what became of it.
[[nodiscard]] Disturbance without_world(std::size_t call);

// Whether an answer did not come as it was sent, if it was.
[[nodiscard]] constexpr bool is_lost(Disturbance::Kind kind) {
  using Kind = Disturbance::Kind;
  return kind == Kind::broken || kind == Kind::garbled || kind == Kind::hung || kind == Kind::late;
}

[[nodiscard]] bool knows_no_key(const Reply& reply);
// One line: that it came from strangers, and what to do. `answer`: "404
// InvalidAccessKeyId.NotFound".
[[nodiscard]] std::string in_words_of_strangers(const std::string& answer);

// 3xx: no document has one.
[[nodiscard]] constexpr bool is_redirection(int status) { return status / 100 == 3; }

// Whether an answer is a page that somebody else than the API wrote, whatever its status: not its
// form, or JSON as gateways write it, and no mark of it; or one that sends whoever asks elsewhere.
[[nodiscard]] bool is_foreign_page(const Reply& reply, std::string_view body);

// Whether an exchange was answered by nobody of the API: a status as proxies give it, or a page,
// and neither a Code nor a RequestId.
[[nodiscard]] bool is_page(const reports::Exchange& exchange, const Reply& reply);
[[nodiscard]] bool is_page(const reports::Exchange& exchange);

// An error in XML as others write it (foreign_xml.hpp), with a status as proxies give it.
[[nodiscard]] bool is_foreign_refusal(const reports::Exchange& exchange);

// Whether it is one of these, a page, or nothing at all.
[[nodiscard]] bool is_of_nobody(const reports::Exchange& exchange, const Reply& reply);

// 503 ServiceUnavailable: it is not there, as it says itself.
[[nodiscard]] bool is_away(const Reply& reply);
[[nodiscard]] bool is_away(const reports::Exchange& exchange);

// The first of a case's calls that was disturbed, else the first of its looks. `replies`: to the
// calls, decoded.
[[nodiscard]] std::optional<Disturbance> disturbance_in(const reports::Evidence& evidence,
                                                        const std::vector<Reply>& replies);

// That one of its calls met somebody who does not know its key, whatever else came.
[[nodiscard]] std::optional<Disturbance> unknown_key_in(const reports::Evidence& evidence,
                                                        const std::vector<Reply>& replies);

// Whether answers came, and in none of them anything of the API.
[[nodiscard]] bool is_foreign(const reports::Evidence& evidence);

// Whether no answer came to one of its calls or looks, those by the fixture protocol included.
[[nodiscard]] bool has_fault(const reports::Evidence& evidence);
[[nodiscard]] bool has_fault(const std::vector<reports::Sighting>& looks);

}  // namespace hallmark::runner
