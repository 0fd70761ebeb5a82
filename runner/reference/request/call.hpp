// SPDX-License-Identifier: Apache-2.0
//
// One API call on its way through the endpoint, and what actions ask of it.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "runner/reference/answers/quotes.hpp"
#include "runner/reference/request/manners.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/signing/timestamps.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {

// Nothing when the call is accepted.
using Outcome = std::optional<Refusal>;
inline constexpr std::nullopt_t accepted = std::nullopt;

[[nodiscard]] inline Outcome refuse(Cause cause) { return Refusal{cause}; }
[[nodiscard]] inline Outcome missing(std::string_view name) {
  return Refusal{Reason::missing_parameter, std::string{name}};
}
[[nodiscard]] inline Outcome invalid(std::string_view name) {
  return Refusal{Reason::invalid_parameter, std::string{name}};
}

// Faults that do to the instance what they do only after a while.
struct LateFaults {
  DefectSet defects;
  Delay delay;
};

struct ServedCall : Request {
  const Tenants& worlds;
  Time now;
  Manners manners = {};
  TenantPointer world = {};  // the caller's own, once it is known who calls
  std::span<const LateFaults> late = {};
};

// The same call as it would be with other faults, none of them late.
[[nodiscard]] inline ServedCall with_defects(const ServedCall& call, const DefectSet& defects) {
  return {{.http = call.http,
           .defects = defects,
           .parameters = call.parameters,
           .protocol = call.protocol,
           .format = call.format,
           .action = call.action,
           .version = call.version},
          call.worlds,
          call.now,
          call.manners,
          call.world};
}

// A Boolean parameter.
class Flag {
 public:
  // "true" or "false", and where it is not `strict` what clients write for them: any case, 1 and 0.
  // An empty value counts as absent.
  Flag(const Request& request, std::string_view name, bool strict);
  Flag(const ServedCall& call, std::string_view name)
      : Flag{call, name, call.manners.strict_parsing} {}

  [[nodiscard]] explicit operator bool() const { return text_ == "true"; }
  [[nodiscard]] bool is_false() const { return text_ == "false"; }  // not merely absent
  [[nodiscard]] bool valid() const { return valid_; }
  [[nodiscard]] std::string_view name() const { return name_; }

 private:
  std::string_view name_;
  std::string_view text_;
  bool valid_;
};

// Refuses the first flag that is neither true nor false.
[[nodiscard]] Outcome check_flags(std::initializer_list<std::reference_wrapper<const Flag>> flags);

}  // namespace hallmark::runner::reference
