// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/answer_coverage.hpp"

#include <utility>

#include "cases/base/answers.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/target/request_builder.hpp"
#include "specs/catalog.hpp"

namespace hallmark::fuzz {
namespace {

// Endpoints that answer with something new each time must not fill the memory.
constexpr std::size_t most_answers = 4096;

using Counts = std::map<std::string, std::uint64_t>;

std::vector<reports::Tally> tallies(const Counts& counts) {
  std::vector<reports::Tally> all;
  for (const auto& [what, times] : counts) all.push_back({what, times});
  return all;
}

}  // namespace

AnswerCoverage::AnswerCoverage() {
  for (const specs::Page* const page : specs::pages()) {
    for (const specs::ErrorRow& row : page->errors) {
      cases::Answer answer = cases::refused(row.status.value(), std::string{row.code.text()}, {});
      answer.message = row.message;
      rows_.push_back({.answer = std::move(answer),
                       .coverage = {.document = page->document,
                                    .action = std::string{page->action},
                                    .edition = std::string{page->edition},
                                    .row = row.row,
                                    .status = row.status.value(),
                                    .code = std::string{row.code.text()},
                                    .message = std::string{row.message}}});
    }
  }
}

void AnswerCoverage::add(const Witnessed& call) {
  if (call.reply == nullptr) return;
  const runner::Reply& reply = *call.reply;
  const std::string_view action = name_of(call.asked.action);
  const std::string shape =
      runner::strike_out(std::string{action} + " " + runner::describe(reply), call.request);
  const std::lock_guard lock{mutex_};
  if (shapes_.size() < most_answers || shapes_.contains(shape)) ++shapes_[shape];
  if (reply.http_status >= 400) count_rows(action, reply);
  if (reply.http_status < 400 && !is_look(call.asked.action) && call.before != call.after) {
    ++transitions_[{call.asked.action, call.before, call.after}];
  }
}

void AnswerCoverage::count_rows(std::string_view action, const runner::Reply& reply) {
  for (Row& row : rows_) {
    if (row.coverage.action != action) continue;
    if (runner::compare(row.answer, reply) != runner::Nearness::match) continue;
    if (row.coverage.met++ == 0) ++rows_met_;
  }
}

std::vector<reports::RowCoverage> AnswerCoverage::rows() const {
  const std::lock_guard lock{mutex_};
  std::vector<reports::RowCoverage> all;
  for (const Row& row : rows_) all.push_back(row.coverage);
  return all;
}

std::vector<reports::Tally> AnswerCoverage::answers() const {
  const std::lock_guard lock{mutex_};
  return tallies(shapes_);
}

std::vector<reports::Tally> AnswerCoverage::transitions() const {
  const std::lock_guard lock{mutex_};
  Counts counts;  // some that differ look alike: restarting is seen as Stopping
  for (const auto& [one, times] : transitions_) {
    counts[std::string{name_of(one.action)} + ": " + one.before.text() + " to " +
           one.after.text()] += times;
  }
  return tallies(counts);
}

std::size_t AnswerCoverage::rows_met() const {
  const std::lock_guard lock{mutex_};
  return rows_met_;
}

std::size_t AnswerCoverage::answers_met() const {
  const std::lock_guard lock{mutex_};
  return shapes_.size();
}

std::size_t AnswerCoverage::transitions_met() const { return transitions().size(); }

}  // namespace hallmark::fuzz
