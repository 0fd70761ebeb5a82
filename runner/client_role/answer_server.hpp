// SPDX-License-Identifier: Apache-2.0
//
// Where a client's calls arrive: a place for each, on a port of its own, so that calls made at the
// same time never mix. A place answers as its script says, byte by byte and badly if need be, and
// keeps what came.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cases/client/client_case.hpp"
#include "cases/request.hpp"
#include "runner/client_role/seen.hpp"
#include "runner/reference/server/handler.hpp"

namespace hallmark::runner {

struct Script {
  // Of the first request, the second ...; the last one repeats.
  std::vector<cases::client::Answer> answers;
  std::string request_id;  // takes the place of the blank
  std::chrono::milliseconds timeout{1000};
  reference::Handler* endpoint = nullptr;  // for answers that it gives; it outlives the place
  // What a request that names no format is answered in; nothing: the default of its signature.
  std::optional<cases::Format> unsaid = {};
};

// The RequestId of an answer that is made from the request.
[[nodiscard]] std::string echoed_request_id(std::string_view instance_id);

// The format that a request asks for; nothing where it does not say.
[[nodiscard]] std::optional<cases::Format> format_asked(const reference::HttpRequest& request);

// The format of an answer: as asked, or `unsaid`, or the default. With V1 that is XML, as the ECS
// pages have it; with V3, of which no page says, JSON, for all its samples are JSON.
[[nodiscard]] cases::Format format_for(const reference::HttpRequest& request,
                                       std::optional<cases::Format> unsaid);

// All on the one thread that runs the executor.
class AnswerPlace {
 public:
  // Listens when it returns. Throws std::system_error where no socket is to be had.
  AnswerPlace(boost::asio::any_io_executor executor, Script script);
  AnswerPlace(const AnswerPlace&) = delete;
  AnswerPlace& operator=(const AnswerPlace&) = delete;
  ~AnswerPlace();  // closes

  [[nodiscard]] std::string url() const;

  // Ends every connection and gives what came, in the order in which it came.
  [[nodiscard]] std::vector<SeenRequest> close();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace hallmark::runner
