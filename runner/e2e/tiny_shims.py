# SPDX-License-Identifier: Apache-2.0
"""Shims of a few lines, each with one way to be useless: tiny_shims.py NAME."""

import base64
import datetime
import hmac
import json
import os
import socket
import sys
import threading
import time
import urllib.parse
import uuid


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
    try:
        with socket.create_connection((url.hostname, url.port), timeout=1) as connection:
            connection.sendall(f"GET /?Action={message['call']} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
            connection.recv(65536)
    except OSError:
        pass
    # A secret in what the user is told has no place in a report.
    answer(message, ok={"RequestId": "none", "secret": message["accessKeySecret"]})


def tolerated(message):
    """Signs right, and does all that real clients do and no document forbids: a POST without a length and with
    everything in its URL, unsorted; empty SignatureType and SecurityToken, signed; RegionId that nobody asked for;
    Format in lower case; an empty User-Agent; milliseconds in the timestamp."""
    url = urllib.parse.urlsplit(message["endpoint"])
    query = signed_query(message, {"SignatureType": "", "SecurityToken": message["securityToken"] or "",
                                   "RegionId": message["regionId"], "Format": "json"})
    with socket.create_connection((url.hostname, url.port), timeout=2) as connection:
        connection.sendall(f"POST /?{query} HTTP/1.1\r\nHost: {url.netloc}\r\nUser-Agent: \r\n\r\n".encode())
        reply = connection.recv(65536).decode()
    tell(message, reply)


def signed_query(message, more):
    """All parameters in the order in which they come to mind, and the signature of a POST."""
    now = datetime.datetime.now(datetime.timezone.utc)
    parameters = more | {
        "Version": "2014-05-26", "Action": message["call"], "SignatureNonce": str(uuid.uuid4()),
        "Timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z",
        "SignatureVersion": "1.0", "SignatureMethod": "HMAC-SHA1", "AccessKeyId": message["accessKeyId"]}
    for name, value in message["params"].items():
        if isinstance(value, list):
            parameters |= {f"{name}.{i}": member for i, member in enumerate(value, start=1)}
        else:
            parameters[name] = str(value).lower() if isinstance(value, bool) else value
    encoded = [f"{quoted(name)}={quoted(parameters[name])}" for name in sorted(parameters)]
    text = "POST&%2F&" + quoted("&".join(encoded))
    digest = hmac.digest(f"{message['accessKeySecret']}&".encode(), text.encode(), "sha1")
    query = "&".join(f"{quoted(name)}={quoted(value)}" for name, value in parameters.items())
    return query + "&Signature=" + quoted(base64.b64encode(digest).decode())


def tell(message, reply):
    head, _, body = reply.partition("\r\n\r\n")
    members = json.loads(body)
    if " 200 " in head:
        answer(message, ok=members)
    else:
        answer(message, error={"kind": "service", "code": members["Code"], "message": members["Message"],
                               "raw": members | {"status": int(head.split()[1])}})


def quoted(text):
    return urllib.parse.quote(text, safe="-_.~")


def reply_to_the_end(message):
    """By HTTP/1.0, where an answer ends with its connection. Names no format."""
    url = urllib.parse.urlsplit(message["endpoint"])
    with socket.create_connection((url.hostname, url.port), timeout=2) as connection:
        connection.sendall(f"POST /?{signed_query(message, {})} HTTP/1.0\r\nHost: {url.netloc}\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


def reads_to_the_end(message):
    try:
        tell(message, reply_to_the_end(message))
    except ValueError:
        answer(message, error={"kind": "decode"})


def believes_all_json(message):
    """Takes whatever is JSON for a success."""
    try:
        answer(message, ok=json.loads(reply_to_the_end(message).partition("\r\n\r\n")[2]))
    except (ValueError, OSError):
        answer(message, error={"kind": "decode"})


UNDER_WAY = []


def ends_in_company(message):
    """Takes one call after the other, and ends where it gets two at once."""
    def take():
        UNDER_WAY.append(message)
        time.sleep(0.3)
        if len(UNDER_WAY) > 1:
            os._exit(9)
        reads_to_the_end(message)
        UNDER_WAY.remove(message)
    threading.Thread(target=take).start()


def speaks_no_json(_):
    print("Segmentation fault (not really)", flush=True)


def main():
    shim = globals()[sys.argv[1]]
    for line in sys.stdin:
        message = json.loads(line)
        if "hello" in message:
            print(json.dumps({"shim": 1, "name": sys.argv[1], "signature": "v1",
                              "actions": ["StartInstance", "RebootInstance", "ReActivateInstances",
                                          "DescribeInstanceStatus"], "options": ["timeoutMs"],
                              "concurrent": shim is ends_in_company}), flush=True)
        elif "bye" in message:
            return
        else:
            shim(message)


if __name__ == "__main__":
    main()
