// SPDX-License-Identifier: Apache-2.0
#include "runner/wire/child_process.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <string_view>

#include "reports/secret_variables.hpp"

extern char** environ;  // NOLINT: POSIX wants it declared by its user

namespace hallmark::runner {
namespace {

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

std::vector<std::string> environment_without_secrets() {
  std::vector<std::string> kept;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    const auto& secrets = reports::secret_variables;
    if (std::ranges::find(secrets, name) == secrets.end()) kept.emplace_back(text);
  }
  return kept;
}

int spawn(std::vector<std::string> command, const StandardFiles& files,
          std::vector<std::string> environment, pid_t& pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, files.input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, files.output, STDOUT_FILENO);
  if (files.errors >= 0) posix_spawn_file_actions_adddup2(&actions, files.errors, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&attributes, &signals);
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGTERM}) sigaddset(&signals, signal);
  posix_spawnattr_setsigdefault(&attributes, &signals);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  const std::vector<char*> arguments = pointers(command);
  const std::vector<char*> variables = pointers(environment);
  const int error = posix_spawnp(&pid, arguments.front(), &actions, &attributes, arguments.data(),
                                 variables.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

std::string describe_end(int status) {
  if (WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    return "it ended with exit status " + std::to_string(code) +
           (code == 127   ? " (not found)"
            : code == 126 ? " (not executable)"
                          : "");
  }
  return "it was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
         ::strsignal(WTERMSIG(status)) + ")";
}

}  // namespace hallmark::runner
