#!/bin/bash -eu
# SPDX-License-Identifier: Apache-2.0
#
# Builds every fuzzer as OSS-Fuzz and ClusterFuzzLite ask for it. Reads $CXX, $CXXFLAGS,
# $LIB_FUZZING_ENGINE, $SRC, $OUT and $WORK ($CC and $CFLAGS are for C, and there is none); the sources
# are $SRC/hallmark and $SRC/pugixml. For each fuzzer NAME it leaves in $OUT: NAME,
# NAME_seed_corpus.zip, NAME.dict and NAME.options. What is under test of C++ libraries is compiled
# from source with the flags given; OpenSSL, nettle and expat are linked statically, as they were
# installed.
#
#   build.sh [NAME...]     those fuzzers alone; all of them without a name

build=$WORK/hallmark
pugixml=
[ ! -d "$SRC/pugixml/src" ] || pugixml=$SRC/pugixml/src
# A build type that CMake does not know adds no flags of its own.
cmake -S "$SRC/hallmark" -B "$build" -G Ninja \
  -D CMAKE_BUILD_TYPE=Fuzzing \
  -D CMAKE_CXX_COMPILER="$CXX" \
  -D CMAKE_CXX_FLAGS="$CXXFLAGS" \
  -D HALLMARK_FUZZING_ENGINE="$LIB_FUZZING_ENGINE" \
  -D HALLMARK_JEMALLOC=OFF \
  -D HALLMARK_PUGIXML_SOURCE="$pugixml" \
  -D HALLMARK_TESTS=OFF \
  -D OPENSSL_USE_STATIC_LIBS=ON
if [ $# -gt 0 ]; then
  cmake --build "$build" --target fuzz_seeds "${@/#/fuzz_}"
else
  cmake --build "$build" --target fuzz_seeds hallmark_fuzzers
fi
# Seeds are looked at by the engine, not by a sanitizer that this program would have to please.
seeds=$build/fuzz/seeds
ASAN_OPTIONS=detect_leaks=0 "$build/fuzz/fuzzers/fuzz_seeds" "$seeds"

for program in "$build"/fuzz/fuzzers/fuzz_*; do
  name=${program##*/fuzz_}
  if [ "$name" = seeds ] || [ ! -f "$program" ] || [ ! -x "$program" ]; then continue; fi
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  cp "$program" "$OUT/$name"
  folders=()
  for folder in "$SRC/hallmark/fuzz/corpus/$name" "$seeds/$name"; do
    [ ! -d "$folder" ] || folders+=("$folder")
  done
  rm -f "$OUT/${name}_seed_corpus.zip"
  find "${folders[@]}" -type f -print | sort | zip -q -j -@ "$OUT/${name}_seed_corpus.zip"
  cp "$seeds/$name.dict" "$OUT/$name.dict"
  longest=$(find "${folders[@]}" -type f -printf '%s\n' | sort -n | tail -n 1)
  {
    printf '[libfuzzer]\nmax_len = %d\ntimeout = 25\n' $((longest > 4096 ? longest : 4096))
    # Its endpoint lives on from input to input; a search for leaks behind each takes nine tenths of
    # the time.
    [ "$name" != lifecycle ] || printf '[asan]\ndetect_leaks = 0\n'
  } >"$OUT/$name.options"
done
