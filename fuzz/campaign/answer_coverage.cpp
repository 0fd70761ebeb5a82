// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/answer_coverage.hpp"

#include "cases/base/answers.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/target/request_builder.hpp"
#include "specs/catalog.hpp"

namespace hallmark::fuzz {
namespace {

// Endpoints that answer with something new each time must not fill the memory.
constexpr std::size_t most_answers = 4096;

std::vector<reports::Tally> tallies(const std::map<std::string, std::uint64_t>& counts) {
  std::vector<reports::Tally> all;
  for (const auto& [what, times] : counts) all.push_back({what, times});
  return all;
}

void count(std::map<std::string, std::uint64_t>& counts, const std::string& what) {
  const auto known = counts.find(what);
  if (known != counts.end()) {
    ++known->second;
  } else if (counts.size() < most_answers) {
    counts.emplace(what, 1);
  }
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
  const std::string shape = std::string{action}.append(" ").append(runner::describe(reply));
  const std::lock_guard lock{mutex_};
  // What is there already was shown to hold no secret when it came.
  if (const auto known = shapes_.find(shape); known != shapes_.end()) {
    ++known->second;
  } else {
    count(shapes_, runner::strike_out(shape, call.request));
  }
  if (reply.http_status >= 400) {
    const std::string key = std::string{shape}.append("|").append(runner::text_of(reply.message));
    auto known = answers_.find(key);
    if (known == answers_.end() && answers_.size() < most_answers) {
      known = answers_.try_emplace(key).first;
      for (std::size_t i = 0; i < rows_.size(); ++i) {
        if (rows_[i].coverage.action != action) continue;
        if (runner::compare(rows_[i].answer, reply) == runner::Nearness::match) {
          known->second.rows.push_back(i);
        }
      }
    }
    if (known != answers_.end()) {
      for (const std::size_t row : known->second.rows) {
        if (rows_[row].coverage.met++ == 0) ++rows_met_;
      }
    }
  } else if (!is_look(call.asked.action) && call.before != call.after) {
    count(transitions_,
          std::string{action} + ": " + call.before.text() + " to " + call.after.text());
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
  return tallies(transitions_);
}

std::size_t AnswerCoverage::rows_met() const {
  const std::lock_guard lock{mutex_};
  return rows_met_;
}

std::size_t AnswerCoverage::answers_met() const {
  const std::lock_guard lock{mutex_};
  return shapes_.size();
}

std::size_t AnswerCoverage::transitions_met() const {
  const std::lock_guard lock{mutex_};
  return transitions_.size();
}

}  // namespace hallmark::fuzz
