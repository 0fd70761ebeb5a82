// SPDX-License-Identifier: Apache-2.0
//
// What holds of the form of every answer, whatever was asked. Each promise is a case that sends
// nothing of its own: it holds of the answers to all the others, and is told once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"

namespace hallmark::cases {

enum class Form : std::uint8_t {
  requested_format,             // of an accepted call, and of one refused with a page's row
  requested_format_of_refusal,  // of one refused otherwise
  content_type,
  charset,
  byte_order_mark,
  utf8,
  root_element,
  json_object,
  request_id_present,
  request_id_shape,
  request_id_once,
  host_id,
  error_members,
  success_without_code,
  single_members,
  // Of an instance that is described.
  known_status,
  listed_once,
  total_count,
  charge_type,
  security_lock,
  other_lock,
  legible,
};

struct EveryAnswer {
  Form form;
  std::string_view slug;  // its case is envelope/every-answer/SLUG
  Level level = Level::required;
  AnswerChecks check = {};  // empty: it is looked at beside those
  std::string_view holds;
  std::string_view broken;  // what is said of an answer of which it does not
  std::span<const specs::Citation> citations;
};

// In the order of Form.
[[nodiscard]] std::span<const EveryAnswer> every_answer();
[[nodiscard]] const EveryAnswer& every_answer(Form form);

// The id of its case.
[[nodiscard]] std::string id_of(const EveryAnswer& promise);

// The promise that the case is about; null where it asks something itself.
[[nodiscard]] const EveryAnswer* every_answer_of(const Case& one);

void add_every_answer(std::vector<Case>& all);

}  // namespace hallmark::cases
