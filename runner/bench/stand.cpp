// SPDX-License-Identifier: Apache-2.0
#include "runner/bench/stand.hpp"

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <stdexcept>

#include "cases/library.hpp"
#include "runner/conduct/embedded_fixtures.hpp"
#include "runner/conduct/wait_for.hpp"

namespace hallmark::runner {
namespace {

namespace asio = boost::asio;

Plan planned(const PlanOptions& options) {
  Result<Plan> plan = make_plan(cases::library(), options);
  if (!plan) throw std::runtime_error{plan.error().what};
  return std::move(*plan);
}

PlanOptions full_run() {
  PlanOptions options;
  options.full = true;
  return options;
}

std::filesystem::path new_folder() {
  std::string name = std::filesystem::temp_directory_path() / "hallmark-bench-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder for reports"};
  return name;
}

}  // namespace

Stand::Stand()
    : server_{endpoint_, reference::ServerOptions{.threads = embedded_threads}},
      url_{*parse_url(server_.url())},
      plan_options_{full_run()},
      plan_{planned(plan_options_)},
      folder_{new_folder()} {}

Stand::~Stand() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

OpenTarget Stand::target(Wire wire) {
  OpenTarget target;
  target.url_text = url_text();
  target.url = url_;
  target.name = "embedded reference endpoint";
  if (wire == Wire::pairs) target.dial = dial_to(endpoint_);
  target.fixtures = embedded_fixtures(endpoint_);
  target.more_fixtures = [this](const asio::any_io_executor&) {
    return embedded_fixtures(endpoint_);
  };
  return target;
}

Stand& stand() {
  static Stand one;
  return one;
}

World stage_one(FixtureProvider& fixtures) {
  asio::io_context io{1};
  const Staged staged = wait_for(io, fixtures.stage(cases::Fixture{}));
  if (const auto* world = std::get_if<World>(&staged)) return *world;
  throw std::runtime_error{"no world to measure with"};
}

reference::HttpResponse answer_to(const HttpRequest& request) {
  return stand().endpoint().handle({.method = request.method,
                                    .target = request.target,
                                    .headers = request.headers,
                                    .body = request.body});
}

const std::vector<reports::Record>& sample_records() {
  // With the evidence of passes, too.
  struct Kept final : reports::Listener {
    void add(const reports::Record& record) override { records.push_back(record); }
    std::vector<reports::Record> records;
  };
  static const std::vector<reports::Record> records = [] {
    const PlanOptions options;
    const OpenTarget target = stand().target(Wire::pairs);
    asio::io_context io{1};
    reports::Report report;
    Kept kept;
    conduct(io, target, planned(options), options, {.threads = 1}, kept, report);
    return kept.records;
  }();
  return records;
}

}  // namespace hallmark::runner
