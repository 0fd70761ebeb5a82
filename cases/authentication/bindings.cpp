// SPDX-License-Identifier: Apache-2.0
//
// What travels with every request is bound by the signature like the rest: signed for one host,
// path, version or body, and sent with another, which alone would be right.
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"
#include "cases/http/sections.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v3 = specs::common::signature_v3;

using Op = Edit::Op;
using When = Edit::When;
using Where = Edit::Where;

Edit of(When when, Where where, Op op, std::string_view name, Value value = {}) {
  return {
      .when = when, .where = where, .op = op, .name = std::string{name}, .value = std::move(value)};
}

Case binding(const Door& door, std::string_view asked, std::vector<Edit> edits) {
  Call call = plain_call(start_instance_action);
  call.edits = std::move(edits);
  return forgery(door, start_instance_action, asked, std::move(call));
}

Case common_case(const Door& door, std::string_view asked, std::string_view name,
                 std::string_view was_signed, Value sent) {
  return binding(
      door, asked,
      {of(When::before_signing, Where::common, Op::set, name, text(std::string{was_signed})),
       of(When::after_signing, Where::common, Op::set, name, std::move(sent))});
}

// The right name of the host waits under another one while the wrong one is signed.
Case host_case() {
  Case one =
      binding(door_v3, "host",
              {of(When::before_signing, Where::header, Op::rename, "Host", text("Hallmark-Host")),
               of(When::before_signing, Where::header, Op::set, "Host", text("ecs.aliyuncs.com")),
               of(When::after_signing, Where::header, Op::drop, "Host"),
               of(When::after_signing, Where::header, Op::rename, "Hallmark-Host", text("Host"))});
  one.citations.push_back(cite_common_parameter(signature_v3::page, "host"));
  return one;
}

// It was signed for the host that is right, and is sent to another one. Whoever serves other hosts
// as well need not say so in the words of a signature. The call before it tells an endpoint that
// takes its own name for granted what that is.
Case sent_to_another_host() {
  Case one =
      binding(door_v3, "host-sent-to-another",
              {of(When::after_signing, Where::header, Op::set, "Host", text("hallmark.invalid"))});
  one.calls.front().expect.allowed.push_back(refused_by_http(4, {any_refusal}));
  one.calls.insert(one.calls.begin(),
                   {.action = "DescribeInstanceAttribute",
                    .arguments = {{.name = "InstanceId", .value = this_instance()}},
                    .expect = {.allowed = {accepted()}}});
  one.needs.emplace_back("base/observe/describe-instance-attribute");
  one.citations.push_back(cite_common_parameter(signature_v3::page, "host"));
  return one;
}

Case path_case(std::string_view asked, std::string_view was_signed, std::string_view sent) {
  return binding(door_v3, asked,
                 {of(When::before_signing, Where::path, Op::set, "", text(std::string{was_signed})),
                  of(When::after_signing, Where::path, Op::set, "", text(std::string{sent}))});
}

// A page that says "the path is /" lets a server take it for granted, whatever it was sent to. And
// whoever serves no other path need not say so in the words of a signature.
Case sent_to_another_path() {
  Case one = path_case("path-sent-to-another", "/", "/hallmark");
  one.level = Level::recommended;
  one.calls.front().expect = {.allowed = {refused_by_http(4, {any_refusal})}};
  return one;
}

// The forger has counted the hash again.
Case body_case() {
  Case one =
      binding(door_v3, "body-and-its-hash",
              {of(When::after_signing, Where::body, Op::set, "", text("InitLocalDisk=true")),
               of(When::after_signing, Where::common, Op::set, "ContentHash",
                  text("9d68ea90907368fd1c45380d6dd536ca7c0b0d84b50274ded693420e4fc68b0c"))});
  one.variants.get = false;
  one.variants.post_form = false;
  one.citations.push_back(cite_clause(signature_v3::page, signature_v3::clause::body_by_hash));
  return one;
}

}  // namespace

void add_bindings(std::vector<Case>& all) {
  for (const Door& door : doors) {
    all.push_back(common_case(door, "version", "Version", "2016-03-14", text("2014-05-26")));
  }
  all.push_back(common_case(door_v1, "signature-method", "SignatureMethod", "HMAC-SHA256",
                            text("HMAC-SHA1")));
  all.push_back(common_case(door_v1, "signature-version", "SignatureVersion", "2.0", text("1.0")));
  all.push_back(common_case(door_v1, "access-key-id", "AccessKeyId", "LTAInobodyhasthiskey0",
                            {.handle = Handle::access_key_id}));
  all.push_back(host_case());
  all.push_back(sent_to_another_host());
  all.push_back(path_case("path", "/hallmark", "/"));
  all.push_back(sent_to_another_path());
  all.push_back(body_case());
}

}  // namespace hallmark::cases
