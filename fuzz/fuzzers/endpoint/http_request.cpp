// SPDX-License-Identifier: Apache-2.0
//
// Fuzzes the reference endpoint with the text of an HTTP request; no socket.
//
// Holds for every request outside of the fixture protocol: no 5xx, and an envelope with RequestId.
#include "fuzz/fuzzers/base/fuzzer.hpp"
#include "fuzz/fuzzers/base/planted.hpp"
#include "fuzz/fuzzers/base/splice.hpp"
#include "fuzz/fuzzers/endpoint/envelope.hpp"
#include "runner/reference/endpoint.hpp"
#include "runner/reference/request/request.hpp"
#include "runner/reference/worlds/fixtures.hpp"

namespace {

using namespace hallmark;
namespace reference = runner::reference;

reference::HttpRequest request_in(std::string_view text) {
  reference::HttpRequest request;
  std::string_view first = fuzz::take_line(text);
  if (first.ends_with('\r')) first.remove_suffix(1);
  request.method = first.substr(0, first.find(' '));
  first.remove_prefix(std::min(first.size(), request.method.size() + 1));
  request.target = first.substr(0, first.find(' '));
  while (!text.empty()) {
    std::string_view line = fuzz::take_line(text);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) break;
    const std::string_view name = line.substr(0, line.find(':'));
    line.remove_prefix(std::min(line.size(), name.size() + 1));
    while (line.starts_with(' ')) line.remove_prefix(1);
    request.headers.emplace_back(name, line);
  }
  request.body = text;
  return request;
}

reference::HttpResponse under_test(const reference::HttpRequest& request) {
  static reference::Endpoint endpoint{
      {.defects = {},
       .clock = [] { return std::chrono::system_clock::time_point{}; },
       .max_worlds = 10,
       .account = {{"LTAI5tFuzz", "secret"}}}};
  reference::HttpResponse answer = endpoint.handle(request);
  if (fuzz::planted("http_request/500-for-broken-percent") &&
      request.target.find("%%") != request.target.npos) {
    answer.status = 500;
  }
  if (fuzz::planted("http_request/no-body-for-head") && request.method == "HEAD")
    answer.body.clear();
  if (fuzz::planted("http_request/echoes-unescaped") && request.target.starts_with("/<")) {
    answer.body += request.target;
  }
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const reference::HttpRequest request = request_in(fuzz::text_of(data, size));
  if (reference::is_fixture_path(reference::split_target(request.target).path)) return 0;
  fuzz::require_envelope(under_test(request));
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  static constexpr std::string_view pieces[] = {
      "GET",
      "POST",
      "HEAD",
      " ",
      "/",
      "<",
      "%",
      "%2F",
      "+",
      "&a=b",
      "?",
      "Format=JSON&",
      "Action=StartInstance&",
      "\r\n",
      "A: b\r\n",
      "x-acs-action: StartInstance\r\n",
      "Content-Type: application/x-www-form-urlencoded\r\n",
      "\r\n\r\n",
      "c"};
  return hallmark::fuzz::splice({"GET /?a=b HTTP/1.1\r\n\r\n", " /?&=%\r\n:", pieces}, data, size,
                                max_size, seed);
}
