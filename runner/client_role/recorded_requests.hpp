// SPDX-License-Identifier: Apache-2.0
//
// What clients sent to a server that records: one JSON object a line. For those who have no shim:
// each request can be verified afterwards, though nobody knows what the user was told.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <variant>
#include <vector>

#include "reports/output_file.hpp"
#include "reports/report.hpp"
#include "runner/reference/server/handler.hpp"

namespace hallmark::runner {

struct RecordedRequest {
  reference::HttpRequest http;
  std::chrono::system_clock::time_point at;
};

// Whole, signature and all, or it could not be verified; so the file is for its owner alone.
[[nodiscard]] std::string line_of(const RecordedRequest& request);
// Or what is wrong with the line.
[[nodiscard]] std::variant<RecordedRequest, std::string> read_recorded(std::string_view line);

// Records what comes, but for the fixture protocol, and lets another one answer.
class RequestRecorder final : public reference::Handler {
 public:
  // Creates the file, or empties it. Throws std::system_error where it cannot be written.
  RequestRecorder(reference::Handler& answers, const std::string& path);

  [[nodiscard]] reference::HttpResponse handle(
      const reference::HttpRequest& request) noexcept override;

  // Why a request is missing in the file; none: all are there.
  [[nodiscard]] std::error_code trouble();

 private:
  reference::Handler& answers_;
  std::mutex mutex_;
  std::error_code trouble_;
  reports::OutputFile file_;
};

// One record for each thing that can be judged of requests, and for each that cannot. The requests
// were signed with `secret`.
[[nodiscard]] std::vector<reports::Record> judge_recorded(
    const std::vector<RecordedRequest>& requests, const std::string& secret);

}  // namespace hallmark::runner
