# SPDX-License-Identifier: Apache-2.0
"""A small client for ECS 2014-05-26: signs by itself (V1 or V3), speaks JSON or XML, and needs nothing
but Python 3.11.

    client = ecs_client.Client("http://127.0.0.1:8080", "cn-hangzhou", "an id", "a secret")
    client.call("StartInstance", {"InstanceId": "i-1", "DryRun": True})

A call returns the members of a success, or raises EcsError, which says of what kind the trouble is:

    usage      the caller's: nothing was sent
    transport  no whole answer came, in time or at all
    decode     an answer came that is not one of this API
    service    the service refused
"""

import base64
import datetime
import hashlib
import hmac
import http.client
import json
import math
import socket
import threading
import time
import urllib.parse
import uuid
import xml.parsers.expat
import zlib

VERSION = "2014-05-26"
ANSWER_LIMIT = 4 << 20  # bytes of an answer, packed or not
DEPTH_LIMIT = 100  # elements within elements
PAUSE = 0.2  # seconds between two attempts
REGIONAL = {"StartInstances", "DescribeInstances", "DescribeInstanceStatus"}  # must have a RegionId
LISTS = {"Instances": "Instance", "InstanceStatuses": "InstanceStatus",
         "OperationLocks": "LockReason"}  # an XML element that holds a list, and each one in it


class EcsError(Exception):
    """Why there is no success. Code, request id and HTTP status are None where none came."""

    def __init__(self, kind, message, code=None, request_id=None, http_status=None):
        super().__init__(message)
        self.kind, self.message, self.code = kind, message, code
        self.request_id, self.http_status = request_id, http_status


# ---- The signatures ------------------------------------------------------------------------------


def percent_encode(text):
    return urllib.parse.quote(text, safe="-_.~")


def canonical_query(parameters):
    return "&".join(f"{percent_encode(name)}={percent_encode(parameters[name])}"
                    for name in sorted(parameters, key=str.encode))


def sign_v1(secret, method, parameters):
    text = f"{method}&%2F&{percent_encode(canonical_query(parameters))}"
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


def sign_v3(secret, method, query, headers, payload_hash):
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = "\n".join((method, "/", query, lines, ";".join(sorted(headers)), payload_hash))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return hmac.digest(secret.encode(), f"ACS3-HMAC-SHA256\n{digest}".encode(), "sha256").hex()


# ---- What came back ------------------------------------------------------------------------------


def finite(text):
    """A number of JSON; one that is too large for a float remains text."""
    return float(text) if math.isfinite(float(text)) else text


def no_number(text):
    raise ValueError(f"{text} is not JSON")


def from_json(text):
    return json.loads(text, parse_float=finite, parse_constant=no_number)


def from_xml(body):
    """The members of the root element, which is an answer or an error of this API."""
    open_elements = [("", {}, [])]  # name, members, text

    def start(name, _):
        if len(open_elements) > DEPTH_LIMIT:
            raise ValueError("elements are nested too deep")
        open_elements.append((name, {item: []} if (item := LISTS.get(name)) else {}, []))

    def end(name):
        _, members, text = open_elements.pop()
        value = members or "".join(text)
        parent, siblings, _ = open_elements[-1]
        if LISTS.get(parent) == name:
            siblings[name].append(value)
        else:
            siblings[name] = value

    def doctype(*_):
        raise ValueError("an answer has no document type")

    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: open_elements[-1][2].append(text)
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(body, True)
    (root, members), = open_elements[0][1].items()
    is_answer = root == "Error" or root.endswith("Response")
    if not is_answer and not (isinstance(members, dict) and "Error" in members):
        raise ValueError(f"a {root} is not an answer")
    return members


def members_of(body):
    """The members of an answer, or ValueError. What it says of its own type is not asked: gateways and
    proxies are often wrong about it."""
    if len(body) > ANSWER_LIMIT:
        raise ValueError(f"it is longer than {ANSWER_LIMIT} bytes")
    try:
        text = body.decode("utf-8-sig", "replace")  # a broken name does not undo what was done
        members = from_xml(text) if text.lstrip().startswith("<") else from_json(text)
    except xml.parsers.expat.ExpatError as error:
        raise ValueError(f"not XML: {error}") from None
    except RecursionError:
        raise ValueError("values are nested too deep") from None
    if not isinstance(members, dict):
        raise ValueError("an answer is an object")
    if "Code" not in members and isinstance(members.get("Error"), dict):
        return members["Error"]
    return members


def text_of(members, name):
    """A member as text, whatever the case of its name and whatever its type; None where there is none."""
    value = members.get(name)
    if value is None:
        value = next((value for key, value in members.items() if key.lower() == name.lower()), None)
    if isinstance(value, (dict, list, bool)):
        value = json.dumps(value)
    return None if value is None or value == "" else str(value)


def success_or_error(status, body):
    """The members of a success; every other answer raises EcsError."""
    try:
        members = members_of(body)
    except ValueError as error:
        raise EcsError("decode", f"HTTP {status}, and the answer cannot be read: {error}",
                       http_status=status) from None
    code, request_id = text_of(members, "Code"), text_of(members, "RequestId")
    if 200 <= status < 300 and code in (None, "200", "OK"):
        if request_id is None:
            raise EcsError("decode", f"HTTP {status} without a RequestId", http_status=status)
        return members
    raise EcsError("service" if code or status >= 400 else "decode",
                   text_of(members, "Message") or f"HTTP {status}", code, request_id, status)


# ---- One exchange --------------------------------------------------------------------------------


def unpacked(body):
    """A body without its gzip, which nobody asked for and some proxies add."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    body = unpacker.decompress(body, ANSWER_LIMIT + 1)
    if not unpacker.eof and len(body) <= ANSWER_LIMIT:
        raise http.client.HTTPException("the packed answer is cut off")
    return body


def read_answer(response):
    """The body of an answer, at most one byte more than the limit; HTTPException if it is cut off."""
    if len(set(response.headers.get_all("Content-Length", []))) > 1:
        raise http.client.HTTPException("the answer has two lengths")
    body = response.read(ANSWER_LIMIT + 1)
    if response.length and len(body) <= ANSWER_LIMIT:
        raise http.client.HTTPException("the answer is cut off")
    packed = response.headers.get("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    try:
        return unpacked(body) if packed and len(body) <= ANSWER_LIMIT else body
    except zlib.error as error:
        raise EcsError("decode", f"HTTP {response.status}, and the answer is not packed as it says: "
                       f"{error}", http_status=response.status) from None


def close_both_ways(connected):
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # the other end was faster


def exchange(url, method, target, headers, body, deadline):
    """Status, headers and body of one answer, on a connection of its own. At the deadline (of
    time.monotonic()) the connection is closed, so that an answer that never ends does end."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no time is left")
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname, url.port, timeout=left)
    try:
        connection.connect()
        watch = threading.Timer(deadline - time.monotonic(), close_both_ways, [connection.sock])
        watch.daemon = True
        watch.start()
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            return response.status, response.headers, read_answer(response)
        finally:
            watch.cancel()
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() >= deadline:
            raise TimeoutError("no whole answer in time") from error
        raise
    finally:
        connection.close()


# ---- The client ----------------------------------------------------------------------------------


def flattened(parameters):
    """Every value as the text that is sent: true and false, a list as Name.1, Name.2, ..."""
    texts = {}
    for name, value in parameters.items():
        if isinstance(value, (list, tuple)):
            texts |= flattened({f"{name}.{i}": item for i, item in enumerate(value, start=1)})
        elif isinstance(value, bool):
            texts[name] = "true" if value else "false"
        elif isinstance(value, (str, int, float)):
            texts[name] = str(value)
        elif value is not None:  # None is a parameter that is not given
            raise EcsError("usage", f"{name} is neither text, number, boolean nor a list of them")
    for text in (*texts, *texts.values()):
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise EcsError("usage", "a parameter holds half a character")
    return texts


class Client:
    """Thread-safe: it holds nothing that a call changes."""

    def __init__(self, endpoint, region_id, access_key_id, access_key_secret, security_token=None,
                 signature="v3", answers="json"):
        self.url = urllib.parse.urlsplit(endpoint)
        self.region_id, self.security_token = region_id, security_token
        self.access_key_id, self.access_key_secret = access_key_id, access_key_secret
        self.signature, self.answers = signature, answers

    def call(self, action, parameters, method="POST", timeout=10.0, retries=2):
        """`timeout` is in seconds and for all attempts together. Only an action that changes nothing
        is ever sent again."""
        if method not in ("GET", "POST"):
            raise EcsError("usage", f"{method} is not a method of this API")
        texts = flattened(parameters)
        if action in REGIONAL and self.region_id:
            texts.setdefault("RegionId", self.region_id)
        deadline = time.monotonic() + timeout
        attempts_left = 1 + (retries if action.startswith("Describe") else 0)
        while True:
            attempts_left -= 1
            headers = {}
            try:
                status, headers, body = self.send(action, texts, method, deadline)
                return success_or_error(status, body)
            except EcsError as error:
                pause = seconds_of(headers.get("Retry-After"))
                again = attempts_left and may_pass(error)
                if not (again and time.monotonic() + pause < deadline):
                    raise
            except (OSError, http.client.HTTPException) as error:
                pause = PAUSE
                if not (attempts_left and time.monotonic() + pause < deadline):
                    raise EcsError("transport", f"{type(error).__name__}: {error}") from None
            except ValueError as error:  # a key or a token that cannot stand in a header
                raise EcsError("usage", str(error)) from None
            time.sleep(pause)

    def send(self, action, texts, method, deadline):
        """One attempt: its own nonce, time and signature."""
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        draft = self.signed_v1 if self.signature == "v1" else self.signed_v3
        query, headers, body = draft(action, texts, method, now, str(uuid.uuid4()))
        target = "/?" + query if query else "/"
        return exchange(self.url, method, target, headers, body, deadline)

    def signed_v1(self, action, texts, method, now, nonce):
        """Query, headers and body: all parameters travel in one of the two."""
        parameters = texts | {
            "Action": action, "Version": VERSION, "Format": self.answers.upper(),
            "AccessKeyId": self.access_key_id, "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0", "SignatureNonce": nonce, "Timestamp": now}
        if self.security_token:
            parameters["SecurityToken"] = self.security_token
        parameters["Signature"] = sign_v1(self.access_key_secret, method, parameters)
        encoded = canonical_query(parameters)
        if method == "GET":
            return encoded, {}, None
        return "", {"Content-Type": "application/x-www-form-urlencoded"}, encoded.encode()

    def signed_v3(self, action, texts, method, now, nonce):
        """Query, headers and body: parameters travel in the query, whatever the method."""
        payload_hash = hashlib.sha256(b"").hexdigest()
        headers = {"host": self.url.netloc, "x-acs-action": action, "x-acs-version": VERSION,
                   "x-acs-date": now, "x-acs-signature-nonce": nonce,
                   "x-acs-content-sha256": payload_hash}
        if self.security_token:
            headers["x-acs-security-token"] = self.security_token
        query = canonical_query(texts)
        signature = sign_v3(self.access_key_secret, method, query, headers, payload_hash)
        headers["Authorization"] = (
            f"ACS3-HMAC-SHA256 Credential={self.access_key_id},"
            f"SignedHeaders={';'.join(sorted(headers))},Signature={signature}")
        headers["Accept"] = f"application/{self.answers}"
        return query, headers, b"" if method == "POST" else None


def may_pass(error):
    """Whether the same call may succeed a little later."""
    return (error.http_status == 429 or (error.http_status or 0) >= 500
            or (error.code or "").startswith("Throttling"))


def seconds_of(retry_after):
    """The pause that an answer asks for, or ours where it asks for none that we understand."""
    return float(retry_after) if retry_after and retry_after.isdecimal() else PAUSE
