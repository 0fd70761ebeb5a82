// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/worlds/instance_lookup.hpp"

#include <algorithm>
#include <utility>

#include "runner/reference/actions/actions.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

constexpr std::size_t long_id = 256;  // bytes; real ids have 22

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
}

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string decoded_again(std::string_view text) {
  Parameters once_more;
  std::string query{"="};
  query += text;
  return once_more.parse(query, {}) ? std::string{once_more.value("")} : std::string{};
}

// Whether a defect takes `id` for the instance `known`.
bool is_taken_for(const ServedCall& call, std::string_view id, std::string_view known) {
  if (id.empty() || call.broken(Defect::instance_id_ignored)) return true;
  return (call.broken(Defect::instance_id_trimmed) && without_blanks(id) == known) ||
         (call.broken(Defect::instance_id_in_any_case) && equal_ignoring_case(id, known)) ||
         (call.broken(Defect::instance_id_by_prefix) && known.starts_with(id)) ||
         (call.broken(Defect::instance_id_cut_at_nul) && id.substr(0, id.find('\0')) == known) ||
         (call.broken(Defect::values_decoded_twice) && decoded_again(id) == known);
}

Instance* mistaken_instance(const ServedCall& call, std::string_view id) {
  for (auto& [known, instance] : call.world->instances) {
    if (is_taken_for(call, id, known)) return &instance;
  }
  return nullptr;
}

// Among the worlds of others. No world may be locked by this thread.
FoundInstance find_elsewhere(const ServedCall& call, std::string_view id) {
  for (TenantPointer& world : call.worlds.all()) {
    if (world == call.world) continue;
    std::unique_lock lock{world->mutex};
    if (const auto at = world->instances.find(id); at != world->instances.end()) {
      return {std::move(lock), &at->second, std::move(world)};
    }
  }
  return {};
}

}  // namespace

Outcome read_instance_id(const ServedCall& call, std::string_view& instance_id) {
  instance_id = call.value("InstanceId");
  if (!instance_id.empty()) {
    if ((instance_id.size() > long_id && call.broken(Defect::long_instance_id_answers_500)) ||
        (!is_ascii(instance_id) && call.broken(Defect::non_ascii_instance_id_answers_500))) {
      return refuse(Reason::service_failure);
    }
    return accepted;
  }
  if (call.broken(Defect::dry_run_skips_mandatory_parameters) && call.value("DryRun") == "true") {
    return refuse(Reason::dry_run_operation);
  }
  const bool absent = !call.parameters.has("InstanceId");
  if (absent && call.broken(Defect::missing_instance_id_answers_404)) {
    return refuse(Reason::instance_not_found);
  }
  if (call.broken(absent ? Defect::missing_instance_id_means_any
                         : Defect::empty_instance_id_means_any)) {
    return accepted;
  }
  return missing("InstanceId");
}

FoundInstance find_instance(const ServedCall& call, std::string_view instance_id) {
  FoundInstance found{.lock = std::unique_lock{call.world->mutex}, .world = call.world};
  auto& instances = call.world->instances;
  if (const auto at = instances.find(instance_id); at != instances.end()) {
    found.instance = &at->second;
  } else if (!call.defects.empty()) {
    found.instance = mistaken_instance(call, instance_id);
    if (found.instance == nullptr && is_broken(call, &Action::reaches_foreign)) {
      found.lock.unlock();
      if (FoundInstance foreign = find_elsewhere(call, instance_id); foreign.instance != nullptr) {
        return foreign;
      }
      found.lock.lock();
    }
  }
  // What came over it by now is seen whatever is looked at first.
  if (found.instance != nullptr) (void)found.instance->status(call.now);
  return found;
}

Outcome not_found(const ServedCall& call, std::string_view instance_id, FoundInstance nothing) {
  if (call.broken(Defect::dry_run_skips_unknown_instances) && call.value("DryRun") == "true") {
    return refuse(Reason::dry_run_operation);
  }
  nothing.lock.unlock();
  if (call.defects.empty()) return refuse(Reason::instance_not_found);
  const std::pair<Defect, Reason> tells_foreign_ones_apart[] = {
      {Defect::foreign_instance_answers_500, Reason::service_failure},
      {Defect::foreign_instance_has_another_text, Reason::instance_of_another},
      {Defect::foreign_instance_is_forbidden, Reason::forbidden},
  };
  for (const auto& [defect, reason] : tells_foreign_ones_apart) {
    if (!call.broken(defect)) continue;
    if (find_elsewhere(call, instance_id).instance != nullptr) return refuse(reason);
  }
  return refuse(Reason::instance_not_found);
}

}  // namespace hallmark::runner::reference
