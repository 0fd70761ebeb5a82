#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A C++ project fuzzes its own endpoint: docs/examples/fuzz-your-endpoint does what its README says.

    python3 fuzz/fuzzers/tools/your_endpoint_test.py BUILD WORK [SECONDS]

Builds the example in WORK, with clang 19, as a project of its own that finds the libraries of BUILD; and
configures it without BUILD, too. The honest endpoint must be clean for SECONDS (4) of processor time, and
each bug must be found from an empty corpus within BOUND, by a checker that the README names for it, or by the
one that speaks where the call is odd in another way as well (CUSTOM); the input must show it again, and be
nothing to complain about where the bug sleeps. Exit code 77 and a reason where clang 19 is missing or cannot
link what another compiler's sanitizer is in.
"""

import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
EXAMPLE = ROOT / "docs" / "examples" / "fuzz-your-endpoint"
CXX = "clang++-19"
BOUND = 60       # seconds of processor time for one bug
PATIENCE = 600   # of the clock, for the same
CUSTOM = "customary-answer"
SKIPPED = 77


def missing(build):
    for tool in (CXX, "cmake", "ninja"):
        if not shutil.which(tool):
            return f"{tool} is not installed"
    cache = (build / "CMakeCache.txt").read_text(encoding="utf-8")
    sanitized = re.search(r"^HALLMARK_SANITIZE:\w+=(.+)$", cache, re.MULTILINE)
    compiler = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.+)$", cache, re.MULTILINE)
    if sanitized and "clang" not in compiler[1]:
        return f"the libraries in {build.name} want {compiler[1]} for their sanitizer, {sanitized[1]}"
    return None


def compile_example(build, work):
    """The program, built as the README says."""
    def configure(folder, *options):
        done = subprocess.run(["cmake", "-S", EXAMPLE, "-B", folder, "-G", "Ninja",
                               "-D", f"CMAKE_CXX_COMPILER={CXX}", "-D", "CMAKE_BUILD_TYPE=Release",
                               "-D", "CMAKE_CXX_FLAGS=-Wall -Wextra -Wconversion -Wshadow -Werror",
                               *options], check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-3000:]
        return (folder / "build.ninja").read_text(encoding="utf-8")

    folder = work / "with_build"
    from_build = configure(folder, "-D", f"Hallmark_DIR={build}")
    assert "specs/CMakeFiles" not in from_build, "it compiles Hallmark although there is a build"
    from_sources = configure(work / "from_sources")
    assert "specs/CMakeFiles" in from_sources, "it takes Hallmark from elsewhere"
    done = subprocess.run(["cmake", "--build", folder, "--target", "fuzz_endpoint"], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-3000:]
    return folder / "fuzz_endpoint"


def bugs():
    """The checkers that may find each bug, as the README has it; every bug of the source is there."""
    rows = re.findall(r"^\| `([a-z-]+)` \| (`[a-z-]+`(?: or `[a-z-]+`)*) \|$",
                      (EXAMPLE / "README.md").read_text(encoding="ascii"), re.MULTILINE)
    table = [(bug, re.findall(r"`([a-z-]+)`", checkers)) for bug, checkers in rows]
    planted = set(re.findall(r'bug\("([a-z-]+)"\)', (EXAMPLE / "endpoint.cpp").read_text(encoding="ascii")))
    planted.discard("name")  # in the comment
    assert len(planted) >= 5 and planted == {bug for bug, _ in table}, (planted, table)
    return table


def run(program, seconds, bug, *arguments):
    """(exit code, output), after `seconds` of processor time at most."""
    environment = {name: value for name, value in os.environ.items() if name != "BUG"}
    environment["ASAN_OPTIONS"] = "detect_leaks=0"
    if bug:
        environment["BUG"] = bug
    done = subprocess.run([program, "-seed=1", *map(str, arguments)], env=environment, timeout=PATIENCE + 60,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5)),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def hunt(program, folder, bug, checkers):
    corpus = folder / bug
    corpus.mkdir()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    _, output = run(program, BOUND, bug, f"-max_total_time={PATIENCE}", f"-artifact_prefix={corpus}.", corpus)
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    found = re.search(r"property broken: ([a-z-]+): .*", output)
    assert found, f"{bug} was not found in {BOUND} s:\n{output[-2000:]}"
    assert found[1] in (*checkers, CUSTOM), f"{bug}: wanted {checkers}, got {found[0]}"
    crash, = folder.glob(f"{bug}.crash-*")
    code, output = run(program, BOUND, bug, crash)
    assert code != 0 and found[0] in output, f"{bug}: its input does not show it again:\n{output[-2000:]}"
    code, output = run(program, BOUND, None, crash)
    assert code == 0, f"{bug}: its input fails without it:\n{output[-2000:]}"
    print(f"{bug}: {took:.1f} s, {found[0]}", flush=True)


def main():
    build, work = (pathlib.Path(given).resolve() for given in sys.argv[1:3])
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 4
    if reason := missing(build):
        print(f"skipped: {reason}")
        return SKIPPED
    table = bugs()
    program = compile_example(build, work)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        corpus = folder / "honest"
        corpus.mkdir()
        code, output = run(program, seconds + BOUND, None, f"-max_total_time={seconds}", "-print_final_stats=1",
                           f"-artifact_prefix={folder}/", corpus)
        executions = int((re.search(r"number_of_executed_units:\s*(\d+)", output) or [0, 0])[1])
        assert code == 0 and executions > 100, f"the honest endpoint, {executions} histories:\n{output[-3000:]}"
        print(f"honest: {executions} histories, nothing found", flush=True)
        for bug, checkers in table:
            hunt(program, folder, bug, checkers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
