# SPDX-License-Identifier: Apache-2.0
"""Bad values, for every option of every command: each is one line, and exit 2, at once.

What options there are, and of which kind, the program says itself: what `--help` prints of them comes from their
definitions. An option of a kind that this test does not know fails it.
"""

import os
import re
import socket
import subprocess
import tempfile
import time
import unittest

from hallmark_program import PROGRAM, SLOWNESS

COMMANDS = {  # and what each cannot do without
    "run": [], "list": ["cases"], "serve": [], "selftest": [], "audit": ["PAGE"], "judge": ["RUN"],
    "send": ["StartInstance"], "sign": ["StartInstance"], "fixtures check": ["exec:true"], "fuzz": [], "replay": ["HISTORY"],
    "report diff": ["RUN", "RUN"], "report merge": ["RUN"], "report matrix": ["RUN"], "report statement": ["RUN"],
    "report verify": ["RUN", "RUN"],
}
DURATIONS = ["soon", "-1s", "0s", "nan", "inf", "1e3s", "5x", "1 s", "99999999h", "0x5s", "s"]
NUMBERS = ["-1", "+1", "1.5", "many", "0x10", "1e3", " 1", "18446744073709551616", "nan"]
RATES = ["-1", "nan", "inf", "1e-300", "1e9", "10x", "10/", "10/0s", "0.0000000001"]
WORDS = ["", "\x01", "no such thing"]
TAKES_ANY = {"--access-key-id", "--nonce", "--region"}  # texts: none is wrong, but the empty one
FOLDERS = {"--corpus", "--findings"}  # made where they are not there; what cannot be made is told
DEADLINE = 60 * SLOWNESS  # seconds; nothing is to be waited for, and what is would be for ever


def run(*arguments, folder):
    began = time.monotonic()
    done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, errors="replace", cwd=folder,
                          stdin=subprocess.DEVNULL, timeout=DEADLINE, check=False)
    return done, time.monotonic() - began


def options_of(command, folder):
    """Name and kind of each option, as --help has them."""
    text = run(*command.split(), "--help", folder=folder)[0].stdout
    for line in re.findall(r"^  (-\S.*)$", text, re.M):
        match = re.match(r"(?:-\w,)?(--[a-z0-9-]+)(?: (?!Excludes:|Needs:)(\S+?)(?:=\S*)?(?: |$))?", line)
        yield match.group(1), re.split(r"[:{]", match.group(2) or "")[0] if match.group(2) else ""


class BadValues(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        os.mkdir(cls.path("folder"))
        os.mkfifo(cls.path("pipe"))
        os.mkfifo(cls.path("before-a-pipe.partial"))
        cls.socket = socket.socket(socket.AF_UNIX)
        cls.addClassCleanup(cls.socket.close)
        cls.socket.bind(cls.path("socket"))
        with open(cls.path("huge"), "wb") as huge:
            huge.truncate(1 << 30)
        with open(cls.path("deep"), "w", encoding="utf-8") as deep:
            deep.write("[" * 100_000)
        with open(cls.path("binary"), "wb") as binary:
            binary.write(bytes(range(256)) * 64)
        open(cls.path("empty"), "w", encoding="utf-8").close()
        for name, text in (("PAGE", "x"), ("RUN", "{}"),
                           ("HISTORY", "hallmark history 1\nworld Stopped PostPaid\nStartInstance\n")):
            with open(cls.path(name), "w", encoding="utf-8") as file:
                file.write(text)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    def files(self, *more):
        return [self.path(name) for name in ("nowhere", "folder", "pipe", "huge", *more)] + ["/dev/zero"]

    def refuses(self, *arguments):
        with self.subTest(arguments):
            done, took = run(*arguments, folder=self.folder)
            self.assertEqual(done.returncode, 2, done.stdout[-500:] + done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
            self.assertTrue(done.stderr.startswith("hallmark: "), done.stderr)
            self.assertNotRegex(done.stderr, "basic_|std::|suite itself")
            self.assertLess(took, DEADLINE / 2)

    def bad_values(self, command, name, kind):
        """None where the kind is not known."""
        if name in TAKES_ANY:
            return [""]
        if name in FOLDERS:
            return ["", "/dev/null/x", self.path("pipe"), self.path("socket")]
        if name == "--resume":
            return ["", *self.files("binary")[1:]]  # made where it is not there
        if kind == "D":
            return ["", *DURATIONS]
        if name == "--clock-skew":  # behind it may be
            return ["", *(value for value in DURATIONS if value != "-1s"), "--1s", "never"]
        if kind in ("N", "PID"):
            return ["", *NUMBERS]
        if kind == "RATE":
            return ["", *RATES]
        if name == "--report":
            return ["", "x.unknown", self.path("folder") + "/", "/nowhere/x.json",
                    *(f"json={self.path(name)}" for name in ("folder", "pipe", "socket", "before-a-pipe"))]
        if command == "serve" and name == "--requests":  # what it writes
            return ["", "/nowhere/requests", *(self.path(name) for name in ("folder", "pipe", "socket"))]
        if kind == "FILE":
            return ["", *self.files()]
        if name in ("--select", "--skip"):
            return ["", "no/such/case", *("@" + file for file in self.files("empty"))]
        if name == "--fixtures":
            return ["", "http://", "exec:", *self.files("empty", "deep", "binary")]
        if name == "--endpoint":
            return ["", "nonsense", "http://", "ftp://x", "http://127.0.0.1:106636", "http://[::1"]
        if name in ("--shard", "--shuffle"):
            return ["", "0/0", "1/3/5", "x"] if name == "--shard" else ["", "-1", "x"]
        if name == "--allow-host":
            return ["", "a b", "http://a", "a:80"]
        if name == "--address":
            return ["", "nowhere.invalid", "999.1.1.1"]
        if name == "--run-parameter":
            return ["", "x", "=x"]
        if name == "--header":
            return ["", "X-Key", "=x", "X Key=x", "X-Key=", "X-Key= x", "X-Key=x\r\nHost: y", "Host=x", "authorization=x",
                    "X-Acs-Action=x", "Content-Length=3"]
        if kind:
            return WORDS
        return None

    def test_of_every_option(self):
        asked = 0
        for command, operands in COMMANDS.items():
            for name, kind in options_of(command, self.folder):
                values = self.bad_values(command, name, kind)
                if values is None:
                    continue  # a flag
                for value in values:
                    asked += 1
                    more = ["--depth", "2"] if (command, name) == ("selftest", "--resume") else []
                    self.refuses(*command.split(), *operands, *more, f"{name}={value}")
        self.assertGreater(asked, 300)

    def test_of_files_that_a_command_reads(self):
        for command in ("judge", "replay", "audit", "report merge", "report matrix", "report statement"):
            for file in self.files("empty", "deep", "binary"):
                if command == "replay" and file == self.path("folder"):
                    file = self.path("folder") + "/"  # holds none
                self.refuses(*command.split(), file)

    def test_deep_and_long_lines(self):
        with open(self.path("long"), "wb") as long:
            long.write(b'{"format":"hallmark-run","version":1,"run":{},"cases":[\n')
            long.truncate(300 << 20)
        self.refuses("judge", self.path("long"))


if __name__ == "__main__":
    unittest.main()
