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
import http
import inspect
import json
import re
import time
import typing
import urllib.parse
import xml.dom.minidom

from hallmark_program import reference
from spoiling_way import body_of
from troubled_way import Trouble, Troubled


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
    wire: typing.Callable = lambda answer: with_length(answer)  # may be a coroutine
    wish: typing.Callable = lambda wish: wish
    depth: str = "1"  # how deep a run has to look; more only where what is told changes, and not how
    early: typing.Callable = lambda endpoint, method, target, body: None  # an answer before anybody is asked


# On the wire.

REASONS = {status.value: status.phrase for status in http.HTTPStatus}


def head(answer, *more):
    lines = [f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'So')}"]
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


class Different(Troubled):
    """A server that tells the answers of the endpoint behind it as a way has it."""

    def __init__(self, way, behind):
        super().__init__(Trouble(self.tell, 0, "", fixtures_too=True), behind)
        self.way = way
        self.calls = 0
        self.secrets = {}  # of the accounts that fixtures brought

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

    async def tell(self, exchange):
        line, *lines = exchange.raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        method, target, version = line.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        is_fixture = target.startswith("/_fixtures")
        answer = await (self.fixture if is_fixture else self.ask)(exchange, method, target, headers)
        pieces = with_length(answer) if is_fixture else self.way.wire(answer)
        if inspect.isawaitable(pieces):
            pieces = await pieces
        if method == "HEAD" or answer.status in (204, 304):
            pieces = [head(answer)]
        for piece in pieces:
            await exchange.say(piece)
        if version == "HTTP/1.0" or "close" in (answer.headers.get("Connection", "").lower(),
                                                headers.get("connection", "").lower()):
            exchange.close()

    async def ask(self, exchange, method, target, headers):
        body = exchange.raw.partition(b"\r\n\r\n")[2]
        early = self.way.early(self, method, target, body)
        if early:
            return early
        wanted = headers.get("x-acs-action", "") + target + body.decode("latin-1")
        return self.way.answer(read(await exchange.upstream()), {**headers, "target": wanted})

    async def fixture(self, exchange, method, target, headers):
        asked, _, body = exchange.raw.partition(b"\r\n\r\n")
        if method == "POST" and body:
            body = json.dumps(self.way.wish(json.loads(body))).encode()
            asked = re.sub(rb"\r\ncontent-length: *\d+", b"\r\nContent-Length: %d" % len(body), asked, flags=re.I)
            exchange.raw = asked + b"\r\n\r\n" + body
        answer = read(await exchange.upstream())
        if method == "POST" and answer.is_a("json"):
            self.learn(json.loads(answer.text))
        return answer


def read(answer):
    line, *lines = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)
               if name.lower() not in ("content-length", "transfer-encoding")}
    return Answer(int(line[9:12]), headers, body_of(answer))


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
    with reference() as behind, Different(way, behind) as endpoint:
        yield endpoint.url
