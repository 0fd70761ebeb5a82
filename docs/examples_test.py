#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every command in the documents runs, and does what the document says.

    python3 docs/examples_test.py PATH/TO/hallmark

Takes the blocks fenced as ```sh out of README.md and docs/*.md. A block that uses `hallmark` is run
line by line, in one empty folder of its own that holds a link to docs/; a block without it (building,
formatting) is left alone. In a block

    command            must exit with 0 and write nothing to stderr
    command   # exit 1 must exit with 1 and write nothing to stderr
    command   # exit 2 must exit with 2; the reason stands on stderr
    command &          is a server: it must say where it listens, and ends with the block

Port 8080 stands for a free one. Blocks are run apart, so each must say all that it needs.
"""

import os
import pathlib
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = pathlib.Path()  # set by main
SECONDS = 60  # for one command

FENCE = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+#\s*exit (\d)\s*$")
OURS = re.compile(r"(^|\s|\|)hallmark\s")


def blocks_of(text):
    """(line number, commands) of each block that uses hallmark; a trailing backslash joins lines."""
    for fence in FENCE.finditer(text):
        body = fence[1].replace("\\\n", " ")
        commands = [line.strip() for line in body.splitlines()]
        commands = [line for line in commands if line and not line.startswith("#")]
        if any(OURS.search(line) for line in commands):
            yield text.count("\n", 0, fence.start()) + 1, commands


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Block:
    """One block being run: its folder, its environment, its servers."""

    def __init__(self, folder):
        self.folder = folder
        (pathlib.Path(folder) / "docs").symlink_to(ROOT / "docs")
        self.servers = []
        self.port = str(free_port())
        self.environment = {
            **os.environ,
            "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, line):
        """Nothing if the line did what it promises, else what was wrong."""
        wanted = 0
        if exit_code := EXIT.search(line):
            wanted = int(exit_code[1])
            line = line[: exit_code.start()]
        line = line.replace("8080", self.port)
        if line.startswith("export "):
            name, _, value = shlex.split(line)[1].partition("=")
            self.environment[name] = value
            return None
        if line.endswith("&"):
            return self.serve(line[:-1])
        done = subprocess.run(["bash", "-c", "set -o pipefail; " + line], cwd=self.folder,
                              env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
                              timeout=SECONDS, check=False)
        if done.returncode != wanted:
            return (f"exit {done.returncode}, wanted {wanted}\n"
                    + done.stdout.decode("utf-8", "replace")[-2000:]
                    + done.stderr.decode("utf-8", "replace")[-2000:])
        if wanted != 2 and done.stderr:
            return "on stderr: " + done.stderr.decode("utf-8", "replace")[:1000]
        return None

    def serve(self, line):
        server = subprocess.Popen(["bash", "-c", "exec " + line], cwd=self.folder,
                                  env=self.environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.servers.append(server)
        bound = threading.Timer(SECONDS, server.kill)
        bound.start()
        said = b""
        for said in server.stdout:
            if self.port.encode() in said:
                break
        bound.cancel()
        if self.port.encode() not in said or server.poll() is not None:
            return f"the server did not say that it listens: {said!r}"
        # What it says from now on is read and dropped, so that its pipe never fills.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        return None

    def close(self):
        for server in self.servers:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(SECONDS)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


class Examples(unittest.TestCase):
    def test_commands_of_the_documents(self):
        count = 0
        for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
            for line_number, commands in blocks_of(page.read_text(encoding="utf-8")):
                with tempfile.TemporaryDirectory() as folder:
                    block = Block(folder)
                    try:
                        for command in commands:
                            count += 1
                            with self.subTest(page=page.name, block=line_number, command=command):
                                self.assertIsNone(block.run(command))
                    finally:
                        block.close()
        self.assertGreater(count, 5, "the documents show hardly any command")

    def test_a_wrong_command_is_noticed(self):
        with tempfile.TemporaryDirectory() as folder:
            block = Block(folder)
            self.assertIn("exit 2, wanted 0", block.run("hallmark no-such-command"))
            self.assertIn("exit 0, wanted 1", block.run("hallmark --version # exit 1"))
            self.assertIn("on stderr", block.run("echo trouble >&2"))
            self.assertIn("did not say", block.run("false &"))
            block.close()

    def test_blocks_are_found(self):
        text = "a\n```sh\nhallmark run \\\n  --strict\n\n# remark\nls\n```\n```sh\nmake\n```\n"
        self.assertEqual(list(blocks_of(text)), [(2, ["hallmark run    --strict", "ls"])])


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
