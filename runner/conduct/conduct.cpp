// SPDX-License-Identifier: Apache-2.0
#include "runner/conduct/conduct.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cases/library.hpp"
#include "runner/conduct/selection.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/conduct/wait_for.hpp"
#include "runner/engine/knock.hpp"

namespace hallmark::runner {
namespace {

EngineOptions engine_options(const OpenTarget& target, const PlanOptions& plan_options,
                             const Conduct& how) {
  EngineOptions options;
  options.jobs = jobs_within(target.fixtures->most_worlds(), how.jobs);
  options.threads = how.threads;
  options.more_fixtures = target.more_fixtures;
  options.looks_twice = plan_options.depth > 1;
  options.client = target.client;
  options.client.dial = target.dial;
  options.clock = clock_ahead(target.client.clock_skew);
  options.without = plan_options.without;
  options.working = plan_options.working;
  return options;
}

// Those of `variants` in which a request was accepted.
std::vector<cases::Variant> accepted_in(const std::vector<cases::Variant>& variants,
                                        boost::asio::io_context& io, const OpenTarget& target,
                                        const PlanOptions& plan_options, const Conduct& how) {
  constexpr std::string_view prerequisite = "base/variant";
  PlanOptions options;
  options.without = plan_options.without;
  for (const cases::Variant variant : variants) {
    options.select.push_back(std::string{prerequisite} + "@" + variant.name());
  }
  std::vector<cases::Variant> accepted;
  if (variants.empty()) return accepted;
  const Result<Plan> plan = make_plan(cases::library(), options);
  if (!plan) return accepted;
  const Bench bench{.yardstick = options.yardstick, .host = target.url.host_header()};
  Engine engine{io, target.url, *target.fixtures, engine_options(target, options, how)};
  reports::Listener nobody;
  const EngineResult result = engine.run(*plan, bench, nobody, how.stop);
  if (result.thrown) std::rethrow_exception(result.thrown);
  if (result.no_target) throw UsageError{nobody_there(target, *result.no_target)};
  std::ranges::copy_if(variants, std::back_inserter(accepted), [&](cases::Variant variant) {
    return std::ranges::any_of(result.records, [&](const reports::Record& record) {
      return record.check->id == prerequisite && record.variant == variant.name() &&
             record.finding.verdict == reports::Verdict::pass;
    });
  });
  return accepted;
}

// In which forms the cases were asked, where they are not the base ones.
std::string note_on_forms(const PlanOptions& options) {
  const std::vector<cases::Variant> forms = base_forms(options);
  if (options.full || forms == cases::base_variants()) return {};
  std::string text = "asked as ";
  for (std::string_view joint; const cases::Variant form : forms) {
    text.append(joint).append(form.name());
    joint = " and ";
  }
  bool fails = false;
  for (std::string_view joint = ": "; const cases::Variant variant : cases::base_variants()) {
    if (std::ranges::find(forms, variant) != forms.end()) continue;
    text.append(joint).append(variant.name());
    const bool is_claimed = !options.without.excludes(variant);
    text += is_claimed ? " does not work" : " is not claimed";
    fails = fails || is_claimed;
    joint = ", ";
  }
  if (fails) text += "; --select 'base/**' says why";
  return text;
}

// Whether one that was gone answers, without being waited for long.
bool is_back(boost::asio::io_context& io, const OpenTarget& target) {
  constexpr std::chrono::milliseconds patience{2000};
  ClientOptions options = target.client;
  options.timeout = std::min(options.timeout, patience);
  HttpClient client{io.get_executor(), target.url, options};
  return wait_for(io, knock(client)).answer == Knock::Answer::api;
}

}  // namespace

unsigned jobs_within(std::optional<std::size_t> most_worlds, unsigned jobs) {
  if (!most_worlds) return jobs;
  return static_cast<unsigned>(std::clamp<std::size_t>(*most_worlds / 2, 1, jobs));
}

std::vector<cases::Variant> find_working(boost::asio::io_context& io, const OpenTarget& target,
                                         const PlanOptions& plan_options, const Conduct& how) {
  std::vector<cases::Variant> base;
  std::vector<cases::Variant> others;
  for (const cases::Variant variant : cases::full_variants()) {
    if (plan_options.without.excludes(variant)) continue;
    const auto& first = cases::base_variants();
    (std::ranges::find(first, variant) != first.end() ? base : others).push_back(variant);
  }
  std::vector<cases::Variant> working = accepted_in(base, io, target, plan_options, how);
  if (working.size() == base.size()) return {};
  const std::vector<cases::Variant> more = accepted_in(others, io, target, plan_options, how);
  working.insert(working.end(), more.begin(), more.end());
  return working;
}

void conduct(boost::asio::io_context& io, const OpenTarget& target, const Plan& plan,
             const PlanOptions& plan_options, const Conduct& how, reports::Listener& listener,
             reports::Report& report) {
  const EngineOptions options = engine_options(target, plan_options, how);
  const Bench bench{.yardstick = plan_options.yardstick, .host = target.url.host_header()};

  const auto began = std::chrono::steady_clock::now();
  Engine engine{io, target.url, *target.fixtures, options};
  EngineResult result = engine.run(plan, bench, listener, how.stop);
  if (result.no_target) throw UsageError{nobody_there(target, *result.no_target)};
  report.took_us = std::chrono::duration_cast<std::chrono::microseconds>(
                       std::chrono::steady_clock::now() - began)
                       .count();
  report.records = std::move(result.records);
  report.exchanges = result.exchanges;
  report.interrupted = result.interrupted;
  report.notes = std::move(result.notes);
  if (result.target_is_gone && !result.interrupted && is_back(io, target)) {
    report.notes.push_back(
        "the target answers again now that little is asked of it, as one does that bears few "
        "connections or requests: --jobs 4 and --rate 50 ask less");
  }
  try {
    wait_for(io, target.fixtures->close());
  } catch (...) {
    if (!result.thrown) result.thrown = std::current_exception();
  }
  LeftBehind left = std::move(result.left_behind);
  left.add(target.fixtures->left_behind());
  if (!left.is_empty()) report.notes.push_back(in_words(left));
  if (!target.clock_note.empty()) report.notes.push_back(target.clock_note);
  if (std::string note = note_on_forms(plan_options); !note.empty()) {
    report.notes.push_back(std::move(note));
  }
  note_yardstick(plan_options.yardstick, report);
  report.info.selection.reactivate_spelling = std::move(result.reactivate_spelling);
  reports::sort_by_check(report.records);  // the library's, whichever case ended first
  if (result.thrown) std::rethrow_exception(result.thrown);
}

}  // namespace hallmark::runner
