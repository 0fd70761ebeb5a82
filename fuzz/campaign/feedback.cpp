// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/feedback.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <set>
#include <string_view>

#include "runner/wire/reply.hpp"

namespace hallmark::fuzz {
namespace {

// FNV-1a, over whatever is put into it.
class Hash {
 public:
  Hash& add(std::uint64_t value) {
    for (unsigned i = 0; i < 8; ++i) mix(static_cast<unsigned char>(value >> (8 * i)));
    return *this;
  }
  Hash& add(std::string_view text) {
    for (const char c : text) mix(static_cast<unsigned char>(c));
    return add(text.size());
  }
  [[nodiscard]] std::uint64_t value() const { return value_; }

 private:
  void mix(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3U; }
  std::uint64_t value_ = 0xcbf29ce484222325U;
};

template <class Enum>
std::uint64_t number(Enum value) {
  return static_cast<std::uint64_t>(value);
}

// What is left of a message without what differs from call to call: only words of letters.
void add_template(Hash& hash, std::string_view message) {
  std::size_t begin = 0;
  while (begin < message.size()) {
    const std::size_t end = std::min(message.find(' ', begin), message.size());
    const std::string_view word = message.substr(begin, end - begin);
    const bool is_plain = std::ranges::all_of(
        word, [](unsigned char c) { return std::isalpha(c) != 0 || c == '.' || c == ','; });
    hash.add(is_plain ? word : "#");
    begin = end + 1;
  }
}

// Coarse, so that a busy machine makes nothing new.
std::uint64_t latency_class(std::int64_t took_us) {
  if (took_us < 250'000) return 0;
  return took_us < 1'000'000 ? 1 : took_us < 5'000'000 ? 2 : 3;
}

void add_answer(Hash& hash, const Witnessed& call) {
  hash.add(latency_class(call.exchange.took_us));
  if (call.reply == nullptr) {
    hash.add(call.exchange.fault);
    return;
  }
  const runner::Reply& reply = *call.reply;
  hash.add(static_cast<std::uint64_t>(reply.http_status))
      .add(reply.code.value_or(""))
      .add(number(reply.format))
      .add(reply.root)
      .add(reply.decoded() ? 1U : 0U);
  add_template(hash, reply.message.value_or(""));
  std::set<std::string_view> members;
  for (const runner::Node& member : reply.tree.children) members.insert(member.name);
  for (const std::string_view name : members) hash.add(name);
}

}  // namespace

std::uint64_t feature_of(const Witnessed& call, const Step& step) {
  Hash hash;
  const Asked& asked = call.asked;
  hash.add(number(asked.action)).add(number(asked.named)).add(step.id);
  hash.add(number(asked.init_local_disk)).add(number(asked.force_stop)).add(number(asked.dry_run));
  hash.add(step.treatment).add(number(call.variant.signature));
  hash.add(call.is_again ? 1 + number(step.again) : 0).add(step.by_other ? 1 : 0);
  hash.add(call.before.bits());
  add_answer(hash, call);
  return hash.value();
}

void Feedback::begin(const History& history) {
  history_ = &history;
  before_ = 0;
  features_.clear();
}

void Feedback::add(const Witnessed& call) {
  const Step& step = history_->steps[call.step];
  features_.push_back(feature_of(call, step));
  // What followed on what: action and code, of this call and of the one before.
  Hash now;
  now.add(number(call.asked.action)).add(call.after.bits());
  add_answer(now, call);
  features_.push_back(Hash{}.add(before_).add(now.value()).value());
  before_ = now.value();
  Hash world;
  for (const auto condition : cases::all_conditions) {
    world.add(history_->fixture.conditions.contains(condition) ? 1 : 0);
  }
  world.add(number(history_->fixture.charge_type)).add(now.value());
  features_.push_back(world.value());
}

const std::vector<std::uint64_t>& Feedback::end() {
  std::ranges::sort(features_);
  const auto twice = std::ranges::unique(features_);
  features_.erase(twice.begin(), twice.end());
  return features_;
}

}  // namespace hallmark::fuzz
