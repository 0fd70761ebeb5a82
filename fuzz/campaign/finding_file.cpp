// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/finding_file.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>

#include "reports/text.hpp"
#include "specs/schema/digest.hpp"

namespace hallmark::fuzz {
namespace {

constexpr std::string_view finding_label = "# finding: ";
constexpr std::string_view rate_label = "# rate: ";
constexpr std::size_t longest_body = 64U << 10U;  // bytes of an answer that are written down

using reports::bucket_of;

void comment(std::string& out, std::string_view label, std::string_view text) {
  out.append("# ").append(label).append(reports::printable(text)) += '\n';
}

// Each line of `text` as a comment.
void comment_lines(std::string& out, std::string_view text) {
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    comment(out, "  ", line);
  }
}

void write_exchange(std::string& out, const reports::Exchange& exchange) {
  out += "#\n";
  comment_lines(out, exchange.request);
  if (exchange.status == 0) {
    comment(out, "  no answer: ", exchange.fault + " " + exchange.fault_text);
    return;
  }
  comment(out, "  HTTP ", std::to_string(exchange.status));
  for (const auto& [name, value] : exchange.headers) comment(out, "  ", name + ": " + value);
  comment_lines(out, std::string_view{exchange.body}.substr(0, longest_body));
  if (exchange.body.size() > longest_body) {
    comment(out, "  ", "(" + std::to_string(exchange.body.size() - longest_body) + " bytes more)");
  }
}

// Never 0.00, which says nothing to a replay.
std::string rate_text(double rate) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", std::max(rate, 0.01));
  return text;
}

}  // namespace

std::string file_name_of(const reports::Record& finding) {
  std::string name;
  for (const char c : bucket_of(finding)) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  constexpr std::size_t longest = 80;
  if (name.size() > longest) name.resize(longest);
  while (name.ends_with('-')) name.pop_back();
  char digest[16];
  std::snprintf(digest, sizeof digest, "-%08x.txt",
                static_cast<unsigned>(specs::digest_of(bucket_of(finding))));
  return name + digest;
}

std::string finding_file(const reports::Report& campaign, const reports::Record& record) {
  const reports::Info& info = campaign.info;
  const reports::Finding& finding = record.finding;
  const reports::Discovery& discovery = *record.discovery;
  const std::string& history = record.evidence.history;
  // The history's own first line comes first.
  const std::size_t first = std::min(history.find('\n'), history.size());
  std::string out = history.substr(0, first) + "\n";
  out.append(finding_label).append(reports::printable(bucket_of(record))) += '\n';
  comment(out, "level: ", cases::name_of(record.check->level));
  comment(out, "wanted: ", finding.wanted);
  comment(out, "got: ", finding.got);
  comment(out, "because: ", finding.wanted_by);
  out.append(rate_label).append(rate_text(discovery.rate)) += '\n';
  comment(out, "found: ",
          "history " + std::to_string(discovery.history_number) + " of seed " +
              std::to_string(campaign.campaign->seed) + ", hallmark " + info.hallmark_version +
              ", " + info.started + ", " + info.subject.name);
  comment(out, "again: ", discovery.again);
  out += "\n";
  out += history.substr(std::min(first + 1, history.size()));
  const std::vector<reports::CallRecord>& calls = record.evidence.calls;
  if (!calls.empty()) out += "\n# What was sent and what came back:\n";
  for (const reports::CallRecord& call : calls) write_exchange(out, call.exchange);
  return out;
}

runner::Result<SavedFinding> read_finding(std::string_view text) {
  auto history = parse_history(text);
  if (!history) return history.error();
  SavedFinding saved{.history = *std::move(history), .bucket = {}, .rate = 1};
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.starts_with(finding_label)) {
      saved.bucket = line.substr(finding_label.size());
      if (saved.bucket.ends_with('\r')) saved.bucket.pop_back();
    } else if (line.starts_with(rate_label)) {
      double rate = 0;
      const std::string_view number = line.substr(rate_label.size());
      std::from_chars(number.data(), number.data() + number.size(), rate);
      if (rate > 0 && rate <= 1) saved.rate = rate;
    }
  }
  return saved;
}

}  // namespace hallmark::fuzz
