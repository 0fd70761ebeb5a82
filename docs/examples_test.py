#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every command in the documents runs, and does what the document says; every link leads to a file.

    python3 docs/examples_test.py PATH/TO/hallmark

Takes the blocks fenced as ```sh out of README.md and docs/*.md. A block that uses `hallmark` is run
line by line, in one empty folder of its own that holds links to docs/ and runner/; a block without it (building,
formatting) is left alone. In a block

    command            must exit with 0 and write nothing to stderr
    command   # exit 1 must exit with 1 and write nothing to stderr
    command   # exit 2 must exit with 2; the reason stands on stderr
    command &          is a server: it must say where it listens, and ends with the block

Port 8080 stands for a free one. Blocks are run apart, so each must say all that it needs. A block
fenced as ```text right behind shows the output of the last command: each of its lines must be there,
in this order, whatever the ids, times and rates; a line of three dots stands for any lines.
"""

import concurrent.futures
import contextlib
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

sys.path.insert(0, str(ROOT / "runner" / "e2e"))
from hallmark_program import PATIENCE, free_port  # noqa: E402

PROGRAM = pathlib.Path()  # set by main

FENCE = re.compile(r"^```sh\n(.*?)^```$(?:\n+^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
EXIT = re.compile(r"\s+#\s*exit (\d)\s*$")
SUBCOMMANDS = re.compile(r"^Subcommands:\n((?:  .*\n)+)", re.MULTILINE)
OPTION = re.compile(r"^  (?:-\w,)?(--[a-z-]+)", re.MULTILINE)
OURS = re.compile(r"(^|\s|\|)hallmark\s")


def blocks_of(text):
    """(line number, commands, output shown) of each block that uses hallmark; a trailing backslash
    joins lines."""
    for fence in FENCE.finditer(text):
        body = fence[1].replace("\\\n", " ")
        commands = [line.strip() for line in body.splitlines()]
        commands = [line for line in commands if line and not line.startswith("#")]
        if any(OURS.search(line) for line in commands):
            yield text.count("\n", 0, fence.start()) + 1, commands, fence[2] or ""


def plain(line):
    """A line of output without what differs from run to run."""
    line = re.sub(r"i-bp1[0-9a-z]+", "i-bp1", line.rstrip())
    line = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1", line)
    # Which history of a campaign shows a finding first, and in which of its plays.
    line = re.sub(r" at call \d+", " at call", re.sub(r"(It still fails), in play \d+", r"\1", line))
    return re.sub(r"( exchanges) in [\d.]+ s, \d+ a second", r"\1", line)


def not_in(output, shown):
    """The first line of `shown` that does not follow in `output`, or nothing."""
    lines = iter([plain(line) for line in output.splitlines()])
    for line in shown.splitlines():
        if line != "..." and plain(line) not in lines:
            return line
    return None


def at_once(work, blocks):
    """Each block with what came of it. Most of them wait."""
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        yield from zip(blocks, pool.map(work, blocks))


def blocks_of_the_documents():
    """(page, line number, commands, output shown) of each."""
    return [(page.name, *block) for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
            for block in blocks_of(page.read_text(encoding="utf-8"))]


def options_of(*command):
    """(command, option) of each that its help shows, and of all commands below it."""
    shown = subprocess.run([PROGRAM, *command, "--help"], capture_output=True, text=True, check=True).stdout
    for option in OPTION.findall(shown):
        yield " ".join(command), option
    if below := SUBCOMMANDS.search(shown):
        for name in re.findall(r"^  (\w+)", below[1], re.MULTILINE):
            yield from options_of(*command, name)


def not_ignored(names):
    """Those of the names, of files in the root of the sources, that git would take for something new."""
    ignored = subprocess.run(["git", "-C", ROOT, "check-ignore", "--stdin"], input="\n".join(names),
                             capture_output=True, text=True, check=False)
    return sorted(set(names) - set(ignored.stdout.split()))


class Block:
    """One block being run: its folder, its environment, its servers."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("docs", "runner"):
            (pathlib.Path(folder) / name).symlink_to(ROOT / name)
        self.servers, self.readers = [], []
        self.output = ""  # of the last command
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
        with self.start("set -o pipefail; " + line, stderr=subprocess.PIPE) as process:
            try:
                output, errors = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return f"it was not done after {PATIENCE} seconds"
        self.output = output.decode("utf-8", "replace")
        if process.returncode != wanted:
            return (f"exit {process.returncode}, wanted {wanted}\n"
                    + self.output[-2000:]
                    + errors.decode("utf-8", "replace")[-2000:])
        if wanted != 2 and errors:
            return "on stderr: " + errors.decode("utf-8", "replace")[:1000]
        return None

    def start(self, line, stderr):
        """A shell in a process group of its own, so that all of it can be ended."""
        return subprocess.Popen(["bash", "-c", line], cwd=self.folder, env=self.environment,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
                                start_new_session=True)

    def serve(self, line):
        server = self.start("exec " + line, stderr=subprocess.STDOUT)
        self.servers.append(server)
        bound = threading.Timer(PATIENCE, server.kill)
        bound.start()
        said = b""
        for said in server.stdout:
            if self.port.encode() in said:
                break
        bound.cancel()
        if self.port.encode() not in said or server.poll() is not None:
            return f"the server did not say that it listens: {said!r}"
        # What it says from now on is read and dropped, so that its pipe never fills.
        reader = threading.Thread(target=server.stdout.read, daemon=True)
        reader.start()
        self.readers.append(reader)
        return None

    def paste(self, commands):
        """All lines at once, into one shell, as a reader does: nothing if the last one does what it promises."""
        wanted = EXIT.search(commands[-1])
        lines = [EXIT.sub("", command).replace("8080", self.port) for command in commands]
        with self.start("\n".join(lines), stderr=subprocess.STDOUT) as shell:
            try:
                output = self.read_to_end(shell)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(shell.pid, signal.SIGKILL)  # the servers, too
        if shell.returncode == (int(wanted[1]) if wanted else 0):
            return None
        return f"exit {shell.returncode}\n" + output.decode("utf-8", "replace")[-2000:]

    @staticmethod
    def read_to_end(shell):
        """What the shell says; its servers hold the pipe open, so it ends with the shell."""
        said = []
        reader = threading.Thread(target=lambda: said.extend(shell.stdout), daemon=True)
        reader.start()
        shell.wait(PATIENCE)
        reader.join(1)
        return b"".join(said)

    def close(self):
        for server in self.servers:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
        for reader in self.readers:
            reader.join(PATIENCE)
        for server in self.servers:
            server.stdout.close()


class Examples(unittest.TestCase):
    def test_commands_of_the_documents(self):
        left = set()

        def carry_out(one):
            _, _, commands, shown = one
            with tempfile.TemporaryDirectory() as folder, contextlib.closing(Block(folder)) as block:
                said = [(command, block.run(command)) for command in commands]
                left.update(path.name + "/" * path.is_dir() for path in pathlib.Path(folder).iterdir()
                            if not path.is_symlink())
                return said + [("the output shown", not_in(block.output, shown))]

        count = 0
        for (page, line_number, *_), said in at_once(carry_out, blocks_of_the_documents()):
            for command, wrong in said:
                count += 1
                with self.subTest(page=page, block=line_number, command=command):
                    self.assertIsNone(wrong)
        self.assertGreater(count, 10, "the documents show hardly any command")
        if shutil.which("git") and (ROOT / ".git").exists():
            self.assertEqual(not_ignored(left), [], "left where the blocks are pasted, and not in .gitignore")

    def test_links_lead_somewhere(self):
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
            for link in LINK.findall(page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, link=link):
                    self.assertTrue((page.parent / link).exists())

    def test_every_page_is_found(self):
        pages = [*ROOT.glob("*.md"), *(page for page in (ROOT / "docs").rglob("*.md"))]
        linked = {(page.parent / link).resolve() for page in pages
                  for link in LINK.findall(page.read_text(encoding="utf-8"))}
        for page in (ROOT / "docs").rglob("*.md"):
            with self.subTest(page=page.relative_to(ROOT)):
                self.assertTrue(linked & {page, page.parent}, "no page links to it")

    def test_a_server_and_its_client_run_when_pasted(self):
        def paste(one):
            with tempfile.TemporaryDirectory() as folder, contextlib.closing(Block(folder)) as block:
                return block.paste(one[2])

        with_servers = [one for one in blocks_of_the_documents() if any(line.endswith("&") for line in one[2])]
        for (page, line_number, *_), wrong in at_once(paste, with_servers):
            with self.subTest(page=page, block=line_number):
                self.assertIsNone(wrong)
        self.assertGreater(len(with_servers), 2)

    def test_every_option_is_told_of(self):
        pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        told = "\n".join(page.read_text(encoding="utf-8") for page in pages)
        options = set(options_of())
        for command, option in sorted(options):
            with self.subTest(command=command, option=option):
                self.assertRegex(told, re.escape(option) + r"(?![a-z-])")
        self.assertGreater(len(options), 100)

    def test_figures_are_true(self):
        def lines_of(*command):
            shown = subprocess.run([PROGRAM, *command], capture_output=True, text=True, check=True).stdout
            return [line for line in shown.splitlines() if line and not re.fullmatch(r"\d+ \w+", line)]

        def told_by(page):
            return " ".join((ROOT / page).read_text(encoding="utf-8").split())

        pages = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven")[len(lines_of("list", "editions"))]
        asked = lines_of("sdk", "--list")
        for page, text in (("README.md", f"{pages} pages, {len(lines_of('list', 'rows')):,} error rows"),
                           ("docs/certify-a-client.md", f"all {len(asked):,} cases are asked")):
            with self.subTest(page):
                self.assertIn(text, told_by(page))
        self.assertFalse([line for line in asked if line.startswith("client/keeps-to-the-protocol ")],
                         "docs/certify-a-client.md says that it is one more")
        conditions = [line.split()[0] for line in lines_of("list", "conditions")]
        with self.subTest("docs/fixture-protocol.md"):
            table = told_by("docs/fixture-protocol.md").partition("| condition |")[2].partition("A condition says")[0]
            self.assertEqual(re.findall(r"\| `(\w+)` \|", table), conditions)
        with self.subTest("docs/histories.md"):
            listed = told_by("docs/histories.md").partition("Conditions: ")[2].partition(" ### ")[0]
            self.assertEqual(re.findall(r"`(\w+)`", listed), conditions)

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
        self.assertEqual(list(blocks_of(text)), [(2, ["hallmark run    --strict", "ls"], "")])
        text = "```sh\nhallmark run\n```\n\n```text\nCONFORMANT\n```\n"
        self.assertEqual(list(blocks_of(text)), [(1, ["hallmark run"], "CONFORMANT\n")])

    def test_output_is_compared_in_order(self):
        output = "at http://127.0.0.1:5\nrun(i-bp1ab)\n3 exchanges in 0.1 s, 30 a second\nend\n"
        shown = "at http://127.0.0.1:8080\nrun(i-bp1zz)\n...\nend\n"
        self.assertIsNone(not_in(output, shown))
        self.assertIsNone(not_in(output, "3 exchanges in 7.5 s, 1 a second\n"))
        self.assertIsNotNone(not_in(output, "9 exchanges in 0.1 s, 30 a second\n"))
        self.assertEqual(not_in(output, "end\nrun(i-bp1ab)\n"), "run(i-bp1ab)")
        self.assertIsNone(not_in("FIND  x  at call 4, y\nIt still fails, in play 6.\n",
                                 "FIND  x  at call 1, y\nIt still fails.\n"))
        self.assertEqual(not_in(output, "ends\n"), "ends")


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
