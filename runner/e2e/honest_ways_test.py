# SPDX-License-Identifier: Apache-2.0
"""An honest endpoint may tell its answers in ways of its own: none of them is a failure."""

import unittest

from hallmark_program import hallmark
from honest_ways import WAYS, different_endpoint


class HonestWays(unittest.TestCase):
    def test_no_way_of_being_different_is_a_failure(self):
        for name, way in WAYS.items():
            with self.subTest(way=name), different_endpoint(name) as url:
                done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--depth", way.depth)
                self.assertEqual(done.failures(), set(), done.out[:4000])
                verdict = done.headline.split(":")[0]
                wanted = "CONFORMANT, partial" if way.partial else "CONFORMANT"
                self.assertEqual((verdict, done.code), (wanted, 0), done.out[-2000:] + done.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
