// SPDX-License-Identifier: Apache-2.0
//
// What a case is about, as data. Its id says the same in words, for people: code that wants to know
// something of a case asks its tags.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hallmark::cases {

// Where the case stands in the suite: the first word of its id.
enum class Chapter : std::uint8_t {
  none,  // in no library: of a test, of a finding
  base,
  of_an_action,  // Tags::action says which
  describe,
  envelope,
  authentication,
  http,
  concurrency,
};

// The kind of question. Where chapters ask alike they share one: http/method, base/method.
enum class Family : std::uint8_t {
  none,
  // What a request is made of, what is done with it, and what carries it.
  action,
  method,
  format,
  signature,
  version,
  // The rest of the prerequisites.
  variant,
  observe,
  // Of an action.
  row,
  sample,
  init_local_disk,
  force_stop,
  spelling,
  precondition,
  transition,
  refusal,
  dry_run,
  parameter,  // what follows from a row of the page's parameter table
  extra,      // parameters that the page does not declare
  pair,       // several conditions and flags at once
  history,    // several calls, one after another
  encoding,
  // Of describe/, which names the channel, and of envelope/, which names the action.
  description,
  answer,
  request_id,
  echo,
  // Of authentication/: which signature is asked about.
  v1,
  v3,
  // Of http/.
  keep_alive,
  header_names,
  content_type,
  form,
  path,
  length,
  // Of concurrency/, which names the action, or the two.
  copies,
  duel,
};
// As ids spell it behind the chapter; empty where they name a channel or an action in its place.
[[nodiscard]] std::string_view name_of(Family family);

// What other code takes from the case, or looks it up for.
enum class Shows : std::uint8_t {
  none,
  known_action,    // as a prerequisite: accepted, whichever way its request travels
  refused_action,  // in place of that, where it can be accepted in no world that is on offer
  // Of the parameter that Tags::parameter names, in the world where the call is accepted.
  absent_parameter,
  empty_parameter,
  odd_id,            // Tags::word says which
  boolean_spelling,  // Tags::word says which
  lookalike,         // beside it another one whose name differs in its case
  // Of parameters that the page does not declare.
  extra_parameter,  // one of them
  two_owners,
  text,       // a value, as it is usually spelled on the wire
  odd_names,  // that are sorted byte by byte, and percent-encoded
  many_parameters,
  // Of a dry run.
  dry_run_unknown,  // to an action that has none
  // At the door.
  foreign_instance,
  used_nonce,
  header_case_under_v1,
  header_case_under_v3,
};

struct Tags {
  Chapter chapter = Chapter::none;
  Family family = Family::none;
  std::string_view action = {};  // the tested one, as its page spells it; empty: none, or several
  Shows shows = Shows::none;
  std::string_view parameter = {};  // that the case varies, as its page spells it
  std::string word = {};            // which of those that vary or show the same: "odd/nul"

  friend bool operator==(const Tags&, const Tags&) = default;
};

// A name as it stands in ids: start-instance for StartInstance, security-lock for SecurityLock.
[[nodiscard]] std::string slug_of(std::string_view name);

// The first word of the ids of what is tagged so.
[[nodiscard]] std::string chapter_of(const Tags& tags);

}  // namespace hallmark::cases
