// SPDX-License-Identifier: Apache-2.0
#include "runner/target/edits.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runner/target/time_pattern.hpp"
#include "runner/target/twists.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::runner {
namespace {

using cases::Edit;

// The V3 header that stands in for a public parameter of V1; empty where there is none.
std::string_view header_of(std::string_view common) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> headers = {{
      {"Action", "x-acs-action"},
      {"Version", "x-acs-version"},
      {"Timestamp", "x-acs-date"},
      {"SignatureNonce", "x-acs-signature-nonce"},
      {"SecurityToken", "x-acs-security-token"},
      {"ContentHash", "x-acs-content-sha256"},
  }};
  const auto* const found =
      std::ranges::find(headers, common, &std::pair<std::string_view, std::string_view>::first);
  return found == headers.end() ? std::string_view{} : found->second;
}

std::string_view authorization_part(std::string_view common) {
  if (common == "AccessKeyId") return "Credential";
  if (common == "SignedHeaders" || common == "Signature") return common;
  return {};
}

// Does one edit to a list of named values: parameters, headers, or parts of a header.
template <class SameName>
void edit_list(std::vector<std::pair<std::string, std::string>>& list, const Edit& edit,
               std::string_view name, const std::string& value, SameName same) {
  const auto found =
      std::ranges::find_if(list, [&](const auto& item) { return same(item.first, name); });
  switch (edit.op) {
    case Edit::Op::set:
      if (found != list.end()) {
        found->second = value;
      } else {
        list.emplace_back(name, value);
      }
      return;
    case Edit::Op::drop:
      std::erase_if(list, [&](const auto& item) { return same(item.first, name); });
      return;
    case Edit::Op::repeat:
      list.emplace_back(name, value);
      return;
    default:
      break;
  }
  if (found == list.end()) return;
  std::string& current = found->second;
  switch (edit.op) {
    case Edit::Op::set:
    case Edit::Op::drop:
    case Edit::Op::repeat:
      return;
    case Edit::Op::rename:
      found->first = value;
      return;
    case Edit::Op::flip:
      current = value == "first"  ? flip_first(std::move(current))
                : value == "last" ? flip_last(std::move(current))
                                  : flip(std::move(current));
      return;
    case Edit::Op::upper_case:
    case Edit::Op::lower_case:
      current = edit.op == Edit::Op::upper_case ? upper_case(current) : lower_case(current);
      return;
    case Edit::Op::cut_last:
      if (!current.empty()) current.pop_back();
      return;
    case Edit::Op::shift:
      if (const auto time = parse_timestamp(current)) {
        const auto moment = *time + std::chrono::seconds{edit.seconds};
        current = value.empty() ? utc_timestamp(moment) : written_after(value, moment);
      }
      return;
  }
}

void edit_parts(Parameters& parts, const Edit& edit, std::string_view name,
                const std::string& value) {
  edit_list(parts, edit, name, value,
            [](std::string_view left, std::string_view right) { return left == right; });
}

void edit_headers(Headers& headers, const Edit& edit, std::string_view name,
                  const std::string& value) {
  edit_list(headers, edit, name, value, same_header_name);
}

void set_format(Draft& draft, const Edit& edit, const std::string& value) {
  edit_parts(draft.parameters, edit, "Format", value);
  if (draft.variant.signature != cases::Signature::v3) return;
  const std::string lower = lower_case(value);
  if (edit.op == Edit::Op::drop) {
    edit_headers(draft.headers, edit, "accept", {});
  } else if (lower == "xml" || lower == "json") {
    edit_headers(draft.headers, edit, "accept", "application/" + lower);
  }
}

}  // namespace

void apply(const Edit& edit, Draft& draft, const Cast& cast, const Credentials& credentials) {
  const std::string value = resolve(edit.value, cast);
  switch (edit.where) {
    case Edit::Where::method:
      draft.method = edit.op == Edit::Op::lower_case ? lower_case(draft.method) : value;
      return;
    case Edit::Where::path:
      draft.path = value;
      return;
    case Edit::Where::body:
      draft.body = edit.op == Edit::Op::drop ? std::string{} : value;
      return;
    case Edit::Where::header:
      edit_headers(draft.headers, edit, edit.name, value);
      return;
    case Edit::Where::parameter:
      edit_parts(draft.parameters, edit, edit.name, value);
      return;
    case Edit::Where::common:
      break;
  }
  if (edit.name == "Format") {
    set_format(draft, edit, value);
  } else if (edit.name == "SigningKey") {
    Parameters keys{{edit.name, signing_key_of(draft, credentials).reveal()}};
    edit_parts(keys, edit, edit.name, value);
    draft.signing_key = keys.empty() ? Secret{} : Secret{std::move(keys.front().second)};
  } else if (draft.variant.signature == cases::Signature::v1) {
    edit_parts(draft.parameters, edit, edit.name, value);
  } else if (const std::string_view header = header_of(edit.name); !header.empty()) {
    edit_headers(draft.headers, edit, header, value);
  } else if (const std::string_view part = authorization_part(edit.name); !part.empty()) {
    edit_parts(draft.authorization, edit, part, value);
  } else if (edit.name == "SignatureMethod") {
    if (edit.op == Edit::Op::drop) {
      draft.algorithm.emplace();
    } else if (edit.op == Edit::Op::lower_case || edit.op == Edit::Op::upper_case) {
      std::string algorithm{algorithm_of(draft)};
      draft.algorithm = edit.op == Edit::Op::upper_case ? upper_case(std::move(algorithm))
                                                        : lower_case(std::move(algorithm));
    } else {
      draft.algorithm = value;
    }
  }
}

}  // namespace hallmark::runner
