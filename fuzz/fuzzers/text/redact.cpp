// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes redact().
//
// Holds for every text and secret: afterwards the secret is not in the text, plain or encoded in
// any of the ways in which requests and answers carry it; what holds none of it stays as it was.
#include "runner/wire/redact.hpp"

#include <string>

#include "fuzz/fuzzers/answers/written_answer.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace {

using namespace hallmark;

std::string under_test(std::string_view text, const std::string& secret) {
  const runner::Secret hidden{secret};
  const std::string once = runner::percent_encode(secret);
  if (fuzz::planted("redact/first-only")) {
    const std::size_t at = text.find(secret);
    const std::size_t end = at == text.npos ? text.size() : at + secret.size();
    return runner::redact(text.substr(0, end), {&hidden, 1}) + std::string{text.substr(end)};
  }
  if (fuzz::planted("redact/plain-only") && once != secret && text.find(once) != text.npos) {
    return std::string{text};
  }
  return runner::redact(text, {&hidden, 1});
}

}  // namespace

// First line: the secret; the rest: a text, in which '$' followed by 0 to 4 stands for the secret
// as it is, percent-encoded, so twice, as a form has it, and as JSON has it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::text_of(data, size);
  const std::string secret{fuzz::take_line(rest)};
  // Left out: secrets that look like what replaces them.
  if (secret.size() < 4 || secret.size() > 32 || secret.find('*') != secret.npos) return 0;
  const std::string once = runner::percent_encode(secret);
  const std::string json = fuzz::quoted_for_json(secret);
  const std::string spellings[] = {secret, once, runner::percent_encode(once),
                                   runner::form_encode(secret), json.substr(1, json.size() - 2)};
  std::string text;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '$' && i + 1 < rest.size() && rest[i + 1] >= '0' && rest[i + 1] <= '4') {
      text += spellings[rest[++i] - '0'];
    } else {
      text += rest[i];
    }
  }
  const std::string shown = under_test(text, secret);
  for (const std::string& spelling : spellings) {
    fuzz::require(shown.find(spelling) == shown.npos, "no spelling of the secret is left");
  }
  return 0;
}
