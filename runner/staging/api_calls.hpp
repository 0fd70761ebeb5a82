// SPDX-License-Identifier: Apache-2.0
//
// Calls of the public API that bring a world about, or find out how it stands. They travel in
// whichever way the endpoint is found to accept.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "reports/verdict.hpp"
#include "runner/target/request_builder.hpp"
#include "runner/target/world.hpp"
#include "runner/wire/http/http_client.hpp"
#include "runner/wire/http/url.hpp"
#include "runner/wire/replies/reply.hpp"
#include "runner/wire/signing/query.hpp"

namespace hallmark::runner {

struct ApiAnswer {
  bool answered = false;  // a whole answer came
  bool accepted = false;  // 2xx, well-formed, and it names no error
  bool ours = false;      // this machine could not ask
  std::string code;       // of a refusal
  // Of a refusal: "answers 404 InvalidInstanceId.NotFound: The specified ...", or, of one for its
  // signature, where both sides part.
  std::string told;
  Reply reply;

  // The endpoint asks to be called less often, or later.
  [[nodiscard]] bool throttled() const {
    return code.starts_with("Throttling") || code.starts_with("ServiceUnavailable");
  }
};

// What DescribeInstances says of one instance.
struct Standing {
  bool known = false;                            // the question was accepted
  bool throttled = false;                        // it may be asked again later
  std::string status;                            // empty: no such instance is listed
  std::string charge_type;                       // empty: it is not told
  std::string told;                              // why it is not known
  reports::Side side = reports::Side::fixtures;  // whose fault that is
};

class ApiCalls {
 public:
  ApiCalls(boost::asio::any_io_executor executor, Url endpoint, ClientOptions options);

  // `arguments`: besides what every request carries. In the way that was found to work;
  // RunInstances and CreateInstance are sent once, on a connection of their own, for nobody knows
  // what became of one that was lost; what else is lost is sent again.
  [[nodiscard]] boost::asio::awaitable<ApiAnswer> call(const World& account, std::string action,
                                                       Parameters arguments);

  // DescribeInstances for the instance of the world, or for all where the world has none. Until one
  // is accepted, a refused call is tried in other ways (V3 for V1, GET and XML for POST and JSON);
  // the answer to the first is the one that is told.
  [[nodiscard]] boost::asio::awaitable<ApiAnswer> describe(const World& world);

  [[nodiscard]] boost::asio::awaitable<Standing> look(const World& world);

 private:
  [[nodiscard]] boost::asio::awaitable<ApiAnswer> send(const World& account,
                                                       const cases::Call& call,
                                                       cases::Variant variant, bool idempotent);

  HttpClient client_;
  RequestBuilder requests_;
  std::optional<cases::Variant> working_;
};

// Waits for as long as `next` says, and lengthens it, up to a second. Begin with a millisecond.
[[nodiscard]] boost::asio::awaitable<void> pause(std::chrono::milliseconds& next);

// A status that an instance leaves by itself.
[[nodiscard]] bool is_transitory(std::string_view status);

}  // namespace hallmark::runner
