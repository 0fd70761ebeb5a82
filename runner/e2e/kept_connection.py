# SPDX-License-Identifier: Apache-2.0
"""A connection to an endpoint behind a server of the tests. http.client takes twice as long for each request."""

import socket


class Kept:
    """A connection, made anew where it was closed."""

    def __init__(self, address):
        self.address, self.answers = address, None

    def ask(self, method, request):
        """The status, the headers and the body of the answer."""
        if self.answers is None:
            self.socket = socket.create_connection(self.address, timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.answers = self.socket.makefile("rb")
        self.socket.sendall(request)
        line = self.answers.readline()
        if not line.startswith(b"HTTP/1.1 "):
            raise ConnectionError(line)
        status, headers, length, chunked, closes = int(line[9:12]), {}, None, False, False
        while line := self.answers.readline().rstrip(b"\r\n").decode("latin-1"):
            name, _, value = line.partition(":")
            value, key = value.strip(), name.lower()
            if key == "content-length":
                length = int(value)
            elif key == "transfer-encoding":
                chunked = True
            else:
                headers[name] = value
                closes |= key == "connection" and value.lower() == "close"
        if method == "HEAD" or status in (204, 304):
            length, chunked = 0, False
        body = self.read_chunks() if chunked else self.read_body(length)
        if closes or length is None and not chunked:
            self.close()
        return status, headers, body

    def read_body(self, length):
        body = self.answers.read() if length is None else self.answers.read(length)
        if length is not None and len(body) < length:
            raise ConnectionError(body)
        return body

    def read_chunks(self):
        whole = b""
        while length := int(self.answers.readline().partition(b";")[0], 16):
            whole += self.read_body(length)
            self.answers.readline()
        while self.answers.readline().strip():
            pass
        return whole

    def close(self):
        if self.answers is not None:
            self.answers.close()
            self.socket.close()
            self.answers = None
