// SPDX-License-Identifier: Apache-2.0
//
// The commands of the program. Each adds itself to the parser, and returns what is done when it was
// named; that returns the exit code.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace hallmark::app {

using Command = std::function<int()>;
using AddCommand = Command (*)(CLI::App& app);

[[nodiscard]] Command add_run(CLI::App& app);
[[nodiscard]] Command add_list(CLI::App& app);
[[nodiscard]] Command add_explain(CLI::App& app);
[[nodiscard]] Command add_serve(CLI::App& app);
[[nodiscard]] Command add_selftest(CLI::App& app);
[[nodiscard]] Command add_audit(CLI::App& app);
[[nodiscard]] Command add_judge(CLI::App& app);
[[nodiscard]] Command add_send(CLI::App& app);
[[nodiscard]] Command add_sign(CLI::App& app);
[[nodiscard]] Command add_fixtures(CLI::App& app);
[[nodiscard]] Command add_fuzz(CLI::App& app);
[[nodiscard]] Command add_replay(CLI::App& app);
[[nodiscard]] Command add_report(CLI::App& app);
[[nodiscard]] Command add_sdk(CLI::App& app);

// In the order of the help.
inline constexpr AddCommand all_commands[] = {
    add_run,  add_list, add_explain,  add_serve, add_selftest, add_audit,  add_judge,
    add_send, add_sign, add_fixtures, add_fuzz,  add_replay,   add_report, add_sdk};

}  // namespace hallmark::app
