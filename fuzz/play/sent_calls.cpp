// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/sent_calls.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "cases/base/answers.hpp"
#include "fuzz/play/relations.hpp"

namespace hallmark::fuzz {
namespace {

const std::vector<cases::Answer>& any_refusal() {
  static const std::vector<cases::Answer> any{cases::refused_4xx("*", {cases::any_refusal})};
  return any;
}

bool same_bytes(const runner::HttpRequest& left, const runner::HttpRequest& right) {
  return left.method == right.method && left.target == right.target &&
         left.headers == right.headers && left.body == right.body;
}

bool holds_a_name_twice(const cases::Call& call) {
  for (auto one = call.arguments.begin(); one != call.arguments.end(); ++one) {
    for (auto other = call.arguments.begin(); other != one; ++other) {
      if (one->name == other->name) return true;
    }
  }
  return false;
}

// At which the cases ask for what is odd in a call.
cases::Level level_of(const Step& step, const Asked& asked) {
  const Vocabulary& words = Vocabulary::get();
  cases::Level level = cases::Level::required;
  if (names_odd_id(asked)) level = weaker(level, words.ids[step.id].level);
  for (const Flag flag : {asked.init_local_disk, asked.force_stop, asked.dry_run}) {
    const bool is_plain = flag == Flag::absent || flag == Flag::is_true || flag == Flag::is_false;
    if (!is_plain) level = weaker(level, words.odd_boolean);
  }
  return level;
}

cases::Level level_of_extras(const Step& step) {
  cases::Level level = cases::Level::required;
  for (const Extra& extra : step.extras) {
    level = weaker(level, Vocabulary::get().extras[extra.word].level);
  }
  return level;
}

}  // namespace

bool may_be_refused_by_http(const Asked& asked) {
  return std::ranges::any_of(asked.refused_at_door,
                             [](const cases::Answer& answer) { return answer.bare; });
}

SentCall& SentCalls::make_next() { return sent_.emplace_back(prepare(sent_.size())); }

const SentCall& SentCalls::make_again(const Step& step) {
  return sent_again_.emplace_back(make(step, false, {}, step.again));
}

SentCall SentCalls::make(const Step& step, bool as_treated, std::string_view nonce, Guise guise) {
  SentCall sent;
  sent.call = call_of(step, as_treated);
  sent.variant = variant_in(Vocabulary::get().variants[step.variant], guise);
  dress(sent.call, sent.variant, guise);
  sent.by_other = step.by_other;
  sent.asked = asked_of(step);
  sent.odd = sent.asked.named == Named::hostile || sent.asked.may_be_unclear ||
             holds_a_name_twice(sent.call);
  sent.level = level_of(step, sent.asked);
  sent.level_of_refusal = level_of_extras(step);
  sent.request = builder_.build(sent.call, sent.variant, cast_, reactivate_spelling_, nonce);
  return sent;
}

SentCall SentCalls::prepare(std::size_t at) {
  const Vocabulary& words = Vocabulary::get();
  const Step& step = history_.steps[at];
  const Treatment& treatment = words.treatments[step.treatment];
  if (treatment.kind == Treatment::Kind::forged &&
      treatment.applies(words.variants[step.variant])) {
    return forged(step, treatment);
  }
  const auto source = source_of(history_, at);
  if (treatment.kind == Treatment::Kind::honest || !source) return make(step, false, {});
  SentCall sent = treatment.kind == Treatment::Kind::replay ? replayed(sent_[*source])
                                                            : with_nonce_of(sent_[*source], step);
  sent.goes_back = true;
  if (sent.odd) sent.asked.may_be_unclear = true;
  return sent;
}

SentCall SentCalls::forged(const Step& step, const Treatment& treatment) {
  SentCall sent = make(step, true, {});
  SentCall plain = make(step, false, sent.request.nonce);
  if (same_bytes(sent.request.http, plain.request.http)) return plain;
  sent.is_forged = !treatment.is_beyond_api;
  sent.is_beyond_api = treatment.is_beyond_api;
  sent.asked.refused_at_door = treatment.refusals;
  sent.asked.may_come_in = treatment.may_come_in;
  sent.level = weaker(sent.level, treatment.forgery->level);
  if (sent.odd) sent.asked.may_be_unclear = true;
  return sent;
}

SentCall SentCalls::replayed(const SentCall& source) const {
  SentCall sent = source;
  sent.is_forged = false;
  sent.was_refused = !sent.asked.refused_at_door.empty() && !sent.asked.may_come_in;
  if (sent.was_refused && (sent.is_beyond_api || may_be_refused_by_http(sent.asked))) {
    sent.odd = true;  // refused as the first time, or in any other way
  } else if (sent.was_refused) {
    sent.asked.refused_at_door = any_refusal();
  } else {
    sent.odd = sent.odd || sent.asked.may_come_in;  // it may be refused as the first time
    sent.asked.refused_at_door = Vocabulary::get().used_nonce;
    sent.asked.may_come_in =
        use_of(sent.by_other, sent.variant.signature, sent.request.nonce) != Use::surely;
  }
  return sent;
}

SentCall SentCalls::with_nonce_of(const SentCall& source, const Step& step) {
  SentCall sent = make(step, true, source.request.nonce);
  const Use use = use_of(step.by_other, sent.variant.signature, source.request.nonce);
  if (use != Use::none) {
    sent.asked.refused_at_door = Vocabulary::get().used_nonce;
    sent.asked.may_come_in = use == Use::maybe;
  }
  return sent;
}

SentCalls::Use SentCalls::use_of(bool by_other, cases::Signature signature,
                                 std::string_view nonce) const {
  Use use = Use::none;
  for (const Nonce& known : nonces_) {
    if (known.by_other != by_other || known.text != nonce || known.use == Use::none) continue;
    use = std::max(use, known.signature == signature ? known.use : Use::maybe);
  }
  return use;
}

void SentCalls::remember(const SentCall& sent, Use use) {
  for (Nonce& known : nonces_) {
    if (known.by_other != sent.by_other || known.signature != sent.variant.signature ||
        known.text != sent.request.nonce) {
      continue;
    }
    known.use = std::max(known.use, use);
    return;
  }
  nonces_.push_back({sent.by_other, sent.variant.signature, sent.request.nonce, use});
}

void SentCalls::expect_shared_nonces(std::size_t begin, std::size_t end) {
  const auto share = [](const SentCall& one, const SentCall& other) {
    return one.by_other == other.by_other && one.request.nonce == other.request.nonce;
  };
  for (std::size_t at = begin; at < end; ++at) {
    for (std::size_t before = begin; before < at; ++before) {
      if (!share(sent_[at], sent_[before])) continue;
      for (SentCall* const sent : {&sent_[at], &sent_[before]}) {
        if (sent->asked.refused_at_door.empty()) {
          sent->asked.refused_at_door = Vocabulary::get().used_nonce;
          sent->asked.may_come_in = true;
        } else if (sent->goes_back && !sent->was_refused) {
          sent->asked.may_come_in = true;
        } else {  // refused for what is wrong with it, or for its nonce
          sent->asked.may_be_unclear = true;
        }
      }
    }
  }
}

}  // namespace hallmark::fuzz
