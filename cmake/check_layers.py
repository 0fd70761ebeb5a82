#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Includes run downhill, and the sources are plain.

    python3 cmake/check_layers.py [ROOT]

Reads the `#include` lines of every source and prints FILE:LINE: REASON for each that runs uphill
(docs/architecture.md draws the hill), for Beast or Asio where they do not belong, and for a byte
that is a tab or not ASCII. Exit code 1 if there was any.
"""

import pathlib
import re
import sys

# Top to bottom. A folder may include itself and what stands to its right.
FOLDERS = ["fuzz", "runner", "reports", "cases", "specs"]

# Inside runner/ and fuzz/: what each room may include besides itself.
TOOLS = {"wire", "target", "oracle", "audit"}
PLAYING = {"model", "grammar", "linearizability"}
ROOMS = {
    "runner": {
        "bench": TOOLS | {"staging", "engine", "reference", "conduct"},
        "conduct": TOOLS | {"staging", "engine", "reference"},
        "client_role": {"wire", "reference"},
        "adapters": {"wire", "target"},
        "engine": {"wire", "target", "oracle", "staging"},
        "staging": {"wire", "target", "oracle"},
        "target": {"wire"},
        "oracle": {"wire"},
        "audit": {"wire"},
        "wire": set(),
        "reference": set(),  # and nothing of ours at all, see below
    },
    "fuzz": {
        "embedding": {"fuzzers", "grammar"},
        "app": PLAYING | {"play", "campaign", "fuzzers"},
        "bench": PLAYING | {"play", "campaign"},
        "campaign": PLAYING | {"play"},
        "fuzzers": PLAYING | {"play"},
        "play": PLAYING,
        "properties": {"model", "grammar"},
        "grammar": {"model"},
        "linearizability": {"model"},
        "model": set(),
    },
}

# Inside specs/ and cases/: files that know nothing of what is built on them.
GROUND = {
    "specs/schema/": ("specs/schema/",),
    "cases/case.hpp": ("cases/request.hpp", "cases/fixture.hpp", "cases/expectation.hpp",
                       "cases/tags.hpp"),
    "cases/request.hpp": (),
    "cases/fixture.hpp": (),
    "cases/expectation.hpp": (),
    "cases/tags.hpp": (),
}

# Digests are no part of a row: nobody else asks what `audit` compares.
DIGESTS_ARE_READ_BY = ("specs/digests", "specs/catalog.cpp", "specs/compile_fail/", "runner/audit/")

# Beast takes seconds to compile: these files alone include it. Of Asio, a header of ours may show
# what a coroutine returns, where it runs, how it awaits and for when; headers of tests (testing_...)
# are free.
BEAST = {"runner/wire/http/answer_parser.cpp", "runner/reference/server/server.cpp"}
ASIO_IN_HEADERS = {"boost/asio/awaitable.hpp", "boost/asio/any_io_executor.hpp",
                   "boost/asio/io_context.hpp", "boost/asio/steady_timer.hpp",
                   "boost/asio/as_tuple.hpp", "boost/asio/use_awaitable.hpp"}

CODE = (".cpp", ".hpp", ".inc")
PLAIN = {*CODE, ".py", ".sh", ".cmake", ".txt", ".yml", ".yaml", ".json"}
SKIPPED = re.compile(r"^(\.git|build|build-.*|__pycache__|node_modules|corpus|approved)$")
QUOTED = re.compile(r'^\s*#\s*include\s*"([^"]+)"')
ANGLED = re.compile(r"^\s*#\s*include\s*<([^>]+)>")


def trouble_with(file, included):
    """Why `file` may not include `included`, or nothing. Both are paths from the root."""
    if included.startswith("hallmark/"):  # as those say who build on it
        included = "fuzz/embedding/" + included
    here, there = file.split("/"), included.split("/")
    if there[0] not in FOLDERS or len(there) < 2:
        return f'"{included}" is not a path from the root'
    if here[0] not in FOLDERS:
        return None
    if file.startswith("runner/reference/") and not included.startswith("runner/reference/"):
        return "runner/reference is written from the documents and includes only itself"
    if included.startswith("specs/digests/") and not file.startswith(DIGESTS_ARE_READ_BY):
        return "specs/digests is for runner/audit"
    if FOLDERS.index(there[0]) < FOLDERS.index(here[0]):
        return f"{here[0]} is below {there[0]}"
    for ground, allowed in GROUND.items():
        if file.startswith(ground) and here[0] == there[0] and not included.startswith(allowed):
            return f"{ground} stands on the ground and does not include {included}"
    if here[0] == there[0] == "specs" and len(there) == 2 < len(here):
        return f"{here[0]}/{here[1]} is below {included}"
    if here[0] == there[0] == "specs" and len(here) == len(there) == 3:
        # What all actions share stands below the chapters: their rows cite it.
        if there[1] not in {here[1], "schema", "common"} and here[1] not in ("compile_fail", "digests"):
            return f"chapters do not include each other: {here[1]}, {there[1]}"
    if here[0] == there[0] in ROOMS:
        rooms = ROOMS[here[0]]
        if here[1] not in rooms or there[1] not in rooms:
            return f"cmake/check_layers.py does not know {here[0]}/{here[1]} or {there[0]}/{there[1]}"
        peer = there[1] == "reference" and file.endswith("_test.cpp")  # what a test talks to
        if here[1] != there[1] and there[1] not in rooms[here[1]] and not peer:
            return f"{here[0]}/{here[1]} does not include {there[0]}/{there[1]}"
    return None


def trouble_in(file, data):
    """Yields (line, reason) for one file."""
    for number, line in enumerate(data.split(b"\n"), start=1):
        if b"\t" in line:
            yield number, "a tab"
        if not line.isascii():
            yield number, "a byte that is not ASCII"
    if not file.endswith(CODE):
        return
    for number, line in enumerate(data.decode("ascii", "replace").split("\n"), start=1):
        if quoted := QUOTED.match(line):
            if reason := trouble_with(file, quoted[1]):
                yield number, reason
        elif angled := ANGLED.match(line):
            if angled[1].startswith("boost/beast") and file not in BEAST:
                yield number, "Beast belongs to " + " and ".join(sorted(BEAST))
            if angled[1].startswith("boost/asio") and not file.endswith(".cpp"):
                if angled[1] not in ASIO_IN_HEADERS and "/testing" not in file:
                    yield number, "headers keep Asio out"


def sources(root):
    for path in sorted(root.rglob("*")):
        file = path.relative_to(root)
        if path.suffix in PLAIN and path.is_file() and not any(map(SKIPPED.match, file.parts)):
            yield file.as_posix(), path.read_bytes()


def check(root):
    """Every complaint about the tree, and how many files were read."""
    complaints, count = [], 0
    for file, data in sources(pathlib.Path(root)):
        count += 1
        complaints += [f"{file}:{line}: {reason}" for line, reason in trouble_in(file, data)]
    return complaints, count


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    complaints, count = check(root)
    for complaint in complaints:
        print(complaint)
    print(f"{count} files, {len(complaints)} complaints")
    return 1 if complaints or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
