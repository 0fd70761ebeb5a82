// SPDX-License-Identifier: Apache-2.0
//
// Derived: ids that name no instance. Most come as near to one that stands as a sloppy comparison
// would let them. None may be accepted, and nothing may happen to the instance.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/lifecycle/ruling.hpp"
#include "cases/parameter/derivations.hpp"
#include "specs/common/http.hpp"

namespace hallmark::cases {
namespace {

using namespace std::string_view_literals;
namespace errors = specs::common::errors;
namespace http = specs::common::http;

// before + own id, twisted + after; or a text of `size` bytes.
struct OddId {
  enum class About : std::uint8_t {
    another_id,    // certainly not the instance's
    same_to_some,  // not the instance's unless the endpoint trims or folds case, which nobody
                   // forbids
    hostile,       // the HTTP layer may already refuse it
  };
  std::string_view slug;
  std::string_view before = {};
  bool own = true;
  Twist twist = Twist::none;
  std::string_view after = {};
  About about = About::another_id;
  std::size_t size = 0;
};

// clang-format off
constexpr OddId odd_ids[] = {
    // Nothing like an id.
    {.slug = "blah", .before = "blah", .own = false},
    {.slug = "unknown", .before = "i-hallmarkunknown000", .own = false},
    {.slug = "null", .before = "null", .own = false},
    {.slug = "minus-one", .before = "-1", .own = false},
    {.slug = "only-a-blank", .before = " ", .own = false},
    {.slug = "wildcard", .before = "*", .own = false},
    {.slug = "wildcard-after-prefix", .before = "i-*", .own = false},
    {.slug = "percent-wildcard", .before = "%", .own = false},
    {.slug = "path-upwards", .before = "../", .own = true},
    {.slug = "sql", .before = "' OR '1'='1", .own = false},
    // The instance's own id, not quite.
    {.slug = "without-its-last-letter", .twist = Twist::without_last},
    {.slug = "first-half", .twist = Twist::first_half},
    {.slug = "doubled", .twist = Twist::doubled},
    {.slug = "percent-encoded-twice", .twist = Twist::first_percent_encoded},
    {.slug = "with-an-entity", .twist = Twist::first_as_entity},
    {.slug = "without-its-prefix", .twist = Twist::without_prefix},
    {.slug = "two-letters-exchanged", .twist = Twist::letters_exchanged},
    {.slug = "question-mark-for-a-letter", .twist = Twist::last_as_question_mark},
    {.slug = "dot-for-a-letter", .twist = Twist::last_as_dot},
    {.slug = "underscore-for-a-hyphen", .twist = Twist::hyphens_as_underscores},
    {.slug = "entity-for-a-hyphen", .twist = Twist::hyphens_as_entities},
    {.slug = "zero-behind-its-prefix", .twist = Twist::zero_behind_prefix},
    {.slug = "full-width-letters", .twist = Twist::full_width},
    {.slug = "upper-case", .twist = Twist::upper_case, .about = OddId::About::same_to_some},
    {.slug = "one-letter-more", .after = "0"},
    {.slug = "one-letter-before", .before = "0"},
    {.slug = "blank-before", .before = " ", .about = OddId::About::same_to_some},
    {.slug = "blank-after", .after = " ", .about = OddId::About::same_to_some},
    {.slug = "tab-after", .after = "\t", .about = OddId::About::same_to_some},
    {.slug = "line-feed-after", .after = "\n", .about = OddId::About::same_to_some},
    {.slug = "line-end-after", .after = "\r\n", .about = OddId::About::same_to_some},
    {.slug = "as-json-array", .before = "[\"", .after = "\"]"},
    {.slug = "as-list", .before = "i-hallmarkunknown000,"},
    {.slug = "as-list-first", .after = ",i-hallmarkunknown000"},
    {.slug = "quoted", .before = "\"", .after = "\""},
    // With a mark that means something to a URL, a form, a shell or a database.
    {.slug = "plus", .after = "+"},
    {.slug = "star", .after = "*"},
    {.slug = "tilde", .after = "~"},
    {.slug = "slash", .after = "/"},
    {.slug = "ampersand", .after = "&"},
    {.slug = "equals", .after = "="},
    {.slug = "percent", .after = "%"},
    {.slug = "hash", .after = "#"},
    {.slug = "question-mark", .after = "?"},
    {.slug = "semicolon", .after = ";"},
    {.slug = "double-quote", .after = "\""},
    {.slug = "single-quote", .after = "'"},
    {.slug = "less-than", .after = "<"},
    {.slug = "greater-than", .after = ">"},
    {.slug = "backslash", .after = "\\"},
    {.slug = "colon", .after = ":"},
    {.slug = "comma", .after = ","},
    {.slug = "at-sign", .after = "@"},
    {.slug = "dollar", .after = "$"},
    {.slug = "bang", .after = "!"},
    {.slug = "parentheses", .after = "()"},
    {.slug = "text-like-percent-20", .after = "%20"},
    {.slug = "text-like-another-parameter", .after = "&DryRun=true"},
    // Not ASCII.
    {.slug = "two-byte-letter", .after = "\xc3\xa9"},
    {.slug = "three-byte-letters", .after = "\xe4\xb8\xad\xe6\x96\x87"},
    {.slug = "four-byte-sign", .after = "\xf0\x9f\x90\xb3"},
    {.slug = "zero-width-space-after",
     .after = "\xe2\x80\x8b",
     .about = OddId::About::same_to_some},
    {.slug = "full-width-hyphen", .before = "\xef\xbc\x8d"},
    {.slug = "not-utf-8", .after = "\xff\xfe", .about = OddId::About::hostile},
    {.slug = "nul", .after = "\0"sv, .about = OddId::About::hostile},
    {.slug = "nul-and-more", .after = "\0x"sv, .about = OddId::About::hostile},
    {.slug = "1-kib", .own = false, .size = 1024},
    {.slug = "8-kib", .own = false, .about = OddId::About::hostile, .size = 8192},
};
// clang-format on

constexpr AllowedRefusal unknown_id[] = {
    {.status = 404,
     .code = "InvalidInstanceId.NotFound",
     .citation = common_row(errors::invalid_instance_id_not_found)},
    {.code = "InvalidInstanceId*", .citation = common_row(errors::invalid_instance_id_not_found)},
    {.status = 400, .code = "InvalidParameter*", .citation = common_row(errors::invalid_parameter)},
    {.status = 400, .code = "Invalid*", .citation = common_row(errors::gateway_invalid)},
    {.status = 400, .code = "Missing*", .citation = common_row(errors::gateway_missing)},
};
constexpr std::string_view malformed_is_not_described =
    "no row is about ids of odd form; the live service answers as for an unknown id";

Value value_of(const OddId& odd) {
  if (odd.size != 0) return text(std::string(odd.size, 'i'));
  return {.before = std::string{odd.before},
          .handle = odd.own ? Handle::instance_id : Handle::none,
          .after = std::string{odd.after},
          .twist = odd.twist};
}

Case odd_id_case(const TestedAction& action, const UnitedParameter& parameter, const OddId& odd) {
  Case one = derived_case(action, parameter, std::string{"odd/"}.append(odd.slug), Shows::odd_id);
  if (odd.about == OddId::About::same_to_some) one.level = Level::recommended;
  one.citations.push_back(cite_clause(http::page, http::clause::utf8));
  Call call{.action = std::string{action.name},
            .arguments = {{.name = std::string{parameter.name}, .value = value_of(odd)}},
            .expect = {.allowed = answers(unknown_id),
                       .lenience = std::string{malformed_is_not_described}}};
  if (odd.about == OddId::About::hostile) {
    Answer by_http = refused_4xx("*", {any_refusal});
    by_http.bare = true;
    call.expect.allowed.push_back(std::move(by_http));
  }
  one.calls = {std::move(call)};
  return one;
}

// The instance's own id, each letter as %XY: the same id.
Case encoded_letters_case(const TestedAction& action, const UnitedParameter& parameter) {
  Case one = derived_case(action, parameter, "every-byte-encoded");
  one.level = Level::recommended;
  one.citations.push_back(cite_clause(http::page, http::clause::utf8));
  Call call = plain_call(action);
  call.arguments.front().encoding = Encoding::every_byte;
  call.expect.allowed = {accepted()};
  one.calls = {std::move(call)};
  return one;
}

// The nearest ones, where something else is true of the call.
Case near_ids_case(const TestedAction& action, const UnitedParameter& parameter,
                   std::string_view slug) {
  Case one = derived_case(action, parameter, std::string{"near-ids/"}.append(slug));
  one.depth = 2;
  for (const Value& id : {Value{.handle = Handle::instance_id, .twist = Twist::without_last},
                          Value{.handle = Handle::instance_id, .after = "0"},
                          Value{.before = "0", .handle = Handle::instance_id}}) {
    one.calls.push_back({.action = std::string{action.name},
                         .arguments = {{.name = std::string{parameter.name}, .value = id}},
                         .expect = {.allowed = answers(unknown_id),
                                    .lenience = std::string{malformed_is_not_described}}});
  }
  return one;
}

void add_near_ids(const TestedAction& action, const UnitedParameter& parameter,
                  std::vector<Case>& all) {
  all.push_back(near_ids_case(action, parameter, "by-form"));
  all.back().variants = {.get = false, .post_query = false};
  for (const specs::BooleanParameter flag :
       {specs::BooleanParameter::init_local_disk, specs::BooleanParameter::force_stop}) {
    if (!declares(action, flag)) continue;
    all.push_back(near_ids_case(action, parameter, "with-flag-true"));
    for (Call& call : all.back().calls) {
      call.arguments.push_back({.name = std::string{name_of(flag)}, .value = text("true")});
    }
  }
}

}  // namespace

void derive_instance_ids(const TestedAction& action, const UnitedParameter& parameter,
                         std::vector<Case>& all) {
  if (!parameter.is_instance_id()) return;
  for (const OddId& odd : odd_ids) all.push_back(odd_id_case(action, parameter, odd));
  all.push_back(encoded_letters_case(action, parameter));
  add_near_ids(action, parameter, all);
}

}  // namespace hallmark::cases
