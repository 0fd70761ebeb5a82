// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/campaign_progress.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>
#include <string_view>
#include <utility>

#include "reports/text.hpp"
#include "reports/writers/campaign_console.hpp"

namespace hallmark::reports {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_lines_after = 100ms;
constexpr auto tell_line_after = 5s;
constexpr std::string_view clear_line = "\r\x1b[K";
constexpr std::string_view clear_line_above = "\x1b[A\r\x1b[K";

// "0:07", "12:34", "2:03:04".
std::string elapsed(std::chrono::steady_clock::duration time) {
  const auto all =
      static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(time).count());
  std::array<char, 64> text{};
  if (all < 3600) {
    std::snprintf(text.data(), text.size(), "%lld:%02lld", all / 60, all % 60);
  } else {
    std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", all / 3600, all / 60 % 60,
                  all % 60);
  }
  return text.data();
}

// ", 210/s"; the mean since the beginning.
std::string per_second(std::uint64_t n, std::chrono::steady_clock::duration time) {
  const double elapsed_seconds = std::chrono::duration<double>(time).count();
  if (elapsed_seconds <= 0) return {};
  const double rate = static_cast<double>(n) / elapsed_seconds;
  return ", " + std::to_string(static_cast<std::uint64_t>(rate)) + "/s";
}

std::string with_number(std::string_view name, std::uint64_t n) {
  return std::string{name}.append(" ").append(std::to_string(n));
}

std::string met_so_far(const CampaignSnapshot& snapshot) {
  std::string text = with_number("corpus", snapshot.inputs);
  text += "  " + with_number("features", snapshot.features);
  text += "  " + with_number("answers", snapshot.answers);
  text += "  " + with_number("rows", snapshot.rows_met) + "/" + std::to_string(snapshot.rows);
  return text += "  " + with_number("transitions", snapshot.transitions);
}

}  // namespace

CampaignProgress::CampaignProgress(const CampaignInfo& info, std::ostream& out, Style style,
                                   Clock clock)
    : info_{info},
      out_{out},
      style_{style},
      clock_{std::move(clock)},
      start_{clock_()},
      last_{start_} {}

void CampaignProgress::update(const CampaignSnapshot& snapshot) {
  const std::lock_guard lock{mutex_};
  const Time now = clock_();
  if (style_.terminal) {
    if (now - last_ >= redraw_lines_after) draw(snapshot, now);
  } else if (now - last_ >= tell_line_after) {
    last_ = now;
    out_ << pace(snapshot, now) << "  " << met_so_far(snapshot) << '\n';
    out_.flush();
  }
}

void CampaignProgress::add(const CampaignFinding& finding) {
  const std::lock_guard lock{mutex_};
  ++findings_;
  erase();
  write_finding(info_, finding, out_, style_);
  out_.flush();
}

void CampaignProgress::finish() {
  const std::lock_guard lock{mutex_};
  erase();
  out_.flush();
}

void CampaignProgress::draw(const CampaignSnapshot& snapshot, Time now) {
  last_ = now;
  const auto columns = static_cast<std::size_t>(std::max(style_.width, 2)) - 1;
  std::string first = pace(snapshot, now);
  std::string second = met_so_far(snapshot);
  first.resize(std::min(first.size(), columns));
  second.resize(std::min(second.size(), columns));
  erase();
  out_ << clear_line << first << '\n' << clear_line << second;
  out_.flush();
  drawn_ = true;
}

void CampaignProgress::erase() {
  if (!drawn_) return;
  out_ << clear_line << clear_line_above;
  drawn_ = false;
}

std::string CampaignProgress::pace(const CampaignSnapshot& snapshot, Time now) const {
  const auto time = now - start_;
  std::string text = elapsed(time);
  if (!info_.limit.empty()) text += " of " + printable(info_.limit);
  text += "  " + counted(snapshot.histories, "history", "histories") +
          per_second(snapshot.histories, time);
  text += "  " + counted(snapshot.requests, "request", "requests") +
          per_second(snapshot.requests, time);
  return text += "  " + counted(std::max(snapshot.findings, findings_), "finding", "findings");
}

}  // namespace hallmark::reports
