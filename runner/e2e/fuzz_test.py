# SPDX-License-Identifier: Apache-2.0
"""hallmark fuzz and hallmark replay, end to end: silence where endpoints are sound, findings where not."""

import glob
import json
import os
import re
import signal
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree

from hallmark_program import (ENOUGH, PATIENCE, ROOT, SLOWNESS, SMALLEST, WithFolder, hallmark, listening,
                              peer_endpoint, reference, smallest_endpoint, under_way, wait_until)

# Accepts whatever connects; what it does then its first argument says.
HOSTILE = """
import socket, sys, threading
server = socket.create_server(("127.0.0.1", 0))
print("listening on http://127.0.0.1:%d" % server.getsockname()[1], flush=True)
OFFER = b'{"fixtureProtocol": 1, "conditions": [], "statuses": [], "chargeTypes": []}'
def answer(connection):
    data = b""
    while True:
        piece = connection.recv(65536)
        if not piece:
            return
        data += piece
        if b"\\r\\n\\r\\n" not in data:
            continue
        if sys.argv[1] == "hang":
            continue
        if sys.argv[1] == "garbage":
            connection.sendall(b"\\0\\xff not HTTP\\r\\n\\r\\n")
        connection.close()
        return
while True:
    connection, _ = server.accept()
    threading.Thread(target=answer, args=(connection,), daemon=True).start()
"""


# The smallest endpoint, whose fixtures offer no SecurityLock.
WITHOUT_LOCKS = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import smallest_endpoint
smallest_endpoint.CONDITIONS.remove("SecurityLock")
smallest_endpoint.main()
"""


class WithFindings(WithFolder):
    def findings(self):
        return sorted(glob.glob(self.file("findings/*.txt")))

    def fuzz(self, *arguments):
        return hallmark("fuzz", "--findings", self.file("findings"), *arguments)


class Silence(WithFindings):
    def test_on_the_embedded_endpoint_which_meets_every_row(self):
        report, junit = self.file("campaign.json"), self.file("campaign.xml")
        done = self.fuzz("--for", ENOUGH, "--histories", "4000", "--seed", "1",
                         "--report", report, "--report", junit)
        self.assertTrue(done.headline.startswith("NO FINDING in 4000 histories"), done.out[-3000:])
        self.assertEqual((done.code, done.err), (0, ""))
        self.assertEqual(self.findings(), [])
        with open(report, encoding="utf-8") as saved:
            campaign = json.load(saved)
        rows = [(row["document"], row["row"]) for row in campaign["rows"] if row["met"] > 0]
        self.assertEqual(len(rows), 51)
        # latency and memory are advice on longer campaigns
        unexercised = {checker["name"] for checker in campaign["checkers"] if checker["checked"] == 0}
        self.assertLessEqual(unexercised, {"latency-steady", "memory-steady"})
        suites = ElementTree.parse(junit).getroot()
        self.assertEqual(list(suites.iter("failure")), [])
        self.assertGreaterEqual(len(list(suites.iter("testcase"))), len(campaign["checkers"]))

    def test_and_keeps_to_the_rate(self):
        report = self.file("campaign.json")
        done = self.fuzz("--rate", "40", "--for", "3s", "--seed", "1", "--report", report)
        self.assertTrue(done.headline.startswith("NO FINDING"), done.out[-3000:])
        with open(report, encoding="utf-8") as saved:
            campaign = json.load(saved)
        seconds = campaign["tookUs"] / 1e6
        # Calls that were repeated count as well; 64 clients with a turn each would be past it at once.
        self.assertLess(campaign["calls"], 40 * seconds + 10)
        self.assertLess(seconds, 10)

    def test_on_endpoints_that_are_merely_different(self):
        for name, endpoint in [("smallest", smallest_endpoint())] + [
                (f"peer {style}", peer_endpoint("--style", style)) for style in "abc"]:
            with self.subTest(name), endpoint as url:
                done = self.fuzz("--endpoint", url, "--for", "4s", "--seed", "1")
                self.assertTrue(done.headline.startswith("NO FINDING"), done.out[-3000:])
                self.assertEqual((done.code, done.err), (0, ""))


class Findings(WithFindings):
    def test_are_shrunk_saved_and_replayed(self):
        with reference("--defect", "v1-replay-accepted", "--threads", "2") as url:
            # What comes first may show in one play of ten alone, by how calls of one moment met: then the plays that a
            # finding is shrunk by are over before it is small.
            for seed in ("1", "2", "3", "4"):
                done = self.fuzz("--endpoint", url, "--for", ENOUGH, "--seed", seed, "--first-finding")
                self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                self.assertIn("nonce-good-once", done.out)
                self.assertRegex(done.headline, r"^\d+ FINDINGS?: ")
                file = next(name for name in self.findings() if "nonce-good-once" in name)
                with open(file, encoding="utf-8") as saved:
                    text = saved.read()
                self.assertIn(f"# again: hallmark replay '{file}' --endpoint {url}", text)
                self.assertNotRegex(text, r"Signature=(?!\*\*\*|&|\s|$)[^&,\s]{8}")
                history = [line for line in text.splitlines() if line and not line.startswith("#")]
                if len(history) <= 2 + 4:
                    break
                os.remove(file)
            self.assertLessEqual(len(history), 2 + 4, text)
            again = hallmark("replay", file, "--endpoint", url)
            self.assertEqual(again.code, 1, again.out + again.err)
            self.assertIn("It still fails", again.out)
        mended = hallmark("replay", file)
        self.assertEqual((mended.code, mended.err), (0, ""), mended.out)
        self.assertIn("It holds", mended.out)
        row = hallmark("replay", file, "--as-case")
        self.assertEqual(row.code, 0)
        self.assertTrue(row.out.startswith('Case{.id = "found/nonce-good-once'), row.out)

    def test_of_calls_at_the_same_moment(self):
        # Not the first finding: such calls may come one after the other, too, and that is smaller.
        with reference("--defect", "simultaneous-starts-accepted", "--threads", "2") as url:
            done = self.fuzz("--endpoint", url, "--for", ENOUGH, "--histories", "4000", "--seed", "1", "--strict")
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertIn("FIND  concurrent-calls-explained", done.out)

    def test_survive_a_kill(self):
        corpus = self.file("corpus")
        with reference("--defect", "start-while-running") as url:
            process = under_way("fuzz", "--endpoint", url, "--for", "10m", "--seed", "1", "--corpus", corpus,
                                "--findings", self.file("findings"), out=subprocess.DEVNULL)
            wait_until(self.findings)
            process.kill()
            process.wait()
            # The first to be found may show only now and then.
            replay = ("replay", self.findings()[0], "--endpoint", url)
            self.assertTrue(any(hallmark(*replay).code == 1 for _ in range(100)))
        self.assertGreater(len(os.listdir(corpus)), 0)
        # and the corpus is gone on from
        done = self.fuzz("--corpus", corpus, "--histories", "50", "--seed", "2")
        self.assertEqual(done.code, 0, done.out[-2000:] + done.err)

    def test_are_told_when_the_campaign_is_interrupted(self):
        with reference("--defect", "start-while-running") as url:
            process = under_way("fuzz", "--endpoint", url, "--for", "10m", "--seed", "1", "--findings",
                                self.file("findings"))
            wait_until(self.findings)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 130)
        self.assertIn("answer-explained", out)


class Replaying(WithFindings):
    RUNNING = "hallmark history 1\nworld Running PostPaid\nStartInstance\n"
    STOPPED = "hallmark history 1\nworld Stopped PostPaid\nStartInstance\n"

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.file(name)), exist_ok=True)
        with open(self.file(name), "w", encoding="utf-8") as history:
            history.write(text)
        return self.file(name)

    def test_the_examples_of_the_page(self):
        with open(os.path.join(ROOT, "docs", "histories.md"), encoding="utf-8") as page:
            examples = re.findall(r"`[^`]*--defect ([a-z0-9-]+)`[^`]*```history\n(.*?)```", page.read(), re.S)
        self.assertEqual(len(examples), 3)
        for defect, text in examples:
            with self.subTest(defect), reference("--defect", defect) as url:
                file = self.write(f"{defect}/one.txt", text)
                broken = hallmark("replay", file, "--endpoint", url)
                self.assertEqual(broken.code, 1, broken.out + broken.err)
                holds = hallmark("replay", file)
                self.assertEqual(holds.code, 0, holds.out + holds.err)

    def test_files_and_folders_as_one_suite(self):
        folder = os.path.dirname(self.write("suite/b.txt", self.RUNNING))
        self.write("suite/a.txt", self.STOPPED)
        self.write("suite/left-alone.md", "no history")
        one = self.write("one/c.txt", self.STOPPED)
        junit = self.file("replayed.xml")
        with reference("--defect", "start-while-running") as url:
            done = hallmark("replay", folder, one, "--endpoint", url, "--report", junit)
        self.assertEqual((done.code, done.headline, done.err), (1, "1 of 3 histories failed", ""))
        suite = ElementTree.parse(junit).getroot()
        names = [case.get("name") for case in suite.iter("testcase")]
        self.assertEqual([os.path.basename(name) for name in names], ["a.txt", "b.txt", "c.txt"])
        failures = [case for case in suite.iter("testcase") if case.find("failure") is not None]
        self.assertEqual([os.path.basename(case.get("name")) for case in failures], ["b.txt"])
        text = failures[0].find("failure").text
        self.assertIn("403 IncorrectInstanceStatus", text)
        self.assertIn("hallmark replay", text)
        held = hallmark("replay", folder, one, "--report", junit)
        self.assertEqual((held.code, held.headline), (0, "0 of 3 histories failed"))
        self.assertEqual(ElementTree.parse(junit).getroot().get("failures"), "0")

    def test_standard_input(self):
        done = hallmark("replay", "-", given=self.STOPPED)
        self.assertEqual((done.code, done.err), (0, ""), done.out)
        self.assertIn("It holds", done.out)

    def test_what_cannot_be_played_hides_nothing(self):
        locked = self.write("suite/locked.txt", "hallmark history 1\nworld Stopped SecurityLock\nStartInstance\n")
        stopped = self.write("suite/stopped.txt", self.STOPPED)
        junit = self.file("replayed.xml")
        with listening(sys.executable, "-B", "-c", WITHOUT_LOCKS, os.path.dirname(SMALLEST), "--port", "0") as url:
            done = hallmark("replay", locked, stopped, "--endpoint", url, "--report", junit)
        self.assertEqual(done.code, 2, done.out + done.err)
        self.assertEqual(done.headline, "0 of 2 histories failed, 1 could not be played")
        self.assertEqual(ElementTree.parse(junit).getroot().get("errors"), "1")

    def test_a_folder_without_any(self):
        os.makedirs(self.file("empty"))
        for command in (("replay", self.file("empty")), ("fuzz", "--replay-first", self.file("empty"))):
            done = hallmark(*command)
            self.assertEqual((done.code, done.out), (2, ""), command)
            self.assertIn("the folder holds no finding (*.txt)", done.err)

    def test_before_a_campaign(self):
        folder = os.path.dirname(self.write("suite/known.txt", self.RUNNING))
        with reference("--defect", "start-while-running") as url:
            done = self.fuzz("--endpoint", url, "--replay-first", folder, "--jobs", "1", "--histories", "1",
                             "--for", ENOUGH)
        self.assertEqual(done.code, 1, done.out + done.err)
        self.assertIn("found   by history 1 of seed", done.out)


class Hostile(WithFindings):
    def test_an_endpoint_that_does_not_answer_some_calls(self):
        patience = 300 * SLOWNESS
        with reference("--defect", "start-dry-run-never-answered") as url:
            done = self.fuzz("--endpoint", url, "--for", ENOUGH, "--seed", "1", "--timeout", f"{patience}ms",
                             "--first-finding")
        self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
        self.assertIn("every-request-is-answered", done.out)
        self.assertIn(f"no whole answer within {patience} ms", done.out)

    def test_an_endpoint_that_dies_in_the_middle(self):
        corpus = self.file("corpus")
        with reference() as url:
            process = under_way("fuzz", "--endpoint", url, "--for", "5m", "--seed", "1", "--corpus", corpus,
                                "--findings", self.file("findings"))
            wait_until(lambda: os.path.isdir(corpus) and os.listdir(corpus))
        out, _ = process.communicate(timeout=PATIENCE)
        self.assertIn("the target is gone", out)
        self.assertEqual(process.returncode, 2)  # nothing was found before

    def test_one_that_never_spoke_http(self):
        for kind in ("hang", "garbage", "close"):
            with self.subTest(kind), listening(sys.executable, "-c", HOSTILE, kind) as url:
                done = self.fuzz("--endpoint", url, "--for", "5s", "--timeout", "300ms")
                self.assertEqual(done.code, 2, done.out)
                self.assertEqual(done.err.count("\n"), 1, done.err)


class NoVerdict(WithFindings):
    def refuses(self, *arguments, saying):
        done = hallmark(*arguments)
        self.assertEqual(done.code, 2, done.out)
        self.assertEqual(done.err.count("\n"), 1, done.err)
        self.assertIn(saying, done.err)

    def test_bad_usage(self):
        self.refuses("fuzz", "--for", "soon", saying="--for 'soon'")
        self.refuses("fuzz", "--report", "x.txt", saying="its ending says no kind of report")
        self.refuses("fuzz", "--without", "luck", saying="luck")
        self.refuses("fuzz", "--jobs", "0", saying="--jobs")
        self.refuses("fuzz", "--corpus", "/dev/null/x", saying="--corpus /dev/null/x")
        self.refuses("fuzz", "--endpoint", "http://127.0.0.1:9", saying="cannot connect")
        self.refuses("fuzz", "--endpoint", "https://ecs.aliyuncs.com", saying="--allow-live")

    def test_bad_files(self):
        self.refuses("replay", self.file("none.txt"), saying="No such file")
        with open(self.file("bad.txt"), "w", encoding="utf-8") as bad:
            bad.write("hallmark history 1\nworld Stopped PostPaid\nStart\n")
        self.refuses("replay", self.file("bad.txt"), saying="line 3, column 1: no such action: Start; did you mean")
        with open(self.file("bad.txt"), "w", encoding="utf-8") as bad:
            bad.write("hallmark history 1\nworld Stopped PostPaid\n")
        self.refuses("replay", self.file("bad.txt"), saying="a history has at least one call: a line like StartInstance")
        self.assertIn("hallmark: standard input: line 1: ", hallmark("replay", "-", given="").err)


if __name__ == "__main__":
    unittest.main()
