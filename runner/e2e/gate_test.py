# SPDX-License-Identifier: Apache-2.0
"""What a pipeline stands on: a list of known failures that cannot rot, flaky cases, early ends, shards."""

import contextlib
import http.client
import http.server
import json
import os
import unittest
import urllib.parse
import xml.etree.ElementTree as ElementTree

from hallmark_program import WithFolder, hallmark, reference, serving

SELECT = ("--select", "start-instance/precondition/*", "--select", "base/**")
DEFECT = ("--defect", "start-incorrect-status-answers-409")


class Gate(WithFolder):
    def list(self, *lines):
        path = self.file("known.txt")
        with open(path, "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
        return path

    def failing(self, url):
        done = hallmark("run", "--endpoint", url, *SELECT, "--verbose")
        self.assertEqual(done.code, 1)
        return sorted(done.failures())

    def read(self, name):
        with open(self.file(name), encoding="utf-8") as file:
            return file.read()


class KnownFailures(Gate):
    def run_with(self, url, *options, select=SELECT):
        return hallmark("run", "--endpoint", url, *select, "--known-failures", self.file("known.txt"), *options)

    def test_each_state(self):
        with reference(*DEFECT) as url:
            failing = self.failing(url)
            self.assertGreater(len(failing), 1)

            listed = [f"{one}  # it answers 409" for one in failing]
            self.list(*listed)
            done = self.run_with(url, "--report", self.file("run.json"), "--report", self.file("run.xml"),
                                 "--report", self.file("run.html"))
            self.assertEqual(done.code, 0, done.out)
            self.assertRegex(done.headline, r"^CONFORMANT but for \d+ known failures$")
            self.assertNotIn("FAIL", done.out)
            skipped = ElementTree.parse(self.file("run.xml")).getroot().findall(".//skipped")
            told = [one.get("message") for one in skipped if "known failure: it answers 409 (" in one.get("message")]
            self.assertGreaterEqual(len(told), len(failing))

            # What is saved says the same, whoever tells it again.
            self.assertEqual(hallmark("report", "convert", self.file("run.json"), self.file("again.xml"),
                                      self.file("again.html"), self.file("again.json")).code, 0)
            for name in ("xml", "html", "json"):
                self.assertEqual(self.read("run." + name), self.read("again." + name), name)
            judged = hallmark("judge", self.file("run.json"))
            self.assertEqual((judged.code, judged.headline), (0, done.headline), judged.out)

            # Everything that can be wrong, and how it should be.
            self.list("# of this year", "", *listed[1:],
                      f"{failing[0]}  finding=\"got 500\"  # another way",
                      "base/variant  # it passes", "start-instance/no/such  # gone", f"{failing[0]}  until=2020-01-01  # over",
                      "describe/describe-instances/status-pending  # not part of this run")
            done = self.run_with(url)
            self.assertEqual(done.code, 1, done.out)
            for trouble in ("fails in another way, \"got 409", "base/variant", "names no case that there is",
                            "expired on 2020-01-01"):
                self.assertIn(trouble, done.out)
            self.assertRegex(done.headline, r"; \S+known.txt must change in 4 lines$")
            before = self.read("known.txt")
            done = self.run_with(url, "--update-known-failures")
            self.assertEqual(done.code, 1)
            after = self.read("known.txt")
            self.assertNotEqual(before, after)
            self.assertTrue(after.startswith("# of this year\n\n"))
            self.assertTrue(after.endswith("describe/describe-instances/status-pending  # not part of this run\n"))
            self.assertRegex(after, r'finding="got 409[^"]*"  # another way')
            self.assertEqual(os.listdir(self.folder).count("known.txt"), 1)
            done = self.run_with(url)
            self.assertEqual(done.code, 0, done.out)
            self.assertEqual(self.read("known.txt"), after)

        with reference() as url:  # mended
            done = self.run_with(url)
            self.assertEqual(done.code, 1)
            self.assertTrue(done.headline.startswith("KNOWN FAILURES OUT OF DATE: "), done.headline)
            self.assertTrue(done.headline.endswith("; CONFORMANT"), done.headline)

    def test_what_is_no_list_is_exit_2(self):
        for lines, wanted in (
                (["base/variant"], "known.txt:1: it says no reason"),
                (["# x", "*/precondition/** # all of them"], "known.txt:2: */precondition/** covers "),
                (["base/variant until=tomorrow # x"], "known.txt:1: until='tomorrow' is no day"),
                (["base/variant # x until=2026-12-31"], "known.txt:1: until= stands before the #")):
            self.list(*lines)
            done = hallmark("run", "--known-failures", self.file("known.txt"))
            self.assertEqual(done.code, 2, lines)
            self.assertIn(wanted, done.err)
            self.assertEqual(done.err.count("\n"), 1)
        self.assertEqual(hallmark("run", "--update-known-failures").code, 2)
        done = hallmark("fuzz", "--known-failures", self.list("** # any"), "--findings", self.file("findings"))
        self.assertEqual(done.code, 2)
        self.assertIn("which checker it means", done.err)

    def test_shards_leave_each_other_s_lines_alone(self):
        with reference(*DEFECT) as url:
            failing = self.failing(url)
            self.list(*(f"{one}  # known" for one in failing), "start-instance/gone  # nothing")
            codes = []
            for index in (1, 2, 3):
                done = self.run_with(url, "--shard", f"{index}/3", "--report", self.file(f"part-{index}.json"),
                                     "--update-known-failures")
                codes.append(done.code)
            self.assertEqual(codes, [1, 0, 0], "the first has mended the list")
            self.assertEqual(self.read("known.txt").count("\n"), len(failing))

    def test_campaigns_and_replays_go_by_bucket(self):
        findings = self.file("findings")
        with reference(*DEFECT) as url:
            campaign = ("fuzz", "--endpoint", url, "--seed", "1", "--histories", "300", "--findings", findings)
            done = hallmark(*campaign, "--report", self.file("one.json"))
            self.assertEqual(done.code, 1, done.out)
            buckets = sorted({f"{one['checker']} / {one['action']} / {one['shape']}"
                              for one in json.loads(self.read("one.json"))["findings"]})
            known = ("--known-failures", self.file("known.txt"))
            self.list(*(f"{one.split(' / ')[0]} / StartInstance / *  # it answers 409" for one in buckets))
            done = hallmark(*campaign, *known)
            self.assertEqual(done.code, 0, done.out)
            self.assertTrue(done.headline.startswith("NO NEW FINDING in "), done.headline)
            self.assertEqual(hallmark("replay", findings, "--endpoint", url, *known).code, 0)
        with reference() as url:
            done = hallmark("replay", findings, "--endpoint", url, *known)
            self.assertEqual(done.code, 1, done.out)
            self.assertIn("take the line out", done.out)


class Flickering(http.server.BaseHTTPRequestHandler):
    """Between the suite and the endpoint: one IncorrectInstanceStatus in three of StartInstance is another.

    The case that fails is asked once more in the same round, to see whether its world was what it should be."""

    protocol_version = "HTTP/1.1"
    target = ""
    turn = 0

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        upstream = http.client.HTTPConnection(urllib.parse.urlsplit(self.target).netloc)
        upstream.request(self.command, self.path, body, dict(self.headers.items()))
        reply = upstream.getresponse()
        content = reply.read()
        if "Action=StartInstance" in self.path and b"<Code>IncorrectInstanceStatus</Code>" in content:
            Flickering.turn += 1
            if Flickering.turn % 3 == 1:
                content = content.replace(b"<Code>IncorrectInstanceStatus", b"<Code>SomethingElseAltogether")
        self.send_response(reply.status)
        for name, value in reply.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        upstream.close()

    do_GET = do_POST = do_DELETE = do_PUT = answer

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def flickering(url):
    Flickering.target, Flickering.turn = url, 0
    with serving(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Flickering)) as where:
        yield where


class Flaky(Gate):
    ADDRESS = "start-instance/precondition/running@get.xml.v1"

    def test_is_named_with_its_rate_and_never_green(self):
        with reference() as behind, flickering(behind) as url:
            run = ("run", "--endpoint", url, "--select", self.ADDRESS, "--select", "base/**", "--jobs", "1",
                   "--repeat", "3")
            done = hallmark(*run, "--report", self.file("run.json"), "--report", self.file("run.xml"))
            self.assertEqual(done.code, 2, done.out)
            self.assertEqual(done.headline, f"NO VERDICT: {self.ADDRESS} is flaky: fails 2 of 3")
            saved = json.loads(self.read("run.json"))
            case, = (one for one in saved["cases"] if one["verdict"] == "inconclusive")
            self.assertEqual((case["times"], case["timesFailed"]), (3, 2))
            self.assertIn("SomethingElseAltogether", json.dumps(case["evidence"]), "how it failed is kept")
            self.assertIn("flaky: fails 2 of 3", self.read("run.xml"))
            self.list(f"{self.ADDRESS}  # it is known to")
            done = hallmark(*run, "--known-failures", self.file("known.txt"))
            self.assertEqual(done.code, 0, done.out)

    def test_what_does_not_change_is_as_without(self):
        done = hallmark("run", "--select", "base/**", "--repeat", "3", "--report", self.file("run.json"))
        self.assertEqual((done.code, done.headline), (0, "CONFORMANT"), done.out)
        self.assertEqual({one["times"] for one in json.loads(self.read("run.json"))["cases"]}, {3})


class EarlyEnds(Gate):
    def test_say_that_they_are_none(self):
        with reference(*DEFECT) as url:
            for option in (["--fail-fast"], ["--max-failures", "1"]):
                done = hallmark("run", "--endpoint", url, "--jobs", "1", "--select", "start-instance/**", *option,
                                "--report", self.file("run.json"), "--report", self.file("run.xml"),
                                "--report", self.file("run.md"))
                self.assertEqual(done.code, 1, done.out)
                self.assertRegex(done.headline, r"ended by --max-failures 1 after [\d,]+ of [\d,]+ cases")
                saved = json.loads(self.read("run.json"))
                self.assertTrue(saved["cutShort"])
                self.assertFalse(saved["interrupted"])
                self.assertLess(len(saved["cases"]), saved["planned"])
                for name in ("run.xml", "run.md"):
                    self.assertIn("ended by", self.read(name))
        self.assertEqual(hallmark("run", "--fail-fast", "--max-failures", "2").code, 2)

    def test_break_off_what_is_under_way_without_a_word(self):
        with reference(*DEFECT) as url:
            done = hallmark("run", "--endpoint", url, "--max-failures", "1", "--report", self.file("run.json"))
            self.assertEqual(done.code, 1, done.out)
            self.assertNotIn("interrupted", done.out)
            verdicts = {case["verdict"] for case in json.loads(self.read("run.json"))["cases"]}
            self.assertNotIn("error", verdicts)

    def test_known_failures_end_nothing(self):
        with reference(*DEFECT) as url:
            failing = self.failing(url)
            done = hallmark("run", "--endpoint", url, *SELECT, "--fail-fast", "--known-failures",
                            self.list(*(f"{one}  # known" for one in failing)))
            self.assertEqual(done.code, 0, done.out)


class Bazel(Gate):
    def test_is_told_what_it_wants_to_know(self):
        environment = {"TEST_SHARD_INDEX": "1", "TEST_TOTAL_SHARDS": "2",
                       "TEST_SHARD_STATUS_FILE": self.file("status"), "XML_OUTPUT_FILE": self.file("test-output")}
        done = hallmark("run", "--select", "base/**", "--report", self.file("run.json"), **environment)
        self.assertEqual(done.code, 0, done.out)
        self.assertIn("shard 2/2", done.out)
        self.assertTrue(os.path.exists(self.file("status")))
        self.assertEqual(ElementTree.parse(self.file("test-output")).getroot().tag, "testsuites")
        self.assertEqual(json.loads(self.read("run.json"))["run"]["shardIndex"], 2)
        for name in ("TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", "HALLMARK_SHARD_INDEX", "GTEST_SHARD_INDEX",
                     "JOB_COMPLETION_INDEX"):
            done = hallmark("run", "--select", "base/**", **{name: "1"})
            self.assertEqual((name, done.code), (name, 2))


if __name__ == "__main__":
    unittest.main()
