// SPDX-License-Identifier: Apache-2.0
#include "runner/reference/answers/quotes.hpp"

#include <gtest/gtest.h>

namespace hallmark::runner::reference {
namespace {

constexpr Quote own{403, "DiskError", "IncorrectDiskStatus"};

TEST(Cause, QuotesTheRowOfItsReason) {
  const Cause cause = Reason::disk_error;
  EXPECT_EQ(&cause.quoted(), &quote(Reason::disk_error));
  EXPECT_EQ(cause, Reason::disk_error);
}

TEST(Cause, QuotesARowOfTheActionsOwnPage) {
  const Cause cause = own;
  EXPECT_EQ(&cause.quoted(), &own);
  EXPECT_NE(cause, Reason::disk_error);
}

}  // namespace
}  // namespace hallmark::runner::reference
