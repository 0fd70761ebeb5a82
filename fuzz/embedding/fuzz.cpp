// SPDX-License-Identifier: Apache-2.0
#include "hallmark/fuzz.hpp"

#include <utility>

#include "fuzz/fuzzers/endpoint_fuzzer.hpp"

namespace hallmark {
namespace {

fuzz::Handle answered_by(Handle handle) {
  return [handle = std::move(handle)](const runner::HttpRequest& request) {
    Response response = handle({request.method, request.target, request.headers, request.body});
    runner::HttpReply reply;
    reply.status = response.status;
    reply.headers = std::move(response.headers);
    reply.body = std::move(response.body);
    return reply;
  };
}

}  // namespace

struct FuzzedEndpoint::Parts {
  fuzz::Player player;
};

FuzzedEndpoint::FuzzedEndpoint(Handle handle, std::vector<std::string> without)
    : parts_{new Parts{fuzz::Player{fuzz::PlayTarget{.handle = answered_by(std::move(handle)),
                                                     .without = std::move(without)}}}} {}

FuzzedEndpoint::~FuzzedEndpoint() = default;

void FuzzedEndpoint::play(const std::uint8_t* data, std::size_t size) {
  fuzz::play_or_abort(parts_->player, fuzz::decode({data, size}));
}

std::size_t FuzzedEndpoint::mutate(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                   unsigned seed) {
  return fuzz::mutate_bytes(data, size, max_size, seed);
}

std::size_t FuzzedEndpoint::cross(const std::uint8_t* left, std::size_t left_size,
                                  const std::uint8_t* right, std::size_t right_size,
                                  std::uint8_t* out, std::size_t max_size, unsigned seed) {
  return fuzz::cross_bytes({left, left_size}, {right, right_size}, out, max_size, seed);
}

}  // namespace hallmark
