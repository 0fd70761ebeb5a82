// SPDX-License-Identifier: Apache-2.0
//
// Result<T>: a value, or the reason why the wire did not give us one. An error *answer* of the
// target is a value like any other; an Error says that no whole answer came.
#pragma once

#include <boost/system/result.hpp>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hallmark::runner {

enum class Fault : std::uint8_t {
  connect,    // no connection: the name is unknown, the port refuses, the network is away
  tls,        // the handshake or the certificate check failed
  timeout,    // the exchange did not end within the time given
  closed,     // the peer closed before the first byte of an answer
  truncated,  // the peer closed in the middle of an answer
  malformed,  // what came is not HTTP; or a text of ours is not what it has to be
  too_large,  // the answer passed a limit
  cancelled,  // we gave up ourselves
  local,      // this machine has no socket, no port or no memory left for it
};

[[nodiscard]] constexpr std::string_view name_of(Fault fault) {
  switch (fault) {
    case Fault::connect:
      return "connect";
    case Fault::tls:
      return "tls";
    case Fault::timeout:
      return "timeout";
    case Fault::closed:
      return "closed";
    case Fault::truncated:
      return "truncated";
    case Fault::malformed:
      return "malformed";
    case Fault::too_large:
      return "too_large";
    case Fault::cancelled:
      return "cancelled";
    case Fault::local:
      return "local";
  }
  return "unknown";
}

struct Error {
  Fault fault;  // first: an aggregate that starts with a number would convert from numbers
  std::string what;

  friend bool operator==(const Error&, const Error&) = default;
};

// Called by Result<T>::value() when there is no value.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::runtime_error{std::string{name_of(error.fault)} + ": " + error.what};
}

template <class T>
using Result = boost::system::result<T, Error>;

}  // namespace hallmark::runner
