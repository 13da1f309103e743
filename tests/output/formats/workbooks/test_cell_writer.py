"""What a cell holds: a number is a number, a date a date, and a text stays a text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from babel import Locale

from roundtable_cli.indicators.results import ResultValue
from roundtable_cli.output.language import number_format
from roundtable_cli.output.page import ValueText
from tests.output.formats.workbooks.opened_workbooks import held, one, opened, read, table

EN = Locale("en")
RUNS = ("=1+1", "@SUM(A1)", "-x", "+996 555 12", "=cmd|' /C calc'!A0", "{=A1}", "--1")
TEXTS = (*RUNS, "007", "1e5", "10.50", "http://example.org", "mailto:a@example.org", "internal:A1", "_x0041_", "a\nb")


@pytest.mark.parametrize(
    ("value", "unit", "expected", "pattern"),
    [
        (106, "people", 106.0, "#,##0"),
        (61933, "USD", 61933.0, '"$"#,##0'),
        (Decimal("8847.57"), "USD", 8847.57, '"$"#,##0.00'),
        (53.92156862745098, "%", 0.5392156862745098, "0.0%"),
        (Decimal("-2.5"), "", -2.5, "#,##0.0"),
        (date(2018, 11, 19), "", date(2018, 11, 19), '[$-409]mmm" "d", "yyyy'),
        (datetime(2018, 11, 19, 13, 30), "", datetime(2018, 11, 19, 13, 30), '[$-409]mmm" "d", "yyyy'),
        (999_999_999_999_999, "", 999_999_999_999_999.0, "#,##0"),
        (10**20, "", 1e20, "#,##0"),
    ],
)
def test_values(value: ResultValue, unit: str, expected: object, pattern: str) -> None:
    """A number is a number and a date is a date, unrounded, with the pattern that shows it as the text does."""
    page = one(number_format.format_value(value, unit, EN))
    assert read(page)[-1] == [expected]
    assert held(page.tables[0].rows[0][0]).number_format == pattern


@pytest.mark.parametrize(
    "value",
    [
        1_000_000_000_000_001,
        -(10**15) - 1,
        Decimal("12345678901234.56"),
        Decimal("0." + 29 * "9"),
        date(1899, 12, 31),
        date(1900, 2, 28),
    ],
)
def test_what_excel_would_change(value: ResultValue) -> None:
    """An exact number that Excel would round, and a date that it would move, is the text that the page shows."""
    text = number_format.format_value(value, "", EN)
    assert isinstance(text, ValueText)
    assert read(one(text))[-1] == [str(text)]


@pytest.mark.parametrize("text", TEXTS)
def test_texts(text: str) -> None:
    """A text stays a text: no formula, no number, no link, not after it has been edited either."""
    cell = held(text)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert read(one(text))[-1] == [text]
    assert cell.quotePrefix == (text in RUNS and text != "{=A1}")


def test_patterns_are_limited() -> None:
    """Excel opens no file with too many patterns, or one too long: a number that would need one more is a text."""
    cells = [number_format.append_unit(number_format.format_value(5, "", EN), f"unit {n}") for n in range(300)]
    found = [cell.value for (cell,) in table(opened(one(*cells))[0])[1:]]
    assert found[:150] == [5] * 150
    assert found[200:] == cells[200:]
    assert held(number_format.append_unit(number_format.format_value(5, "", EN), "x" * 300)).value == "5 " + "x" * 300
