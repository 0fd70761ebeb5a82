#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""AFL++ drives the fuzzers through the entry point that libFuzzer uses.

    python3 fuzz/fuzzers/tools/afl_test.py WORK

Builds fuzz_pattern with AFL++'s driver and runtime, in WORK, which keeps the build. afl-fuzz must then
run it in persistent mode for SECONDS and find nothing, and find a planted bug when it is awake; the
input that it keeps must show the bug again. Exit code 77 and a reason where afl++ or clang 19 is missing.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
LIBRARY = pathlib.Path("/usr/lib/afl")
PARTS = ("libAFLDriver.a", "afl-compiler-rt.o")
CXX = "clang++-19"
FUZZER, BUG = "pattern", "pattern/star-crosses-levels"
SECONDS = 5
SKIPPED = 77

ENVIRONMENT = {
    "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"),
    "AFL_NO_UI": "1", "AFL_NO_AFFINITY": "1", "AFL_SKIP_CPUFREQ": "1",
    "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",  # the host's core_pattern is not ours to change
}


def missing():
    for tool in (CXX, "cmake", "ninja", "afl-fuzz"):
        if not shutil.which(tool):
            return f"{tool} is not installed"
    for part in PARTS:
        if not (LIBRARY / part).exists():
            return f"{LIBRARY / part} is missing"
    return None


def build(work):
    engine = " ".join(str(LIBRARY / part) for part in PARTS)
    subprocess.run(["cmake", "-S", ROOT, "-B", work, "-G", "Ninja", "-D", "CMAKE_BUILD_TYPE=Fuzzing",
                    "-D", f"CMAKE_CXX_COMPILER={CXX}",
                    "-D", "CMAKE_CXX_FLAGS=-O2 -fsanitize-coverage=trace-pc-guard",
                    "-D", f"HALLMARK_FUZZING_ENGINE={engine}", "-D", "HALLMARK_TESTS=OFF",
                    "-D", "HALLMARK_PLANTED_BUGS=ON"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", work, "--target", f"fuzz_{FUZZER}"], check=True,
                   stdout=subprocess.DEVNULL)
    return work / "fuzz" / "fuzzers" / f"fuzz_{FUZZER}"


def fuzz(program, folder, bug, *options):
    """(what afl-fuzz noted, the inputs that crashed)"""
    seeds, out = folder / "seeds", folder / "out"
    seeds.mkdir(parents=True)
    (seeds / "seed").write_text("a\nb")
    environment = ENVIRONMENT
    if bug:
        environment = dict(ENVIRONMENT, HALLMARK_PLANTED_BUG=bug, AFL_BENCH_UNTIL_CRASH="1")
    done = subprocess.run(["afl-fuzz", *options, "-i", seeds, "-o", out, "--", program], env=environment,
                          timeout=240, check=False, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    notes = out / "default" / "fuzzer_stats"
    if not notes.exists():
        raise SystemExit("afl-fuzz did not start:\n" + done.stdout.decode("utf-8", "replace")[-3000:])
    stats = dict(re.findall(r"^(\w+)\s*: (.*?)\s*$", notes.read_text(), re.MULTILINE))
    return stats, sorted((out / "default" / "crashes").glob("id:*"))


def main():
    work = pathlib.Path(sys.argv[1]).resolve()
    if reason := missing():
        print(f"skipped: {reason}")
        return SKIPPED
    program = build(work)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        stats, crashes = fuzz(program, folder / "honest", None, "-V", str(SECONDS))
        assert "persistent" in stats["target_mode"], stats
        assert int(stats["execs_done"]) > 100, stats
        assert int(stats["edges_found"]) > 50, stats
        assert not crashes, f"found something: {crashes[0].read_bytes()!r}"
        print(f"{stats['execs_done']} executions, {stats['edges_found']} of {stats['total_edges']} edges, "
              f"{stats['corpus_count']} inputs kept")

        stats, crashes = fuzz(program, folder / "planted", BUG, "-V", "120")
        assert crashes, f"{BUG} was not found: {stats['execs_done']} executions"
        shown = subprocess.run([program, crashes[0]], env=dict(ENVIRONMENT, HALLMARK_PLANTED_BUG=BUG),
                               check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert shown.returncode != 0 and b"property broken" in shown.stdout, shown.stdout[-2000:]
        calm = subprocess.run([program, crashes[0]], env=ENVIRONMENT, check=False,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert calm.returncode == 0, "the input fails without the bug"
        print(f"{BUG}: found")
    return 0


if __name__ == "__main__":
    sys.exit(main())
