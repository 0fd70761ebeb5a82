# SPDX-License-Identifier: Apache-2.0
"""What stands between a suite and a target and changes what passes: pages of its own in place of refusals, requests that
arrive otherwise than they were sent, answers that belong to others. One row of WAYS is one such thing.

    with Troubled("replaces refusals", upstream, WAYS) as way: hallmark("run", "--endpoint", way.url, ...)
"""

import asyncio
import collections
import itertools
import json
import re
import time
import urllib.parse
import uuid

from troubled_way import LIMIT, PAGE, Trouble, now_and_then, only_if, sent_twice, words

TEXTS = {200: "200 OK", 302: "302 Found", 400: "400 Bad Request", 403: "403 Forbidden", 404: "404 Not Found",
         413: "413 Content Too Large", 414: "414 URI Too Long", 500: "500 Internal Server Error", 502: "502 Bad Gateway",
         503: "503 Service Unavailable"}


def status_of(answer):
    return int(answer[9:12])


def with_body(answer, body, kind=None):
    """`kind`: its Content-Type instead; empty: none."""
    head = answer.partition(b"\r\n\r\n")[0]
    head = re.sub(rb"\r\n(content-length|transfer-encoding): *[^\r]*", b"", head, flags=re.I)
    if kind is not None:
        head = re.sub(rb"\r\ncontent-type: *[^\r]*", b"", head, flags=re.I)
        head += f"\r\nContent-Type: {kind}".encode() if kind else b""
    return head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def body_of(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    if not re.search(rb"\r\ntransfer-encoding: *chunked", head, re.I):
        return body
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        whole += body[:length]
        body = body[length + 2:] if length else b""
    return whole


async def say_answer(exchange, answer):
    await exchange.say(answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if exchange.method == "HEAD" else answer)


# What becomes of answers.

def answers(change):
    """The endpoint's own, and `change(exchange, answer)` made of each."""
    async def play(exchange):
        await say_answer(exchange, change(exchange, await exchange.upstream()))
    return play


def pages_for_refusals(kind="text/html", status=None):
    def change(_, answer):
        if status_of(answer) < 400:
            return answer
        text = TEXTS.get(status or status_of(answer), f"{status_of(answer)} No").encode()
        answer = re.sub(rb"^HTTP/1.1 [^\r]*", b"HTTP/1.1 " + text, answer, count=1)
        return with_body(answer, PAGE % (text, text), kind)
    return answers(change)


def in_json(*texts):
    """What gateways write, one after the other."""
    turn = itertools.cycle(texts)
    return lambda status: next(turn) % {"status": status, "id": uuid.uuid4()}


KONG = in_json('{"message":"Unauthorized","request_id":"%(id)s"}')
AWS = in_json('{"message":"Forbidden"}')
GOOGLE = in_json('{"error":{"code":%(status)d,"message":"Request had invalid credentials","status":"DENIED"}}')
SPRING = in_json('{"timestamp":"%(id)s","status":%(status)d,"error":"No","path":"/"}')


def json_for_refusals(written, status=None):
    def change(_, answer):
        if status_of(answer) < 400:
            return answer
        code = status or status_of(answer)
        answer = re.sub(rb"^HTTP/1.1 [^\r]*", b"HTTP/1.1 " + TEXTS.get(code, f"{code} No").encode(), answer, count=1)
        return with_body(answer, written(code).encode(), "application/json")
    return answers(change)


def says_json(code, written):
    async def play(exchange):
        body = written(code)
        await exchange.say(f"HTTP/1.1 {TEXTS.get(code, str(code) + ' No')}\r\nContent-Type: application/json\r\n"
                           f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
    return play


def json_where(asked, code, written):
    return only_if(asked, says_json(code, written))


def code_in(answer):
    return re.search(rb"<Code>([^<]*)|\"Code\": *\"([^\"]*)", body_of(answer)).group(0).decode()[-30:]


def each_body(change):
    return answers(lambda _, answer: with_body(answer, change(body_of(answer))) if body_of(answer) else answer)


# What becomes of requests.

def requests(change):
    async def play(exchange):
        exchange.raw = change(exchange.raw)
        await say_answer(exchange, await exchange.upstream())
    return play


def urls(change):
    """`change`: of path and query."""
    def changed(raw):
        line, end, rest = raw.partition(b"\r\n")
        method, target, version = line.split(b" ")
        return b" ".join((method, change(target), version)) + end + rest
    return requests(changed)


def without_headers(pattern):
    return requests(lambda raw: re.sub(rb"\r\n(?:" + pattern.encode() + rb"): *[^\r]*", b"", raw, flags=re.I))


def bare(raw):
    head = re.sub(rb"\r\ncontent-length: *[^\r]*", b"", raw.partition(b"\r\n\r\n")[0], flags=re.I)
    return head + (b"\r\nContent-Length: 0\r\n\r\n" if raw.startswith(b"POST ") else b"\r\n\r\n")


def as_get(raw):
    head = raw.partition(b"\r\n\r\n")[0]
    head = re.sub(rb"\r\n(content-length|content-type): *[^\r]*", b"", head, flags=re.I)
    return re.sub(rb"^POST ", b"GET ", head) + b"\r\n\r\n"


def is_odd(exchange):
    line = exchange.raw.partition(b"\r\n")[0].decode("latin-1").split(" ")[1]
    text = urllib.parse.unquote(line, "latin-1") + urllib.parse.unquote(exchange.raw.partition(b"\r\n\r\n")[2].decode("latin-1"))
    return re.search(r"[<>'\"\x00-\x08]|\.\./", text) is not None


def refused_where(asked, text, server="nginx/1.22.1"):
    async def play(exchange):
        if asked(exchange):
            await exchange.page(text, server)
        else:
            await exchange.hand_on()
    return play


def longer(url=None, body=None):
    def asked(exchange):
        line, _, rest = exchange.raw.partition(b"\r\n")
        return (url is not None and len(line.split(b" ")[1]) > url) or \
            (body is not None and len(rest.partition(b"\r\n\r\n")[2]) > body)
    return asked


def names(word):
    return lambda exchange: word in exchange.raw


def on_one_connection_in(share, then):
    """A server of several behind one address."""
    async def play(exchange):
        if not exchange.served:
            exchange.way.connections = getattr(exchange.way, "connections", 0) + 1
            exchange.way.__dict__.setdefault("numbers", {})[exchange.writer] = exchange.way.connections
        await (then(exchange) if exchange.way.numbers[exchange.writer] % share == 0 else exchange.hand_on())
    return play


# Answers of others.

def cached(key):
    """`key(exchange)`: what an answer is kept under; None: it is not."""
    async def play(exchange):
        kept = exchange.way.__dict__.setdefault("kept", {})
        under = key(exchange)
        if under is None or under not in kept:
            answer = await exchange.upstream()
            if under is not None and status_of(answer) < 400:
                kept[under] = answer
        else:
            answer = kept[under]
        await say_answer(exchange, answer)
    return play


def url_of(exchange):
    return exchange.raw.partition(b"\r\n")[0] if exchange.method in ("GET", "HEAD") else None


def body_sent(exchange):
    if exchange.method != "POST":
        return None
    return exchange.raw.partition(b"\r\n")[0] + exchange.raw.partition(b"\r\n\r\n")[2]


async def late_by_one(exchange):
    """On a connection each answer behind the first is that to the request before."""
    answer = await exchange.upstream()
    before = exchange.way.__dict__.setdefault("before", {})
    told = before.get(exchange.writer, answer)
    before[exchange.writer] = answer
    await say_answer(exchange, told)


async def old_one(exchange):
    """The answer to another request, of a moment ago."""
    answer = await exchange.upstream()
    told = exchange.way.__dict__.get("kept", answer)
    exchange.way.kept = answer
    await say_answer(exchange, told)


async def by_a_stranger(exchange):
    """Another endpoint of the same kind, to which nobody told of any world."""
    reader, writer = await asyncio.open_connection(*exchange.way.stranger, limit=LIMIT)
    try:
        writer.write(exchange.raw)
        await exchange.say(await exchange.read_answer(reader))
    finally:
        writer.close()


def unknown_key_for(action):
    async def play(exchange):
        if exchange.asked.get("Action") == action:
            await exchange.refuse(404, "InvalidAccessKeyId.NotFound")
        else:
            await exchange.hand_on()
    return play


def limited(rate, refused):
    async def play(exchange):
        latest = exchange.way.__dict__.setdefault("latest", collections.deque())
        now = time.monotonic()
        while latest and now - latest[0] > 1:
            latest.popleft()
        if len(latest) >= rate:
            await refused(exchange)
            return
        latest.append(now)
        await exchange.hand_on()
    return play


def page(text):
    async def play(exchange):
        await exchange.page(text)
    return play


def written_anew(target):
    """Decoded, and encoded by somebody else."""
    path, mark, query = target.partition(b"?")
    pairs = urllib.parse.parse_qsl(query.decode("latin-1"), keep_blank_values=True, encoding="latin-1")
    return path + mark + urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote, safe="", encoding="latin-1").replace(
        "~", "%7E").encode()


def sorted_anew(target):
    path, mark, query = target.partition(b"?")
    return path + mark + b"&".join(sorted(query.split(b"&"), reverse=True))


def without_prefix(target):
    return target.removeprefix(b"/ecs/api") or b"/"


SCRIPT = b"<script src=\"https://cdn.example.com/a.js\"></script>"

PAGES = r"NO VERDICT: .*every refusal arrives as a page without Code and RequestId"
FILTER = r"who is not the API answers %d for what stands in the request, whatever is asked: a filter between"
CACHE = r"NO VERDICT: .*answers from a cache"
BEHIND = r"NO VERDICT: .*puts \"%s.* behind each answer"
URLS = r"NO VERDICT: .*a URL does not arrive as it was sent, for what it says is refused there and accepted in a form"
PARTIAL = 0  # what is spoilt is inconclusive, and a note says by what

# What is proved is no failure. A run ends with 2 where nothing that passes can be relied on.
WAYS = {
    "replaces refusals": Trouble(pages_for_refusals(), 2, PAGES),
    "replaces refusals, and leaves the type": Trouble(pages_for_refusals(None), 2, PAGES),
    "replaces refusals, without a type": Trouble(pages_for_refusals(""), 2, PAGES),
    "replaces all refusals with 403": Trouble(pages_for_refusals(status=403), 2, PAGES),
    "replaces all refusals with 502": Trouble(pages_for_refusals(status=502), 2, PAGES),
    "replaces all refusals with 200": Trouble(pages_for_refusals(status=200), 2, PAGES),
    "replaces all refusals with 302": Trouble(pages_for_refusals(status=302), 2, PAGES),
    "replaces refusals, those of fixtures too": Trouble(pages_for_refusals(), 2, PAGES, fixtures_too=True),
    "replaces refusals with Kong's": Trouble(json_for_refusals(KONG), 2, PAGES),
    "replaces refusals with Google's": Trouble(json_for_refusals(GOOGLE), 2, PAGES),
    "replaces all refusals with one 401": Trouble(json_for_refusals(AWS, 401), 2, PAGES),
    "replaces all refusals with one 200": Trouble(json_for_refusals(SPRING, 200), 2, PAGES),
    "answers 403 in JSON to odd characters": Trouble(json_where(is_odd, 403, AWS), PARTIAL, FILTER % 403),
    "answers 405 in JSON to odd characters": Trouble(json_where(is_odd, 405, GOOGLE), PARTIAL, FILTER % 405),
    "answers 200 in JSON to odd characters": Trouble(json_where(is_odd, 200, SPRING), PARTIAL, FILTER % 200),
    "answers 401 in JSON to one in ten": Trouble(now_and_then(0.1, says_json(401, KONG)), PARTIAL,
                                                 "carried out again, .* 401 that is not of the API"),
    "answers 200 in JSON to one in ten": Trouble(now_and_then(0.1, says_json(200, SPRING)), PARTIAL,
                                                 "carried out again, .* 200 that is not of the API"),
    "answers 400 to odd characters": Trouble(refused_where(is_odd, "400 Bad Request"), PARTIAL, FILTER % 400),
    "answers 403 to odd characters": Trouble(refused_where(is_odd, "403 Forbidden"), PARTIAL, FILTER % 403),
    "answers 502 to odd characters": Trouble(refused_where(is_odd, "502 Bad Gateway"), PARTIAL, FILTER % 502),
    "asks after odd characters who is there": Trouble(refused_where(is_odd, "200 OK"), PARTIAL, FILTER % 200),
    "sends odd characters elsewhere": Trouble(refused_where(is_odd, "302 Found"), PARTIAL, FILTER % 302),
    "answers 414 above 1 KB": Trouble(refused_where(longer(url=1024), "414 URI Too Long"), PARTIAL,
                                      r"who is not the API answers 414|URL of more than some \d+ bytes .*414"),
    "answers 413 above 1 KB": Trouble(refused_where(longer(body=1024), "413 Content Too Large"), PARTIAL, "CONFORMANT"),
    "answers 413 above 256 bytes": Trouble(refused_where(longer(body=256), "413 Content Too Large"), PARTIAL,
                                           r"who is not the API answers 413 to requests that are longer than others"),
    "answers 403 to an action": Trouble(refused_where(names(b"RebootInstance"), "403 Forbidden"), PARTIAL, FILTER % 403),
    "has one server in four that knows nothing": Trouble(
        on_one_connection_in(4, words("404 Not Found", "default backend - 404")), PARTIAL,
        "carried out again, .* 404 that is not of the API"),
    "adds a parameter": Trouble(urls(lambda target: target + b"&utm_source=proxy"), 2,
                                r"NO VERDICT: .*a parameter that was not sent arrives \(utm_source=proxy\)"),
    "adds a parameter to what is sent with GET": Trouble(
        requests(lambda raw: re.sub(rb"^(GET [^ ]*)", rb"\1&utm_source=proxy", raw)), PARTIAL,
        r"a parameter that was not sent arrives \(utm_source=proxy\)"),
    "cuts URLs at 1 KB": Trouble(urls(lambda target: target[:1024]), PARTIAL, r"a URL of more than some \d+ bytes"),
    "cuts URLs at 300 bytes": Trouble(urls(lambda target: target[:300]), PARTIAL, r"a URL of more than some \d+ bytes"),
    "drops blanks": Trouble(urls(lambda target: target.replace(b"%20", b"").replace(b"+", b"")), PARTIAL,
                            "a blank in a URL is dropped"),
    "spells blanks as pluses": Trouble(urls(lambda target: target.replace(b"%20", b"+")), PARTIAL, "CONFORMANT"),
    "leaves colons and commas as they are": Trouble(urls(lambda target: target.replace(b"%3A", b":").replace(b"%2C", b",")),
                                                    PARTIAL, "CONFORMANT"),
    "strips Authorization": Trouble(without_headers("authorization"), PARTIAL,
                                    "the signature headers do not arrive: .* without Authorization"),
    "strips x-acs-*": Trouble(without_headers("x-acs-[a-z0-9-]+"), PARTIAL,
                              r"the signature headers do not arrive: .* without x-acs-"),
    "makes GET of POST": Trouble(requests(as_get), PARTIAL, "a POST arrives as a GET"),
    "writes another Host": Trouble(requests(lambda raw: re.sub(rb"\r\nHost: [^\r]*", b"\r\nHost: backend:80", raw, count=1,
                                                               flags=re.I)), PARTIAL, "over the host backend:80 where"),
    "strips a prefix": Trouble(urls(without_prefix), PARTIAL, "over the path / where /ecs/api/ is asked", path="/ecs/api/"),
    "caches by URL": Trouble(cached(url_of), 2, CACHE),
    "caches by body": Trouble(cached(body_sent), 2, CACHE),
    "is late by one": Trouble(late_by_one, 2, r"NO VERDICT: .*on a connection that is kept each answer is that to an earlier"),
    "sends one in ten to a stranger": Trouble(now_and_then(0.1, by_a_stranger), PARTIAL, "404 InvalidAccessKeyId.NotFound"),
    "sends one in ten to a stranger, of fixtures too": Trouble(now_and_then(0.1, by_a_stranger), PARTIAL,
                                                              "404 InvalidAccessKeyId.NotFound", fixtures_too=True),
    "strips Authorization of one in thirty": Trouble(now_and_then(1 / 30, without_headers("authorization")), PARTIAL,
                                                     "now and then"),
    "strips bodies of one in ten": Trouble(now_and_then(0.1, requests(bare)), PARTIAL, "now and then changes requests"),
    "answers one in thirty with what another got": Trouble(now_and_then(1 / 30, old_one), PARTIAL, "now and then mixes"),
    "puts a comment behind": Trouble(each_body(lambda body: body + b"<!-- served by edge-7 -->"), 2, BEHIND % "<!-- served"),
    "puts a script behind": Trouble(each_body(lambda body: body + SCRIPT), 2, BEHIND % "<script"),
    "puts a script behind XML": Trouble(answers(
        lambda exchange, answer: with_body(answer, body_of(answer) + SCRIPT)
        if re.search(rb"\r\ncontent-type: *[a-z]+/xml", answer, re.I) else answer), 2,
        r"puts \"<script"),
    # It may be the target that reads URLs otherwise than forms: there is no verdict.
    "decodes URLs twice": Trouble(urls(lambda target: target.replace(b"%25", b"%")), 2, URLS),
    "drops what is empty": Trouble(urls(lambda target: re.sub(rb"(?<=[?&])[^&=]*=(?:&|$)", b"", target)), 2, URLS),
    "trims values": Trouble(urls(lambda target: re.sub(rb"(?:%20)+(?=&|$)", b"", target)), 2, URLS),
    "knows no letters but those of English": Trouble(
        urls(lambda target: re.sub(rb"(?:%[89A-F][0-9A-F])+", b"%3F", target)), 2, URLS),
    "writes URLs anew": Trouble(urls(written_anew), PARTIAL, "CONFORMANT"),
    "sorts parameters": Trouble(urls(sorted_anew), PARTIAL, "CONFORMANT"),
    "writes escapes in small letters": Trouble(
        urls(lambda target: re.sub(rb"%[0-9A-F]{2}", lambda found: found[0].lower(), target)), PARTIAL, "CONFORMANT"),
    "sends each request twice": Trouble(sent_twice, 2, r"NO VERDICT: .*sends each request twice: .*and the call is carried out"),
    "sends each POST twice": Trouble(only_if(lambda exchange: exchange.method == "POST", sent_twice), PARTIAL,
                                     r"sends each POST twice: .*and the call is carried out"),
    "answers 429 above 200 a second": Trouble(limited(200, page("429 Too Many Requests")), PARTIAL, "carried out again.* 429 "),
    # It may be the target that knows no V3, or no forms: it fails, and the cause says how to find out.
    "strips both": Trouble(without_headers("authorization|x-acs-[a-z0-9-]+"), 1,
                           r"V3 signatures are not accepted: do the headers arrive\?", fails=True),
    "strips Content-Type": Trouble(without_headers("content-type"), 1,
                                   r"POST with a form body is not accepted: is its Content-Type stripped\?", fails=True),
    "takes pluses for blanks": Trouble(urls(lambda target: target.replace(b"%2B", b"%20")), 1,
                                       # Two of five signatures have one, those of the first calls among them or not.
                                       "a plus in a URL becomes a blank .*, by the target or by|is not accepted this way",
                                       fails=True),
    # The target's own: one kind of call.
    "has pages for one kind of refusal": Trouble(answers(
        lambda exchange, answer: with_body(answer, PAGE % (b"No", b"No"), "text/html")
        if status_of(answer) == 403 and exchange.asked.get("Action") == "StartInstance" else answer), 1,
        "NOT CONFORMANT", fails=True),
    "has JSON of its own for one kind of refusal": Trouble(answers(
        lambda exchange, answer: with_body(answer, AWS(403).encode(), "application/json")
        if status_of(answer) == 403 and exchange.asked.get("Action") == "StartInstance" else answer), 1,
        "NOT CONFORMANT", fails=True),
    "has JSON of its own, and says what each refusal is for": Trouble(answers(
        lambda exchange, answer: with_body(answer, json.dumps({"error": code_in(answer)}).encode(), "application/json")
        if status_of(answer) >= 400 else answer), 1, "NOT CONFORMANT", fails=True),
    "knows no key for one action": Trouble(unknown_key_for("RebootInstance"), 1,
                                           "RebootInstance is not accepted: 1 case fails, ", fails=True),
}
