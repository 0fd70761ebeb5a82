// SPDX-License-Identifier: Apache-2.0
//
// Laws of signatures. The reference endpoint verifies them by code of its own: every honest request
// is accepted there, and a signed request that was changed is refused and does nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <set>
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
#include "runner/wire/http/headers.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"
#include "runner/wire/signing/testing_second_signer.hpp"

namespace hallmark::fuzz {
namespace {

using cases::Edit;
using runner::HttpRequest;
using runner::Parameters;
using Law = void (*)(Stage&);

Stage& honest() {
  static Stage stage;
  return stage;
}

void expect_defects_found(Law law, const std::vector<std::string>& defects,
                          std::size_t most_letters, int count = 1500) {
  for (const std::string& defect : defects) {
    Stage broken{{defect}};
    expect_found(
        defect, [&] { law(broken); }, most_letters, count);
  }
}

using SignV1 = std::function<std::string(const std::string& method, const Parameters&,
                                         const std::string& secret)>;
using SignV3 = std::function<std::string(const std::string& method, const Parameters& query,
                                         const runner::Headers&, const std::string& body,
                                         const std::string& secret)>;

std::string signed_v1(const std::string& method, const Parameters& parameters,
                      const std::string& secret) {
  return runner::Signer{{.access_key_id = "id", .access_key_secret = secret, .security_token = {}}}
      .sign_v1(runner::string_to_sign_v1(method, parameters));
}

std::string signed_v3(const std::string& method, const Parameters& query,
                      const runner::Headers& headers, const std::string& body,
                      const std::string& secret) {
  return runner::Signer{{.access_key_id = "id", .access_key_secret = secret, .security_token = {}}}
      .sign_v3(runner::canonical_request_v3(method, "/", runner::canonical_query(query),
                                            runner::canonical_headers(headers),
                                            runner::sha256_hex(body)));
}

// The same signature as that of a second signer that was written from the standards alone.
void v1_is_that_of_the_standards(const SignV1& sign) {
  const Parameters parameters = *rc::gen::scale(0.5, distinct_parameters()).as("parameters");
  const std::string secret = *any_bytes().as("secret");
  const std::string method = *rc::gen::elementOf(std::vector<std::string>{"GET", "POST"});
  RC_ASSERT(sign(method, parameters, secret) ==
            runner::testing::second_signature_v1(method, parameters, secret));
}

void v3_is_that_of_the_standards(const SignV3& sign) {
  const Parameters query = *rc::gen::scale(0.5, distinct_parameters()).as("query");
  const std::string body = *any_bytes().as("body");
  const std::string secret = *any_bytes().as("secret");
  const auto names = *rc::gen::container<std::vector<std::string>>(header_name()).as("headers");
  runner::testing::SignedPairs lowered;
  std::set<std::string> seen;
  runner::Headers headers;
  for (const std::string& name : names) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (seen.insert(lower).second) {
      lowered.emplace_back(lower, "of " + lower);
      headers.emplace_back(name, " of " + lower + "\t ");
    }
  }
  RC_ASSERT(sign("POST", query, headers, body, secret) ==
            runner::testing::second_signature_v3("POST", "/", query, lowered, body, secret));
}

HALLMARK_LAW(SignatureV1, IsThatOfTheStandards) { v1_is_that_of_the_standards(signed_v1); }
HALLMARK_COSTLY_LAW(SignatureV3, IsThatOfTheStandards, 2) {
  v3_is_that_of_the_standards(signed_v3);
}

TEST(SignatureLaws, FindASignerThatErrs) {
  expect_found(
      "the order given is signed",
      [] {
        v1_is_that_of_the_standards([](const std::string& method, const Parameters& all,
                                       const std::string& secret) {
          const std::string text =
              method + "&%2F&" + runner::testing::second_percent_encode(runner::query_string(all));
          return runner::testing::nettle_base64(
              runner::testing::nettle_hmac_sha1(secret + '&', text));
        });
      },
      60);
  expect_found(
      "a secret of more than 64 bytes is cut off",
      [] {
        v1_is_that_of_the_standards(
            [](const std::string& method, const Parameters& all, const std::string& secret) {
              return signed_v1(method, all, secret.substr(0, 63));
            });
      },
      240);
  expect_found(
      "headers are signed as they are written",
      [] {
        v3_is_that_of_the_standards([](const std::string& method, const Parameters& query,
                                       const runner::Headers& headers, const std::string& body,
                                       const std::string& secret) {
          runner::CanonicalHeaders as_written;
          for (const auto& [name, value] : std::map(headers.begin(), headers.end())) {
            as_written.names += (as_written.names.empty() ? "" : ";") + name;
            as_written.lines += name + ":" + value.substr(1, value.size() - 3) + "\n";
          }
          return runner::Signer{
              {.access_key_id = "id", .access_key_secret = secret, .security_token = {}}}
              .sign_v3(runner::canonical_request_v3(method, "/", runner::canonical_query(query),
                                                    as_written, runner::sha256_hex(body)));
        });
      },
      30);
}

// A request that the client signs is understood, whatever else it carries, in any variant.
void honest_requests_are_accepted(Stage& stage) {
  Scenario asked = *plain_scenario().as("asked");
  const auto action =
      std::ranges::find(cases::tested_actions, asked.call.action, &cases::TestedAction::name);
  asked.fixture = action->fixture();
  for (cases::Argument& argument : *unknown_arguments().as("more")) {
    asked.call.arguments.push_back(std::move(argument));
  }
  const Aftermath outcome = aftermath_of(stage, asked);
  RC_ASSERT(outcome.text().substr(0, 3) == "200");
  RC_ASSERT(outcome.accepted());
  RC_ASSERT(outcome.after.status == "Starting");
}

HALLMARK_LAW(Signature, OfAnHonestClientIsAccepted) { honest_requests_are_accepted(honest()); }

TEST(SignatureLaws, FindAnEndpointThatRefusesHonestClients) {
  expect_defects_found(
      honest_requests_are_accepted,
      {"asterisk-signed-raw", "blank-signed-as-plus", "tilde-signed-encoded", "slash-signed-raw",
       "equals-signed-raw", "percent-signed-raw", "non-ascii-signed-raw", "empty-values-not-signed",
       "encoded-plus-taken-for-blank", "four-byte-utf8-refused", "v3-start-refused",
       "v3-reboot-refused", "v3-reactivate-refused"},
      400);
}

// What somebody on the way may do to a signed request.
struct Tampering {
  enum class Kind : std::uint8_t {
    replace_byte,  // of the target, the body, or the value of a header
    insert_byte,
    erase_byte,
    other_value,  // of a parameter or header: something that is a value elsewhere
    add_parameter,
    drop_parameter,
    add_header,
    other_method,
    other_action,
  };
  Kind kind = Kind::replace_byte;
  int part = 0;   // 0 the target, 1 the body, 2 a header
  int place = 0;  // which byte, parameter or header, counted round
  char byte = 'x';
  std::string text;
};

void showValue(const Tampering& tampering, std::ostream& out) {
  constexpr std::array names = {"replace byte", "insert byte",   "erase byte",
                                "other value",  "add parameter", "drop parameter",
                                "add header",   "other method",  "other action"};
  constexpr std::array parts = {"target", "body", "header"};
  out << names[static_cast<std::size_t>(tampering.kind)] << ", "
      << parts[static_cast<std::size_t>(tampering.part)] << ' ' << tampering.place << ", "
      << static_cast<int>(tampering.byte) << ", " << tampering.text;
}

rc::Gen<Tampering> tampering() {
  const auto byte = rc::gen::map(
      rc::gen::oneOf(between(0, 256),
                     rc::gen::element<int>('a', 'A', '0', '&', '=', '%', '+', ' ', ';', ',')),
      [](int value) { return static_cast<char>(static_cast<unsigned char>(value)); });
  const auto text = rc::gen::elementOf(std::vector<std::string>{
      "StartInstance", "RebootInstance", "StopInstance", "DescribeInstances", "true", "false", "",
      "2014-05-26", "1.0", "JSON", "XML", "HMAC-SHA1", "i-bp1hallmarkunknown00"});
  return rc::gen::map(rc::gen::tuple(between(0, 9), between(0, 3), between(0, 600), byte, text),
                      [](const auto& parts) {
                        const auto& [kind, part, place, letter, put] = parts;
                        return Tampering{.kind = static_cast<Tampering::Kind>(kind),
                                         .part = part,
                                         .place = place,
                                         .byte = letter,
                                         .text = put};
                      });
}

// The header that a change is made to: one that says who asks for what.
std::string& header_at(HttpRequest& request, int place) {
  return request.headers[static_cast<std::size_t>(place) % request.headers.size()].second;
}

// Start of the name=value piece of that number, counted round, and its length.
std::pair<std::size_t, std::size_t> piece_at(std::string_view text, std::size_t start, int number) {
  std::vector<std::pair<std::size_t, std::size_t>> pieces;
  for (std::size_t at = start; at < text.size();) {
    const std::size_t end = std::min(text.find('&', at), text.size());
    pieces.emplace_back(at, end - at);
    at = end + 1;
  }
  return pieces.empty() ? std::pair{text.size(), std::size_t{0}}
                        : pieces[static_cast<std::size_t>(number) % pieces.size()];
}

// Another action in the place of the one that was signed.
void put_action(HttpRequest& request, bool v3, int which) {
  constexpr std::array actions = {"StopInstance", "StartInstance", "RebootInstance"};
  const std::string action = actions[static_cast<std::size_t>(which) % actions.size()];
  if (v3) {
    for (auto& [name, value] : request.headers) {
      if (name == "x-acs-action") value = action;
    }
    return;
  }
  constexpr std::string_view name = "Action=";
  std::string& text = parameters_in(request);
  const std::size_t start = text.find(name) + name.size();
  text.replace(start, text.find('&', start) - start, action);
}

// The headers of a V1 request are not signed and say nothing: there the target is changed instead.
void tamper(HttpRequest& request, bool v3, Tampering done) {
  using Kind = Tampering::Kind;
  if (done.part == 2 && !v3) done.part = 0;
  std::string& whole = done.part == 2                            ? header_at(request, done.place)
                       : done.part == 1 && !request.body.empty() ? request.body
                                                                 : request.target;
  const bool in_target = &whole == &request.target;
  const std::size_t start = in_target ? whole.find('?') + 1 : 0;
  const std::size_t at = whole.empty() ? 0 : static_cast<std::size_t>(done.place) % whole.size();
  switch (done.kind) {
    case Kind::replace_byte:
      if (!whole.empty()) whole[at] = done.byte;
      break;
    case Kind::insert_byte:
      whole.insert(at, 1, done.byte);
      break;
    case Kind::erase_byte:
      if (!whole.empty()) whole.erase(at, 1);
      break;
    case Kind::other_value:
      if (done.part == 2) {
        whole = done.text;
      } else {
        const auto [from, length] = piece_at(whole, start, done.place);
        const std::string piece = whole.substr(from, length);
        whole.replace(from, length, piece.substr(0, piece.find('=')) + '=' + done.text);
      }
      break;
    case Kind::add_parameter:
      if (done.part != 2) {
        whole += (whole.size() == start ? "" : "&") + std::string{"Added="} + done.text;
      }
      break;
    case Kind::drop_parameter:
      if (done.part != 2) {
        const auto [from, length] = piece_at(whole, start, done.place);
        whole.erase(from, length + 1);
      }
      break;
    case Kind::add_header:
      request.headers.emplace_back("x-acs-added", done.text);
      break;
    case Kind::other_method:
      request.method = request.method == "GET" ? "POST" : "GET";
      break;
    case Kind::other_action:
      put_action(request, v3, done.place);
      break;
  }
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// What a signed request says: all that its signature has to cover, decoded where it may be spelled
// in several ways. Nothing where that cannot be told.
std::optional<std::vector<std::string>> meaning_of(const HttpRequest& request, bool v3) {
  const std::size_t question = std::min(request.target.find('?'), request.target.size());
  const std::string path = request.target.substr(0, question);
  std::vector<std::string> said = {request.method, path.empty() ? "/" : path};
  std::string_view query{request.target};
  query.remove_prefix(std::min(question + 1, query.size()));
  auto parameters = runner::parse_form(query);
  if (!parameters) return std::nullopt;
  if (v3) {
    said.push_back(request.body);
    for (const auto& [name, value] : request.headers) {
      const bool bound = runner::same_header_name(name, "host") || name.starts_with("x-acs-") ||
                         runner::same_header_name(name, "authorization") ||
                         (!request.body.empty() && runner::same_header_name(name, "content-type"));
      if (bound) said.push_back(name + ':' + std::string{trimmed(value)});
    }
  } else if (request.method == "POST" && is_form(request)) {
    const auto more = runner::parse_form(request.body);
    if (!more) return std::nullopt;
    parameters->insert(parameters->end(), more->begin(), more->end());
  }
  std::ranges::stable_sort(*parameters);
  for (const auto& [name, value] : *parameters) {
    said.push_back(name);
    said.push_back(value);
  }
  return said;
}

// A change after signing is refused and does nothing, unless it leaves what is said as it was.
void changed_requests_are_refused(Stage& stage) {
  const bool reboot = *rc::gen::arbitrary<bool>().as("reboot");
  Scenario asked{.fixture = {.status = reboot ? specs::InstanceStatus::running
                                              : specs::InstanceStatus::stopped,
                             .settle_ms = 1000},
                 .call = {.action = reboot ? "RebootInstance" : "StartInstance",
                          .arguments = {{.name = "InstanceId", .value = cases::this_instance()},
                                        {.name = "DryRun", .value = cases::text("false")},
                                        {.name = "Note", .value = cases::text("a b*~/%")}}},
                 .variant = {}};
  const auto way = *between<std::size_t>(0, cases::full_variants().size()).as("way");
  asked.variant = cases::full_variants()[way];
  if (*rc::gen::arbitrary<bool>().as("dry")) asked.call.arguments[1].value = cases::text("true");
  const bool dry = asked.call.arguments[1].value.before == "true";
  const bool v3 = asked.variant.signature == cases::Signature::v3;
  const Tampering done = *tampering().as("tampering");

  bool same = false;
  const Aftermath outcome = aftermath_of(stage, asked, [&](HttpRequest& request) {
    const auto before = meaning_of(request, v3);
    tamper(request, v3, done);
    same = before.has_value() && before == meaning_of(request, v3);
  });
  if (same) {
    RC_ASSERT((dry ? outcome.reply.code == std::optional<std::string>{"DryRunOperation"}
                   : outcome.accepted()));
    return;
  }
  const std::string seen = outcome.text();
  RC_LOG() << "answered: " << seen << "\n";
  RC_ASSERT(outcome.refused());
  // Nobody got as far as to look at the instance.
  for (const char* code :
       {"DryRunOperation", "IncorrectInstanceStatus", "InvalidInstanceId.NotFound"}) {
    RC_ASSERT(*outcome.reply.code != code);
  }
  RC_ASSERT(outcome.after.status == (reboot ? "Running" : "Stopped"));
}

HALLMARK_LAW(Signature, OfAChangedRequestIsRefused) { changed_requests_are_refused(honest()); }

TEST(SignatureLaws, FindAnEndpointThatDoesNotVerify) {
  expect_defects_found(
      changed_requests_are_refused,
      {"v1-signature-not-checked", "v3-signature-not-checked", "v1-signature-compared-by-prefix",
       "v3-signature-compared-by-prefix", "v1-method-not-signed", "v3-method-not-signed",
       "v1-added-parameter-not-signed", "v3-added-parameter-not-signed", "v1-action-not-signed",
       "v3-action-not-signed", "v3-body-hash-not-checked", "v3-signed-headers-not-enforced",
       "missing-signature-accepted", "v1-refused-call-carried-out", "v3-refused-call-carried-out",
       "dry-run-skips-signature", "wrong-signature-answers-500"},
      160, 3000);
}

// A nonce is good once, for the account that used it; with whatever timestamp, and however late.
void a_nonce_is_good_once(Stage& stage) {
  const auto way = *between<std::size_t>(0, cases::full_variants().size()).as("way");
  const cases::Variant variant = cases::full_variants()[way];
  const bool signed_again = *rc::gen::arbitrary<bool>().as("signed again");
  const auto later = std::chrono::seconds{*between(2, 840).as("seconds later")};
  const cases::Call call{.action = "RebootInstance",
                         .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}};
  const cases::Fixture running{.status = specs::InstanceStatus::running, .settle_ms = 1000};
  const Staged world{stage, running};
  const Staged other{stage, running};
  const runner::Cast cast{world.world()};
  const runner::BuiltRequest first = stage.builder().build(call, variant, cast, "");
  RC_ASSERT(stage.send(first.http).http_status == 200);
  stage.pass(later);
  RC_ASSERT(world.look().status == "Running");
  const runner::Reply second = stage.send(
      signed_again ? stage.builder().build(call, variant, cast, "", first.nonce).http : first.http);
  RC_ASSERT(second.http_status >= 400 && second.http_status < 500);
  RC_ASSERT((second.code == std::optional<std::string>{"SignatureNonceUsed"}));
  RC_ASSERT(world.look().status == "Running");
  const runner::Cast other_cast{other.world()};
  RC_ASSERT(stage.send(stage.builder().build(call, variant, other_cast, "", first.nonce).http)
                .http_status == 200);
}

HALLMARK_LAW(Nonce, IsGoodOnce) { a_nonce_is_good_once(honest()); }

TEST(SignatureLaws, FindAnEndpointThatForgetsNonces) {
  expect_defects_found(a_nonce_is_good_once,
                       {"v1-replay-accepted", "v3-replay-accepted", "nonce-kept-with-its-timestamp",
                        "replay-answers-500", "nonces-shared-by-accounts"},
                       40);
}

// A timestamp is taken within a quarter of an hour of the endpoint's clock, and in its shape only.
void a_timestamp_is_of_now(Stage& stage) {
  Scenario asked{.fixture = {.settle_ms = 1000},
                 .call = {.action = "StartInstance",
                          .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}},
                 .variant = {}};
  const auto way = *between<std::size_t>(0, cases::full_variants().size()).as("way");
  asked.variant = cases::full_variants()[way];
  Edit edit{.name = "Timestamp"};
  bool in_time = false;
  if (*rc::gen::arbitrary<bool>().as("in shape")) {
    edit.op = Edit::Op::shift;
    edit.seconds = *rc::gen::oneOf(between(-2000, 2000),
                                   rc::gen::element(-86'400, -901, -899, 899, 901, 86'400))
                        .as("seconds off");
    RC_PRE(std::abs(edit.seconds) != 900);  // the pages do not say
    in_time = std::abs(edit.seconds) < 900;
  } else {
    edit.value = cases::text(*timestamp_text().as("timestamp"));
    const auto meant = runner::parse_timestamp(edit.value.before);
    in_time = meant && std::chrono::abs(*meant - stage.now()) < std::chrono::minutes{15};
  }
  asked.call.edits = {edit};
  const Aftermath outcome = aftermath_of(stage, asked);
  if (in_time) {
    RC_ASSERT(outcome.accepted());
    return;
  }
  RC_ASSERT(outcome.refused());
  RC_ASSERT(outcome.after.status == "Stopped");
}

HALLMARK_LAW(Timestamp, IsOfNow) { a_timestamp_is_of_now(honest()); }

TEST(SignatureLaws, FindAnEndpointWithoutAClock) {
  expect_defects_found(
      a_timestamp_is_of_now,
      {"v1-old-timestamp-accepted", "v1-future-timestamp-accepted",
       "v1-malformed-timestamp-accepted", "v3-old-date-accepted", "v3-future-date-accepted",
       "v3-malformed-date-accepted", "missing-timestamp-accepted"},
      60);
}

}  // namespace
}  // namespace hallmark::fuzz
