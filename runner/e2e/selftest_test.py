# SPDX-License-Identifier: Apache-2.0
"""`hallmark selftest` over a few pairs of a fault and a trigger, ended and gone on with."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from hallmark_program import PROGRAM, hallmark

CAUGHT = "start-while-running@while-post-paid"
# Contradicts itself, and so can neither be met nor be caught.
HIDDEN = "start-while-running@while-stopped"


def selftest(*arguments):
    return hallmark("selftest", *arguments)


class Pairs(unittest.TestCase):
    def test_tells_what_became_of_each(self):
        run = selftest("--depth", "2", "--verbose", "--defect", CAUGHT, "--defect", HIDDEN)
        self.assertEqual(run.code, 1, run.out + run.err)
        self.assertIn(f"caught    {CAUGHT} by start-instance/", run.out)
        self.assertIn(f"NEVER MET {HIDDEN}", run.out)
        self.assertRegex(run.out, r"(?m)^start-while-running +\.\|0$")
        self.assertTrue(run.out.endswith(
            "selftest: 1 of 2 caught, 1 survive, 1 of them never met; 0 explained\n"), run.out)
        self.assertEqual(run.err, "")

    def test_takes_the_triggers_that_make_sense(self):
        told = self.first_line("--depth", "2", "--defect", "v1-signature-not-checked", "--trigger", "by-v3",
                               "--trigger", "by-get")
        self.assertIn("against 1 pair of 1 fault and 1 trigger", told)
        run = selftest("--depth", "2", "--defect", "v1-signature-not-checked", "--trigger", "by-v3")
        self.assertEqual(run.code, 2)
        self.assertIn("makes sense", run.err)

    def test_counts_cases_defects_and_triggers_as_list_does(self):
        def listed(*what):
            return hallmark("list", *what).out.splitlines()[-1]

        of_a_run = re.search(r"([\d,]+) as a run counts them", listed("cases", "--depth", "1"))[1].replace(",", "")
        run = selftest("--defect", "start-while-running")
        self.assertIn(f"selftest: {of_a_run} cases against 1 defect\n", run.out)
        of_a_run = re.search(r"([\d,]+) as a run counts them", listed("cases"))[1].replace(",", "")
        told = self.first_line("--depth", "2")
        self.assertIn(f"selftest: {of_a_run} cases against ", told)
        self.assertIn(f" {listed('defects').split()[0]} faults and {listed('triggers').split()[0]} triggers, "
                      "12 combinations of triggers or no trigger\n", told)
        deep = sum(one["depth"] > 1 for one in json.loads(hallmark("list", "defects", "--json").out))
        self.assertTrue(self.first_line().endswith(f" defects, {deep} more show at --depth 2 alone\n"))

    @staticmethod
    def first_line(*arguments):
        with subprocess.Popen([PROGRAM, "selftest", *arguments], stdout=subprocess.PIPE, text=True) as process:
            try:
                return process.stdout.readline()
            finally:
                process.kill()

    def test_tells_which_cases_are_needed(self):
        hidden = "simultaneous-reactivations-accepted@under-no-stock"
        run = selftest("--depth", "2", "--defect", CAUGHT, "--defect", hidden,
                       "--needed", "concurrency/*/no-stock", "--needed", "start-instance/precondition/*")
        self.assertEqual(run.code, 0, run.out + run.err)
        self.assertIn(f"NEEDED  concurrency/reactivate-instances/no-stock for {hidden}\n"
                      "selftest: 1 case of those in question needed, for 1 pair that no other case catches\n",
                      run.out)

    def test_depth_1_takes_pairs_by_name(self):
        run = selftest("--defect", CAUGHT)
        self.assertEqual(run.code, 0, run.out + run.err)
        self.assertIn(f"caught    {CAUGHT}", run.out)

    def test_refuses_what_it_does_not_know(self):
        for wrong in (("--defect", "start-while-running@nothing"), ("--depth", "2", "--trigger", "nothing"),
                      ("--resume", "journal"), ("--trigger", "by-get"), ("--needed", "**"),
                      ("--depth", "2", "--needed", "nothing")):
            with self.subTest(wrong=wrong):
                run = selftest(*wrong)
                self.assertEqual(run.code, 2, run.out)
                self.assertEqual(run.err.count("\n"), 1, run.err)


class Journal(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.first_path = pathlib.Path(folder.name, "journal")
        cls.first = selftest("--depth", "2", "--verbose", "--defect", CAUGHT, "--resume", str(cls.first_path))

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(shutil.copy(self.first_path, folder.name))

    def selftest(self):
        return selftest("--depth", "2", "--verbose", "--defect", CAUGHT, "--resume", str(self.path))

    def test_holds_where_all_are_caught(self):
        self.assertEqual(self.first.code, 0, self.first.out + self.first.err)

    def test_knows_what_was_judged(self):
        lines = self.path.read_text().splitlines()
        self.assertEqual([line.split()[0] for line in lines], ["hallmark", "caught"])
        # Whatever it says is believed; so nothing was run again.
        self.path.write_text("\n".join([*lines[:1], f"caught {CAUGHT} by-heart"]) + "\n")
        again = self.selftest()
        self.assertIn(f"caught    {CAUGHT} by by-heart", again.out)
        self.assertEqual(again.code, 0)

    def test_does_without_a_line_that_was_cut_off(self):
        text = self.path.read_text()
        self.path.write_text(text[:-10])
        self.assertEqual(self.selftest().code, 0)
        self.assertEqual(self.path.read_text(), text)

    def test_is_about_one_self_test(self):
        self.path.write_text("hallmark selftest journal 2 of 7\n")
        run = self.selftest()
        self.assertEqual(run.code, 2)
        self.assertIn("is no journal of this self-test", run.err)
        self.assertEqual(self.path.read_text(), "hallmark selftest journal 2 of 7\n")


if __name__ == "__main__":
    unittest.main()
