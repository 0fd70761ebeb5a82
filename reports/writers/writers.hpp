// SPDX-License-Identifier: Apache-2.0
//
// The forms that a report can be written in, and which of them a file's ending asks for. Each form
// is one function of runs and campaigns alike, in a source of its own. A new form is that source,
// its declaration and its line in the table.
#pragma once

#include <array>
#include <iosfwd>
#include <string>
#include <string_view>

#include "reports/report.hpp"

namespace hallmark::reports {

void write_json(const Report& report, const Summary& summary, std::ostream& out);
void write_junit(const Report& report, const Summary& summary, std::ostream& out);
void write_ctrf(const Report& report, const Summary& summary, std::ostream& out);
void write_markdown(const Report& report, const Summary& summary, std::ostream& out);
void write_badge(const Report& report, const Summary& summary, std::ostream& out);
void write_html(const Report& report, const Summary& summary, std::ostream& out);

// The same at the end of a run, whose passes dropped their evidence as it went on.
class KeptLines;
void write_html_of(const KeptLines& lines, const Report& report, const Summary& summary,
                   std::ostream& out);

struct ReportWriter {
  std::string_view ending;  // with its dot, in lower case
  std::string_view kind;    // what names it where no ending does
  std::string_view name;    // empty: the run or the campaign itself
  void (*write)(const Report& report, const Summary& summary, std::ostream& out);
  bool as_it_goes = false;  // a run is better written by a RunFileWriter while it goes on
  // Of a form that shows the evidence of passes.
  void (*write_of)(const KeptLines& lines, const Report& report, const Summary& summary,
                   std::ostream& out) = nullptr;
};

// Of two endings that fit the first one is meant.
inline constexpr std::array report_writers = {
    ReportWriter{.ending = ".xml", .kind = "junit", .name = "JUnit", .write = write_junit},
    ReportWriter{.ending = ".ctrf.json", .kind = "ctrf", .name = "CTRF", .write = write_ctrf},
    ReportWriter{
        .ending = ".json", .kind = "json", .name = "", .write = write_json, .as_it_goes = true},
    ReportWriter{.ending = ".html",
                 .kind = "html",
                 .name = "the annotated documents",
                 .write = write_html,
                 .write_of = write_html_of},
    ReportWriter{.ending = ".md", .kind = "md", .name = "a summary", .write = write_markdown},
    ReportWriter{.ending = ".svg", .kind = "svg", .name = "a badge", .write = write_badge},
};

// "JUnit", "the run itself". `subject` is what is reported on: "run", "campaign".
[[nodiscard]] std::string name_of(const ReportWriter& writer, std::string_view subject);

// By the ending of the path, in any case; null where no writer has it.
[[nodiscard]] const ReportWriter* writer_for(std::string_view path);

// "report.txt: its ending says no kind of report; known are .xml .json, or KIND=FILE"
[[nodiscard]] std::string unknown_ending(std::string_view path);

// Where a report goes, and in which form: [KIND=]FILE.
struct ReportPlace {
  std::string path;
  const ReportWriter* writer;  // null where neither says one

  // "-"
  [[nodiscard]] bool is_standard_output() const { return path == "-"; }
};
[[nodiscard]] ReportPlace report_place(std::string_view text);

}  // namespace hallmark::reports
