# SPDX-License-Identifier: Apache-2.0
"""The shims that ship keep the protocol of shims (docs/porting-an-sdk.md), against `hallmark serve`.

    python3 shims_test.py          those that need nothing but Python
    python3 shims_test.py --npm    those whose packages come from npm; exit 77 where they cannot be had
"""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

from hallmark_program import ROOT, hallmark, reference
from npm_shims import ADAPTERS, npm_shim

EXAMPLE = os.path.join(ROOT, "docs", "examples", "shim")
BAD = os.path.join(ADAPTERS, "bad_client")
SECONDS = 30  # for any one answer
SKIPPED = 77  # what ctest takes for a test that could not be carried out

sys.path[:0] = [EXAMPLE, BAD]
import defects  # noqa: E402
import ecs_client  # noqa: E402


class Shim:
    """A shim that runs; leaves nothing behind at the end of the block."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self.watch = threading.Timer(SECONDS, self.process.kill)
        self.watch.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()
        self.watch.cancel()

    def tell(self, *messages):
        self.process.stdin.write("".join(json.dumps(message) + "\n" for message in messages))
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, message):
        self.tell(message)
        return self.hear()

    def rest(self):
        """What it still says once its input ended, on both ways, and its exit code."""
        out, err = self.process.communicate(timeout=SECONDS)
        return out, err, self.process.returncode


def world(url, status="Running", **fixture):
    """Makes an instance; gives what each call to it has to carry, and its id."""
    request = urllib.request.Request(url + "/_fixtures", json.dumps({"status": status, **fixture}).encode())
    with urllib.request.urlopen(request) as answer:
        made = json.load(answer)
    account = {"endpoint": url, "regionId": made["regionId"], "accessKeyId": made["accessKeyId"],
               "accessKeySecret": made["accessKeySecret"], "securityToken": None}
    return account, made["instanceId"]


def found(members, name):
    """The values of every member of that name, at any depth, whatever the case of its first letter."""
    if isinstance(members, list):
        return [value for item in members for value in found(item, name)]
    if not isinstance(members, dict):
        return []
    own = [value for key, value in members.items() if key.lower() == name.lower()]
    return own + [value for item in members.values() for value in found(item, name)]


@contextlib.contextmanager
def silent_port():
    """A server that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


class Contract:
    """What every shim keeps. `command()` runs it."""

    @classmethod
    def setUpClass(cls):
        cls.program = cls.command()  # first: it may skip
        cls.server = reference()
        cls.url = cls.server.__enter__()
        cls.addClassCleanup(cls.server.__exit__, None, None, None)

    def shim(self):
        return Shim(self.program)

    def call(self, number, action, params, account, **options):
        return {"id": number, "call": action, "params": params, **account,
                **({"options": options} if options else {})}

    def test_it_introduces_itself(self):
        with self.shim() as shim:
            hello = shim.ask({"hello": 1})
        self.assertEqual(hello["shim"], 1)
        self.assertIn(hello["signature"], ("v1", "v3"))
        self.assertIn("StartInstance", hello["actions"])
        self.assertIn("timeoutMs", hello["options"])
        self.assertIs(hello["concurrent"], True)
        for member in ("name", "version", "language"):
            self.assertTrue(hello[member])

    def test_success_and_error_reach_the_user(self):
        account, instance = world(self.url, status="Stopped")
        with self.shim() as shim:
            shim.ask({"hello": 1})
            start = {"InstanceId": instance, "InitLocalDisk": False}
            dry = shim.ask(self.call(1, "StartInstance", {**start, "DryRun": True}, account))
            started = shim.ask(self.call(2, "StartInstance", start, account))
            again = shim.ask(self.call(3, "StartInstance", start, account))
            unknown = shim.ask(self.call(4, "RebootInstance", {"InstanceId": "i-none"}, account))
        self.assertEqual(dry["error"]["code"], "DryRunOperation")
        self.assertEqual(dry["error"]["httpStatus"], 400)
        self.assertEqual(len(found(started["ok"], "RequestId")), 1)
        self.assertEqual(again["error"]["kind"], "service")
        self.assertEqual(again["error"]["code"], "IncorrectInstanceStatus")
        self.assertIn("The current status of the resource", again["error"]["message"])
        self.assertEqual(unknown["error"]["httpStatus"], 404)
        self.assertRegex(unknown["error"]["requestId"], "[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")

    def test_a_lifecycle_is_seen(self):
        account, instance = world(self.url, status="Stopped", settleMs=0)
        with self.shim() as shim:
            shim.ask({"hello": 1})
            shim.ask(self.call(1, "StartInstance", {"InstanceId": instance}, account))
            listed = {"RegionId": account["regionId"], "InstanceId": [instance, "i-other"]}
            status = shim.ask(self.call(2, "DescribeInstanceStatus", listed, account))
            reboot = {"InstanceId": instance, "ForceStop": True}
            rebooted = shim.ask(self.call(3, "RebootInstance", reboot, account))
            attribute = {"InstanceId": instance}
            described = shim.ask(self.call(4, "DescribeInstanceAttribute", attribute, account))
        self.assertEqual(found(status["ok"], "Status"), ["Running"])
        self.assertTrue(found(rebooted["ok"], "RequestId"))
        self.assertEqual(found(described["ok"], "Status"), ["Running"])

    def test_what_it_cannot_is_unsupported(self):
        account, instance = world(self.url)
        with self.shim() as shim:
            shim.ask({"hello": 1})
            action = shim.ask(self.call(1, "TerminateUniverse", {}, account))
            start = {"InstanceId": instance}
            option = shim.ask(self.call(2, "StartInstance", start, account, frobnicate=1))
        self.assertIn("unsupported", action)
        self.assertIn("unsupported", option)

    def test_calls_at_a_time_are_answered_once_each(self):
        account, instance = world(self.url)
        names = [f"i-{number}" for number in range(99)] + [instance]
        with self.shim() as shim:
            shim.ask({"hello": 1})
            shim.tell(*(self.call(number, "DescribeInstanceAttribute", {"InstanceId": name}, account)
                        for number, name in enumerate(names)))
            answers = {answer["id"]: answer for answer in (shim.hear() for _ in names)}
            shim.tell({"bye": 1})
            out, _, code = shim.rest()
        self.assertEqual(sorted(answers), list(range(100)))
        self.assertEqual(found(answers.pop(99)["ok"], "InstanceId"), [instance])
        for answer in answers.values():
            self.assertEqual(answer["error"]["code"], "InvalidInstanceId.NotFound")
        self.assertEqual((out, code), ("", 0))

    def test_no_answer_is_a_matter_of_transport(self):
        account, instance = world(self.url)
        start = {"InstanceId": instance}
        with self.shim() as shim, silent_port() as port:
            shim.ask({"hello": 1})
            silent = {**account, "endpoint": f"http://127.0.0.1:{port}"}
            begun = time.monotonic()
            late = shim.ask(self.call(1, "StartInstance", start, silent, timeoutMs=300))
            self.assertLess(time.monotonic() - begun, 5)
            nobody = {**account, "endpoint": "http://127.0.0.1:1"}
            refused = shim.ask(self.call(2, "StartInstance", start, nobody))
        self.assertEqual(late["error"]["kind"], "transport")
        self.assertEqual(refused["error"]["kind"], "transport")

    def test_it_leaves_at_the_end_of_its_input(self):
        account, instance = world(self.url)
        with self.shim() as shim:
            shim.tell({"hello": 1}, self.call(1, "StartInstance", {"InstanceId": instance}, account))
            out, err, code = shim.rest()
        self.assertEqual(len(out.splitlines()), 2)
        self.assertEqual(code, 0)
        self.assertNotIn(account["accessKeySecret"], out + err)


def python_shim(folder, name, *arguments):
    command = [sys.executable, os.path.join(folder, name), *arguments]

    class Case(Contract, unittest.TestCase):
        @staticmethod
        def command():
            return command
    return Case


def node_shim(name):
    class Case(Contract, unittest.TestCase):
        @staticmethod
        def command():
            return npm_shim(name)
    return Case


class ExampleV1(python_shim(EXAMPLE, "hallmark_shim.py", "--signature", "v1")):
    pass


class ExampleV3(python_shim(EXAMPLE, "hallmark_shim.py")):
    pass


class ExampleXml(python_shim(EXAMPLE, "hallmark_shim.py", "--signature", "v1", "--format", "xml")):
    pass


class BadClientV1(python_shim(BAD, "bad_client.py", "--signature", "v1")):
    pass


class BadClientV3(python_shim(BAD, "bad_client.py", "--signature", "v3", "--format", "xml")):
    pass


class ExampleClient(unittest.TestCase):
    """Its signatures, against vectors that the vendor published."""

    def test_signature_v1(self):
        parameters = dict(pair.split("=") for pair in (
            "AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing&"
            "SignatureMethod=HMAC-SHA1&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb&"
            "SignatureVersion=1.0&Timestamp=2023-03-13T08:34:30Z&Version=2014-05-26").split("&"))
        self.assertEqual(ecs_client.sign_v1("testsecret", "GET", parameters),
                         "9NaGiOspFP5UPcwX8Iwt2YJXXuk=")

    def test_signature_v3(self):
        nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        headers = {"host": "ecs.cn-shanghai.aliyuncs.com", "x-acs-action": "RunInstances",
                   "x-acs-version": "2014-05-26", "x-acs-date": "2023-10-26T10:22:32Z",
                   "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
                   "x-acs-content-sha256": nothing}
        query = ("ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&"
                 "RegionId=cn-shanghai")
        self.assertEqual(
            ecs_client.sign_v3("YourAccessKeySecret", "POST", query, headers, nothing),
            "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0")

    def test_lists_count_from_one_and_sort_by_bytes(self):
        texts = ecs_client.flattened({"Id": [f"i{n}" for n in range(1, 13)], "DryRun": True,
                                      "Unset": None, "Empty": ""})
        self.assertEqual((texts["Id.1"], texts["Id.12"]), ("i1", "i12"))
        self.assertEqual(texts["DryRun"], "true")
        self.assertNotIn("Unset", texts)
        order = re.findall(r"Id\.(\d+)", ecs_client.canonical_query(texts))
        self.assertEqual(order[:5], ["1", "10", "11", "12", "2"])
        self.assertIn("&Empty=&", "&" + ecs_client.canonical_query(texts))


class TableOfDefects(unittest.TestCase):
    """Every defect of the bad client is a line of its program, and every line has its place in the table."""

    def test_table_and_program_agree(self):
        with open(os.path.join(BAD, "bad_client.py"), encoding="utf-8") as file:
            program = file.read()
        names = [defect.name for defect in defects.DEFECTS]
        self.assertEqual(len(names), len(set(names)))
        self.assertGreaterEqual(len(names), 40)
        self.assertEqual(sorted(set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"', program)) & set(names)),
                         sorted(names))
        for defect in defects.DEFECTS:
            self.assertIn(defect.area,
                          ("client", "request", "answer", "lifecycle", "broken", "retry"))
            self.assertIn(defect.needs, ("-", "v1", "v3", "get", "xml"))

    def test_it_lists_its_defects(self):
        listed = subprocess.run([sys.executable, os.path.join(BAD, "bad_client.py"), "--list"],
                                capture_output=True, text=True, check=True, timeout=SECONDS).stdout
        self.assertEqual([line.split("\t")[0] for line in listed.splitlines()],
                         [defect.name for defect in defects.DEFECTS])

    def test_a_defect_shows(self):
        with reference() as url:
            account, instance = world(url, status="Stopped")
            call = {"id": 1, "call": "StartInstance", "params": {"InstanceId": instance}, **account}
            for name in ("key-without-ampersand", "stale-timestamp", "host-not-signed"):
                command = [sys.executable, os.path.join(BAD, "bad_client.py"), "--defect", name]
                with self.subTest(name), Shim(command) as shim:
                    shim.ask({"hello": 1})
                    self.assertEqual(shim.ask(call)["error"]["kind"], "service")


class PopCore(node_shim("node-pop-core")):
    def test_its_findings_are_those_of_the_report(self):
        self.assertEqual(required_failures(self.program), {"broken/shape/" + name for name in (
            "code-missing", "code-null", "code-empty", "code-object", "lower-case", "nested",
            "message-object", "empty-object-refused", "array-refused", "array-of-a-refusal",
            "string-refused", "number-refused", "true-refused", "array", "array-of-a-success",
            "string", "number", "true")})


class Ecs20140526(node_shim("node-ecs20140526")):
    def test_its_findings_are_those_of_the_report(self):
        self.assertEqual(required_failures(self.program), {
            "broken/shape/array", "broken/shape/array-of-a-success", "broken/shape/null"})


def required_failures(shim):
    """The cases that certification finds, but for ten thousand nonces (docs/results)."""
    done = hallmark("sdk", "--skip", "request/nonce/once", "--verbose", "--", *shim)
    return {match[1] for match in re.finditer(r"^FAIL +(\S+) .* required$", done.out, re.MULTILINE)}


def main():
    npm = "--npm" in sys.argv
    chosen = [PopCore, Ecs20140526] if npm else [
        ExampleV1, ExampleV3, ExampleXml, BadClientV1, BadClientV3, ExampleClient, TableOfDefects]
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromTestCase(case) for case in chosen)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    if not result.wasSuccessful():
        sys.exit(1)
    if result.skipped:
        print("SKIPPED:", "; ".join(sorted({reason for _, reason in result.skipped})))
        sys.exit(SKIPPED)


if __name__ == "__main__":
    main()
