// SPDX-License-Identifier: Apache-2.0
//
// The suite as a library: puts the cases to an endpoint, or to a function that is one, and says
// what each of them showed. Link Hallmark::suite.
//
//   const hallmark::Result result = hallmark::run({.endpoint = "http://127.0.0.1:8080"});
//   for (const hallmark::Outcome& one : result.outcomes) {
//     if (one.verdict == hallmark::Verdict::fail) std::puts(one.text.c_str());
//   }
//   std::puts(result.headline.c_str());
//   return result.exit_code;
//
// Words, levels and exit codes are those of `hallmark run`, and so are the defaults.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "hallmark/exchange.hpp"

namespace hallmark {

// Who is asked: a URL or a function, one of the two.
struct Target {
  std::string endpoint = {};  // http://HOST:PORT or https://...
  Handle handle = {};         // served on a free port of 127.0.0.1 while the suite runs
  // As `--fixtures` has it: a URL, exec:COMMAND, api, or a file; empty: /_fixtures of the endpoint.
  std::string fixtures = {};
  // Where no fixture hands a key out; the secret stands in HALLMARK_ACCESS_KEY_SECRET.
  std::string access_key_id = {};
  std::chrono::milliseconds timeout{10'000};  // for one exchange, at least 1 ms
  // Cases start, reboot and break instances: a host beyond this machine and private networks must
  // be named here.
  std::vector<std::string> allow_hosts = {};
};

struct Options {
  // Patterns over the addresses of cases, start-instance/precondition/running@post.json.v3: `*`
  // within a level, `**` across levels. Nothing selected: all. One that matches nothing is an
  // Error.
  std::vector<std::string> select = {}, skip = {};
  // What the target does not claim: v1 v3 xml json get post-query post-form dry-run,
  // fixture:CONDITION, names of actions.
  std::vector<std::string> without = {};
  std::string edition = "any";  // any, seeds, newest or yyyy-MM-dd
  bool all_variants = false;    // every method, format and signature
  unsigned depth = 2;           // how many things come together in a case, 1 to 3
  unsigned jobs = 32;           // cases under way at once, 1 to 1024
  bool strict = false;          // recommended and observed cases count like required ones
  // Files to write; the ending of each says its form: .xml .json .html .md .ctrf.json .svg.
  std::vector<std::string> reports = {};
};

enum class Verdict : std::uint8_t {
  pass,          // a documented answer, and its effect
  fail,          // the answer or the effect contradicts the documents
  inconclusive,  // it settles nothing: a case on which it stands failed, or the target cannot tell
  unsupported,   // the target or its fixtures do not claim it
  error,         // it could not be carried out
};

// What one case showed, in one variant.
struct Outcome {
  std::string address;  // what Options::select takes
  std::string level;    // required, recommended, observed or advice
  Verdict verdict = Verdict::pass;
  bool counts = false;  // a failure of it decides Result::exit_code
  std::string reason;   // one line; empty for a pass
  std::string text;     // of a failure the lines of a report: given, when, wanted, got
  std::chrono::microseconds took{0};
};

struct Result {
  std::vector<Outcome> outcomes;   // in the order of the library
  std::vector<std::string> notes;  // what a user should know: who could not be taken down, ...
  std::string headline;            // CONFORMANT, NOT CONFORMANT: 2 required cases failed, ...
  int exit_code = 2;               // 0 holds, 1 the target contradicts the documents, 2 no verdict
};

// Bad options, nobody who answers, no fixtures: one line that says what to do.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// The addresses of the cases that run() would put to a target that takes the base variants, in
// their order. Asks nobody. Throws Error.
[[nodiscard]] std::vector<std::string> addresses(const Options& options = {});

// Puts the cases to the target; takes about a second for 2,000 cases of a target that answers at
// once. Whoever does not answer is given up after a few looks. Throws Error. Not from two threads
// at a time.
[[nodiscard]] Result run(const Target& target, const Options& options = {});

}  // namespace hallmark
