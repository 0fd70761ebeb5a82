// SPDX-License-Identifier: Apache-2.0
#include "runner/target/built_request.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include "runner/wire/redact.hpp"

namespace hallmark::runner {
namespace {

constexpr std::size_t kept_of_a_request = 16U << 10U;
constexpr std::size_t shortest_secret = 4;

// As find(), but in one pass however often the first letter occurs.
std::size_t position(const std::string& text, std::string_view what, std::size_t from) {
  if (from >= text.size()) return std::string::npos;
  const void* found = ::memmem(text.data() + from, text.size() - from, what.data(), what.size());
  return found == nullptr ? std::string::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// What follows the name of a credential and shows nothing: a value struck out, or another name.
bool is_harmless(std::string_view rest) {
  for (const std::string_view start :
       {"=***", "Method", "Nonce", "Version", "KeyId=***", "-nonce"}) {
    if (rest.starts_with(start)) return true;
  }
  return false;
}

// What credentials are called, without a first letter that may be of either case.
constexpr std::array<std::string_view, 6> credential_names = {"ignature",  "IGNATURE", "ccess",
                                                              "redential", "oken",     "ecret"};

// Whether `text` may hold one of credential_names: each has three letters in it that seldom stand
// side by side. Looks at all of them without a branch, which the processor does sixteen at a time.
constexpr bool may_name_credentials(std::string_view text) {
  unsigned found = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const char one = text[i];
    const char two = text[i + 1];
    const char three = text[i + 2];
    found |= static_cast<unsigned>((one == 'g') & (two == 'n') & (three == 'a')) |
             static_cast<unsigned>((one == 'G') & (two == 'N') & (three == 'A')) |
             static_cast<unsigned>((one == 'c') & ((two == 'c') | (two == 'r')) & (three == 'e')) |
             static_cast<unsigned>((one == 'i') & (two == 'a') & (three == 'l')) |
             static_cast<unsigned>((one == 'o') & (two == 'k') & (three == 'e'));
  }
  return found != 0;
}

static_assert(std::ranges::all_of(credential_names, may_name_credentials));

bool holds_secret(const std::string& text, const BuiltRequest& request) {
  return request.secrets.any_of([&text](std::string_view secret) {
    return secret.size() >= shortest_secret && position(text, secret, 0) != std::string::npos;
  });
}

// Our own secrets are known, and nearly every text holds them as they are or not at all.
void strike_secrets(std::string& text, const BuiltRequest& request) {
  (void)request.secrets.any_of([&text](std::string_view secret) {
    if (secret.size() < shortest_secret) return false;
    for (std::size_t at = position(text, secret, 0); at != std::string::npos;
         at = position(text, secret, at + struck_out.size())) {
      text.replace(at, secret.size(), struck_out);
    }
    return false;
  });
}

}  // namespace

std::string shown(const BuiltRequest& request) {
  std::string text = raw_request(request.http);
  if (request.as_usual) {
    strike_secrets(text, request);
  } else {
    text = strike_out(std::move(text), request);
  }
  if (text.size() > kept_of_a_request) {
    text.resize(kept_of_a_request);
    text += "...";
  }
  return text;
}

std::string strike_out(std::string text, const BuiltRequest& request) {
  if (text.size() < shortest_secret) return text;
  strike_secrets(text, request);
  if (!may_name_credentials(text)) return text;
  // Names of credentials that are still followed by a value are left to the thorough way.
  for (const std::string_view name : credential_names) {
    for (std::size_t at = position(text, name, 0); at != std::string::npos;
         at = position(text, name, at + 1)) {
      if (!is_harmless(std::string_view{text}.substr(at + name.size()))) {
        return redact(text, request.secrets.all());
      }
    }
  }
  return text;
}

void strike_out(HttpReply& reply, const BuiltRequest& request) {
  // Nearly every answer shows nothing, and one search through all of it says so.
  thread_local std::string all;
  all.clear();
  for (const auto& [name, value] : reply.headers) all.append(value).push_back('\n');
  all += reply.body;
  const bool clean = !may_name_credentials(all) && !holds_secret(all, request);
  if (all.capacity() > kept_of_a_request) std::string{}.swap(all);
  if (clean) return;
  for (auto& [name, value] : reply.headers) value = strike_out(std::move(value), request);
  reply.body = strike_out(std::move(reply.body), request);
}

}  // namespace hallmark::runner
