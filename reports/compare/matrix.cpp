// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/matrix.hpp"

#include <algorithm>
#include <ostream>
#include <unordered_map>
#include <utility>

#include "cases/former_ids.hpp"
#include "reports/page/sheet.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/markdown_text.hpp"

namespace hallmark::reports {
namespace {

void count(Cell& cell, Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      ++cell.passed;
      return;
    case Verdict::fail:
      ++cell.failed;
      return;
    case Verdict::inconclusive:
      ++cell.blocked;
      return;
    case Verdict::unsupported:
      ++cell.unsupported;
      return;
    case Verdict::error:
      ++cell.broken;
      return;
  }
}

// Rows by name, in the order in which they were asked for.
class Rows {
 public:
  explicit Rows(std::size_t columns) : columns_{columns} {}

  MatrixRow& at(const std::string& name, cases::Level level) {
    const auto [place, is_new] = places_.try_emplace(name, rows_.size());
    if (is_new) {
      rows_.push_back({.name = name, .level = level, .cells = std::vector<Cell>(columns_)});
    }
    return rows_[place->second];
  }
  [[nodiscard]] std::vector<MatrixRow> take() { return std::move(rows_); }

 private:
  std::size_t columns_;
  std::vector<MatrixRow> rows_;
  std::unordered_map<std::string, std::size_t> places_;
};

std::string name_of_column(const std::vector<Saved>& runs, std::size_t i) {
  const auto name = [](const Saved& run) { return run.report.info.subject.name; };
  const bool is_alone = std::ranges::count(runs, name(runs[i]), name) == 1;
  return is_alone ? name(runs[i]) : name(runs[i]) + " (" + runs[i].name + ")";
}

std::string origin_text(const Report& report) {
  const Info& info = report.info;
  std::string text = "hallmark " + info.hallmark_version;
  if (!info.suite.empty()) text += ", suite " + info.suite;
  const bool has_edition = !report.campaign && info.subject.kind != Subject::Kind::client;
  if (has_edition) text += ", edition " + info.selection.edition;
  return text;
}

std::string of_all(std::size_t part, std::size_t all) {
  return part == all ? "" : " " + with_commas(part) + " of " + with_commas(all);
}

std::vector<const MatrixRow*> shown_rows(const Matrix& matrix, bool all) {
  std::vector<const MatrixRow*> rows;
  for (const MatrixRow& row : matrix.checks) {
    if (all || row.differs()) rows.push_back(&row);
  }
  return rows;
}

// Of a chapter: how many passed of those that were asked.
std::string share_of(const Cell& cell) {
  if (cell.asked() == 0) return "-";
  return with_commas(cell.passed) + "/" + with_commas(cell.asked());
}

// "14 of 2,179 checks differ".
std::string differing(const Matrix& matrix) {
  const auto n = static_cast<std::size_t>(
      std::ranges::count_if(matrix.checks, [](const MatrixRow& row) { return row.differs(); }));
  return with_commas(n) + " of " + counted(matrix.checks.size(), "check", "checks") +
         (n == 1 ? " differs" : " differ");
}

// A, B ... Z, AA ...
std::string letter_of(std::size_t i) {
  std::string text;
  for (++i; i > 0; i = (i - 1) / 26) {
    text.insert(text.begin(), static_cast<char>('A' + (i - 1) % 26));
  }
  return text;
}

Paint paint_of(const Cell& cell) {
  if (cell.failed + cell.broken > 0) return Paint::bad;
  if (cell.asked() == 0) return Paint::faint;
  return cell.passed == cell.asked() ? Paint::good : Paint::warning;
}

using TextOf = std::string (*)(const Cell&);

void write_rows(const Matrix& matrix, const std::vector<const MatrixRow*>& rows,
                std::string_view what, TextOf text_of, std::ostream& out, Style style) {
  std::vector<std::vector<block::Cell>> table;
  table.push_back({{std::string{what}, Paint::faint}});
  for (std::size_t i = 0; i < matrix.columns.size(); ++i) {
    table.front().push_back({letter_of(i), Paint::strong});
  }
  for (const MatrixRow* row : rows) {
    table.push_back({{printable(row->name)}});
    for (const Cell& cell : row->cells) table.back().push_back({text_of(cell), paint_of(cell)});
  }
  block::write_columns(table, "  ", out, style);
}

std::vector<const MatrixRow*> pointers_to(const std::vector<MatrixRow>& rows) {
  std::vector<const MatrixRow*> all;
  for (const MatrixRow& row : rows) all.push_back(&row);
  return all;
}

std::string words_of(const Cell& cell) { return cell.text(); }

std::string markdown_table(const Matrix& matrix, const std::vector<const MatrixRow*>& rows,
                           std::string_view what, TextOf text_of) {
  std::string text = "| ";
  text.append(what).append(" |");
  for (const Matrix::Column& column : matrix.columns) {
    text += " " + markdown::as_text(column.name) + " |";
  }
  text += "\n|---|";
  for (std::size_t i = 0; i < matrix.columns.size(); ++i) text += "---|";
  text += '\n';
  for (const MatrixRow* row : rows) {
    text += "| " + markdown::as_code(row->name) + " |";
    for (const Cell& cell : row->cells) {
      const std::string words = text_of(cell);
      text += cell.failed + cell.broken > 0 ? " **" + words + "** |" : " " + words + " |";
    }
    text += '\n';
  }
  return text;
}

std::string html_table(const Matrix& matrix, const std::vector<const MatrixRow*>& rows,
                       std::string_view what, TextOf text_of) {
  std::string text =
      "<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr><th scope=\"col\">";
  text.append(what).append("</th>");
  for (const Matrix::Column& column : matrix.columns) {
    text += "<th scope=\"col\">" + page::escaped(column.name) + "</th>";
  }
  text += "</tr></thead>\n<tbody>\n";
  for (const MatrixRow* row : rows) {
    text += "<tr><td class=\"code\">" + page::escaped(row->name) + "</td>";
    for (const Cell& cell : row->cells) {
      text += "<td class=\"tone " + std::string{cell.tone()} + "\">" + text_of(cell) + "</td>";
    }
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n</div>\n";
}

}  // namespace

std::string Cell::text() const {
  if (asked() == 0) return "-";
  if (failed > 0) return "fail" + of_all(failed, asked());
  if (broken > 0) return "error" + of_all(broken, asked());
  if (passed > 0) return "pass" + of_all(passed, asked());
  return blocked > 0 ? "blocked" : "not exercised";
}

std::string_view Cell::tone() const {
  if (asked() == 0) return "none";
  if (failed > 0) return "fail";
  if (broken > 0) return "error";
  if (passed == asked()) return "pass";
  return blocked > 0 ? "inconclusive" : "unsupported";
}

bool MatrixRow::differs() const {
  return std::ranges::any_of(cells,
                             [&](const Cell& cell) { return cell.text() != cells.front().text(); });
}

Matrix matrix_of(const std::vector<Saved>& runs) {
  Matrix matrix;
  Rows chapters{runs.size()};
  Rows checks{runs.size()};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Report& report = runs[i].report;
    if (kind_of(report) != kind_of(runs.front().report)) {
      throw NotComparable{runs[i].name + " is a " + std::string{kind_of(report)} + ", and " +
                          runs.front().name + " a " + std::string{kind_of(runs.front().report)}};
    }
    matrix.columns.push_back({.name = name_of_column(runs, i),
                              .headline = headline(report, summarize(report)),
                              .origin = origin_text(report)});
    for (const Entry& entry : entries_of(report)) {
      const Check& check = *entry.check;
      count(chapters.at(check.chapter, check.level).cells[i], entry.verdict);
      count(checks.at(cases::current_id(check.id), check.level).cells[i], entry.verdict);
    }
  }
  matrix.chapters = chapters.take();
  matrix.checks = checks.take();
  return matrix;
}

void write_matrix(const Matrix& matrix, bool all, std::ostream& out, Style style) {
  for (std::size_t i = 0; i < matrix.columns.size(); ++i) {
    const Matrix::Column& column = matrix.columns[i];
    out << painted(letter_of(i), Paint::strong, style) << "  " << printable(column.name) << ": "
        << printable(column.headline) << "\n   " << printable(column.origin) << '\n';
  }
  out << '\n';
  write_rows(matrix, pointers_to(matrix.chapters), "chapter", share_of, out, style);
  const auto rows = shown_rows(matrix, all);
  if (!rows.empty() && style.amount != Amount::little) {
    out << '\n';
    write_rows(matrix, rows, "check", words_of, out, style);
  }
  out << '\n' << differing(matrix) << (all ? "" : " (--all shows the others)") << '\n';
}

void write_matrix_markdown(const Matrix& matrix, bool all, std::ostream& out) {
  std::string text = "## " + differing(matrix) + "\n\n";
  for (const Matrix::Column& column : matrix.columns) {
    text += "- " + markdown::as_text(column.name) + ": " + markdown::as_text(column.headline) +
            " (" + markdown::as_text(column.origin) + ")\n";
  }
  text += "\n" + markdown_table(matrix, pointers_to(matrix.chapters), "chapter", share_of);
  const auto rows = shown_rows(matrix, all);
  if (!rows.empty()) text += "\n" + markdown_table(matrix, rows, "check", words_of);
  out << text;
}

void write_matrix_html(const Matrix& matrix, bool all, std::ostream& out) {
  std::string body = "<h1>" + differing(matrix) + "</h1>\n<dl class=\"about\">\n";
  for (const Matrix::Column& column : matrix.columns) {
    body += "<div><dt>" + page::escaped(column.name) + "</dt><dd>" +
            page::escaped(column.headline) + "<br>" + page::escaped(column.origin) +
            "</dd></div>\n";
  }
  body += "</dl>\n<section>\n<h2>Chapters</h2>\n" +
          html_table(matrix, pointers_to(matrix.chapters), "chapter", share_of) + "</section>\n";
  const auto rows = shown_rows(matrix, all);
  if (!rows.empty()) {
    body += "<section>\n<h2>Checks</h2>\n" + html_table(matrix, rows, "check", words_of) +
            "</section>\n";
  }
  page::write_sheet(differing(matrix), body, out);
}

}  // namespace hallmark::reports
