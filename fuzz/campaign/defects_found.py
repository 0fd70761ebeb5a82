#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which defects of the reference endpoint a campaign finds, over the network and from nothing.

    python3 fuzz/campaign/defects_found.py HALLMARK [--seconds N] [--jobs N] [--ten] [FAULT[@TRIGGER]...]

HALLMARK is the program. For each defect (all of the catalogue, those named, or with --ten those that
stand for the fault types of a published comparison, see docs/fuzzing.md) it serves the
reference endpoint with that defect, puts `hallmark fuzz --first-finding` to it, and looks at the
first finding: after how long, by which checker, shrunk to how many calls. Then the finding must
still fail when it is replayed, and hold on the endpoint without the defect. Prints a table in
Markdown; exit code 1 if fewer than nine in ten were found and shrunk to at most four calls, or a
finding could not be replayed.
"""

import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

MOST_CALLS = 4
SHARE = 0.9
# The fault types of the artificial API in "Open Problems in Fuzzing RESTful APIs: A Comparison of
# Tools" (TOSEM 2023), in its order, as defects of an ECS endpoint.
TEN = ["long-instance-id-answers-500", "request-id-missing-on-success", "start-incorrect-status-answers-409",
       "missing-instance-id-means-any", "dry-run-garbage-accepted", "instance-id-in-any-case",
       "describe-instances-loses-what-runs", "start-does-nothing", "init-local-disk-ignored",
       "v1-replay-accepted"]


def serve(program, *arguments):
    process = subprocess.Popen([program, "serve", "--threads", "2", *arguments],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    line = process.stdout.readline()
    match = re.search(r"http://\S+", line)
    if not match:
        raise SystemExit(f"hallmark serve said {line!r}")
    return process, match.group(0)


def hunt(program, defect, seconds):
    """What one campaign showed: a row of the table."""
    row = {"defect": defect["name"], "family": defect["family"], "found": False}
    process, url = serve(program, "--defect", defect["name"])
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = os.path.join(folder, "campaign.json")
            subprocess.run(
                [program, "fuzz", "--endpoint", url, "--for", f"{seconds}s", "--seed", "1", "--jobs", "4",
                 "--timeout", "1s", "--first-finding", "--strict", "--findings", os.path.join(folder, "findings"),
                 "--report", report],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds + 300, check=False)
            try:
                with open(report, encoding="utf-8") as saved:
                    campaign = json.load(saved)
            except ValueError:
                return row
            counting = [one for one in campaign["findings"] if one["level"] != "advice"]
            if not counting:
                return row
            finding = min(counting, key=lambda one: one["calls"])
            row |= {"found": True, "checker": finding["checker"], "calls": finding["calls"],
                    "rate": finding["rate"], "history": finding["historyNumber"],
                    "seconds": finding["atUs"] / 1e6}
            again = subprocess.run([program, "replay", finding["file"], "--endpoint", url, "--timeout", "1s"],
                                   capture_output=True, timeout=300, check=False)
            row["replayed"] = again.returncode == 1
            honest = subprocess.run([program, "replay", finding["file"]],
                                    capture_output=True, timeout=300, check=False)
            row["holds"] = honest.returncode == 0
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
    return row


def defects_of(program, names):
    listed = subprocess.run([program, "list", "defects", "--json"], capture_output=True, text=True, check=True)
    defects = json.loads(listed.stdout)
    if not names:
        return defects
    known = {defect["name"]: defect for defect in defects}
    unknown = [name for name in names if name.partition("@")[0] not in known]
    if unknown:
        raise SystemExit(f"no such defect: {unknown[0]} (hallmark list defects shows them all)")
    return [known[name.partition("@")[0]] | {"name": name} for name in names]


def main():
    options = argparse.ArgumentParser(description="Which defects a campaign finds.")
    options.add_argument("program")
    options.add_argument("defects", nargs="*")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--family", action="append", default=[])
    options.add_argument("--ten", action="store_true")
    options = options.parse_intermixed_args()
    defects = defects_of(options.program, options.defects + (TEN if options.ten else []))
    if options.family:
        defects = [defect for defect in defects if defect["family"] in options.family]

    print("| family | defect | checker | history | after | calls | rate |")
    print("|---|---|---|---|---|---|---|", flush=True)
    rows = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for row in pool.map(lambda defect: hunt(options.program, defect, options.seconds), defects):
            rows.append(row)
            if row["found"]:
                flaws = "" if row["replayed"] else ", not replayed"
                flaws += "" if row["holds"] else ", fails on the honest endpoint, too"
                print(f"| {row['family']} | {row['defect']} | {row['checker']}{flaws} | {row['history']} "
                      f"| {row['seconds']:.1f} s | {row['calls']} | {row['rate']:.2f} |", flush=True)
            else:
                print(f"| {row['family']} | {row['defect']} | not found | | | | |", flush=True)
    found = [row for row in rows if row["found"]]
    long = [row for row in found if row["calls"] > MOST_CALLS]
    flawed = [row for row in found if not row["replayed"] or not row["holds"]]
    print(f"\n{len(found)} of {len(rows)} found within {options.seconds} s each; "
          f"{len(found) - len(long)} of them shrunk to at most {MOST_CALLS} calls.")
    sys.exit(1 if len(found) - len(long) < SHARE * len(rows) or flawed else 0)


if __name__ == "__main__":
    main()
