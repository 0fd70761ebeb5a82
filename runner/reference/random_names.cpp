// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/random_names.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view lower_case_and_digits = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view hex_digits = "0123456789abcdef";

// Bytes that nobody can guess, each wiped as it is taken. Many are drawn at once, since a draw
// costs the same for few: a draw for each name makes 6 in 100 of a run's instructions
// (`valgrind --tool=callgrind hallmark run`).
class SecretBytes {
 public:
  unsigned char next() {
    if (left_ == 0) refill();
    return std::exchange(pool_[--left_], 0);
  }

 private:
  void refill() {
    if (RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) != 1) {
      throw std::runtime_error{"no randomness"};
    }
    left_ = pool_.size();
  }

  std::array<unsigned char, 4096> pool_{};
  std::size_t left_ = 0;
};

thread_local SecretBytes secret;

template <const std::string_view& alphabet>
std::string random_name(std::string_view prefix, std::size_t length) {
  constexpr std::size_t fair = 256 - 256 % alphabet.size();  // above it, some would be likelier
  std::string name(prefix.size() + length, '\0');
  char* at = std::copy(prefix.begin(), prefix.end(), name.data());
  while (at != name.data() + name.size()) {
    if (const unsigned char byte = secret.next(); byte < fair) {
      *at++ = alphabet[byte % alphabet.size()];
    }
  }
  return name;
}

}  // namespace

std::string new_access_key_id() { return random_name<letters_and_digits>("LTAI", 20); }
std::string new_access_key_secret() { return random_name<letters_and_digits>("", 30); }
std::string new_instance_id() { return random_name<lower_case_and_digits>("i-bp1", 17); }
std::string new_fixture_id() { return random_name<hex_digits>("", 32); }

std::string new_request_id() {
  constexpr std::string_view digits = "0123456789ABCDEF";
  thread_local std::mt19937_64 generator{[] {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
  }()};
  std::string id = "00000000-0000-0000-0000-000000000000";
  std::uint64_t bits = 0;
  int left = 0;
  for (char& letter : id) {
    if (letter == '-') continue;
    if (left == 0) {
      bits = generator();
      left = 16;
    }
    letter = digits[bits & 0x0F];
    bits >>= 4;
    --left;
  }
  return id;
}

}  // namespace hallmark::runner::reference
