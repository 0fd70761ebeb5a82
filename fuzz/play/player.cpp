// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/player.hpp"

#include <algorithm>
#include <iterator>
#include <list>
#include <stdexcept>
#include <utility>

#include "cases/base/answers.hpp"
#include "fuzz/linearizability/linearizability.hpp"
#include "fuzz/play/relations.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "specs/schema/digest.hpp"

namespace hallmark::fuzz {
namespace {

using What = Contradiction::What;

constexpr cases::Checks envelope_checks{
    cases::Check::requested_format, cases::Check::content_type,
    cases::Check::root_element,     cases::Check::request_id_present,
    cases::Check::request_id_shape, cases::Check::host_id,
    cases::Check::error_members,    cases::Check::success_without_code,
    cases::Check::single_members,   cases::Check::utf8,
    cases::Check::json_object};

// Enough to find an id that comes back, without keeping those of a whole night.
constexpr std::size_t kept_request_ids = 1U << 16U;

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

bool is_throttled(const runner::Reply& reply) {
  return reply.code && reply.code->starts_with("Throttling");
}

// `status` 0 where there was no whole answer. As it came: nearly every one is judged and forgotten.
reports::Exchange exchange_of(Outcome outcome) {
  reports::Exchange exchange;
  exchange.kept_alive = true;  // no history is about connections
  if (!outcome) {
    exchange.fault = runner::name_of(outcome.error().fault);
    exchange.fault_text = std::move(outcome.error().what);
  } else if (outcome->status == 0) {
    exchange.fault = runner::name_of(runner::Fault::closed);
  } else {
    exchange.status = outcome->status;
    exchange.headers = std::move(outcome->headers);
    exchange.body = std::move(outcome->body);
    exchange.took_us = std::chrono::duration_cast<std::chrono::microseconds>(outcome->took).count();
  }
  return exchange;
}

// As a report may show it.
reports::Exchange shown(reports::Exchange exchange, const runner::BuiltRequest& request) {
  exchange.request = runner::shown(request);
  exchange.fault_text = runner::strike_out(std::move(exchange.fault_text), request);
  runner::HttpReply reply;
  reply.headers = std::move(exchange.headers);
  reply.body = std::move(exchange.body);
  runner::strike_out(reply, request);
  exchange.headers = std::move(reply.headers);
  exchange.body = std::move(reply.body);
  return exchange;
}

runner::Without parsed(const std::vector<std::string>& without) {
  runner::Result<runner::Without> words = runner::Without::parse(without);
  if (!words) throw std::invalid_argument{words.error().what};
  return *std::move(words);
}

std::string_view content_type(const reports::Exchange& exchange) {
  const std::string* const type = runner::find_header(exchange.headers, "Content-Type");
  return type == nullptr ? std::string_view{} : *type;
}

}  // namespace

std::string Finding::bucket() const {
  return std::string{info_of(checker).name} + " / " + action + " / " + shape;
}

std::string Finding::text() const {
  return std::string{info_of(checker).name} + ": " + action + ", wanted " + wanted + ", got " +
         got + " (" + citation.text() + ")";
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
  Play(Player& player, const History& history)
      : player_{player},
        history_{history},
        own_{history.fixture, player.target_.settling},
        other_{history.fixture, player.target_.settling} {
    player_.told_.begin();
  }

  Played play() {
    if (!stage()) return std::move(played_);
    const std::size_t count = history_.steps.size();
    const auto again = std::ranges::count_if(
        history_.steps, [](const Step& step) { return step.again != Guise::none; });
    sent_.reserve(count);  // and no reference into these dangles
    kept_.reserve(count + static_cast<std::size_t>(again));
    nonces_.reserve(count);
    for (std::size_t at = 0; at < count && !played_.finding;) {
      const std::size_t end = end_of_group(at);
      wait_before(history_.steps[at]);
      if (end - at > 1) {
        take_together(at, end);
      } else {
        take(at);
      }
      at = end;
    }
    compare_formats();
    if (played_.finding) show();
    unstage();
    return std::move(played_);
  }

 private:
  // What is sent at a step.
  struct Sent {
    runner::BuiltRequest request;
    Asked asked;
    cases::Call call;
    cases::Variant variant;
    bool by_other = false;
    bool odd = false;  // the HTTP layer, or who reads the parameters, may refuse it first
    bool is_forged = false;
    bool is_beyond_api = false;
    bool goes_back = false;    // to what an earlier step sent
    bool was_refused = false;  // as that one had to be
  };
  enum class Use : std::uint8_t { none, maybe, surely };
  struct Nonce {
    bool by_other;
    std::string_view text;  // of sent_ or of sent_again_
    Use use;
  };

  struct Kept {
    const runner::BuiltRequest& request;  // of sent_ or of sent_again_
    reports::Exchange exchange;
  };

  // ---- Worlds

  bool needs_other() const {
    const Vocabulary& words = Vocabulary::get();
    return std::any_of(history_.steps.begin(), history_.steps.end(), [&](const Step& step) {
      const Treatment& treatment = words.treatments[step.treatment];
      return step.by_other || step.id == other_id ||
             (treatment.forgery != nullptr && treatment.forgery->second_world);
    });
  }

  std::optional<runner::World> new_world() {
    runner::Staged staged = player_.target_.worlds->stage(history_.fixture);
    if (auto* const world = std::get_if<runner::World>(&staged)) return std::move(*world);
    if (const auto* const broken = std::get_if<runner::Broken>(&staged)) {
      played_.trouble = broken->what;
    } else if (const auto* const not_on_offer = std::get_if<runner::Unsupported>(&staged)) {
      played_.trouble = not_on_offer->why;
    }
    if (played_.trouble.empty()) played_.trouble = "the world could not be made";
    return std::nullopt;
  }

  bool stage() {
    std::optional<runner::World> own = new_world();
    if (!own) return false;
    if (!needs_other()) {
      cast_ = runner::Cast{*std::move(own)};
      return true;
    }
    std::optional<runner::World> other = new_world();
    if (!other) {
      strike(*own);
      return false;
    }
    cast_ = runner::Cast{*std::move(own), *std::move(other)};
    world_count_ = 2;
    return true;
  }

  void strike(const runner::World& world) {
    if (!player_.target_.worlds->strike(world, played_.accepted > 0)) ++played_.worlds_left;
  }

  void unstage() {
    for (std::size_t i = 0; i < world_count_; ++i) strike(world(i));
  }

  // The caller's own, or that of the other account.
  [[nodiscard]] const runner::World& world(std::size_t place) const {
    return place == 0 ? cast_.own() : cast_.other();
  }

  InstanceModel& model_of(const Sent& sent) { return sent.by_other ? other_ : own_; }

  // Whose status Describe actions tell the caller.
  const std::string& instance_seen_by(const Sent& sent) const {
    const bool shows_foreign = sent.asked.named == Named::foreign && is_look(sent.asked.action);
    const bool is_other = sent.by_other != shows_foreign;
    return world(is_other && world_count_ > 1 ? 1 : 0).instance_id;
  }

  // ---- Requests

  Use use_of(bool by_other, std::string_view nonce) const {
    for (const Nonce& known : nonces_) {
      if (known.by_other == by_other && known.text == nonce) return known.use;
    }
    return Use::none;
  }

  void remember(const Sent& sent, Use use) {
    for (Nonce& known : nonces_) {
      if (known.by_other != sent.by_other || known.text != sent.request.nonce) continue;
      known.use = std::max(known.use, use);
      return;
    }
    nonces_.push_back({sent.by_other, sent.request.nonce, use});
  }

  Sent make(const Step& step, bool as_treated, std::string_view nonce, Guise guise = Guise::none) {
    Sent sent;
    sent.call = call_of(step, as_treated);
    sent.variant = variant_in(Vocabulary::get().variants[step.variant], guise);
    sent.call.expect.checks = envelope_checks;
    dress(sent.call, sent.variant, guise);
    sent.by_other = step.by_other;
    sent.asked = asked_of(step);
    sent.odd = sent.asked.named == Named::hostile || sent.asked.may_be_unclear ||
               holds_a_name_twice(sent.call);
    sent.request = player_.builder_.build(sent.call, sent.variant, cast_,
                                          player_.target_.reactivate_spelling, nonce);
    return sent;
  }

  // With what is expected at the door.
  Sent prepare(std::size_t at) {
    const Vocabulary& words = Vocabulary::get();
    const Step& step = history_.steps[at];
    const Treatment& treatment = words.treatments[step.treatment];
    const auto source = source_of(history_, at);
    if (treatment.kind == Treatment::Kind::forged &&
        treatment.applies(words.variants[step.variant])) {
      Sent forged = make(step, true, {});
      // Where the change changes nothing, it is an honest request.
      Sent plain = make(step, false, forged.request.nonce);
      if (same_bytes(forged.request.http, plain.request.http)) return plain;
      forged.is_forged = !treatment.is_beyond_api;
      forged.is_beyond_api = treatment.is_beyond_api;
      forged.asked.refused_at_door = treatment.refusals;
      forged.asked.may_come_in = treatment.may_come_in;
      if (forged.odd) forged.asked.may_be_unclear = true;
      return forged;
    }
    if (treatment.kind == Treatment::Kind::honest || !source) return make(step, false, {});
    Sent sent;
    if (treatment.kind == Treatment::Kind::replay) {
      sent = sent_[*source];
      sent.is_forged = false;
      const Use use = use_of(sent.by_other, sent.request.nonce);
      sent.was_refused = !sent.asked.refused_at_door.empty() && !sent.asked.may_come_in;
      if (sent.was_refused && sent.is_beyond_api) {
        sent.odd = true;  // refused as the first time, or in any other way
      } else if (sent.was_refused) {
        sent.asked.refused_at_door = any_refusal();
      } else {
        sent.odd = sent.odd || sent.asked.may_come_in;  // it may be refused as the first time
        sent.asked.refused_at_door = words.used_nonce;
        sent.asked.may_come_in = use != Use::surely;
      }
    } else {
      const std::string nonce = sent_[*source].request.nonce;
      sent = make(step, true, nonce);
      const Use use = use_of(step.by_other, nonce);
      if (use != Use::none) {
        sent.asked.refused_at_door = words.used_nonce;
        sent.asked.may_come_in = use == Use::maybe;
      }
    }
    sent.goes_back = true;
    if (sent.odd) sent.asked.may_be_unclear = true;
    return sent;
  }

  // ---- Steps

  void wait_before(const Step& step) {
    const auto wait = Vocabulary::get().waits[step.wait];
    if (wait.count() == 0 || !player_.target_.advance) return;
    player_.target_.advance(wait);
    own_.elapse(wait);
    other_.elapse(wait);
  }

  void begin(std::size_t at, const Sent& sent) {
    step_ = at;
    judged_ = &sent;
    reply_ = nullptr;
  }

  reports::Exchange ask(const Sent& sent) {
    return exchange_of(player_.target_.handle(sent.request.http));
  }

  void take(std::size_t at) {
    sent_.push_back(prepare(at));
    Sent& sent = sent_.back();
    begin(at, sent);
    const reports::Exchange& exchange = keep(sent, ask(sent));
    const Situations before = model_of(sent).situations();
    const auto reply = decoded(exchange);
    if (reply) {
      reply_ = &*reply;
      judge(sent, exchange, *reply);
    }
    witness(sent, exchange, reply, before, false);
    if (!reply) return;
    take_again(sent, *reply, before, history_.steps[at]);
    const Step& step = history_.steps[at];
    const bool tells = !played_.finding && runner::is_accepted(*reply) && !is_look(step.action);
    if (tells && step.treatment == honest && !sent.odd) player_.told_.add(at, step, *reply);
  }

  // Of what was accepted in both formats, at different times.
  void compare_formats() {
    if (played_.finding || !player_.told_.compares()) return;
    count(Checker::xml_says_what_json_says);
    auto difference = player_.told_.difference();
    if (!difference) return;
    begin(difference->step, sent_[difference->step]);
    shape_ = std::move(difference->shape);
    find(Checker::xml_says_what_json_says, "the same members in XML and in JSON",
         std::move(difference->got));
  }

  // The same call in another guise, where the first one can have changed nothing and the instance
  // is where it was: `before` the first call and after it the model knows, and it is the same.
  void take_again(const Sent& first, const runner::Reply& first_reply, Situations before,
                  const Step& step) {
    if (played_.finding || !can_wear(step, step.again)) return;
    InstanceModel& model = model_of(first);
    const bool changed_nothing = first_reply.http_status / 100 == 4 ||
                                 (is_look(step.action) && runner::is_accepted(first_reply));
    if (first.odd || first.asked.may_name_owner || first.asked.named == Named::foreign ||
        !changed_nothing || is_throttled(first_reply) || before.size() != 1 ||
        model.situations() != before) {
      return;
    }
    const Sent& sent = sent_again_.emplace_back(make(step, false, {}, step.again));
    const reports::Exchange& exchange = keep(sent, ask(sent));
    const auto reply = decoded(exchange);
    if (reply) {
      reply_ = &*reply;
      const Checker checker = checker_of(step.again);
      count(checker);
      const auto other = is_throttled(*reply) ? std::nullopt
                                              : difference(step.action, step.again, first_reply,
                                                           *reply, instance_seen_by(sent));
      if (other) {
        find(checker, runner::describe(first_reply) + ", as before", *other);
      } else {
        judge(sent, exchange, *reply);
      }
    }
    witness(sent, exchange, reply, before, true);
  }

  const reports::Exchange& keep(const Sent& sent, reports::Exchange exchange) {
    return kept_.push_back({sent.request, std::move(exchange)}), kept_.back().exchange;
  }

  // What a finding says and what led to it, without the secrets of any request.
  void show() {
    Finding& finding = *played_.finding;
    for (Kept& kept : kept_) {
      for (std::string* const text : {&finding.shape, &finding.wanted, &finding.got}) {
        *text = runner::strike_out(std::move(*text), kept.request);
      }
      played_.exchanges.push_back(shown(std::move(kept.exchange), kept.request));
    }
  }

  // The answer, if there was one; it is a finding if there was none.
  std::optional<runner::Reply> decoded(const reports::Exchange& exchange) {
    count(Checker::every_request_is_answered);
    reply_ = nullptr;
    if (exchange.status == 0) {
      shape_ = "no answer: " + exchange.fault;
      find(Checker::every_request_is_answered, "an answer",
           exchange.fault_text.empty() ? exchange.fault : exchange.fault_text);
      return std::nullopt;
    }
    runner::Reply reply =
        runner::decode_reply(exchange.status, content_type(exchange), exchange.body);
    ++played_.calls;
    if (runner::is_accepted(reply)) ++played_.accepted;
    return reply;
  }

  void judge(const Sent& sent, const reports::Exchange& exchange, const runner::Reply& reply) {
    count_answer(sent, reply);
    if (auto wrong = model_of(sent).observe(sent.asked, reply, instance_seen_by(sent))) {
      report(*std::move(wrong), reply, sent);
      return;
    }
    check_hostile_id(sent, reply);
    remember(sent, surely_came_in(sent, reply) ? Use::surely : Use::maybe);
    if (!check_form(sent, exchange, reply)) return;
    if (!is_look(sent.asked.action) || sent.is_forged || sent.is_beyond_api || sent.goes_back) {
      look(own_, 0, reply, sent);
      const bool concerns_other =
          sent.asked.named == Named::foreign || sent.by_other || sent.is_forged;
      if (world_count_ > 1 && concerns_other) look(other_, 1, reply, sent);
    }
  }

  // Whether the request got so far that its nonce counts as used.
  static bool surely_came_in(const Sent& sent, const runner::Reply& reply) {
    // No page of ours has StopInstance or a look: who does not know them may say so at the door.
    const bool is_unknown = !is_documented(sent.asked.action) && !runner::is_accepted(reply);
    return sent.asked.refused_at_door.empty() && !sent.odd && !is_throttled(reply) && !is_unknown;
  }

  // ---- Steps at the same moment

  std::size_t end_of_group(std::size_t begin) const {
    std::size_t end = begin + 1;
    if (!player_.target_.handle_together) return end;
    while (end < history_.steps.size() && history_.steps[end].together) ++end;
    return end;
  }

  // Which of two calls with one nonce comes in nobody knows: both may, as far as the model goes.
  void expect_shared_nonces(std::size_t begin, std::size_t end) {
    const auto share = [](const Sent& one, const Sent& other) {
      return one.by_other == other.by_other && one.request.nonce == other.request.nonce;
    };
    for (std::size_t at = begin; at < end; ++at) {
      for (std::size_t before = begin; before < at; ++before) {
        if (!share(sent_[at], sent_[before])) continue;
        for (Sent* const sent : {&sent_[at], &sent_[before]}) {
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

  void take_together(std::size_t begin_at, std::size_t end) {
    std::vector<runner::HttpRequest> requests;
    for (std::size_t at = begin_at; at < end; ++at) {
      sent_.push_back(prepare(at));
      requests.push_back(sent_.back().request.http);
    }
    expect_shared_nonces(begin_at, end);
    std::vector<Overlapped> overlapped = player_.target_.handle_together(requests);
    std::vector<Operation> operations[2];  // of the own account, of the other one
    std::vector<std::size_t> steps[2];     // that they belong to
    const Situations before[2] = {own_.situations(), other_.situations()};
    std::string answers;
    for (std::size_t at = begin_at; at < end; ++at) {
      const Sent& sent = sent_[at];
      begin(at, sent);
      Overlapped& one = overlapped[at - begin_at];
      const reports::Exchange& exchange = keep(sent, exchange_of(std::move(one.outcome)));
      const auto reply = decoded(exchange);
      if (reply) shape_ = runner::describe(*reply);
      answers += (answers.empty() ? "" : ", ") + sent.call.action + " " + shape_;
      if (reply) {
        count_answer(sent, *reply);
        check_form(sent, exchange, *reply);
        remember(sent, Use::maybe);
      }
      Operation operation{.asked = sent.asked, .reply = reply, .called = one.called};
      if (reply) operation.returned = one.returned;
      const std::size_t account = sent.by_other ? 1 : 0;
      operations[account].push_back(std::move(operation));
      steps[account].push_back(at);
      witness(sent, exchange, reply, before[account], false);
    }
    check_nonces(begin_at, end, operations);
    explain(own_, operations[0], steps[0], world(0).instance_id, answers);
    if (world_count_ > 1) {
      explain(other_, operations[1], steps[1], world(1).instance_id, answers);
    }
    for (std::size_t place = 0; place < world_count_; ++place) look_after_all(place);
  }

  // Of calls with one nonce, one may come in.
  void check_nonces(std::size_t begin_at, std::size_t end, const std::vector<Operation>* all) {
    std::size_t place[2] = {0, 0};
    std::vector<std::string> came_in[2];
    for (std::size_t at = begin_at; at < end; ++at) {
      const std::size_t account = sent_[at].by_other ? 1 : 0;
      const Operation& operation = all[account][place[account]++];
      if (!operation.reply || !runner::is_accepted(*operation.reply)) continue;
      count(Checker::nonce_good_once);
      const std::string& nonce = sent_[at].request.nonce;
      if (std::ranges::find(came_in[account], nonce) != came_in[account].end()) {
        begin(at, sent_[at]);
        shape_ = runner::describe(*operation.reply);
        find(Checker::nonce_good_once, "one of two calls with the same nonce refused",
             "both accepted");
      }
      came_in[account].push_back(nonce);
    }
  }

  // The calls of one account, at `steps`; `answers` are those of both.
  void explain(InstanceModel& model, const std::vector<Operation>& operations,
               const std::vector<std::size_t>& steps, const std::string& instance_id,
               const std::string& answers) {
    if (operations.empty() || played_.finding) return;
    constexpr LinearizabilityOptions budget{.nodes = 20'000,
                                            .time = std::chrono::milliseconds{500}};
    count(Checker::concurrent_calls_explained);
    const Linearization found = linearize(model, operations, instance_id, budget);
    if (found.verdict == Linearizable::unknown) ++played_.unknown_orders;
    // Which order it was nobody knows: whatever was accepted may have come at any place.
    for (std::size_t round = 0; round < operations.size(); ++round) {
      const std::uint64_t key = model.key();
      for (const Operation& operation : operations) {
        const bool may_have_happened = !operation.reply || runner::is_accepted(*operation.reply);
        if (may_have_happened) model.observe_nothing(operation.asked);
      }
      if (model.key() == key) break;
    }
    if (found.verdict != Linearizable::no) return;
    // An answer that is wrong at every place is a finding of its own, whatever came beside it.
    for (std::size_t i = 0; i < operations.size(); ++i) {
      const Operation& operation = operations[i];
      if (!operation.reply) continue;
      InstanceModel anywhere = model;
      auto wrong = anywhere.observe(operation.asked, *operation.reply, instance_id);
      if (!wrong) continue;
      begin(steps[i], sent_[steps[i]]);
      shape_ = runner::describe(*operation.reply);
      report(*std::move(wrong), *operation.reply, sent_[steps[i]]);
      return;
    }
    shape_ = "no order explains the answers";
    find(Checker::concurrent_calls_explained, "an order of the calls that explains the answers",
         answers);
  }

  void look_after_all(std::size_t place) {
    if (played_.finding) return;
    const auto truth = player_.target_.worlds->look(world(place));
    if (!truth || truth->status.empty()) return;
    count(Checker::documented_transition);
    if (auto wrong = (place == 0 ? own_ : other_).observe_status(truth->status)) {
      find(Checker::documented_transition, std::move(wrong->wanted), std::move(wrong->got),
           wrong->citation);
    }
  }

  // ---- What is found

  void count(Checker checker) { ++player_.checked_[static_cast<std::size_t>(checker)]; }

  void witness(const Sent& sent, const reports::Exchange& exchange,
               const std::optional<runner::Reply>& reply, Situations before, bool is_again) {
    if (!player_.watcher_) return;
    player_.watcher_({.step = step_,
                      .is_again = is_again,
                      .variant = sent.variant,
                      .asked = sent.asked,
                      .request = sent.request,
                      .took_us = exchange.took_us,
                      .fault = exchange.fault,
                      .reply = reply ? &*reply : nullptr,
                      .before = before,
                      .after = model_of(sent).situations()});
  }

  void find(Checker checker, std::string wanted, std::string got,
            std::optional<specs::Citation> citation = {}) {
    if (played_.finding) return;
    played_.finding = Finding{.checker = checker,
                              .step = step_,
                              .action = judged_->call.action,
                              .shape = reply_ == nullptr ? shape_ : runner::describe(*reply_),
                              .wanted = std::move(wanted),
                              .got = std::move(got),
                              .citation = citation.value_or(info_of(checker).citation)};
  }

  void count_answer(const Sent& sent, const runner::Reply& reply) {
    count(Checker::no_server_error);
    count(Checker::answer_explained);
    if (reply.http_status >= 400) count(Checker::documented_message);
    if (sent.goes_back) count(Checker::nonce_good_once);
    if (sent.is_forged) count(Checker::forgery_refused);
    if (sent.is_beyond_api) count(Checker::beyond_api_refused);
    if (sent.asked.named == Named::foreign) count(Checker::other_account_untouchable);
    if (is_other_id(sent.asked)) count(Checker::ids_are_exact);
    if (is_look(sent.asked.action)) {
      count(Checker::described_status);
      count(Checker::described_locks);
    }
  }

  static bool is_other_id(const Asked& asked) {
    return asked.named == Named::another || asked.named == Named::hostile;
  }

  // Whether the answer is one to a call that names the instance so.
  bool would_answer(Named named, const Sent& sent, const runner::Reply& reply) const {
    Asked asked = sent.asked;
    asked.named = named;
    const auto explains = [&](InstanceModel model) { return !model.observe(asked, reply); };
    return explains(own_) || (world_count_ > 1 && explains(other_));
  }

  // Whether an odd id was taken for that of an instance: the call was accepted, or refused for what
  // is up with the instance.
  bool takes_for_an_instance(const Sent& sent, const runner::Reply& reply) const {
    if (!is_other_id(sent.asked)) return false;
    return runner::is_accepted(reply) || would_answer(Named::the_instance, sent, reply);
  }

  // Who speaks HTTP may refuse such an id in any way, but knows nothing of an instance.
  void check_hostile_id(const Sent& sent, const runner::Reply& reply) {
    if (sent.asked.named != Named::hostile || !takes_for_an_instance(sent, reply)) return;
    if (would_answer(Named::unknown, sent, reply)) return;
    find(Checker::ids_are_exact, "a refusal that has nothing to do with an instance",
         runner::describe(reply));
  }

  void report(Contradiction wrong, const runner::Reply& reply, const Sent& sent) {
    Checker checker = Checker::answer_explained;
    if (wrong.what == What::text) {
      checker = Checker::documented_message;
    } else if (wrong.what == What::transition) {
      checker = Checker::described_status;
    } else if (wrong.what == What::locks) {
      checker = Checker::described_locks;
    } else if (reply.http_status >= 500) {
      checker = Checker::no_server_error;
    } else if (sent.goes_back) {
      checker = Checker::nonce_good_once;
    } else if (sent.is_forged) {
      checker = Checker::forgery_refused;
    } else if (sent.is_beyond_api) {
      checker = Checker::beyond_api_refused;
    } else if (sent.asked.named == Named::foreign) {
      checker = Checker::other_account_untouchable;
    } else if (takes_for_an_instance(sent, reply)) {
      checker = Checker::ids_are_exact;
    }
    find(checker, std::move(wrong.wanted), std::move(wrong.got), wrong.citation);
  }

  // Whether a layer below the API may answer, before the format that is asked for has been read.
  static bool may_be_of_http(const Asked& asked) {
    return std::ranges::any_of(asked.refused_at_door,
                               [](const cases::Answer& answer) { return answer.bare; });
  }

  bool check_form(const Sent& sent, const reports::Exchange& exchange, const runner::Reply& reply) {
    // Bytes that HTTP does not carry may be refused by who speaks HTTP.
    if (sent.odd && !reply.decoded() && reply.http_status / 100 == 4) return true;
    if (sent.is_beyond_api && may_be_of_http(sent.asked)) return true;
    count(Checker::well_formed_envelope);
    const auto wrong = runner::check_envelope(sent.call, sent.request.action, reply, exchange,
                                              sent.variant, player_.target_.host);
    if (wrong) {
      find(Checker::well_formed_envelope, wrong->wanted, wrong->reason + ": " + wrong->got);
      return false;
    }
    count(Checker::request_id_once);
    const std::uint64_t id = specs::digest_of(*reply.request_id);
    if (player_.request_ids_.size() >= kept_request_ids) player_.request_ids_.clear();
    if (!player_.request_ids_.insert(id).second) {
      find(Checker::request_id_once, "a RequestId of its own", *reply.request_id + " again");
      return false;
    }
    check_echo(sent, exchange, reply);
    return !played_.finding;
  }

  void check_echo(const Sent& sent, const reports::Exchange& exchange, const runner::Reply& reply) {
    // Shorter ones stand in an answer by themselves: a quotation mark in JSON, say.
    constexpr std::size_t shortest_echo = 6;  // bytes
    const auto may_echo = [](const cases::Argument& argument) {
      const std::string& text = argument.value.before;
      return text.size() >= shortest_echo && text.find_first_of("<>&\"\\") != text.npos;
    };
    if (std::ranges::none_of(sent.call.arguments, may_echo)) return;
    cases::Call echoing;
    std::ranges::copy_if(sent.call.arguments, std::back_inserter(echoing.arguments), may_echo);
    count(Checker::input_not_echoed);
    echoing.expect.checks = cases::Checks{cases::Check::no_raw_echo};
    const auto echo = runner::check_envelope(echoing, sent.request.action, reply, exchange,
                                             sent.variant, player_.target_.host);
    if (echo) find(Checker::input_not_echoed, echo->wanted, echo->got);
  }

  // Past the API: what the call really did.
  void look(InstanceModel& model, std::size_t place, const runner::Reply& reply, const Sent& sent) {
    if (played_.finding) return;
    const auto truth = player_.target_.worlds->look(world(place));
    if (!truth || truth->status.empty()) return;
    const bool refused = reply.http_status >= 400;
    Checker checker = Checker::documented_transition;
    if (sent.is_forged && refused) {
      checker = Checker::forgery_changes_nothing;
    } else if (sent.asked.named == Named::foreign) {
      checker = Checker::other_account_untouchable;
    } else if (refused && sent.asked.dry_run == Flag::is_true) {
      checker = Checker::dry_run_changes_nothing;
    } else if (refused) {
      checker = Checker::refusal_changes_nothing;
    }
    count(checker);
    if (truth->local_disk_data) count(Checker::local_disk_as_told);
    if (truth->last_stop) count(Checker::stopped_as_told);
    std::optional<Contradiction> wrong = model.observe_status(truth->status);
    if (!wrong && truth->local_disk_data) wrong = model.observe_local_disk(*truth->local_disk_data);
    if (!wrong && truth->last_stop) wrong = model.observe_last_stop(*truth->last_stop);
    if (!wrong) return;
    if (checker == Checker::documented_transition && wrong->what == What::local_disk) {
      checker = Checker::local_disk_as_told;
    } else if (checker == Checker::documented_transition && wrong->what == What::last_stop) {
      checker = Checker::stopped_as_told;
    }
    find(checker, std::move(wrong->wanted), std::move(wrong->got),
         refused ? std::nullopt : std::optional{wrong->citation});
  }

  Player& player_;
  const History& history_;
  Played played_;
  InstanceModel own_;
  InstanceModel other_;
  runner::Cast cast_;
  std::size_t world_count_ = 1;
  std::vector<Sent> sent_;
  std::list<Sent> sent_again_;  // in another guise
  std::vector<Kept> kept_;      // in the order in which they were answered
  std::vector<Nonce> nonces_;
  // What is being judged, and how it was answered: `shape_`, or as `reply_` is described.
  std::size_t step_ = 0;
  const Sent* judged_ = nullptr;
  std::string shape_;
  const runner::Reply* reply_ = nullptr;
};

Played Player::play(const History& history) {
  if (claims_.all()) return Play{*this, history}.play();
  const History claimed = claims_.within(history);
  return claimed.steps.empty() ? Played{} : Play{*this, claimed}.play();
}

}  // namespace hallmark::fuzz
