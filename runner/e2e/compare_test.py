#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Several saved runs beside each other: a regression is found, shards become the run that they are parts of."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest

from hallmark_program import PATIENCE, PROGRAM, ROOT, hallmark, reference

CHOSEN = ("--depth", "1", "--select", "start-instance/**", "--select", "envelope/every-answer/*", "--select", "base/**")
SHIM = os.path.join(ROOT, "docs", "examples", "shim", "hallmark_shim.py")


def hallmark_reads(path, *arguments):
    """With the file on standard input."""
    with open(path, "rb") as file:
        return subprocess.run([PROGRAM, *arguments], stdin=file, capture_output=True, text=True, timeout=PATIENCE, check=False)


def loaded(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def told(run):
    """What a run says of each case, without times and the answers themselves. How many answers broke a promise each
    shard counts by itself."""
    def of(case):
        left_out = {"tookUs", "exchanges", "evidence"} | ({"got", "shownBy", "action"} if "shownBy" in case else set())
        return {name: value for name, value in case.items() if name not in left_out}
    return {f"{case['id']}@{case['variant']}": of(case) for case in run["cases"]}


class Compared(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        hallmark("run", *CHOSEN, "--report", cls.file("good.json"))
        with reference("--defect", "start-while-running", "--defect", "request-id-missing-on-refusal") as url:
            cls.bad = hallmark("run", "--endpoint", url, *CHOSEN, "--report", cls.file("bad.json"))
            for part in "123":
                hallmark("run", "--endpoint", url, *CHOSEN, "--shard", part + "/3", "--report", cls.file(f"part-{part}.json"))

    @classmethod
    def file(cls, name):
        return os.path.join(cls.folder, name)

    def parts(self, names="123"):
        return [self.file(f"part-{name}.json") for name in names]

    def test_a_planted_regression_is_found(self):
        done = hallmark("report", "diff", self.file("good.json"), self.file("bad.json"), "--report", self.file("diff.html"))
        self.assertEqual((done.code, done.err), (1, ""))
        self.assertTrue(done.headline.startswith("REGRESSION: "), done.headline)
        self.assertIn("other target: embedded reference endpoint -> http://", done.out)
        self.assertIn("start-instance/precondition/running@get.xml.v1  required  pass -> fail", done.out)
        with open(self.file("diff.html"), encoding="utf-8") as page:
            self.assertIn("start-instance/precondition/running@post.json.v3", page.read())
        failed = {address for address, case in told(loaded(self.file("bad.json"))).items() if case["verdict"] == "fail"}
        found = json.loads(hallmark("report", "diff", self.file("good.json"), self.file("bad.json"), "--json").out)
        self.assertEqual({change["address"] + ("" if "@" in change["address"] else "@") for change in found["changes"]
                          if change["kind"] == "newly-failing"}, failed)
        self.assertEqual(found["exitCode"], 1)

    def test_a_mended_target_is_no_regression(self):
        done = hallmark("report", "diff", self.file("bad.json"), self.file("good.json"))
        self.assertEqual(done.code, 0, done.out)
        self.assertTrue(done.headline.startswith("NO REGRESSION: "), done.headline)
        self.assertIn("newly passing", done.headline)

    def test_what_is_not_asked_any_more_is_lost(self):
        hallmark("run", *CHOSEN, "--without", "v3", "--report", self.file("less.json"))
        done = hallmark("report", "diff", self.file("good.json"), self.file("less.json"))
        self.assertEqual(done.code, 1, done.out)
        self.assertIn("not judged any more", done.headline)
        self.assertIn("other without: nothing -> v3", done.out)

    def test_three_shards_become_the_run(self):
        done = hallmark("report", "merge", *self.parts("312"), "--report", self.file("merged.json"),
                        "--report", self.file("merged.xml"), "--report", self.file("merged.html"))
        self.assertEqual((done.code, done.err), (self.bad.code, ""))
        self.assertEqual(done.headline, self.bad.headline)
        merged, whole = loaded(self.file("merged.json")), loaded(self.file("bad.json"))
        self.assertEqual(told(merged), told(whole))
        for name in ("checks", "planned", "interrupted", "exitCode", "headline"):
            self.assertEqual(merged[name], whole[name], name)
        moments = {"started"}
        self.assertEqual({name: value for name, value in merged["run"].items() if name not in moments},
                         {name: value for name, value in whole["run"].items() if name not in moments})
        for name in ("all", "byChapter", "failuresThatCount", "cases", "judged", "lenient", "blocked"):
            self.assertEqual(merged["summary"][name], whole["summary"][name], name)
        self.assertEqual(hallmark("report", "diff", self.file("bad.json"), self.file("merged.json")).code, 0)
        again = hallmark("report", "convert", self.file("merged.json"), self.file("again.xml"))
        self.assertEqual(again.code, 0, again.err)
        with open(self.file("merged.xml"), "rb") as one, open(self.file("again.xml"), "rb") as other:
            self.assertEqual(one.read(), other.read())

    def test_a_statement_is_canonical_and_of_its_run_alone(self):
        digest = "sha256:" + "0" * 64
        done = hallmark("report", "statement", self.file("bad.json"), "--subject", "registry.example/ecs:1", "--digest", digest)
        self.assertEqual((done.code, done.err), (0, ""))
        statement = json.loads(done.out)
        self.assertEqual(done.out, json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
        self.assertEqual(statement["subject"], [{"name": "registry.example/ecs:1", "digest": {"sha256": "0" * 64}}])
        predicate = statement["predicate"]
        run = loaded(self.file("bad.json"))
        self.assertEqual(predicate["result"], "FAILED")
        named = {one["name"]: one for one in predicate["configuration"]}
        self.assertEqual(named["suite"]["uri"], "urn:hallmark:suite:" + run["run"]["suite"])
        self.assertEqual(named["tables"]["uri"], "urn:hallmark:tables:" + run["run"]["tables"])
        self.assertEqual(named["options"]["annotations"]["edition"], "any")
        with open(self.file("bad.json"), "rb") as saved:
            self.assertEqual(named["run"]["digest"]["sha256"], hashlib.sha256(saved.read()).hexdigest())
        self.assertEqual(len(predicate["passedTests"]) + len(predicate["warnedTests"]) + len(predicate["failedTests"]),
                         len(run["cases"]))
        with open(self.file("statement.json"), "w", encoding="utf-8") as file:
            file.write(done.out)
        good = hallmark("report", "verify", self.file("statement.json"), self.file("bad.json"))
        self.assertEqual((good.code, good.out), (0, "the statement says what the run says\n"))
        bad = hallmark("report", "verify", self.file("statement.json"), self.file("good.json"))
        self.assertEqual(bad.code, 1)
        self.assertIn('differs: result is "FAILED", of the run "PASSED"', bad.out)
        itself = json.loads(hallmark("report", "statement", self.file("good.json")).out)
        self.assertEqual(itself["subject"][0]["name"], "good.json")
        piped = hallmark_reads(self.file("bad.json"), "report", "statement", "-", "--digest", digest)
        self.assertEqual(json.loads(piped.stdout)["predicate"], predicate)
        for place, words in (("statement.json", ("-", self.file("bad.json"))), ("bad.json", (self.file("statement.json"), "-"))):
            verified = hallmark_reads(self.file(place), "report", "verify", *words)
            self.assertEqual((verified.returncode, verified.stdout), (0, "the statement says what the run says\n"))
        self.assertIn("cannot both come on standard input", self.refuses("verify", "-", "-"))
        self.assertIn("is no digest", self.refuses("statement", self.file("good.json"), "--digest", "md5:00"))
        self.assertIn("--digest is missing", self.refuses("statement", self.file("good.json"), "--subject", "x"))
        self.refuses("verify", self.file("good.json"), self.file("good.json"))

    def test_a_matrix_shows_where_targets_differ(self):
        done = hallmark("report", "matrix", self.file("good.json"), self.file("bad.json"), "--report", self.file("m.md"),
                        "--report", self.file("m.html"))
        self.assertEqual((done.code, done.err), (0, ""))
        self.assertRegex(done.out, r"A  embedded reference endpoint: CONFORMANT")
        self.assertRegex(done.out, r"start-instance/precondition/running +pass +fail")
        self.assertNotIn("base/signature/v1 ", done.out)
        self.assertIn("base/signature/v1 ", hallmark("report", "matrix", self.file("good.json"), self.file("bad.json"), "--all").out)
        for name in ("m.md", "m.html"):
            with open(self.file(name), encoding="utf-8") as file:
                self.assertIn("start-instance/precondition/running", file.read())

    def refuses(self, *arguments):
        done = hallmark("report", *arguments)
        self.assertEqual((done.code, done.err.count("\n")), (2, 1), done.err)
        return done.err

    def test_what_is_no_run_together_is_refused(self):
        self.assertIn("shard 2/3 is missing", self.refuses("merge", *self.parts("13")))
        self.assertIn("shard 1/3 is there twice", self.refuses("merge", *self.parts("1123")))
        self.assertIn("its target is", self.refuses("merge", self.file("bad.json"), self.file("good.json")))
        self.assertIn("its ending says no kind of report", self.refuses("diff", self.file("bad.json"), self.file("good.json"),
                                                              "--report", self.file("x.pdf")))
        self.refuses("merge", self.file("nowhere.json"))
        self.refuses("diff", self.file("good.json"), __file__)
        self.refuses("diff", self.file("good.json"))

    def test_shards_of_a_client_become_its_run(self):
        chosen = ("--select", "answer/status/**", "--select", "client/*")
        hallmark("sdk", *chosen, "--report", self.file("client.json"), "--", sys.executable, SHIM)
        for part in "12":
            hallmark("sdk", *chosen, "--shard", part + "/2", "--report", self.file(f"client-{part}.json"), "--",
                     sys.executable, SHIM)
        done = hallmark("report", "merge", self.file("client-1.json"), self.file("client-2.json"), "--report",
                        self.file("client-merged.json"))
        self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out + done.err)
        merged, whole = loaded(self.file("client-merged.json")), loaded(self.file("client.json"))
        self.assertEqual(told(merged), told(whole))
        self.assertEqual(merged["checks"], whole["checks"])
        same = hallmark("report", "diff", self.file("client.json"), self.file("client-merged.json"))
        self.assertEqual(same.code, 0, same.out)
        self.assertIn("a client's run", self.refuses("diff", self.file("good.json"), self.file("client.json")))


if __name__ == "__main__":
    unittest.main()
