#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The manual page and the completions name what `--help` names, command by command.

    python3 fuzz/app/manual_test.py PROGRAM FOLDER
"""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

PROGRAM = FOLDER = pathlib.Path()  # set by main


def run(*command, given=None):
    done = subprocess.run([str(word) for word in command], text=True, timeout=60, check=False, input=given,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"{command}:\n{done.stdout[-3000:]}"
    return done.stdout


def help_of(path=()):
    return run(PROGRAM, *path, "--help")


def commands():
    """Every command without commands of its own, as words."""
    pending = [()]
    while pending:
        path = pending.pop()
        _, found, below = help_of(path).partition("\nSubcommands:\n")
        names = re.findall(r"^  ([a-z]+)\b", below.partition("\n\n")[0], re.MULTILINE)
        pending += [(*path, name) for name in names]
        if not found:
            yield path


def options_in(text):
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", text))


def offered(text):
    """Options that start a line of --help."""
    return options_in("\n".join(re.findall(r"^  (-\S.*?)(?:  |$)", text, re.MULTILINE)))


def completed(*words):
    """What bash completes the last word to."""
    line = " ".join(f"'{word}'" for word in ("hallmark", *words))
    script = (f"source '{FOLDER}/hallmark.bash'; COMP_WORDS=({line}); COMP_CWORD={len(words)}; "
              "_hallmark; printf '%s\\n' \"${COMPREPLY[@]}\"")
    return set(run("bash", "-c", script).split())


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.all = {" ".join(path): help_of(path) for path in commands()}
        cls.page = (FOLDER / "hallmark.1").read_text(encoding="utf-8")
        cls.sections = {name.replace("\\-", "-"): text.replace("\\-", "-") for name, text in
                        re.findall(r"^\.SS hallmark (.+)\n((?:(?!\.S[SH] ).*\n)*)", cls.page, re.MULTILINE)}

    def test_the_page_has_every_command_and_option(self):
        self.assertGreater(len(self.all), 8)
        self.assertEqual(set(self.sections), set(self.all))
        for command, text in self.all.items():
            with self.subTest(command=command):
                entries = "\n".join(re.findall(r"^\\fB.*$", self.sections[command], re.MULTILINE))
                entries = options_in(entries.replace("\\fB", ""))
                self.assertEqual(entries, offered(text))

    def test_the_page_has_the_secret_of_every_key(self):
        keys = {option for option in options_in("\n".join(self.all.values())) if option.endswith("access-key-id")}
        self.assertGreater(len(keys), 1)
        for key in keys:
            secret = "HALLMARK_" + key[2:-2].upper().replace("-", "_") + "SECRET"
            self.assertIn(f"\n{secret}\n", self.page)

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_the_page_is_good_roff(self):
        self.assertEqual(run("groff", "-man", "-ww", "-Tascii", "-z", FOLDER / "hallmark.1"), "")

    @unittest.skipUnless(shutil.which("bash"), "bash is not installed")
    def test_bash_completes(self):
        self.assertEqual(completed("ru"), {"run"})
        self.assertEqual({name.split()[0] for name in self.all}, completed("") - {"-h", "--help", "--version"})
        for command, text in self.all.items():
            with self.subTest(command=command):
                self.assertEqual(completed(*command.split(), "--"), offered(text))
        self.assertEqual(completed("run", "--variants", ""), {"base", "full"})
        self.assertEqual(completed("run", "--variants", "=", "f"), {"full"})
        self.assertEqual(completed("run", "--endpoint", "http://run", "--edi"), {"--edition"})
        self.assertEqual(completed("list", "clau"), {"clauses"})
        self.assertEqual(completed("report", "conv"), {"convert"})

    def test_zsh_has_the_same(self):
        text = (FOLDER / "_hallmark").read_text(encoding="utf-8")
        self.assertTrue(text.startswith("#compdef hallmark\n"))
        cases = dict(re.findall(r"^    '([a-z ]+)'\)\n((?:(?!    ').*\n)*)", text, re.MULTILINE))
        for command, shown in self.all.items():
            with self.subTest(command=command):
                named = options_in("\n".join(re.findall(r"^ +'\*?(--[a-z0-9-]+)", cases[command], re.MULTILINE)))
                self.assertEqual(named, offered(shown))

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_it(self):
        self.assertEqual(run("zsh", "-n", FOLDER / "_hallmark"), "")


if __name__ == "__main__":
    PROGRAM, FOLDER = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    unittest.main(argv=sys.argv[:1])
