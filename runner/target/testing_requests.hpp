// SPDX-License-Identifier: Apache-2.0
//
// For tests: two worlds, a request in them, and a request taken apart.
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "runner/target/request_builder.hpp"
#include "runner/wire/http/headers.hpp"

namespace hallmark::runner {

using Named = std::map<std::string, std::string>;

inline const World own{.fixture_id = "1",
                       .credentials = {"LTAIownkeyid00000001", "own-secret-value", ""},
                       .region_id = "cn-hangzhou",
                       .instance_id = "i-bp1own"};
inline const World other{.fixture_id = "2",
                         .credentials = {"LTAIotherkeyid000002", "other-secret-value", ""},
                         .region_id = "cn-hangzhou",
                         .instance_id = "i-bp1other"};

inline cases::Call start() {
  return {.action = "StartInstance",
          .arguments = {{.name = "InstanceId", .value = cases::this_instance()}}};
}

inline BuiltRequest build(const cases::Call& call, cases::Variant variant,
                          std::string_view nonce = {}) {
  Cast cast{own, other};
  RequestBuilder builder{
      "127.0.0.1:8080", "/", NonceGenerator{1},
      [] { return std::chrono::system_clock::time_point{std::chrono::seconds{1'600'000'000}}; }};
  return builder.build(call, variant, cast, "ReactivateInstances", nonce);
}

inline Named pieces(std::string_view text, char between) {
  Named named;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find(between));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    named.emplace(piece.substr(0, equals), equals == piece.size() ? "" : piece.substr(equals + 1));
  }
  return named;
}

inline std::string query_of(const BuiltRequest& built) {
  const std::size_t mark = built.http.target.find('?');
  return mark == std::string::npos ? "" : built.http.target.substr(mark + 1);
}

inline std::string header(const BuiltRequest& built, std::string_view name) {
  const std::string* value = find_header(built.http.headers, name);
  return value == nullptr ? "" : *value;
}

inline std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(std::stoi(std::string{text.substr(i + 1, 2)}, nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

inline std::string signature_in(const BuiltRequest& built, cases::Variant variant) {
  if (variant.signature == cases::Signature::v3) {
    const std::string authorization = header(built, "Authorization");
    return authorization.substr(authorization.find("Signature=") + 10);
  }
  Named query = pieces(query_of(built), '&');
  return query.contains("Signature") ? query["Signature"]
                                     : pieces(built.http.body, '&')["Signature"];
}

}  // namespace hallmark::runner
