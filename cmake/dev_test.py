#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cmake/dev.sh among invented tools: it installs once, then keeps quiet, and passes on what it is given."""

import contextlib
import os
import pathlib
import pty
import shutil
import subprocess
import tempfile
import threading
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
    "id": 'case $* in -u) echo "${INVENTED_UID:-0}" ;; *) echo alice ;; esac',
    "sleep": '"$REAL_SLEEP" 0.01',  # so that a minute goes by
    "cmake": """
case "$*" in
  *'-- -n') [ ! -f "$STAND/built" ] || echo 'ninja: no work to do.' ;;
  --build*)
    note "build $4"
    [ -z "${BUILD_FAILS:-}" ] || { echo 'error: a wrong row'; exit 1; }
    [ -z "${BUILT_WHEN_SAID:-}" ] || { echo '[3/40] Building'; echo 'a warning'; }
    while [ -n "${BUILT_WHEN_SAID:-}" ] && ! grep -q "$BUILT_WHEN_SAID" "$STAND/said"; do "$REAL_SLEEP" 0.05; done
    mkdir -p "$STAND/build/runner/app"; : >"$STAND/built"
    program=$STAND/build/runner/app/hallmark_run
    printf '#!/bin/sh\\necho "in $(pwd):" "$@"\\nexit 7\\n' >"$program"
    chmod +x "$program" ;;
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
REAL = ["sh", "dirname", "env", "grep", "cat", "mkdir", "nproc", "rm", "chmod", "flock", "sed", "tail", "stat"]


class DevScript(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.stand = pathlib.Path(folder.name).resolve()
        self.stand.chmod(0o755)
        self.notes, self.have = self.stand / "notes", self.stand / "have"
        self.bin = self.stand / "bin"
        for name in ("bin", "cmake", "elsewhere"):
            (self.stand / name).mkdir()
        # The system it runs on is invented, too.
        self.system = self.stand / "os-release"
        self.system.write_text("ID=debian\nVERSION_CODENAME=bookworm\n", encoding="ascii")
        script = SCRIPT.read_text(encoding="ascii")
        assert "/etc/os-release" in script
        (self.stand / "cmake/dev.sh").write_text(script.replace("/etc/os-release", str(self.system)), encoding="ascii")
        shutil.copy(SCRIPT.with_name("packages.txt"), self.stand / "cmake/packages.txt")
        self.notes.touch()
        self.have.touch()
        for name in REAL:
            (self.bin / name).symlink_to(shutil.which(name))
        for name, text in TOOLS.items():
            tool = self.bin / name
            tool.write_text('#!/bin/sh\nnote() { echo "$*" >>"$NOTES"; }\n' + text + "\n")
            tool.chmod(0o755)

    def dev(self, *arguments, user=None, stderr=subprocess.PIPE, **environment):
        """Runs the script in another folder; returns the result and what the tools noted."""
        self.notes.write_text("")
        result = subprocess.run(
            [self.bin / "sh", self.stand / "cmake/dev.sh", *arguments],
            cwd=self.stand / "elsewhere", stdout=subprocess.PIPE, stderr=stderr, text=True, timeout=60, user=user,
            env={"PATH": str(self.bin), "NOTES": str(self.notes), "HAVE": str(self.have),
                 "STAND": str(self.stand), "REAL_SLEEP": shutil.which("sleep"), **environment})
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

    def test_run_builds_no_other_command(self):
        _, notes = self.dev("run")
        self.assertEqual(notes[3:], ["build hallmark_run"])

    def test_later_systems_have_other_names(self):
        self.system.write_text("ID=ubuntu\nVERSION_CODENAME=noble\n", encoding="ascii")
        _, notes = self.dev("run")
        wanted = notes[1].split()
        self.assertIn("libboost-url-dev", wanted)
        self.assertIn("libjemalloc-dev", wanted)  # the same everywhere
        self.assertFalse([word for word in wanted if "1.81" in word or word == "-"])
        self.assertEqual(self.dev("run")[1], [])

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

    def test_without_root_and_sudo_it_gives_the_line_for_an_administrator(self):
        (self.bin / "sudo").unlink()
        result, notes = self.dev("run", INVENTED_UID="1000")
        self.assertEqual((result.returncode, notes), (2, []))
        line = result.stderr.split("with: ")[1].rstrip("\n")
        self.assertRegex(line, "^apt-get install --yes --no-install-recommends --no-remove [a-z].* libpugixml-dev ")
        # What that line installs is all that was missing.
        self.dev("packages")
        as_administrator, notes = self.dev("run", INVENTED_UID="1000")
        self.assertEqual(as_administrator.returncode, 7)
        self.assertNotIn("apt-get", " ".join(notes))

    def test_who_may_not_use_sudo_is_given_that_line_too(self):
        (self.bin / "sudo").write_text("#!/bin/sh\necho 'alice is not in the sudoers file.'; exit 1\n")
        result, _ = self.dev("run", INVENTED_UID="1000")
        self.assertEqual(result.returncode, 2)
        self.assertIn("alice is not in the sudoers file", result.stderr)
        self.assertIn("with: apt-get install --yes", result.stderr)

    def test_a_checkout_or_a_build_of_somebody_else_is_told_so(self):
        somebody = None
        if os.geteuid() == 0:
            somebody = 65534
        else:  # nobody is kept from his own files by anything but their mode
            self.addCleanup(self.stand.chmod, 0o755)
        for built in (False, True):
            with self.subTest(built=built):
                if built:
                    self.stand.chmod(0o755)
                    self.dev("run")
                self.stand.chmod(0o555)
                if built:
                    (self.stand / "build").chmod(0o555)
                self.notes.chmod(0o666)
                result, notes = self.dev("run", user=somebody)
                self.assertEqual((result.returncode, result.stdout, notes), (2, "", []))
                self.assertRegex(result.stderr, r"^dev.sh: cannot write to \S+, which belongs to \S+, and you are alice: "
                                                r"make a checkout of your own, with git clone \S+\n$")

    def test_a_build_tells_how_far_it_is(self):
        with open(self.stand / "said", "w", encoding="ascii") as said:
            self.dev("run", BUILT_WHEN_SAID="after 2 min", stderr=said)
        lines = (self.stand / "said").read_text().splitlines()
        self.assertEqual(lines[-2:], [f"dev.sh: 3 of 40 steps after {minutes} min" for minutes in (1, 2)])
        self.assertEqual(len(lines), 4, lines)  # not one each second

    def test_on_a_terminal_it_counts_on_one_line(self):
        ours, theirs = pty.openpty()

        def copy():
            with open(self.stand / "said", "wb", buffering=0) as said, contextlib.suppress(OSError):  # the end
                while piece := os.read(ours, 65536):
                    said.write(piece)

        terminal = threading.Thread(target=copy)
        terminal.start()
        self.dev("run", BUILT_WHEN_SAID="3 of 40 steps", stderr=theirs)
        os.close(theirs)
        terminal.join()
        os.close(ours)
        said = (self.stand / "said").read_bytes()
        self.assertIn(b"\rdev.sh: 3 of 40 steps ", said)
        self.assertTrue(said.endswith(b"\r\x1b[K"), said)

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
