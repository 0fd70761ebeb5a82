#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One cause is told once, and the form of every answer is looked at."""

import json
import os
import re
import tempfile
import unittest

from hallmark_program import WithFolder, hallmark, reference


def causes(done):
    """The list at the end: what is wrong, how many cases fail, how many are blocked, the line to paste."""
    block = re.search(r"^(\d+) causes?; fix first:\n((?:  .*\n)+)", done.out, re.M)
    if block is None:
        raise AssertionError(done.out[-3000:])
    told = re.sub(r" \\\n +", " ", block.group(2))
    entries = re.findall(r"^  (\S.*): (\d+) cases? fails?(?:, (\d+) blocked)?\n    (.*)$", told, re.M)
    return [(what, int(fail), int(blocked or 0), again) for what, fail, blocked, again in entries]


class OneCause(unittest.TestCase):
    def against(self, defect, *arguments):
        with reference("--defect", defect) as url:
            done = hallmark("run", "--endpoint", url, *arguments)
            self.assertEqual(done.code, 1, done.out[-2000:])
            told = causes(done)
            self.assertLessEqual(len(re.search(r"^\d+ causes?; fix first:\n(?:  .*\n)+", done.out, re.M)
                                     .group(0).splitlines()), 12)
            again = hallmark(*told[0][3].replace("'", "").split()[1:])
            self.assertEqual(again.code, 1, again.out)
            return done, told

    def test_no_signature_checked_is_one_failure_and_what_it_blocks(self):
        done, told = self.against("signature-not-checked")
        self.assertEqual(told[0][0], "a bad signature is not refused as documented")
        self.assertGreater(told[0][2], 80)
        self.assertLess(len(done.failures()), 6, done.failures())

    def test_starting_while_running_is_told_once(self):
        done, told = self.against("start-while-running")
        self.assertEqual([what for what, *_ in told], ["StartInstance: wanted 403 IncorrectInstanceStatus, got 200"])
        self.assertEqual(len(done.failures()), 1)
        self.assertRegex(done.out, r"\n      also    \d+ more cases like it, which --verbose shows\n")

    def test_verbose_shows_every_failure(self):
        done, told = self.against("start-while-running", "--verbose", "--depth", "1")
        self.assertEqual(len(re.findall(r"^FAIL ", done.out, re.M)), told[0][1])

    def test_a_missing_host_id_is_told_once(self):
        _, told = self.against("host-id-missing")
        self.assertEqual([what for what, *_ in told], ["the error does not name the host that was addressed"])

    def test_a_run_file_keeps_every_failure_beside_its_causes(self):
        with reference("--defect", "start-while-running") as url, tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run.json")
            hallmark("run", "--endpoint", url, "--depth", "1", "--report", path)
            with open(path, encoding="utf-8") as file:
                run = json.load(file)
            failed = [case["id"] + ("@" + case["variant"] if case["variant"] else "")
                      for case in run["cases"] if case["verdict"] == "fail"]
            [cause] = run["summary"]["causes"]
            self.assertEqual(sorted(cause["failed"]), sorted(failed))
            self.assertTrue(cause["decides"])
            judged = hallmark("judge", path)
            self.assertEqual(judged.code, 1)
            self.assertIn(": 0 verdicts changed\n", judged.out)


class EveryAnswer(WithFolder):
    def test_what_no_case_of_its_own_asks_is_found(self):
        for defect, promise, shown in (
                ("request-id-missing-on-lock-refusals", "request-id", "security-lock"),
                ("dry-run-labelled-html", "content-type", "dry-run"),
                ("disk-error-under-the-root-of-a-success", "root-element", "disk-incorrect-status"),
                ("answers-named-latin-1", "charset", ""),
                ("json-after-a-byte-order-mark", "no-byte-order-mark", "")):
            with self.subTest(defect=defect), reference("--defect", defect) as url:
                done = hallmark("run", "--endpoint", url, "--strict")
                self.assertEqual(done.failures(), {"envelope/every-answer/" + promise}, done.out[-2000:])
                [(_, failed, _, again)] = causes(done)
                self.assertEqual(failed, 1)
                self.assertIn(shown, again)

    def test_it_covers_the_answers_of_the_selected_cases(self):
        with reference("--defect", "dry-run-labelled-html") as url:
            clean = hallmark("run", "--endpoint", url, "--select", "start-instance/precondition/**")
            self.assertEqual((clean.headline, clean.code), ("CONFORMANT", 0))
            broken = hallmark("run", "--endpoint", url, "--select", "start-instance/dry-run/passes")
            self.assertEqual(broken.failures(), {"envelope/every-answer/content-type"})
            left_out = hallmark("run", "--endpoint", url, "--depth", "1", "--skip", "envelope/every-answer/**")
            self.assertEqual((left_out.headline, left_out.code), ("CONFORMANT", 0))

    def test_a_campaign_tells_a_missing_host_id_once(self):
        with reference("--defect", "host-id-missing") as url:
            done = hallmark("fuzz", "--endpoint", url, "--histories", "300", "--seed", "1",
                            "--findings", self.file("findings"))
            self.assertEqual(done.code, 1, done.out[-2000:])
            self.assertEqual(len(re.findall(r"^FIND  well-formed-envelope", done.out, re.M)), 1, done.out[-3000:])


class LittleAsked(unittest.TestCase):
    def test_is_said_first_and_below_a_tenth_is_no_verdict(self):
        without = [word for feature in ("v3", "xml", "StartInstance", "RebootInstance")
                   for word in ("--without", feature)]
        done = hallmark("run", *without, "--require-judged", "0")
        self.assertEqual(done.code, 0, done.out[-2000:])
        self.assertRegex(done.headline, r"^CONFORMANT in the [\d,]+ of [\d,]+ cases that could be asked: ")
        done = hallmark("run", *without, "--require-judged", "90")
        self.assertEqual(done.code, 2, done.out[-2000:])
        self.assertRegex(done.headline, r"^NO VERDICT: only [\d,]+ of [\d,]+ cases could be asked, less than the 90 %")


if __name__ == "__main__":
    unittest.main()
