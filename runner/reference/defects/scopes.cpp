// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/defects/scopes.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/defects/misquotes.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr struct {
  std::string_view family;
  Stage stage;
  Shows shows;
} of_families[] = {
    {"status", Stage::answer, Shows::on_refusal},
    {"code", Stage::answer, Shows::on_refusal},
    {"text", Stage::answer, Shows::on_refusal},
    {"envelope", Stage::answer, Shows::always},
    {"format", Stage::answer, Shows::always},
    {"precondition", Stage::judgement, Shows::always},
    {"lock", Stage::judgement, Shows::always},
    {"expiry", Stage::judgement, Shows::always},
    {"transition", Stage::deed, Shows::on_success},
    {"effect", Stage::deed, Shows::on_success},
    {"dry-run", Stage::answer, Shows::in_dry_runs},
    {"parameter", Stage::reading, Shows::always},
    {"encoding", Stage::reading, Shows::always},
    {"authentication", Stage::reading, Shows::always},
    {"replay", Stage::authentication, Shows::always},
    {"isolation", Stage::lookup, Shows::always},
    {"description", Stage::reading, Shows::always},
    {"concurrency", Stage::judgement, Shows::always},
    {"transport", Stage::transport, Shows::always},
};

// Faults that are not where the rest of their family is.
constexpr struct {
  Defect fault;
  Stage stage;
  Shows shows = Shows::always;
} exceptions[] = {
    {Defect::missing_parameter_answers_500, Stage::reading},
    {Defect::missing_parameter_has_another_code, Stage::reading},
    {Defect::start_not_found_answers_400, Stage::lookup},
    {Defect::reboot_not_found_answers_403, Stage::lookup},
    {Defect::reactivate_not_found_answers_403, Stage::lookup},
    {Defect::instance_not_found_has_another_code, Stage::lookup},
    {Defect::instance_not_found_has_another_text, Stage::lookup},
    {Defect::request_id_missing_on_success, Stage::answer, Shows::on_success},
    {Defect::code_on_success, Stage::answer, Shows::on_success},
    {Defect::success_root_wrong, Stage::answer, Shows::on_success},
    {Defect::reactivate_root_wrong, Stage::answer, Shows::on_success},
    {Defect::xml_success_tells_more, Stage::answer, Shows::on_success},
    {Defect::successes_always_in_xml, Stage::answer, Shows::on_success},
    {Defect::successes_always_in_json, Stage::answer, Shows::on_success},
    {Defect::request_id_missing_on_refusal, Stage::answer, Shows::on_refusal},
    {Defect::request_id_missing_on_lock_refusals, Stage::answer, Shows::on_refusal},
    {Defect::disk_error_under_the_root_of_a_success, Stage::answer, Shows::on_refusal},
    {Defect::dry_run_labelled_html, Stage::answer, Shows::in_dry_runs},
    {Defect::host_id_missing, Stage::answer, Shows::on_refusal},
    {Defect::code_missing, Stage::answer, Shows::on_refusal},
    {Defect::message_missing, Stage::answer, Shows::on_refusal},
    {Defect::refusal_root_wrong, Stage::answer, Shows::on_refusal},
    {Defect::refusal_wrapped_in_json, Stage::answer, Shows::on_refusal},
    {Defect::members_in_lower_camel_case, Stage::answer, Shows::on_refusal},
    {Defect::refusal_body_empty, Stage::answer, Shows::on_refusal},
    {Defect::recommendation_not_utf8, Stage::answer, Shows::on_refusal},
    {Defect::xml_refusal_not_closed, Stage::answer, Shows::on_refusal},
    {Defect::json_refusal_with_trailing_comma, Stage::answer, Shows::on_refusal},
    {Defect::xml_and_json_disagree, Stage::answer, Shows::on_refusal},
    {Defect::refusals_always_in_xml, Stage::answer, Shows::on_refusal},
    {Defect::refusals_always_in_json, Stage::answer, Shows::on_refusal},
    {Defect::content_type_missing_on_refusal, Stage::answer, Shows::on_refusal},
    // They need a message with a quotation mark or an ampersand in it: that of a bad signature.
    {Defect::json_message_unescaped, Stage::reading},
    {Defect::xml_message_unescaped, Stage::reading},
    {Defect::upper_case_format_refused, Stage::reading},
    {Defect::lower_case_format_refused, Stage::reading},
    {Defect::absent_format_refused, Stage::reading},
    {Defect::unknown_format_accepted, Stage::reading},
    {Defect::security_lock_not_shown, Stage::description},
    {Defect::financial_lock_not_shown, Stage::description},
    {Defect::security_lock_shown_as_financial, Stage::description},
    {Defect::instance_listed_twice, Stage::description},
    {Defect::total_count_one_short, Stage::description},
    {Defect::charge_types_confused, Stage::description},
    {Defect::all_shown_as_locked, Stage::description},
    {Defect::all_shown_as_overdue, Stage::description},
    {Defect::status_outside_the_five, Stage::description, Shows::on_success},
    {Defect::describe_instances_shows_running_as_stopped, Stage::description},
    {Defect::describe_instances_loses_what_runs, Stage::description},
    {Defect::describe_instances_confuses_other_statuses, Stage::description},
    {Defect::describe_instance_status_shows_running_as_stopped, Stage::description},
    {Defect::describe_instance_status_confuses_other_statuses, Stage::description},
    {Defect::describe_instance_attribute_shows_running_as_stopped, Stage::description},
    {Defect::describe_instance_attribute_confuses_other_statuses, Stage::description},
    {Defect::refused_start_starts, Stage::deed, Shows::on_refusal},
    {Defect::refused_start_stops, Stage::deed, Shows::on_refusal},
    {Defect::refused_reboot_reboots, Stage::deed, Shows::on_refusal},
    {Defect::refused_reactivation_reactivates, Stage::deed, Shows::on_refusal},
    {Defect::refused_start_initialises_local_disk, Stage::deed, Shows::on_refusal},
    {Defect::start_dry_run_executes, Stage::deed, Shows::in_dry_runs},
    {Defect::reboot_dry_run_executes, Stage::deed, Shows::in_dry_runs},
    {Defect::start_dry_run_initialises_local_disk, Stage::deed, Shows::in_dry_runs},
    {Defect::dry_run_skips_mandatory_parameters, Stage::reading},
    {Defect::dry_run_skips_unknown_instances, Stage::lookup},
    {Defect::dry_run_skips_security_lock, Stage::judgement, Shows::in_dry_runs},
    {Defect::dry_run_skips_signature, Stage::authentication},
    {Defect::dry_run_false_is_dry, Stage::deed, Shows::on_success},
    {Defect::dry_run_by_default, Stage::deed, Shows::on_success},
    {Defect::dry_run_refused, Stage::reading},
    {Defect::reactivate_honours_dry_run, Stage::reading},
    {Defect::v1_signature_not_checked, Stage::authentication},
    {Defect::v3_signature_not_checked, Stage::authentication},
    {Defect::v1_signature_compared_by_prefix, Stage::authentication},
    {Defect::v3_signature_compared_by_prefix, Stage::authentication},
    {Defect::v1_method_not_signed, Stage::authentication},
    {Defect::v3_method_not_signed, Stage::authentication},
    {Defect::v1_added_parameter_not_signed, Stage::authentication},
    {Defect::v3_added_parameter_not_signed, Stage::authentication},
    {Defect::v1_action_not_signed, Stage::authentication},
    {Defect::v3_action_not_signed, Stage::authentication},
    {Defect::v3_body_hash_not_checked, Stage::authentication},
    {Defect::v1_refused_call_carried_out, Stage::deed, Shows::on_forgeries},
    {Defect::v3_refused_call_carried_out, Stage::deed, Shows::on_forgeries},
    {Defect::nonces_shared_by_accounts, Stage::authentication},
    {Defect::start_accepted_during_reboot, Stage::judgement},
};

// The format that is asked for where the fault shows.
constexpr struct {
  Defect fault;
  Format format;
} of_formats[] = {
    {Defect::success_root_wrong, Format::xml},
    {Defect::reactivate_root_wrong, Format::xml},
    {Defect::refusal_root_wrong, Format::xml},
    {Defect::xml_success_tells_more, Format::xml},
    {Defect::xml_refusal_not_closed, Format::xml},
    {Defect::disk_error_under_the_root_of_a_success, Format::xml},
    {Defect::xml_and_json_disagree, Format::xml},
    {Defect::xml_labelled_html, Format::xml},
    {Defect::refusals_always_in_json, Format::xml},
    {Defect::successes_always_in_json, Format::xml},
    {Defect::refusal_wrapped_in_json, Format::json},
    {Defect::members_in_lower_camel_case, Format::json},
    {Defect::json_in_an_array, Format::json},
    {Defect::json_after_a_byte_order_mark, Format::json},
    {Defect::json_refusal_with_trailing_comma, Format::json},
    {Defect::json_labelled_xml, Format::json},
    {Defect::refusals_always_in_xml, Format::json},
    {Defect::successes_always_in_xml, Format::json},
};

// The words in the names of faults that tell whose they are.
constexpr struct {
  std::string_view word;
  AboutAction action;
} of_actions[] = {
    {"start", AboutAction::start},          {"init-local-disk", AboutAction::start},
    {"reboot", AboutAction::reboot},        {"force-stop", AboutAction::reboot},
    {"reactivat", AboutAction::reactivate}, {"pay-type-has", AboutAction::reactivate},
};

// Refusals that a fault is about without misquoting them.
constexpr struct {
  Defect fault;
  Reason reason;
} further_reasons[] = {
    {Defect::request_id_missing_on_lock_refusals, Reason::locked_for_security},
    {Defect::disk_error_under_the_root_of_a_success, Reason::disk_error},
};

// What else a fault needs, beyond what the tables of the actions tell.
constexpr struct {
  Defect fault;
  std::optional<Circumstance> condition;
  std::optional<ChargeType> charge_type;
  std::optional<Status> status;
} further_needs[] = {
    {Defect::start_pre_paid_refused, {}, ChargeType::pre_paid, Status::stopped},
    {Defect::reboot_pre_paid_refused, {}, ChargeType::pre_paid, Status::running},
    {Defect::reactivate_pre_paid, {}, ChargeType::pre_paid, {}},
    {Defect::reactivate_pay_type_answers_403, {}, ChargeType::pre_paid, {}},
    {Defect::pay_type_has_another_code, {}, ChargeType::pre_paid, {}},
    {Defect::pay_type_has_another_text, {}, ChargeType::pre_paid, {}},
    {Defect::reactivate_not_expired_answers_409, {}, ChargeType::post_paid, Status::stopped},
    {Defect::not_reactivatable_has_another_code, {}, ChargeType::post_paid, Status::stopped},
    {Defect::not_reactivatable_has_another_text, {}, ChargeType::post_paid, Status::stopped},
    {Defect::reactivate_while_not_expired, {}, ChargeType::post_paid, Status::stopped},
    {Defect::start_local_disk_refused, Circumstance::local_disk, {}, Status::stopped},
    {Defect::init_local_disk_ignored, Circumstance::local_disk, {}, Status::stopped},
    {Defect::init_local_disk_always, Circumstance::local_disk, {}, Status::stopped},
    {Defect::init_local_disk_on_false, Circumstance::local_disk, {}, Status::stopped},
    {Defect::refused_start_initialises_local_disk, Circumstance::local_disk, {}, {}},
    {Defect::reboot_loses_local_disk, Circumstance::local_disk, {}, Status::running},
    {Defect::start_dry_run_initialises_local_disk, Circumstance::local_disk, {}, Status::stopped},
    {Defect::dry_run_skips_security_lock, Circumstance::security_lock, {}, {}},
    {Defect::describe_instances_loses_what_runs, {}, {}, Status::running},
    {Defect::describe_instances_shows_running_as_stopped, {}, {}, Status::running},
    {Defect::describe_instance_status_shows_running_as_stopped, {}, {}, Status::running},
    {Defect::describe_instance_attribute_shows_running_as_stopped, {}, {}, Status::running},
    {Defect::security_lock_not_shown, Circumstance::security_lock, {}, {}},
    {Defect::security_lock_shown_as_financial, Circumstance::security_lock, {}, {}},
    {Defect::financial_lock_not_shown, Circumstance::overdue_recycling, {}, {}},
    {Defect::financial_lock_taken_for_security, Circumstance::overdue_recycling, {}, {}},
    {Defect::start_confuses_pay_types, Circumstance::image_expired, {}, {}},
    {Defect::reactivate_expired_refused, Circumstance::expired, {}, Status::stopped},
    {Defect::reactivate_overdue_recycling_refused,
     Circumstance::overdue_recycling,
     {},
     Status::stopped},
    {Defect::reactivate_image_expired_refused, Circumstance::image_expired, {}, Status::stopped},
    {Defect::reactivate_ecs_and_image_expired_refused,
     Circumstance::ecs_and_image_expired,
     {},
     Status::stopped},
    {Defect::reactivated_instance_stays_expired, Circumstance::expired, {}, Status::stopped},
};

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

AboutAction action_of(std::string_view fault) {
  if (fault.starts_with("describe-")) return AboutAction::any;
  for (const auto& [word, action] : of_actions) {
    if (fault.starts_with(word)) return action;
  }
  for (const auto& [word, action] : of_actions) {
    if (has(fault, word)) return action;
  }
  return AboutAction::any;
}

Grounds grounds_of(AboutAction action) {
  return action == AboutAction::start    ? start_instance::grounds()
         : action == AboutAction::reboot ? reboot_instance::grounds()
                                         : reactivate_instances::grounds();
}

bool is_among(const std::vector<Reason>& reasons, const Cause& cause) {
  return std::ranges::any_of(reasons, [&cause](Reason reason) { return cause == reason; });
}

// Whether the action refuses for one of these reasons because of a condition.
bool gives(AboutAction action, const std::vector<Reason>& reasons) {
  const Grounds grounds = grounds_of(action);
  const auto given = [&reasons](const Obstacle& one) { return is_among(reasons, one.cause); };
  return std::ranges::any_of(grounds.whatever_the_status, given) ||
         std::ranges::any_of(grounds.in_the_wanted_status, given);
}

// The actions on which the fault shows.
std::vector<AboutAction> actions_of(const Scope& scope) {
  if (scope.action != AboutAction::any) return {scope.action};
  std::vector<AboutAction> all{AboutAction::start, AboutAction::reboot, AboutAction::reactivate};
  if (!scope.of_reactivations) all.pop_back();
  std::vector<AboutAction> giving;
  for (const AboutAction action : all) {
    if (gives(action, scope.reasons)) giving.push_back(action);
  }
  return giving.empty() ? all : giving;
}

void learn_from_obstacles(Defect fault, Scope& scope) {
  for (const AboutAction action : actions_of(scope)) {
    const Grounds grounds = grounds_of(action);
    const auto learn = [&](const Obstacle& one, bool in_wanted_status) {
      const bool quoted = is_among(scope.reasons, one.cause);
      if (one.ignored_by != fault && !quoted) return;
      if (!scope.condition) scope.condition = one.condition;
      if (in_wanted_status && scope.action != AboutAction::any) scope.status = grounds.wanted;
    };
    for (const Obstacle& one : grounds.whatever_the_status) learn(one, false);
    for (const Obstacle& one : grounds.in_the_wanted_status) learn(one, true);
    for (const Exemption& one : grounds.exemptions) {
      if (one.defect == fault) scope.status = one.status;
    }
  }
  const bool acts = scope.shows == Shows::on_success || scope.shows == Shows::in_dry_runs;
  if (acts && scope.stage != Stage::description && scope.action != AboutAction::any) {
    scope.status = grounds_of(scope.action).wanted;
  }
}

// Conditions that one way of paying alone knows.
std::optional<ChargeType> charge_type_of(Circumstance condition) {
  switch (condition) {
    case Circumstance::expired:
    case Circumstance::overdue_recycling:
    case Circumstance::spot_price_low:
      return ChargeType::post_paid;
    case Circumstance::pre_paid_expired:
      return ChargeType::pre_paid;
    default:
      return std::nullopt;
  }
}

std::optional<std::size_t> place_of(Circumstance condition, AboutAction action) {
  const Grounds grounds = grounds_of(action);
  std::size_t place = 0;
  for (const auto obstacles : {grounds.whatever_the_status, grounds.in_the_wanted_status}) {
    for (const Obstacle& one : obstacles) {
      if (one.condition == condition) return place;
      ++place;
    }
    ++place;  // the status
  }
  return std::nullopt;
}

bool forbids(Circumstance condition, AboutAction action) {
  return place_of(condition, action).has_value();
}

bool is_expiry(Circumstance condition) {
  return condition == Circumstance::expired || condition == Circumstance::overdue_recycling ||
         condition == Circumstance::image_expired ||
         condition == Circumstance::ecs_and_image_expired ||
         condition == Circumstance::pre_paid_expired;
}

bool forbids_all(Circumstance condition, const Scope& scope) {
  return std::ranges::all_of(actions_of(scope),
                             [&](AboutAction action) { return forbids(condition, action); });
}

// Families of triggers, the stages whose faults can depend on them, and why others cannot.
constexpr struct {
  TriggerFamily family;
  std::initializer_list<Stage> stages;
  std::string_view otherwise;
} sense[] = {
    {TriggerFamily::condition,
     {Stage::judgement, Stage::deed, Stage::description, Stage::answer},
     "it is decided before the instance is looked at"},
    {TriggerFamily::status, {Stage::answer}, "it is about one status, or about all of them"},
    {TriggerFamily::charge_type,
     {Stage::judgement, Stage::deed, Stage::description, Stage::answer},
     "it is decided before the instance is looked at"},
    {TriggerFamily::flag,
     {Stage::lookup, Stage::judgement, Stage::deed, Stage::answer},
     "it is decided before the flags are looked at, or after the call"},
    {TriggerFamily::history,
     {Stage::authentication, Stage::judgement, Stage::deed, Stage::description, Stage::answer},
     "whoever reads bytes and looks up names has no memory"},
    {TriggerFamily::memory,
     {Stage::authentication, Stage::lookup, Stage::deed, Stage::answer},
     "there is nothing to confuse with what was said earlier"},
    {TriggerFamily::later, {Stage::deed}, "it does nothing to the instance"},
    {TriggerFamily::variant,
     {Stage::authentication, Stage::judgement, Stage::deed, Stage::answer},
     "it has a form of its own"},
    {TriggerFamily::action,
     {Stage::authentication, Stage::lookup, Stage::judgement, Stage::deed, Stage::answer},
     "it is read alike for every action"},
    {TriggerFamily::owner,
     {Stage::lookup, Stage::answer},
     "the instance of another is not found, whatever it is"},
    {TriggerFamily::connection,
     {Stage::authentication, Stage::deed, Stage::answer},
     "it is the same on every connection"},
    {TriggerFamily::chance,
     {Stage::deed, Stage::answer},
     "it shows in so few calls that chance would decide"},
    {TriggerFamily::crowd,
     {Stage::judgement, Stage::deed, Stage::answer},
     "it is decided for each call alone"},
};

// Whether ReactivateInstances finds it before it looks at the way of paying.
bool is_whatever_is_paid(const Scope& scope) {
  if (!scope.condition) return scope.charge_type == ChargeType::pre_paid;
  const auto place = place_of(*scope.condition, AboutAction::reactivate);
  return place && *place < reactivate_instances::grounds().whatever_the_status.size();
}

bool is_about(const Scope& scope, Reason reason) {
  return std::ranges::find(scope.reasons, reason) != scope.reasons.end();
}

// What has expired is Stopped.
std::string_view why_not_expiry(const Scope& scope, Circumstance other) {
  if (scope.status && *scope.status != Status::stopped) return "what has expired is Stopped";
  const bool subscription = scope.charge_type == ChargeType::pre_paid;
  if (subscription && other != Circumstance::pre_paid_expired) {
    return "fixtures know it of pay-as-you-go alone";
  }
  return is_about(scope, Reason::incorrect_instance_status)
             ? "what has expired is Stopped, or is refused for that first"
             : "";
}

std::string_view why_not_description(const Scope& scope, Circumstance other) {
  if (other == Circumstance::service_error || other == Circumstance::service_failure) {
    return "where the service fails, so may looking";
  }
  if (is_expiry(other) && scope.condition && is_expiry(*scope.condition)) {
    return "the two conditions exclude each other";
  }
  const bool needs_reboot = scope.shows == Shows::on_success;
  return needs_reboot && forbids(other, AboutAction::reboot) ? "no reboot is accepted then" : "";
}

std::string_view why_not_condition(const Scope& scope, Defect fault, Circumstance other) {
  if (scope.condition == other) return "it is about that condition";
  if (is_expiry(other)) {
    if (const auto why = why_not_expiry(scope, other); !why.empty()) return why;
  }
  if (scope.stage == Stage::description) {
    if (const auto why = why_not_description(scope, other); !why.empty()) return why;
  }
  if (fault == Defect::reboot_accepted_during_start && forbids(other, AboutAction::start)) {
    return "no start is accepted then";
  }
  if (fault == Defect::refused_start_stops && is_expiry(other)) {
    return "such an instance is Stopped already";
  }
  // Which of two such conditions an action goes by is nobody's business.
  if (is_expiry(other) && (scope.status == Status::stopped || scope.stage == Stage::judgement) &&
      scope.action == AboutAction::reactivate) {
    return "the two conditions are alternatives";
  }
  const bool of_an_expired =
      scope.action == AboutAction::reactivate && scope.shows == Shows::on_success;
  if (other == Circumstance::local_disk_failed && scope.condition != Circumstance::local_disk &&
      (scope.condition || of_an_expired)) {
    return "it takes three conditions";  // the disk that has failed is one
  }
  if (scope.action == AboutAction::reactivate && scope.status == Status::stopped &&
      scope.condition && forbids(*scope.condition, scope.action)) {
    return "it takes three conditions";  // it has expired, too
  }
  const auto wanted = scope.condition ? charge_type_of(*scope.condition) : scope.charge_type;
  const auto offered = charge_type_of(other);
  const bool reactivates = scope.action == AboutAction::reactivate &&
                           (scope.stage == Stage::deed || scope.stage == Stage::judgement) &&
                           scope.shows != Shows::on_refusal && !scope.charge_type;
  if (offered && wanted && *offered != *wanted) return "the two conditions exclude each other";
  if (offered == ChargeType::pre_paid && reactivates) return "a subscription is not reactivated";
  const bool one_reason = !scope.reasons.empty();
  if (scope.shows == Shows::on_refusal && scope.stage == Stage::answer && one_reason) {
    const bool first = std::ranges::any_of(actions_of(scope), [&](AboutAction action) {
      const auto others = place_of(other, action);
      if (action == AboutAction::reactivate && offered == ChargeType::pre_paid &&
          !is_whatever_is_paid(scope)) {
        return false;  // it is refused for its way of paying
      }
      if (!scope.condition) {
        return !others || *others >= grounds_of(action).whatever_the_status.size();
      }
      const auto own = place_of(*scope.condition, action);
      return own && (!others || *own < *others);
    });
    return first ? "" : "the call is refused for the other condition first";
  }
  const bool needs_consent = scope.stage == Stage::judgement ||
                             (scope.stage == Stage::deed && scope.shows != Shows::on_refusal) ||
                             (scope.stage == Stage::answer && (scope.shows == Shows::on_success ||
                                                               scope.shows == Shows::in_dry_runs));
  if (needs_consent && forbids_all(other, scope)) {
    return "the call may be refused for the other condition, too";
  }
  return {};
}

std::string_view why_not_status(const Scope& scope, Status status) {
  if (scope.status) return "it is about one status";
  // A row of RebootInstance speaks of a subscription that has expired and is Running nevertheless.
  const bool may_run = scope.action == AboutAction::reboot && status == Status::running;
  if (scope.condition && is_expiry(*scope.condition) && status != Status::stopped && !may_run) {
    return "what has expired is Stopped";
  }
  const bool one_action = scope.action != AboutAction::any;
  const bool of_wrong_status = is_about(scope, Reason::incorrect_instance_status);
  if (of_wrong_status && one_action && status == grounds_of(scope.action).wanted) {
    return "the action works in that status";
  }
  const bool works = status == Status::stopped || status == Status::running;
  if ((scope.shows == Shows::on_success || scope.shows == Shows::in_dry_runs) && !works) {
    return "no action works in that status";
  }
  if (scope.condition && !of_wrong_status) {
    const auto status_first = std::ranges::all_of(actions_of(scope), [&](AboutAction action) {
      const auto own = place_of(*scope.condition, action);
      return !own || (*own > grounds_of(action).whatever_the_status.size() &&
                      grounds_of(action).wanted != status);
    });
    if (status_first) return "the call is refused for its status first";
  }
  const bool stopped_alone = is_about(scope, Reason::not_reactivatable);
  return stopped_alone ? "it is about one status" : "";
}

std::string_view why_not_charge_type(const Scope& scope, ChargeType type) {
  if (scope.charge_type) return "it is about one way of paying";
  if (scope.condition && charge_type_of(*scope.condition)) {
    return "its condition is about one way of paying";
  }
  const bool whatever_is_paid = is_whatever_is_paid(scope);
  if (scope.action == AboutAction::reactivate && type == ChargeType::pre_paid &&
      !whatever_is_paid && scope.shows != Shows::on_refusal) {
    return "a subscription is not reactivated";
  }
  const bool judged_later = scope.action == AboutAction::reactivate && !whatever_is_paid;
  return judged_later && !scope.reasons.empty() ? "it is about one way of paying" : "";
}

// What a dry run checks the pages say in general words: StartInstance's name the parameters, the
// format and the resources, RebootInstance's the limits of the service as well, which a status, a
// lock and an expiry are. Whatever else forbids the call a dry run need not find.
bool may_be_overlooked_when_dry(const Scope& scope) {
  if (scope.stage != Stage::judgement) return false;
  if (scope.action == AboutAction::start) return true;
  if (scope.action != AboutAction::reboot || !scope.condition) return false;
  return *scope.condition != Circumstance::security_lock && !is_expiry(*scope.condition);
}

// Faults that reach for the instance of another.
constexpr Defect of_the_three[] = {
    Defect::foreign_instance_started,
    Defect::foreign_instance_rebooted,
    Defect::foreign_instance_reactivated,
};

std::string_view why_not_flag(const Scope& scope, Defect fault, std::string_view flag) {
  if (scope.stage == Stage::lookup &&
      std::ranges::find(of_the_three, fault) == std::end(of_the_three)) {
    return "one name is looked up like the other";
  }
  const bool dry = flag.starts_with("with-dry-run");
  const AboutAction owner = has(flag, "force-stop")        ? AboutAction::reboot
                            : has(flag, "init-local-disk") ? AboutAction::start
                                                           : AboutAction::any;
  if (dry && scope.action == AboutAction::reactivate) return "ReactivateInstances has no DryRun";
  if (owner != AboutAction::any && scope.action != AboutAction::any && scope.action != owner) {
    return "its action does not have the flag";
  }
  if (scope.shows == Shows::in_dry_runs && dry) return "it is about dry runs";
  if (flag == "with-dry-run-true" && may_be_overlooked_when_dry(scope)) {
    return "a dry run need not look for it";
  }
  // Whatever is not declared may be refused with InvalidParameter and anything behind it.
  const bool of_key = is_about(scope, Reason::kms_unauthorized);
  if (flag == "with-undeclared-flag" && of_key) return "the flag may be refused in such words, too";
  if (flag == "with-dry-run-true" &&
      (scope.shows == Shows::on_success || scope.stage == Stage::deed)) {
    return "a dry run succeeds in nothing";
  }
  const std::string_view name = defects()[static_cast<std::size_t>(fault)].name;
  if ((has(name, "force-stop") && owner == AboutAction::reboot) ||
      (has(name, "local-disk") && scope.stage == Stage::deed && owner == AboutAction::start) ||
      (dry && has(name, "dry-run"))) {
    return "it is about the flag";
  }
  return {};
}

// Whether every action that gives the reasons looks for them in a Stopped instance alone.
bool is_found_in_stopped(const Scope& scope) {
  if (scope.reasons.empty() || !scope.condition) return false;
  return std::ranges::all_of(actions_of(scope), [&](AboutAction action) {
    const Grounds grounds = grounds_of(action);
    const auto place = place_of(*scope.condition, action);
    return grounds.wanted == Status::stopped && place &&
           *place > grounds.whatever_the_status.size();
  });
}

// What comes beside a call is about none of the promises: one or two stand for all.
constexpr struct {
  std::string_view trigger;
  std::initializer_list<Defect> faults;
} in_company[] = {
    {"with-region-id",
     {Defect::start_dry_run_executes, Defect::reboot_dry_run_executes,
      Defect::start_ignores_security_lock, Defect::reboot_ignores_security_lock,
      Defect::reactivate_ignores_security_lock}},
    {"with-owner",
     {Defect::start_dry_run_executes, Defect::reboot_dry_run_executes,
      Defect::start_ignores_security_lock, Defect::reboot_ignores_security_lock,
      Defect::reactivate_ignores_security_lock}},
    {"with-second-id",
     {Defect::describe_instances_shows_all_accounts,
      Defect::describe_instance_status_shows_all_accounts}},
    {"with-signature-in-front", {Defect::v1_signature_not_checked}},
    {"on-closing-connection",
     {Defect::start_does_nothing, Defect::reboot_does_nothing, Defect::reactivate_does_nothing}},
};

std::string_view why_not_company(Defect fault, std::string_view trigger) {
  for (const auto& [beside, faults] : in_company) {
    if (beside == trigger && std::ranges::find(faults, fault) != faults.end()) return {};
  }
  return "it has nothing to do with what comes beside the call";
}

std::string_view why_not_history(const Scope& scope, Defect fault, std::string_view trigger) {
  if (trigger == "after-dry-call") {
    const bool of_an_expired = scope.action == AboutAction::reactivate &&
                               scope.stage == Stage::deed && scope.shows == Shows::on_success;
    if (of_an_expired) return "on such an instance no dry run passes";
    if (scope.condition && (forbids(*scope.condition, AboutAction::start) ||
                            forbids(*scope.condition, AboutAction::reboot))) {
      return "on such an instance no dry run passes";
    }
    const bool may_pass =
        !scope.status || *scope.status == Status::stopped || *scope.status == Status::running;
    return may_pass ? "" : "in that status no dry run passes";
  }
  const bool after_success =
      trigger == "after-accepted-call" || trigger == "after-reboot" || trigger == "after-settling";
  if (!after_success) return {};
  const bool on_its_way = fault == Defect::status_outside_the_five ||
                          fault == Defect::describe_instances_confuses_other_statuses ||
                          fault == Defect::describe_instance_status_confuses_other_statuses ||
                          fault == Defect::describe_instance_attribute_confuses_other_statuses;
  if (on_its_way && trigger == "after-settling") {
    return "after it the instance runs, and the fault shows on one that does not";
  }
  const bool runs = !is_found_in_stopped(scope) &&
                    (!scope.status || *scope.status == Status::running ||
                     (*scope.status == Status::starting && trigger != "after-settling"));
  if (!runs) return "after it the instance runs, and the fault shows on one that does not";
  if (scope.condition && forbids(*scope.condition, AboutAction::start) &&
      forbids(*scope.condition, AboutAction::reboot)) {
    return "on such an instance no call is accepted";
  }
  const bool of_wrong_status = is_about(scope, Reason::incorrect_instance_status);
  if (of_wrong_status && scope.action == AboutAction::reboot && trigger == "after-settling") {
    return "after it the instance is in the status that the action wants";
  }
  if (is_about(scope, Reason::not_reactivatable))
    return "after it the instance runs, and the fault shows on one that does not";
  return {};
}

std::string_view why_not_memory(const Scope& scope, Defect fault, std::string_view trigger) {
  constexpr std::string_view nothing = "there is nothing to confuse with what was said earlier";
  const std::string_view name = defects()[static_cast<std::size_t>(fault)].name;
  const bool identity = has(trigger, "identified") || has(trigger, "caller");
  if (identity) {
    return scope.stage == Stage::authentication || scope.stage == Stage::lookup ? "" : nothing;
  }
  if (has(trigger, "format")) {
    const bool of_replays =
        fault == Defect::v1_replay_accepted || fault == Defect::v3_replay_accepted;
    if (of_replays && has(trigger, "connection")) return {};
    const bool general =
        scope.stage == Stage::answer && scope.reasons.empty() && scope.shows != Shows::in_dry_runs;
    return general ? "" : nothing;
  }
  if (scope.stage != Stage::deed || scope.shows != Shows::on_success) return nothing;
  if (has(trigger, "dry-run")) {
    return fault == Defect::dry_run_by_default ? "" : nothing;
  }
  const bool told = has(name, "-always") &&
                    has(trigger, scope.action == AboutAction::start ? "local-disk" : "force-stop");
  return told ? "" : nothing;
}

std::string_view why_not_variant(const Scope& scope, Defect fault, const Trigger& trigger) {
  const std::string_view name = defects()[static_cast<std::size_t>(fault)].name;
  for (const TriggerInfo* one : trigger.all()) {
    const bool other_format =
        scope.format && ((one->name == "in-xml" && scope.format != Format::xml) ||
                         (one->name == "in-json" && scope.format != Format::json));
    if (other_format) return "it shows in the other format alone";
    const bool own_format =
        scope.format && one->name.starts_with("in-") && trigger.all().size() == 1;
    if (own_format) return "it shows in that format alone";
    const bool v1 = has(name, "v1-");
    const bool v3 = has(name, "v3-");
    if ((v1 && one->name == "by-v3") || (v3 && one->name == "by-v1")) {
      return "it is about the other way of signing";
    }
    if ((v1 || v3) && one->name.starts_with("by-v") && trigger.all().size() == 1) {
      return "it is about that way of signing";
    }
  }
  const bool in_few_calls =
      !scope.reasons.empty() || scope.condition || scope.stage != Stage::answer;
  if (trigger.all().size() > 1 && in_few_calls) {
    return "it shows in some calls only, and each is made in some variants only";
  }
  return {};
}

// Whether it shows in the refusals for one reason, or in worlds of one kind.
bool is_rare(const Scope& scope) {
  return !scope.reasons.empty() || scope.condition || scope.charge_type;
}

std::string_view why_not_later(const Scope& scope, Defect fault, std::string_view trigger) {
  if (trigger != "once-settled") return {};
  if (scope.shows != Shows::on_success) return "nothing settles after such a call";
  const std::string_view name = defects()[static_cast<std::size_t>(fault)].name;
  return has(name, "-goes-by-") ? "it has settled where it should" : "";
}

// Faults of the actions that stand beside the three.
constexpr Defect of_neighbours[] = {
    Defect::describe_instances_shows_all_accounts,
    Defect::describe_instance_status_shows_all_accounts,
    Defect::unknown_id_lists_everything,
    Defect::foreign_instance_described,
    Defect::foreign_instance_stopped,
    Defect::stop_loses_local_disk,
};
constexpr std::string_view of_a_neighbour = "it is about another action";

bool is_of_a_neighbour(Defect fault) {
  return std::ranges::find(of_neighbours, fault) != std::end(of_neighbours);
}

std::string_view why_not_action(const Scope& scope, Defect fault, std::string_view trigger) {
  if (scope.action != AboutAction::any) return "it is about one action";
  if (is_of_a_neighbour(fault)) return of_a_neighbour;
  const AboutAction action = has(trigger, "start")    ? AboutAction::start
                             : has(trigger, "reboot") ? AboutAction::reboot
                                                      : AboutAction::reactivate;
  const auto all = actions_of(scope);
  return std::ranges::find(all, action) == all.end() ? "the action does not answer so" : "";
}

std::string_view why_not_owner(const Scope& scope) {
  const bool of_not_found = is_about(scope, Reason::instance_not_found);
  if (of_not_found) return {};
  if (scope.stage == Stage::lookup) return "it is about the instances of others";
  const bool general = scope.reasons.empty() && scope.action == AboutAction::any &&
                       (scope.shows == Shows::always || scope.shows == Shows::on_refusal);
  return general ? "" : "the instance of another is not found, whatever it is";
}

std::string_view why_not_crowd(const Scope& scope) {
  if (scope.stage == Stage::deed && scope.shows == Shows::on_success) {
    return "of calls at the same time the first is carried out";
  }
  return {};
}

std::string_view why_not(const Scope& scope, Defect fault, const Trigger& trigger) {
  if (scope.stage == Stage::deed && is_of_a_neighbour(fault)) return of_a_neighbour;
  const TriggerInfo& one = *trigger.all().front();
  const Parameters nothing;
  const auto holds_in = [&](Status status, ChargeType type, Conditions conditions) {
    Occasion at{.parameters = nothing};
    at.instance = {status, type, conditions};
    return one.holds(at);
  };
  switch (one.family) {
    case TriggerFamily::condition:
      for (std::size_t i = 0; i < static_cast<std::size_t>(Circumstance::count); ++i) {
        Conditions conditions;
        conditions.add(static_cast<Circumstance>(i));
        if (holds_in(Status::stopped, ChargeType::post_paid, conditions)) {
          return why_not_condition(scope, fault, static_cast<Circumstance>(i));
        }
      }
      return {};
    case TriggerFamily::status:
      for (const Status status : all_statuses) {
        if (holds_in(status, ChargeType::post_paid, {})) return why_not_status(scope, status);
      }
      return {};
    case TriggerFamily::charge_type:
      return why_not_charge_type(scope, holds_in(Status::stopped, ChargeType::pre_paid, {})
                                            ? ChargeType::pre_paid
                                            : ChargeType::post_paid);
    case TriggerFamily::flag:
      return why_not_flag(scope, fault, one.name);
    case TriggerFamily::company:
      return why_not_company(fault, one.name);
    case TriggerFamily::history:
      return why_not_history(scope, fault, one.name);
    case TriggerFamily::memory:
      return why_not_memory(scope, fault, one.name);
    case TriggerFamily::later:
      return why_not_later(scope, fault, one.name);
    case TriggerFamily::variant:
      return why_not_variant(scope, fault, trigger);
    case TriggerFamily::action:
      return why_not_action(scope, fault, one.name);
    case TriggerFamily::owner:
      return why_not_owner(scope);
    case TriggerFamily::connection:
    case TriggerFamily::chance:
      return is_rare(scope) ? "it shows in so few calls that chance would decide" : "";
    case TriggerFamily::crowd:
      return why_not_crowd(scope);
  }
  return {};
}

}  // namespace

Scope scope_of(Defect fault) {
  const DefectInfo& info = defects()[static_cast<std::size_t>(fault)];
  Scope scope{.stage = Stage::reading};
  for (const auto& [family, stage, shows] : of_families) {
    if (family != info.family) continue;
    scope.stage = stage;
    scope.shows = shows;
  }
  for (const auto& [exception, stage, shows] : exceptions) {
    if (exception != fault) continue;
    scope.stage = stage;
    scope.shows = shows;
  }
  for (const auto& [formatted, format] : of_formats) {
    if (formatted == fault) scope.format = format;
  }
  scope.action = action_of(info.name);
  // ReactivateInstances has no DryRun, and an expired instance is its business.
  scope.of_reactivations = info.family != "dry-run" && scope.shows != Shows::in_dry_runs &&
                           fault != Defect::financial_lock_taken_for_security;
  scope.reasons = misquoted_by(fault);
  for (const auto& [about, reason] : further_reasons) {
    if (about == fault) scope.reasons.push_back(reason);
  }
  if (const auto all = actions_of(scope); all.size() == 1) scope.action = all.front();
  learn_from_obstacles(fault, scope);
  for (const auto& [needing, condition, charge_type, status] : further_needs) {
    if (needing != fault) continue;
    scope.condition = condition;
    scope.charge_type = charge_type;
    scope.status = status;
  }
  return scope;
}

std::vector<Trigger> product_triggers() {
  std::vector<Trigger> all;
  for (const TriggerInfo& one : triggers()) all.push_back(*Trigger::parse(one.name));
  for (const std::string way : {"by-get", "by-post-query", "by-post-form"}) {
    for (const std::string format : {"in-xml", "in-json"}) {
      for (const std::string protocol : {"by-v1", "by-v3"}) {
        all.push_back(*Trigger::parse(way + '+' + format + '+' + protocol));
      }
    }
  }
  return all;
}

std::string_view why_senseless(Defect fault, const Trigger& trigger) {
  const Scope scope = scope_of(fault);
  const TriggerFamily family = trigger.all().front()->family;
  const bool of_simultaneous_calls =
      defects()[static_cast<std::size_t>(fault)].family == "concurrency";
  if (of_simultaneous_calls &&
      (family == TriggerFamily::history || family == TriggerFamily::crowd)) {
    return "it is about simultaneous calls already";
  }
  if (fault == Defect::all_shown_as_locked &&
      trigger.all().front()->name == "under-security-lock") {
    return "it is about that condition";
  }
  if (fault == Defect::all_shown_as_overdue && family == TriggerFamily::condition) {
    return "how what is wrong with an instance shows, no page says";
  }
  if (fault == Defect::nonces_compared_loosely) return "a pair of calls of its own shows it";
  // No page forbids a member more: only that one call is told of it in XML and not in JSON.
  if (fault == Defect::xml_success_tells_more) return "one call in both formats shows it";
  // What has expired is Stopped: the refusal for the status is as right.
  if (fault == Defect::reboot_ignores_expired || fault == Defect::reboot_ignores_pre_paid_expired ||
      fault == Defect::reboot_ignores_overdue_recycling) {
    return "the call is refused for its status, too";
  }
  for (const auto& [dependent, stages, otherwise] : sense) {
    if (dependent == family && std::ranges::find(stages, scope.stage) == stages.end()) {
      return otherwise;
    }
  }
  return why_not(scope, fault, trigger);
}

}  // namespace hallmark::runner::reference
