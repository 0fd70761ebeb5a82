// SPDX-License-Identifier: Apache-2.0
//
// Programs of the user's that speak with us over pipes: fixture providers, shims.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hallmark::runner {

// The descriptors that become a program's standard ones.
struct StandardFiles {
  int input;
  int output;
  int errors = -1;  // -1: where ours go
};

// Our environment as NAME=VALUE, without the secrets that it holds for us: whoever is to have keys
// is handed them otherwise.
[[nodiscard]] std::vector<std::string> environment_without_secrets();

// Starts a program, by its path or by its name, as the leader of a process group of its own, with
// no signal blocked, and those that this program heeds or ignores left to it. 0, or an errno.
[[nodiscard]] int spawn(std::vector<std::string> command, const StandardFiles& files,
                        std::vector<std::string> environment, pid_t& pid);

// Of waitpid(): "it ended with exit status 127 (not found)", "it was ended by signal 11
// (Segmentation fault)".
[[nodiscard]] std::string describe_end(int status);

}  // namespace hallmark::runner
