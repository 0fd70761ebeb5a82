// SPDX-License-Identifier: Apache-2.0
#include "cases/expectation.hpp"

#include <gtest/gtest.h>

namespace hallmark::cases {
namespace {

TEST(LocalDiskData, IsFoundByItsName) {
  EXPECT_EQ(name_of(LocalDiskData::kept), "kept");
  EXPECT_EQ(name_of(LocalDiskData::lost), "lost");
  for (const LocalDiskData data : {LocalDiskData::kept, LocalDiskData::lost}) {
    EXPECT_EQ(local_disk_data_named(name_of(data)), data);
  }
  for (const char* other : {"", "Kept", "lost ", "none"}) {
    EXPECT_EQ(local_disk_data_named(other), std::nullopt) << other;
  }
}

TEST(LastStop, IsFoundByItsName) {
  EXPECT_EQ(name_of(LastStop::none), "none");
  EXPECT_EQ(name_of(LastStop::graceful), "graceful");
  EXPECT_EQ(name_of(LastStop::forced), "forced");
  for (const LastStop stop : {LastStop::none, LastStop::graceful, LastStop::forced}) {
    EXPECT_EQ(last_stop_named(name_of(stop)), stop);
  }
  for (const char* other : {"", "Forced", "force", "kept"}) {
    EXPECT_EQ(last_stop_named(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace hallmark::cases
