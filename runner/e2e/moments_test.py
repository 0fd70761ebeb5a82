# SPDX-License-Identifier: Apache-2.0
"""Time is measured, not assumed: an honest endpoint far away, slow, or settling in its own time gets no failure."""

import json
import os
import tempfile
import unittest
import urllib.request

from hallmark_program import at_once, hallmark, reference, within
from honest_ways import Way, endpoint_with
from lag import lag

KEY = "LTAIendtoend"
SECRET = {"HALLMARK_ACCESS_KEY_SECRET": "a-secret-of-thirty-characters0"}

# As many at a time as each delay needs, so that the test is over soon.
THROUGH_THE_API = ("--fixtures", "api", "--max-instances", "512", "--jobs", "128", "--access-key-id", KEY)

# Whatever looks at a status that an instance leaves by itself, or calls it there.
MOMENTS = ("--select", "*/transition/**", "--select", "*/precondition/*", "--select", "concurrency/**",
           "--select", "describe/**")

TRANSITIONS = ("--select", "*/transition/**", "--select", "concurrency/**", "--depth", "1")


class WithSecret(unittest.TestCase):
    """The reference endpoint takes the secret of its key from the environment."""

    @classmethod
    def setUpClass(cls):
        os.environ.update(SECRET)
        cls.addClassCleanup(os.environ.pop, "HALLMARK_ACCESS_KEY_SECRET")


class Honest(WithSecret):
    def holds(self, done, verdict="CONFORMANT"):
        self.assertEqual(done.failures(), set(), done.out[-4000:])
        self.assertEqual(done.code, 0, done.out[-2000:] + done.err)
        self.assertTrue(done.headline.startswith(verdict), done.headline)


class FarAway(Honest):
    def test_through_the_public_api(self):
        def run(row):
            delay, asked = row
            with reference("--access-key-id", KEY) as url, lag(url, back=delay) as later:
                return hallmark("run", "--endpoint", later, *THROUGH_THE_API, "--strict", "--timeout", "30s", *asked, **SECRET)

        for (delay, _), done in at_once(run, ((0.05, MOMENTS), (0.3, TRANSITIONS), (0.5, TRANSITIONS))):
            with self.subTest(delay=delay):
                self.holds(done)

    def test_through_the_fixture_protocol(self):
        def run(row):
            with reference() as url, lag(url, *row) as later:
                return hallmark("run", "--endpoint", later, "--jobs", "256", "--timeout", "30s", *TRANSITIONS)

        for (there, back), done in at_once(run, ((0, 0.05), (0.1, 0.2))):
            with self.subTest(there=there, back=back):
                self.holds(done)
                self.assertEqual(done.headline, "CONFORMANT")


# Worlds of the fixture protocol, written down as instances that stand already: nobody holds those.
def standing_instances(url, settle_ms, count):
    """The file that names them, and the variables that hold their secrets."""
    entries, variables = [], {}
    for status in ("Stopped", "Running"):
        for _ in range(count):
            wish = json.dumps({"status": status, "settleMs": settle_ms}).encode()
            request = urllib.request.Request(url + "/_fixtures", wish, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                world = json.load(answer)
            variable = f"SECRET_{len(entries)}"
            variables[variable] = world["accessKeySecret"]
            entries.append({"fixture": {"status": status}, "accessKeyId": world["accessKeyId"],
                            "accessKeySecretFrom": variable, "regionId": world["regionId"],
                            "instanceId": world["instanceId"]})
    return {"version": 1, "fixtures": entries}, variables


class InItsOwnTime(Honest):
    def test_instances_that_stand_already(self):
        def run(row):
            settle_ms, delay = row
            with reference() as url, lag(url, back=delay) as later, \
                    tempfile.NamedTemporaryFile("w", suffix=".json") as file:
                instances, variables = standing_instances(url, settle_ms, 60)
                json.dump(instances, file)
                file.flush()
                return hallmark("run", "--endpoint", later, "--fixtures", file.name, "--strict", "--jobs", "128",
                                "--timeout", "30s", *TRANSITIONS, **variables)

        for (settle_ms, delay), done in at_once(run, ((0, 0.005), (50, 0.05), (600, 0.3), (2000, 0))):
            with self.subTest(settle_ms=settle_ms, delay=delay):
                self.holds(done)


class AtOnce(Honest):
    def test_who_is_led_away_and_back_between_two_looks(self):
        def run():
            with reference("--access-key-id", KEY, "--settle", "1ms") as url, lag(url, back=0.005) as later:
                return hallmark("run", "--endpoint", later, *THROUGH_THE_API, "--select", "*/history/stop/**", **SECRET)

        self.holds(within(60, run))


class Faulty(WithSecret):
    def test_what_no_settling_explains_is_still_found(self):
        def run(row):
            with reference("--access-key-id", KEY, "--defect", row[0]) as url, lag(url, back=0.05) as later:
                return hallmark("run", "--endpoint", later, *THROUGH_THE_API, "--verbose", *MOMENTS, **SECRET)

        for (defect, case), done in at_once(run, (
                ("start-while-running", "start-instance/precondition/running"),
                ("reboot-while-stopped", "reboot-instance/precondition/stopped"),
                ("start-incorrect-status-answers-409", "start-instance/precondition/running"))):
            with self.subTest(defect=defect):
                self.assertEqual(done.code, 1, done.out[-2000:])
                self.assertTrue(any(failed.startswith(case) for failed in done.failures()), done.failures())


if __name__ == "__main__":
    unittest.main(verbosity=2)
