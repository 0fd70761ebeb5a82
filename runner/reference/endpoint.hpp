// SPDX-License-Identifier: Apache-2.0
//
// The reference endpoint: an honest small ECS that speaks the fixture protocol, written from the
// documents. It knows no sockets: bytes in, an answer out. Switched-on defects break one promise
// each.
//
//   Endpoint endpoint;                                  // honest
//   Endpoint broken{{.defects = {"start-while-running"}}};
//   Endpoint sly{{.defects = {"start-while-running@after-reboot"}}};
//   HttpResponse answer = endpoint.handle(request);
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runner/reference/defects/defects.hpp"
#include "runner/reference/server/handler.hpp"

namespace hallmark::runner::reference {

class Watch;

// Safe to be called from any number of threads.
class Endpoint final : public Handler {
 public:
  struct Account {
    std::string access_key_id;
    std::string access_key_secret;
  };

  struct Options {
    std::vector<std::string> defects;  // FAULT or FAULT@TRIGGER
    // The endpoint's idea of time; empty: the system's clock.
    std::function<std::chrono::system_clock::time_point()> clock;
    // It answers as the pages of that day have it; absent: as the five documents do.
    std::optional<std::chrono::year_month_day> day;
    // Takes no Boolean and no timestamp but as the documents write them.
    bool strict_parsing = false;
    // How long each transition takes of an instance that RunInstances made.
    std::chrono::milliseconds settle{50};
    // Fixtures beyond this number are refused until others are deleted.
    std::size_t max_worlds = 100000;
    // The account that exists without a fixture; absent: made up at random.
    std::optional<Account> account;
    // Is told which faults each call asked for, and must outlive the endpoint; null: nobody is.
    Watch* watch = nullptr;
  };

  Endpoint();
  // Throws std::invalid_argument, naming it, if a defect or its trigger is unknown.
  explicit Endpoint(Options options);
  ~Endpoint() override;

  // Any bytes in, an answer out. Never throws.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request) noexcept override;

  // May use every action; has no instance until RunInstances makes one.
  [[nodiscard]] Account default_account() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hallmark::runner::reference
