# SPDX-License-Identifier: Apache-2.0
"""Endpoints by other hands: silent where they are merely different, named where one promise is broken."""

import unittest

from hallmark_program import hallmark, peer_endpoint, smallest_endpoint

# A broken promise of the peer, what is asked of it, and the start of the id of a case that must name it.
BREAKS = (
    ("security-lock-is-400", "*/row/**", "row/"),
    ("no-stock-has-another-code", "start-instance/row/**", "start-instance/row/"),
    ("disk-error-has-another-text", "*/row/**", "row/"),
    ("start-ignores-status", "start-instance/precondition/**", "start-instance/precondition/running"),
    ("reboot-ignores-status", "reboot-instance/precondition/**", "reboot-instance/precondition/stopped"),
    ("reactivate-ignores-pay-type", "reactivate-instances/**", "reactivate-instances/"),
    ("never-leaves-starting", "*/transition/**", "transition/"),
    ("refused-start-starts", "start-instance/refusal/**", "start-instance/refusal/"),
    ("start-dry-run-executes", "start-instance/dry-run/**", "start-instance/dry-run/"),
    ("unknown-parameters-refused", "start-instance/parameter/**", "start-instance/parameter/"),
    ("force-stop-ignored", "reboot-instance/force-stop/**", "reboot-instance/force-stop/"),
    ("init-local-disk-ignored", "start-instance/init-local-disk/**", "start-instance/init-local-disk/"),
    ("request-id-missing-on-errors", "envelope/**", "envelope/"),
    ("json-claims-xml", "envelope/**", "envelope/"),
    ("nonce-replay-accepted", "authentication/**", "authentication/"),
    ("v3-signature-unchecked", "authentication/v3/**", "authentication/v3/"),
    ("foreign-instance-startable", "authentication/**", "authentication/"),
    ("form-ignored", "base/**", "base/method/post-form"),
    ("action-case-ignored", "http/**", "http/"),
    ("second-start-accepted", "concurrency/**", "concurrency/"),
)


class MerelyDifferent(unittest.TestCase):
    def check(self, endpoint):
        with endpoint as url:
            done = hallmark("run", "--endpoint", url, "--timeout", "30s")
        self.assertEqual(done.failures(), set(), done.out)
        self.assertEqual((done.headline, done.code), ("CONFORMANT", 0), done.out[-3000:] + done.err)

    def test_the_smallest_endpoint_of_the_documents_is_certified(self):
        self.check(smallest_endpoint())

    def test_every_style_of_the_peer_gets_no_failure(self):
        for style in ("a", "b", "c"):
            with self.subTest(style=style):
                self.check(peer_endpoint("--style", style))

    def test_either_spelling_of_reactivate_instances_will_do(self):
        for spelling in ("seed", "sdk"):
            with self.subTest(spelling=spelling), peer_endpoint("--spelling", spelling) as url:
                done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--select", "reactivate-instances/**")
                self.assertEqual((done.failures(), done.code), (set(), 0), done.out[-3000:])


class OnePromiseBroken(unittest.TestCase):
    def test_each_is_found_and_named(self):
        for name, asked, expected in BREAKS:
            level = ("--strict",) if expected.startswith(("concurrency", "http", "start-instance/parameter")) else ()
            with self.subTest(promise=name), peer_endpoint("--break", name) as url:
                done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--select", asked, "--verbose",
                                *level)
                self.assertEqual(done.code, 1, done.out[-2000:] + done.err)
                self.assertTrue(any(expected in failed for failed in done.failures()), done.failures())


class OneCauseReportedOnce(unittest.TestCase):
    def test_a_method_that_is_not_accepted_fails_once_and_is_silent_when_not_claimed(self):
        with peer_endpoint("--break", "form-ignored") as url:
            done = hallmark("run", "--endpoint", url, "--timeout", "30s", "--variants", "full", "--select", "base/**",
                            "--select", "start-instance/precondition/*")
            self.assertEqual(done.failures(), {"base/method/post-form"}, done.out[-3000:])
            self.assertIn("POST with a form body is not accepted", done.out)
            claimed = hallmark("run", "--endpoint", url, "--timeout", "30s", "--variants", "full", "--select",
                               "base/**", "--select", "start-instance/precondition/*", "--without", "post-form")
            self.assertEqual((claimed.failures(), claimed.code), (set(), 0), claimed.out[-3000:])
            self.assertTrue(claimed.headline.startswith("CONFORMANT, partial"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
