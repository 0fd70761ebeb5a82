// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/form_ledger.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "reports/evidence_limits.hpp"
#include "reports/text.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/oracle/envelope_match.hpp"
#include "runner/oracle/foreign_xml.hpp"
#include "runner/oracle/listing.hpp"
#include "runner/oracle/lost_parts.hpp"
#include "runner/oracle/moments.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/fnv1a.hpp"
#include "runner/wire/http/headers.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

using cases::Call;
using cases::Edit;
using cases::Form;
using reports::Exchange;

constexpr std::size_t most_request_ids = 1U << 18U;  // 2 MiB

// Whether the answer may be one of a layer below the API, of whose form the documents say nothing.
bool is_of_http(const Call& call, const Reply& reply) {
  if (!call.expect.checks.empty()) return false;  // its form is what the case asks about
  bool may_be = false;
  for (const cases::Answer& answer : call.expect.allowed) {
    if (answer.bare) {
      may_be = true;
    } else if (compare(answer, reply) == Nearness::match) {
      return false;
    }
  }
  return may_be;
}

// Whether the format can be read from the request as any other: nothing is done to what carries it.
bool names_its_format(const Call& call) {
  return std::ranges::all_of(call.edits, [](const Edit& edit) {
    return edit.where == Edit::Where::common || edit.where == Edit::Where::parameter;
  });
}

// A request that may be refused before its format is read: changed, or oddly spelled.
bool is_odd(const Call& call) {
  if (!call.edits.empty()) return true;
  return std::ranges::any_of(call.arguments, [](const cases::Argument& argument) {
    const auto is_control = [](char c) {
      return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    };
    const std::string& value = argument.value.before;
    return argument.encoding != cases::Encoding::canonical ||
           argument.name_spelling != cases::NameSpelling::canonical || !reports::is_utf8(value) ||
           std::ranges::any_of(value, is_control) || !reports::is_utf8(argument.name) ||
           std::ranges::any_of(argument.name, is_control);
  });
}

bool touches_action(const Call& call) {
  return std::ranges::any_of(call.edits, [](const Edit& edit) {
    return edit.name == "Action" || edit.where == Edit::Where::path;
  });
}

// The character set that a Content-Type names, in small letters; empty: none.
std::string charset_of(const Exchange& exchange) {
  const std::string* const type = find_header(exchange.headers, "Content-Type");
  if (type == nullptr) return {};
  std::string text = reports::to_lower(*type);
  constexpr std::string_view name = "charset=";
  const std::size_t at = text.find(name);
  if (at == std::string::npos) return {};
  text = text.substr(at + name.size());
  text = text.substr(0, text.find_first_of("; \t"));
  std::erase(text, '"');
  return text;
}

// The one that an XML declaration names.
std::string encoding_of(const Exchange& exchange) {
  std::string_view text = exchange.body;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (!text.starts_with("<?xml")) return {};
  text = text.substr(0, text.find("?>"));
  constexpr std::string_view name = "encoding";
  const std::size_t at = text.find(name);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = text.find_first_of("\"'", at + name.size());
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find(text[begin], begin + 1);
  if (end == std::string_view::npos) return {};
  return reports::to_lower(std::string{text.substr(begin + 1, end - begin - 1)});
}

bool is_utf8_name(std::string_view charset) {
  return charset.empty() || charset == "utf-8" || charset == "utf8" || charset == "us-ascii";
}

std::string joined(std::span<const specs::Citation> places) {
  std::string text;
  for (const specs::Citation& place : places) {
    text.append(text.empty() ? "" : "; ").append(place.text());
  }
  return text;
}

// Whether the call is refused with a row of its action's page: who tells one has read the request.
bool is_page_row(const Call& call, const Reply& reply) {
  return std::ranges::any_of(call.expect.allowed, [&reply](const cases::Answer& answer) {
    return answer.kind == cases::Answer::Kind::refused && !answer.code.empty() &&
           rests_on_a_page(answer) && compare(answer, reply) == Nearness::match;
  });
}

// As much of it as a report shows.
Exchange beginning_of(const Exchange& whole) {
  Exchange exchange = whole;
  if (exchange.body.size() > reports::longest_body) {
    exchange.body_cut = exchange.body.size() - reports::longest_body;
    exchange.body.resize(reports::longest_body);
  }
  return exchange;
}

}  // namespace

struct FormLedger::Answer {
  const cases::Case& one;
  std::optional<cases::Variant> case_variant;
  std::size_t order;
  const reports::Evidence& evidence;
  const Call& call;
  std::optional<cases::Variant> variant;  // how it travelled
  std::string_view action;
  const Exchange& exchange;
  const Reply& reply;
  const reports::Sighting* sighting = nullptr;  // where it was a look

  [[nodiscard]] const std::string& instance_id() const {
    return sighting->of_other_world ? evidence.other_instance_id : evidence.instance_id;
  }
};

std::string FormLedger::told_charge_type(const Answer& answer) {
  if (answer.sighting == nullptr || answer.sighting->status.empty()) return {};
  const Node* const item =
      description_of(answer.reply, answer.sighting->channel, answer.instance_id());
  return item == nullptr ? "" : first_text(*item, "InstanceChargeType").value_or("");
}

// Whoever tells a status there tells locks, too.
bool FormLedger::tells_locks(const Answer& answer) {
  return answer.sighting != nullptr && !answer.sighting->status.empty() &&
         answer.sighting->channel != cases::Channel::describe_instance_status;
}

bool FormLedger::names_lock(const Answer& answer, std::string_view reason) {
  return std::ranges::find(answer.sighting->locks, reason) != answer.sighting->locks.end();
}

FormLedger::FormLedger(std::string host)
    : host_{std::move(host)}, kept_(cases::every_answer().size()) {}

void FormLedger::look_at(const cases::Case& one, std::optional<cases::Variant> variant,
                         std::size_t order, const reports::Evidence& evidence,
                         std::span<const Reply> replies) {
  // A search for a way that works: the ways that do not are no promise of the target's.
  if (one.relation == cases::Relation::at_least_one_accepted) return;
  static const Call look{};  // asks for nothing special
  const auto look_at_sightings = [&](const std::vector<reports::Sighting>& sightings) {
    for (const reports::Sighting& sighting : sightings) {
      if (!sighting.exchange || !is_whole(*sighting.exchange)) continue;
      const Reply reply = decode_reply(*sighting.exchange);
      look_at(Answer{one, variant, order, evidence, look, variant, action_of(sighting.channel),
                     *sighting.exchange, reply, &sighting});
    }
  };
  look_at_sightings(evidence.before);
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    const reports::CallRecord& record = evidence.calls[i];
    if (record.call >= one.calls.size()) continue;  // a saved run of another version
    const Call& call = one.calls[record.call];
    if (record.exchange.fault.empty()) {
      look_at(Answer{one, variant, order, evidence, call, call.variant ? call.variant : variant,
                     record.action, record.exchange, replies[i]});
    }
    look_at_sightings(record.after);
  }
  look_at_sightings(evidence.after);
  look_at_sightings(evidence.later);
}

void FormLedger::look_at(const Answer& answer) {
  const Reply& reply = answer.reply;
  const Call& call = answer.call;
  if (is_packed(answer.exchange.body) &&
      answer.exchange.request.find("Accept-Encoding") == std::string::npos) {
    ++packed_;
  }
  // What cannot be read is no answer that any case allows: each says so of its own.
  if (reply.format == BodyFormat::neither || !reply.decode_error.empty()) return;
  const bool is_success = is_accepted(reply);
  const bool is_refusal = reply.http_status >= 400 && (reply.code || reply.request_id);
  if (!is_success && !is_refusal && !reply.invalid_utf8) return;
  if (is_of_http(call, reply) || is_foreign_xml(reply)) return;
  if (is_refusal && misses_what_came(answer.exchange, reply)) return;

  const bool plainly_refused = is_refusal && answer.variant && !is_odd(call);
  const bool told_a_row = plainly_refused && is_page_row(call, reply);
  const std::scoped_lock lock{mutex_};
  for (const cases::EveryAnswer& promise : cases::every_answer()) {
    bool speaks = true;
    switch (promise.form) {
      case Form::requested_format:
        speaks = told_a_row || (is_success && answer.variant && names_its_format(call));
        break;
      case Form::requested_format_of_refusal:
        speaks = plainly_refused && !told_a_row;
        break;
      case Form::root_element:
        speaks = reply.format == BodyFormat::xml && !touches_action(call);
        break;
      case Form::byte_order_mark:
      case Form::json_object:
        speaks = reply.format == BodyFormat::json;
        break;
      case Form::request_id_shape:
      case Form::request_id_once:
        speaks = reply.request_id && !reply.request_id->empty();
        break;
      case Form::host_id:
      case Form::error_members:
        speaks = is_refusal;
        break;
      case Form::success_without_code:
        speaks = is_success;
        break;
      case Form::single_members:
        // Those that describe answer with lists, and XML may repeat the element of a list.
        speaks = reply.format == BodyFormat::json || !answer.action.starts_with("Describe");
        break;
      case Form::known_status:
        speaks = answer.sighting != nullptr && !answer.sighting->status.empty();
        break;
      case Form::listed_once:
        speaks = is_success && is_list(answer.action);
        break;
      case Form::total_count:
        speaks = is_success && is_list(answer.action) && first_text(reply.tree, "TotalCount");
        break;
      case Form::charge_type:
        speaks = !told_charge_type(answer).empty();
        break;
      case Form::security_lock:
        speaks = tells_locks(answer);
        break;
      case Form::other_lock:
        speaks = tells_locks(answer) && answer.one.fixture.conditions.empty();
        break;
      case Form::legible:
        speaks = false;
        break;
      case Form::content_type:
      case Form::charset:
      case Form::utf8:
      case Form::request_id_present:
        break;
    }
    if (speaks) check(promise.form, answer);
  }
}

void FormLedger::check(Form form, const Answer& answer) {
  const cases::EveryAnswer& promise = cases::every_answer(form);
  Kept& kept = kept_[static_cast<std::size_t>(form)];
  ++kept.answers;
  std::optional<EnvelopeFinding> wrong;
  if (!promise.check.empty()) {
    wrong = check_envelope(promise.check, answer.call, answer.action, answer.reply, answer.exchange,
                           answer.variant, host_);
  } else if (form == Form::charset) {
    for (std::string named : {charset_of(answer.exchange), encoding_of(answer.exchange)}) {
      if (is_utf8_name(named)) continue;
      wrong = {std::string{promise.broken}, "UTF-8", reports::printable(named)};
    }
  } else if (form == Form::known_status) {
    if (!status_named(answer.sighting->status)) {
      wrong = {std::string{promise.broken}, "Pending, Starting, Running, Stopping or Stopped",
               reports::printable(answer.sighting->status)};
    }
  } else if (form == Form::listed_once) {
    wrong = check_listed_once(answer.reply);
  } else if (form == Form::total_count) {
    wrong = check_total_count(answer.reply);
  } else if (form == Form::charge_type) {
    const std::string_view wanted = specs::name_of(answer.one.fixture.charge_type);
    if (std::string named = told_charge_type(answer); named != wanted) {
      wrong = {std::string{promise.broken}, std::string{wanted}, reports::printable(named)};
    }
  } else if (form == Form::security_lock) {
    const bool locked = answer.one.fixture.conditions.contains(cases::Condition::security_lock);
    if (names_lock(answer, "security") != locked) {
      wrong = {std::string{promise.broken},
               locked ? "the LockReason security" : "no such LockReason",
               locked ? "no such LockReason" : "the LockReason security"};
    }
  } else if (form == Form::other_lock) {
    if (names_lock(answer, "financial")) {
      wrong = {std::string{promise.broken}, "no LockReason", "the LockReason financial"};
    }
  } else if (form == Form::byte_order_mark) {
    if (answer.exchange.body.starts_with("\xef\xbb\xbf")) {
      wrong = {std::string{promise.broken}, "an object from the first byte on",
               "a byte order mark before it"};
    }
  } else if (form == Form::request_id_once) {
    // The same bytes again are, to some, the same request.
    if (!answer.call.replay_of && request_ids_.size() < most_request_ids &&
        !request_ids_.insert(Fnv1a{}.add(*answer.reply.request_id).value()).second) {
      wrong = {std::string{promise.broken}, "a RequestId of its own on every answer",
               *answer.reply.request_id + " again"};
    }
  }
  if (!wrong) return;
  ++kept.broken;
  const std::size_t calls = answer.evidence.calls.size();
  if (kept.shown &&
      std::tie(kept.shown->calls, kept.shown->order) <= std::tie(calls, answer.order)) {
    return;
  }
  kept.shown = Shown{
      .calls = calls,
      .order = answer.order,
      .address =
          answer.case_variant ? answer.one.id + "@" + answer.case_variant->name() : answer.one.id,
      .reason = std::move(wrong->reason),
      .wanted = std::move(wrong->wanted),
      .got = wrong->got + " (" + std::string{answer.action} + ": " + describe(answer.reply) + ")",
      .record = {.action = std::string{answer.action}, .exchange = beginning_of(answer.exchange)},
      .instance_id = answer.evidence.instance_id};
}

std::string FormLedger::note() const {
  if (packed_ == 0) return {};
  return reports::counted(packed_, "answer", "answers") +
         " came as gzip, which no request asked for: HTTP allows it (RFC 9110, 12.5.3), and "
         "clients that do not unpack cannot read it";
}

void FormLedger::read(const cases::Case& one, const reports::Evidence& evidence,
                      std::span<const Reply> replies) {
  const std::scoped_lock lock{mutex_};
  for (std::size_t i = 0; i < evidence.calls.size() && i < replies.size(); ++i) {
    const reports::CallRecord& record = evidence.calls[i];
    if (record.call >= one.calls.size()) continue;
    const Call& call = one.calls[record.call];
    if (!is_odd(call) && !is_of_http(call, replies[i])) legibility_.look_at(record, replies[i]);
  }
}

FormLedger::Told FormLedger::tell_legibility() const {
  const cases::EveryAnswer& promise = cases::every_answer(Form::legible);
  if (legibility_.answers() == 0) {
    return {.finding = {.verdict = reports::Verdict::unsupported,
                        .reason = "no answer came of which it speaks"},
            .evidence = {}};
  }
  auto spoilt = legibility_.spoilt_by_target();
  if (!spoilt) return {};
  Told told;
  told.finding = {.verdict = reports::Verdict::fail,
                  .reason = std::string{promise.broken},
                  .wanted = "answers of that kind, too, that can be read",
                  .wanted_by = joined(promise.citations),
                  .got = std::to_string(legibility_.spoilt()) + " times one that cannot, among " +
                         reports::counted(legibility_.answers(), "answer", "answers"),
                  .action = spoilt->action};
  told.evidence.calls.push_back(*std::move(spoilt));
  return told;
}

FormLedger::Told FormLedger::tell(const cases::EveryAnswer& promise) const {
  const std::scoped_lock lock{mutex_};
  if (promise.form == Form::legible) return tell_legibility();
  const Kept& kept = kept_[static_cast<std::size_t>(promise.form)];
  if (kept.answers == 0) {
    return {.finding = {.verdict = reports::Verdict::unsupported,
                        .reason = "no answer came of which it speaks"},
            .evidence = {}};
  }
  if (!kept.shown) return {};
  const Shown& shown = *kept.shown;
  Told told;
  told.finding = {.verdict = reports::Verdict::fail,
                  .reason = shown.reason,
                  .wanted = shown.wanted,
                  .wanted_by = joined(promise.citations),
                  .got = shown.got + "; so " + std::to_string(kept.broken) + " of " +
                         reports::counted(kept.answers, "answer", "answers"),
                  .shown_by = shown.address,
                  .action = shown.record.action};
  told.evidence.instance_id = shown.instance_id;
  told.evidence.calls.push_back(shown.record);
  return told;
}

}  // namespace hallmark::runner
