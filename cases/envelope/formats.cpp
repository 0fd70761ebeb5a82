// SPDX-License-Identifier: Apache-2.0
//
// Format: the ECS pages write json and xml, the generic pages JSON and XML. Without it the ECS
// pages promise XML, the generic ones JSON; both answers are right.
#include <string>
#include <string_view>
#include <utility>

#include "cases/envelope/sections.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace errors = specs::common::errors;
namespace clause = specs::common::envelope::clause;

constexpr specs::Citation format_parameter =
    cite_common_parameter(specs::common::public_parameters::page, "Format");

constexpr specs::Citation accept_header =
    cite_common_parameter(specs::common::signature_v3::page, "accept");

struct FormatSpelling {
  std::string_view slug;
  std::string_view text;
  bool is_xml;
  Level level = Level::required;
};

constexpr FormatSpelling spellings[] = {
    {.slug = "xml-lower-case", .text = "xml", .is_xml = true},
    {.slug = "xml-upper-case", .text = "XML", .is_xml = true},
    {.slug = "xml-mixed-case", .text = "Xml", .is_xml = true, .level = Level::recommended},
    {.slug = "json-lower-case", .text = "json", .is_xml = false},
    {.slug = "json-upper-case", .text = "JSON", .is_xml = false},
    {.slug = "json-mixed-case", .text = "Json", .is_xml = false, .level = Level::recommended},
};

constexpr AllowedRefusal unknown_format[] = {
    {.status = 400,
     .code = "InvalidParameter*",
     .citation = common_row(errors::gateway_invalid_format)},
    {.code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
    {.code = "Unsupported*", .citation = common_row(errors::unsupported_parameter)},
};

Case format_case(std::string_view slug, Edit edit) {
  Call call = plain_call(start_instance_action);
  call.edits = {std::move(edit)};
  call.expect.allowed = {accepted()};
  return {
      .id = std::string{"envelope/format/"}.append(slug),
      .tags = {.chapter = Chapter::envelope, .family = Family::format, .word = std::string{slug}},
      .calls = {std::move(call)},
      .citations = {format_parameter, accept_header, envelope_clause(clause::format_chosen)},
      .needs = needs_of(start_instance_action)};
}

Case spelled_case(const FormatSpelling& spelling) {
  Case one =
      format_case(spelling.slug, {.name = "Format", .value = text(std::string{spelling.text})});
  one.level = spelling.level;
  one.variants = {.xml = spelling.is_xml, .json = !spelling.is_xml};
  one.calls.front().expect.checks = AnswerChecks{AnswerCheck::requested_format};
  return one;
}

Case absent_case() {
  Case one = format_case("absent", {.op = Edit::Op::drop, .name = "Format"});
  one.calls.front().expect.lenience =
      "the default is XML on the ECS pages and JSON on the generic one; both answers are allowed";
  one.effect.look = Effect::Look::once;
  return one;
}

Case unknown_case() {
  Case one = format_case("unknown", {.name = "Format", .value = text("yaml")});
  one.level = Level::recommended;
  one.variants.v3 = false;  // where Accept says it too
  one.effect.look = Effect::Look::once;
  one.calls.front().expect = {.allowed = answers(unknown_format),
                              .lenience = "the tables have several codes for a wrong value"};
  return one;
}

// Whoever refuses it leaves the instance alone.
Case unknown_and_its_effect_case() {
  Case one = unknown_case();
  one.id = "envelope/format/unknown-and-its-effect";
  one.tags.word = "unknown-and-its-effect";
  one.level = Level::required;
  one.depth = 2;
  one.calls.front().expect = {.allowed = {accepted(), refused_4xx("*", {any_refusal})},
                              .lenience = "no document says what becomes of such a call"};
  return one;
}

// Refused, or answered in the default format.
Case empty_case() {
  Case one = format_case("empty", {.name = "Format"});
  one.level = Level::recommended;
  one.effect.look = Effect::Look::once;
  one.calls.front().expect = {
      .allowed = accepted_or(unknown_format),
      .lenience = "no document says whether an empty Format is absent or wrong"};
  return one;
}

}  // namespace

void add_formats(std::vector<Case>& all) {
  for (const FormatSpelling& spelling : spellings) all.push_back(spelled_case(spelling));
  all.push_back(absent_case());
  all.push_back(empty_case());
  all.push_back(unknown_case());
  all.push_back(unknown_and_its_effect_case());
}

}  // namespace hallmark::cases
