# SPDX-License-Identifier: Apache-2.0
"""An honest endpoint may tell its answers in ways of its own: none of them is a failure."""

import http.server
import importlib.util
import unittest

from hallmark_program import SMALLEST, hallmark, serving
from honest_ways import WAYS, different_endpoint, together

# Ways that concern different things are tried at once: what goes on the wire, what XML looks like, what JSON does,
# when an instance settles. Each meets every case all the same.
AT_ONCE = (
    ("as it is",),
    ("chunks with a trailer", "XML in CDATA", "JSON pretty-printed"),
    ("no Recommend", "small pieces", "XML with comments", "JSON in ASCII and another order"),
    ("interim answers", "XML after a byte order mark", "members that nobody asked for"),
    ("header names in lower case", "XML in a namespace", "a header of its own"),
    ("header names in upper case", "XML pretty-printed", "gzip where asked"),
    ("texts of its own language", "throttles now and then", "settles late"),
    ("undeclared parameters refused", "settles at once"),
)


class HonestWays(unittest.TestCase):
    def test_no_way_of_being_different_is_a_failure(self):
        self.assertEqual(sorted(name for names in AT_ONCE for name in names), sorted(WAYS))
        for names in AT_ONCE:
            with self.subTest(ways=names), different_endpoint(*names) as url:
                done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--depth", together(*names).depth)
                self.assertEqual(done.failures(), set(), done.out[:4000])
                self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-2000:] + done.err)


def one_at_a_time():
    """The smallest endpoint, on the plainest server: whoever keeps a connection is the only one that it serves."""
    spec = importlib.util.spec_from_file_location("smallest_endpoint", SMALLEST)
    smallest = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(smallest)
    server = http.server.HTTPServer(("127.0.0.1", 0), smallest.Handler, bind_and_activate=False)
    server.request_queue_size = smallest.Server.request_queue_size
    server.server_bind()
    server.server_activate()
    return serving(server)


class FewConnections(unittest.TestCase):
    def test_who_serves_one_connection_at_a_time_is_asked_on_one_at_a_time(self):
        with one_at_a_time() as url:
            done = hallmark("run", "--endpoint", url, "--select", "base/**", "--select", "start-instance/precondition/*")
            self.assertEqual(done.code, 0, done.out[-2000:] + done.err)
            self.assertRegex(done.headline, "^CONFORMANT")
            self.assertIn("it serves few connections at a time", done.said)
            sent = hallmark("send", "StartInstance", "--endpoint", url, "--expect", "200")
            self.assertEqual((sent.code, sent.err), (0, ""), sent.out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
