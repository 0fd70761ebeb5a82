// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/player.hpp"

#include <algorithm>
#include <utility>

#include "cases/base/answers.hpp"
#include "reports/evidence.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/staging/fixture_messages.hpp"

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
      builder_{target_.host, target_.path, runner::NonceGenerator{seed},
               target_.now ? target_.now : [] { return std::chrono::system_clock::now(); }} {}

// One history while it is played.
class Player::Play {
 public:
  Play(Player& player, const History& history)
      : player_{player}, history_{history}, own_{history.fixture}, other_{history.fixture} {}

  Played play() {
    Played played;
    if (!stage(played.trouble)) return played;
    sent_.reserve(history_.steps.size());
    for (std::size_t i = 0; i < history_.steps.size() && !finding_; ++i) {
      take(i);
      ++played.calls;
    }
    unstage();
    played.finding = std::move(finding_);
    return played;
  }

 private:
  // What was sent at a step, for those that go back to it.
  struct Sent {
    runner::BuiltRequest request;
    Asked asked;
    cases::Call call;
    cases::Variant variant;
    bool by_other = false;
    bool odd = false;  // the HTTP layer, or who reads the parameters, may refuse it first
  };
  enum class Use : std::uint8_t { none, maybe, surely };
  struct Nonce {
    bool by_other;
    std::string text;
    Use use;
  };

  runner::HttpReply ask_fixtures(std::string method, const std::string& path, std::string body) {
    runner::HttpRequest request;
    request.method = std::move(method);
    request.target = player_.target_.fixtures + path;
    request.headers = {{"Host", player_.target_.host}, {"Content-Type", "application/json"}};
    request.body = std::move(body);
    return player_.target_.handle(request);
  }

  bool needs_other() const {
    const Vocabulary& words = Vocabulary::get();
    return std::any_of(history_.steps.begin(), history_.steps.end(), [&](const Step& step) {
      const Treatment& treatment = words.treatments[step.treatment];
      return step.by_other || step.id == other_id ||
             (treatment.forgery != nullptr && treatment.forgery->second_world);
    });
  }

  std::optional<runner::World> make_world(std::string& trouble) {
    const runner::HttpReply reply =
        ask_fixtures("POST", "", runner::write_fixture(history_.fixture));
    runner::Staged staged = runner::read_staged(reply.status, reply.body);
    if (auto* const world = std::get_if<runner::World>(&staged)) return std::move(*world);
    if (const auto* const broken = std::get_if<runner::Broken>(&staged)) trouble = broken->what;
    if (const auto* const not_on_offer = std::get_if<runner::Unsupported>(&staged)) {
      trouble = not_on_offer->why;
    }
    if (trouble.empty()) trouble = "the world could not be made";
    return std::nullopt;
  }

  bool stage(std::string& trouble) {
    auto own = make_world(trouble);
    if (!own) return false;
    if (needs_other()) {
      auto other = make_world(trouble);
      if (!other) {
        worlds_.push_back(*std::move(own));
        unstage();
        return false;
      }
      worlds_ = {*own, *other};
      cast_ = runner::Cast{*std::move(own), *std::move(other)};
    } else {
      worlds_ = {*own};
      cast_ = runner::Cast{*std::move(own)};
    }
    return true;
  }

  void unstage() {
    for (const runner::World& world : worlds_) {
      (void)ask_fixtures("DELETE", runner::path_of(world), {});
    }
  }

  Use use_of(bool by_other, std::string_view nonce) const {
    for (const Nonce& known : nonces_) {
      if (known.by_other == by_other && known.text == nonce) return known.use;
    }
    return Use::none;
  }

  void remember(bool by_other, const std::string& nonce, Use use) {
    for (Nonce& known : nonces_) {
      if (known.by_other != by_other || known.text != nonce) continue;
      known.use = std::max(known.use, use);
      return;
    }
    nonces_.push_back({by_other, nonce, use});
  }

  Sent make(const Step& step, bool as_treated, std::string_view nonce) {
    Sent sent;
    sent.call = call_of(step, as_treated);
    sent.variant = Vocabulary::get().variants[step.variant];
    sent.by_other = step.by_other;
    sent.asked = asked_of(step);
    sent.odd = sent.asked.named == Named::hostile || sent.asked.may_be_unclear ||
               holds_a_name_twice(sent.call);
    sent.request = player_.builder_.build(sent.call, sent.variant, cast_,
                                          player_.target_.reactivate_spelling, nonce);
    return sent;
  }

  // What is sent at this step, and what is expected at the door.
  Sent prepare(std::size_t at, bool& is_forged, bool& goes_back) {
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
      is_forged = true;
      forged.asked.refused_at_door = treatment.refusals;
      forged.asked.may_come_in = treatment.may_come_in;
      if (forged.odd) forged.asked.may_be_unclear = true;
      return forged;
    }
    if (treatment.kind == Treatment::Kind::honest || !source) return make(step, false, {});
    goes_back = true;
    Sent sent;
    if (treatment.kind == Treatment::Kind::replay) {
      sent = sent_[*source];
      const Use use = use_of(sent.by_other, sent.request.nonce);
      const bool was_refused = !sent.asked.refused_at_door.empty() && !sent.asked.may_come_in;
      if (was_refused) {
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
    if (sent.odd) sent.asked.may_be_unclear = true;
    return sent;
  }

  void take(std::size_t at) {
    const Step& step = history_.steps[at];
    const auto wait = Vocabulary::get().waits[step.wait];
    if (wait.count() > 0 && player_.target_.advance) {
      player_.target_.advance(wait);
      own_.elapse(wait);
      other_.elapse(wait);
    }
    bool is_forged = false;
    bool goes_back = false;
    sent_.push_back(prepare(at, is_forged, goes_back));
    Sent& sent = sent_.back();
    InstanceModel& model = sent.by_other ? other_ : own_;
    step_ = at;
    action_ = sent.call.action;
    runner::HttpReply answer = player_.target_.handle(sent.request.http);
    if (answer.status == 0) {
      shape_ = "no answer";
      find(Checker::every_request_is_answered, "an answer", "none");
      return;
    }
    const runner::Reply reply =
        runner::decode_reply(answer.status, answer.header("Content-Type"), answer.body);
    shape_ = runner::describe(reply);
    if (player_.counts_) ++player_.met_[action_ + " " + shape_];

    const bool foreign = sent.asked.named == Named::foreign;
    const bool shows_foreign = foreign && is_look(sent.asked.action);
    const std::string& looked_for =
        worlds_[(sent.by_other != shows_foreign) && worlds_.size() > 1 ? 1 : 0].instance_id;
    if (auto wrong = model.observe(sent.asked, reply, looked_for)) {
      report(*std::move(wrong), reply, sent.asked, is_forged, goes_back);
      return;
    }
    const bool is_throttle = is_throttled(reply);
    const bool closed = !sent.asked.refused_at_door.empty();
    remember(sent.by_other, sent.request.nonce,
             closed || sent.odd || is_throttle ? Use::maybe : Use::surely);
    if (!check_form(sent, answer, reply)) return;
    if (!is_look(sent.asked.action) || is_forged || goes_back) {
      look(own_, 0, reply, sent.asked, is_forged);
      if (worlds_.size() > 1 && (foreign || sent.by_other || is_forged)) {
        look(other_, 1, reply, sent.asked, is_forged);
      }
    }
  }

  void find(Checker checker, std::string wanted, std::string got,
            std::optional<specs::Citation> citation = {}) {
    if (finding_) return;
    finding_ = Finding{.checker = checker,
                       .step = step_,
                       .action = action_,
                       .shape = shape_,
                       .wanted = std::move(wanted),
                       .got = std::move(got),
                       .citation = citation.value_or(info_of(checker).citation)};
  }

  void report(Contradiction wrong, const runner::Reply& reply, const Asked& asked, bool is_forged,
              bool goes_back) {
    Checker checker = Checker::answer_explained;
    if (wrong.what == What::text) {
      checker = Checker::documented_message;
    } else if (wrong.what == What::transition) {
      checker = Checker::described_status;
    } else if (reply.http_status >= 500) {
      checker = Checker::no_server_error;
    } else if (goes_back) {
      checker = Checker::nonce_good_once;
    } else if (is_forged) {
      checker = Checker::forgery_refused;
    } else if (asked.named == Named::foreign) {
      checker = Checker::other_account_untouchable;
    }
    find(checker, std::move(wrong.wanted), std::move(wrong.got), wrong.citation);
  }

  bool check_form(const Sent& sent, runner::HttpReply& answer, const runner::Reply& reply) {
    // Bytes that HTTP does not carry may be refused by who speaks HTTP.
    if (sent.odd && !reply.decoded() && reply.http_status / 100 == 4) return true;
    reports::Exchange exchange;
    exchange.status = answer.status;
    exchange.headers = std::move(answer.headers);
    exchange.body = std::move(answer.body);
    exchange.kept_alive = true;
    cases::Call& call = call_to_check_;
    call.action = sent.call.action;
    call.edits = sent.call.edits;
    call.expect.checks = envelope_checks;
    const auto wrong = runner::check_envelope(call, sent.request.action, reply, exchange,
                                              sent.variant, player_.target_.host);
    if (wrong) {
      find(Checker::well_formed_envelope, wrong->wanted, wrong->reason + ": " + wrong->got);
      return false;
    }
    const std::uint64_t id = specs::digest_of(*reply.request_id);
    if (player_.request_ids_.size() >= kept_request_ids) player_.request_ids_.clear();
    if (!player_.request_ids_.insert(id).second) {
      find(Checker::request_id_once, "a RequestId of its own", *reply.request_id + " again");
      return false;
    }
    // Shorter ones stand in an answer by themselves: a quotation mark in JSON, say.
    constexpr std::size_t shortest_echo = 6;  // bytes
    cases::Call echoing;
    for (const cases::Argument& argument : sent.call.arguments) {
      const std::string& text = argument.value.before;
      if (text.size() >= shortest_echo && text.find_first_of("<>&\"\\") != text.npos) {
        echoing.arguments.push_back(argument);
      }
    }
    if (!echoing.arguments.empty()) {
      echoing.expect.checks = cases::Checks{cases::Check::no_raw_echo};
      const auto echo = runner::check_envelope(echoing, sent.request.action, reply, exchange,
                                               sent.variant, player_.target_.host);
      if (echo) find(Checker::input_not_echoed, echo->wanted, echo->got);
    }
    return !finding_;
  }

  // Past the API: what the call really did.
  void look(InstanceModel& model, std::size_t world, const runner::Reply& reply, const Asked& asked,
            bool is_forged) {
    if (finding_) return;
    const runner::HttpReply seen = ask_fixtures("GET", runner::path_of(worlds_[world]), {});
    const auto truth = runner::read_truth(seen.status, seen.body);
    if (!truth || truth->status.empty()) return;
    std::optional<Contradiction> wrong = model.observe_status(truth->status);
    if (!wrong && truth->local_disk_data) wrong = model.observe_local_disk(*truth->local_disk_data);
    if (!wrong && truth->last_stop) wrong = model.observe_last_stop(*truth->last_stop);
    if (!wrong) return;
    Checker checker = Checker::documented_transition;
    const bool refused = reply.http_status >= 400;
    if (is_forged && refused) {
      checker = Checker::forgery_changes_nothing;
    } else if (asked.named == Named::foreign) {
      checker = Checker::other_account_untouchable;
    } else if (refused && asked.dry_run == Flag::is_true) {
      checker = Checker::dry_run_changes_nothing;
    } else if (refused) {
      checker = Checker::refusal_changes_nothing;
    } else if (wrong->what == What::local_disk) {
      checker = Checker::local_disk_as_told;
    } else if (wrong->what == What::last_stop) {
      checker = Checker::stopped_as_told;
    }
    find(checker, std::move(wrong->wanted), std::move(wrong->got),
         refused ? std::nullopt : std::optional{wrong->citation});
  }

  Player& player_;
  const History& history_;
  InstanceModel own_;
  InstanceModel other_;
  std::vector<runner::World> worlds_;
  runner::Cast cast_;
  std::vector<Sent> sent_;
  std::vector<Nonce> nonces_;
  cases::Call call_to_check_;
  std::size_t step_ = 0;
  std::string action_;
  std::string shape_;
  std::optional<Finding> finding_;
};

Played Player::play(const History& history) { return Play{*this, history}.play(); }

}  // namespace hallmark::fuzz
