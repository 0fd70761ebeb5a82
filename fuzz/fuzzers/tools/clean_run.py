#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every fuzzer for a while from its corpus and seeds, and wants nothing found.

    python3 fuzz/fuzzers/tools/clean_run.py BUILD [SECONDS [NAME...]]

BUILD is a build folder of the preset `fuzz`; SECONDS (60) are of the clock, for each fuzzer; two run at
a time. Prints a table in Markdown, executions by the processor's time; exit code 1 if a fuzzer found
something, with the end of what it said. The inputs that it found lie in BUILD/fuzz/clean_run/NAME.
"""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

CORPORA = pathlib.Path(__file__).resolve().parent.parent.parent / "corpus"
AT_A_TIME = 2


def run(build, name, seconds):
    """(row of the table, what was found or nothing)"""
    folder = build / "fuzz" / "clean_run" / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "new").mkdir(parents=True)
    seeds = build / "fuzz" / "seeds"
    inputs = [each for each in (CORPORA / name, seeds / name) if each.is_dir()]
    options = [f"-dict={seeds / name}.dict", f"-max_total_time={seconds}", "-timeout=60",
               "-print_final_stats=1", f"-artifact_prefix={folder}/"]
    if name == "lifecycle":
        options.append("-detect_leaks=0")  # docs/fuzzing.md says why
    environment = dict(os.environ, ASAN_OPTIONS="quarantine_size_mb=10:malloc_context_size=4")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([build / "fuzz" / "fuzzers" / f"fuzz_{name}", *options, folder / "new", *inputs],
                                   env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
    text = (folder / "log").read_text(errors="replace")
    done = re.search(r"number_of_executed_units:\s*(\d+)", text)
    last = re.findall(r"cov: (\d+) ft: (\d+)", text)
    if status != 0 or not done or not last:
        return f"| `{name}` | **found something** | | | |", text[-3000:]
    took = usage.ru_utime + usage.ru_stime
    executions = int(done[1])
    return f"| `{name}` | {executions} | {took:.0f} s | {executions / took:.0f} | {last[-1][0]} |", None


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    names = sys.argv[3:] or sorted(file.name.removeprefix("fuzz_")
                                   for file in (build / "fuzz" / "fuzzers").glob("fuzz_*")
                                   if file.is_file() and file.name != "fuzz_seeds")
    if not names:
        raise SystemExit(f"{build}: no fuzzers")
    subprocess.run([build / "fuzz" / "fuzzers" / "fuzz_seeds", build / "fuzz" / "seeds"], check=True)
    print("| fuzzer | executions | CPU | a second of CPU | edges |\n|---|---|---|---|---|", flush=True)
    found = []
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        for row, trouble in pool.map(lambda name: run(build, name, seconds), names):
            print(row, flush=True)
            if trouble:
                found.append(trouble)
    print(f"\n{len(names) - len(found)} of {len(names)} fuzzers clean")
    for trouble in found:
        print("\n" + trouble)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
