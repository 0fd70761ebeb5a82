# SPDX-License-Identifier: Apache-2.0
"""hallmark sdk, end to end: an honest shim, a bad one, and shims that are useless in every way."""

import json
import os
import re
import resource
import sys
import time
import unittest
import xml.etree.ElementTree as ElementTree

from hallmark_program import HERE, ROOT, SLOWNESS, WithFolder, hallmark, reference

HONEST = os.path.join(ROOT, "docs", "examples", "shim", "hallmark_shim.py")
BAD = os.path.join(ROOT, "runner", "adapters", "bad_client", "bad_client.py")
TINY = os.path.join(HERE, "tiny_shims.py")


def sdk(*arguments, shim, **environment):
    return hallmark("sdk", *arguments, "--", sys.executable, *shim, **environment)


class WithFiles(WithFolder):
    def saved(self, name):
        with open(self.file(name), encoding="utf-8") as file:
            return file.read()


class Honest(WithFiles):
    def test_passes_everything_within_a_minute_and_leaves_no_secret(self):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = sdk("--strict", "--report", self.file("run.json"), shim=[HONEST])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime  # of the processors
        self.assertEqual((done.headline, done.code, done.err), ("CONFORMANT", 0, ""), done.out[-3000:])
        self.assertLess(took, 60 * SLOWNESS)
        text = self.saved("run.json")
        run = json.loads(text)
        self.assertGreater(len(run["cases"]), 700)
        checks = [check["id"] for check in run["checks"]]
        self.assertEqual(len(checks), len(set(checks)))
        self.assertEqual(run["run"]["subject"], "client")
        self.assertNotRegex(text, r"LTAI5t[A-Za-z0-9]{8}")
        self.assertNotRegex(text, r"Signature=(?!\*\*\*)[A-Za-z0-9%]{8}")
        told = [call["told"] for case in run["cases"] for call in case["evidence"]["calls"] if "told" in call]
        self.assertGreater(len(told), 700)

    def test_the_same_cases_by_select_and_by_shards(self):
        chosen = ["--select", "answer/status/**"]
        done = sdk(*chosen, "--report", self.file("all.json"), shim=[HONEST])
        self.assertEqual(done.code, 0, done.out[-2000:])
        names = []
        for part in ("1/2", "2/2"):
            self.assertEqual(sdk(*chosen, "--shard", part, "--report", self.file("part.json"), shim=[HONEST]).code, 0)
            names += [f"{case['id']}@{case.get('variant')}" for case in json.loads(self.saved("part.json"))["cases"]
                      if case["id"].startswith("answer/")]
        whole = [f"{case['id']}@{case.get('variant')}" for case in json.loads(self.saved("all.json"))["cases"]
                 if case["id"].startswith("answer/")]
        self.assertEqual(sorted(names), sorted(whole))
        self.assertEqual(len(whole), 10)

    def test_a_client_run_is_not_judged_again(self):
        self.assertEqual(sdk("--select", "answer/status/403", "--report", self.file("run.json"), shim=[HONEST]).code, 0)
        again = hallmark("judge", self.file("run.json"))
        self.assertEqual(again.code, 2)
        self.assertIn("a client's run", again.err)


class Tolerated(WithFiles):
    def test_what_real_clients_do_and_no_document_forbids_fails_nobody(self):
        done = sdk("--select", "request/**", "--select", "answer/**", "--skip", "request/nonce/*", "--skip",
                   "answer/own/*", "--report", self.file("run.json"), shim=[os.path.join(HERE, "tiny_shims.py"),
                                                                            "tolerated"])
        self.assertEqual(done.code, 0, done.out[-3000:])
        cases = json.loads(self.saved("run.json"))["cases"]
        failed = {case["id"] for case in cases if case["verdict"] == "fail"}
        self.assertEqual(failed, {"request/timestamp/without-fraction"})
        unsupported = {case["id"] for case in cases if case["verdict"] == "unsupported"}
        self.assertEqual(unsupported, {"request/method/get", "request/method/post",
                                       "request/action/ReactivateInstances"})


    def test_nor_does_the_endpoint_behind_a_life_that_takes_milliseconds_too(self):
        done = sdk("--select", "lifecycle/start", "--report", self.file("run.json"), shim=[TINY, "tolerated"])
        cases = {case["id"]: case for case in json.loads(self.saved("run.json"))["cases"]}
        self.assertEqual(cases["lifecycle/start"]["verdict"], "pass", done.out)


    def test_nor_does_http_1_0_or_who_names_no_format_and_reads_json(self):
        done = sdk("--select", "answer/status/*", "--select", "answer/form/*", "--select", "request/value/blank",
                   "--select", "lifecycle/start", "--report", self.file("run.json"), shim=[TINY, "reads_to_the_end"])
        self.assertEqual(done.code, 0, done.out)
        cases = {case["id"]: case["verdict"] for case in json.loads(self.saved("run.json"))["cases"]}
        self.assertEqual(cases.pop("lifecycle/start"), "unsupported")
        self.assertEqual(set(cases.values()), {"pass"}, cases)


class Recorded(WithFiles):
    SECRET = {"HALLMARK_ACCESS_KEY_SECRET": "a-secret-that-nobody-knows"}

    def record(self):
        os.environ.update(self.SECRET)
        self.addCleanup(os.environ.pop, "HALLMARK_ACCESS_KEY_SECRET")
        path = self.file("requests.jsonl")
        with reference("--access-key-id", "LTAIrecorded", "--requests", path) as url:
            for _ in range(3):
                hallmark("send", "StartInstance", "InstanceId=i-1", "--endpoint", url, "--access-key-id",
                         "LTAIrecorded", **self.SECRET)
        return path

    def test_requests_are_verified_afterwards_and_what_cannot_be_judged_is_said(self):
        path = self.record()
        done = hallmark("judge", "--requests", path, "--report", self.file("run.json"), **self.SECRET)
        self.assertEqual(done.code, 0, done.out + done.err)
        self.assertTrue(done.headline.startswith("CONFORMANT, partial: "), done.headline)
        self.assertIn("only a shim can tell", done.out)
        cases = {case["id"]: case["verdict"] for case in json.loads(self.saved("run.json"))["cases"]}
        self.assertEqual(cases["request/signature"], "pass")
        self.assertEqual(cases["answer/told"], "unsupported")

    def test_a_forged_and_a_repeated_one_are_found(self):
        path = self.record()
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join([lines[0], lines[1].replace("i-1", "i-2"), lines[0]]) + "\n")
        done = hallmark("judge", "--requests", path, **self.SECRET)
        self.assertEqual(done.code, 1)
        self.assertEqual(done.failures(), {"request/signature", "request/nonce/once"})
        self.assertIn("request 2: the signature of something else", done.out)
        self.assertIn("AccessKeyId%3D***%26Action", done.out)
        self.assertNotIn("LTAIrecorded", done.out)

    def test_wrong_usage_is_no_verdict(self):
        nothing = self.file("none.jsonl")
        with open(nothing, "w", encoding="utf-8"):
            pass
        for arguments, said in ((["--requests", nothing], "no request was recorded"),
                                (["--requests", "/no/such/file"], "No such file"),
                                ([], "takes a RUN.json, or --requests FILE")):
            done = hallmark("judge", *arguments, **self.SECRET)
            self.assertEqual(done.code, 2)
            self.assertIn(said, done.err)
        self.assertIn("HALLMARK_ACCESS_KEY_SECRET", hallmark("judge", "--requests", nothing).err)


class Bad(WithFiles):
    def test_a_defect_is_told_with_what_was_sent_answered_and_told(self):
        done = sdk("--select", "broken/shape/*", "--report", self.file("run.json"), "--report",
                   self.file("run.xml"), shim=[BAD, "--defect", "array-crashes"])
        self.assertEqual(done.code, 1, done.out[-2000:])
        self.assertIn("broken/shape/array-refused", done.failures())
        self.assertTrue(all("array" in name for name in done.failures()), done.failures())
        self.assertRegex(done.out, r"again   hallmark sdk --select 'broken/shape/array\S*@json' (\\\n *)?-- \S*python\S* ")
        failed = [case for case in json.loads(self.saved("run.json"))["cases"] if case["verdict"] == "fail"]
        call = failed[0]["evidence"]["calls"][-1]
        self.assertIn("Signature=***", call["exchange"]["request"] + "Signature=***")
        self.assertTrue(call["exchange"]["body"].startswith("["))
        self.assertIn("exit status 70", call["told"])
        suites = ElementTree.parse(self.file("run.xml")).getroot()
        self.assertEqual(len(list(suites.iter("failure"))), len(failed))
        self.assertNotRegex(self.saved("run.json"), r"LTAI5t[A-Za-z0-9]{8}")
        again = hallmark("sdk", "--select", f"{failed[0]['id']}@{failed[0]['variant']}", "--", sys.executable, BAD,
                         "--defect", "array-crashes")
        self.assertEqual(again.code, 1)


    def test_who_believes_everything_is_told_so_once_and_asked_the_rest_all_the_same(self):
        done = sdk("--select", "answer/status/*", "--select", "broken/shape/*", "--select",
                   "retry/start-instance/500", "--report", self.file("run.json"), shim=[TINY, "believes_all_json"])
        cases = {case["id"]: case for case in json.loads(self.saved("run.json"))["cases"]}
        for name in ("answer/status/403", "broken/shape/code-missing", "retry/start-instance/500"):
            self.assertEqual(cases[name].get("blockedBy"), "client/tells-errors@json", cases[name])
        for name in ("broken/shape/array", "broken/shape/string"):
            self.assertEqual(cases[name]["verdict"], "fail", cases[name])
            self.assertEqual(cases[name]["reason"], "what cannot be read is told as a success")
        self.assertEqual(cases["broken/shape/empty"]["verdict"], "pass")
        self.assertIn("client/tells-errors", done.failures())


    def test_a_wrong_signature_is_told_by_its_mistake_and_without_the_key(self):
        done = sdk("--select", "request/value/blank", "--report", self.file("run.json"),
                   shim=[BAD, "--defect", "plus-for-blank"])
        self.assertEqual(done.code, 1)
        self.assertIn("the signature that comes of writing a blank as +", done.out)
        self.assertNotRegex(done.out + self.saved("run.json"), r"LTAI5t[A-Za-z0-9]{8}")


class Useless(WithFiles):
    def verdict_on(self, name, seconds=30):
        began = time.monotonic()
        done = sdk("--report", self.file("run.json"), shim=[TINY, name])
        self.assertLess(time.monotonic() - began, seconds * SLOWNESS)
        self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
        self.assertIn("client/speaks", done.failures())
        run = json.loads(self.saved("run.json"))
        self.assertGreater(sum(case["verdict"] == "inconclusive" for case in run["cases"]), 100)
        return done

    def test_one_that_sends_nothing(self):
        self.assertIn("no request; told as a success", self.verdict_on("sends_nothing").out)

    def test_one_that_never_answers(self):
        self.assertIn("it gave no answer within", self.verdict_on("never_answers").out)

    def test_one_that_dies_on_every_call(self):
        done = self.verdict_on("dies_on_every_call")
        self.assertIn("exit status 7", done.out)
        self.assertIn("out of luck", done.out)

    def test_one_that_writes_something_else(self):
        done = self.verdict_on("speaks_no_json")
        self.assertIn("client/keeps-to-the-protocol", done.failures())

    def test_one_that_ends_in_company_alone(self):
        done = sdk("--select", "client/*", "--select", "answer/status/*", shim=[TINY, "ends_in_company"])
        self.assertEqual(done.failures(), {"client/keeps-to-the-protocol"}, done.out)
        self.assertIn("no call alone ends it", done.out)
        self.assertIn("exit status 9", done.out)

    def test_one_that_does_not_sign_is_told_once(self):
        done = sdk("--skip", "broken/transport/*", "--skip", "request/nonce/*", "--report", self.file("run.json"), shim=[TINY, "unsigned"])
        self.assertEqual(done.code, 1)
        self.assertIn("request/signature", done.failures())
        self.assertIn("client/tells-errors", done.failures())
        self.assertRegex(done.out, re.compile(r"^Blocked \(inconclusive\)$", re.M))
        told = [call["told"] for case in json.loads(self.saved("run.json"))["cases"]
                for call in case["evidence"]["calls"] if "told" in call]
        self.assertTrue(told)
        for line in told:
            self.assertIn('"secret": "***"', line)


class Usage(unittest.TestCase):
    def test_what_does_not_speak_is_no_verdict(self):
        for command, said in ((["/no/such/shim"], "cannot be started"), (["false"], "exit status 1"),
                              (["echo", "hello"], "no JSON object: hello")):
            done = hallmark("sdk", "--", *command)
            self.assertEqual(done.code, 2, done.out)
            self.assertIn(said, done.err)

    def test_wrong_options_are_said(self):
        for arguments, said in (([], "which client?"), (["--select", "no/such/case", "--", "true"], "matches nothing"),
                                (["--memory", "much", "--", "true"], "is no size"),
                                (["--timeout", "soon", "--", "true"], "--timeout")):
            done = hallmark("sdk", *arguments)
            self.assertEqual(done.code, 2, done.out)
            self.assertIn(said, done.err)

    def test_the_list_says_what_is_asked(self):
        done = hallmark("sdk", "--list")
        self.assertEqual(done.code, 0)
        lines = done.out.splitlines()
        self.assertGreater(len(lines), 700)
        self.assertTrue(any(line.startswith("broken/shape/empty@json ") and "required" in line for line in lines))


if __name__ == "__main__":
    unittest.main()
