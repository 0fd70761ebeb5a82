// SPDX-License-Identifier: Apache-2.0
#include "runner/target/secrets.hpp"

#include <cstring>

#include "runner/wire/percent_encoding.hpp"

namespace hallmark::runner {

void Secrets::add(std::string_view secret) {
  const std::size_t begun = begin();
  text_ += secret;
  end(begun);
}

void Secrets::add_percent_encoded(std::string_view secret) {
  const std::size_t begun = begin();
  append_percent_encode(text_, secret);
  end(begun);
}

std::vector<std::string> Secrets::all() const {
  std::vector<std::string> secrets;
  (void)any_of([&secrets](std::string_view secret) {
    secrets.emplace_back(secret);
    return false;
  });
  return secrets;
}

std::size_t Secrets::first_size(std::string_view text) {
  std::uint32_t size = 0;
  std::memcpy(&size, text.data(), head);
  return size;
}

std::size_t Secrets::begin() {
  constexpr std::size_t usual = 256;  // bytes of all
  if (text_.empty()) text_.reserve(usual);
  text_.append(head, '\0');
  return text_.size();
}

void Secrets::end(std::size_t begun) {
  const auto size = static_cast<std::uint32_t>(text_.size() - begun);
  std::memcpy(text_.data() + begun - head, &size, head);
}

}  // namespace hallmark::runner
