#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The recipes of docs/authoring-rows.md, walked: an invented edition and an invented action.

    python3 docs/authoring_test.py SCRATCH C++-COMPILER [LAUNCHER]

Copies the tables and the cases to the folder SCRATCH, adds to the copy a new edition of StartInstance and
then a new action, HibernateInstance, and touches only the files that the document names for each. Builds the
copy, and asks its library of cases for what must have followed by itself.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARTS = ("specs", "cases", "fuzz/model", "runner/oracle", "runner/wire", "reports")

# Prints each case, its fixture and what it cites; linked with the copy's own libraries.
LISTING = r"""
#include <iostream>

#include "cases/coverage.hpp"
#include "cases/library.hpp"

int main() {
  for (const auto& place : hallmark::cases::uncovered()) {
    std::cout << "uncovered " << place.text() << '\n';
  }
  for (const auto& one : hallmark::cases::library()) {
    std::cout << one.id << '\n';
    for (const auto& place : hallmark::cases::citations_of(one)) {
      std::cout << one.id << " cites " << place.text() << '\n';
    }
  }
}
"""


class Copy:
    """The scratch copy, and which of its files were touched."""

    def __init__(self, folder, compiler, launcher):
        self.folder = folder
        self.compiler = compiler
        self.compiles = " ".join([*launcher, compiler, "-std=c++20", "-O0", f"-I{folder}"])
        self.touched = set()
        shutil.rmtree(folder, ignore_errors=True)
        for part in PARTS:
            shutil.copytree(ROOT / part, folder / part,
                            ignore=shutil.ignore_patterns("*_test.cpp", "approved", "CMakeLists.txt"))

    def read(self, file):
        return (self.folder / file).read_text(encoding="ascii")

    def write(self, file, text):
        self.touched.add(file)
        (self.folder / file).write_text(text, encoding="ascii")

    def change(self, file, *pairs):
        text = self.read(file)
        for old, new in pairs:
            if text.count(old) != 1:
                sys.exit(f"{file}: {text.count(old)} times, not once: {old}")
            text = text.replace(old, new)
        self.write(file, text)

    def build(self):
        """The cases as a program, and the model, whose tables must have a place for every action."""
        files = [file.relative_to(self.folder) for part in ("specs", "cases")
                 for file in sorted((self.folder / part).rglob("*.cpp"))
                 if "compile_fail" not in file.parts]
        # The files of a folder together, as a Release compiles them: most of each is what all include.
        sources = ["listing.cpp", "fuzz/model/answer_book.cpp"]
        (self.folder / "listing.cpp").write_text(LISTING, encoding="ascii")
        for folder in sorted({file.parent for file in files}):
            sources.append("_".join(folder.parts) + ".cpp")
            (self.folder / sources[-1]).write_text(
                "".join(f'#include "{file}"\n' for file in files if file.parent == folder), encoding="ascii")
        objects = [source + ".o" for source in sources]
        rules = ["rule compile", f"  command = {self.compiles} -MD -MF $out.d -c $in -o $out",
                 "  depfile = $out.d", "rule link", f"  command = {self.compiler} $in -o $out"]
        rules += [f"build {out}: compile {source}" for out, source in zip(objects, sources)]
        linked = " ".join(out for out in objects if not out.startswith("fuzz/"))
        rules += [f"build listing: link {linked}", ""]
        (self.folder / "build.ninja").write_text("\n".join(rules), encoding="ascii")
        done = subprocess.run(["ninja", "-C", str(self.folder), f"-j{os.cpu_count()}"],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"the copy does not build:\n{done.stdout}{done.stderr}")
        return subprocess.run([str(self.folder / "listing")], capture_output=True, text=True,
                              check=True).stdout.splitlines()


def between(text, begin, end):
    """From the line `begin` to the line `end`, both included."""
    return text[text.index(begin):text.index(end) + len(end)]


def renamed(text, *pairs):
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def next_document(copy):
    """The number of the next page; pages count from 0."""
    return sum(len(re.findall(r"\.document = \d", file.read_text(encoding="ascii")))
               for file in (copy.folder / "specs/instance").glob("*.hpp"))


def add_edition(copy):
    """StartInstance 2031-01: as 2020-10, but for a blank in the message of its row 8."""
    begin, end = "namespace e2020_10 {\n", "}  // namespace e2020_10\n"
    page = "specs/instance/start_instance.hpp"
    text = copy.read(page)
    fresh = renamed(between(text, begin, end), ("e2020_10", "e2031_01"), (".document = 4", f".document = {next_document(copy)}"),
                    ('.edition = "2020-10"', '.edition = "2031-01"'), ("year{2020}", "year{2031}"),
                    ("expired.Please", "expired. Please"))
    copy.change(page, (end, end + "\n" + fresh), ("editions[] = {e2020_10", "editions[] = {e2031_01::edition, e2020_10"))
    digests = "specs/digests/start_instance.hpp"
    text = copy.read(digests)
    copy.change(digests, (end, end + "\n" + renamed(between(text, begin, end), ("e2020_10", "e2031_01"))),
                ("&e2020_10::table}", "&e2020_10::table, &e2031_01::table}"))


def add_action(copy):
    """HibernateInstance: a page of RebootInstance under another name."""
    names = (("reboot_instance", "hibernate_instance"), ("RebootInstance", "HibernateInstance"),
             (".document = 2", f".document = {next_document(copy)}"))
    for folder in ("specs/instance", "specs/digests"):
        copy.write(f"{folder}/hibernate_instance.hpp",
                   renamed(copy.read(f"{folder}/reboot_instance.hpp"), *names))
    copy.write("cases/instance/hibernate_instance_refusals.hpp",
               renamed(copy.read("cases/instance/reboot_instance_refusals.hpp"), *names))
    row = "    {&reboot_instance::action, digests::reboot_instance::editions},\n"
    copy.change("specs/catalog.cpp",
                ('#include "specs/digests/reactivate_instances.hpp"\n',
                 '#include "specs/digests/hibernate_instance.hpp"\n'
                 '#include "specs/digests/reactivate_instances.hpp"\n'),
                (row, row + row.replace("reboot", "hibernate")))
    include = '#include "specs/instance/reactivate_instances.hpp"\n'
    last = "                 reactivate_instances::refusals, reactivate_instances_cases},\n"
    copy.change("cases/base/tested_action.hpp",
                ('#include "cases/instance/reactivate_instances_refusals.hpp"\n',
                 '#include "cases/instance/hibernate_instance_refusals.hpp"\n'
                 '#include "cases/instance/reactivate_instances_refusals.hpp"\n'),
                (include, '#include "specs/instance/hibernate_instance.hpp"\n' + include),
                (last, last + '    TestedAction{specs::hibernate_instance::action, "hibernate-instance",\n'
                              "                 hibernate_instance::refusals, pages_and_flags},\n"))
    copy.change("fuzz/model/asked.hpp",
                ("  describe_instance_attribute,\n};", "  describe_instance_attribute,\n  hibernate,\n};"),
                ('              .name = "DescribeInstanceAttribute",\n              .looks = true},\n',
                 '              .name = "DescribeInstanceAttribute",\n              .looks = true},\n'
                 "    tested_row(CalledAction::hibernate, cases::tested_actions.back()),\n"))


def documented(heading):
    """The files that docs/authoring-rows.md names under a heading, with NAME for the invented one."""
    text = (ROOT / "docs/authoring-rows.md").read_text(encoding="utf-8")
    section = text[text.index(f"\n## {heading}"):]
    table = re.search(r"\n\| touch \|.*?\n((?:\|.*\n)+)", section).group(1)
    return set(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE))


def expect(lines, *wanted):
    for line in wanted:
        if line not in lines:
            sys.exit(f"this did not follow: {line}")


def expect_touched(copy, heading, names, beyond, at_most):
    """`beyond`: what the document names and no library of cases shows; `at_most`: files, of both."""
    touched = {renamed(file, *names) for file in copy.touched}
    wanted = documented(heading) - beyond
    if len(documented(heading)) > at_most:
        sys.exit(f"docs/authoring-rows.md, {heading}: more than {at_most} files")
    if touched != wanted:
        sys.exit(f"docs/authoring-rows.md, {heading}: touched {sorted(touched)}, named {sorted(wanted)}")
    copy.touched.clear()


def main():
    copy = Copy(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:])

    add_edition(copy)
    expect_touched(copy, "A new edition", [("start_instance", "PAGE")], {"CHANGELOG.md"}, at_most=4)
    add_action(copy)
    expect_touched(copy, "A new action", [("hibernate_instance", "PAGE")],
                   {"CHANGELOG.md", "runner/reference/actions/PAGE.cpp",
                    "runner/reference/actions/actions.inc", "runner/reference/defects/catalogue.inc"},
                   at_most=10)

    lines = set(copy.build())
    missing = sorted(line for line in lines if line.startswith("uncovered "))
    if missing:
        sys.exit("no case cites these places, and nothing says why:\n" + "\n".join(missing))
    expect(lines, "start-instance/sample/2031-01",
           "start-instance/row/disk-error cites StartInstance 2031-01, error row 7",
           "start-instance/row/disk-error cites StartInstance 2019-05, error row 2",
           "start-instance/row/instance-expired-post-paid cites StartInstance 2031-01, error row 8",
           "start-instance/precondition/running cites StartInstance 2031-01, clause 2",
           "start-instance/dry-run/passes cites StartInstance 2031-01, parameter DryRun")
    expect(lines, "base/action/hibernate-instance", "hibernate-instance/row/disk-error",
           "hibernate-instance/sample/2019-04", "hibernate-instance/precondition/stopped-expired",
           "hibernate-instance/refusal/incorrect-instance-status-pending/as-it-is",
           "hibernate-instance/transition/settles/fixture", "hibernate-instance/dry-run/passes",
           "hibernate-instance/parameter/derived/force-stop/maybe",
           "start-instance/transition/then/hibernate-instance", "concurrency/hibernate-instance/8",
           "hibernate-instance/row/disk-error cites HibernateInstance 2019-04, error row 4")
    print(f"an edition and an action: {sum(' ' not in line for line in lines)} cases")


if __name__ == "__main__":
    main()
