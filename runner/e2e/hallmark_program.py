# SPDX-License-Identifier: Apache-2.0
"""The program under test and the endpoints that it is put to, for the end-to-end tests."""

import concurrent.futures
import contextlib
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.environ.get("HALLMARK", os.path.join(ROOT, "build", "runner", "app", "hallmark"))
SMALLEST = os.path.join(ROOT, "docs", "examples", "endpoint", "smallest_endpoint.py")
PEER = os.path.join(HERE, "peer_endpoint.py")
# What the program is built with, as HALLMARK_SANITIZE of the build has it: it takes many times as long then, and memory.
SANITIZED = os.environ.get("HALLMARK_SANITIZED_BY", "")
SLOWNESS = 10 if SANITIZED else 1
# UndefinedBehaviorSanitizer learns through a pipe of what type an object is; without one, any is wrong to it.
FEW_DESCRIPTORS_DO = "undefined" not in SANITIZED
PATIENCE = 900 * SLOWNESS  # seconds for any one command
ENOUGH = f"{PATIENCE // 2}s"  # for a campaign that something else is to end, however slow the machine is
HELD = []  # sockets, until the tests end


class Done:
    """A command that has ended."""

    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr

    @property
    def headline(self):
        return self.out.rstrip("\n").rsplit("\n", 1)[-1]

    @property
    def said(self):
        """All of it, long lines whole."""
        return re.sub(r"\n {4,}", " ", self.out + self.err)

    def failures(self):
        """The ids, variants left out, of the cases that failed."""
        return {match.group(1) for match in re.finditer(r"^FAIL +(\S+)", self.out, re.M)}


def environment_with(**more):
    """Ours, without what would steer the program."""
    ours = {name: value for name, value in os.environ.items()
            if not name.startswith(("HALLMARK_", "GTEST_", "JOB_COMPLETION", "TEST_", "XML_OUTPUT_FILE"))}
    return {**ours, **more}


def hallmark(*arguments, given=None, **environment):
    """The program, run to its end. `given`: what stands on its standard input; None: ours."""
    return Done(subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, text=True, errors="replace",
                               env=environment_with(**environment), timeout=PATIENCE, check=False))


def under_way(*arguments, out=subprocess.PIPE, err=None):
    """The program, started; whoever has it waits for it or ends it. `out`, `err`: as Popen has them."""
    return subprocess.Popen([PROGRAM, *arguments], stdout=out, stderr=err, text=True, errors="replace",
                            env=environment_with())


def within(limit, attempt, tries=4):
    """What `attempt` gives, the first time that it takes no more than so many seconds; an error where it never does.

    A loaded machine is slow now and then; a wait without a bound is too long each time.
    """
    for _ in range(tries):
        began = time.monotonic()
        given = attempt()
        took = time.monotonic() - began
        if took < limit * SLOWNESS:
            return given
    raise AssertionError(f"{took} s are too long, {limit} are the limit")


def wait_until(true):
    """Until what it is called for is so; an error where that is never so."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"in vain for {PATIENCE} s")
        time.sleep(0.01)


def free_port(given=set()):
    """One on which nobody listens, and that somebody may take. Never the same twice.

    It lies below those that the system hands out to whoever asks for any, so that no other test is given it before
    it is taken.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in given:
                given.add(port)
                return port


def nobody_listens(port):
    """Whoever has been killed is there until it has ended."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def nobody_there():
    """The URL of a port on which nobody listens, and nobody else will: it is held until the tests end."""
    HELD.append(socket.socket())
    HELD[-1].bind(("127.0.0.1", 0))
    return f"http://127.0.0.1:{HELD[-1].getsockname()[1]}"


@contextlib.contextmanager
def serving(server):
    """A server of http.server, until the block ends; gives its URL."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def at_once(work, rows, most=8):
    """Does `work` for each row, several at a time; gives the rows with what came of them, in their order.

    For runs that wait more than they work.
    """
    with concurrent.futures.ThreadPoolExecutor(most) as pool:
        yield from zip(rows, pool.map(work, rows))


class WithFolder(unittest.TestCase):
    """A folder of its own for each test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def file(self, name):
        return os.path.join(self.folder, name)


class OfManyFlaws(unittest.TestCase):
    """An endpoint with one flaw at a time: none is certified, and each is told in few lines of causes."""

    MOST_LINES_OF_CAUSES = 12

    def refuse_all(self, flaws, run_against):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for flaw, done in zip(flaws, pool.map(run_against, flaws)):
                with self.subTest(flaw=flaw):
                    self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                    causes = re.search(r"^\d+ causes?; fix first:\n((?:  .*\n)*)", done.out, re.M)
                    self.assertIsNotNone(causes, done.out[-2000:])
                    self.assertLessEqual(causes[1].count("\n"), self.MOST_LINES_OF_CAUSES, causes[0])


@contextlib.contextmanager
def listening(*command):
    """Runs a server until the block ends; gives the URL that its first line names."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            line = process.stdout.readline()
            match = re.search(r"https?://[0-9.:\[\]a-z]+", line)
            if match is None:
                raise AssertionError(f"{command[0]} said {line!r} where it should say where it listens")
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield match.group(0)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def reference(*arguments):
    return listening(PROGRAM, "serve", *arguments)


def smallest_endpoint():
    return listening(sys.executable, SMALLEST, "--port", "0")


def mistaken_peer(mistake, style="c"):
    return listening(sys.executable, os.path.join(HERE, "mistaken_peer.py"), mistake, style)


def peer_endpoint(*arguments):
    return listening(sys.executable, PEER, "--port", "0", *arguments)
