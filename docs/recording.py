#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records the program in a terminal of 100 columns, for the README.

    python3 docs/recording.py PATH/TO/hallmark      # writes docs/recording.svg

What is shown is what the program printed, its colors included; a progress line that was overwritten is gone. The
port is called 8080, and the pauses are ours. The SVG plays once and then stands still; whoever wants no motion sees
the end of it at once. It holds no script, and its text is text.
"""

import contextlib
import dataclasses
import fcntl
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import termios
import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

FILE = pathlib.Path(__file__).resolve().parent / "recording.svg"
COLUMNS, ROWS = 100, 30  # of the terminal
SECONDS = 120  # for one command

SERVE = "hallmark serve --port 8080 --defect start-while-running &"
FAILING = "hallmark run --endpoint http://127.0.0.1:8080 --select 'start-instance/precondition/*@post.json.v3'"

# Select Graphic Rendition, as the program writes it, and the class that stands for it.
CLASSES = {"0": "", "1": "b", "2": "d", "1;31": "r", "1;32": "g"}


@dataclasses.dataclass
class Row:
    """A row of the terminal: what somebody typed or what was printed, as stretches of (class, text)."""

    typed: bool
    stretches: list

    @property
    def text(self):
        return "".join(text for _, text in self.stretches)


# The terminal

def open_terminal():
    reader, writer = pty.openpty()
    fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return reader, writer


def read_to_end(reader):
    said = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes any more
        while more := os.read(reader, 65536):
            said += more
    return said.decode("utf-8")


def printed(arguments, environment):
    reader, writer = open_terminal()
    try:
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=writer, stderr=writer, env=environment)
        os.close(writer)
        said = read_to_end(reader)
        process.wait(SECONDS)
        return said
    finally:
        os.close(reader)


def rows_of_output(said):
    """What stands on the terminal when all of it was printed."""
    rows, row, at, now = [], [], 0, ""
    for sign in re.finditer(r"\x1b\[([0-9;]*)([A-Za-z])|\r|\n|[^\r\n\x1b]", said):
        if sign[2] == "m":
            now = CLASSES[sign[1] or "0"]
        elif sign[2] == "K":
            del row[at:]
        elif sign[2]:
            raise ValueError(f"an escape sequence that this terminal does not know: {sign[0]!r}")
        elif sign[0] == "\r":
            at = 0
        elif sign[0] == "\n":
            rows.append(row)
            row, at = [], 0
        else:
            if at == COLUMNS:
                rows.append(row)
                row, at = [], 0
            row[at:at + 1] = [(now, sign[0])]
            at += 1
    return [Row(False, joined(row)) for row in rows + ([row] if row else [])]


def joined(cells):
    stretches = []
    for name, text in cells:
        if stretches and stretches[-1][0] == name:
            stretches[-1] = (name, stretches[-1][1] + text)
        else:
            stretches.append((name, text))
    return stretches


def rows_of_command(command):
    lines = command.split("\n")
    return [Row(True, [("", ("$ " if number == 0 else "> ") + line)]) for number, line in enumerate(lines)]


# The session

def record(program):
    """The rows of the whole session."""
    environment = {**{name: value for name, value in os.environ.items() if not name.startswith("HALLMARK_")},
                   "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
    environment.pop("NO_COLOR", None)
    rows = rows_of_command("hallmark run") + rows_of_output(printed([program, "run"], environment))
    server = subprocess.Popen([program, "serve", "--port", "0", "--defect", "start-while-running"], text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env=environment)
    try:
        said = server.stdout.readline() + server.stdout.readline()
        port = re.search(r"127\.0\.0\.1:(\d+)", said)[1]

        def put(command):
            real = command.replace("8080", port).replace("\\\n", "").replace("hallmark", str(program), 1)
            shown = printed(["sh", "-c", real], environment).replace(port, "8080")
            rows.extend(rows_of_command(command) + rows_of_output(shown))

        rows.extend(rows_of_command(SERVE) + rows_of_output(said.replace(port, "8080")))
        put(FAILING.replace(" --select", " \\\n  --select"))
        put(again_line(rows))
    finally:
        server.kill()
        server.communicate()
    return rows


def again_line(rows):
    """The command that the last failure names."""
    texts = [row.text for row in rows]
    first = max(number for number, text in enumerate(texts) if text.startswith("      again   "))
    lines = [texts[first].split("again   ")[1]]
    while lines[-1].endswith("\\"):
        first += 1
        lines.append(texts[first].strip())
    return "\n".join(lines[:1] + ["  " + line for line in lines[1:]])


# The picture

CELL, LINE, EDGE, BAR = 7.8, 18, 16, 32  # pixels: a column, a row, the margin, the bar on top

STYLE = """
svg{{--paper:#fff;--edge:#d0d7de;--ink:#1f2328;--dim:#59636e;--red:#cf222e;--green:#1a7f37;--blue:#0969da}}
@media(prefers-color-scheme:dark){{
svg{{--paper:#0d1117;--edge:#30363d;--ink:#e6edf3;--dim:#9198a1;--red:#ff7b72;--green:#3fb950;--blue:#79c0ff}}}}
text{{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink);white-space:pre}}
.b,.r,.g{{font-weight:700}}.d{{fill:var(--dim)}}.r{{fill:var(--red)}}.g{{fill:var(--green)}}
.t{{fill:var(--blue)}}.f{{fill:var(--paper);stroke:var(--edge)}}.e{{fill:var(--edge)}}
#s{{transform:translateY({end}px);animation:s {seconds}s step-end both}}
#s text{{animation:a 1ms both}}#s .t{{animation:w .9s steps(60) both}}
@keyframes a{{from{{visibility:hidden}}}}
@keyframes w{{from{{clip-path:inset(-9px 100% -9px 0)}}to{{clip-path:inset(-9px 0)}}}}
@keyframes s{{{scroll}}}
@media(prefers-reduced-motion:reduce){{#s,#s text,#s .t{{animation:none}}}}
"""


def times_of(rows):
    """When each row appears, in seconds; and when the last one has."""
    now, times = 0.0, []
    for number, row in enumerate(rows):
        if row.typed and not (number and rows[number - 1].typed):
            now += 2.5 if number else 0.3  # what stands there is read first
        times.append(round(now, 2))
        now += 0.9 if row.typed else 0.05
    return times, round(now + 0.5, 2)


def scroll_of(times, seconds):
    """Key frames, at each of which the rows move up by one; and where they are at the end."""
    frames = ["0%{transform:none}"]
    for number, time in enumerate(times[ROWS:], 1):
        frames.append(f"{time / seconds:.4%}{{transform:translateY(-{number * LINE}px)}}")
    return "".join(frames), -LINE * max(0, len(times) - ROWS)


def number(value):
    return f"{value:.1f}".removesuffix(".0")


def render(rows):
    times, seconds = times_of(rows)
    scroll, end = scroll_of(times, seconds)
    width, height = COLUMNS * CELL + 2 * EDGE, BAR + ROWS * LINE + EDGE
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {height}" width="{number(width)}" '
           f'height="{height}" role="img" aria-labelledby="what" xml:space="preserve">',
           '<title id="what">A terminal: hallmark run certifies its reference endpoint; a run against an endpoint that '
           "starts what is running ends NOT CONFORMANT; the line behind again shows the failure once more</title>",
           f"<style>{STYLE.format(end=end, seconds=seconds, scroll=scroll)}</style>",
           f'<rect class="f" x=".5" y=".5" width="{number(width - 1)}" height="{height - 1}" rx="8"/>']
    out += [f'<circle class="e" cx="{EDGE + 6 + 18 * dot}" cy="17" r="5.5"/>' for dot in range(3)]
    out.append(f'<svg y="{BAR}" width="{number(width)}" height="{ROWS * LINE}"><g id="s">')
    for place, (row, time) in enumerate(zip(rows, times)):
        at, spans = 0, []
        for name, text in row.stretches:
            spans.append(f'<tspan{name and f" class={chr(34)}{name}{chr(34)}"} x="{number(EDGE + at * CELL)}" '
                         f'textLength="{number(len(text) * CELL)}">{escape(text)}</tspan>')
            at += len(text)
        typed = ' class="t"' if row.typed else ""
        out.append(f'<text{typed} y="{place * LINE + 13}" style="animation-delay:{time:g}s">{"".join(spans)}</text>')
    return "\n".join(out) + "\n</g></svg></svg>\n"


def rows_of_picture(svg):
    """The rows that a picture was made of."""
    name = "{http://www.w3.org/2000/svg}"
    return [Row(text.get("class") == "t", [(span.get("class", ""), span.text) for span in text.iter(name + "tspan")])
            for text in ElementTree.fromstring(svg).iter(name + "text")]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 docs/recording.py PATH/TO/hallmark")
    FILE.write_text(render(record(pathlib.Path(sys.argv[1]).resolve())), encoding="ascii")
