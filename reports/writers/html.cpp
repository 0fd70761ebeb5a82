// SPDX-License-Identifier: Apache-2.0
//
// The annotated documents: one HTML file that holds a report whole and needs nothing else. What it
// says stands in it as text, short, for who cannot unpack the rest; its script draws the pages of
// the documents with what was seen beside each row (reports/page).
#include <algorithm>
#include <functional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reports/page/assets.hpp"
#include "reports/page/documents.hpp"
#include "reports/page/packed.hpp"
#include "reports/page/packed_lines.hpp"
#include "reports/page/sheet.hpp"
#include "reports/text.hpp"
#include "reports/writers/explanation.hpp"
#include "reports/writers/files/kept_lines.hpp"
#include "reports/writers/json/json.hpp"
#include "reports/writers/json/json_text.hpp"
#include "reports/writers/writers.hpp"

namespace hallmark::reports {
namespace {

using json_text::append_array;
using json_text::append_number;
using json_text::append_string;
using json_text::Object;
using page::escaped;

// Of what cases sent and got, packed, in bytes. Beyond it, what passed cases sent and got is left
// out, so that the page of a run stays below 4 MB.
constexpr std::size_t most_evidence = 2'800'000;
constexpr int lenient_pass = 5;  // behind the five verdicts
constexpr int known_failure = 6;

void append_count(std::string& out, std::size_t n, std::string_view what) {
  if (n > 0) out.append("<li>").append(with_commas(n)).append(" ").append(what).append("</li>\n");
}

// The report in short, without a script.
std::string plain(const Report& report, const Summary& summary) {
  std::string out = "<h1>" + escaped(headline(report, summary)) + "</h1>\n<p>" +
                    escaped(report.info.subject.name) + ", hallmark " +
                    escaped(report.info.hallmark_version) + ", " + escaped(report.info.started) +
                    "</p>\n<ul>\n";
  const std::string_view entries = report.campaign ? "checkers" : "cases";
  const auto count = [&](std::size_t n, std::string_view what) {
    append_count(out, n, std::string{entries}.append(" ").append(what));
  };
  count(summary.all.pass - std::min(summary.all.pass, summary.lenient), "passed");
  count(summary.lenient, "passed where the documents leave a choice");
  count(summary.all.fail, "failed");
  if (summary.known_failures > 0) {
    append_count(out, summary.known_failures, "of these as they are known to");
  }
  for (const std::string& trouble : summary.list_troubles) {
    out += "<li>" + escaped(trouble) + "</li>\n";
  }
  count(summary.all.inconclusive, "blocked or inconclusive");
  count(summary.all.unsupported, "not exercised");
  count(summary.all.error, "could not be carried out");
  out += "</ul>\n";
  constexpr std::size_t most = 50;
  for (std::size_t i = 0; i < std::min(most, summary.causes.size()); ++i) {
    const Cause& cause = summary.causes[i];
    out += "<p>" + escaped(size_of(report, cause)) + ": " + escaped(cause.what) + "<br><code>" +
           escaped(again_line(report, *cause.shown)) + "</code></p>\n";
  }
  return out +
         "<p>The documents with all that was seen are packed in this file; a browser of 2023 or "
         "later unpacks them.</p>\n";
}

// The template with each @NAME@ replaced, once.
void fill(std::ostream& out,
          const std::vector<std::pair<std::string_view, std::string_view>>& parts) {
  std::string_view rest = page::page_template;
  for (const auto& [name, text] : parts) {
    const std::size_t at = rest.find(name);
    out << rest.substr(0, at) << text;
    rest.remove_prefix(at + name.size());
  }
  out << rest;
}

// Packed.
struct Content {
  std::string facts;  // of all but the lines
  std::string lines;
};

void write_page(const Report& report, const Summary& summary, const Content& content,
                std::ostream& out) {
  const std::string title = escaped(headline(report, summary));
  const std::string text = plain(report, summary);
  fill(out, {{"@TITLE@", title},
             {"@STYLE@", page::style},
             {"@PLAIN@", text},
             {"@FACTS@", content.facts},
             {"@LINES@", content.lines},
             {"@SCRIPT@", page::script}});
}

// Check, variant and verdict of each record, as places in lists.
void append_records(Object& object, const Report& report) {
  std::vector<std::string> variants;
  std::unordered_map<std::string_view, std::size_t> checks;
  std::string& out = object.member("records");
  out += '[';
  for (const Record& record : report.records) {
    auto variant = std::ranges::find(variants, record.variant);
    if (variant == variants.end()) variant = variants.insert(variant, record.variant);
    const auto check = checks.try_emplace(record.check->id, checks.size()).first;
    if (!out.ends_with('[')) out += ',';
    append_number(out, check->second);
    out += ',';
    append_number(out, variant - variants.begin());
    out += ',';
    const bool is_lenient =
        record.finding.verdict == Verdict::pass && !record.finding.lenience.empty();
    append_number(out, is_lenient ? lenient_pass
                       : excuse_of(report, record) != nullptr
                           ? known_failure
                           : static_cast<int>(record.finding.verdict));
  }
  out += ']';
  append_array(object.member("variants"), variants, append_string);
}

// The same without the citations of its checks, which are thousands of few: in their place stand
// numbers in the list `citations`, JSON.
std::string with_citations_apart(std::string_view file, std::string& citations) {
  constexpr std::string_view begin_of_list = "\"citations\":[";
  std::unordered_map<std::string_view, std::size_t> known;
  std::string out;
  std::size_t kept = 0;  // up to here the file is in `out`
  citations = "[";
  for (std::size_t at = file.find(begin_of_list); at != file.npos;
       at = file.find(begin_of_list, kept)) {
    std::size_t begin = at + begin_of_list.size();
    out += file.substr(kept, begin - kept);
    while (begin < file.size() && file[begin] == '{') {
      const std::size_t end = json_text::end_of_value(file, begin);
      const std::string_view citation = file.substr(begin, end - begin);
      const auto [place, is_new] = known.try_emplace(citation, known.size());
      if (is_new) citations.append(known.size() == 1 ? "" : ",").append(citation);
      append_number(out, place->second);
      begin = end;
      if (file.substr(begin, 1) == ",") out += file[begin++];
    }
    kept = begin;
  }
  citations += ']';
  return out.append(file.substr(kept));
}

void write_page_of_run(const Report& report, const Summary& summary, const std::string& head,
                       const std::function<void(std::string&, const Record&)>& append_line,
                       std::ostream& out) {
  page::PackedLines lines;
  std::size_t left_out = 0;
  for (const Record& record : report.records) {
    std::string line;
    if (record.finding.verdict == Verdict::pass && lines.size() > most_evidence) {
      Record short_one = record;
      short_one.evidence = {};
      append_json(line, report.info, short_one);
      ++left_out;
    } else {
      append_line(line, record);
    }
    // The first two members say which record it is, as `records` does.
    lines.add(std::string_view{line}.substr(line.find(",\"level\":")));
  }
  std::string facts;
  Object object{facts};
  std::string citations;
  object.member("file") += with_citations_apart(head + json_tail(report, summary), citations);
  object.member("citations") += citations;
  append_records(object, report);
  object.number("leftOut", left_out);
  object.member("documents") += page::documents_json();
  object.close();
  write_page(report, summary, {.facts = page::packed(facts), .lines = lines.text()}, out);
}

void write_page_of_campaign(const Report& report, const Summary& summary, std::ostream& out) {
  std::ostringstream file;
  write_json(report, summary, file);
  std::string facts;
  Object object{facts};
  object.member("file") += std::move(file).str();
  object.member("documents") += page::documents_json();
  object.close();
  write_page(report, summary, {.facts = page::packed(facts), .lines = ""}, out);
}

}  // namespace

void write_html(const Report& report, const Summary& summary, std::ostream& out) {
  if (report.campaign) return write_page_of_campaign(report, summary, out);
  const auto append_line = [&](std::string& line, const Record& record) {
    append_json(line, report.info, record);
  };
  write_page_of_run(report, summary, json_head(report), append_line, out);
}

void write_html_of(const KeptLines& lines, const Report& report, const Summary& summary,
                   std::ostream& out) {
  const auto append_line = [&](std::string& line, const Record& record) {
    lines.append(line, record);
  };
  write_page_of_run(report, summary, lines.head(), append_line, out);
}

}  // namespace hallmark::reports
