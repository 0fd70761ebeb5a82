// SPDX-License-Identifier: Apache-2.0
#include "runner/client_role/usual_mistakes.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "runner/client_role/client_judge.hpp"
#include "runner/reference/request/parameters.hpp"
#include "runner/reference/signing/crypto.hpp"

namespace hallmark::runner {
namespace {

// How a signature is made; each flag is one mistake.
struct Way {
  std::string_view name;
  bool by_pairs = false;          // sorted by name=value
  bool without_empty = false;     // empty values do not take part
  bool encoded_once = false;      // the query stands in the string as it is
  bool bare_key = false;          // the secret without the ampersand
  bool other_method = false;      // GET for POST, POST for GET
  bool lower_case = false;        // %2f
  std::string_view escape = {};   // that is written ...
  std::string_view instead = {};  // ... otherwise
};

constexpr Way ways[] = {
    {.name = "sorting by name=value", .by_pairs = true},
    {.name = "leaving empty values out", .without_empty = true},
    {.name = "writing a blank as +", .escape = "%20", .instead = "+"},
    {.name = "leaving * as it is", .escape = "%2A", .instead = "*"},
    {.name = "leaving / as it is", .escape = "%2F", .instead = "/"},
    {.name = "writing ~ as %7E", .escape = "~", .instead = "%7E"},
    {.name = "lower-case escapes", .lower_case = true},
    {.name = "not encoding the query once more", .encoded_once = true},
    {.name = "a key without the ampersand", .bare_key = true},
    {.name = "signing another method than the one that is sent", .other_method = true},
};

std::string encoded(std::string_view text, const Way& way) {
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

std::string signature_made(const SaidByRequest& said, std::string_view method,
                           std::string_view secret, const Way& way) {
  std::vector<std::pair<std::string, std::string>> pairs;  // what it is sorted by, and name=value
  for (const auto& [name, value] : said.parameters) {
    if (name == "Signature" || (way.without_empty && value.empty())) continue;
    std::string pair = encoded(name, way) + "=" + encoded(value, way);
    pairs.emplace_back(way.by_pairs ? pair : name, std::move(pair));
  }
  std::ranges::stable_sort(pairs, {}, &std::pair<std::string, std::string>::first);
  std::string query;
  for (const auto& [key, pair] : pairs) query.append(query.empty() ? "" : "&").append(pair);
  std::string text{way.other_method ? (method == "GET" ? "POST" : "GET") : method};
  text.append("&%2F&").append(way.encoded_once ? query : encoded(query, way));
  std::string key{secret};
  if (!way.bare_key) key += '&';
  return reference::base64(reference::hmac_sha1(key, text));
}

}  // namespace

std::string_view usual_mistake(const reference::HttpRequest& request, std::string_view secret) {
  const SaidByRequest said = said_by(request);
  if (said.v3) return {};
  for (const Way& way : ways) {
    if (signature_made(said, request.method, secret, way) == said.signature) return way.name;
  }
  return {};
}

}  // namespace hallmark::runner
