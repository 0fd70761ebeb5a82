// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/signing/signed_text.hpp"

#include <algorithm>
#include <utility>

#include "runner/wire/http/headers.hpp"
#include "runner/wire/redact.hpp"
#include "runner/wire/signing/percent_encoding.hpp"
#include "runner/wire/signing/query.hpp"
#include "runner/wire/signing/signature.hpp"

namespace hallmark::runner {
namespace {

// What stands before `end`, which is taken away with it; all of it where there is no such end.
std::string_view cut(std::string_view& text, std::string_view end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view piece = text.substr(0, at);
  text.remove_prefix(std::min(at + end.size(), text.size()));
  return piece;
}

struct Pieces {
  std::string_view method;
  std::string_view path;
  std::string_view query;
  Headers headers;
  std::string_view body;
};

std::optional<Pieces> take_apart(std::string_view request) {
  if (request.find("\r\n\r\n") == request.npos) return std::nullopt;
  Pieces pieces;
  std::string_view line = cut(request, "\r\n");
  pieces.method = cut(line, " ");
  std::string_view target = cut(line, " ");
  pieces.path = cut(target, "?");
  pieces.query = target;
  for (line = cut(request, "\r\n"); !line.empty(); line = cut(request, "\r\n")) {
    const std::string_view name = cut(line, ":");
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    pieces.headers.emplace_back(name, line);
  }
  pieces.body = request;
  return pieces;
}

Headers headers_named(const Headers& headers, std::string_view list) {
  Headers named;
  while (!list.empty()) {
    const std::string_view name = cut(list, ";");
    if (const std::string* const value = find_header(headers, name)) {
      named.emplace_back(name, *value);
    }
  }
  return named;
}

std::optional<SignedText> of_v3(const Pieces& pieces, std::string_view authorization) {
  cut(authorization, "SignedHeaders=");
  const std::string_view names = cut(authorization, ",");
  const auto query = parse_query(pieces.query);
  const std::string* const hash = find_header(pieces.headers, "x-acs-content-sha256");
  if (names.empty() || !query || hash == nullptr) return std::nullopt;
  return SignedText{
      .v3 = true,
      .text = canonical_request_v3(pieces.method, pieces.path, canonical_query(*query),
                                   canonical_headers(headers_named(pieces.headers, names)), *hash)};
}

std::optional<SignedText> of_v1(const Pieces& pieces) {
  auto parameters = parse_query(pieces.query);
  const std::string* const type = find_header(pieces.headers, "Content-Type");
  const bool is_form = type != nullptr && type->find("x-www-form-urlencoded") != std::string::npos;
  const auto form = is_form ? parse_form(pieces.body) : Parameters{};
  if (!parameters || !form) return std::nullopt;
  parameters->insert(parameters->end(), form->begin(), form->end());
  const auto is_signature = [](const auto& one) { return one.first == "Signature"; };
  if (std::ranges::none_of(*parameters, is_signature)) return std::nullopt;
  SignedText made{.text = string_to_sign_v1(pieces.method, *parameters)};
  // What an answer echoes is struck out when it is encoded already.
  const std::string encoded = percent_encode(percent_encode(struck_out));
  for (std::size_t at = made.text.find(encoded); at != made.text.npos;
       at = made.text.find(encoded, at + struck_out.size())) {
    made.text.replace(at, encoded.size(), struck_out);
  }
  return made;
}

}  // namespace

std::optional<SignedText> signed_text(std::string_view request) {
  const std::optional<Pieces> pieces = take_apart(request);
  if (!pieces) return std::nullopt;
  const std::string* const authorization = find_header(pieces->headers, "Authorization");
  const bool v3 = authorization != nullptr && authorization->starts_with("ACS3-");
  return v3 ? of_v3(*pieces, *authorization) : of_v1(*pieces);
}

}  // namespace hallmark::runner
