// SPDX-License-Identifier: Apache-2.0
//
// One call in one world, generated; and what came of it, so that two ways to ask the same can be
// compared.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "cases/case.hpp"
#include "cases/fixture.hpp"
#include "cases/request.hpp"
#include "fuzz/properties/stage.hpp"
#include "runner/wire/http/http.hpp"
#include "runner/wire/replies/reply.hpp"

namespace hallmark::fuzz {

struct Scenario {
  cases::Fixture fixture;
  cases::Call call;
  cases::Variant variant;
};
void showValue(const Scenario& scenario, std::ostream& out);

// A lifecycle action in a world that accepts or refuses it for one of many reasons, named right or
// wrong, with Boolean parameters spelled in one way or another. It travels in any variant.
[[nodiscard]] rc::Gen<Scenario> scenario();

// The same, where the answer depends on nothing but the instance: it is named, and nothing else is
// said.
[[nodiscard]] rc::Gen<Scenario> plain_scenario();

// Parameters that no page knows, or that every SDK sends without being asked to.
[[nodiscard]] rc::Gen<std::vector<cases::Argument>> unknown_arguments();

// How a value for InstanceId is given: not the instance itself, but what some endpoint may take for
// it. `text` describes it for a person.
struct Misnomer {
  cases::Value id;
  bool absent = false;
  bool literal = false;  // the id in percent sequences that are meant as they stand
  std::string text;
};
void showValue(const Misnomer& misnomer, std::ostream& out);
[[nodiscard]] rc::Gen<Misnomer> misnomer();

// What a call came to.
struct Aftermath {
  runner::Reply reply;
  runner::Truth after;

  [[nodiscard]] bool accepted() const;
  [[nodiscard]] bool refused() const;  // by a well-formed 4xx
  // "403 IncorrectInstanceStatus "..."; Running, disk kept, stopped none": equal texts, equal
  // outcomes.
  [[nodiscard]] std::string text() const;
};

// The instance as it really is: "Running, disk kept, stopped none".
[[nodiscard]] std::string text_of(const runner::Truth& truth);

// Done to the bytes of a signed request.
using Rewrite = std::function<void(runner::HttpRequest&)>;

// The call, made in a world of its own.
[[nodiscard]] Aftermath aftermath_of(Stage& stage, const Scenario& scenario,
                                     const Rewrite& rewrite = nullptr);

// The parameters as they stand in the URL or, where that is the form of the request, in its body.
[[nodiscard]] std::string& parameters_in(runner::HttpRequest& request);
[[nodiscard]] bool is_form(const runner::HttpRequest& request);

}  // namespace hallmark::fuzz
