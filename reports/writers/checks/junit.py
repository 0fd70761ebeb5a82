#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""JUnit files looked at by other hands: the schema of Jenkins' xUnit plugin, and four programs that read such files.

    junit.py FOLDER FILE.xml ...

The programs are npm packages, fetched into FOLDER, once. Exit code 77, which CTest takes for skipped, with the reason
where xmllint or npm is not there; what can be looked at is looked at all the same. Files above 4 MiB are held against the
schema alone.
"""

import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
RUN = os.path.join(os.path.dirname(os.path.dirname(HERE)), "page", "checks", "run.py")
SCHEMA = os.path.join(HERE, "xunit-junit-10.xsd")
SKIPPED = 77
READABLE = 4 << 20


def validated(files):
    if shutil.which("xmllint") is None:
        print("skipped: xmllint is not there")
        return SKIPPED
    return subprocess.run(["xmllint", "--noout", "--huge", "--schema", SCHEMA, *files], check=False).returncode


def read_by_others(folder, files):
    files = [os.path.abspath(file) for file in files if os.path.getsize(file) <= READABLE]
    return subprocess.run([sys.executable, "-B", RUN, folder, os.path.join(HERE, "readers.mjs"), *files],
                          check=False).returncode


def main():
    folder, *files = sys.argv[1:]
    codes = [validated(files), read_by_others(folder, files)]
    sys.exit(next((code for code in codes if code not in (0, SKIPPED)), max(codes)))


if __name__ == "__main__":
    main()
