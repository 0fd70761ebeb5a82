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

#include "cases/library.hpp"
#include "runner/reference/signing/verification.hpp"
#include "runner/target/testing_requests.hpp"

namespace hallmark::runner {
namespace {

using cases::Edit;
using cases::Variant;
using ::testing::HasSubstr;
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
    named[encoded(decoded(name))] = encoded(decoded(value));
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

// What HMAC is keyed with is what a case says.
TEST(RequestBuilder, SignsWithTheKeyOfTheCase) {
  const Variant v1 = cases::base_variants()[0];
  const Variant v3 = cases::base_variants()[1];
  cases::Call call = start();
  call.edits = {{.name = "SigningKey", .value = cases::text("&")}};
  EXPECT_TRUE(verifies_v1(build(call, v1), ""));
  call.edits = {{.name = "SigningKey"}};
  EXPECT_TRUE(verifies_v3(build(call, v3), ""));
  EXPECT_FALSE(verifies_v1(build(call, v1), ""));
  call.edits = {{.op = Edit::Op::cut_last, .name = "SigningKey"}};
  EXPECT_FALSE(verifies_v1(build(call, v1), own.credentials.access_key_secret.reveal()));
  EXPECT_FALSE(verifies_v3(build(call, v3), own.credentials.access_key_secret.reveal()));
}

TEST(RequestBuilder, ChangesASignatureAtTheEndThatTheCaseNames) {
  const Variant v3 = cases::base_variants()[1];
  const auto signature = [&](const cases::Call& call) {
    const std::string text = header(build(call, v3, "nonce"), "Authorization");
    return text.substr(text.find("Signature=") + 10);
  };
  cases::Call call = start();
  const std::string right = signature(call);
  call.edits = {{.when = Edit::When::after_signing,
                 .op = Edit::Op::flip,
                 .name = "Signature",
                 .value = cases::text("first")}};
  EXPECT_NE(signature(call)[0], right[0]);
  EXPECT_EQ(signature(call).substr(1), right.substr(1));
  call.edits[0].value = cases::text("last");
  EXPECT_EQ(signature(call).substr(0, 63), right.substr(0, 63));
  EXPECT_NE(signature(call)[63], right[63]);
}

TEST(RequestBuilder, WritesATimeAfterThePatternOfTheCase) {
  cases::Call call = start();
  call.edits = {{.op = Edit::Op::shift,
                 .name = "Timestamp",
                 .value = cases::text("[year]-[month]-[day] [hour]:[minute]"),
                 .seconds = 60}};
  EXPECT_EQ(decoded(pieces(query_of(build(call, cases::base_variants()[0])), '&')["Timestamp"]),
            "2020-09-13 12:27");
}

TEST(RequestBuilder, SignsEveryVariantSoThatAStrangerAgrees) {
  cases::Call call = start();
  call.arguments.push_back({.name = "Odd", .value = cases::text("a b*~/+&=%\xc3\xa9")});
  for (const Variant variant : cases::full_variants()) {
    const BuiltRequest built = build(call, variant);
    EXPECT_TRUE(verifies(built, variant, own.credentials.access_key_secret.reveal()))
        << variant.name();
    EXPECT_FALSE(verifies(built, variant, "another secret")) << variant.name();
    EXPECT_EQ(built.http.method, variant.method == cases::Method::get ? "GET" : "POST")
        << variant.name();
  }
}

reference::HttpRequest received(const HttpRequest& sent) {
  return {.method = sent.method, .target = sent.target, .headers = sent.headers, .body = sent.body};
}

// What the reference endpoint asks of a client it asks of ours.
TEST(RequestBuilder, SignsEveryUneditedCallOfTheLibraryAsTheReferenceWantsIt) {
  Cast cast{own, other};
  RequestBuilder builder{"127.0.0.1:8080", "/", NonceGenerator{1},
                         [] { return std::chrono::system_clock::now(); }};
  std::size_t signed_as_wanted = 0;
  for (const cases::Case& one : cases::library()) {
    for (const cases::Call& call : one.calls) {
      if (!call.edits.empty() || call.identity != cases::Identity::own) continue;
      for (const Variant variant : cases::base_variants()) {
        const BuiltRequest built = builder.build(call, variant, cast, {});
        const reference::Verified verified =
            reference::verify(received(built.http), own.credentials.access_key_secret.reveal());
        ASSERT_FALSE(verified.flaw) << one.id << ' ' << verified.flaw->part;
        ASSERT_EQ(verified.access_key_id, own.credentials.access_key_id);
        ASSERT_TRUE(reference::verify(received(built.http), "another secret").flaw) << one.id;
        ++signed_as_wanted;
      }
    }
  }
  EXPECT_GT(signed_as_wanted, 500U);
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

TEST(RequestBuilder, PutsWhatIsApartInTheOtherPlaceAndSignsItThere) {
  for (const Variant variant : cases::full_variants()) {
    for (const std::string name : {"InstanceId", "DryRun", "Action"}) {
      cases::Call call = start();
      call.arguments.push_back({.name = "DryRun", .value = cases::text("true")});
      call.apart = {name};
      const BuiltRequest built = build(call, variant);
      EXPECT_TRUE(verifies(built, variant, own.credentials.access_key_secret.reveal()));
      if (name == "Action" && variant.signature == cases::Signature::v3) continue;  // a header
      const bool form = variant.method == cases::Method::post_form;
      const bool get = variant.method == cases::Method::get;
      const Named query = pieces(query_of(built), '&');
      const Named body = pieces(built.http.body, '&');
      EXPECT_EQ(query.count(name), form || get ? 1U : 0U) << variant.name() << ' ' << name;
      EXPECT_EQ(body.count(name), form || get ? 0U : 1U) << variant.name() << ' ' << name;
      const std::string rest = name == "DryRun" ? "InstanceId" : "DryRun";
      EXPECT_EQ((form ? body : query).count(rest), 1U) << variant.name() << ' ' << name;
      EXPECT_EQ(header(built, "Content-Type"), get ? "" : "application/x-www-form-urlencoded");
    }
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
                                       Encoding::every_byte, Encoding::plus, Encoding::bare),
         .name_spelling =
             *rc::gen::element(cases::NameSpelling::canonical, cases::NameSpelling::every_byte,
                               cases::NameSpelling::behind_an_empty_piece)});
    const Variant variant = *rc::gen::elementOf(cases::full_variants());
    RC_ASSERT(verifies(build(call, variant), variant, own.credentials.access_key_secret.reveal()));
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

TEST(RequestBuilder, SpellsANameAsItIsTold) {
  const auto spelled = [](cases::NameSpelling spelling) {
    cases::Call call = start();
    call.arguments = {{.name = "Odd", .value = cases::text("1"), .name_spelling = spelling}};
    return query_of(build(call, {}));
  };
  EXPECT_THAT(spelled(cases::NameSpelling::every_byte), HasSubstr("%4F%64%64=1"));
  EXPECT_TRUE(spelled(cases::NameSpelling::behind_an_empty_piece).starts_with("&Odd=1"));
}

TEST(RequestBuilder, AnEditBeforeSigningIsSignedAndOneAfterwardsIsAForgery) {
  for (const Variant variant : cases::full_variants()) {
    cases::Call call = start();
    call.edits = {{.op = Edit::Op::shift, .name = "Timestamp", .seconds = -3600}};
    const BuiltRequest honest = build(call, variant);
    EXPECT_TRUE(verifies(honest, variant, own.credentials.access_key_secret.reveal()))
        << variant.name();
    EXPECT_THAT(decoded(raw_request(honest.http)), HasSubstr("2020-09-13T11:26:40Z"))
        << variant.name();
    call.edits[0].when = Edit::When::after_signing;
    EXPECT_FALSE(
        verifies(build(call, variant), variant, own.credentials.access_key_secret.reveal()))
        << variant.name();
    call.edits = {{.when = Edit::When::after_signing, .op = Edit::Op::flip, .name = "Signature"}};
    EXPECT_FALSE(
        verifies(build(call, variant), variant, own.credentials.access_key_secret.reveal()))
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
  EXPECT_FALSE(
      verifies_v1(as(cases::Identity::wrong_secret), own.credentials.access_key_secret.reveal()));
  EXPECT_NE(key(as(cases::Identity::unknown_key)), own.credentials.access_key_id);
  EXPECT_EQ(key(as(cases::Identity::other_account)), other.credentials.access_key_id);
  EXPECT_TRUE(verifies_v1(as(cases::Identity::other_account),
                          other.credentials.access_key_secret.reveal()));
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

}  // namespace
}  // namespace hallmark::runner
