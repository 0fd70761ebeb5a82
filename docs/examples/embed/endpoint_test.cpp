// SPDX-License-Identifier: Apache-2.0
//
// Every case of the suite that the endpoint claims, as a test of GoogleTest.
#include <gtest/gtest.h>

#include <hallmark/gtest.hpp>

hallmark::Response handle(const hallmark::Request& request);

// Of a small endpoint: what it has.
const hallmark::Options options{.select = {"start-instance/precondition/**"},
                                .without = {"DescribeInstances", "DescribeInstanceStatus"}};

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  hallmark::register_tests({.handle = handle}, options);
  return RUN_ALL_TESTS();
}
