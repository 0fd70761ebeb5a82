#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whole runs on honest endpoints, many in a row, on a machine that is kept busy: each has to say CONFORMANT.

    loaded_runs.py [--runs N] [--busy N] [--busy-nice N] [ENDPOINT ...]     of reference, peer, ledger, smallest; all

It is no test: it takes an hour. A line for each run; of one that is not green the whole text. Exit 1 where there is one.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import time

from hallmark_program import HERE, PROGRAM, listening, peer_endpoint, reference, smallest_endpoint

ENDPOINTS = {
    "reference": reference,
    "peer": peer_endpoint,
    "ledger": lambda: listening(sys.executable, os.path.join(HERE, "ledger_endpoint.py"), "--port", "0"),
    "smallest": smallest_endpoint,
}
LONGEST = 3600  # seconds of one run


@contextlib.contextmanager
def busy(loops, niceness):
    running = [subprocess.Popen([sys.executable, "-c", f"import os\nos.nice({niceness})\nwhile True: pass"])
               for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def runs_on(name, count):
    """How many of them were not green."""
    bad = 0
    with ENDPOINTS[name]() as url:
        for number in range(1, count + 1):
            began = time.monotonic()
            done = subprocess.run([PROGRAM, "run", "--endpoint", url, "--variants", "full"], capture_output=True,
                                  text=True, errors="replace", timeout=LONGEST, check=False)
            headline = done.stdout.rstrip("\n").rsplit("\n", 1)[-1]
            print(f"{name} {number}/{count}: exit {done.returncode}, {headline or done.stderr.strip()}; "
                  f"{time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
            if (done.returncode, headline) != (0, "CONFORMANT"):
                bad += 1
                print(done.stdout + done.stderr, flush=True)
    return bad


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("endpoints", nargs="*", metavar="ENDPOINT", help=", ".join(ENDPOINTS))
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--busy", type=int, default=8, help="loops that keep the machine loaded")
    options.add_argument("--busy-nice", type=int, default=0, help="how much nicer than the runs they are")
    asked = options.parse_args()
    unknown = set(asked.endpoints) - set(ENDPOINTS)
    if unknown:
        options.error(f"no endpoint is called {min(unknown)}")
    with busy(asked.busy, asked.busy_nice):
        bad = {name: runs_on(name, asked.runs) for name in asked.endpoints or ENDPOINTS}
    print("; ".join(f"{name}: {asked.runs - count} of {asked.runs} green" for name, count in bad.items()))
    return 1 if any(bad.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
