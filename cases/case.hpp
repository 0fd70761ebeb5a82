// SPDX-License-Identifier: Apache-2.0
//
// A case is a sentence: in this world, these requests get these answers, and do this.
// It is data; it does not know how it is carried out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/fixture.hpp"
#include "cases/request.hpp"
#include "cases/tags.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::cases {

// What backs a case, or whatever else is checked.
enum class Level : std::uint8_t {
  required,     // a document states it
  recommended,  // follows from the documents, or is the common gateway's habit
  observed,     // seen on the live service
  advice,       // worth a look, and no more: it never fails anybody
};
[[nodiscard]] std::string_view name_of(Level level);
[[nodiscard]] std::optional<Level> level_named(std::string_view name);

struct Call {
  std::string
      action;  // ReactivateInstances stands for whichever spelling the target knows, unless:
  bool spelled_as_is = false;
  std::vector<Argument> arguments = {};
  std::vector<Edit> edits = {};
  // Parameters, public ones of V1 too, that travel in the other place than the rest: under
  // post-form in the URL, under post in a form. Under get there is no other place.
  std::vector<std::string> apart = {};
  Identity identity = Identity::own;
  std::optional<std::size_t> replay_of = {};  // the very bytes of that earlier call of the case
  std::optional<std::size_t> nonce_of = {};   // newly signed, but with that call's nonce
  int copies = 1;                             // sent at the same moment, each signed on its own
  bool with_previous = false;                 // sent at the same moment as the call before it
  bool same_connection = false;               // on the connection of the call before it
  bool new_connection = false;                // on one that is opened for it
  bool when_settled = false;  // sent once what was accepted before it has come to its last status
  bool late = false;          // sent when whatever the call before it does late has had its time
  bool aside = false;     // moves nothing, and whoever refuses it is asked the rest all the same
  bool http_1_0 = false;  // it says that it is HTTP/1.0
  std::optional<Variant> variant = {};  // travels otherwise than the case's variant says
  Expectation expect = {};
  // What a look after the call and before the next one must show; nothing: no look.
  std::optional<specs::StatusSet> seen = {};
  // What it surely does where it is accepted, and none behind it; nothing: what Effect says of all.
  std::optional<LocalDiskData> local_disk_data = {};
  std::optional<LastStop> last_stop = {};
};

struct Case {
  std::string id;  // chapter/family/what-is-asked, kebab-case, stable for ever: for people
  Tags tags = {};  // the same for code
  Level level = Level::required;
  unsigned depth =
      1;  // how many things come together in it: asked at this --depth and above, 1 to 3
  Fixture fixture = {};
  bool second_world = false;  // another account's world stands beside (same fixture)
  std::vector<Call> calls = {};
  Relation relation = Relation::none;
  Effect effect = {};
  std::vector<specs::Citation> citations = {};  // besides those of the answers
  VariantFilter variants = {};
  bool once = false;     // not per variant: each call names its own, or takes the first that works
  bool dry_run = false;  // part of the feature `dry-run`
  // Cases that come first; where one of them did not pass, this one is blocked by it. Looked up
  // under the same variant, or without one where that case is `once`.
  std::vector<std::string> needs = {};
  // What is said when other cases are blocked by this one: "V3 signatures are not accepted".
  std::string cause = {};
};

// Every action that the case calls, in the pages' spelling.
[[nodiscard]] std::vector<std::string_view> actions_of(const Case& one);

// Every place of the documents that the case rests on, its answers' included, each once.
[[nodiscard]] std::vector<specs::Citation> citations_of(const Case& one);

// The `when` of a report: StartInstance(InstanceId = <instance>, DryRun = true).
[[nodiscard]] std::string describe(const Call& call);

}  // namespace hallmark::cases
