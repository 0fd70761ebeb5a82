# SPDX-License-Identifier: Apache-2.0
"""A way that spoils what passes is told for what it is, and is no failure of an honest target; a defect behind it is."""

import unittest

from hallmark_program import hallmark, peer_endpoint, reference
from spoiling_way import WAYS
from troubled_way import Troubled

SELECTED = ("--depth", "1", "--select", "base/**", "--select", "start-instance/**", "--select", "reboot-instance/parameter/**",
            "--select", "authentication/v1/replay/**", "--select", "authentication/v3/replay/**")


class SpoilingWays(unittest.TestCase):
    def test_each_is_told_for_what_it_is(self):
        with reference() as upstream, reference() as stranger:
            for name, trouble in WAYS.items():
                with self.subTest(way=name), Troubled(trouble, upstream, stranger=stranger) as way:
                    fixtures = ("--fixtures", way.url.removesuffix(trouble.path) + "/_fixtures") if trouble.path else ()
                    done = hallmark("run", "--endpoint", way.url, *SELECTED, *fixtures)
                    shown = done.out[-4000:] + done.err
                    self.assertEqual(done.code, trouble.code, shown)
                    self.assertRegex(done.out + done.err, trouble.says, shown)
                    if not trouble.fails:
                        self.assertNotIn("required case", done.headline, shown)
                    self.assertNotIn("was gone", shown)

    def test_so_it_is_before_an_endpoint_by_another_hand(self):
        with peer_endpoint() as upstream:
            for name in ("replaces refusals", "cuts URLs at 1 KB", "drops blanks", "strips Authorization"):
                with self.subTest(way=name), Troubled(WAYS[name], upstream) as way:
                    done = hallmark("run", "--endpoint", way.url, *SELECTED, "--select", "envelope/**")
                    self.assertEqual(done.code, WAYS[name].code, done.out[-4000:] + done.err)
                    self.assertRegex(done.out + done.err, WAYS[name].says)

    def test_none_that_spoils_a_part_hides_a_defect(self):
        with reference("--defect", "start-while-running") as upstream, reference() as stranger:
            for name in ("answers 403 to odd characters", "cuts URLs at 1 KB", "drops blanks", "strips Authorization",
                         "makes GET of POST", "writes another Host", "sends one in ten to a stranger"):
                with self.subTest(way=name), Troubled(WAYS[name], upstream, stranger=stranger) as way:
                    done = hallmark("run", "--endpoint", way.url, "--depth", "1", "--select", "start-instance/precondition/**")
                    self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                    self.assertRegex(done.out, r"StartInstance: wanted 403 IncorrectInstanceStatus, got 200")


if __name__ == "__main__":
    unittest.main(verbosity=2)
