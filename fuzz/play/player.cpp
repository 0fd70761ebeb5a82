// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/player.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <ranges>
#include <stdexcept>
#include <utility>

#include "fuzz/play/answer_judge.hpp"
#include "fuzz/play/kept_exchanges.hpp"
#include "fuzz/play/relations.hpp"
#include "fuzz/play/sent_calls.hpp"
#include "fuzz/play/simultaneous_calls.hpp"
#include "fuzz/play/staged_worlds.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/clock_difference.hpp"
#include "runner/oracle/told.hpp"

namespace hallmark::fuzz {
namespace {

// What any call may be answered, and what tells nothing of it.
bool is_throttled(const runner::Reply& reply) {
  return reply.code && reply.code->starts_with("Throttling");
}
bool asks_for_fewer(const runner::Reply& reply) {
  return is_throttled(reply) || is_busy(std::to_string(reply.http_status));
}

// Why no answer came, where that says nothing of the call: nobody has read it.
std::optional<Hindrance> hindrance_of(std::string_view fault, std::string_view why) {
  using Kind = Hindrance::Kind;
  using runner::Fault;
  const auto of = [&](Kind kind) {
    return Hindrance{.kind = kind, .why = std::string{why.empty() ? fault : why}};
  };
  if (fault == name_of(Fault::connect) || fault == name_of(Fault::tls)) {
    return of(Kind::no_connection);
  }
  if (fault == name_of(Fault::local)) return of(Kind::ours);
  if (fault == name_of(Fault::cancelled)) return of(Kind::stopped);
  return std::nullopt;
}

// What decided an answer, where that is our clock, by what the target tells of its own.
std::optional<Hindrance> clocks_apart(const SentCall& sent, const reports::Exchange& exchange,
                                      const runner::Reply& reply) {
  if (!runner::refuses_time(reply) && sent.call.edits.empty()) return std::nullopt;
  const auto ahead = runner::skew_behind(
      sent.call, {.request = shown(sent.request), .headers = exchange.headers}, reply);
  if (!ahead) return std::nullopt;
  return Hindrance{.kind = Hindrance::Kind::ours, .why = runner::advise_on_skew(*ahead)};
}

std::optional<runner::Disturbance> lost_in(const std::vector<reports::Exchange>& exchanges) {
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    const runner::Reply reply = runner::decode_reply(exchanges[i]);
    const auto disturbed = runner::disturbance_of(exchanges[i], reply, i);
    if (disturbed && runner::is_lost(disturbed->kind)) return disturbed;
  }
  return std::nullopt;
}

runner::Without parsed(const std::vector<std::string>& without) {
  runner::Result<runner::Without> words = runner::Without::parse(without);
  if (!words) throw std::invalid_argument{words.error().what};
  return *std::move(words);
}

// Whether the request has used up its nonce: whether a refused one does, no page says.
bool surely_came_in(const SentCall& sent, const runner::Reply& reply) {
  return sent.asked.refused_at_door.empty() && !sent.odd && runner::is_accepted(reply);
}

}  // namespace

bool is_busy(std::string_view shape) {
  return shape.starts_with("429") || shape.starts_with("502") || shape.starts_with("503") ||
         shape.starts_with("504");
}

Player::Player(PlayTarget target, std::uint64_t seed)
    : target_{std::move(target)},
      claims_{parsed(target_.without)},
      builder_{target_.host, target_.path, runner::NonceGenerator{seed},
               target_.now ? target_.now : [] { return std::chrono::system_clock::now(); }} {
  if (!target_.worlds) {
    target_.worlds = protocol_worlds(target_.handle, target_.host, target_.fixtures);
  }
}

// One history while it is played.
class Player::Play {
 public:
  Play(Player& player, const History& history) : player_{player}, history_{history} {
    player_.told_.begin();
  }

  PlayedHistory play() {
    if (auto hindrance = worlds_.stage(history_)) {
      played_.hindrance = *std::move(hindrance);
    } else {
      take_steps();
      compare_formats();
      played_.finding = blame_.take();
      if (played_.finding) {
        exchanges_.strike_out(*played_.finding);
        played_.exchanges = exchanges_.take_shown();
        played_.lost = lost_in(played_.exchanges);
        // What was carried out unseen shows in what comes after it, too.
        if (!played_.lost) played_.lost = spent_by_others();
      }
      // What was not answered may have been carried out.
      worlds_.strike(played_.accepted > 0 || played_.finding || played_.hindrance);
    }
    played_.worlds_left = worlds_.left();
    return std::move(played_);
  }

 private:
  using Use = SentCalls::Use;

  void take_steps() {
    for (std::size_t at = 0; at < history_.steps.size() && !is_over();) {
      const std::size_t end = end_of_group(at);
      wait_before(history_.steps[at]);
      if (end - at > 1) {
        take_together(at, end);
      } else {
        take(at);
      }
      at = end;
    }
  }

  bool is_over() const { return blame_.has_found() || played_.hindrance; }

  std::size_t end_of_group(std::size_t begin) const {
    std::size_t end = begin + 1;
    if (!player_.target_.handle_together) return end;
    while (end < history_.steps.size() && history_.steps[end].together) ++end;
    return end;
  }

  void wait_before(const Step& step) {
    const auto wait = Vocabulary::get().waits[step.wait];
    if (wait.count() == 0 || !player_.target_.advance) return;
    // A machine that wakes us late wakes others late, too: then no status is over by the clock.
    constexpr std::chrono::milliseconds late{250};
    const auto due = std::chrono::steady_clock::now() + wait;
    player_.target_.advance(wait);
    if (std::chrono::steady_clock::now() < due + late) judge_.elapse(wait);
  }

  void take(std::size_t at) {
    const Step& step = history_.steps[at];
    const SentCall& sent = sent_.make_next();
    const reports::Exchange& exchange = ask(sent);
    const Situations before = judge_.model_of(sent).situations();
    const auto reply = decoded(at, sent, exchange);
    if (reply) {
      blame_.look_at(at, sent.call.action, runner::describe(*reply));
      if (!is_throttled(*reply)) judge_.judge(sent, exchange, *reply);
      sent_.remember(sent, surely_came_in(sent, *reply) ? Use::surely : Use::maybe);
    }
    witness(at, sent, exchange, reply, before, false);
    if (!reply) return;
    take_again(at, sent, *reply, before);
    const bool tells = !blame_.has_found() && runner::is_accepted(*reply) && !is_look(step.action);
    if (tells && step.treatment == honest && !sent.odd) player_.told_.add(at, step, *reply);
  }

  // The same call in another guise, where the first one can have changed nothing and the instance
  // is where it was: `before` the first call and after it the model knows, and it is the same.
  void take_again(std::size_t at, const SentCall& first, const runner::Reply& first_reply,
                  Situations before) {
    const Step& step = history_.steps[at];
    if (blame_.has_found() || !can_wear(step, step.again)) return;
    const bool changed_nothing = first_reply.http_status / 100 == 4 ||
                                 (is_look(step.action) && runner::is_accepted(first_reply));
    if (first.odd || first.asked.may_name_owner || first.asked.named == Named::foreign ||
        !changed_nothing || asks_for_fewer(first_reply) || before.size() != 1 ||
        judge_.model_of(first).situations() != before) {
      return;
    }
    const SentCall& sent = sent_.make_again(step);
    const reports::Exchange& exchange = ask(sent);
    const auto reply = decoded(at, sent, exchange);
    if (reply) {
      blame_.look_at(at, sent.call.action, runner::describe(*reply));
      const Checker checker = checker_of(step.again);
      blame_.count(checker);
      const auto other = asks_for_fewer(*reply) ? std::nullopt
                                                : difference(step.action, step.again, first_reply,
                                                             *reply, judge_.instance_seen_by(sent));
      if (other) {
        blame_.find(checker, runner::describe(first_reply) + ", as before", *other);
      } else if (!is_throttled(*reply)) {
        judge_.judge(sent, exchange, *reply);
        sent_.remember(sent, surely_came_in(sent, *reply) ? Use::surely : Use::maybe);
      }
    }
    witness(at, sent, exchange, reply, before, true);
  }

  void take_together(std::size_t begin, std::size_t end) {
    std::vector<runner::HttpRequest> requests;
    for (std::size_t at = begin; at < end; ++at) requests.push_back(sent_.make_next().request.http);
    sent_.expect_shared_nonces(begin, end);
    std::vector<Overlapped> overlapped = player_.target_.handle_together(requests);
    std::vector<SimultaneousCall> calls;
    const Situations before[2] = {judge_.model_at(0).situations(), judge_.model_at(1).situations()};
    for (std::size_t at = begin; at < end; ++at) {
      const SentCall& sent = sent_.at(at);
      Overlapped& one = overlapped[at - begin];
      const reports::Exchange& exchange = exchanges_.add(sent.request, std::move(one.outcome));
      const auto reply = decoded(at, sent, exchange);
      SimultaneousCall call{at, sent, reply ? runner::describe(*reply) : fault_shape(exchange), {}};
      call.operation = {.asked = sent.asked, .reply = {}, .called = one.called};
      call.operation.asked.beside_another = true;
      // Who is too busy has told nothing of the instance.
      if (reply && !asks_for_fewer(*reply)) {
        call.operation.reply = reply;
        call.operation.returned = one.returned;
        blame_.look_at(at, sent.call.action, call.shape);
        blame_.count_answer(sent, *reply);
        judge_.check_form(sent, exchange, *reply);
        sent_.remember(sent, Use::maybe);
      }
      calls.push_back(std::move(call));
      witness(at, sent, exchange, reply, before[AnswerJudge::place_of(sent)], false);
    }
    if (played_.hindrance) return;
    played_.unknown_orders += judge_simultaneous(calls, worlds_, judge_, blame_);
  }

  // Of what was accepted in both formats, at different times.
  void compare_formats() {
    if (is_over() || !player_.told_.compares()) return;
    blame_.count(Checker::xml_says_what_json_says);
    auto difference = player_.told_.difference();
    if (!difference) return;
    blame_.look_at(difference->step, sent_.at(difference->step).call.action,
                   std::move(difference->shape));
    blame_.find(Checker::xml_says_what_json_says, "the same members in XML and in JSON",
                std::move(difference->got));
  }

  const reports::Exchange& ask(const SentCall& sent) {
    return exchanges_.add(sent.request, player_.target_.handle(sent.request.http));
  }

  static std::string fault_shape(const reports::Exchange& exchange) {
    return "no answer: " + exchange.fault;
  }

  // The answer, if there was one; it is a finding if there was none, and the target could have
  // given it.
  std::optional<runner::Reply> decoded(std::size_t at, const SentCall& sent,
                                       const reports::Exchange& exchange) {
    if (exchange.status == 0) {
      played_.hindrance = hindrance_of(exchange.fault, exchange.fault_text);
      if (played_.hindrance) return std::nullopt;
    }
    blame_.count(Checker::every_request_is_answered);
    if (exchange.status == 0) {
      blame_.look_at(at, sent.call.action, fault_shape(exchange));
      blame_.find(Checker::every_request_is_answered, "an answer",
                  exchange.fault_text.empty() ? exchange.fault : exchange.fault_text);
      return std::nullopt;
    }
    runner::Reply reply = runner::decode_reply(exchange);
    played_.hindrance = clocks_apart(sent, exchange, reply);
    if (played_.hindrance) return std::nullopt;
    ++played_.calls;
    note_nonce(at, sent, exchange, reply);
    if (runner::is_accepted(reply)) ++played_.accepted;
    if (asks_for_fewer(reply)) ++played_.busy;
    return reply;
  }

  // A nonce that is refused as used to whoever brings it: somebody between may have sent a request
  // of ours before.
  void note_nonce(std::size_t at, const SentCall& sent, const reports::Exchange& exchange,
                  const runner::Reply& reply) {
    auto disturbed = runner::disturbance_of(exchange, reply, at);
    const bool is_spent = disturbed && disturbed->kind == runner::Disturbance::Kind::spent_nonce;
    const auto [known, is_new] = spent_.try_emplace({sent.by_other, sent.request.nonce});
    if (!is_spent) {
      known->second.reset();
    } else if (is_new) {
      known->second = std::move(disturbed);
    }
  }

  std::optional<runner::Disturbance> spent_by_others() const {
    for (const auto& [nonce, spent] : spent_) {
      if (spent) return spent;
    }
    return std::nullopt;
  }

  void witness(std::size_t at, const SentCall& sent, const reports::Exchange& exchange,
               const std::optional<runner::Reply>& reply, Situations before, bool is_again) {
    if (!player_.watcher_) return;
    player_.watcher_({.step = at,
                      .is_again = is_again,
                      .variant = sent.variant,
                      .asked = sent.asked,
                      .request = sent.request,
                      .took_us = exchange.took_us,
                      .fault = exchange.fault,
                      .reply = reply ? &*reply : nullptr,
                      .before = before,
                      .after = judge_.model_of(sent).situations()});
  }

  Player& player_;
  const History& history_;
  PlayedHistory played_;
  StagedWorlds worlds_{*player_.target_.worlds};
  SentCalls sent_{history_, worlds_.cast(), player_.builder_, player_.target_.reactivate_spelling};
  KeptExchanges exchanges_;
  // Of each nonce, by whose it is: that all who brought it were told that it is used; nothing where
  // one was not.
  std::map<std::pair<bool, std::string>, std::optional<runner::Disturbance>> spent_;
  Blame blame_{player_.checked_};
  AnswerJudge judge_{history_.fixture, player_.target_, worlds_, player_.request_ids_, blame_};
};

std::optional<Hindrance> Player::miss_an_answer(const cases::Fixture& world) {
  using Kind = Hindrance::Kind;
  constexpr int most_actions = 2;  // for one may be what is never answered
  std::optional<Hindrance> missed;
  int asked = 0;
  // What changes nothing comes first.
  for (const ActionRow& row : action_rows | std::views::reverse) {
    History plain{.fixture = world, .steps = {Step{}}};
    plain.steps.front().action = row.action;
    if (claims_.within(plain).steps.empty()) continue;
    PlayedHistory played = play(plain);
    if (played.calls > 0 && played.busy == 0) return std::nullopt;
    missed = Hindrance{Kind::no_connection, "it is too busy to answer"};
    if (played.hindrance) missed = std::move(played.hindrance);
    if (played.finding && played.busy == 0) missed->why = played.finding->got;
    if (++asked == most_actions || missed->kind != Kind::no_connection) break;
  }
  return missed;
}

std::optional<Hindrance> Player::miss_a_connection() {
  runner::HttpRequest knock;
  knock.target = target_.path;
  knock.headers.emplace_back("Host", target_.host);
  const ReplyOrFault outcome = target_.handle(knock);
  return outcome ? std::nullopt
                 : hindrance_of(name_of(outcome.error().fault), outcome.error().what);
}

void Player::rest(std::chrono::milliseconds time) {
  if (time.count() > 0 && target_.advance) target_.advance(time);
}

PlayedHistory Player::play(const History& history) {
  if (claims_.all()) return Play{*this, history}.play();
  const History claimed = claims_.within(history);
  return claimed.steps.empty() ? PlayedHistory{} : Play{*this, claimed}.play();
}

}  // namespace hallmark::fuzz
