#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `cpack` makes of a build can be installed elsewhere, says what is in it, and comes out the same again.

    python3 cmake/package_test.py BUILD WORK

Installing into an empty root is root's; others see it unpacked. Exit code 77 and a reason where there is no
dpkg-shlibdeps or no file, without which there are no Debian packages, and for builds that nobody gives away: with a sanitizer
or assertions, which bring the places of sources along.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = WORK = pathlib.Path()  # set by main
EPOCH = "1790000000"
SECONDS = 300  # for one command
SKIPPED = 77


def missing():
    for tool, package in (("dpkg-shlibdeps", "dpkg-dev"), ("file", "file")):
        if not shutil.which(tool):
            return f"{tool} (package {package}) is not installed"
    cache = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8")
    if not re.search(r"^CMAKE_BUILD_TYPE:\w+=Release$", cache, re.MULTILINE):
        return "not a Release"
    if re.search(r"^HALLMARK_SANITIZE:\w+=.", cache, re.MULTILINE):
        return "built with a sanitizer"
    return None


def run(*command, code=0, folder=None, **environment):
    done = subprocess.run([str(word) for word in command], env={**os.environ, **environment}, cwd=folder, text=True,
                          timeout=SECONDS, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    assert done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout[-3000:]}"
    return done.stdout


def pack(folder, *more):
    run("cpack", "-G", "DEB", *more, "-B", folder, "--config", BUILD / "CPackConfig.cmake", folder=BUILD,
        SOURCE_DATE_EPOCH=EPOCH)
    return {path.name.partition("_")[0]: path for path in folder.glob("*.deb")}


def depends(package):
    """Of each dependency the names of which one must be there."""
    text = run("dpkg-deb", "--field", package, "Depends").strip()
    return [[re.split(r"[ (:]", name.strip())[0] for name in one.split("|")] for one in text.split(",")]


def loaded_by(program):
    return set(re.findall(r"=> (/\S+)", run("ldd", program)))


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        cls.packages = pack(WORK / "one")
        cls.root = WORK / "root"
        run("dpkg-deb", "--extract", cls.packages["hallmark"], cls.root)
        cls.program = cls.root / "usr/bin/hallmark"

    def test_it_runs_where_nothing_but_its_dependencies_is(self):
        if os.geteuid() != 0:
            self.assertIn("\nCONFORMANT", run(self.program, "run", "--select", "start-instance/precondition/running"))
            self.skipTest("only root installs")
        root = WORK / "empty"
        (root / "var/lib/dpkg/info").mkdir(parents=True)
        (root / "var/lib/dpkg/updates").mkdir()
        # To dpkg these are installed, and no others; of their files the root has what a program loads.
        names = [name for one in depends(self.packages["hallmark"]) for name in one]
        (root / "var/lib/dpkg/status").write_text(
            "\n".join(run("dpkg-query", "--status", name) for name in names), encoding="utf-8")
        files = loaded_by(self.program) | {re.search(r"(/lib\S+/ld-\S+)", run("ldd", self.program))[1]}
        for file in files:
            there = root / file.lstrip("/")
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, there)
        before = {path for path in root.rglob("*") if path.is_file()}
        dpkg = ("dpkg", f"--root={root}", "--force-not-root", "--force-script-chrootless", "--log=/dev/null")
        run(*dpkg, "--install", self.packages["hallmark"])
        output = run("chroot", root, "/usr/bin/hallmark", "run", "--select", "start-instance/precondition/running")
        self.assertIn("\nCONFORMANT", output)
        run(*dpkg, "--purge", "hallmark")
        left = {path for path in root.rglob("*") if path.is_file()} - before
        self.assertFalse({path for path in left if "var/lib/dpkg" not in path.as_posix()})

    def test_dependencies_are_declared(self):
        declared = {name for one in depends(self.packages["hallmark"]) for name in one}
        self.assertIn("libssl3", declared)
        self.assertIn("libc6", declared)
        development = [set(one) for one in depends(self.packages["hallmark-dev"])]
        self.assertIn({"hallmark"}, development)
        self.assertIn({"libboost-json1.81-dev", "libboost-json-dev"}, development)
        self.assertNotIn({"libcli11-dev"}, development)

    def test_the_bill_of_materials(self):
        path = self.root / "usr/share/hallmark/hallmark.spdx.json"
        bill = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(bill["spdxVersion"], "SPDX-2.3")
        self.assertEqual(bill["dataLicense"], "CC0-1.0")
        self.assertEqual(bill["SPDXID"], "SPDXRef-DOCUMENT")
        self.assertRegex(bill["documentNamespace"], r"^https?://[^#\s]+$")
        self.assertEqual(bill["creationInfo"]["created"], "2026-09-21T14:13:20Z")
        for creator in bill["creationInfo"]["creators"]:
            self.assertRegex(creator, r"^(Tool|Person|Organization): \S")
        ids = [package["SPDXID"] for package in bill["packages"]]
        self.assertEqual(len(ids), len(set(ids)))
        for package in bill["packages"]:
            with self.subTest(package=package["SPDXID"]):
                self.assertRegex(package["SPDXID"], r"^SPDXRef-[A-Za-z0-9.-]+$")
                self.assertTrue(package["name"] and package["versionInfo"] and package["downloadLocation"])
                self.assertIs(package["filesAnalyzed"], False)
                for reference in package.get("externalRefs", []):
                    self.assertEqual(reference["referenceType"], "purl")
                    self.assertRegex(reference["referenceLocator"], r"^pkg:deb/[a-z]+/[^@\s]+@[^?\s]+\?arch=[a-z0-9]+$")
        related = set()
        for relation in bill["relationships"]:
            ends = relation["spdxElementId"], relation["relatedSpdxElement"]
            self.assertTrue(set(ends) <= {*ids, "SPDXRef-DOCUMENT"}, relation)
            related.add((ends[0], relation["relationshipType"], ends[1]))
        self.assertIn(("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-hallmark"), related)
        # Whatever the package declares is there as linked, and whatever the list of packages has as built with.
        for (name,) in depends(self.packages["hallmark"]):
            self.assertIn(("SPDXRef-hallmark", "DYNAMIC_LINK", f"SPDXRef-Package-{name.replace('+', '-')}"), related)
        built_with = {name for name, relation, _ in related if relation in ("BUILD_DEPENDENCY_OF", "BUILD_TOOL_OF")}
        for row in (ROOT / "cmake/packages.txt").read_text(encoding="ascii").splitlines():
            if row.startswith("build") and "command:" not in row:
                names = {f"SPDXRef-Package-{name}" for name in row.split()[1:3]}
                self.assertTrue(names & built_with, row)

    def test_the_image_gets_the_libraries_that_the_package_declares(self):
        text = (ROOT / "docs/ci/Dockerfile").read_text(encoding="ascii")
        [command] = re.findall(r"^RUN (ldd (?:.*\\\n)*.*) > /packages$", text, re.MULTILINE)
        command = command.replace("\\\n", "").replace("/usr/local/bin/hallmark", str(self.program))
        found = run("sh", "-c", command).split()
        comes_with_the_system = {"libc6", "libgcc-s1", "libstdc++6", "zlib1g"}
        declared = {name for (name,) in depends(self.packages["hallmark"])}
        self.assertEqual(set(found) - comes_with_the_system, declared - comes_with_the_system)

    def test_the_same_tree_gives_the_same_packages(self):
        self.assertEqual(set(self.packages), {"hallmark", "hallmark-dev"})
        again = pack(WORK / "two", "-D", "CPACK_COMPONENTS_ALL=program")
        self.assertEqual(self.packages["hallmark"].read_bytes(), again["hallmark"].read_bytes())


class Builds(unittest.TestCase):
    """What could make two builds of one commit differ: where they stand, and when they were made."""

    def test_another_folder_gives_the_same_objects(self):
        commands = json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8"))
        WORK.mkdir(parents=True, exist_ok=True)
        for name, target in (("specs/citation.cpp", "hallmark_specs"), ("fuzz/app/version.cpp", "hallmark_run_command")):
            # The files of a folder may be compiled together: what is compiled for the target is compiled so.
            command = next(one for one in commands if f"/{target}.dir/" in one["command"])
            command = {**command, "command": command["command"].replace(command["file"], str(ROOT / name))}
            objects = []
            for place in ("here", "some/where/else"):
                there = WORK / place
                there.parent.mkdir(parents=True, exist_ok=True)
                there.unlink(missing_ok=True)
                there.symlink_to(ROOT)
                text = command["command"].replace(str(BUILD), f"{there}/build").replace(str(ROOT), str(there))
                text = re.sub(r"\s-g\d?(?=\s)|\s-MD\b|\s-M[FT] \S+", " ", text)
                text = re.sub(r"-o \S+", f"-o '{WORK}/object.o'", text)
                run("sh", "-c", text, folder=WORK, CCACHE_DISABLE="1")
                objects.append((WORK / "object.o").read_bytes())
            self.assertEqual(objects[0], objects[1], name)

    def test_no_source_asks_for_the_time_of_its_compilation(self):
        for folder in ("specs", "cases", "reports", "runner", "fuzz"):
            for path in (ROOT / folder).rglob("*.?pp"):
                self.assertNotRegex(path.read_text(encoding="ascii"), r"\b__(DATE|TIME|TIMESTAMP)__\b", path)

    def test_the_program_does_not_know_where_it_was_built(self):
        program = (BUILD / "runner/app/hallmark").read_bytes()
        for place in (ROOT, BUILD):
            self.assertNotIn(str(place).encode(), program)


if __name__ == "__main__":
    BUILD, WORK = (pathlib.Path(word).resolve() for word in sys.argv[1:3])
    if reason := missing():
        print(f"skipped: {reason}")
        sys.exit(SKIPPED)
    unittest.main(argv=sys.argv[:1])
