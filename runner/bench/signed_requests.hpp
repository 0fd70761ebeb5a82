// SPDX-License-Identifier: Apache-2.0
//
// What a full run sends, built and signed beforehand. An honest endpoint takes a nonce once, so
// that a set can be sent only once, too; its worlds stand as long as it does.
#pragma once

#include <vector>

#include "runner/staging/fixture_provider.hpp"
#include "runner/target/world.hpp"
#include "runner/wire/http/http.hpp"

namespace hallmark::runner {

class SignedRequests {
 public:
  // Each call of each case and each of its copies, and a look where the run looks.
  SignedRequests();
  ~SignedRequests();
  SignedRequests(const SignedRequests&) = delete;
  SignedRequests& operator=(const SignedRequests&) = delete;

  [[nodiscard]] std::vector<HttpRequest>& requests() { return requests_; }

 private:
  std::unique_ptr<FixtureProvider> fixtures_;
  std::vector<World> worlds_;
  std::vector<HttpRequest> requests_;
};

}  // namespace hallmark::runner
