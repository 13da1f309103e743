"""What holds for any table of the words for which numbers are derived: each equals a plain loop over the rows.

Dates in two columns, sums over indicators, comparisons, blanks as 0 or left out, constants, and ranked breakdowns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable_cli import Project, Result, Results
from tests.indicators.compared_formats import check_data_formats, check_reading_formats
from tests.indicators.test_properties import BLANK, TABLES, Row, fraction, number, quarter, same

DEFINITIONS = """
[dimensions.ranked]
column = "place"
sort = "value"
[dimensions.best]
column = "place"
top = 2
[calculated.t.both]
measure = "sum"
of = ["usd", "age"]
blank = 0
[calculated.t.years_left]
measure = "difference"
of = [30, "age"]
"""
MEASURES = {
    "rows": 'measure = "count"',
    "people": 'measure = "unique"\ncolumn = "person"',
    "with_zero": 'measure = "sum"\ncolumn = "both"',
    "left": 'measure = "sum"\ncolumn = "years_left"',
    "above": 'measure = "count"\nwhere = { usd = { above = { column = "age" } } }',
    "known_minors": 'measure = "share"\nmeets = { age = { below = 18 } }\nblank = "exclude"',
    "either": 'measure = "count"\nwhere = { any = [{ age = { below = 18 } }, { usd = { min = 1 } }] }',
}
CODES = (*MEASURES, "together")
ADDITIVE = ("rows", "with_zero", "left", "above", "either", "together")
FIELDS: list[dict[str, Any]] = [
    {"name": "Year"},
    {"name": "Month"},
    {"name": "day", "type": "date"},
    {"name": "person"},
    {"name": "place"},
    {"name": "age", "type": "integer"},
    {"name": "usd", "type": "number"},
]
MONTHS = ("1", "Feb", "март", "апрель айы", "V", "06", "июля", "Aug.", "сен.", "10", "November", "XII")
EXAMPLES = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
BY = st.sampled_from(["place", "ranked", "best", "quarter", "half"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose rows each example writes anew; each indicator is dated by two columns, and again by one."""
    home = tmp_path_factory.mktemp("project")
    date = 'date = { year = "Year", month = "Month" }'
    sections = [f'[indicators.{code}]\ntable = "t"\n{text}\n{date}\n' for code, text in MEASURES.items()]
    sections += [f'[indicators.{code}_by_day]\ntable = "t"\n{text}\ndate = "day"\n' for code, text in MEASURES.items()]
    sections.append('[indicators.together]\nmeasure = "sum"\nof = ["rows", "with_zero", "above"]\n')
    (home / "indicators.toml").write_text("".join(sections) + DEFINITIONS, encoding="utf-8")
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}]}
    (home / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return home


def computed(folder: Path, rows: Sequence[Row], by: str, period: str | None, codes: Sequence[str] = CODES) -> Results:
    """What the project says of some rows."""
    lines = [",".join(field["name"] for field in FIELDS)]
    for row in rows:
        year, month = (str(row.day.year), MONTHS[row.day.month - 1]) if row.day else ("2018", "")
        cells = [year, month, row.day, row.person, row.place, row.age, row.usd]
        lines.append(",".join("" if cell is None else str(cell) for cell in cells))
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Project.open(folder).compute(codes, by=[by], period=period)


def _value(code: str, rows: Sequence[Row]) -> Fraction | None:
    """One indicator over some rows, from the meaning of its words."""
    ages = [row.age for row in rows if row.age is not None]
    with_zero = sum((Fraction(row.usd or 0) + (row.age or 0) for row in rows), Fraction(0))
    above = sum(row.usd is not None and row.age is not None and row.usd > row.age for row in rows)
    is_young = [row.age is not None and row.age < 18 for row in rows]
    is_rich = [row.usd is not None and row.usd >= 1 for row in rows]
    values: dict[str, Fraction | None] = {
        "rows": Fraction(len(rows)),
        "people": Fraction(len({row.person for row in rows} - {None})),
        "with_zero": with_zero,
        "left": Fraction(sum(30 - age for age in ages)) if ages or not rows else None,
        "above": Fraction(above),
        "known_minors": Fraction(sum(is_young), len(ages)) if ages else None,
        "either": Fraction(sum(map(max, is_young, is_rich))),
        "together": len(rows) + with_zero + above,
    }
    return values[code]


def _is_in(row: Row, cell: Mapping[str, str]) -> bool:
    """Whether a row is in a category of a place, or of its own quarter or half."""
    for name, category in cell.items():
        found = row.place
        if name in {"quarter", "half"}:
            found = None
            if row.day:
                found = quarter(row.day) if name == "quarter" else f"{row.day.year}S{(row.day.month + 5) // 6}"
        if (found or BLANK) != category:
            return False
    return True


PERIODS = st.sampled_from([None, "2018", "2018Q2", "2018-02", "2018S1"])


def _in_period(rows: Sequence[Row], period: str | None) -> list[Row]:
    """The rows dated in a period."""
    months = {"2018": range(1, 13), "2018Q2": range(4, 7), "2018-02": range(2, 3), "2018S1": range(1, 7)}
    if period is None:
        return [*rows]
    return [row for row in rows if row.day and row.day.year == 2018 and row.day.month in months[period]]


@EXAMPLES
@given(rows=TABLES, by=BY.filter(lambda by: by != "best"), period=PERIODS)
def test_every_number_is_that_of_a_loop_over_the_rows(
    folder: Path, rows: list[Row], by: str, period: str | None
) -> None:
    """Each word, in each category and period; what has not come yet has no value."""
    for result in computed(folder, rows, by, period):
        wanted = _value(result.code, [row for row in _in_period(rows, period) if _is_in(row, dict(result.cell))])
        if result.value is None and wanted == 0:
            continue  # of a period after the last record there is none
        assert same(number(result), wanted), (result.code, result.cell, result.value, wanted)


@pytest.mark.long
@EXAMPLES
@given(rows=TABLES, by=BY, period=PERIODS)
def test_two_columns_date_rows_as_one_does(folder: Path, rows: list[Row], by: str, period: str | None) -> None:
    """A year and a month, in whatever words, count as the day in that month."""
    codes = [*MEASURES]
    split = [(*result[1:3], result.counts) for result in computed(folder, rows, by, period, codes)]
    one = [
        (*result[1:3], result.counts)
        for result in computed(folder, rows, by, period, [f"{code}_by_day" for code in codes])
    ]
    assert split == one


@pytest.mark.long
@settings(EXAMPLES, max_examples=15)
@given(rows=TABLES, by=BY, period=PERIODS, shuffle=st.randoms(use_true_random=False))
def test_shuffling_rows_changes_nothing(
    folder: Path, rows: list[Row], by: str, period: str | None, shuffle: Any
) -> None:
    """Not even which categories are shown, or their order; nor does the format."""
    other = [*rows]
    shuffle.shuffle(other)
    results = computed(folder, rows, by, period)
    check_data_formats(results)
    check_reading_formats(results)

    def told(order: list[Row]) -> list[tuple[Any, ...]]:
        return [(r.code, r.cell, r.value, r.counts, r.parts) for r in computed(folder, order, by, period)]

    assert [(r.code, r.cell, r.value, r.counts, r.parts) for r in results] == told(other)


@pytest.mark.long
@EXAMPLES
@given(rows=TABLES, by=BY, period=PERIODS)
def test_the_arithmetic_closes(folder: Path, rows: list[Row], by: str, period: str | None) -> None:
    """Categories, the others in one among them, add up to the total less what is counted twice."""
    results = computed(folder, rows, by, period)
    for code in (*ADDITIVE, "people"):
        *parts, whole = results.each(code)
        if whole.value is None:
            continue
        overlap = Fraction(whole.counts.overlap or 0)
        assert sum(map(fraction, parts)) - overlap == fraction(whole), code
        assert code == "people" or not overlap


@pytest.mark.long
@EXAMPLES
@given(rows=TABLES, code=st.sampled_from(["rows", "people", "with_zero", "either"]), is_cut=st.booleans())
def test_ranked_categories_fall(folder: Path, rows: list[Row], code: str, is_cut: bool) -> None:
    """The largest first; of those that are not shown, none is larger than one that is."""
    by = "best" if is_cut else "ranked"
    values = [fraction(result) for result in _ranked(computed(folder, rows, by, None, [code]), by)]
    assert values == sorted(values, reverse=True)
    places = {row.place for row in rows} - {None}
    everywhere = [_value(code, [row for row in rows if row.place == place]) or Fraction(0) for place in places]
    largest = sorted(everywhere, reverse=True)[: 2 if is_cut else None]
    if code != "either" and largest:  # a place where no row meets the condition need not be shown
        assert values == largest
    assert [*filter(None, values)] == [*filter(None, largest)]


def _ranked(results: Results, by: str) -> list[Result]:
    """The results of places, in order."""
    return [result for result in results if str(dict(result.cell).get(by, "")).startswith("S")]
