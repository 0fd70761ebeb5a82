// SPDX-License-Identifier: Apache-2.0
//
// Holds every answer of a run to the documented form: of each promise of every_answer.hpp it keeps
// how many answers broke it and the plainest of them, however many there were.
#pragma once

#include <atomic>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "cases/envelope/every_answer.hpp"
#include "reports/evidence.hpp"
#include "reports/verdict.hpp"
#include "runner/oracle/legibility.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::runner {

class FormLedger {
 public:
  // `host`: the Host header that was sent.
  explicit FormLedger(std::string host);

  // The answers to the calls and looks of one case. `order`: its place among all. `replies`:
  // decode_reply() of each of evidence.calls, while it was whole. From any thread.
  void look_at(const cases::Case& one, std::optional<cases::Variant> variant, std::size_t order,
               const reports::Evidence& evidence, std::span<const Reply> replies);

  // The answers to the calls of one case, each time that it is carried out, those included that
  // cannot be read and are therefore asked for again.
  void read(const cases::Case& one, const reports::Evidence& evidence,
            std::span<const Reply> replies);

  struct Told {
    reports::Finding finding;
    reports::Evidence evidence;  // the answer that is shown
  };
  // Unsupported where no answer came of which the promise speaks.
  [[nodiscard]] Told tell(const cases::EveryAnswer& promise) const;
  // One line of what is allowed and worth knowing; empty: nothing is.
  [[nodiscard]] std::string note() const;

 private:
  struct Answer;

  // An answer that broke a promise.
  struct Shown {
    std::size_t calls = 0;  // of its case
    std::size_t order = 0;
    std::string address;
    std::string reason, wanted, got;
    reports::CallRecord record;
    std::string instance_id;
  };
  struct Kept {
    std::size_t answers = 0;  // of which the promise speaks
    std::size_t broken = 0;
    std::optional<Shown> shown;  // of those with the fewest calls the first
  };

  // Of the instance that was looked at; empty where it is not told.
  [[nodiscard]] static std::string told_charge_type(const Answer& answer);
  [[nodiscard]] static bool tells_locks(const Answer& answer);
  [[nodiscard]] static bool names_lock(const Answer& answer, std::string_view reason);

  void look_at(const Answer& answer);
  void check(cases::Form form, const Answer& answer);
  [[nodiscard]] Told tell_legibility() const;  // with mutex_ held

  std::string host_;
  std::atomic<std::size_t> packed_ = 0;  // answers, though no request asked for it
  mutable std::mutex mutex_;             // of all that follows
  std::vector<Kept> kept_;               // in the order of Form
  Legibility legibility_;
  boost::unordered_flat_set<std::uint64_t>
      request_ids_;  // hashes; no more than a run's memory bears
};

}  // namespace hallmark::runner
