# SPDX-License-Identifier: Apache-2.0
"""Whatever a target sends, and however long it keeps silent: a run has bounds."""

import asyncio
import concurrent.futures
import dataclasses
import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest

from hallmark_program import (ENOUGH, PROGRAM, ROOT, SANITIZED, SLOWNESS, Done, WithFolder, hallmark, reference,
                              within)
from honest_ways import Way, endpoint_with, head, with_length

MOST_MEMORY = 128 << 20
PART = ("--select", "base/**", "--select", "*/precondition/*", "--select", "*/row/**", "--select", "concurrency/**",
        "--select", "authentication/*/replay/**")


def measured(*arguments):
    """A command that has ended, and the most memory that it had."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        process = subprocess.Popen([PROGRAM, *arguments], stdout=out, stderr=err)
        # What wait4() tells counts this program in, up to exec.
        peak = 0
        while process.poll() is None:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                found = re.search(r"VmHWM:\s+(\d+) kB", status.read())
            peak = int(found.group(1)) << 10 if found else peak
            time.sleep(0.01)
        out.seek(0)
        err.seek(0)
        done = Done(subprocess.CompletedProcess(arguments, process.returncode, out.read(), err.read()))
    return done, peak


# What is sent in place of an answer, or with it. An honest answer stays honest under blanks.

def padded(size):
    def pad(answer):
        blanks = b" " * size
        return with_length(dataclasses.replace(answer, body=answer.body + blanks if answer.body else answer.body))
    return pad


def many_headers(answer):
    return [head(answer, *(f"X-{i}: {'h' * 900}" for i in range(60)), f"Content-Length: {len(answer.body)}") + answer.body]


def endless_extensions(answer):
    chunk = b"1;" + b"e" * 4000 + b"\r\n \r\n"
    return [head(answer, "Transfer-Encoding: chunked") + chunk * 64] + [chunk * 64] * 20


def many_values(answer):
    return with_length(dataclasses.replace(answer, body=b"[" + b"0," * 400_000 + b"0]"))


def bomb(answer):
    return with_length(dataclasses.replace(answer, headers={**answer.headers, "Content-Encoding": "gzip"}, body=BOMB))


BOMB = gzip.compress(bytes(64 << 20), 1)
def long_message(size):
    def say(answer):
        body = answer.body
        for before in (b'"Message":"', b"<Message>"):
            body = body.replace(before, before + b"m" * size)
        return with_length(dataclasses.replace(answer, body=body))
    return say


FLOODS = {
    "15 MB": padded(15_000_000),
    "just within the limit": padded(1_000_000),
    "just within what is kept": padded(60_000),
    "headers": many_headers,
    "extensions of chunks": endless_extensions,
    "a list of zeros": many_values,
    "a gzip bomb": bomb,
}


def run_under(flood):
    """The run against an endpoint that floods: how it ended, its peak, and the sizes of its reports."""
    with endpoint_with(Way(wire=flood)) as url, tempfile.TemporaryDirectory() as folder:
        reports = [os.path.join(folder, name) for name in ("run.json", "run.xml")]
        done, peak = measured("run", "--endpoint", url, "--depth", "1", "--timeout", "2s", *PART,
                              *(word for report in reports for word in ("--report", report)))
        return done, peak, [os.path.getsize(report) for report in reports if os.path.exists(report)]


class Memory(unittest.TestCase):
    def test_is_bounded_whatever_is_sent(self):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:  # they wait more than they work
            runs = dict(zip(FLOODS, pool.map(run_under, FLOODS.values())))
        for name, (done, peak, sizes) in runs.items():
            with self.subTest(flood=name):
                self.assertNotIn("the suite", done.out + done.err)
                if not SANITIZED:  # what is freed it keeps, and its shadow counts
                    self.assertLess(peak, MOST_MEMORY, f"{peak >> 20} MiB: {done.headline}")
                if not done.out:  # nobody can be asked there
                    self.assertRegex(done.err, "is too long: [^\n]* longer than the limit\n$|is not the API: 400 Bad Request"
                                               "[^\n]*; (more than 20000 JSON values|unpacked it is longer than 1 MiB)[.]")
                    continue
                self.assertEqual(len(sizes), 2)
                self.assertLess(max(sizes), MOST_MEMORY)

    def test_an_honest_endpoint_gets_its_verdict_however_long_its_answers_are(self):
        # 32 and 65 at once, seventeen on one connection, many looks at one instance, and one case beside the other.
        cases = ("concurrency/start-instance/32", "authentication/v1/behind-others/elsewhere", "http/keep-alive/*",
                 "start-instance/transition/**", "start-instance/precondition/*")
        for size in (100_000, 1_000_000):
            with self.subTest(size=size), endpoint_with(Way(wire=padded(size))) as url:
                done, peak = measured("run", "--endpoint", url, *(word for case in cases for word in ("--select", case)))
                self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-2000:])
                if not SANITIZED:
                    self.assertLess(peak, MOST_MEMORY, f"{peak >> 20} MiB")

    def test_a_long_answer_is_judged_whole_and_kept_in_part(self):
        with endpoint_with(Way(wire=padded(100_000))) as url, tempfile.TemporaryDirectory() as folder:
            run = os.path.join(folder, "run.json")
            done = hallmark("run", "--endpoint", url, "--select", "start-instance/precondition/*", "--report", run)
            self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-2000:])
            with open(run, encoding="utf-8") as saved:
                exchanges = [call["exchange"] for case in json.load(saved)["cases"]
                             for call in case["evidence"]["calls"]]
            for exchange in exchanges:
                self.assertEqual(len(exchange["body"]), 64 << 10)
                self.assertGreater(exchange["bodyCut"], 30_000)
            again = hallmark("judge", run)
            self.assertEqual(again.code, 2, again.out)
            self.assertIn("cannot be judged again", again.out)


PYTHON_OF_ALL = shutil.which("python3", path="/usr/bin:/bin")


@unittest.skipIf("thread" in SANITIZED, "ThreadSanitizer has a thread of its own")
class Threads(WithFolder):
    """`ulimit -u`: so many processes and threads, and no more. Root is not bound by it."""

    def setUp(self):
        super().setUp()
        lent = [shutil.which(name) for name in ("setpriv", "prlimit")]
        if os.geteuid() != 0 or None in (*lent, PYTHON_OF_ALL):
            self.skipTest("needs root, setpriv, prlimit and a python3 for everybody")
        self.limited = [lent[0], "--reuid=65534", "--regid=65534", "--clear-groups", lent[1]]
        os.chmod(self.folder, 0o777)
        with open(self.file("h.txt"), "w", encoding="utf-8") as file:
            file.write("hallmark history 1\nworld Running PostPaid\nStartInstance\n")
        if subprocess.run([*self.limited, PROGRAM, "--version"], capture_output=True, check=False).returncode:
            self.skipTest("nobody else may run the program here")

    def with_threads(self, most, *arguments):
        done = subprocess.run([*self.limited, f"--nproc={most}:{most}", PROGRAM, *arguments], capture_output=True, text=True,
                              errors="replace", cwd=self.folder, timeout=60 * SLOWNESS, check=False)
        return Done(done)

    def test_their_want_is_nobodys_fault_but_ours(self):
        shim = os.path.join(ROOT, "docs", "examples", "shim", "hallmark_shim.py")
        with reference("--defect", "start-while-running") as url:
            rows = (
                # Alone there is no thread beside the first, and no other process.
                (1, ("run", "--select", "base/**"), "no thread to serve on"),
                (1, ("serve", "--port", "0"), "no thread to serve on"),
                (1, ("send", "StartInstance"), "no thread to serve on"),
                (1, ("fuzz", "--for", ENOUGH, "--endpoint", url), "no thread to play on"),
                (1, ("replay", "h.txt"), "no thread to serve on"),
                (1, ("run", "--select", "base/**", "--endpoint", url.replace("127.0.0.1", "127.1")), r"look up the host 127\.1"),
                (1, ("run", "--select", "base/**", "--endpoint", url, "--fixtures", "exec:cat"), "cannot be started"),
                (1, ("fixtures", "check", "exec:cat"), "cannot be started"),
                (1, ("sdk", "--", PYTHON_OF_ALL, shim), "cannot be started"),
                (1, ("selftest", "--defect", "start-while-running"), "no thread to serve on"),
                (2, ("sdk", "--", PYTHON_OF_ALL, shim), "a client may need threads"),
                (3, ("sdk", "--", PYTHON_OF_ALL, shim), "a client may need threads"),
            )
            for most, words, says in rows:
                with self.subTest(threads=most, words=words):
                    done = self.with_threads(most, *words)
                    self.assertEqual(done.code, 2, done.out[-1000:] + done.err)
                    self.assertRegex(done.err, r"\Ahallmark: [^\n]*" + says + r"[^\n]*\n\Z")
            # What needs no further thread does with one.
            done = self.with_threads(1, "run", "--endpoint", url, "--select", "start-instance/precondition/*")
            self.assertEqual(done.code, 1, done.out[-1000:] + done.err)


class Patience(unittest.TestCase):
    def test_what_hangs_for_one_cause_is_not_asked_for_ever(self):
        async def silent_where_it_refuses(answer):
            if answer.status >= 400:
                await asyncio.sleep(3)
                raise BrokenPipeError
            return with_length(answer)

        with endpoint_with(Way(wire=silent_where_it_refuses)) as url:
            done = within(60, lambda: hallmark("run", "--endpoint", url, "--timeout", "1s", "--depth", "1"))
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertIn("cases blocked", done.out)
        failed, inconclusive = re.search(r"^all +\d+ +(\d+) +(\d+)", done.out, re.M).groups()
        self.assertLess(int(failed), 400)
        self.assertGreater(int(inconclusive), 800)


if __name__ == "__main__":
    unittest.main(verbosity=2)
