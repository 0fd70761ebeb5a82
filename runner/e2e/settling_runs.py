#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Through the public API alone, on an honest endpoint that settles in its own time and is far away: no run may fail.

    settling_runs.py [--whole] [SETTLE:LATENCY ...]     milliseconds each; all of the table in docs/results/settling.md

It is no test: it takes minutes. A line for each run, as a row of that table. Exit 1 where one is not exit 0.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time

from hallmark_program import PROGRAM, Done, environment_with, reference
from lag import lag

KEY = "LTAIsettling"
SECRET = "a-secret-of-thirty-characters0"
TIMES = [(settle, latency) for latency in (5, 50, 200, 500) for settle in (1, 50, 200, 500, 1000, 2000)]
PART = ("--depth", "1", "--select", "base/**", "--select", "start-instance/transition/**", "--select",
        "reboot-instance/transition/**", "--select", "start-instance/precondition/*", "--select",
        "concurrency/start-instance/**")
LONGEST = 3600  # seconds of one run


def run(settle, latency, asked):
    began = time.monotonic()
    with reference("--access-key-id", KEY, "--settle", f"{settle}ms") as url, lag(url, back=latency / 1000) as later:
        done = Done(subprocess.run([PROGRAM, "run", "--endpoint", later, "--fixtures", "api", "--access-key-id", KEY, "--jobs",
                                    "64", "--max-instances", "256", "--timeout", "30s", *asked], capture_output=True,
                                   text=True, errors="replace", env=environment_with(HALLMARK_ACCESS_KEY_SECRET=SECRET),
                                   timeout=LONGEST, check=False))
    counts = re.search(r"^all +(\S+) +(\S+) +(\S+) +(\S+)", done.out, re.M)
    numbers = " | ".join(counts.groups() if counts else "????")
    print(f"| {settle} ms | {latency} ms | {done.code} | {numbers} | {time.monotonic() - began:.0f} s |", flush=True)
    if done.code:
        print(done.out + done.err, flush=True)
    return done.code


def main():
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("times", nargs="*", metavar="SETTLE:LATENCY")
    options.add_argument("--whole", action="store_true", help="whole runs, one after the other")
    asked = options.parse_args()
    times = [tuple(map(int, text.split(":"))) for text in asked.times] or TIMES
    os.environ["HALLMARK_ACCESS_KEY_SECRET"] = SECRET  # the endpoint takes it from there
    print("| settles in | answers after | exit | pass | fail | inconclusive | unsupported | took |\n" + "|---" * 8 + "|", flush=True)
    with concurrent.futures.ThreadPoolExecutor(1 if asked.whole else 3) as pool:
        codes = list(pool.map(lambda row: run(*row, () if asked.whole else PART), times))
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
