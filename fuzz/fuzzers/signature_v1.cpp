// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the V1 signature.
//
// Holds for all parameters with different names: the signature is the one that a plain second
// implementation computes, which was written from the documents alone; whatever their order.
#include <algorithm>

#include "fuzz/fuzzers/fuzzer.hpp"
#include "fuzz/fuzzers/plain_signature.hpp"
#include "fuzz/fuzzers/planted.hpp"
#include "runner/wire/query.hpp"
#include "runner/wire/signature.hpp"

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
  std::optional<Parameters> parameters = runner::parse_form(text);
  if (!parameters) return 0;
  const auto wanted = fuzz::plain_signature_v1(method, *parameters, key.access_key_secret);
  if (!wanted) return 0;
  const std::string to_sign = under_test(method, *parameters);
  fuzz::require(runner::Signer{key}.sign_v1(to_sign) == wanted, "signed as the documents say");
  std::ranges::reverse(*parameters);
  fuzz::require(under_test(method, *parameters) == to_sign, "the order makes no difference");
  return 0;
}
