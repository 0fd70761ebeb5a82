// SPDX-License-Identifier: Apache-2.0
//
// A user who wants an end: SIGINT (Ctrl-C), SIGTERM or SIGHUP. The first signal asks for it, so
// that what is under way is finished, worlds are taken down and reports are written; the second
// does not wait for that.
#pragma once

namespace hallmark::runner {

// Of a command that was interrupted.
inline constexpr int exit_interrupted = 130;

// From now on signals ask. Where SIGHUP is ignored (nohup) it stays so.
void heed_signals();

// Whether a signal has asked for an end.
[[nodiscard]] bool interrupted();

}  // namespace hallmark::runner
