// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/random_names.hpp"

#include <openssl/rand.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string_view>

namespace hallmark::runner::reference {
namespace {

constexpr std::string_view lower_case_and_digits = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view hex_digits = "0123456789abcdef";

// Bytes that nobody can guess.
unsigned char secret_byte() {
  thread_local unsigned char pool[256];
  thread_local std::size_t used = sizeof pool;
  if (used == sizeof pool) {
    if (RAND_bytes(pool, sizeof pool) != 1) throw std::runtime_error{"no randomness"};
    used = 0;
  }
  return pool[used++];
}

std::string random_name(std::string_view prefix, std::string_view alphabet, std::size_t length) {
  const std::size_t fair = 256 - 256 % alphabet.size();  // above it, some letters would be likelier
  std::string name{prefix};
  while (name.size() < prefix.size() + length) {
    if (const unsigned char byte = secret_byte(); byte < fair)
      name += alphabet[byte % alphabet.size()];
  }
  return name;
}

}  // namespace

std::string new_access_key_id() { return random_name("LTAI", letters_and_digits, 20); }
std::string new_access_key_secret() { return random_name("", letters_and_digits, 30); }
std::string new_instance_id() { return random_name("i-bp1", lower_case_and_digits, 17); }
std::string new_fixture_id() { return random_name("", hex_digits, 32); }

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
