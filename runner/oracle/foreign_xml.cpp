// SPDX-License-Identifier: Apache-2.0
#include "runner/oracle/foreign_xml.hpp"

#include <algorithm>
#include <string_view>

#include "specs/catalog.hpp"

namespace hallmark::runner {
namespace {

bool is_documented(std::string_view code) {
  const auto is_of = [code](const specs::Page* page) {
    return std::ranges::any_of(page->errors,
                               [code](const auto& row) { return row.code.text() == code; }) ||
           std::ranges::any_of(page->common_errors, [code](const auto& row) {
             const std::string_view pattern = row.code.text();
             return code.starts_with(pattern.substr(0, pattern.find('*')));
           });
  };
  return std::ranges::any_of(specs::pages(), is_of) ||
         std::ranges::any_of(specs::common_pages(), is_of);
}

}  // namespace

bool is_foreign_xml(const Reply& reply) {
  return reply.code && !reply.request_id && !reply.host_id && reply.format == BodyFormat::xml &&
         !is_documented(*reply.code);
}

}  // namespace hallmark::runner
