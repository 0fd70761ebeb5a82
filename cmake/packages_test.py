#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The list of packages is kept once, and holds what the build asks for.

Every find_package() and find_library() of a CMake file is held against cmake/packages.txt; and dev.sh,
the images of the fuzzers and the workflows are seen to install from that list and from nothing else.
"""

import pathlib
import re
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "cmake/packages.txt"
IMAGES = [ROOT / "fuzz/oss-fuzz/Dockerfile", ROOT / ".clusterfuzzlite/Dockerfile"]
WORKFLOWS = [*(ROOT / ".github/workflows").glob("*.yml"), *(ROOT / ".clusterfuzzlite/workflows").glob("*.yml")]
IN_IMAGES = ("build", "oracle", "image")
# Of the compiler itself; and what build.sh turns off, or the image brings.
COMES_WITH = {"Threads"}
NOT_IN_IMAGES = {"g++", "libjemalloc-dev", "unzip", "binutils"}


class Row:
    def __init__(self, line):
        self.group, self.debian, self.ubuntu, *self.found_by = line.split()


ROWS = [Row(line) for line in LIST.read_text(encoding="ascii").splitlines() if line and line[0] != "#"]


def cmake_files():
    for path in [ROOT / "CMakeLists.txt", *(ROOT / "cmake").glob("*.cmake")]:
        yield path
    for folder in ("specs", "cases", "reports", "runner", "fuzz", "cmake"):
        yield from (ROOT / folder).rglob("CMakeLists.txt")


def wanted():
    """What the CMake files look for, by the names of packages.txt, and where."""
    for path in cmake_files():
        text = re.sub(r"#.*", "", path.read_text(encoding="ascii"))
        for name, rest in re.findall(r"\bfind_(?:package|dependency)\(([\w.]+)([^)]*)\)", text):
            yield name, path
            parts = rest.partition("COMPONENTS")[2].split()
            yield from ((f"{name}::{part}", path) for part in parts if part != "Interpreter")
        for names in re.findall(r"\bfind_library\(\w+\s+([^)]*)\)", text):
            first = next(word for word in names.split() if word not in ("NAMES", "REQUIRED"))
            yield re.sub(r"^lib|-\$.*|\.a$", "", first), path


class Packages(unittest.TestCase):
    def test_every_package_that_is_looked_for_is_in_the_list(self):
        looked_for = set()
        for name, path in wanted():
            looked_for.add(name)
            if name not in COMES_WITH:
                with self.subTest(name=name, path=path.relative_to(ROOT).as_posix()):
                    self.assertTrue([row for row in ROWS if name in row.found_by])
        self.assertGreater(len(looked_for), 12, "the CMake files are read")
        for row in ROWS:
            for name in row.found_by:
                if not name.startswith("command:"):
                    with self.subTest(row=row.debian):
                        self.assertIn(name, looked_for, "nobody looks for it any more")

    def test_no_package_stands_twice(self):
        names = [row.debian for row in ROWS]
        self.assertEqual(len(names), len(set(names)))

    def test_the_images_install_what_the_build_asks_for(self):
        commands = []
        for image in IMAGES:
            commands += re.findall(r"\$\((awk '[^']*') \"\$SRC/hallmark/cmake/packages.txt\"\)",
                                   image.read_text(encoding="ascii"))
        self.assertEqual(len(commands), len(IMAGES))
        for command in commands:
            shown = subprocess.run(["sh", "-c", f'{command} "{LIST}"'], check=True, text=True,
                                   stdout=subprocess.PIPE).stdout.split()
            meant = [row for row in ROWS if row.group in IN_IMAGES]
            self.assertEqual(shown, [row.ubuntu for row in meant if row.debian not in NOT_IN_IMAGES])
        self.assertIn("-D HALLMARK_JEMALLOC=OFF",
                      (ROOT / "fuzz/oss-fuzz/build.sh").read_text(encoding="ascii"))

    def test_nothing_else_is_installed_anywhere(self):
        for path in [*IMAGES, *WORKFLOWS, ROOT / "docs/ci/Dockerfile", ROOT / "cmake/dev.sh"]:
            text = path.read_text(encoding="ascii")
            for row in ROWS:
                with self.subTest(path=path.relative_to(ROOT).as_posix(), package=row.debian):
                    if "-dev" in row.debian:  # names that mean nothing else
                        self.assertNotIn(row.debian, re.sub(r"#.*", "", text))

    def test_the_image_of_the_program_is_built_from_what_is_there_and_runs_as_nobody(self):
        text = re.sub(r"\\\n", " ", (ROOT / "docs/ci/Dockerfile").read_text(encoding="ascii"))
        stages = [stage.splitlines() for stage in re.split(r"^FROM ", text, flags=re.MULTILINE)[1:]]
        self.assertEqual([stage[0] for stage in stages], ["debian:bookworm-slim AS build", "debian:bookworm-slim"])
        made = " ".join(line for line in stages[0] if line.startswith("RUN"))
        for line in stages[0] + stages[1]:
            if line.startswith("COPY --from=build"):
                self.assertIn(line.split()[2], made, "the first stage makes it")
            elif line.startswith("COPY"):
                self.assertTrue((ROOT / line.split()[1]).exists(), line)
        [awk] = re.findall(r"\$\((awk '[^']*') /packages.txt\)", text)
        shown = subprocess.run(["sh", "-c", f'{awk} "{LIST}"'], check=True, text=True, stdout=subprocess.PIPE).stdout.split()
        self.assertEqual(shown, [row.debian for row in ROWS if row.group == "build"])
        last = [line.split()[0] for line in stages[1] if line]
        self.assertIn("USER 65534:65534", stages[1])
        self.assertLess(last.index("USER"), last.index("CMD"))
        self.assertEqual(stages[1][-1], 'CMD ["hallmark", "--help"]')
        ignored = (ROOT / ".dockerignore").read_text(encoding="ascii").splitlines()
        self.assertFalse([line for line in ignored if line.startswith(("cmake", "docs", "fuzz", "LICENSE"))])

    def test_the_workflows_check_out_before_they_use_the_tree(self):
        self.assertGreaterEqual(len(WORKFLOWS), 3)
        for path in WORKFLOWS:
            jobs = re.split(r"^  \w+:\n", path.read_text(encoding="ascii").partition("\njobs:\n")[2],
                            flags=re.MULTILINE)[1:]
            self.assertTrue(jobs, path)
            for job in jobs:
                with self.subTest(path=path.name, job=job.splitlines()[0]):
                    checkout = job.find("uses: actions/checkout@")
                    self.assertGreaterEqual(checkout, 0)
                    for use in re.finditer(r"cmake/dev\.sh|\bcmake --|clusterfuzzlite/actions", job):
                        self.assertLess(checkout, use.start())
                    steps = job.split("- uses: ")
                    for step in steps:
                        if step.startswith("google/clusterfuzzlite/"):
                            self.assertIn("github-token: ${{ secrets.GITHUB_TOKEN }}", step)

    def test_the_documents_tell_why(self):
        text = (ROOT / "docs/dependencies.md").read_text(encoding="ascii")
        for row in ROWS:
            with self.subTest(package=row.debian):
                self.assertTrue(f"`{row.debian}`" in text)


if __name__ == "__main__":
    unittest.main()
