"""The handbook on the terminal: its list, a guide, a part of one, and what is said where there is none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from roundtable_cli.guides import handbook
from tests.conftest import Run

pytestmark = pytest.mark.in_process


def test_the_list_has_a_line_for_each_guide(run: Run) -> None:
    """`rt-stats guide`, with no project anywhere: each name, and what the guide is about."""
    done = run("guide")
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(handbook.guide_names())
    assert all(handbook.guide_title(name) in done.stdout for name in handbook.guide_names())
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["start", "definitions"])
def test_a_guide_is_printed_as_it_is(name: str, run: Run) -> None:
    """To a pipe: the file, letter by letter."""
    assert run("guide", name).stdout == (handbook.FOLDER / f"{name}.md").read_text(encoding="utf-8")


def test_a_part_is_printed_alone(run: Run) -> None:
    """From its heading to the next; one that several sections have, from each."""
    told = run("guide", "definitions", "tolerance").stdout
    assert told.startswith("### [indicators.CODE] tolerance\n")
    assert told.count("### ") == 1
    assert run("guide", "definitions", "where").stdout.count("### ") == 3
    assert run("guide", "definitions", "The", "plan", "file").stdout.startswith("## The plan file\n")


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        (["definitions", "median"], "### [indicators.CODE] measure\n"),
        (["definitions", "latest"], "### [indicators.CODE] measure\n"),
        (["files", "missing", "values"], "### [schema] missingValues\n"),
        (["files", "kobo"], "## KoboToolbox"),
        (["files", "excel"], "## Excel"),
        (["START"], "# "),
    ],
)
def test_the_words_that_a_reader_has_in_mind(asked: list[str], heading: str, run: Run) -> None:
    """A measure, which is a row of a table; a key in two words; a program; a name in capitals."""
    done = run("guide", *asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(heading)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (["strat"], 'no guide "strat": did you mean "start"?'),
        (["tolerance"], "`rt-stats guide definitions tolerance`"),
        (["files", "tolerance"], "`rt-stats guide definitions tolerance`"),
        (["definitions", "tolerence"], 'did you mean "tolerance"?'),
        (["definitions", "lop"], '"[indicators.CODE] targets"'),
        (["definitions", "xyzzy"], "`rt-stats guide definitions` prints all of it"),
    ],
)
def test_a_typo_is_answered_with_the_nearest(asked: list[str], answer: str, run: Run) -> None:
    """Or with where the word stands; exit code 2, nothing on standard output."""
    done = run("guide", *asked)
    assert answer in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal of Unix")
def test_a_long_guide_goes_through_the_pager_on_a_terminal() -> None:
    """And a short part does not."""
    import pty

    def seen(*words: str) -> str:
        ours, theirs = pty.openpty()
        environment = {**os.environ, "PAGER": "sed s/^/paged:/", "LINES": "40", "COLUMNS": "100"}
        command = [sys.executable, "-m", "roundtable_cli", "guide", *words]
        with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
            os.close(theirs)
            told = b""
            while chunk := _read(ours):
                told += chunk
            assert process.wait() == 0
        os.close(ours)
        return told.decode()

    def _read(stream: int) -> bytes:
        try:
            return os.read(stream, 65536)
        except OSError:  # how Linux says that the other end is closed
            return b""

    assert "paged:# Every key of indicators.toml" in seen("definitions")
    assert "paged:" not in seen("definitions", "tolerance")


def test_completion_offers_the_guides(run: Run) -> None:
    """By their names."""
    done = run(_RT_STATS_COMPLETE="bash_complete", COMP_WORDS="rt-stats guide de", COMP_CWORD="2")
    assert "plain,definitions" in done.stdout
