// SPDX-License-Identifier: Apache-2.0
//
// Compares a documentation page, as published, with the suite's tables: the best reviewer that the
// tables have. Pure: text in, differences out.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runner/audit/difference.hpp"
#include "specs/digests/page_digests.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::runner {

inline constexpr std::size_t largest_audited_page = std::size_t{4} << 20U;  // bytes

struct AuditResult {
  const specs::Page* page = nullptr;  // the best matching edition; null: see `problem`
  std::vector<AuditDifference> differences = {};
  std::size_t rows_read = 0;
  std::size_t parameters_read = 0;
  std::string problem = {};  // not a page that we know: what is wrong
};

// Compares with the edition of the page's action that differs least; with `only_edition`, as in
// "2020-10" or "2018-11 zh", with that one.
[[nodiscard]] AuditResult audit(std::string_view page_text, std::string_view only_edition = {});

// The same with other tables than the suite's.
[[nodiscard]] AuditResult audit(std::string_view page_text,
                                std::span<const specs::digests::PageDigests* const> tables,
                                std::string_view only_edition = {});

// For people: the page's name, what it was compared with, and each difference with both texts.
[[nodiscard]] std::string render(const AuditResult& result, std::string_view name);

}  // namespace hallmark::runner
