// SPDX-License-Identifier: Apache-2.0
//
// Each promise about the form of an answer is a case of its own, for each action and for answers of
// three kinds: a success, a refusal by the service, a refusal at the door.
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "cases/envelope/sections.hpp"

namespace hallmark::cases {
namespace {

namespace clause = specs::common::envelope::clause;

struct Promise {
  std::string_view slug;
  AnswerCheck check;
  Level level = Level::required;
  specs::Citation citation;
  bool in_xml = true;
  bool in_json = true;
};

// The first of each table: an answer in another format keeps none of the promises about its format.
constexpr Promise of_success[] = {
    {.slug = "requested-format",
     .check = AnswerCheck::requested_format,
     .citation = envelope_clause(clause::format_chosen)},
    {.slug = "content-type-xml",
     .check = AnswerCheck::content_type,
     .citation = envelope_clause(clause::content_type_xml),
     .in_json = false},
    {.slug = "content-type-json",
     .check = AnswerCheck::content_type,
     .citation = envelope_clause(clause::content_type_json),
     .in_xml = false},
    {.slug = "root-element",
     .check = AnswerCheck::root_element,
     .citation = envelope_clause(clause::success_root),
     .in_json = false},
    {.slug = "json-object",
     .check = AnswerCheck::json_object,
     .citation = envelope_clause(clause::json_object),
     .in_xml = false},
    {.slug = "request-id",
     .check = AnswerCheck::request_id_present,
     .citation = envelope_clause(clause::request_id_always)},
    {.slug = "request-id-form",
     .check = AnswerCheck::request_id_shape,
     .level = Level::recommended,
     .citation = envelope_clause(clause::request_id_form)},
    {.slug = "no-code",
     .check = AnswerCheck::success_without_code,
     .citation = envelope_clause(clause::success_without_code)},
    {.slug = "members-once",
     .check = AnswerCheck::single_members,
     .level = Level::recommended,
     .citation = envelope_clause(clause::member_order)},
};

constexpr Promise of_refusal[] = {
    {.slug = "requested-format",
     .check = AnswerCheck::requested_format,
     .level = Level::recommended,
     .citation = envelope_clause(clause::format_of_errors)},
    {.slug = "content-type-xml",
     .check = AnswerCheck::content_type,
     .citation = envelope_clause(clause::content_type_xml),
     .in_json = false},
    {.slug = "content-type-json",
     .check = AnswerCheck::content_type,
     .citation = envelope_clause(clause::content_type_json),
     .in_xml = false},
    {.slug = "root-element",
     .check = AnswerCheck::root_element,
     .citation = envelope_clause(clause::error_root),
     .in_json = false},
    {.slug = "json-object",
     .check = AnswerCheck::json_object,
     .citation = envelope_clause(clause::json_object),
     .in_xml = false},
    {.slug = "request-id",
     .check = AnswerCheck::request_id_present,
     .citation = envelope_clause(clause::request_id_always)},
    {.slug = "request-id-form",
     .check = AnswerCheck::request_id_shape,
     .level = Level::recommended,
     .citation = envelope_clause(clause::request_id_form)},
    {.slug = "host-id",
     .check = AnswerCheck::host_id,
     .citation = envelope_clause(clause::host_id)},
    {.slug = "code-and-message",
     .check = AnswerCheck::error_members,
     .citation = envelope_clause(clause::error_members)},
    {.slug = "members-once",
     .check = AnswerCheck::single_members,
     .level = Level::recommended,
     .citation = envelope_clause(clause::member_order)},
    {.slug = "utf-8", .check = AnswerCheck::utf8, .citation = envelope_clause(clause::utf8)},
};

struct Kind {
  std::string_view slug;
  AnswerKind kind;
  std::span<const Promise> promises;
  bool is_page_row = false;  // refused for a reason of the action's page
};

constexpr Kind kinds[] = {
    {.slug = "success", .kind = AnswerKind::success, .promises = of_success},
    {.slug = "unknown-instance",
     .kind = AnswerKind::unknown_instance,
     .promises = of_refusal,
     .is_page_row = true},
    {.slug = "wrong-secret", .kind = AnswerKind::wrong_secret, .promises = of_refusal},
};

// Whoever tells a row of the action's page has read the request, and its Format with it.
void have_read_format(Case& one) {
  one.level = Level::required;
  one.citations = {envelope_clause(clause::format_chosen), envelope_clause(clause::error_root),
                   envelope_clause(clause::json_object)};
}

Case promise_case(const TestedAction& action, const Kind& kind, const Promise& promise) {
  std::string group{"envelope/"};
  group.append(action.slug).append("/").append(kind.slug).append("/");
  Case one{.id = group + std::string{promise.slug},
           .tags = {.chapter = Chapter::envelope, .family = Family::answer, .action = action.name},
           .level = promise.level,
           .fixture = action.fixture(),
           .citations = {promise.citation},
           .variants = {.xml = promise.in_xml, .json = promise.in_json},
           .needs = needs_of(action)};
  if (kind.is_page_row && promise.check == AnswerCheck::requested_format) have_read_format(one);
  if (promise.check == AnswerCheck::content_type) {
    one.citations.push_back(envelope_clause(clause::content_type_charset));
  }
  if (promise.check == AnswerCheck::root_element) {
    one.citations.push_back(envelope_clause(clause::xml_declaration));
  }
  if (promise.check == AnswerCheck::error_members) {
    one.citations.push_back(envelope_clause(clause::recommend));
  }
  if (promise.check != AnswerCheck::requested_format)
    one.needs.push_back(group + "requested-format");
  Call call = call_for(action, kind.kind);
  call.expect.checks = AnswerChecks{promise.check};
  one.calls = {std::move(call)};
  return one;
}

}  // namespace

void add_answer_checks(std::vector<Case>& all) {
  for (const TestedAction& action : tested_actions) {
    for (const Kind& kind : kinds) {
      for (const Promise& promise : kind.promises) {
        all.push_back(promise_case(action, kind, promise));
      }
    }
  }
}

}  // namespace hallmark::cases
