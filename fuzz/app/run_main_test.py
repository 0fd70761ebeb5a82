#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""hallmark_run, the program of the first verdict, is `hallmark run` and nothing else."""

import subprocess
import sys
import unittest


def said(program, *arguments):
    result = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout, result.stderr


class RunAlone(unittest.TestCase):
    def test_both_programs_say_the_same(self):
        for arguments in (["run", "--help"], ["run", "--select", "start-instance/**", "--dry-run"],
                          ["run", "--shard", "4/3"], ["run", "--endpiont", "x"], ["--version"]):
            with self.subTest(arguments=arguments):
                self.assertEqual(said(ALONE, *arguments), said(WHOLE, *arguments))

    def test_it_comes_to_a_verdict(self):
        for arguments in ([], ["run", "--select", "base/**"]):
            code, out, _ = said(ALONE, *arguments)
            self.assertEqual((code, out.splitlines()[-1]), (0, "CONFORMANT"))

    def test_it_has_no_other_command(self):
        code, out, err = said(ALONE, "list")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("hallmark: there is no command list", err)


if __name__ == "__main__":
    WHOLE, ALONE = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1])
