# SPDX-License-Identifier: Apache-2.0
"""Signatures, step by step: what `sign` shows, what stands beside a refused one, and what `send` expects."""

import contextlib
import http.client
import http.server
import itertools
import json
import os
import re
import unittest

from hallmark_program import WithFolder, hallmark, reference, serving

SECRET = "testsecret"
# Of the vendor's pages and clients: arguments, secret, canonical query, signature. All are GET under V1.
VECTORS = (
    ("ECS, signature page", SECRET,
     ["DescribeRegions", "--format", "xml", "--access-key-id", "testid",
      "--nonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "--time", "2016-02-23T12:46:24Z"],
     "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
     "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
     "&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26", "OLeaidS1JvxuMvnyHOwuJ+uX5qY="),
    ("SLB, with TimeStamp", SECRET,
     ["DescribeRegions", "--format", "xml", "--access-key-id", "testid",
      "--nonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf", "TimeStamp=2016-02-23T12:46:24Z"],
     "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
     "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
     "&TimeStamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26", "CT9X0VtwR86fNWSnsc6v8YGOjuE="),
    ("ECS, RPC page, fixed values", SECRET,
     ["DescribeDedicatedHosts", "RegionId=cn-beijing", "--format", "json", "--access-key-id", "testid",
      "--nonce", "edb2b34af0af9a6d14deaf7c1a5315eb", "--time", "2023-03-13T08:34:30Z"],
     "AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing"
     "&SignatureMethod=HMAC-SHA1&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb&SignatureVersion=1.0"
     "&Timestamp=2023-03-13T08%3A34%3A30Z&Version=2014-05-26", "9NaGiOspFP5UPcwX8Iwt2YJXXuk="),
    ("RAM, an address in a value", SECRET,
     ["CreateUser", "DisplayName=test", "UserPrincipalName=test@example.onaliyun.com", "Version=2019-08-15",
      "--format", "json", "--access-key-id", "testid",
      "--nonce", "3f6b4e80-56f7-11eb-a256-a9f756ea7e85", "--time", "2021-01-15T06:02:28Z"],
     "AccessKeyId=testid&Action=CreateUser&DisplayName=test&Format=JSON&SignatureMethod=HMAC-SHA1"
     "&SignatureNonce=3f6b4e80-56f7-11eb-a256-a9f756ea7e85&SignatureVersion=1.0"
     "&Timestamp=2021-01-15T06%3A02%3A28Z&UserPrincipalName=test%40example.onaliyun.com&Version=2019-08-15",
     "02heLegtw4+BFamznl1Ltj+vJ4A="),
    ("Go client, empty values and a token", "accessKeySecret",
     ["Unused", "Action=", "RegionId=regionId", "SecurityToken=accessKeyStsToken", "SignatureType=",
      "Timestamp=mock date", "Version=", "--format", "json", "--access-key-id", "accessKeyId",
      "--nonce", "MOCK_UUID"],
     "AccessKeyId=accessKeyId&Action=&Format=JSON&RegionId=regionId&SecurityToken=accessKeyStsToken"
     "&SignatureMethod=HMAC-SHA1&SignatureNonce=MOCK_UUID&SignatureType=&SignatureVersion=1.0"
     "&Timestamp=mock%20date&Version=", "5Nxdcler+ihqWqv0Hr2On4PsBf4="),
)
V3 = ["RunInstances", "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId=cn-shanghai",
      "--signature", "v3", "--method", "post-query", "--access-key-id", "YourAccessKeyId",
      "--nonce", "3156853299f313e23d1673dc12e1703d", "--time", "2023-10-26T10:22:32Z",
      "--endpoint", "https://ecs.cn-shanghai.aliyuncs.com"]
V3_SECRET = "YourAccessKeySecret"
V3_HASH = "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259"
V3_SIGNATURE = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"


def sign(arguments, secret, *more):
    return hallmark("sign", *arguments, *more, HALLMARK_ACCESS_KEY_SECRET=secret)


@contextlib.contextmanager
def proxy(upstream, hosts=None, prefix=""):
    """Before `upstream`, with the next Host for it each time, or without the prefix of paths; gives its URL."""
    where = upstream.removeprefix("http://")

    class Relay(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def relay(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            connection = http.client.HTTPConnection(where, timeout=10)
            connection.putrequest(self.command, self.path.removeprefix(prefix) or "/", skip_host=True,
                                  skip_accept_encoding=True)
            for name, value in self.headers.items():
                connection.putheader(name, next(hosts) if hosts and name.lower() == "host" else value)
            connection.endheaders(body)
            answer = connection.getresponse()
            content = answer.read()
            connection.close()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_DELETE = relay

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Relay)
    server.daemon_threads = True
    with serving(server) as front:
        yield front


class Sign(unittest.TestCase):
    def test_the_vectors_of_v1(self):
        for name, secret, arguments, query, signature in VECTORS:
            with self.subTest(name):
                done = sign(arguments, secret, "--json")
                self.assertEqual(done.code, 0, done.err)
                steps = json.loads(done.out)
                self.assertEqual(steps["canonicalQuery"], query)
                self.assertEqual(steps["signature"], signature)
                self.assertTrue(steps["stringToSign"].startswith("GET&%2F&AccessKeyId%3D"))

    def test_the_vector_of_v3(self):
        steps = json.loads(sign(V3, V3_SECRET, "--json").out)
        self.assertEqual(steps["stringToSign"], "ACS3-HMAC-SHA256\n" + V3_HASH)
        self.assertEqual(steps["signature"], V3_SIGNATURE)
        self.assertEqual(steps["request"]["headers"]["Authorization"],
                         "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
                         "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
                         "Signature=" + V3_SIGNATURE)

    def test_people_read_the_same_steps(self):
        done = sign(V3, V3_SECRET)
        for text in ("1. canonicalQuery: ", "4. canonicalRequest: ", "    host:ecs.cn-shanghai.aliyuncs.com\n",
                     "    " + V3_HASH, "6. key: ", "    " + V3_SIGNATURE, "8. request: "):
            self.assertIn(text, done.out)

    def test_parameters_of_a_form_count(self):
        arguments = ["StartInstance", "InstanceId=i-1", "--access-key-id", "id", "--nonce", "n",
                     "--time", "2016-02-23T12:46:24Z", "--method", "post-form"]
        v1 = json.loads(sign(arguments, SECRET, "--json").out)
        self.assertTrue(v1["stringToSign"].startswith("POST&%2F&AccessKeyId"))
        self.assertIn("InstanceId=i-1", v1["request"]["body"])
        v3 = json.loads(sign(arguments, SECRET, "--json", "--signature", "v3", "SecurityToken=sts").out)
        self.assertEqual(v3["request"]["body"], "InstanceId=i-1")
        self.assertEqual(v3["canonicalQuery"], "")
        self.assertIn("content-type:application/x-www-form-urlencoded\n", v3["canonicalHeaders"])
        self.assertIn("x-acs-security-token:sts\n", v3["canonicalHeaders"])

    def test_the_secret_is_not_shown(self):
        for arguments in (VECTORS[0][2], V3):
            for more in ([], ["--json"]):
                self.assertNotIn("only-I-know", sign(arguments, "only-I-know", *more).out)
        done = hallmark("sign", *V3)
        self.assertEqual(done.code, 2)
        self.assertIn("HALLMARK_ACCESS_KEY_SECRET", done.err)

    def test_bad_usage(self):
        for more in (["novalue"], ["--time", "yesterday"], ["--endpoint", "nowhere"], ["--access-key-id", "a\nb"]):
            with self.subTest(more):
                self.assertEqual(sign(["X", "--access-key-id", "id"], SECRET, *more).code, 2)


class Send(unittest.TestCase):
    def test_without_expect_every_answer_is_as_good(self):
        self.assertEqual(hallmark("send", "StartInstance", "InstanceId=i-nobody").code, 0)

    def test_expect(self):
        nobody = ["send", "StartInstance", "InstanceId=i-nobody", "--expect"]
        for expected in ("404", "404,InvalidInstanceId.NotFound", "404,Invalid*"):
            self.assertEqual(hallmark(*nobody, expected).code, 0, expected)
        for expected in ("200", "403,InvalidInstanceId.NotFound", "404,InvalidInstanceId"):
            done = hallmark(*nobody, expected)
            self.assertEqual(done.code, 1, expected)
            self.assertEqual(done.headline, "expected " + expected.replace(",", " ") +
                             ", got 404 InvalidInstanceId.NotFound")
        for expected in ("", "20", "abc", "404,", "200x", "999"):
            self.assertEqual(hallmark(*nobody, expected).code, 2, expected)

    def test_a_token_goes_with_its_key(self):
        with reference() as url:
            for variant, name in (("get.xml.v1", "SecurityToken=***"), ("post.json.v3", "x-acs-security-token: ***")):
                done = hallmark("send", "DescribeInstances", "--endpoint", url, "--access-key-id", "my-key-id",
                                "--variant", variant, "--show-request", HALLMARK_ACCESS_KEY_SECRET=SECRET,
                                HALLMARK_SECURITY_TOKEN="only-I-know")
                self.assertIn(name, done.out)
                self.assertNotIn("only-I-know", done.out)

    def test_a_wrong_secret_is_told_by_the_texts(self):
        with contextlib.ExitStack() as stack:
            os.environ["HALLMARK_ACCESS_KEY_SECRET"] = "right"
            stack.callback(os.environ.pop, "HALLMARK_ACCESS_KEY_SECRET")
            url = stack.enter_context(reference("--access-key-id", "my-key-id"))
            for variant, name in (("get.xml.v1", "string to sign:\nGET&%2F&AccessKeyId%3D***%26"),
                                  ("post.json.v3", "canonical request:\nPOST\n/\n")):
                done = hallmark("send", "DescribeInstances", "--endpoint", url, "--access-key-id", "my-key-id",
                                "--variant", variant, "--show-request", HALLMARK_ACCESS_KEY_SECRET="wrong")
                self.assertIn(name, done.out)
                self.assertIn("\nsignature: the same text as the target's: the secret differs", done.out)
                self.assertEqual(done.out.count("\nsigned:    "), 1)
                self.assertEqual(done.out.count("\ncomputed:  "), 1)
                self.assertNotIn("my-key-id", done.out)


class WhatClientsSend(unittest.TestCase):
    """Neither is in a document: who takes them and who refuses them are both honest."""

    def test_taken_or_refused(self):
        for options in ([], ["--strict-parsing"]):
            with self.subTest(options), reference(*options) as url:
                done = hallmark("run", "--endpoint", url, "--strict", "--select", "**/time/malformed/**",
                                "--select", "*/parameter/derived/*/*")
                self.assertEqual(done.code, 0, done.out + done.err)
                sent = hallmark("send", "StartInstance", "DryRun=True", "--endpoint", url, "--expect",
                                "400,InvalidParameter" if options else "400,DryRunOperation")
                self.assertEqual(sent.code, 0, sent.out + sent.err)


class Run(WithFolder):
    def first_wall(self, url, fixtures):
        return hallmark("run", "--endpoint", url, "--fixtures", fixtures + "/_fixtures", "--select", "base/**",
                        "--without", "v1", "--report", self.file("run.json"))

    def seen(self, done, where):
        self.assertEqual(done.code, 1, done.out + done.err)
        self.assertIn("\n              \"The request signature does not conform", done.out)
        in_one_line = re.sub(r"\s+", " ", done.out)
        self.assertRegex(in_one_line, " signed another text than the target's from byte [0-9]+ on, in " + where)
        with open(self.file("run.json"), encoding="utf-8") as file:
            told = [case["signing"] for case in json.load(file)["cases"] if "signing" in case]
        self.assertTrue(told)
        self.assertEqual(len(told[0]), 3)
        self.assertRegex(told[0][1], r"^(GET|POST)\\n/")
        self.assertRegex(told[0][2], r"^(GET|POST)\\n/\\n")

    def test_another_host_each_time(self):
        with reference() as url, proxy(url, hosts=map("upstream:{}".format, itertools.count())) as front:
            self.seen(self.first_wall(front, url), "the header host: ")

    def proved(self, done, what):
        self.assertEqual(done.code, 2, done.out + done.err)
        self.assertIn("V3 signatures are accepted over " + what + " is asked: have what is between hand the ",
                      re.sub(r"\s+", " ", done.out))

    def test_a_rewritten_host(self):
        with reference() as url, proxy(url, hosts=itertools.repeat("upstream:99")) as front:
            self.proved(self.first_wall(front, url), "the host upstream:99 where " + front.removeprefix("http://"))

    def test_a_stripped_prefix(self):
        with reference() as url, proxy(url, prefix="/ecs") as front:
            self.proved(self.first_wall(front + "/ecs", url), "the path / where /ecs")


if __name__ == "__main__":
    unittest.main()
