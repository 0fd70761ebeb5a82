#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast the fuzzers are, by the processor's time.

    python3 fuzz/fuzzers/tools/speed.py BUILD [ROUNDS]

BUILD is a build folder of the preset `fuzz`, with the target hallmark_bare_harnesses built, too. Each
fuzzer starts from its seeds alone and makes RUNS executions; ROUNDS (3) times, a fuzzer and its bare
harness in turn, so that a busy machine is one to both of them, each round with a seed of its own. What the
engine keeps is kept in memory where /dev/shm is, for making files takes a disk longer than finding them.
Prints medians, and the two ratios that count: what is left of the speed of a harness that only calls the
library's parse, which is the median of the rounds' ratios.
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


def rate(program, seeds, engine_seed):
    """Executions a second of processor time, start included."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        process = subprocess.Popen(
            [program, f"-runs={RUNS}", f"-max_len={LENGTH}", f"-dict={seeds}.dict", f"-seed={engine_seed}",
             "-verbosity=0", f"-artifact_prefix={folder}/", folder, seeds],
            env=dict(os.environ, ASAN_OPTIONS="quarantine_size_mb=10:malloc_context_size=4"),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"{program.name} found something, or does not start")
    return RUNS / (usage.ru_utime + usage.ru_stime)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    programs, seeds = build / "fuzz" / "fuzzers", build / "fuzz" / "seeds"
    subprocess.run([programs / "fuzz_seeds", seeds], check=True)
    pairs = [pair for name, bare in RATIOS.items() for pair in ((f"fuzz_{name}", name), (bare, name))]
    pairs += [(f"fuzz_{name}", name) for name in RATES]
    seen = {program: [] for program, _ in pairs}
    for engine_seed in range(1, rounds + 1):
        for program, name in pairs:
            seen[program].append(rate(programs / program, seeds / name, engine_seed))
    print("| program | executions a second of CPU | of the bare harness |\n|---|---|---|")
    for program, name in pairs:
        of = ""
        if name in RATIOS and program != RATIOS[name]:
            ratios = [ours / bare for ours, bare in zip(seen[program], seen[RATIOS[name]])]
            of = f"{statistics.median(ratios):.2f}"
        print(f"| `{program}` | {statistics.median(seen[program]):.0f} | {of} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
