#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the whole-way benchmarks and prints how they stand to each other:
#
#     sh runner/bench/compare.sh BUILD_FOLDER
#
# judged:raw   a judged run to the same requests, signed beforehand and not judged, on the wire of a
#              run; over the TCP loopback where HALLMARK_BENCH_TCP is set
# judged:wrk   the same to one request again and again by wrk, which neither signs nor reads an answer
# raw:wrk      one request again and again over TCP, by our client and by wrk (where it is installed)
set -eu
bench=${1:?the build folder is missing}/runner/bench/hallmark_bench
"$bench" --benchmark_filter='judged|raw|one_request' --benchmark_format=csv |
  awk -F, '
    /^name,/ { for (i = 1; i <= NF; i++) if ($i == "\"exchanges/s\"") column = i; next }
    column {
      name = $1; gsub(/"/, "", name); sub(/\/.*/, "", name)
      if ($column > 0) { rate[name] = $column; printf "%-28s %9.0f exchanges/s\n", name, $column }
      else printf "%-28s not measured\n", name
    }
    function ratio(name, of, to) {
      if (rate[of] && rate[to]) printf "%-28s %9.2f\n", name, rate[of] / rate[to]
      else printf "%-28s not measured\n", name
    }
    END {
      ratio("judged:raw", "judged_run", "raw_ceiling")
      ratio("judged:wrk", "judged_run", "one_request_by_wrk")
      ratio("raw:wrk", "one_request_by_our_client", "one_request_by_wrk")
    }'
