// SPDX-License-Identifier: Apache-2.0
//
// Makes a fuzzer of an endpoint that is a function, led by coverage, with the suite's histories of
// calls, its model of what the documents let an instance do, and its checkers. The function speaks
// the fixture protocol as well, under /_fixtures. Link Hallmark::fuzz: with clang it brings
// libFuzzer.
//
//   hallmark::Response handle(const hallmark::Request& request);
//   HALLMARK_FUZZ_ENDPOINT(handle)
//
// What the endpoint does not have, and so is not asked for, follows in the words of `hallmark fuzz
// --without`: v1 v3 xml json get post-query post-form dry-run, fixture:CONDITION, names of actions.
//
//   HALLMARK_FUZZ_ENDPOINT(handle, "v1", "xml", "ReactivateInstances")
//
// A finding is printed on stderr, with the history as text, and ends the program; the engine keeps
// the input. Where a world cannot be staged nothing is judged, and the first reason why is printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hallmark/exchange.hpp"

namespace hallmark {

// An endpoint that is fuzzed.
class FuzzedEndpoint {
 public:
  // Throws std::invalid_argument where `without` has a word that means nothing.
  FuzzedEndpoint(Handle handle, std::vector<std::string> without);
  ~FuzzedEndpoint();
  FuzzedEndpoint(const FuzzedEndpoint&) = delete;
  FuzzedEndpoint& operator=(const FuzzedEndpoint&) = delete;

  // Plays the history that these bytes are. Any bytes are one, of at most 32 calls.
  void play(const std::uint8_t* data, std::size_t size);

  // As LLVMFuzzerCustomMutator and LLVMFuzzerCustomCrossOver want it: histories, changed and
  // crossed.
  static std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t max_size,
                            unsigned seed);
  static std::size_t cross(const std::uint8_t* left, std::size_t left_size,
                           const std::uint8_t* right, std::size_t right_size, std::uint8_t* out,
                           std::size_t max_size, unsigned seed);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hallmark

#define HALLMARK_FUZZ_ENDPOINT(endpoint, ...)                                                 \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {         \
    static hallmark::FuzzedEndpoint fuzzed{(endpoint), {__VA_ARGS__}};                        \
    fuzzed.play(data, size);                                                                  \
    return 0;                                                                                 \
  }                                                                                           \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,        \
                                                 std::size_t max_size, unsigned seed) {       \
    return hallmark::FuzzedEndpoint::mutate(data, size, max_size, seed);                      \
  }                                                                                           \
  extern "C" std::size_t LLVMFuzzerCustomCrossOver(                                           \
      const std::uint8_t* left, std::size_t left_size, const std::uint8_t* right,             \
      std::size_t right_size, std::uint8_t* out, std::size_t max_size, unsigned seed) {       \
    return hallmark::FuzzedEndpoint::cross(left, left_size, right, right_size, out, max_size, \
                                           seed);                                             \
  }
