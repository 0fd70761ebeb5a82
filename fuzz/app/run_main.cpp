// SPDX-License-Identifier: Apache-2.0
//
// hallmark_run: `hallmark run` alone, which is built in half of the time. For the first verdict in
// a new checkout (cmake/dev.sh); it is not installed.
#include "fuzz/app/commands.hpp"
#include "fuzz/app/start.hpp"

int main(int argc, char** argv) {
  constexpr hallmark::app::AddCommand run_alone[] = {hallmark::app::add_run};
  return hallmark::app::start(argc, argv, run_alone);
}
