# SPDX-License-Identifier: Apache-2.0
"""Ways of being honest and yet different: an endpoint that hands every request to the reference endpoint and tells its
answers in a way of its own. A way is a row of WAYS; what it does not change goes through as it came.

    with different_endpoint("small pieces", "XML pretty-printed") as url: ...
"""

import base64
import contextlib
import dataclasses
import gzip
import hmac
import http.client
import json
import re
import socket
import socketserver
import time
import typing
import urllib.parse
import xml.dom.minidom

from hallmark_program import reference, serving


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def is_a(self, kind):
        return kind in self.headers.get("Content-Type", "") and self.body

    @property
    def text(self):
        return self.body.decode("utf-8")

    def says(self, text):
        return dataclasses.replace(self, body=text.encode("utf-8"))


@dataclasses.dataclass
class Way:
    """How an answer of the API is told, how it is put on the wire, and what becomes of a wish for a fixture."""
    answer: typing.Callable = lambda answer, headers: answer
    wire: typing.Callable = lambda answer: with_length(answer)
    wish: typing.Callable = lambda wish: wish
    depth: str = "1"  # how deep a run has to look; more only where what is told changes, and not how
    early: typing.Callable = lambda endpoint, method, target, body: None  # an answer before anybody is asked


# On the wire.

def head(answer, *more):
    lines = [f"HTTP/1.1 {answer.status} {http.client.responses.get(answer.status, 'So')}"]
    lines += [f"{name}: {value}" for name, value in answer.headers.items()]
    return ("\r\n".join([*lines, *more]) + "\r\n\r\n").encode("latin-1")


def with_length(answer):
    return [head(answer, f"Content-Length: {len(answer.body)}") + answer.body]


def in_chunks(answer):
    pieces = [answer.body[at:at + 7] for at in range(0, len(answer.body), 7)]
    chunks = b"".join(b"%x;of=seven\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return [head(answer, "Transfer-Encoding: chunked", "Trailer: X-Sum") + chunks + b"0\r\nX-Sum: 7\r\n\r\n"]


def byte_by_byte(answer):
    whole = with_length(answer)[0]
    return [whole[at:at + 97] for at in range(0, len(whole), 97)]


def after_interim(answer):
    return [b"HTTP/1.1 103 Early Hints\r\nLink: </>; rel=preload\r\n\r\n"] + with_length(answer)


def header_names(change):
    return lambda answer: with_length(dataclasses.replace(
        answer, headers={change(name): value for name, value in answer.headers.items()}))


# What an answer looks like.

def of_xml(change):
    return lambda answer, _: answer.says(change(answer.text)) if answer.is_a("xml") else answer


def of_json(change):
    return lambda answer, _: answer.says(change(json.loads(answer.text))) if answer.is_a("json") else answer


def after_declaration(text, what):
    return re.sub(r"^(<\?xml.*?\?>)?", lambda found: found.group(0) + what, text, count=1, flags=re.S)


def in_cdata(text):
    return re.sub(r">([^<>&\s][^<>&]*)</", r"><![CDATA[\1]]></", text)


def with_namespace(text):
    return re.sub(r"<([A-Za-z]\w*)>", r'<\1 xmlns="http://ecs.aliyuncs.com/doc/2014-05-26/">', text, count=1)


def pretty(text):
    lines = xml.dom.minidom.parseString(text).toprettyxml(indent="    ", newl="\r\n")
    return re.sub(r">\s+([^<>\s][^<>]*?)\s+</", r">\1</", lines)


def zipped(answer, headers):
    if "gzip" not in headers.get("accept-encoding", ""):
        return answer
    return dataclasses.replace(answer, headers={**answer.headers, "Content-Encoding": "gzip"},
                               body=gzip.compress(answer.body))


# Rows leave the text of this code to the endpoint (%s): it speaks a language of its own.
def localised(answer, headers):
    if "activateinstances" in headers["target"].lower():
        return answer  # its page leaves none
    return answer.says(answer.text.replace("The current status of the resource does not support this operation.",
                                           "\u5f53\u524d\u72b6\u6001\u4e0d\u652f\u6301\u6b64\u64cd\u4f5c\u3002"))


def without_recommend(answer, _):
    text = re.sub(r"<Recommend>.*?</Recommend>", "", answer.text, flags=re.S)
    return answer.says(re.sub(r',"Recommend":"[^"]*"', "", text))


def is_signed_v1(endpoint, method, pairs):
    given = dict(pairs)
    secret = endpoint.secrets.get(given.get("AccessKeyId"))
    if secret is None:
        return False
    quoted = [urllib.parse.quote(name, safe="-_.~", encoding="latin-1") + "=" +
              urllib.parse.quote(value, safe="-_.~", encoding="latin-1")
              for name, value in sorted(pairs) if name != "Signature"]
    text = method + "&%2F&" + urllib.parse.quote("&".join(quoted), safe="-_.~")
    digest = hmac.new((secret + "&").encode(), text.encode(), "sha1").digest()
    return base64.b64encode(digest).decode() == given.get("Signature")


# Under V1 alone, whose requests are easily told from forged ones.
def undeclared(endpoint, method, target, body):
    pairs = [pair for part in (urllib.parse.urlsplit(target).query, body.decode("latin-1"))
             for pair in urllib.parse.parse_qsl(part, keep_blank_values=True, encoding="latin-1")]
    strange = any("hallmark" in name.lower() or name in ("ClientToken", "RegionId") for name, _ in pairs)
    action = dict(pairs).get("Action", "")
    if not strange or action.startswith("Describe") or not is_signed_v1(endpoint, method, pairs):
        return None
    return endpoint.refusal(400, "UnsupportedParameter", "The parameters is unsupported.",
                            "json" in dict(pairs).get("Format", "").lower())


# Now and then a start comes too soon after the others.
def throttling(endpoint, method, target, body):
    wanted = target + body.decode("latin-1")
    if "Action=StartInstance&" not in wanted + "&":
        return None
    endpoint.calls += 1
    if endpoint.calls < 100 or endpoint.calls % 50:
        return None
    return endpoint.refusal(400, "Throttling.User", "Request was denied due to user flow control.",
                            "format=json" in wanted.lower())


def settling(change):
    return lambda wish: {**wish, "settleMs": change(wish["settleMs"])} if wish.get("settleMs") else wish


WAYS = {
    "as it is": Way(),
    "chunks with a trailer": Way(wire=in_chunks),
    "small pieces": Way(wire=byte_by_byte),
    "interim answers": Way(wire=after_interim),
    "header names in lower case": Way(wire=header_names(str.lower)),
    "header names in upper case": Way(wire=header_names(str.upper)),
    "a header of its own": Way(answer=lambda answer, _: dataclasses.replace(
        answer, headers={**answer.headers, "x-acs-request-id": "1", "Set-Cookie": "a=b"})),
    "gzip where asked": Way(answer=zipped),
    "XML in CDATA": Way(answer=of_xml(in_cdata)),
    "XML with comments": Way(answer=of_xml(lambda text: after_declaration(text, "<!-- told --><?told now?>") + "<!-- end -->")),
    "XML after a byte order mark": Way(answer=of_xml(lambda text: "\ufeff" + text)),
    "XML in a namespace": Way(answer=of_xml(with_namespace)),
    "XML pretty-printed": Way(answer=of_xml(pretty)),
    "JSON pretty-printed": Way(answer=of_json(lambda members: json.dumps(members, indent=4) + "\n")),
    "JSON in ASCII and another order": Way(answer=of_json(
        lambda members: json.dumps(dict(reversed(members.items())), ensure_ascii=True))),
    "members that nobody asked for": Way(answer=of_json(lambda members: json.dumps({**members, "TraceId": None}))),
    "no Recommend": Way(answer=without_recommend),
    "texts of its own language": Way(answer=localised, depth="2"),
    "undeclared parameters refused": Way(early=undeclared, depth="2"),
    "throttles now and then": Way(early=throttling, depth="2"),
    "settles at once": Way(wish=settling(lambda _: 1), depth="2"),
    "settles late": Way(wish=settling(lambda settle: settle + 300), depth="2"),
}


class Endpoint(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, way, behind):
        super().__init__(("127.0.0.1", 0), Connection)
        self.way = way
        self.behind = urllib.parse.urlsplit(behind)
        self.calls = 0
        self.secrets = {}  # of the accounts that fixtures brought
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def refusal(self, status, code, message, in_json):
        members = {"RequestId": "473469C7-AA6F-4DC5-B3DB-A3DC" + f"{time.monotonic_ns() & 0xFFFFFFFF:08X}",
                   "HostId": self.url.removeprefix("http://"), "Code": code, "Message": message}
        if in_json:
            return Answer(status, {"Content-Type": "application/json"}, json.dumps(members).encode())
        inner = "".join(f"<{name}>{value}</{name}>" for name, value in members.items())
        return Answer(status, {"Content-Type": "application/xml"}, f"<Error>{inner}</Error>".encode())

    def learn(self, told):
        for one in told.values() if isinstance(told, dict) else ():
            self.learn(one)
        if isinstance(told, dict) and "accessKeyId" in told:
            self.secrets[told["accessKeyId"]] = told.get("accessKeySecret", "")

    def handle_error(self, request, client_address):
        pass  # a client that has gone


class Behind:
    """A connection to the endpoint behind, made anew where it was closed. http.client takes twice as long."""

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


class Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        with contextlib.closing(Behind((self.server.behind.hostname, self.server.behind.port))) as behind:
            while self.one(behind):
                pass

    def one(self, behind):
        line = self.rfile.readline(1 << 17).decode("latin-1")
        if not line.strip():
            return False
        method, target, version = line.rstrip("\r\n").split(" ")
        headers = []
        while True:
            name, colon, value = self.rfile.readline(1 << 17).decode("latin-1").partition(":")
            if not colon:
                break
            headers.append((name, value.strip()))
        by_name = {name.lower(): value for name, value in headers}
        body = self.rfile.read(int(by_name.get("content-length", "0")))
        answer = self.ask(behind, method, target, headers, by_name, body)
        is_fixture = target.startswith("/_fixtures")
        pieces = with_length(answer) if is_fixture else self.server.way.wire(answer)
        if method == "HEAD" or answer.status in (204, 304):
            pieces = [head(answer)]
        for piece in pieces:
            self.wfile.write(piece)
        closes = answer.headers.get("Connection", "").lower() == "close"
        return not closes and version != "HTTP/1.0" and by_name.get("connection", "").lower() != "close"

    def ask(self, behind, method, target, headers, by_name, body):
        way = self.server.way
        is_fixture = target.startswith("/_fixtures")
        if is_fixture and method == "POST" and body:
            body = json.dumps(way.wish(json.loads(body))).encode()
        early = None if is_fixture else way.early(self.server, method, target, body)
        if early:
            return early
        lines = [f"{method} {target} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers if name.lower() != "content-length"]
        if body or "content-length" in by_name:
            lines.append(f"Content-Length: {len(body)}")
        answer = Answer(*behind.ask(method, "\r\n".join([*lines, "\r\n"]).encode("latin-1") + body))
        if not is_fixture:
            wanted = by_name.get("x-acs-action", "") + target + body.decode("latin-1")
            return way.answer(answer, {**by_name, "target": wanted})
        if method == "POST" and answer.is_a("json"):
            self.server.learn(json.loads(answer.text))
        return answer


def together(*names):
    """One way that is different as each of those named is, the first named first. No two of them may differ on the
    wire, nor in what becomes of a wish, nor in what they answer before anybody is asked."""
    ways = [WAYS[name] for name in names]

    def the_one(field):
        own = [getattr(way, field) for way in ways if getattr(way, field) is not getattr(Way, field)]
        assert len(own) <= 1, (names, field)
        return own[0] if own else getattr(Way, field)

    def answer(told, headers):
        for way in ways:
            told = way.answer(told, headers)
        return told

    return Way(answer=answer, wire=the_one("wire"), wish=the_one("wish"), early=the_one("early"),
               depth=max(way.depth for way in ways))


def different_endpoint(*names):
    return endpoint_with(together(*names))


@contextlib.contextmanager
def endpoint_with(way):
    with reference() as behind, Endpoint(way, behind) as endpoint, serving(endpoint):
        yield endpoint.url
