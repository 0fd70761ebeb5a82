// SPDX-License-Identifier: Apache-2.0
//
// A documentation page as it was read: its tables cell by cell, its sentences and its samples, all
// as printed. Nothing is judged here.
#pragma once

#include <string>
#include <vector>

#include "runner/audit/difference.hpp"
#include "specs/digests/page_digests.hpp"
#include "specs/schema/page.hpp"

namespace hallmark::runner {

struct PublishedError {
  std::string status;
  std::string code;
  std::string message;
  std::string description;
};

// A row of "Request parameters" or "Response parameters"; the latter has no `required`.
struct PublishedParameter {
  std::string name;
  std::string type;
  std::string required;
  std::string sample;
  std::string description;
};

struct PublishedSample {
  specs::Sample::Kind kind;
  std::string text;
};

struct PublishedSentence {
  std::string text;
  std::string place;  // "parameter DryRun, description"; empty: in no table
};

struct PublishedPage {
  specs::Form form = specs::Form::plain;
  std::vector<PublishedError> errors = {};
  std::vector<PublishedParameter> parameters = {};
  std::vector<PublishedParameter> responses = {};
  std::vector<PublishedSample> samples = {};
  std::vector<PublishedSentence> sentences = {};  // in page order, those of the tables included
  std::vector<AuditDifference> misshapen = {};    // headings and rows that no reader understands
};

// The kind of a sample by its looks.
[[nodiscard]] specs::Sample::Kind kind_of_sample(std::string_view text);

// A page in Markdown: pipe tables, whose cells may span lines, and fenced samples.
[[nodiscard]] PublishedPage read_markdown(std::string_view text, const specs::Page& expected);

// A page copied as plain text: rows stand one a line, cells behind each other or behind tabs.
// `expected` says where a cell ends that the text itself does not delimit.
[[nodiscard]] PublishedPage read_plain(std::string_view text,
                                       const specs::digests::PageDigests& expected);

// Whichever of the two the text is.
[[nodiscard]] PublishedPage read_page(std::string_view text,
                                      const specs::digests::PageDigests& expected);

}  // namespace hallmark::runner
