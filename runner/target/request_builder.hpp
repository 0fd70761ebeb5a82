// SPDX-License-Identifier: Apache-2.0
//
// From a case's call to the bytes that go out: handles filled in, public parameters or headers
// added, signed, and edited before or after as the call says.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
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

// Texts that must not be shown. A request has half a dozen of them, and hardly any is ever looked
// for: they stand one behind the other in one piece of memory.
class Secrets {
 public:
  // At most 4 GiB.
  void add(std::string_view secret);
  void add_percent_encoded(std::string_view secret);

  // Whether `holds(secret)` for one of them, in the order in which they were added.
  template <class Holds>
  bool any_of(Holds holds) const {
    for (std::string_view rest = text_; !rest.empty();) {
      const std::size_t size = first_size(rest);
      if (holds(rest.substr(head, size))) return true;
      rest.remove_prefix(head + size);
    }
    return false;
  }
  [[nodiscard]] std::vector<std::string> all() const;

 private:
  static constexpr std::size_t head = sizeof(std::uint32_t);  // in front of each: its size
  static std::size_t first_size(std::string_view text);
  std::size_t begin();
  void end(std::size_t begun);

  std::string text_;
};

struct BuiltRequest {
  HttpRequest http;
  std::string action;  // as spelled on the wire
  std::string nonce;
  Secrets secrets;        // signatures, key ids, keys, tokens
  bool as_usual = false;  // nothing was edited: `secrets` is all there is to hide
};

// The worlds that a case's handles speak of.
class Cast {
 public:
  Cast() = default;
  explicit Cast(World own) : own_{std::move(own)} {}
  Cast(World own, World other) : own_{std::move(own)}, other_{std::move(other)} {}

  [[nodiscard]] const World& own() const { return own_; }
  [[nodiscard]] const World& other() const { return other_; }
  // Theirs who sign for `identity`; in `made_up` where nobody has them.
  [[nodiscard]] const Credentials& credentials_of(cases::Identity identity,
                                                  Credentials& made_up) const;

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
