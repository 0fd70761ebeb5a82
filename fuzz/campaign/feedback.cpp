// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/feedback.hpp"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <chrono>
#include <string_view>
#include <vector>

#include "runner/wire/fnv1a.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {
namespace {

using runner::Fnv1a;

// What a feature says something about.
enum class Kind : std::uint8_t { form, state, request, id, treatment, guise, world, order };

template <class Enum>
std::uint64_t number(Enum value) {
  return static_cast<std::uint64_t>(value);
}

// What is left of a message without what differs from call to call: only words of letters.
void add_template(Fnv1a& hash, std::string_view message) {
  std::size_t begin = 0;
  while (begin < message.size()) {
    const std::size_t end = std::min(message.find(' ', begin), message.size());
    const std::string_view word = message.substr(begin, end - begin);
    const bool is_plain = std::ranges::all_of(word, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == ',';
    });
    hash.add(is_plain ? word : "#").add(" ");
    begin = end + 1;
  }
}

// Coarse, so that a busy machine makes nothing new.
std::uint64_t latency_class(std::int64_t took_us) {
  if (took_us < 250'000) return 0;
  return took_us < 1'000'000 ? 1 : took_us < 5'000'000 ? 2 : 3;
}

void add_meaning(Fnv1a& hash, const Witnessed& call) {
  hash.add(latency_class(call.took_us));
  if (call.reply == nullptr) {
    hash.add(call.fault);
    return;
  }
  const runner::Reply& reply = *call.reply;
  hash.add(static_cast<std::uint64_t>(reply.http_status)).add(runner::text_of(reply.code));
  add_template(hash, runner::text_of(reply.message));
}

// Members in whichever order make one form.
std::uint64_t form_of(const runner::Reply& reply) {
  Fnv1a hash;
  hash.add(number(reply.format)).add(reply.root).add(reply.decoded() ? 1U : 0U);
  std::uint64_t members = 0;
  std::string_view previous;  // items of an array have no name
  for (const runner::Node& member : reply.tree.children) {
    if (member.name != previous) members += Fnv1a{}.add(member.name).value();
    previous = member.name;
  }
  return hash.add(members).value();
}

}  // namespace

void Feedback::begin(const History& history) {
  history_ = &history;
  before_ = 0;
  features_.clear();
}

// Each kind of feature joins few things: what is joined multiplies, and a corpus that keeps every
// product of spellings, states and answers would hold nothing but them.
void Feedback::add(const Witnessed& call) {
  const Step& step = history_->steps[call.step];
  const Asked& asked = call.asked;
  Fnv1a hash;
  hash.add(number(asked.action));
  add_meaning(hash, call);
  const std::uint64_t answered = hash.value();
  const auto feature = [&](Kind kind, auto... parts) {
    std::size_t one = answered;
    boost::hash_combine(one, number(kind));
    (boost::hash_combine(one, static_cast<std::uint64_t>(parts)), ...);
    features_.push_back(one);
  };
  if (call.reply != nullptr) feature(Kind::form, form_of(*call.reply));
  feature(Kind::state, call.before.bits(), call.after.bits());
  feature(Kind::request, asked.named, asked.init_local_disk, asked.force_stop, asked.dry_run);
  feature(Kind::id, step.id);
  feature(Kind::treatment, step.treatment, call.variant.signature);
  feature(Kind::guise, call.is_again ? step.again : Guise::none, step.by_other, step.together);
  for (const auto condition : cases::all_conditions) {
    if (history_->fixture.conditions.contains(condition)) {
      feature(Kind::world, condition, history_->fixture.charge_type);
    }
  }
  // What followed on what.
  feature(Kind::order, before_);
  before_ = answered;
}

const std::vector<std::uint64_t>& Feedback::end() {
  std::ranges::sort(features_);
  const auto twice = std::ranges::unique(features_);
  features_.erase(twice.begin(), twice.end());
  return features_;
}

}  // namespace hallmark::fuzz
