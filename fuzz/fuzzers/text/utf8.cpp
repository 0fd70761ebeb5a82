// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes is_utf8() of reports.
//
// Holds for every input: it agrees with a decoder written from the definition, which computes each
// code point and asks whether it may be written so (RFC 3629, section 3).
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "reports/text.hpp"

namespace {

using namespace hallmark;

bool plainly_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto lead = static_cast<unsigned char>(bytes.front());
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc0 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                                             : 4;
    if (length == 0 || length > bytes.size() || lead >= 0xf8) return false;
    std::uint32_t code = length == 1 ? lead : lead & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<unsigned char>(bytes[i]);
      if (next < 0x80 || next > 0xbf) return false;
      code = code * 64 + (next - 0x80U);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

bool under_test(std::string_view bytes) {
  if (fuzz::planted("utf8/takes-surrogates") && bytes.find("\xed\xa0\x80") != bytes.npos)
    return true;
  if (fuzz::planted("utf8/looks-at-seven-bytes")) bytes = bytes.substr(0, 7);
  return reports::is_utf8(bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  const bool wanted = plainly_utf8(bytes);
  fuzz::require(under_test(bytes) == wanted, "is_utf8 is RFC 3629's");
  return 0;
}
