// SPDX-License-Identifier: Apache-2.0
//
// One value, spelled on the wire in every way that stands for it. A signature covers the value, not
// its spelling, so every spelling is accepted. The value travels in a parameter that no action
// declares, because the declared ones hold no marks. A blank as '+' is http/'s affair.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/parameter/derivations.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;
namespace public_parameters = specs::common::public_parameters;

struct EncodedText {
  std::string_view slug;
  std::string_view text;
};

constexpr EncodedText texts[] = {
    {.slug = "unreserved", .text = "AZaz09-_.~"},
    {.slug = "blank-tilde-slash-star", .text = " ~/*-+"},
    {.slug = "two-blanks", .text = "a  b"},
    {.slug = "equals-and-ampersand", .text = "a=b&c=d&&=="},
    {.slug = "percent", .text = "100%25%2F%"},
    {.slug = "plus", .text = "1+1++"},
    {.slug = "bare-marks", .text = "*/:@!$'(),;"},
    {.slug = "brackets-and-quotes", .text = "[{\"a\":'b'}]<>\\^`|"},
    {.slug = "hash-and-question-mark", .text = "a#b?c"},
    {.slug = "two-byte-letters", .text = "\xc3\xa9\xc3\xbc"},
    {.slug = "three-byte-letters", .text = "\xe4\xb8\xad\xe6\x96\x87"},
    {.slug = "four-byte-signs", .text = "\xf0\x9f\x90\xb3\xf0\x9d\x84\x9e"},
};

struct Way {
  std::string_view slug;
  Encoding encoding;
};

constexpr Way ways[] = {
    {.slug = "canonical", .encoding = Encoding::canonical},
    {.slug = "lower-hex", .encoding = Encoding::lower_hex},
    {.slug = "every-byte", .encoding = Encoding::every_byte},
    {.slug = "bare", .encoding = Encoding::bare},
};

Citations rules() {
  return {cite_clause(signature_v1::page, signature_v1::clause::all_but_signature),
          cite_clause(signature_v1::page, signature_v1::clause::encoding),
          cite_clause(signature_v1::page, signature_v1::clause::blank),
          cite_clause(signature_v1::page, signature_v1::clause::joined),
          cite_clause(signature_v3::page, signature_v3::clause::canonical_query),
          cite_clause(public_parameters::page, public_parameters::clause::names_bytewise)};
}

// Whether the way spells the text otherwise than the canonical one does.
bool differs(const EncodedText& text, const Way& way) {
  if (way.encoding == Encoding::bare)
    return text.text.find_first_of("*/:@!$'(),") != text.text.npos;
  if (way.encoding == Encoding::lower_hex) return text.slug != "unreserved";
  return true;
}

Case encoding_case(const EncodedText& value, const Way& way) {
  const TestedAction& action = start_instance_action;
  std::string id{action.slug};
  id.append("/parameter/encoding/").append(value.slug).append("/").append(way.slug);
  Case one{.id = std::move(id),
           .tags = about(action, Family::encoding),
           .level = Level::recommended,
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = rules(),
           .needs = needs_of(action)};
  one.needs.push_back("start-instance/parameter/extra/invented");
  if (way.encoding == Encoding::canonical) {
    one.tags.shows = Shows::text;
    one.tags.word = value.slug;
  }
  Call call = plain_call(action);
  call.arguments.push_back({.name = "HallmarkInvented",
                            .value = text(std::string{value.text}),
                            .encoding = way.encoding});
  call.expect = accepted_or_undeclared();
  one.calls = {std::move(call)};
  return one;
}

// Names are encoded and sorted like values, byte by byte: . before 0 before A before _ before a.
Case sorting_case() {
  const TestedAction& action = start_instance_action;
  Case one{.id = "start-instance/parameter/encoding/names-sorted-bytewise",
           .tags = about(action, Family::encoding, Shows::odd_names),
           .level = Level::recommended,
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = {cite_clause(signature_v1::page, signature_v1::clause::sorted),
                         cite_clause(signature_v3::page, signature_v3::clause::canonical_query)},
           .needs = needs_of(action)};
  one.needs.push_back("start-instance/parameter/extra/invented");
  Call call = plain_call(action);
  constexpr std::array<std::string_view, 9> names = {
      "hallmark.2", "hallmark.10", "hallmark.1",           "Hallmark", "hallmark", "HALLMARK",
      "_hallmark",  "zhallmark",   "hallmark-\xe4\xb8\xad"};
  for (const std::string_view name : names) {
    call.arguments.push_back({.name = std::string{name}, .value = text("1")});
  }
  call.expect = accepted_or_undeclared();
  one.calls = {std::move(call)};
  return one;
}

// A parameter without a value takes part as Name=.
Case empty_value_case() {
  const TestedAction& action = start_instance_action;
  Case one{.id = "start-instance/parameter/encoding/empty-values-signed",
           .tags = about(action, Family::encoding),
           .level = Level::recommended,
           .fixture = action.fixture(),
           .effect = {.look = Effect::Look::once},
           .citations = {cite_clause(signature_v1::page, signature_v1::clause::empty_values),
                         cite_clause(public_parameters::page,
                                     public_parameters::clause::empty_values_signed),
                         cite_clause(signature_v3::page, signature_v3::clause::canonical_query)},
           .needs = needs_of(action)};
  one.needs.push_back("start-instance/parameter/extra/invented");
  Call call = plain_call(action);
  call.arguments.push_back({.name = "AHallmarkEmpty", .value = {}});
  call.arguments.push_back({.name = "ZHallmarkEmpty", .value = {}});
  call.expect = accepted_or_undeclared();
  one.calls = {std::move(call)};
  return one;
}

}  // namespace

void add_encodings(std::vector<Case>& all) {
  for (const EncodedText& value : texts) {
    for (const Way& way : ways) {
      if (differs(value, way)) all.push_back(encoding_case(value, way));
    }
  }
  all.push_back(sorting_case());
  all.push_back(empty_value_case());
}

}  // namespace hallmark::cases
