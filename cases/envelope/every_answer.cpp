// SPDX-License-Identifier: Apache-2.0
#include "cases/envelope/every_answer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "cases/base/answers.hpp"
#include "specs/common/descriptions.hpp"

namespace hallmark::cases {
namespace {

namespace clause = specs::common::envelope::clause;
namespace descriptions = specs::common::descriptions;

constexpr std::string_view chapter = "envelope/every-answer/";

template <int... number>
constexpr std::array<specs::Citation, sizeof...(number)> places = {envelope_clause(number)...};

template <int... number>
constexpr std::array<specs::Citation, sizeof...(number)> told = {descriptions::sentence(number)...};
namespace tells = descriptions::clause;

// Levels and places are those of the cases in answer_checks.cpp and request_ids.cpp.
constexpr std::array all = {
    EveryAnswer{
        .form = Form::requested_format,
        .slug = "requested-format",
        .check = AnswerChecks{AnswerCheck::requested_format},
        .holds = "who accepts a call, or tells a row of its page, answers in the format "
                 "that it asks for",
        .broken = "the answer is not in the format that was asked for",
        .citations = places<clause::format_chosen, clause::error_root, clause::json_object>},
    EveryAnswer{.form = Form::requested_format_of_refusal,
                .slug = "requested-format-of-refusals",
                .level = Level::recommended,
                .check = AnswerChecks{AnswerCheck::requested_format},
                .holds = "any refusal is in the format that the call asks for",
                .broken = "the answer is not in the format that was asked for",
                .citations = places<clause::format_of_errors>},
    EveryAnswer{.form = Form::content_type,
                .slug = "content-type",
                .check = AnswerChecks{AnswerCheck::content_type},
                .holds = "the Content-Type of every answer names the format of its body",
                .broken = "the Content-Type does not name the body's format",
                .citations = places<clause::content_type_xml, clause::content_type_json>},
    EveryAnswer{.form = Form::charset,
                .slug = "charset",
                .holds = "an answer that names its character set names UTF-8",
                .broken = "the answer names another character set",
                .citations = places<clause::utf8, clause::content_type_charset>},
    EveryAnswer{.form = Form::byte_order_mark,
                .slug = "no-byte-order-mark",
                .level = Level::recommended,
                .holds = "no JSON answer begins with a byte order mark",
                .broken = "a JSON answer begins with a byte order mark",
                .citations = places<clause::json_object, clause::utf8>},
    EveryAnswer{.form = Form::utf8,
                .slug = "utf-8",
                .check = AnswerChecks{AnswerCheck::utf8},
                .holds = "every answer is UTF-8",
                .broken = "the answer is not UTF-8",
                .citations = places<clause::utf8>},
    EveryAnswer{.form = Form::root_element,
                .slug = "root-element",
                .check = AnswerChecks{AnswerCheck::root_element},
                .holds = "the root of an XML answer is <Action>Response, of a refusal Error",
                .broken = "the root element has another name",
                .citations = places<clause::success_root, clause::error_root>},
    EveryAnswer{.form = Form::json_object,
                .slug = "json-object",
                .check = AnswerChecks{AnswerCheck::json_object},
                .holds = "every JSON answer is one object",
                .broken = "the JSON answer is not an object",
                .citations = places<clause::json_object>},
    EveryAnswer{.form = Form::request_id_present,
                .slug = "request-id",
                .check = AnswerChecks{AnswerCheck::request_id_present},
                .holds = "every answer has a RequestId",
                .broken = "the answer has no RequestId",
                .citations = places<clause::request_id_always>},
    EveryAnswer{.form = Form::request_id_shape,
                .slug = "request-id-form",
                .level = Level::recommended,
                .check = AnswerChecks{AnswerCheck::request_id_shape},
                .holds = "every RequestId is 8-4-4-4-12 hexadecimal digits, capital letters",
                .broken = "the RequestId has another shape",
                .citations = places<clause::request_id_form>},
    EveryAnswer{.form = Form::request_id_once,
                .slug = "request-id-once",
                .holds = "no two answers share a RequestId",
                .broken = "a RequestId came twice",
                .citations = places<clause::request_id_unique>},
    EveryAnswer{.form = Form::host_id,
                .slug = "host-id",
                .check = AnswerChecks{AnswerCheck::host_id},
                .holds = "every refusal names the host that was addressed",
                .broken = "the error does not name the host that was addressed",
                .citations = places<clause::host_id>},
    EveryAnswer{.form = Form::error_members,
                .slug = "code-and-message",
                .check = AnswerChecks{AnswerCheck::error_members},
                .holds = "every refusal has Code and Message",
                .broken = "the error lacks Code or Message",
                .citations = places<clause::error_members>},
    EveryAnswer{.form = Form::success_without_code,
                .slug = "no-code",
                .check = AnswerChecks{AnswerCheck::success_without_code},
                .holds = "no success has Code or Message",
                .broken = "a success carries an error's members",
                .citations = places<clause::success_without_code>},
    EveryAnswer{.form = Form::single_members,
                .slug = "members-once",
                .level = Level::recommended,
                .check = AnswerChecks{AnswerCheck::single_members},
                .holds = "no answer holds a member twice",
                .broken = "a member stands twice in one object",
                .citations = places<clause::member_order>},
    EveryAnswer{.form = Form::known_status,
                .slug = "known-status",
                .holds = "the Status of an instance is one of the five",
                .broken = "a Status that no page knows",
                .citations = told<tells::statuses>},
    EveryAnswer{.form = Form::listed_once,
                .slug = "listed-once",
                .level = Level::recommended,
                .holds = "a list shows each instance once",
                .broken = "a list shows one instance more than once",
                .citations = told<tells::instances, tells::instance_status>},
    EveryAnswer{.form = Form::total_count,
                .slug = "total-count",
                .level = Level::recommended,
                .holds = "TotalCount counts what a list holds",
                .broken = "TotalCount is not how many instances were found",
                .citations = told<tells::total_count, tells::pages>},
    EveryAnswer{.form = Form::charge_type,
                .slug = "charge-type",
                .level = Level::recommended,
                .holds = "the InstanceChargeType of an instance is how it is paid for",
                .broken = "another InstanceChargeType than the instance has",
                .citations = told<tells::charge_type>},
    // The actions' own pages speak of the mark, by which that lock is known.
    EveryAnswer{.form = Form::security_lock,
                .slug = "security-lock",
                .holds = "OperationLocks names security where the instance is locked for security, "
                         "and nowhere else",
                .broken = "OperationLocks does not say whether it is locked for security",
                .citations = told<tells::locks>},
    EveryAnswer{.form = Form::other_lock,
                .slug = "no-other-lock",
                .level = Level::recommended,
                .holds = "an instance of which nothing is wrong has no lock",
                .broken = "OperationLocks names a lock that is not there",
                .citations = told<tells::locks>},
    EveryAnswer{.form = Form::legible,
                .slug = "legible",
                .holds = "no kind of answer is unreadable again and again",
                .broken = "of one kind alone answers cannot be read, again and again",
                .citations = places<clause::error_root, clause::json_object, clause::utf8>},
};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (static_cast<std::size_t>(all[i].form) != i) return false;
  }
  return true;
}
static_assert(is_in_order());

}  // namespace

std::span<const EveryAnswer> every_answer() { return all; }

const EveryAnswer& every_answer(Form form) { return all[static_cast<std::size_t>(form)]; }

std::string id_of(const EveryAnswer& promise) { return std::string{chapter}.append(promise.slug); }

const EveryAnswer* every_answer_of(const Case& one) {
  if (!one.calls.empty() || one.effect.look != Effect::Look::no) return nullptr;
  if (!one.id.starts_with(chapter)) return nullptr;
  const auto found =
      std::ranges::find(all, std::string_view{one.id}.substr(chapter.size()), &EveryAnswer::slug);
  return found == all.end() ? nullptr : &*found;
}

void add_every_answer(std::vector<Case>& cases) {
  for (const EveryAnswer& row : all) {
    cases.push_back({.id = id_of(row),
                     .tags = {.chapter = Chapter::envelope, .family = Family::answer},
                     .level = row.level,
                     .citations = {row.citations.begin(), row.citations.end()},
                     .once = true});
  }
}

}  // namespace hallmark::cases
