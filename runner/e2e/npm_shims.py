# SPDX-License-Identifier: Apache-2.0
"""The shims of runner/adapters that need packages from npm, installed beside the build."""

import fcntl
import os
import shutil
import subprocess
import tempfile
import unittest

from hallmark_program import ROOT

ADAPTERS = os.path.join(ROOT, "runner", "adapters")
INSTALLED = os.environ.get("HALLMARK_ADAPTERS") or \
    os.path.join(tempfile.gettempdir(), f"hallmark-adapters-{os.getuid()}")
PATIENCE = 180  # seconds for an installation


def npm_shim(name):
    """The command that runs this shim. Raises SkipTest where its packages cannot be had."""
    os.makedirs(INSTALLED, exist_ok=True)
    with open(os.path.join(INSTALLED, ".lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run at the same time
        shutil.copy(os.path.join(ADAPTERS, "shim_protocol.js"), INSTALLED)
        folder = os.path.join(INSTALLED, name)
        shutil.copytree(os.path.join(ADAPTERS, name), folder, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("node_modules"))
        install(folder)
    return ["node", os.path.join(folder, "shim.js")]


def install(folder):
    wanted = os.path.join(folder, "package-lock.json")
    done = os.path.join(folder, "node_modules", "installed-package-lock.json")
    if os.path.exists(done) and read(done) == read(wanted):
        return
    try:
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                       cwd=folder, check=True, capture_output=True, text=True, timeout=PATIENCE)
    except FileNotFoundError:
        raise unittest.SkipTest("npm is not installed") from None
    except subprocess.TimeoutExpired:
        raise unittest.SkipTest(f"npm ci was not done after {PATIENCE} seconds") from None
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.strip().splitlines() or ["no reason given"])[0]
        raise unittest.SkipTest(f"npm ci failed: {reason}") from None
    shutil.copy(wanted, done)


def read(path):
    with open(path, "rb") as file:
        return file.read()
