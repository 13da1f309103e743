"""A file of TOML that can't be read: the place, and what is wrong there, in plain words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli import Finding
from roundtable_cli.indicators.definitions.toml_file import parse_toml, read_toml_text

EXAMPLE = """\
[project]
title = "Youth, 2026"
languages = ["en"]
start = 2026-01-01

[dimensions.sex]
column = "Пол"
categories.female = { label = "female", aliases = ["f", "ж"] }
bands = [
    18,
    25,
]

[indicators.people]
table = "attendance"
measure = "unique"
where = { "Вид" = ["a", 'b'], age = { min = 18 } }
tolerance = 0.15  # of the target
target = 10
"""


LETTERS = st.sampled_from("""[]{}=,;:.'"#\\/ \n01ab“”Пя-\u00a0""")


@given(st.integers(0, 400), st.lists(LETTERS, max_size=4))
def test_every_slip_has_a_line(position: int, letters: list[str]) -> None:
    """Wherever something is typed into a file, or deleted from it, there is one finding, with a line of the file."""
    text = EXAMPLE[:position] + "".join(letters) + EXAMPLE[position + 1 :]
    faults: list[Finding] = []
    parse_toml(text, "indicators.toml", faults)
    lines = [int(finding.fault.split(":")[0].removeprefix("line ")) for finding in faults]
    assert len(lines) <= 1
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)


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
