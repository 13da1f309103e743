"""A file of TOML that can't be read: the place, and what is wrong there, in plain words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from roundtable_cli import Finding
from roundtable_cli.indicators.definitions.toml_file import parse_toml, read_toml_text


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a = 1\nb = “x”\n", "line 2, column 5", "curly (“"),
        ("a = ['x', «y»]\n", "line 1, column 11", "curly («"),
        ('a = "«x»\n', "line 1, column 9", "closing quote is missing"),
        ("a = x\n", "line 1, column 5", "in quotes"),
        ("a\n", "line 1, column 2", 'no "="'),
        ("a = [1\n", "end of document", "closing ]"),
        ("[a]\n[a]\n", "line 2, column 3", "second time"),
        ("a = 1\na = 2\n", "line 2, column 6", "second time"),
        ("a = 1 2\n", "line 1, column 7", "more text"),
    ],
)
def test_a_fault_is_told_in_plain_words(text: str, place: str, words: str) -> None:
    """With the line and column; a curly quote only where it stands for a straight one, not inside a text."""
    faults: list[Finding] = []
    assert parse_toml(text, "indicators.toml", faults) == {}
    (finding,) = faults
    assert (finding.file, finding.fault.partition(": ")[0]) == ("indicators.toml", place)
    assert words in finding.fault


def test_numbers_are_exact() -> None:
    """A tolerance of 0.15 is no float."""
    assert parse_toml("a = 0.15", "indicators.toml", []) == {"a": Decimal("0.15")}


def test_a_file_is_read_as_its_letters_are_meant(tmp_path: Path) -> None:
    """Without the mark that Notepad writes first, and й in one letter, as headers have it."""
    path = tmp_path / "indicators.toml"
    path.write_bytes("\ufeffa = 'и\u0306'".encode())
    assert read_toml_text(path, []) == "a = 'й'"


@pytest.mark.parametrize(("content", "words"), [(b"a = '\xe9'", "UTF-8"), (None, "can't be opened")])
def test_a_file_that_can_not_be_read_is_a_fault(tmp_path: Path, content: bytes | None, words: str) -> None:
    """Not a failure of the program."""
    path, faults = tmp_path / "indicators.toml", list[Finding]()
    if content:
        path.write_bytes(content)
    assert read_toml_text(path, faults) == ""
    assert words in faults[0].fault
