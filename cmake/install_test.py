#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is installed serves others: docs/examples/embed is built and run against it, and nothing else.

    python3 cmake/install_test.py BUILD WORK CXX [LAUNCHER]

Installs BUILD into WORK/prefix.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = WORK = pathlib.Path()  # set by main
CXX = LAUNCHER = ""
SECONDS = 300  # for one command
PRECONDITIONS = "Hallmark.start_instance/precondition/"


def run(*command, code=0, **environment):
    environment = {**{name: value for name, value in os.environ.items() if name != "BUG"}, **environment}
    done = subprocess.run([str(word) for word in command], env=environment, text=True, timeout=SECONDS, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert code is None or done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout[-3000:]}"
    return done.stdout


def configure(source, folder):
    """The text of its build file."""
    run("cmake", "-S", source, "-B", folder, "-G", "Ninja", "-D", f"CMAKE_PREFIX_PATH={WORK / 'prefix'}",
        "-D", f"CMAKE_CXX_COMPILER={CXX}", "-D", f"CMAKE_CXX_COMPILER_LAUNCHER={LAUNCHER}",
        "-D", "CMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror")
    return (folder / "build.ninja").read_text(encoding="utf-8")


def told(output, word):
    """The tests that GoogleTest says this of: OK, SKIPPED, FAILED."""
    return set(re.findall(rf"^\[ +{word} +\] (\S+) \(\d+ ms\)$", output, re.MULTILINE))


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.prefix = WORK / "prefix"
        cls.examples = cls.prefix / "share/doc/hallmark/docs/examples"
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        run("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.built = WORK / "embed"
        cls.build_file = configure(cls.examples / "embed", cls.built)
        run("cmake", "--build", cls.built)

    def test_all_of_it_is_there(self):
        for name in ("bin/hallmark", "include/hallmark/suite.hpp", "share/man/man1/hallmark.1",
                     "share/bash-completion/completions/hallmark", "share/zsh/site-functions/_hallmark",
                     "share/hallmark/report-schema.json", "share/hallmark/campaign-schema.json",
                     "share/doc/hallmark/LICENSE", "share/doc/hallmark/README.md",
                     "share/doc/hallmark/docs/fixture-protocol.md"):
            self.assertTrue((self.prefix / name).is_file(), name)
        self.assertIn("hallmark", run(self.prefix / "bin/hallmark", "--version"))

    def test_nothing_points_back(self):
        places = [str(place) for place in (ROOT, BUILD)]
        for path in self.prefix.rglob("*.cmake"):
            text = path.read_text(encoding="utf-8")
            for place in places:
                self.assertNotIn(place, text, path.name)

    def test_headers_compile_alone_and_bring_no_boost(self):
        headers = sorted((self.prefix / "include/hallmark").glob("*.hpp"))
        self.assertEqual([header.name for header in headers],
                         ["exchange.hpp", "fuzz.hpp", "gtest.hpp", "suite.hpp"])
        for header in headers:
            with self.subTest(header=header.name):
                alone = WORK / "alone.cpp"
                alone.write_text(f"#include <hallmark/{header.name}>\n", encoding="ascii")
                read = run(CXX, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-H",
                           "-I", self.prefix / "include", alone)
                self.assertNotRegex(read, "boost/|CLI/")

    def test_a_program_certifies_its_function(self):
        self.assertIn("\nCONFORMANT", "\n" + run(self.built / "certify"))
        output = run(self.built / "certify", code=1, BUG="starts-while-running")
        self.assertIn("FAIL  start-instance/precondition/running@post.json.v3\n", output)
        self.assertRegex(output, r"wanted  403 IncorrectInstanceStatus  StartInstance .*, error row")
        self.assertNotIn("again", output)  # of a server that is gone
        self.assertIn("nobody answers", run(self.built / "certify", "http://127.0.0.1:9", code=2))

    def test_every_case_is_a_test(self):
        program = self.built / "endpoint_test"
        output = run(program)
        passed = told(output, "OK")
        self.assertGreater(len(passed), 30)
        self.assertIn(PRECONDITIONS + "running@post.json.v3", passed)
        self.assertRegex(output, r"start-instance/precondition/stopped-image-expired@get\.xml\.v1: .*ImageExpired")
        self.assertGreater(len(told(output, "SKIPPED")), 2)

    def test_shards_are_all_of_it(self):
        program = self.built / "endpoint_test"
        listed = re.findall(r"^  (\S+)$", run(program, "--gtest_list_tests"), re.MULTILINE)
        shards = [told(output, "OK") | told(output, "SKIPPED") for output in
                  (run(program, GTEST_TOTAL_SHARDS="2", GTEST_SHARD_INDEX=index) for index in "01")]
        self.assertFalse(shards[0] & shards[1])
        self.assertEqual(shards[0] | shards[1], {"Hallmark." + name for name in listed})

    def test_a_failure_is_a_failure(self):
        program, case = self.built / "endpoint_test", f"--gtest_filter={PRECONDITIONS}running@*"
        self.assertEqual(len(told(run(program, case), "OK")), 2)
        output = run(program, case, code=1, BUG="starts-while-running")
        self.assertEqual(len(told(output, "FAILED")), 2)
        self.assertIn("wanted  403 IncorrectInstanceStatus", output)

    def test_what_all_stands_on_is_no_silent_skip(self):
        case = f"--gtest_filter={PRECONDITIONS}running@*"
        output = run(self.built / "endpoint_test", case, code=1, BUG="json-errors-have-no-host")
        self.assertIn("json", output)

    def test_fuzzers_are_made_of_it(self):
        build_file = configure(self.examples / "fuzz-your-endpoint", WORK / "fuzz")
        self.assertIn("libhallmark_player.a", build_file)
        self.assertLess(build_file.count("\nbuild CMakeFiles/"), 10, "Hallmark itself is compiled")


if __name__ == "__main__":
    BUILD, WORK = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    CXX, LAUNCHER = sys.argv[3], "".join(sys.argv[4:5])
    unittest.main(argv=sys.argv[:1])
