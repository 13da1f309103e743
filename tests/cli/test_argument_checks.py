"""The texts of a command line: patterns of files, long dashes that are no hyphens."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.cli.argument_checks import expand_patterns, has_long_dash
from tests.conftest import Run

pytestmark = pytest.mark.in_process


def test_patterns_stand_for_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In order; what stands for none stays, an option and a file with brackets in its name too."""
    for name in ("b.csv", "a.csv", "[1].csv"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    given = ["init", "new", "[ab].csv", "*.xlsx", "-w", "name=*", "[1].csv"]
    assert expand_patterns(given) == ["init", "new", "a.csv", "b.csv", "*.xlsx", "-w", "name=*", "[1].csv"]


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (("summary", "\u2013d", "x.csv"), "type -d"),
        (("get", "activists", "\u2014data", "x.csv"), "type --data"),
        (("\u2014help",), "type --help"),
        (("\u2212h",), "type -h"),
    ],
)
def test_a_long_dash_is_told(run: Run, arguments: tuple[str, ...], typed: str) -> None:
    """A text editor or a messenger makes it of hyphens; who pastes a command line sees no difference."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert typed in done.stderr


@pytest.mark.parametrize("text", ["\u2013", "\u20131", "-d", "a\u2013b", ""])
def test_other_texts_are_no_options(text: str) -> None:
    """A dash alone, a number behind one, a dash inside."""
    assert not has_long_dash(text)
