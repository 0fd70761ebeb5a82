// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the V3 signature.
//
// Holds for every request with different parameter and header names: the signature is the one that
// a second signer computes, which was written from the documents alone and hashes with nettle.
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/kept_memory.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/base/splice.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"
#include "runner/wire/signing/testing_second_signer.hpp"

namespace {

using namespace hallmark;

std::string under_test(std::string_view method, std::string_view path, std::string_view query,
                       runner::Headers& headers, std::string_view body,
                       const runner::Credentials& key) {
  if (fuzz::planted("signature_v3/keeps-tabs")) {
    for (auto& [name, value] : headers) value += value.ends_with('\t') ? "\v" : "";
  }
  if (fuzz::planted("signature_v3/body-ends-at-nul")) body = body.substr(0, body.find('\0'));
  return runner::Signer{key}.sign_v3(runner::canonical_request_v3(
      method, path, query, runner::canonical_headers(headers), runner::sha256_hex(body)));
}

// There may be more than sixteen headers, which are sorted in another way.
void judge(std::string_view text) {
  const std::string_view method = fuzz::take_line(text);
  const std::string_view path = fuzz::take_line(text);
  const runner::Credentials key{.access_key_id = {},
                                .access_key_secret = std::string{fuzz::take_line(text)},
                                .security_token = {}};
  const auto query = runner::parse_query(fuzz::take_line(text));
  if (!query) return;
  static runner::Headers kept_headers;
  const fuzz::Lent headers{kept_headers};
  for (std::string_view line = fuzz::take_line(text); !line.empty(); line = fuzz::take_line(text)) {
    const std::string_view name = line.substr(0, line.find(':'));
    if (name.empty() || headers->size() == 18) return;
    headers->emplace_back(name, line.substr(std::min(line.size(), name.size() + 1)));
  }
  const auto wanted = runner::testing::second_signature_v3(method, path, *query, *headers, text,
                                                           key.access_key_secret.reveal());
  if (!wanted) return;
  fuzz::require(
      under_test(method, path, runner::canonical_query(*query), *headers, text, key) == wanted,
      "signed as the documents say");
}

}  // namespace

// Lines: method, path, secret, query, headers as Name:value up to an empty line; then the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  judge(fuzz::text_of(data, size));
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  static constexpr std::string_view pieces[] = {
      "\n", "A:b\n", "x-b:\tc \n", "Host: d\t\n", ":", " ", "\t", "&e=f", "%20", "+", "=", "~"};
  return hallmark::fuzz::splice({"GET\n/\nkey\na=b\nhost:c\n\nbody", "\n:&=", pieces}, data, size,
                                max_size, seed);
}
