// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/request/call.hpp"

#include "runner/reference/text.hpp"

namespace hallmark::runner::reference {
namespace {

// Whether a defect lets the flag `name` be `text`, or forbids it.
bool is_misjudged(const Request& request, std::string_view name, std::string_view text) {
  const bool plain = text == "true" || text == "false";
  if (name == "ForceStop") {
    return request.broken(plain ? Defect::force_stop_true_refused
                                : Defect::force_stop_garbage_accepted) &&
           text != "false";
  }
  if (name == "InitLocalDisk") {
    return request.broken(plain ? Defect::init_local_disk_false_refused
                                : Defect::init_local_disk_garbage_accepted) &&
           text != "true";
  }
  return name == "DryRun" &&
         request.broken(plain ? Defect::dry_run_refused : Defect::dry_run_garbage_accepted);
}

// Who takes any text at all does so because they look for "true" and "false" alone.
bool takes_any(const Request& request, std::string_view name) {
  return request.broken(name == "ForceStop"       ? Defect::force_stop_garbage_accepted
                        : name == "InitLocalDisk" ? Defect::init_local_disk_garbage_accepted
                                                  : Defect::dry_run_garbage_accepted);
}

// What clients write for "true" and "false", as the documents do; anything else as it is.
std::string_view as_documented(std::string_view text) {
  if (text == "1" || equal_ignoring_case(text, "true")) return "true";
  if (text == "0" || equal_ignoring_case(text, "false")) return "false";
  return text;
}

}  // namespace

Flag::Flag(const Request& request, std::string_view name, bool strict)
    : name_{name},
      text_{strict || takes_any(request, name) ? request.value(name)
                                               : as_documented(request.value(name))},
      valid_{text_.empty() || text_ == "true" || text_ == "false"} {
  if (!text_.empty() && is_misjudged(request, name, text_)) valid_ = !valid_;
}

Outcome check_flags(std::initializer_list<std::reference_wrapper<const Flag>> flags) {
  for (const Flag& flag : flags) {
    if (!flag.valid()) return invalid(flag.name());
  }
  return accepted;
}

}  // namespace hallmark::runner::reference
