// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/faults.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/defects/watch.hpp"
#include "runner/reference/request/gateway.hpp"
#include "runner/reference/signing/signatures.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

// An endpoint that counts calls in flight takes so long to answer each, that there are any.
constexpr std::chrono::milliseconds slowness{10};

std::uint64_t number_of(std::string_view access_key_id) {
  if (access_key_id.empty()) return 0;
  return std::hash<std::string_view>{}(access_key_id) | 1U;  // never 0
}

Way way_of(const HttpRequest& request, std::string_view form) {
  if (request.method == "GET") return Way::get;
  return form.empty() ? Way::post_query : Way::post_form;
}

// Whose instance a call names, and which.
struct Named {
  TenantPointer caller;
  TenantPointer owner;  // null: nobody has such an instance
  std::string_view id;
};

// One that names no instance is about the one that came with the caller's world.
Named find_named(const Request& read, const Tenants& worlds, std::string_view access_key_id) {
  Named named{.caller = worlds.by_access_key_id(access_key_id),
              .owner = {},
              .id = read.parameters.value("InstanceId")};
  if (named.caller && named.id.empty()) named.id = named.caller->fixture_instance_id;
  const auto owns_it = [&named](const TenantPointer& world) {
    const std::unique_lock lock{world->mutex};
    return world->instances.contains(named.id);
  };
  if (named.caller && owns_it(named.caller)) {
    named.owner = named.caller;
  } else if (!named.id.empty()) {
    const std::vector<TenantPointer> all = worlds.all();
    const auto found = std::ranges::find_if(all, owns_it);
    if (found != all.end()) named.owner = *found;
  }
  return named;
}

std::string_view fixture_of(const TenantPointer& world) {
  return world ? std::string_view{world->fixture_instance_id} : std::string_view{};
}

// Calls on it that came so shortly before that they are not answered yet, and this one.
unsigned arrive(Past& past, Time now) {
  const auto in_flight = std::ranges::count_if(
      past.arrivals, [now](Time arrival) { return arrival <= now && now - arrival < slowness; });
  *std::ranges::min_element(past.arrivals) = now;
  return static_cast<unsigned>(in_flight) + 1;
}

void recall(const Named& named, Time now, Occasion& at) {
  if (named.caller) {
    const std::unique_lock lock{named.caller->mutex};
    at.of_world = named.caller->past;
  }
  if (!named.owner) return;
  at.foreign = named.owner != named.caller;
  const std::unique_lock lock{named.owner->mutex};
  const auto found = named.owner->instances.find(named.id);
  if (found == named.owner->instances.end()) return;
  Instance& instance = found->second;
  at.has_settled = instance.has_settled(now);
  at.instance = {instance.status(now), instance.charge_type(), instance.conditions()};
  at.of_instance = instance.past;
  if (is_lifecycle_action(at.action)) at.in_flight = arrive(instance.past, now);
}

void remember(const Occasion& at, const Answered& answered, Past& past) {
  const Outcome& outcome = answered.outcome;
  const bool dry = outcome && outcome->cause == Reason::dry_run_operation;
  past.caller = at.caller;
  ++past.calls;
  past.identified |= answered.identified;
  past.accepted |= !outcome;
  past.dry |= dry;
  past.forged |= outcome && outcome->cause == Reason::incomplete_signature;
  past.refused |= outcome && answered.identified && !dry;
  past.rebooted |= !outcome && at.action == "RebootInstance";
  past.dry_run |= at.says("DryRun", "true");
  past.dry_run_by_form |= at.way == Way::post_form && at.says("DryRun", "true");
  past.force_stop |= at.says("ForceStop", "true");
  past.init_local_disk |= at.says("InitLocalDisk", "true");
  (at.format == Format::xml ? past.xml : past.json) = true;
}

void remember(const Occasion& at, const Answered& answered, const Named& named, Past* connection) {
  const std::uint64_t number = connection == nullptr ? 0 : connection->connection;
  if (connection != nullptr) remember(at, answered, *connection);
  if (named.caller) {
    const std::unique_lock lock{named.caller->mutex};
    Past& past = named.caller->past;
    past.connection = number;
    if (is_lifecycle_action(at.action)) remember(at, answered, past);
  }
  if (!named.owner || !is_lifecycle_action(at.action)) return;
  const std::unique_lock lock{named.owner->mutex};
  const auto found = named.owner->instances.find(named.id);
  if (found == named.owner->instances.end()) return;
  found->second.past.connection = number;
  remember(at, answered, found->second.past);
}

}  // namespace

Faults::Faults(const std::vector<std::string>& names, Watch* watch) : watch_{watch} {
  for (const std::string& name : names) {
    auto armed = ArmedFault::parse(name);
    if (!armed) throw std::invalid_argument{"unknown defect: " + name};
    if (armed->trigger.is_always()) {
      always_.add(armed->fault);
    } else {
      crowded_ |= armed->trigger.has(TriggerFamily::crowd);
      triggered_.push_back(*std::move(armed));
    }
  }
}

DefectSet Faults::shown(const Occasion& at) const {
  DefectSet set = always_;
  for (const ArmedFault& armed : triggered_) {
    if (!armed.trigger.delay() && armed.trigger.holds(at)) set.add(armed.fault);
  }
  return set;
}

std::vector<LateFaults> Faults::late(const Occasion& at) const {
  std::vector<LateFaults> all;
  if (!is_lifecycle_action(at.action)) return all;
  for (const ArmedFault& armed : triggered_) {
    const auto delay = armed.trigger.delay();
    if (!delay || !armed.trigger.holds(at)) continue;
    all.push_back({.defects = {}, .delay = *delay});
    all.back().defects.add(armed.fault);
  }
  return all;
}

HttpResponse Faults::answer(const HttpRequest& request, const PathAndQuery& target,
                            const Tenants& worlds, Time now, Manners manners) {
  if (triggered_.empty() && watch_ == nullptr) {
    return answer_call(request, target, worlds, always_, now, manners).response;
  }
  // Read as an honest endpoint reads it.
  const DefectSet none;
  Parameters parameters;
  const std::string_view form = form_of(request);
  if (!parameters.parse(target.query, form)) {
    return answer_call(request, target, worlds, always_, now, manners).response;
  }
  Request read{.http = request, .defects = none, .parameters = parameters};
  recognise(read);
  const std::string_view format = parameters.value("Format");
  read.format = equal_ignoring_case(format, "json")  ? Format::json
                : equal_ignoring_case(format, "xml") ? Format::xml
                                                     : default_format(read);
  const std::string_view access_key_id = claim_of(read).access_key_id;
  Occasion at{.action = read.action,
              .way = way_of(request, form),
              .format = read.format,
              .protocol = read.protocol,
              .parameters = parameters,
              .caller = number_of(access_key_id),
              .number = ++calls_,
              .signature_in_front = target.query.starts_with("Signature="),
              .closes = equal_ignoring_case(read.header("connection"), "close")};
  const Named named = find_named(read, worlds, access_key_id);
  recall(named, now, at);
  if (request.connection != nullptr) at.of_connection = *request.connection;

  DefectSet met = shown(at);
  DefectSet::Bits asked;
  if (watch_ != nullptr) met.watch(asked);
  const std::vector<LateFaults> met_late = late(at);
  Answered answered = answer_call(request, target, worlds, met, now, manners, met_late);
  if (watch_ != nullptr) {
    watch_->note(at, asked, fixture_of(named.caller), fixture_of(named.owner));
  }
  remember(at, answered, named, request.connection);
  if (crowded_ && is_lifecycle_action(at.action)) answered.response.delivery.delay += slowness;
  return std::move(answered.response);
}

}  // namespace hallmark::runner::reference
