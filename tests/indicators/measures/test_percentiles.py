"""Percentiles and the median: what the standard library says of the same numbers, exactly, on every engine."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Refused
from tests.conftest import Make

Open = Callable[..., Project]
MEDIAN = '[indicators.middle]\nlabel = "Middle"\ntable = "t"\nmeasure = "median"\ncolumn = "v"\n'
PACKAGE = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {"fields": [{"name": "place"}, {"name": "v", "type": "number"}, {"name": "day", "type": "date"}]},
        }
    ]
}
# Women have 0.10, 0.25 and 3; a man 0.10, and a blank; a row of no place 7.
ROWS = "place,v,day\nA,0.10,2018-01-01\nA,3,2018-02-01\nB,0.10,2018-02-03\nA,0.25,2018-03-01\nB,,2018-03-02\n,7,\n"


def values(project: Project, **asked: Any) -> dict[str, Any]:
    """The value of each category of a breakdown, or of the total."""
    by = asked.get("by", [""])[0]
    return {result.category(by): result.value for result in project.compute(**asked)}


def test_the_middle_value_of_each_group(project: Open) -> None:
    """Of an odd number the one in the middle, of an even one the mean of two; a blank is no number."""
    opened = project(MEDIAN, {"t": ROWS}, PACKAGE)
    assert values(opened, by=["place"]) == {
        "A": Decimal("0.25"),
        "B": Decimal("0.1"),
        "not recorded": 7,
        "total": Decimal("0.25"),
    }
    (total,) = opened.compute()
    assert (total.counts.rows, total.counts.missing, type(total.value)) == (6, 1, Decimal)


def test_a_mean_of_two_middle_values_is_exact(project: Open) -> None:
    """0.1 and 0.2 make 0.15, where floats would say 0.15000000000000002; 1 and 2 make 1.5."""
    for written, median in (("A,0.1,\nA,0.2,\n", "0.15"), ("A,1,\nA,2,\n", "1.5"), ("A,-0.07,\nA,0.02,\n", "-0.025")):
        found = values(project(MEDIAN, {"t": "place,v,day\n" + written}, PACKAGE))
        assert found == {"total": Decimal(median)}


def test_periods_choose_rows_first(project: Open) -> None:
    """By month each has its own middle, of cumulative values that of all rows so far; no rows have none."""
    opened = project(MEDIAN, {"t": ROWS}, PACKAGE)
    assert values(opened, period="2018-02") == {"total": Decimal("1.55")}
    assert values(opened, period="2017") == {"total": None}
    own = {"2018-01": Decimal("0.1"), "2018-02": Decimal("1.55"), "2018-03": Decimal("0.25"), "not recorded": 7}
    assert values(opened, by=["month"]) == own | {"total": Decimal("0.25")}
    running = project(MEDIAN + 'accumulation = "cumulative"\n', {"t": ROWS}, PACKAGE)
    so_far = {"2018-01": Decimal("0.1"), "2018-02": Decimal("0.1"), "2018-03": Decimal("0.175"), "not recorded": 7}
    assert values(running, by=["month"]) == so_far | {"total": Decimal("0.25")}


def test_amounts_have_the_median_of_one_currency(project: Open) -> None:
    """As a mean: of two currencies there is none."""
    package = {
        "resources": [
            {
                "name": "t",
                "path": "t.csv",
                "schema": {
                    "fields": [{"name": "v", "type": "number", "rt:currency": {"column": "in"}}, {"name": "in"}]
                },
            }
        ]
    }
    rows = "v,in\n1,USD\n2,USD\n5,KGS\n"
    with pytest.raises(Refused, match="KGS and USD"):
        project(MEDIAN, {"t": rows}, package).compute()
    (found,) = project(MEDIAN, {"t": rows}, package).compute(where={"in": "USD"})
    assert (found.value, found.currency) == (Decimal("1.5"), "USD")


@pytest.mark.parametrize(
    ("more", "column", "fault"),
    [
        ("", "day", "is date; median needs numbers"),
        ("", "place", "is string; median needs numbers"),
        ('weight = "v"\n', "v", "does not use the key weight"),
    ],
)
def test_only_numbers_have_a_median_and_no_weighted_one(project: Open, more: str, column: str, fault: str) -> None:
    """The middle of two days may be no day; a weight makes no sense of it."""
    with pytest.raises(Refused, match=fault):
        project(MEDIAN.replace('"v"', f'"{column}"') + more, {"t": ROWS}, PACKAGE).compute()


def test_dates_of_a_row_have_none(project: Open) -> None:
    """Nor have columns of a row."""
    toml = '[calculated.t.m]\nof = ["day", "day"]\nmeasure = "median"\n' + MEDIAN.replace('"v"', '"m"')
    with pytest.raises(Refused, match="is date; median needs numbers"):
        project(toml, {"t": ROWS}, PACKAGE).compute()


NUMBERS = st.lists(st.none() | st.decimals(-1000, 1000, places=3) | st.integers(-(10**12), 10**12), max_size=9)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.tuples(st.sampled_from("AB"), NUMBERS), max_size=3))
def test_every_median_is_that_of_the_standard_library(make: Make, rows: list[tuple[str, list[Any]]]) -> None:
    """Of any numbers, blanks and repeats among them, exact to the last decimal; in each group and in all."""
    written = [(place, value) for place, numbers in rows for value in numbers]
    text = "place,v,day\n" + "".join(f"{place},{'' if value is None else value},\n" for place, value in written)
    results = Project.open(make(MEDIAN, {"t": text}, PACKAGE)).compute(by=["place"])
    for result in results:
        place = result.category("place")
        present = [Fraction(value) for at, value in written if value is not None and place in {at, "total"}]
        wanted = statistics.median(present) if present else None
        assert (None if result.value is None else Fraction(result.value)) == wanted  # type: ignore[arg-type]


NINETIETH = MEDIAN.replace('"median"', '"percentile"') + "at = 90\n"


def test_a_percentile_lies_between_two_values_in_proportion(project: Open) -> None:
    """Of the five values 0.1, 0.1, 0.25, 3 and 7 the 90th is at rank 4 x 0.9 = 3.6: 3 + 0.6 x (7 - 3) = 5.4.

    Of A's 0.1, 0.25 and 3 it is at rank 1.8: 0.25 + 0.8 x 2.75 = 2.45. One value alone is every percentile.
    """
    opened = project(NINETIETH, {"t": ROWS}, PACKAGE)
    found = {"A": Decimal("2.45"), "B": Decimal("0.1"), "not recorded": 7, "total": Decimal("5.4")}
    assert values(opened, by=["place"]) == found


@pytest.mark.parametrize(("at", "value"), [("0", "0.1"), ("50", "0.25"), ("100", "7"), ("87.5", "5"), ("0.1", "0.1")])
def test_the_ends_and_the_middle(project: Open, at: str, value: str) -> None:
    """The 0th is the smallest value, the 50th the median, the 100th the largest; decimals may be asked for."""
    opened = project(NINETIETH.replace("at = 90", f"at = {at}"), {"t": ROWS}, PACKAGE)
    assert values(opened) == {"total": Decimal(value)}


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("", "percentile needs the key at"),
        ("at = 101", "from 0 to 100, and not 101"),
        ("at = -1", "from 0 to 100, and not -1"),
        ("at = 0.0000001", "more than 6 decimals"),
        ('at = "90"', "expected a number"),
    ],
)
def test_what_is_no_percentile_is_refused(project: Open, written: str, fault: str) -> None:
    """Before any row is read."""
    with pytest.raises(Refused, match=fault):
        project(NINETIETH.replace("at = 90", written), {"t": ROWS}, PACKAGE).compute()
    with pytest.raises(Refused, match="median does not use the key at"):
        project(MEDIAN + "at = 50\n", {"t": ROWS}, PACKAGE).compute()


def test_columns_of_a_row_have_no_percentile(project: Open) -> None:
    """Of two or three columns it would say nothing."""
    with pytest.raises(Refused, match="percentile can't be used with of"):
        project('[calculated.t.m]\nof = ["v", "v"]\nmeasure = "percentile"\nat = 90\n' + MEDIAN, {"t": ROWS}).compute()


def test_long_numbers_have_percentiles(project: Open) -> None:
    """More digits than a float holds: 0.5 of the way between two of them, to the last digit."""
    rows = "place,v,day\nA,12345678901234567890.1,\nA,12345678901234567890.4,\n"
    found = values(project(NINETIETH.replace("at = 90", "at = 50"), {"t": rows}, PACKAGE))
    assert found == {"total": Decimal("12345678901234567890.25")}


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(numbers=NUMBERS, at=st.integers(1, 99))
def test_every_percentile_is_that_of_the_standard_library(make: Make, numbers: list[Any], at: int) -> None:
    """Its inclusive method, on exact numbers."""
    text = "place,v,day\n" + "".join(f"A,{'' if value is None else value},\n" for value in numbers)
    toml = NINETIETH.replace("at = 90", f"at = {at}")
    (found,) = Project.open(make(toml, {"t": text}, PACKAGE)).compute()
    present = [Fraction(value) for value in numbers if value is not None]
    if len(present) > 1:
        wanted: Fraction | None = statistics.quantiles(present, n=100, method="inclusive")[at - 1]
    else:
        wanted = present[0] if present else None
    assert (None if found.value is None else Fraction(found.value)) == wanted  # type: ignore[arg-type]
