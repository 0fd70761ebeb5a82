#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An endpoint that speaks V1 and JSON alone, as most clients of today do: what it lacks is told once, and all the rest
is asked in the ways that work."""

import contextlib
import http.client
import http.server
import re
import unittest
import urllib.parse

from hallmark_program import hallmark, reference, serving


class Narrow(http.server.BaseHTTPRequestHandler):
    """Hands on to the reference endpoint what is signed with V1 and asks for JSON, and refuses the rest."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    behind = None  # host:port

    def log_message(self, *_):
        pass

    def finish(self):
        super().finish()
        if hasattr(self, "to"):
            self.to.close()

    def lacks(self, body):
        if self.path.startswith("/_fixtures"):
            return None
        if "Authorization" in self.headers:
            return "UnsupportedSignature"
        words = urllib.parse.urlsplit(self.path).query + "&" + body.decode("latin-1")
        return None if re.search(r"(^|&)Format=json(&|$)", words, re.I) else "UnsupportedFormat"

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, kind = 400, "application/json;charset=utf-8"
        code = self.lacks(body)
        if code is None:
            if not hasattr(self, "to"):
                self.to = http.client.HTTPConnection(self.behind)
            self.to.request(self.command, self.path, body or None, dict(self.headers.items()))
            answer = self.to.getresponse()
            status, kind, told = answer.status, answer.headers.get("Content-Type", ""), answer.read()
        else:
            told = (f'{{"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E","HostId":"{self.headers["Host"]}",'
                    f'"Code":"{code}","Message":"Not spoken here."}}').encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = serve


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


@contextlib.contextmanager
def narrow():
    with reference() as url:
        handler = type("Before", (Narrow,), {"behind": urllib.parse.urlsplit(url).netloc})
        with serving(Server(("127.0.0.1", 0), handler)) as where:
            yield where


def judged(done):
    """Passed and failed cases, and all of them."""
    line = re.search(r"^all +(\d+|-) +(\d+|-) +(\d+|-) +(\d+|-)", done.out, re.M)
    numbers = [0 if word == "-" else int(word) for word in line.groups()]
    return numbers[0] + numbers[1], sum(numbers)


class NarrowEndpoint(unittest.TestCase):
    def test_what_it_lacks_is_told_once_and_the_rest_is_asked_otherwise(self):
        with narrow() as url:
            done = hallmark("run", "--endpoint", url, "--select", "base/**", "--select", "start-instance/row/*",
                            "--select", "start-instance/pair/security-lock/*", "--select", "start-instance/dry-run/*")
            self.assertEqual(done.code, 1, done.out[-2000:])
            self.assertIn("asked as get.json.v1 and post.json.v1", done.out)
            self.assertIn("get.xml.v1 does not work", done.out)
            self.assertEqual({"base/signature/v3", "base/format/xml"}, done.failures())
            passed, total = judged(done)
            self.assertGreater(passed, 0.9 * total, done.out[-2000:])

    def test_what_is_not_claimed_is_no_failure(self):
        with narrow() as url:
            done = hallmark("run", "--endpoint", url, "--without", "v3", "--without", "xml", "--select", "base/**",
                            "--select", "start-instance/precondition/*")
            self.assertEqual(done.code, 0, done.out[-2000:])
            self.assertTrue(done.headline.startswith("CONFORMANT, partial"), done.headline)
            self.assertIn("post.json.v3 is not claimed", done.out)


if __name__ == "__main__":
    unittest.main()
