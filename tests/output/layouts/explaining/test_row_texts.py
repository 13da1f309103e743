"""What is said of one row."""

from __future__ import annotations

from roundtable_cli.indicators.explaining.explained_rows import ExplainedRow, Reason, RowLocation
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.explaining.row_texts import RowTexts

TEXTS = RowTexts(LanguageWords("en"), {"income"})
HERE, THERE = RowLocation("a.csv", "", 5), RowLocation("b.xlsx", "May", 2)


def told(status: str, reason: Reason | None = None, repeat_of: RowLocation | None = None) -> str:
    """The status in words."""
    return TEXTS.status_text(ExplainedRow("n", "t", HERE, status, reason, repeat_of))


def test_statuses() -> None:
    """A repeat names the row before, and its file if that is another."""
    assert told("counted") == "counted"
    assert told("counted", Reason("decides")) == "counted, gives the value"
    assert told("repeat", repeat_of=RowLocation("a.csv", "", 2)) == "repeat of row 2"
    assert told("repeat", repeat_of=THERE) == "repeat of row 2 of b.xlsx [May]"
    assert told("repeat", repeat_of=RowLocation("keys")) == "repeat"


def test_reasons_name_cells_but_no_personal_value() -> None:
    """A blank cell is called so."""
    assert told("left-out", Reason("condition", (("kind", "visit"), ("age", None)))) == (
        'left out: kind is "visit", age is blank'
    )
    assert told("left-out", Reason("blank", (("income", "500"),))) == "left out: income (personal)"
