"""Faults of parsers in plain words: which rule is right, which line is named, and how a text is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli import Finding
from roundtable_cli.parser_faults import FaultRule, describe_parser_fault, describe_size_fault, read_utf8_text

RULES = (
    FaultRule("Bad", "\0(\\w+)", "$1 is bad", "write good for $1"),
    FaultRule("Bad", "", "something before it is bad", "look there", is_before=True),
)


@pytest.mark.parametrize(
    ("message", "position", "said"),
    [
        ("Bad value", 4, "line 2: word is bad — write good for word"),
        ("Bad value", 9, "line 2: something before it is bad — look there"),
        ("Other", 4, "line 2: Other — correct this line, or the line before it"),
    ],
)
def test_the_first_rule_that_fits_is_right(message: str, position: int, said: str) -> None:
    """Where none is, the parser speaks itself, with the line."""
    assert describe_parser_fault(RULES, message, "a =\nword\n\n=", position, "f").message == said


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("a = 1\nb = 'жаш'\n".encode("cp1251"), "line 2: there are letters that are not UTF-8"),
        ("a = 1\n".encode("utf-16"), "the file is UTF-16, not UTF-8"),
        (None, "the file can't be opened: "),
    ],
)
def test_a_text_that_can_not_be_read_is_a_fault(tmp_path: Path, content: bytes | None, fault: str) -> None:
    """It says in which line, or that Notepad saved it in another encoding."""
    path, faults = tmp_path / "indicators.toml", list[Finding]()
    if content:
        path.write_bytes(content)
    assert read_utf8_text(path, faults) == ""
    assert [finding.fault.startswith(fault) for finding in faults] == [True]
    assert not content or "Notepad" in faults[0].remedy


def test_line_ends_and_the_mark_of_notepad_are_no_part_of_a_text(tmp_path: Path) -> None:
    """Of Windows or of an old Mac."""
    path = tmp_path / "indicators.toml"
    path.write_bytes("\ufeffa\r\nb\rc".encode())
    assert read_utf8_text(path, []) == "a\nb\nc"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": "[[[",\n"b": ' + "[" * 5_000 + "]" * 5_000 + "}", "line 2: more than 100 brackets"),
        ('{"a":\n' * 5_000 + "1" + "}" * 5_000, "line 101: more than 100 brackets"),
        ('{"a": 1,\n"b": ' + "9" * 5_000 + "}", "line 2: a number has more than 4,300 digits"),
    ],
)
def test_what_is_too_long_or_too_deep_for_a_parser_has_its_line(text: str, fault: str) -> None:
    """And the limit."""
    assert describe_size_fault(text, "datapackage.json").fault.startswith(fault)
