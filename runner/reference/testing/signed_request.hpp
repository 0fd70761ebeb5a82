// SPDX-License-Identifier: Apache-2.0
//
// For tests: a client in a few lines. It makes fixtures, signs requests either way, and takes
// answers apart.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "runner/reference/endpoint.hpp"

namespace hallmark::runner::reference::testing {

using Arguments = std::map<std::string, std::string>;

// The time at which the tests' endpoints live.
inline constexpr std::chrono::sys_seconds test_time{
    std::chrono::sys_days{std::chrono::year{2020} / 10 / 12}};
[[nodiscard]] std::string printed(std::chrono::sys_seconds time);

// Percent-encoding, as a client does it.
[[nodiscard]] std::string encoded(std::string_view text);
[[nodiscard]] std::string encoded(const Arguments& arguments);

// Arguments of V1 with the common ones and the signature; what is given wins over the defaults.
[[nodiscard]] Arguments signed_v1(const Endpoint::Account& account, std::string_view method,
                                  Arguments arguments);

[[nodiscard]] HttpRequest get_v1(const Endpoint::Account& account, Arguments arguments);
[[nodiscard]] HttpRequest post_query_v1(const Endpoint::Account& account, Arguments arguments);
[[nodiscard]] HttpRequest post_form_v1(const Endpoint::Account& account, Arguments arguments);

// `headers` win over the defaults. An `Authorization` is computed over what is then there.
[[nodiscard]] HttpRequest post_v3(const Endpoint::Account& account, std::string_view action,
                                  const Arguments& arguments, Arguments headers = {},
                                  std::string body = {});

struct Fixture {
  std::string id;
  Endpoint::Account account;
  std::string instance_id;
};

// Fails the test if the endpoint does not provide it.
[[nodiscard]] Fixture make_fixture(Endpoint& endpoint, const std::string& json);

// The instance as the fixture protocol tells it, and as the API does.
[[nodiscard]] std::string look_into(Endpoint& endpoint, const Fixture& fixture);
[[nodiscard]] std::string described_status(Endpoint& endpoint, const Fixture& fixture);

// StartInstance(InstanceId of the fixture, ...) and so on, as V1 GET with Format=JSON.
[[nodiscard]] HttpResponse call(Endpoint& endpoint, const Fixture& fixture, std::string_view action,
                                Arguments arguments = {});

// The text of the member `name` of a JSON answer, of the first element so called in an XML one.
[[nodiscard]] std::string member(const HttpResponse& response, std::string_view name);
// "403 IncorrectInstanceStatus", or "200 "
[[nodiscard]] std::string gist(const HttpResponse& response);

// A clock that stands still until it is set.
class Clock {
 public:
  [[nodiscard]] std::function<std::chrono::system_clock::time_point()> reader() {
    return [this] { return now; };
  }
  std::chrono::system_clock::time_point now = test_time;
};

}  // namespace hallmark::runner::reference::testing
