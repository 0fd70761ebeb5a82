#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# From a bare Debian 12 to a verdict. Each command installs through apt what is missing, builds a
# Release in build/ and says nothing about what stands already.
#
#   sh cmake/dev.sh run [ARG...]   runs `hallmark run ARG...` in the caller's folder
#   sh cmake/dev.sh test           runs every test; CTest's summary comes last
#   sh cmake/dev.sh packages [GROUP...]
#                                  only installs, for builds of one's own (see CMakePresets.json):
#                                  what the tests need, and further groups of cmake/packages.txt
#
# Our own lines go to stderr, so that stdout is the program's. The exit code is the program's;
# 2 where there is none, because something could not be installed or built.
# Lists of words are strings here, split on purpose:
# shellcheck disable=SC2086
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
build=$root/build
log=$build/dev.log

say() {
  printf 'dev.sh: %s\n' "$*" >&2
}

give_up() {
  say "$*"
  exit 2
}

# logged COMMAND...: runs it in silence; shows what it printed only if it fails.
logged() {
  "$@" >"$log" 2>&1 </dev/null && return
  cat "$log" >&2
  return 1
}

has() {
  command -v "$1" >/dev/null 2>&1
}

installed() {
  [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The packages of cmake/packages.txt, of the groups named, that are not there. Debian 12 has some under names
# with a version, later systems (Debian 13, Ubuntu 24.04) without.
lacking() {
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)
  while read -r group package later found; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    [ "$codename" = bookworm ] || [ "$later" = - ] || package=$later
    case $found in
      command:c++*) has "${CXX:-c++}" ;;
      command:*) found=${found#command:} && has "${found%% *}" ;;
      *) installed "$package" ;;
    esac || printf ' %s' "$package"
  done <"$root/cmake/packages.txt"
}

# need GROUP...: installs what is lacking. Debian's plain libboost-dev is 1.74 and cannot stand
# beside 1.81: --no-remove makes apt refuse instead of taking it away from another project.
need() {
  has apt-get && has dpkg-query || return 0  # not Debian: CMake will name what is missing
  missing=$(lacking "$@")
  [ -n "$missing" ] || return 0

  install="install --yes --no-install-recommends --no-remove$missing"
  as_root=
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || give_up "packages are missing that only an administrator can install, with: apt-get $install"
    as_root=sudo
  fi
  say "installing with apt-get:$missing"
  apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq"
  logged $apt update || say "apt-get update failed; trying with the package lists that are there"
  logged $apt $install || give_up "could not install; an administrator can, with: apt-get $install"
}

# Makes build/; gives up where it, or what is in it, belongs to somebody else.
open_build() {
  for file in "$build" "$build/dev.log" "$build/dev.lock" "$build/build.ninja"; do
    [ -e "$file" ] || file=$(dirname -- "$file")
    [ -w "$file" ] || give_up "cannot write to $file, which belongs to $(stat -c %U "$file"), and you are" \
      "$(id -un): make a checkout of your own, with git clone $root"
    mkdir -p "$build"
  done
}

cached() {
  grep -q "^$1" "$build/CMakeCache.txt" 2>/dev/null
}

# configure run|test: makes build/, or adds the tests to one that was made without them.
configure() {
  if [ -f "$build/build.ninja" ] || [ -f "$build/Makefile" ]; then
    if cached "CMAKE_HOME_DIRECTORY:INTERNAL=$root\$"; then
      [ "$1" = run ] || cached 'HALLMARK_TESTS:BOOL=ON' ||
        logged cmake -S "$root" -B "$build" -D HALLMARK_TESTS=ON || give_up "CMake failed"
      return 0
    fi
  fi
  tests=OFF
  [ "$1" = run ] || tests=ON
  launcher=
  ! has ccache || launcher='-D CMAKE_CXX_COMPILER_LAUNCHER=ccache'
  logged cmake --fresh -S "$root" -B "$build" -G Ninja -D CMAKE_BUILD_TYPE=Release \
    -D "HALLMARK_TESTS=$tests" $launcher || give_up "CMake failed"
}

# Tells how far ninja has come while this script waits for it: on a terminal each second, elsewhere each minute.
tell_progress() {
  seconds=0
  while sleep 1 >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
    seconds=$((seconds + 1))
    count=$(sed -n 's/^\[\([0-9]*\)\/\([0-9]*\)\].*/\1 of \2/p' "$log" | tail -n 1)
    if [ -z "$count" ]; then
      continue
    elif [ -t 2 ]; then
      printf '\rdev.sh: %s steps ' "$count" >&2
    elif [ $((seconds % 60)) -eq 0 ]; then
      say "$count steps after $((seconds / 60)) min"
    fi
  done
}

# compile TARGET, in silence if there is nothing to do. One build at a time in one folder.
compile() {
  if ! cmake --build "$build" --target "$1" -- -n 2>/dev/null | grep -q 'no work to do'; then
    say "building in $build; the first time this takes some minutes"
    : >"$log"
    tell_progress 9>&- &
    told=0
    logged cmake --build "$build" --target "$1" --parallel "$(nproc)" || told=$?
    { kill $! && wait $!; } 2>/dev/null || :
    [ ! -t 2 ] || printf '\r\033[K' >&2
    [ $told -eq 0 ] || give_up "the build failed"
  fi
}

# prepare run|test TARGET GROUP...
prepare() {
  open_build
  exec 9>"$build/dev.lock"
  ! has flock || flock 9
  made_for=$1 target=$2
  shift 2
  need "$@"
  configure "$made_for"
  compile "$target"
  exec 9>&-
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  run)
    # Without what the other commands need, it is built in half of the time.
    prepare run hallmark_run build
    exec "$build/runner/app/hallmark_run" run "$@"
    ;;
  test)
    [ $# -eq 0 ] || give_up "test takes no arguments; for some of the tests: ctest --test-dir build -R NAME"
    prepare test all build oracle test
    # Most tests wait for a third of their time or more, some for all of it; what wants its share of the cores says so
    # by PROCESSORS. Beside more of them those that hold a bound of time would wait for the others.
    exec ctest --test-dir "$build" --output-on-failure -j $((2 * $(nproc)))
    ;;
  packages)
    for group; do
      grep -q "^$group " "$root/cmake/packages.txt" || give_up "cmake/packages.txt has no group $group"
    done
    open_build
    need build oracle test "$@"
    ;;
  *)
    give_up "usage: sh cmake/dev.sh run [ARG...] | test | packages [GROUP...]"
    ;;
esac
