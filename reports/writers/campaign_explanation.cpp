// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_explanation.hpp"

#include <array>
#include <cstdio>
#include <string_view>

#include "reports/text.hpp"
#include "reports/writers/block.hpp"

namespace hallmark::reports {
namespace {

std::string screen_line(std::string_view text) { return shortened(printable(text)); }

std::vector<std::string> history_lines(std::string_view text) {
  constexpr std::string_view title = "hallmark history ";
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const bool is_title = lines.empty() && line.starts_with(title);
    if (!line.empty() && !is_title) lines.push_back(printable(line));
  }
  return lines;
}

// "in 75 % of its plays".
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

std::string found_by(const CampaignInfo& info, const CampaignFinding& finding) {
  std::string text = "by history " + std::to_string(finding.history_number) + " of seed " +
                     std::to_string(info.seed) + ", after " + block::seconds(finding.at_us);
  if (finding.calls < finding.calls_found) {
    text += "; shrunk from " + std::to_string(finding.calls_found) + " to " +
            counted(finding.calls, "call", "calls");
    if (finding.shrink_plays > 0) text += " in " + counted(finding.shrink_plays, "play", "plays");
  }
  if (finding.seen > 1) text += "; seen " + std::to_string(finding.seen) + " times";
  return text;
}

}  // namespace

FindingText explain(const CampaignInfo& info, const CampaignFinding& finding) {
  return {.history = history_lines(finding.history),
          .wanted = screen_line(finding.wanted),
          .wanted_by = screen_line(finding.citation),
          .got = screen_line(finding.got),
          .shows = shows_in(finding.rate),
          .found = found_by(info, finding),
          .saved = printable(finding.file),
          .again = printable(finding.again)};
}

}  // namespace hallmark::reports
