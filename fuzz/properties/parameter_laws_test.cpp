// SPDX-License-Identifier: Apache-2.0
//
// Laws of parameters, held against a reference endpoint: what a call comes to depends on what its
// parameters say, and on nothing else of how it travels.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/base/tested_action.hpp"
#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"
#include "fuzz/properties/scenario.hpp"
#include "fuzz/properties/stage.hpp"
#include "runner/oracle/told.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::fuzz {
namespace {

using Law = void (*)(Stage&);
using Pieces = std::vector<std::string>;

// The honest endpoint of all laws here.
Stage& honest() {
  static Stage stage;
  return stage;
}

// Each of `defects`, alone, breaks the law, and little is left of the counterexample.
void expect_defects_found(Law law, const std::vector<std::string>& defects,
                          std::size_t most_letters = 260) {
  for (const std::string& defect : defects) {
    Stage broken{{defect}};
    expect_found(
        defect, [&] { law(broken); }, most_letters, 1500);
  }
}

void expect_same(const Aftermath& one, const Aftermath& other) {
  RC_ASSERT(other.text() == one.text());
  RC_ASSERT(runner::difference_of(one.reply, other.reply) == std::string{});
}

// name=value, split at '&'.
Pieces split(std::string_view text) {
  Pieces pieces;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    pieces.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

std::string joined(const Pieces& pieces) {
  std::string text;
  for (const std::string& piece : pieces) text += (text.empty() ? "" : "&") + piece;
  return text;
}

// Lets `change` at the parameters of a signed request. A form that V3 signed is left alone: its
// bytes are signed, not what they mean.
void change_parameters(runner::HttpRequest& request, bool v3,
                       const std::function<void(Pieces&)>& change) {
  if (is_form(request) && v3) return;
  std::string& text = parameters_in(request);
  const std::size_t start = is_form(request) ? 0 : text.find('?') + 1;
  Pieces pieces = split(std::string_view{text}.substr(start));
  change(pieces);
  text = text.substr(0, start) + joined(pieces);
}

// The parameters in another order: the same answer, the same effect.
void order_is_irrelevant(Stage& stage) {
  const Scenario asked = *scenario().as("asked");
  const auto keys = *rc::gen::container<std::vector<int>>(16, between(0, 16)).as("order");
  const Aftermath as_built = aftermath_of(stage, asked);
  const Aftermath reordered = aftermath_of(stage, asked, [&](runner::HttpRequest& request) {
    change_parameters(request, asked.variant.signature == cases::Signature::v3,
                      [&](Pieces& pieces) {
                        std::vector<std::pair<int, std::string>> keyed;
                        for (std::size_t i = 0; i < pieces.size(); ++i) {
                          keyed.emplace_back(keys[i % keys.size()], std::move(pieces[i]));
                        }
                        std::ranges::stable_sort(keyed, {}, &std::pair<int, std::string>::first);
                        for (std::size_t i = 0; i < pieces.size(); ++i)
                          pieces[i] = std::move(keyed[i].second);
                      });
  });
  expect_same(as_built, reordered);
}

HALLMARK_LAW(Parameters, MayComeInAnyOrder) { order_is_irrelevant(honest()); }

TEST(ParameterLaws, FindAnEndpointThatMindsTheOrder) {
  const auto planted = [](std::string_view what, Stage::Meddle meddle) {
    Stage stage;
    stage.meddle(std::move(meddle));
    expect_found(
        what, [&] { order_is_irrelevant(stage); }, 260, 1500, 30);
  };
  planted("what follows the Signature is not read", [](runner::HttpRequest& request) {
    std::string& text = parameters_in(request);
    const std::size_t signature = text.find("Signature=");
    text = text.substr(0, text.find('&', signature));
  });
  planted("the first parameter is the Action", [](runner::HttpRequest& request) {
    if (request.target.find("Action=") != request.target.npos &&
        !request.target.starts_with("/?Action=") && request.target.starts_with("/?Format=")) {
      request.target = "/?";
    }
  });
}

// Spelled in other ways that mean the same, the parameters say the same.
void spelling_is_irrelevant(Stage& stage) {
  Scenario asked = *scenario().as("asked");
  const auto choices = *rc::gen::container<std::vector<int>>(24, between(0, 4)).as("spelling");
  asked.call.arguments.push_back(
      {.name = "Note", .value = cases::text(*rc::gen::scale(0.2, any_bytes()).as("note"))});
  const Aftermath as_built = aftermath_of(stage, asked);
  const Aftermath respelled = aftermath_of(stage, asked, [&](runner::HttpRequest& request) {
    const bool form = is_form(request);
    std::size_t place = 0;
    const auto again = [&](std::string_view encoded) {
      std::string text;
      const auto decoded = form ? runner::form_decode(encoded) : runner::percent_decode(encoded);
      append_spelled(text, decoded.value(), choices[place++ % choices.size()], form);
      return text;
    };
    change_parameters(request, asked.variant.signature == cases::Signature::v3,
                      [&](Pieces& pieces) {
                        for (std::string& piece : pieces) {
                          const std::size_t equals = piece.find('=');
                          const std::string name = again(piece.substr(0, equals));
                          piece = name + '=' + again(piece.substr(equals + 1));
                        }
                      });
  });
  expect_same(as_built, respelled);
}

HALLMARK_LAW(Parameters, MayBeSpelledInAnyEncoding) { spelling_is_irrelevant(honest()); }

TEST(ParameterLaws, FindAnEndpointThatMindsTheSpelling) {
  expect_defects_found(spelling_is_irrelevant, {"lower-case-hex-refused", "encoded-tilde-refused",
                                                "encoded-name-refused", "form-plus-kept"});
}

// What the action does not know is as if it were not there.
void unknown_parameters_are_tolerated(Stage& stage) {
  const Scenario asked = *scenario().as("asked");
  Scenario more = asked;
  for (cases::Argument& argument : *unknown_arguments().as("more")) {
    more.call.arguments.push_back(std::move(argument));
  }
  expect_same(aftermath_of(stage, asked), aftermath_of(stage, more));
}

HALLMARK_LAW(Parameters, ThatNobodyKnowsChangeNothing) {
  unknown_parameters_are_tolerated(honest());
}

TEST(ParameterLaws, FindAnEndpointThatMindsUnknownParameters) {
  expect_defects_found(
      unknown_parameters_are_tolerated,
      {"unknown-parameter-refused", "region-id-refused", "owner-account-refused",
       "upper-case-name-overrides", "parameter-names-in-any-case", "asterisk-signed-raw",
       "four-byte-utf8-refused", "blank-signed-as-plus", "empty-values-not-signed",
       "percent-signed-raw", "non-ascii-signed-raw", "equals-signed-raw"},
      600);
}

// GET, POST with a query and POST with a form; XML and JSON; V1 and V3: the same is said.
void the_way_is_irrelevant(Stage& stage) {
  Scenario asked = *scenario().as("asked");
  const auto other = *between<std::size_t>(0, cases::full_variants().size()).as("other way");
  const Aftermath one = aftermath_of(stage, asked);
  asked.variant = cases::full_variants()[other];
  expect_same(one, aftermath_of(stage, asked));
}

HALLMARK_LAW(Parameters, TravelInAnyVariant) { the_way_is_irrelevant(honest()); }

TEST(ParameterLaws, FindAnEndpointThatMindsTheWay) {
  expect_defects_found(
      the_way_is_irrelevant,
      {"get-refused", "post-with-query-refused", "post-with-form-refused", "form-body-ignored",
       "xml-and-json-disagree", "xml-success-tells-more", "refusal-wrapped-in-json",
       "v3-start-refused", "v3-reboot-refused", "v3-reactivate-refused", "json-message-unescaped",
       "xml-refusal-not-closed", "members-in-lower-camel-case"});
}

// A Boolean parameter of an action, in the world where it makes a difference.
struct FlagOfAction {
  std::string action;
  std::string name;
};
void showValue(const FlagOfAction& flag, std::ostream& out) {
  out << flag.action << ' ' << flag.name;
}

Scenario with_flag(const FlagOfAction& flag, const std::string* spelling) {
  Scenario asked{.fixture = {.conditions = cases::ConditionSet{cases::Condition::local_disk},
                             .settle_ms = 1000},
                 .call = {.action = flag.action,
                          .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}},
                 .variant = {}};
  if (flag.action == "RebootInstance") asked.fixture.status = specs::InstanceStatus::running;
  if (spelling != nullptr) {
    asked.call.arguments.push_back({.name = flag.name, .value = cases::text(*spelling)});
  }
  return asked;
}

// What the pages say of a flag that is true, and of one that is not.
bool is_done_as_asked(const FlagOfAction& flag, bool truth, const Aftermath& outcome) {
  if (flag.name == "DryRun" && truth) {
    return outcome.reply.http_status == 400 && outcome.reply.code == "DryRunOperation" &&
           (outcome.after.status == "Stopped" || outcome.after.status == "Running") &&
           outcome.after.local_disk_data == cases::LocalDiskData::kept;
  }
  const bool lost = flag.name == "InitLocalDisk" && truth;
  const bool forced = flag.name == "ForceStop" && truth;
  const bool stopped_right =
      flag.action != "RebootInstance" ||
      outcome.after.last_stop == (forced ? cases::LastStop::forced : cases::LastStop::graceful);
  return outcome.accepted() && outcome.after.status == "Starting" && stopped_right &&
         outcome.after.local_disk_data ==
             (lost ? cases::LocalDiskData::lost : cases::LocalDiskData::kept);
}

std::string meaning_of(std::string text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  std::erase_if(text, blank);
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (text == "1" || text == "true") return "true";
  if (text == "0" || text == "false") return "false";
  return "none";
}

// "true" and "false" are what they say, empty is absent, and whatever else is refused without an
// effect, or read as the one of the two that it looks like.
void booleans_are_read_as_written(Stage& stage) {
  const FlagOfAction flag =
      *rc::gen::elementOf(std::vector<FlagOfAction>{{"StartInstance", "InitLocalDisk"},
                                                    {"StartInstance", "DryRun"},
                                                    {"RebootInstance", "ForceStop"},
                                                    {"RebootInstance", "DryRun"}})
           .as("flag");
  const std::string spelling = *boolean_spelling().as("spelling");
  const Aftermath absent = aftermath_of(stage, with_flag(flag, nullptr));
  const Aftermath given = aftermath_of(stage, with_flag(flag, &spelling));
  RC_ASSERT(is_done_as_asked(flag, false, absent));
  const std::string meaning = meaning_of(spelling);
  if (spelling.empty()) {
    expect_same(absent, given);
  } else if (spelling == meaning) {
    RC_ASSERT(is_done_as_asked(flag, meaning == "true", given));
  } else if (given.refused() && given.reply.code->starts_with("Invalid")) {
    RC_ASSERT(given.after.status == (flag.action == "StartInstance" ? "Stopped" : "Running"));
    RC_ASSERT((given.after.local_disk_data == cases::LocalDiskData::kept));
  } else {
    RC_ASSERT(meaning != "none");
    RC_ASSERT(is_done_as_asked(flag, meaning == "true", given));
  }
}

HALLMARK_LAW(Booleans, AreReadAsWritten) { booleans_are_read_as_written(honest()); }

TEST(ParameterLaws, FindAnEndpointThatMisreadsBooleans) {
  expect_defects_found(
      booleans_are_read_as_written,
      {"force-stop-garbage-accepted", "dry-run-garbage-accepted",
       "init-local-disk-garbage-accepted", "init-local-disk-false-refused",
       "force-stop-true-refused", "dry-run-false-is-dry", "dry-run-refused",
       "start-dry-run-executes", "reboot-dry-run-executes", "start-dry-run-answers-200",
       "dry-run-has-another-code", "init-local-disk-ignored", "init-local-disk-always",
       "init-local-disk-on-false", "force-stop-ignored", "force-stop-always", "force-stop-on-false",
       "reboot-loses-local-disk"},
      60);
}

// Another text is another instance, which does not exist; none, or an empty one, is missing. In
// neither case anything is done.
void misnomers_reach_nothing(Stage& stage) {
  const Misnomer wrong = *misnomer().as("InstanceId");
  Scenario asked = *plain_scenario().as("asked");
  // Where the service fails it fails for whatever id, and a right call is accepted in the others.
  const auto action =
      std::ranges::find(cases::tested_actions, asked.call.action, &cases::TestedAction::name);
  asked.fixture = action->fixture();
  asked.call.arguments.clear();
  if (!wrong.absent) asked.call.arguments.push_back({.name = "InstanceId", .value = wrong.id});
  const bool dry = *rc::gen::arbitrary<bool>().as("DryRun");
  if (dry) asked.call.arguments.push_back({.name = "DryRun", .value = cases::text("true")});

  const Staged world{stage, asked.fixture};
  if (wrong.literal) {
    std::string encoded;
    append_spelled(encoded, world.world().instance_id, 2, false);
    asked.call.arguments[0].value = cases::text(encoded);
  }
  const runner::Reply reply = stage.send(
      stage.builder()
          .build(asked.call, asked.variant, runner::Cast{world.world()}, "ReactivateInstances")
          .http);
  const Aftermath outcome{.reply = reply, .after = world.look()};
  RC_ASSERT(outcome.refused());
  RC_ASSERT(outcome.after.status == specs::name_of(asked.fixture.status));
  const bool nameless = wrong.absent || wrong.text == "(empty)";
  const std::string code = outcome.reply.code.value();
  RC_ASSERT(code == (nameless ? "MissingParameter" : "InvalidInstanceId.NotFound"));
  RC_ASSERT(outcome.reply.http_status == (nameless ? 400 : 404));
}

HALLMARK_LAW(InstanceId, IsExactlyThatOfTheInstance) { misnomers_reach_nothing(honest()); }

TEST(ParameterLaws, FindAnEndpointThatMistakesInstances) {
  expect_defects_found(
      misnomers_reach_nothing,
      {"missing-instance-id-means-any", "missing-instance-id-answers-404",
       "empty-instance-id-means-any", "instance-id-trimmed", "instance-id-in-any-case",
       "instance-id-by-prefix", "instance-id-cut-at-nul", "instance-id-ignored",
       "long-instance-id-answers-500", "non-ascii-instance-id-answers-500", "values-decoded-twice",
       "dry-run-skips-mandatory-parameters", "dry-run-skips-unknown-instances",
       "missing-parameter-answers-500", "start-not-found-answers-400"},
      260);
}

// The instances of others do not exist, whoever asks and however.
void others_are_out_of_reach(Stage& stage) {
  Scenario asked = *plain_scenario().as("asked");
  asked.call.arguments[0].value = {.handle = cases::Handle::other_instance_id};
  const Staged own{stage, asked.fixture};
  const Staged foreign{stage, asked.fixture};
  const std::string before = text_of(foreign.look());
  const runner::BuiltRequest built = stage.builder().build(
      asked.call, asked.variant, runner::Cast{own.world(), foreign.world()}, "ReactivateInstances");
  const runner::Reply reply = stage.send(built.http);
  RC_ASSERT(reply.http_status == 404);
  RC_ASSERT((reply.code == std::optional<std::string>{"InvalidInstanceId.NotFound"}));
  RC_ASSERT(text_of(foreign.look()) == before);
}

HALLMARK_LAW(InstanceId, OfAnotherAccountIsUnknown) { others_are_out_of_reach(honest()); }

TEST(ParameterLaws, FindAnEndpointThatReachesOthers) {
  expect_defects_found(others_are_out_of_reach,
                       {"foreign-instance-started", "foreign-instance-rebooted",
                        "foreign-instance-reactivated", "foreign-instance-answers-500"});
}

}  // namespace
}  // namespace hallmark::fuzz
