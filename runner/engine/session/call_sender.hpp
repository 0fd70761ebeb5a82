// SPDX-License-Identifier: Apache-2.0
//
// Sending the calls of a case, each as it wants to travel and at its moment.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "runner/engine/session/effect_look.hpp"
#include "runner/engine/session/scene.hpp"

namespace hallmark::runner {

class CallSender {
 public:
  CallSender(Scene& scene, EffectLook& effect);

  // One after the other; ends early where a later one cannot be sent at its moment.
  [[nodiscard]] boost::asio::awaitable<void> send_all();

 private:
  [[nodiscard]] BuiltRequest build(std::size_t at) const;
  [[nodiscard]] cases::Variant variant_of(const cases::Call& call) const;
  [[nodiscard]] bool claimed(cases::Variant variant) const;
  [[nodiscard]] HttpRequest take(BuiltRequest& request, std::string& text) const;
  void keep(std::size_t at, int copy, const BuiltRequest& request, Answered answered);
  [[nodiscard]] boost::asio::awaitable<void> send_one(std::size_t at);
  [[nodiscard]] boost::asio::awaitable<void> send_on_one_connection(std::size_t at,
                                                                    std::size_t end);
  [[nodiscard]] boost::asio::awaitable<void> send_at_once(std::size_t at, std::size_t end);

  Scene& scene_;
  EffectLook& effect_;
  const std::vector<cases::Call>& calls_;
  std::vector<BuiltRequest> built_ = {};  // by call
  bool replays_;
  bool last_accepted_ = false;
};

}  // namespace hallmark::runner
