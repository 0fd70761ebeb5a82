# SPDX-License-Identifier: Apache-2.0
"""Stands before an honest endpoint and makes trouble that is not the endpoint's: what its first argument says.

  python3 troubled_relay.py TROUBLE URL [NUMBER]
"""

import email.utils
import json
import os
import random
import re
import socket
import sys
import threading
import time
import uuid
from urllib.parse import urlparse

LOCK = threading.Lock()
CHANCE = random.Random(7)
seen = 0  # requests to the API


def read_message(connection, left, is_head_alone=False):
    """The bytes of one request or answer, and what came behind it; None where the connection ended."""
    while b"\r\n\r\n" not in left:
        piece = connection.recv(65536)
        if not piece:
            return None, b""
        left += piece
    head, _, body = left.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    size = 0 if is_head_alone or not length else int(length.group(1))
    while len(body) < size:
        piece = connection.recv(65536)
        if not piece:
            return None, b""
        body += piece
    return head + b"\r\n\r\n" + body[:size], body[size:]


def answer(status, body, kind):
    return (f"HTTP/1.1 {status} Trouble\r\nContent-Type: {kind}; charset=utf-8\r\n"
            f"Content-Length: {len(body.encode())}\r\n\r\n{body}").encode()


def refusal(request, status, code, message):
    """In the format that was asked for."""
    wanted = re.search(rb"[?&\n]Format=([A-Za-z]+)", request)
    by_header = re.search(rb"(?i)\r\naccept: *application/json", request)
    identity = str(uuid.uuid4()).upper()
    if (wanted and wanted.group(1).upper() == b"JSON") or (not wanted and by_header):
        return answer(status, json.dumps({"RequestId": identity, "HostId": "localhost", "Code": code,
                                          "Message": message}), "application/json")
    return answer(status, f'<?xml version="1.0" encoding="UTF-8"?><Error><RequestId>{identity}</RequestId>'
                          f"<HostId>localhost</HostId><Code>{code}</Code><Message>{message}</Message></Error>",
                  "text/xml")


class Relay:
    def __init__(self, trouble, url, number):
        self.trouble, self.number = trouble, number
        parts = urlparse(url)
        self.there = (parts.hostname, parts.port)

    def own_answer(self, request):
        """Instead of the endpoint's: bytes, None where the endpoint is asked, or False where nobody answers."""
        global seen
        is_fixture = b" /_fixtures" in request.split(b"\r\n", 1)[0]
        if self.trouble == "offers-little" and is_fixture:
            if request.startswith(b"GET /_fixtures HTTP"):
                return answer(200, json.dumps({"version": 1, "statuses": ["Running", "Stopped"],
                                               "chargeTypes": ["PostPaid"], "conditions": []}),
                              "application/json")
            if request.startswith(b"POST") and re.search(rb'PrePaid|"conditions":\s*\["', request):
                return answer(422, '{"error": "not on offer"}', "application/json")
        with LOCK:
            if not is_fixture:
                seen += 1
            if self.trouble == "hangs" and seen > self.number:
                return False
            if self.trouble == "dies" and seen > self.number:
                os._exit(0)
            if self.trouble == "ahead" and not is_fixture:
                refused = refusal(request, 400, "IllegalTimestamp", "The input parameter Timestamp is not valid.")
                date = email.utils.formatdate(time.time() + self.number, usegmt=True)
                return refused.replace(b"\r\n", b"\r\nDate: " + date.encode() + b"\r\n", 1)
            if is_fixture or CHANCE.randrange(100) >= self.number:
                return None
        if self.trouble == "throttles":
            return refusal(request, 400, "Throttling.User", "Request was denied due to user flow control.")
        if self.trouble == "unavailable":
            return refusal(request, 503, "ServiceUnavailable", "The request has failed due to a temporary "
                                                               "failure of the server.")
        return None

    def serve(self, connection):
        there = socket.create_connection(self.there)
        there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        left = back = b""
        while True:
            request, left = read_message(connection, left)
            if request is None:
                break
            own = self.own_answer(request)
            if own is False:
                continue
            if own is None:
                there.sendall(request)
                own, back = read_message(there, back, request.startswith(b"HEAD"))
                if own is None:
                    break
            elif request.startswith(b"HEAD"):
                own = own.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            connection.sendall(own)
        connection.close()
        there.close()

    def guarded(self, connection):
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.serve(connection)
        except OSError:
            pass


def main():
    relay = Relay(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0)
    server = socket.create_server(("127.0.0.1", 0), backlog=512)
    print("listening on http://127.0.0.1:%d" % server.getsockname()[1], flush=True)
    while True:
        connection, _ = server.accept()
        threading.Thread(target=relay.guarded, args=(connection,), daemon=True).start()


if __name__ == "__main__":
    main()
