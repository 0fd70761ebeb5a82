// SPDX-License-Identifier: Apache-2.0
#include "hallmark/suite.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <string>
#include <system_error>
#include <utility>

#include "cases/library.hpp"
#include "reports/input_file.hpp"
#include "reports/writers/explanation.hpp"
#include "reports/writers/files/report_files.hpp"
#include "runner/conduct/conduct.hpp"
#include "runner/conduct/selection.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/reference/server/server.hpp"

namespace hallmark {
namespace {

// The function behind a server of this process.
class Function final : public runner::reference::Handler {
 public:
  explicit Function(const Handle& handle) : handle_{handle} {}

  [[nodiscard]] runner::reference::HttpResponse handle(
      const runner::reference::HttpRequest& request) noexcept override {
    try {
      Response response = handle_({request.method, request.target, request.headers, request.body});
      return {.status = response.status,
              .headers = std::move(response.headers),
              .body = std::move(response.body),
              .delivery = {}};
    } catch (const std::exception& error) {
      return threw(error.what());
    } catch (...) {
      return threw("what it threw is no std::exception");
    }
  }

 private:
  static runner::reference::HttpResponse threw(const char* what) {
    return {.status = 500,
            .headers = {{"Content-Type", "text/plain"}},
            .body = std::string{"the function threw: "} + what,
            .delivery = {}};
  }

  const Handle& handle_;
};

void require(bool holds, const char* what) {
  if (!holds) throw Error{what};
}

reports::Selection selection_of(const Options& options) {
  require(options.depth >= 1 && options.depth <= 3, "Options::depth is 1, 2 or 3");
  require(options.jobs >= 1 && options.jobs <= 1024, "Options::jobs is 1 to 1024");
  return {.edition = options.edition,
          .variants = options.all_variants ? "full" : "base",
          .depth = options.depth,
          .strict = options.strict,
          .select = options.select,
          .skip = options.skip,
          .without = options.without};
}

runner::PlanOptions plan_options(const reports::Selection& selection) {
  try {
    return runner::plan_options_of(selection,
                                   runner::yardstick_of("Options::edition", selection.edition));
  } catch (const runner::UsageError& error) {
    throw Error{error.what()};
  }
}

runner::Plan planned(const runner::PlanOptions& options) {
  auto plan = runner::make_plan(cases::library(options.depth), options);
  if (!plan) throw Error{plan.error().what};
  return std::move(*plan);
}

std::string text_of(const reports::Report& report, const reports::Record& record,
                    bool is_function) {
  const reports::Explanation why = reports::explain(report, record);
  std::string text;
  for (const auto* lines : {&why.circumstances, &why.lines}) {
    for (const reports::Line& line : *lines) {
      if (line.label == "again" && is_function) continue;  // of a server that is gone
      text.append(line.label)
          .append(std::max<std::size_t>(line.label.size(), 8) - line.label.size(), ' ');
      text += line.text;
      if (!line.citations.empty()) text += (line.text.empty() ? "" : "  ") + line.citations.text();
      text += '\n';
    }
  }
  return text;
}

Outcome outcome_of(const reports::Report& report, const reports::Record& record, bool is_function) {
  const reports::Finding& finding = record.finding;
  Outcome outcome;
  outcome.address = reports::address_of(record);
  outcome.level = cases::name_of(record.check->level);
  outcome.verdict = static_cast<Verdict>(finding.verdict);
  outcome.counts = reports::counts(report, record);
  if (finding.verdict != reports::Verdict::pass) {
    outcome.reason = finding.reason.empty() ? reports::in_short(record) : finding.reason;
  }
  if (finding.verdict == reports::Verdict::fail || finding.verdict == reports::Verdict::error) {
    outcome.text = text_of(report, record, is_function);
  }
  outcome.took = std::chrono::microseconds{record.took_us};
  return outcome;
}
static_assert(static_cast<int>(Verdict::pass) == static_cast<int>(reports::Verdict::pass));
static_assert(static_cast<int>(Verdict::error) == static_cast<int>(reports::Verdict::error));

Result run_at(const runner::TargetOptions& where, const Options& options, bool is_function) {
  const reports::Selection selection = selection_of(options);
  runner::PlanOptions how = plan_options(selection);
  reports::ReportFiles files{options.reports};
  runner::Plan plan = planned(how);
  boost::asio::io_context io{1};
  const runner::OpenTarget target = runner::open_target(io, where);
  const runner::Conduct conducted{.jobs = options.jobs};
  how.working = runner::find_working(io, target, how, conducted);
  if (!how.working.empty()) plan = planned(how);

  reports::Report report;
  report.info = runner::info_of(selection, options.jobs, where, target);
  report.planned = runner::selected_in(plan);
  files.begin(report, report.planned);
  runner::conduct(io, target, plan, how, conducted, files, report);
  const reports::Summary summary = reports::summarize(report);
  files.end(report, summary);

  Result result;
  for (const reports::Record& record : report.records) {
    result.outcomes.push_back(outcome_of(report, record, is_function));
  }
  result.notes = report.notes;
  result.headline = reports::headline(report, summary);
  result.exit_code = reports::exit_code(report, summary);
  return result;
}

}  // namespace

std::vector<std::string> addresses(const Options& options) {
  std::vector<const runner::PlannedCase*> selected;
  const runner::Plan plan = planned(plan_options(selection_of(options)));
  for (const runner::PlannedCase& one : plan.cases) {
    if (one.selected) selected.push_back(&one);
  }
  // The checks of a plan stand in the order of the library.
  std::ranges::stable_sort(selected, {}, [](const auto* one) { return one->check.get(); });
  std::vector<std::string> found;
  for (const runner::PlannedCase* const one : selected) {
    found.push_back(one->check->id + (one->variant ? "@" + one->variant->name() : ""));
  }
  return found;
}

Result run(const Target& target, const Options& options) {
  require(target.endpoint.empty() == static_cast<bool>(target.handle),
          "Target: give `endpoint` or `handle`, one of the two");
  require(target.timeout.count() >= 1, "Target::timeout is at least 1 ms");
  runner::TargetOptions where;
  where.endpoint = target.endpoint;
  where.fixtures = target.fixtures;
  where.access_key_id = target.access_key_id;
  where.timeout = std::to_string(target.timeout.count()) + "ms";
  where.allow_hosts = target.allow_hosts;
  try {
    if (!target.handle) return run_at(where, options, false);
    Function function{target.handle};
    const runner::reference::Server server{function, {}};
    where.endpoint = server.url();
    return run_at(where, options, true);
  } catch (const runner::UsageError& error) {
    throw Error{error.what()};
  } catch (const reports::InputError& error) {
    throw Error{error.what()};
  } catch (const std::system_error& error) {  // this machine lacks something
    throw Error{error.what()};
  }
}

}  // namespace hallmark
