// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes parse_url().
//
// Holds for every URL that is taken: put together again from its parts it is taken and has the same
// parts; and none of them could break out of a request's first line or its Host header.
#include "runner/wire/http/url.hpp"

#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/base/splice.hpp"

namespace {

using namespace hallmark;
using runner::Url;

runner::Result<Url> under_test(std::string_view text) {
  auto url = runner::parse_url(text);
  if (!url) return url;
  if (fuzz::planted("url/port-of-the-scheme") && url->port == "8080") url->port = "80 ";
  if (fuzz::planted("url/bare-ipv6") && url->host.find(':') != url->host.npos) url->host += '%';
  return url;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto url = under_test(fuzz::text_of(data, size));
  if (!url) {
    fuzz::require(!url.error().what.empty(), "a refusal says why");
    return 0;
  }
  fuzz::require(url->path.starts_with('/'), "a path starts at the root");
  const std::string text = (url->tls ? "https://" : "http://") + url->host_header() + url->path;
  for (const char c : text) {
    fuzz::require(static_cast<unsigned char>(c) > 0x20 && c != 0x7f,
                  "no blank, no control character");
  }
  const int port = std::atoi(url->port.c_str());
  fuzz::require(port > 0 && port < 65536 && std::to_string(port) == url->port,
                "a port is a number");
  const auto again = runner::parse_url(text);
  fuzz::require(again.has_value() && *again == *url, "put together again it is the same URL");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  static constexpr std::string_view pieces[] = {
      "http://", "https://", "a", "127.0.0.1", "[::1]", "[fe80::1%25x]", ":8080", ":",
      "0",       "@",        "/", "..",        "%2F",   "?b=c",          "#d"};
  return hallmark::fuzz::splice({"http://a", ":/[]@?#%", pieces}, data, size, max_size, seed);
}
