# SPDX-License-Identifier: Apache-2.0
"""Fixtures that are not what was asked for are an error of the fixtures, in one line, and nobody else's fault."""

import contextlib
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from hallmark_program import (HERE, PATIENCE, PROGRAM, SLOWNESS, at_once, environment_with, hallmark, listening,
                              mistaken_peer, nobody_there, peer_endpoint, reference, wait_until)
from lying_fixtures import written_file
from troubled_way import Troubled

OF_A_FILE = ("--depth", "1", "--select", "base/**", "--select", "start-instance/precondition/*", "--select",
             "start-instance/transition/**")
SELECTED = ("--depth", "1", "--select", "base/**", "--select", "start-instance/**")
OF_TWO_WORLDS = ("--jobs", "1", "--strict", "--select", "base/signature/**", "--select", "authentication/*/unknown-instance/**",
                 "--select", "authentication/v1/replay/nonce-of-another-account", "--select",
                 "authentication/v1/foreign-instance-as-unknown/start-instance/*")

# What a run says, whether every world is a lie or one in three.
SAYS = {
    "twice": r"the fixtures handed out i-\S+ twice at a time: (for an instance that is \w+.*|while it was taken down,) "
             r"and for an instance that is",
    "wrong-status": r"the fixtures handed out i-\S+ as (Stopped; DescribeInstances says Running|"
                    r"(Running|Pending|Starting|Stopping); DescribeInstances says Stopped)",
    "never-stopped": r"the fixtures handed out i-\S+ as Stopped; DescribeInstances says Running",
    "dead": r"the fixtures handed out i-\S+ (with an access key that the target does not know|"
            r"and under its key the target knows no such instance)",
    "wrong-key": r"the fixtures handed out i-\S+ with an access key that the target does not know",
    "late": r"the fixtures handed out i-\S+ as (Running; DescribeInstances says Start|"
            r"Stopped; DescribeInstances says Stopp)ing",
    "swapped-owner": r"the fixtures handed out i-\S+, and under its key the target knows no such instance",
}
WRONG_REGION = r"the fixtures handed out i-\S+ in eu-moon-1; DescribeInstanceAttribute says cn-hangzhou, and there " \
               r"DescribeInstances shows it"
WRONG_SECRET = r"the fixtures handed out i-\S+ with a secret that the target refuses"


def lying(lie, url, every):
    return listening(sys.executable, os.path.join(HERE, "lying_fixtures.py"), lie, url, str(every))


def in_a_program(lie, url, every):
    words = [sys.executable, os.path.join(HERE, "lying_fixtures.py"), lie, url, str(every), "exec"]
    return "exec:" + " ".join(shlex.quote(word) for word in words)


class LyingFixtures(unittest.TestCase):
    def is_theirs(self, done, says):
        shown = f"{done.headline}\n{done.err}\n{done.out[-3000:]}"
        self.assertEqual(done.code, 2, shown)
        self.assertEqual(done.failures(), set(), shown)
        self.assertRegex(done.out + done.err, says, shown)

    def are_theirs(self, run, rows):
        for (lie, every), done in at_once(run, rows):
            with self.subTest(lie=lie, every=every):
                self.is_theirs(done, SAYS[lie])
                self.assertRegex(done.headline, r"^NO VERDICT: .*the fixtures handed out")

    def test_wrong_secrets_in_all_worlds_are_told_beside_who_else_it_may_be(self):
        says = {True: "the target signs the same text, so the secrets that the fixtures hand out are not its own",
                False: "the fixtures hand out secrets that are not the target's, or it makes none as documented, or something "
                       "in between"}
        for tells, endpoint in ((True, reference), (False, peer_endpoint)):
            with self.subTest(tells=tells), endpoint() as url, lying("wrong-secret", url, 1) as fixtures:
                done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED)
                self.is_theirs(done, re.escape(says[tells]))
                self.assertRegex(done.headline, r"^NO VERDICT: .*no signature is accepted in any of \d+ worlds")
        with reference() as url, lying("wrong-secret", url, 1) as fixtures, tempfile.TemporaryDirectory() as folder:
            done = hallmark("fuzz", "--endpoint", url, "--fixtures", fixtures, "--histories", "50", "--findings", folder)
            self.is_theirs(done, re.escape(says[True]))

    def test_a_target_that_makes_signatures_otherwise_is_blamed(self):
        for mistake, style in (("keys-swapped", "a"), ("keys-swapped", "c"), ("signs-another-text", "c")):
            with self.subTest(mistake=mistake, style=style), mistaken_peer(mistake, style) as url:
                done = hallmark("run", "--endpoint", url, *SELECTED)
                self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                self.assertIn("base/signature/v1", " ".join(done.failures()))

    def test_a_run_looks_at_the_second_world_of_a_case(self):
        with reference() as url:
            for lie in ("wrong-secret", "wrong-key", "swapped-owner", "wrong-status"):
                with self.subTest(lie=lie), lying(lie, url, 0) as fixtures:
                    done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *OF_TWO_WORLDS)
                    self.is_theirs(done, {**SAYS, "wrong-secret": WRONG_SECRET}[lie])
        with mistaken_peer("secrets-mixed-up") as url:
            done = hallmark("run", "--endpoint", url, *OF_TWO_WORLDS)
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)

    def test_a_run_blames_nobody_else(self):
        def run(row):
            lie, every = row
            with lying(lie, url, every) as fixtures:
                return hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED)

        with reference() as url:
            self.are_theirs(run, [(lie, every) for lie in SAYS for every in (1, 3)])

    def test_a_lock_that_two_witnesses_deny_is_theirs(self):
        says = {"no-lock": r"the fixtures handed out i-\S+ as locked for security; it shows no lock, and calls on it are accepted",
                "one-more-lock": r"the fixtures handed out i-\S+ locked for security, of which they say nothing"}
        with reference() as url:
            for lie, every in (("no-lock", 1), ("one-more-lock", 3)):
                with lying(lie, url, every) as fixtures, self.subTest(lie=lie):
                    self.is_theirs(hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED), says[lie])
        for defect in ("start-ignores-security-lock", "security-lock-not-shown"):
            with reference("--defect", defect) as url, lying("honest", url, 1) as fixtures, self.subTest(defect=defect):
                done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, "--depth", "1")
                self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                self.assertNotIn("the fixtures handed out", done.out)

    def test_a_status_that_nobody_else_tells_is_theirs(self):
        says = r"the fixtures tell that i-\S+ is Stopped; DescribeInstances and its sisters say \w+, and so does a dry run"
        flags = ("--depth", "1", "--select", "base/**", "--select", "start-instance/parameter/**")
        with reference() as url:
            with lying("told-stopped", url, 1) as fixtures:
                self.is_theirs(hallmark("run", "--endpoint", url, "--fixtures", fixtures, *flags), says)
        with reference("--defect", "start-does-nothing") as url, lying("honest", url, 1) as fixtures:
            done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *flags)
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
            self.assertNotIn("the fixtures tell", done.out)

    def test_a_wrong_region_is_theirs_and_no_failure_where_it_comes_and_goes(self):
        with reference() as url:
            for source in (lying("wrong-region", url, 1), contextlib.nullcontext(in_a_program("wrong-region", url, 1))):
                with source as fixtures, self.subTest(source=fixtures):
                    self.is_theirs(hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED), WRONG_REGION)
            with lying("wrong-region", url, 3) as fixtures:
                done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED)
                self.assertIn(done.code, (0, 2), done.out[-2000:] + done.err)
                self.assertEqual(done.failures(), set(), done.out[-2000:])
        with reference("--defect", "describe-instances-loses-what-runs") as url, lying("honest", url, 1) as fixtures:
            done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED)
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)

    def test_neither_does_one_with_the_fixtures_of_a_program(self):
        def run(row):
            return hallmark("run", "--endpoint", url, "--fixtures", in_a_program(row[0], url, row[1]), *SELECTED)

        with reference() as url:
            self.are_theirs(run, [*((lie, 1) for lie in SAYS), ("wrong-key", 3), ("never-stopped", 3)])
            done = hallmark("run", "--endpoint", url, "--fixtures", in_a_program("honest", url, 1), *SELECTED)
            self.assertEqual(done.code, 0, done.out[-2000:] + done.err)
        with reference("--defect", "start-while-running") as url:
            done = hallmark("run", "--endpoint", url, "--fixtures", in_a_program("honest", url, 1), *SELECTED)
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)

    def test_a_file_that_lies_is_believed_no_further_than_can_be_seen(self):
        # What stands otherwise than it says is left alone, and what nobody may look at is its own fault.
        unseen = r"^NO VERDICT: .*\(instance i-\S+\)|^CONFORMANT(, partial| in the )|^NO VERDICT: (nothing was judged|only \d+ of)"
        def run(row):
            lie, every = row
            path = os.path.join(folder, f"{lie}-{every}.json")
            secrets = written_file(path, lie, url, every)
            return hallmark("run", "--endpoint", url, "--fixtures", path, *OF_A_FILE, **secrets)

        with reference() as url, tempfile.TemporaryDirectory() as folder:
            rows = [(lie, every) for lie in (*SAYS, "wrong-secret") for every in (1, 3)]
            for (lie, every), done in at_once(run, rows):
                with self.subTest(lie=lie, every=every):
                    self.assertIn(done.code, (0, 2), done.out[-2000:] + done.err)
                    self.assertEqual(done.failures(), set(), done.out[-2000:])
                    self.assertRegex(done.headline, unseen)
        with reference("--defect", "start-while-running") as url, tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "fixtures.json")
            secrets = written_file(path, "wrong-status", url, 3)
            done = hallmark("run", "--endpoint", url, "--fixtures", path, *OF_A_FILE, **secrets)
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)

    def test_a_signal_ends_the_wait_for_an_instance(self):
        with reference() as url, tempfile.TemporaryDirectory() as folder:
            path, run = os.path.join(folder, "fixtures.json"), os.path.join(folder, "run.json")
            secrets = written_file(path, "honest", url, 1, settle_ms=None)  # none comes back
            process = subprocess.Popen([PROGRAM, "run", "--endpoint", url, "--fixtures", path, "--report", run, "--jobs", "2",
                                        *SELECTED], env=environment_with(**secrets), stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE, text=True)
            try:
                wait_until(lambda: os.path.exists(run + ".partial") and os.path.getsize(run + ".partial") > 5000)
                time.sleep(1)
                began = time.monotonic()
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=PATIENCE)
                self.assertLess(time.monotonic() - began, 5 * SLOWNESS, out[-2000:] + err)
                self.assertEqual(process.returncode, 130, out[-2000:] + err)
            finally:
                process.kill()
                process.wait()

    def test_a_wrong_secret_now_and_then_is_theirs(self):
        with reference() as url, lying("wrong-secret", url, 3) as fixtures:
            for source in (fixtures, in_a_program("wrong-secret", url, 3)):
                with self.subTest(source=source):
                    done = hallmark("run", "--endpoint", url, "--fixtures", source, *SELECTED)
                    self.is_theirs(done, WRONG_SECRET)
        with reference("--defect", "v3-start-refused@every-third-call") as url, lying("honest", url, 1) as fixtures:
            done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED)
            self.assertEqual(done.code, 1, done.out[-2000:])
            self.assertNotIn("the fixtures handed out", done.out)

    def test_a_way_that_loses_answers_blames_nobody_else_either(self):
        # Of a lie nobody is convicted by an answer that was cut, and nobody else in its place: but by chance, where
        # the answers that would have shown it were all cut. That comes now and then, and not each time.
        def run(lie):
            with lying(lie, url, 3) as fixtures, Troubled("cuts one answer in five", url) as way:
                for _ in range(5):
                    done = hallmark("run", "--endpoint", way.url, "--fixtures", fixtures, *SELECTED)
                    if done.code == 2:
                        break
                return done

        with reference() as url:
            for lie, done in at_once(run, ("wrong-status", "wrong-key", "swapped-owner")):
                with self.subTest(lie=lie):
                    self.is_theirs(done, SAYS[lie])

    def test_a_campaign_finds_nothing_in_them(self):
        def run(row):
            with tempfile.TemporaryDirectory() as folder, lying(row[0], url, 2) as fixtures:
                done = hallmark("fuzz", "--endpoint", url, "--fixtures", fixtures, "--histories", "100", "--seed", "1",
                                "--findings", folder)
                return done, os.listdir(folder)

        with reference() as url:
            for (lie, says), (done, found) in at_once(run, {**SAYS, "wrong-secret": WRONG_SECRET}.items()):
                with self.subTest(lie=lie):
                    self.is_theirs(done, says)
                    self.assertNotIn("FIND ", done.out)
                    self.assertEqual(found, [])

    def test_a_check_that_may_ask_the_endpoint_finds_them(self):
        says = {
            "wrong-key": "a world is handed out with an access key that the target does not know",
            "wrong-secret": "the endpoint refuses what is signed with the key of a world (",
            "swapped-owner": "a world is handed out, and under its key the target knows no such instance",
            "never-stopped": "a world is handed out as Stopped; DescribeInstances says Running",
        }
        with reference() as url:
            for lie, wrong in says.items():
                with self.subTest(lie=lie), lying(lie, url, 1) as fixtures:
                    alone = hallmark("fixtures", "check", fixtures)
                    self.assertNotIn(wrong, alone.out)
                    done = hallmark("fixtures", "check", fixtures, "--endpoint", url)
                    self.assertEqual(done.code, 1, done.out + done.err)
                    self.assertIn("WRONG  " + wrong, done.out)
            with lying("honest", url, 1) as fixtures:
                done = hallmark("fixtures", "check", fixtures, "--endpoint", url)
                self.assertEqual(done.code, 0, done.out + done.err)
                self.assertIn("ok     the endpoint shows 5 of 5 worlds as they were asked for, each under its key", done.out)
                nobody = hallmark("fixtures", "check", fixtures, "--endpoint", nobody_there())
                self.assertEqual(nobody.code, 2, nobody.out + nobody.err)
                self.assertIn("nobody answers at", nobody.err)

    def test_a_target_that_fails_is_told_of_beside_honest_ones(self):
        with reference("--defect", "start-while-running") as url, lying("honest", url, 1) as fixtures:
            done = hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED)
            self.assertEqual(done.code, 1, done.out[-2000:])
            self.assertRegex(done.headline, r"^NOT CONFORMANT: \d+ required")

    def test_so_is_one_that_fails_at_times(self):
        # The others refuse, and leave a world that looks as if it had been another from the beginning.
        def run(defect):
            runs = []
            with reference("--defect", defect + "@every-third-call") as url, lying("honest", url, 1) as fixtures:
                while len(runs) < 3:  # ten calls would show the first: all are answered well in two runs of a hundred
                    runs.append(hallmark("run", "--endpoint", url, "--fixtures", fixtures, *SELECTED))
                    if runs[-1].code != 0:
                        break
            return runs

        for defect, runs in at_once(run, ("start-while-running", "refused-start-starts", "refused-start-stops")):
            with self.subTest(defect=defect):
                for done in runs:
                    self.assertNotIn("the fixtures handed out", done.out)
                self.assertEqual(done.code, 1, done.out[-2000:])
                self.assertRegex(done.headline, r"^NOT CONFORMANT: \d+ required cases? failed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
