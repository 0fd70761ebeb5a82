// SPDX-License-Identifier: Apache-2.0
#include "fuzz/campaign/answer_coverage.hpp"

#include <utility>

#include "cases/base/answers.hpp"
#include "runner/oracle/answer_match.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/fnv1a.hpp"
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

// What decides which rows an answer is, and how it is described.
std::uint64_t hash_of(std::string_view action, const runner::Reply& reply) {
  runner::Fnv1a hash;
  const bool is_error = reply.root == "Error";
  hash.add(static_cast<std::uint64_t>(reply.http_status)).add(action).add("\n");
  hash.add(static_cast<std::uint64_t>(reply.format)).add(reply.decode_error).add("\n");
  hash.add((reply.invalid_utf8 ? 1U : 0U) | (reply.code ? 2U : 0U) | (is_error ? 4U : 0U));
  hash.add(runner::text_of(reply.code));
  if (reply.http_status >= 400) hash.add("\n").add(runner::text_of(reply.message));
  return hash.value();
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
  const std::uint64_t hash = hash_of(action, reply);
  const std::lock_guard lock{mutex_};
  if (const auto known = answers_.find(hash); known != answers_.end()) {
    count(known->second);
  } else {
    Answer answer = new_answer(action, reply, call.request);
    count(answer);
    if (answers_.size() < most_answers) answers_.emplace(hash, std::move(answer));
  }
  if (reply.http_status < 400 && !is_look(call.asked.action) && call.before != call.after) {
    ++transitions_[{call.asked.action, call.before, call.after}];
  }
}

void AnswerCoverage::count(const Answer& answer) {
  if (answer.times != nullptr) ++*answer.times;
  for (const std::size_t row : answer.rows) {
    if (rows_[row].coverage.met++ == 0) ++rows_met_;
  }
}

AnswerCoverage::Answer AnswerCoverage::new_answer(std::string_view action,
                                                  const runner::Reply& reply,
                                                  const runner::BuiltRequest& request) {
  Answer answer;
  std::string shape = std::string{action}.append(" ").append(runner::describe(reply));
  shape = runner::strike_out(std::move(shape), request);
  if (shapes_.size() < most_answers || shapes_.contains(shape)) answer.times = &shapes_[shape];
  if (reply.http_status < 400) return answer;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (rows_[i].coverage.action != action) continue;
    if (runner::compare(rows_[i].answer, reply) == runner::Nearness::match) {
      answer.rows.push_back(i);
    }
  }
  return answer;
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
