// SPDX-License-Identifier: Apache-2.0
//
// Answers may quote the request: an id, an action, the string that was to be signed. Whatever they
// quote, they stay well-formed, and marks do not come back as markup.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/prerequisites.hpp"
#include "cases/envelope/sections.hpp"

namespace hallmark::cases {
namespace {

using namespace std::string_view_literals;
namespace clause = specs::common::envelope::clause;

struct EchoedText {
  std::string_view slug;
  std::string_view text;
  AnswerCheck check = AnswerCheck::no_raw_echo;
};

constexpr EchoedText texts[] = {
    {.slug = "markup", .text = "i-<script>alert(\"1\")</script>&amp;&"},
    {.slug = "end-of-element", .text = "i-</Message></Error><Error>"},
    {.slug = "end-of-cdata", .text = "i-]]>&lt;<![CDATA["},
    {.slug = "end-of-string", .text = "i-\",\"Code\":\"Forged\",\"x\":\""},
    {.slug = "backslash-and-quotes", .text = "i-\\\"'\\u0022\\"},
    {.slug = "line-ends", .text = "i-a\r\nX-Forged: 1\r\n\r\n"},
    {.slug = "control-characters", .text = "i-\x01\x08\x1f\x7f"sv},
    {.slug = "percent-template", .text = "i-%s%n%d{0}${x}"},
    {.slug = "four-byte-sign", .text = "i-\xf0\x9f\x90\xb3", .check = AnswerCheck::utf8},
    {.slug = "not-utf-8", .text = "i-\xff\xfe\xc3", .check = AnswerCheck::utf8},
};

Case echo_case(std::string_view place, const EchoedText& text, Call call) {
  call.expect = {.allowed = {refused_4xx("*", {any_refusal})}, .checks = AnswerChecks{text.check}};
  std::string id{"envelope/echo/"};
  id.append(place).append("/").append(text.slug);
  return {.id = std::move(id),
          .tags = {.chapter = Chapter::envelope, .family = Family::echo},
          .calls = {std::move(call)},
          .citations = {envelope_clause(clause::error_members), envelope_clause(clause::utf8)},
          .needs = needs_of(start_instance_action)};
}

Case echo_of_instance_id(const EchoedText& one) {
  Call call = plain_call(start_instance_action);
  call.arguments.front().value = text(std::string{one.text});
  return echo_case("instance-id", one, std::move(call));
}

// A common parameter is a header under V3, which cannot hold every byte.
Case echo_of_action(const EchoedText& one) {
  Call call = plain_call(start_instance_action);
  call.edits = {{.name = "Action", .value = text(std::string{one.text})}};
  Case echoed = echo_case("action", one, std::move(call));
  echoed.variants = {.v3 = false};
  return echoed;
}

// A refusal at the door may quote all that should have been signed.
Case echo_of_string_to_sign(const EchoedText& one) {
  Call call = call_for(start_instance_action, AnswerKind::wrong_secret);
  call.arguments.push_back({.name = "HallmarkInvented", .value = text(std::string{one.text})});
  Case echoed = echo_case("string-to-sign", one, std::move(call));
  stand_on(bad_signature, echoed);
  return echoed;
}

}  // namespace

void add_echoes(std::vector<Case>& all) {
  for (const EchoedText& one : texts) {
    all.push_back(echo_of_instance_id(one));
    all.push_back(echo_of_action(one));
    all.push_back(echo_of_string_to_sign(one));
  }
}

}  // namespace hallmark::cases
