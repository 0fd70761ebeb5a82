// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/usual_mistakes.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "reports/text.hpp"
#include "runner/client_role/client_judge.hpp"
#include "runner/reference/request/parameters.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/signing/crypto.hpp"
#include "runner/reference/text.hpp"

namespace hallmark::runner {
namespace {

using reference::HttpRequest;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view v3_algorithm = "ACS3-HMAC-SHA256";

// How a query is written down; each flag is one mistake.
struct Writing {
  bool by_pairs = false;          // sorted by name=value
  bool without_empty = false;     // empty values do not take part
  bool unencoded = false;         // names and values as they are
  bool lower_case = false;        // %2f
  std::string_view escape = {};   // that is written ...
  std::string_view instead = {};  // ... otherwise
};

// Mistakes that both signatures see.
constexpr std::pair<std::string_view, Writing> writings[] = {
    {"sorting by name=value", {.by_pairs = true}},
    {"leaving empty values out", {.without_empty = true}},
    {"writing a blank as +", {.escape = "%20", .instead = "+"}},
    {"leaving * as it is", {.escape = "%2A", .instead = "*"}},
    {"leaving / as it is", {.escape = "%2F", .instead = "/"}},
    {"writing ~ as %7E", {.escape = "~", .instead = "%7E"}},
    {"lower-case escapes", {.lower_case = true}},
    {"not encoding names and values", {.unencoded = true}},
};

std::string encoded(std::string_view text, const Writing& way) {
  if (way.unencoded) return std::string{text};
  std::string all;
  reference::append_percent_encoded(all, text);
  if (!way.escape.empty()) {
    for (auto at = all.find(way.escape); at != all.npos;
         at = all.find(way.escape, at + way.instead.size())) {
      all.replace(at, way.escape.size(), way.instead);
    }
  }
  for (std::size_t at = 0; way.lower_case && at + 2 < all.size(); ++at) {
    if (all[at] != '%') continue;
    for (const std::size_t place : {at + 1, at + 2}) {
      char& digit = all[place];
      if (digit >= 'A' && digit <= 'F') digit = static_cast<char>(digit - 'A' + 'a');
    }
  }
  return all;
}

std::string written(const Pairs& parameters, const Writing& way) {
  Pairs pairs;  // what it is sorted by, and name=value
  for (const auto& [name, value] : parameters) {
    if (name == "Signature" || (way.without_empty && value.empty())) continue;
    std::string pair = encoded(name, way) + "=" + encoded(value, way);
    pairs.emplace_back(way.by_pairs ? pair : name, std::move(pair));
  }
  std::ranges::stable_sort(pairs, {}, &std::pair<std::string, std::string>::first);
  std::string query;
  for (const auto& [key, pair] : pairs) query.append(query.empty() ? "" : "&").append(pair);
  return query;
}

std::string_view other_than(std::string_view method) { return method == "GET" ? "POST" : "GET"; }

struct WayV1 {
  std::string_view name;
  bool encoded_once = false;  // the query stands in the string as it is
  bool bare_key = false;      // the secret without the ampersand
  bool other_method = false;  // GET for POST, POST for GET
  Writing writing = {};
};

constexpr WayV1 ways_v1[] = {
    {.name = "not encoding the query once more", .encoded_once = true},
    {.name = "a key without the ampersand", .bare_key = true},
    {.name = "signing another method than the one that is sent", .other_method = true},
};

std::string signature_v1(const SaidByRequest& said, std::string_view method,
                         std::string_view secret, const WayV1& way) {
  const std::string query = written(said.parameters, way.writing);
  Writing once_more = way.writing;
  once_more.unencoded = way.encoded_once;
  std::string text{way.other_method ? other_than(method) : method};
  text.append("&%2F&").append(encoded(query, once_more));
  std::string key{secret};
  if (!way.bare_key) key += '&';
  return reference::base64(reference::hmac_sha1(key, text));
}

struct WayV3 {
  std::string_view name;
  bool other_method = false;
  bool no_path = false;  // an empty line for /
  bool no_query = false;
  bool form_in_query = false;  // what the body holds, too
  bool names_as_sent = false;  // X-Acs-Action:
  bool in_order_of_sending = false;
  bool no_blank_line = false;  // between headers and their names
  bool host_without_port = false;
  bool no_hash = false;          // an empty last line
  bool hash_of_nothing = false;  // whatever the body
  bool unhashed = false;         // the canonical request itself behind the algorithm
  bool no_algorithm = false;     // its hash alone
  bool ampersand = false;        // behind the secret
  bool by_sha1 = false;
  bool upper_case = false;  // how the signature is written down
  bool in_base64 = false;
  Writing writing = {};
};

constexpr WayV3 ways_v3[] = {
    {.name = "signing another method than the one that is sent", .other_method = true},
    {.name = "leaving the path out", .no_path = true},
    {.name = "leaving the query out", .no_query = true},
    {.name = "taking the body for a part of the query", .form_in_query = true},
    {.name = "names of headers that are not in lower case", .names_as_sent = true},
    {.name = "headers in the order of their sending", .in_order_of_sending = true},
    {.name = "leaving out the blank line behind the headers", .no_blank_line = true},
    {.name = "leaving the port out of the host", .host_without_port = true},
    {.name = "leaving the hash of the body out", .no_hash = true},
    {.name = "the hash of no body", .hash_of_nothing = true},
    {.name = "not hashing the canonical request", .unhashed = true},
    {.name = "leaving the algorithm out of the string to sign", .no_algorithm = true},
    {.name = "a key with the ampersand of V1", .ampersand = true},
    {.name = "HMAC-SHA1 for HMAC-SHA256", .by_sha1 = true},
    {.name = "writing it in upper-case digits", .upper_case = true},
    {.name = "writing it in Base64", .in_base64 = true},
};

// What a V3 request signs, taken apart once for all ways.
struct RequestV3 {
  const HttpRequest& http;
  Pairs query, form;
  std::vector<std::string> names;  // of SignedHeaders, in their order
};

RequestV3 taken_apart(const HttpRequest& request) {
  RequestV3 apart{request, {}, {}, {}};
  reference::Parameters parameters;
  if (parameters.parse(reference::split_target(request.target).query,
                       reference::form_of(request))) {
    for (const reference::Parameter& one : parameters.sorted()) {
      Pairs& pairs = one.source == reference::Source::query ? apart.query : apart.form;
      pairs.emplace_back(one.name, one.value);
    }
  }
  std::string_view list = reference::header(request, "Authorization");
  constexpr std::string_view before = "SignedHeaders=";
  list.remove_prefix(std::min(list.size(), list.find(before)));
  list.remove_prefix(std::min(list.size(), before.size()));
  list = list.substr(0, list.find(','));
  while (!list.empty()) {
    apart.names.emplace_back(list.substr(0, list.find(';')));
    list.remove_prefix(std::min(list.size(), apart.names.back().size() + 1));
  }
  return apart;
}

// The lines of the headers that are signed.
std::string header_lines(const RequestV3& request, const WayV3& way) {
  Pairs lines;
  for (const auto& [sent, value] : request.http.headers) {
    const auto listed =
        std::ranges::find(request.names, reference::lower_case(sent),
                          [](const auto& name) { return reference::lower_case(name); });
    if (listed == request.names.end()) continue;
    std::string_view text = reference::trimmed(value);
    if (way.host_without_port && reference::equal_ignoring_case(sent, "host")) {
      text = text.substr(0, text.rfind(':'));
    }
    std::string key = way.in_order_of_sending ? std::string{} : reference::lower_case(sent);
    const std::string name = way.names_as_sent ? sent : reference::lower_case(sent);
    lines.emplace_back(std::move(key), name + ":" + std::string{text} + "\n");
  }
  std::ranges::stable_sort(lines, {}, &std::pair<std::string, std::string>::first);
  std::string all;
  for (const auto& [key, line] : lines) all += line;
  return all;
}

std::string canonical_request(const RequestV3& request, const WayV3& way) {
  const HttpRequest& http = request.http;
  Pairs parameters = way.no_query ? Pairs{} : request.query;
  if (way.form_in_query) {
    parameters.insert(parameters.end(), request.form.begin(), request.form.end());
  }
  std::string text{way.other_method ? other_than(http.method) : std::string_view{http.method}};
  text += '\n';
  if (!way.no_path) text += reference::split_target(http.target).path;
  text += '\n' + written(parameters, way.writing) + '\n' + header_lines(request, way);
  if (!way.no_blank_line) text += '\n';
  for (const char* separator = ""; const std::string& name : request.names) {
    text.append(separator).append(name);
    separator = ";";
  }
  text += '\n';
  if (way.no_hash) return text;
  return text + (way.hash_of_nothing
                     ? reference::lower_hex(reference::sha256({}))
                     : std::string{reference::header(http, "x-acs-content-sha256")});
}

std::string signature_v3(const RequestV3& request, std::string_view secret, const WayV3& way) {
  std::string text = canonical_request(request, way);
  if (!way.unhashed) text = reference::lower_hex(reference::sha256(text));
  if (!way.no_algorithm) text.insert(0, std::string{v3_algorithm} + '\n');
  std::string key{secret};
  if (way.ampersand) key += '&';
  if (way.by_sha1) return reference::lower_hex(reference::hmac_sha1(key, text));
  const auto mac = reference::hmac_sha256(key, text);
  if (way.in_base64) return reference::base64(mac);
  return way.upper_case ? reports::to_upper(reference::lower_hex(mac)) : reference::lower_hex(mac);
}

std::string content_of_hash(const HttpRequest& request) {
  const std::string_view told =
      reference::trimmed(reference::header(request, "x-acs-content-sha256"));
  const auto hash = reference::sha256(request.body);
  const std::string right = reference::lower_hex(hash);
  if (told == reports::to_upper(right)) return "the hash is in upper-case digits";
  if (told == reference::base64(hash)) return "the hash is in Base64";
  if (told == reference::lower_hex(reference::sha256({}))) return "it is the hash of no body";
  if (told == "UNSIGNED-PAYLOAD") return "UNSIGNED-PAYLOAD is another service's";
  const std::string_view query = reference::split_target(request.target).query;
  if (told == reference::lower_hex(reference::sha256(query))) return "it is the hash of the query";
  if (told.size() != right.size()) return "it is no SHA-256 in hexadecimal digits";
  return {};
}

std::string content_of_authorization(const HttpRequest& request) {
  const std::string_view told = reference::trimmed(reference::header(request, "Authorization"));
  const std::string_view algorithm = told.substr(0, told.find(' '));
  if (algorithm != v3_algorithm) {
    return "it begins with " + reports::shortened(reports::printable(algorithm), 40) +
           " where ACS3-HMAC-SHA256 and a blank belong";
  }
  for (const std::string_view part : {"Credential=", "SignedHeaders=", "Signature="}) {
    if (told.find(part) == told.npos) return "it has no " + std::string{part};
  }
  return {};
}

}  // namespace

std::string_view usual_mistake(const HttpRequest& request, std::string_view secret) {
  const SaidByRequest said = said_by(request);
  if (!said.v3) {
    for (const WayV1& way : ways_v1) {
      if (signature_v1(said, request.method, secret, way) == said.signature) return way.name;
    }
    for (const auto& [name, writing] : writings) {
      const WayV1 way{.name = name, .writing = writing};
      if (signature_v1(said, request.method, secret, way) == said.signature) return name;
    }
    return {};
  }
  const RequestV3 apart = taken_apart(request);
  for (const WayV3& way : ways_v3) {
    if (signature_v3(apart, secret, way) == said.signature) return way.name;
  }
  for (const auto& [name, writing] : writings) {
    const WayV3 way{.name = name, .writing = writing};
    if (signature_v3(apart, secret, way) == said.signature) return name;
  }
  return {};
}

std::string usual_content(const HttpRequest& request, const reference::Flaw& flaw) {
  if (flaw.kind == reference::Flaw::Kind::other_body) return content_of_hash(request);
  if (flaw.kind == reference::Flaw::Kind::other_way && flaw.part == "authorization") {
    return content_of_authorization(request);
  }
  return {};
}

}  // namespace hallmark::runner
