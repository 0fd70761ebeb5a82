// SPDX-License-Identifier: Apache-2.0
//
// client/: that the client speaks at all, and tells an error from a success. Where that fails,
// nothing else can be asked.
#include "cases/client/tables.hpp"
#include "specs/common/envelope.hpp"

namespace hallmark::cases::client {

std::vector<Case> speaking_cases() {
  namespace envelope = specs::common::envelope;
  std::vector<Case> all;

  Case speaking{
      .id = std::string{speaks},
      .given = "a success, as documented",
      .look = Look::request,
      .citations = {specs::cite_clause(envelope::page, envelope::clause::success_status)}};
  speaking.calls = {start_call()};
  // Either format is answered as it is asked for.
  speaking.calls[0].answers = {{.kind = Answer::Kind::echo}};
  speaking.calls[0].told = {.outcome = Told::Outcome::success};
  all.push_back(std::move(speaking));

  add_both(all, [](Format format) {
    Case error{.id = std::string{tells_errors},
               .given = "a refusal, as documented",
               .citations = {specs::cite_clause(envelope::page, envelope::clause::error_status)},
               .needs = {std::string{speaks}}};
    error.calls = {start_call()};
    error.calls[0].answers = {bytes(typed(403, type_of(format), refusal_body(format)))};
    error.calls[0].told = {.outcome = Told::Outcome::error};
    return error;
  });
  return all;
}

}  // namespace hallmark::cases::client
