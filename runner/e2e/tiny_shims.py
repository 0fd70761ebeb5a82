# SPDX-License-Identifier: Apache-2.0
"""Shims of a few lines, each with one way to be useless: tiny_shims.py NAME."""

import json
import os
import socket
import sys
import time
import urllib.parse


def answer(message, **members):
    print(json.dumps({"id": message["id"], **members}), flush=True)


def sends_nothing(message):
    answer(message, ok={"RequestId": "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"})


def never_answers(_):
    time.sleep(3600)


def dies_on_every_call(_):
    print("out of luck", file=sys.stderr, flush=True)
    os._exit(7)


def unsigned(message):
    """Asks without a signature, and believes whatever comes back."""
    url = urllib.parse.urlsplit(message["endpoint"])
    with socket.create_connection((url.hostname, url.port)) as connection:
        connection.sendall(f"GET /?Action={message['call']} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
        connection.recv(65536)
    # A secret in what the user is told has no place in a report.
    answer(message, ok={"RequestId": "none", "secret": message["accessKeySecret"]})


def speaks_no_json(_):
    print("Segmentation fault (not really)", flush=True)


def main():
    shim = globals()[sys.argv[1]]
    for line in sys.stdin:
        message = json.loads(line)
        if "hello" in message:
            print(json.dumps({"shim": 1, "name": sys.argv[1], "actions": ["StartInstance"], "signature": "v1",
                              "options": ["timeoutMs"]}), flush=True)
        elif "bye" in message:
            return
        else:
            shim(message)


if __name__ == "__main__":
    main()
