// SPDX-License-Identifier: Apache-2.0
//
// When a fault shows. A defect that is switched on is a fault, which breaks a promise, and may have
// a trigger: FAULT@TRIGGER shows only where the trigger holds, FAULT@TRIGGER+TRIGGER where both do.
// triggers.inc lists them; each looks at the Occasion of a call and at nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/reference/answers/answer_writer.hpp"
#include "runner/reference/defects/defects.hpp"
#include "runner/reference/defects/past.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/worlds/world.hpp"

namespace hallmark::runner::reference {

// Where the parameters of a call travel.
enum class Way : std::uint8_t { get, post_query, post_form };

// What a faulty endpoint knows of a call as it arrives, before anything is checked.
struct Occasion {
  std::string_view action = {};
  Way way = Way::get;
  Format format = Format::xml;  // of the answer, as it is asked for
  Protocol protocol = Protocol::v1;
  const Parameters& parameters;
  std::uint64_t caller = 0;  // stands for the access key; 0: none is named
  std::uint64_t number = 0;  // among the calls that the endpoint got, from 1

  // The instance that it names, or the caller's own where it names none.
  struct Named {
    Status status;
    ChargeType charge_type;
    Conditions conditions;
  };
  std::optional<Named> instance = {};
  bool foreign = false;             // it is another account's
  bool has_settled = false;         // after an accepted call
  unsigned in_flight = 1;           // calls on it that are not answered yet, this one among them
  bool signature_in_front = false;  // of all parameters
  bool closes = false;              // the connection, when it is answered

  Past of_instance = {};
  Past of_world = {};
  Past of_connection = {};

  [[nodiscard]] bool under(Circumstance condition) const {
    return instance && instance->conditions.has(condition);
  }
  [[nodiscard]] bool is(Status status) const { return instance && instance->status == status; }
  [[nodiscard]] bool is(ChargeType type) const { return instance && instance->charge_type == type; }
  [[nodiscard]] bool says(std::string_view name, std::string_view value) const {
    return parameters.value(name) == value;
  }
  [[nodiscard]] bool has_undeclared_flag() const;
  [[nodiscard]] bool names_second_id() const {
    return parameters.has("InstanceId.2") ||
           parameters.value("InstanceIds").find(',') != std::string_view::npos;
  }
  [[nodiscard]] bool spoke_other_format(const Past& past) const {
    return format == Format::xml ? past.json : past.xml;
  }
};

enum class TriggerFamily : std::uint8_t {
  condition,
  status,
  charge_type,
  flag,
  company,
  history,
  memory,
  later,
  variant,
  action,
  owner,
  connection,
  chance,
  crowd,
};
[[nodiscard]] std::string_view to_text(TriggerFamily family);

struct TriggerInfo {
  std::string_view name;  // kebab-case, unique
  TriggerFamily family;
  std::string_view when;  // in one line
  bool (*holds)(const Occasion& at);
};

// In the order of triggers.inc.
[[nodiscard]] std::span<const TriggerInfo> triggers();

// One trigger, or several that hold together. None at all: always.
class Trigger {
 public:
  Trigger() = default;
  explicit Trigger(std::vector<const TriggerInfo*> all) : all_{std::move(all)} {}

  // "after-reboot", "by-get+in-xml"; nothing where a name is unknown.
  [[nodiscard]] static std::optional<Trigger> parse(std::string_view text);

  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::span<const TriggerInfo* const> all() const { return all_; }
  [[nodiscard]] bool is_always() const { return all_.empty(); }
  [[nodiscard]] bool holds(const Occasion& at) const;
  [[nodiscard]] bool has(TriggerFamily family) const;
  [[nodiscard]] std::optional<Delay> delay() const;

 private:
  std::vector<const TriggerInfo*> all_;
};

// FAULT or FAULT@TRIGGER.
struct ArmedFault {
  Defect fault;
  Trigger trigger = {};

  // Nothing where either is unknown.
  [[nodiscard]] static std::optional<ArmedFault> parse(std::string_view text);
};

}  // namespace hallmark::runner::reference
