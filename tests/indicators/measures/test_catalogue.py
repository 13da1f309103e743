"""What each measure gives: over values, over no rows, over missing values alone; exact, with the rows behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.indicators.measures.one_indicator import ROWS, SHARE, TYPED, Open, indicator, plain, result

ALL_MISSING = "id,sex,v,day\n,f,,2018-01-01\n,f,,\n"


@pytest.mark.parametrize(
    ("toml", "value", "counts"),
    [
        (indicator("count"), 5, (5, 0, 0)),
        (indicator("unique", "id"), 3, (5, 1, 1)),
        (indicator("unique", "v"), 4, (5, 0, 1)),
        (indicator("unique", "sex"), 2, (5, 2, 1)),
        (indicator("unique", "day"), 4, (5, 0, 1)),
        (indicator("sum", "v"), 8, (5, 0, 1)),
        (indicator("mean", "v"), 2.0, (5, 0, 1)),
        (indicator("min", "v"), 0.5, (5, 0, 1)),
        (indicator("max", "v"), 4, (5, 0, 1)),
        (indicator("min", "day"), date(2018, 1, 1), (5, 0, 1)),
        (indicator("max", "day"), date(2018, 5, 1), (5, 0, 1)),
        (indicator("latest", "v"), 2, (5, 0, 1)),  # b is later, and has no value
        (indicator("latest", "id"), "b", (5, 0, 1)),
        (indicator("share", **SHARE), 0.4, (5, 0, 0)),  # 2 of 5 rows
        (indicator("share", "id", **SHARE), 1 / 3, (5, 1, 1)),  # a, of a, b and c
    ],
)
def test_a_measure_over_rows_with_blanks_and_repeats(
    project: Open, toml: str, value: object, counts: tuple[int, int, int]
) -> None:
    """Missing values are not counted; rows, repeats and missing are said beside; a sum has no repeats."""
    found = result(project(toml, {"t": ROWS}, TYPED))
    assert plain(found.value) == value
    assert (found.counts.rows, found.counts.repeats, found.counts.missing) == counts
    assert (found.counts.outside, found.counts.overlap) == (0, 0)


@pytest.mark.parametrize(
    ("toml", "value"),
    [
        (indicator("count"), 0),
        (indicator("unique", "id"), 0),
        (indicator("sum", "v"), 0),
        (indicator("mean", "v"), None),
        (indicator("min", "v"), None),
        (indicator("max", "day"), None),
        (indicator("latest", "v"), None),
        (indicator("share", **SHARE), None),
        (indicator("share", "id", **SHARE), None),
    ],
)
@pytest.mark.parametrize("table", [ROWS, ROWS.splitlines(keepends=True)[0]])
def test_over_no_rows_counts_and_sums_are_0_and_others_have_no_value(
    project: Open, toml: str, value: object, table: str
) -> None:
    """Whether a condition leaves none, or the table has none."""
    found = result(project(toml, {"t": table}, TYPED), where={"sex": "x"})
    assert plain(found.value) == value
    assert (found.counts.rows, found.counts.repeats, found.counts.missing) == (0, 0, 0)


@pytest.mark.parametrize(
    ("toml", "value"),
    [
        (indicator("count"), 2),
        (indicator("unique", "id"), 0),
        (indicator("sum", "v"), None),
        (indicator("mean", "v"), None),
        (indicator("min", "v"), None),
        (indicator("max", "v"), None),
        (indicator("latest", "v"), None),
        (indicator("share", "id", **SHARE), None),
        (indicator("share", **SHARE), 1.0),
    ],
)
def test_over_missing_values_alone_a_sum_has_no_value(project: Open, toml: str, value: object) -> None:
    """Two rows without a value are not a sum of 0; no people are 0 people."""
    found = result(project(toml, {"t": ALL_MISSING}, TYPED))
    assert plain(found.value) == value
    assert (found.counts.rows, found.counts.missing) == (2, 2 if "column" in toml else 0)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (indicator("count"), [2, 2, 0, 1, 5]),
        (indicator("unique", "id"), [1, 1, 0, 1, 3]),
        (indicator("sum", "v"), [3.5, 0.5, 0, 4, 8]),
        (indicator("mean", "v"), [1.75, 0.5, None, 4.0, 2.0]),
        (indicator("min", "v"), [1.5, 0.5, None, 4, 0.5]),
        (indicator("max", "v"), [2, 0.5, None, 4, 4]),
        (indicator("latest", "v"), [2, None, None, 4, 2]),  # the man's value 0.5 has no date
        (indicator("latest", "id"), ["a", "b", None, "c", "b"]),
        (indicator("share", **SHARE), [1.0, 0.0, None, 0.0, 0.4]),
        (indicator("share", "id", **SHARE), [1.0, 0.0, None, 0.0, 1 / 3]),
    ],
)
def test_a_measure_in_groups_is_the_measure_of_each_group(project: Open, toml: str, expected: list[object]) -> None:
    """Women, men, the declared x without rows, those not recorded, all."""
    sex = '[dimensions.sex]\ncolumn = "sex"\ncategories.f = {}\ncategories.m = {}\ncategories.x = {}\n'
    results = project(toml + sex, {"t": ROWS}, TYPED).compute(by=["sex"])
    assert [plain(found.value) for found in results] == expected


def test_a_missing_sum_is_missing_in_its_category_alone(project: Open) -> None:
    """Of the woman no amount is known, of the man one: 3 in all."""
    results = project(indicator("sum", "v"), {"t": "sex,v\nf,\nm,3\n"}).compute(by=["sex"])
    assert [(found.value, found.counts.missing) for found in results] == [(None, 1), (3, 0), (3, 1)]


@pytest.mark.parametrize(
    ("toml", "value"),
    [
        (indicator("count", factor="2"), 10),
        (indicator("unique", "id", factor="0.5"), Decimal("1.5")),
        (indicator("sum", "v", factor="0.001"), Decimal("0.008")),
        (indicator("sum", "v", factor="-1"), -8),
        (indicator("mean", "v", factor="100"), 200.0),
        (indicator("min", "v", factor="3"), Decimal("1.5")),
        (indicator("latest", "v", factor="0.5"), 1),
        (indicator("share", factor="10", **SHARE), 4.0),
        (indicator("share", unit='"%"', **SHARE), 40.0),
        (indicator("share", unit='{ en = "%" }', **SHARE), 40.0),
        (indicator("share", unit='"%"', factor="2", **SHARE), 80.0),
        (indicator("count", unit='"%"'), 5),
        (indicator("count", factor="0"), 0),
    ],
)
def test_a_factor_multiplies_the_value_of_any_measure(project: Open, toml: str, value: object) -> None:
    """Exactly; a share in % is times 100 besides, and no other measure is."""
    assert plain(result(project(toml, {"t": ROWS}, TYPED)).value) == plain(value)


def test_a_factor_leaves_the_counts_alone(project: Open) -> None:
    """They are rows."""
    counts = result(project(indicator("unique", "id", factor="100"), {"t": ROWS}, TYPED)).counts
    assert (counts.rows, counts.repeats, counts.missing) == (5, 1, 1)
