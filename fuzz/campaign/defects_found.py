#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which defects of the reference endpoint a campaign finds, over the network and from nothing.

    python3 fuzz/campaign/defects_found.py HALLMARK [--seconds N] [--jobs N] [--ten] [FAULT[@TRIGGER]...]

HALLMARK is the program. For each defect (all of the catalogue, those named, or with --ten those that
stand for the fault types of a published comparison, see docs/results/campaigns.md) it serves the
reference endpoint with that defect, puts `hallmark fuzz --first-finding` to it, and looks at the
smallest finding: after how long, by which checker, shrunk to how many calls in a world of how many
conditions. Then the finding must still fail when it is replayed, and hold on the endpoint without
the defect. It is minimal where it has no more calls, and with as many calls no more conditions, than
the smallest history that shows the defect: smallest_findings.tsv, which the program smallest_findings
finds by trying all short histories, and no shrinking.

Prints a table in Markdown, then by family, then what was not found and not minimal; exit code 1 if
fewer than nine in ten were found, fewer than 95 in 100 of these are minimal (one of a few may be bigger),
one in ten has more than four calls, or a finding could not be replayed.
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
MINIMAL_SHARE = 0.95
SMALLEST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "smallest_findings.tsv")
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


def smallest_findings():
    """By defect: the fewest calls, and with so many calls the fewest conditions."""
    smallest = {}
    with open(SMALLEST, encoding="utf-8") as table:
        for line in table:
            name, calls, conditions, *_ = line.rstrip("\n").split("\t")
            if calls != "-":
                smallest[name] = (int(calls), int(conditions))
    return smallest


def size_of(finding):
    """Calls and conditions of its history, as smallest_findings() counts them."""
    world, *calls = finding["history"].splitlines()[1:]
    words = [word for word in world.split()[2:] if word not in ("PostPaid", "PrePaid") and "=" not in word]
    return len(calls), sum(len(word.split("+")) for word in words)


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
            finding = min(counting, key=lambda one: (size_of(one), -one["rate"]))
            row |= {"found": True, "checker": finding["checker"], "size": size_of(finding),
                    "rate": finding["rate"], "history": finding["history"],
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

    smallest = smallest_findings()
    print("| family | defect | checker | after | calls | conditions | fewest | rate |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    rows = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for row in pool.map(lambda defect: hunt(options.program, defect, options.seconds), defects):
            row["fewest"] = smallest.get(row["defect"].partition("@")[0])
            rows.append(row)
            print_row(row)
    return 0 if print_sums(rows, options.seconds) else 1


def print_row(row):
    fewest = "{} and {}".format(*row["fewest"]) if row["fewest"] else "not known"
    if not row["found"]:
        print(f"| {row['family']} | {row['defect']} | not found | | | | {fewest} | |", flush=True)
        return
    flaws = "" if row["replayed"] else ", not replayed"
    flaws += "" if row["holds"] else ", fails on the honest endpoint, too"
    calls, conditions = row["size"]
    print(f"| {row['family']} | {row['defect']} | {row['checker']}{flaws} | {row['seconds']:.1f} s "
          f"| {calls} | {conditions} | {fewest} | {row['rate']:.2f} |", flush=True)


def print_sums(rows, seconds):
    """By family, and of all; whether that is enough."""
    found = [row for row in rows if row["found"]]
    for row in found:
        if row["size"] == (1, 0):  # no history is smaller
            row["fewest"] = row["fewest"] or row["size"]
    known = [row for row in found if row["fewest"]]
    minimal = [row for row in known if row["size"] <= row["fewest"]]
    long = [row for row in found if row["size"][0] > MOST_CALLS]
    flawed = [row for row in found if not row["replayed"] or not row["holds"]]

    print("\n| family | defects | found | minimal | calls, at most | after, at most |")
    print("|---|---|---|---|---|---|")
    for family in [*dict.fromkeys(row["family"] for row in rows), "all"]:
        def of_it(some, family=family):
            return [row for row in some if family in (row["family"], "all")]
        calls = max((row["size"][0] for row in of_it(found)), default=0)
        after = max((row["seconds"] for row in of_it(found)), default=0)
        print(f"| {family} | {len(of_it(rows))} | {len(of_it(found))} | {len(of_it(minimal))} "
              f"| {calls} | {after:.1f} s |")

    for row in rows:
        if not row["found"]:
            print(f"\nnot found: {row['defect']}")
        elif row["fewest"] and row not in minimal:
            history = "; ".join(row["history"].splitlines()[1:])
            print("\nnot minimal: {}, {} and {}: {}".format(row["defect"], *row["fewest"], history))
    print(f"\n{len(found)} of {len(rows)} found within {seconds} s each; {len(found) - len(long)} of them shrunk "
          f"to at most {MOST_CALLS} calls; {len(minimal)} of {len(known)} minimal in calls and conditions.")
    # Of a few defects one may be bigger by chance: where only a part of the plays shows it.
    most_bigger = max(1, (1 - MINIMAL_SHARE) * len(known))
    return (len(found) - len(long) >= SHARE * len(rows) and len(known) - len(minimal) <= most_bigger
            and not flawed)


if __name__ == "__main__":
    sys.exit(main())
