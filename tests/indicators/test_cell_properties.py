"""What holds for any table of the words that say what cells mean: each number equals a plain loop over the rows.

Times of the day, the first and last of texts, bands with labels and with decimals, dates of a year and a quarter, cells
that can't be read, percentiles, and categories that overlap.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Results
from tests.indicators.compared_formats import check_data_formats, check_reading_formats
from tests.indicators.test_properties import BLANK, fraction, number, same

NONE = "none of these"


class Row(NamedTuple):
    """One record; None is a blank cell. Times are minutes of the day; an amount may be a text that is no number."""

    began: int | None
    ended: int | None
    first: str | None
    second: str | None
    size: Decimal | None
    year: int
    quarter: int | None
    amount: Decimal | str | None


TEXTS = st.none() | st.sampled_from(["b", "B", "10", "9", "а", "Я"])
TIMES = st.none() | st.integers(0, 1439)
SIZES = st.none() | st.integers(-4, 40).map(lambda halves: Decimal(halves) / 2)
AMOUNTS = st.none() | st.sampled_from(["x", "1.2.3", "?"]) | st.integers(-50, 999).map(lambda one: Decimal(one) / 100)
ROWS = st.builds(
    Row, TIMES, TIMES, TEXTS, TEXTS, SIZES, st.sampled_from([2017, 2018]), st.none() | st.integers(1, 4), AMOUNTS
)
TABLES = st.lists(ROWS, max_size=10)

MEASURES = {
    "rows": 'measure = "count"',
    "minutes": 'measure = "sum"\ncolumn = "length"',
    "hours": 'measure = "sum"\ncolumn = "hours"',
    "since_nine": 'measure = "sum"\ncolumn = "late"',
    "leasts": 'measure = "unique"\ncolumn = "least"',
    "greatests": 'measure = "unique"\ncolumn = "greatest"',
    "amount": 'measure = "sum"\ncolumn = "amount"',
    "high": 'measure = "percentile"\nat = 90\ncolumn = "amount"',
    "some": 'measure = "percentile"\nat = 37.5\ncolumn = "size"',
    "small": 'measure = "count"\nwhere = { band = "small ones" }',
    "long_or_big": 'measure = "count"\nwhere = { traits = ["big", "long"] }',
}
CODES = (*MEASURES, "together")
ADDITIVE = ("rows", "minutes", "hours", "since_nine", "amount", "small", "long_or_big", "leasts")
DEFINITIONS = """
[dimensions.band]
column = "size"
bands = [{ from = 0, label = "small ones" }, 5.5, { from = 10, label = "great ones" }]
[dimensions.whole]
column = "size"
bands = [0, 1, 10]
[dimensions.traits]
categories.big = { where = { size = { min = 10 } } }
categories.long = { where = { length = { above = 60 } } }
[calculated.t.length]
of = ["ended", "began"]
measure = "difference"
unit = "minutes"
[calculated.t.hours]
of = ["ended", "began"]
measure = "difference"
unit = "hours"
decimals = 2
[calculated.t.late]
of = ["began", 09:00:00]
measure = "difference"
unit = "minutes"
[calculated.t.least]
of = ["first", "second"]
measure = "min"
[calculated.t.greatest]
of = ["first", "second"]
measure = "max"
[indicators.together]
measure = "sum"
of = ["rows", "minutes"]
"""
FIELDS: list[dict[str, Any]] = [
    {"name": "began", "type": "time"},
    {"name": "ended", "type": "time"},
    {"name": "first"},
    {"name": "second"},
    {"name": "size", "type": "number"},
    {"name": "Year"},
    {"name": "Quarter"},
    {"name": "amount", "type": "number", "rt:unreadable": "missing"},
]
TRIALS = int(os.environ.get("RT_STATS_CELLS", "8"))  # random tables in a long run
EXAMPLES = settings(max_examples=TRIALS, suppress_health_check=[HealthCheck.too_slow])
FEWER = settings(EXAMPLES, max_examples=(TRIALS + 1) // 2)
QUARTERS = {1: "Q1", 2: "II", 3: "3", 4: "4 квартал"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose rows each example writes anew."""
    home = tmp_path_factory.mktemp("project")
    date = 'date = ["Year", "Quarter"]'
    sections = [f'[indicators.{code}]\ntable = "t"\n{text}\n{date}\n' for code, text in MEASURES.items()]
    (home / "indicators.toml").write_text("".join(sections) + DEFINITIONS, encoding="utf-8")
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}]}
    (home / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return home


class Asked(NamedTuple):
    """A request: some indicators, a breakdown and a period."""

    codes: tuple[str, ...]
    by: str
    period: str | None


REQUESTS = st.builds(
    Asked,
    st.lists(st.sampled_from(CODES), min_size=3, max_size=4, unique=True).map(tuple),
    st.sampled_from(["band", "whole", "traits", "quarter", "half"]),
    st.sampled_from([None, "2018", "2018Q2", "2017S1"]),
)


def computed(folder: Path, rows: Sequence[Row], asked: Asked) -> Results:
    """What the project says of some rows."""
    lines = [",".join(field["name"] for field in FIELDS)]
    for row in rows:
        began, ended = (None if one is None else f"{one // 60}:{one % 60:02}" for one in (row.began, row.ended))
        quarter = QUARTERS.get(row.quarter) if row.quarter else None
        cells = [began, ended, row.first, row.second, row.size, row.year, quarter, row.amount]
        lines.append(",".join("" if cell is None else str(cell) for cell in cells))
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Project.open(folder).compute(asked.codes, by=[asked.by], period=asked.period)


# The same questions, asked of the rows in a plain loop


def length(row: Row) -> int | None:
    """The minutes from the beginning to the end."""
    return None if row.began is None or row.ended is None else row.ended - row.began


def hours(row: Row) -> Decimal | None:
    """The same in hours, rounded half away from zero."""
    minutes = length(row)
    exact = None if minutes is None else Decimal(minutes) / 60
    return None if exact is None else exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def texts(row: Row) -> list[str]:
    """Those of the two texts that are there."""
    return [text for text in (row.first, row.second) if text is not None]


def categories(row: Row, dimension: str) -> list[str]:
    """The categories that a row is in."""
    size, minutes = row.size, length(row)
    match dimension:
        case "band":
            bounds = {"<0": None, "0-<5.5": 0, "5.5-<10": Decimal("5.5"), "10+": 10}
        case "whole":
            bounds = {"<0": None, "0": 0, "1-9": 1, "10+": 10}
        case "traits":
            met = {"big": None if size is None else size >= 10, "long": None if minutes is None else minutes > 60}
            found = [name for name, holds in met.items() if holds]
            return found or [BLANK if None in met.values() else NONE]
        case _:
            part = row.quarter if dimension == "quarter" else row.quarter and (row.quarter + 1) // 2
            return [f"{row.year}{'Q' if dimension == 'quarter' else 'S'}{part}" if part else BLANK]
    reached = [name for name, low in bounds.items() if size is not None and (low is None or size >= low)]
    return reached[-1:] or [BLANK]


def percentile(values: Sequence[Decimal], at: Fraction) -> Fraction | None:
    """The number at a rank from the least to the greatest, in proportion between two."""
    ordered = sorted(map(Fraction, values))
    if not ordered:
        return None
    rank = (len(ordered) - 1) * at / 100
    low = ordered[int(rank)]
    return low + (ordered[min(int(rank) + 1, len(ordered) - 1)] - low) * (rank - int(rank))


def total(values: Sequence[int | Decimal | None]) -> Fraction | None:
    """The sum of those that are there; none where rows have none."""
    present = [Fraction(value) for value in values if value is not None]
    return None if values and not present else sum(present, Fraction(0))


def expected(code: str, rows: Sequence[Row]) -> Fraction | None:
    """One indicator over some rows, from the meaning of its words."""
    amounts = [row.amount for row in rows if isinstance(row.amount, Decimal)]
    minutes = total([*map(length, rows)])
    values: dict[str, Fraction | None] = {
        "rows": Fraction(len(rows)),
        "minutes": minutes,
        "hours": total([*map(hours, rows)]),
        "since_nine": total([None if row.began is None else row.began - 540 for row in rows]),
        "leasts": Fraction(len({min(texts(row)) for row in rows if texts(row)})),
        "greatests": Fraction(len({max(texts(row)) for row in rows if texts(row)})),
        "amount": total([row.amount if isinstance(row.amount, Decimal) else None for row in rows]),
        "high": percentile(amounts, Fraction(90)),
        "some": percentile([row.size for row in rows if row.size is not None], Fraction("37.5")),
        "small": Fraction(sum("0-<5.5" in categories(row, "band") for row in rows)),
        "long_or_big": Fraction(sum({*categories(row, "traits")} <= {"big", "long"} for row in rows)),
        "together": None if minutes is None else len(rows) + minutes,
    }
    return values[code]


def in_period(rows: Sequence[Row], period: str | None) -> list[Row]:
    """The rows dated in a period."""
    quarters = {"2018": (2018, range(1, 5)), "2018Q2": (2018, range(2, 3)), "2017S1": (2017, range(1, 3))}
    if period is None:
        return [*rows]
    year, wanted = quarters[period]
    return [row for row in rows if row.year == year and row.quarter in wanted]


def is_in(row: Row, cell: Mapping[str, str]) -> bool:
    """Whether a row is in all the categories of a cell."""
    return all(category in categories(row, name) for name, category in cell.items())


@EXAMPLES
@given(rows=TABLES, asked=REQUESTS)
def test_every_number_is_that_of_a_loop_over_the_rows(folder: Path, rows: list[Row], asked: Asked) -> None:
    """Each word, in each category and period; what has not come yet has no value. And the arithmetic closes.

    Categories add up to the total less what is counted in several: only texts and overlapping categories are.
    """
    results = computed(folder, rows, asked)
    for result in results:
        known = [row for row in in_period(rows, asked.period) if is_in(row, dict(result.cell))]
        wanted = expected(result.code, known)
        if result.value is None and wanted == 0:
            continue  # of a period after the last record there is none
        assert same(number(result), wanted), (result.code, result.cell, result.value, wanted)
    for code in {*asked.codes} & {*ADDITIVE}:
        *parts, whole = results.each(code)
        overlap = Fraction(whole.counts.overlap or 0)
        assert whole.value is None or sum(map(fraction, parts)) - overlap == fraction(whole), code
        assert code in {"leasts", "greatests"} or asked.by == "traits" or not overlap


@pytest.mark.long
@FEWER
@given(rows=TABLES, asked=REQUESTS, shuffle=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_the_format_change_no_value(
    folder: Path, rows: list[Row], asked: Asked, shuffle: Any
) -> None:
    """Data formats have the exact numbers, a workbook too, and the others what the language makes of them."""
    results, other = computed(folder, rows, asked), [*rows]
    shuffle.shuffle(other)
    shuffled = computed(folder, other, asked)
    assert [(r.code, r.cell, r.value, r.counts, r.parts) for r in results] == [
        (r.code, r.cell, r.value, r.counts, r.parts) for r in shuffled
    ]
    unreadable = sum(isinstance(row.amount, str) for row in rows)
    for result, written in zip(results, check_data_formats(results), strict=True):
        assert int(written.get("unreadable") or 0) == (unreadable if result.code in {"amount", "high"} else 0)
    check_reading_formats(results)
