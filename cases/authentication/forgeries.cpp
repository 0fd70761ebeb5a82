// SPDX-License-Identifier: Apache-2.0
//
// A request that was signed and then changed: another method, another action, another instance;
// parameters added, removed, changed, repeated, renamed. What was not signed is not done.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/authentication/prerequisites.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v1 = specs::common::signature_v1;

using Op = Edit::Op;
using Where = Edit::Where;

constexpr std::string_view unknown_instance = "i-hallmarkunknown000";

// The instance is named twice, once signed and once not.
constexpr AllowedRefusal not_as_signed_or_unknown[] = {
    {.code = "IncompleteSignature*",
     .citation = common_row(specs::common::errors::incomplete_signature)},
    {.code = "SignatureDoesNotMatch*",
     .citation = common_row(specs::common::errors::gateway_signature_does_not_match)},
    {.code = "*", .citation = any_refusal},
};

constexpr std::string_view signed_value_may_count =
    "no document says which of two values counts; to act on the signed one is right";

Edit after_signing(Where where, Op op, std::string_view name, Value value = {}) {
  return {.when = Edit::When::after_signing,
          .where = where,
          .op = op,
          .name = std::string{name},
          .value = std::move(value)};
}

// The way of the base variants is asked per variant, the other way once.
Case another_method(const Door& door, Method signed_as, std::string_view sent_as,
                    std::string_view asked) {
  Case one = forgery(door, start_instance_action, asked,
                     edited_call(start_instance_action, after_signing(Where::method, Op::set, "",
                                                                      text(std::string{sent_as}))));
  one.citations.push_back(cite_clause(signature_v1::page, signature_v1::clause::method_signed));
  one.variants.get = signed_as == Method::get;
  one.variants.post_query = signed_as == Method::post_query;
  one.variants.post_form = false;
  const bool of_base = door.is_v1() == (signed_as == Method::get);
  if (of_base) return one;
  const Format format = door.is_v1() ? Format::xml : Format::json;
  one.once = true;
  one.calls.front().variant = Variant{signed_as, format, door.signature};
  one.needs = {std::string{"base/signature/"}.append(door.slug),
               std::string{"base/format/"}.append(door.is_v1() ? "xml" : "json"),
               std::string{"base/method/"}.append(signed_as == Method::get ? "get" : "post"),
               std::string{"base/action/"}.append(start_instance_action.slug)};
  return one;
}

// Whether an instance need only be in the right status for it.
bool needs_nothing(const TestedAction& action) { return action.documents->accepted_under->empty(); }

// Signed for one action, sent as another that the instance is ready for.
Case another_action(const Door& door, const TestedAction& signed_for, const TestedAction& sent_as) {
  Call call = plain_call(signed_for);
  call.edits = {after_signing(Where::common, Op::set, "Action", text(std::string{sent_as.name}))};
  Case one =
      forgery(door, sent_as, std::string{signed_for.slug}.append("-sent-as-").append(sent_as.slug),
              std::move(call));
  for (std::string& need : needs_of(signed_for)) {
    if (need != "base/variant") one.needs.push_back(std::move(need));
  }
  return one;
}

Case another_instance(const Door& door, const TestedAction& action) {
  Call call = plain_call(action);
  call.arguments.front().value = text(std::string{unknown_instance});
  call.edits = {
      after_signing(Where::parameter, Op::set, call.arguments.front().name, this_instance())};
  return forgery(door, action, std::string{"instance/"}.append(action.slug), std::move(call));
}

// Name, value: what is signed, and what becomes of it. An empty name: nothing is signed.
struct Tampering {
  std::string_view slug;
  std::string_view signed_name;
  std::string_view signed_value;
  Op op;
  std::string_view name;
  std::string_view value = {};
  Handle handle = Handle::none;  // in its place
  unsigned depth = 1;
};

// Each would be carried out, were the signature not looked at.
constexpr Tampering of_start[] = {
    {.slug = "added", .op = Op::set, .name = "InitLocalDisk", .value = "true"},
    {.slug = "added-unknown", .op = Op::set, .name = "HallmarkInvented", .value = "1"},
    {.slug = "added-empty", .op = Op::set, .name = "HallmarkInvented"},
    {.slug = "added-in-front", .op = Op::set, .name = "AAAHallmark", .value = "1"},
    {.slug = "added-behind", .op = Op::set, .name = "zzzHallmark", .value = "1"},
    {.slug = "dry-run-added", .op = Op::set, .name = "DryRun", .value = "true", .depth = 2},
    {.slug = "owner-added",
     .op = Op::set,
     .name = "OwnerAccount",
     .value = "1234567890123456",
     .depth = 2},
    {.slug = "region-added",
     .op = Op::set,
     .name = "RegionId",
     .handle = Handle::region_id,
     .depth = 2},
    {.slug = "removed",
     .signed_name = "InitLocalDisk",
     .signed_value = "false",
     .op = Op::drop,
     .name = "InitLocalDisk"},
    {.slug = "removed-empty",
     .signed_name = "HallmarkInvented",
     .signed_value = "",
     .op = Op::drop,
     .name = "HallmarkInvented"},
    {.slug = "dry-run-removed",
     .signed_name = "DryRun",
     .signed_value = "true",
     .op = Op::drop,
     .name = "DryRun"},
    {.slug = "changed",
     .signed_name = "InitLocalDisk",
     .signed_value = "false",
     .op = Op::set,
     .name = "InitLocalDisk",
     .value = "true"},
    {.slug = "dry-run-changed",
     .signed_name = "DryRun",
     .signed_value = "true",
     .op = Op::set,
     .name = "DryRun",
     .value = "false"},
    {.slug = "emptied",
     .signed_name = "InitLocalDisk",
     .signed_value = "true",
     .op = Op::set,
     .name = "InitLocalDisk"},
    {.slug = "case-of-value-changed",
     .signed_name = "HallmarkInvented",
     .signed_value = "value",
     .op = Op::upper_case,
     .name = "HallmarkInvented"},
    {.slug = "renamed",
     .signed_name = "DryRun",
     .signed_value = "true",
     .op = Op::rename,
     .name = "DryRun",
     .value = "HallmarkInvented"},
    {.slug = "case-of-name-changed",
     .signed_name = "HallmarkInvented",
     .signed_value = "1",
     .op = Op::rename,
     .name = "HallmarkInvented",
     .value = "hallmarkinvented"},
};

constexpr Tampering of_reboot[] = {
    {.slug = "force-stop-added", .op = Op::set, .name = "ForceStop", .value = "true"},
    {.slug = "force-stop-changed",
     .signed_name = "ForceStop",
     .signed_value = "false",
     .op = Op::set,
     .name = "ForceStop",
     .value = "true"},
    {.slug = "dry-run-removed-from-reboot",
     .signed_name = "DryRun",
     .signed_value = "true",
     .op = Op::drop,
     .name = "DryRun"},
};

Case tampered(const Door& door, const TestedAction& action, const Tampering& row) {
  Call call = plain_call(action);
  if (!row.signed_name.empty()) {
    call.arguments.push_back(
        {.name = std::string{row.signed_name}, .value = text(std::string{row.signed_value})});
  }
  Value value =
      row.handle == Handle::none ? text(std::string{row.value}) : Value{.handle = row.handle};
  call.edits = {after_signing(Where::parameter, row.op, row.name, std::move(value))};
  Case one = forgery(door, action, std::string{"parameter/"}.append(row.slug), std::move(call));
  one.dry_run = row.signed_name == "DryRun" || row.name == "DryRun";
  one.depth = row.depth;
  return one;
}

Case repeated(const Door& door, std::string_view asked, Value was_signed, Value was_added,
              bool may_be_accepted) {
  Call call = plain_call(start_instance_action);
  call.arguments.front().value = std::move(was_signed);
  call.edits = {after_signing(Where::parameter, Op::repeat, call.arguments.front().name,
                              std::move(was_added))};
  Case one = forgery(door, start_instance_action, std::string{"parameter/repeated-"}.append(asked),
                     std::move(call));
  Expectation& expect = one.calls.front().expect;
  if (may_be_accepted) {
    one.level = Level::recommended;
    expect = accepted_or_refused_with(not_as_signed_or_unknown, signed_value_may_count);
  } else {
    expect = refused_with(not_as_signed_or_unknown);
  }
  return one;
}

// What travels with every request is signed like the rest.
Case common_changed(const Door& door, std::string_view asked, Edit edit) {
  edit.when = Edit::When::after_signing;
  Call call = edited_call(start_instance_action, std::move(edit));
  return forgery(door, start_instance_action, asked, std::move(call));
}

// Under V1 Format is a parameter like any other.
Case format_changed() {
  Case one = common_changed(door_v1, "format", {.name = "Format", .value = text("JSON")});
  one.variants.json = false;
  return one;
}

// The query is signed, too, where the rest is in a form.
Case query_of_a_form(const Door& door) {
  Case one =
      forgery(door, start_instance_action, "query-of-a-form",
              edited_call(start_instance_action,
                          after_signing(Where::path, Op::set, "", text("/?InitLocalDisk=true"))));
  one.depth = 2;
  one.once = true;
  const Format format = door.is_v1() ? Format::xml : Format::json;
  one.calls.front().variant = Variant{Method::post_form, format, door.signature};
  return one;
}

// A signature is one wherever it stands; usually it comes last.
Case signature_in_front() {
  Call call = plain_call(start_instance_action);
  call.arguments.insert(call.arguments.begin(),
                        {.name = "HallmarkInFront", .value = text("AAAAAAAAAAAAAAAAAAAAAAAAAAA=")});
  call.edits = {after_signing(Where::common, Op::drop, "Signature"),
                after_signing(Where::parameter, Op::rename, "HallmarkInFront", text("Signature"))};
  Case one = forgery(door_v1, start_instance_action, "signature-in-front", std::move(call));
  one.depth = 2;
  return one;
}

}  // namespace

void add_forgeries(std::vector<Case>& all) {
  for (const Door& door : doors) {
    all.push_back(another_method(door, Method::get, "POST", "get-sent-as-post"));
    all.push_back(another_method(door, Method::post_query, "GET", "post-sent-as-get"));
    for (const TestedAction& sent_as : tested_actions) {
      for (const TestedAction& signed_for : tested_actions) {
        const bool can_be = needs_nothing(signed_for) && needs_nothing(sent_as);
        if (can_be && &signed_for != &sent_as) {
          all.push_back(another_action(door, signed_for, sent_as));
        }
      }
    }
    for (const TestedAction& action : tested_actions) all.push_back(another_instance(door, action));
    for (const Tampering& row : of_start) all.push_back(tampered(door, start_instance_action, row));
    for (const Tampering& row : of_reboot) {
      all.push_back(tampered(door, reboot_instance_action, row));
    }
    const Value stranger = text(std::string{unknown_instance});
    all.push_back(repeated(door, "the-same", this_instance(), this_instance(), true));
    all.push_back(repeated(door, "with-a-stranger", this_instance(), stranger, true));
    all.push_back(repeated(door, "with-the-instance", stranger, this_instance(), false));
    all.push_back(common_changed(door, "nonce", {.op = Op::flip, .name = "SignatureNonce"}));
    all.push_back(
        common_changed(door, "timestamp", {.op = Op::shift, .name = "Timestamp", .seconds = -7}));
    all.push_back(query_of_a_form(door));
  }
  all.push_back(format_changed());
  all.push_back(signature_in_front());
}

}  // namespace hallmark::cases
