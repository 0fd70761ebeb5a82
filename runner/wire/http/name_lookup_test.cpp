// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/http/name_lookup.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallmark::runner {
namespace {

using ::testing::ElementsAre;

// An empty system has no file that names this machine, and asks its name server.
TEST(NameLookup, KnowsThisMachineWithoutAsking) {
  for (const char* host : {"localhost", "LocalHost", "LOCALHOST."}) {
    const auto lookup = look_up(host);
    ASSERT_TRUE(lookup->done) << host;
    EXPECT_FALSE(lookup->error) << host;
    EXPECT_THAT(lookup->addresses, ElementsAre("::1", "127.0.0.1")) << host;
  }
}

}  // namespace
}  // namespace hallmark::runner
