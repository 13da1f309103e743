"""Weighted measures: each row of a survey stands for as many as its weight says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused
from roundtable_cli.indicators.measures import sums

Open = Callable[..., Project]

# weights 0.5 and 1.5 of women, 2 of a man without a score, 0 of somebody of no sex and no date
SURVEY = "no,sex,score,weight,day\n1,f,1,0.5,2018-01-01\n2,f,3,1.5,2018-02-01\n3,m,,2,2018-01-01\n4,,2,0,\n"
CODES = ("people", "points", "mean", "high")
TOML = "".join(
    f'[indicators.{code}]\ntable = "s"\nweight = "weight"\n{rule}\n'
    for code, rule in {
        "people": 'measure = "count"',
        "points": 'measure = "sum"\ncolumn = "score"',
        "mean": 'measure = "mean"\ncolumn = "score"',
        "high": 'measure = "share"\nmeets = { score = { min = 2 } }\nunit = "%"',
    }.items()
)


def surveyed(project: Open, rows: str = SURVEY, more: str = "", **asked: Any) -> list[Any]:
    """The values of the four indicators."""
    return [result.value for result in project(TOML + more, {"s": rows}).compute(CODES, **asked)]


def refused(opened: Project, codes: tuple[str, ...] = (), **asked: Any) -> list[Finding]:
    """Why a computation is refused."""
    with pytest.raises(Refused) as error:
        opened.compute(codes, **asked)
    return list(error.value.findings)


def test_rows_stand_for_their_weights(project: Open) -> None:
    """People 0.5 + 1.5 + 2; points 0.5 × 1 + 1.5 × 3; mean 5 / 2, of those with a score; share 1.5 of 4."""
    assert surveyed(project) == [4, 5, 2.5, 37.5]


def test_the_counts_are_of_rows_not_of_weights(project: Open) -> None:
    """Four rows; one of them has no score, which a mean needs and a share does not."""
    results = project(TOML, {"s": SURVEY}).compute(CODES)
    assert [(result.counts.rows, result.counts.missing) for result in results] == [(4, 0), (4, 1), (4, 1), (4, 0)]


def test_each_category_has_its_own_weights(project: Open) -> None:
    """Nothing is divided by a weight of 0, and a man without a score has no points."""
    results = project(TOML, {"s": SURVEY}).compute(CODES, by=["sex"])
    assert {code: [result.value for result in results.each(code)] for code in CODES} == {
        "people": [2, 2, 0, 4],
        "points": [5, None, 0, 5],
        "mean": [2.5, None, None, 2.5],
        "high": [75, 0, None, 37.5],
    }


def test_periods_and_conditions_choose_rows_before_they_are_weighted(project: Open) -> None:
    """February has one woman; no row of 2017: 0 people and points, and no mean. 2019 is after the last record."""
    assert surveyed(project, period="2018-02") == [Decimal("1.5"), Decimal("4.5"), 3, 100]
    assert surveyed(project, where={"sex": "m"}) == [2, None, None, 0]
    assert surveyed(project, period="2017") == [0, 0, None, None]
    assert surveyed(project, period="2019") == [None] * 4
    cumulative = TOML.replace('"count"', '"count"\naccumulation = "cumulative"')
    found = project(cumulative, {"s": SURVEY}).compute(["people"], by=["month"])
    assert [(result.category("month"), result.value) for result in found] == [
        ("2018-01", Decimal("2.5")),
        ("2018-02", 4),
        ("not recorded", 0),
        ("total", 4),
    ]


def test_weights_of_one_change_no_number(project: Open) -> None:
    """The plain measure is the weighted one where every row stands for itself."""
    rows = SURVEY.replace(",0.5,", ",1,").replace(",1.5,", ",1,").replace(",2,2018", ",1,2018").replace(",0,", ",1,")
    plain = project(TOML.replace('weight = "weight"\n', ""), {"s": rows})
    expected = [result.value for result in plain.compute(CODES)]
    assert surveyed(project, rows) == expected == [4, 6, 2, 50]


def test_sums_of_decimal_weights_are_exact(project: Open) -> None:
    """0.1 ten times is 1; and 0.1 × 0.1 ten times 0.1."""
    rows = "score,weight\n" + "0.1,0.1\n" * 10
    assert surveyed(project, rows)[:3] == [1, Decimal("0.1"), 0.1]
    rows = "score,weight\n1,0.1\n2,0.7\n3,0.2\n"
    assert surveyed(project, rows) == [1, Decimal("2.1"), 2.1, 90]


def test_formulas_are_over_weighted_values(project: Open) -> None:
    """A ratio of the sums."""
    more = '[indicators.each]\nmeasure = "ratio"\nof = ["points", "people"]\n'
    more += '[indicators.gap]\nmeasure = "difference"\nof = ["points", "people"]\n'
    opened = project(TOML + more, {"s": SURVEY})
    assert [result.value for result in opened.compute(["each", "gap"])] == [1.25, 1]
    women = opened.compute(["each"], by=["sex"])[0]
    assert (women.category("sex"), women.value) == ("f", 2.5)


def test_a_weight_may_be_calculated_or_lie_along_a_key(project: Open) -> None:
    """The size of the household; half of it."""
    key = {"fields": "home", "reference": {"resource": "homes", "fields": "id"}}
    package = {
        "resources": [
            {"name": "s", "path": "s.csv", "schema": {"foreignKeys": [key]}},
            {"name": "homes", "path": "homes.csv", "schema": {"primaryKey": "id"}},
        ]
    }
    toml = (
        '[indicators.people]\ntable = "s"\nmeasure = "count"\nweight = "home.size"\n'
        '[calculated.s.half]\nof = ["home.size"]\nmeasure = "sum"\nfactor = 0.5\n'
        '[indicators.half]\ntable = "s"\nmeasure = "count"\nweight = "half"\n'
    )
    opened = project(toml, {"s": "no,home\n1,A\n2,A\n3,B\n", "homes": "id,size\nA,3\nB,5\n"}, package)
    assert [result.value for result in opened.compute()] == [11, Decimal("5.5")]


@pytest.mark.parametrize("code", CODES)
def test_a_weight_that_is_missing_or_negative_is_refused_with_every_row(project: Open, code: str) -> None:
    """Rows that are left out need none."""
    rows = (
        "no,sex,score,weight,day\n1,f,1,-0.5,2018-01-01\n2,f,3,,2018-01-01\n3,m,3,1,2018-02-01\n4,f,2,-1,2018-01-01\n"
    )
    opened = project(TOML, {"s": rows})
    found = refused(opened, (code,))
    assert [(one.file, one.row, one.column) for one in found] == [("s.csv", row, "weight") for row in (2, 3, 5)]
    assert ["missing" in one.fault for one in found] == [False, True, False]
    assert ["negative" in one.fault for one in found] == [True, False, True]
    assert opened.compute([code], where={"sex": "m"})[0].value is not None
    assert opened.compute([code], period="2018-02")[0].value is not None
    assert refused(opened, (code,), by=["sex"]) == found


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ('measure = "unique"\ncolumn = "sex"', "unique does not use the key weight"),
        ('measure = "min"\ncolumn = "score"', "min does not use the key weight"),
        ('measure = "latest"\ncolumn = "score"', "latest does not use the key weight"),
        ('measure = "share"\ncolumn = "sex"\nmeets = { score = 1 }', "a weighted share counts rows"),
    ],
)
def test_measures_that_no_weight_makes_sense_of_are_refused(make: Any, rule: str, fault: str) -> None:
    """A person is counted once, whatever she stands for."""
    with pytest.raises(Refused) as error:
        Project.open(make(f'[indicators.n]\ntable = "s"\nweight = "weight"\n{rule}\n', {"s": SURVEY})).compute()
    (found,) = error.value.findings
    assert (found.column, fault in found.fault) == ("[indicators.n] weight", True)


@pytest.mark.parametrize(("weight", "fault"), [("wieght", 'no column "wieght"'), ("day", '"day" is date')])
def test_a_weight_is_a_column_of_numbers(project: Open, weight: str, fault: str) -> None:
    """The place is the key of the definition."""
    toml = f'[indicators.n]\ntable = "s"\nmeasure = "count"\nweight = "{weight}"\n'
    found = refused(project(toml, {"s": SURVEY}))[0]
    assert (found.column, fault in found.fault) == ("[indicators.n] weight", True)


def test_many_rows_are_added_up_together(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """As whole numbers, and so the same."""
    few = surveyed(project)
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    assert surveyed(project) == few
