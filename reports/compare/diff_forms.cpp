// SPDX-License-Identifier: Apache-2.0
#include "reports/compare/diff_forms.hpp"

#include <algorithm>
#include <array>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/page/sheet.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"
#include "reports/writers/json/json_text.hpp"

namespace hallmark::reports {
namespace {

using Kind = Change::Kind;
using json_text::append_array;
using json_text::append_number;
using json_text::append_string;
using json_text::append_text;
using json_text::Object;

struct Group {
  std::string_view heading;
  std::span<const Change> changes;
};

// The changes by kind; a kind without any is left out.
std::vector<Group> groups_of(const Diff& diff) {
  static constexpr std::array<std::string_view, 9> headings = {
      "newly failing",
      "not judged any more",
      "failing as before, with another answer",
      "newly passing",
      "newly judged",
      "new",
      "vanished",
      "renamed",
      "slower: more than twice the time"};
  std::vector<Group> groups;
  const auto& all = diff.changes;
  for (auto begin = all.begin(); begin != all.end();) {
    const auto end =
        std::find_if(begin, all.end(), [&](const Change& one) { return one.kind != begin->kind; });
    groups.push_back({headings[static_cast<std::size_t>(begin->kind)], {begin, end}});
    begin = end;
  }
  return groups;
}

std::string word_of(const std::optional<Verdict>& verdict) {
  return std::string{verdict ? name_of(*verdict) : "not there"};
}

// "pass -> fail", "0.120 s -> 0.900 s".
std::string step_of(const Change& change) {
  if (change.kind == Kind::slower) {
    return block::seconds(change.took_before_us) + " -> " + block::seconds(change.took_after_us);
  }
  return word_of(change.before) + " -> " + word_of(change.after);
}

std::string value_or_nothing(const std::string& value) {
  return value.empty() ? "nothing" : printable(value);
}

Paint paint_of(const Change& change) {
  if (change.decides) return Paint::bad;
  const bool good = change.kind == Kind::newly_passing || change.kind == Kind::newly_judged;
  return good ? Paint::good : Paint::warning;
}

void write_change(const Change& change, std::ostream& out, Style style) {
  out << "  " << painted(printable(change.address), paint_of(change), style) << "  "
      << cases::name_of(change.level) << "  " << step_of(change) << '\n';
  if (!change.former.empty()) block::write_line("was", printable(change.former), out, style);
  if (change.kind == Kind::changed_finding && !change.said_before.empty()) {
    block::write_line("before", change.said_before, out, style);
  }
  if (!change.said_after.empty()) block::write_line("now", change.said_after, out, style);
  if (!change.again.empty() && change.kind != Kind::fresh) {
    block::write_command("again", change.again, out, style);
  }
}

void write_side(std::string_view label, const Compared& side, std::ostream& out, Style style) {
  out << painted(label, Paint::faint, style) << "  " << printable(side.name) << ": "
      << printable(side.target) << ", " << printable(side.started) << ", "
      << printable(side.headline) << '\n';
}

void write_changes(const Diff& diff, std::ostream& out, Style style) {
  write_side("old", diff.before, out, style);
  write_side("new", diff.after, out, style);
  for (const OtherSetting& one : diff.settings) {
    out << painted("other " + std::string{one.name}, Paint::warning, style) << ": "
        << value_or_nothing(one.before) << " -> " << value_or_nothing(one.after) << '\n';
  }
  constexpr std::size_t most = 20;
  for (const Group& group : groups_of(diff)) {
    block::write_heading(std::string{group.heading} + ": " + with_commas(group.changes.size()), out,
                         style);
    const std::size_t shown =
        style.amount == Amount::all ? group.changes.size() : std::min(most, group.changes.size());
    for (const Change& change : group.changes.first(shown)) write_change(change, out, style);
    if (shown < group.changes.size()) {
      out << "  and " << with_commas(group.changes.size() - shown)
          << " more, which --verbose shows\n";
    }
  }
  out << '\n' << counted(diff.compared, "check", "checks") << " in both\n";
}

void append_side(std::string& out, const Compared& side) {
  Object object{out};
  object.text("file", side.name);
  object.text("target", side.target);
  object.text("started", side.started);
  object.text("headline", side.headline);
  object.close();
}

void append_change(std::string& out, const Change& change) {
  Object object{out};
  object.text("kind", name_of(change.kind));
  object.text("address", change.address);
  object.text("former", change.former);
  object.text("level", cases::name_of(change.level));
  object.flag("decides", change.decides);
  if (change.before) object.text("old", name_of(*change.before));
  if (change.after) object.text("new", name_of(*change.after));
  object.text("saidOld", change.said_before);
  object.text("saidNew", change.said_after);
  object.number("tookOldUs", change.took_before_us);
  object.number("tookNewUs", change.took_after_us);
  object.text("again", change.again);
  object.close();
}

std::string html_side(std::string_view label, const Compared& side) {
  return "<div><dt>" + std::string{label} + "</dt><dd>" + page::escaped(side.name) + ": " +
         page::escaped(side.target) + ", " + page::escaped(side.started) + "<br>" +
         page::escaped(side.headline) + "</dd></div>\n";
}

std::string html_change(const Change& change) {
  std::string row = "<tr><td class=\"code\">" + page::escaped(change.address);
  if (!change.former.empty()) {
    row += "<span class=\"seen\">was " + page::escaped(change.former) + "</span>";
  }
  row += "</td><td class=\"short\">" + std::string{cases::name_of(change.level)} +
         "</td><td class=\"short\">" + page::escaped(step_of(change)) + "</td><td>";
  if (!change.said_before.empty()) {
    row += "<span class=\"seen\">before: " + page::escaped(change.said_before) + "</span>";
  }
  row += page::escaped(change.said_after);
  if (!change.again.empty()) {
    row += "<span class=\"seen\"><code>" + page::escaped(change.again) + "</code></span>";
  }
  return row + "</td></tr>\n";
}

}  // namespace

void write_diff(const Diff& diff, std::ostream& out, Style style) {
  if (style.amount != Amount::little) write_changes(diff, out, style);
  out << painted(headline(diff), diff.is_regression() ? Paint::bad : Paint::good, style) << '\n';
}

void write_diff_json(const Diff& diff, std::ostream& out) {
  std::string text;
  Object object{text};
  append_string(object.member("format"), "hallmark-diff");
  object.number("version", diff_file_version);
  append_side(object.member("old"), diff.before);
  append_side(object.member("new"), diff.after);
  append_array(object.member("settings"), diff.settings,
               [](std::string& to, const OtherSetting& one) {
                 Object setting{to};
                 setting.text("name", one.name);
                 append_text(setting.member("old"), one.before);
                 append_text(setting.member("new"), one.after);
                 setting.close();
               });
  object.number("compared", diff.compared);
  Object counts{object.member("counts")};
  for (std::size_t i = 0; i < change_names.size(); ++i) {
    counts.number(change_names[i], diff.count(static_cast<Kind>(i)));
  }
  counts.close();
  text += ",\"changes\":[";
  for (std::string_view separator = "\n"; const Change& change : diff.changes) {
    append_change(text += separator, change);
    separator = ",\n";
  }
  text += "]";
  append_text(object.member("headline"), headline(diff));
  object.number("exitCode", diff.is_regression() ? 1 : 0);
  object.close();
  out << text << '\n';
}

void write_diff_html(const Diff& diff, std::ostream& out) {
  std::string body = "<h1>" + page::escaped(headline(diff)) + "</h1>\n<dl class=\"about\">\n" +
                     html_side("old", diff.before) + html_side("new", diff.after);
  for (const OtherSetting& one : diff.settings) {
    body += "<div><dt>" + std::string{one.name} + "</dt><dd>" +
            page::escaped(value_or_nothing(one.before)) + " &rarr; " +
            page::escaped(value_or_nothing(one.after)) + "</dd></div>\n";
  }
  body += "<div><dt>in both</dt><dd>" + counted(diff.compared, "check", "checks") +
          "</dd></div>\n</dl>\n";
  for (const Group& group : groups_of(diff)) {
    body += "<section>\n<h2>" + std::string{group.heading} + ": " +
            with_commas(group.changes.size()) +
            "</h2>\n<div class=\"scroll\" tabindex=\"0\">\n<table>\n<thead><tr><th "
            "scope=\"col\">check</th><th scope=\"col\">level</th><th scope=\"col\">from and to</th>"
            "<th scope=\"col\">what was said</th></tr></thead>\n<tbody>\n";
    for (const Change& change : group.changes) body += html_change(change);
    body += "</tbody>\n</table>\n</div>\n</section>\n";
  }
  page::write_sheet(headline(diff), body, out);
}

}  // namespace hallmark::reports
