// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/relations.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "cases/library.hpp"
#include "fuzz/model/instance_model.hpp"
#include "reports/text.hpp"
#include "runner/oracle/answer_match.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Encoding;

// No action knows it, and none will.
constexpr std::string_view unknown_name = "HallmarkInvented";

bool is_plain(Encoding encoding) {
  return encoding == Encoding::canonical || encoding == Encoding::lower_hex ||
         encoding == Encoding::every_byte;
}

std::set<std::string> members_of(const runner::Reply& reply) {
  std::set<std::string> names;
  for (const runner::Node& member : reply.tree.children) names.emplace(member.name);
  return names;
}

// The case whose request shows the guise.
const cases::Case& case_of(Guise guise, cases::Signature signature) {
  using cases::Shows;
  static const cases::Case& many_parameters = cases::tagged({.shows = Shows::many_parameters});
  static const cases::Case& odd_names = cases::tagged({.shows = Shows::odd_names});
  static const cases::Case& header_case_v1 = cases::tagged({.shows = Shows::header_case_under_v1});
  static const cases::Case& header_case_v3 = cases::tagged({.shows = Shows::header_case_under_v3});
  if (guise == Guise::many_parameters) return many_parameters;
  if (guise == Guise::odd_names) return odd_names;
  return signature == cases::Signature::v1 ? header_case_v1 : header_case_v3;
}

bool is_of_a_case(Guise guise) { return guise >= Guise::many_parameters; }

// What the case adds to a plain call.
void add_from(const cases::Case& one, cases::Call& call) {
  const cases::Call& shown = one.calls.front();
  std::copy_if(shown.arguments.begin(), shown.arguments.end(), std::back_inserter(call.arguments),
               [](const cases::Argument& argument) { return argument.name != "InstanceId"; });
  call.edits.insert(call.edits.end(), shown.edits.begin(), shown.edits.end());
}

}  // namespace

Checker checker_of(Guise guise) {
  switch (guise) {
    case Guise::none:
    case Guise::other_format:
    case Guise::format_in_lower_case:
    case Guise::format_absent:
      return Checker::xml_says_what_json_says;
    case Guise::other_method:
      return Checker::get_does_what_post_does;
    case Guise::other_order:
      return Checker::order_irrelevant;
    case Guise::other_encoding:
      return Checker::encoding_irrelevant;
    case Guise::unknown_parameter:
    case Guise::many_parameters:
    case Guise::odd_names:
      return Checker::unknown_parameter_tolerated;
    case Guise::header_case:
      return Checker::header_names_in_any_case;
  }
  return Checker::answer_explained;
}

bool can_wear(const Step& step, Guise guise) {
  if (guise == Guise::none || step.treatment != honest) return false;
  if (!is_plain(step.id_encoding)) return false;
  if (is_of_a_case(guise)) return step.extras.empty();
  return std::all_of(step.extras.begin(), step.extras.end(), [guise](const Extra& extra) {
    const bool is_there = guise == Guise::unknown_parameter &&
                          Vocabulary::get().extras[extra.word].parameter == unknown_name;
    return is_plain(extra.encoding) && !is_there;
  });
}

cases::Variant variant_in(cases::Variant variant, Guise guise) {
  if (guise == Guise::other_format) {
    variant.format =
        variant.format == cases::Format::xml ? cases::Format::json : cases::Format::xml;
  } else if (guise == Guise::other_method) {
    variant.method = variant.method == cases::Method::get          ? cases::Method::post_query
                     : variant.method == cases::Method::post_query ? cases::Method::post_form
                                                                   : cases::Method::get;
  }
  return variant;
}

void dress(cases::Call& call, cases::Variant variant, Guise guise) {
  if (guise == Guise::other_order) {
    std::reverse(call.arguments.begin(), call.arguments.end());
  } else if (guise == Guise::other_encoding) {
    for (cases::Argument& argument : call.arguments) {
      argument.encoding =
          argument.encoding == Encoding::canonical ? Encoding::every_byte : Encoding::canonical;
    }
  } else if (guise == Guise::unknown_parameter) {
    call.arguments.push_back({.name = std::string{unknown_name}, .value = cases::text("1")});
  } else if (guise == Guise::format_in_lower_case) {
    const bool is_xml = variant.format == cases::Format::xml;
    call.edits.push_back({.where = cases::Edit::Where::common,
                          .op = cases::Edit::Op::set,
                          .name = "Format",
                          .value = cases::text(is_xml ? "xml" : "json")});
  } else if (guise == Guise::format_absent) {
    call.edits.push_back(
        {.where = cases::Edit::Where::common, .op = cases::Edit::Op::drop, .name = "Format"});
  } else if (is_of_a_case(guise)) {
    add_from(case_of(guise, variant.signature), call);
  }
}

std::optional<std::string> difference(CalledAction action, Guise guise, const runner::Reply& first,
                                      const runner::Reply& second, std::string_view instance_id) {
  if (first.http_status != second.http_status || first.code != second.code ||
      second.decoded() != first.decoded()) {
    return runner::describe(second);
  }
  if (guise == Guise::other_format) {
    const auto ours = members_of(first);
    const auto theirs = members_of(second);
    if (ours != theirs) {
      return "the members " + reports::joined(theirs) + " where the other format has " +
             reports::joined(ours);
    }
  }
  if (!is_look(action) || !runner::is_accepted(first)) return std::nullopt;
  const Sight one = sight_of(action, first, instance_id);
  const Sight other = sight_of(action, second, instance_id);
  if (one.told == other.told && one.status == other.status) return std::nullopt;
  return runner::describe(second) + (other.told
                                         ? ", and the instance is " + std::string{other.status}
                                         : ", and nothing about the instance");
}

}  // namespace hallmark::fuzz
