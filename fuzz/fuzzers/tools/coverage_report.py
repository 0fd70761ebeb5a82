#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How much of our code the corpora and the seeds reach.

    python3 fuzz/fuzzers/tools/coverage_report.py BUILD

BUILD is a build folder of the preset `coverage`, which runs this. Every fuzzer replays its corpus and
its seeds; llvm-cov counts. Prints a table in Markdown, by folder, of the files that a fuzzer links; the
figures by file are in BUILD/fuzz/coverage/files.txt. Needs llvm 19.
"""

import collections
import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent.parent
SKIPPED = ("fuzz/fuzzers", "fuzz/corpus")  # the fuzzers themselves
KINDS = ("lines", "branches")


def replay(program, inputs, folder):
    """Runs one fuzzer over its inputs; returns its profile."""
    profile = folder / f"{program.name}.profraw"
    subprocess.run([program, *inputs], env=dict(os.environ, LLVM_PROFILE_FILE=str(profile)), check=True,
                   stdout=subprocess.DEVNULL)
    return profile


def folder_of(file):
    """runner/wire for runner/wire/http/url.cpp; specs and the like have no rooms."""
    parts = file.parent.parts
    return "/".join(parts[:2] if parts[0] in ("fuzz", "runner") else parts[:1])


def share(reached, count):
    return f"{100 * reached / count:.0f} %" if count else "-"


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    for tool in ("llvm-profdata-19", "llvm-cov-19"):
        if not shutil.which(tool):
            raise SystemExit(f"{tool} is not installed")
    programs = sorted(file for file in (build / "fuzz" / "fuzzers").glob("fuzz_*")
                      if file.is_file() and file.name != "fuzz_seeds")
    if not programs:
        raise SystemExit(f"{build}: no fuzzers")
    folder = build / "fuzz" / "coverage"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    seeds = build / "fuzz" / "seeds"
    subprocess.run([build / "fuzz" / "fuzzers" / "fuzz_seeds", seeds], check=True,
                   env=dict(os.environ, LLVM_PROFILE_FILE=str(folder / "seeds.unused")))
    profiles = []
    for program in programs:
        name = program.name.removeprefix("fuzz_")
        inputs = [each for each in (ROOT / "fuzz" / "corpus" / name, seeds / name) if each.is_dir()]
        profiles.append(replay(program, inputs, folder))
    merged = folder / "merged"
    subprocess.run(["llvm-profdata-19", "merge", "-o", merged, *profiles], check=True)
    objects = [argument for program in programs[1:] for argument in ("-object", program)]
    found = subprocess.run(["llvm-cov-19", "export", "-summary-only", f"-instr-profile={merged}", programs[0],
                            *objects], check=True, stdout=subprocess.PIPE).stdout
    totals = collections.defaultdict(collections.Counter)
    with (folder / "files.txt").open("w", encoding="utf-8") as details:
        for each in json.loads(found)["data"][0]["files"]:
            path = pathlib.Path(each["filename"])
            if not path.is_relative_to(ROOT):
                continue
            file = path.relative_to(ROOT)
            if str(file).startswith(SKIPPED) or "_test" in file.name or "testing_" in file.name:
                continue
            line = []
            for kind in KINDS:
                summary = each["summary"][kind]
                for of in (folder_of(file), "all"):
                    totals[of][kind] += summary["count"]
                    totals[of][f"{kind} reached"] += summary["covered"]
                line.append(f"{summary['covered']} of {summary['count']} {kind}")
            details.write(f"{file}: {', '.join(line)}\n")
    print("| folder | lines | reached | branches | reached |\n|---|---|---|---|---|")
    for of in [*sorted(name for name in totals if name != "all"), "all"]:
        numbers = totals[of]
        print("| " + " | ".join([of if of == "all" else f"`{of}`"] + [
            text for kind in KINDS
            for text in (str(numbers[kind]), share(numbers[f"{kind} reached"], numbers[kind]))]) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
