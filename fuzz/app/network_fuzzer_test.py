#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""libFuzzer over the network: led by answers, silent on the honest endpoint, and finds a defect.

    python3 fuzz/app/network_fuzzer_test.py FUZZ_NETWORK HALLMARK
"""

import os
import re
import subprocess
import sys
import tempfile
import unittest

FUZZER, HALLMARK = (os.path.abspath(program) for program in sys.argv[1:3])


class Network(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def fuzz(self, *arguments):
        done = subprocess.run([FUZZER, *arguments], capture_output=True, text=True, cwd=self.folder,
                              timeout=120, check=False)
        return done.returncode, done.stderr

    def serve(self, *arguments):
        process = subprocess.Popen([HALLMARK, "serve", *arguments], stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return re.search(r"http://\S+", process.stdout.readline()).group(0)

    def test_answers_lead_it_on_an_endpoint_without_a_finding(self):
        corpus = os.path.join(self.folder, "corpus")
        os.mkdir(corpus)
        code, told = self.fuzz(corpus, "-runs=1000", "-seed=1")
        self.assertEqual(code, 0, told[-3000:])
        self.assertTrue("Extra Counters" in told, told[:1000])
        kept = len(os.listdir(corpus))
        # Blind, the engine keeps one input.
        self.assertGreater(kept, 50)
        merged = os.path.join(self.folder, "merged")
        os.mkdir(merged)
        code, told = self.fuzz("-merge=1", merged, corpus)
        self.assertEqual(code, 0, told[-3000:])
        self.assertTrue(0 < len(os.listdir(merged)) <= kept)

    def test_a_defect_is_found_and_the_input_shows_it_again(self):
        defective = self.serve("--defect", "start-while-running")
        code, told = self.fuzz("--endpoint=" + defective, "-max_total_time=60", "-seed=1")
        self.assertNotEqual(code, 0)
        self.assertTrue("property broken: " in told, told[-3000:])
        inputs = [name for name in os.listdir(self.folder) if name.startswith("crash-")]
        self.assertEqual(len(inputs), 1, told[-3000:])
        code, told = self.fuzz("--endpoint=" + defective, inputs[0])
        self.assertTrue("property broken: " in told, told[-3000:])
        code, told = self.fuzz("--endpoint=" + self.serve(), inputs[0])
        self.assertEqual(code, 0, told[-3000:])

    def test_wrong_options_are_told_in_one_line(self):
        for endpoint in ("nowhere", "", "http://8.8.8.8:1"):
            code, told = self.fuzz("--endpoint=" + endpoint, "-runs=1")
            self.assertEqual(code, 2, endpoint)
            self.assertEqual(len([line for line in told.splitlines() if line.startswith("fuzz_network: ")]), 1)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
