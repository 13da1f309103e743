"""A cell is a value, a word or neither, by what it looks like."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.reading.layout import cell_kinds
from roundtable_cli.tables.reading.layout.cell_kinds import BLANK, UNCLEAR, VALUE, WORD
from roundtable_cli.tables.values.workbook_value import WorkbookValue


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (BLANK, ["", "  "]),
        (
            VALUE,
            ["5", "-1.5", "8 847,57", "$5", "5 сом", "2 413 US Dollar", "60%", "(5)", "05.02.2018", "2018-02-05T10:00"],
        ),
        (WORD, ["village", "Имя", "Q1", "A-001", "№", "%", "€", "people m"]),
        (UNCLEAR, ["2018Q4", "5 villages", "n/a", "нет данных", "-", "?", "1 кв."]),
    ],
)
def test_kinds(kind: str, texts: list[str]) -> None:
    """Of texts; a value of a workbook is a value."""
    assert {text: cell_kinds.cell_kind(text) for text in texts} == dict.fromkeys(texts, kind)
    assert cell_kinds.cell_kind(WorkbookValue(True)) == VALUE


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2018", "year"), ("2018 г.", "year"), ("2018/19", "year"), ("201803", "month"), ("03.2018", "month"),
     ("0-5", "band"), ("60+", "band"), ("<5", "band"), ("5", ""), ("12345", ""), ("A", "")],
)  # fmt: skip
def test_digits_that_may_be_a_heading(text: str, kind: str) -> None:
    """Years, months and age bands."""
    assert cell_kinds.numeric_heading_kind(text) == kind


def test_a_column_mostly_of_values() -> None:
    """A word counts against it; what means no value is passed over, and so is what is unclear."""
    assert cell_kinds.mostly_values(["1", "2", "n/a", "", "5 (est.)"])
    assert not cell_kinds.mostly_values(["1", "2", "many"])
    assert not cell_kinds.mostly_values(["", "n/a"])


def test_shapes_of_codes() -> None:
    """Digits are one shape whatever they are, letters one in either case."""
    assert cell_kinds.cell_shape("A-001") == cell_kinds.cell_shape(" a-27") != cell_kinds.cell_shape("B-27")
