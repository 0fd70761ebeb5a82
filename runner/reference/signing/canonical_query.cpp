// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/signing/canonical_query.hpp"

namespace hallmark::runner::reference {
namespace {

bool is_signed(const Request& request, const Parameter& parameter, const Signed& parts) {
  if (request.broken(Defect::empty_values_not_signed) && parameter.value.empty()) return false;
  if (!parts.without.empty() && parameter.name == parts.without) return false;
  return request.protocol == Protocol::v3 ? parameter.source == Source::query
                                          : parameter.name != "Signature";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Encodes as defects would have it.
void append_misencoded(std::string& out, const Request& request, std::string_view text) {
  std::string encoded;
  const bool raw_bytes = request.broken(Defect::non_ascii_signed_raw);
  for (const char byte : text) {
    if (raw_bytes && static_cast<unsigned char>(byte) >= 0x80) {
      encoded += byte;
    } else {
      append_percent_encoded(encoded, {&byte, 1});
    }
  }
  if (request.broken(Defect::asterisk_signed_raw)) replace_all(encoded, "%2A", "*");
  if (request.broken(Defect::blank_signed_as_plus)) replace_all(encoded, "%20", "+");
  if (request.broken(Defect::tilde_signed_encoded)) replace_all(encoded, "~", "%7E");
  if (request.broken(Defect::slash_signed_raw)) replace_all(encoded, "%2F", "/");
  if (request.broken(Defect::equals_signed_raw)) replace_all(encoded, "%3D", "=");
  if (request.broken(Defect::hash_signed_raw)) replace_all(encoded, "%23", "#");
  if (request.broken(Defect::braces_signed_raw)) {
    replace_all(encoded, "%7B", "{");
    replace_all(encoded, "%7D", "}");
  }
  if (request.broken(Defect::percent_signed_raw)) replace_all(encoded, "%25", "%");
  out += encoded;
}

}  // namespace

void append_canonical_query(std::string& out, const Request& request, const Signed& parts) {
  const bool first_of_each = request.broken(Defect::v1_repeated_parameter_not_signed);
  const bool v1 = request.protocol == Protocol::v1;
  bool first = true;
  std::string_view previous;
  for (const Parameter& parameter : request.parameters.sorted()) {
    if (!is_signed(request, parameter, parts)) continue;
    if (first_of_each && !first && parameter.name == previous) continue;
    if (!first) out += '&';
    first = false;
    previous = parameter.name;
    const bool replaced = v1 && !parts.part.empty() && parameter.name == parts.part;
    const std::string_view value = replaced ? parts.value : parameter.value;
    if (request.defects.empty()) {
      append_percent_encoded(out, parameter.name);
      out += '=';
      append_percent_encoded(out, value);
    } else {
      append_misencoded(out, request, parameter.name);
      out += '=';
      append_misencoded(out, request, value);
    }
  }
}

}  // namespace hallmark::runner::reference
