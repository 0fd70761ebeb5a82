#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One saved run is the source of every report: what is converted is what the run itself would have written."""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import zlib

from hallmark_program import PATIENCE, PROGRAM, ROOT, WithFolder, hallmark, reference

FORMS = ("json", "xml", "html")


def content(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def facts_of(page):
    """What a page brings along besides the records: zlib, in base 85 of other characters than Python's."""
    [packed] = re.search(rb'id="facts">([^<]*)<', page).groups()
    digits = [20 if byte == ord("~") else byte - ord("(") for byte in packed]
    python = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"
    return json.loads(zlib.decompress(base64.b85decode(bytes(python[digit] for digit in digits))))


class InPlace(WithFolder):
    """What is no regular file is written where it stands. Who reads none is not waited for: see options_test.py."""

    ASKED = ("run", "--select", "base/**", "--report")

    def test_a_pipe_that_somebody_reads(self):
        os.mkfifo(self.file("pipe"))
        for form in ("json", "xml"):
            with self.subTest(form=form):
                reader = subprocess.Popen(["cat", self.file("pipe")], stdout=subprocess.PIPE)
                done = hallmark(*self.ASKED, f"{form}={self.file('pipe')}")
                read = reader.communicate(timeout=PATIENCE)[0]
                self.assertEqual(done.code, 0, done.out[-2000:] + done.err)
                self.assertTrue(read.rstrip().endswith(b"}" if form == "json" else b">"), read[-200:])
                self.assertGreater(len(read), 3000)
        self.assertEqual(os.listdir(self.folder), ["pipe"])

    def test_a_reader_that_goes_away_is_told(self):
        os.mkfifo(self.file("pipe"))
        with subprocess.Popen(["head", "-c", "1", self.file("pipe")], stdout=subprocess.DEVNULL):
            done = hallmark("run", "--report", "json=" + self.file("pipe"))
        self.assertEqual(done.code, 2, done.out[-500:])
        self.assertRegex(done.err, r"\Ahallmark: [^\n]*--report \S+pipe: cannot be written: Broken pipe\n\Z")

    def test_what_the_process_was_given(self):
        with open(self.file("out"), "w+", encoding="utf-8") as out:
            subprocess.run([PROGRAM, *self.ASKED, "md=/dev/stdout", "--color", "never"], stdout=out, check=True)
            out.seek(0)
            told = out.read()
        self.assertIn("CONFORMANT", told)
        self.assertIn("22 cases against", told, "what the console says stays")
        self.assertRegex(told, r"(?m)^#", "and so does the report")
        self.assertEqual(os.listdir(self.folder), ["out"])
        reading, writing = os.pipe()
        with open(reading, "rb") as end:
            subprocess.run([PROGRAM, *self.ASKED, f"xml=/dev/fd/{writing}"], stdout=subprocess.DEVNULL, pass_fds=[writing],
                           check=True)
            os.close(writing)
            self.assertTrue(end.read().rstrip().endswith(b">"))


class Converted(WithFolder):
    def saved(self, command, *arguments, shim=()):
        """Writes every form, and from the saved one every form again; they are the same."""
        reports = [word for form in FORMS for word in ("--report", self.file("own." + form))]
        done = hallmark(command, *arguments, *reports, *(["--", *shim] if shim else []))
        again = hallmark("report", "convert", self.file("own.json"), *(self.file("converted." + form) for form in FORMS))
        self.assertEqual((again.code, again.out, again.err), (0, "", ""))
        for form in FORMS:
            self.assertEqual(content(self.folder, "own." + form), content(self.folder, "converted." + form), form)
        with open(self.file("own.json"), encoding="utf-8") as file:
            return done, json.load(file)

    def test_a_run_that_passes(self):
        done, run = self.saved("run")
        self.assertEqual(done.code, 0, done.out[-2000:])
        self.assertLess(os.path.getsize(self.file("own.html")), 1_350_000)
        self.assertEqual(facts_of(content(self.folder, "own.html"))["leftOut"], 0, "with all that was sent and came")
        ids = [check["id"] for check in run["checks"]]
        self.assertEqual(sorted(ids), sorted({case["id"] for case in run["cases"]}), "each once")
        [running] = [check for check in run["checks"] if check["id"] == "start-instance/precondition/running"]
        self.assertEqual((running["level"], running["chapter"], running["family"], running["action"]),
                         ("required", "start-instance", "precondition", "StartInstance"))
        self.assertIn({"document": 4, "page": "StartInstance", "edition": "2020-10", "kind": "row", "number": 2,
                       "text": "StartInstance 2020-10, error row 2"}, running["citations"])
        self.assertIn("base/variant", running["needs"])

    def test_a_page_of_a_full_run_stays_small(self):
        hallmark("run", "--depth", "1", "--variants", "full", "--report", self.file("full.html"))
        self.assertLess(os.path.getsize(self.file("full.html")), 4_000_000)

    def test_a_run_in_another_order_that_fails_and_is_cut_into_shards(self):
        with reference("--defect", "start-while-running") as url:
            done, run = self.saved("run", "--endpoint", url, "--shuffle", "7", "--shard", "1/2", "--variants", "full",
                                   "--select", "start-instance/**", "--skip", "**/pair/**")
        self.assertEqual(done.code, 1, done.out[-2000:])
        failed = [case for case in run["cases"] if case["verdict"] == "fail"]
        told = [(case["action"], case["answer"]) for case in failed
                if "403 IncorrectInstanceStatus" in case.get("answersWanted", [])]
        self.assertGreater(len(told), len(failed) // 2, [case["id"] for case in failed])
        self.assertEqual(set(told), {("StartInstance", "200")})

    def test_a_run_that_keeps_less_evidence(self):
        with reference("--defect", "start-while-running") as url:
            for kept in ("failures", "none"):
                done, run = self.saved("run", "--endpoint", url, "--depth", "1", "--evidence", kept,
                                       "--select", "start-instance/**")
                self.assertEqual(done.code, 1, done.out[-2000:])
                told = {case["verdict"] for case in run["cases"] if case["evidence"]["calls"]}
                self.assertEqual(told, {"fail"} if kept == "failures" else set())
                self.assertEqual(run["run"]["evidence"], kept)

    def test_a_campaign(self):
        with reference("--defect", "start-while-running") as url:
            done, campaign = self.saved("fuzz", "--endpoint", url, "--histories", "1200", "--seed", "1",
                                        "--findings", self.file("findings"))
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertEqual(campaign["format"], "hallmark-campaign")
        self.assertTrue(all(checker["citations"] for checker in campaign["checkers"]))

    def test_a_run_of_a_client(self):
        shim = os.path.join(ROOT, "docs", "examples", "shim", "hallmark_shim.py")
        done, run = self.saved("sdk", "--select", "client/*", "--select", "request/action/*", shim=(sys.executable, shim))
        self.assertEqual(done.code, 0, done.out[-2000:])
        self.assertEqual(run["run"]["subject"], "client")
        self.assertEqual(len({check["id"] for check in run["checks"]}), len(run["checks"]), "each once")

    def test_a_run_that_was_cut_off_is_interrupted(self):
        hallmark("run", "--depth", "1", "--select", "start-instance/**", "--report", self.file("whole.json"))
        whole = content(self.folder, "whole.json")
        with open(self.file("cut.json"), "wb") as file:
            file.write(whole[:whole.index(b"\n", len(whole) // 2) + 1])
        done = hallmark("report", "convert", self.file("cut.json"), self.file("cut.html"), self.file("again.json"))
        self.assertEqual(done.code, 0, done.err)
        with open(self.file("again.json"), encoding="utf-8") as file:
            self.assertTrue(json.load(file)["interrupted"])

    def test_a_file_that_is_none_and_an_ending_that_is_none_are_named(self):
        with open(self.file("other.json"), "w", encoding="utf-8") as file:
            file.write("{}")
        done = hallmark("report", "convert", self.file("other.json"), self.file("x.html"))
        self.assertEqual(done.code, 2)
        self.assertIn("other.json", done.err)
        self.assertFalse(os.path.exists(self.file("x.html")))
        self.assertEqual(hallmark("report").code, 2)

    def test_places_that_cannot_be_are_named_as_they_stand_there(self):
        saved, page = self.file("saved.json"), self.file("x.html")
        self.assertIn(hallmark("run", "--select", "base/observe/**", "--report", saved).code, (0, 2))
        for words, said in (((self.file("x.pdf"),), f"hallmark: {self.file('x.pdf')}: its ending says no kind of report; "),
                            ((page, page), f"hallmark: {page} stands there twice\n"),
                            ((page, self.file("./x.html")), f"hallmark: {self.file('./x.html')} names the same file as ")):
            with self.subTest(words):
                done = hallmark("report", "convert", saved, *words)
                self.assertEqual((done.code, done.err.count("\n")), (2, 1), done.err)
                self.assertTrue(done.err.startswith(said), done.err)
        done = hallmark("report", "diff", saved, saved, "--report", page, "--report", self.file("./x.html"))
        self.assertEqual(done.code, 2)
        self.assertIn(f"names the same file as --report {page}\n", done.err)
        self.assertFalse(os.path.exists(page))


class Version(unittest.TestCase):
    def test_says_what_it_was_built_from(self):
        done = hallmark("--version")
        self.assertEqual(done.code, 0)
        self.assertRegex(done.out, r"\Ahallmark [0-9.]+\ncommit     ([0-9a-f]{12}|unknown)\nsuite      [0-9a-f]{16}\n"
                                   r"tables     [0-9a-f]{16}\nlibraries  OpenSSL 3\.[0-9.]+, Boost 1\.[0-9.]+, "
                                   r"pugixml [0-9.]+, zlib [0-9.]+, CLI11 [0-9.]+\n\Z")

    def test_is_what_a_run_tells(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run.json")
            hallmark("run", "--select", "base/signature/v1", "--report", path)
            with open(path, encoding="utf-8") as file:
                run = json.load(file)["run"]
        told = dict(re.findall(r"^(\w+) +(\S+)$", hallmark("--version").out, re.M))
        self.assertEqual({name: run[name] for name in ("hallmark", "commit", "suite", "tables")},
                         {name: told[name] for name in ("hallmark", "commit", "suite", "tables")})


class Schemas(unittest.TestCase):
    def test_name_what_the_program_writes(self):
        """The members of a real run and a real campaign; the unit tests check invented ones whole."""
        with open(os.path.join(ROOT, "docs", "report-schema.json"), encoding="utf-8") as file:
            known = json.load(file)["properties"]
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "run.json")
            hallmark("run", "--select", "base/**", "--report", path)
            with open(path, encoding="utf-8") as file:
                self.assertEqual(set(json.load(file)) - set(known), set())


if __name__ == "__main__":
    unittest.main()
