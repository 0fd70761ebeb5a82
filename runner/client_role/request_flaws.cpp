// SPDX-License-Identifier: Apache-2.0
//
// What can be wrong with a request, whoever sent it.
#include <algorithm>
#include <cstdlib>

#include "reports/text.hpp"
#include "runner/client_role/client_judge.hpp"
#include "runner/client_role/usual_mistakes.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/signing/signatures.hpp"
#include "runner/reference/signing/timestamps.hpp"
#include "runner/reference/signing/verification.hpp"
#include "runner/reference/text.hpp"
#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

using reference::Flaw;

std::string in_short(std::string_view text) {
  return reports::shortened(reports::printable(text), 120);
}

std::string words_of(const Flaw& flaw) {
  switch (flaw.kind) {
    case Flaw::Kind::undecodable:
      return "a percent sign without two hexadecimal digits";
    case Flaw::Kind::missing:
      return flaw.part + " is missing or empty";
    case Flaw::Kind::other_way:
      return flaw.part + " names another way of signing";
    case Flaw::Kind::not_signed:
      return "the header " + flaw.part + " is not signed";
    case Flaw::Kind::not_once:
      return "the header " + flaw.part + " is signed and is not there once";
    case Flaw::Kind::other_body:
      return flaw.part + " is not the hash of the body";
    case Flaw::Kind::mismatch:
      return "the signature of something else";
  }
  return {};
}

std::string to_sign(const Flaw& flaw) {
  const std::string& text =
      flaw.canonical_request.empty() ? flaw.string_to_sign : flaw.canonical_request;
  return reports::shortened(reports::printable(text), 1000);
}

// Who verifies may go by the order that is named; the documents have it sorted.
std::optional<RequestFlaw> flaw_of_signed_headers(const reference::HttpRequest& request) {
  const std::string_view authorization = reference::header(request, "Authorization");
  constexpr std::string_view name = "SignedHeaders=";
  const std::size_t at = authorization.find(name);
  if (at == authorization.npos) return std::nullopt;
  std::string_view rest = authorization.substr(at + name.size());
  rest = rest.substr(0, rest.find(','));
  const std::string all{rest};
  for (std::string_view before; !rest.empty();) {
    const std::string_view one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    if (one < before || one != reference::lower_case(one)) {
      return RequestFlaw{"the signed headers are not sorted, or not in lower case",
                         "names of signed headers in lower case, sorted", in_short(all)};
    }
    before = one;
  }
  return std::nullopt;
}

}  // namespace

SaidByRequest said_by(const reference::HttpRequest& request) {
  SaidByRequest said;
  const std::string_view authorization = reference::header(request, "Authorization");

  reference::Parameters parameters;
  said.decodable =
      parameters.parse(reference::split_target(request.target).query, reference::form_of(request));
  if (said.decodable) {
    for (const reference::Parameter& one : parameters.sorted()) {
      said.parameters.emplace_back(one.name, one.value);
    }
  }
  // Clients of one family send x-acs-action with V1, too: the signature tells.
  const bool signed_v1 = said.decodable && parameters.has("Signature");
  said.v3 = authorization.starts_with("ACS3-") ||
            (!signed_v1 && !reference::header(request, "x-acs-action").empty());
  const auto value = [&](std::string_view name) { return std::string{parameters.value(name)}; };
  const auto head = [&](std::string_view name) {
    return std::string{reference::header(request, name)};
  };
  if (said.v3) {
    said.action = head("x-acs-action");
    said.version = head("x-acs-version");
    said.nonce = head("x-acs-signature-nonce");
    said.timestamp = head("x-acs-date");
    said.token = head("x-acs-security-token");
    const auto part = [&](std::string_view name) {
      const std::size_t at = authorization.find(name);
      if (at == authorization.npos) return std::string{};
      const std::string_view rest = authorization.substr(at + name.size());
      return std::string{rest.substr(0, rest.find(','))};
    };
    said.access_key_id = part("Credential=");
    said.signature = part("Signature=");
    return said;
  }
  if (!said.decodable) return said;
  said.access_key_id = value("AccessKeyId");
  said.action = value("Action");
  said.version = value("Version");
  said.nonce = value("SignatureNonce");
  said.timestamp = value("Timestamp");
  if (said.timestamp.empty()) said.timestamp = value("TimeStamp");
  said.token = value("SecurityToken");
  said.signature = value("Signature");
  return said;
}

std::optional<RequestFlaw> flaw_of_signature(const reference::HttpRequest& request,
                                             std::string_view secret) {
  const reference::Verified verified = reference::verify(request, secret);
  if (!verified.flaw) return flaw_of_signed_headers(request);
  const bool v1 = verified.protocol == reference::Protocol::v1;
  const std::string version = v1 ? "V1" : "V3";
  const bool other = verified.flaw->kind == Flaw::Kind::mismatch;
  const std::string_view mistake = other ? usual_mistake(request, secret) : std::string_view{};
  const std::string content = usual_content(request, *verified.flaw);
  return RequestFlaw{
      .reason =
          "the " + version + " signature is wrong" + (other ? "" : ": " + words_of(*verified.flaw)),
      .wanted = other ? "the " + version + " signature of " + to_sign(*verified.flaw)
                      : "a request signed as documented (" + version + ")",
      .got = other && !mistake.empty()
                 ? "the signature that comes of " + std::string{mistake}
                 : words_of(*verified.flaw) + (content.empty() ? "" : ": ") + content};
}

std::optional<RequestFlaw> flaw_of_action(const reference::HttpRequest& request,
                                          std::string_view called) {
  const SaidByRequest said = said_by(request);
  if (said.version != "2014-05-26") {
    return RequestFlaw{"the version is not that of the documents", "Version 2014-05-26",
                       said.version.empty() ? "no version" : in_short(said.version)};
  }
  const bool fits = called.empty()
                        ? !said.action.empty()
                        : specs::one_spelling_of(said.action) == specs::one_spelling_of(called);
  if (fits) return std::nullopt;
  return RequestFlaw{"another action is named", called.empty() ? "an action" : std::string{called},
                     said.action.empty() ? "no action" : in_short(said.action)};
}

std::optional<RequestFlaw> flaw_of_travel(const reference::HttpRequest& request) {
  const auto flaw = [](std::string wanted, std::string got) {
    return RequestFlaw{"parameters travel where the documents do not look for them",
                       std::move(wanted), std::move(got)};
  };
  if (request.method != "GET" && request.method != "POST") {
    return flaw("GET or POST", in_short(request.method));
  }
  const std::string_view path = reference::split_target(request.target).path;
  if (path != "/" && !path.empty()) return flaw("the path /", "the path " + in_short(path));
  if (request.method == "GET" && !request.body.empty()) {
    return flaw("GET with all parameters in the URL", "GET with a body");
  }
  const std::string type = reference::lower_case(reference::header(request, "Content-Type"));
  if (!request.body.empty() && !type.starts_with("application/x-www-form-urlencoded")) {
    return flaw("a body that is a form", type.empty() ? "a body without a content type"
                                                      : "a body that is " + in_short(type));
  }
  return std::nullopt;
}

std::optional<RequestFlaw> flaw_of_timestamp(const reference::HttpRequest& request,
                                             bool with_fraction) {
  const std::string stamp = said_by(request).timestamp;
  if (reference::parse_timestamp(with_fraction ? reference::without_fraction(stamp) : stamp)) {
    return std::nullopt;
  }
  return RequestFlaw{"the timestamp has another shape", "yyyy-MM-ddTHH:mm:ssZ",
                     stamp.empty() ? "no timestamp" : in_short(stamp)};
}

std::optional<RequestFlaw> flaw_of_time(const reference::HttpRequest& request,
                                        std::chrono::system_clock::time_point clock) {
  const std::string stamp = said_by(request).timestamp;
  const auto time = reference::parse_timestamp(reference::without_fraction(stamp));
  if (!time) return flaw_of_timestamp(request, true);
  const auto off = std::chrono::duration_cast<std::chrono::minutes>(*time - clock).count();
  if (std::abs(off) < 15) return std::nullopt;
  return RequestFlaw{"the timestamp is not the time of the request",
                     "the time in UTC, 15 minutes "
                     "off at most",
                     in_short(stamp) + ", which is " + std::to_string(std::abs(off)) + " minutes " +
                         (off < 0 ? "ago" : "ahead")};
}

}  // namespace hallmark::runner
