// SPDX-License-Identifier: Apache-2.0
//
// What every benchmark stands on: one served reference endpoint, the plan of a full run, and a
// folder for reports.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "reports/report.hpp"
#include "runner/conduct/conduct.hpp"
#include "runner/engine/plan.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/server/server.hpp"
#include "runner/staging/fixture_provider.hpp"
#include "runner/wire/http/http.hpp"
#include "runner/wire/http/url.hpp"

namespace hallmark::runner {

// How a request gets to the endpoint: through a pair of sockets and on the thread that asks, as
// `hallmark run` asks the one that it has in it, or over the TCP loopback to the server's threads,
// as everybody else does.
enum class Wire { pairs, tcp };

class Stand {
 public:
  // As `hallmark run` has them.
  static constexpr unsigned jobs = 32;
  static constexpr unsigned threads = 2;

  Stand();
  ~Stand();
  Stand(const Stand&) = delete;
  Stand& operator=(const Stand&) = delete;

  // A target that does not own the endpoint.
  [[nodiscard]] OpenTarget target(Wire wire);
  [[nodiscard]] reference::Endpoint& endpoint() { return endpoint_; }
  [[nodiscard]] const PlanOptions& plan_options() const { return plan_options_; }
  [[nodiscard]] const Plan& plan() const { return plan_; }
  [[nodiscard]] const Url& url() const { return url_; }
  [[nodiscard]] std::string url_text() const { return server_.url(); }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  reference::Endpoint endpoint_;
  reference::Server server_;
  Url url_;
  PlanOptions plan_options_;
  Plan plan_;
  std::filesystem::path folder_;
};

// The one of this process, made when it is first asked for.
[[nodiscard]] Stand& stand();

// A world of the default fixture on the stand.
[[nodiscard]] World stage_one(FixtureProvider& fixtures);

// The endpoint's answer without a socket.
[[nodiscard]] reference::HttpResponse answer_to(const HttpRequest& request);

// Records of the base run, as the engine hands them on: with all their evidence.
[[nodiscard]] const std::vector<reports::Record>& sample_records();

}  // namespace hallmark::runner
