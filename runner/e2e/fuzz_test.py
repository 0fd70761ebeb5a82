# SPDX-License-Identifier: Apache-2.0
"""hallmark fuzz and hallmark replay, end to end: silence where endpoints are sound, findings where not."""

import glob
import json
import os
import signal
import subprocess
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree

from hallmark_program import (PATIENCE, PROGRAM, WithFolder, hallmark, listening, peer_endpoint, reference,
                              smallest_endpoint)

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


class WithFindings(WithFolder):
    def findings(self):
        return sorted(glob.glob(self.file("findings/*.txt")))

    def fuzz(self, *arguments):
        return hallmark("fuzz", "--findings", self.file("findings"), *arguments)


class Silence(WithFindings):
    def test_on_the_embedded_endpoint_which_meets_every_row(self):
        report, junit = self.file("campaign.json"), self.file("campaign.xml")
        done = self.fuzz("--for", "60s", "--histories", "4000", "--seed", "1",
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
            done = self.fuzz("--endpoint", url, "--for", "60s", "--seed", "1", "--first-finding")
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
            self.assertIn("nonce-good-once", done.out)
            self.assertRegex(done.headline, r"^\d+ FINDINGS?: ")
            file = next(name for name in self.findings() if "nonce-good-once" in name)
            with open(file, encoding="utf-8") as saved:
                text = saved.read()
            self.assertIn(f"# again: hallmark replay '{file}' --endpoint {url}", text)
            self.assertNotRegex(text, r"Signature=(?!\*\*\*|&|\s|$)[^&,\s]{8}")
            history = [line for line in text.splitlines() if line and not line.startswith("#")]
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
        with reference("--defect", "simultaneous-starts-accepted", "--threads", "2") as url:
            done = self.fuzz("--endpoint", url, "--for", "60s", "--seed", "1", "--first-finding", "--strict")
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertIn("concurrent-calls-explained", done.out)

    def test_survive_a_kill(self):
        corpus = self.file("corpus")
        with reference("--defect", "start-while-running") as url:
            process = subprocess.Popen(
                [PROGRAM, "fuzz", "--endpoint", url, "--for", "10m", "--seed", "1", "--corpus", corpus,
                 "--findings", self.file("findings")], stdout=subprocess.DEVNULL)
            deadline = time.monotonic() + PATIENCE
            while not self.findings() and time.monotonic() < deadline:
                time.sleep(0.02)
            process.kill()
            process.wait()
            self.assertEqual(hallmark("replay", self.findings()[0], "--endpoint", url).code, 1)
        self.assertGreater(len(os.listdir(corpus)), 0)
        # and the corpus is gone on from
        done = self.fuzz("--corpus", corpus, "--histories", "50", "--seed", "2")
        self.assertEqual(done.code, 0, done.out[-2000:] + done.err)

    def test_are_told_when_the_campaign_is_interrupted(self):
        with reference("--defect", "start-while-running") as url:
            process = subprocess.Popen(
                [PROGRAM, "fuzz", "--endpoint", url, "--for", "10m", "--seed", "1",
                 "--findings", self.file("findings")], stdout=subprocess.PIPE, text=True)
            deadline = time.monotonic() + PATIENCE
            while not self.findings() and time.monotonic() < deadline:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate(timeout=PATIENCE)
        self.assertEqual(process.returncode, 130)
        self.assertIn("answer-explained", out)


class Hostile(WithFindings):
    def test_an_endpoint_that_does_not_answer_some_calls(self):
        with reference("--defect", "start-dry-run-never-answered") as url:
            done = self.fuzz("--endpoint", url, "--for", "60s", "--seed", "1", "--timeout", "300ms",
                             "--first-finding")
        self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
        self.assertIn("every-request-is-answered", done.out)
        self.assertIn("no answer: timeout", done.out)

    def test_an_endpoint_that_dies_in_the_middle(self):
        with reference() as url:
            process = subprocess.Popen(
                [PROGRAM, "fuzz", "--endpoint", url, "--for", "5m", "--seed", "1",
                 "--findings", self.file("findings")], stdout=subprocess.PIPE, text=True)
            time.sleep(2)
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
        self.refuses("replay", self.file("bad.txt"), saying="line 3: no such action: Start")


if __name__ == "__main__":
    unittest.main()
