// SPDX-License-Identifier: Apache-2.0
//
// What travels where, and that it is signed as a stranger would check it: the check of a signature
// here takes the request apart and calls OpenSSL itself.
#include "runner/target/request_builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>

#include "cases/library.hpp"
#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

using cases::Edit;
using cases::Variant;
using ::testing::HasSubstr;
using ::testing::Not;
using Named = std::map<std::string, std::string>;

const World own{.fixture_id = "1",
                .credentials = {"LTAIownkeyid00000001", "own-secret-value", ""},
                .region_id = "cn-hangzhou",
                .instance_id = "i-bp1own"};
const World other{.fixture_id = "2",
                  .credentials = {"LTAIotherkeyid000002", "other-secret-value", ""},
                  .region_id = "cn-hangzhou",
                  .instance_id = "i-bp1other"};

cases::Call start() {
  return {.action = "StartInstance",
          .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}};
}

BuiltRequest build(const cases::Call& call, Variant variant, std::string_view nonce = {}) {
  Cast cast{own, other};
  RequestBuilder builder{
      "127.0.0.1:8080", "/", NonceGenerator{1},
      [] { return std::chrono::system_clock::time_point{std::chrono::seconds{1'600'000'000}}; }};
  return builder.build(call, variant, cast, "ReactivateInstances", nonce);
}

Named pieces(std::string_view text, char between) {
  Named named;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find(between));
    const std::size_t equals = std::min(piece.find('='), piece.size());
    named.emplace(piece.substr(0, equals), equals == piece.size() ? "" : piece.substr(equals + 1));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
  }
  return named;
}

std::string query_of(const BuiltRequest& built) {
  const std::size_t mark = built.http.target.find('?');
  return mark == std::string::npos ? "" : built.http.target.substr(mark + 1);
}

std::string header(const BuiltRequest& built, std::string_view name) {
  const std::string* value = find_header(built.http.headers, name);
  return value == nullptr ? "" : *value;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

std::string joined(const Named& named) {
  std::string text;
  for (const auto& [name, value] : named) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

std::string hmac(const EVP_MD* digest, const std::string& key, const std::string& text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(digest, key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out, &size);
  return {reinterpret_cast<const char*>(out), size};
}

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    text += two;
  }
  return text;
}

std::string sha256(const std::string& text) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), out, &size, EVP_sha256(), nullptr);
  return hex({reinterpret_cast<const char*>(out), size});
}

// All parameters, whichever of query and form they came in; names and values in canonical encoding.
bool verifies_v1(const BuiltRequest& built, const std::string& secret) {
  Named named;
  for (const std::string& part : {query_of(built), built.http.body}) {
    for (const auto& [name, value] : pieces(part, '&'))
      named[encoded(decoded(name))] = encoded(decoded(value));
  }
  const std::string given = decoded(named["Signature"]);
  named.erase("Signature");
  const std::string mac =
      hmac(EVP_sha1(), secret + "&", built.http.method + "&%2F&" + encoded(joined(named)));
  unsigned char base64[64];
  EVP_EncodeBlock(base64, reinterpret_cast<const unsigned char*>(mac.data()),
                  static_cast<int>(mac.size()));
  return given == reinterpret_cast<const char*>(base64);
}

bool verifies_v3(const BuiltRequest& built, const std::string& secret) {
  const std::string authorization = header(built, "Authorization");
  constexpr std::string_view algorithm = "ACS3-HMAC-SHA256 ";
  if (!authorization.starts_with(algorithm)) return false;
  Named parts = pieces(std::string_view{authorization}.substr(algorithm.size()), ',');
  std::string headers;
  for (const auto& [name, nothing] : pieces(parts["SignedHeaders"], ';')) {
    headers += name + ":" + header(built, name) + "\n";
  }
  Named named;
  for (const auto& [name, value] : pieces(query_of(built), '&'))
    named[name] = encoded(decoded(value));
  const std::string hash = sha256(built.http.body);
  const std::string canonical = built.http.method + "\n/\n" + joined(named) + "\n" + headers +
                                "\n" + parts["SignedHeaders"] + "\n" + hash;
  return header(built, "x-acs-content-sha256") == hash &&
         parts["Signature"] ==
             hex(hmac(EVP_sha256(), secret, "ACS3-HMAC-SHA256\n" + sha256(canonical)));
}

bool verifies(const BuiltRequest& built, Variant variant, const std::string& secret) {
  return variant.signature == cases::Signature::v1 ? verifies_v1(built, secret)
                                                   : verifies_v3(built, secret);
}

TEST(RequestBuilder, SignsEveryVariantSoThatAStrangerAgrees) {
  cases::Call call = start();
  call.arguments.push_back({.name = "Odd", .value = cases::text("a b*~/+&=%\xc3\xa9")});
  for (const Variant variant : cases::full_variants()) {
    const BuiltRequest built = build(call, variant);
    EXPECT_TRUE(verifies(built, variant, own.credentials.access_key_secret)) << variant.name();
    EXPECT_FALSE(verifies(built, variant, "another secret")) << variant.name();
    EXPECT_EQ(built.http.method, variant.method == cases::Method::get ? "GET" : "POST")
        << variant.name();
  }
}

TEST(RequestBuilder, PutsParametersWhereTheVariantSays) {
  for (const Variant variant : cases::full_variants()) {
    const BuiltRequest built = build(start(), variant);
    const bool form = variant.method == cases::Method::post_form;
    const bool v1 = variant.signature == cases::Signature::v1;
    const Named query = pieces(query_of(built), '&');
    const Named body = pieces(built.http.body, '&');
    EXPECT_EQ((form ? body : query).count("InstanceId"), 1U) << variant.name();
    EXPECT_EQ((form ? query : body).count("InstanceId"), 0U) << variant.name();
    EXPECT_EQ((form ? body : query).count("Signature"), v1 ? 1U : 0U) << variant.name();
    EXPECT_EQ(header(built, "x-acs-action"), v1 ? "" : "StartInstance") << variant.name();
    EXPECT_EQ(header(built, "Content-Type"), form ? "application/x-www-form-urlencoded" : "")
        << variant.name();
    const Named& with_format = form && v1 ? body : query;
    ASSERT_EQ(with_format.count("Format"), 1U) << variant.name();
    EXPECT_EQ(with_format.at("Format"), variant.format == cases::Format::xml ? "XML" : "JSON")
        << variant.name();
  }
}

TEST(RequestBuilder, EveryEncodingStandsForTheValueThatWasSigned) {
  using cases::Encoding;
  EXPECT_TRUE(rc::check("whatever the spelling, the canonical form is signed", [] {
    cases::Call call = start();
    call.arguments.push_back(
        {.name = "Odd",
         .value = cases::text(*rc::gen::container<std::string>(
             rc::gen::element('/', '*', '(', 'a', 'Z', '\n', ':'))),
         .encoding = *rc::gen::element(Encoding::canonical, Encoding::lower_hex,
                                       Encoding::every_byte, Encoding::plus, Encoding::bare)});
    const Variant variant = *rc::gen::elementOf(cases::full_variants());
    RC_ASSERT(verifies(build(call, variant), variant, own.credentials.access_key_secret));
  }));
}

TEST(RequestBuilder, SpellsAValueAsItIsTold) {
  const auto spelled = [](cases::Encoding encoding, Variant variant) {
    cases::Call call = start();
    call.arguments = {{.name = "Odd", .value = cases::text("a /"), .encoding = encoding}};
    const BuiltRequest built = build(call, variant);
    return pieces(variant.method == cases::Method::post_form ? built.http.body : query_of(built),
                  '&')["Odd"];
  };
  const Variant form{.method = cases::Method::post_form};
  EXPECT_EQ(spelled(cases::Encoding::canonical, {}), "a%20%2F");
  EXPECT_EQ(spelled(cases::Encoding::lower_hex, {}), "a%20%2f");
  EXPECT_EQ(spelled(cases::Encoding::every_byte, {}), "%61%20%2F");
  EXPECT_EQ(spelled(cases::Encoding::bare, {}), "a%20/");
  EXPECT_EQ(spelled(cases::Encoding::plus, form), "a+%2F");
}

TEST(RequestBuilder, AnEditBeforeSigningIsSignedAndOneAfterwardsIsAForgery) {
  for (const Variant variant : cases::full_variants()) {
    cases::Call call = start();
    call.edits = {{.op = Edit::Op::shift, .name = "Timestamp", .seconds = -3600}};
    const BuiltRequest honest = build(call, variant);
    EXPECT_TRUE(verifies(honest, variant, own.credentials.access_key_secret)) << variant.name();
    EXPECT_THAT(decoded(raw_request(honest.http)), HasSubstr("2020-09-13T11:26:40Z"))
        << variant.name();
    call.edits[0].when = Edit::When::after_signing;
    EXPECT_FALSE(verifies(build(call, variant), variant, own.credentials.access_key_secret))
        << variant.name();
    call.edits = {{.when = Edit::When::after_signing, .op = Edit::Op::flip, .name = "Signature"}};
    EXPECT_FALSE(verifies(build(call, variant), variant, own.credentials.access_key_secret))
        << variant.name();
  }
}

TEST(RequestBuilder, FillsInHandlesAndTwists) {
  const auto sent = [](cases::Value value) {
    cases::Call call = start();
    call.arguments[0].value = std::move(value);
    return decoded(pieces(query_of(build(call, {})), '&')["InstanceId"]);
  };
  EXPECT_EQ(sent(cases::this_instance()), "i-bp1own");
  EXPECT_EQ(sent({.before = "[", .handle = cases::Handle::other_instance_id, .after = "]"}),
            "[i-bp1other]");
  EXPECT_EQ(sent({.handle = cases::Handle::instance_id, .twist = cases::Twist::upper_case}),
            "I-BP1OWN");
  EXPECT_EQ(sent({.handle = cases::Handle::instance_id, .twist = cases::Twist::without_last}),
            "i-bp1ow");
  EXPECT_EQ(sent({.handle = cases::Handle::instance_id, .twist = cases::Twist::doubled}),
            "i-bp1owni-bp1own");
}

TEST(RequestBuilder, TakesAFreshNonceUnlessOneIsGiven) {
  Cast cast{own};
  RequestBuilder builder{"h", "/", NonceGenerator{1},
                         [] { return std::chrono::system_clock::time_point{}; }};
  const BuiltRequest first = builder.build(start(), {}, cast, "");
  const BuiltRequest second = builder.build(start(), {}, cast, "");
  EXPECT_NE(first.nonce, second.nonce);
  const BuiltRequest again = builder.build(start(), {}, cast, "", first.nonce);
  EXPECT_EQ(pieces(query_of(again), '&')["SignatureNonce"], first.nonce);
  EXPECT_EQ(again.http.target, first.http.target);
}

TEST(RequestBuilder, SignsAsWhoeverTheCallSays) {
  const auto as = [](cases::Identity identity) {
    cases::Call call = start();
    call.identity = identity;
    return build(call, {});
  };
  const auto key = [](const BuiltRequest& built) {
    return pieces(query_of(built), '&')["AccessKeyId"];
  };
  EXPECT_EQ(key(as(cases::Identity::wrong_secret)), own.credentials.access_key_id);
  EXPECT_FALSE(verifies_v1(as(cases::Identity::wrong_secret), own.credentials.access_key_secret));
  EXPECT_NE(key(as(cases::Identity::unknown_key)), own.credentials.access_key_id);
  EXPECT_EQ(key(as(cases::Identity::other_account)), other.credentials.access_key_id);
  EXPECT_TRUE(verifies_v1(as(cases::Identity::other_account), other.credentials.access_key_secret));
}

TEST(RequestBuilder, SpellsReactivateInstancesAsTheTargetDoes) {
  Cast cast{own};
  RequestBuilder builder{"h", "/", NonceGenerator{1},
                         [] { return std::chrono::system_clock::time_point{}; }};
  cases::Call call{.action = "ReactivateInstances"};
  EXPECT_EQ(builder.build(call, {}, cast, "ReActivateInstances").action, "ReActivateInstances");
  call.spelled_as_is = true;
  EXPECT_EQ(builder.build(call, {}, cast, "ReActivateInstances").action, "ReactivateInstances");
}

std::string signature_in(const BuiltRequest& built, Variant variant) {
  if (variant.signature == cases::Signature::v3) {
    const std::string authorization = header(built, "Authorization");
    return authorization.substr(authorization.find("Signature=") + 10);
  }
  Named query = pieces(query_of(built), '&');
  return query.contains("Signature") ? query["Signature"]
                                     : pieces(built.http.body, '&')["Signature"];
}

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
                               " with " + own.credentials.access_key_secret;
      for (const std::string& text : {shown(built), strike_out(echo, built)}) {
        EXPECT_THAT(text, Not(HasSubstr(signature))) << variant.name();
        EXPECT_THAT(text, Not(HasSubstr(decoded(signature)))) << variant.name();
        EXPECT_THAT(text, Not(HasSubstr(own.credentials.access_key_id))) << variant.name();
        EXPECT_THAT(text, Not(HasSubstr(own.credentials.access_key_secret))) << variant.name();
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
        ASSERT_EQ(text, redact(text, built.secrets.all())) << one.id;
        if (!built.as_usual) continue;
        ASSERT_EQ(text, redact(raw, built.secrets.all())) << one.id;
        ++as_usual;
      }
    }
  }
  EXPECT_GT(as_usual, 500U);
}

TEST(Secrets, AreKeptInOrderWhateverTheyHold) {
  const std::vector<std::string> kept{"sesame", "", std::string(3, '\0'), "a\nb",
                                      std::string(999, 'x')};
  Secrets secrets;
  for (const std::string& one : kept) secrets.add(one);
  EXPECT_EQ(secrets.all(), kept);
  EXPECT_TRUE(secrets.any_of([](std::string_view one) { return one == "a\nb"; }));
  EXPECT_FALSE(secrets.any_of([](std::string_view one) { return one == "a"; }));
  EXPECT_FALSE(Secrets{}.any_of([](std::string_view) { return true; }));
}

TEST(Secrets, MayBeKeptAsAQueryHasThem) {
  Secrets secrets;
  secrets.add_percent_encoded("a+b/c=");
  EXPECT_EQ(secrets.all(), std::vector<std::string>{"a%2Bb%2Fc%3D"});
}

// A signature that is changed once it is made: neither is shown.
TEST(Secrets, HoldASignatureBothAsItWasMadeAndAsItIsSent) {
  for (const cases::Signature signature : {cases::Signature::v1, cases::Signature::v3}) {
    cases::Call call = start();
    Edit flip{.op = Edit::Op::flip, .name = "Signature"};
    flip.where = Edit::Where::common;
    flip.when = Edit::When::after_signing;
    call.edits.push_back(flip);
    const auto plain = build(start(), {.signature = signature}).secrets.all();
    const auto edited = build(call, {.signature = signature}).secrets.all();
    ASSERT_EQ(edited.size(), plain.size() + 1);
    EXPECT_EQ(edited.front(), plain.front());
    EXPECT_EQ(std::ranges::count(plain, edited[signature == cases::Signature::v1 ? 2 : 1]), 0);
  }
}

TEST(StrikeOut, HidesWhatAnAnswerEchoes) {
  const BuiltRequest built = build(start(), {});
  HttpReply reply;
  reply.headers = {{"Content-Type", "application/xml"}, {"X-Echo", "Signature=abcdefgh&x=1"}};
  reply.body = "<Error><Message>" + built.secrets.all().front() + "</Message></Error>";
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
