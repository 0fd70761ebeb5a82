// SPDX-License-Identifier: Apache-2.0
//
// Signature version 3 signs the headers that SignedHeaders names: host, content-type and every
// x-acs-*. A list that leaves one out leaves it to be forged.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "cases/authentication/door.hpp"

namespace hallmark::cases {
namespace {

namespace signature_v3 = specs::common::signature_v3;

using When = Edit::When;

constexpr specs::Citation what_is_signed =
    cite_clause(signature_v3::page, signature_v3::clause::canonical_headers);

constexpr std::array<std::string_view, 6> to_be_signed = {
    "host",       "x-acs-action",          "x-acs-content-sha256",
    "x-acs-date", "x-acs-signature-nonce", "x-acs-version"};

constexpr std::string_view clients_are_told =
    "the page tells clients what to sign; whether a server refuses another list it does not say";

std::string list_without(std::string_view left_out) {
  std::string list;
  for (const std::string_view name : to_be_signed) {
    if (name == left_out) continue;
    if (!list.empty()) list += ';';
    list += name;
  }
  return list;
}

Case list_case(std::string_view asked, When when, std::string list) {
  Call call = edited_call(start_instance_action,
                          {.when = when, .name = "SignedHeaders", .value = text(std::move(list))});
  call.expect = refused_with(fault::missing);
  Case one = door_case(door_v3, start_instance_action, std::string{"signed-headers/"}.append(asked),
                       std::move(call));
  one.citations.push_back(what_is_signed);
  one.citations.push_back(cite_common_parameter(signature_v3::page, "host"));
  // A form's content-type would have to be on the list too.
  one.variants.post_form = false;
  return one;
}

// Rightly signed, as far as it goes.
Case unsigned_header(std::string_view name) {
  Case one =
      list_case(std::string{"without-"}.append(name), When::before_signing, list_without(name));
  one.level = Level::recommended;
  return one;
}

Case lenient(Case one) {
  one.level = Level::recommended;
  one.calls.front().expect = accepted_or_refused_with(fault::missing, clients_are_told);
  return one;
}

Case extra_header(std::string_view asked, std::string_view name) {
  Call call = edited_call(start_instance_action, {.when = When::after_signing,
                                                  .where = Edit::Where::header,
                                                  .name = std::string{name},
                                                  .value = text("1")});
  Case one = door_case(door_v3, start_instance_action, std::string{"signed-headers/"}.append(asked),
                       std::move(call));
  one.level = Level::recommended;
  one.citations.push_back(what_is_signed);
  return one;
}

}  // namespace

void add_signed_headers(std::vector<Case>& all) {
  for (const std::string_view name : to_be_signed) all.push_back(unsigned_header(name));

  all.push_back(list_case("absent", When::before_signing, ""));
  all.back().calls.front().edits.front() = {
      .when = When::after_signing, .op = Edit::Op::drop, .name = "SignedHeaders"};
  all.push_back(list_case("empty", When::before_signing, ""));
  all.push_back(list_case("only-host", When::before_signing, "host"));
  all.back().level = Level::recommended;
  all.push_back(
      list_case("shortened-after-signing", When::after_signing, list_without("x-acs-action")));
  all.push_back(list_case("with-a-header-that-is-not-there", When::after_signing,
                          list_without("") + ";x-acs-zzz"));

  constexpr std::string_view reversed =
      "x-acs-version;x-acs-signature-nonce;x-acs-date;x-acs-content-sha256;x-acs-action;host";
  all.push_back(lenient(list_case("not-sorted", When::before_signing, std::string{reversed})));
  all.push_back(
      lenient(list_case("shuffled-after-signing", When::after_signing, std::string{reversed})));

  // A header of the protocol that nobody signed, and one that is nobody's business.
  Case of_protocol = extra_header("unsigned-x-acs-header", "x-acs-hallmark");
  of_protocol.calls.front().expect = accepted_or_refused_with(fault::missing, clients_are_told);
  all.push_back(std::move(of_protocol));
  Case of_client = extra_header("unsigned-header-of-the-client", "X-Sdk-Client");
  of_client.calls.front().expect.allowed = {accepted()};
  all.push_back(std::move(of_client));
}

}  // namespace hallmark::cases
