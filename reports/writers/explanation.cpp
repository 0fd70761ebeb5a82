// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/explanation.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "reports/secret_variables.hpp"
#include "reports/text.hpp"
#include "reports/writers/block.hpp"

namespace hallmark::reports {
namespace {

constexpr std::size_t most_calls = 4;  // lines; a case with more calls says how many are left out

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// The ids of the world that stood, in place of the handles' names.
std::string with_ids(std::string text, const Evidence& evidence) {
  if (!evidence.instance_id.empty()) replace_all(text, "<instance>", evidence.instance_id);
  if (!evidence.other_instance_id.empty()) {
    replace_all(text, "<instance of another account>",
                evidence.other_instance_id + " of another account");
  }
  if (!evidence.region_id.empty()) replace_all(text, "<region>", evidence.region_id);
  return text;
}

std::string one_line(std::string_view text) { return shortened(printable(text)); }

void add(std::vector<Line>& lines, std::string_view label, std::string text) {
  if (!text.empty()) lines.push_back({.label = label, .text = std::move(text)});
}

void add_calls(std::vector<Line>& lines, const Check& check, const Evidence& evidence) {
  const bool all = check.when.size() <= most_calls;
  const std::size_t shown = all ? check.when.size() : most_calls - 1;
  for (std::size_t i = 0; i < shown; ++i) {
    add(lines, i == 0 ? "when" : "", one_line(with_ids(check.when[i], evidence)));
  }
  if (all) return;
  add(lines, "", "... and " + std::to_string(check.when.size() - shown) + " more calls");
}

void add_history(std::vector<Line>& lines, std::string_view text) {
  constexpr std::string_view title = "hallmark history ";
  bool is_first = true;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty() || (is_first && line.starts_with(title))) continue;
    add(lines, is_first ? "history" : "", printable(line));
    is_first = false;
  }
}

// "in 75 % of the plays of this history"; empty where every play shows it.
std::string shows_in(double rate) {
  if (rate >= 1) return {};
  if (!(rate > 0)) return "in no later play of this history";
  const double percent = rate * 100;
  std::array<char, 32> text{};
  if (percent < 0.1) return "in less than 0.1 % of the plays of this history";
  std::snprintf(text.data(), text.size(), percent >= 10 && percent < 99 ? "%.0f" : "%.1f",
                percent > 99.9 ? 99.9 : percent);
  return std::string{"in "}.append(text.data()).append(" % of the plays of this history");
}

std::string found_by(const Campaign& campaign, const Discovery& discovery) {
  std::string text = "by history " + std::to_string(discovery.history_number) + " of seed " +
                     std::to_string(campaign.seed) + ", after " + block::seconds(discovery.at_us);
  if (discovery.calls < discovery.calls_found) {
    text += "; shrunk from " + std::to_string(discovery.calls_found) + " to " +
            counted(discovery.calls, "call", "calls");
    if (discovery.shrink_plays > 0) {
      text += " in " + counted(discovery.shrink_plays, "play", "plays");
    }
  }
  if (discovery.seen > 1) text += "; seen " + std::to_string(discovery.seen) + " times";
  return text;
}

}  // namespace

std::string again_line(const Report& report, const Record& record) {
  if (record.discovery) return printable(record.discovery->again);
  const std::string& shown_by = record.finding.shown_by;
  const std::string select =
      " --select " + shell_quoted(shown_by.empty() ? address_of(record) : shown_by);
  std::string options = report.info.again_options;
  if (!options.empty()) options.insert(0, 1, ' ');
  // The command of a shim comes last.
  const bool client = report.info.subject.kind == Subject::Kind::client;
  return client ? "hallmark sdk" + select + options : "hallmark run" + options + select;
}

bool needs_secret(std::string_view command) {
  return command.find("--access-key-id") != std::string_view::npos;
}

std::string in_short(const Record& record) {
  const Finding& finding = record.finding;
  std::string text;
  if (!finding.wanted.empty()) text = "wanted " + finding.wanted;
  const std::string& got =
      finding.got.empty() && record.discovery ? record.discovery->shape : finding.got;
  if (!got.empty()) text.append(text.empty() ? "got " : ", got ").append(got);
  if (text.empty()) text = finding.reason;
  return record.discovery ? record.discovery->action + ": " + text : text;
}

Explanation explain(const Report& report, const Record& record) {
  const Finding& finding = record.finding;
  const Evidence not_kept{.history = record.evidence.history};
  const Evidence& evidence = is_kept(report.info, record) ? record.evidence : not_kept;
  Explanation text;
  if (!record.discovery) add(text.circumstances, "holds", one_line(record.check->holds));
  add(text.circumstances, "given", one_line(record.check->given));
  add_calls(text.circumstances, *record.check, evidence);
  add_history(text.circumstances, evidence.history);

  if (!finding.wanted.empty() || !finding.wanted_by.empty()) {
    text.lines.push_back({.label = "wanted",
                          .text = one_line(finding.wanted),
                          .citations = first_of(finding.wanted_by, 2)});
  }
  add(text.lines, "got", one_line(finding.got));
  if (!finding.said.empty()) {
    constexpr std::size_t longest = 82;  // characters, so that the line fits a screen
    add(text.lines, "", "\"" + shortened(printable(finding.said), longest) + "\"");
  }
  // The texts themselves are for the saved run.
  if (!finding.signing.empty()) add(text.lines, "signed", one_line(finding.signing.front()));
  if (finding.wanted.empty() && finding.got.empty()) {
    add(text.lines, "because", one_line(finding.reason));
  }
  if (const auto& discovery = record.discovery) {
    add(text.lines, "shows", shows_in(discovery->rate));
    if (report.campaign) add(text.lines, "found", found_by(*report.campaign, *discovery));
    add(text.lines, "saved", printable(discovery->file));
  }
  if (const KnownFailure* const excuse = excuse_of(report, record)) {
    add(text.lines, "but", one_line(in_words(report.info.known_failures, *excuse)));
  }
  const std::string again = again_line(report, record);
  const bool secret = needs_secret(again);
  add(text.lines, again_label, again);
  if (secret) add(text.lines, "with", std::string{secret_variable} + " in the environment");
  return text;
}

}  // namespace hallmark::reports
