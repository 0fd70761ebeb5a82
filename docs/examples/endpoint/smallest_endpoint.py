#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The smallest useful endpoint: three actions that change an instance, three that look at it, and
the fixture protocol, in one file that needs nothing but Python 3.11.

    python3 smallest_endpoint.py --port 8080
    hallmark run --endpoint http://127.0.0.1:8080 --wait 10s

Read it from the top: what is refused, what is true of a world, what the actions do, who may call
them, how an answer looks, and, set apart, the hundred lines that the fixture protocol takes.
"""

import argparse
import base64
import datetime
import hashlib
import hmac
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse
import uuid
from xml.sax.saxutils import escape

REGION = "cn-hangzhou"
VERSION = "2014-05-26"
CLOCK_WINDOW = 15 * 60  # seconds, in either direction
BODY_LIMIT = 1 << 20  # bytes

# ---- What is refused -----------------------------------------------------------------------------

# Our name for it (a condition of the fixture protocol where one provokes it), HTTP status, code,
# message. {} is the name of a parameter.
ROWS = {name: (int(status), code, message) for name, status, code, message in (
    line.split(maxsplit=3) for line in r"""
NoSuchInstance        404 InvalidInstanceId.NotFound The specified InstanceId does not exist.
WrongStatus           403 IncorrectInstanceStatus The current status of the resource does not support this operation.
NotExpired            403 ReactivateInstances.InstanceStatusNotValid Instance status is not Expired, ImageExpired or EcsAndImageExpired.
PrePaid               404 InvalidPayType.NotSupport The specified pre pay instance not support.
SecurityLock          403 InstanceLockedForSecurity The specified operation is denied as your instance is locked for security reasons.
InsufficientBalance   403 InsufficientBalance Your account does not have enough balance.
NotReady              403 InstanceNotReady The specified instance is not ready for use.
Unreachable           500 InstanceNotReady The specified instance is not ready for use
ServiceError          500 InternalError The request processing has failed due to some unknown error.
ServiceFailure        500 InternalError The request processing has failed due to some unknown error, exception or failure.
DiskIncorrectStatus   403 DiskError IncorrectDiskStatus.
DiskInArrears         403 DiskInArrears The specified operation is denied as your disk has expired.
PostPaidHasExpired    403 InstanceExpired The postPaid instance has been expired.Please ensure your account have enough balance.
PrePaidHasExpired     403 InstanceExpired The prePaid instance has been expired.
ExpiredOrInArrears    403 InstanceExpiredOrInArrears The specified operation is denied as your prepay instance is expired (prepay mode) or in arrears (afterpay mode).
KmsUnauthorized       403 InvalidParameter.KMSKeyId.KMSUnauthorized ECS service have no right to access your KMS.
NoStock               403 OperationDenied.NoStock The requested resource is sold out in the specified zone; try other types of resources or other regions and zones.
SpotPriceLow          403 OperationDenied.SpotPriceLowerThanPublicPrice The spot instance price is lower than public price.
QuotaType             403 QuotaExceed.ElasticQuota No additional quota is available for the specified ECS instance type.
QuotaInstances        403 QuotaExceed.ElasticQuota The number of the specified ECS instances has exceeded the quota of the specified instance type.
QuotaVcpus            403 QuotaExceed.ElasticQuota The number of vCPUs assigned to the ECS instances has exceeded the quota in the zone.
QuotaInstancesOrVcpus 403 QuotaExceed.ElasticQuota The number of the specified ECS instances has exceeded the quota of the specified instance type, or the number of vCPUs assigned to the ECS instances has exceeded the quota in the zone.
DryRun                400 DryRunOperation Request validation has been passed with DryRun flag set.
Missing               400 MissingParameter The input parameter "{}" that is mandatory for processing this request is not supplied.
Invalid               400 InvalidParameter The specified parameter "{}" is not valid.
Repeated              400 InvalidParameter The specified parameter is not valid
UnknownFormat         400 InvalidParameter.Format Specified parameter format is not valid.
UnknownMethod         403 UnsupportedHTTPMethod This HTTP method is not supported.
UnknownAction         403 InvalidAction Specified action is not valid.
TwoOwners             400 InvalidOwner OwnerId and OwnerAccount can't be used at one API access.
OtherSignature        400 InvalidParamater The specified parameter "{}" is not valid.
UnknownAccessKey      400 InvalidAccessKeyId.NotFound The specified Access Key ID does not exist.
WrongClock            400 IllegalTimestamp The input parameter "Timestamp" that is mandatory for processing this request is not supplied.
WrongSignature        400 IncompleteSignature The request signature does not conform to Aliyun standards.
NonceUsed             400 SignatureNonceUsed The request signature nonce has been used.
""".strip().splitlines())}

# Which conditions stop which action.
EVERY = ["ServiceError", "ServiceFailure", "SecurityLock"]
START = EVERY + ["InsufficientBalance", "NotReady", "Unreachable", "DiskIncorrectStatus",
                 "DiskInArrears", "KmsUnauthorized", "NoStock", "SpotPriceLow", "QuotaType",
                 "QuotaInstances", "QuotaVcpus", "QuotaInstancesOrVcpus"]
REBOOT = EVERY + ["DiskIncorrectStatus", "KmsUnauthorized"]
REACTIVATE = EVERY + ["InsufficientBalance"]
# What may be reactivated; a subscription that ended may not.
OVERDUE = {"Expired", "OverdueRecycling", "ImageExpired", "EcsAndImageExpired"}
EXPIRED = OVERDUE | {"PrePaidExpired"}


class Refusal(Exception):
    """A call that is answered with an error, a row of the table."""

    def __init__(self, row, parameter=""):
        super().__init__(row)
        self.status, self.code, message = ROWS[row]
        self.message = message.replace("{}", parameter)


# ---- What is true of a world ---------------------------------------------------------------------


class World:
    """One account with one instance. Hold `lock` to look at it or to change it."""

    def __init__(self, status, charge_type, conditions, settle_ms):
        self.lock = threading.Lock()
        self.id = uuid.uuid4().hex
        self.access_key_id = "LTAI" + uuid.uuid4().hex[:16]
        self.access_key_secret = uuid.uuid4().hex
        self.instance_id = "i-bp1" + uuid.uuid4().hex[:17]
        self.charge_type = charge_type
        self.conditions = set(conditions)
        self.settle_ms = settle_ms  # None: what is Starting remains so
        self.nonces = set()
        self.local_disk_data, self.last_stop = "kept", "none"
        self._status, self._running_at = status, None

    def status(self):
        if self._running_at is not None and time.monotonic() >= self._running_at:
            self._status, self._running_at = "Running", None
        return self._status

    def begin_starting(self):
        self._status = "Starting"
        if self.settle_ms is not None:
            self._running_at = time.monotonic() + self.settle_ms / 1000

    def refuse_unless(self, status, conditions, expired_row):
        """Refuses another status than `status`, an expired instance and any of `conditions`."""
        if self.status() != status:
            raise Refusal("WrongStatus")
        if expired_row and self.conditions & EXPIRED:
            raise Refusal(expired_row)
        for condition in conditions:
            if condition in self.conditions:
                raise Refusal(condition)

    def describe(self):
        reasons = ["security"] if "SecurityLock" in self.conditions else []
        reasons += ["financial"] if self.conditions & {"Expired", "OverdueRecycling"} else []
        return {"InstanceId": self.instance_id, "RegionId": REGION, "Status": self.status(),
                "InstanceChargeType": self.charge_type,
                "OperationLocks": {"LockReason": [{"LockReason": reason} for reason in reasons]}}


# ---- What the actions do: parameters, then the world, and only then a change ---------------------


def boolean(parameters, name):
    value = parameters.get(name) or "false"
    if value not in ("true", "false"):
        raise Refusal("Invalid", name)
    return value == "true"


def whole(parameters, name, usual):
    text = parameters.get(name) or str(usual)
    if not re.fullmatch("[1-9][0-9]{0,5}", text):
        raise Refusal("Invalid", name)
    return int(text)


def require(parameters, name):
    if not parameters.get(name):
        raise Refusal("Missing", name)
    return parameters[name]


def require_instance(world, parameters):
    if require(parameters, "InstanceId") != world.instance_id:
        raise Refusal("NoSuchInstance")


def start_instance(world, parameters):
    initialize = boolean(parameters, "InitLocalDisk")
    dry_run = boolean(parameters, "DryRun")
    require_instance(world, parameters)
    prepaid = world.charge_type == "PrePaid" or "PrePaidExpired" in world.conditions
    world.refuse_unless("Stopped", START, "PrePaidHasExpired" if prepaid else "PostPaidHasExpired")
    if dry_run:
        raise Refusal("DryRun")
    if initialize and "LocalDisk" in world.conditions:
        world.local_disk_data = "lost"
        world.conditions.discard("LocalDiskFailed")
    world.begin_starting()
    return {}


def reboot_instance(world, parameters):
    force_stop = boolean(parameters, "ForceStop")
    dry_run = boolean(parameters, "DryRun")
    require_instance(world, parameters)
    world.refuse_unless("Running", REBOOT, "ExpiredOrInArrears")
    if dry_run:
        raise Refusal("DryRun")
    world.last_stop = "forced" if force_stop else "graceful"
    world.begin_starting()
    return {}


def reactivate_instances(world, parameters):
    require_instance(world, parameters)
    if world.charge_type == "PrePaid":
        raise Refusal("PrePaid")
    world.refuse_unless("Stopped", REACTIVATE, None)
    if not world.conditions & OVERDUE:
        raise Refusal("NotExpired")
    world.conditions -= OVERDUE
    world.begin_starting()
    return {}


def listing(parameters, list_name, item_name, items):
    number, size = (whole(parameters, *one) for one in (("PageNumber", 1), ("PageSize", 10)))
    return {"TotalCount": len(items), "PageNumber": number, "PageSize": size,
            list_name: {item_name: items[(number - 1) * size:number * size]}}


def describe_instances(world, parameters):
    shown = require(parameters, "RegionId") == REGION
    if parameters.get("InstanceIds"):
        try:
            identifiers = json.loads(parameters["InstanceIds"])
        except (ValueError, RecursionError):
            raise Refusal("Invalid", "InstanceIds") from None
        shown = shown and isinstance(identifiers, list) and world.instance_id in identifiers
    item = world.describe()
    shown = shown and all(parameters.get(name) in (None, "", item[name])
                          for name in ("Status", "InstanceChargeType"))
    return listing(parameters, "Instances", "Instance", [item] if shown else [])


def describe_instance_status(world, parameters):
    shown = require(parameters, "RegionId") == REGION
    wanted = [value for name, value in parameters.items() if name.startswith("InstanceId.")]
    shown = shown and (not wanted or world.instance_id in wanted)
    item = {"InstanceId": world.instance_id, "Status": world.status()}
    return listing(parameters, "InstanceStatuses", "InstanceStatus", [item] if shown else [])


def describe_instance_attribute(world, parameters):
    require_instance(world, parameters)
    return world.describe()


ACTIONS = {
    "StartInstance": start_instance,
    "RebootInstance": reboot_instance,
    "ReactivateInstances": reactivate_instances,
    "ReActivateInstances": reactivate_instances,
    "DescribeInstances": describe_instances,
    "DescribeInstanceStatus": describe_instance_status,
    "DescribeInstanceAttribute": describe_instance_attribute,
}

# ---- Who may call them ---------------------------------------------------------------------------

V3_HEADERS = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce",
              "x-acs-content-sha256"}
AUTHORIZATION = re.compile("ACS3-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *"
                           "Signature=([0-9a-f]{64})")


def percent_encode(text):
    return urllib.parse.quote(text, safe="-_.~", errors="surrogateescape")


def canonical_query(pairs):
    return "&".join(f"{percent_encode(name)}={percent_encode(value)}"
                    for name, value in sorted(pairs))


def sign_v1(secret, method, parameters):
    signed = canonical_query((n, v) for n, v in parameters.items() if n != "Signature")
    text = f"{method}&%2F&{percent_encode(signed)}"
    return base64.b64encode(hmac.digest((secret + "&").encode(), text.encode(), "sha1")).decode()


def sign_v3(secret, method, path, query, headers, signed_headers, payload_hash):
    lines = "".join(f"{name}:{headers[name]}\n" for name in signed_headers)
    canonical = "\n".join((method, path, canonical_query(query), lines, ";".join(signed_headers),
                           payload_hash))
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogateescape")).hexdigest()
    return hmac.digest(secret.encode(), f"ACS3-HMAC-SHA256\n{digest}".encode(), "sha256").hex()


def account(access_key_id):
    if access_key_id not in ACCOUNTS:
        raise Refusal("UnknownAccessKey")
    return ACCOUNTS[access_key_id]


def check(world, expected, given, timestamp, nonce):
    """Refuses a stale, a wrongly signed and a replayed call, in that order."""
    try:
        if not re.fullmatch("[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z", timestamp):
            raise ValueError
        if abs(datetime.datetime.fromisoformat(timestamp).timestamp() - time.time()) > CLOCK_WINDOW:
            raise ValueError
    except ValueError:
        raise Refusal("WrongClock") from None
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "surrogateescape")):
        raise Refusal("WrongSignature")
    with world.lock:
        if nonce in world.nonces:
            raise Refusal("NonceUsed")
        world.nonces.add(nonce)


def authenticate_v1(method, parameters):
    for name in ("Action", "Version", "AccessKeyId", "SignatureMethod", "SignatureVersion",
                 "SignatureNonce", "Signature", "Timestamp"):
        require(parameters, name)
    for name, value in (("SignatureMethod", "HMAC-SHA1"), ("SignatureVersion", "1.0")):
        if parameters[name] != value:
            raise Refusal("OtherSignature", name)
    world = account(parameters["AccessKeyId"])
    check(world, sign_v1(world.access_key_secret, method, parameters), parameters["Signature"],
          parameters["Timestamp"], parameters["SignatureNonce"])
    return world, parameters["Action"], parameters["Version"]


def authenticate_v3(method, path, query, headers, body):
    for name in sorted(V3_HEADERS | {"authorization"}):
        require(headers, name)
    match = AUTHORIZATION.fullmatch(headers["authorization"])
    must_sign = {name for name in headers if name.startswith("x-acs-")} | {"host"}
    must_sign |= {"content-type"} & headers.keys()
    signed_headers = sorted(set(match[2].split(";"))) if match else []
    payload_hash = hashlib.sha256(body).hexdigest()
    if not (must_sign <= set(signed_headers) <= headers.keys()
            and headers["x-acs-content-sha256"] == payload_hash):
        raise Refusal("WrongSignature")
    world = account(match[1])
    check(world, sign_v3(world.access_key_secret, method, path, query, headers, signed_headers,
                         payload_hash),
          match[3], headers["x-acs-date"], headers["x-acs-signature-nonce"])
    return world, headers["x-acs-action"], headers["x-acs-version"]


# ---- One call and its answer ---------------------------------------------------------------------


def parse(text):
    return urllib.parse.parse_qsl(text, keep_blank_values=True, errors="surrogateescape")


def to_xml(name, value):
    if isinstance(value, list):
        return "".join(to_xml(name, item) for item in value)
    inner = "".join(to_xml(*member) for member in value.items()) if isinstance(value, dict) \
        else escape(str(value))
    return f"<{name}>{inner}</{name}>"


def call(method, path, query_text, headers, body):
    """One API call: HTTP status, content type and body of its answer."""
    query = parse(query_text)
    pairs = list(query)
    if method == "POST" and "x-www-form-urlencoded" in headers.get("content-type", "").lower():
        pairs += parse(body.decode("utf-8", "surrogateescape"))
    parameters = dict(pairs)
    v3 = "authorization" in headers or "x-acs-action" in headers
    wanted = parameters.get("Format", "").upper() or (
        "JSON" if v3 and "application/json" in headers.get("accept", "") else "XML")
    members = {"RequestId": str(uuid.uuid4()).upper()}
    try:
        if method not in ("GET", "POST"):
            raise Refusal("UnknownMethod")
        if len(pairs) != len(parameters):
            raise Refusal("Repeated")
        world, action, version = authenticate_v3(method, path, query, headers, body) if v3 \
            else authenticate_v1(method, parameters)
        if wanted not in ("XML", "JSON"):
            raise Refusal("UnknownFormat")
        if version != VERSION:
            raise Refusal("Invalid", "Action or Version")
        if action not in ACTIONS or path != "/":
            raise Refusal("UnknownAction")
        if parameters.get("OwnerId") and parameters.get("OwnerAccount"):
            raise Refusal("TwoOwners")
        with world.lock:  # what is checked and what is changed must not come apart
            members |= ACTIONS[action](world, parameters)
        status, root = 200, action + "Response"
    except Refusal as refusal:
        status, root = refusal.status, "Error"
        members |= {"HostId": headers.get("host", "ecs.aliyuncs.com"), "Code": refusal.code,
                    "Message": refusal.message}
    if wanted == "JSON":
        return status, "application/json", json.dumps(members).encode()
    return status, "application/xml", to_xml(root, members).encode()


# ---- The fixture protocol: all that an emulator has to add ---------------------------------------

FIXTURES = "/_fixtures"
WORLDS = {}  # by fixture id
ACCOUNTS = {}  # by access key id
STATUSES = ["Pending", "Starting", "Running", "Stopping", "Stopped"]
CHARGE_TYPES = ["PostPaid", "PrePaid"]
CONDITIONS = sorted(EXPIRED.union(START, REBOOT, REACTIVATE, ["LocalDisk", "LocalDiskFailed"]))


def fixture_call(method, identifier, body):
    """Status and JSON value of one call; `identifier` is what follows the base, often nothing."""
    if not identifier and method == "GET":
        return 200, {"version": 1, "statuses": STATUSES, "chargeTypes": CHARGE_TYPES,
                     "conditions": CONDITIONS}
    if not identifier and method == "POST":
        return create_world(body)
    world = WORLDS.get(identifier)
    if world is None:
        return 404, {"error": "there is no such fixture"}
    if method == "DELETE":
        WORLDS.pop(identifier, None)
        ACCOUNTS.pop(world.access_key_id, None)
        return 204, None
    with world.lock:
        return 200, {"status": world.status(), "localDiskData": world.local_disk_data,
                     "lastStop": world.last_stop}


def create_world(body):
    try:
        fixture = json.loads(body)
        status = fixture.get("status") or "Running"
        charge_type = fixture.get("chargeType") or "PostPaid"
        conditions = list(fixture.get("conditions") or [])
        settle_ms = fixture.get("settleMs")
        settle_ms = None if settle_ms is None else float(settle_ms)
    except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
        return 400, {"error": "this is not a fixture"}
    unsupported = [name for name in conditions if name not in CONDITIONS]
    unsupported += [status] if status not in STATUSES else []
    unsupported += [charge_type] if charge_type not in CHARGE_TYPES else []
    if unsupported:
        return 422, {"unsupported": unsupported}
    world = World(status, charge_type, conditions, settle_ms)
    WORLDS[world.id] = ACCOUNTS[world.access_key_id] = world
    return 201, {"id": world.id, "accessKeyId": world.access_key_id,
                 "accessKeySecret": world.access_key_secret, "regionId": REGION,
                 "instanceId": world.instance_id}


# ---- HTTP ----------------------------------------------------------------------------------------


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keep-alive
    disable_nagle_algorithm = True
    timeout = 60  # seconds that a connection may stay silent

    def answer(self):
        length = self.headers.get("Content-Length", "0")
        if (not re.fullmatch("[0-9]{1,9}", length) or int(length) > BODY_LIMIT
                or "Transfer-Encoding" in self.headers):
            return self.send_error(413)
        body = self.rfile.read(int(length))
        path, _, query = self.path.partition("?")
        if path == FIXTURES or path.startswith(FIXTURES + "/"):
            status, value = fixture_call(self.command, path[len(FIXTURES) + 1:], body)
            return self.write(status, "application/json", json.dumps(value).encode())
        headers = {}
        for name, value in self.headers.items():
            name, value = name.lower(), value.strip()
            headers[name] = f"{headers[name]},{value}" if name in headers else value
        self.write(*call(self.command, path, query, headers, body))

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = do_OPTIONS = answer

    def write(self, status, content_type, body):
        """Head and body in one send: two would wait for each other's acknowledgement."""
        head = f"HTTP/1.1 {status} {self.responses[status][0]}\r\n"
        if status != 204:
            head += f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
        if self.close_connection:
            head += "Connection: close\r\n"
        has_body = status != 204 and self.command != "HEAD"
        self.wfile.write(f"{head}\r\n".encode() + (body if has_body else b""))

    def send_error(self, code, message=None, explain=None):
        """What could not be read is answered like a call without parameters."""
        self.close_connection = True
        self.write(*call(self.command or "GET", "/", "", {}, b""))

    def log_message(self, format, *arguments):
        """Nothing: a request line holds credentials."""


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 512

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a client that went away
            super().handle_error(request, client_address)


def main():
    options = argparse.ArgumentParser(description="The smallest useful endpoint.")
    options.add_argument("--port", type=int, default=8080, help="0 takes any that is free")
    with Server(("127.0.0.1", options.parse_args().port), Handler) as server:
        print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
