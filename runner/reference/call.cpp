// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/call.hpp"

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

// Whether a defect lets the flag `name` be `text`, or forbids it.
bool is_misjudged(const Call& call, std::string_view name, std::string_view text) {
  const bool plain = text == "true" || text == "false";
  if (name == "ForceStop") {
    return call.broken(plain ? Defect::force_stop_true_refused
                             : Defect::force_stop_garbage_accepted) &&
           text != "false";
  }
  if (name == "InitLocalDisk") {
    return call.broken(plain ? Defect::init_local_disk_false_refused
                             : Defect::init_local_disk_garbage_accepted) &&
           text != "true";
  }
  return name == "DryRun" &&
         call.broken(plain ? Defect::dry_run_refused : Defect::dry_run_garbage_accepted);
}

}  // namespace

std::string_view Call::value(std::string_view name) const {
  if (broken(Defect::v1_repeated_parameter_not_signed)) {
    std::string_view last;
    for (const Parameter& parameter : parameters.sorted()) {
      if (parameter.name == name) last = parameter.value;
    }
    return last;
  }
  if (broken(Defect::upper_case_name_overrides)) {
    // In byte order capitals come first.
    for (const Parameter& parameter : parameters.sorted()) {
      if (equal_ignoring_case(parameter.name, name)) return parameter.value;
    }
    return {};
  }
  if (broken(Defect::parameter_names_in_any_case)) {
    for (const Parameter& parameter : parameters.sorted()) {
      if (parameter.name != name && equal_ignoring_case(parameter.name, name)) {
        return parameter.value;
      }
    }
  }
  return parameters.value(name);
}

std::string_view Call::header(std::string_view name) const {
  if (broken(Defect::header_names_in_lower_case_only) && name.starts_with("x-acs-")) {
    for (const auto& [candidate, text] : http.headers) {
      if (candidate == name) return text;
    }
    return {};
  }
  return reference::header(http, name);
}

bool is_reactivation(std::string_view action) {
  return action == "ReactivateInstances" || action == "ReActivateInstances";
}

bool is_lifecycle_action(std::string_view action) {
  return action == "StartInstance" || action == "RebootInstance" || is_reactivation(action);
}

std::string_view header(const HttpRequest& request, std::string_view name) {
  for (const auto& [candidate, value] : request.headers) {
    if (equal_ignoring_case(candidate, name)) return value;
  }
  return {};
}

Flag::Flag(const Call& call, std::string_view name)
    : name_{name},
      text_{call.value(name)},
      valid_{text_.empty() || text_ == "true" || text_ == "false"} {
  if (!text_.empty() && is_misjudged(call, name, text_)) valid_ = !valid_;
}

Outcome check_flags(std::initializer_list<std::reference_wrapper<const Flag>> flags) {
  for (const Flag& flag : flags) {
    if (!flag.valid()) return invalid(flag.name());
  }
  return accepted;
}

}  // namespace hallmark::runner::reference
