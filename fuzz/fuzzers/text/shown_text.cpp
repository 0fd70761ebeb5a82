// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes what makes text of unknown origin fit for a terminal, an XML document, a JSON file.
//
// Holds for every text: one line of visible UTF-8 for the terminal; characters of XML 1.0 that a
// parser takes; a JSON string and Base64 that give the text back.
#include "fuzz/fuzzers/answers/written_answer.hpp"
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "reports/text.hpp"
#include "reports/writers/json/json_text.hpp"
#include "runner/wire/signing/testing_second_signer.hpp"

namespace {

using namespace hallmark;

std::string printable_under_test(std::string_view text) {
  std::string shown = reports::printable(text);
  if (fuzz::planted("shown_text/escape-sequence") && text.find("\x1b[") != text.npos)
    shown += '\x1b';
  return shown;
}

std::string base64_under_test(std::string_view text) {
  std::string written = reports::json_text::base64(text);
  if (fuzz::planted("shown_text/padding-forgotten") && written.ends_with("==")) written.pop_back();
  return written;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::string shown = printable_under_test(text);
  fuzz::require(reports::is_utf8(shown), "a terminal is shown UTF-8");
  for (const char c : shown) {
    fuzz::require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f, "and no control character");
  }
  for (const char* turning : {"\u202a", "\u202e", "\u2066", "\u2069", "\u200f"}) {
    fuzz::require(shown.find(turning) == shown.npos, "and nothing that turns the writing");
  }
  const std::string brief = reports::shortened(shown, 40);
  fuzz::require(reports::is_utf8(brief) && reports::characters_in(brief) <= 40, "short is short");

  const std::string xml =
      "<R><T>x" + fuzz::escaped_for_xml(reports::xml_characters(text)) + "</T></R>";
  const runner::Reply document = runner::decode_reply(200, "text/xml", xml);
  fuzz::require(document.decoded(), "an XML parser takes its characters");

  std::string json = "{\"T\":";
  if (reports::is_utf8(text)) {
    reports::json_text::append_string(json, text);
    const runner::Reply object = runner::decode_reply(200, "text/json", json + "}");
    fuzz::require(runner::first_text(object.tree, "T") == text, "a JSON string is the text");
  }
  const std::string encoded = base64_under_test(text);
  fuzz::require(encoded == runner::testing::nettle_base64(text), "Base64 is RFC 4648's");
  fuzz::require(reports::json_text::from_base64(encoded) == text, "and gives the text back");
  return 0;
}
