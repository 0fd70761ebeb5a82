// SPDX-License-Identifier: Apache-2.0
//
// hallmark: tells whether what calls itself compatible with the ECS API is.
#include "fuzz/app/commands.hpp"
#include "fuzz/app/start.hpp"

int main(int argc, char** argv) {
  return hallmark::app::start(argc, argv, hallmark::app::all_commands);
}
