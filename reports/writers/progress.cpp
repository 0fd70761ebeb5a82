// SPDX-License-Identifier: Apache-2.0
#include "reports/writers/progress.hpp"

#include <algorithm>
#include <ostream>
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

std::string bar(std::size_t done, std::size_t total) {
  const std::size_t full = total == 0 ? bar_width : std::min(bar_width, done * bar_width / total);
  std::string text = "[";
  text.append(full, '=');
  if (full < bar_width) text += '>';
  text.resize(bar_width + 1, ' ');
  return text + "]";
}

}  // namespace

Progress::Progress(const RunInfo& info, std::ostream& out, Style style, std::size_t total,
                   Clock clock)
    : info_{info},
      out_{out},
      style_{style},
      clock_{std::move(clock)},
      start_{clock_()},
      last_{start_},
      total_{total} {}

void Progress::add(const CaseRecord& record) {
  const std::lock_guard lock{mutex_};
  ++done_;
  exchanges_ += record.exchanges;
  const Verdict verdict = record.finding.verdict;
  if (verdict == Verdict::fail || verdict == Verdict::error) print_failure(record);

  const Time now = clock_();
  if (style_.terminal) {
    if (now - last_ >= redraw_after) draw(now);
    return;
  }
  const std::size_t tenths = total_ == 0 ? 0 : done_ * 10 / total_;
  if (tenths > tenths_ || now - last_ >= tell_after) {
    tenths_ = std::max(tenths, tenths_);
    print_line(now);
  }
}

void Progress::finish() {
  const std::lock_guard lock{mutex_};
  erase();
  out_.flush();
}

void Progress::print_failure(const CaseRecord& record) {
  if (record.finding.verdict == Verdict::fail) ++failed_;
  last_failure_ = address_of(record);
  erase();
  write_failure(info_, record, out_, style_);
}

void Progress::draw(Time now) {
  last_ = now;
  std::string line = bar(done_, total_) + " " + std::to_string(done_) + "/" +
                     std::to_string(total_) + "  " + std::to_string(rate(now)) + " exchanges/s";
  if (failed_ > 0) line += "  " + std::to_string(failed_) + " failed";
  if (!last_failure_.empty()) line += "  last " + last_failure_;
  const auto columns = static_cast<std::size_t>(std::max(style_.width, 2)) - 1;
  if (line.size() > columns) line.resize(columns);
  out_ << erase_line << line;
  out_.flush();
  drawn_ = true;
}

void Progress::erase() {
  if (!drawn_) return;
  out_ << erase_line;
  drawn_ = false;
}

void Progress::print_line(Time now) {
  last_ = now;
  const std::size_t percent = total_ == 0 ? 0 : done_ * 100 / total_;
  out_ << percent << " %  " << done_ << '/' << total_ << " cases  " << rate(now) << " exchanges/s  "
       << failed_ << " failed\n";
  out_.flush();
}

std::uint64_t Progress::rate(Time now) const {
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  return elapsed <= 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(exchanges_) / elapsed);
}

}  // namespace hallmark::reports
