// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the V3 signature.
//
// Holds for every request with different parameter and header names: the signature is the one that
// a slow implementation computes, which was written from the documents alone.
#include <map>

#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "runner/wire/query.hpp"
#include "runner/wire/signature.hpp"
#include "runner/wire/testing_slow_crypto.hpp"

namespace {

using namespace hallmark;
using Texts = std::map<std::string, std::string>;

std::string lower_case(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(" \t\r") - first + 1)};
}

std::string under_test(std::string_view method, std::string_view path, std::string_view query,
                       runner::Headers headers, std::string_view body, std::string secret) {
  const runner::Credentials key{
      .access_key_id = {}, .access_key_secret = secret, .security_token = {}};
  if (fuzz::planted("signature_v3/keeps-tabs")) {
    for (auto& [name, value] : headers) value += value.ends_with('\t') ? "\v" : "";
  }
  if (fuzz::planted("signature_v3/body-ends-at-nul")) body = body.substr(0, body.find('\0'));
  return runner::Signer{key}.sign_v3(runner::canonical_request_v3(
      method, path, query, runner::canonical_headers(headers), runner::sha256_hex(body)));
}

}  // namespace

// Lines: method, path, secret, query, headers as Name:value up to an empty line; then the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text_of(data, size);
  const std::string method{fuzz::take_line(text)};
  const std::string path{fuzz::take_line(text)};
  const std::string secret{fuzz::take_line(text)};
  const auto query = runner::parse_query(fuzz::take_line(text));
  if (!query) return 0;
  runner::Headers headers;
  Texts headers_by_name;
  for (std::string_view line = fuzz::take_line(text); !line.empty(); line = fuzz::take_line(text)) {
    const std::string_view name = line.substr(0, line.find(':'));
    const std::string_view value = line.substr(std::min(line.size(), name.size() + 1));
    headers.emplace_back(name, value);
    if (name.empty()) return 0;
    if (!headers_by_name.emplace(lower_case(name), trimmed(value)).second) return 0;
  }
  const Texts query_by_name{query->begin(), query->end()};
  if (query_by_name.size() != query->size()) return 0;
  fuzz::require(under_test(method, path, runner::canonical_query(*query), headers, text, secret) ==
                    runner::testing::slow_signature_v3(method, path, query_by_name, headers_by_name,
                                                       std::string{text}, secret),
                "signed as the documents say");
  return 0;
}
