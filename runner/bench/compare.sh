#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the whole-way benchmarks in turns and prints how their medians stand to each other:
#
#     sh runner/bench/compare.sh BUILD_FOLDER [ROUNDS]     (7 rounds, about two minutes)
#
# judged:raw/tcp    a judged run to the same requests, signed beforehand and not judged, by the same
#                   client over the TCP loopback
# judged:raw/pairs  the same on the wire of `hallmark run`: pairs of sockets, with no TCP in between
# campaign:raw/tcp  a campaign's requests, worlds and looks among them, to those that the client can
#                   send
# judged/tcp:wrk    a judged run to one request again and again by wrk, which neither signs nor reads
#                   an answer (where it is installed)
# raw:wrk           one request again and again over TCP, by our client and by wrk
set -eu
bench=${1:?the build folder is missing}/runner/bench/hallmark_bench
"$bench" --benchmark_filter='judged|raw|campaign|one_request' --benchmark_format=csv \
  --benchmark_repetitions="${2:-7}" --benchmark_enable_random_interleaving=true |
  awk -F, '
    /^name,/ { for (i = 1; i <= NF; i++) if ($i == "\"exchanges/s\"") column = i; next }
    column && $1 ~ /_median"$/ {
      name = $1; gsub(/"|\/iterations.*/, "", name)
      if ($column > 0) { rate[name] = $column; printf "%-28s %9.0f exchanges/s\n", name, $column }
      else printf "%-28s not measured\n", name
    }
    function ratio(name, of, to) {
      if (rate[of] && rate[to]) printf "%-28s %9.2f\n", name, rate[of] / rate[to]
      else printf "%-28s not measured\n", name
    }
    END {
      ratio("judged:raw/tcp", "judged_run/tcp", "raw_ceiling/tcp")
      ratio("judged:raw/pairs", "judged_run/pairs", "raw_ceiling/pairs")
      ratio("campaign:raw/tcp", "campaign/tcp", "raw_ceiling/tcp")
      ratio("judged/tcp:wrk", "judged_run/tcp", "one_request_by_wrk")
      ratio("raw:wrk", "one_request_by_our_client", "one_request_by_wrk")
    }'
