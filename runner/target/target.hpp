// SPDX-License-Identifier: Apache-2.0
//
// The target as a session sees it: something that takes requests, and what has been learnt about
// it.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cases/expectation.hpp"
#include "cases/request.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/wire/http/http_client.hpp"

namespace hallmark::runner {

struct Target {
  HttpClient& client;
  RequestBuilder& requests;
  std::string host;

  // Learnt from the prerequisites.
  std::string reactivate_spelling = "ReactivateInstances";
  std::optional<cases::Channel> working_channel;  // of the three Describe actions
  std::vector<cases::Variant> claimed_variants;   // for what runs once

  std::function<bool()> stop = [] { return false; };  // the user wants an end
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
  std::uint64_t exchanges = 0;
};

}  // namespace hallmark::runner
