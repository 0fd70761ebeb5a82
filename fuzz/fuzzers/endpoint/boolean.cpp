// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes how the reference endpoint reads a Boolean parameter, from the bytes of a query on.
//
// Holds for every value, however it is percent-encoded: true, false and nothing are taken and mean
// what they say; so are, unless it is strict, their other cases and 1 and 0; every other spelling
// is refused.
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "runner/reference/request/call.hpp"
#include "runner/reference/server/http.hpp"
#include "runner/wire/signing/percent_encoding.hpp"

namespace {

using namespace hallmark;
namespace reference = runner::reference;

struct Reading {
  bool valid;
  bool set;
  bool cleared;
  friend bool operator==(const Reading&, const Reading&) = default;
};

Reading under_test(std::string_view query, bool strict) {
  static const reference::HttpRequest no_request;
  static const reference::DefectSet honest;
  reference::Parameters parameters;
  fuzz::require(parameters.parse(query, {}), "what we encode is well-formed");
  const reference::Request request{.http = no_request, .defects = honest, .parameters = parameters};
  const reference::Flag flag{request, "DryRun", strict};
  Reading reading{flag.valid(), static_cast<bool>(flag), flag.is_false()};
  const std::string_view value = request.value("DryRun");
  if (fuzz::planted("boolean/any-case") && value == "True") reading = {true, true, false};
  if (fuzz::planted("boolean/stops-at-nul") && value.starts_with(std::string_view{"true\0", 5})) {
    reading = {true, true, false};
  }
  return reading;
}

// As a client means it that writes Booleans in another case, or as numbers.
std::string_view meant_by(std::string_view value) {
  std::string lower{value};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (lower == "true" || value == "1") return "true";
  return lower == "false" || value == "0" ? "false" : value;
}

Reading wanted_of(std::string_view value) {
  return {value.empty() || value == "true" || value == "false", value == "true", value == "false"};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view value = fuzz::text_of(data, size);
  const Reading strict = wanted_of(value);
  const Reading lenient = wanted_of(meant_by(value));
  const std::string plain = "DryRun=" + runner::percent_encode(value);
  fuzz::require(under_test(plain, true) == strict, "true, false and nothing are Booleans");
  fuzz::require(under_test(plain, false) == lenient, "what clients write for them is, too");
  std::string every_byte = "DryRun=";
  for (const char c : value) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    (every_byte += '%') += {digits[byte / 16U], digits[byte % 16U]};
  }
  fuzz::require(under_test(every_byte, true) == strict && under_test(every_byte, false) == lenient,
                "their encoding makes no difference");
  return 0;
}
