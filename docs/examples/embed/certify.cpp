// SPDX-License-Identifier: Apache-2.0
//
// certify [URL]: puts the suite to the endpoint at URL, or to the function beside it.
#include <cstdio>
#include <hallmark/suite.hpp>

hallmark::Response handle(const hallmark::Request& request);

// Of a small endpoint: what it has.
const hallmark::Options options{.select = {"start-instance/**"},
                                .without = {"DescribeInstances", "DescribeInstanceStatus"}};

int main(int argc, char** argv) {
  hallmark::Target target;
  if (argc > 1) {
    target.endpoint = argv[1];
  } else {
    target.handle = handle;
  }
  try {
    const hallmark::Result result = hallmark::run(target, options);
    for (const hallmark::Outcome& one : result.outcomes) {
      if (one.verdict == hallmark::Verdict::fail) {
        std::printf("FAIL  %s\n%s\n", one.address.c_str(), one.text.c_str());
      }
    }
    std::printf("%s\n", result.headline.c_str());
    return result.exit_code;
  } catch (const hallmark::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
