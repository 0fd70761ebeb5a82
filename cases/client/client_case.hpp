// SPDX-License-Identifier: Apache-2.0
//
// A case that is put to a client: these calls are made, they are answered so, and this must be seen
// of the requests and of what the user was told. It is data; it does not know how it is carried
// out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cases/case.hpp"
#include "cases/request.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases::client {

// As the library's user would pass it.
using Value = std::variant<std::string, bool, std::vector<std::string>>;

struct Parameter {
  std::string name;
  Value value;
};

// Stands in an answer for the RequestId of the call, which is as long.
inline constexpr std::string_view request_id_blank = "########-####-####-####-############";

// Bytes of an answer.
struct Piece {
  std::string bytes;
  std::size_t times = 1;
  // How long the server waits before it sends them, in thousandths of the client's timeout.
  unsigned after = 0;
};

struct Answer {
  enum class Kind : std::uint8_t {
    printed,    // what `place` prints, whole and in the format that was asked for
    bytes,      // `pieces`, then `end`
    echo,       // a success whose RequestId is made from the InstanceId of the request
    endpoint,   // what the reference endpoint answers
    elsewhere,  // `pieces`, in which "{elsewhere}" is the URL of another host that answers, too
    refused,    // nobody listens
  };
  enum class End : std::uint8_t {
    open,    // the connection is kept for the next request
    close,   // it is closed
    reset,   // it is torn down
    silent,  // it stays, and nothing more comes
  };
  Kind kind = Kind::bytes;
  std::optional<specs::Citation> place = {};
  std::vector<Piece> pieces = {};
  End end = End::open;
};

// What of an answer must reach the user.
enum class Carried : std::uint8_t {
  code = 1U << 0U,
  message = 1U << 1U,
  request_id = 1U << 2U,
  status = 1U << 3U,
};

class CarriedSet {
 public:
  constexpr CarriedSet() = default;
  template <class... C>
  constexpr explicit CarriedSet(C... all) : bits_{(0U | ... | static_cast<unsigned>(all))} {}
  [[nodiscard]] constexpr bool contains(Carried one) const {
    return (bits_ & static_cast<unsigned>(one)) != 0;
  }

 private:
  unsigned bits_ = 0;
};

struct Told {
  enum class Outcome : std::uint8_t {
    any,      // whatever it is, as long as the call completes
    success,  // that the call succeeded
    error,    // that it did not
  };
  Outcome outcome = Outcome::any;
  CarriedSet carried = {};
  // What is carried; of a printed answer it is what the place says.
  std::string code = {};
  std::string message = {};
  int status = 0;
};

struct Call {
  std::vector<std::string> actions;  // the first of them that the client has
  std::vector<Parameter> parameters = {};
  std::optional<Method> method = {};  // the client is told to use it; nothing: its own choice
  bool with_token = false;            // temporary credentials
  bool ask_again = false;             // the caller asks for sending again
  bool short_time = false;            // the client gets the short timeout, which the server tries
  bool exact_time = false;            // only of a client whose timeout is known
  std::vector<Answer> answers = {};   // of the first request, the second ...; the last one repeats
  Told told = {};
};

// What is looked at besides what the user is told.
enum class Look : std::uint8_t {
  nothing,
  request,            // that one came
  signature,          // that it is the documented one
  action,             // that it names the action and version 2014-05-26
  parameters,         // that they arrive as they were given; and are signed
  empty_sent,         // that an empty value arrives, too
  unset_left_out,     // that no other parameter of the action is there
  travels,            // method, path, and where parameters stand
  token,              // that the security token is there, and signed
  timestamp_shape,    // as documented, or with milliseconds
  timestamp_plain,    // as documented
  timestamp_now,      // within 15 minutes
  timestamp_moves,    // of two calls with a pause between: not the same
  nonce_once,         // no two requests share one
  own_answer,         // each of the calls got the one that was meant for it
  sent_once,          // after an answer was read, nothing is sent again
  sent_again_fresh,   // what is sent again has a nonce and a signature of its own
  waits,              // what is sent again comes no sooner than Retry-After says
  few,                // at most ten requests
  nothing_elsewhere,  // no credentials go to another host
  no_code_invented,   // that undefined, null and their like are not told as a code
  no_secret_told,     // no signature in the text of the error
};

// In which forms a case is put.
enum class Forms : std::uint8_t {
  once,
  by_signature,  // v1, v3: what the client can do
  json,          // to clients that ask for JSON
  xml,
};

struct Case {
  std::string id;  // chapter/family/what-is-asked; two cases share it that differ in format
  Level level = Level::required;
  std::string given = {};  // how it is answered, in words
  std::vector<Call> calls = {};
  // Each call is made so often, at most `at_once` at a time, all to one endpoint.
  std::size_t copies = 1;
  std::size_t at_once = 1;
  unsigned pause_ms = 0;  // between one call and the next
  bool alone = false;     // no other case at the same time: it takes memory
  Look look = Look::nothing;
  Forms forms = Forms::once;
  std::vector<specs::Citation> citations = {};
  std::vector<std::string> needs = {};  // cases that must pass first
};

// StartInstance(InstanceId = i-1, DryRun = true)
[[nodiscard]] std::string describe(const Call& call);

// What is looked at besides what the user is told, in words; empty: nothing.
[[nodiscard]] std::string_view words_of(Look look);

// Every case, in the order in which they are listed.
[[nodiscard]] const std::vector<Case>& library();

}  // namespace hallmark::cases::client
