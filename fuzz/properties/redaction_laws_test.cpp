// SPDX-License-Identifier: Apache-2.0
//
// Laws of redaction: what is shown of requests and answers holds no secret, however it is dressed.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/properties/generators.hpp"
#include "fuzz/properties/law.hpp"
#include "fuzz/properties/planted.hpp"
#include "fuzz/properties/scenario.hpp"
#include "fuzz/properties/stage.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace hallmark::fuzz {
namespace {

using Strings = std::vector<std::string>;
using Redact = std::function<std::string(std::string_view, std::span<const runner::Secret>)>;
using Show = std::function<std::string(const runner::BuiltRequest&)>;
using StrikeOut = std::function<std::string(std::string, const runner::BuiltRequest&)>;

// Whatever can be decoded is; what cannot stays as it is.
std::string undressed_once(std::string_view text) {
  static const std::vector<std::pair<std::string_view, char>> names = {
      {"&amp;", '&'}, {"&lt;", '<'},  {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''},
      {"\\\"", '"'},  {"\\\\", '\\'}, {"\\/", '/'},  {"\\n", '\n'},   {"\\t", '\t'}};
  constexpr std::string_view digits = "0123456789abcdef0123456789ABCDEF";
  std::string plain;
  while (!text.empty()) {
    if (std::string_view{"%&\\"}.find(text.front()) == std::string_view::npos) {
      plain += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto name =
        std::ranges::find_if(names, [&](const auto& each) { return text.starts_with(each.first); });
    const std::size_t high = text.size() > 2 ? digits.find(text[1]) : digits.npos;
    const std::size_t low = text.size() > 2 ? digits.find(text[2]) : digits.npos;
    if (text.front() == '%' && high != digits.npos && low != digits.npos) {
      plain += static_cast<char>((high % 16) * 16 + low % 16);
      text.remove_prefix(3);
    } else if (name != names.end()) {
      plain += name->second;
      text.remove_prefix(name->first.size());
    } else {
      plain += text.front();
      text.remove_prefix(1);
    }
  }
  return plain;
}

// Whether somebody who decodes a few times finds the secret.
bool shows(std::string text, std::string_view secret) {
  for (int layer = 0; layer < 5; ++layer) {
    if (text.find(secret) != text.npos) return true;
    std::string once = undressed_once(text);
    if (once == text) return false;
    text = std::move(once);
  }
  return text.find(secret) != text.npos;
}

// As XML and JSON write it.
std::string escaped(std::string_view text, bool xml) {
  std::string out;
  for (const char c : text) {
    if (xml && c == '&') {
      out += "&amp;";
    } else if (xml && c == '<') {
      out += "&lt;";
    } else if (!xml && (c == '"' || c == '\\')) {
      out += {'\\', c};
    } else {
      out += c;
    }
  }
  return out;
}

std::string dressed(std::string text, int dress, int times) {
  if (dress == 4) return escaped(text, true);
  if (dress == 5) return escaped(text, false);
  for (int i = 0; i < times; ++i) {
    std::string out;
    // The outer layers encode what has to be encoded, as clients and servers do, or every byte.
    append_spelled(out, text, dress == 2 ? 3 : i > 0 ? 0 : dress, dress == 3 && i == 0);
    text = std::move(out);
  }
  return text;
}

// A secret as somebody chooses it: long enough to be one, and unlike what stands around it.
rc::Gen<std::string> any_secret() {
  return rc::gen::map(rc::gen::container<Strings>(
                          4, rc::gen::elementOf(Strings{"Q", "7", "z", "+", "/", "=", "&", "<",
                                                        "\"", "\\", " ", "~", "\xc3\xa9"})),
                      [](const Strings& pieces) {
                        std::string text = "sEcReT";
                        for (const std::string& piece : pieces) text += piece + "k";
                        return text;
                      });
}

void no_secret_is_left(const Redact& strike) {
  const std::string secret = *any_secret().as("secret");
  const int dress = *between(0, 6).as("dress");
  const int times = *between(0, 4).as("times");
  const std::string before = *rc::gen::scale(0.2, any_bytes()).as("before");
  const std::string after = *rc::gen::scale(0.2, any_bytes()).as("after");
  const std::array secrets = {runner::Secret{secret}};
  const std::string left = strike(before + dressed(secret, dress, times) + after, secrets);
  RC_LOG() << "left: " << rc::toString(left) << "\n";
  RC_ASSERT(!shows(left, secret));
}

// The value of a credential goes by its name alone, though nobody said what it is.
void named_values_are_struck(const Redact& strike) {
  const std::string secret = *any_secret().as("secret");
  const auto shape =
      *rc::gen::elementOf(Strings{"GET /?Action=a&@NAME@=@URL@&Version=v",
                                  "{\"@NAME@\":\"@JSON@\",\"a\":1}",
                                  "<E><@NAME@>@XML@</@NAME@></E>", "a%26@NAME@%3D@URL2@%26b"})
           .as("shape");
  const auto name = *rc::gen::elementOf(Strings{"Signature", "AccessKeySecret", "SecurityToken",
                                                "accesskeyid", "SIGNATURE"})
                         .as("name");
  std::string text = shape;
  const auto fill = [&text](std::string_view what, const std::string& by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != text.npos; at += by.size()) {
      text.replace(at, what.size(), by);
    }
  };
  const std::string once = runner::percent_encode(secret);
  fill("@NAME@", name);
  fill("@URL2@", runner::percent_encode(once));
  fill("@URL@", once);
  fill("@JSON@", escaped(secret, false));
  fill("@XML@", escaped(secret, true));
  const std::string left = strike(text, {});
  RC_LOG() << "left: " << rc::toString(left) << "\n";
  RC_ASSERT(!shows(left, secret));
  RC_ASSERT(left.find("***") != left.npos);
}

std::string redacted(std::string_view text, std::span<const runner::Secret> secrets) {
  return runner::redact(text, secrets);
}

HALLMARK_LAW(Redaction, LeavesNoSecret) { no_secret_is_left(redacted); }
HALLMARK_LAW(Redaction, KnowsCredentialsByTheirNames) { named_values_are_struck(redacted); }

std::string replaced(std::string text, std::string_view what) {
  for (std::size_t at = 0; !what.empty() && (at = text.find(what, at)) != text.npos; at += 3) {
    text.replace(at, what.size(), "***");
  }
  return text;
}

TEST(RedactionLaws, FindWhatIsLeftOver) {
  const auto plain_only = [](std::string_view text, std::span<const runner::Secret> secrets) {
    return secrets.empty() ? redacted(text, secrets)
                           : replaced(std::string{text}, secrets[0].reveal());
  };
  const auto encoded_too = [](std::string_view text, std::span<const runner::Secret> secrets) {
    if (secrets.empty()) return redacted(text, secrets);
    return replaced(replaced(std::string{text}, secrets[0].reveal()),
                    runner::percent_encode(secrets[0].reveal()));
  };
  const auto minds_the_case = [](std::string_view text, std::span<const runner::Secret> secrets) {
    return text.find("SIGNATURE") != text.npos ? std::string{text} + "***"
                                               : redacted(text, secrets);
  };
  const auto of_urls_only = [](std::string_view text, std::span<const runner::Secret> secrets) {
    return text.starts_with("<E>") ? std::string{text} + "***" : redacted(text, secrets);
  };
  expect_found(
      "as it is, and no other way", [&] { no_secret_is_left(plain_only); }, 70);
  expect_found(
      "as it is signed, and no other way", [&] { no_secret_is_left(encoded_too); }, 70);
  expect_found(
      "names in capitals", [&] { named_values_are_struck(minds_the_case); }, 110);
  expect_found(
      "names of XML", [&] { named_values_are_struck(of_urls_only); }, 110);
}

Stage& honest() {
  static Stage stage;
  return stage;
}

// What a report keeps of a request, and of an answer that quotes it, holds neither the key nor the
// signature.
void reports_hold_no_credentials(const Show& show, const StrikeOut& strike_out) {
  Stage& stage = honest();
  const Scenario asked = *scenario().as("asked");
  const bool forged = *rc::gen::arbitrary<bool>().as("forged");
  const Staged world{stage, asked.fixture};
  cases::Call call = asked.call;
  if (forged) call.identity = cases::Identity::wrong_secret;  // the answer quotes what was signed
  const runner::BuiltRequest built = stage.builder().build(
      call, asked.variant, runner::Cast{world.world()}, "ReactivateInstances");
  runner::HttpRequest sent = built.http;
  const auto way = stage.another_way();
  const std::string answer = strike_out(way->send(sent).body, built);
  const std::string kept = show(built);
  RC_LOG() << kept << "\n" << answer << "\n";
  const runner::Credentials& credentials = world.world().credentials;
  for (const runner::Secret& secret : built.secrets) {
    RC_ASSERT(!shows(kept, secret.reveal()));
    RC_ASSERT(!shows(answer, secret.reveal()));
  }
  RC_ASSERT(!shows(kept, credentials.access_key_secret.reveal()));
  RC_ASSERT(!shows(kept, credentials.access_key_id));
  RC_ASSERT(!shows(answer, credentials.access_key_id));
  RC_ASSERT(kept.find("***") != kept.npos);
}

HALLMARK_LAW(Redaction, KeepsCredentialsOutOfReports) {
  reports_hold_no_credentials(runner::shown,
                              [](std::string text, const runner::BuiltRequest& built) {
                                return runner::strike_out(std::move(text), built);
                              });
}

TEST(RedactionLaws, FindAReportThatHoldsCredentials) {
  const StrikeOut strike_out = [](std::string text, const runner::BuiltRequest& built) {
    return runner::strike_out(std::move(text), built);
  };
  const Show all = [](const runner::BuiltRequest& built) {
    return runner::raw_request(built.http) + "***";
  };
  const Show of_queries_only = [](const runner::BuiltRequest& built) {
    runner::BuiltRequest head = built;
    head.http.body.clear();
    return runner::shown(head) + built.http.body;
  };
  const StrikeOut leaves_answers = [](std::string text, const runner::BuiltRequest&) {
    return text;
  };
  expect_found(
      "all is shown", [&] { reports_hold_no_credentials(all, strike_out); }, 200);
  expect_found(
      "forms are shown", [&] { reports_hold_no_credentials(of_queries_only, strike_out); }, 200);
  expect_found(
      "answers are kept whole", [&] { reports_hold_no_credentials(runner::shown, leaves_answers); },
      200);
}

}  // namespace
}  // namespace hallmark::fuzz
