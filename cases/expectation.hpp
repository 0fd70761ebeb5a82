// SPDX-License-Identifier: Apache-2.0
//
// What must come back: the answers that the documents allow, each with the place that allows it,
// and what the call may have done to the instance.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "specs/schema/lifecycle.hpp"
#include "specs/schema/page.hpp"
#include "specs/schema/world.hpp"

namespace hallmark::cases {

using specs::name_of;

// One allowed answer.
struct Answer {
  enum class Kind : std::uint8_t { accepted, refused };
  Kind kind = Kind::accepted;
  int status = 0;            // exact HTTP status; 0: any of `status_class`
  int status_class = 2;      // 2: 200 to 299, 4: 400 to 499 ...
  std::string code = {};     // '*' stands for any text; empty: any code
  std::string message = {};  // as the row prints it, "%s" for any non-empty text; empty: not judged
  std::vector<specs::Citation> citations = {};
  // The answer of an HTTP layer below the API: only its status is judged, whatever the body.
  bool bare = false;
  // Of an instance that has arrived where an earlier call leads it: wrong where the look between
  // the two has shown it on its way, in a world that stays where it is.
  bool if_arrived = false;
};

// Whether an action's page backs it, and not the common protocol alone, which is in force whatever
// the edition.
[[nodiscard]] bool rests_on_a_page(const Answer& answer);

// What is looked at in the answer besides whether it is one of the allowed. Each is a bit, so that
// a case may ask for one alone and one cause is reported once.
enum class AnswerCheck : std::uint32_t {
  requested_format = 1U << 0,  // XML where XML was asked for, JSON where JSON was
  content_type = 1U << 1,      // and the Content-Type says so
  root_element = 1U << 2,      // XML: <Action>Response, Error
  request_id_present = 1U << 3,
  request_id_shape = 1U << 4,      // 8-4-4-4-12 upper-case hexadecimal
  host_id = 1U << 5,               // errors: the host that was addressed
  error_members = 1U << 6,         // errors: Code and Message, each once, non-empty
  success_without_code = 1U << 7,  // success: no Code, no Message
  single_members = 1U << 8,        // no member twice
  utf8 = 1U << 9,
  json_object = 1U << 10,       // JSON: an object at the top
  no_raw_echo = 1U << 11,       // what the request held is not echoed unescaped
  keeps_connection = 1U << 12,  // HTTP/1.1: the connection stays open for the next request
};

class AnswerChecks {
 public:
  constexpr AnswerChecks() = default;
  template <class... C>
  constexpr explicit AnswerChecks(C... checks)
      : bits_{(0U | ... | static_cast<std::uint32_t>(checks))} {}
  [[nodiscard]] constexpr bool contains(AnswerCheck check) const {
    return (bits_ & static_cast<std::uint32_t>(check)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }

 private:
  std::uint32_t bits_ = 0;
};

// Whether the caller's own instance is in the list that an accepted answer holds.
enum class Listed : std::uint8_t { not_asked, once, never };

struct Expectation {
  std::vector<Answer> allowed;
  // Why more than one answer is allowed; empty where the documents leave one. Printed in reports.
  std::string lenience = {};
  AnswerChecks checks = {};
  Listed listed = Listed::not_asked;
};

// How a status can be looked at.
enum class Channel : std::uint8_t {
  any,  // the first of the following that works on this target
  describe_instances,
  describe_instance_status,
  describe_instance_attribute,
  fixture,  // GET {base}/{id} of the fixture protocol
};
[[nodiscard]] std::string_view name_of(Channel channel);

// By their names in the fixture protocol; nothing for any other word.
using specs::LocalDiskData;
[[nodiscard]] std::optional<LocalDiskData> local_disk_data_named(std::string_view word);
using specs::LastStop;
[[nodiscard]] std::optional<LastStop> last_stop_named(std::string_view word);

// What the calls of a case may have done. A refused call changes nothing: that holds for every case
// whose effect is looked at, whatever the answer that was expected.
struct Effect {
  enum class Look : std::uint8_t {
    no,       // the effect is not this case's affair
    once,     // after the answer: accepted -> a status the transition allows; refused -> as before
    settled,  // accepted -> polled until the transition's last status; nothing else on the way
  };
  Look look = Look::no;
  Channel channel = Channel::any;
  std::optional<LocalDiskData> local_disk_data = {};  // only the fixture protocol can tell
  std::optional<LastStop> last_stop = {};
  // The status that must be seen where calls were accepted, when it is not the transition's.
  std::optional<specs::StatusSet> seen = {};
  // A reason that OperationLocks must name wherever the channel tells locks; empty: not looked at.
  std::string_view lock_reason = {};
};

// What must hold between the answers of one case.
enum class Relation : std::uint8_t {
  none,
  exactly_one_accepted,   // of the calls of one moment
  one_accepted_at_most,   // so, where each alone might be refused as well
  at_least_one_accepted,  // in order; the first accepted call ends the case
  at_least_one_expected,  // one of the calls gets an answer that it allows
  same_answer,            // all answers say the same (status, code, members), whatever their form
  distinct_request_ids,
};

// A second one accepted contradicts the page.
constexpr bool is_one_at_most(Relation relation) {
  return relation == Relation::exactly_one_accepted || relation == Relation::one_accepted_at_most;
}

}  // namespace hallmark::cases
