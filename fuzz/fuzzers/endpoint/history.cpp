// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the two written forms of a history.
//
// Holds for every input: bytes are a history, which survives both forms; text is a history, which
// survives them, or refused with the line where it ends to be one.
#include "fuzz/grammar/history.hpp"

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"

namespace {

using namespace hallmark::fuzz;

void survives(const History& history) {
  std::string text = to_text(history);
  if (planted("history/text-drops-last-line") && history.steps.size() > 1) {
    text.pop_back();
    text.resize(text.rfind('\n') + 1);
  }
  const auto read = parse_history(text);
  require(read && *read == history, "a history written as text is read as it was");
  require(decode(encode(history)) == history, "a history written as bytes is read as it was");
}

}  // namespace

// The first byte: 'h' begins a history as text ("hallmark history 1"); anything else is bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  if (!text.starts_with('h')) {
    survives(decode({data, size}));
    return 0;
  }
  const auto read = parse_history(text);
  if (read) {
    survives(*read);
  } else {
    require(read.error().what.starts_with("line "), "what is wrong has a line");
  }
  return 0;
}
