// SPDX-License-Identifier: Apache-2.0
//
// Several runs side by side, as tables of compatibility have it: a row for each behaviour, a column
// for each target or client.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "reports/compare/diff.hpp"
#include "reports/compare/settings.hpp"
#include "reports/writers/style.hpp"

namespace hallmark::reports {

// What a run says of a check, all variants together.
struct Cell {
  std::size_t passed = 0, failed = 0, blocked = 0, unsupported = 0, broken = 0;

  [[nodiscard]] std::size_t asked() const {
    return passed + failed + blocked + unsupported + broken;
  }
  // "pass", "fail 2 of 12", "pass 10 of 12", "blocked", "not exercised", "-" where nobody asked.
  [[nodiscard]] std::string text() const;
  // fail, pass ..., as pages colour it; "none" where nobody asked.
  [[nodiscard]] std::string_view tone() const;

  friend bool operator==(const Cell&, const Cell&) = default;
};

struct MatrixRow {
  std::string name;  // a chapter, or the id of a check
  cases::Level level = cases::Level::required;
  std::vector<Cell> cells = {};  // one a column

  // Whether the columns say different things.
  [[nodiscard]] bool differs() const;
};

struct Matrix {
  struct Column {
    std::string name;  // of the subject; with its file's where two are called alike
    std::string headline;
    std::string origin;  // "hallmark 0.1.0, suite d3be606616ea05a7, edition any"
  };
  std::vector<Column> columns;
  std::vector<MatrixRow> chapters;
  std::vector<MatrixRow> checks;  // in the order of the first run, what others add behind
};

// Throws NotComparable where they are not of one kind: runs of endpoints, of clients, campaigns.
[[nodiscard]] Matrix matrix_of(const std::vector<Saved>& runs);

// `all`: every check, not those alone in which the columns differ.
void write_matrix(const Matrix& matrix, bool all, std::ostream& out, Style style);
void write_matrix_markdown(const Matrix& matrix, bool all, std::ostream& out);
void write_matrix_html(const Matrix& matrix, bool all, std::ostream& out);

}  // namespace hallmark::reports
