# SPDX-License-Identifier: Apache-2.0
"""What the program says to people: how much of it, how wide, about what, and to whom who mistypes."""

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import termios
import unittest

from hallmark_program import PATIENCE, PROGRAM, WithFolder, environment_with, hallmark, reference

RUNNING = "start-instance/precondition/running"
SOME = ("--select", "start-instance/precondition/*@post.json.v3")


def on_a_terminal(columns, *arguments, **environment):
    """What it writes on a terminal that is so wide, colours left out."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen([PROGRAM, *arguments], stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL,
                               env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", **environment})
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    process.wait(60)
    return said.decode("utf-8", "replace").replace("\r\n", "\n")


def failures_in(text):
    """The lines of the failures, without what stands before and behind them."""
    return text[text.index("FAIL  "):].split("\n\n")[0].splitlines()


class Amounts(WithFolder):
    def test_quiet_is_the_headline_and_what_failed(self):
        self.assertEqual(hallmark("run", "--quiet", *SOME).out, "CONFORMANT\n")
        self.assertEqual(hallmark("selftest", "-q", "--defect", "start-while-running").out.count("\n"), 1)
        with reference("--defect", "start-while-running") as url:
            done = hallmark("run", "-q", "--endpoint", url, *SOME)
        self.assertEqual(done.failures(), {RUNNING})
        self.assertNotIn("cause", done.out)
        self.assertTrue(done.headline.startswith("NOT CONFORMANT"))

    def test_verbose_shows_what_a_passing_run_leaves_out(self):
        usual = hallmark("run", *SOME).out
        self.assertNotIn("Slowest", usual)
        self.assertIn("passed where the documents leave a choice; --verbose shows which\n", usual)
        verbose = hallmark("run", "--verbose", *SOME).out
        self.assertIn("Slowest", verbose)
        self.assertIn("  more than one documented reason fits this world: ", verbose)

    def test_colour_is_as_it_is_said(self):
        self.assertIn("\x1b[", hallmark("run", "--color", "always", *SOME, NO_COLOR="1").out)
        self.assertNotIn("\x1b[", hallmark("run", *SOME).out)
        self.assertNotIn("\x1b[1", on_a_terminal(100, "run", "--color", "never", *SOME, NO_COLOR=""))
        self.assertIn("\x1b[1", on_a_terminal(100, "run", *SOME, NO_COLOR=""))

    def test_numbers_agree_with_their_words(self):
        self.assertIn(": 1 case against ", hallmark("run", "--select", RUNNING + "@post.json.v3").out)


class Pipes(unittest.TestCase):
    def test_a_report_takes_standard_output_for_itself(self):
        done = hallmark("run", "--report", "json=-", *SOME)
        self.assertEqual(json.loads(done.out)["format"], "hallmark-run")
        self.assertIn("CONFORMANT", done.err)
        for command in (["judge", "-"], ["report", "convert", "-", "md=-"]):
            with self.subTest(command):
                later = hallmark(*command, given=done.out)
                self.assertEqual(later.code, 0, later.err)
                self.assertIn("CONFORMANT", later.out)

    def test_percentages_end_at_100_and_stand_before_the_failures(self):
        with reference("--defect", "start-while-running") as url:
            out = hallmark("run", "--endpoint", url, *SOME).out
        percentages = [match.start() for match in re.finditer(r"^\d+ %", out, re.M)]
        self.assertIn("\n100 %", out)
        self.assertLess(percentages[-1], out.index("FAIL  "))


class Widths(unittest.TestCase):
    def test_a_failure_fits_its_screen(self):
        with reference("--defect", "start-while-running") as url:
            wide = hallmark("run", "--endpoint", url, *SOME).out
            narrow = on_a_terminal(60, "run", "--endpoint", url, *SOME)
            command = re.search(r"again   ((?:.* \\\n)*.*)", wide).group(1)
            again = subprocess.run(["sh", "-c", command.replace("hallmark", PROGRAM, 1)], capture_output=True, text=True,
                                   check=False, timeout=60)
        for text, columns in ((wide, 100), (narrow, 60)):
            lines = failures_in(text)
            self.assertGreater(len(lines), 5, text)
            # The id of a case is whole, for it is to be pasted.
            self.assertEqual([line for line in lines if len(line) > columns and "--select" not in line], [])
        self.assertIn("; and ", wide)
        self.assertIn(f"\n      more    hallmark explain {RUNNING}\n", wide)
        self.assertEqual(again.returncode, 1, again.stderr)
        self.assertIn(RUNNING, again.stdout)


class Explained(unittest.TestCase):
    def explain(self, *what):
        done = hallmark("explain", *what)
        self.assertEqual((done.code, done.err), (0, ""))
        return done.out

    def test_a_case(self):
        out = self.explain(RUNNING + "@get.xml.v1")
        for text in ("case  " + RUNNING, "an instance that is Running", "403 IncorrectInstanceStatus",
                     "StartInstance 2020-10, error row 2", "(document 004)", "https://",
                     "refusals-answer-200", "--select " + RUNNING):
            self.assertIn(text, out)

    def test_a_row_by_its_citation(self):
        out = self.explain("StartInstance 2020-10, error row 4")
        self.assertEqual(out, self.explain("startinstance 2020-10 row 4"))
        for label, text in (("document", "004"), ("edition", "StartInstance 2020-10"), ("section", "error codes"),
                            ("address", "https://"), ("says", "403 InsufficientBalance: "), ("means", "refused where"),
                            ("against it", "common errors, row 5 prints 400 InsufficientBalance: "),
                            ("cases", "start-instance/"), ("caught", "by its cases of depth 1 at least "), ("to do", "answer 403")):
            self.assertRegex(out, rf"(?m)^  {label} +{re.escape(text)}")

    def test_a_code_that_several_rows_print(self):
        out = self.explain("IncorrectInstanceStatus")
        self.assertIn("  row  hallmark explain 'StartInstance 2020-10, error row 2'\n", out)
        self.assertEqual({one["kind"] for one in json.loads(self.explain("IncorrectInstanceStatus", "--json"))}, {"row"})

    def test_causes_as_a_run_prints_them(self):
        out = self.explain("StartInstance: wanted 403 IncorrectInstanceStatus, got 200: 16 cases fail, 192 blocked")
        self.assertIn("StartInstance 2020-10, error row 2", out)
        self.assertIn("hallmark run --without v3", self.explain("V3 signatures are not accepted (post.json.v3)"))
        self.assertIn("HostId", self.explain("the error does not name the host that was addressed"))
        self.assertIn("UTF-8", self.explain("the answer names another character set"))

    def test_a_defect(self):
        out = self.explain("start-while-running")
        self.assertIn("StartInstance needs a Stopped instance", out)
        self.assertIn(RUNNING, out)
        self.assertIn("--defect start-while-running", out)

    def test_whatever_else_has_a_name(self):
        for what, kind in (("NoStock", "condition"), ("after-reboot", "trigger"), ("refusal-changes-nothing", "checker"),
                           ("StartInstance 2020-10", "page"), ("RebootInstance 2019-04, clause 2", "clause"),
                           ("RebootInstance 2019-04, parameter ForceStop", "parameter"),
                           ("broken/shape/code-null", "case of a client"), ("RebootInstance 2019-04, sample 1", "sample")):
            with self.subTest(what):
                thing, = json.loads(self.explain(what, "--json"))
                self.assertEqual(thing["kind"], kind)
                self.assertIn("to do" if kind != "page" else "holds", thing)

    def test_what_is_nothing_is_bad_usage(self):
        done = hallmark("explain", "start-while-runing")
        self.assertEqual((done.code, done.out), (2, ""))
        self.assertIn("did you mean 'start-while-running'?", done.err)

    def test_what_a_terminal_would_obey_is_escaped(self):
        done = hallmark("list", "rows", "--select", "\x1b[31m")
        self.assertEqual((done.code, done.err), (2, "hallmark: --select '\\x1b[31m' matches nothing\n"))

    def test_however_much_of_nothing(self):
        done = hallmark("explain", "a" * 100000)
        self.assertEqual((done.code, done.out), (2, ""))
        self.assertLess(len(done.err), 400)


class Lists(unittest.TestCase):
    def test_each_line_fits(self):
        for what in ("rows", "clauses", "parameters", "samples", "cases", "conditions", "defects", "triggers",
                     "editions", "hostile"):
            with self.subTest(what):
                *lines, empty, count = hallmark("list", what).out.splitlines()
                # Nothing but a name that is to be pasted is longer.
                self.assertEqual([line for line in lines if len(line) > 100 and len(line.split()[0]) < 86], [])
                self.assertEqual(empty, "")
                self.assertTrue(count.startswith(f"{len(lines):,} "), count)

    def test_they_count_as_a_run_does(self):
        run = re.search(r": (\d+) cases against", hallmark("run", "--jobs", "1024", "--timeout", "30s").out).group(1)
        self.assertIn(f", {int(run):,} as a run counts them", hallmark("list", "cases").out)

    def test_some_of_them_and_all_of_each(self):
        out = hallmark("list", "rows", "--select", "NoStock").out
        self.assertTrue(out.endswith("\n\n1 row\n"), out)
        long = hallmark("list", "rows", "--long", "--select", "NoStock").out
        self.assertIn("try other types of resources", long)
        self.assertIn("start-instance/row/operation-denied-no-stock", long)
        self.assertEqual(len(json.loads(hallmark("list", "cases", "--json", "--select", "base/format/*").out)), 2)
        self.assertEqual(hallmark("list", "rows", "--select", "NoStok").code, 2)


class Mistyped(unittest.TestCase):
    def test_what_was_meant_is_asked(self):
        for words, meant in ((["rnu"], "'run'"), (["run", "--endpont", "x"], "'--endpoint'"),
                             (["list", "rowz"], "'rows'"), (["report", "convrt"], "'convert'"),
                             (["run", "--variants", "ful"], "'full'"), (["run", "--color", "alwais"], "'always'"),
                             (["run", "--without", "RebotInstance"], "'RebootInstance'"),
                             (["run", "--without", "fixture:NoStok"], "'fixture:NoStock'"),
                             (["run", "--select", "start-instance/preconditon/running"], f"'{RUNNING}'"),
                             (["sdk", "--select", "client/speeks", "--", "true"], "'client/speaks'"),
                             (["serve", "--defect", "start-while-runing"], "'start-while-running'"),
                             (["selftest", "--defect", "start-while-running@after-rebot"], "'after-reboot'"),
                             (["selftest", "--depth", "2", "--trigger", "after-rebot"], "'after-reboot'"),
                             (["send", "StartInstance", "--condition", "NoStok"], "'NoStock'")):
            with self.subTest(words):
                done = hallmark(*words)
                self.assertEqual(done.code, 2)
                self.assertIn(f"did you mean {meant}", done.err)

    def test_what_is_missing_or_too_much_is_named(self):
        for words, said in ((["list"], "list needs WHAT ("), (["fixtures"], "fixtures needs a command ("),
                            (["report", "diff", "a"], "report diff needs NEW (hallmark report diff --help shows"),
                            (["report", "merge", "--json"], "report merge does not know --json ("),
                            (["sign", "StartInstance"], "sign needs --access-key-id ("),
                            (["serve", "--port"], "--port needs a value, N ("),
                            (["run", "--strict=maybe"], "--strict takes no value ("),
                            (["list", "case"], "WHAT: 'case' is none of its words; did you mean 'cases'? ("),
                            (["list", ""], "WHAT is an empty word\n"), (["replay", ""], "FILE is an empty word\n"),
                            (["judge", ""], "RUN is an empty word\n"), (["explain", ""], "WHAT is an empty word\n"),
                            (["sign", "A", "--access-key-id", ""], "--access-key-id is empty: give it a value\n"),
                            (["run", "--variants", ""], "--variants is empty: give it a value, or leave it out\n"),
                            (["run", "--shuffle="], "--shuffle is empty: give it a value, or leave it out\n"),
                            (["run", "--shuffle", ""], "--shuffle is empty: give it a value, or leave it out\n"),
                            (["run", "--color=", "-q"], "--color is empty: "), (["run", "--evidence", ""], "--evidence is empty: "),
                            (["send", "StartInstance", "--status", ""], "--status is empty: "),
                            (["run", "--endpoint", "http://a", "--endpoint", "http://b"], "--endpoint stands there twice ("),
                            (["--endpoint", "http://a"], "; did you mean hallmark run --endpoint http://a? ("),
                            (["run", "--endpoint", "127.0.0.1:80"],
                             "--endpoint '127.0.0.1:80' has no scheme; did you mean 'http://127.0.0.1:80'?\n"),
                            (["run", "--endpoint", "http://a b"], "this is not a URL: something in it has no place there\n"),
                            (["run", "--select", "base/variant@v9"], "matches no case: there is no variant 'v9'\n"),
                            (["run", "--select", "start-instanc/**"], "did you mean 'start-instance/**'? ("),
                            (["run", "--fixtures", "apy"], "there is no such file; did you mean 'api'?\n"),
                            (["run", "--fixtures", "exec:"], "exec: names no command: write exec:COMMAND\n"),
                            (["fixtures", "check", "exec:"], "exec: names no command: write exec:COMMAND\n"),
                            (["run", "--access-key-id", "x"], "--access-key-id needs --endpoint: "),
                            (["run", "--max-instances", "5"], "--max-instances is of --fixtures api, and the embedded endpoint"),
                            (["run", "--region", "us"], "--region is of --fixtures api"),
                            (["run", "--run-parameter", "A=b"], "--run-parameter is of --fixtures api"),
                            (["list", "conditions", "--depth", "3"], "--depth is of list cases"),
                            (["list", "dictionary", "--select", "x"], "--select chooses nothing of the dictionary"),
                            (["sdk", "--list", "--select", "no/such"], "--select 'no/such' matches nothing"),
                            (["sdk", "--list", "--shard", "1/2"], "--shard takes a part of a run"),
                            (["sdk", "--memory", "1K", "--", "true"], "--memory '1K' is less than 1M\n"),
                            (["sdk", "--endpoint", "x", "--", "true"], "sdk does not know --endpoint ("),
                            (["sdk", "--", "nosuchprogram"], "the shim does not speak: nosuchprogram cannot be started: No such"),
                            (["replay", "x.txt", "--as-case", "--report", "x.xml"], "there is nothing for --report to tell"),
                            (["serve", "--private-key", "x"], "--certificate and --private-key go together\n"),
                            (["serve", "--defect", "start-while-running@running"],
                             "'running' is no trigger; did you mean "),
                            (["run", "--cacert", "/dev/null"], "--cacert /dev/null: "),
                            (["run", "--cacert", __file__], "holds no certificate in PEM\n"),
                            (["send", "StartInstance", "--condition", "PrePaidExpired"], "say --charge-type PrePaid\n"),
                            (["send", "StartInstance", "--condition", "LocalDiskFailed"], "add --condition LocalDisk\n"),
                            (["send", "StartInstance", "--variant", "get"], "--variant 'get' is none; did you mean 'get.xml.v1'"),
                            (["send", "StartInstance", "--variant", "none"], "is none, as get.xml.v1, post.json.v3 and "),
                            (["run", "--without", "v2"], "--without 'v2' is no feature; did you mean 'v1' or 'v3'?\n"),
                            (["explain", "StartInstance", "error", "row"], "what has blanks in it goes into quotes ("),
                            (["run", "--max-instances", "0"], "'0' is no whole number from 1 on\n"),
                            (["run", "--report", "a.json", "--report", "a.json"], "--report a.json stands there twice"),
                            (["run", "--report", "a.json", "--report", "./a.json"],
                             "--report ./a.json names the same file as --report a.json\n"),
                            (["run", "--without", "v1", "--without", "v3"], "leaves nothing to ask with"),
                            (["send", "StartInstance", "--expect", "200,,"], "is not STATUS[,CODE]"),
                            (["fuzz", "--watch-process", "999999999"], "there is no such process"),
                            (["run", "--endpoint", "http://me:hunter2@127.0.0.1"], "must not hold a user or a password")):
            with self.subTest(words):
                done = hallmark(*words)
                self.assertEqual((done.code, done.err.count("\n"), done.out), (2, 1, ""), done.err)
                self.assertIn(said, done.err)
                self.assertNotIn("hunter2", done.err)

    def test_lines_fit(self):
        for words in (["run", "--report", "x.pdf"], ["run", "--without", "v2"], ["run", "--without", "nothing"], ["list", "foo"],
                      ["send", "StartInstance", "--variant", "get"], ["run", "--edition", "yesterday"]):
            with self.subTest(words):
                self.assertLess(len(hallmark(*words).err), 140)

    def test_a_selection_of_what_is_asked_of_clients(self):
        done = hallmark("sdk", "--list", "--select", "client/*")
        self.assertEqual(done.code, 0, done.err)
        names = [line.split()[0] for line in done.out.splitlines()]
        self.assertTrue(names)
        self.assertEqual([name for name in names if not name.startswith("client/")], [])
        self.assertNotRegex(done.out, " \n")

    def test_a_request_and_what_it_signs_stand_close(self):
        self.assertNotIn("\n\n\n", hallmark("send", "StartInstance", "--show-request").out.replace("\r", ""))

    def test_a_reader_that_has_read_enough(self):
        for words, code in ((["list", "hostile"], 0), (["explain", "IncorrectInstanceStatus"], 0),
                            (["run", "--select", "base/**", "--dry-run"], 0), (["run", "--select", "base/**"], 0)):
            with self.subTest(words):
                read, write = os.pipe()
                os.close(read)
                done = subprocess.run([PROGRAM, *words], stdout=write, stderr=subprocess.PIPE, text=True,
                                      env=environment_with(), timeout=PATIENCE, check=False)
                os.close(write)
                self.assertEqual(done.stderr, "")
                self.assertIn(done.returncode, (code, 2) if words == ["run", "--select", "base/**"] else (code,))

    def test_help_shows_what_may_be_left_out(self):
        self.assertIn("\n  --shuffle[=SEED]  ", hallmark("run", "--help").out)
        text = hallmark("list", "--help").out
        self.assertRegex(text, r"\n  what WHAT REQUIRED +What to list: rows, clauses,")
        self.assertIn("dictionary", text)

    def test_help_for_what_is_no_command_is_bad_usage_too(self):
        for words, text in ((["nosuch", "--help"], "there is no command nosuch"), (["rnu", "--help"], "did you mean 'run'"),
                            (["report", "convrt", "--help"], "did you mean 'convert'"),
                            (["rnu", "--version"], "did you mean 'run'")):
            with self.subTest(words):
                done = hallmark(*words)
                self.assertEqual((done.code, done.out), (2, ""))
                self.assertIn(text, done.err)
        self.assertEqual(hallmark("list", "rows", "--help").code, 0)

    def test_words_stand_in_their_order_beside_the_help_of_their_command(self):
        self.assertEqual(hallmark("run", "one", "two", "--three=3", "--four").err,
                         "hallmark: run does not know one two --three=3 --four (hallmark run --help shows what there "
                         "is)\n")

    def test_help_is_grouped_and_shows_two_examples(self):
        text = hallmark("run", "--help").out
        for group in ("Target:", "Selection:", "Verdict:", "Output:", "Examples:"):
            self.assertIn(f"\n{group}\n", text)
        for command in ("run", "list", "explain", "serve", "selftest", "audit", "judge", "send", "sign", "fixtures check",
                        "fuzz", "replay", "report convert", "report diff", "report merge", "report matrix",
                        "report statement", "report verify", "sdk"):
            with self.subTest(command):
                text = hallmark(*command.split(), "--help").out
                examples = re.findall(rf"^  hallmark {command} (.*)$", text.split("Examples:")[-1], re.M)
                self.assertEqual(len(examples), 2)
                for option in re.findall(r"--[a-z-]+", " ".join(examples)):
                    self.assertIn(option, text.split("Examples:")[0])
                self.assertEqual([line for line in text.splitlines() if len(line) > 100], [])
                self.assertNotIn("\n\n\n", text)


if __name__ == "__main__":
    unittest.main()
