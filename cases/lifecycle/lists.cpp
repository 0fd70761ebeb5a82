// SPDX-License-Identifier: Apache-2.0
//
// What the two actions that list instances hold of one: what their filters leave, what of several
// ids each names, and what stands on which page. By these lists callers find what they may act on.
//
//   describe/describe-instances/filter/status-stopped
//   describe/describe-instance-status/several-ids/behind-another
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/base/answers.hpp"
#include "cases/families.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/lifecycle/channels.hpp"
#include "specs/common/errors.hpp"

namespace hallmark::cases {
namespace {

using specs::InstanceStatus;

constexpr const ChannelRow& instances = channels[0];
constexpr const ChannelRow& statuses = channels[1];

constexpr AllowedRefusal no_such_instance[] = {
    {.code = "*", .citation = common_row(specs::common::errors::invalid_instance_id_not_found)}};
constexpr AllowedRefusal no_such_page[] = {
    {.code = "Invalid*", .citation = common_row(specs::common::errors::gateway_invalid)}};

Argument argument(std::string_view name, std::string_view value) {
  return {.name = std::string{name}, .value = text(std::string{value})};
}

Call list_call(const ChannelRow& channel, Listed listed) {
  return {.action = std::string{name_of(channel.channel)},
          .arguments = {{.name = "RegionId", .value = {.handle = Handle::region_id}}},
          .expect = {.allowed = {accepted()}, .listed = listed}};
}

// One page of all instances, as long as both actions allow.
Call of_all(const ChannelRow& channel, Listed listed) {
  Call call = list_call(channel, listed);
  call.arguments.push_back(argument("PageSize", "50"));
  return call;
}

enum class Ids : std::uint8_t { own, own_behind_another, own_before_another };

void name_ids(Call& call, const ChannelRow& channel, Ids ids) {
  const std::string other{unknown_instance_id};
  if (channel.channel == Channel::describe_instances) {
    Value value{.before = "[\"", .handle = Handle::instance_id, .after = "\"]"};
    if (ids == Ids::own_behind_another) value.before = "[\"" + other + "\",\"";
    if (ids == Ids::own_before_another) value.after = "\",\"" + other + "\"]";
    call.arguments.push_back({.name = "InstanceIds", .value = std::move(value)});
    return;
  }
  const bool behind = ids == Ids::own_behind_another;
  call.arguments.push_back(
      {.name = "InstanceId.1", .value = behind ? text(other) : this_instance()});
  if (ids == Ids::own) return;
  call.arguments.push_back(
      {.name = "InstanceId.2", .value = behind ? this_instance() : text(other)});
}

Call of_own(const ChannelRow& channel, Listed listed) {
  Call call = list_call(channel, listed);
  name_ids(call, channel, Ids::own);
  return call;
}

// Follows from pages that are not the tested actions'.
Case list_case(const ChannelRow& channel, std::string_view asked, Citations sentences) {
  sentences.insert(sentences.begin(), *channel.sentence);
  return {.id = std::string{"describe/"}.append(channel.slug).append("/").append(asked),
          .tags = {.chapter = Chapter::describe, .family = Family::description},
          .level = Level::recommended,
          .citations = std::move(sentences),
          .needs = {"base/variant", std::string{channel.need}}};
}

// A filter with a value that the instance has, and with each that it has not; alone, and beside its
// id.
template <class Values>
Case filter_case(std::string_view asked, std::string_view name, std::string_view own,
                 const Values& all) {
  Case one = list_case(instances, std::string{"filter/"}.append(asked),
                       {descriptions::sentence(descriptions::clause::status_and_charge_type)});
  for (const bool beside_id : {false, true}) {
    for (const std::string_view value : all) {
      const Listed listed = value == own ? Listed::once : Listed::never;
      one.calls.push_back(beside_id ? of_own(instances, listed) : of_all(instances, listed));
      one.calls.back().arguments.push_back(argument(name, value));
    }
  }
  return one;
}

Case status_filter(InstanceStatus status) {
  const std::string_view own = name_of(status);
  Case one = filter_case("status-" + cases::slug_of(own), "Status", own, specs::status_names);
  one.fixture.status = status;
  return one;
}

constexpr std::array<std::string_view, 2> charge_types = {"PostPaid", "PrePaid"};

Case charge_type_filter(ChargeType type) {
  const std::string_view own = charge_types[type == ChargeType::post_paid ? 0 : 1];
  Case one =
      filter_case("charge-type-" + cases::slug_of(own), "InstanceChargeType", own, charge_types);
  one.fixture.charge_type = type;
  return one;
}

// Of two filters the instance has to fit both.
Case both_filters() {
  Case one = list_case(instances, "filter/status-and-charge-type",
                       {descriptions::sentence(descriptions::clause::status_and_charge_type)});
  one.depth = 2;
  one.needs.insert(one.needs.end(), {status_filter(InstanceStatus::stopped).id,
                                     charge_type_filter(ChargeType::post_paid).id});
  for (const std::string_view status : {"Stopped", "Running"}) {
    for (const std::string_view type : charge_types) {
      const bool fits = status == "Stopped" && type == "PostPaid";
      one.calls.push_back(of_all(instances, fits ? Listed::once : Listed::never));
      one.calls.back().arguments.push_back(argument("InstanceChargeType", type));
      one.calls.back().arguments.push_back(argument("Status", status));
    }
  }
  return one;
}

Case no_ids() {
  Case one =
      list_case(instances, "no-ids", {descriptions::sentence(descriptions::clause::instance_ids)});
  one.calls.push_back(of_all(instances, Listed::never));
  one.calls.back().arguments.push_back(argument("InstanceIds", "[]"));
  return one;
}

Case several_ids(const ChannelRow& channel, Ids ids) {
  const int sentence = channel.channel == Channel::describe_instances
                           ? descriptions::clause::instance_ids
                           : descriptions::clause::numbered_ids;
  Case one = list_case(
      channel,
      ids == Ids::own_behind_another ? "several-ids/behind-another" : "several-ids/before-another",
      {{&descriptions::page, specs::Citation::Kind::clause, sentence}});
  one.calls.push_back(list_call(channel, Listed::once));
  name_ids(one.calls.back(), channel, ids);
  one.calls.back().expect.allowed = accepted_or(no_such_instance);
  one.calls.back().expect.lenience =
      "whether a list that names what there is not is shown without it, or refused, no page says";
  return one;
}

// The first page holds it, however short, and so no other does.
Case page_case(const ChannelRow& channel) {
  Case one = list_case(channel, "pages", {descriptions::sentence(descriptions::clause::pages)});
  for (const std::string_view size : {"1", "2", "50"}) {
    one.calls.push_back(of_own(channel, Listed::once));
    one.calls.back().arguments.push_back(argument("PageNumber", "1"));
    one.calls.back().arguments.push_back(argument("PageSize", size));
  }
  for (const std::string_view number : {"2", "3"}) {
    one.calls.push_back(of_own(channel, Listed::never));
    one.calls.back().arguments.push_back(argument("PageNumber", number));
    one.calls.back().arguments.push_back(argument("PageSize", "1"));
    one.calls.back().expect.allowed = accepted_or(no_such_page);
    one.calls.back().expect.lenience =
        "whether a page behind the last one is empty or refused no page says";
  }
  return one;
}

}  // namespace

std::vector<Case> list_cases() {
  std::vector<Case> all;
  for (const InstanceStatus status : {InstanceStatus::stopped, InstanceStatus::running}) {
    all.push_back(status_filter(status));
  }
  for (const ChargeType type : {ChargeType::post_paid, ChargeType::pre_paid}) {
    all.push_back(charge_type_filter(type));
  }
  all.push_back(both_filters());
  all.push_back(no_ids());
  for (const ChannelRow* const channel : {&instances, &statuses}) {
    all.push_back(several_ids(*channel, Ids::own_behind_another));
    all.push_back(several_ids(*channel, Ids::own_before_another));
    all.push_back(page_case(*channel));
  }
  return all;
}

}  // namespace hallmark::cases
