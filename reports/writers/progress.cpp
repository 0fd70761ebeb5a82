// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/progress.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>
#include <string_view>
#include <utility>

#include "reports/text.hpp"
#include "reports/writers/console.hpp"

namespace hallmark::reports {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_after = 100ms;
constexpr auto tell_after = 5s;
constexpr std::size_t bar_width = 24;
constexpr std::string_view erase_line = "\r\x1b[K";
constexpr std::string_view go_up = "\x1b[A";

std::string bar(std::size_t done, std::size_t total) {
  const std::size_t full = total == 0 ? bar_width : std::min(bar_width, done * bar_width / total);
  std::string text = "[";
  text.append(full, '=');
  if (full < bar_width) text += '>';
  text.resize(bar_width + 1, ' ');
  return text + "]";
}

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

std::string met_so_far(const Snapshot& snapshot) {
  std::string text = with_number("corpus", snapshot.inputs);
  text += "  " + with_number("features", snapshot.features);
  text += "  " + with_number("answers", snapshot.answers);
  text += "  " + with_number("rows", snapshot.rows_met) + "/" + std::to_string(snapshot.rows);
  return text += "  " + with_number("transitions", snapshot.transitions);
}

}  // namespace

Progress::Progress(std::ostream& out, Style style, Clock clock)
    : out_{out}, style_{style}, clock_{std::move(clock)} {}

void Progress::begin(const Report& report, std::size_t planned) {
  const std::lock_guard lock{mutex_};
  report_ = &report;
  planned_ = planned;
  start_ = last_ = clock_();
}

void Progress::add(const Record& record) {
  const std::lock_guard lock{mutex_};
  planned_ = std::max(planned_, ++done_);  // what hindered the cases is told of besides them
  exchanges_ += record.exchanges;
  const Verdict verdict = record.finding.verdict;
  if (verdict == Verdict::fail || verdict == Verdict::error) note(record);
  if (!report_->campaign) tell_how_far(clock_());
}

void Progress::tick(const Snapshot& snapshot) {
  if (style_.amount == Amount::little) return;
  const std::lock_guard lock{mutex_};
  const Time now = clock_();
  if (style_.terminal) {
    if (now - last_ >= redraw_after) draw(lines_of_campaign(snapshot, now), now);
  } else if (now - last_ >= tell_after && failed_ == 0) {
    last_ = now;
    const std::vector<std::string> lines = lines_of_campaign(snapshot, now);
    out_ << lines[0] << "  " << lines[1] << '\n';
    out_.flush();
  }
}

void Progress::end(const Report& report, const Summary& /*summary*/) {
  {
    const std::lock_guard lock{mutex_};
    const bool is_told = report.campaign || report.interrupted || tenths_ == 10 || done_ == 0;
    planned_ = done_;
    if (!is_told && !style_.terminal) tell_how_far(clock_());
  }
  finish();
}

void Progress::finish() {
  const std::lock_guard lock{mutex_};
  erase();
  out_.flush();
}

void Progress::note(const Record& record) {
  if (record.finding.verdict == Verdict::fail && excuse_of(*report_, record) == nullptr) ++failed_;
  last_failure_ = address_of(record);
  if (!report_->campaign) return;
  erase();
  write_record(*report_, record, out_, style_);
  out_.flush();
}

void Progress::tell_how_far(Time now) {
  if (style_.amount == Amount::little) return;
  if (style_.terminal) {
    if (now - last_ >= redraw_after) draw(lines_of_run(now), now);
    return;
  }
  const std::size_t tenths = planned_ == 0 ? 0 : done_ * 10 / planned_;
  if (tenths <= tenths_ && now - last_ < tell_after) return;
  tenths_ = std::max(tenths, tenths_);
  last_ = now;
  const std::size_t percent = planned_ == 0 ? 0 : done_ * 100 / planned_;
  out_ << percent << " %  " << done_ << '/' << planned_ << (planned_ == 1 ? " case  " : " cases  ")
       << rate(now) << " exchanges/s  " << failed_ << " failed\n";
  out_.flush();
}

std::vector<std::string> Progress::lines_of_run(Time now) const {
  std::string line = bar(done_, planned_) + " " + std::to_string(done_) + "/" +
                     std::to_string(planned_) + "  " + std::to_string(rate(now)) + " exchanges/s";
  if (failed_ > 0) line += "  " + std::to_string(failed_) + " failed";
  if (!last_failure_.empty()) line += "  last " + last_failure_;
  return {line};
}

std::vector<std::string> Progress::lines_of_campaign(const Snapshot& snapshot, Time now) const {
  const auto time = now - start_;
  std::string pace = elapsed(time);
  const std::string& limit = report_->campaign->limit;
  if (!limit.empty()) pace += " of " + printable(limit);
  pace += "  " + counted(snapshot.histories, "history", "histories") +
          per_second(snapshot.histories, time);
  pace += "  " + counted(snapshot.requests, "request", "requests") +
          per_second(snapshot.requests, time);
  pace += "  " + counted(std::max(snapshot.findings, failed_), "finding", "findings");
  return {pace, met_so_far(snapshot)};
}

void Progress::draw(std::vector<std::string> lines, Time now) {
  last_ = now;
  const auto columns = static_cast<std::size_t>(std::max(style_.width, 2)) - 1;
  if (lines.size() > 1) erase();
  for (std::string_view separator; std::string & line : lines) {
    line.resize(std::min(line.size(), columns));
    out_ << separator << erase_line << line;
    separator = "\n";
  }
  out_.flush();
  drawn_ = lines.size();
}

void Progress::erase() {
  for (; drawn_ > 0; --drawn_) out_ << erase_line << (drawn_ > 1 ? go_up : "");
}

std::uint64_t Progress::rate(Time now) const {
  const double time = std::chrono::duration<double>(now - start_).count();
  return time <= 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(exchanges_) / time);
}

}  // namespace hallmark::reports
