// SPDX-License-Identifier: Apache-2.0
//
// The player against the reference endpoint: silent where it is honest, and not where it is broken.
#include "fuzz/play/player.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "cases/envelope/every_answer.hpp"
#include "fuzz/grammar/draw.hpp"
#include "fuzz/grammar/mutation.hpp"
#include "fuzz/play/reference_target.hpp"
#include "fuzz/play/testing_history.hpp"

namespace hallmark::fuzz {
namespace {

// HALLMARK_HISTORIES: how many histories the honest endpoint is asked; for a night of it.
std::size_t histories() {
  const char* const wanted = std::getenv("HALLMARK_HISTORIES");
  return wanted == nullptr ? 3000 : static_cast<std::size_t>(std::atoll(wanted));
}

void expect_silence(Player& player, const History& history) {
  const PlayedHistory played = player.play(history);
  EXPECT_FALSE(played.hindrance);
  EXPECT_FALSE(played.finding) << played.finding->text() << "\nat step " << played.finding->step
                               << " of\n"
                               << to_text(history);
}

TEST(Player, HasNothingToSayOfTheHonestEndpoint) {
  Player player{reference_target()};
  Random random{20};
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    expect_silence(player, draw_history(random));
  }
}

TEST(Player, NorWhereHistoriesAreAnyBytes) {
  Player player{reference_target()};
  Random random{21};
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    bytes.resize(random.below(200));
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    expect_silence(player, decode(bytes));
  }
}

TEST(Player, NorWhereTheyAreMutated) {
  Player player{reference_target()};
  Random random{22};
  History history = draw_history(random);
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    history = i % 16 == 15 ? draw_history(random) : mutate(std::move(history), random);
    if (history.steps.size() > 12) history.steps.resize(12);
    expect_silence(player, history);
  }
}

// ---- Calls at the same moment

// Carries requests out one after the other, and says that they overlapped.
PlayTarget overlapping(PlayTarget target, bool last_first = false) {
  target.handle_together = [handle = target.handle,
                            last_first](std::span<const runner::HttpRequest> all) {
    std::vector<Overlapped> outcomes(
        all.size(), Overlapped{.outcome = runner::Error{}, .called = 0, .returned = 1});
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t at = last_first ? all.size() - 1 - i : i;
      outcomes[at].outcome = handle(all[at]);
    }
    return outcomes;
  };
  return target;
}

TEST(Player, NorWhereCallsOverlap) {
  Player player{overlapping(reference_target())};
  Random random{23};
  const DrawOptions options{.races = 100};
  for (std::size_t i = 0; i < histories() && !HasFailure(); ++i) {
    expect_silence(player, draw_history(random, options));
  }
}

TEST(Player, FindsWhatNoOrderExplains) {
  Player player{overlapping(reference_target({"simultaneous-starts-accepted"}))};
  const auto finding = player
                           .play(history_of("hallmark history 1\nworld Stopped PostPaid\n"
                                            "StartInstance\nStartInstance together\n"))
                           .finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::concurrent_calls_explained);
  EXPECT_EQ(finding->got, "StartInstance 200, StartInstance 200");
}

TEST(Player, SaysWhichOfOverlappingAnswersIsWrongAnywhere) {
  Player player{overlapping(reference_target({"start-while-running"}))};
  const auto finding = player
                           .play(history_of("hallmark history 1\nworld Running PostPaid\n"
                                            "DescribeInstances\nStartInstance together\n"))
                           .finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::answer_explained);
  EXPECT_EQ(finding->step, 1U);
}

TEST(Player, TakesOneNonceOnceAlsoWhereCallsOverlap) {
  const char* const text =
      "hallmark history 1\nworld Running PostPaid\n"
      "DescribeInstances\nDescribeInstances together treatment=replay back=1\n";
  Player honest{overlapping(reference_target())};
  expect_silence(honest, history_of(text));
  Player broken{overlapping(reference_target({"v1-replay-accepted"}))};
  const auto finding = broken.play(history_of(text)).finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::nonce_good_once);
}

// A clock that is set while a campaign is under way, or that of the target.
TEST(Player, DoesNotTakeTheDifferenceOfTwoClocksForAFinding) {
  PlayTarget target = reference_target();
  target.now = [] { return std::chrono::system_clock::time_point{std::chrono::hours{1000}}; };
  const auto told_at = [&](const std::string& date) {
    PlayTarget dated = target;
    dated.handle = [handle = target.handle, date](const runner::HttpRequest& request) {
      ReplyOrFault outcome = handle(request);
      if (outcome) outcome->headers = {{"Date", date}};
      return outcome;
    };
    Player player{std::move(dated)};
    return player.play(history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance\n"));
  };
  const PlayedHistory apart = told_at("Wed, 11 Feb 1970 17:00:00 GMT");
  EXPECT_FALSE(apart.finding);
  ASSERT_TRUE(apart.hindrance);
  EXPECT_EQ(apart.hindrance->kind, Hindrance::Kind::ours);
  EXPECT_THAT(apart.hindrance->why, ::testing::HasSubstr("your clock is 60 min behind"));
  EXPECT_TRUE(told_at("Wed, 11 Feb 1970 16:00:01 GMT").finding);
}

// HTTP refuses a method before anybody reads which format is asked for: the second time as well,
// and whether the method is signed or was put in afterwards.
TEST(Player, ReplaysWhatHttpRefused) {
  for (const char* const method : {"http/method/invented", "v1/forged/sent-as-put"}) {
    const std::string text =
        std::string{
            "hallmark history 1\nworld Stopped PostPaid\n"
            "ReactivateInstances variant=post.json.v1 treatment="} +
        method + "\nDescribeInstanceAttribute treatment=replay back=1\n";
    Player by_the_api{reference_target()};
    expect_silence(by_the_api, history_of(text));
    for (const int status : {405, 501}) {
      PlayTarget target = reference_target();
      target.handle = [handle = target.handle,
                       status](const runner::HttpRequest& request) -> ReplyOrFault {
        if (request.method != "GET" && request.method != "POST")
          return runner::HttpReply{.status = status, .body = "what?"};
        return handle(request);
      };
      Player by_http{target};
      expect_silence(by_http, history_of(text));
    }
  }
}

// As the histories of a run have it: whether a refused call uses up its nonce, and whether the
// nonce is looked at first, no page says.
TEST(Player, LetsWhatWasRefusedBeRefusedAgain) {
  for (const char* const refused : {"StartInstance", "RebootInstance DryRun=true"}) {
    Player player{reference_target({"v1-replay-accepted"})};
    expect_silence(player, history_of(std::string{"hallmark history 1\nworld Running PostPaid\n"} +
                                      refused + "\nStartInstance treatment=replay back=1\n"));
  }
  Player player{reference_target({"v1-replay-accepted"})};
  const auto finding = player
                           .play(history_of("hallmark history 1\nworld Running PostPaid\n"
                                            "RebootInstance\n"
                                            "StartInstance treatment=replay back=1\n"))
                           .finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::nonce_good_once);
}

// The API's own refusal of a method has the form of all its answers.
TEST(Player, HoldsTheApisWordsForAMethodToTheirForm) {
  const History history = history_of(
      "hallmark history 1\nworld Stopped PostPaid\n"
      "StartInstance variant=get.xml.v1 treatment=http/method/put\n");
  Player broken{reference_target({"request-id-missing-on-refusal"})};
  const auto finding = broken.play(history).finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::well_formed_envelope) << finding->text();
}

// ---- The form of answers

struct BrokenForm {
  const char* defect;
  const char* step;
  cases::Form promise;
};

// At the level of the case that holds every answer of a run to the same.
class BrokenForms : public testing::TestWithParam<BrokenForm> {};

TEST_P(BrokenForms, AreFoundAtTheLevelOfARun) {
  Player broken{reference_target({GetParam().defect})};
  const auto finding =
      broken
          .play(history_of(std::string{"hallmark history 1\nworld Running PostPaid\n"} +
                           GetParam().step))
          .finding;
  ASSERT_TRUE(finding);
  const cases::EveryAnswer& promise = cases::every_answer(GetParam().promise);
  EXPECT_EQ(info_of(finding->checker).level, promise.level) << finding->text();
  EXPECT_EQ(finding->citation, promise.citations.front()) << finding->text();
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenForms,
    testing::Values(BrokenForm{"host-id-missing", "StartInstance\n", cases::Form::host_id},
                    BrokenForm{"request-id-missing-on-refusal", "StartInstance\n",
                               cases::Form::request_id_present},
                    BrokenForm{"request-id-in-lower-case", "StartInstance\n",
                               cases::Form::request_id_shape},
                    BrokenForm{"members-twice", "RebootInstance\n", cases::Form::single_members}));

// Which of the two comes first nobody knows, nor what is looked at first: the nonce or the action.
TEST(Player, LetsARefusedCallFindItsNonceUsed) {
  Player player{overlapping(reference_target(), true)};
  for (const char* const refused : {"http/action/more-than-a-name", "v1/signature/flipped"}) {
    expect_silence(
        player,
        history_of(std::string{"hallmark history 1\nworld Stopped PostPaid\n"
                               "DescribeInstanceAttribute treatment="} +
                   refused +
                   "\nRebootInstance treatment=same-nonce-another-minute back=1 together\n"));
  }
}

// ---- Odd ids

struct OddId {
  const char* defect;
  const char* step;
  // That it is none of ours, `run` only recommends for an id that differs in case or blanks alone.
  Checker checker = Checker::ids_are_exact;
};

// Refused for what is up with an instance that the id does not name.
class OddIds : public testing::TestWithParam<OddId> {};

TEST_P(OddIds, AreExactAlsoWhereTheCallIsRefused) {
  for (const char* const world : {"Running PostPaid\n", "Stopped PostPaid SecurityLock\n"}) {
    const History history = history_of(std::string{"hallmark history 1\nworld "} + world +
                                       "StartInstance " + GetParam().step + "\n");
    Player honest{reference_target()};
    expect_silence(honest, history);
    Player broken{reference_target({GetParam().defect})};
    const auto finding = broken.play(history).finding;
    ASSERT_TRUE(finding) << world;
    EXPECT_EQ(finding->checker, GetParam().checker) << finding->text();
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, OddIds,
    testing::Values(OddId{"instance-id-in-any-case", "id=odd/upper-case",
                          Checker::customary_answer},
                    OddId{"instance-id-in-any-case", "id=odd/upper-case id-encoding=every-byte",
                          Checker::customary_answer},
                    OddId{"instance-id-trimmed", "id=odd/blank-before", Checker::customary_answer},
                    OddId{"instance-id-by-prefix", "id=odd/without-its-last-letter"},
                    OddId{"instance-id-cut-at-nul", "id=odd/nul"},
                    OddId{"instance-id-cut-at-nul", "id=odd/nul DryRun=true"},
                    OddId{"instance-id-ignored", "id=odd/slash DryRun=true"}));

// No page of the action speaks of the condition, so that it may be refused for it in any words:
// they do not show that the id was taken for the instance's.
TEST(Player, LetsAnOddIdBeRefusedInAnyWordsWhereTheInstanceMayBe) {
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle](runner::HttpRequest request) -> ReplyOrFault {
    const std::size_t odd = request.target.find("%FF");
    if (odd != std::string::npos) request.target.erase(odd, 3);  // refused as signed wrongly
    return handle(request);
  };
  Player player{target};
  expect_silence(player, history_of("hallmark history 1\nworld Stopped PostPaid QuotaType\n"
                                    "ReactivateInstances id=odd/not-utf-8\n"));
}

// No id and one that nobody has are not odd: whoever takes them for the instance's answers wrong.
TEST(Player, CallsNoOtherIdOdd) {
  for (const char* const id : {"id=unknown", "id=empty"}) {
    Player player{reference_target({"instance-id-ignored", "empty-instance-id-means-any"})};
    const auto finding =
        player
            .play(history_of(std::string{"hallmark history 1\nworld Running PostPaid\n"
                                         "StartInstance "} +
                             id + "\n"))
            .finding;
    ASSERT_TRUE(finding) << id;
    EXPECT_EQ(finding->checker, Checker::answer_explained) << finding->text();
  }
}

TEST(Player, HearsWhyThereWasNoAnswer) {
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle](const runner::HttpRequest& request) -> ReplyOrFault {
    if (request.target.starts_with("/_fixtures")) return handle(request);
    return runner::Error{runner::Fault::timeout, "no answer within 10 s"};
  };
  Player player{target};
  const auto finding =
      player.play(history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance\n"))
          .finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, Checker::every_request_is_answered);
  EXPECT_EQ(finding->shape, "no answer: timeout");
}

TEST(Player, HearsWhyThereWasNoAnswerInAnotherGuise) {
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle,
                   calls = 0](const runner::HttpRequest& request) mutable -> ReplyOrFault {
    if (request.target.starts_with("/_fixtures") || ++calls < 3) return handle(request);
    return runner::Error{runner::Fault::closed, "the connection broke"};
  };
  Player player{target};
  const auto finding = player
                           .play(history_of("hallmark history 1\nworld Stopped PostPaid\n"
                                            "StartInstance\nRebootInstance again=format\n"))
                           .finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->bucket(), "every-request-is-answered / RebootInstance / no answer: closed");
}

// ---- The same call in another guise

struct Relation {
  const char* guise;
  Checker checker;
  // Whether a request wears it.
  bool (*worn)(const runner::HttpRequest&);
};

bool holds(const runner::HttpRequest& request, std::string_view text) {
  return request.target.find(text) != std::string::npos;
}

// clang-format off
const Relation relations[] = {
    {"format", Checker::xml_says_what_json_says,
     [](const runner::HttpRequest& request) { return holds(request, "Format=JSON"); }},
    {"method", Checker::get_does_what_post_does,
     [](const runner::HttpRequest& request) { return request.method == "POST"; }},
    {"order", Checker::order_irrelevant,
     [](const runner::HttpRequest& request) { return holds(request, "/?DryRun="); }},
    {"encoding", Checker::encoding_irrelevant,
     [](const runner::HttpRequest& request) { return holds(request, "%69%2D"); }},  // i-
    {"unknown-parameter", Checker::unknown_parameter_tolerated,
     [](const runner::HttpRequest& request) { return holds(request, "HallmarkInvented"); }},
};
// clang-format on

class Relations : public testing::TestWithParam<Relation> {};

TEST_P(Relations, AreCheckedWhereNothingElseIsWrong) {
  const Relation& relation = GetParam();
  const History history = history_of(std::string{"hallmark history 1\nworld Running PostPaid\n"
                                                 "StartInstance DryRun=false again="} +
                                     relation.guise + "\n");
  Player honest{reference_target()};
  expect_silence(honest, history);

  // Answers the guise with a refusal that the documents have, of another reason.
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle,
                   worn = relation.worn](const runner::HttpRequest& request) -> ReplyOrFault {
    ReplyOrFault outcome = handle(request);
    if (request.target.starts_with("/_fixtures") || !worn(request)) return outcome;
    std::string& body = outcome->body;
    const std::string_view code = "IncorrectInstanceStatus";
    const std::size_t at = body.find(code);
    EXPECT_NE(at, std::string::npos) << body;
    if (at != std::string::npos) body.replace(at, code.size(), "InvalidParameter");
    outcome->status = 400;
    return outcome;
  };
  Player broken{target};
  const auto finding = broken.play(history).finding;
  ASSERT_TRUE(finding);
  EXPECT_EQ(finding->checker, relation.checker) << finding->text();
}

// An endpoint without StopInstance says so before it looks at the nonce.
TEST(Player, LetsAnUnknownActionLeaveItsNonceUnused) {
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle](const runner::HttpRequest& request) -> ReplyOrFault {
    if (!holds(request, "Action=StopInstance")) return handle(request);
    runner::HttpReply reply;
    reply.status = 404;
    reply.headers = {{"Content-Type", "text/xml"}};
    reply.body =
        "<Error><RequestId>01234567-89AB-CDEF-0123-456789ABCDEF</RequestId>"
        "<HostId>ecs.aliyuncs.com</HostId><Code>InvalidAction.NotFound</Code>"
        "<Message>The specified action is not found.</Message></Error>";
    return reply;
  };
  Player player{target};
  expect_silence(player, history_of("hallmark history 1\nworld Stopped PostPaid\nStopInstance\n"
                                    "StartInstance treatment=same-nonce back=1\n"));
}

// The endpoint moves on between two calls: the second answer is another one, and rightly.
TEST(Player, ComparesNothingWhileTheInstanceIsOnItsWay) {
  PlayTarget target = reference_target();
  target.handle = [handle = target.handle,
                   advance = target.advance](const runner::HttpRequest& request) -> ReplyOrFault {
    ReplyOrFault outcome = handle(request);
    if (!request.target.starts_with("/_fixtures")) advance(std::chrono::milliseconds{60});
    return outcome;
  };
  Player player{target};
  expect_silence(player, history_of("hallmark history 1\nworld Stopped PostPaid settle=50\n"
                                    "StartInstance\nRebootInstance again=format\n"));
  expect_silence(player, history_of("hallmark history 1\nworld Stopped PostPaid settle=90\n"
                                    "StartInstance\nRebootInstance again=format\n"));
}

INSTANTIATE_TEST_SUITE_P(All, Relations, testing::ValuesIn(relations), [](const auto& one) {
  std::string name{one.param.guise};
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
});

// ---- What the target does not claim

TEST(Player, AsksForNothingThatTheTargetDoesNotClaim) {
  PlayTarget target = reference_target();
  std::vector<std::string> targets;
  target.handle = [handle = target.handle, &targets](const runner::HttpRequest& request) {
    targets.push_back(request.target);
    return handle(request);
  };
  target.without = {"xml", "RebootInstance"};
  Player player{target};
  const History history = history_of(
      "hallmark history 1\nworld Stopped PostPaid\nRebootInstance\n"
      "StartInstance variant=get.json.v1 again=format\n");
  const PlayedHistory played = player.play(history);
  EXPECT_FALSE(played.hindrance);
  EXPECT_FALSE(played.finding);
  EXPECT_EQ(played.calls, 1U);
  ASSERT_EQ(targets.size(), 4U) << "a world, a call, a look and the end of the world";
  EXPECT_NE(targets[1].find("Action=StartInstance"), std::string::npos) << targets[1];
  EXPECT_NE(targets[1].find("Format=JSON"), std::string::npos) << targets[1];
  EXPECT_EQ(player.within_claims(history).steps.size(), 1U);

  // Nothing is left of it: no world is made.
  targets.clear();
  EXPECT_EQ(
      player.play(history_of("hallmark history 1\nworld Stopped PostPaid\nRebootInstance\n")).calls,
      0U);
  EXPECT_TRUE(targets.empty());
}

TEST(Player, SaysWhichWordsForClaimsThereAre) {
  PlayTarget target = reference_target();
  target.without = {"soap"};
  try {
    const Player player{target};
    FAIL() << "there is no such word";
  } catch (const std::invalid_argument& wrong) {
    EXPECT_THAT(wrong.what(), testing::HasSubstr("'soap' is no feature; there are v1, v3, xml"));
  }
}

// ---- Those who count and keep

TEST(Player, ShowsWhatLedToAFindingWithoutSecrets) {
  PlayTarget target = reference_target();
  std::vector<std::string> signatures;
  const auto honest = target.handle;
  target.handle = [&, honest](const runner::HttpRequest& request) {
    ReplyOrFault outcome = honest(request);
    constexpr std::string_view name = "&Signature=";
    const std::size_t at = request.target.find(name);
    if (!outcome || at == request.target.npos) return outcome;
    signatures.push_back(request.target.substr(at + name.size()));
    outcome->body = "<a>" + signatures.back() + "</a>";
    outcome->headers.emplace_back("X-Echo", signatures.back());
    return outcome;
  };
  const PlayedHistory played =
      Player{target}.play(history_of("hallmark history 1\nworld Stopped PostPaid\n"
                                     "StartInstance variant=get.xml.v1\n"));
  ASSERT_TRUE(played.finding);
  ASSERT_EQ(played.exchanges.size(), 1U);
  const reports::Exchange& exchange = played.exchanges.front();
  EXPECT_EQ(exchange.body, "<a>***</a>");
  EXPECT_THAT(exchange.request, testing::HasSubstr("Signature=***"));
  ASSERT_FALSE(signatures.empty());
  std::string all = played.finding->text() + played.finding->bucket() + exchange.request;
  for (const auto& [header, value] : exchange.headers) all += value;
  EXPECT_THAT(all, testing::Not(testing::HasSubstr(signatures.front())));
}

TEST(Player, ShowsWhyThereWasNoAnswerWithoutSecrets) {
  PlayTarget target = reference_target();
  target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
  target.handle = [](const runner::HttpRequest& request) -> ReplyOrFault {
    return runner::Error{runner::Fault::malformed, "a header says " + request.target};
  };
  const PlayedHistory played =
      Player{target}.play(history_of("hallmark history 1\nworld Stopped PostPaid\n"
                                     "StartInstance variant=get.xml.v1\n"));
  ASSERT_EQ(played.exchanges.size(), 1U);
  EXPECT_THAT(played.exchanges.front().fault_text, testing::HasSubstr("Signature=***"));
}

TEST(Player, KeepsNothingOfWhatHolds) {
  const PlayedHistory played = Player{reference_target()}.play(
      history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance\n"));
  EXPECT_FALSE(played.finding);
  EXPECT_EQ(played.calls, 1U);
  EXPECT_TRUE(played.exchanges.empty());
}

TEST(Player, ShowsEachCallToWhoeverWatches) {
  Player player{reference_target()};
  std::vector<std::string> seen;
  player.watch([&](const Witnessed& call) {
    ASSERT_NE(call.reply, nullptr);
    seen.push_back(std::string{name_of(call.asked.action)} + " " +
                   std::to_string(call.reply->http_status) + ", " + call.before.text() + " to " +
                   call.after.text() + (call.is_again ? ", again" : ""));
    EXPECT_TRUE(call.fault.empty());
  });
  (void)player.play(
      history_of("hallmark history 1\nworld Stopped PostPaid\n"
                 "StartInstance\nRebootInstance again=format\n"));
  EXPECT_THAT(seen, testing::ElementsAre("StartInstance 200, Stopped to Starting",
                                         "RebootInstance 403, Starting to Starting",
                                         "RebootInstance 403, Starting to Starting, again"));
  EXPECT_EQ(player.checked()[static_cast<std::size_t>(Checker::every_request_is_answered)], 3U);
  EXPECT_EQ(player.checked()[static_cast<std::size_t>(Checker::xml_says_what_json_says)], 1U);
}

// An endpoint whose clock stands still: what should have been over by now is not.
TEST(Player, HoldsNothingAgainstAnEndpointThatItMetLate) {
  const History history = history_of(
      "hallmark history 1\nworld Stopped PostPaid settle=0\nStartInstance\n"
      "DescribeInstances wait=1000\n");
  PlayTarget target = reference_target({"start-never-settles"});
  target.advance = [](auto) {};
  EXPECT_TRUE(Player{target}.play(history).finding);
  target.advance = [](std::chrono::milliseconds time) {
    std::this_thread::sleep_for(time + std::chrono::milliseconds{300});
  };
  EXPECT_FALSE(Player{target}.play(history).finding);
}

TEST(Player, TellsWhyItWasHindered) {
  using runner::Error;
  using runner::Fault;
  const History history =
      history_of("hallmark history 1\nworld Stopped PostPaid\nStartInstance\nStopInstance\n");
  const struct {
    Fault fault;
    std::optional<Hindrance> hindrance;
  } all[] = {{Fault::connect, Hindrance{Hindrance::Kind::no_connection, "why"}},
             {Fault::tls, Hindrance{Hindrance::Kind::no_connection, "why"}},
             {Fault::local, Hindrance{Hindrance::Kind::ours, "why"}},
             {Fault::cancelled, Hindrance{Hindrance::Kind::stopped, "why"}},
             {Fault::timeout, std::nullopt},
             {Fault::closed, std::nullopt}};
  for (const auto& [fault, hindrance] : all) {
    PlayTarget target = reference_target();
    target.worlds = protocol_worlds(target.handle, target.host, target.fixtures);
    target.handle = [fault](const auto&) -> ReplyOrFault { return Error{fault, "why"}; };
    const PlayedHistory played = Player{target}.play(history);
    EXPECT_EQ(played.hindrance, hindrance) << name_of(fault);
    EXPECT_EQ(played.finding.has_value(), !hindrance) << name_of(fault);
    EXPECT_EQ(played.worlds_left, 0U);
  }
}

}  // namespace
}  // namespace hallmark::fuzz
