#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cmake/dev.sh among invented tools: it installs once, then keeps quiet, and passes on what it is given."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().with_name("dev.sh")

# Each invented tool writes a line to $NOTES and plays its part; $HAVE lists the installed packages.
TOOLS = {
    "dpkg-query": 'eval "package=\\${$#}"; grep -qx "$package" "$HAVE" && printf installed',
    "apt-get": """
note "apt-get $*"
[ -z "${APT_FAILS:-}" ] || { echo 'E: no such package'; exit 100; }
case "$*" in
  *' install '*)
    for word; do case $word in -*|install|DPkg*) ;; *) echo "$word" >>"$HAVE" ;; esac; done ;;
esac""",
    "sudo": 'note "sudo"; exec "$@"',
    "id": 'echo "${INVENTED_UID:-0}"',
    "cmake": """
case "$*" in
  *'-- -n') [ ! -f "$STAND/built" ] || echo 'ninja: no work to do.' ;;
  --build*)
    note "build $4"
    [ -z "${BUILD_FAILS:-}" ] || { echo 'error: a wrong row'; exit 1; }
    mkdir -p "$STAND/build/runner/app"; : >"$STAND/built"
    printf '#!/bin/sh\\necho "in $(pwd):" "$@"\\nexit 7\\n' >"$STAND/build/runner/app/hallmark"
    chmod +x "$STAND/build/runner/app/hallmark" ;;
  *)
    note "configure $*"; rm -f "$STAND/built"; : >"$STAND/build/build.ninja"
    tests=OFF; case "$*" in *HALLMARK_TESTS=ON*) tests=ON ;; esac
    printf 'CMAKE_HOME_DIRECTORY:INTERNAL=%s\\nHALLMARK_TESTS:BOOL=%s\\n' "$STAND" $tests >"$STAND/build/CMakeCache.txt" ;;
esac""",
    "ctest": 'note "ctest $*"; echo "100% tests passed"',
    "c++": "",
    "ninja": "",
    "python3": "",
}
REAL = ["sh", "dirname", "env", "grep", "cat", "mkdir", "nproc", "rm", "chmod", "flock"]


class DevScript(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.stand = pathlib.Path(folder.name).resolve()
        self.notes, self.have = self.stand / "notes", self.stand / "have"
        self.bin = self.stand / "bin"
        for name in ("bin", "cmake", "elsewhere"):
            (self.stand / name).mkdir()
        shutil.copy(SCRIPT, self.stand / "cmake/dev.sh")
        shutil.copy(SCRIPT.with_name("packages.txt"), self.stand / "cmake/packages.txt")
        self.notes.touch()
        self.have.touch()
        for name in REAL:
            (self.bin / name).symlink_to(shutil.which(name))
        for name, text in TOOLS.items():
            tool = self.bin / name
            tool.write_text('#!/bin/sh\nnote() { echo "$*" >>"$NOTES"; }\n' + text + "\n")
            tool.chmod(0o755)

    def dev(self, *arguments, **environment):
        """Runs the script in another folder; returns the result and what the tools noted."""
        self.notes.write_text("")
        result = subprocess.run(
            [self.bin / "sh", self.stand / "cmake/dev.sh", *arguments],
            cwd=self.stand / "elsewhere", capture_output=True, text=True, timeout=60,
            env={"PATH": str(self.bin), "NOTES": str(self.notes), "HAVE": str(self.have),
                 "STAND": str(self.stand), **environment})
        return result, self.notes.read_text().splitlines()

    def test_the_second_run_is_silent_and_calls_nothing(self):
        first, notes = self.dev("run", "--select", "a b")
        self.assertEqual(first.stderr.count("installing"), 1)
        self.assertEqual([note.split()[0] for note in notes],
                         ["apt-get", "apt-get", "configure", "build"])
        second, notes = self.dev("run", "--select", "a b")
        self.assertEqual((second.stderr, notes), ("", []))
        self.assertEqual(second.stdout, f"in {self.stand}/elsewhere: run --select a b\n")
        self.assertEqual((first.returncode, second.returncode), (7, 7))

    def test_run_asks_for_no_test_library(self):
        _, notes = self.dev("run")
        install = notes[1]
        self.assertIn("libboost-url1.81-dev", install)
        self.assertIn("--no-remove", install)
        self.assertNotIn("gtest", install)
        self.assertNotIn(" libboost-dev", install)
        self.assertIn("HALLMARK_TESTS=OFF", notes[2])

    def test_test_adds_to_the_same_build_and_ends_with_the_summary(self):
        self.dev("run")
        result, notes = self.dev("test")
        self.assertIn("libgtest-dev", notes[1])
        self.assertNotIn("boost", notes[1])
        self.assertNotIn("--fresh", notes[2])
        self.assertIn("HALLMARK_TESTS=ON", notes[2])
        self.assertEqual(notes[3], "build all")
        self.assertTrue(notes[4].startswith(f"ctest --test-dir {self.stand}/build --output-on-failure"))
        self.assertEqual((result.returncode, result.stdout), (0, "100% tests passed\n"))
        _, notes = self.dev("run")
        self.assertEqual(notes, [])

    def test_a_tree_that_was_moved_is_configured_afresh(self):
        self.dev("run")
        (self.stand / "build/CMakeCache.txt").write_text("CMAKE_HOME_DIRECTORY:INTERNAL=/old\n")
        _, notes = self.dev("run")
        self.assertTrue(notes[0].startswith("configure --fresh"), notes)

    def test_who_is_not_root_uses_sudo(self):
        _, notes = self.dev("packages", INVENTED_UID="1000")
        self.assertEqual([note.split()[0] for note in notes], ["sudo", "apt-get"] * 2)

    def test_without_root_and_sudo_it_names_the_packages(self):
        (self.bin / "sudo").unlink()
        result, notes = self.dev("packages", INVENTED_UID="1000")
        self.assertEqual((result.returncode, notes), (2, []))
        self.assertIn("libpugixml-dev", result.stderr)

    def test_packages_takes_more_groups_and_knows_them(self):
        _, notes = self.dev("packages", "clang")
        self.assertIn("nettle-dev", notes[1])
        self.assertIn("clang-19", notes[1])
        self.assertNotIn("libbenchmark-dev", notes[1])
        result, notes = self.dev("packages", "cobol")
        self.assertEqual((result.returncode, notes), (2, []))
        self.assertIn("cobol", result.stderr)

    def test_a_failure_shows_its_output_and_is_no_verdict(self):
        result, _ = self.dev("run", APT_FAILS="1")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("E: no such package", result.stderr)
        result, _ = self.dev("test", BUILD_FAILS="1")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("error: a wrong row", result.stderr)

    def test_other_words_are_refused(self):
        for arguments in ((), ("build",), ("test", "one")):
            result, notes = self.dev(*arguments)
            self.assertEqual((result.returncode, result.stdout, notes), (2, "", []), arguments)


if __name__ == "__main__":
    unittest.main()
