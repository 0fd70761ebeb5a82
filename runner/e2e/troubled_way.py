# SPDX-License-Identifier: Apache-2.0
"""Everything that can be between a suite and a verdict: nobody there, somebody who leaves, a way that loses, repeats and
answers by itself, clocks that differ; and beside them targets that are wrong in ways that look alike.

One row of TROUBLES is one such world: what becomes of a request, and how a run must end there. A trouble is a coroutine
that is given the exchange and does with it what it likes; most hand it to the reference endpoint behind them.

    with Troubled("throttles one in five", upstream) as way: hallmark("run", "--endpoint", way.url, ...)
"""

import asyncio
import contextlib
import dataclasses
import datetime
import email.utils
import functools
import gzip
import json
import random
import re
import socket
import struct
import threading
import typing
import urllib.parse
import uuid

LIMIT = 1 << 20  # bytes of a head
PAGE = b"<html><head><title>%s</title></head><body><center><h1>%s</h1></center></body></html>\r\n"


class Exchange:
    """One request, and the two sockets that it concerns."""

    def __init__(self, way, reader, writer, raw, served):
        self.way, self.reader, self.writer, self.served = way, reader, writer, served
        self.arrived = self.raw = raw
        line = raw.partition(b"\r\n")[0]
        self.method, target, _ = line.decode("latin-1").split(" ", 2)
        self.path, _, self.query = target.partition("?")

    @functools.cached_property
    def asked(self):
        """The parameters, by their names."""
        asked = dict(urllib.parse.parse_qsl(self.query, keep_blank_values=True))
        head, _, body = self.arrived.partition(b"\r\n\r\n")
        if b"form-urlencoded" in head:
            asked.update(urllib.parse.parse_qsl(body.decode("latin-1"), keep_blank_values=True))
        header = re.search(rb"\r\nx-acs-action: (\w+)", self.arrived, re.I)
        if header:
            asked["Action"] = header.group(1).decode()
        return asked

    @property
    def number(self):
        """Of the requests to the API, from 1; fixtures are not counted."""
        return self.way.requests

    @property
    def chance(self):
        return self.way.dice.random()

    async def upstream(self):
        """The answer of the endpoint behind, whole. It may have closed what was idle for long: that is no trouble of the
        way's, and a machine that is slow enough shows it."""
        while True:
            was_idle = bool(self.way.spare)
            try:
                async with self.way.behind() as (reader, writer):
                    writer.write(self.raw)
                    return await self.read_answer(reader)
            except (asyncio.IncompleteReadError, OSError) as ended:
                if not was_idle or getattr(ended, "partial", b""):
                    raise

    async def read_answer(self, reader):
        head = await reader.readuntil(b"\r\n\r\n")
        if self.method == "HEAD" or re.match(rb"HTTP/1.1 [23]04", head):
            return head
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.I)
        if length:
            return head + await reader.readexactly(int(length.group(1)))
        if not re.search(rb"\r\ntransfer-encoding: *chunked", head, re.I):  # to the end of the connection
            body = await reader.read()
            return head[:-2] + b"Content-Length: %d\r\n\r\n" % len(body) + body
        chunks = [head]
        while len(chunks) < 2 or chunks[-2].split(b";")[0].strip() != b"0":
            chunks.append(await reader.readuntil(b"\r\n"))
            chunks.append(await reader.readexactly(int(chunks[-1].split(b";")[0], 16) + 2))
        return b"".join(chunks)

    async def say(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def hand_on(self):
        await self.say(await self.upstream())

    async def refuse(self, status, code, headers=""):
        """As the API would."""
        told = {"RequestId": str(uuid.uuid4()).upper(), "HostId": self.way.url[7:], "Code": code, "Message": "Later."}
        kind, body = "application/json", json.dumps(told)
        is_v3 = b"x-acs-action" in self.raw.lower()
        if "JSON" not in self.asked.get("Format", "JSON" if is_v3 else "XML"):
            kind = "text/xml"
            body = "<Error>" + "".join(f"<{name}>{text}</{name}>" for name, text in told.items()) + "</Error>"
        await self.say(f"HTTP/1.1 {status} No{headers}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                       f"{body}".encode())

    async def page(self, text, server="nginx/1.22.1"):
        body = PAGE % (text.encode(), text.encode())
        await self.say(f"HTTP/1.1 {text}\r\nServer: {server}\r\nContent-Type: text/html\r\n"
                       f"Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def close(self):
        self.writer.close()

    def reset(self):
        with contextlib.suppress(OSError):
            self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def hang(self):
        await self.reader.read()


# What becomes of a request. Factories, where a trouble has a measure.

async def nothing(exchange):
    await exchange.hand_on()


async def silence(exchange):
    await exchange.hang()


async def promise(exchange):
    """A head, and nothing of what it promises."""
    await exchange.say(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n")
    await exchange.hang()


async def hang_up(exchange):
    exchange.close()


async def reset(exchange):
    exchange.reset()


async def garbage(exchange):
    await exchange.say(b"\x15\x03\x01\x00\x02\x02\x28 SSH-2.0-OpenSSH_9.2\r\n")
    exchange.close()


async def cut(exchange):
    """The endpoint answers, and the way ends somewhere in the middle of it."""
    answer = await exchange.upstream()
    await exchange.say(answer[:exchange.way.dice.randrange(1, len(answer))])
    exchange.close()


async def reset_in_the_middle(exchange):
    """Before the endpoint is asked, before its answer, or in the middle of it."""
    if exchange.chance < 0.3:
        exchange.reset()
        return
    answer = await exchange.upstream()
    await exchange.say(answer[:exchange.way.dice.choice((0, exchange.way.dice.randrange(1, len(answer))))])
    exchange.reset()


async def lost(exchange):
    """The request, or what was answered to it, or the end of that: whoever waits waits in vain."""
    answer = await exchange.upstream() if exchange.chance < 0.7 else b""
    await exchange.say(answer[:exchange.way.dice.choice((0, len(answer) // 2))])
    await exchange.hang()


async def late(exchange):
    answer = await exchange.upstream()
    await asyncio.sleep(exchange.way.dice.uniform(0.05, 0.4))
    await exchange.say(answer)


async def spliced(exchange):
    """Bytes that are nobody's, put into the answer or over a part of it."""
    answer, garbage = await exchange.upstream(), exchange.way.dice.randbytes(24)
    at = exchange.way.dice.randrange(len(answer))
    await exchange.say(answer[:at] + garbage + answer[at + exchange.way.dice.choice((0, len(garbage))):])


def a_page(text, server="nginx/1.22.1"):
    async def play(exchange):
        await exchange.page(text, server)
    return play


def words(text, body, kind="text/plain"):
    """A page, as those write it who have none."""
    async def play(exchange):
        await exchange.say(f"HTTP/1.1 {text}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    return play


def a_refusal(status, code):
    async def play(exchange):
        await exchange.refuse(status, code)
    return play


def after(requests, then):
    async def play(exchange):
        await (then if exchange.number > requests else nothing)(exchange)
    return play


def for_a_while(requests, seconds, then):
    async def play(exchange):
        way = exchange.way
        if exchange.number > requests and not hasattr(way, "back_at"):
            way.back_at = asyncio.get_running_loop().time() + seconds
        is_away = hasattr(way, "back_at") and asyncio.get_running_loop().time() < way.back_at
        await (then if is_away else nothing)(exchange)
    return play


def now_and_then(share, then):
    async def play(exchange):
        await (then if exchange.chance < share else nothing)(exchange)
    return play


def mixed(*shares):
    """Of each trouble its share: (share, then), ..."""
    async def play(exchange):
        left = exchange.chance
        for share, then in shares:
            left -= share
            if left < 0:
                await then(exchange)
                return
        await exchange.hand_on()
    return play


def only_if(asked, then):
    async def play(exchange):
        await (then if asked(exchange) else nothing)(exchange)
    return play


async def sent_twice(exchange):
    """A proxy that loses an answer and asks again: the nonce is spent."""
    await exchange.upstream()
    await exchange.hand_on()


def rewritten(pattern, text):
    """A hop that leaves parts of a head out, or has others for them."""
    async def play(exchange):
        head, end, body = exchange.raw.partition(b"\r\n\r\n")
        exchange.raw = re.sub(pattern, text, head, flags=re.I) + end + body
        await exchange.hand_on()
    return play


async def kept_for_one(exchange):
    await exchange.hand_on()
    exchange.close()


async def kept_for_five_milliseconds(exchange):
    await exchange.hand_on()
    asyncio.get_running_loop().call_later(0.005, exchange.close)


async def dropped_when_asked_again(exchange):
    """The worst moment: it has the second request, and leaves."""
    if exchange.served and exchange.chance < 0.2:
        exchange.close()
    else:
        await exchange.hand_on()


def clock_ahead(minutes, window=15):
    async def play(exchange):
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        date = b"\r\nDate: " + email.utils.format_datetime(now, usegmt=True).encode()
        made = (exchange.asked.get("Timestamp")
                or (re.search(rb"x-acs-date: (\S+)", exchange.raw, re.I) or [b"", b""])[1].decode())
        with contextlib.suppress(ValueError):
            when = datetime.datetime.strptime(made, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
            if abs(now - when) > datetime.timedelta(minutes=window):
                await exchange.refuse(400, "InvalidTimeStamp.Expired", date.decode())
                return
        await exchange.say(re.sub(rb"\r\nDate: [^\r]*", date, await exchange.upstream(), count=1))
    return play


def another_date(minutes):
    """The target's clock is right; whoever stands before it writes a Date of its own."""
    async def play(exchange):
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)
        date = b"\r\nDate: " + email.utils.format_datetime(now, usegmt=True).encode()
        await exchange.say(re.sub(rb"\r\nDate: [^\r]*", date, await exchange.upstream(), count=1))
    return play


def bears_few_connections(most):
    """Whoever comes beside so many others is hung up on."""
    others = set()

    async def play(exchange):
        others.difference_update([writer for writer in others if writer.is_closing()])
        if exchange.writer not in others and len(others) >= most:
            exchange.writer.close()
            return
        others.add(exchange.writer)
        await exchange.say(await exchange.upstream())
    return play


def always(status, body, headers=""):
    async def play(exchange):
        await exchange.say(f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
                           f"{headers}\r\n{body}".encode())
    return play


def written_otherwise(change, headers=b""):
    """The endpoint's own answers, `change` made of each body."""
    async def play(exchange):
        head, _, body = (await exchange.upstream()).partition(b"\r\n\r\n")
        body = change(body) if exchange.method != "HEAD" else b""
        head = re.sub(rb"\r\ncontent-length: *\d+", b"\r\nContent-Length: %d" % len(body), head, flags=re.I)
        await exchange.say(head + headers + b"\r\n\r\n" + body)
    return play


def in_utf16(body):
    return body.decode().encode("utf-16-le")


def starts(exchange):
    return exchange.asked.get("Action") == "StartInstance"


def dry_start(exchange):
    return starts(exchange) and (exchange.asked.get("DryRun") == "true" or b'"DryRun":true' in exchange.raw)


@dataclasses.dataclass
class Trouble:
    play: typing.Callable  # what becomes of a request to the API
    code: int  # how the run ends
    says: str  # in its headline, or in the line on stderr
    fails: bool = False  # whether a case may fail
    options: tuple = ()
    fixtures_too: bool = False  # what becomes of the API becomes of the fixtures
    path: str = ""  # of the endpoint, as the suite is told
    lasts: bool = False  # for some seconds of the clock, which others must not take


GONE = r"NO VERDICT: the target was gone after \d+ requests .*; [\d,]+ cases were not asked"
NOW_AND_THEN = r"^CONFORMANT"
BARRED = json.dumps({"Code": "Forbidden", "Message": "Your address is blocked.",
                     "RequestId": "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"})

OF_A_STORE = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message><Resource>/</Resource></Error>"

TROUBLES = {
    # Nobody there.
    "never answers": Trouble(silence, 2, "does not answer: no whole answer within", options=("--timeout", "500ms")),
    "never answers, fixtures neither": Trouble(silence, 2, "does not answer: no whole answer within", fixtures_too=True,
                                               options=("--timeout", "500ms")),
    "promises answers": Trouble(promise, 2, "does not answer: no whole answer within", options=("--timeout", "500ms")),
    "speaks no HTTP": Trouble(garbage, 2, "is no HTTP"),
    "speaks no HTTP, fixtures neither": Trouble(garbage, 2, "is no HTTP", fixtures_too=True),
    "hangs up": Trouble(hang_up, 2, "does not answer", fixtures_too=True),
    "resets": Trouble(reset, 2, "does not answer"),
    "is another server": Trouble(a_page("404 Not Found"), 2, "is not the API: 404 Not Found"),
    "is a store": Trouble(words("403 Forbidden", OF_A_STORE, "text/xml"), 2, "is not the API: 403 Forbidden"),
    "has a proxy with nobody behind": Trouble(a_page("502 Bad Gateway"), 2, "is not the API: 502 Bad Gateway"),
    "accepts whatever it is asked": Trouble(always("200 OK", "{}"), 2,
                                            "is not the API: 200 OK. No RequestId and no Code, whatever it is asked"),
    "sends one elsewhere": Trouble(always("302 Found", "", "Location: https://login.example.com/\r\n"), 2,
                                   "is not the API: 302 Found, which sends one to https://login.example.com/"),
    "wants a password": Trouble(always("407 Proxy Authentication Required", "", 'Proxy-Authenticate: Basic realm="p"\r\n'),
                                2, "is not the API: 407 Proxy Authentication Required, which wants Proxy"),
    "says that it packs, and does not": Trouble(written_otherwise(bytes, b"\r\nContent-Encoding: gzip"), 2,
                                                "is not the API: 4.*, coded as gzip"),
    # Gone meanwhile.
    "dies": Trouble(after(400, reset), 2, GONE, fixtures_too=True),
    "resets from then on": Trouble(after(400, reset), 2, GONE),
    "hangs up from then on": Trouble(after(400, hang_up), 2, GONE),
    "talks nonsense from then on": Trouble(after(400, garbage), 2, GONE),
    "hangs from then on": Trouble(after(400, silence), 2, GONE, options=("--timeout", "1s")),
    "its proxy remains": Trouble(after(400, a_page("502 Bad Gateway")), 2, GONE),
    "its licence ends": Trouble(after(400, words("402 Payment Required", "<html>the licence has expired</html>", "text/html")),
                                2, GONE),
    "its gateway lets nobody in any more": Trouble(
        after(400, words("401 Unauthorized", '{"message":"Unauthorized"}', "application/json")), 2, GONE),
    "is barred by one answer to everything": Trouble(after(400, always("403 Forbidden", BARRED)), 2, GONE),
    "answers now and then from then on": Trouble(after(400, now_and_then(0.9, hang_up)), 2, GONE),
    # The way between, the endpoint behind it honest.
    "throttles one in five": Trouble(now_and_then(0.2, a_refusal(400, "Throttling.User")), 0, NOW_AND_THEN),
    "is away for one in ten": Trouble(now_and_then(0.1, a_refusal(503, "ServiceUnavailable")), 0, NOW_AND_THEN),
    "asks for less with 429": Trouble(now_and_then(0.1, a_page("429 Too Many Requests")), 0, NOW_AND_THEN),
    "has a proxy that answers 502": Trouble(now_and_then(0.1, a_page("502 Bad Gateway")), 0, NOW_AND_THEN),
    "has a proxy that answers 403": Trouble(now_and_then(0.05, a_page("403 Forbidden", "cloudflare")), 0, NOW_AND_THEN),
    "has a proxy that answers 502 for three seconds": Trouble(for_a_while(300, 3, a_page("502 Bad Gateway")), 0,
                                                              NOW_AND_THEN, fixtures_too=True, lasts=True),
    "has plain words with 404 for two seconds": Trouble(for_a_while(300, 2, words("404 Not Found", "404 page not found\n")), 0,
                                                        NOW_AND_THEN, lasts=True),
    "says with 200 that it will be back, for three seconds": Trouble(
        for_a_while(300, 3, words("200 OK", "<html>We will be back soon</html>", "text/html")), 0, NOW_AND_THEN, lasts=True),
    "is away for five seconds": Trouble(for_a_while(300, 5, a_refusal(503, "ServiceUnavailable")), 0, NOW_AND_THEN,
                                         lasts=True),
    "is barred by one answer for two seconds": Trouble(for_a_while(300, 2, always("403 Forbidden", BARRED)), 0, NOW_AND_THEN,
                                                       lasts=True),
    "has plain words with 404 for one in ten": Trouble(now_and_then(0.1, words("404 Not Found", "default backend - 404")), 0,
                                                       NOW_AND_THEN),
    "loses a parameter now and then": Trouble(
        now_and_then(0.05, rewritten(rb"&SignatureNonce=[^& ]*|\r\nx-acs-signature-nonce: [^\r]*", b"")), 0, NOW_AND_THEN),
    "goes by another host now and then": Trouble(
        now_and_then(0.05, rewritten(rb"(\r\nHost: )[^\r]*", rb"\1backend.internal")), 0, NOW_AND_THEN),
    "has a store that answers 403 in XML": Trouble(now_and_then(0.05, words("403 Forbidden", OF_A_STORE, "text/xml")), 0,
                                                   NOW_AND_THEN),
    "has nothing to say with 404 now and then": Trouble(now_and_then(0.05, words("404 Not Found", "")), 0, NOW_AND_THEN),
    "has a proxy that sends twice": Trouble(now_and_then(0.05, sent_twice), 0, NOW_AND_THEN),
    "keeps no connection and does not say so": Trouble(kept_for_one, 0, NOW_AND_THEN),
    "keeps a connection for 5 ms": Trouble(kept_for_five_milliseconds, 0, NOW_AND_THEN),
    "drops a kept connection under a request": Trouble(dropped_when_asked_again, 0, NOW_AND_THEN),
    "loses answers in every way": Trouble(mixed((.06, cut), (.06, reset_in_the_middle), (.002, lost), (.005, spliced),
                                                (.01, late), (.02, a_page("502 Bad Gateway"))), 0, NOW_AND_THEN,
                                          options=("--timeout", "1s"), fixtures_too=True),
    "cuts one answer in five": Trouble(now_and_then(0.2, cut), 0, NOW_AND_THEN),
    "throttles one kind of call": Trouble(only_if(dry_start, a_refusal(400, "Throttling.User")), 0, "lower --rate"),
    "packs what nobody asked it to pack": Trouble(written_otherwise(gzip.compress, b"\r\nContent-Encoding: gzip"), 0,
                                                  NOW_AND_THEN),
    # The target's own, though it looks alike.
    "writes UTF-16": Trouble(written_otherwise(in_utf16), 1, "NOT CONFORMANT: 1 required case failed$", fails=True,
                             options=("--select", "envelope/every-answer/**")),
    "has one refusal for everything": Trouble(a_refusal(400, "InvalidVersion"), 1, "NOT CONFORMANT", fails=True),
    "is away for one kind of call": Trouble(only_if(dry_start, a_refusal(503, "ServiceUnavailable")), 1,
                                            "NOT CONFORMANT", fails=True),
    "has a page for one kind of call": Trouble(only_if(dry_start, a_page("502 Bad Gateway")), 1, "NOT CONFORMANT",
                                               fails=True),
    "has plain words for one kind of call": Trouble(only_if(dry_start, words("404 Not Found", "no such page")), 1,
                                                    "NOT CONFORMANT", fails=True),
    "hangs up on one kind of call": Trouble(only_if(dry_start, hang_up), 1, "NOT CONFORMANT", fails=True),
    "cuts the answers to one kind of call": Trouble(only_if(dry_start, cut), 1, "NOT CONFORMANT", fails=True),
    "hangs on one kind of call": Trouble(only_if(dry_start, silence), 1, "NOT CONFORMANT", fails=True,
                                         options=("--timeout", "500ms")),
    "resets all StartInstance": Trouble(only_if(starts, reset), 1, "NOT CONFORMANT", fails=True),
    "bears two connections": Trouble(bears_few_connections(2), 2, "^NO VERDICT: the target was gone"),
    # Clocks.
    "has another clock": Trouble(clock_ahead(20), 2, "your clock is 20 min behind the target's"),
    "has a clock that is behind": Trouble(clock_ahead(-45), 2, "your clock is 45 min ahead of the target's"),
    "has another clock, which is asked": Trouble(clock_ahead(7, window=4), 0, NOW_AND_THEN,
                                                 options=("--clock-skew", "auto")),
    "writes a Date of its own, which is asked": Trouble(another_date(60 * 24), 0, "^CONFORMANT",
                                                        options=("--clock-skew", "auto")),
}


class Loop(threading.Thread):
    """One thread serves all of them: several take each other's time where they are busy."""

    def __init__(self):
        super().__init__(daemon=True)
        self.loop = asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda *_: None)  # sockets end in every way here
        self.start()

    def run(self):
        self.loop.run_forever()

    def do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)


LOOP = Loop()


class Troubled:
    """A server that is troubled as a row says, in front of an honest endpoint."""

    def __init__(self, trouble, upstream, seed=1, stranger=None):
        self.trouble = trouble if isinstance(trouble, Trouble) else TROUBLES[trouble]
        self.address = upstream[7:].split(":")
        self.stranger = stranger and stranger[7:].split(":")
        self.requests = 0
        self.dice = random.Random(seed)
        self.spare = []
        self.tasks = set()  # the connections

    @contextlib.asynccontextmanager
    async def behind(self):
        pair = self.spare.pop() if self.spare else await asyncio.open_connection(*self.address, limit=LIMIT)
        try:
            yield pair
        except BaseException:
            pair[1].close()
            raise
        self.spare.append(pair)

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        served = 0
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            while not writer.is_closing():
                raw = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"\r\ncontent-length: *(\d+)", raw, re.I)
                raw += await reader.readexactly(int(length.group(1))) if length else b""
                exchange = Exchange(self, reader, writer, raw, served)
                is_fixture = exchange.path.startswith("/_fixtures")
                self.requests += not is_fixture
                await (nothing if is_fixture and not self.trouble.fixtures_too else self.trouble.play)(exchange)
                served += 1
        writer.close()

    async def begin(self):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, backlog=1024, limit=LIMIT)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}{self.trouble.path}"

    async def end(self):
        self.server.close()
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for _, writer in self.spare:
            writer.transport.abort()

    def __enter__(self):
        LOOP.do(self.begin())
        return self

    def __exit__(self, *_):
        LOOP.do(self.end())
