// SPDX-License-Identifier: Apache-2.0
//
// One API request, taken apart: what it names, and what its signature is about.
#pragma once

#include <cstdint>
#include <string_view>

#include "runner/reference/answers/answer_writer.hpp"
#include "runner/reference/defects/defects.hpp"
#include "runner/reference/request/parameters.hpp"
#include "runner/reference/server/http.hpp"

namespace hallmark::runner::reference {

// V1: parameters signed with HMAC-SHA1. V3: headers signed with ACS3-HMAC-SHA256.
enum class Protocol : std::uint8_t { v1, v3 };

struct Request {
  const HttpRequest& http;
  const DefectSet& defects;  // with which it is read
  const Parameters& parameters;
  Protocol protocol = Protocol::v1;
  Format format = Format::xml;  // of its answer
  std::string_view action = {};
  std::string_view version = {};

  [[nodiscard]] bool broken(Defect defect) const { return defects.has(defect); }

  // A parameter of the action; empty where it is absent as well as where it is empty.
  [[nodiscard]] std::string_view value(std::string_view name) const;
  // A header; empty where there is none. Names in any case.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

// ReactivateInstances in either spelling.
[[nodiscard]] bool is_reactivation(std::string_view action);

// Tells the protocol of a request, and the action and version that it names.
void recognise(Request& request);

// A request's target, taken apart at the question mark.
struct PathAndQuery {
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] PathAndQuery split_target(std::string_view target);

// A form travels in the body of a POST; any other body holds no parameters.
[[nodiscard]] std::string_view form_of(const HttpRequest& request);

// The value of the header `name` (any case); empty where there is none.
[[nodiscard]] std::string_view header(const HttpRequest& request, std::string_view name);

}  // namespace hallmark::runner::reference
