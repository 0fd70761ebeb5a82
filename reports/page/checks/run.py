#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one of the scripts beside it with the npm packages of package-lock.json.

    run.py FOLDER SCRIPT ARGUMENT...

The packages are fetched into FOLDER, once. An argument `chromium` is replaced by the browser's path.
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


def fetch(folder):
    """The packages, where those of this lock file are not there yet."""
    os.makedirs(folder, exist_ok=True)
    lock, done = os.path.join(HERE, "package-lock.json"), os.path.join(folder, "done")
    for name in os.listdir(HERE):
        if name.endswith((".mjs", ".json")):
            shutil.copy(os.path.join(HERE, name), folder)
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
    fetch(folder)
    arguments = [chromium if argument == "chromium" else argument for argument in arguments]
    done = subprocess.run(["node", script, *arguments], cwd=folder, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
