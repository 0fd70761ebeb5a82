// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the V1 signature.
//
// Holds for all parameters with different names, in whatever order: the signature is the one that a
// second signer computes, which was written from the documents alone and hashes with nettle.
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"
#include "runner/wire/signing/testing_second_signer.hpp"

namespace {

using namespace hallmark;
using runner::Parameters;

std::string under_test(std::string_view method, const Parameters& parameters) {
  std::string text = runner::string_to_sign_v1(method, parameters);
  const std::size_t blank = text.find("%2520");
  if (fuzz::planted("signature_v1/blank-as-plus") && blank != text.npos)
    text.replace(blank, 5, "%2B");
  const std::size_t tilde = text.find('~');
  if (fuzz::planted("signature_v1/encodes-tilde") && tilde != text.npos) {
    text.replace(tilde, 1, "%257E");
  }
  return text;
}

}  // namespace

// First line: the method; second: the secret; the rest: parameters, as a form writes them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text_of(data, size);
  const std::string_view method = fuzz::take_line(text);
  const runner::Credentials key{.access_key_id = {},
                                .access_key_secret = std::string{fuzz::take_line(text)},
                                .security_token = {}};
  const std::optional<Parameters> parameters = runner::parse_form(text);
  if (!parameters) return 0;
  const auto wanted =
      runner::testing::second_signature_v1(method, *parameters, key.access_key_secret.reveal());
  if (!wanted) return 0;
  fuzz::require(runner::Signer{key}.sign_v1(under_test(method, *parameters)) == wanted,
                "signed as the documents say");
  return 0;
}
