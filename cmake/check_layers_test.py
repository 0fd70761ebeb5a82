#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The layer check finds what is planted, where it is planted, and nothing else."""

import pathlib
import tempfile
import unittest

import check_layers

SOUND = {
    "specs/schema/page.hpp": '#pragma once\n#include <span>\n#include "specs/schema/row.hpp"\n',
    "specs/instance/start.hpp": '#include "specs/schema/page.hpp"\n',
    "specs/digests/start.hpp": '#include "specs/instance/start.hpp"\n',
    "runner/audit/audit.cpp": '#include "specs/digests/start.hpp"\n',
    "specs/catalog.cpp": '#include "specs/instance/start.hpp"\n',
    "cases/case.hpp": '#include "cases/request.hpp"\n#include "specs/schema/page.hpp"\n',
    "cases/library.cpp": '#include "cases/case.hpp"\n',
    "reports/report.hpp": '#include "cases/case.hpp"\n',
    "runner/wire/http/http_client.hpp": '#include <boost/asio/awaitable.hpp>\n',
    "runner/wire/http/answer_parser.cpp": '#include <boost/beast/http/basic_parser.hpp>\n',
    "runner/engine/session/session.cpp": '#include "runner/staging/stage.hpp"\n#include "reports/report.hpp"\n',
    "runner/reference/server/server.cpp": '#include "runner/reference/worlds/world.hpp"\n',
    "runner/client_role/printed_answer.cpp": '#include "runner/reference/server/http.hpp"\n'
                                             '#include "specs/schema/page.hpp"\n',
    "runner/staging/stage_test.cpp": '#include "runner/reference/server/server.hpp"\n',
    "runner/conduct/conduct.cpp": '#include "runner/reference/server/server.hpp"\n#include "cases/library.hpp"\n',
    "fuzz/app/main.cpp": '#include "runner/conduct/conduct.hpp"\n#include "fuzz/campaign/campaign.hpp"\n',
    "fuzz/play/player.cpp": '#include "fuzz/model/model.hpp"\n#include "fuzz/grammar/history.hpp"\n',
    "fuzz/model/model.hpp": '#include "specs/schema/page.hpp"\n',
    "build/generated.cpp": '#include "nowhere.hpp"\n\t\n',
    "runner/adapters/node-x/node_modules/y/package.json": '{\n\t}\n',
}

# file, its text, the line complained of, a part of the reason
PLANTED = [
    ("specs/catalog.cpp", '\n#include "cases/case.hpp"\n', 2, "specs is below cases"),
    ("cases/library.cpp", '#include "reports/report.hpp"\n', 1, "cases is below reports"),
    ("reports/report.cpp", '#include "runner/wire/replies/reply.hpp"\n', 1, "reports is below runner"),
    ("runner/conduct/main.cpp", '#include "fuzz/app/commands.hpp"\n', 1, "runner is below fuzz"),
    ("runner/bench/bench.cpp", '#include "fuzz/play/player.hpp"\n', 1, "runner is below fuzz"),
    ("specs/schema/page.hpp", '#include "specs/catalog.hpp"\n', 1, "stands on the ground"),
    ("specs/instance/start.hpp", '#include "specs/catalog.hpp"\n', 1, "is below specs/catalog"),
    ("specs/instance/start.hpp", '#include "specs/disk/disk.hpp"\n', 1, "chapters do not include"),
    ("specs/instance/start.hpp", '#include "specs/digests/start.hpp"\n', 1, "is for runner/audit"),
    ("cases/library.cpp", '#include "specs/digests/start.hpp"\n', 1, "is for runner/audit"),
    ("cases/request.hpp", '#include "cases/case.hpp"\n', 1, "stands on the ground"),
    ("runner/wire/http/url.cpp", '#include "runner/target/target.hpp"\n', 1, "does not include"),
    ("runner/oracle/judge.cpp", '#include "runner/target/target.hpp"\n', 1, "does not include"),
    ("runner/staging/stage.cpp", '#include "runner/engine/plan.hpp"\n', 1, "does not include"),
    ("runner/engine/plan.cpp", '#include "runner/reference/worlds/world.hpp"\n', 1, "does not include"),
    ("runner/staging/stage_test.cpp", '#include "runner/engine/plan.hpp"\n', 1, "does not include"),
    ("runner/engine/plan.cpp", '#include "runner/client_role/a.hpp"\n', 1, "does not include"),
    ("runner/engine/plan.cpp", '#include "runner/conduct/shard.hpp"\n', 1, "does not include"),
    ("fuzz/campaign/replay.cpp", '#include "fuzz/app/commands.hpp"\n', 1, "does not include fuzz/app"),
    ("fuzz/play/player.cpp", '#include "fuzz/campaign/corpus.hpp"\n', 1, "does not include"),
    ("fuzz/model/model.hpp", '#include "fuzz/grammar/history.hpp"\n', 1, "does not include"),
    ("fuzz/grammar/draw.cpp", '#include "fuzz/linearizability/search.hpp"\n', 1, "does not include"),
    ("fuzz/properties/law.cpp", '#include "fuzz/fuzzers/base/fuzzer.hpp"\n', 1, "does not include"),
    ("fuzz/attic/bat.cpp", '#include "fuzz/model/model.hpp"\n', 1, "does not know fuzz/attic"),
    ("runner/cellar/rat.cpp", '#include "runner/wire/http/url.hpp"\n', 1, "does not know"),
    ("runner/reference/worlds/world.cpp", '#include "specs/catalog.hpp"\n', 1, "only itself"),
    ("runner/reference/worlds/world.cpp", '#include "runner/wire/http/url.hpp"\n', 1, "only itself"),
    ("fuzz/app/main.cpp", '#  include "options.hpp"\n', 1, "not a path from the root"),
    ("fuzz/app/main.cpp", "#include <boost/beast/http.hpp>\n", 1, "Beast belongs to"),
    ("runner/wire/http/http.hpp", "#include <boost/asio/ip/tcp.hpp>\n", 1, "headers keep Asio out"),
    ("reports/report.cpp", "int a;\n\tint b;\n", 2, "a tab"),
    ("reports/report.cpp", "// caf\u00e9\n", 1, "not ASCII"),
    ("cmake/helper.cmake", "# \u2192\n", 1, "not ASCII"),
]


def complaints_about(files):
    with tempfile.TemporaryDirectory() as folder:
        for file, text in files.items():
            path = pathlib.Path(folder, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check_layers.check(folder)[0]


class CheckLayers(unittest.TestCase):
    def test_a_sound_tree_has_no_complaint(self):
        self.assertEqual(complaints_about(SOUND), [])

    def test_what_is_planted_is_found_where_it_is(self):
        for file, text, line, reason in PLANTED:
            with self.subTest(file=file, text=text):
                complaints = complaints_about({**SOUND, file: text})
                self.assertEqual(len(complaints), 1, complaints)
                self.assertTrue(complaints[0].startswith(f"{file}:{line}: "), complaints)
                self.assertIn(reason, complaints[0])


if __name__ == "__main__":
    unittest.main()
