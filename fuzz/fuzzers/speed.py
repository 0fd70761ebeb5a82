#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast the fuzzers are, by the processor's time.

    python3 fuzz/fuzzers/speed.py BUILD [ROUNDS]

BUILD is a build folder of the preset `fuzz`, with the target hallmark_bare_harnesses built, too. Each
fuzzer starts from its seeds alone and makes RUNS executions; ROUNDS (3) times, fuzzers and bare harnesses
in turn, so that a busy machine is one to all of them. What the engine keeps is kept in memory where
/dev/shm is, for making files takes a disk longer than finding them. Prints medians, and the two ratios that count:
what is left of the speed of a harness that only calls the library's parse.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

RUNS = 100_000
LENGTH = 512  # bytes of an input at most
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
RATIOS = {"xml_answer": "bare_xml", "json_answer": "bare_json"}
RATES = ("query_text", "query_codec", "signature_v1", "signature_v3")


def rate(program, seeds, runs):
    """Executions a second of processor time, start included."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        process = subprocess.Popen(
            [program, f"-runs={runs}", f"-max_len={LENGTH}", f"-dict={seeds}.dict", "-verbosity=0",
             f"-artifact_prefix={folder}/", folder, seeds],
            env=dict(os.environ, ASAN_OPTIONS="quarantine_size_mb=10:malloc_context_size=4"),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{program.name} found something, or does not start")
    return runs / (usage.ru_utime + usage.ru_stime)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    programs, seeds = build / "fuzz" / "fuzzers", build / "fuzz" / "seeds"
    subprocess.run([programs / "fuzz_seeds", seeds], check=True)
    pairs = [(f"fuzz_{name}", name) for name in (*RATIOS, *RATES)]
    pairs += [(bare, name) for name, bare in RATIOS.items()]
    seen = {program: [] for program, _ in pairs}
    for _ in range(rounds):
        for program, name in pairs:
            seen[program].append(rate(programs / program, seeds / name, RUNS))
    medians = {program: statistics.median(rates) for program, rates in seen.items()}
    print("| program | executions a second of CPU | of the bare harness |\n|---|---|---|")
    for program, name in pairs:
        bare = RATIOS.get(name)
        of = f"{medians[program] / medians[bare]:.2f}" if bare and program != bare else ""
        print(f"| `{program}` | {medians[program]:.0f} | {of} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
