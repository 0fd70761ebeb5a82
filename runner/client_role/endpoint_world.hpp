// SPDX-License-Identifier: Apache-2.0
//
// An instance at a reference endpoint of its own, for a client that is to see what happens to it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "runner/reference/endpoint.hpp"

namespace hallmark::runner {

class EndpointWorld {
 public:
  // A Stopped instance, of which an accepted call settles at once.
  void build();

  [[nodiscard]] reference::Handler* endpoint() const { return endpoint_.get(); }

  // The instance and the region in the place of "<instance>" and "<region>".
  void fill_in(std::string& text) const;

  // Of an answer's bytes, XML or JSON; empty where there is none.
  [[nodiscard]] static std::string request_id_in(std::string_view answer);

  std::string access_key_id, access_key_secret, instance, region;

 private:
  std::unique_ptr<reference::Endpoint> endpoint_;
};

}  // namespace hallmark::runner
