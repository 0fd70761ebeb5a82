// SPDX-License-Identifier: Apache-2.0
#include "fuzz/grammar/vocabulary.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cases/base/tested_action.hpp"
#include "cases/instance/documented_refusal.hpp"
#include "cases/library.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Answer;
using cases::Case;
using cases::Chapter;
using cases::Family;
using cases::Shows;

bool is_refusal(const Answer& answer) { return answer.kind == Answer::Kind::refused; }

bool may_refuse(const cases::Expectation& expect) {
  return std::any_of(expect.allowed.begin(), expect.allowed.end(), is_refusal);
}

bool may_accept(const cases::Expectation& expect) {
  return !std::all_of(expect.allowed.begin(), expect.allowed.end(), is_refusal);
}

const cases::Argument& argument_beside_id(const cases::Call& call) {
  return *std::find_if(
      call.arguments.begin(), call.arguments.end(),
      [](const cases::Argument& argument) { return argument.name != "InstanceId"; });
}

bool may_be_bare(const cases::Expectation& expect) {
  return std::any_of(expect.allowed.begin(), expect.allowed.end(),
                     [](const Answer& answer) { return answer.bare; });
}

// Whether HTTP itself may answer with a success, which says nothing of the call.
bool may_be_answered_by_http(const cases::Expectation& expect) {
  return std::any_of(expect.allowed.begin(), expect.allowed.end(),
                     [](const Answer& answer) { return answer.bare && !is_refusal(answer); });
}

bool is_of_tested_action(const cases::Call& call) {
  return std::any_of(
      cases::tested_actions.begin(), cases::tested_actions.end(),
      [&call](const cases::TestedAction& action) { return action.name == call.action; });
}

// Whether a history can do to any of its requests what the case does to one. What is done to a call
// of an action that the suite merely relies on is done to the tested ones as well.
bool is_forgery(const Case& one) {
  if (one.calls.size() != 1 || one.depth > 1) return false;
  const cases::Call& call = one.calls.front();
  if (!is_of_tested_action(call) || may_be_answered_by_http(call.expect)) return false;
  const bool honest_stranger =
      call.identity == cases::Identity::other_account && call.edits.empty();
  return (!call.edits.empty() || call.identity != cases::Identity::own) && !honest_stranger &&
         call.copies == 1 && !call.replay_of && !call.nonce_of && !call.expect.allowed.empty() &&
         may_refuse(call.expect);
}

// Whether it asks for what the API does not have, and is to be refused.
bool is_beyond_api(const Case& one) {
  const Family family = one.tags.family;
  const bool is_of_them =
      one.tags.chapter == Chapter::http
          ? family == Family::action || family == Family::method || family == Family::version
          : one.tags.chapter == Chapter::envelope && family == Family::format;
  return is_of_them && !may_accept(one.calls.front().expect);
}

// "v1/signature/flipped", "http/action/unknown"
std::string name_of_forgery(const Case& one) {
  std::string name = one.tags.chapter == Chapter::authentication ? "" : chapter_of(one.tags);
  if (!name.empty()) name += '/';
  return name.append(name_of(one.tags.family)).append("/").append(one.tags.word);
}

}  // namespace

bool Treatment::applies(cases::Variant variant) const {
  if (kind != Kind::forged) return true;
  if (call().variant) return *call().variant == variant;
  return forgery->variants.admits(variant);
}

const Vocabulary& Vocabulary::get() {
  static const Vocabulary words{cases::library()};
  return words;
}

Vocabulary::Vocabulary(std::span<const Case> library) {
  ids = {{"own", cases::this_instance()},
         {"other", {.handle = cases::Handle::other_instance_id}},
         {"absent", {}},
         {"empty", {}},
         {"unknown", cases::text(std::string{cases::unknown_instance_id})}};
  booleans = {"", "true", "false", ""};
  treatments = {{"honest", Treatment::Kind::honest},
                {"replay", Treatment::Kind::replay},
                {"same-nonce", Treatment::Kind::same_nonce},
                {"same-nonce-another-minute", Treatment::Kind::same_nonce_another_minute}};
  const std::size_t first_forgery = treatments.size();
  variants = cases::full_variants();
  using std::chrono::milliseconds;
  waits = {milliseconds{0},   milliseconds{1},    milliseconds{20},
           milliseconds{100}, milliseconds{1000}, milliseconds{5000}};

  for (const Case& one : library) {
    const cases::Tags& tags = one.tags;
    if (tags.action == cases::start_instance_action.name) add_words(one);
    // What is wrong with the signature; or an action, a version, a method that there is not.
    const bool is_beyond = is_beyond_api(one);
    if ((tags.chapter == Chapter::authentication || is_beyond) && is_forgery(one)) {
      const cases::Expectation& expect = one.calls.front().expect;
      Treatment treatment{.name = name_of_forgery(one),
                          .forgery = &one,
                          .may_come_in = may_accept(expect),
                          .is_beyond_api = is_beyond};
      std::copy_if(expect.allowed.begin(), expect.allowed.end(),
                   std::back_inserter(treatment.refusals), is_refusal);
      treatments.push_back(std::move(treatment));
    }
  }
  // In the order of their names, so that where a case stands in the suite makes no difference.
  const auto by_name = [](const auto& one, const auto& other) { return one.name < other.name; };
  std::sort(ids.begin() + unknown_id + 1, ids.end(), by_name);
  std::sort(booleans.begin() + empty_flag + 1, booleans.end());
  std::sort(extras.begin(), extras.end(), by_name);
  std::sort(treatments.begin() + static_cast<std::ptrdiff_t>(first_forgery), treatments.end(),
            by_name);
  const Case& used = cases::tagged({.family = Family::v1, .shows = Shows::used_nonce}, library);
  used_nonce = used.calls.back().expect.allowed;
}

void Vocabulary::add_words(const Case& one) {
  const cases::Tags& tags = one.tags;
  const auto add_extra = [&](std::string name) {
    const cases::Argument& argument = argument_beside_id(one.calls.front());
    const bool names_an_owner = argument.name.find("Owner") != std::string::npos;
    extras.push_back({std::move(name), argument.name, argument.value, !one.variants.v3,
                      names_an_owner && may_refuse(one.calls.front().expect), one.level});
  };
  if (tags.shows == Shows::odd_id) {
    const cases::Call& call = one.calls.front();
    ids.push_back({tags.word, call.arguments.front().value, may_be_bare(call.expect), one.level});
  } else if (tags.shows == Shows::boolean_spelling && tags.parameter == "InitLocalDisk") {
    const std::string& text = argument_beside_id(one.calls.front()).value.before;
    if (std::find(booleans.begin(), booleans.end(), text) == booleans.end()) {
      odd_boolean = weaker(odd_boolean, one.level);
      booleans.push_back(text);
    }
  } else if (tags.shows == Shows::extra_parameter) {
    add_extra(tags.word);
  } else if (tags.shows == Shows::text) {
    add_extra("text/" + tags.word);
  } else if (tags.shows == Shows::lookalike) {
    add_extra("beside-" + tags.word);
  }
}

}  // namespace hallmark::fuzz
