#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/ci run as they stand there, and do what a pipeline needs of them.

    python3 docs/ci_test.py PATH/TO/hallmark

Each file's commands are taken out of it and run by a shell, with the environment of its system: against an
endpoint that holds, and one that does not. Only what is asked is less: some forty cases.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent / "ci"
ROOT = HERE.parent.parent

sys.path.insert(0, str(ROOT / "runner" / "e2e"))
from hallmark_program import PATIENCE, free_port, nobody_listens, wait_until  # noqa: E402

PROGRAM = ""  # set by main

# In a block of YAML, at an item of YAML, in a step of Jenkins.
SCRIPT = re.compile(r"\|\n(?P<indent> +)(?P<block>\S[^\n]*\n(?:(?P=indent)[^\n]*\n|\n)*)|"
                    r"^ *- (?:run: )?(?P<line>hallmark [^\n]*)$|"
                    r"sh '''\n(?P<step>.*?)'''", re.M | re.S)


def scripts_of(text):
    """What its shells are given, in their order."""
    for found in SCRIPT.finditer(text):
        block = found["block"] and found["indent"] + found["block"]
        yield textwrap.dedent(block or found["line"] or found["step"])


class Pipelines(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.port = free_port()  # for 8080: shards are of one run where they have one target
        (self.folder / "bin").mkdir()
        program = self.folder / "bin/hallmark"
        program.write_text(f"""#!/bin/sh
case $1 in
run) shift; exec {PROGRAM} run --select 'base/**' --select 'start-instance/precondition/*' "$@" ;;
serve) shift; exec {PROGRAM} serve $DEFECT "$@" ;;
esac
exec {PROGRAM} "$@"
""")
        program.chmod(0o755)
        shutil.copy(HERE / "known-failures.txt", self.folder)

    def job(self, scripts, **environment):
        """The code and what was said of one job, whose scripts run one after the other."""
        env = {name: value for name, value in os.environ.items()
               if not name.startswith(("HALLMARK_", "TEST_", "GTEST_", "XML_OUTPUT", "CI_", "GITHUB_"))}
        env.update(environment, PATH=f"{self.folder}/bin:{env['PATH']}")
        text = "\n".join(scripts).replace("8080", str(self.port))
        with tempfile.TemporaryFile("w+") as said:
            shell = subprocess.Popen(["sh", "-ec", text], cwd=self.folder, env=env, stdin=subprocess.DEVNULL,
                                     stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
            try:
                code = shell.wait(PATIENCE)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(shell.pid, signal.SIGKILL)  # the endpoint, too
                shell.wait()
            wait_until(lambda: nobody_listens(self.port))
            said.seek(0)
            return code, said.read()

    def jobs_of(self, name, number):
        """The scripts of a file's first job, and those of its second."""
        scripts = list(scripts_of((HERE / name).read_text(encoding="ascii")))
        self.assertGreater(len(scripts), number)
        return scripts[:number], scripts[number:]

    def shards(self, scripts, environment, **more):
        for index in (1, 2, 3):
            code, said = self.job(scripts, **environment(index), **more)
            self.assertEqual(code, 0, said)

    @unittest.skipUnless(shutil.which("jq"), "no jq")
    def test_github(self):
        shard, verdict = self.jobs_of("github.yml", 2)
        environment = lambda index: {"HALLMARK_SHARD_INDEX": str(index), "HALLMARK_SHARD_TOTAL": "3"}
        summary = self.folder / "job-summary"
        for defect, wanted in (("", 0), ("--defect start-incorrect-status-answers-409", 1)):
            with self.subTest(defect):
                summary.unlink(missing_ok=True)
                self.shards(shard, environment, DEFECT=defect)
                code, said = self.job(verdict[:1], GITHUB_STEP_SUMMARY=str(summary))
                self.assertEqual(code, wanted, said)
                code, said = self.job(verdict[1:], GITHUB_STEP_SUMMARY=str(summary))
                self.assertEqual(code, 0, said)
                self.assertTrue(summary.read_text().startswith(
                    "## CONFORMANT" if wanted == 0 else "## NOT CONFORMANT&#58;"))
                annotations = said.splitlines()
                self.assertEqual(len(annotations) in range(1, 11), wanted == 1, said)
                for line in annotations:
                    self.assertTrue(line.startswith("::error title=conformance::StartInstance: wanted 4"), line)
                self.assertTrue((self.folder / "report.html").exists())

    def test_gitlab(self):
        shard, verdict = self.jobs_of("gitlab-ci.yml", 2)
        environment = lambda index: {"CI_NODE_INDEX": str(index), "CI_NODE_TOTAL": "3"}
        for defect, wanted in (("", 0), ("--defect start-incorrect-status-answers-409", 1)):
            with self.subTest(defect):
                self.shards(shard, environment, DEFECT=defect)
                code, said = self.job(verdict)
                self.assertEqual(code, wanted, said)
                root = ElementTree.parse(self.folder / "junit.xml").getroot()
                self.assertEqual(root.get("failures") != "0", wanted == 1)

    def test_jenkins(self):
        steps = list(scripts_of((HERE / "Jenkinsfile").read_text(encoding="ascii")))
        for defect, wanted in (("", 0), ("--defect start-incorrect-status-answers-409", 1)):
            with self.subTest(defect):
                code, said = self.job(steps, DEFECT=defect)
                self.assertEqual(code, wanted, said)
                ElementTree.parse(self.folder / "junit.xml")

    def test_known_failures_make_it_green_and_go_stale(self):
        (self.folder / "known-failures.txt").write_text(
            "start-instance/precondition/running  # the status is not looked at\n")
        steps = list(scripts_of((HERE / "Jenkinsfile").read_text(encoding="ascii")))
        code, said = self.job(steps)
        self.assertEqual(code, 1, said)
        self.assertIn("KNOWN FAILURES OUT OF DATE: ", said)

    @contextlib.contextmanager
    def endpoint(self, *arguments):
        server = subprocess.Popen([PROGRAM, "serve", *arguments], stdout=subprocess.PIPE, text=True)
        try:
            yield re.search(r"http://[0-9.:]+", server.stdout.readline()).group(0)
        finally:
            server.kill()
            server.communicate()

    def test_kubernetes(self):
        script = list(scripts_of((HERE / "kubernetes.yaml").read_text(encoding="ascii")))
        self.assertEqual(len(script), 1)
        text = (HERE / "kubernetes.yaml").read_text(encoding="ascii")
        merge = re.search(r"hallmark report merge .*", text).group(0)
        for defects, wanted in (((), 0), (("--defect", "start-incorrect-status-answers-409"), 1)):
            with self.subTest(defects), self.endpoint(*defects) as url:
                codes = {self.job(script, JOB_COMPLETION_INDEX=str(index), HALLMARK_SHARD_TOTAL="3", ENDPOINT=url)[0]
                         for index in range(3)}
                self.assertEqual(max(codes), wanted)
                self.assertEqual(self.job([merge])[0], wanted)
        # Which the policy reads: a lone index, and nobody there, are no verdict.
        code, said = self.job(script, JOB_COMPLETION_INDEX="0", ENDPOINT="http://127.0.0.1:9")
        self.assertEqual(code, 2, said)
        self.assertIn("HALLMARK_SHARD_TOTAL is not", said)
        code, said = self.job([script[0].replace("60s", "1ms")], JOB_COMPLETION_INDEX="0", HALLMARK_SHARD_TOTAL="3",
                              ENDPOINT="http://127.0.0.1:9")
        self.assertEqual(code, 2, said)
        policy = re.findall(r"action: (\w+)\s+onExitCodes: {operator: In, values: \[(\d)\]}", text)
        self.assertEqual(policy, [("FailIndex", "1"), ("Count", "2")])

    def test_bazel(self):
        outputs = self.folder / "outputs"
        outputs.mkdir()
        script = self.folder / "conformance.sh"
        shutil.copy(HERE / "conformance.sh", script)
        self.assertIn(f'srcs = ["{script.name}"]', (HERE / "BUILD.bazel").read_text(encoding="ascii"))
        with self.endpoint() as url:
            for index in range(3):
                status, junit = self.folder / f"status-{index}", self.folder / f"{index}.xml"
                code, said = self.job([f"sh {script}"], ENDPOINT=url, TEST_SHARD_INDEX=str(index), TEST_TOTAL_SHARDS="3",
                                      TEST_SHARD_STATUS_FILE=str(status), XML_OUTPUT_FILE=str(junit),
                                      TEST_UNDECLARED_OUTPUTS_DIR=str(outputs))
                self.assertEqual(code, 0, said)
                self.assertIn(f"shard {index + 1}/3", said)
                self.assertTrue(status.exists())
                self.assertGreater(int(ElementTree.parse(junit).getroot().get("tests")), 0)
        code, said = self.job([f"hallmark report merge {outputs}/part-*.json --report {outputs}/all.json"])
        self.assertEqual(code, 0, said)
        with open(outputs / "all.json", encoding="utf-8") as merged:
            self.assertEqual(json.load(merged)["run"]["shardTotal"], 1)

    def test_they_are_well_formed(self):
        try:
            import yaml
        except ImportError:
            self.skipTest("no PyYAML")
        for path in sorted(HERE.glob("*.y*ml")):
            with self.subTest(path.name):
                document = yaml.safe_load(path.read_text(encoding="ascii"))
                self.assertIsInstance(document, dict)
                told = json.dumps(document)
                for script in scripts_of(path.read_text(encoding="ascii")):
                    self.assertIn(json.dumps(re.sub(r" *#.*", "", script).rstrip("\n"))[1:-1], told)

    def test_image(self):
        text = (HERE / "Dockerfile").read_text(encoding="ascii").replace("\\\n", "")
        awk = re.search(r"\$\((awk '[^']*') /packages.txt\)", text).group(1)
        shown = subprocess.run(["sh", "-c", f"{awk} {ROOT}/cmake/packages.txt"], check=True, text=True,
                               stdout=subprocess.PIPE).stdout.split()
        rows = [line.split() for line in (ROOT / "cmake/packages.txt").read_text(encoding="ascii").splitlines()
                if line.startswith("build ")]
        self.assertEqual(shown, [row[1] for row in rows])
        if shutil.which("dpkg"):
            libraries = re.search(r"RUN (ldd .*?) > /packages", text).group(1)
            command = libraries.replace("/usr/local/bin/hallmark", str(PROGRAM)).replace("\n", " ")
            found = subprocess.run(["sh", "-c", command], text=True, stdout=subprocess.PIPE, check=True).stdout.split()
            for name in ("libboost-json1.81.0", "libpugixml1v5"):
                self.assertIn(name, found)
        self.assertRegex(text, r"\nUSER [1-9]\d*")
        for base in re.findall(r"^FROM (\S+)", text, re.M):
            self.assertEqual(base, "debian:bookworm-slim")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
