"""What a terminal gets: whatever comes from files, names, definitions or options, nothing of it is obeyed."""

from __future__ import annotations

import io
import json
import os
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roundtable_cli.cli import standard_streams
from roundtable_cli.cli.main import run as run_main
from tests.conftest import Make
from tests.in_process import call

# What a terminal obeys, what turns the writing round, what has no width, what ends a line.
UNSEEN = [*map(chr, (*range(1, 32), *range(0x7F, 0xA0), *range(0x200B, 0x2010), *range(0x2028, 0x202F)))]
UNSEEN += ["\u061c", "\u2060", "\u2066", "\u2069", "\ufeff", "\u00ad", "\u180e", "\U000e0041", "\u3164"]
OBEYED = "".join(letter for letter in UNSEEN if letter != "\n")
FORGED = "\nforged"  # a line of its own, as if the program had said it
OTHERS = ("--data", "--lang", "--period", "--where", "--table")
PAGES = ("table", "markdown", "html", "latex", "values", "env", "json", "jsonl")
FIELD = "name with\u202e\x1b[31m"


def hostile(rng: random.Random, *, line_breaks: bool = True) -> str:
    """A text with a few of these letters between plain ones."""
    letters = UNSEEN if line_breaks else OBEYED
    return "x" + "".join(f"{rng.choice(letters)}{rng.choice('abж')}" for _ in range(4)) + "z"


def write_project(folder: Path, rng: random.Random) -> dict[str, str]:
    """A project that holds such letters wherever a text may stand; the texts by what they are."""
    names = ("file", "column", "sex", "label", "unit", "title", "category", "definition", "table", "text")
    said = {name: hostile(rng, line_breaks=name not in {"file", "table"}).replace("\r", "") for name in names}
    said["file"] = said["file"].replace("/", "") + ".csv"
    quoted = {name: json.dumps(text, ensure_ascii=True).replace("\x7f", "\\u007f") for name, text in said.items()}
    quoted = {name: re.sub(r"\\ud[89ab]..\\ud[c-f]..", "", text) for name, text in quoted.items()}
    cell = '"{}"'.format
    rows = [[said["column"], "sex", "n", "text"], ["1", said["sex"], "5", said["text"]], ["2", "f", "x\x1b", "b"]]
    content = "".join(",".join(map(cell, row)) + "\n" for row in rows)
    (folder / said["file"]).write_bytes(content.encode())
    package = {"resources": [{"name": said["table"], "path": said["file"]}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    toml = f"""[project]
        title = {quoted["title"]}
        [dimensions.sex]
        column = "sex"
        label = {quoted["label"]}
        [indicators.people]
        label = {quoted["label"]}
        definition = {quoted["definition"]}
        unit = {quoted["unit"]}
        table = {quoted["table"]}
        measure = "count"
        [indicators.sum_of_n]
        table = {quoted["table"]}
        measure = "sum"
        column = "n"
        """
    (folder / "indicators.toml").write_text(toml, encoding="utf-8")
    return said


def commands(said: dict[str, str], rng: random.Random) -> Iterator[tuple[str, ...]]:
    """Every command, in every format for reading, and options that hold such letters."""
    odd = hostile(rng)
    yield from (("summary", "people", "--by", "sex", "-f", form) for form in PAGES if form != "env")
    yield from (("get", "people", "-f", form) for form in ("env", "values"))
    yield from (("show", "people", "-f", form) for form in ("table", "markdown"))
    yield from (("track", "people", "-f", form) for form in ("table", "html"))
    yield ("show",)
    yield ("summary", "sum_of_n")
    yield from (("check", *files) for files in ((), (said["file"],), (f"none{odd}",), ("-f", "json")))
    yield ("check", "--fix")
    yield from (
        ("summary", option, odd) for option in ("--by", "--data", "--lang", "-f", "--period", "--where", "--table")
    )
    yield from (
        ("summary", *words) for words in ((odd,), ("-o", f"no{odd}/x.csv"), ("--where", f"sex={odd}"), (f"--{odd}",))
    )
    yield from ((odd,), ("guide", odd), ("get", odd), ("track", "--fail-on", odd), ("add", odd), ("init", odd, odd))
    yield ("init", f"../new{said['label']}".replace("\n", ""), said["file"])
    yield ("add", "--data", ".", f"../{said['file']}")


def check_door(folder: Path, seed: int, step: int = 1) -> None:
    """Nothing that any command prints holds a letter that is obeyed; of the commands, one in `step` is tried."""
    rng = random.Random(seed)  # noqa: S311 - a trial, no secret
    said = write_project(folder, rng)
    (folder.parent / said["file"]).write_bytes((folder / said["file"]).read_bytes())
    for words in [*commands(said, rng)][::step]:
        done = call(*words, cwd=folder)
        printed = done.stdout + done.stderr
        assert not {*printed} & {*OBEYED} - {"\u200c", "\u200d"}, words
        assert "internal error" not in printed, words


def test_no_way_in_leads_to_the_terminal(tmp_path: Path) -> None:
    """Names of files and columns, cells, categories, labels, definitions, options: all are shown with signs."""
    folder = tmp_path / "project"
    folder.mkdir()
    check_door(folder, 17, step=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_no_way_in_leads_to_the_terminal_long(tmp_path: Path, seed: int) -> None:
    """The same with other letters at other places."""
    folder = tmp_path / "project"
    folder.mkdir()
    check_door(folder, seed)


@pytest.mark.parametrize("option", ["--by", "-f", *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)])
def test_no_option_forges_a_line(option: str) -> None:
    """A line break in an option is a sign: no line that looks like the program's own."""
    done = call("summary", option, f"x{FORGED}", "--data", "sample")
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if line.startswith("forged")] == []


def test_what_is_printed_later_goes_through_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever prints, a library too; bytes and what paints on a terminal go past it on purpose."""
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(raw, encoding="utf-8", newline="\n"))
    monkeypatch.setattr("sys.stdout", io.StringIO())
    standard_streams.open_standard_streams()
    sys.stderr.write("a\x1b[2J\n")
    standard_streams.terminal_stream().write("\r\x1b[K")
    sys.stderr.flush()
    assert raw.getvalue() == b"a\\x1b[2J\n\r\x1b[K"


class Terminal(io.BytesIO):
    """A terminal in memory."""

    def isatty(self) -> bool:
        """As one is."""
        return True


def test_data_on_a_terminal(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """There data has signs, too, and its tabs; in a file or a pipe it is as it is."""
    folder = make('[indicators.n]\ntable = "t"\nmeasure = "count"\n', {"t": "id,cat\n1,a\x1b[2J\n"})
    assert "a\x1b[2J\t" in call("summary", "--by", "cat", "-f", "tsv", "--data", folder).stdout
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(screen, encoding="utf-8"))
    monkeypatch.setattr("sys.stderr", io.StringIO())
    monkeypatch.setattr("sys.argv", ["rt-stats", "summary", "--by", "cat", "-f", "tsv", "--data", str(folder)])
    with pytest.raises(SystemExit, match="0"):
        run_main()
    assert b"a\\x1b[2J\t" in screen.getvalue()


def test_a_line_is_written_at_once_though_nothing_is_to_be_held() -> None:
    """PYTHONUNBUFFERED gives streams that hold nothing: what is held for a moment goes out at the end of each line."""
    reading, writing = os.pipe()
    unbuffered = io.TextIOWrapper(io.FileIO(writing, "w"), write_through=True)
    stream = standard_streams._open_stream(unbuffered)
    try:
        os.set_blocking(reading, False)
        stream.write("first\n")
        assert os.read(reading, 100) == b"first\n"
    finally:
        stream.close()
        os.close(reading)
