// SPDX-License-Identifier: Apache-2.0
//
// A parameter, its name or its value spelled on the wire in another way that stands for it, or
// behind a piece of the query that says nothing. It may be refused. But a signature covers what is
// said, not how it is spelled: whoever has verified it and then takes the parameter for another one
// carries out a dry run, or drops a flag.
//
//   start-instance/parameter/derived/dry-run/name-encoded
//   reboot-instance/parameter/derived/force-stop/behind-an-empty-piece
//   start-instance/parameter/derived/dry-run/value-encoded
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "cases/parameter/derivations.hpp"
#include "cases/parameter/true_flag.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v1 = specs::common::signature_v1;
namespace signature_v3 = specs::common::signature_v3;

struct SpelledName {
  std::string_view slug;
  NameSpelling spelling = NameSpelling::canonical;
  Encoding of_value = Encoding::canonical;
};

constexpr SpelledName spelled_names[] = {
    {.slug = "name-encoded", .spelling = NameSpelling::every_byte},
    {.slug = "behind-an-empty-piece", .spelling = NameSpelling::behind_an_empty_piece},
};
// Of an id cases/parameter/instance_ids.cpp has it.
constexpr SpelledName spelled_flag = {.slug = "value-encoded", .of_value = Encoding::every_byte};
constexpr std::string_view spelling_is_not_described =
    "no document says that a query may be spelled so; what is accepted means what was signed";

Case spelled_name_case(const TestedAction& action, const UnitedParameter& parameter,
                       const SpelledName& name) {
  Case one = derived_case(action, parameter, name.slug);
  one.citations.push_back(cite_clause(signature_v1::page, signature_v1::clause::encoding));
  one.citations.push_back(cite_clause(signature_v3::page, signature_v3::clause::canonical_query));
  one.calls = {plain_call(action)};
  Call& call = one.calls.front();
  call.expect.allowed = {accepted()};
  if (parameter.is_boolean()) say_it_is_true(action, parameter, one);
  const auto argument = std::ranges::find(call.arguments, parameter.name, &Argument::name);
  argument->name_spelling = name.spelling;
  argument->encoding = name.of_value;
  Answer refusal = refused_4xx("*", {any_refusal});
  refusal.bare = true;
  call.expect.allowed.push_back(std::move(refusal));
  call.expect.lenience = spelling_is_not_described;
  return one;
}

}  // namespace

void derive_spelled_names(const TestedAction& action, const UnitedParameter& parameter,
                          std::vector<Case>& all) {
  if (!parameter.is_instance_id() && !parameter.is_boolean()) return;
  for (const SpelledName& name : spelled_names) {
    all.push_back(spelled_name_case(action, parameter, name));
  }
  if (parameter.is_boolean()) all.push_back(spelled_name_case(action, parameter, spelled_flag));
}

}  // namespace hallmark::cases
