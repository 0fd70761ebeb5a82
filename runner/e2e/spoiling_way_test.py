# SPDX-License-Identifier: Apache-2.0
"""A way that spoils what passes is told for what it is, and is no failure of an honest target; a defect behind it is."""

import unittest

from hallmark_program import WithFolder, at_once, hallmark, mistaken_peer, peer_endpoint, reference
from lag import lag
from spoiling_way import WAYS
from troubled_way import Troubled

SELECTED = ("--depth", "1", "--select", "base/**", "--select", "start-instance/**", "--select", "reboot-instance/parameter/**",
            "--select", "authentication/v1/replay/**", "--select", "authentication/v3/replay/**")


class SpoilingWays(unittest.TestCase):
    def test_each_is_told_for_what_it_is(self):
        def run(row):
            trouble = row[1]
            with Troubled(trouble, upstream, stranger=stranger) as way:
                fixtures = ("--fixtures", way.url.removesuffix(trouble.path) + "/_fixtures") if trouble.path else ()
                return hallmark("run", "--endpoint", way.url, *SELECTED, *fixtures)

        with reference() as upstream, reference() as stranger:
            for (name, trouble), done in at_once(run, WAYS.items(), most=4):
                with self.subTest(way=name):
                    shown = done.out[-4000:] + done.err
                    self.assertEqual(done.code, trouble.code, shown)
                    self.assertRegex(done.said, trouble.says, shown)
                    if not trouble.fails:
                        self.assertNotIn("required case", done.headline, shown)
                    self.assertNotIn("was gone", shown)
                    for guess in ("a filter between", "is answered as if it had", "is its Content-Type stripped"):
                        if not trouble.fails and guess not in trouble.says:
                            self.assertNotIn(guess, done.said, shown)

    def test_one_that_is_late_each_time_is_told(self):
        with reference() as upstream, lag(upstream, back=1.2) as later:
            done = hallmark("run", "--endpoint", later, "--fixtures", upstream + "/_fixtures", "--select", "base/**")
            self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-4000:] + done.err)
            self.assertRegex(done.out, r"no answer came within 1\.\d s")

    def test_so_it_is_before_an_endpoint_by_another_hand(self):
        def run(name):
            with Troubled(WAYS[name], upstream) as way:
                return hallmark("run", "--endpoint", way.url, *SELECTED, "--select", "envelope/**")

        with peer_endpoint() as upstream:
            names = ("replaces refusals", "cuts URLs at 1 KB", "drops blanks", "strips Authorization")
            for name, done in at_once(run, names):
                with self.subTest(way=name):
                    self.assertEqual(done.code, WAYS[name].code, done.out[-4000:] + done.err)
                    self.assertRegex(done.said, WAYS[name].says)

    def test_a_target_that_does_the_like_itself_is_blamed(self):
        for mistake in ("decodes-twice", "no-nonce-is-new"):
            with self.subTest(mistake=mistake), mistaken_peer(mistake) as url:
                done = hallmark("run", "--endpoint", url, "--select", "base/signature/*", "--select",
                                "start-instance/parameter/derived/instance-id/odd/percent-*")
                self.assertEqual(done.code, 1, done.out[-4000:] + done.err)
                for excuse in ("does not arrive as it was sent", "twice: a nonce"):
                    self.assertNotIn(excuse, done.said)

    def test_none_that_spoils_a_part_hides_a_defect(self):
        def run(name):
            with Troubled(WAYS[name], upstream, stranger=stranger) as way:
                return hallmark("run", "--endpoint", way.url, "--depth", "1", "--select", "start-instance/precondition/**")

        with reference("--defect", "start-while-running") as upstream, reference() as stranger:
            names = ("answers 403 to odd characters", "cuts URLs at 1 KB", "drops blanks", "strips Authorization",
                     "makes GET of POST", "writes another Host", "sends one in ten to a stranger",
                     "answers 405 in JSON to odd characters", "answers 401 in JSON to one in ten", "decodes URLs twice",
                     "strips Authorization of one in thirty", "strips bodies of one in ten",
                     "answers one in thirty with what another got")
            for name, done in at_once(run, names, most=4):
                with self.subTest(way=name):
                    self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                    self.assertRegex(done.out, r"StartInstance: wanted 403 IncorrectInstanceStatus, got 200")


class Campaigns(WithFolder):
    """Campaigns and replays tell them apart as runs do."""

    # One of each kind.
    ASKED = ("replaces refusals", "answers 403 to odd characters", "answers 413 above 1 KB", "cuts URLs at 300 bytes",
             "strips Authorization", "makes GET of POST", "writes another Host", "caches by body", "is late by one",
             "sends each request twice",
             "answers 403 in JSON to odd characters", "has JSON of its own for one kind of refusal",
             "sends one in ten to a stranger, of fixtures too", "puts a comment behind",
             "answers one in thirty with what another got",
             "has pages for one kind of refusal", "knows no key for one action")

    def test_find_nothing_that_is_not_the_targets(self):
        def run(name):
            with Troubled(WAYS[name], upstream, stranger=stranger) as way:
                return hallmark("fuzz", "--endpoint", way.url, "--histories", "150", "--seed", "1",
                                "--findings", self.file(name))

        with reference() as upstream, reference() as stranger:
            for name, done in at_once(run, self.ASKED, most=4):
                with self.subTest(way=name):
                    shown = done.out[-4000:] + done.err
                    self.assertEqual(done.code, WAYS[name].code, shown)
                    self.assertEqual("FIND " in done.out, WAYS[name].fails, shown)
                    if WAYS[name].code == 2:
                        self.assertRegex(done.err, "something between here and the target", shown)
                    elif not WAYS[name].fails:
                        self.assertRegex(done.out, r"findings? (was|were) none of the target's: ", shown)

    def test_find_the_targets_all_the_same(self):
        with reference("--defect", "start-while-running") as upstream:
            for name in ("strips Authorization", "cuts URLs at 300 bytes"):
                with self.subTest(way=name), Troubled(WAYS[name], upstream) as way:
                    # Many of what shows it are not seen again, for they are too long for the way.
                    done = hallmark("fuzz", "--endpoint", way.url, "--histories", "1200", "--seed", "1",
                                    "--findings", self.file("found"))
                    self.assertEqual(done.code, 1, done.out[-4000:] + done.err)
                    self.assertRegex(done.out, r"FIND  answer-explained .*StartInstance")

    def test_a_replay_of_what_the_way_spoils_is_no_verdict(self):
        history = self.file("history.txt")
        with open(history, "w", encoding="utf-8") as file:
            file.write("hallmark history 1\nworld Stopped PostPaid\nStartInstance variant=post.json.v3\n")
        with reference() as upstream, Troubled(WAYS["strips Authorization"], upstream) as way:
            done = hallmark("replay", "--endpoint", way.url, history)
            self.assertEqual(done.code, 2, done.out + done.err)
            self.assertIn("but     the signature headers do not arrive", done.out)
            self.assertEqual(hallmark("replay", "--endpoint", upstream, history).code, 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
