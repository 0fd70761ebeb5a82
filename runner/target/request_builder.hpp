// SPDX-License-Identifier: Apache-2.0
//
// From a case's call to the bytes that go out: handles filled in, public parameters or headers
// added, signed, and edited before or after as the call says.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cases/case.hpp"
#include "runner/target/world.hpp"
#include "runner/wire/http.hpp"
#include "runner/wire/timestamp.hpp"

namespace hallmark::runner {

struct BuiltRequest {
  HttpRequest http;
  std::string action;  // as spelled on the wire
  std::string nonce;
  std::vector<std::string> secrets;  // what must not be shown: signatures, key ids, secrets
  bool as_usual = false;             // nothing was edited: `secrets` is all there is to hide
};

// The worlds that a case's handles speak of.
class Cast {
 public:
  Cast() = default;
  explicit Cast(World own) : own_{std::move(own)} {}
  Cast(World own, World other) : own_{std::move(own)}, other_{std::move(other)} {}

  [[nodiscard]] const World& own() const { return own_; }
  [[nodiscard]] const World& other() const { return other_; }
  [[nodiscard]] Credentials credentials_of(cases::Identity identity) const;

 private:
  World own_;
  World other_;
};

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

// The bytes of a request as a report may show them: at most 16 KiB, nothing of `secrets` in them.
[[nodiscard]] std::string shown(const BuiltRequest& request);

// `text` of an answer, with whatever it echoes of the request's credentials struck out.
[[nodiscard]] std::string strike_out(std::string text, const BuiltRequest& request);

// The same for the values of an answer's headers and for its body.
void strike_out(HttpReply& reply, const BuiltRequest& request);

}  // namespace hallmark::runner
