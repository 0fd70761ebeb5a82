// SPDX-License-Identifier: Apache-2.0
#include "runner/target/built_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cases/library.hpp"
#include "runner/target/testing_requests.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/replies/gzip.hpp"

namespace hallmark::runner {
namespace {

using cases::Edit;
using cases::Variant;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Shown, NeverHoldsASignatureASecretOrAKeyId) {
  for (const Variant variant : cases::full_variants()) {
    for (const bool forged : {false, true}) {
      cases::Call call = start();
      if (forged)
        call.edits = {
            {.when = Edit::When::after_signing, .op = Edit::Op::flip, .name = "Signature"}};
      const BuiltRequest built = build(call, variant);
      const std::string signature = signature_in(built, variant);
      ASSERT_GT(signature.size(), 20U);
      const std::string echo = "You sent " + raw_request(built.http) + " and " +
                               decoded(signature) + " by " + own.credentials.access_key_id +
                               " with " + own.credentials.access_key_secret.reveal();
      for (const std::string& text : {shown(built), strike_out(echo, built)}) {
        EXPECT_THAT(text, Not(HasSubstr(signature))) << variant.name();
        EXPECT_THAT(text, Not(HasSubstr(decoded(signature)))) << variant.name();
        EXPECT_THAT(text, Not(HasSubstr(own.credentials.access_key_id))) << variant.name();
        EXPECT_THAT(text, Not(HasSubstr(own.credentials.access_key_secret.reveal())))
            << variant.name();
        EXPECT_THAT(text, HasSubstr("i-bp1own")) << variant.name();
      }
    }
  }
}

// The quick ways to hide what is secret hide as much as the thorough one.
TEST(Shown, HidesInEveryCallOfTheLibraryWhatRedactingHides) {
  Cast cast{own, other};
  RequestBuilder builder{"127.0.0.1:8080", "/", NonceGenerator{1},
                         [] { return std::chrono::system_clock::now(); }};
  std::size_t as_usual = 0;
  for (const cases::Case& one : cases::library()) {
    for (const cases::Call& call : one.calls) {
      for (const Variant variant : cases::base_variants()) {
        const BuiltRequest built = builder.build(call, variant, cast, {});
        const std::string raw = raw_request(built.http);
        if (raw.size() > 16U << 10U) continue;
        const std::string text = shown(built);
        ASSERT_EQ(text, redact(text, built.secrets)) << one.id;
        if (!built.as_usual) continue;
        ASSERT_EQ(text, redact(raw, built.secrets)) << one.id;
        ++as_usual;
      }
    }
  }
  EXPECT_GT(as_usual, 500U);
}

// A signature that is changed once it is made: neither is shown.
TEST(Secrets, HoldASignatureBothAsItWasMadeAndAsItIsSent) {
  for (const cases::Signature signature : {cases::Signature::v1, cases::Signature::v3}) {
    cases::Call call = start();
    Edit flip{.op = Edit::Op::flip, .name = "Signature"};
    flip.where = Edit::Where::common;
    flip.when = Edit::When::after_signing;
    call.edits.push_back(flip);
    const auto plain = build(start(), {.signature = signature}).secrets;
    const auto edited = build(call, {.signature = signature}).secrets;
    ASSERT_EQ(edited.size(), plain.size() + 1);
    EXPECT_EQ(edited.front(), plain.front());
    EXPECT_EQ(std::ranges::count(plain, edited[signature == cases::Signature::v1 ? 2 : 1]), 0);
  }
}

TEST(StrikeOut, HidesWhatAnAnswerEchoes) {
  const BuiltRequest built = build(start(), {});
  HttpReply reply;
  reply.headers = {{"Content-Type", "application/xml"}, {"X-Echo", "Signature=abcdefgh&x=1"}};
  reply.body = "<Error><Message>" + built.secrets.front().reveal() + "</Message></Error>";
  strike_out(reply, built);
  EXPECT_EQ(reply.headers[0].second, "application/xml");
  EXPECT_THAT(reply.headers[1].second, Not(HasSubstr("abcdefgh")));
  EXPECT_EQ(reply.body, "<Error><Message>***</Message></Error>");
  for (const std::string_view name : {"signature", "SIGNATURE", "AccessKeyId", "credential",
                                      "SecurityToken", "accesskeysecret"}) {
    reply.headers.clear();
    reply.body = "an error about " + std::string{name} + "=abcdefghijkl";
    strike_out(reply, built);
    EXPECT_THAT(reply.body, Not(HasSubstr("abcdefghijkl"))) << name;
  }
}

TEST(StrikeOut, HidesWhatAnAnswerEchoesInAnyOfItsParts) {
  const BuiltRequest built = build(start(), {});
  const std::string signature = built.secrets.front().reveal();
  const std::string secret = own.credentials.access_key_secret.reveal();
  HttpReply reply;
  reply.reason = "Not " + signature;
  reply.headers = {{"X-" + secret, "1"}, {"X-Upper", "OWN-SECRET-VALUE"}};
  std::string escaped;
  for (const char c : signature) escaped += c == '/' ? "\\/" : std::string{c};
  reply.body = "{\"Message\":\"" + escaped + "\"}";
  strike_out(reply, built);
  EXPECT_EQ(reply.reason, "Not ***");
  EXPECT_EQ(reply.headers, (Headers{{"X-***", "1"}, {"X-Upper", "***"}}));
  EXPECT_EQ(reply.body, R"({"Message":"***"})");
}

TEST(StrikeOut, HidesWhatAPackedAnswerEchoes) {
  const BuiltRequest built = build(start(), {});
  const std::string text = "<E>" + own.credentials.access_key_secret.reveal() + "</E>";
  const std::string packed = pack_gzip(text);
  HttpReply reply;
  reply.body = packed;
  strike_out(reply, built);
  EXPECT_EQ(unpack(reply.body, 100).text, "<E>***</E>");
  reply.body = packed.substr(0, packed.size() - 2);  // cut off, and readable up to there
  strike_out(reply, built);
  EXPECT_EQ(reply.body, "***");
  const std::string harmless = pack_gzip("<E>nothing</E>");
  for (const std::string& body : {harmless, harmless.substr(0, harmless.size() - 2)}) {
    reply.body = body;
    strike_out(reply, built);
    EXPECT_EQ(reply.body, body);
  }
  reply.body = pack_gzip(std::string(5U << 20U, 'x'));  // more than anybody looks through
  strike_out(reply, built);
  EXPECT_EQ(reply.body, "***");
}

TEST(Shown, KeepsAtMostSixteenKibibytes) {
  cases::Call call = start();
  call.arguments.push_back({.name = "Long", .value = cases::text(std::string(100'000, 'x'))});
  EXPECT_LE(shown(build(call, {})).size(), (16U << 10U) + 3U);
}

TEST(StrikeOut, LeavesOtherTextAlone) {
  EXPECT_EQ(strike_out("<Error><Code>IncorrectInstanceStatus</Code></Error>", build(start(), {})),
            "<Error><Code>IncorrectInstanceStatus</Code></Error>");
}

}  // namespace
}  // namespace hallmark::runner
