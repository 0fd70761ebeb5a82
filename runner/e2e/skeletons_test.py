# SPDX-License-Identifier: Apache-2.0
"""The fixture providers to copy (docs/examples/fixtures): each is what `fixtures check` asks for."""

import os
import shutil
import subprocess
import sys
import unittest

from hallmark_program import ROOT, WithFolder, hallmark, listening

FOLDER = os.path.join(ROOT, "docs", "examples", "fixtures")


class Skeletons(WithFolder):
    def passes(self, *command):
        with listening(*command) as url:
            done = hallmark("fixtures", "check", url + "/_fixtures")
        self.assertEqual(done.code, 0, done.out + done.err)
        self.assertIn("10 of 10 worlds of a status and a charge type", done.out)
        self.assertIn("fixtures: as the protocol says", done.out)

    def test_python(self):
        self.passes(sys.executable, os.path.join(FOLDER, "fixtures.py"), "--port", "0")

    @unittest.skipUnless(shutil.which("node"), "node is not installed")
    def test_javascript(self):
        self.passes("node", os.path.join(FOLDER, "fixtures.js"), "--port", "0")

    @unittest.skipUnless(shutil.which("node"), "node is not installed")
    def test_javascript_with_a_bare_number(self):
        self.passes("node", os.path.join(FOLDER, "fixtures.js"), "0")

    @unittest.skipUnless(shutil.which("go"), "go is not installed")
    def test_go(self):
        program = self.file("fixtures")
        environment = os.environ | {"GOCACHE": os.environ.get("GOCACHE") or self.file("cache"), "GO111MODULE": "off"}
        subprocess.run(["go", "build", "-o", program, os.path.join(FOLDER, "fixtures.go")], check=True, timeout=200,
                       env=environment)
        self.passes(program, "--port", "0")
        self.passes(program, "-port", "0")

    def test_what_is_not_on_offer_is_refused_by_name(self):
        with listening(sys.executable, os.path.join(FOLDER, "fixtures.py"), "--port", "0") as url:
            done = hallmark("send", "StartInstance", "--endpoint", url, "--fixtures", url + "/_fixtures",
                            "--condition", "LocalDisk")
        self.assertEqual(done.code, 2)
        self.assertIn("LocalDisk", done.err)


if __name__ == "__main__":
    unittest.main()
