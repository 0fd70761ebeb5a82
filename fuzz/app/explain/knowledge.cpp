// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/explain/knowledge.hpp"

#include <algorithm>

#include "cases/coverage.hpp"
#include "reports/page/documents.hpp"
#include "specs/catalog.hpp"

namespace hallmark::app {
namespace {

using specs::Citation;

std::size_t index_of(const Citation& place) { return static_cast<std::size_t>(place.number - 1); }

std::string said_by(const specs::ParameterSpec& row) {
  std::string text = row.type == specs::ValueType::boolean ? "Boolean" : "String";
  text += row.presence == specs::Presence::required   ? ", required"
          : row.presence == specs::Presence::optional ? ", optional"
                                                      : ", not said whether required";
  for (std::string_view separator = ", one of "; const std::string_view value : row.allowed) {
    text.append(separator).append(value);
    separator = ", ";
  }
  if (!row.default_value.empty()) text.append(", default ").append(row.default_value);
  return text;
}

std::string answer_of(const specs::RowContent& row) {
  return std::to_string(row.status).append(" ").append(row.code);
}

std::string said_by(const specs::RowContent& row) {
  return answer_of(row).append(": ").append(row.message);
}

std::string said_by(const specs::Sample& sample) {
  switch (sample.kind) {
    case specs::Sample::Kind::request:
      return "a request: " + std::string{sample.query};
    case specs::Sample::Kind::xml_answer:
      return "an answer in XML, <" + std::string{sample.root} + ">";
    case specs::Sample::Kind::json_answer:
      break;
  }
  return "an answer in JSON";
}

std::string title_of(const specs::Page& page) {
  return std::string{page.action}.append(page.edition.empty() ? "" : " ").append(page.edition);
}

const specs::ActionEdition* edition_of(const specs::Page& page) {
  const specs::Action* const action = specs::find_action(page.action);
  if (action == nullptr) return nullptr;
  for (const specs::ActionEdition& edition : *action->editions) {
    if (*edition.page == &page) return &edition;
  }
  return nullptr;
}

bool rests_on(const specs::Precondition& one, const Citation& place) {
  if (std::ranges::find(one.sentence, place) != one.sentence.end()) return true;
  return std::ranges::any_of(*one.answers, [&](const specs::DocumentedAnswer& answer) {
    return std::ranges::find(answer.places(), place) != answer.places().end();
  });
}

// Every row of whatever page.
std::vector<Citation> every_row() {
  std::vector<Citation> rows = cases::every_place();
  std::erase_if(rows, [](const Citation& place) { return !specs::is_row(place); });
  return rows;
}

// Of a row: the same code with another status or message, and editions that do not have it.
void add_other_rows(const Citation& place, std::vector<std::string>& lines) {
  const specs::RowContent content = specs::content_of(place);
  const std::vector<Citation> rows = every_row();
  for (const Citation& other : rows) {
    const specs::RowContent said = specs::content_of(other);
    const bool is_of_others = other.kind == Citation::Kind::row &&
                              place.kind == Citation::Kind::row &&
                              other.page->action != place.page->action;
    if (said.code != content.code || said == content || is_of_others) continue;
    lines.push_back(short_text(other) + " prints " + said_by(said));
  }
  for (const specs::Page* page : specs::pages()) {
    if (page->action != place.page->action || page == place.page) continue;
    const bool has_it = std::ranges::any_of(rows, [&](const Citation& other) {
      return other.page == page && specs::content_of(other).code == content.code;
    });
    if (!has_it) lines.push_back(title_of(*page) + " has no row " + std::string{content.code});
  }
}

void add_other_parameters(const Citation& place, std::vector<std::string>& lines) {
  const specs::ParameterSpec& row = place.page->parameters[index_of(place)];
  for (const specs::Page* page : specs::pages()) {
    if (page->action != place.page->action || page == place.page) continue;
    const auto found = std::ranges::find(page->parameters, row.name, &specs::ParameterSpec::name);
    if (found == page->parameters.end()) {
      lines.push_back(title_of(*page) + " has no parameter " + std::string{row.name});
    } else if (said_by(*found) != said_by(row)) {
      lines.push_back(title_of(*page) + " says " + said_by(*found));
    }
  }
}

}  // namespace

std::string document_number(const specs::Page& page) {
  if (page.document == specs::no_document) return "common";
  std::string number = std::to_string(page.document);
  return std::string(3 - std::min<std::size_t>(3, number.size()), '0') + number;
}

std::string_view section_of(Citation::Kind kind) {
  switch (kind) {
    case Citation::Kind::row:
    case Citation::Kind::common_row:
      return "error codes";
    case Citation::Kind::clause:
      return "description";
    case Citation::Kind::parameter:
    case Citation::Kind::common_parameter:
      return "request parameters";
    case Citation::Kind::response:
      return "response parameters";
    case Citation::Kind::sample:
      break;
  }
  return "samples";
}

std::string short_text(const Citation& place) {
  std::string text = place.text();
  return text.substr(0, text.find(" ("));
}

std::string_view source_of(const Citation& place) {
  switch (place.kind) {
    case Citation::Kind::clause:
      return place.page->clauses[index_of(place)].source;
    case Citation::Kind::common_row:
      return place.page->common_errors[index_of(place)].source;
    case Citation::Kind::common_parameter:
      return place.page->common_parameters[index_of(place)].source;
    default:
      return {};
  }
}

std::string words_at(const Citation& place) {
  const specs::Page& page = *place.page;
  const std::size_t index = index_of(place);
  switch (place.kind) {
    case Citation::Kind::row:
    case Citation::Kind::common_row:
      return said_by(specs::content_of(place));
    case Citation::Kind::clause:
      return std::string{page.clauses[index].says};
    case Citation::Kind::parameter:
      return said_by(page.parameters[index]);
    case Citation::Kind::response:
      return std::string{page.responses[index].name};
    case Citation::Kind::sample:
      return said_by(page.samples[index]);
    case Citation::Kind::common_parameter:
      break;
  }
  return std::string{page.common_parameters[index].rule};
}

std::string told_in_full(const Citation& place) {
  std::string text = short_text(place).append(": ").append(words_at(place));
  const std::string number = document_number(*place.page);
  text += number == "common" ? "" : " (document " + number + ")";
  return text;
}

std::vector<std::string> meaning_of(const Citation& place) {
  std::vector<std::string> lines;
  const auto add = [&lines](std::string line) {
    if (std::ranges::find(lines, line) == lines.end()) lines.push_back(std::move(line));
  };
  if (const specs::ActionEdition* const edition = edition_of(*place.page)) {
    for (const specs::Precondition& one : *edition->preconditions) {
      if (!rests_on(one, place)) continue;
      std::string line = "refused where the instance is " + reports::page::in_words(*one.when);
      if (*one.certainty == specs::Certainty::perhaps) line.insert(0, "perhaps ");
      if (!one.because.empty()) line.append(": ").append(one.because);
      add(std::move(line));
    }
    if (edition->precondition == place) add("says when a call is accepted");
    if (std::ranges::find(*edition->outcome, place) != edition->outcome->end()) {
      add("says what an accepted call does");
    }
  }
  const auto unseen = std::ranges::find(cases::unseen(), place, &specs::Unseen::place);
  if (unseen != cases::unseen().end()) add("nobody can see it: " + std::string{unseen->reason});
  return lines;
}

std::vector<std::string> contradictions_of(const Citation& place) {
  std::vector<std::string> lines;
  if (specs::is_row(place)) add_other_rows(place, lines);
  if (place.kind == Citation::Kind::parameter) add_other_parameters(place, lines);
  return lines;
}

}  // namespace hallmark::app
