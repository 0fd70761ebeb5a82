# SPDX-License-Identifier: Apache-2.0
"""Whose fault it is, and how long it takes, where hallmark fuzz and hallmark replay meet what is not the target's."""

import concurrent.futures
import contextlib
import glob
import os
import random
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

from hallmark_program import (ENOUGH, FEW_DESCRIPTORS_DO, HERE, PATIENCE, PROGRAM, Done, WithFolder, hallmark,
                              listening, nobody_there, reference, under_way, within)
from troubled_way import Trouble, Troubled, sent_twice

RELAY = os.path.join(HERE, "troubled_relay.py")
AT_ONCE = 30  # seconds, however slow the machine is; what might be waited for instead takes minutes
HISTORY = "hallmark history 1\nworld Stopped PostPaid\nStartInstance\n"


def relay(trouble, url, number=0):
    return listening(sys.executable, RELAY, trouble, url, str(number))


@contextlib.contextmanager
def silent_port(accepts):
    """Takes connections, and never answers; or does not even accept them."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        kept = []
        if not accepts:  # fills the backlog
            for _ in range(8):
                other = socket.socket()
                other.setblocking(False)
                other.connect_ex(server.getsockname())
                kept.append(other)
        else:
            def accept():
                with contextlib.suppress(OSError):
                    while True:
                        kept.append(server.accept()[0])
            threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for one in kept:
            one.close()


class WithFindings(WithFolder):
    def history(self):
        with open(self.file("history.txt"), "w", encoding="utf-8") as history:
            history.write(HISTORY)
        return self.file("history.txt")

    def findings(self):
        return sorted(glob.glob(self.file("findings/*.txt")))

    def fuzz(self, *arguments, limits=""):
        words = [PROGRAM, "fuzz", "--findings", self.file("findings"), *arguments]
        if limits:
            words = ["bash", "-c", f"{limits}; exec {shlex.join(words)}"]
        return Done(subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=PATIENCE,
                                   check=False))

    def fuzz_within(self, limit, *arguments):
        """A campaign that ends within so many seconds."""
        return within(limit, lambda: self.fuzz(*arguments))

    def no_verdict(self, done, *saying):
        self.assertEqual(done.code, 2, done.out[-2000:] + done.err)
        self.assertEqual(self.findings(), [], done.out[-2000:])
        self.assertNotIn("FIND ", done.out)
        self.assertRegex(done.out + done.err, "|".join(saying))


class NobodyThere(WithFindings):
    def test_is_one_line_and_no_finding(self):
        with reference() as url, silent_port(True) as mute, silent_port(False) as full:
            for name, endpoint, saying in (("closed", nobody_there(), "nobody answers at .*refused"),
                                           ("unknown", "http://nowhere.invalid", "look up the host nowhere.inv"),
                                           ("mute", mute, "nobody answers at .*within 300 ms"),
                                           ("full", full, "nobody answers at .*within 300 ms")):
                where = ("--endpoint", endpoint, "--fixtures", url + "/_fixtures", "--timeout", "300ms")
                with self.subTest(name):
                    done = self.fuzz_within(AT_ONCE, *where, "--for", "10m")
                    self.no_verdict(done, saying)
                    self.assertEqual(done.err.count("\n"), 1, done.err)
                with self.subTest(name + ", replayed"):
                    done = hallmark("replay", self.history(), *where)
                    self.no_verdict(done, saying)
                    self.assertEqual(done.err.count("\n"), 1, done.err)

    def test_is_who_speaks_of_something_else(self):
        with reference() as url:
            for name in ("is another server", "accepts whatever it is asked", "sends one elsewhere", "wants a password"):
                with self.subTest(name), Troubled(name, url) as there:
                    done = self.fuzz_within(AT_ONCE, "--endpoint", there.url, "--for", "10m", "--timeout", "2s")
                    self.no_verdict(done, "what answers at .* is not the API: [0-9]+ [A-Z]")
                    self.assertEqual(done.err.count("\n"), 1, done.err)

    def test_is_told_when_the_time_is_over(self):
        with reference() as url, silent_port(True) as mute:
            done = self.fuzz_within(AT_ONCE, "--endpoint", mute, "--fixtures", url + "/_fixtures", "--for", "1s",
                                    "--timeout", "10m")
            self.no_verdict(done, "nobody answers")


class GoneMeanwhile(WithFindings):
    def run_till_gone(self, kind):
        findings = self.file(kind)
        with reference("--threads", "2") as url, relay(kind, url, 1000) as there:
            done = hallmark("fuzz", "--endpoint", there, "--fixtures", url + "/_fixtures", "--for", ENOUGH,
                            "--timeout", "1s", "--findings", findings, "--seed", "5")
        return kind, done.code, done.out, os.path.isdir(findings) and os.listdir(findings)

    def test_is_the_end_and_no_finding(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for kind, code, out, findings in pool.map(self.run_till_gone, ("dies", "hangs")):
                with self.subTest(kind):
                    self.assertFalse(findings, out[-2000:])
                    self.assertIn("the target is gone: ", out)
                    self.assertRegex(out.splitlines()[-1], "^NO VERDICT: the target went away after [0-9]+ hist")
                    self.assertEqual(code, 2)

    def test_is_seen_at_the_end(self):
        for kind in ("dies", "hangs"):
            with self.subTest(kind), reference("--threads", "2") as url, relay(kind, url, 1000) as there:
                done = self.fuzz_within(7, "--endpoint", there, "--for", "4s", "--seed", "5")
                self.assertEqual((done.code, self.findings()), (2, []), done.out[-2000:])
                self.assertRegex(done.out, r"the target is gone: (.|\n)*;\s+its\s+last\s+answer\s+came\s+[0-3]\s+s\s+after")
                self.assertRegex(done.headline, "^NO VERDICT: the target went away after [0-9]+ hist")

    def test_is_not_what_the_fixtures_do_not_offer(self):
        with reference("--threads", "2") as url, relay("offers-little", url) as there:
            done = self.fuzz("--endpoint", there, "--for", ENOUGH, "--histories", "200", "--seed", "1")
            self.assertRegex(done.headline, "^NO FINDING in ")
            self.assertEqual(done.code, 0, done.out[-2000:])
            self.assertNotIn("could not be made", done.out)


class Busy(WithFindings):
    def test_is_waited_for_and_told(self):
        with reference("--threads", "2") as url:
            for trouble, percent in (("throttles", 20), ("unavailable", 10)):
                with self.subTest(trouble), relay(trouble, url, percent) as there:
                    done = self.fuzz("--endpoint", there, "--for", ENOUGH, "--histories", "200", "--seed", "1")
                    self.assertRegex(done.headline, "^NO FINDING in ", done.out[-3000:])
                    self.assertEqual(done.code, 0)
                    self.assertIn("lower --rate", done.out)


@unittest.skipUnless(FEW_DESCRIPTORS_DO, "a sanitizer needs descriptors of its own")
class OurOwnLimits(WithFindings):
    def test_are_no_findings(self):
        with reference("--threads", "2") as url:
            for limits in ("ulimit -n 64", "ulimit -n 20", "ulimit -n 10"):
                with self.subTest(limits):
                    done = self.fuzz("--endpoint", url, "--for", ENOUGH, "--histories", "50", "--seed", "1",
                                     limits=limits)
                    self.assertEqual(self.findings(), [], done.out[-2000:])
                    self.assertIn(done.code, (0, 2), done.out[-2000:] + done.err)
                    if done.code == 2:
                        self.assertRegex(done.out + done.err, r"Too\s+many\s+open\s+files")


    def test_are_shared_with_the_endpoint_that_is_served_here(self):
        for limits in ("ulimit -n 64", "ulimit -n 48", "ulimit -n 32"):
            with self.subTest(limits):
                done = self.fuzz("--for", ENOUGH, "--histories", "200", "--seed", "1", limits=limits)
                self.assertEqual(done.code, 0, done.out[-2000:] + done.err)
                self.assertNotIn("left at the target", done.out)
                self.assertNotIn("cut short", done.out)


class Bounds(WithFindings):
    def is_ended(self, *words):
        process = under_way(*words, out=subprocess.DEVNULL, err=subprocess.DEVNULL)
        time.sleep(1.2)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)

    def test_a_signal_ends_every_wait(self):
        with reference() as url:
            for command in (("fuzz", "--findings", self.file("findings"), "--for", "10m"), ("run",),
                            ("replay", self.history())):
                with self.subTest(command[0]):
                    words = (*command, "--endpoint", url, "--rate", "0.0001")
                    within(AT_ONCE, lambda words=words: self.is_ended(*words))

    def test_a_signal_ends_a_run_whose_target_hangs(self):
        def ended():
            with reference("--threads", "2") as url, relay("hangs", url, 600) as there:
                process = under_way("run", "--endpoint", there, out=subprocess.DEVNULL, err=subprocess.DEVNULL)
                time.sleep(5)
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=PATIENCE)
                self.assertEqual(process.returncode, 130)

        within(18, ended)

    def test_a_signal_ends_the_wait_for_a_greeting(self):
        def ended():
            process = under_way("sdk", "--", "sleep", "100", out=subprocess.DEVNULL, err=subprocess.PIPE)
            time.sleep(0.7)
            process.send_signal(signal.SIGTERM)
            err = process.communicate(timeout=PATIENCE)[1]
            self.assertEqual((process.returncode, err.count("\n")), (130, 1), err)

        within(AT_ONCE, ended)

    def test_who_is_silent_until_the_end_does_not_answer(self):
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            door.listen(64)
            done = hallmark("fuzz", "--endpoint", f"http://127.0.0.1:{door.getsockname()[1]}", "--for", "2s", "--timeout", "60s")
        self.assertEqual((done.code, done.out), (2, ""), done.err)
        self.assertRegex(done.err, r"\Ahallmark: [^\n]* does not answer[^\n]*\n\Z")

    def test_what_hangs_now_and_then_does_not_stretch_the_time(self):
        with reference("--defect", "start-dry-run-never-answered", "--threads", "2") as url:
            self.fuzz_within(AT_ONCE, "--endpoint", url, "--for", "3s", "--seed", "1", "--timeout", "10m")

    def test_what_is_found_last_is_looked_into_within_the_time(self):
        """Nobody but the way makes these findings, dozens at once; each is asked about before it is told."""
        always_twice = Trouble(sent_twice, 1, "")
        with reference("--threads", "2") as url, Troubled(always_twice, url) as there:
            self.fuzz_within(6, "--endpoint", there.url, "--for", "3s", "--seed", "1")

            def is_ended():
                process = under_way("fuzz", "--findings", self.file("findings"), "--for", "10m", "--endpoint", there.url,
                                    out=subprocess.DEVNULL, err=subprocess.DEVNULL)
                time.sleep(3)
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=PATIENCE)
                self.assertIn(process.returncode, (2, 130))  # the way may have been found out by then

            within(6, is_ended)


class Levels(WithFindings):
    def test_only_what_is_required_decides_unless_strict(self):
        with reference("--defect", "dry-run-garbage-accepted") as url:
            # One job and a seed: the same histories, however slow the machine is.
            options = ("--endpoint", url, "--seed", "1", "--jobs", "1", "--histories", "500", "--first-finding",
                       "--for", ENOUGH)
            lenient, strict = self.fuzz(*options), self.fuzz(*options, "--strict")
            # What decides nothing does not end it.
            self.assertRegex(lenient.headline, "^NO REQUIRED FINDING in 500 histories .*; [1-9][0-9]* recommended")
            self.assertEqual(lenient.code, 0)
            self.assertRegex(strict.headline, "^1 FINDING: 1 recommended in ")
            self.assertEqual(strict.code, 1)


class ALoadedMachine(WithFindings):
    def test_makes_no_finding(self):
        """Both sides stand still now and then, for longer than an instance takes to settle."""
        server = under_way("serve")
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        url = re.search(r"http://\S+", server.stdout.readline()).group(0)
        process = under_way("fuzz", "--endpoint", url, "--for", "4s", "--seed", "3", "--jobs", "8", "--findings",
                            self.file("findings"))
        chance = random.Random(3)
        end = time.monotonic() + 5
        while process.poll() is None and time.monotonic() < end:
            one = chance.choice((server, process))
            one.send_signal(signal.SIGSTOP)
            time.sleep(chance.choice((.01, .06, .12)))
            one.send_signal(signal.SIGCONT)
            time.sleep(.02)
        out, _ = process.communicate(timeout=PATIENCE)
        self.assertRegex(out.splitlines()[-1], "^NO FINDING in ")
        self.assertEqual(process.returncode, 0)


class TheClock(WithFindings):
    def test_is_named_where_it_is_off(self):
        with reference() as url, relay("ahead", url, 1200) as there:
            for command in (("fuzz", "--for", ENOUGH, "--findings", self.file("findings")),
                            ("replay", self.history())):
                where = (*command, "--endpoint", there, "--fixtures", url + "/_fixtures")
                with self.subTest(command[0]):
                    self.no_verdict(hallmark(*where), "your clock is 20 min behind the target's")


class Replays(WithFindings):
    def test_take_files_folders_and_standard_input(self):
        os.mkdir(self.file("folder"))
        for name in ("a.txt", "b.txt"):
            with open(self.file("folder/" + name), "w", encoding="utf-8") as one:
                one.write(HISTORY)
        done = hallmark("replay", self.history(), self.file("folder"))
        self.assertEqual((done.code, done.err), (0, ""), done.out)
        self.assertEqual(done.headline, "0 of 3 histories failed")
        fed = hallmark("replay", "-", given=HISTORY)
        self.assertEqual(fed.code, 0, fed.err)
        with reference("--defect", "start-does-nothing") as url:
            done = hallmark("replay", self.file("folder"), "--endpoint", url)
            self.assertEqual(done.code, 1)
            self.assertEqual(done.headline, "2 of 2 histories failed")
        os.mkdir(self.file("empty"))
        done = hallmark("replay", self.file("empty"))
        self.assertEqual(done.code, 2)
        self.assertIn("holds no finding", done.err)


if __name__ == "__main__":
    unittest.main()
