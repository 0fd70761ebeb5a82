// SPDX-License-Identifier: Apache-2.0
//
// What a case showed, in little room: while it waits for its second look, where thousands do at
// once. One request is much like another, and so are answers: packed they take a sixth.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "reports/evidence.hpp"

namespace hallmark::runner {

class EvidencePacker {
 public:
  EvidencePacker();
  ~EvidencePacker();
  EvidencePacker(const EvidencePacker&) = delete;
  EvidencePacker& operator=(const EvidencePacker&) = delete;

  // Takes the calls out of the evidence, and the looks before and behind them.
  [[nodiscard]] std::string pack(reports::Evidence& evidence);

  // Puts back what this packer took.
  void unpack(std::string_view packed, reports::Evidence& evidence);

 private:
  struct Streams;
  std::unique_ptr<Streams> streams_;
  std::string example_;  // what came first, to which the rest is likened
};

}  // namespace hallmark::runner
