// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/answer_judge.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "cases/envelope/every_answer.hpp"
#include "fuzz/model/answer_book.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/wire/fnv1a.hpp"

namespace hallmark::fuzz {
namespace {

// Enough to find an id that comes back, without keeping those of a whole night.
constexpr std::size_t kept_request_ids = 1U << 16U;

// Whether the answer may be one of a layer below the API, of whose form the documents say nothing.
bool is_of_http(const Asked& asked, const runner::Reply& reply) {
  return may_be_refused_by_http(asked) &&
         std::ranges::none_of(asked.refused_at_door, [&reply](const cases::Answer& answer) {
           return !answer.bare && runner::compare(answer, reply) == runner::Nearness::match;
         });
}

// Whether the promise is one of such answers. What cannot be read is in no format at all.
bool speaks_of(const cases::EveryAnswer& promise, const SentCall& sent,
               const runner::Reply& reply) {
  const bool is_refusal = reply.decoded() && !runner::is_accepted(reply);
  switch (promise.form) {
    case cases::Form::requested_format:
      return !is_refusal;
    case cases::Form::requested_format_of_refusal:
      return is_refusal && !may_be_refused_by_http(sent.asked);
    case cases::Form::single_members:
      // Looks are answered with lists, and XML may repeat the element of a list.
      return reply.format == runner::BodyFormat::json || !is_look(sent.asked.action);
    default:
      return !promise.check.empty();
  }
}

}  // namespace

AnswerJudge::AnswerJudge(const cases::Fixture& fixture, const PlayTarget& target,
                         StagedWorlds& worlds, RequestIds& request_ids, Blame& blame)
    : target_{target},
      worlds_{worlds},
      request_ids_{request_ids},
      blame_{blame},
      models_{InstanceModel{fixture, target.settling}, InstanceModel{fixture, target.settling}} {}

void AnswerJudge::elapse(std::chrono::milliseconds time) {
  for (InstanceModel& model : models_) model.elapse(time);
}

const std::string& AnswerJudge::instance_seen_by(const SentCall& sent) const {
  const bool shows_foreign = sent.asked.named == Named::foreign && is_look(sent.asked.action);
  const bool is_other = sent.by_other != shows_foreign;
  return worlds_.at(is_other && worlds_.count() > 1 ? 1 : 0).instance_id;
}

void AnswerJudge::judge(const SentCall& sent, const reports::Exchange& exchange,
                        const runner::Reply& reply) {
  blame_.count_answer(sent, reply);
  if (auto wrong = model_of(sent).observe(sent.asked, reply, instance_seen_by(sent))) {
    report(*std::move(wrong), sent, reply);
    return;
  }
  check_hostile_id(sent, reply);
  if (!check_form(sent, exchange, reply)) return;
  if (!is_look(sent.asked.action) || sent.is_forged || sent.is_beyond_api || sent.goes_back) {
    look(0, sent, reply);
    const bool concerns_other =
        sent.asked.named == Named::foreign || sent.by_other || sent.is_forged;
    if (worlds_.count() > 1 && concerns_other) look(1, sent, reply);
  }
}

bool AnswerJudge::check_form(const SentCall& sent, const reports::Exchange& exchange,
                             const runner::Reply& reply) {
  // Bytes that HTTP does not carry may be refused by who speaks HTTP.
  if (sent.odd && !reply.decoded() && reply.http_status / 100 == 4) return true;
  if (is_of_http(sent.asked, reply)) return true;
  if (!keeps_promises(cases::Level::required, Checker::well_formed_envelope, sent, exchange,
                      reply) ||
      !keeps_promises(cases::Level::recommended, Checker::customary_form, sent, exchange, reply)) {
    return false;
  }
  blame_.count(Checker::request_id_once);
  const std::uint64_t id = runner::Fnv1a{}.add(*reply.request_id).value();
  if (request_ids_.size() >= kept_request_ids) request_ids_.clear();
  if (!request_ids_.insert(id).second) {
    blame_.find_form(Checker::request_id_once,
                     {std::string{cases::every_answer(cases::Form::request_id_once).broken},
                      "a RequestId of its own", *reply.request_id});
    return false;
  }
  check_echo(sent, exchange, reply);
  return !blame_.has_found();
}

// Those of every answer that the cases of `run` hold to that level.
bool AnswerJudge::keeps_promises(cases::Level level, Checker checker, const SentCall& sent,
                                 const reports::Exchange& exchange, const runner::Reply& reply) {
  blame_.count(checker);
  for (const cases::EveryAnswer& promise : cases::every_answer()) {
    if (promise.level != level || !speaks_of(promise, sent, reply)) continue;
    const auto wrong = runner::check_envelope(promise.check, sent.call, sent.request.action, reply,
                                              exchange, sent.variant, target_.host);
    if (!wrong) continue;
    blame_.find_form(checker, *wrong, promise.citations.front());
    return false;
  }
  return true;
}

void AnswerJudge::check_echo(const SentCall& sent, const reports::Exchange& exchange,
                             const runner::Reply& reply) {
  // Shorter ones stand in an answer by themselves: a quotation mark in JSON, say.
  constexpr std::size_t shortest_echo = 6;  // bytes
  const auto may_echo = [](const cases::Argument& argument) {
    const std::string& text = argument.value.before;
    return text.size() >= shortest_echo && text.find_first_of("<>&\"\\") != text.npos;
  };
  if (std::ranges::none_of(sent.call.arguments, may_echo)) return;
  cases::Call echoing;
  std::ranges::copy_if(sent.call.arguments, std::back_inserter(echoing.arguments), may_echo);
  blame_.count(Checker::input_not_echoed);
  echoing.expect.checks = cases::AnswerChecks{cases::AnswerCheck::no_raw_echo};
  const auto echo = runner::check_envelope(echoing, sent.request.action, reply, exchange,
                                           sent.variant, target_.host);
  if (echo) blame_.find(Checker::input_not_echoed, echo->wanted, echo->got);
}

// Whether the answer is one to a call that names the instance so.
bool AnswerJudge::would_answer(Named named, const SentCall& sent,
                               const runner::Reply& reply) const {
  Asked asked = sent.asked;
  asked.named = named;
  const auto explains = [&](InstanceModel model) { return !model.observe(asked, reply); };
  return explains(models_[0]) || (worlds_.count() > 1 && explains(models_[1]));
}

// Whether an odd id was taken for that of an instance: the call was accepted, or refused for what
// is up with the instance.
bool AnswerJudge::takes_for_an_instance(const SentCall& sent, const runner::Reply& reply) const {
  if (!names_odd_id(sent.asked)) return false;
  return runner::is_accepted(reply) || would_answer(Named::the_instance, sent, reply);
}

// Whether the instance itself might be refused in any words, so that they tell nothing of it.
bool AnswerJudge::may_be_refused_in_any_words(const SentCall& sent) const {
  Asked asked = sent.asked;
  asked.named = Named::the_instance;
  const auto may_be = [&asked](const InstanceModel& model) {
    return (model.allowed(asked) & AnswerBook::get().any_4xx).any();
  };
  return may_be(models_[0]) || (worlds_.count() > 1 && may_be(models_[1]));
}

// Who speaks HTTP may refuse such an id in any way, but knows nothing of an instance.
void AnswerJudge::check_hostile_id(const SentCall& sent, const runner::Reply& reply) {
  if (sent.asked.named != Named::hostile || !takes_for_an_instance(sent, reply)) return;
  if (would_answer(Named::unknown, sent, reply)) return;
  if (!runner::is_accepted(reply) && may_be_refused_in_any_words(sent)) return;
  blame_.find(Checker::ids_are_exact, "a refusal that has nothing to do with an instance",
              runner::describe(reply));
}

void AnswerJudge::report(Contradiction wrong, const SentCall& sent, const runner::Reply& reply) {
  blame_.find(checker_of(wrong.what, sent, reply, takes_for_an_instance(sent, reply)),
              std::move(wrong.wanted), std::move(wrong.got), wrong.citation,
              std::move(wrong.answers));
}

// Past the API: what the call really did.
void AnswerJudge::look(std::size_t place, const SentCall& sent, const runner::Reply& reply) {
  if (blame_.has_found()) return;
  const auto truth = worlds_.look(place);
  if (!truth) return;
  Checker checker = checker_of_look(sent, reply);
  blame_.count(checker);
  if (truth->local_disk_data) blame_.count(Checker::local_disk_as_told);
  if (truth->last_stop) blame_.count(Checker::stopped_as_told);
  InstanceModel& model = models_[place];
  std::optional<Contradiction> wrong = model.observe_status(truth->status);
  if (!wrong && truth->local_disk_data) wrong = model.observe_local_disk(*truth->local_disk_data);
  if (!wrong && truth->last_stop) wrong = model.observe_last_stop(*truth->last_stop);
  if (!wrong) return;
  using What = Contradiction::What;
  if (checker == Checker::documented_transition && wrong->what == What::local_disk) {
    checker = Checker::local_disk_as_told;
  } else if (checker == Checker::documented_transition && wrong->what == What::last_stop) {
    checker = Checker::stopped_as_told;
  }
  const bool refused = reply.http_status >= 400;
  blame_.find(checker, std::move(wrong->wanted), std::move(wrong->got),
              refused ? std::nullopt : std::optional{wrong->citation});
}

void AnswerJudge::look_after_all(std::size_t place) {
  if (blame_.has_found()) return;
  const auto truth = worlds_.look(place);
  if (!truth) return;
  blame_.count(Checker::documented_transition);
  if (auto wrong = models_[place].observe_status(truth->status)) {
    blame_.find(Checker::documented_transition, std::move(wrong->wanted), std::move(wrong->got),
                wrong->citation);
  }
}

}  // namespace hallmark::fuzz
