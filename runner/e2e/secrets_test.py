# SPDX-License-Identifier: Apache-2.0
"""What must never be lost or told: secrets, reports, worlds, and a word where something could not be written."""

import base64
import contextlib
import gzip
import http.client
import http.server
import json
import os
import re
import signal
import subprocess
import threading
import time
import unittest
import urllib.parse
from xml.etree import ElementTree

from hallmark_program import (ENOUGH, PATIENCE, PROGRAM, SLOWNESS, WithFolder, hallmark, reference, serving, under_way,
                              wait_until)


# --- An endpoint that tells whatever it was told -----------------------------------------------------------------

def every(text, form):
    return "".join(form % ord(c) for c in text)


def special(text, form):
    return "".join(c if c.isalnum() else form % ord(c) for c in text)


def upper_and_lower(text):
    return text.upper() + " " + text.lower()


# How an echo is dressed in the body; where it stands besides, and how the body travels, stands behind it.
KINDS = (
    ("slashes as PHP writes them", lambda text: text.replace("/", "\\/"), ""),
    ("XML references", lambda text: special(text, "&#x%X;"), ""),
    ("JSON escapes", lambda text: every(text, "\\u%04X"), ""),
    ("percent, upper case", lambda text: special(text, "%%%02X"), ""),
    ("percent, lower case, twice", lambda text: special(text, "%%25%02x"), ""),
    ("names of headers", lambda text: "nothing", "names"),
    ("Base64", lambda text: base64.b64encode(text.encode()).decode(), "values"),
    ("other case", upper_and_lower, "values"),
    ("packed", lambda text: text, "gzip"),
    ("in chunks", lambda text: text, "chunks"),
)


class Quiet(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # the client may go away


class Echo(Quiet):
    """Before the endpoint at `upstream`: the same answers, and in each what the request was signed with."""

    request_queue_size = 128

    def __init__(self, upstream, kind=None, slow=0.0, deletes=True, handler=None):
        super().__init__(("127.0.0.1", 0), handler or Answering)
        self.upstream = urllib.parse.urlsplit(upstream).netloc
        self.kind, self.slow, self.deletes = kind, slow, deletes
        self.lock = threading.Lock()
        self.asked = 0
        self.secret_of = {}  # by access key id
        self.signatures = set()
        self.standing = set()  # ids of worlds
        self.hang = threading.Event()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server_port


class Answering(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def setup(self):
        super().setup()
        self.upstream = http.client.HTTPConnection(self.server.upstream)

    def finish(self):
        self.upstream.close()
        super().finish()

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fixtures = self.path.startswith("/_fixtures")
        with self.server.lock:
            self.server.asked += not fixtures
            number = self.server.asked
        if fixtures and self.command == "DELETE" and not self.server.deletes:
            self.send(500, "No", [], b"")
            return
        if not fixtures:
            time.sleep(self.server.slow)
            while self.server.hang.is_set():
                time.sleep(0.02)
        headers = {name: value for name, value in self.headers.items()}
        self.upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            self.upstream.putheader(name, value)
        self.upstream.endheaders(body)
        reply = self.upstream.getresponse()
        answer = reply.read()
        if fixtures:
            self.learn(reply.status, answer)
            self.send(reply.status, reply.reason, [("Content-Type", "application/json")], answer)
        else:
            self.echo(number, headers, body, reply, answer)

    do_GET = do_POST = do_DELETE = do_PUT = do_OPTIONS = do_HEAD = do_PATCH = do_TRACE = answer

    def learn(self, status, answer):
        with self.server.lock:
            if self.command == "POST" and status == 201:
                world = json.loads(answer)
                self.server.secret_of[world["accessKeyId"]] = world["accessKeySecret"]
                self.server.standing.add(world["id"])
            elif self.command == "DELETE":
                self.server.standing.discard(self.path.rsplit("/", 1)[-1])

    def told(self, headers, body):
        """The secret and the signature, and the header that holds it."""
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query + "&" + body.decode("latin-1"))
        authorization = headers.get("Authorization", headers.get("authorization", ""))
        signature = query.get("Signature", [""])[0]
        key = query.get("AccessKeyId", [""])[0]
        if match := re.search(r"Credential=([^,]*).*Signature=(\w*)", authorization):
            key, signature = match.groups()
        with self.server.lock:
            secret = self.server.secret_of.get(key, "")
            if len(set(signature)) > 8:  # others are no signatures, and stand in the cases
                self.server.signatures.add(signature)
        return secret, signature, authorization

    def echo(self, number, headers, body, reply, answer):
        kind = number % len(KINDS) if self.server.kind is None else self.server.kind
        _, dress, travels = KINDS[kind]
        secret, signature, authorization = self.told(headers, body)
        text = " ".join(dress(one) for one in (secret, signature, authorization) if one)
        if answer.startswith(b"{"):
            answer = answer.replace(b"{", ('{"Echo":"%s",' % text).encode(), 1)
        else:
            answer = re.sub(rb"(</\w+>)\s*$", lambda end: b"<Echo>%s</Echo>" % text.encode() + end.group(1), answer)
        extra = [("Content-Type", reply.getheader("Content-Type") or "text/plain")]
        if travels == "names":
            extra += [("X-" + one, "1") for one in (secret, signature) if one.isalnum()]
        if travels == "values":
            extra += [("X-Echo", text)]
        if travels == "gzip":
            answer = gzip.compress(answer)
            extra += [("Content-Encoding", "gzip")]
        reason = "%s %s" % (secret, signature)
        self.send(reply.status, reason, extra, answer, chunk=7 if travels == "chunks" else 0)

    def send(self, status, reason, headers, body, chunk=0):
        head = ["HTTP/1.1 %d %s" % (status, reason)] + ["%s: %s" % header for header in headers]
        if chunk:
            head.append("Transfer-Encoding: chunked")
            body = b"".join(b"%x\r\n%s\r\n" % (len(body[at:at + chunk]), body[at:at + chunk])
                            for at in range(0, len(body), chunk)) + b"0\r\n\r\n"
        elif status != 204:
            head.append("Content-Length: %d" % len(body))
        self.wfile.write("\r\n".join(head + ["", ""]).encode("latin-1", "replace") + body)


@contextlib.contextmanager
def echoing(*options, **how):
    with reference(*options) as upstream, Echo(upstream, **how) as server, serving(server):
        try:
            yield server
        finally:
            server.hang.clear()


class Gate(Answering):
    """Lets nobody through who does not bring the key, and tells the key with each answer."""

    KEY = "opensesame1for2the3gate"

    def answer(self):
        if self.headers.get_all("X-Gate-Key") == [self.KEY]:
            super().answer()
            return
        with self.server.lock:
            self.server.asked += 1
        self.send(401, "No key", [], b"no key")

    do_GET = do_POST = do_DELETE = do_PUT = do_OPTIONS = do_HEAD = do_PATCH = do_TRACE = answer

    def told(self, headers, body):
        return self.KEY, "", ""


# --- Looking for what must not be there --------------------------------------------------------------------------

ESCAPES = re.compile(r"%u?00?([0-9A-Fa-f]{2})|%([0-9A-Fa-f]{2})|\\u00([0-9A-Fa-f]{2})|\\x([0-9A-Fa-f]{2})"
                     r"|&#[xX]0*([0-9A-Fa-f]{1,2});|\\([/\\\"])|&(amp|lt|gt|quot|apos);")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def decoded_once(text):
    def plain(match):
        for group in match.groups()[:5]:
            if group is not None:
                return chr(int(group, 16))
        return match.group(6) or NAMED[match.group(7)]
    return ESCAPES.sub(plain, text)


def from_base64(run):
    if len(run) % 4 == 1:
        run = run[:-1]
    return base64.b64decode(run.replace("-", "+").replace("_", "/") + "=" * (-len(run) % 4))


def readings(data):
    """Whatever somebody gets out of the bytes who decodes them a few times."""
    text = data.decode("latin-1")
    for _ in range(4):
        yield text
        for run in re.findall(r"[A-Za-z0-9+/_-]{24,}", text):
            for skipped in range(4):
                inside = from_base64(run[skipped:])
                yield inside.decode("latin-1")
                if inside.startswith(b"\x1f\x8b"):
                    with contextlib.suppress(OSError, EOFError):
                        yield gzip.decompress(inside).decode("latin-1")
        further = decoded_once(text)
        if further == text:
            return
        text = further


class Needles:
    """Looks for many secrets at once: by their first characters, in any case."""

    SIZE = 16

    def __init__(self, secrets):
        self.starts = {}
        for secret in secrets:
            self.starts.setdefault(secret[:self.SIZE].lower(), []).append(secret)

    def found_in(self, data):
        for text in readings(data):
            folded = text.lower()
            for run in re.finditer(r"[a-z0-9+/=]{%d,}" % self.SIZE, folded):
                for at in range(run.start(), run.end() - self.SIZE + 1):
                    for secret in self.starts.get(folded[at:at + self.SIZE], ()):
                        if folded.startswith(secret.lower(), at):
                            return secret
        return None


class Ps(threading.Thread):
    """Every command line that was seen while it ran."""

    def __init__(self):
        super().__init__(daemon=True)
        self.seen = set()
        self.stop = threading.Event()

    def run(self):
        while not self.stop.wait(0.05):
            for process in filter(str.isdigit, os.listdir("/proc")):
                with contextlib.suppress(OSError), open("/proc/%s/cmdline" % process, "rb") as file:
                    self.seen.add(file.read())

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.join()


class WithHistory(WithFolder):
    def history(self):
        with open(self.file("history.txt"), "w", encoding="ascii") as file:
            file.write("hallmark history 1\n\nworld Stopped PostPaid\nStartInstance\n")
        return file.name

    def files(self):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    yield os.path.join(folder, name), file.read()


class Echoes(WithHistory):
    def look(self, server, outputs):
        self.assertGreater(len(server.signatures), 0)
        needles = Needles(server.signatures | set(server.secret_of.values()))
        for name, data in outputs:
            self.assertIsNone(needles.found_in(data), "%s tells a secret" % name)

    def test_the_search_finds_each_kind(self):
        secret = "3rj0anQefW3L0Spw4ntlySvRuYWyih/+ab="
        for name, dress, travels in KINDS:
            data = b"<a>" + dress("x " + secret).encode() + b"</a>"
            if travels == "gzip":
                data = base64.b64encode(gzip.compress(data))
            if travels != "names":
                self.assertEqual(Needles([secret]).found_in(data), secret, name)
        self.assertIsNone(Needles([secret]).found_in(b"3rj0anQefW3L0Spw and more"))

    def test_are_in_nothing_that_a_failing_run_leaves(self):
        with echoing() as server, Ps() as ps:
            done = hallmark("run", "--endpoint", server.url, "--depth", "1", "--timeout", "30s",
                            "--verbose", "--report", self.file("run.json"), "--report", self.file("run.xml"))
            again = hallmark("judge", self.file("run.json"), "--verbose", "--report", self.file("again.xml"))
        self.assertEqual((done.code, again.code), (1, 1), done.out[-2000:] + done.err)
        self.assertGreater(server.asked, 1500)
        outputs = [("stdout", done.out.encode()), ("stderr", done.err.encode()), ("judge", again.out.encode()),
                   ("ps", b"\n".join(ps.seen)), *self.files()]
        self.assertEqual(len(outputs), 7)
        self.look(server, outputs)
        # and what is not secret is there
        self.assertIn(b"***", outputs[-1][1])

    def test_are_in_nothing_that_a_campaign_leaves(self):
        with echoing("--defect", "start-while-running") as server:
            done = hallmark("fuzz", "--endpoint", server.url, "--for", ENOUGH, "--histories", "300", "--seed", "1",
                            "--timeout", "30s", "--jobs", "8", "--findings", self.file("findings"),
                            "--corpus", self.file("corpus"),
                            "--report", self.file("fuzz.json"), "--report", self.file("fuzz.xml"))
            self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
            finding = next(path for path, _ in self.files() if "/findings/" in path)
            again = hallmark("replay", finding, "--endpoint", server.url, "--timeout", "30s")
        self.look(server, [("stdout", done.out.encode()), ("stderr", done.err.encode()),
                           ("replay", (again.out + again.err).encode()), *self.files()])

    def test_are_not_in_what_send_prints(self):
        for kind, (name, _, _) in enumerate(KINDS):
            with self.subTest(kind=name), echoing(kind=kind) as server:
                for variant in ("get.xml.v1", "post.json.v3"):
                    done = hallmark("send", "StartInstance", "--endpoint", server.url, "--status", "Running",
                                    "--variant", variant, "--show-request")
                    self.assertEqual(done.code, 0, done.err)
                    self.look(server, [("send", (done.out + done.err).encode("utf-8", "replace"))])

    def test_a_key_that_would_write_headers_is_the_providers_error(self):
        with Quiet(("127.0.0.1", 0), Injecting) as server:
            server.heads = []
            with serving(server) as url:
                done = hallmark("run", "--endpoint", url, "--select", "base/variant")
        self.assertEqual(done.code, 2, done.out + done.err)
        self.assertIn("the access key id holds a line break", done.out + done.err)
        self.assertNotIn("X-Injected", "".join(server.heads))


class AlongWithEachRequest(WithHistory):
    """--header: it is sent with every request, and told by nothing that is kept."""

    def test_opens_a_gate_and_is_told_by_nothing(self):
        select = ["--select", "start-instance/precondition/*", "--timeout", "30s"]
        header = "--header=X-Gate-Key=" + Gate.KEY
        history = self.history()
        in_header_and_body = [travels for _, _, travels in KINDS].index("values")
        with echoing(handler=Gate, kind=in_header_and_body) as server:
            done = hallmark("run", "--endpoint", server.url, header, *select, "--verbose", "--evidence", "all",
                            "--report", self.file("run.json"), "--report", self.file("run.html"))
            sent = hallmark("send", "StartInstance", "--endpoint", server.url, header, "--show-request")
            played = hallmark("replay", history, "--endpoint", server.url, header, "--report", self.file("replay.json"))
            checked = hallmark("fixtures", "check", server.url + "/_fixtures", header)
            shut = hallmark("run", "--endpoint", server.url, *select)
        for what in (done, sent, played, checked):
            self.assertEqual(what.code, 0, what.out[-2000:] + what.err)
        self.assertGreater(server.asked, 50)
        needles = Needles([Gate.KEY])
        outputs = [(what.out + what.err).encode() for what in (done, sent, played, checked)]
        for data in outputs + [data for _, data in self.files()]:
            self.assertIsNone(needles.found_in(data))
        self.assertEqual(shut.code, 2, shut.out + shut.err)

    def test_is_named_where_a_failure_is_to_be_shown_again(self):
        with reference("--defect", "start-while-running") as url:
            done = hallmark("run", "--endpoint", url, "--header", "X-Gate-Key=" + Gate.KEY,
                            "--select", "start-instance/precondition/running@get.xml.v1")
        self.assertEqual(done.code, 1, done.out + done.err)
        self.assertIn("--header 'X-Gate-Key=***'", done.out)
        self.assertNotIn(Gate.KEY, done.out)

    def test_that_the_documents_print_changes_no_verdict(self):
        done = hallmark("run", "--select", "start-instance/precondition/*", "--select", "base/observe/**",
                        *("--header=X-Is=" + value for value in ("instance", "Running", "cn-hangzhou", "2014-05-26")))
        self.assertEqual(done.code, 0, done.out[-2000:] + done.err)


class Injecting(http.server.BaseHTTPRequestHandler):
    """Hands out keys that hold a header of their own."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(200, {"version": 1, "statuses": ["Running", "Stopped"], "chargeTypes": ["PostPaid"],
                          "conditions": []})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.answer(201, {"id": "w", "accessKeyId": "a\r\nX-Injected: 1", "accessKeySecret": "s", "regionId": "r",
                          "instanceId": "i"})

    do_DELETE = do_GET

    def answer(self, status, what):
        self.server.heads.append(str(self.headers))
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Environment(WithHistory):
    def test_a_fixture_program_is_not_given_the_secret(self):
        program = self.file("provider.sh")
        with open(program, "w", encoding="ascii") as file:
            file.write("env > %s\nread line\necho '{\"status\":500}'\n" % self.file("environment"))
        with reference() as url:
            hallmark("run", "--endpoint", url, "--fixtures", "exec:sh " + program,
                     HALLMARK_ACCESS_KEY_SECRET="sesame-open-1", HALLMARK_SECURITY_TOKEN="sesame-open-2",
                     HALLMARK_OTHER="kept")
        environment = dict(self.files())[self.file("environment")]
        self.assertIn(b"HALLMARK_OTHER=kept", environment)
        self.assertNotIn(b"sesame", environment)

    def test_others_of_the_same_user_cannot_read_it(self):
        if os.geteuid() == 0:
            self.skipTest("root reads everything")
        with subprocess.Popen([PROGRAM, "serve"], stdout=subprocess.PIPE,
                              env={"HALLMARK_ACCESS_KEY_SECRET": "sesame-open"}) as process:
            process.stdout.readline()
            with self.assertRaises(PermissionError), open("/proc/%d/environ" % process.pid, "rb"):
                pass
            process.terminate()

    def test_nothing_is_left_out_where_a_variable_is_empty(self):
        for command in (["run"], ["fuzz"], ["send", "StartInstance"], ["replay", "x"]):
            done = hallmark(*command, "--endpoint", "")
            self.assertEqual((done.code, "--endpoint is empty" in done.err), (2, True), done.err)


class Hosts(WithHistory):
    def refused(self, *arguments):
        done = hallmark(*arguments)
        self.assertEqual(done.code, 2, done.out + done.err)
        self.assertIn("--allow-host", done.err)
        self.assertEqual(done.err.count("\n"), 1, done.err)

    def test_far_ones_are_asked_by_no_command(self):
        for url in ("http://8.8.8.8:1", "http://[::ffff:8.8.8.8]:1", "http://134744072:1", "https://ECS.aliyuncs.COM."):
            for command in (["run"], ["fuzz", "--for", "1s"], ["send", "StartInstance"], ["replay", self.history()]):
                self.refused(*command, "--endpoint", url)
            self.refused("fixtures", "check", url + "/_fixtures")
        with reference() as url:
            self.refused("run", "--endpoint", url, "--fixtures", "http://8.8.8.8:1/_fixtures")

    def test_near_ones_are_however_they_are_spelled(self):
        with reference() as url:
            port = url.rsplit(":", 1)[1]
            for host in ("0x7f.1", "2130706433", "LOCALHOST", "0.0.0.0", "[::ffff:127.0.0.1]"):
                done = hallmark("run", "--endpoint", "http://%s:%s" % (host, port), "--select", "base/variant")
                self.assertEqual(done.code, 0, host + done.out + done.err)

    def test_one_that_is_named_is_asked(self):
        done = hallmark("run", "--endpoint", "http://198.51.100.1:1", "--allow-host", "198.51.100.1",
                        "--timeout", "200ms", "--fixtures", "exec:true")
        self.assertEqual(done.code, 2)
        self.assertNotIn("--allow-host", done.err)


class FullDisks(WithHistory):
    def test_every_command_notices_that_it_cannot_write(self):
        with reference() as url:
            hallmark("run", "--endpoint", url, "--select", "base/variant", "--report", self.file("run.json"))
            commands = [["--help"], ["--version"], ["list", "rows"], ["list", "cases", "--json"],
                        ["run", "--select", "base/variant"], ["run", "--endpoint", url, "--select", "base/variant"],
                        ["judge", self.file("run.json")], ["send", "StartInstance"], ["serve"],
                        ["fixtures", "check", url + "/_fixtures"], ["replay", self.history()],
                        ["fuzz", "--histories", "5", "--findings", self.file("findings")],
                        ["selftest", "--defect", "start-while-running"]]
            for command in commands:
                with self.subTest(command=command), open("/dev/full", "wb") as full:
                    done = subprocess.run([PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True,
                                          timeout=PATIENCE, check=False)
                    self.assertEqual((done.returncode, done.stderr),
                                     (2, "hallmark: standard output cannot be written\n"))

    def test_a_file_that_may_grow_no_further_is_told_by_its_name(self):
        for report in ("run.json", "run.html"):
            done = subprocess.run(["/bin/sh", "-c", 'ulimit -f 8; exec "$0" "$@"', PROGRAM, "run", "--select",
                                   "base/**", "--report", self.file(report)], capture_output=True, text=True,
                                  timeout=PATIENCE, check=False)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertRegex(done.stderr, r"^hallmark: --report .*: cannot be written: File too large\n$")

    def test_a_report_that_cannot_be_written_is_noticed_before_anything_is_asked(self):
        with echoing() as server:
            blocked = self.file("folder.json")
            os.mkdir(blocked)
            for path in (self.file("none/run.xml"), blocked, "/proc/run.json"):
                done = hallmark("run", "--endpoint", server.url, "--report", path)
                self.assertEqual(done.code, 2)
                self.assertRegex(done.err, r"^hallmark: --report .*: cannot be written: [A-Z].*\n$")
            for path in ("/proc/findings", self.file("folder.json/../file/findings")):
                with open(self.file("file"), "w", encoding="ascii"):
                    pass
                done = hallmark("fuzz", "--endpoint", server.url, "--findings", path)
                self.assertEqual(done.code, 2)
                self.assertRegex(done.err, r"^hallmark: --findings .*\n$")
            self.assertEqual(server.asked, 0)


class Ends(WithHistory):
    """What is left of a run that somebody ends."""

    def start(self, server, *arguments):
        return under_way("run", "--endpoint", server.url, "--depth", "1", "--timeout", "30s", "--report",
                         self.file("run.json"), "--report", self.file("run.xml"), *arguments, err=subprocess.PIPE)

    def asked_for(self, server, count):
        wait_until(lambda: server.asked > count)

    def test_each_signal_asks_once(self):
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(signal=wanted), echoing(slow=0.02) as server:
                process = self.start(server)
                self.asked_for(server, 300)
                self.assertGreater(len(server.standing), 0)
                process.send_signal(wanted)
                out, err = process.communicate(timeout=PATIENCE)
                self.assertEqual(process.returncode, 130, out + err)
                self.assertRegex(out.rstrip().rsplit("\n", 1)[-1], r"interrupted after [\d,]+ of [\d,]+ cases$")
                wait_until(lambda: not server.standing)
                with open(self.file("run.json"), encoding="utf-8") as file:
                    run = json.load(file)
                self.assertEqual((run["interrupted"], run["exitCode"]), (True, 130))
                self.assertGreater(run["planned"], len(run["cases"]))
                root = ElementTree.parse(self.file("run.xml")).getroot()
                errors = [case.find("error").get("message") for case in root.iter("testcase")
                          if case.get("name") == "interrupted"]
                self.assertEqual(len(errors), 1)
                self.assertRegex(errors[0], r"^interrupted after [\d,]+ of [\d,]+ cases$")
                self.assertGreaterEqual(int(root.get("errors")), 1)
                self.assertIn(hallmark("judge", self.file("run.json")).code, (1, 2))

    def test_the_second_signal_does_not_wait(self):
        with echoing() as server:
            process = self.start(server)
            self.asked_for(server, 20)
            server.hang.set()
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
            self.assertIsNone(process.poll())
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=PATIENCE)
            self.assertLess(time.monotonic() - began, 15 * SLOWNESS)  # half of what an answer is waited for
        self.assertEqual(process.returncode, 130)
        self.assertIn("worlds that stood may stand still", err)

    def test_a_campaign_says_so_too(self):
        with echoing() as server:
            # The worlds of few histories are taken down in the time for it, however slow the machine is.
            process = under_way("fuzz", "--endpoint", server.url, "--for", "10m", "--seed", "1", "--jobs", "4",
                                "--findings", self.file("findings"), "--report", self.file("fuzz.xml"),
                                err=subprocess.PIPE)
            self.asked_for(server, 100)
            process.send_signal(signal.SIGHUP)
            out, err = process.communicate(timeout=PATIENCE)
            self.assertEqual(process.returncode, 130, out[-1000:] + err)
            wait_until(lambda: not server.standing)
        root = ElementTree.parse(self.file("fuzz.xml")).getroot()
        self.assertEqual([case.get("name") for case in root.iter("testcase")].count("interrupted"), 1)

    def test_a_killed_run_leaves_the_old_reports_and_what_it_had_judged(self):
        for name in ("run.json", "run.xml"):
            with open(self.file(name), "w", encoding="ascii") as file:
                file.write("the old one")
        with echoing(slow=0.02) as server:
            process = self.start(server)
            self.asked_for(server, 600)
            process.kill()
            process.communicate(timeout=PATIENCE)
        left = dict(self.files())
        self.assertEqual(set(left), {self.file(name) for name in ("run.json", "run.xml", "run.json.partial")})
        self.assertEqual(left[self.file("run.json")], b"the old one")
        self.assertEqual(left[self.file("run.xml")], b"the old one")
        done = hallmark("judge", self.file("run.json.partial"), "--report", self.file("rescued.xml"))
        self.assertIn(done.code, (1, 2), done.err)
        self.assertGreater(int(re.search(r"judged (\d+) of", done.out).group(1)), 50, done.out)
        self.assertRegex(done.headline, r"interrupted after [\d,]+ of [\d,]+ cases$")

    def test_worlds_that_could_not_be_taken_down_are_named(self):
        with echoing(deletes=False) as server:
            process = self.start(server, "--select", "start-instance/precondition/*")
            out, err = process.communicate(timeout=PATIENCE)
            fuzzed = hallmark("fuzz", "--endpoint", server.url, "--histories", "3", "--jobs", "1", "--seed", "1",
                              "--findings", self.file("findings"))
        sentence = r"(\d+) worlds could not be taken down \(the provider answered DELETE with 500\): (\S+), "
        for said in (out, fuzzed.out):
            match = re.search(sentence, said)
            self.assertIsNotNone(match, said + err)
            self.assertIn(match.group(2), server.standing)
        for name, data in self.files():
            if name.endswith((".json", ".xml")):
                self.assertRegex(data.decode("utf-8"), sentence, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
