#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""JUnit files of real runs, looked at by the schema of Jenkins' xUnit plugin and by programs of others that read them."""

import os
import signal
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ElementTree

from hallmark_program import ROOT, WithFolder, hallmark, reference, under_way

CHECK = os.path.join(ROOT, "reports", "writers", "checks", "junit.py")
READERS = os.environ.get("HALLMARK_READERS", os.path.join(ROOT, "build", "reports", "junit_readers"))
SHIM = os.path.join(ROOT, "docs", "examples", "shim", "hallmark_shim.py")


class JUnit(WithFolder):
    def interrupted(self, url):
        process = under_way("run", "--endpoint", url, "--rate", "200", "--report", self.file("interrupted.xml"))
        for line in process.stdout:
            if line.startswith("fixtures: "):
                break
        try:
            process.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
            process.communicate()
        return process.returncode

    def test_of_every_kind_of_run_is_what_others_take(self):
        base = ["--depth", "1"]
        self.assertEqual(hallmark("run", *base, "--report", self.file("base.xml")).code, 0)
        self.assertEqual(hallmark("run", *base, "--variants", "full", "--select", "start-instance/precondition/**",
                                  "--report", self.file("full.xml")).code, 0)
        self.assertEqual(hallmark("run", *base, "--without", "v3", "--report", self.file("partial.xml")).code, 0)
        with reference("--defect", "start-while-running", "--defect", "request-id-missing-on-refusal") as url:
            self.assertEqual(hallmark("run", "--endpoint", url, *base, "--report", self.file("failing.xml")).code, 1)
            self.assertEqual(hallmark("fuzz", "--endpoint", url, "--histories", "100", "--seed", "1", "--report",
                                      self.file("campaign.xml"), "--findings", self.file("findings")).code, 1)
            self.assertEqual(self.interrupted(url), 130)
        self.assertEqual(hallmark("sdk", "--select", "answer/status/**", "--report", self.file("client.xml"), "--",
                                  sys.executable, SHIM).code, 0)
        files = [self.file(name + ".xml") for name in ("base", "full", "partial", "failing", "campaign", "interrupted", "client")]
        done = subprocess.run([sys.executable, "-B", CHECK, READERS, *files], capture_output=True, text=True, check=False)
        self.assertIn(done.returncode, (0, 77), done.stdout + done.stderr)
        print(done.stdout, end="")

        root = ElementTree.parse(self.file("failing.xml")).getroot()
        for suite in root:
            self.assertEqual(len(suite.findall("testcase")), int(suite.get("tests")))
            properties = {one.get("name") for one in suite.iter("property")}
            self.assertFalse({name for name in properties if ":" in name}, "what is a case's stands with the case")
        [one] = [case for case in root.iter("testcase")
                 if case.get("name") == "start-instance/precondition/running@get.xml.v1"]
        self.assertRegex(one.findtext("system-out"), r"\Alevel   required\n(cites .*\n)*cites   StartInstance 2020-10, error row 2\n")
        self.assertIn("got     200", one.findtext("failure"))
        stopped = ElementTree.parse(self.file("interrupted.xml")).getroot()
        self.assertRegex(stopped.find("testsuite[@name='interrupted']/testcase/error").get("message"), "^interrupted after ")


if __name__ == "__main__":
    unittest.main()
