# SPDX-License-Identifier: Apache-2.0
"""Whose fault it is: a run between whom and its target something is wrong ends by saying so, and says nothing else."""

import contextlib
import dataclasses
import shlex
import socket
import subprocess
import threading
import unittest

from hallmark_program import (FEW_DESCRIPTORS_DO, PATIENCE, PROGRAM, SANITIZED, Done, at_once, free_port, hallmark,
                              mistaken_peer, nobody_there, reference, within)
from troubled_way import GONE, TROUBLES, Troubled

SELECTED = ("--depth", "1", "--select", "start-instance/**", "--select", "reboot-instance/**")


def starved(limits, *arguments):
    """The program, with less than it is used to."""
    command = f"{limits}; exec {shlex.join([PROGRAM, *arguments])}"
    return Done(subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=PATIENCE, check=False))


class Case(unittest.TestCase):
    def ends(self, done, code, says, fails=False):
        said = done.headline if done.out else done.err
        shown = f"{done.headline}\n{done.err}\n{done.out[-1500:]}"
        self.assertEqual(done.code, code, shown)
        self.assertRegex(said, says, shown)
        if not fails:
            self.assertEqual(done.failures(), set(), shown)
        for cause in ("signatures are not accepted", "Instance is not accepted"):
            self.assertNotIn(cause, done.out + done.err)
        self.assertNotIn("the suite", done.out + done.err)


class TroubledWays(Case):
    def test_each_trouble_is_told_for_what_it_is(self):
        def run(row):
            name, trouble = row

            def attempt():
                with Troubled(name, upstream) as way:
                    return hallmark("run", "--endpoint", way.url, *SELECTED, *trouble.options)

            return within(20, attempt)

        with reference() as upstream:
            for most in (4, 1):
                rows = [row for row in TROUBLES.items() if row[1].lasts == (most == 1)]
                for (name, trouble), done in at_once(run, rows, most):
                    with self.subTest(trouble=name):
                        self.ends(done, trouble.code, trouble.says, trouble.fails)

    def test_what_to_do_about_it_is_noted(self):
        notes = {"bears two connections": "  the target answers again now that little is asked of it, .*: --jobs 4 and --rate 50",
                 "writes a Date of its own, which is asked": "  the Date of its answers is somebody else's, .* this machine's time"}
        with reference() as upstream:
            for name, note in notes.items():
                with self.subTest(trouble=name), Troubled(name, upstream) as way:
                    done = hallmark("run", "--endpoint", way.url, "--select", "base/**", *TROUBLES[name].options)
                    self.assertRegex(done.out, note, done.err)

    def test_one_that_hangs_to_the_end_is_not_waited_for_long(self):
        with reference() as upstream, Troubled(dataclasses.replace(TROUBLES["hangs from then on"], options=()), upstream) as way:
            done = within(30, lambda: hallmark("run", "--endpoint", way.url, *SELECTED), tries=2)
            self.ends(done, 2, GONE)

    def test_what_was_judged_before_the_target_left_stands(self):
        with reference("--defect", "start-while-running") as upstream, Troubled("dies", upstream) as way:
            done = hallmark("run", "--endpoint", way.url, "--depth", "1", "--select", "start-instance/**", "--jobs", "4")
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertRegex(done.headline, r"NOT CONFORMANT: .* failed; the target was gone after \d+ requests")
        self.assertRegex(done.out, r"1 cause; fix first:\n  StartInstance: wanted 403 IncorrectInstanceStatus, got 200:")


    def test_a_way_that_loses_answers_hides_no_defect(self):
        with reference("--defect", "start-while-running") as upstream, \
                Troubled("loses answers in every way", upstream) as way:
            done = hallmark("run", "--endpoint", way.url, "--depth", "1", "--select", "start-instance/precondition/**",
                            "--timeout", "1s")
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertRegex(done.out, r"1 cause; fix first:\n  StartInstance: wanted 403 IncorrectInstanceStatus, got 200:")
        self.assertRegex(done.out, r"the way to the target loses answers: \d+ of \d+ \(\d+ %\)")


@contextlib.contextmanager
def started_anew_all_the_time(port, lives=0.8):
    """The reference endpoint, which forgets all it knew every so many seconds."""
    over = threading.Event()

    def live_again_and_again():
        while not over.is_set():
            with subprocess.Popen([PROGRAM, "serve", "--port", str(port)], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                over.wait(lives)
                process.kill()
    thread = threading.Thread(target=live_again_and_again)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        over.set()
        thread.join()


class StartedAnew(Case):
    def test_what_a_target_forgets_when_it_is_started_anew_is_no_failure(self):
        with started_anew_all_the_time(free_port()) as url:
            done = hallmark("run", "--endpoint", url, "--wait", "10s", "--select", "start-instance/transition/**", "--select",
                            "*/precondition/later/**", "--select", "reboot-instance/history/stop/**", "--repeat", "3")
            self.assertIn(done.code, (0, 2), done.out[-2000:] + done.err)
            self.assertEqual(done.failures(), set(), done.out[-2000:])

    def test_one_that_forgets_whom_it_served_is_blamed(self):
        with mistaken_peer("starting-forgets-the-key") as url:
            done = hallmark("run", "--endpoint", url, "--select", "start-instance/transition/**", "--select",
                            "start-instance/precondition/later/**")
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
            self.assertRegex(done.headline, "^NOT CONFORMANT")


class NobodyThere(Case):
    def test_a_port_that_is_closed_and_a_name_that_is_none(self):
        self.ends(hallmark("run", "--endpoint", nobody_there()), 2, "nobody answers at .* refused")
        self.ends(hallmark("run", "--endpoint", "http://nobody.invalid:80", "--timeout", "3s"), 2,
                  "cannot look up|does not answer")

    def test_a_queue_that_nobody_takes_from(self):
        with contextlib.ExitStack() as open_sockets, socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(0)
            for _ in range(4):
                client = open_sockets.enter_context(socket.socket())
                client.setblocking(False)
                client.connect_ex(server.getsockname())
            url = f"http://127.0.0.1:{server.getsockname()[1]}"
            self.ends(hallmark("run", "--endpoint", url, "--timeout", "500ms"), 2, "does not answer: no connection within")

    def test_a_handshake_that_does_not_end(self):
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(64)
            url = f"https://127.0.0.1:{server.getsockname()[1]}"
            self.ends(hallmark("run", "--endpoint", url, "--timeout", "500ms", "--insecure"), 2,
                      "does not answer: no end of the TLS handshake within")


class Ourselves(Case):
    @unittest.skipUnless(FEW_DESCRIPTORS_DO, "a sanitizer needs descriptors of its own")
    def test_few_descriptors_are_no_fault_of_the_target(self):
        with reference() as url:
            def run(descriptors):
                return starved(f"ulimit -n {descriptors}", "run", "--endpoint", url, *SELECTED)

            for descriptors, done in at_once(run, (64, 32)):
                with self.subTest(descriptors=descriptors):
                    self.ends(done, 0, "^CONFORMANT")
            for descriptors, done in at_once(run, (20, 12, 8)):
                with self.subTest(descriptors=descriptors):
                    self.assertEqual(done.failures(), set(), done.out[-1000:])
                    if done.code != 0:
                        self.ends(done, 2, "this machine lacks something")

    @unittest.skipUnless(FEW_DESCRIPTORS_DO, "a sanitizer needs descriptors of its own")
    def test_the_embedded_endpoint_shares_them(self):
        self.ends(starved("ulimit -n 64", "run", *SELECTED), 0, "^CONFORMANT")

    @unittest.skipIf(SANITIZED, "a sanitizer's shadow of the memory takes more addresses than the limit leaves")
    def test_little_memory_is_no_crash(self):
        self.are_no_crashes((400_000, 150_000, 90_000, *range(80_000, 50_000, -2_000)), "run", *SELECTED)
        self.are_no_crashes(range(100_000, 60_000, -5_000), "fuzz", "--histories", "50")

    def are_no_crashes(self, limits, *command):
        for kilobytes, done in at_once(lambda limit: starved(f"ulimit -v {limit}", *command), limits, most=4):
            with self.subTest(kilobytes=kilobytes, command=command[0]):
                self.assertEqual(done.failures(), set(), done.out[-1000:])
                if done.code != 0 and "error while loading" not in done.err:
                    self.assertEqual(done.code, 2, done.out[-500:] + done.err)

    def test_a_clock_that_is_said_to_be_elsewhere(self):
        with reference() as url:
            done = hallmark("run", "--endpoint", url, *SELECTED, "--clock-skew", "20m")
            self.ends(done, 2, "your clock is 20 min ahead of the target's")
            self.ends(hallmark("run", "--endpoint", url, *SELECTED, "--clock-skew", "5m"), 0, "^CONFORMANT")
            self.ends(hallmark("run", "--endpoint", url, *SELECTED, "--clock-skew", "soon"), 2, "no duration")


if __name__ == "__main__":
    unittest.main(verbosity=2)
