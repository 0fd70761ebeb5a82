# SPDX-License-Identifier: Apache-2.0
"""Hands out the worlds of an honest endpoint, and lies about every so many of them in one way: what its first argument
says.

  python3 lying_fixtures.py LIE URL [EVERY]

It speaks the fixture protocol at its own URL; URL is the endpoint behind it. With `exec` behind EVERY it speaks it on its
standard input and output. EVERY 0: it lies about each world that is asked for directly behind another like it, and nothing
else in between: of a case with two, where one case is carried out at a time, that is the second. written_file() puts the
same lies into a file of instances that stand already.
"""

import base64
import collections
import hashlib
import hmac
import http.server
import json
import sys
import threading
import time
import urllib.parse
import uuid

from kept_connection import Kept

LOCK = threading.Lock()


class Behind:
    """The endpoint's own fixtures, one connection for each thread."""

    def __init__(self, url):
        self.address = urllib.parse.urlsplit(url)
        self.kept = threading.local()

    def ask(self, method, path, body=""):
        if not hasattr(self.kept, "connection"):
            self.kept.connection = Kept((self.address.hostname, self.address.port))
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        request = f"{method} {path} HTTP/1.1\r\nHost: {self.address.netloc}\r\n{length}\r\n{body}"
        status, _, told = self.kept.connection.ask(method, request.encode())
        return status, told

    def fixture(self, method, path="", body=""):
        return self.ask(method, "/_fixtures" + path, body)

    def make(self, fixture):
        status, body = self.fixture("POST", "", json.dumps(fixture))
        return status, json.loads(body)

    def call(self, world, action):
        """A call of the API on the world's instance, signed with its key."""
        asked = {"Action": action, "InstanceId": world["instanceId"], "Version": "2014-05-26", "Format": "JSON",
                 "AccessKeyId": world["accessKeyId"], "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
                 "SignatureNonce": str(uuid.uuid4()), "Timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
        query = urllib.parse.urlencode(sorted(asked.items()), quote_via=urllib.parse.quote, safe="~")
        text = "GET&%2F&" + urllib.parse.quote(query, safe="~")
        mac = hmac.new((world["accessKeySecret"] + "&").encode(), text.encode(), hashlib.sha1).digest()
        self.ask("GET", "/?" + query + "&Signature=" + urllib.parse.quote(base64.b64encode(mac), safe=""))


class Lies:
    """A method for each: from a fixture to the status and the body of the answer; of those that are about what stands, from
    its description."""

    def __init__(self, behind):
        self.behind = behind
        self.standing = collections.OrderedDict()  # what was handed out, by its id

    def honest(self, fixture):
        return self.behind.make(fixture)

    def twice(self, fixture):
        """One that stands already."""
        with LOCK:
            last = next(reversed(self.standing.values()), None)
        return (201, last) if last else self.honest(fixture)

    def wrong_status(self, fixture):
        return self.honest({**fixture, "status": "Running" if fixture["status"] == "Stopped" else "Stopped"})

    def never_stopped(self, fixture):
        """One status that it knows nothing of."""
        return self.honest({**fixture, "status": "Running"}) if fixture["status"] == "Stopped" else self.honest(fixture)

    def dead(self, fixture):
        status, world = self.honest(fixture)
        if status == 201:
            self.behind.fixture("DELETE", "/" + world["id"])
        return status, world

    def wrong_key(self, fixture):
        status, world = self.honest(fixture)
        return status, {**world, "accessKeyId": "LTAI" + uuid.uuid4().hex[:16]} if status == 201 else world

    def wrong_secret(self, fixture):
        status, world = self.honest(fixture)
        return status, {**world, "accessKeySecret": uuid.uuid4().hex} if status == 201 else world

    def wrong_region(self, fixture):
        status, world = self.honest(fixture)
        return status, {**world, "regionId": "eu-moon-1"} if status == 201 else world

    def no_lock(self, fixture):
        return self.honest({**fixture, "conditions": [one for one in fixture.get("conditions", []) if one != "SecurityLock"]})

    def one_more_lock(self, fixture):
        return self.honest({**fixture, "conditions": sorted({*fixture.get("conditions", []), "SecurityLock"})})

    def told_stopped(self, world):
        """Of a world that stands, whatever it is."""
        return {**world, "status": "Stopped"}

    def late(self, fixture):
        """It is on its way there when it is handed out."""
        begins = {"Running": ("Stopped", "StartInstance"), "Stopped": ("Running", "StopInstance")}
        if fixture["status"] not in begins:
            return self.honest(fixture)
        first, action = begins[fixture["status"]]
        status, world = self.honest({**fixture, "status": first, "settleMs": 3000})
        if status == 201:
            self.behind.call(world, action)
        return status, world

    def swapped_owner(self, fixture):
        """An instance, and the key of another account."""
        status, world = self.honest(fixture)
        if status == 201:
            _, other = self.honest(fixture)
            world = {**world, "accessKeyId": other["accessKeyId"], "accessKeySecret": other["accessKeySecret"]}
        return status, world


ABOUT_WHAT_STANDS = ("told_stopped",)


class Liar:
    """Answers the calls of the protocol, one in so many of which it lies to."""

    def __init__(self, lie, url, every):
        self.lies, self.lie, self.every, self.made = Lies(Behind(url)), lie.replace("-", "_"), every, 0
        self.looks = 0
        self.before = None  # the fixture that was asked for directly before

    def make(self, fixture):
        with LOCK:
            self.made += 1
            is_second = fixture == self.before
            lies = is_second if self.every == 0 else self.made % self.every == 0
            self.before = None if is_second else fixture
            name = self.lie if lies and self.lie not in ABOUT_WHAT_STANDS else "honest"
        return getattr(self.lies, name)(fixture)

    def answer(self, method, path, body):
        if method == "POST":
            status, world = self.make(json.loads(body))
            if status == 201:
                with LOCK:
                    self.lies.standing[world["id"]] = world
            return status, json.dumps(world).encode()
        with LOCK:
            self.before = None
        if method == "DELETE":
            with LOCK:
                self.lies.standing.pop(path[1:], None)
        status, told = self.lies.behind.fixture(method, path)
        if method == "GET" and path and status == 200 and self.lie in ABOUT_WHAT_STANDS:
            with LOCK:
                self.looks += 1
                lies = self.looks % self.every == 0
            told = json.dumps(getattr(self.lies, self.lie)(json.loads(told))).encode() if lies else told
        return status, told


def written_file(path, lie, url, every, of_each=6, settle_ms=20):
    """A file of so many instances of each kind; gives the environment with their secrets.

    `settle_ms`: how long each of their transitions takes; None: for ever.
    """
    liar = Liar(lie, url, every)
    entries, secrets = [], {}
    for status in ("Running", "Stopped"):
        for charge_type in ("PostPaid", "PrePaid"):
            for _ in range(of_each):
                fixture = {"status": status, "chargeType": charge_type, "conditions": [], "settleMs": settle_ms}
                code, world = liar.make(fixture)
                assert code == 201, world
                liar.lies.standing[world["id"]] = world
                name = f"LYING_SECRET_{len(entries)}"
                secrets[name] = world["accessKeySecret"]
                entries.append({"fixture": {**fixture, "settleMs": None}, "accessKeyId": world["accessKeyId"], "accessKeySecretFrom": name,
                                "regionId": world["regionId"], "instanceId": world["instanceId"]})
    liar.lies.behind.kept.connection.close()
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"version": 1, "fixtures": entries}, file)
    return secrets


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    liar = None

    def answer(self):
        size = int(self.headers.get("Content-Length") or 0)
        status, body = self.liar.answer(self.command, self.path.rstrip("/"), self.rfile.read(size))
        self.send_response(status)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    do_GET = do_POST = do_DELETE = answer

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 512
    daemon_threads = True


def main():
    Handler.liar = Liar(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    if "exec" in sys.argv[4:]:
        for line in sys.stdin:
            call = json.loads(line)
            status, body = Handler.liar.answer(call["method"], call["path"], json.dumps(call.get("body")))
            print(json.dumps({"status": status, "body": json.loads(body) if body else None}), flush=True)
        return
    Handler.disable_nagle_algorithm = True
    server = Server(("127.0.0.1", 0), Handler)
    print("listening on http://127.0.0.1:%d" % server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
