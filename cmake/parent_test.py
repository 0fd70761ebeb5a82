#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""add_subdirectory() of this project leaks nothing into its parent.

    python3 cmake/parent_test.py WORK CXX

Configures a project of somebody else's, which links Hallmark::suite into one library of its own.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = pathlib.Path()  # set by main
CXX = ""

PARENT = """
cmake_minimum_required(VERSION 3.25)
project(parent LANGUAGES CXX)
add_subdirectory({root} hallmark)
add_library(mine STATIC EXCLUDE_FROM_ALL mine.cpp)
target_link_libraries(mine PRIVATE Hallmark::suite Hallmark::fuzz)
add_executable(parent parent.cpp)
install(TARGETS parent)
"""


def run(*command):
    done = subprocess.run([str(word) for word in command], text=True, timeout=120, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, f"{command}:\n{done.stdout[-3000:]}"
    return done.stdout


class Parent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir(parents=True)
        (WORK / "CMakeLists.txt").write_text(PARENT.format(root=ROOT.as_posix()), encoding="utf-8")
        (WORK / "mine.cpp").write_text("#include <hallmark/suite.hpp>\n", encoding="ascii")
        (WORK / "parent.cpp").write_text("int main() {}\n", encoding="ascii")
        # As a machine has it that builds libraries alone: neither CLI11 nor jemalloc is looked for.
        cls.said = run("cmake", "-S", WORK, "-B", WORK / "build", "-G", "Ninja", "-D", f"CMAKE_CXX_COMPILER={CXX}",
                       "-D", "CMAKE_DISABLE_FIND_PACKAGE_CLI11=ON")
        text = (WORK / "build/CMakeCache.txt").read_text(encoding="utf-8")
        cls.cache = dict(re.findall(r"^([\w-]+):\w+=(.*)$", text, re.MULTILINE))

    def test_the_cache_is_the_parents(self):
        self.assertEqual(self.cache.get("CMAKE_BUILD_TYPE", ""), "")
        self.assertEqual(self.cache["HALLMARK_INSTALL"], "OFF")
        self.assertEqual(self.cache["HALLMARK_PROGRAM"], "OFF")
        self.assertEqual(self.cache["HALLMARK_TESTS"], "OFF")
        for name in ("CMAKE_INSTALL_BINDIR", "CMAKE_EXPORT_COMPILE_COMMANDS", "BUILD_TESTING", "HALLMARK_JEMALLOC"):
            self.assertFalse(self.cache.get(name), name)
        self.assertNotIn("jemalloc", self.said)
        self.assertFalse((WORK / "build/compile_commands.json").exists())

    def test_all_is_what_the_parent_made(self):
        steps = run("ninja", "-C", WORK / "build", "-n", "-v")
        self.assertIn("parent.cpp", steps)
        self.assertNotIn(f"{ROOT}/", steps.replace(str(WORK), ""))
        mine = run("ninja", "-C", WORK / "build", "-n", "-v", "mine", "hallmark_suite").replace(str(WORK), "")
        self.assertIn("mine.cpp", mine)
        self.assertIn(f"-c {ROOT}/fuzz/embedding/suite.cpp", mine)

    def test_nothing_is_installed_or_tested_but_the_parent(self):
        run("cmake", "--build", WORK / "build")
        run("cmake", "--install", WORK / "build", "--prefix", WORK / "prefix")
        self.assertEqual([path.name for path in (WORK / "prefix").rglob("*") if path.is_file()], ["parent"])
        self.assertIn("No tests were found", run("ctest", "--test-dir", WORK / "build"))

    def test_the_parent_may_ask_for_it(self):
        run("cmake", "-S", WORK, "-B", WORK / "more", "-G", "Ninja", "-D", f"CMAKE_CXX_COMPILER={CXX}",
            "-D", "HALLMARK_PROGRAM=ON", "-D", "HALLMARK_INSTALL=ON", "-D", "HALLMARK_JEMALLOC=OFF")
        text = (WORK / "more/hallmark/cmake_install.cmake").read_text(encoding="utf-8")
        self.assertIn("HallmarkConfig.cmake", text)
        steps = run("ninja", "-C", WORK / "more", "-n")
        self.assertIn("runner/app/hallmark", steps)


if __name__ == "__main__":
    WORK, CXX = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    unittest.main(argv=sys.argv[:1])
