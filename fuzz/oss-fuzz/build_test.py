#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""build.sh keeps the contract of OSS-Fuzz and ClusterFuzzLite.

    python3 fuzz/oss-fuzz/build_test.py WORK [--sanitizer NAME]... [--fuzzer NAME]... [--pugixml FOLDER]

Runs build.sh with the engine's variables set as the engine sets them, once for each sanitizer
(address, undefined, coverage; all three unless named), and looks at each program as the engine's check
for bad builds does: it starts, is instrumented, calls its sanitizer and no other, needs no library that
is missing where it runs, reads its seeds and its dictionary, obeys its options, and honours -runs,
-max_total_time, -merge and -fork.

WORK keeps the builds, so that the second time is quick. Without --fuzzer the first sanitizer gets all
fuzzers and the others get SOME. FOLDER holds src/ with pugixml's sources; without it the installed
library is linked, which the engine would not have. Needs clang 19, llvm 19, zip, unzip, binutils and
minutes; exit code 77 and a reason where one of them is missing.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CXX = "clang++-19"
TOOLS = (CXX, "llvm-profdata-19", "cmake", "ninja", "zip", "unzip", "objdump", "ldd")
SOME = ("utf8", "query_text", "xml_answer")  # a small one, one with a library, a parser
SKIPPED = 77

COMMON = "-O1 -fno-omit-frame-pointer -gline-tables-only -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION"
EDGES = "-fsanitize=fuzzer-no-link"
CHECKS = ("array-bounds,bool,builtin,enum,function,integer-divide-by-zero,null,object-size,return,"
          "returns-nonnull-attribute,shift,signed-integer-overflow,unreachable,vla-bound,vptr")
FLAGS = {
    "address": f"{COMMON} -fsanitize=address -fsanitize-address-use-after-scope {EDGES}",
    "undefined": f"{COMMON} -fsanitize={CHECKS} -fno-sanitize-recover={CHECKS} {EDGES}",
    "coverage": f"{COMMON} -fprofile-instr-generate -fcoverage-mapping -pthread",
}
# Least and most calls into a runtime, as the engine's check has them; None: any number. The engine's own
# archive holds some 170 calls of UndefinedBehaviorSanitizer.
CALLS = {
    "address": {"asan": (1000, None), "ubsan": (None, 200)},
    "undefined": {"asan": (None, 0), "ubsan": (168, None)},
    "coverage": {"asan": (None, 0), "ubsan": (None, 200)},
}
LEAST_EDGES = 100


class Bad(Exception):
    """Why a program would be refused."""


def expect(holds, complaint):
    if not holds:
        raise Bad(complaint)


def all_fuzzers():
    text = (ROOT / "fuzz" / "fuzzers" / "CMakeLists.txt").read_text(encoding="ascii")
    return set(re.findall(r"^hallmark_fuzzer\(\w+/(\w+)", text, re.MULTILINE))


def build(sanitizer, fuzzers, work, pugixml):
    """Runs build.sh with the engine's variables and no others; returns $OUT."""
    source, out = work / "src", work / "out"
    shutil.rmtree(out, ignore_errors=True)
    shutil.rmtree(source, ignore_errors=True)
    for folder in (source, out, work / "work"):
        folder.mkdir(parents=True, exist_ok=True)
    (source / "hallmark").symlink_to(ROOT)
    if pugixml:
        (source / "pugixml").symlink_to(pathlib.Path(pugixml).resolve())
    environment = {
        "CC": "clang-19", "CXX": CXX, "CFLAGS": FLAGS[sanitizer], "CXXFLAGS": FLAGS[sanitizer],
        "LIB_FUZZING_ENGINE": "-fsanitize=fuzzer", "SANITIZER": sanitizer,
        "FUZZING_ENGINE": "libfuzzer", "FUZZING_LANGUAGE": "c++", "ARCHITECTURE": "x86_64",
        "SRC": str(source), "OUT": str(out), "WORK": str(work / "work"),
        "PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"),
    }
    # Our own convenience; neither changes what is built.
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count()))
    if shutil.which("ccache"):
        environment["CMAKE_CXX_COMPILER_LAUNCHER"] = "ccache"
    log = work / "build.log"
    with log.open("wb") as stream:
        # ClusterFuzzLite's, which calls the other.
        done = subprocess.run([source / "hallmark/.clusterfuzzlite/build.sh", *fuzzers],
                              cwd=source / "hallmark", env=environment, stdout=stream,
                              stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise SystemExit(f"build.sh failed for {sanitizer}:\n" + log.read_text(errors="replace")[-4000:])
    return out


class Program:
    """One fuzzer in $OUT, run in a folder that is thrown away."""

    def __init__(self, path, sanitizer, scratch):
        self.path, self.sanitizer, self.scratch = path, sanitizer, scratch
        self.corpus = scratch / "corpus"
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(scratch),
                            "LLVM_PROFILE_FILE": str(scratch / "%p.profraw")}

    def beside(self, suffix):
        file = self.path.with_name(self.path.name + suffix)
        expect(file.exists(), f"{file.name} is missing")
        return file

    def options(self):
        """Arguments and environment, out of NAME.options."""
        section, arguments, sanitizer = "", [], []
        for line in self.beside(".options").read_text(encoding="ascii").splitlines():
            if line.startswith("["):
                section = line
            elif line.strip():
                name, value = (part.strip() for part in line.split("="))
                if section == "[libfuzzer]":
                    arguments.append(f"-{name}={value}")
                else:
                    expect(section == "[asan]", f"a section {section} in the options")
                    sanitizer.append(f"{name}={value}")
        return arguments, ":".join(sanitizer)

    def run(self, *arguments, code=0):
        given, sanitizer = self.options()
        done = subprocess.run([self.path, *given, *map(str, arguments)], cwd=self.scratch, timeout=300,
                              env=dict(self.environment, ASAN_OPTIONS=sanitizer), check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT)
        output = done.stdout.decode("utf-8", "replace")
        expect(done.returncode == code, f"{arguments}: exit code {done.returncode}\n{output[-2000:]}")
        return output

    def calls(self):
        """How many calls the code makes into each sanitizer's runtime."""
        listing = subprocess.run(["objdump", "-dC", "--no-show-raw-insn", self.path], check=True,
                                 stdout=subprocess.PIPE).stdout
        return {name: len(re.findall(rb"call\s+[0-9a-f]+ <__" + name.encode(), listing))
                for name in ("asan", "ubsan")}

    def check_file(self, pugixml):
        expect(re.fullmatch(r"[A-Za-z0-9_-]+", self.path.name), "not a name for a fuzzer")
        linked = subprocess.run(["ldd", self.path], check=True, stdout=subprocess.PIPE).stdout.decode()
        for library in ("boost", "ssl", "crypto", "jemalloc", "nettle", "expat", *(["pugixml"] if pugixml else [])):
            expect(library not in linked, f"needs {library} where it runs")
        counted = self.calls()
        for runtime, (least, most) in CALLS[self.sanitizer].items():
            count = counted[runtime]
            expect(count >= (least or 0) and (most is None or count <= most),
                   f"{count} calls into {runtime}, wanted from {least} to {most}")
        return counted

    def check_start(self):
        """Returns the number of instrumented edges."""
        output = self.run("-runs=4", "-seed=1337")
        expect("Done 4 runs" in output, output)
        edges = re.search(r"Loaded \d+ modules\s+\((\d+) inline 8-bit counters\)", output)
        if self.sanitizer == "coverage":  # told by llvm, not to libFuzzer
            expect(not edges, "edges in a coverage build")
            return 0
        expect(edges and int(edges[1]) >= LEAST_EDGES, f"is not instrumented:\n{output}")
        return int(edges[1])

    def check_seeds(self):
        subprocess.run(["unzip", "-q", self.beside("_seed_corpus.zip"), "-d", self.corpus], check=True)
        seeds = sum(1 for file in self.corpus.rglob("*") if file.is_file())
        expect(seeds > 0, "no seeds")
        output = self.run("-runs=0", self.corpus)
        expect(f"{seeds} files found" in output, f"reads not all of {seeds} seeds:\n{output}")
        merged = self.scratch / "merged"
        merged.mkdir()
        self.run("-merge=1", merged, self.corpus)
        expect(self.sanitizer == "coverage" or any(merged.iterdir()), "nothing was merged")
        return seeds

    def check_fuzzing(self):
        dictionary = f"-dict={self.beside('.dict')}"
        found = self.scratch / "found"
        found.mkdir()
        start = time.monotonic()
        output = self.run(dictionary, "-max_total_time=1", found, self.corpus)
        expect(re.search(r"Dictionary: [1-9]\d* entries", output), f"no dictionary:\n{output[:2000]}")
        expect(re.search(r"Done \d+ runs in \d+ second", output), output[-2000:])
        expect(time.monotonic() - start < 60, "does not stop after its second")
        output = self.run(dictionary, "-fork=1", "-max_total_time=2", found, self.corpus)
        expect("INFO: exiting: 0" in output, f"-fork:\n{output[-2000:]}")

    def check_profile(self):
        """What a coverage build leaves can be read."""
        profiles = list(self.scratch.glob("*.profraw"))
        expect(profiles, "no profile was written")
        subprocess.run(["llvm-profdata-19", "merge", "-o", self.scratch / "profile", *profiles],
                       check=True)

    def check(self, pugixml):
        counted = self.check_file(pugixml)
        edges = self.check_start()
        seeds = self.check_seeds()
        if self.sanitizer == "coverage":
            self.check_profile()
        else:
            self.check_fuzzing()
        return (f"{self.sanitizer}: {self.path.name}: {edges} edges, {counted['asan']} asan, "
                f"{counted['ubsan']} ubsan, {seeds} seeds")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--sanitizer", action="append", choices=FLAGS)
    parser.add_argument("--fuzzer", action="append", choices=sorted(all_fuzzers()))
    parser.add_argument("--pugixml")
    given = parser.parse_args()
    for tool in TOOLS:
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed")
            return SKIPPED
    bad = 0
    for number, sanitizer in enumerate(given.sanitizer or FLAGS):
        fuzzers = given.fuzzer or ([] if number == 0 else SOME)
        out = build(sanitizer, fuzzers, given.work.resolve() / sanitizer, given.pugixml)
        programs = sorted(file for file in out.iterdir() if not file.suffix)
        if {file.name for file in programs} != set(fuzzers or all_fuzzers()):
            raise SystemExit(f"{sanitizer}: built {[file.name for file in programs]}")
        for program in programs:
            with tempfile.TemporaryDirectory() as scratch:
                try:
                    print(Program(program, sanitizer, pathlib.Path(scratch)).check(given.pugixml), flush=True)
                except Bad as complaint:
                    bad += 1
                    print(f"{sanitizer}: {program.name}: BAD: {complaint}", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
