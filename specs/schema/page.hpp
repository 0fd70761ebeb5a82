// SPDX-License-Identifier: Apache-2.0
//
// A page of the reference in one edition: its tables, its sentences, its samples. And a citation,
// which is a place on such a page: what a case rests on and a report prints.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "specs/schema/error_row.hpp"
#include "specs/schema/parameter.hpp"

namespace hallmark::specs {

enum class Language : std::uint8_t { zh, en };

// What kind of fact a row of the common protocol is.
enum class Mark : std::uint8_t {
  documented,  // the vendor's documentation states it
  observed,    // seen in answers of the live service; nobody promised it
};

// A sentence of a page that states behaviour, in our own words, one line at most.
struct Clause {
  int number;  // place on the page, counted from 1
  std::string_view says;
  Mark mark = Mark::documented;
  std::string_view source = {};  // document and date; empty: the page itself
};

// A sample on the page: a request, or an answer with its root element and members.
struct Sample {
  enum class Kind : std::uint8_t { request, xml_answer, json_answer };
  Kind kind;
  std::string_view root;        // XML root element; empty otherwise
  std::string_view query;       // of a request: Action=...&InstanceId=...; empty otherwise
  std::string_view request_id;  // of an answer, as printed
};

consteval bool in_page_order(std::span<const Clause> clauses) {
  for (int next = 1; const Clause& clause : clauses) {
    if (clause.number != next++) throw "clauses run 1, 2, 3 ... in the order of the page";
    if (clause.says.empty()) throw "a clause says something";
  }
  return true;
}

// The page that a row was read on, where that is none of the documents: another edition of one, or
// a page of an action that is not tested.
struct OtherPage {
  std::string_view action;
  std::chrono::year_month_day date;
};

// A row of the common error tables: it says where it was read, and whether it was promised.
struct CommonErrorRow {
  int row;
  Mark mark;
  std::string_view source;  // document and date
  HttpStatus status;
  CodePattern code;
  std::string_view message;  // "%s" stands for text that the endpoint fills in
  // In force from that day on, until a newer edition of that page among the documents.
  std::optional<OtherPage> printed_on = {};
};

// A public parameter (V1) or header (V3).
struct CommonParameter {
  int row;
  Mark mark;
  std::string_view source;
  std::string_view name;
  Presence presence;
  std::string_view rule;  // our own words: form, allowed values, default
};

consteval bool in_page_order(std::span<const CommonErrorRow> rows) {
  for (int next = 1; const CommonErrorRow& row : rows) {
    if (row.row != next++) throw "rows run 1, 2, 3 ... in the order of the page";
    if (row.source.empty()) throw "a row of the common protocol says where it was read";
    if (row.message.empty()) throw "a row quotes its message";
  }
  return true;
}

consteval bool in_page_order(std::span<const CommonParameter> rows) {
  for (int next = 1; const CommonParameter& row : rows) {
    if (row.row != next++) throw "rows run 1, 2, 3 ... in the order of the page";
    if (row.source.empty()) throw "a row of the common protocol says where it was read";
    if (row.name.empty()) throw "a parameter has a name";
  }
  return true;
}

// A clause of the common protocol stands on no single page: each names its source.
consteval bool each_names_its_source(std::span<const Clause> clauses) {
  for (const Clause& clause : clauses) {
    if (clause.source.empty()) throw "a clause of the common protocol says where it was read";
  }
  return in_page_order(clauses);
}

// Row `n`, which must hold `code`: the named constants beside a common table are checked by it.
consteval int row_holding(std::span<const CommonErrorRow> rows, int n, std::string_view code) {
  if (n < 1 || n > static_cast<int>(rows.size())) throw "the page has no such row";
  if (rows[static_cast<std::size_t>(n - 1)].code.text() != code) throw "the row holds another code";
  return n;
}

// How the source document of a page is written.
enum class Form : std::uint8_t {
  markdown,  // pipe tables, fenced samples
  plain,     // copied from a browser: rows one a line
};

// Which page a citation points into; the common protocol's pages have no document number.
constexpr int no_document = -1;

struct Page {
  int document;              // 0, 1, 2 ...: the number that starts the source document's name
  std::string_view action;   // StartInstance; for common pages the page's title
  std::string_view edition;  // 2019-05; where two languages share it: 2018-11 zh, 2018-11 en
  Language language;
  std::chrono::year_month_day date;
  std::span<const ParameterSpec> parameters;
  std::span<const ResponseSpec> responses;
  std::span<const ErrorRow> errors;
  std::span<const Clause> clauses;
  std::span<const Sample> samples;
  std::span<const CommonErrorRow> common_errors = {};
  std::span<const CommonParameter> common_parameters = {};
  Form form = Form::plain;
};

struct Citation {
  enum class Kind : std::uint8_t {
    row,
    clause,
    parameter,
    response,
    sample,
    common_row,
    common_parameter
  };
  const Page* page;
  Kind kind;
  int number;  // counted from 1

  // "StartInstance 2020-10, error row 2"; "RebootInstance 2019-04, clause 3".
  [[nodiscard]] std::string text() const;
  friend bool operator==(const Citation&, const Citation&) = default;
};

// Places on a page. A place that the page does not have does not compile.
consteval Citation cite_row(const Page& page, int n) {
  if (n < 1 || n > static_cast<int>(page.errors.size())) throw "the page has no such row";
  return {&page, Citation::Kind::row, n};
}
consteval Citation cite_clause(const Page& page, int n) {
  if (n < 1 || n > static_cast<int>(page.clauses.size())) throw "the page has no such clause";
  return {&page, Citation::Kind::clause, n};
}
consteval Citation cite_parameter(const Page& page, std::string_view name) {
  for (const ParameterSpec& row : page.parameters) {
    if (row.name == name) return {&page, Citation::Kind::parameter, row.row};
  }
  throw "the page has no such parameter";
}
consteval Citation cite_response(const Page& page, int n) {
  if (n < 1 || n > static_cast<int>(page.responses.size()))
    throw "the page has no such response parameter";
  return {&page, Citation::Kind::response, n};
}
consteval Citation cite_sample(const Page& page, int n) {
  if (n < 1 || n > static_cast<int>(page.samples.size())) throw "the page has no such sample";
  return {&page, Citation::Kind::sample, n};
}
consteval Citation cite_common_row(const Page& page, int n) {
  if (n < 1 || n > static_cast<int>(page.common_errors.size())) throw "the page has no such row";
  return {&page, Citation::Kind::common_row, n};
}
consteval Citation cite_common_parameter(const Page& page, std::string_view name) {
  for (const CommonParameter& row : page.common_parameters) {
    if (row.name == name) return {&page, Citation::Kind::common_parameter, row.row};
  }
  throw "the page has no such parameter";
}

}  // namespace hallmark::specs
