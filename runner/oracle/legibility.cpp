// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/legibility.hpp"

#include <algorithm>
#include <cmath>

#include "reports/evidence_limits.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::runner {
namespace {

constexpr double chance = 1e-9;
constexpr std::size_t at_least = 16;

// Of the kinds: each, what is accepted, what is refused, what is in XML, what is in JSON. A bit
// each.
constexpr std::array<unsigned, 8> sets = {1, 2, 4, 8, 3, 12, 5, 10};

}  // namespace

void Legibility::look_at(const reports::CallRecord& record, const Reply& reply) {
  const reports::Exchange& exchange = record.exchange;
  if (!is_whole(exchange) || says_packed(exchange)) return;
  if (reply.declared == BodyFormat::neither) return;
  const bool is_refusal = reply.http_status >= 400;
  Kind& kind = kinds_.at((is_refusal ? 2U : 0U) + (reply.declared == BodyFormat::json ? 1U : 0U));
  ++answers_;
  ++kind.answers;
  bytes_ += exchange.body.size();
  kind.bytes += exchange.body.size();
  const bool is_spoilt = !reply.decoded() || reply.invalid_utf8;
  if (is_spoilt && !last_was_spoilt_) {
    ++spoilt_;
    ++kind.spoilt;
    if (!first_ && exchange.body.size() <= reports::longest_body) first_ = record;
  }
  last_was_spoilt_ = is_spoilt;
}

std::optional<reports::CallRecord> Legibility::spoilt_by_target() const {
  if (spoilt_ < at_least) return std::nullopt;
  const auto share = [](std::size_t part, std::size_t whole) {
    return (static_cast<double>(part) + 1) / (static_cast<double>(whole) + 1);
  };
  return std::ranges::any_of(sets,
                             [&](unsigned set) {
                               Kind all;
                               for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
                                 if ((set >> kind & 1U) == 0) continue;
                                 all.answers += kinds_.at(kind).answers;
                                 all.bytes += kinds_.at(kind).bytes;
                                 all.spoilt += kinds_.at(kind).spoilt;
                               }
                               // Long answers may be hit more often.
                               const double likely =
                                   std::max(share(all.answers, answers_), share(all.bytes, bytes_));
                               return all.spoilt == spoilt_ &&
                                      static_cast<double>(spoilt_) * std::log(likely) <
                                          std::log(chance);
                             })
             ? first_
             : std::nullopt;
}

}  // namespace hallmark::runner
