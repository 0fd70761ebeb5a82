// SPDX-License-Identifier: Apache-2.0
#include "runner/engine/faults/breaker.hpp"

#include <algorithm>

namespace hallmark::runner {
namespace {

std::string requests(std::uint64_t n) {
  return std::to_string(n) + (n == 1 ? " request" : " requests");
}

}  // namespace

void Breaker::add(bool fault, Clock::time_point now) {
  latest_.push_back({fault, now});
  if (latest_.size() > window) latest_.pop_front();
  if (fault && !decline_) decline_ = Decline{.after = exchanges_};
  ++exchanges_;
  if (!decline_) return;
  ++decline_->exchanges;
  if (fault) ++decline_->faults;
  if (decline_->faults * 2 < decline_->exchanges) decline_.reset();
}

void Breaker::answered(Clock::time_point now) {
  const std::scoped_lock lock{mutex_};
  lacks_ = 0;
  ++answers_;
  last_answer_ = now;
  add(false, now);
}

void Breaker::fault(const std::string& what, Clock::time_point now) {
  const std::scoped_lock lock{mutex_};
  lacks_ = 0;
  last_fault_ = what;
  add(true, now);
}

void Breaker::lacks(const std::string& what) {
  const std::scoped_lock lock{mutex_};
  ++lacks_;
  lack_ = what;
}

bool Breaker::mostly_faults(Clock::time_point now) const {
  std::size_t faults = 0;
  std::size_t all = 0;
  for (const Entry& entry : latest_) {
    if (now - entry.when > window_lasts) continue;
    ++all;
    if (entry.fault) ++faults;
  }
  return faults >= few && faults * 2 >= all;
}

bool Breaker::answered_since(Clock::time_point when) const {
  const std::scoped_lock lock{mutex_};
  return answers_ > 0 && last_answer_ >= when;
}

bool Breaker::suspects(Clock::time_point now) const {
  const std::scoped_lock lock{mutex_};
  return mostly_faults(now);
}

void Breaker::knocked(std::size_t answered, Clock::time_point now) {
  const std::scoped_lock lock{mutex_};
  if (gone_) return;
  if (answered > 1 || (answered == 1 && !mostly_faults(now))) return;
  if (answers_ == 0) {
    gone_ = "the target does not answer";
  } else {
    gone_ = "the target was gone after " + requests(decline_ ? decline_->after : exchanges_);
  }
  if (!last_fault_.empty()) *gone_ += " (" + last_fault_ + ")";
}

std::optional<std::string> Breaker::gone() const {
  const std::scoped_lock lock{mutex_};
  return gone_;
}

std::optional<std::string> Breaker::lacking() const {
  const std::scoped_lock lock{mutex_};
  if (lacks_ < lacks_in_a_row) return std::nullopt;
  return lack_;
}

}  // namespace hallmark::runner
