# SPDX-License-Identifier: Apache-2.0
"""An honest endpoint may tell its answers in ways of its own: none of them is a failure."""

import unittest

from hallmark_program import hallmark
from honest_ways import WAYS, different_endpoint, together

# Ways that concern different things are tried at once: what goes on the wire, what XML looks like, what JSON does,
# when an instance settles. Each meets every case all the same.
AT_ONCE = (
    ("as it is",),
    ("chunks with a trailer", "XML in CDATA", "JSON pretty-printed"),
    ("no Recommend", "small pieces", "XML with comments", "JSON in ASCII and another order"),
    ("interim answers", "XML after a byte order mark", "members that nobody asked for"),
    ("header names in lower case", "XML in a namespace", "a header of its own"),
    ("header names in upper case", "XML pretty-printed", "gzip where asked"),
    ("texts of its own language", "throttles now and then", "settles late"),
    ("undeclared parameters refused", "settles at once"),
)


class HonestWays(unittest.TestCase):
    def test_no_way_of_being_different_is_a_failure(self):
        self.assertEqual(sorted(name for names in AT_ONCE for name in names), sorted(WAYS))
        for names in AT_ONCE:
            with self.subTest(ways=names), different_endpoint(*names) as url:
                done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--depth", together(*names).depth)
                self.assertEqual(done.failures(), set(), done.out[:4000])
                self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-2000:] + done.err)


if __name__ == "__main__":
    unittest.main(verbosity=2)
