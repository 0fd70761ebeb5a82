#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every fuzzer finds the bugs that are planted for it.

    python3 fuzz/fuzzers/tools/planted_bugs_test.py BUILD [BUG...]

BUILD is a build folder of the preset `fuzz` with HALLMARK_PLANTED_BUGS. For each bug (all, or those
named): the fuzzer starts from an empty corpus with its dictionary and must find it within 60 s of
processor time, so that a busy machine makes no difference. The input is shrunk: the small one must
still show the bug, must be nothing to complain about where the bug sleeps, and must be small. Prints
a table in Markdown; exit code 1 if a bug was missed.
"""

import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 60        # of processor time, to find a bug
PATIENCE = 600      # seconds of the clock, for the same
SHRINKING = 8       # seconds of the clock, for the last attempt
SMALL = 256         # bytes of a shrunk input
LEAST_BUGS = 20
PLANTED = re.compile(r'planted\("([a-z0-9_]+)/([a-z0-9-]+)"\)')


def planted_bugs():
    """The bugs by name, from the sources; every fuzzer must have one, under its own name."""
    bugs = set()
    for source in sorted(FOLDER.glob("*/*.cpp")):
        text = source.read_text(encoding="ascii")
        if 'extern "C" int LLVMFuzzerTestOneInput' not in text or "int main(" in text:
            continue
        found = PLANTED.findall(text)
        if not found or any(fuzzer != source.stem for fuzzer, _ in found):
            raise SystemExit(f"{source.name}: no planted bug of its own name")
        bugs |= {f"{fuzzer}/{bug}" for fuzzer, bug in found}
    if len(bugs) < LEAST_BUGS:
        raise SystemExit(f"only {len(bugs)} planted bugs")
    return sorted(bugs)


def limit_processor_time():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))


def processor_time():
    """What the fuzzers that have ended took, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(fuzzer, bug, *arguments):
    """(exit code, output) of the fuzzer with one bug awake; None: all asleep."""
    environment = dict(os.environ, ASAN_OPTIONS="quarantine_size_mb=10:malloc_context_size=4")
    environment.pop("HALLMARK_PLANTED_BUG", None)
    if bug:
        environment["HALLMARK_PLANTED_BUG"] = bug
    done = subprocess.run([fuzzer, *map(str, arguments)], env=environment, timeout=PATIENCE,
                          preexec_fn=limit_processor_time, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def hunt(build, bug, folder):
    """A row of the table, or a complaint: (seconds, executions, bytes, bytes when shrunk) or text."""
    name = bug.split("/")[0]
    fuzzer = build / "fuzz" / "fuzzers" / f"fuzz_{name}"
    corpus, small = folder / "corpus", folder / "small"
    corpus.mkdir()
    dictionary = build / "fuzz" / "seeds" / f"{name}.dict"
    start = processor_time()
    code, output = run(fuzzer, bug, f"-max_total_time={PATIENCE - 60}", "-timeout=300",
                       f"-artifact_prefix={folder}/", "-print_final_stats=1",
                       f"-dict={dictionary}", corpus)
    took = processor_time() - start
    crashes = list(folder.glob("crash-*"))
    if code == 0 or not crashes:
        return f"not found in {SECONDS} s (exit code {code})"
    if "property broken" not in output:
        return "the fuzzer ended for another reason:\n" + output[-2000:]
    executions = int(re.search(r"number_of_executed_units:\s*(\d+)", output)[1])
    run(fuzzer, bug, "-minimize_crash=1", f"-max_total_time={SHRINKING}", "-runs=20000",
        f"-artifact_prefix={folder}/", f"-exact_artifact_path={small}", crashes[0])
    if not small.exists():  # it could not become smaller
        small.write_bytes(crashes[0].read_bytes())
    size = small.stat().st_size
    code, output = run(fuzzer, bug, small)
    if code == 0 or "property broken" not in output:
        return "the shrunk input does not show it"
    code, output = run(fuzzer, None, small)
    if code != 0:
        return "the shrunk input fails without the bug:\n" + output[-2000:]
    if size > SMALL:
        return f"the shrunk input has {size} bytes"
    return took, executions, crashes[0].stat().st_size, size


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    bugs = planted_bugs()
    chosen = sys.argv[2:] or bugs
    if unknown := set(chosen) - set(bugs):
        raise SystemExit(f"no such bug: {', '.join(sorted(unknown))}")
    subprocess.run([build / "fuzz" / "fuzzers" / "fuzz_seeds", build / "fuzz" / "seeds"], check=True)
    print("| bug | found after, CPU | executions | bytes | shrunk to |\n|---|---|---|---|---|", flush=True)
    missed = 0
    for bug in chosen:
        with tempfile.TemporaryDirectory() as folder:
            row = hunt(build, bug, pathlib.Path(folder))
        if isinstance(row, str):
            missed += 1
            print(f"| {bug} | **{row}** | | | |", flush=True)
        else:
            print(f"| {bug} | {row[0]:.1f} s | {row[1]} | {row[2]} | {row[3]} |", flush=True)
    print(f"\n{len(chosen) - missed} of {len(chosen)} planted bugs found")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
