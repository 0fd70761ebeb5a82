// SPDX-License-Identifier: Apache-2.0
#include "fuzz/app/start.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/system/system_error.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "fuzz/app/exit_code.hpp"
#include "fuzz/app/options/common_options.hpp"
#include "fuzz/app/options/misuse.hpp"
#include "fuzz/app/options/parser.hpp"
#include "fuzz/app/output.hpp"
#include "reports/input_file.hpp"
#include "reports/secret_variables.hpp"
#include "reports/text.hpp"
#include "runner/conduct/interruption.hpp"
#include "runner/conduct/program.hpp"
#include "runner/conduct/usage_error.hpp"
#include "runner/wire/lack.hpp"
#include "runner/wire/signing/environment_secret.hpp"

// What jemalloc reads its options from. What thousands of waiting cases do not need any more goes
// back to the system at once, so that a run takes no more memory than it uses. All threads share
// one arena: where this machine has no memory for one more, jemalloc 5.3 crashes in place of
// saying so.
extern "C" {
[[gnu::visibility("default"), gnu::used]] const char* malloc_conf =
    "dirty_decay_ms:0,muzzy_decay_ms:0,narenas:1";
}

namespace hallmark::app {
namespace {

int complain(const std::string& what) {
  std::cerr << "hallmark: " << reports::printable(what) << "\n";
  return runner::interrupted() ? runner::exit_interrupted : exit_no_verdict;
}

constexpr std::string_view no_memory = "this machine has no memory left for it";

// Where memory ends in a thread that has nobody to tell, or while something is thrown already.
// Words are ready and nothing is asked of the library: it might want memory too.
[[noreturn]] void end_for_want_of_memory() {
  constexpr std::string_view before = "hallmark: ";
  for (const std::string_view part : {before, no_memory, std::string_view{"\n"}}) {
    if (write(STDERR_FILENO, part.data(), part.size()) < 0) break;
  }
  _exit(exit_no_verdict);
}

std::terminate_handler last_resort = nullptr;  // the library's own

void end_by_terminate() {
  try {
    if (std::current_exception()) throw;
    last_resort();
  } catch (const std::bad_alloc&) {
    end_for_want_of_memory();
  } catch (...) {
    last_resort();
  }
  std::abort();
}

// Who was given a secret leaves it in no core dump, and shows neither memory nor environment to
// other processes of the same user. A search for leaks, which is one, needs to see both.
void guard_secrets() {
#ifndef __SANITIZE_ADDRESS__
  for (const std::string_view name : reports::secret_variables) {
    if (!runner::secret_from(name).empty()) prctl(PR_SET_DUMPABLE, 0);
  }
#endif
}

// As the parser takes them, the last one first. It would take the word behind `--name=` for a
// value.
std::vector<std::string> words_of(int argc, char** argv) {
  std::vector<std::string> words;
  bool is_over = false;  // behind -- all is a program's
  for (int i = 1; i < argc; ++i) {
    std::string word = argv[i];
    is_over = is_over || word == "--";
    const bool is_empty =
        !is_over && word.size() > 3 && word.starts_with("--") && word.find('=') == word.size() - 1;
    if (is_empty) word.pop_back();
    words.push_back(std::move(word));
    if (is_empty) words.emplace_back();
  }
  std::ranges::reverse(words);
  return words;
}

int obey(int argc, char** argv, std::span<const AddCommand> commands) {
  CLI::App app;
  const std::vector<Named> named = add_commands(app, commands);
  try {
    if (argc < 2) {
      app.parse("run", false);
    } else {
      app.parse(words_of(argc, argv));
    }
  } catch (const CLI::Success& help_or_version) {
    if (const std::string misuse = unknown_command_of(app); !misuse.empty()) {
      return complain(misuse);
    }
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return complain(misuse_of(app, error));
  }
  for (const Named& one : named) {
    if (!one.parser->parsed()) continue;
    refuse_empty_values(*one.parser);
    return one.command();
  }
  return complain("no command was given (hallmark --help shows what there is)");
}

// What no command has a word for. What the system refused is named with its file or its reason;
// anything else is a bug of ours, and says so.
int complain_of(const std::exception& error, std::string_view command) {
  const std::string where = command.starts_with('-') ? "" : std::string{command} + ": ";
  const std::string report_it = std::string{"; this is a bug of hallmark "} +
                                runner::program_version +
                                ": please report it with this line and the command";
  if (const auto* const file = dynamic_cast<const std::filesystem::filesystem_error*>(&error)) {
    return complain(where + file->path1().string() + ": " + file->code().message());
  }
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return complain(where + std::string{no_memory});
  }
  // A stream does not say which file it is about: what it says of the operation is in our words.
  if (const auto* const stream = dynamic_cast<const std::ios_base::failure*>(&error)) {
    const bool reading = std::string_view{stream->what()}.find("read") != std::string_view::npos;
    return complain(where + "a file cannot be " + (reading ? "read: " : "written: ") +
                    stream->code().message() + report_it);
  }
  if (const auto* const refused = dynamic_cast<const std::system_error*>(&error)) {
    const bool lacks = runner::lacks_something(refused->code());
    return complain(where +
                    (lacks ? "this machine lacks something: " : "this machine refuses it: ") +
                    refused->what());
  }
  const auto* const of_asio = dynamic_cast<const boost::system::system_error*>(&error);
  if (of_asio != nullptr && runner::lacks_something(of_asio->code())) {
    return complain(where + "this machine lacks something: " + of_asio->code().message());
  }
  return complain(where + "the suite itself failed: " + error.what() + report_it);
}

}  // namespace

int start(int argc, char** argv, std::span<const AddCommand> commands) {
  // Whoever writes hears of it: of a pipe that nobody reads, of a file that is as long as it may
  // be.
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
  last_resort = std::set_terminate(end_by_terminate);
  guard_secrets();
  const std::string_view command = argc < 2 ? "run" : argv[1];
  try {
    const int code = obey(argc, argv, commands);
    try {
      require_written();
    } catch (const ReaderGone&) {  // it has the beginning, and the exit code tells the end
    }
    return code;
  } catch (const ReaderGone&) {  // before there was a verdict
    return exit_no_verdict;
  } catch (const runner::UsageError& error) {
    return complain(error.what());
  } catch (const reports::InputError& error) {
    return complain(error.what());
  } catch (const std::exception& error) {
    return complain_of(error, command);
  }
}

}  // namespace hallmark::app
