// SPDX-License-Identifier: Apache-2.0
//
// request/: what a client sends. Every request is verified by the reference endpoint's verifier,
// which shares nothing with the suite's own signer.
#include <array>

#include "cases/client/tables.hpp"
#include "specs/catalog.hpp"
#include "specs/common/http.hpp"
#include "specs/common/public_parameters.hpp"
#include "specs/common/signature_v1.hpp"
#include "specs/common/signature_v3.hpp"
#include "specs/instance/reactivate_instances.hpp"

namespace hallmark::cases::client {
namespace {

namespace common = specs::common::public_parameters;
namespace http_page = specs::common::http;
namespace v1 = specs::common::signature_v1;
namespace v3 = specs::common::signature_v3;

using Citations = std::vector<specs::Citation>;

const std::string signed_right = "request/signature";

Case asking(std::string id, Look look, Call call, Citations citations) {
  call.answers = {{.kind = Answer::Kind::echo}};
  Case made{.id = std::move(id),
            .given = "a success",
            .look = look,
            .forms = Forms::by_signature,
            .citations = std::move(citations),
            .needs = {std::string{speaks}}};
  if (made.id != signed_right) made.needs.push_back(signed_right);
  made.calls = {std::move(call)};
  return made;
}

struct NamedValue {
  std::string_view name;
  std::string value;
  Level level = Level::required;
};

// What percent-encoding, sorting and UTF-8 are usually got wrong with.
std::vector<NamedValue> special_values() {
  std::string controls;
  for (char c = 1; c < 0x20; ++c) controls += c;
  controls += '\x7f';
  std::string long_value = "i-";
  while (long_value.size() < 8192) long_value += "Long value * ~ ";
  return {
      {"blank", "a b  c"},
      {"blank-at-the-ends", " a "},
      {"asterisk", "a*b**"},
      {"tilde", "~a~b"},
      {"plus", "a+b++c"},
      {"slash", "a/b//c/"},
      {"percent", "100%"},
      {"percent-escape", "a%20b%2Bc%zz%25"},
      {"ampersand", "a&b&&InstanceId=c"},
      {"equals", "a=b==c="},
      {"apostrophe", "it's"},
      {"quotation-mark", "say \"no\""},
      {"exclamation", "a!b"},
      {"parentheses", "(a)(b)"},
      {"brackets", "[\"i-1\",\"i-2\"]{x}"},
      {"colon-and-comma", "acs:ecs:*:1,2;3"},
      {"question-and-hash", "a?b#c"},
      {"at-and-dollar", "a@b$c^d"},
      {"backslash", "a\\b|c`d<e>f"},
      {"unreserved", "AZaz09-_.~"},
      {"digits", "0123456789"},
      {"every-mark", " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"},
      {"latin", "caf\u00e9 \u00fc\u00df"},
      {"cjk", "\u4e2d\u6587 \u5b9e\u4f8b"},
      {"combining", "e\u0301 a\u0308"},
      {"four-byte", "\U0001F600\U0002000B"},
      {"byte-order-mark", "\ufeffa"},
      {"zero-width", "a\u200bb\u200d"},
      {"right-to-left", "\u202ea\u05d0"},
      {"tab-and-line-feed", "a\tb\nc\r\nd"},
      {"control-characters", controls},
      {"nul", std::string{"a\0b", 3}, Level::observed},
      {"long", long_value},
  };
}

void add_values(std::vector<Case>& all) {
  const Citations places = {specs::cite_clause(v1::page, v1::clause::encoding),
                            specs::cite_clause(common::page, common::clause::names_bytewise)};
  for (NamedValue& one : special_values()) {
    Call call = start_call();
    call.parameters = {{"InstanceId", std::move(one.value)}};
    Case made =
        asking("request/value/" + std::string{one.name}, Look::parameters, std::move(call), places);
    made.level = one.level;
    all.push_back(std::move(made));
  }
  const Call with_empty{.actions = {"StartInstance"},
                        .parameters = {{"InstanceId", "i-1"}, {"OwnerAccount", ""}}};
  all.push_back(asking("request/value/empty", Look::signature, with_empty,
                       {specs::cite_clause(v1::page, v1::clause::empty_values)}));
  all.push_back(asking("request/value/empty-is-sent", Look::empty_sent, with_empty,
                       {specs::cite_clause(v1::page, v1::clause::empty_values)}));
  all.back().level = Level::observed;
}

void add_lists(std::vector<Case>& all) {
  for (const std::size_t count : {1U, 2U, 10U, 12U, 100U}) {
    std::vector<std::string> ids;
    for (std::size_t i = 1; i <= count; ++i) ids.push_back("i-bp1member" + std::to_string(i));
    all.push_back(asking("request/list/" + std::to_string(count), Look::parameters,
                         {.actions = {"DescribeInstanceStatus", "StartInstances", "RebootInstances",
                                      "StopInstances"},
                          .parameters = {{"RegionId", "cn-hangzhou"}, {"InstanceId", ids}}},
                         {specs::cite_clause(v1::page, v1::clause::sorted)}));
  }
  // Members whose values would change their order, were pairs sorted and not names.
  std::vector<std::string> odd = {"", "!", "~", "a b", "*", "\u4e2d", "%", "z", "0", "=", "&", "-"};
  odd[0] = " ";
  all.push_back(asking(
      "request/list/odd-members", Look::parameters,
      {.actions = {"DescribeInstanceStatus", "StartInstances", "RebootInstances", "StopInstances"},
       .parameters = {{"RegionId", "cn-hangzhou"}, {"InstanceId", odd}}},
      {specs::cite_clause(v1::page, v1::clause::sorted)}));
}

void add_booleans(std::vector<Case>& all) {
  struct Flag {
    std::string_view id, action, name;
  };
  for (const Flag flag : {Flag{"dry-run", "StartInstance", "DryRun"},
                          Flag{"init-local-disk", "StartInstance", "InitLocalDisk"},
                          Flag{"force-stop", "RebootInstance", "ForceStop"}}) {
    for (const bool value : {true, false}) {
      all.push_back(asking("request/boolean/" + std::string{flag.id} + (value ? "-true" : "-false"),
                           Look::parameters,
                           {.actions = {std::string{flag.action}},
                            .parameters = {{"InstanceId", "i-1"}, {std::string{flag.name}, value}}},
                           {specs::cite_clause(common::page, common::clause::true_or_false)}));
    }
  }
}

void add_actions(std::vector<Case>& all) {
  for (const specs::Action* action : specs::actions()) {
    for (const std::string_view spelling : *action->spellings) {
      all.push_back(
          asking("request/action/" + std::string{spelling}, Look::action,
                 {.actions = {std::string{spelling}}, .parameters = {{"InstanceId", "i-1"}}},
                 {specs::cite_common_parameter(common::page, "Action"),
                  specs::cite_common_parameter(common::page, "Version")}));
    }
  }
}

}  // namespace

std::vector<Case> request_cases() {
  std::vector<Case> all;
  const Call start = start_call();
  all.push_back(asking(
      signed_right, Look::signature, start,
      {specs::cite_clause(v1::page, v1::clause::string_to_sign), specs::cite_clause(v3::page, 1)}));
  const Citations methods = {specs::cite_clause(http_page::page, http_page::clause::get),
                             specs::cite_clause(http_page::page, http_page::clause::post),
                             specs::cite_clause(http_page::page, http_page::clause::path)};
  all.push_back(asking("request/method/own", Look::travels, start, methods));
  for (const Method method : {Method::get, Method::post_query}) {
    Call call = start;
    call.method = method;
    call.parameters = {{"InstanceId", "i-1 +*~/&="}};
    all.push_back(asking(method == Method::get ? "request/method/get" : "request/method/post",
                         Look::travels, std::move(call), methods));
  }
  const auto time = specs::cite_common_parameter(common::page, "Timestamp");
  all.push_back(asking("request/timestamp/shape", Look::timestamp_shape, start, {time}));
  all.push_back(asking("request/timestamp/without-fraction", Look::timestamp_plain, start, {time}));
  all.back().level = Level::observed;
  all.push_back(asking("request/timestamp/now", Look::timestamp_now, start, {time}));
  all.push_back(asking("request/timestamp/of-each-request", Look::timestamp_moves, start, {time}));
  all.back().level = Level::recommended;
  all.back().calls.push_back(all.back().calls.front());
  all.back().pause_ms = 1200;

  const Citations nonce = {specs::cite_clause(v1::page, v1::clause::nonce_once),
                           specs::cite_common_parameter(common::page, "SignatureNonce")};
  all.push_back(asking("request/nonce/once", Look::nonce_once, start, nonce));
  all.back().copies = 10000;
  all.back().at_once = 200;
  all.back().alone = true;

  Call token = start;
  token.with_token = true;
  all.push_back(asking("request/security-token", Look::token, std::move(token),
                       {specs::cite_common_parameter(common::page, "SecurityToken")}));
  all.push_back(asking("request/unset-is-left-out", Look::unset_left_out, start, {}));
  all.back().level = Level::recommended;
  add_actions(all);
  add_booleans(all);
  add_lists(all);
  add_values(all);
  return all;
}

}  // namespace hallmark::cases::client
