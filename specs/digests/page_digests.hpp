// SPDX-License-Identifier: Apache-2.0
//
// Digests stand for the prose of a page, which the project does not hold. They are kept apart from
// the rows, keyed by place: `audit` alone looks at them, and names a place whose digest differs.
// A table that lacks a place of its page, or names one that the page does not have, does not
// compile: the sentence after `throw` is the compiler's message.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "specs/schema/digest.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::specs::digests {

// What kind of text a digest stands for, in the order of the tables.
enum class Passage : std::uint8_t {
  parameter_description,  // the last column of "Request parameters"
  response_description,   // the last column of "Response parameters"
  error_message,          // of which the row holds what a reader sees; as printed only
  error_description,      // the last column of "Error codes"
  clause,                 // the page's own words for it
  sample,                 // the whole sample
  remark,                 // a sentence outside the tables that states no behaviour
};

struct PassageDigest {
  Passage passage;
  int number;  // the row's, the clause's, the sample's; remarks are counted from 1
  Digest digest;
};

// The digests of one page in one edition.
struct PageDigests {
  const Page* page;
  // Of each passage as a reader sees it: one for every place of the page, and the remarks.
  std::span<const PassageDigest> visible;
  // Of each passage where a Markdown page prints more than a reader sees (links, emphasis, code,
  // backslashes).
  std::span<const PassageDigest> printed;

  // The visible digests of one kind, in page order: those of row n stand at n - 1.
  [[nodiscard]] constexpr std::span<const PassageDigest> of(Passage passage) const {
    const auto found = std::ranges::equal_range(visible, passage, {}, &PassageDigest::passage);
    return {found.begin(), found.end()};
  }
};

// How many passages of a kind the page's tables hold; remarks are in none of them.
constexpr std::size_t count_of(Passage passage, const Page& page) {
  switch (passage) {
    case Passage::parameter_description:
      return page.parameters.size();
    case Passage::response_description:
      return page.responses.size();
    case Passage::error_message:
    case Passage::error_description:
      return page.errors.size();
    case Passage::clause:
      return page.clauses.size();
    case Passage::sample:
      return page.samples.size();
    case Passage::remark:
      return 0;
  }
  return 0;
}

consteval bool in_page_order(std::span<const PassageDigest> rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].digest == 0) throw "a digest is not 0";
    if (i == 0 || rows[i].passage > rows[i - 1].passage) continue;
    if (rows[i].passage < rows[i - 1].passage || rows[i].number <= rows[i - 1].number) {
      throw "digests stand in the order of the page";
    }
  }
  return true;
}

consteval bool one_for_each_passage(const PageDigests& digests) {
  const Page& page = *digests.page;
  in_page_order(digests.visible);
  in_page_order(digests.printed);
  for (const PassageDigest& row : digests.visible) {
    const auto count = static_cast<int>(count_of(row.passage, page));
    if (row.passage == Passage::error_message) throw "the row itself holds its message";
    if (row.passage == Passage::remark) continue;
    if (row.number < 1 || row.number > count) throw "a digest of a passage that the page lacks";
  }
  for (const Passage passage : {Passage::parameter_description, Passage::response_description,
                                Passage::error_description, Passage::clause, Passage::sample}) {
    if (digests.of(passage).size() != count_of(passage, page)) throw "a passage without a digest";
  }
  for (int next = 1; const PassageDigest& row : digests.of(Passage::remark)) {
    if (row.number != next++) throw "remarks are counted 1, 2, 3 ...";
  }
  if (!digests.printed.empty() && page.form != Form::markdown) {
    throw "only Markdown prints more than a reader sees";
  }
  for (const PassageDigest& row : digests.printed) {
    const auto count = static_cast<int>(count_of(row.passage, page));
    if (row.number < 1 || row.number > count) throw "a digest of a passage that the page lacks";
  }
  return true;
}

}  // namespace hallmark::specs::digests
