#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes the corpora anew:   sh fuzz/fuzzers/tools/renew_corpora.sh BUILD [SECONDS [NAME...]]
#
# BUILD is a build folder of the preset `fuzz`. Each fuzzer (or those named) runs for SECONDS (20) from
# its corpus and seeds; what is left is a set of inputs that covers the same code, however often, no
# input over 4 KiB. With 0 seconds the corpora are only reduced. Histories are kept as text, in
# NAME.histories, whose words stay what they are when a case is added; seeds.cpp makes bytes of them.
set -eu

corpora=$(CDPATH='' cd -- "$(dirname -- "$0")/../../corpus" && pwd)
build=$(CDPATH='' cd -- "$1" && pwd)
seconds=${2:-20}
[ $# -lt 2 ] || shift
shift

seeds=$build/fuzz/seeds
"$build/fuzz/fuzzers/fuzz_seeds" "$seeds"
[ $# -gt 0 ] || set -- $(cd "$seeds" && ls -d -- */ | tr -d /)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name; do
  fuzzer=$build/fuzz/fuzzers/fuzz_$name
  corpus=$corpora/$name
  mkdir -p "$corpus" "$work/$name/new" "$work/$name/least"
  cd "$work/$name"
  : >log
  if [ "$seconds" -gt 0 ] && ! "$fuzzer" "-dict=$seeds/$name.dict" "-max_total_time=$seconds" -max_len=1024 -timeout=60 \
    new "$corpus" "$seeds/$name" >log 2>&1; then
    grep -a -A 20 -E 'ERROR|property broken|runtime error' log >&2 || tail -n 20 log >&2
    echo "renew_corpora.sh: $name found something" >&2
    exit 1
  fi
  "$fuzzer" -set_cover_merge=1 -use_counters=0 -max_len=4096 least new "$corpus" "$seeds/$name" >merge.log 2>&1
  rm -rf "$corpus"
  echo "$name: $(find least -type f | wc -l) inputs, $(cat least/* | wc -c) bytes," \
    "$(grep -a -c NEW log || true) new while it ran"
  case $name in
    lifecycle) mv least histories ;;
    history)  # what begins with an h is text already, or none
      mkdir histories
      for input in least/*; do
        [ "$(head -c 1 "$input" | tr -d '\0')" = h ] || mv "$input" histories
      done
      mv least "$corpus"
      ;;
    *) mv least "$corpus" ;;
  esac
  [ ! -d histories ] || "$build/fuzz/fuzzers/fuzz_seeds" --as-text histories >"$corpora/$name.histories"
done
