// SPDX-License-Identifier: Apache-2.0
#include "fuzz/play/reference_target.hpp"

#include <memory>
#include <utility>

#include "runner/reference/endpoint.hpp"

namespace hallmark::fuzz {
namespace {

namespace reference = runner::reference;
using Clock = std::chrono::system_clock;

struct Stand {
  Stand(std::vector<std::string> defects, reference::Watch* watch)
      : endpoint{
            {.defects = std::move(defects), .clock = [this] { return time; }, .watch = watch}} {}

  Clock::time_point time = Clock::time_point{std::chrono::seconds{1'700'000'000}};
  reference::Endpoint endpoint;
};

// What a client would have got of it.
runner::HttpReply delivered(reference::HttpResponse response) {
  const reference::Delivery& how = response.delivery;
  const bool whole = !how.never_answer && !how.close_without_answer && !how.garbage &&
                     how.truncate_after == reference::Delivery::npos &&
                     how.content_length_error == 0;
  runner::HttpReply reply;
  if (!whole) return reply;
  reply.status = response.status;
  reply.headers = std::move(response.headers);
  reply.body = std::move(response.body);
  reply.keep_alive = !how.close_after;
  return reply;
}

}  // namespace

PlayTarget reference_target(std::vector<std::string> defects, reference::Watch* watch) {
  const auto stand = std::make_shared<Stand>(std::move(defects), watch);
  PlayTarget target;
  target.handle = [stand](const runner::HttpRequest& request) {
    reference::HttpRequest asked;
    asked.method = request.method;
    asked.target = request.target;
    asked.headers = request.headers;
    asked.body = request.body;
    return delivered(stand->endpoint.handle(asked));
  };
  target.now = [stand] { return stand->time; };
  target.advance = [stand](std::chrono::milliseconds time) { stand->time += time; };
  return target;
}

}  // namespace hallmark::fuzz
