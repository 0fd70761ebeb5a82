// SPDX-License-Identifier: Apache-2.0
//
// XML and JSON say the same: one request after the other, alike but for their format.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/dry_run/known_dry_run.hpp"
#include "cases/envelope/sections.hpp"

namespace hallmark::cases {
namespace {

namespace clause = specs::common::envelope::clause;

struct BothKind {
  std::string_view slug;
  AnswerKind kind;
  bool dry_run = false;
};

constexpr BothKind both_kinds[] = {
    {.slug = "success", .kind = AnswerKind::success},
    {.slug = "unknown-instance", .kind = AnswerKind::unknown_instance},
    {.slug = "missing-parameter", .kind = AnswerKind::missing_parameter},
    {.slug = "dry-run", .kind = AnswerKind::dry_run, .dry_run = true},
};

struct Signed {
  std::string_view slug;
  Signature signature;
};
constexpr std::array<Signed, 2> signatures = {{{"v1", Signature::v1}, {"v3", Signature::v3}}};

Case same_case(const TestedAction& action, const BothKind& kind, const Signed& way) {
  std::string id{"envelope/"};
  id.append(action.slug).append("/same-in-both-formats/").append(kind.slug);
  id.append("/").append(way.slug);
  Case one{
      .id = std::move(id),
      .tags = {.chapter = Chapter::envelope, .family = Family::answer, .action = action.name},
      .fixture = action.fixture(),
      .relation = Relation::same_answer,
      .citations = {envelope_clause(clause::format_chosen), envelope_clause(clause::json_object),
                    envelope_clause(clause::member_order)},
      .once = true,
      .dry_run = kind.dry_run,
      .needs = {"base/format/xml", "base/format/json", "base/method/get",
                std::string{"base/signature/"}.append(way.slug),
                std::string{"base/action/"}.append(action.slug)}};
  if (kind.dry_run && may_be_unknown(action)) {
    one.needs.push_back(id_of_dry_run(action, known_dry_run));
  }
  for (const Format format : {Format::xml, Format::json}) {
    Call call = call_for(action, kind.kind);
    call.variant = Variant{Method::get, format, way.signature};
    one.calls.push_back(std::move(call));
  }
  if (kind.kind == AnswerKind::success) {
    // A second success needs a second instance: that of another account.
    one.second_world = true;
    one.calls.back().identity = Identity::other_account;
    one.calls.back().arguments.front().value = {.handle = Handle::other_instance_id};
  }
  return one;
}

}  // namespace

void add_both_formats(std::vector<Case>& all) {
  for (const TestedAction& action : tested_actions) {
    for (const BothKind& kind : both_kinds) {
      if (kind.dry_run && action.dry_run.empty()) continue;
      for (const Signed& way : signatures) all.push_back(same_case(action, kind, way));
    }
  }
}

}  // namespace hallmark::cases
