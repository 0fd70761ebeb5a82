// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/blame.hpp"

#include <utility>

#include "runner/engine/faults/disturbance.hpp"

namespace hallmark::fuzz {

using What = Contradiction::What;

namespace {

// Whether its nonce surely was used: then it must not come in, whatever else it holds.
bool has_used_nonce(const SentCall& sent) {
  const Asked& asked = sent.asked;
  return sent.goes_back && !sent.was_refused && !asked.refused_at_door.empty() &&
         !asked.may_come_in && !asked.may_be_unclear;
}

// At which the cases of `run` ask for an answer like this.
cases::Level level_of(const SentCall& sent, const runner::Reply& reply) {
  if (reply.http_status >= 400) return weaker(sent.level, sent.level_of_refusal);
  return has_used_nonce(sent) ? cases::Level::required : sent.level;
}

}  // namespace

Checker checker_of(What what, const SentCall& sent, const runner::Reply& reply,
                   bool is_taken_for_an_instance) {
  if (what == What::text) return Checker::documented_message;
  if (what == What::transition) return Checker::described_status;
  if (what == What::locks) return Checker::described_locks;
  if (level_of(sent, reply) != cases::Level::required) return Checker::customary_answer;
  if (reply.http_status >= 500) return Checker::no_server_error;
  // Nobody looks at the rest of a call whose key is not known.
  if (runner::knows_no_key(reply)) return Checker::answer_explained;
  if (sent.goes_back) return Checker::nonce_good_once;
  if (sent.is_forged) return Checker::forgery_refused;
  if (sent.is_beyond_api) return Checker::beyond_api_refused;
  if (sent.asked.named == Named::foreign) return Checker::other_account_untouchable;
  if (is_taken_for_an_instance) return Checker::ids_are_exact;
  return Checker::answer_explained;
}

Checker checker_of_look(const SentCall& sent, const runner::Reply& reply) {
  const bool refused = reply.http_status >= 400;
  if (sent.is_forged && refused) return Checker::forgery_changes_nothing;
  if (sent.asked.named == Named::foreign) return Checker::other_account_untouchable;
  if (!refused) return Checker::documented_transition;
  return sent.asked.dry_run == Flag::is_true ? Checker::dry_run_changes_nothing
                                             : Checker::refusal_changes_nothing;
}

void Blame::look_at(std::size_t step, std::string action, std::string shape) {
  step_ = step;
  action_ = std::move(action);
  shape_ = std::move(shape);
}

void Blame::count_answer(const SentCall& sent, const runner::Reply& reply) {
  count(Checker::no_server_error);
  count(level_of(sent, reply) == cases::Level::required ? Checker::answer_explained
                                                        : Checker::customary_answer);
  if (reply.http_status >= 400) count(Checker::documented_message);
  if (sent.goes_back) count(Checker::nonce_good_once);
  if (sent.is_forged) count(Checker::forgery_refused);
  if (sent.is_beyond_api) count(Checker::beyond_api_refused);
  if (sent.asked.named == Named::foreign) count(Checker::other_account_untouchable);
  if (names_odd_id(sent.asked)) count(Checker::ids_are_exact);
  if (is_look(sent.asked.action)) {
    count(Checker::described_status);
    count(Checker::described_locks);
  }
}

void Blame::find(Checker checker, std::string wanted, std::string got,
                 std::optional<specs::Citation> citation, std::vector<std::string> answers) {
  if (finding_) return;
  finding_ = Violation{.checker = checker,
                       .step = step_,
                       .action = action_,
                       .shape = shape_,
                       .wanted = std::move(wanted),
                       .got = std::move(got),
                       .citation = citation.value_or(info_of(checker).citation),
                       .answers = std::move(answers)};
}

void Blame::find_form(Checker checker, const runner::EnvelopeFinding& wrong,
                      std::optional<specs::Citation> citation) {
  if (finding_) return;
  find(checker, wrong.wanted, wrong.reason + ": " + wrong.got, citation);
  finding_->form = wrong.reason;
}

}  // namespace hallmark::fuzz
