#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recording in the README is what the program prints today, and suits a README.

    python3 docs/recording_test.py PATH/TO/hallmark

Ids, times, rates and the embedded endpoint's port differ from run to run, and are left out.
"""

import pathlib
import re
import sys
import unittest
import xml.etree.ElementTree as ElementTree

import recording
from recording import COLUMNS, Row, rows_of_output

PROGRAM = pathlib.Path()  # set by main


def steady(rows):
    """The rows as lines, without what differs from run to run."""
    for row in rows:
        line = re.sub(r"i-bp1[0-9a-z]+", "i-bp1", row.text)
        line = re.sub(r"127\.0\.0\.1:(?!8080)\d+", "127.0.0.1", line)
        line = re.sub(r"\d+ exchanges in [\d.]+ s, \d+ a second", "exchanges", line)
        yield row.typed, [name for name, _ in row.stretches], line


class Recording(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.svg = recording.FILE.read_text(encoding="ascii")

    def test_shows_what_the_program_prints(self):
        shown = recording.rows_of_picture(self.svg)
        self.assertEqual(list(steady(shown)), list(steady(recording.record(PROGRAM))),
                         "make it anew: python3 docs/recording.py PATH/TO/hallmark")

    def test_is_what_the_script_makes_of_its_rows(self):
        self.assertEqual(recording.render(recording.rows_of_picture(self.svg)), self.svg)

    def test_suits_a_readme(self):
        self.assertLess(len(self.svg), 60_000)
        names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(self.svg).iter()}
        self.assertEqual(names, {"svg", "title", "style", "rect", "circle", "g", "text", "tspan"})
        self.assertNotRegex(self.svg.replace("http://www.w3.org/2000/svg", ""), r"url\(|href|@import|\son\w+=")
        for query in ("prefers-color-scheme:dark", "prefers-reduced-motion:reduce"):
            self.assertIn(query, self.svg)
        for row in recording.rows_of_picture(self.svg):
            self.assertLessEqual(len(row.text), COLUMNS)
        readme = recording.FILE.parent.parent / "README.md"
        self.assertIn("](docs/recording.svg)", readme.read_text(encoding="utf-8"))


class Terminal(unittest.TestCase):
    def test_keeps_what_was_not_overwritten(self):
        self.assertEqual(rows_of_output("one\r\n50 %\r\x1b[Ktwo\r\n"), [Row(False, [("", "one")]), Row(False, [("", "two")])])
        self.assertEqual(rows_of_output("abc\rX"), [Row(False, [("", "Xbc")])])

    def test_knows_colors(self):
        self.assertEqual(rows_of_output("a \x1b[1;31mFAIL\x1b[0m b"),
                         [Row(False, [("", "a "), ("r", "FAIL"), ("", " b")])])
        with self.assertRaises(ValueError):
            rows_of_output("\x1b[2J")

    def test_goes_on_in_the_next_row_at_its_edge(self):
        self.assertEqual([row.text for row in rows_of_output("x" * (COLUMNS + 1) + "\n")], ["x" * COLUMNS, "x"])

    def test_finds_the_line_that_shows_a_failure_again(self):
        texts = ["      again   hallmark run --endpoint http://h \\", "                --select 'a'", "", "end"]
        self.assertEqual(recording.again_line([Row(False, [("", text)]) for text in texts]),
                         "hallmark run --endpoint http://h \\\n  --select 'a'")


if __name__ == "__main__":
    PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
