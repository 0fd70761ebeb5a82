// SPDX-License-Identifier: Apache-2.0
//
// How a citation reads in a report.
#include <string>

#include "specs/schema/page.hpp"

namespace hallmark::specs {
namespace {

// "row 7 (observed: fog-aliyun issue 32, 2019-02)"
std::string marked(std::string_view what, Mark mark, std::string_view source) {
  std::string text{what};
  text += mark == Mark::documented ? " (documented: " : " (observed: ";
  text += source;
  text += ')';
  return text;
}

std::string place_of(const Citation& citation) {
  const std::string number = std::to_string(citation.number);
  const auto index = static_cast<std::size_t>(citation.number - 1);
  switch (citation.kind) {
    case Citation::Kind::row:
      return "error row " + number;
    case Citation::Kind::clause: {
      const Clause& clause = citation.page->clauses[index];
      if (clause.source.empty()) return "clause " + number;
      return marked("clause " + number, clause.mark, clause.source);
    }
    case Citation::Kind::parameter:
      return "parameter " + std::string{citation.page->parameters[index].name};
    case Citation::Kind::response:
      return "response parameter " + number;
    case Citation::Kind::sample:
      return "sample " + number;
    case Citation::Kind::common_row: {
      const CommonErrorRow& row = citation.page->common_errors[index];
      return marked("row " + number, row.mark, row.source);
    }
    case Citation::Kind::common_parameter: {
      const CommonParameter& row = citation.page->common_parameters[index];
      return marked(row.name, row.mark, row.source);
    }
  }
  return number;
}

}  // namespace

std::string Citation::text() const {
  std::string text{page->action};
  if (!page->edition.empty()) {
    text += ' ';
    text += page->edition;
  }
  text += ", ";
  return text + place_of(*this);
}

}  // namespace hallmark::specs
