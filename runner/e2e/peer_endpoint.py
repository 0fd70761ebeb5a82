#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An endpoint by other hands: it keeps every promise of the documents and uses every freedom that
they leave, so that the suite can be seen to raise no false alarm; and it breaks one promise on
demand, so that the suite can be seen to notice.

    peer_endpoint.py [--port N] [--style a|b|c] [--set FIELD=VALUE] [--spelling both|seed|sdk]
                     [--break NAME] [--list-breaks]

The first line on standard output is `listening on http://127.0.0.1:PORT`. Fixtures are at
/_fixtures. One thread serves everything; what lies between two `await`s happens at once.
"""

import argparse
import asyncio
import base64
import calendar
import dataclasses
import gzip
import hashlib
import hmac
import itertools
import json
import re
import secrets
import socket
import sys
import time
from urllib.parse import quote_from_bytes, unquote_to_bytes

# ---- Freedoms ------------------------------------------------------------------------------------


@dataclasses.dataclass
class Style:
    """What the documents leave open, decided. The defaults are the plainest choice."""

    # Wording and codes.
    family: str = "classic"  # of common errors: classic, gateway, assistant
    live_status_text: bool = False  # what stands in the place of %s
    not_ready: str = "403."  # of NotReady: status, with or without the full stop
    unreachable: str = "500"
    reopen_code: bool = False  # ReopenInstance.InstanceStatusNotValid, 400
    only_expiry_row: bool = False  # Reactivate knows one row for every instance not expired
    image_expired_is_status: bool = False  # Start answers IncorrectInstanceStatus for it
    # Order of checks.
    conditions_first: bool = False
    action_before_signature: bool = False
    # Parameters.
    spelling: str = "both"  # of ReactivateInstances: both, seed (as the pages), sdk (ReActivate)
    default_format: str = "XML"
    lax_booleans: bool = False  # True, TRUE
    digit_booleans: bool = False  # 1, 0
    empty_boolean_refused: bool = False
    empty_instance_unknown: bool = False  # 404 and not a missing parameter
    any_name_case: bool = False  # of an action's own parameters
    repeated: str = "refused"  # a name given twice: refused, first, last
    plus_is_blank: bool = True  # in the query; in a form it always is
    either_timestamp_name: bool = False
    any_method_name_case: bool = False  # Hmac-SHA1
    v1_window: int = 15 * 60  # seconds
    content_type_signed: bool = True  # demanded under V3 where the header is sent
    start_dry_run_looks_at_world: bool = True
    unknown_region_refused: bool = False
    # Lifecycle.
    reboot_stops_first: bool = False
    # The body.
    members: str = "id-first"  # order: id-first, id-last, mixed
    recommend: str = ""  # the third member that errors grew later: "", old, new
    declaration: bool = False
    pretty: bool = False
    escapes: str = "plain"  # plain, heavy, cdata
    host_with_port: bool = True
    start_status: int = 200  # "a 2XX status", says the page of 2020-10
    # HTTP.
    charset: str = ""
    header_case: str = "Title"  # Title, lower, UPPER
    reason: str = "own"  # own words, none, OK
    chunk: int = 0  # bytes; 0: Content-Length
    close_every: int = 0
    until_close_every: int = 0  # neither length nor chunks: the body ends with the connection
    cors: bool = False
    gzip: bool = False  # where the client accepts it
    late: bool = False  # each answer two to ten milliseconds late


STYLES = {
    # What the service was last seen to do: gateway errors, JSON unless asked, two-step reboot.
    "a": Style(
        family="gateway", live_status_text=True, not_ready="500", reopen_code=True,
        only_expiry_row=True, image_expired_is_status=True, conditions_first=True,
        action_before_signature=True, spelling="sdk", default_format="JSON", lax_booleans=True,
        empty_boolean_refused=True, repeated="first", plus_is_blank=False,
        either_timestamp_name=True, any_method_name_case=True, v1_window=31 * 60,
        start_dry_run_looks_at_world=False, unknown_region_refused=True, reboot_stops_first=True,
        members="mixed", recommend="new", declaration=True, escapes="heavy", host_with_port=False,
        charset=";charset=utf-8", header_case="lower", reason="none", chunk=17, late=True),
    # The pages of 2019 to the letter, indented, on connections that do not last.
    "b": Style(
        unreachable="403.", empty_instance_unknown=True, repeated="last",
        content_type_signed=False, members="id-last", declaration=True, pretty=True,
        header_case="UPPER", close_every=7),
    # A third reading: the newer error names, the older pages' spelling, bodies without a length.
    "c": Style(
        family="assistant", live_status_text=True, not_ready="403", reopen_code=True,
        conditions_first=True, spelling="seed", lax_booleans=True, digit_booleans=True,
        any_name_case=True, either_timestamp_name=True, any_method_name_case=True,
        v1_window=31 * 60, content_type_signed=False, reboot_stops_first=True, members="mixed",
        recommend="old", escapes="cdata", host_with_port=False, start_status=202,
        charset="; charset=UTF-8", reason="OK", until_close_every=11, cors=True, gzip=True, late=True),
}

# ---- Broken promises -----------------------------------------------------------------------------

# Name, and the kind of case that has to notice.
BREAKS = {
    "security-lock-is-400": "error-row",
    "unknown-instance-is-403": "error-row",
    "pay-type-is-403": "error-row",
    "no-stock-has-another-code": "error-row",
    "disk-error-has-another-text": "error-row",
    "quota-texts-are-one": "error-row",
    "start-ignores-status": "precondition",
    "reboot-ignores-status": "precondition",
    "start-ignores-security-lock": "precondition",
    "start-ignores-expiry": "precondition",
    "reactivate-ignores-expiry": "precondition",
    "reactivate-ignores-pay-type": "precondition",
    "never-leaves-starting": "transition",
    "skips-starting": "transition",
    "start-falls-back-to-stopped": "transition",
    "refused-start-starts": "refusal",
    "refused-reboot-reboots": "refusal",
    "start-dry-run-executes": "dry-run",
    "reboot-dry-run-executes": "dry-run",
    "dry-run-succeeds": "dry-run",
    "longer-instance-id-accepted": "parameter",
    "missing-instance-id-is-500": "parameter",
    "unknown-parameters-refused": "parameter",
    "force-stop-ignored": "flag",
    "force-stop-always": "flag",
    "init-local-disk-ignored": "flag",
    "init-local-disk-always": "flag",
    "request-id-missing-on-errors": "envelope",
    "request-id-repeats": "envelope",
    "json-claims-xml": "envelope",
    "xml-root-of-another-action": "envelope",
    "host-id-missing": "envelope",
    "errors-are-200": "envelope",
    "success-carries-code": "envelope",
    "nonce-replay-accepted": "authentication",
    "v1-signature-unchecked": "authentication",
    "v3-signature-unchecked": "authentication",
    "v3-body-unchecked": "authentication",
    "unsigned-headers-accepted": "authentication",
    "clock-unchecked": "authentication",
    "empty-values-unsigned": "authentication",
    "foreign-instance-startable": "authentication",
    "form-ignored": "http",
    "action-case-ignored": "http",
    "second-start-accepted": "concurrency",
    "second-reactivation-accepted": "concurrency",
    "status-listing-is-stale": "prerequisite",
}

# ---- Errors --------------------------------------------------------------------------------------


class Fault(Exception):
    """A call that is answered with an error."""

    def __init__(self, status, code, message):
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


LOCKED = (403, "InstanceLockedForSecurity", "The specified operation is denied as your "
          "instance is locked for security reasons.")
POOR = (403, "InsufficientBalance", "Your account does not have enough balance.")
INTERNAL = (500, "InternalError",
            "The request processing has failed due to some unknown error.")
INTERNAL_LONG = (500, "InternalError", "The request processing has failed due to some unknown "
                 "error, exception or failure.")
DISK = (403, "DiskError", "IncorrectDiskStatus.")
KMS = (403, "InvalidParameter.KMSKeyId.KMSUnauthorized",
            "ECS service have no right to access your KMS.")
POSTPAID_EXPIRED = (403, "InstanceExpired", "The postPaid instance has been expired.Please "
                    "ensure your account have enough balance.")
PREPAID_EXPIRED = (403, "InstanceExpired", "The prePaid instance has been expired.")
IN_ARREARS = (403, "InstanceExpiredOrInArrears", "The specified operation is denied as your "
              "prepay instance is expired (prepay mode) or in arrears (afterpay mode).")
DRY_RUN = (400, "DryRunOperation",
           "Request validation has been passed with DryRun flag set.")
UNKNOWN_INSTANCE = (404, "InvalidInstanceId.NotFound",
                    "The specified InstanceId does not exist.")
WRONG_PAY_TYPE = (404, "InvalidPayType.NotSupport",
                  "The specified pre pay instance not support.")
START_ROWS = {
    "DiskInArrears": (403, "DiskInArrears",
                      "The specified operation is denied as your disk has expired."),
    "NoStock": (403, "OperationDenied.NoStock", "The requested resource is sold out in the "
                "specified zone; try other types of resources or other regions and zones."),
    "SpotPriceLow": (403, "OperationDenied.SpotPriceLowerThanPublicPrice",
                     "The spot instance price is lower than public price."),
    "QuotaType": (403, "QuotaExceed.ElasticQuota",
                  "No additional quota is available for the specified ECS instance type."),
    "QuotaInstances": (403, "QuotaExceed.ElasticQuota", "The number of the specified ECS "
                       "instances has exceeded the quota of the specified instance type."),
    "QuotaVcpus": (403, "QuotaExceed.ElasticQuota", "The number of vCPUs assigned to the ECS "
                   "instances has exceeded the quota in the zone."),
    "QuotaInstancesOrVcpus": (
        403, "QuotaExceed.ElasticQuota",
        "The number of the specified ECS instances has exceeded the quota of the specified "
        "instance type, or the number of vCPUs assigned to the ECS instances has exceeded the "
        "quota in the zone."),
}
FINANCIAL = {"Expired", "OverdueRecycling"}
IMAGE = {"ImageExpired", "EcsAndImageExpired"}
CONDITIONS = ["SecurityLock", "Expired", "OverdueRecycling", "ImageExpired", "EcsAndImageExpired",
              "PrePaidExpired", "InsufficientBalance", "DiskIncorrectStatus", "DiskInArrears",
              "NotReady", "Unreachable", "KmsUnauthorized", "NoStock", "SpotPriceLow", "QuotaType",
              "QuotaInstances", "QuotaVcpus", "QuotaInstancesOrVcpus", "LocalDisk",
              "LocalDiskFailed", "ServiceError", "ServiceFailure"]
STATUSES = ("Pending", "Starting", "Running", "Stopping", "Stopped")


class CommonErrors:
    """Errors of the common protocol in one of the three families that are documented."""

    def __init__(self, family):
        self.family = family
        self.gateway = family == "gateway"

    def missing(self, name):
        if self.gateway:
            return Fault(400, "Missing" + name, f"{name} is mandatory for this action.")
        code = "MissingParameter." + name if self.family == "assistant" else "MissingParameter"
        return Fault(400, code, f'The input parameter "{name}" that is mandatory for processing '
                     "this request is not supplied.")

    def invalid(self, name):
        if self.gateway:
            return Fault(400, "Invalid" + name, f"Specified parameter {name} is not valid.")
        return Fault(400, "InvalidParameter", f'The specified parameter "{name}" is not valid.')

    def repeated(self):
        return Fault(400, "InvalidParameter", "The specified parameter is not valid")

    def signature(self, string_to_sign):
        if self.gateway:
            return Fault(400, "SignatureDoesNotMatch",
                         "Specified signature is not matched with our calculation.")
        echo = ""
        if self.family == "assistant":
            echo = " server string to sign is:" + string_to_sign
        return Fault(400, "IncompleteSignature",
                     "The request signature does not conform to Aliyun standards." + echo)

    def signature_method(self):
        if self.gateway:
            return Fault(400, "InvalidSignatureMethod", "Specified signature method is not valid.")
        return Fault(400, "InvalidParamater",
                     'The specified parameter "SignatureMethod" is not valid.')

    def access_key(self):
        if self.family == "classic":
            return Fault(400, "InvalidAccessKeyId.NotFound",
                         "The specified Access Key ID does not exist.")
        return Fault(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")

    def clock(self, readable):
        if self.gateway:
            what = ("Expired", "is expired.") if readable else ("Format", "is not well formatted.")
            return Fault(400, "InvalidTimeStamp." + what[0],
                         "Specified time stamp or date value " + what[1])
        return Fault(400, "IllegalTimestamp", 'The input parameter "Timestamp" that is mandatory '
                     "for processing this request is not supplied.")

    def nonce(self):
        if self.gateway:
            return Fault(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
        return Fault(400, "SignatureNonceUsed", "The request signature nonce has been used.")

    def action(self):
        if self.family == "classic":
            return Fault(403, "InvalidAction", "Specified action is not valid.")
        code = "InvalidAction.NotFound" if self.gateway else "InvalidApi.NotFound"
        return Fault(404, code, "Specified api is not found, please check your url and method.")

    def version(self):
        if self.family == "classic":
            return Fault(400, "InvalidParameter",
                         'The specified parameter "Action or Version" is not valid.')
        if self.gateway:
            return Fault(400, "InvalidVersion", "Specified parameter Version is not valid.")
        return Fault(404, "InvalidAction.NotFound",
                     "Specified api is not found, please check your url and method.")

    def format(self):
        if self.family == "classic":
            return self.invalid("Format")
        return Fault(400, "InvalidParameter.Format", "Specified parameter format is not valid.")

    def method(self):
        return Fault(400 if self.gateway else 403, "UnsupportedHTTPMethod",
                     "This http method is not supported.")


# ---- The world -----------------------------------------------------------------------------------


class World:
    """An account and its instance. The instance's future is a list of moments and statuses."""

    def __init__(self, fixture):
        self.fixture_id = "f-" + secrets.token_hex(8)
        self.key_id = "LTAI5t" + secrets.token_hex(9)
        self.key_secret = secrets.token_hex(15)
        self.instance_id = "i-bp" + secrets.token_hex(9)
        self.region = "cn-hangzhou"
        self.now_status = fixture.get("status") or "Stopped"
        self.charge_type = fixture.get("chargeType") or "PostPaid"
        self.conditions = set(fixture.get("conditions") or ())
        self.settle = fixture.get("settleMs")  # ms; None: for ever
        if self.settle is not None:
            self.settle = float(self.settle)
        self.disk_data = "kept"
        self.last_stop = "none"
        self.nonces = set()
        self.future = []

    def status(self):
        now = time.monotonic()
        while self.future and self.future[0][0] <= now:
            self.now_status = self.future.pop(0)[1]
        return self.now_status

    def go(self, *statuses):
        """Is the first of `statuses` at once, and each following one a settling time later."""
        self.now_status, *rest = statuses
        self.future = []
        if self.settle is not None:
            now = time.monotonic()
            self.future = [(now + n * self.settle / 1000, status)
                           for n, status in enumerate(rest, 1)]

    def expired(self):
        return self.conditions & (FINANCIAL | IMAGE | {"PrePaidExpired"})


# ---- Requests and answers ------------------------------------------------------------------------


@dataclasses.dataclass
class Request:
    method: str
    path: str
    query: str
    headers: dict
    body: bytes


def encode(raw):
    return quote_from_bytes(raw, safe="-_.~")


def split_pairs(text, plus_is_blank):
    pairs = []
    for part in text.split("&"):
        if part:
            name, _, value = part.partition("=")
            if plus_is_blank:
                name, value = name.replace("+", " "), value.replace("+", " ")
            pairs.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return pairs


def canonical(pairs):
    return "&".join(encode(name) + "=" + encode(value) for name, value in sorted(pairs))


INSTANT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def instant(text):
    """Seconds since 1970 of yyyy-MM-ddTHH:mm:ssZ; nothing where it is not that."""
    if not INSTANT.fullmatch(text):
        return None
    try:
        return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))
    except ValueError:
        return None


PAGE = {"PageNumber", "PageSize"}


class Peer:
    def __init__(self, style, broken=""):
        self.style, self.broken = style, broken
        self.errors = CommonErrors(style.family)
        self.by_fixture, self.by_key, self.by_instance = {}, {}, {}
        self.turn = itertools.count(1)
        self.constant_request_id = self.new_request_id()
        self.actions = {
            "StartInstance": (self.start, {"InstanceId", "InitLocalDisk", "DryRun"}),
            "RebootInstance": (self.reboot, {"InstanceId", "ForceStop", "DryRun"}),
            "DescribeInstances": (self.describe_instances, {"RegionId", "InstanceIds", "Status", "InstanceChargeType"} | PAGE),
            "DescribeInstanceStatus": (self.describe_status, {"RegionId"} | PAGE),
            "DescribeInstanceAttribute": (self.describe_attribute, {"InstanceId"}),
        }
        for spelling, name in (("seed", "ReactivateInstances"), ("sdk", "ReActivateInstances")):
            if style.spelling in (spelling, "both"):
                self.actions[name] = (self.reactivate, {"InstanceId"})

    @staticmethod
    def new_request_id():
        digits = secrets.token_hex(16).upper()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    # -- who calls --

    def verify(self, world, expected, given, timestamp, window, nonce, string_to_sign, unchecked):
        when = instant(timestamp)
        if self.broken != "clock-unchecked" and (
                when is None or abs(time.time() - when) > window):
            raise self.errors.clock(when is not None)
        if not unchecked and not hmac.compare_digest(expected.encode(), given.encode("utf-8")):
            raise self.errors.signature(string_to_sign)
        if nonce in world.nonces and self.broken != "nonce-replay-accepted":
            raise self.errors.nonce()
        world.nonces.add(nonce)
        return world

    def authenticate_v1(self, request, pairs, first):
        clock_name = "Timestamp"
        if self.style.either_timestamp_name and "TimeStamp" in first:
            clock_name = "TimeStamp"
        for name in ("AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion",
                     "SignatureNonce", clock_name):
            if not first.get(name):
                raise self.errors.missing(name)
        method = first["SignatureMethod"]
        if (method.upper() if self.style.any_method_name_case else method) != "HMAC-SHA1":
            raise self.errors.signature_method()
        if first["SignatureVersion"] != "1.0":
            raise self.errors.invalid("SignatureVersion")
        world = self.by_key.get(first["AccessKeyId"])
        if world is None:
            raise self.errors.access_key()
        signed = [pair for pair in pairs if pair[0] != b"Signature"
                  and (pair[1] or self.broken != "empty-values-unsigned")]
        text = request.method + "&%2F&" + encode(canonical(signed).encode())
        mac = hmac.new((world.key_secret + "&").encode(), text.encode(), hashlib.sha1).digest()
        return self.verify(world, base64.b64encode(mac).decode(), first["Signature"],
                           first[clock_name], self.style.v1_window, first["SignatureNonce"], text,
                           self.broken == "v1-signature-unchecked")

    def authenticate_v3(self, request, query_pairs):
        headers = request.headers
        for name, header in (("Action", "x-acs-action"), ("Version", "x-acs-version"),
                             ("Signature", "authorization"), ("Timestamp", "x-acs-date"),
                             ("SignatureNonce", "x-acs-signature-nonce")):
            if not headers.get(header):
                raise self.errors.missing(name)
        scheme, _, rest = headers["authorization"].partition(" ")
        fields = dict(part.strip().partition("=")[::2] for part in rest.split(","))
        if scheme != "ACS3-HMAC-SHA256" or len(fields) != 3:
            raise self.errors.signature("")
        world = self.by_key.get(fields.get("Credential", ""))
        if world is None:
            raise self.errors.access_key()
        names = fields.get("SignedHeaders", "").split(";")
        needed = {name for name in headers if name.startswith("x-acs-")} | {"host"}
        if self.style.content_type_signed:
            needed |= {"content-type"} & set(headers)
        if self.broken == "unsigned-headers-accepted":
            needed = set()
        digest = hashlib.sha256(request.body).hexdigest()
        if self.broken == "v3-body-unchecked":
            digest = headers.get("x-acs-content-sha256", "")
        if (not needed <= set(names) or not set(names) <= set(headers)
                or headers.get("x-acs-content-sha256") != digest):
            raise self.errors.signature("")
        lines = [request.method, request.path, canonical(query_pairs)]
        lines += [name + ":" + headers[name] for name in names] + ["", ";".join(names), digest]
        hashed = hashlib.sha256("\n".join(lines).encode("latin-1")).hexdigest()
        text = "ACS3-HMAC-SHA256\n" + hashed
        mac = hmac.new(world.key_secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        return self.verify(world, mac, fields.get("Signature", ""), headers["x-acs-date"], 15 * 60,
                           headers["x-acs-signature-nonce"], text,
                           self.broken == "v3-signature-unchecked")

    # -- one call --

    async def api(self, request):
        """The status and the bytes of an answer, and what it says of its type."""
        style = self.style
        query_pairs = split_pairs(request.query, style.plus_is_blank)
        pairs = list(query_pairs)
        form = request.headers.get("content-type", "").lower()
        if (request.method == "POST" and self.broken != "form-ignored"
                and form.startswith("application/x-www-form-urlencoded")):
            pairs += split_pairs(request.body.decode("latin-1"), True)
        texts = [(name.decode("utf-8", "replace"), value.decode("utf-8", "replace"))
                 for name, value in pairs]
        given = dict(reversed(texts) if style.repeated == "first" else texts)
        v3 = any(name in request.headers for name in ("authorization", "x-acs-action"))
        wanted = given.get("Format", "").upper()
        accept = request.headers.get("accept", "") if v3 else ""
        as_json = wanted == "JSON" or (wanted != "XML" and (
            "json" in accept or ("xml" not in accept and style.default_format == "JSON")))
        request_id = self.new_request_id()
        if self.broken == "request-id-repeats":
            request_id = self.constant_request_id
        action = request.headers.get("x-acs-action", "") if v3 else given.get("Action", "")
        if self.broken == "action-case-ignored":
            action = {name.lower(): name for name in self.actions}.get(action.lower(), action)
        try:
            members = await self.dispatch(request, query_pairs, pairs, given, action, v3, wanted)
            status = style.start_status if action == "StartInstance" else 200
            root = action + "Response"
            if self.broken == "success-carries-code":
                members = {"Code": "Success", **members}
            members = ({"RequestId": request_id, **members} if style.members == "id-first"
                       else {**members, "RequestId": request_id})
            if self.broken == "xml-root-of-another-action":
                root = "StopInstanceResponse"
        except Fault as fault:
            status, root = fault.status, "Error"
            members = self.error_members(fault, request, request_id)
            if self.broken == "errors-are-200":
                status = 200
        kind = "json" if as_json else "xml"
        body = self.to_json(members) if as_json else self.to_xml(root, members)
        if self.broken == "json-claims-xml":
            kind = "xml"
        return status, "application/" + kind + style.charset, body

    def error_members(self, fault, request, request_id):
        host = request.headers.get("host") or "ecs.aliyuncs.com"
        members = {
            "RequestId": request_id,
            "HostId": host if self.style.host_with_port else host.rpartition(":")[0] or host,
            "Code": fault.code,
            "Message": fault.message,
        }
        if self.style.recommend == "old":
            members["Recommend"] = ("https://error-center.aliyun.com/status/search?Keyword="
                                    f"{fault.code}&source=PopGw")
        if self.style.recommend == "new":
            members["Recommend"] = (f"https://api.aliyun.com/troubleshoot?q={fault.code}"
                                    f"&product=Ecs&requestId={request_id}")
        if self.broken == "request-id-missing-on-errors":
            del members["RequestId"]
        if self.broken == "host-id-missing":
            del members["HostId"]
        if self.style.members == "id-last":
            return dict(reversed(members.items()))
        if self.style.members == "mixed":
            order = ("Recommend", "Code", "HostId", "Message", "RequestId")
            return {name: members[name] for name in order if name in members}
        return members

    async def dispatch(self, request, query_pairs, pairs, given, action, v3, wanted):
        style, errors = self.style, self.errors
        if request.method not in ("GET", "POST"):
            raise errors.method()
        if style.repeated == "refused" and len({name for name, _ in pairs}) != len(pairs):
            raise errors.repeated()
        if not v3:
            for name in ("Action", "Version"):
                if not given.get(name):
                    raise errors.missing(name)
        version = request.headers.get("x-acs-version", "") if v3 else given["Version"]
        found = action in self.actions and request.path == "/"
        if style.action_before_signature and action and not found:
            raise errors.action()
        world = (self.authenticate_v3(request, query_pairs) if v3
                 else self.authenticate_v1(request, pairs, given))
        if wanted not in ("", "JSON", "XML"):
            raise errors.format()
        if version != "2014-05-26":
            raise errors.version()
        if not found:
            raise errors.action()
        act, own = self.actions[action]
        if self.broken == "unknown-parameters-refused" and "Describe" not in action:
            if set(given) - own - {"Action", "Version", "Format", "AccessKeyId", "Signature",
                                   "SignatureMethod", "SignatureVersion", "SignatureNonce",
                                   "Timestamp", "TimeStamp"}:
                raise Fault(400, "UnsupportedParameter", "The parameters is unsupported.")
        if style.any_name_case:
            spelled = {name.lower(): name for name in own}
            for name in list(given):
                given.setdefault(spelled.get(name.lower(), name), given[name])
        return await act(world, given)

    # -- the actions --

    def need(self, given, name):
        if not given.get(name):
            raise self.errors.missing(name)
        return given[name]

    def flag(self, given, name):
        text = given.get(name)
        if text is None or (text == "" and not self.style.empty_boolean_refused):
            return False
        if self.style.lax_booleans:
            text = text.lower()
        if self.style.digit_booleans:
            text = {"1": "true", "0": "false"}.get(text, text)
        if text not in ("true", "false"):
            raise self.errors.invalid(name)
        return text == "true"

    def own_instance(self, world, given):
        if not given.get("InstanceId"):
            if self.broken == "missing-instance-id-is-500":
                raise Fault(*INTERNAL)
            if "InstanceId" not in given or not self.style.empty_instance_unknown:
                raise self.errors.missing("InstanceId")
        wanted = given["InstanceId"]
        if self.broken == "foreign-instance-startable":
            world = self.by_instance.get(wanted, world)
        if self.broken == "longer-instance-id-accepted" and wanted.startswith(world.instance_id):
            wanted = world.instance_id
        if wanted != world.instance_id:
            if self.broken == "unknown-instance-is-403":
                raise Fault(403, *UNKNOWN_INSTANCE[1:])
            raise Fault(*UNKNOWN_INSTANCE)
        return world

    def wrong_status(self, status, expected):
        text = "The current status of the resource does not support this operation."
        if self.style.live_status_text:
            text = ("The specified instance is in an incorrect status for the requested action; "
                    f"Status of the specified instance is {status} but the expected status is in "
                    f"({expected}).")
        return Fault(403, "IncorrectInstanceStatus", text)

    def check_service_and_lock(self, world, look_away=False):
        if "ServiceError" in world.conditions:
            raise Fault(*INTERNAL)
        if "ServiceFailure" in world.conditions:
            raise Fault(*INTERNAL_LONG)
        if "SecurityLock" in world.conditions and not look_away:
            if self.broken == "security-lock-is-400":
                raise Fault(400, *LOCKED[1:])
            raise Fault(*LOCKED)

    def check_disk_and_key(self, world):
        if "DiskIncorrectStatus" in world.conditions:
            if self.broken == "disk-error-has-another-text":
                raise Fault(403, "DiskError", "The disk cannot be used in its status.")
            raise Fault(*DISK)
        if "KmsUnauthorized" in world.conditions:
            raise Fault(*KMS)

    def check_readiness(self, world):
        for condition, shape in (("NotReady", self.style.not_ready),
                                 ("Unreachable", self.style.unreachable)):
            if condition in world.conditions:
                raise Fault(int(shape[:3]), "InstanceNotReady",
                            "The specified instance is not ready for use" + shape[3:])

    def check_start_conditions(self, world):
        self.check_service_and_lock(world, self.broken == "start-ignores-security-lock")
        if world.expired() and self.broken != "start-ignores-expiry":
            if self.style.image_expired_is_status and world.expired() == {"ImageExpired"}:
                raise self.wrong_status("ImageExpired", "Stopped")
            prepaid = world.charge_type == "PrePaid" or "PrePaidExpired" in world.conditions
            raise Fault(*(PREPAID_EXPIRED if prepaid else POSTPAID_EXPIRED))
        if "InsufficientBalance" in world.conditions:
            raise Fault(*POOR)
        self.check_disk_and_key(world)
        self.check_readiness(world)
        for condition, (status, code, message) in START_ROWS.items():
            if condition in world.conditions:
                if condition == "NoStock" and self.broken == "no-stock-has-another-code":
                    code = "OperationDenied.SoldOut"
                if condition.startswith("Quota") and self.broken == "quota-texts-are-one":
                    message = START_ROWS["QuotaType"][2]
                raise Fault(status, code, message)

    def check_start_status(self, world):
        if world.status() != "Stopped" and self.broken != "start-ignores-status":
            raise self.wrong_status(world.status(), "Stopped")

    def check_reboot_conditions(self, world):
        self.check_service_and_lock(world)
        if world.expired():
            raise Fault(*IN_ARREARS)
        self.check_disk_and_key(world)

    def check_reboot_status(self, world):
        if world.status() != "Running" and self.broken != "reboot-ignores-status":
            raise self.wrong_status(world.status(), "Running")

    def check_all(self, world, *checks):
        for check in (reversed(checks) if self.style.conditions_first else checks):
            check(world)

    def begin(self, world, *before):
        statuses = (*before, "Starting", "Running")
        if self.broken == "never-leaves-starting":
            statuses = ("Starting",)
        if self.broken == "skips-starting":
            statuses = ("Running",)
        if self.broken == "start-falls-back-to-stopped":
            statuses = ("Starting", "Stopped")
        world.go(*statuses)

    async def start(self, world, given):
        initialize, dry_run = self.flag(given, "InitLocalDisk"), self.flag(given, "DryRun")
        world = self.own_instance(world, given)
        if self.broken == "start-dry-run-executes" and dry_run and world.status() == "Stopped":
            self.begin(world)
            raise Fault(*DRY_RUN)
        try:
            if not dry_run or self.style.start_dry_run_looks_at_world:
                self.check_all(world, self.check_start_status, self.check_start_conditions)
        except Fault:
            if self.broken == "refused-start-starts":
                self.begin(world)
            raise
        if dry_run:
            return self.passed_dry_run()
        if self.broken == "second-start-accepted":
            await asyncio.sleep(0.1)  # the check is over, the change has not begun
        if "LocalDisk" in world.conditions:
            initialize = initialize and self.broken != "init-local-disk-ignored"
            if initialize or self.broken == "init-local-disk-always":
                world.disk_data = "lost"
                world.conditions.discard("LocalDiskFailed")
        self.begin(world)
        return {}

    async def reboot(self, world, given):
        forced, dry_run = self.flag(given, "ForceStop"), self.flag(given, "DryRun")
        world = self.own_instance(world, given)
        forced = (forced and self.broken != "force-stop-ignored") or (
            self.broken == "force-stop-always")
        try:
            self.check_all(world, self.check_reboot_status, self.check_reboot_conditions)
        except Fault:
            if self.broken == "refused-reboot-reboots":
                self.carry_out_reboot(world, forced)
            raise
        if dry_run and self.broken == "reboot-dry-run-executes":
            self.carry_out_reboot(world, forced)
        if dry_run:
            return self.passed_dry_run()
        self.carry_out_reboot(world, forced)
        return {}

    def passed_dry_run(self):
        if self.broken == "dry-run-succeeds":
            return {}
        raise Fault(*DRY_RUN)

    def carry_out_reboot(self, world, forced):
        world.last_stop = "forced" if forced else "graceful"
        self.begin(world, *(("Stopping",) if self.style.reboot_stops_first else ()))

    async def reactivate(self, world, given):
        world = self.own_instance(world, given)
        self.check_service_and_lock(world)
        if world.charge_type == "PrePaid" and self.broken != "reactivate-ignores-pay-type":
            status = 403 if self.broken == "pay-type-is-403" else 404
            raise Fault(status, *WRONG_PAY_TYPE[1:])
        overdue = world.conditions & (FINANCIAL | IMAGE)
        may = bool(overdue) or self.broken == "reactivate-ignores-expiry"
        stopped = world.status() == "Stopped"
        if not may or (not stopped and self.style.only_expiry_row):
            if not stopped and not self.style.only_expiry_row:
                raise self.wrong_status_of_page()
            status, prefix = ((400, "ReopenInstance") if self.style.reopen_code
                              else (403, "ReactivateInstances"))
            raise Fault(status, prefix + ".InstanceStatusNotValid",
                        "Instance status is not Expired, ImageExpired or EcsAndImageExpired.")
        if not stopped:
            raise self.wrong_status_of_page()
        if "InsufficientBalance" in world.conditions:
            raise Fault(*POOR)
        if self.broken == "second-reactivation-accepted":
            await asyncio.sleep(0.1)
        world.conditions -= overdue
        self.begin(world)
        return {}

    @staticmethod
    def wrong_status_of_page():
        """The page of ReactivateInstances has no %s."""
        return Fault(403, "IncorrectInstanceStatus",
                     "The current status of the resource does not support this operation.")

    # -- looking --

    def picture(self, world):
        reasons = ["financial"] if world.conditions & FINANCIAL else []
        if "SecurityLock" in world.conditions:
            reasons.append("security")
        return {
            "InstanceName": "peer <1> & \u5b9e\u4f8b",
            "OperationLocks": {"LockReason": [
                {"LockMsg": f"The specified instance is locked due to {reason} reason.",
                 "LockReason": reason} for reason in reasons]},
            "Cpu": 1,
            "InstanceChargeType": world.charge_type,
            "Tags": {"Tag": []},
            "Status": world.status(),
            "Recyclable": False,
            "RegionId": world.region,
            "InstanceId": world.instance_id,
        }

    def in_region(self, world, given):
        region = self.need(given, "RegionId")
        if region != world.region and self.style.unknown_region_refused:
            raise Fault(404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.")
        return region == world.region

    @staticmethod
    def listing(given, outer, inner, found):
        number, size = int(given.get("PageNumber") or 1), int(given.get("PageSize") or 10)
        return {outer: {inner: found[size * (number - 1):size * number]}, "PageSize": size, "PageNumber": number,
                "TotalCount": len(found)}

    async def describe_instances(self, world, given):
        shown = self.in_region(world, given)
        if given.get("InstanceIds"):
            try:
                wanted = json.loads(given["InstanceIds"])
            except (ValueError, RecursionError):
                raise self.errors.invalid("InstanceIds") from None
            shown = shown and isinstance(wanted, list) and world.instance_id in wanted
        if given.get("Status"):
            shown = shown and given["Status"] == world.status()
        if given.get("InstanceChargeType"):
            shown = shown and given["InstanceChargeType"] == world.charge_type
        found = self.listing(given, "Instances", "Instance", [self.picture(world)] if shown else [])
        return {"NextToken": "", **found}

    async def describe_status(self, world, given):
        shown = self.in_region(world, given)
        wanted = [text for name, text in given.items() if name.startswith("InstanceId.")]
        shown = shown and (not wanted or world.instance_id in wanted)
        status = "Stopped" if self.broken == "status-listing-is-stale" else world.status()
        return self.listing(given, "InstanceStatuses", "InstanceStatus", [
            {"Status": status, "InstanceId": world.instance_id}] if shown else [])

    async def describe_attribute(self, world, given):
        if self.need(given, "InstanceId") != world.instance_id:
            raise Fault(*UNKNOWN_INSTANCE)
        return self.picture(world)

    # -- how it is written --

    def to_json(self, members):
        text = json.dumps(members, ensure_ascii=self.style.escapes == "heavy",
                          indent="\t" if self.style.pretty else None)
        if self.style.escapes == "heavy":
            text = text.replace("/", "\\/").replace('\\"', "\\u0022")
        return text.encode()

    def to_xml(self, root, members):
        lines = []
        self.write_xml(lines, 0, root, members)
        head = '<?xml version="1.0" encoding="UTF-8"?>' if self.style.declaration else ""
        if self.style.pretty:
            return "\n".join([head, *lines, ""]).encode()
        return (head + "".join(lines)).encode()

    def write_xml(self, lines, depth, name, value):
        margin = "  " * depth if self.style.pretty else ""
        if isinstance(value, list):
            for item in value:
                self.write_xml(lines, depth, name, item)
        elif isinstance(value, dict):
            lines.append(f"{margin}<{name}>")
            for inner_name, inner in value.items():
                self.write_xml(lines, depth + 1, inner_name, inner)
            lines.append(f"{margin}</{name}>")
        else:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            lines.append(f"{margin}<{name}>{self.xml_text(text)}</{name}>" if text
                         else f"{margin}<{name}/>")

    def xml_text(self, text):
        if self.style.escapes == "cdata" and "]]>" not in text:
            return f"<![CDATA[{text}]]>"
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        if self.style.escapes == "heavy":
            text = text.replace('"', "&quot;").replace("'", "&#39;").replace("T", "&#84;")
        return text

    # -- fixtures --

    def fixtures(self, method, name, body):
        if name:
            world = self.by_fixture.get(name)
            if world is None:
                return 404, {}
            if method == "DELETE":
                del self.by_fixture[name], self.by_key[world.key_id]
                del self.by_instance[world.instance_id]
                return 204, None
            return 200, {"lastStop": world.last_stop, "localDiskData": world.disk_data,
                         "status": world.status(), "colour": "any"}
        if method != "POST":
            return 200, {"version": 1, "conditions": CONDITIONS, "statuses": STATUSES,
                         "chargeTypes": ["PrePaid", "PostPaid"], "by": "other hands"}
        try:
            fixture = json.loads(body)
            unsupported = [name for name in fixture.get("conditions") or ()
                           if name not in CONDITIONS]
            world = World(fixture)
        except (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError):
            return 400, {}
        if unsupported or world.now_status not in STATUSES:
            return 422, {"unsupported": unsupported or [world.now_status]}
        self.by_fixture[world.fixture_id] = self.by_key[world.key_id] = world
        self.by_instance[world.instance_id] = world
        return 201, {"instanceId": world.instance_id, "regionId": world.region,
                     "accessKeySecret": world.key_secret, "accessKeyId": world.key_id,
                     "id": world.fixture_id, "zone": "cn-hangzhou-b"}

    # -- HTTP --

    async def serve(self, reader, writer):
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while await self.exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError,
                ValueError):
            pass  # the client went away, or does not speak HTTP
        finally:
            writer.close()

    async def exchange(self, reader, writer):
        """One request and its answer; true where the connection may carry another."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, protocol = head[0].split(" ")
        headers = {}
        for line in head[1:-2]:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            headers[name] = headers[name] + "," + value if name in headers else value
        length = int(headers.get("content-length", "0"))
        if not 0 <= length <= 1 << 22 or "transfer-encoding" in headers:
            raise ValueError("a body of a length that is not taken")
        if headers.get("expect", "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await reader.readexactly(length)
        path, _, query = target.partition("?")
        keep = protocol == "HTTP/1.1" and headers.get("connection", "").lower() != "close"
        if path == "/_fixtures" or path.startswith("/_fixtures/"):
            status, value = self.fixtures(method, path[len("/_fixtures/"):], body)
            answer = (status, "application/json", b"" if value is None else
                      json.dumps(value).encode())
        else:
            answer = await self.api(Request(method, path, query, headers, body))
            if self.style.late:
                await asyncio.sleep((2 + next(self.turn) * 5 % 9) / 1000)
        octets, keep = self.frame(method, keep, *answer, "gzip" in headers.get("accept-encoding", ""))
        writer.write(octets)
        await writer.drain()
        return keep

    def frame(self, method, keep, status, content_type, body, gzip_accepted=False):
        style, number = self.style, next(self.turn)
        if style.close_every and number % style.close_every == 0:
            keep = False
        until_close = bool(style.until_close_every) and number % style.until_close_every == 0
        reason = {"none": "", "OK": "OK"}.get(style.reason, "Fine" if status < 300 else "Refused")
        headers = []
        if status != 204:
            headers.append(("Content-Type", content_type))
            if style.gzip and gzip_accepted:
                headers.append(("Content-Encoding", "gzip"))
                body = gzip.compress(body)
            if until_close:
                keep = False
            elif style.chunk:
                headers.append(("Transfer-Encoding", "chunked"))
            else:
                headers.append(("Content-Length", str(len(body))))
        if not keep:
            headers.append(("Connection", "close"))
        if style.cors:
            headers += [("Access-Control-Allow-Origin", "*"), ("Server", "Jetty(7.2.2)"),
                        ("Access-Control-Allow-Methods", "POST, GET, OPTIONS")]
        change = {"lower": str.lower, "UPPER": str.upper}.get(style.header_case, str)
        head = "".join(f"{change(name)}: {value}\r\n" for name, value in headers)
        if status == 204 or method == "HEAD":
            body = b""
        elif style.chunk and not until_close:
            parts = [body[at:at + style.chunk] for at in range(0, len(body), style.chunk)]
            body = b"".join(b"%X\r\n%b\r\n" % (len(part), part) for part in parts)
            body += b"0\r\n\r\n"
        return f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body, keep


# ---- The program ---------------------------------------------------------------------------------


def styled(name, changes):
    """A style with some fields set from texts `field=value`."""
    style = dataclasses.replace(STYLES[name])
    for change in changes:
        field, equals, text = change.partition("=")
        if not equals or not hasattr(style, field):
            raise ValueError(f"there is no freedom '{field}'")
        old = getattr(style, field)
        if isinstance(old, bool):
            value = {"true": True, "false": False}[text]
        else:
            value = type(old)(text)
        setattr(style, field, value)
    return style


async def run(peer, port):
    server = await asyncio.start_server(peer.serve, "127.0.0.1", port, limit=1 << 21, backlog=512)
    number = server.sockets[0].getsockname()[1]
    print(f"listening on http://127.0.0.1:{number}", flush=True)
    async with server:
        await server.serve_forever()


def main():
    options = argparse.ArgumentParser(description="An endpoint by other hands.")
    options.add_argument("--port", type=int, default=0, help="0 (the default) takes any")
    options.add_argument("--style", choices=sorted(STYLES), default="a")
    options.add_argument("--spelling", choices=("both", "seed", "sdk"))
    options.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    options.add_argument("--break", dest="broken", choices=sorted(BREAKS), default="",
                         metavar="NAME")
    options.add_argument("--list-breaks", action="store_true")
    given = options.parse_args()
    if given.list_breaks:
        for name, family in BREAKS.items():
            print(f"{name}\t{family}")
        return 0
    try:
        style = styled(given.style, given.set)
    except (ValueError, KeyError) as problem:
        options.error(f"--set: {problem}")
    if given.spelling:
        style.spelling = given.spelling
    try:
        asyncio.run(run(Peer(style, given.broken), given.port))
    except KeyboardInterrupt:
        pass
    except OSError as problem:
        print(f"cannot listen: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
