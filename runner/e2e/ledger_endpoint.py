#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An endpoint by a third hand. An account is a ledger: what happened to it, when. Its status, its disk and
what it owes are read from the ledger anew for each question, and a flaw is an entry that should not be
there, or one that is misread; most flaws wait for a second condition, a second call or a later moment.

    ledger_endpoint.py [--port N] [--flaw NAME] [--list]

The first line on standard output is `listening on http://127.0.0.1:PORT`; fixtures are at /_fixtures.
"""

import argparse
import asyncio
import base64
import dataclasses
import datetime
import hashlib
import hmac
import itertools
import json
import re
import time
import urllib.parse
import uuid
from xml.sax.saxutils import escape

REGION, VERSION = "cn-hangzhou", "2014-05-26"
STATUSES = ("Pending", "Starting", "Running", "Stopping", "Stopped")
OVERDUE = {"Expired", "OverdueRecycling", "ImageExpired", "EcsAndImageExpired"}
SICK = {"ServiceError": (500, "InternalError", "The request processing has failed due to some unknown error."),
        "ServiceFailure": (500, "InternalError", "The request processing has failed due to some unknown error, "
                                                 "exception or failure."),
        "SecurityLock": (403, "InstanceLockedForSecurity", "The specified operation is denied as your instance is "
                                                           "locked for security reasons.")}
POOR = {"InsufficientBalance": (403, "InsufficientBalance", "Your account does not have enough balance.")}
KEYS = {"KmsUnauthorized": (403, "InvalidParameter.KMSKeyId.KMSUnauthorized",
                            "ECS service have no right to access your KMS.")}
DISK = {"DiskIncorrectStatus": (403, "DiskError", "IncorrectDiskStatus.")}
SCARCE = {
    "NotReady": (403, "InstanceNotReady", "The specified instance is not ready for use."),
    "Unreachable": (500, "InstanceNotReady", "The specified instance is not ready for use"),
    "DiskInArrears": (403, "DiskInArrears", "The specified operation is denied as your disk has expired."),
    "NoStock": (403, "OperationDenied.NoStock", "The requested resource is sold out in the specified zone; try other "
                                                "types of resources or other regions and zones."),
    "SpotPriceLow": (403, "OperationDenied.SpotPriceLowerThanPublicPrice",
                     "The spot instance price is lower than public price."),
    "QuotaType": (403, "QuotaExceed.ElasticQuota",
                  "No additional quota is available for the specified ECS instance type."),
    "QuotaInstances": (403, "QuotaExceed.ElasticQuota",
                       "The number of the specified ECS instances has exceeded the quota of the specified instance "
                       "type."),
    "QuotaVcpus": (403, "QuotaExceed.ElasticQuota",
                   "The number of vCPUs assigned to the ECS instances has exceeded the quota in the zone."),
    "QuotaInstancesOrVcpus": (403, "QuotaExceed.ElasticQuota",
                              "The number of the specified ECS instances has exceeded the quota of the specified "
                              "instance type, or the number of vCPUs assigned to the ECS instances has exceeded the "
                              "quota in the zone."),
}
WORDS = sorted(OVERDUE | {"PrePaidExpired", "LocalDisk", "LocalDiskFailed"} | set(SICK) | set(POOR) | set(KEYS)
               | set(DISK) | set(SCARCE))

UNKNOWN_INSTANCE = (404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.")
WRONG_STATUS = (403, "IncorrectInstanceStatus",
                "The current status of the resource does not support this operation.")
DRY_RUN = (400, "DryRunOperation", "Request validation has been passed with DryRun flag set.")


class No(Exception):
    """The answer is no: HTTP status, code, message."""


def missing(name):
    return No(400, "MissingParameter",
              f'The input parameter "{name}" that is mandatory for processing this request is not supplied.')


def invalid(name):
    return No(400, "InvalidParameter", f'The specified parameter "{name}" is not valid.')


# ---- The ledger ----------------------------------------------------------------------------------


@dataclasses.dataclass
class Ledger:
    """One account with one instance. `entries`: (when, what), never changed, only added to."""

    status: str
    charge_type: str
    conditions: frozenset
    settle: float | None  # seconds
    entries: list = dataclasses.field(default_factory=list)
    calls: list = dataclasses.field(default_factory=list)  # what came of each: accepted, refused, dry, forged
    nonces: dict = dataclasses.field(default_factory=dict)  # when each was used, and how
    name: str = dataclasses.field(default_factory=lambda: uuid.uuid4().hex)

    def __post_init__(self):
        self.key, self.secret = "LTAI" + self.name[:16], uuid.uuid4().hex
        self.instance = "i-bp1" + self.name[16:]

    def now(self):
        """What the ledger says of this moment: status, conditions, local disk, last stop."""
        moment, status, conditions = time.monotonic(), self.status, set(self.conditions)
        disk, stop = "kept", "none"
        for when, what, flags in self.entries:
            if when > moment:
                continue
            if what == "erased":
                disk = "lost"
            elif what == "starting":
                status = "Starting"
                if what == "starting" and self.settle is not None and moment >= when + self.settle \
                        and not FLAW.hangs(self, flags):
                    status = FLAW.settled(self, moment - when - self.settle)
            elif what in STATUSES:
                status = what
            if flags.get("ForceStop") is not None:
                stop = "forced" if flags["ForceStop"] else "graceful"
            if flags.get("InitLocalDisk") and "LocalDisk" in conditions:
                disk = "lost"
                conditions.discard("LocalDiskFailed")
            if flags.get("paid"):
                conditions -= OVERDUE
        return status, conditions, disk, stop

    def enter(self, what, flags=None, after=0.0):
        self.entries.append((time.monotonic() + after, what, flags or {}))


LEDGERS, BY_KEY = {}, {}

# ---- Flaws ---------------------------------------------------------------------------------------


class Honest:
    """Every question that a flaw may answer otherwise. These are the right answers."""

    def hangs(self, ledger, flags):
        """Whether a start never comes to its end."""
        return False

    def settled(self, ledger, since):
        """The status, `since` seconds after the start came to its end."""
        return "Running"

    def overlooks(self, call, reason):
        """Whether a reason to refuse is not looked at."""
        return False

    def tells(self, call, row):
        """The row that a refusal is told by."""
        return row

    def parameters(self, call):
        return call.pairs

    def forgives(self, call, ledger, given, wanted):
        """Whether a signature that is not `wanted` will do."""
        return False

    def window(self):
        return 15 * 60  # seconds

    def used(self, call, ledger, nonce):
        """Whether a nonce is known as used."""
        return nonce in ledger.nonces

    def secret(self, call, ledger):
        return ledger.secret

    def method(self, call):
        """Whether an HTTP method carries calls."""
        return call.method in ("GET", "POST")

    def done(self, call, outcome):
        """After the call: outcome is accepted, refused, dry or forged."""

    def before_action(self, call):
        """How long between looking and doing, in seconds."""
        return 0.0

    def answer(self, call, status, content_type, body):
        return status, content_type, body

    def members(self, call, members):
        return members

    def shown(self, call, wanted):
        """The ledgers that a listing shows."""
        return [call.ledger] if wanted is None or call.ledger.instance in wanted else []

    def canonical(self, call, text):
        """What V3 signs."""
        return text


FLAWS = {}
FLAGS = {"DryRun", "ForceStop", "InitLocalDisk"}


def flaw(sentence):
    """The class is a flaw, named after itself: SecondStart is second-start."""
    def keep(kind):
        name = re.sub("(?<=[a-z0-9])(?=[A-Z])", "-", kind.__name__).lower()
        FLAWS[name] = (kind, sentence)
        return kind
    return keep


def overlooking(name, sentence, when):
    """A flaw that overlooks a reason to refuse where `when(call, reason, conditions)` holds."""
    kind = type(name, (Honest,), {"overlooks": lambda self, call, reason: when(call, reason, call.conditions)})
    flaw(sentence)(kind)


def true(call, name):
    return call.arguments.get(name) == "true"


overlooking("LockAndNoMoney", "two reasons together are none, for a start",
            lambda c, why, having: c.action == "StartInstance" and {"SecurityLock", "InsufficientBalance"} <= having
            and why in ("SecurityLock", "InsufficientBalance"))
overlooking("LockAndBadDisk", "two reasons together are none, for a reboot",
            lambda c, why, having: c.action == "RebootInstance" and {"SecurityLock", "DiskIncorrectStatus"} <= having
            and why in ("SecurityLock", "DiskIncorrectStatus"))
overlooking("LockOfSubscription", "a lock does not hold a subscription",
            lambda c, why, _: why == "SecurityLock" and c.ledger.charge_type == "PrePaid")
overlooking("LockWhenErasing", "a lock does not hold a start that erases the disk",
            lambda c, why, _: why == "SecurityLock" and true(c, "InitLocalDisk"))
overlooking("StockOfLocalDisks", "what has local disks is always in stock",
            lambda c, why, having: why == "NoStock" and "LocalDisk" in having)
overlooking("ForcedReboot", "a forced reboot does not ask for the status",
            lambda c, why, _: why == "status" and true(c, "ForceStop"))
overlooking("ForcedRebootOfLocked", "a forced reboot does not ask for locks",
            lambda c, why, _: why == "SecurityLock" and true(c, "ForceStop"))
overlooking("StartWithUnknownFlag", "a parameter that nobody declared makes a start overlook the status",
            lambda c, why, _: why == "status" and c.action == "StartInstance" and c.has_unknown_parameter())
overlooking("SubscriptionStartsWhileRunning", "a subscription starts while Running",
            lambda c, why, _: why == "status" and c.action == "StartInstance" and c.ledger.charge_type == "PrePaid"
            and c.status == "Running")
overlooking("FormXmlV1Start", "a start in a form, as XML, under V1 does not ask for the status",
            lambda c, why, _: why == "status" and c.action == "StartInstance" and c.way == ("form", "XML", "V1"))
overlooking("QueryXmlV3Lock", "a POST with a query, as XML, under V3 does not ask for locks",
            lambda c, why, _: why == "SecurityLock" and c.way == ("query", "XML", "V3"))
overlooking("SecondStart", "the second start of an instance does not ask for the status",
            lambda c, why, _: why == "status" and c.action == "StartInstance" and "accepted" in c.ledger.calls)
overlooking("AfterRefusal", "after a refused call the status is not asked for",
            lambda c, why, _: why == "status" and "refused" in c.ledger.calls)
overlooking("AfterForgery", "after a forged call locks are not asked for",
            lambda c, why, _: why == "SecurityLock" and "forged" in c.ledger.calls)
overlooking("AfterDryRun", "after a dry run the status is not asked for",
            lambda c, why, _: why == "status" and "dry" in c.ledger.calls)
overlooking("RebootWhileStarting", "a reboot is accepted on the way up",
            lambda c, why, _: why == "status" and c.action == "RebootInstance" and c.status == "Starting")
overlooking("LockedAndExpired", "what is locked and expired may be started",
            lambda c, why, having: c.action == "StartInstance" and why in ("expired", "SecurityLock")
            and "SecurityLock" in having and bool(having & OVERDUE))


@flaw("a forged call is refused, and acts a third of a second later")
class ForgeryActsLater(Honest):
    def done(self, call, outcome):
        if outcome == "forged" and call.ledger and call.ledger.now()[0] == "Stopped":
            call.ledger.enter("starting", {}, 0.3)


@flaw("a refused start acts a third of a second later")
class RefusalActsLater(Honest):
    def done(self, call, outcome):
        if outcome == "refused" and call.action == "StartInstance" and call.status == "Stopped":
            call.ledger.enter("starting", {}, 0.3)


@flaw("a dry run acts a third of a second later")
class DryRunActsLater(Honest):
    def done(self, call, outcome):
        if outcome == "dry":
            call.ledger.enter("starting", {}, 0.3)


@flaw("what has started falls back to Stopped")
class FallsBack(Honest):
    def settled(self, ledger, since):
        return "Running" if since < 0.15 else "Stopped"


@flaw("what has been rebooted goes back to Starting")
class Relapses(Honest):
    def settled(self, ledger, since):
        rebooted = any(flags.get("ForceStop") is not None for _, _, flags in ledger.entries)
        return "Starting" if rebooted and since > 0.15 else "Running"


@flaw("the start of a subscription never ends")
class SubscriptionHangs(Honest):
    def hangs(self, ledger, flags):
        return ledger.charge_type == "PrePaid"


@flaw("a forced reboot never ends")
class ForcedHangs(Honest):
    def hangs(self, ledger, flags):
        return bool(flags.get("ForceStop"))


@flaw("a refused start erases the disk all the same")
class RefusalErases(Honest):
    def done(self, call, outcome):
        if outcome == "refused" and true(call, "InitLocalDisk") and "LocalDisk" in call.conditions:
            call.ledger.enter("erased")


@flaw("the start of a subscription erases the local disk, unasked")
class SubscriptionErases(Honest):
    def done(self, call, outcome):
        if outcome == "accepted" and call.action == "StartInstance" and call.ledger.charge_type == "PrePaid" \
                and "LocalDisk" in call.conditions:
            call.ledger.enter("erased")


@flaw("a flag is known by its name as it was sent, percent signs and all")
class FlagsNotDecoded(Honest):
    def parameters(self, call):
        sent = {piece.partition("=")[0] for piece in call.pieces}
        return [pair for pair in call.pairs if pair[0] not in FLAGS or pair[0] in sent]


@flaw("a query ends where nothing stands between two ampersands")
class EndsAtNothing(Honest):
    def parameters(self, call):
        end = call.pieces.index("") if "" in call.pieces else len(call.pieces)
        read = {urllib.parse.unquote(piece.partition("=")[0]) for piece in call.pieces[:end]}
        return [pair for pair in call.pairs if pair[0] not in FLAGS or pair[0] in read]


@flaw("a dry run is remembered: the next call is one, too")
class DryRunSticks(Honest):
    def overlooks(self, call, reason):
        return reason == "wet" and "dry" in call.ledger.calls


@flaw("the format of the first answer on a connection is that of all")
class FormatSticks(Honest):
    def answer(self, call, status, content_type, body):
        first = call.connection.setdefault("format", call.format)
        return call.write(status, first) if first != call.format else (status, content_type, body)


@flaw("who has signed once on a connection need not sign well again")
class TrustsConnection(Honest):
    def forgives(self, call, ledger, given, wanted):
        return ledger.name in call.connection.get("trusted", ())

    def used(self, call, ledger, nonce):
        call.connection.setdefault("trusted", set()).add(ledger.name)
        return super().used(call, ledger, nonce)


@flaw("a nonce is known to its connection alone")
class NoncePerConnection(Honest):
    def used(self, call, ledger, nonce):
        return nonce in ledger.nonces and ledger.nonces[nonce][1] == call.connection["number"]


@flaw("a nonce is known to its action alone")
class NoncePerAction(Honest):
    def used(self, call, ledger, nonce):
        return nonce in ledger.nonces and ledger.nonces[nonce][2] == call.action


@flaw("a nonce is forgotten behind the next 64")
class SixtyFourNonces(Honest):
    def used(self, call, ledger, nonce):
        return nonce in list(ledger.nonces)[-64:]


@flaw("V1 signatures made with an empty secret will do")
class EmptySecret(Honest):
    def forgives(self, call, ledger, given, wanted):
        return given == call.sign("")


@flaw("V1 signatures made with the secret alone, without its ampersand, will do")
class BareSecret(Honest):
    def forgives(self, call, ledger, given, wanted):
        return call.scheme == "V1" and given == call.sign(ledger.secret, "")


@flaw("the last eight letters of a signature are compared")
class Suffix(Honest):
    def forgives(self, call, ledger, given, wanted):
        return given[-8:] == wanted[-8:]


@flaw("signatures are compared whatever their case")
class AnyCase(Honest):
    def forgives(self, call, ledger, given, wanted):
        return call.scheme == "V1" and given.lower() == wanted.lower()


@flaw("V3 signs the version that the endpoint has, whatever the call says")
class FreeVersion(Honest):
    def canonical(self, call, text):
        return re.sub("x-acs-version:.*\n", f"x-acs-version:{VERSION}\n", text)


@flaw("V3 signs the host that the endpoint takes itself for, whatever the call says")
class FreeHost(Honest):
    name = ""

    def canonical(self, call, text):
        self.name = self.name or call.headers["host"]
        return re.sub("\nhost:.*\n", f"\nhost:{self.name}\n", text)


@flaw("a clock may be 38 minutes off")
class WideWindow(Honest):
    def window(self):
        return 38 * 60


@flaw("an instance of somebody else is told apart from one that nobody has")
class TellsForeign(Honest):
    def tells(self, call, row):
        foreign = any(other.instance == call.arguments.get("InstanceId") for other in LEDGERS.values())
        return (403, "Forbidden", "The instance is not yours.") if row == UNKNOWN_INSTANCE and foreign else row


@flaw("DescribeInstances does not look at signatures")
class UnsignedListing(Honest):
    def forgives(self, call, ledger, given, wanted):
        return call.action == "DescribeInstances"


@flaw("a listing without a filter shows everybody's instances")
class ShowsAll(Honest):
    def shown(self, call, wanted):
        return [*LEDGERS.values()][-50:] if wanted is None else super().shown(call, wanted)


@flaw("a filter that names none of the account's instances is no filter")
class UnknownShowsAll(Honest):
    def shown(self, call, wanted):
        return super().shown(call, wanted) or [call.ledger]


@flaw("parameters behind the twelfth are dropped")
class TwelveParameters(Honest):
    def parameters(self, call):
        return call.pairs[:12]


@flaw("OPTIONS carries calls")
class OptionsCarries(Honest):
    def method(self, call):
        return call.method in ("GET", "POST", "OPTIONS")


@flaw("PUT carries calls")
class PutCarries(Honest):
    def method(self, call):
        return call.method in ("GET", "POST", "PUT")


@flaw("between looking and doing others may look, too")
class Race(Honest):
    def before_action(self, call):
        return 0.02


@flaw("the refusal for a lock has no RequestId")
class LockWithoutRequestId(Honest):
    def members(self, call, members):
        if members.get("Code") == "InstanceLockedForSecurity":
            del members["RequestId"]
        return members


@flaw("a dry run is told as text/html")
class DryRunAsHtml(Honest):
    def answer(self, call, status, content_type, body):
        return status, "text/html" if b"DryRunOperation" in body else content_type, body


@flaw("a bad disk is told under the root of a success")
class DiskUnderSuccess(Honest):
    def answer(self, call, status, content_type, body):
        if b"<Code>DiskError" in body:
            body = body.replace(b"<Error>", b"<StartInstanceResponse>").replace(b"</Error>", b"</StartInstanceResponse>")
        return status, content_type, body


@flaw("refusals for the status begin with a byte order mark, in JSON")
class MarkedJson(Honest):
    def answer(self, call, status, content_type, body):
        marked = call.format == "JSON" and b"IncorrectInstanceStatus" in body
        return status, content_type, b"\xef\xbb\xbf" + body if marked else body


@flaw("refusals under V3 have no HostId")
class V3WithoutHostId(Honest):
    def members(self, call, members):
        if call.scheme == "V3":
            members.pop("HostId", None)
        return members


@flaw("every tenth answer has the RequestId of the one before")
class RepeatsRequestId(Honest):
    count, last = itertools.count(1), None

    def members(self, call, members):
        if next(self.count) % 10 == 0 and self.last:
            members["RequestId"] = self.last
        self.last = members["RequestId"]
        return members


@flaw("a lock and a poor account together are an internal error")
class TwoReasonsFail(Honest):
    def tells(self, call, row):
        both = call.ledger and {"NoStock", "KmsUnauthorized"} <= call.conditions
        return SICK["ServiceError"] if both and row in (SCARCE["NoStock"], KEYS["KmsUnauthorized"]) else row


@flaw("the third call on an instance tells another code for its status")
class ThirdCall(Honest):
    def tells(self, call, row):
        third = call.ledger and len(call.ledger.calls) >= 2
        return (403, "InvalidInstanceStatus", row[2]) if row == WRONG_STATUS and third else row


@flaw("a subscription's bad disk has another message")
class SubscriptionMessage(Honest):
    def tells(self, call, row):
        mine = call.ledger and call.ledger.charge_type == "PrePaid"
        return (403, "DiskError", "The disk is in no good status.") if row == DISK["DiskIncorrectStatus"] and mine else row


@flaw("an unknown instance is 400, in GET with JSON under V3")
class GetJsonV3NotFound(Honest):
    def tells(self, call, row):
        return (400, *row[1:]) if row == UNKNOWN_INSTANCE and call.way == ("GET", "JSON", "V3") else row


FLAW = Honest()

# ---- Calls ---------------------------------------------------------------------------------------


def encoded(text):
    return urllib.parse.quote(text, safe="-_.~", errors="surrogateescape")


def joined(pairs):
    return "&".join(f"{encoded(n)}={encoded(v)}" for n, v in sorted(pairs))


DECLARED = {"InstanceId", "InitLocalDisk", "ForceStop", "DryRun", "RegionId", "Action", "Version", "Format",
            "AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp",
            "SecurityToken", "OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount", "SourceRegionId"}


class Call:
    """One request on its way to an answer."""

    ledger, action, conditions, status = None, "", frozenset(), ""

    def __init__(self, method, target, headers, body, connection):
        self.method, self.headers, self.body, self.connection = method, headers, body, connection
        self.path, _, query = target.partition("?")
        self.query = urllib.parse.parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        form = []
        if method == "POST" and "x-www-form-urlencoded" in headers.get("content-type", "").lower():
            form = urllib.parse.parse_qsl(body.decode("utf-8", "surrogateescape"), keep_blank_values=True,
                                          errors="surrogateescape")
        self.pairs = self.query + form
        said = (query, body.decode("utf-8", "replace") if form else "")
        self.pieces = [piece for text in said if text for piece in text.split("&")]
        self.arguments = dict(self.pairs)
        self.scheme = "V3" if "authorization" in headers or "x-acs-action" in headers else "V1"
        asked = self.arguments.get("Format", "").upper()
        accepts = self.scheme == "V3" and "application/json" in headers.get("accept", "")
        self.asked_format = asked or ("JSON" if accepts else "XML")
        self.format = self.asked_format if self.asked_format in ("XML", "JSON") else "XML"
        self.way = ("GET" if method == "GET" else "form" if form else "query", self.format, self.scheme)

    def has_unknown_parameter(self):
        return any(name not in DECLARED for name in self.arguments)

    # -- who calls

    def sign(self, secret, end="&"):
        if self.scheme == "V1":
            text = f"{self.method}&%2F&" + encoded(joined(p for p in self.pairs if p[0] != "Signature"))
            return base64.b64encode(hmac.digest((secret + end).encode(), text.encode("utf-8", "surrogateescape"),
                                                "sha1")).decode()
        return hmac.digest(secret.encode(), self.string_to_sign.encode(), "sha256").hex()

    def authenticate(self):
        if self.scheme == "V1":
            for name in ("Action", "Version", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce",
                         "Signature", "Timestamp"):
                if not self.arguments.get(name):
                    raise missing(name)
            for name, value in (("SignatureMethod", "HMAC-SHA1"), ("SignatureVersion", "1.0")):
                if self.arguments[name] != value:
                    raise No(400, "InvalidParamater", f'The specified parameter "{name}" is not valid.')
            key, given, at, nonce = (self.arguments[n] for n in
                                     ("AccessKeyId", "Signature", "Timestamp", "SignatureNonce"))
            self.action, version = self.arguments["Action"], self.arguments["Version"]
        else:
            key, given = self.read_authorization()
            at, nonce = self.headers["x-acs-date"], self.headers["x-acs-signature-nonce"]
            self.action, version = self.headers["x-acs-action"], self.headers["x-acs-version"]
        self.action = re.sub("^ReActivate", "Reactivate", self.action)
        ledger = BY_KEY.get(key)
        if ledger is None:
            raise No(400, "InvalidAccessKeyId.NotFound", "The specified Access Key ID does not exist.")
        self.claimed = ledger
        try:
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at, re.ASCII):
                raise ValueError(at)
            if abs(datetime.datetime.fromisoformat(at).timestamp() - time.time()) > FLAW.window():
                raise ValueError(at)
        except ValueError:
            raise No(400, "IllegalTimestamp", 'The input parameter "Timestamp" that is mandatory for processing this '
                                              'request is not supplied.') from None
        wanted = self.sign(ledger.secret)
        same = hmac.compare_digest(wanted.encode(), given.encode("utf-8", "surrogateescape"))
        if not same and not FLAW.forgives(self, ledger, given, wanted):
            raise No(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.")
        if FLAW.used(self, ledger, nonce):
            raise No(400, "SignatureNonceUsed", "The request signature nonce has been used.")
        ledger.nonces[nonce] = (time.monotonic(), self.connection["number"], self.action)
        self.ledger = ledger
        if version != VERSION:
            raise invalid("Action or Version")

    def read_authorization(self):
        names = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce",
                 "x-acs-content-sha256"}
        for name in sorted(names | {"authorization"}):
            if not self.headers.get(name):
                raise missing(name)
        parts = re.fullmatch("ACS3-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})",
                             self.headers["authorization"])
        signed = sorted(set(parts[2].split(";"))) if parts else []
        digest = hashlib.sha256(self.body).hexdigest()
        must = {n for n in self.headers if n.startswith("x-acs-") or n in ("host", "content-type")}
        if not (must <= set(signed) <= self.headers.keys() and self.headers["x-acs-content-sha256"] == digest):
            raise No(400, "IncompleteSignature", "The request signature does not conform to Aliyun standards.")
        lines = "".join(f"{name}:{self.headers[name]}\n" for name in signed)
        text = "\n".join((self.method, self.path, joined(self.query), lines, ";".join(signed), digest))
        text = FLAW.canonical(self, text)
        self.string_to_sign = "ACS3-HMAC-SHA256\n" + hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
        return parts[1], parts[3]

    # -- what is asked

    def flag(self, name):
        value = self.arguments.get(name) or "false"
        if value not in ("true", "false"):
            raise invalid(name)
        return value == "true"

    def refuse(self, reason, row):
        if not FLAW.overlooks(self, reason):
            raise No(*FLAW.tells(self, row))

    def find_instance(self):
        if not self.arguments.get("InstanceId"):
            raise missing("InstanceId")
        if self.arguments["InstanceId"] != self.ledger.instance:
            raise No(*FLAW.tells(self, UNKNOWN_INSTANCE))

    def look(self):
        self.status, self.conditions, *_ = self.ledger.now()

    def refuse_unless(self, status, expired, *tables):
        for table in tables:
            for condition, row in table.items():
                if condition in self.conditions:
                    self.refuse(condition, row)
        if expired:
            self.refuse("expired", expired)
        if self.status != status:
            self.refuse("status", WRONG_STATUS)

    async def act(self, flags):
        if flags.pop("dry") or FLAW.overlooks(self, "wet"):
            raise No(*DRY_RUN)
        await asyncio.sleep(FLAW.before_action(self)) if FLAW.before_action(self) else None
        self.ledger.enter("starting", flags)
        return {}

    async def start_instance(self):
        flags = {"InitLocalDisk": self.flag("InitLocalDisk"), "dry": self.flag("DryRun")}
        self.find_instance()
        expired = None
        if "PrePaidExpired" in self.conditions:
            expired = (403, "InstanceExpired", "The prePaid instance has been expired.")
        elif self.conditions & OVERDUE:
            expired = (403, "InstanceExpired", "The postPaid instance has been expired.Please ensure your account "
                                               "have enough balance.")
        self.refuse_unless("Stopped", expired, SICK, POOR, KEYS, DISK, SCARCE)
        return await self.act(flags)

    async def reboot_instance(self):
        flags = {"ForceStop": self.flag("ForceStop"), "dry": self.flag("DryRun")}
        self.find_instance()
        expired = None
        if self.conditions & (OVERDUE | {"PrePaidExpired"}):
            expired = (403, "InstanceExpiredOrInArrears", "The specified operation is denied as your prepay instance is "
                                                          "expired (prepay mode) or in arrears (afterpay mode).")
        self.refuse_unless("Running", expired, SICK, KEYS, DISK)
        return await self.act(flags)

    async def reactivate_instances(self):
        self.find_instance()
        if self.ledger.charge_type == "PrePaid":
            raise No(404, "InvalidPayType.NotSupport", "The specified pre pay instance not support.")
        self.refuse_unless("Stopped", None, SICK, POOR)
        if not self.conditions & OVERDUE:
            self.refuse("owes", (403, "ReactivateInstances.InstanceStatusNotValid",
                                 "Instance status is not Expired, ImageExpired or EcsAndImageExpired."))
        return await self.act({"paid": True, "dry": False})

    def described(self, ledger):
        status, conditions, *_ = ledger.now()
        reasons = ["security"] * ("SecurityLock" in conditions)
        reasons += ["financial"] * bool(conditions & {"Expired", "OverdueRecycling"})
        return {"InstanceId": ledger.instance, "RegionId": REGION, "Status": status,
                "InstanceChargeType": ledger.charge_type,
                "OperationLocks": {"LockReason": [{"LockReason": reason} for reason in reasons]}}

    def listed(self, wanted, names, show):
        if not self.arguments.get("RegionId"):
            raise missing("RegionId")
        items = FLAW.shown(self, wanted) if self.arguments["RegionId"] == REGION else []
        asked = {name: self.arguments.get(name) for name in ("Status", "InstanceChargeType")}
        items = [item for item in items if asked["Status"] in (None, "", item.now()[0])
                 and asked["InstanceChargeType"] in (None, "", item.charge_type)]
        number, size = int(self.arguments.get("PageNumber") or 1), int(self.arguments.get("PageSize") or 10)
        return {"TotalCount": len(items), "PageNumber": number, "PageSize": size,
                names[0]: {names[1]: [show(item) for item in items[(number - 1) * size:number * size]]}}

    async def describe_instances(self):
        wanted = None
        if self.arguments.get("InstanceIds"):
            try:
                wanted = json.loads(self.arguments["InstanceIds"])
            except (ValueError, RecursionError):
                raise invalid("InstanceIds") from None
            wanted = wanted if isinstance(wanted, list) else []
        return self.listed(wanted, ("Instances", "Instance"), self.described)

    async def describe_instance_status(self):
        wanted = [v for n, v in self.arguments.items() if n.startswith("InstanceId.")] or None
        return self.listed(wanted, ("InstanceStatuses", "InstanceStatus"),
                           lambda item: {"InstanceId": item.instance, "Status": item.now()[0]})

    async def describe_instance_attribute(self):
        self.find_instance()
        return self.described(self.ledger)

    ACTIONS = {"StartInstance": start_instance, "RebootInstance": reboot_instance,
               "ReactivateInstances": reactivate_instances, "DescribeInstances": describe_instances,
               "DescribeInstanceStatus": describe_instance_status,
               "DescribeInstanceAttribute": describe_instance_attribute}

    # -- what is answered

    async def serve(self):
        self.told, self.root = {"RequestId": str(uuid.uuid4()).upper()}, "Error"
        self.claimed, outcome = None, "forged"
        try:
            if not FLAW.method(self):
                raise No(403, "UnsupportedHTTPMethod", "This HTTP method is not supported.")
            if len(self.pairs) != len(self.arguments):
                raise No(400, "InvalidParameter", "The specified parameter is not valid")
            self.authenticate()
            outcome = "refused"
            if self.asked_format not in ("XML", "JSON"):
                raise No(400, "InvalidParameter.Format", "Specified parameter format is not valid.")
            if self.action not in self.ACTIONS or self.path != "/":
                raise No(403, "InvalidAction", "Specified action is not valid.")
            if self.arguments.get("OwnerId") and self.arguments.get("OwnerAccount"):
                raise No(400, "InvalidOwner", "OwnerId and OwnerAccount can't be used at one API access.")
            self.arguments = dict(FLAW.parameters(self))
            self.look()
            self.told |= await self.ACTIONS[self.action](self)
            status, outcome, self.root = 200, "accepted", self.action + "Response"
            if self.arguments.get("Action", self.headers.get("x-acs-action", "")).startswith("ReAc"):
                self.root = "ReActivateInstancesResponse"
        except No as no:
            status, code, message = no.args
            self.told |= {"HostId": self.headers.get("host", "ecs.aliyuncs.com"), "Code": code, "Message": message}
            if code == "DryRunOperation":
                outcome = "dry"
        self.ledger = self.ledger or self.claimed
        if self.ledger and not self.action.startswith("Describe"):
            FLAW.done(self, outcome)
            self.ledger.calls.append(outcome)
        self.told = FLAW.members(self, self.told)
        return FLAW.answer(self, *self.write(status, self.format))

    def write(self, status, form):
        if form == "JSON":
            return status, "application/json; charset=utf-8", json.dumps(self.told).encode()
        return status, "text/xml; charset=utf-8", xml(self.root, self.told).encode()


def xml(name, value):
    if isinstance(value, list):
        return "".join(xml(name, item) for item in value)
    inner = "".join(itertools.starmap(xml, value.items())) if isinstance(value, dict) else escape(str(value))
    return f"<{name}>{inner}</{name}>"


# ---- Fixtures ------------------------------------------------------------------------------------


def open_ledger(body):
    try:
        asked = json.loads(body)
        status, charge_type = asked["status"], asked.get("chargeType") or "PostPaid"
        conditions, settle = frozenset(asked.get("conditions") or ()), asked.get("settleMs")
    except (ValueError, KeyError, TypeError, AttributeError):
        return 400, {"error": "this is no fixture"}
    lacking = [word for word in conditions if word not in WORDS] + [status] * (status not in STATUSES)
    if lacking:
        return 422, {"unsupported": lacking}
    ledger = Ledger(status, charge_type, conditions, None if settle is None else settle / 1000)
    LEDGERS[ledger.name] = BY_KEY[ledger.key] = ledger
    return 201, {"id": ledger.name, "accessKeyId": ledger.key, "accessKeySecret": ledger.secret, "regionId": REGION,
                 "instanceId": ledger.instance}


def fixture(method, name, body):
    if not name:
        return open_ledger(body) if method == "POST" else (
            200, {"version": 1, "statuses": STATUSES, "chargeTypes": ["PostPaid", "PrePaid"], "conditions": WORDS})
    ledger = LEDGERS.get(name)
    if ledger is None:
        return 404, {}
    if method == "DELETE":
        del LEDGERS[name], BY_KEY[ledger.key]
        return 204, None
    status, _, disk, stop = ledger.now()
    return 200, {"status": status, "localDiskData": disk, "lastStop": stop}


# ---- HTTP ----------------------------------------------------------------------------------------

REASONS = {200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found",
           422: "Unprocessable", 500: "Internal Server Error"}
NUMBERS = itertools.count()


async def converse(reader, writer):
    connection = {"number": next(NUMBERS)}
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            first, *lines = head.decode("latin-1").split("\r\n")[:-2]
            method, _, rest = first.partition(" ")
            target = rest.rpartition(" ")[0]
            headers = {}
            for line in lines:
                name, _, value = line.partition(":")
                name, value = name.strip().lower(), value.strip()
                headers[name] = f"{headers[name]},{value}" if name in headers else value
            length = headers.get("content-length", "0")
            whole = length.isascii() and length.isdigit() and int(length) < 1 << 20 \
                and "transfer-encoding" not in headers
            body = await reader.readexactly(int(length)) if whole else b""
            if target.partition("?")[0].startswith("/_fixtures"):
                status, value = fixture(method, target[len("/_fixtures"):].strip("/"), body)
                kind, answer = "application/json", b"" if value is None else json.dumps(value).encode()
            else:
                status, kind, answer = await Call(method, target, headers, body, connection).serve()
            ends = not whole or "close" in headers.get("connection", "").lower()
            text = f"HTTP/1.1 {status} {REASONS.get(status, '')}\r\n"
            if status != 204:
                text += f"Content-Type: {kind}\r\nContent-Length: {len(answer)}\r\n"
            text += "Connection: close\r\n\r\n" if ends else "\r\n"
            writer.write(text.encode() + (b"" if method == "HEAD" else answer))
            await writer.drain()
            if ends:
                break
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError):
        pass
    finally:
        writer.close()


async def main():
    global FLAW
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--flaw", choices=sorted(FLAWS))
    parser.add_argument("--list", action="store_true", help="print the flaws")
    options = parser.parse_args()
    if options.list:
        for name, (_, sentence) in FLAWS.items():
            print(f"{name:34}{sentence}")
        return
    FLAW = FLAWS[options.flaw][0]() if options.flaw else Honest()
    server = await asyncio.start_server(converse, "127.0.0.1", options.port, limit=1 << 18, backlog=512)
    print(f"listening on http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
