# SPDX-License-Identifier: Apache-2.0
"""Ways to a target that are odd, and targets that say more than they are asked: told for what they are."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import threading
import unittest

from hallmark_program import WithFolder, hallmark, reference, within
from honest_ways import Way, endpoint_with, in_chunks, with_length

SELECTED = ("--depth", "1", "--select", "base/**")


def has_ipv6():
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        return True
    return False


class TheOtherScheme(WithFolder):
    def test_plain_words_to_who_speaks_tls(self):
        if shutil.which("openssl") is None:
            self.skipTest("needs openssl, which makes a certificate")
        key, certificate = self.file("key.pem"), self.file("certificate.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                        key, "-out", certificate, "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
                       check=True, capture_output=True)
        os.chmod(key, 0o600)
        with reference("--certificate", certificate, "--private-key", key) as url:
            plain = url.replace("https:", "http:")
            done = hallmark("run", "--endpoint", plain, *SELECTED)
            self.assertEqual((done.code, done.out), (2, ""))
            self.assertRegex(done.err, f"\\Ahallmark: [^\\n]*; TLS is spoken there: say {url}\\n\\Z")
            done = hallmark("run", "--endpoint", url, "--cacert", certificate, *SELECTED)
            self.assertEqual((done.code, done.headline), (0, "CONFORMANT"), done.err)

    def test_tls_to_who_speaks_plainly(self):
        with reference() as url:
            done = hallmark("run", "--endpoint", url.replace("http:", "https:"), *SELECTED)
            self.assertEqual((done.code, done.out), (2, ""))
            self.assertRegex(done.err, f"\\Ahallmark: [^\\n]*; plain HTTP is spoken there: say {url}\\n\\Z")


class TlsThatEndsEarly(WithFolder):
    """Each within its bound, with exit 2, and one line that names the cause."""

    def setUp(self):
        super().setUp()
        self.held = []
        with open(self.file("h.txt"), "w", encoding="utf-8") as file:
            file.write("hallmark history 1\nworld Running PostPaid\nStartInstance\n")

    def listener(self, say):
        """Who hears the client's first words, says `say` and then nothing; None: closes. Gives its URL."""
        door = socket.socket()
        self.addCleanup(door.close)
        door.bind(("127.0.0.1", 0))
        door.listen(64)

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    peer = door.accept()[0]
                    if say is None:
                        peer.recv(1 << 16)
                        peer.close()
                        continue
                    self.held.append(peer)
                    peer.sendall(say)

        threading.Thread(target=serve, daemon=True).start()
        return f"https://127.0.0.1:{door.getsockname()[1]}"

    def test_names_the_cause(self):
        rows = (
            ("a stall", b"", "no end of the TLS handshake within 1000 ms"),
            ("a stall in the middle", b"\x16\x03\x03\x40\x00\x02", "no end of the TLS handshake within 1000 ms"),
            ("a close", None, "the server closed the connection|Connection reset by peer"),
            ("an alert", b"\x15\x03\x03\x00\x02\x02\x28", "alert handshake failure"),
            ("no TLS", b"SSH-2.0-OpenSSH_9.2\r\n", "what the server says is no TLS"),
        )
        for name, say, says in rows:
            url = self.listener(say)
            for words in (("run", *SELECTED), ("fuzz", "--for", "5s"), ("send", "StartInstance"), ("replay", self.file("h.txt"))):
                with self.subTest(name=name, command=words[0]):
                    done = within(10, lambda url=url, words=words: hallmark(*words, "--endpoint", url, "--insecure", "--timeout",
                                                                            "1s"))
                    self.assertEqual((done.code, done.out), (2, ""), done.err)
                    self.assertRegex(done.err, rf"\Ahallmark: [^\n]*({says})[^\n]*\n\Z")


class Addresses(unittest.TestCase):
    def test_ipv6_alone(self):
        if not has_ipv6():
            self.skipTest("needs IPv6")
        with reference("--address", "::1") as url:
            self.assertIn("[::1]", url)
            done = hallmark("run", "--endpoint", url, *SELECTED)
            self.assertEqual((done.code, done.headline), (0, "CONFORMANT"), done.out[-2000:] + done.err)


class SaysMore(unittest.TestCase):
    """Two answers to one request, or an answer and something behind it: RFC 9112, 6.3."""

    KEEPS = "http/keep-alive/sixteen-requests"

    def told_of(self, wire):
        with endpoint_with(Way(wire=wire)) as url:
            done = hallmark("run", "--endpoint", url, "--depth", "1", "--select", "base/**", "--select", "start-instance/row/*",
                            "--select", self.KEEPS)
        self.assertNotIn("the fixtures", done.out)
        self.assertRegex(done.out, r"[\d,]+ answers were followed by something that nobody asked for, with which a connection")
        self.assertIn(self.KEEPS, done.failures(), done.out[-2000:])
        return done

    def test_is_told_once_and_in_no_other_case(self):
        for name, behind in (("bytes", b"more"), ("an answer", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")):
            with self.subTest(behind=name):
                done = self.told_of(lambda answer, behind=behind: [with_length(answer)[0] + behind])
                self.assertEqual(done.failures(), {self.KEEPS}, done.out[-2000:])
                self.assertEqual(done.code, 0, done.headline)  # no page has a word of it
                self.assertRegex(done.out, r"1 cause; fix first:\n")

    def test_is_told_where_it_comes_later(self):
        self.told_of(lambda answer: with_length(answer) * 2)


def of_head(change):
    """The answer, its head changed as bytes."""
    def tell(answer):
        head, blank, body = with_length(answer)[0].partition(b"\r\n\r\n")
        return [change(head + blank) + body]
    return tell


class TakesWhatCurlTakes(unittest.TestCase):
    """RFC 9112 forbids to send it, and nobody notices who looks with curl: no failure, and one line that says so."""

    HEADS = {
        "no space behind the status code": lambda head: re.sub(rb"^(HTTP/1.1 \d+)[^\r]*", rb"\1", head),
        "lines of the head that end in LF alone": lambda head: head.replace(b"\r\n", b"\n"),
        "HTTP in lower case": lambda head: head.replace(b"HTTP", b"http", 1),
        "blanks between a header's name and its colon": lambda head: head.replace(b"Content-Length:", b"Content-Length :"),
        "a header whose name is no token": lambda head: head.replace(b"Content-Length", b"X Y: z\r\nContent-Length", 1),
    }

    def test_of_heads(self):
        for what, change in self.HEADS.items():
            with self.subTest(what=what), endpoint_with(Way(wire=of_head(change))) as url:
                self.is_taken(what, url)

    def test_of_chunks(self):
        def tell(answer):
            head, blank, body = in_chunks(answer)[0].partition(b"\r\n\r\n")
            return [head + blank + body.replace(b"\r\n", b"\n")]

        with endpoint_with(Way(wire=tell)) as url:
            self.is_taken("lines of the chunked framing that end in LF alone", url)

    def is_taken(self, what, url):
        done = hallmark("run", "--endpoint", url, *SELECTED, "--select", "start-instance/precondition/*")
        self.assertEqual((done.code, done.headline), (0, "CONFORMANT"), done.out[-2000:] + done.err)
        self.assertRegex(done.said, rf"[\d,]+ answers came with {what}: common clients take that, and RFC 9112 forbids to send it")


class OneAnswerLate(unittest.TestCase):
    """Each answer is the one before's, as one client sees it. Of several at once each gets anybody's."""

    def test_is_the_targets_own(self):
        before = []

        def wire(answer):
            before.append(answer)
            return with_length(before.pop(0) if len(before) > 1 else answer)

        with endpoint_with(Way(wire=wire)) as url:
            done = hallmark("run", "--endpoint", url, "--depth", "1", "--jobs", "1", "--select", "base/**",
                            "--select", "start-instance/**")
        self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
        self.assertRegex(done.headline, r"^NOT CONFORMANT: \d+ required cases? failed")
        self.assertNotIn("the fixtures", done.out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
