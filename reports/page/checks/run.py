#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a script for node with the npm packages of the package-lock.json beside it.

    run.py FOLDER SCRIPT ARGUMENT...

A SCRIPT without a path is one of those here. The packages are fetched into FOLDER, once. An argument `chromium` is replaced by the browser's path.
Exit code 77, which CTest takes for skipped, with the reason where something that is needed is not there.
"""

import filecmp
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SKIPPED = 77


def skip(why):
    print("skipped: " + why)
    sys.exit(SKIPPED)


def fetch(folder, home):
    """The packages that `home` names, where those of its lock file are not there yet."""
    os.makedirs(folder, exist_ok=True)
    lock, done = os.path.join(home, "package-lock.json"), os.path.join(folder, "done")
    for name in os.listdir(home):
        if name.endswith((".mjs", ".json")):
            shutil.copy(os.path.join(home, name), folder)
    if os.path.exists(done) and filecmp.cmp(lock, done, shallow=False):
        return
    try:
        npm = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                             capture_output=True, text=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        skip("npm does not answer")
    if npm.returncode != 0:
        skip("npm cannot fetch the packages: " + npm.stderr.strip().rsplit("\n", 1)[-1])
    shutil.copy(lock, done)


def main():
    folder, script, *arguments = sys.argv[1:]
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            skip(program + " is not there")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if "chromium" in arguments and chromium is None:
        skip("chromium is not there")
    fetch(folder, os.path.dirname(script) or HERE)
    arguments = [chromium if argument == "chromium" else argument for argument in arguments]
    done = subprocess.run(["node", os.path.basename(script), *arguments], cwd=folder, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
