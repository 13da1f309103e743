"""A value of a workbook reads as what it is, however the texts of its column are written."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing
from roundtable_cli.tables.values.workbook_value import DATE_EPOCHS, NativeValue, WorkbookValue, format_workbook_cells

DAY = datetime(2018, 11, 19)


def read(value: NativeValue, **field: Any) -> object:
    """What a declared field reads from a value; the fault, where it reads none."""
    one = Field("c", **field)
    (cell,), faults = parsing.parse_column(format_workbook_cells([WorkbookValue(value)], one), one)
    return next(iter(faults.values()), cell)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (5.0, "5"),
        (-0.5, "-0.5"),
        (847.573, "847.573"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (1.1368683772161603e-13, "0.00000000000011368683772161603"),
        (DAY, "2018-11-19"),
        (DAY.replace(hour=10), "2018-11-19T10:00:00"),
        (date(2018, 11, 19), "2018-11-19"),
        (time(10, 30), "10:30:00"),
        (timedelta(hours=26, minutes=5), "26:05:00"),
    ],
)
def test_the_plain_text(value: NativeValue, text: str) -> None:
    """ISO 8601, a decimal point, no exponent; the value stays beside it."""
    cell = WorkbookValue(value)
    assert (cell, cell.value) == (text, value)


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (0.45, 100, "45%"),
        (0.07, 100, "7%"),
        (0.125, 100, "12.5%"),
        (1 / 3, 100, "33.33333333333333%"),
        (12, 100, "1200%"),
        (0, 100, "0%"),
        (-0.001, 100, "-0.1%"),
        (45.5, 1, "45.5%"),
        (True, 100, "true"),
        (DAY, 100, "2018-11-19"),
    ],
)
def test_the_text_of_a_percentage(value: NativeValue, scale: int, text: str) -> None:
    """All digits of the number, and no others."""
    assert WorkbookValue(value, "", scale) == text


def test_percentages_are_what_is_shown_unless_bare_numbers_are_declared() -> None:
    """Then all of them are the numbers themselves; one among other numbers stays as it is shown, and is refused."""
    shown, half = WorkbookValue(0.45, "", 100), WorkbookValue(0.5, "", 100)
    bare, marked = Field("c", "number"), Field("c", "number", bare_number=False, decimal_char=",")
    assert format_workbook_cells([shown, half, "", WorkbookValue(0.0)], bare) == ["0.45", "0.5", "", "0"]
    assert format_workbook_cells([shown, WorkbookValue(45.0)], bare) == ["45%", "45"]
    assert format_workbook_cells([shown, "45"], bare) == ["45%", "45"]
    assert format_workbook_cells([shown, WorkbookValue(0.125, "", 100)], marked) == ["45%", "12,5%"]
    assert format_workbook_cells([shown], Field("c")) == ["45%"]


@pytest.mark.parametrize("field", [
    {}, {"decimal_char": ","}, {"decimal_char": ",", "group_char": "."}, {"decimal_char": ",", "group_char": " "},
    {"group_char": ","}, {"bare_number": False, "decimal_char": ",", "group_char": "."},
])  # fmt: skip
@pytest.mark.parametrize("value", [847.573, 1.5, 1234567.25, -847.573, 0.001, 1000, 1e-7])
def test_a_number_is_itself_in_a_column_of_any_style(field: dict[str, Any], value: float) -> None:
    """Its point is never taken for the mark between thousands."""
    assert read(value, type="number", **field) == value


@given(
    st.floats(-1e12, 1e12, allow_subnormal=False),
    st.sampled_from([(".", ""), (".", ","), (",", "."), (",", " "), (",", "")]),
)
def test_any_number_in_any_style(value: float, style: tuple[str, str]) -> None:
    """Exactly, to its last digit."""
    assert read(value, type="number", decimal_char=style[0], group_char=style[1]) == value


def test_a_fraction_is_no_integer() -> None:
    """Nor is it one a thousand times as large, where a point parts thousands."""
    assert read(847.573, type="integer", decimal_char=",", group_char=".") == "is not a whole number"
    assert read(847.573, type="integer") == "is not a whole number"
    assert read(847.0, type="integer", decimal_char=",", group_char=".") == 847


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ({"type": "date"}, DAY, DAY),
        ({"type": "date", "format": "%d.%m.%Y"}, DAY, DAY),
        ({"type": "date", "format": "%m/%d/%Y"}, DAY, DAY),
        ({"type": "date", "format": "any"}, DAY, DAY),
        ({"type": "date", "serial": 1900}, DAY, DAY),
        ({"type": "date", "serial": 1904}, DAY, DAY),
        ({"type": "date", "serial": 1900}, 43423, DAY),
        ({"type": "date", "serial": 1904}, 43423 - 1462, DAY),
        ({"type": "date", "serial": 1900}, 43423.75, DAY),
        ({"type": "datetime", "serial": 1900}, 43423.75, DAY.replace(hour=18)),
        ({"type": "datetime"}, DAY.replace(hour=18), DAY.replace(hour=18)),
        ({"type": "datetime", "format": "%d.%m.%Y %H:%M"}, DAY.replace(hour=18), DAY.replace(hour=18)),
        ({"type": "yearmonth"}, DAY, datetime(2018, 11, 1)),
        ({"type": "year"}, DAY, datetime(2018, 1, 1)),
        ({"type": "year"}, 2018, datetime(2018, 1, 1)),
        ({"type": "boolean"}, True, True),
        ({"type": "boolean"}, 0, False),
        ({"type": "boolean", "true_values": ("да",), "false_values": ("нет",)}, False, False),
        ({"type": "boolean", "true_values": ("да",), "false_values": ("нет",)}, True, True),
        ({"type": "string"}, 7.0, "7"),
        ({"type": "string"}, DAY, "2018-11-19"),
        ({"type": "integer"}, 7.0, 7),
    ],
)
def test_each_type_reads_a_value_as_it_declares(field: dict[str, Any], value: NativeValue, expected: object) -> None:
    """In its own pattern, words or system of dates."""
    assert read(value, **field) == expected


@pytest.mark.parametrize("field", [{"type": "integer"}, {"type": "number"}, {"type": "date"}])
def test_a_truth_is_no_number_and_no_date(field: dict[str, Any]) -> None:
    """It is a fault, not a 1."""
    assert isinstance(read(True, **field), str)


def test_the_systems_of_dates_are_days_apart() -> None:
    """1904 begins 1462 days later."""
    assert (DATE_EPOCHS[1904] - DATE_EPOCHS[1900]).days == 1462


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([WorkbookValue(1.5), "1 200,50"], [1.5, 1200.5]),
        ([WorkbookValue(847.573), "1.200,50"], [847.573, 1200.5]),
        ([WorkbookValue(3), "2,25"], [3, 2.25]),
        ([WorkbookValue(1.5), WorkbookValue(2.0)], [1.5, 2]),
        ([WorkbookValue(DAY), "05.02.2018"], [DAY, datetime(2018, 2, 5)]),
        ([WorkbookValue(DAY), "2018-02-05"], [DAY, datetime(2018, 2, 5)]),
        ([WorkbookValue(True), "FALSE"], [True, False]),
        ([WorkbookValue(1e-7), WorkbookValue(1.0)], [1e-7, 1]),
    ],
)
def test_values_among_texts(cells: list[str], expected: list[object]) -> None:
    """The texts tell how they are written; the values are what they are."""
    field = field_inference.infer_field("c", cells)
    assert parsing.parse_column(format_workbook_cells(cells, field), field) == (expected, {})


@pytest.mark.parametrize(
    "cells",
    [
        [WorkbookValue(0.5), "60%"],
        [WorkbookValue(45.5), "60%", "12,5%"],
        [WorkbookValue(1.5), "1.234"],
        [WorkbookValue(1234), "1.234", "12.345"],
        [WorkbookValue(1.234), "1.234"],
        ["1.234", WorkbookValue(1.234)],
        [WorkbookValue(1.5), "1,234"],
    ],
)
def test_texts_among_values_that_have_two_readings(cells: list[str]) -> None:
    """A percent sign, or points that may part thousands: in whatever order they stand."""
    assert field_inference.infer_field("c", cells).ambiguous == "number"


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([WorkbookValue(1.234), "-"], [1.234, None]),
        ([WorkbookValue(847.573), "–", WorkbookValue(2.0)], [847.573, None, 2]),
        ([WorkbookValue(1.5), "1.234", "0.5"], [1.5, 1.234, 0.5]),
        ([WorkbookValue(1.5), "1.234.567"], [1.5, 1234567]),
        ([WorkbookValue(847.573), "5"], [847.573, 5]),
    ],
)
def test_values_are_in_no_doubt(cells: list[str], expected: list[float | None]) -> None:
    """A dash among them is nothing, and a text that is read in one way is a number."""
    field = field_inference.infer_field("c", cells)
    assert parsing.parse_column(format_workbook_cells(cells, field), field) == (expected, {})


def test_long_numbers_are_identifiers() -> None:
    """As in a text: sixteen digits are not summed."""
    assert field_inference.infer_field("c", [WorkbookValue(1234567890123456.0)]).type == "string"


def test_a_value_says_the_currency_of_its_cell() -> None:
    """A cell whose number format shows a currency names it, and reads as the same number; others name none."""
    assert (WorkbookValue(1200, "USD"), WorkbookValue(1200, "USD").currency) == ("1200", "USD")
    assert WorkbookValue(1200).currency == ""
