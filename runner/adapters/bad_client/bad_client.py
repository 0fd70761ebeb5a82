#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A client with its shim that has one defect, on purpose: `hallmark sdk` must find it.

    bad_client.py --list              the defects: name, area, what it does, with tabs between them
    bad_client.py --defect NAME       a shim whose client has that defect
    bad_client.py                     one without any, which must pass everything

It shares nothing with docs/examples/shim: sockets without a library for HTTP, one thread. Every
defect is one line where it happens, behind bad("its name").
"""

import argparse
import asyncio
import base64
import datetime
import hashlib
import hmac
import json
import math
import os
import platform
import random
import re
import sys
import time
import unicodedata
import urllib.parse
import uuid
import xml.etree.ElementTree
import zlib

from defects import DEFECTS

ACTIONS = ["StartInstance", "RebootInstance", "ReactivateInstances", "ReActivateInstances",
           "StopInstance", "StartInstances", "DescribeInstances", "DescribeInstanceStatus",
           "DescribeInstanceAttribute"]
OPTIONS = ["method", "timeoutMs", "retry", "signature", "format"]
VERSION = "2014-05-26"
BODY_LIMIT = 2_000_000  # bytes
NESTING_LIMIT = 60
KNOWN_MEMBERS = {"RequestId", "HostId", "Code", "Message", "Recommend", "TotalCount", "PageNumber",
                 "PageSize", "NextToken", "Instances", "InstanceStatuses", "InstanceId", "Status"}
NAMES = {defect.name for defect in DEFECTS}
present = set()  # the names of the defects that this process has


def bad(name):
    assert name in NAMES, name
    return name in present


def die(why):
    print(f"fatal: {why}", file=sys.stderr, flush=True)
    os._exit(70)


class Trouble(Exception):
    """What the user is told instead of a success."""

    def __init__(self, kind, message, **more):
        super().__init__(message)
        self.told = {"kind": kind, "message": message} | more


# ---- Parameters ----------------------------------------------------------------------------------


def scalar(value):
    if isinstance(value, bool):
        if bad("booleans-capital"):
            return str(value)
        if bad("booleans-as-numbers"):
            return str(int(value))
        return str(value).lower()
    text = str(value)
    if bad("unicode-composed"):
        text = unicodedata.normalize("NFC", text)
    if bad("blanks-trimmed"):
        text = text.strip()
    if bad("control-characters-dropped"):
        text = "".join(c for c in text if unicodedata.category(c) != "Cc")
    if bad("format-characters-dropped"):
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if bad("value-cut"):
        text = text[:1024]
    return text


def flat(params):
    """Parameters as pairs of text."""
    pairs = {}
    for name, value in params.items():
        if value is None or (value is False and bad("false-not-sent")):
            continue
        if not isinstance(value, list):
            pairs[name] = scalar(value)
        elif bad("list-as-json"):
            pairs[name] = json.dumps(value)
        elif len(value) == 1 and bad("list-of-one-bare"):
            pairs[name] = scalar(value[0])
        else:
            kept = value[:12] if bad("list-cut-at-twelve") else value
            first = 0 if bad("list-from-zero") else 1
            pairs |= {f"{name}.{i}": scalar(item) for i, item in enumerate(kept, first)}
    return pairs


def escape(text):
    if bad("latin-1-values"):
        raw = text.encode("latin-1", "replace")
    elif bad("astral-as-surrogates"):
        halves = text.encode("utf-16-le")
        raw = b"".join(halves[i:i + 2].decode("utf-16-le", "surrogatepass")
                       .encode("utf-8", "surrogatepass") for i in range(0, len(halves), 2))
    else:
        raw = text.encode()
    kept = "-_.~" + "*" * bad("asterisk-kept") + "/" * bad("slash-kept")
    escaped = urllib.parse.quote(raw, safe=kept)
    if bad("tilde-encoded"):
        escaped = escaped.replace("~", "%7E")
    if bad("plus-for-blank"):
        escaped = escaped.replace("%20", "+")
    if bad("lower-case-escapes"):
        escaped = re.sub("%..", lambda match: match[0].lower(), escaped)
    return escaped


def in_order(pairs):
    escaped = [(escape(name), escape(value)) for name, value in pairs.items()]
    if bad("sort-by-pair"):
        return sorted(escaped, key="=".join)
    if bad("list-sorted-by-number"):
        return sorted(escaped, key=lambda pair: [
            (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in pair[0].split(".")])
    return sorted(escaped)


def joined(escaped):
    return "&".join(f"{name}={value}" for name, value in escaped)


def query_to_sign(pairs):
    if bad("empty-unsigned"):
        pairs = {name: value for name, value in pairs.items() if value}
    return joined(in_order(pairs))


def query_to_send(pairs):
    escaped = in_order(pairs)
    if bad("encoded-twice"):
        escaped = [(name, urllib.parse.quote(value)) for name, value in escaped]
    return joined(escaped)


# ---- Signed requests -----------------------------------------------------------------------------


def timestamp():
    now = datetime.datetime.now(datetime.timezone.utc)
    if bad("stale-timestamp"):
        now -= datetime.timedelta(hours=1)
    if bad("timestamp-of-local-zone"):
        now += datetime.timedelta(hours=8)
    zone = "+00:00" if bad("timestamp-with-offset") else "" if bad("timestamp-without-zone") else "Z"
    return now.strftime("%Y-%m-%dT%H:%M:%S") + zone


def fresh_nonce():
    if bad("nonce-per-second"):
        return str(int(time.time()))
    if bad("nonce-of-four-digits"):
        return f"{random.randrange(10_000):04}"
    if bad("nonce-is-fixed"):
        return "d410180a5abf7fe235dd9b74aca91fc0"
    return uuid.uuid4().hex


class Account:
    def __init__(self, call):
        self.id, self.secret = call["accessKeyId"], call["accessKeySecret"]
        self.token = None if bad("token-lost") else call.get("securityToken")


def draft_v1(account, action, pairs, method, nonce, xml_wanted):
    """Query, headers and body of a request with signature V1."""
    pairs = pairs | {"Format": "XML" if xml_wanted else "JSON", "Timestamp": timestamp(),
                     "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
                     "SignatureNonce": nonce, "AccessKeyId": account.id}
    if not bad("version-missing"):
        pairs["Version"] = VERSION
    if not bad("action-unsigned"):
        pairs["Action"] = action
    token = {"SecurityToken": account.token} if account.token else {}
    query = query_to_sign(pairs if bad("token-unsigned") else pairs | token)
    text = "&".join(("GET" if bad("method-not-signed") else method,
                     *([] if bad("string-to-sign-without-path") else ["%2F"]),
                     query if bad("string-to-sign-not-encoded") else escape(query)))
    key = account.secret if bad("key-without-ampersand") else account.secret + "&"
    signature = base64.b64encode(hmac.new(key.encode(), text.encode(), "sha1").digest()).decode()
    sent = query_to_send(pairs | token | {"Action": action, "Signature": signature})
    if method == "GET":
        return sent, {}, b""
    return "", {"Content-Type": "application/x-www-form-urlencoded"}, sent.encode()


def draft_v3(account, action, pairs, method, nonce, xml_wanted, host):
    """Query, headers and body of a request with signature V3."""
    in_body = method == "POST" and bad("body-not-hashed")
    body_hash = hashlib.sha256(b"").hexdigest()
    if bad("content-hash-upper-case"):
        body_hash = body_hash.upper()
    headers = {"x-acs-version": VERSION, "x-acs-action": action, "x-acs-date": timestamp(),
               "x-acs-signature-nonce": nonce, "x-acs-content-sha256": body_hash, "host": host}
    if account.token:
        headers["x-acs-security-token"] = account.token
    unsigned = {"host"} if bad("host-not-signed") else set()
    unsigned |= {"x-acs-signature-nonce"} if bad("nonce-not-signed") else set()
    unsigned |= {"x-acs-security-token"} if bad("token-unsigned") else set()
    signed = [name for name in headers if name not in unsigned]
    if not bad("headers-not-sorted"):
        signed.sort()
    lines = headers | {"host": host.partition(":")[0]} if bad("port-not-signed") else headers
    canonical = "\n".join((method, "/", "" if in_body else query_to_sign(pairs),
                           *(f"{name}:{lines[name]}" for name in signed), "", ";".join(signed),
                           body_hash))
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    text = "ACS3-HMAC-SHA256\n" + (canonical if bad("canonical-not-hashed") else hashed)
    key = account.secret + "&" * bad("key-with-ampersand")
    signature = hmac.new(key.encode(), text.encode(), "sha256").hexdigest()
    if bad("signature-upper-case"):
        signature = signature.upper()
    algorithm = "HMAC-SHA256" if bad("algorithm-without-acs3") else "ACS3-HMAC-SHA256"
    headers["Authorization"] = (f"{algorithm} Credential={account.id},"
                                f"SignedHeaders={';'.join(signed)},Signature={signature}")
    headers["Accept"] = "application/xml" if xml_wanted else "application/json"
    del headers["host"]  # every request has it
    if in_body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return "", headers, query_to_send(pairs).encode()
    return query_to_send(pairs), headers, b""


def draft(account, action, pairs, method, nonce, v1, xml_wanted, host):
    try:
        if v1:
            return draft_v1(account, action, pairs, method, nonce, xml_wanted)
        return draft_v3(account, action, pairs, method, nonce, xml_wanted, host)
    except UnicodeError as error:
        raise Trouble("usage", f"a value that is no text: {error}") from None


# ---- HTTP ----------------------------------------------------------------------------------------


class Answer:
    def __init__(self, status, headers):
        self.status, self.headers, self.body = status, headers, bytearray()
        self.cut = False  # it ended before it should have

    def header(self, name):
        return self.headers.get(name, [""])[0]


class Incoming:
    """What comes on a connection, under the caller's timeout."""

    def __init__(self, reader, limit, seconds):
        self.reader, self.limit, self.seconds = reader, limit, seconds

    async def line(self):
        if not bad("timeout-per-read"):
            return await self.reader.readline()
        line = b""
        while not line.endswith(b"\n") and (byte := await self.piece(1)):
            line += byte
        return line

    async def piece(self, size):
        data = await self.reader.read(size)
        if bad("timeout-per-read"):
            self.limit.reschedule(asyncio.get_running_loop().time() + self.seconds)
        return data

    def head_came(self):
        if bad("stall-hangs") or bad("short-body-hangs"):
            self.limit.reschedule(None)


async def read_head(incoming):
    while True:
        line = (await incoming.line()).decode("latin-1")
        match = re.fullmatch(r"HTTP/1\.[01] ([1-9][0-9][0-9])( .*)?\r?\n", line)
        if not match:
            raise ConnectionError("there is no status line")
        headers = {}
        while (line := (await incoming.line()).decode("latin-1")) not in ("\r\n", "\n"):
            name, colon, value = line.partition(":")
            if not colon or not line.endswith("\n") or len(headers) > 100:
                raise ConnectionError("the headers are broken")
            headers.setdefault(name.lower(), []).append(value.strip())
        if not 100 <= int(match[1]) < 200 or bad("continue-is-answer"):
            return Answer(int(match[1]), headers)


async def read_plain(incoming, answer, length):
    """Up to `length` bytes, or all until the end where it is None; not much more than the limit."""
    while length is None or len(answer.body) < length:
        wanted = 65536 if length is None else min(65536, length - len(answer.body))
        if len(answer.body) > BODY_LIMIT and not bad("body-multiplied"):
            return
        if not (piece := await incoming.piece(wanted)):
            answer.cut = length is not None
            return
        answer.body += piece


async def read_chunks(incoming, answer):
    end = 0
    while not answer.cut and len(answer.body) <= BODY_LIMIT:
        line = await incoming.line()
        if b";" in line and bad("chunk-extension-crashes"):
            die("invalid literal for int() with base 16")
        size = line.partition(b";")[0].strip()
        if not line.endswith(b"\n") or not re.fullmatch(b"[0-9A-Fa-f]{1,8}", size):
            answer.cut = True
        elif int(size, 16):
            end += int(size, 16)
            await read_plain(incoming, answer, end)
            answer.cut = answer.cut or await incoming.line() not in (b"\r\n", b"\n")
        else:
            while (line := await incoming.line()) not in (b"\r\n", b"\n", b""):
                answer.body += line if bad("trailers-in-body") else b""
            return


async def read_body(incoming, answer):
    lengths = answer.headers.get("content-length", [])
    if answer.status in (204, 304):
        return
    if "chunked" in answer.header("transfer-encoding").lower() and not bad("chunks-not-understood"):
        await read_chunks(incoming, answer)
    elif lengths:
        if len(set(lengths)) > 1 or not lengths[0].isdecimal():
            raise ConnectionError("the length of the answer is in doubt")
        await read_plain(incoming, answer, int(lengths[0]))
    else:
        await read_plain(incoming, answer, None)


async def forever():
    await asyncio.Event().wait()


async def exchange(url, method, target, headers, body, limit, seconds):
    """One request and its answer, on a connection of its own."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {url.netloc}", "Connection: close",
             *(f"{name}: {value}" for name, value in headers.items())]
    if method == "POST":
        lines.append(f"Content-Length: {len(body)}")
    if any("\r" in line or "\n" in line for line in lines):
        raise Trouble("usage", "a header would hold a line break")
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    try:
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        await writer.drain()
        incoming = Incoming(reader, limit, seconds)
        answer = await read_head(incoming)
        incoming.head_came()
        await read_body(incoming, answer)
        if answer.cut and bad("short-body-hangs"):
            await forever()
        if answer.cut and not bad("cut-is-success"):
            raise ConnectionError("the answer is cut off")
        return answer
    except ValueError as error:
        raise ConnectionError(f"the answer is broken: {error}") from None
    finally:
        writer.transport.abort()


async def in_time(url, method, target, headers, body, seconds):
    """An exchange under the caller's timeout, in seconds."""
    if bad("timeout-in-seconds"):
        seconds *= 1000
    async with asyncio.timeout(None if bad("timeout-ignored") else seconds) as limit:
        return await exchange(url, method, target, headers, body, limit, seconds)


# ---- What an answer says -------------------------------------------------------------------------


def finite(text):
    return float(text) if math.isfinite(float(text)) else text


def strange(text):
    raise ValueError(text)


LISTS = {"Instances": "Instance", "InstanceStatuses": "InstanceStatus",
         "OperationLocks": "LockReason"}  # an element that holds a list, and each one in it


def from_element(element, depth=0):
    if depth > NESTING_LIMIT:
        raise ValueError("too deep")
    if element.tag in LISTS:
        return {LISTS[element.tag]: [from_element(child, depth + 1) for child in element]}
    if len(element):
        return {child.tag: from_element(child, depth + 1) for child in element}
    return element.text or ""


def from_xml(text):
    if "<!DOCTYPE" in text:
        raise ValueError("a page")
    if bad("entities-kept"):
        text = re.sub("&(?=[a-z#])", "&amp;", text)
    root = xml.etree.ElementTree.fromstring(text)
    if root.tag != "Error" and not root.tag.endswith("Response") and root.find("Error") is None:
        raise ValueError("another document")
    value = from_element(root)
    if root.tag == "Error" and bad("xml-code-lost"):
        value.pop("Code", None)
    return value


def depth_of(value):
    """How deep lists and objects are nested, without a stack of our own to overflow."""
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [item for outer in level if isinstance(outer, (dict, list))
                 for item in (outer.values() if isinstance(outer, dict) else outer)]
    return depth


def parsed(answer):
    """The members of an answer, or ValueError."""
    body = answer.body
    if len(body) > BODY_LIMIT:
        raise ValueError("too long")
    if answer.header("content-encoding").lower() == "gzip" and not bad("gzip-is-success"):
        unpacker = zlib.decompressobj(31)
        body = unpacker.decompress(body, BODY_LIMIT)
        if not unpacker.eof:
            raise ValueError("packed, and cut off or too long")
    if body.startswith(b"\xef\xbb\xbf") and bad("byte-order-mark-crashes"):
        die("unexpected character U+FEFF")
    text = body.decode("latin-1") if bad("latin-1-answer") else body.decode("utf-8-sig", "replace")
    if bad("xml-read-as-json"):
        as_xml = False
    else:
        as_xml = text.lstrip()[:1] == "<" or bad("json-read-as-xml")
    try:
        value = from_xml(text) if as_xml else \
            json.loads(text, parse_float=finite, parse_constant=strange)
    except xml.etree.ElementTree.ParseError as error:
        raise ValueError(str(error)) from None
    except RecursionError:
        if bad("deep-answer-crashes"):
            die("maximum recursion depth exceeded")
        raise ValueError("too deep") from None
    if depth_of(value) > NESTING_LIMIT:
        raise ValueError("too deep")
    if isinstance(value, list) and bad("array-crashes"):
        die("list indices must be integers or slices, not str")
    if value is None and bad("null-crashes"):
        die("'NoneType' object is not subscriptable")
    if not isinstance(value, dict):
        raise ValueError("not an object")
    inner = value.get("Error")
    return inner if "Code" not in value and isinstance(inner, dict) else value


def member(members, name):
    """A member as text, None where there is none or nothing in it."""
    spelled = {name} if bad("lower-case-members-lost") else {name.lower()}
    for key, value in members.items():
        if (key if bad("lower-case-members-lost") else key.lower()) in spelled:
            if value is None or value == "":
                continue
            return value if isinstance(value, str) else json.dumps(value)
    return None


def without_short_lists(value):
    if isinstance(value, dict):
        return {name: without_short_lists(item) for name, item in value.items()
                if not (isinstance(item, list) and len(item) == 1)}
    return value


hoard = []  # with body-multiplied


def told(answer):
    """The members of a success, as the user gets them; everything else raises Trouble."""
    status = answer.status
    if not answer.header("content-type") and bad("no-content-type-crashes"):
        die("'NoneType' object has no attribute 'split'")
    if bad("body-multiplied") and len(answer.body) > BODY_LIMIT:
        hoard.extend(answer.body.copy() for _ in range(60))
        raise Trouble("decode", f"{len(hoard)} copies do not help", httpStatus=status)
    if (status == 200 and not answer.body and bad("empty-is-success")
            or 300 <= status < 400 and bad("redirect-is-success")):
        return None
    text = answer.body.decode("utf-8", "replace")
    if (status == 200 and "<html" in text.lower() and bad("html-is-success")
            or answer.cut and status == 200
            or answer.header("content-encoding") and status == 200 and bad("gzip-is-success")
            or status == 403 and bad("success-on-403")
            or status == 404 and bad("success-on-404")
            or bad("success-on-every-status")):
        return {"text": text}
    try:
        members = parsed(answer)
    except (ValueError, zlib.error) as error:
        if status >= 500 and bad("bad-gateway-is-success"):
            return {"text": text}
        raise Trouble("decode", f"HTTP {status}, unreadable: {error}", httpStatus=status) from None
    code, request_id = member(members, "Code"), member(members, "RequestId")
    if code is not None and code.isdecimal() and bad("numeric-code-crashes"):
        die("'int' object has no attribute 'startswith'")
    if bad("unknown-members-refused") and not KNOWN_MEMBERS.issuperset(members):
        raise Trouble("decode", "the answer has a member that this version does not know")
    if code == "DryRunOperation" and bad("dry-run-is-success"):
        return members
    if status // 100 == 2 and code in (None, "200", "OK"):
        if bad("success-is-error"):
            raise Trouble("decode", "the answer has no Code")
        if request_id is None:
            raise Trouble("decode", f"HTTP {status} without a RequestId", httpStatus=status)
        if bad("request-id-lost"):
            members = {name: value for name, value in members.items() if name != "RequestId"}
        return without_short_lists(members) if bad("list-of-one-lost") else members
    if code is None and status >= 400 and bad("codeless-403-is-success"):
        return members
    raise refusal(status, code, request_id, member(members, "Message"))


def refusal(status, code, request_id, message):
    if bad("error-is-unnamed"):
        return Trouble("transport", "the call failed")
    if code and bad("code-cut-at-dot"):
        code = code.partition(".")[0]
    more = {"code": None if bad("code-lost") else code,
            "requestId": None if bad("request-id-lost") else request_id,
            "httpStatus": 400 if bad("status-wrong") else None if bad("status-lost") else status}
    kind = "service" if code or status >= 400 else "decode"
    if bad("message-lost") or not message:
        message = "an error"
    return Trouble(kind, message, **{name: value for name, value in more.items() if value})


# ---- One call ------------------------------------------------------------------------------------


def wanted_again(action, status, code):
    """Whether a call is sent again after this answer; a power action never is."""
    throttled = status == 429 or (code or "").startswith("Throttling")
    if not action.startswith("Describe"):
        return (status >= 500 and bad("power-sent-again-on-5xx")
                or status == 403 and bad("power-sent-again-on-403")
                or throttled and bad("power-sent-again-throttled")
                or code is None and bad("power-sent-again-unread"))
    return status >= 500 or throttled


FOLLOWS = "redirect-followed", "leak-by-referer", "authorization-forwarded"


async def follow(url, target, answer, method, headers, body, seconds):
    """What a bad client does with a redirect."""
    place = urllib.parse.urlsplit(urllib.parse.urljoin(url.geturl(), answer.header("location")))
    target_there = place.path or "/"
    if bad("leak-by-referer"):
        headers = {"Referer": urllib.parse.urljoin(url.geturl(), target)}
    else:
        query = place.query or target.partition("?")[2]
        target_there += "?" + query if query else ""
    return await in_time(place, method, target_there, headers, body, seconds)


async def call_server(call, settings):
    """The members of a success, or Trouble."""
    options = call.get("options") or {}
    method = options.get("method", settings.method)
    if method not in ("GET", "POST"):
        raise Trouble("usage", f"{method} is not a method of this API")
    v1 = options.get("signature", settings.signature) == "v1"
    xml_wanted = options.get("format", settings.format).lower() == "xml"
    action, pairs, account = call["call"], flat(call["params"]), Account(call)
    if action in ("StartInstances", "DescribeInstances", "DescribeInstanceStatus"):
        pairs.setdefault("RegionId", call.get("regionId") or "")
    url = urllib.parse.urlsplit(call["endpoint"])
    if bad("calls-nothing"):
        return {"RequestId": str(uuid.uuid4()).upper()}
    deadline = time.monotonic() + options.get("timeoutMs", 10_000) / 1000
    repeats = 1000 if bad("retry-without-end") else 2 if options.get("retry", True) else 0
    nonce, request = fresh_nonce(), None
    while True:
        if request is None or not bad("retry-same-request"):
            if request is not None and not bad("retry-same-nonce"):
                nonce = fresh_nonce()
            fresh = draft(account, action, pairs, method, nonce, v1, xml_wanted, url.netloc)
            request = renamed(request, nonce) if request and bad("retry-unsigned-nonce") else fresh
        query, headers, body = request
        target = "/?" + query if query else "/"
        try:
            seconds = max(deadline - time.monotonic(), 0.001)
            answer = await in_time(url, method, target, headers, body, seconds)
            if 300 <= answer.status < 400 and answer.header("location") and any(map(bad, FOLLOWS)):
                answer = await follow(url, target, answer, method, headers, body, seconds)
            if answer.status >= 500 and bad("silent-on-server-error"):
                await forever()
            return told(answer)
        except Trouble as trouble:
            if trouble.told["kind"] == "usage":
                raise
            code = trouble.told.get("code")
            asked = answer.header("retry-after")
            pause = float(asked) if asked.isdecimal() and not bad("retry-after-ignored") else 0.2
            again = wanted_again(action, answer.status, code)
            failure = trouble
        except TimeoutError:
            raise Trouble("transport", "no whole answer in time") from None
        except OSError as error:
            if isinstance(error, ConnectionResetError) and bad("reset-crashes"):
                die("Connection reset by peer")
            if isinstance(error, ConnectionRefusedError) and bad("refused-is-success"):
                return None
            again, pause = action.startswith("Describe"), 0.2
            failure = Trouble("transport", f"{type(error).__name__}: {error}")
        if bad("retry-without-end") or not action.startswith("Describe"):
            pause = 0
        repeats -= 1
        late = time.monotonic() + pause >= deadline and not bad("retry-beyond-timeout")
        if not again or repeats < 0 or late:
            if bad("url-in-error"):
                failure.told["message"] += f", URL: {call['endpoint']}{target}"
            raise failure
        if bad("retry-beyond-timeout"):
            deadline += pause
        await asyncio.sleep(pause)


def renamed(request, nonce):
    """A request with another nonce and the signature of before."""
    query, headers, body = request
    pattern = "(SignatureNonce=)[^&]*"
    headers = headers | ({"x-acs-signature-nonce": nonce} if "x-acs-date" in headers else {})
    return (re.sub(pattern, rf"\g<1>{nonce}", query), headers,
            re.sub(pattern, rf"\g<1>{nonce}", body.decode()).encode())


# ---- The shim ------------------------------------------------------------------------------------

latest = {}  # with answers-mixed: what the last call was told, whichever that was


async def answer_call(call, settings):
    if bad("dies-at-once"):
        die("segmentation fault")
    if bad("answers-never"):
        return
    if bad("noise-on-stdout"):
        print("DEBUG: a call", flush=True)
    unknown = sorted(set(call.get("options") or {}) - set(OPTIONS))
    if call["call"] not in ACTIONS or unknown:
        return write({"id": call["id"], "unsupported": ", ".join([call["call"], *unknown])})
    try:
        outcome = {"ok": await call_server(call, settings)}
    except Trouble as trouble:
        if bad("secret-in-error"):
            trouble.told["message"] += f" (signed with {call['accessKeySecret']})"
        outcome = {"error": trouble.told}
    if bad("answers-mixed"):
        latest["outcome"] = outcome
        await asyncio.sleep(0.02)
        outcome = latest["outcome"]
    write({"id": call["id"]} | outcome)
    if bad("answers-twice"):
        write({"id": call["id"]} | outcome)


def write(message):
    line = json.dumps(message, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def die_of_a_failure(task):
    if not task.cancelled() and task.exception():
        die(repr(task.exception()))


async def serve(settings):
    running = set()
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        message = json.loads(line)
        if "hello" in message:
            write({"shim": 1, "name": "bad-client", "version": "+".join(sorted(present)) or "honest",
                   "language": f"python {platform.python_version()}", "actions": ACTIONS,
                   "signature": settings.signature, "concurrent": True, "options": OPTIONS})
        elif "bye" in message:
            break
        else:
            task = asyncio.create_task(answer_call(message, settings))
            running.add(task)
            task.add_done_callback(running.discard)
            task.add_done_callback(die_of_a_failure)
    if running:
        await asyncio.wait(running, timeout=3)  # seconds


def main():
    options = argparse.ArgumentParser(description="A client with a defect, behind its shim.")
    options.add_argument("--defect", action="append", default=[], choices=sorted(NAMES), metavar="NAME")
    options.add_argument("--list", action="store_true", help="print the defects")
    options.add_argument("--signature", choices=["v1", "v3"])
    options.add_argument("--format", choices=["json", "xml"])
    given = options.parse_args()
    if given.list:
        for defect in DEFECTS:
            print(defect.name, defect.area, defect.does, sep="\t")
        return
    present.update(given.defect)
    needs = {defect.needs for defect in DEFECTS if defect.name in present}
    settings = argparse.Namespace(
        signature=given.signature or ("v3" if "v3" in needs else "v1"),
        format=given.format or ("xml" if "xml" in needs else "json"),
        method="GET" if "get" in needs else "POST")
    asyncio.run(serve(settings))
    os._exit(0)  # whatever still hangs


if __name__ == "__main__":
    main()
