// SPDX-License-Identifier: Apache-2.0
//
// From a case's call to the bytes that go out: handles filled in, public parameters or headers
// added, signed, and edited before or after as the call says.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "cases/case.hpp"
#include "runner/target/built_request.hpp"
#include "runner/target/cast.hpp"
#include "runner/wire/signing/timestamp.hpp"

namespace hallmark::runner {

// This machine's clock, so far ahead: what another machine's shows.
[[nodiscard]] inline std::function<std::chrono::system_clock::time_point()> clock_ahead(
    std::chrono::seconds skew) {
  return [skew] { return std::chrono::system_clock::now() + skew; };
}

class RequestBuilder {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  // `host`: what the Host header says. `path`: of the endpoint, normally "/".
  RequestBuilder(std::string host, std::string path, NonceGenerator nonces, Clock clock);

  // `reactivate_spelling`: what ReactivateInstances is spelled like on this target. `nonce`: to use
  // instead of a fresh one; empty for none.
  [[nodiscard]] BuiltRequest build(const cases::Call& call, cases::Variant variant,
                                   const Cast& cast, std::string_view reactivate_spelling,
                                   std::string_view nonce = {});

 private:
  std::string host_;
  std::string path_;
  NonceGenerator nonces_;
  Clock clock_;
};

}  // namespace hallmark::runner
