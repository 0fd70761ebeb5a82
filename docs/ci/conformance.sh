#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The test of BUILD.bazel. TEST_SHARD_INDEX, TEST_TOTAL_SHARDS, TEST_SHARD_STATUS_FILE and
# XML_OUTPUT_FILE are Bazel's, and honoured.
cd "$(dirname "$0")" || exit 2
hallmark run --endpoint "$ENDPOINT" --wait 30s --known-failures known-failures.txt \
  --report "$TEST_UNDECLARED_OUTPUTS_DIR/part-${TEST_SHARD_INDEX:-0}.json"
