// SPDX-License-Identifier: Apache-2.0
//
// The records of a run, packed small. Packed as text, most of a run would be what nobody can guess:
// ids, nonces, moments. They stand in columns of their own, as bytes; what lines have in common is
// kept once. `Lines` in base.js makes the lines again, each when it is looked at.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reports/page/packed.hpp"

namespace hallmark::reports::page {

// Numbers, to be packed by their bytes: the lowest of all, then the next of all, for the high ones
// of what is counted or measured are mostly alike.
class Numbers {
 public:
  void add(std::uint64_t number);
  // Below or above zero.
  void add_difference(std::int64_t number);
  // At most so many bytes are needed.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::uint64_t> numbers_;
  std::size_t size_ = 0;
};

class PackedLines {
 public:
  // A record as the run file has it: JSON without line ends or other control characters.
  void add(std::string_view line);

  // About how many bytes text() stands for by now.
  [[nodiscard]] std::size_t size() const;

  // The columns, one a line; nothing can be added afterwards.
  [[nodiscard]] std::string text();

 private:
  class Reading;

  // The same text once more has the same number.
  class Texts {
   public:
    std::uint64_t number_of(std::string_view text);
    Packed packed;

   private:
    std::unordered_map<std::string, std::uint64_t> known_;
    std::size_t known_bytes_ = 0;
    std::uint64_t count_ = 0;
  };

  // Nonces of one origin: the same tail behind numbers that go up.
  struct Origin {
    std::uint64_t number;
    std::int64_t last;
  };

  void add_nonce(const std::string& bytes);
  [[nodiscard]] std::array<const Numbers*, 8> numbers() const {
    return {&shape_, &text_, &origin_, &nonce_, &clock_, &moment_, &sent_, &took_};
  }

  Packed ids_;      // sixteen bytes each
  Packed origins_;  // the first nonce of each origin, sixteen bytes
  Packed names_;    // of instances
  Texts texts_, shapes_;
  // Of each record its shape; of what is in it, in its order, what the marks stand for.
  Numbers shape_, text_, origin_, nonce_, clock_, moment_, sent_, took_;
  std::unordered_map<std::string, Origin> known_origins_;
  std::int64_t last_clock_ = 0;
  std::int64_t last_begin_ = 0;
};

}  // namespace hallmark::reports::page
