// SPDX-License-Identifier: Apache-2.0
//
// Which part of the cases this process runs: --shard, or what the CI system says in the
// environment.
#pragma once

#include <string>

namespace hallmark::runner {

struct Shard {
  unsigned index = 1;  // from 1
  unsigned total = 1;
};

// `option` is I/N, I from 1, or empty. Then, in this order, the environment is asked:
// HALLMARK_SHARD_INDEX (from 1) with HALLMARK_SHARD_TOTAL; TEST_SHARD_INDEX (from 0) with
// TEST_TOTAL_SHARDS; GTEST_SHARD_INDEX (from 0) with GTEST_TOTAL_SHARDS; JOB_COMPLETION_INDEX (from
// 0) with HALLMARK_SHARD_TOTAL. Touches TEST_SHARD_STATUS_FILE. Throws UsageError.
[[nodiscard]] Shard find_shard(const std::string& option);

}  // namespace hallmark::runner
