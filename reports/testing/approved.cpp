// SPDX-License-Identifier: Apache-2.0
#include "reports/testing/approved.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace hallmark::reports::testing {

void expect_approved(std::string_view name, std::string_view text) {
  const std::string path = std::string{HALLMARK_APPROVED_DIR "/"}.append(name);
  const char* approve = std::getenv("HALLMARK_APPROVE");
  if (approve != nullptr && std::string_view{approve} == "1") {
    std::ofstream out{path, std::ios::binary};
    out << text;
    ASSERT_TRUE(out.flush()) << path << " cannot be written";
    return;
  }
  std::ifstream in{path, std::ios::binary};
  ASSERT_TRUE(in) << path << " is missing: run with HALLMARK_APPROVE=1 to write it";
  std::ostringstream approved;
  approved << in.rdbuf();
  EXPECT_EQ(approved.str(), text) << "differs from " << path
                                  << "; if that is meant, run with HALLMARK_APPROVE=1";
}

}  // namespace hallmark::reports::testing
