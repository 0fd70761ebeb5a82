# SPDX-License-Identifier: Apache-2.0
"""The endpoint by a fourth hand, in another language: certified where it is honest.

What the flaws are, and which sentence forbids each, `patched_endpoint.js --list` tells.
"""

import shutil
import unittest

from hallmark_program import HERE, hallmark, listening

ENDPOINT = HERE + "/patched_endpoint.js"


def patched(*arguments):
    return listening("node", ENDPOINT, *arguments)


@unittest.skipUnless(shutil.which("node"), "node is not installed")
class Patched(unittest.TestCase):
    def test_is_certified_where_it_is_honest(self):
        with patched() as url:
            done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--strict")
        self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-3000:] + done.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
