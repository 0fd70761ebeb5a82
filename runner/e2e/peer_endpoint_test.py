#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Both example endpoints over real sockets: the smallest one of the docs, and the peer in each of
its styles, whole and with each of its broken promises.

Every broken promise has a probe here. A probe holds on every whole endpoint and fails on the one
that breaks its promise, in each style: otherwise the peer would be no evidence of anything.
"""

import asyncio
import base64
import dataclasses
import datetime
import functools
import hashlib
import hmac
import http.client
import importlib.util
import json
import pathlib
import subprocess
import sys
import threading
import unittest
import urllib.parse
import uuid
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
PEER = HERE / "peer_endpoint.py"
SMALLEST = HERE.parents[1] / "docs" / "examples" / "endpoint" / "smallest_endpoint.py"
PATIENCE = 5.0  # seconds for one exchange, or one join
LOOKS = 5000  # of a poll; each is an exchange
FEW_LOOKS = 200  # where giving up may be what is expected; settling takes one millisecond
sys.dont_write_bytecode = True


def load(path):
    specification = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[path.stem] = module
    specification.loader.exec_module(module)
    return module


peer_endpoint = load(PEER)
smallest_endpoint = load(SMALLEST)

# ---- Signing -------------------------------------------------------------------------------------


def percent(text):
    return urllib.parse.quote(text, safe="-_.~")


def query_of(parameters):
    return "&".join(f"{percent(n)}={percent(v)}" for n, v in sorted(parameters.items()))


def signature_v1(method, parameters, secret):
    text = "&".join((method, percent("/"), percent(query_of(parameters))))
    return base64.b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), "sha1")).decode()


def signature_v3(method, query, headers, secret):
    signed = sorted(headers)
    canonical = "\n".join([method, "/", query, *(f"{n}:{headers[n]}" for n in signed), "",
                           ";".join(signed), headers["x-acs-content-sha256"]])
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()


class OfficialVectors(unittest.TestCase):
    """The documents' own examples: a mistake of this file must not pass for one of an endpoint."""

    V1 = (
        ("testsecret", "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
         "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
         "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
         "&Timestamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26"),
        ("testsecret", "CT9X0VtwR86fNWSnsc6v8YGOjuE=",
         "AccessKeyId=testid&Action=DescribeRegions&Format=XML&SignatureMethod=HMAC-SHA1"
         "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
         "&TimeStamp=2016-02-23T12%3A46%3A24Z&Version=2014-05-26"),
        ("testsecret", "9NaGiOspFP5UPcwX8Iwt2YJXXuk=",
         "AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing"
         "&SignatureMethod=HMAC-SHA1&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb"
         "&SignatureVersion=1.0&Timestamp=2023-03-13T08%3A34%3A30Z&Version=2014-05-26"),
        ("testsecret", "02heLegtw4+BFamznl1Ltj+vJ4A=",
         "AccessKeyId=testid&Action=CreateUser&DisplayName=test&Format=JSON"
         "&SignatureMethod=HMAC-SHA1&SignatureNonce=3f6b4e80-56f7-11eb-a256-a9f756ea7e85"
         "&SignatureVersion=1.0&Timestamp=2021-01-15T06%3A02%3A28Z"
         "&UserPrincipalName=test%40example.onaliyun.com&Version=2019-08-15"),
        ("accessKeySecret", "7loPmFjvDnzOVnQeQNj85S6nFGY=",
         "AccessKeyId=accessKeyId&Action=&Format=JSON&RegionId=regionId&SignatureMethod=HMAC-SHA1"
         "&SignatureNonce=MOCK_UUID&SignatureType=&SignatureVersion=1.0&Timestamp=mock%20date"
         "&Version="),
    )
    V3_QUERY = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
                "RegionId": "cn-shanghai"}
    V3_HEADERS = {
        "host": "ecs.cn-shanghai.aliyuncs.com", "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26", "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
        "x-acs-content-sha256":
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}
    V3 = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"

    def test_v1(self):
        for secret, signature, query in self.V1:
            parameters = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
            self.assertEqual(query_of(parameters), query)
            self.assertEqual(signature_v1("GET", parameters, secret), signature)
            self.assertEqual(smallest_endpoint.sign_v1(secret, "GET", parameters), signature)

    def test_v3(self):
        self.assertEqual(signature_v3("POST", query_of(self.V3_QUERY), self.V3_HEADERS,
                                      "YourAccessKeySecret"), self.V3)
        self.assertEqual(smallest_endpoint.sign_v3(
            "YourAccessKeySecret", "POST", "/", list(self.V3_QUERY.items()), self.V3_HEADERS,
            sorted(self.V3_HEADERS), self.V3_HEADERS["x-acs-content-sha256"]), self.V3)


# ---- Endpoints -----------------------------------------------------------------------------------


class Endpoint:
    """An endpoint on a port of its own, in a thread of this process."""

    def __init__(self, name, port, stop, spelling):
        self.name, self.port, self.stop, self.reactivate = name, port, stop, spelling


def smallest():
    server = smallest_endpoint.Server(("127.0.0.1", 0), smallest_endpoint.Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def stop():
        server.shutdown()
        server.server_close()
        thread.join(PATIENCE)

    return Endpoint("smallest", server.server_port, stop, "ReactivateInstances")


class Loop:
    """One event loop for every peer of these tests."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    def close(self):
        async def settle():
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if others:  # connections whose clients have gone
                await asyncio.wait(others, timeout=PATIENCE)

        self.run(settle())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(PATIENCE)
        self.loop.close()

    def peer(self, style_name, broken=""):
        style = dataclasses.replace(peer_endpoint.STYLES[style_name], late=False)
        peer = peer_endpoint.Peer(style, broken)

        async def start():
            return await asyncio.start_server(peer.serve, "127.0.0.1", 0, limit=1 << 21)

        server = self.run(start())
        spelling = "ReActivateInstances" if style.spelling == "sdk" else "ReactivateInstances"
        return Endpoint(f"peer {style_name} {broken}", server.sockets[0].getsockname()[1],
                        lambda: self.loop.call_soon_threadsafe(server.close), spelling)


# ---- A client ------------------------------------------------------------------------------------


@dataclasses.dataclass
class Answer:
    status: int
    content_type: str
    body: bytes
    as_json: bool

    def tree(self):
        if self.as_json:
            return json.loads(self.body)
        return children(xml.etree.ElementTree.fromstring(self.body.lstrip()))

    def root(self):
        return xml.etree.ElementTree.fromstring(self.body.lstrip()).tag

    def code(self):
        return self.tree().get("Code")

    def row(self):
        return self.status, self.code()


def children(element):
    return {child.tag: children(child) for child in element} if len(element) else element.text or ""


def leaves(tree, name):
    """Every text under `name`, at whatever depth: XML and JSON nest lists differently."""
    found = []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in items:
        if key == name and not isinstance(value, (dict, list)):
            found.append(value)
        elif isinstance(value, (dict, list)):
            found += leaves(value, name)
    return found


def now(offset=0):
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=offset)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Client:
    """One keep-alive connection to one endpoint."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=PATIENCE)

    def close(self):
        self.connection.close()

    def exchange(self, method, target, headers=None, body=None):
        self.connection.request(method, target, body, headers or {})
        reply = self.connection.getresponse()
        content = reply.read()
        return reply.status, reply.getheader("Content-Type"), content

    def world(self, **fixture):
        status, _, body = self.exchange("POST", "/_fixtures", body=json.dumps(fixture))
        assert status == 201, (status, body)
        return World(self, json.loads(body))


class World:
    """A fixture that stands, and calls on its account."""

    def __init__(self, client, handles):
        self.client = client
        self.fixture = handles["id"]
        self.key, self.secret = handles["accessKeyId"], handles["accessKeySecret"]
        self.instance, self.region = handles["instanceId"], handles["regionId"]

    def over(self, client):
        """The same world, called over another connection."""
        return World(client, {"id": self.fixture, "accessKeyId": self.key,
                              "accessKeySecret": self.secret, "instanceId": self.instance,
                              "regionId": self.region})

    def truth(self):
        return json.loads(self.client.exchange("GET", "/_fixtures/" + self.fixture)[2])

    def delete(self):
        return self.client.exchange("DELETE", "/_fixtures/" + self.fixture)[0]

    def call(self, action, variant="get.xml.v1", instance=None, more=None, **twist):
        own = {} if action in ("DescribeInstances", "DescribeInstanceStatus") else {
            "InstanceId": self.instance if instance is None else instance}
        if not own:
            own["RegionId"] = self.region
        own.update(more or {})
        for name in [name for name, value in own.items() if value is None]:
            del own[name]
        method, form, signature = variant.split(".")
        own["Format"] = form.upper()
        send = self.send_v1 if signature == "v1" else self.send_v3
        status, content_type, body = send(method, action, own, **twist)
        return Answer(status, content_type, body, form == "json")

    def send_v1(self, method, action, own, nonce=None, clock=None, key=None, spoil="", drop="",
                after=None):
        parameters = {
            "Action": action, "Version": "2014-05-26", "AccessKeyId": key or self.key,
            "SignatureMethod": "HMAC-SHA1", "SignatureVersion": "1.0",
            "SignatureNonce": nonce or str(uuid.uuid4()), "Timestamp": clock or now(), **own}
        parameters.pop(drop, None)
        verb = "GET" if method == "get" else "POST"
        parameters["Signature"] = spoil + signature_v1(verb, parameters, self.secret)
        if drop == "Signature":
            del parameters["Signature"]
        parameters.update(after or {})
        if method == "form":
            return self.client.exchange(
                "POST", "/", {"Content-Type": "application/x-www-form-urlencoded"},
                query_of(parameters).replace("%20", "+"))
        return self.client.exchange(verb, "/?" + query_of(parameters))

    def send_v3(self, method, action, own, nonce=None, clock=None, key=None, spoil="", drop="",
                after=None, body=b"", unsigned=""):
        verb = "GET" if method == "get" else "POST"
        query = query_of(own)
        headers = {
            "host": f"127.0.0.1:{self.client.endpoint.port}", "x-acs-action": action,
            "x-acs-version": "2014-05-26", "x-acs-date": clock or now(),
            "x-acs-signature-nonce": nonce or str(uuid.uuid4()),
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest()}
        signed = {n: v for n, v in headers.items() if n not in (drop, unsigned)}
        signature = signature_v3(verb, query, {"x-acs-content-sha256": "", **signed}, self.secret)
        if spoil:
            signature = signature[::-1]
        headers["Authorization"] = (f"ACS3-HMAC-SHA256 Credential={key or self.key},"
                                    f"SignedHeaders={';'.join(sorted(signed))},"
                                    f"Signature={signature}")
        headers.pop(drop, None)
        return self.client.exchange(verb, "/?" + query_of({**own, **(after or {})}), headers,
                                    body)

    def start(self, **more):
        return self.call("StartInstance", more=more)

    def reboot(self, **more):
        return self.call("RebootInstance", more=more)

    def reactivate(self, **more):
        return self.call(self.client.endpoint.reactivate, more=more)

    def status(self, variant="get.xml.v1"):
        return leaves(self.call("DescribeInstanceStatus", variant).tree(), "Status")

    def reaches(self, wanted, among, looks=LOOKS):
        """Whether `wanted` is seen after so many looks at most, and before only what is `among`."""
        for _ in range(looks):
            status = self.truth()["status"]
            if status == wanted:
                return True
            if status not in among:
                return False
        return False


def simultaneously(endpoint, calls):
    """The answers of calls that start together, each on a connection of its own."""
    barrier = threading.Barrier(len(calls))
    answers = [None] * len(calls)

    def one(index, act):
        client = Client(endpoint)
        client.connection.connect()
        barrier.wait(PATIENCE)
        answers[index] = act(client)
        client.close()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return answers


def accepted(answers):
    return sum(answer.status < 300 for answer in answers)


# ---- Probes: one promise each --------------------------------------------------------------------

REFUSED_STATUS = {(403, "IncorrectInstanceStatus")}
NOT_EXPIRED = {(403, "ReactivateInstances.InstanceStatusNotValid"),
               (400, "ReopenInstance.InstanceStatusNotValid")}


def security_lock(c):
    return c.world(status="Stopped", conditions=["SecurityLock"]).start().row() == (
        403, "InstanceLockedForSecurity")


def unknown_instance(c):
    row = c.world(status="Stopped").call("StartInstance", instance="i-unknown").row()
    return row == (404, "InvalidInstanceId.NotFound")


def pay_type(c):
    world = c.world(status="Stopped", chargeType="PrePaid", conditions=["PrePaidExpired"])
    return world.reactivate().row() == (404, "InvalidPayType.NotSupport")


def pay_type_of_an_expired_one(c):
    world = c.world(status="Stopped", chargeType="PrePaid", conditions=["Expired"])
    return world.reactivate().row() == (404, "InvalidPayType.NotSupport")


def no_stock(c):
    world = c.world(status="Stopped", conditions=["NoStock"])
    return world.start().row() == (403, "OperationDenied.NoStock")


def disk_error_text(c):
    world = c.world(status="Stopped", conditions=["DiskIncorrectStatus"])
    return world.start().tree()["Message"] == "IncorrectDiskStatus."


def quota_texts(c):
    world = c.world(status="Stopped", conditions=["QuotaVcpus"])
    return world.start().tree()["Message"] == (
        "The number of vCPUs assigned to the ECS instances has exceeded the quota in the zone.")


def start_needs_stopped(c):
    return all(c.world(status=status).start().row() in REFUSED_STATUS
               for status in ("Pending", "Starting", "Running", "Stopping"))


def reboot_needs_running(c):
    return all(c.world(status=status).reboot().row() in REFUSED_STATUS
               for status in ("Pending", "Starting", "Stopping", "Stopped"))


def start_minds_expiry(c):
    world = c.world(status="Stopped", conditions=["Expired"])
    return world.start().row() == (403, "InstanceExpired")


def reactivate_minds_expiry(c):
    return c.world(status="Stopped").reactivate().row() in NOT_EXPIRED


def start_ends_running(c):
    world = c.world(status="Stopped", settleMs=1)
    return world.start().status < 300 and world.reaches("Running", {"Starting"}, FEW_LOOKS)


def start_begins_starting(c):
    world = c.world(status="Stopped")
    return (world.start().status < 300 and world.truth()["status"] == "Starting"
            and world.status() == ["Starting"])


def refused_start_changes_nothing(c):
    world = c.world(status="Stopped", conditions=["DiskInArrears"])
    return world.start().status == 403 and world.truth()["status"] == "Stopped"


def refused_reboot_changes_nothing(c):
    world = c.world(status="Running", conditions=["KmsUnauthorized"])
    return world.reboot().status == 403 and world.truth()["status"] == "Running"


def start_dry_run(c):
    world = c.world(status="Stopped")
    return (world.start(DryRun="true").row() == (400, "DryRunOperation")
            and world.truth()["status"] == "Stopped")


def reboot_dry_run(c):
    world = c.world(status="Running")
    return (world.reboot(DryRun="true").row() == (400, "DryRunOperation")
            and (world.truth()["status"], world.truth()["lastStop"]) == ("Running", "none"))


def longer_instance_id(c):
    world = c.world(status="Stopped")
    return world.call("StartInstance", instance=world.instance + "0").status == 404


def missing_instance_id(c):
    return c.world(status="Stopped").start(InstanceId=None).status == 400


def unknown_parameters(c):
    world = c.world(status="Stopped")
    return world.start(RegionId=world.region, SignatureType="").status < 300


def force_stop(c):
    world = c.world(status="Running")
    return world.reboot(ForceStop="true").status < 300 and world.truth()["lastStop"] == "forced"


def graceful_stop(c):
    world, other = c.world(status="Running"), c.world(status="Running")
    return (world.reboot().status < 300 and world.truth()["lastStop"] == "graceful"
            and other.reboot(ForceStop="false").status < 300
            and other.truth()["lastStop"] == "graceful")


def local_disk_lost(c):
    world = c.world(status="Stopped", conditions=["LocalDisk", "LocalDiskFailed"])
    return (world.start(InitLocalDisk="true").status < 300
            and world.truth()["localDiskData"] == "lost")


def local_disk_kept(c):
    world = c.world(status="Stopped", conditions=["LocalDisk"])
    return (world.start(InitLocalDisk="false").status < 300
            and world.truth()["localDiskData"] == "kept")


def request_id_on_errors(c):
    answer = c.world(status="Running").start()
    return len(answer.tree().get("RequestId", "")) == 36


def request_ids_differ(c):
    world = c.world(status="Running")
    return world.start().tree()["RequestId"] != world.start().tree()["RequestId"]


def json_says_json(c):
    answer = c.world(status="Running").call("DescribeInstances", "post.json.v3")
    return answer.content_type.startswith("application/json")


def xml_root(c):
    return c.world(status="Stopped").start().root() == "StartInstanceResponse"


def host_id(c):
    return bool(c.world(status="Running").start().tree().get("HostId"))


def errors_have_error_status(c):
    return c.world(status="Running").start().status == 403


def success_has_no_code(c):
    return "Code" not in c.world(status="Stopped").start().tree()


def nonce_is_used_once(c):
    world = c.world(status="Stopped")
    first = world.call("DescribeInstances", nonce="the same")
    return first.status == 200 and all(
        world.call("StartInstance", variant, nonce="the same").status == 400
        for variant in ("get.xml.v1", "post.json.v3")) and world.truth()["status"] == "Stopped"


def v1_signature(c):
    world = c.world(status="Stopped")
    return (world.call("StartInstance", spoil="A").status in (400, 403)
            and world.call("StartInstance", after={"InitLocalDisk": "true"}).status in (400, 403)
            and world.truth()["status"] == "Stopped")


def v3_signature(c):
    world = c.world(status="Stopped")
    return (world.call("StartInstance", "get.json.v3", spoil="reversed").status in (400, 403)
            and world.call("StartInstance", "get.json.v3",
                           after={"InitLocalDisk": "true"}).status in (400, 403)
            and world.truth()["status"] == "Stopped")


def v3_body(c):
    world = c.world(status="Stopped")
    return (world.call("StartInstance", "post.json.v3", body=b"other").status in (400, 403)
            and world.truth()["status"] == "Stopped")


def v3_headers_are_signed(c):
    world = c.world(status="Stopped")
    return (world.call("StartInstance", "post.json.v3", unsigned="x-acs-date").status in (400, 403)
            and world.truth()["status"] == "Stopped")


def clock(c):
    world = c.world(status="Stopped")
    return all(world.call("StartInstance", variant, clock=text).status == 400
               for variant in ("get.xml.v1", "post.json.v3")
               for text in (now(-86400), now(86400), "yesterday", now().lower())) and (
                   world.truth()["status"] == "Stopped")


def empty_values_are_signed(c):
    return c.world(status="Running").call("DescribeInstances", more={
        "SecurityToken": ""}).status == 200


def foreign_instance(c):
    mine, theirs = c.world(status="Stopped"), c.world(status="Stopped")
    return (mine.call("StartInstance", instance=theirs.instance).status == 404
            and theirs.truth()["status"] == "Stopped")


def form(c):
    return c.world(status="Stopped").call("StartInstance", "form.json.v1").status < 300


def action_case(c):
    world = c.world(status="Stopped")
    return (world.call("startinstance").status in (400, 403, 404)
            and world.truth()["status"] == "Stopped")


def one_start_of_many(c):
    world = c.world(status="Stopped")
    answers = simultaneously(c.endpoint, [lambda client: world.over(client).start()] * 8)
    return accepted(answers) == 1 and all(
        a.status < 300 or a.row() in REFUSED_STATUS for a in answers)


def one_reactivation_of_many(c):
    world = c.world(status="Stopped", conditions=["Expired"])
    answers = simultaneously(c.endpoint, [lambda client: world.over(client).reactivate()] * 8)
    return accepted(answers) == 1 and all(
        a.status < 300 or a.row() in REFUSED_STATUS | NOT_EXPIRED for a in answers)


def status_listing(c):
    return c.world(status="Running").status() == ["Running"]


PROBES = {
    "security-lock-is-400": security_lock,
    "unknown-instance-is-403": unknown_instance,
    "pay-type-is-403": pay_type,
    "no-stock-has-another-code": no_stock,
    "disk-error-has-another-text": disk_error_text,
    "quota-texts-are-one": quota_texts,
    "start-ignores-status": start_needs_stopped,
    "reboot-ignores-status": reboot_needs_running,
    "start-ignores-security-lock": security_lock,
    "start-ignores-expiry": start_minds_expiry,
    "reactivate-ignores-expiry": reactivate_minds_expiry,
    "reactivate-ignores-pay-type": pay_type_of_an_expired_one,
    "never-leaves-starting": start_ends_running,
    "skips-starting": start_begins_starting,
    "start-falls-back-to-stopped": start_ends_running,
    "refused-start-starts": refused_start_changes_nothing,
    "refused-reboot-reboots": refused_reboot_changes_nothing,
    "start-dry-run-executes": start_dry_run,
    "reboot-dry-run-executes": reboot_dry_run,
    "dry-run-succeeds": start_dry_run,
    "longer-instance-id-accepted": longer_instance_id,
    "missing-instance-id-is-500": missing_instance_id,
    "unknown-parameters-refused": unknown_parameters,
    "force-stop-ignored": force_stop,
    "force-stop-always": graceful_stop,
    "init-local-disk-ignored": local_disk_lost,
    "init-local-disk-always": local_disk_kept,
    "request-id-missing-on-errors": request_id_on_errors,
    "request-id-repeats": request_ids_differ,
    "json-claims-xml": json_says_json,
    "xml-root-of-another-action": xml_root,
    "host-id-missing": host_id,
    "errors-are-200": errors_have_error_status,
    "success-carries-code": success_has_no_code,
    "nonce-replay-accepted": nonce_is_used_once,
    "v1-signature-unchecked": v1_signature,
    "v3-signature-unchecked": v3_signature,
    "v3-body-unchecked": v3_body,
    "unsigned-headers-accepted": v3_headers_are_signed,
    "clock-unchecked": clock,
    "empty-values-unsigned": empty_values_are_signed,
    "foreign-instance-startable": foreign_instance,
    "form-ignored": form,
    "action-case-ignored": action_case,
    "second-start-accepted": one_start_of_many,
    "second-reactivation-accepted": one_reactivation_of_many,
    "status-listing-is-stale": status_listing,
}

# ---- Rows: by condition, what may come back ------------------------------------------------------

STATUS_TEXT = "The current status of the resource does not support this operation."
INTERNAL = "The request processing has failed due to some unknown error"
LOCK_TEXT = ("The specified operation is denied as your instance is locked for security reasons.")
POOR_TEXT = "Your account does not have enough balance."
ARREARS_TEXT = ("The specified operation is denied as your prepay instance is expired (prepay "
                "mode) or in arrears (afterpay mode).")
QUOTA = "QuotaExceed.ElasticQuota"
MANY = ("The number of the specified ECS instances has exceeded the quota of the specified "
        "instance type")
START_ROWS = {
    "SecurityLock": {(403, "InstanceLockedForSecurity", LOCK_TEXT)},
    "InsufficientBalance": {(403, "InsufficientBalance", POOR_TEXT)},
    "Unreachable": {(500, "InstanceNotReady", "The specified instance is not ready for use"),
                    (403, "InstanceNotReady", "The specified instance is not ready for use.")},
    "NotReady": {(500, "InstanceNotReady", "The specified instance is not ready for use"),
                 (403, "InstanceNotReady", "The specified instance is not ready for use"),
                 (403, "InstanceNotReady", "The specified instance is not ready for use.")},
    "ServiceError": {(500, "InternalError", INTERNAL + ".")},
    "ServiceFailure": {(500, "InternalError", INTERNAL + ", exception or failure.")},
    "DiskIncorrectStatus": {(403, "DiskError", "IncorrectDiskStatus.")},
    "DiskInArrears": {(403, "DiskInArrears",
                       "The specified operation is denied as your disk has expired.")},
    "Expired": {(403, "InstanceExpired", "The postPaid instance has been expired.Please ensure "
                                         "your account have enough balance.")},
    "OverdueRecycling": {(403, "InstanceExpired", "The postPaid instance has been expired.Please "
                                                  "ensure your account have enough balance.")},
    "PrePaidExpired": {(403, "InstanceExpired", "The prePaid instance has been expired.")},
    "KmsUnauthorized": {(403, "InvalidParameter.KMSKeyId.KMSUnauthorized",
                         "ECS service have no right to access your KMS.")},
    "NoStock": {(403, "OperationDenied.NoStock",
                 "The requested resource is sold out in the specified zone; try other types of "
                 "resources or other regions and zones.")},
    "SpotPriceLow": {(403, "OperationDenied.SpotPriceLowerThanPublicPrice",
                      "The spot instance price is lower than public price.")},
    "QuotaType": {(403, QUOTA, "No additional quota is available for the specified ECS instance "
                               "type.")},
    "QuotaInstances": {(403, QUOTA, MANY + ".")},
    "QuotaVcpus": {(403, QUOTA, "The number of vCPUs assigned to the ECS instances has exceeded "
                                "the quota in the zone.")},
    "QuotaInstancesOrVcpus": {(403, QUOTA, MANY + ", or the number of vCPUs assigned to the ECS "
                                           "instances has exceeded the quota in the zone.")},
}
REBOOT_ROWS = {
    "SecurityLock": START_ROWS["SecurityLock"],
    "DiskIncorrectStatus": START_ROWS["DiskIncorrectStatus"],
    "KmsUnauthorized": START_ROWS["KmsUnauthorized"],
    "ServiceError": START_ROWS["ServiceError"],
    "ServiceFailure": START_ROWS["ServiceFailure"],
    "Expired": {(403, "InstanceExpiredOrInArrears", ARREARS_TEXT)},
    "PrePaidExpired": {(403, "InstanceExpiredOrInArrears", ARREARS_TEXT)},
}
REACTIVATE_ROWS = {
    "SecurityLock": START_ROWS["SecurityLock"],
    "InsufficientBalance": START_ROWS["InsufficientBalance"],
    "ServiceError": START_ROWS["ServiceError"],
}
VARIANTS = ("get.xml.v1", "post.json.v1", "form.xml.v1", "get.json.v3", "post.xml.v3")


def on_each(test):
    """Runs a test with a client of each endpoint in turn."""

    @functools.wraps(test)
    def run(self):
        for endpoint in self.endpoints:
            client = Client(endpoint)
            with self.subTest(endpoint=endpoint.name):
                test(self, client)
            client.close()

    return run


class WholeEndpoints(unittest.TestCase):
    """The smallest endpoint and the peer's three styles, nothing broken."""

    @classmethod
    def setUpClass(cls):
        cls.loop = Loop()
        cls.endpoints = [smallest(), *(cls.loop.peer(style) for style in peer_endpoint.STYLES)]

    @classmethod
    def tearDownClass(cls):
        for endpoint in cls.endpoints:
            endpoint.stop()
        cls.loop.close()

    def check_row(self, world, answer, allowed):
        tree = answer.tree()
        self.assertIn((answer.status, tree["Code"], tree["Message"]), allowed)
        self.assertEqual({"RequestId", "HostId", "Code", "Message"} - set(tree), set())

    @on_each
    def test_every_promise_that_the_peer_can_break(self, client):
        for name, probe in PROBES.items():
            self.assertTrue(probe(client), name)

    @on_each
    def test_every_error_row(self, client):
        count = 0
        for act, status, rows in (("StartInstance", "Stopped", START_ROWS),
                                  ("RebootInstance", "Running", REBOOT_ROWS),
                                  (client.endpoint.reactivate, "Stopped", REACTIVATE_ROWS)):
            for condition, allowed in rows.items():
                conditions = [condition]
                if rows is REACTIVATE_ROWS:
                    conditions.append("Expired")
                charge = "PrePaid" if condition == "PrePaidExpired" else "PostPaid"
                world = client.world(status=status, chargeType=charge, conditions=conditions)
                variant = VARIANTS[count % len(VARIANTS)]
                before = world.truth()
                self.check_row(world, world.call(act, variant), allowed)
                self.assertEqual(world.truth(), before)
                self.assertEqual(world.delete(), 204)
                count += 1

    @on_each
    def test_an_overdue_instance_is_reactivated_once(self, client):
        for condition in ("Expired", "OverdueRecycling", "ImageExpired", "EcsAndImageExpired"):
            world = client.world(status="Stopped", conditions=[condition], settleMs=1)
            self.assertLess(world.reactivate().status, 300)
            self.assertTrue(world.reaches("Running", {"Starting"}))
            self.assertEqual(leaves(world.call("DescribeInstances").tree(), "LockReason"), [])
            self.assertIn(world.reactivate().row(), REFUSED_STATUS | NOT_EXPIRED)

    @on_each
    def test_a_reboot_goes_by_stopping_or_starting(self, client):
        world = client.world(status="Running", settleMs=1)
        self.assertLess(world.reboot().status, 300)
        self.assertTrue(world.reaches("Running", {"Stopping", "Starting"}))
        held = client.world(status="Running")
        self.assertLess(held.reboot().status, 300)
        self.assertIn(held.truth()["status"], ("Stopping", "Starting"))

    @on_each
    def test_what_is_transitory_at_first_is_held(self, client):
        for status in ("Pending", "Starting", "Stopping"):
            world = client.world(status=status, settleMs=0)
            self.assertEqual(world.status(), [status])
            self.assertEqual(world.truth()["status"], status)

    @on_each
    def test_the_three_descriptions_agree(self, client):
        world = client.world(status="Stopped", conditions=["SecurityLock"])
        for variant in VARIANTS:
            self.assertEqual(world.status(variant), ["Stopped"])
            for action in ("DescribeInstances", "DescribeInstanceAttribute"):
                answer = world.call(action, variant)
                self.assertEqual(answer.status, 200)
                self.assertEqual(leaves(answer.tree(), "InstanceId"), [world.instance])
                self.assertEqual(leaves(answer.tree(), "Status"), ["Stopped"])
                self.assertEqual(leaves(answer.tree(), "LockReason"), ["security"])
                self.assertEqual(leaves(answer.tree(), "InstanceChargeType"), ["PostPaid"])
        wanted = {"InstanceIds": json.dumps([world.instance])}
        self.assertEqual(leaves(world.call("DescribeInstances", more=wanted).tree(), "Status"),
                         ["Stopped"])
        other = client.world(status="Running")
        foreign = {"InstanceIds": json.dumps([other.instance])}
        self.assertEqual(leaves(world.call("DescribeInstances", more=foreign).tree(), "Status"),
                         [])

    @on_each
    def test_each_common_parameter_is_needed(self, client):
        names = ("Action", "Version", "AccessKeyId", "Signature", "SignatureMethod",
                 "SignatureVersion", "SignatureNonce", "Timestamp")
        headers = ("x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce",
                   "x-acs-content-sha256", "Authorization")
        world = client.world(status="Stopped")
        for variant, drops in (("get.xml.v1", names), ("post.json.v3", headers)):
            for name in drops:
                answer = world.call("StartInstance", variant, drop=name)
                self.assertIn(answer.status, (400, 403, 404), name)
                self.assertTrue(answer.body, name)
        self.assertEqual(world.truth()["status"], "Stopped")

    @on_each
    def test_a_window_of_fifteen_minutes_at_least(self, client):
        world = client.world(status="Running")
        for variant in ("get.xml.v1", "post.json.v3"):
            for offset in (-14 * 60, 14 * 60):
                answer = world.call("DescribeInstances", variant, clock=now(offset))
                self.assertEqual(answer.status, 200)
            for offset in (-32 * 60, 32 * 60):
                answer = world.call("DescribeInstances", variant, clock=now(offset))
                self.assertEqual(answer.status, 400)

    @on_each
    def test_an_unknown_access_key(self, client):
        world = client.world(status="Stopped")
        for variant in ("get.xml.v1", "post.json.v3"):
            answer = world.call("StartInstance", variant, key="LTAInobody")
            self.assertEqual(answer.code(), "InvalidAccessKeyId.NotFound")
            self.assertIn(answer.status, (400, 404))

    @on_each
    def test_values_that_are_no_booleans(self, client):
        for status, action, name in (("Stopped", "StartInstance", "InitLocalDisk"),
                                     ("Stopped", "StartInstance", "DryRun"),
                                     ("Running", "RebootInstance", "ForceStop"),
                                     ("Running", "RebootInstance", "DryRun")):
            world = client.world(status=status)
            answer = world.call(action, more={name: "perhaps"})
            self.assertEqual(answer.status, 400)
            self.assertEqual(world.truth()["status"], status)

    @on_each
    def test_odd_instance_ids_are_unknown(self, client):
        odd = ("blah", " ", "a b*c+d/e=f&g:h~", "\u5b9e\u4f8b", "\U0001f4a3", "i-\0", "%", "<i>",
               "x" * 20000)
        world = client.world(status="Stopped")
        for text in odd:
            for variant in VARIANTS:
                answer = world.call("StartInstance", variant, instance=text)
                self.assertEqual(answer.row(), (404, "InvalidInstanceId.NotFound"))

    @on_each
    def test_other_methods_are_refused_with_a_request_id(self, client):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            status, content_type, body = client.exchange(method, "/?Format=JSON")
            self.assertIn(status, (400, 403))
            self.assertEqual(json.loads(body)["Code"], "UnsupportedHTTPMethod")
            self.assertTrue(content_type.startswith("application/json"))

    @on_each
    def test_fixtures_are_declared_made_and_unmade(self, client):
        status, _, body = client.exchange("GET", "/_fixtures")
        offered = json.loads(body)
        self.assertEqual((status, offered["version"]), (200, 1))
        self.assertEqual(len(offered["statuses"]), 5)
        self.assertEqual(len(offered["conditions"]), 22)
        status, _, body = client.exchange("POST", "/_fixtures", body=json.dumps(
            {"status": "Stopped", "conditions": ["NoStock", "Flood"]}))
        self.assertEqual((status, json.loads(body)), (422, {"unsupported": ["Flood"]}))
        self.assertEqual(client.exchange("POST", "/_fixtures", body="[")[0], 400)
        world = client.world(status="Running")
        self.assertEqual(world.truth()["status"], "Running")
        self.assertEqual(world.delete(), 204)
        self.assertEqual(world.delete(), 404)
        self.assertEqual(client.exchange("GET", "/_fixtures/" + world.fixture)[0], 404)
        self.assertEqual(world.call("DescribeInstances").code(), "InvalidAccessKeyId.NotFound")


class BrokenPeers(unittest.TestCase):
    def test_every_break_has_a_probe_and_no_probe_is_idle(self):
        self.assertEqual(set(PROBES), set(peer_endpoint.BREAKS))

    def test_each_broken_promise_is_seen_in_every_style(self):
        loop = Loop()
        self.addCleanup(loop.close)
        for style in peer_endpoint.STYLES:
            for broken, probe in PROBES.items():
                with self.subTest(style=style, broken=broken):
                    endpoint = loop.peer(style, broken)
                    client = Client(endpoint)
                    self.assertFalse(probe(client))
                    client.close()
                    endpoint.stop()


class Freedoms(unittest.TestCase):
    """What one style may and another does not."""

    @classmethod
    def setUpClass(cls):
        cls.loop = Loop()
        cls.endpoints = {name: cls.loop.peer(name) for name in peer_endpoint.STYLES}
        cls.clients = {name: Client(endpoint) for name, endpoint in cls.endpoints.items()}

    @classmethod
    def tearDownClass(cls):
        for client in cls.clients.values():
            client.close()
        for endpoint in cls.endpoints.values():
            endpoint.stop()
        cls.loop.close()

    def answers(self, act, **fixture):
        return {name: act(client.world(**fixture)) for name, client in self.clients.items()}

    def test_wording_of_a_wrong_status(self):
        texts = {name: answer.tree()["Message"] for name, answer in
                 self.answers(World.start, status="Running").items()}
        live = ("The specified instance is in an incorrect status for the requested action; Status "
                "of the specified instance is Running but the expected status is in (Stopped).")
        self.assertEqual(texts, {"a": live, "b": STATUS_TEXT, "c": live})

    def test_dry_run_on_a_wrong_status(self):
        rows = {name: answer.row() for name, answer in self.answers(
            lambda world: world.start(DryRun="true"), status="Running").items()}
        wrong = (403, "IncorrectInstanceStatus")
        self.assertEqual(rows, {"a": (400, "DryRunOperation"), "b": wrong, "c": wrong})

    def test_names_of_a_missing_instance_id(self):
        codes = {name: answer.code() for name, answer in self.answers(
            lambda world: world.start(InstanceId=None), status="Stopped").items()}
        self.assertEqual(codes, {"a": "MissingInstanceId", "b": "MissingParameter",
                                 "c": "MissingParameter.InstanceId"})

    def test_spellings_of_reactivate(self):
        known = {}
        for name, client in self.clients.items():
            known[name] = [spelling for spelling in ("ReactivateInstances", "ReActivateInstances")
                           if client.world(status="Stopped", conditions=["Expired"])
                           .call(spelling).status < 300]
        self.assertEqual(known, {"a": ["ReActivateInstances"],
                                 "b": ["ReactivateInstances", "ReActivateInstances"],
                                 "c": ["ReactivateInstances"]})

    def test_capital_booleans(self):
        statuses = {name: answer.status for name, answer in self.answers(
            lambda world: world.start(InitLocalDisk="True"), status="Stopped").items()}
        self.assertEqual(statuses, {"a": 200, "b": 400, "c": 202})

    def test_thirty_minutes_under_v1(self):
        statuses = {name: answer.status for name, answer in self.answers(
            lambda world: world.call("DescribeInstances", clock=now(-30 * 60)),
            status="Stopped").items()}
        self.assertEqual(statuses, {"a": 200, "b": 400, "c": 200})

    def test_a_reboot_on_its_way(self):
        def seen(world):
            world.reboot()
            return world.truth()["status"]

        self.assertEqual(self.answers(seen, status="Running"),
                         {"a": "Stopping", "b": "Starting", "c": "Stopping"})


class Programs(unittest.TestCase):
    """Both as a user starts them."""

    def first_line(self, *command):
        process = subprocess.Popen([sys.executable, *map(str, command)], stdout=subprocess.PIPE,
                                   text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait, PATIENCE)
        self.addCleanup(process.terminate)
        return process.stdout.readline().strip()

    def test_the_first_line_says_where(self):
        for command in ((SMALLEST, "--port", "0"), (PEER, "--style", "c", "--set", "late=false"),
                        (PEER, "--break", "form-ignored", "--spelling", "both")):
            line = self.first_line(*command)
            self.assertRegex(line, r"^listening on http://127\.0\.0\.1:[0-9]+$")
            client = Client(Endpoint("program", int(line.rpartition(":")[2]), None, ""))
            self.assertEqual(client.exchange("GET", "/_fixtures")[0], 200)
            client.close()

    def test_breaks_are_listed_with_their_family(self):
        listed = subprocess.run([sys.executable, PEER, "--list-breaks"], capture_output=True,
                                text=True, check=True, timeout=PATIENCE).stdout.splitlines()
        self.assertEqual(dict(line.split("\t") for line in listed), peer_endpoint.BREAKS)

    def test_a_freedom_that_is_none_is_bad_usage(self):
        run = subprocess.run([sys.executable, PEER, "--set", "colour=red"], capture_output=True,
                             timeout=PATIENCE, check=False)
        self.assertEqual(run.returncode, 2)


if __name__ == "__main__":
    unittest.main()
