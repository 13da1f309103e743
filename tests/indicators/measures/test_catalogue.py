"""What each measure gives: over values, over no rows, over missing values alone; exact, with the rows behind it."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Project, Refused, Result
from roundtable_cli.indicators.measures import sums

Open = Callable[..., Project]
TYPED = {
    "resources": [
        {
            "name": "t",
            "path": "t.csv",
            "schema": {
                "fields": [
                    {"name": "id"},
                    {"name": "sex", "constraints": {"enum": ["f", "m", "x"]}},
                    {"name": "v", "type": "number"},
                    {"name": "day", "type": "date"},
                ]
            },
        }
    ]
}
# a twice, b once with a blank value, c without a sex, one row of nobody; v: 1.5 + 2 + 4 + 0.5 = 8 over 4 values
ROWS = "id,sex,v,day\na,f,1.5,2018-01-01\na,f,2,2018-03-01\nb,m,,2018-05-01\nc,,4,2018-02-01\n,m,0.5,\n"
ALL_MISSING = "id,sex,v,day\n,f,,2018-01-01\n,f,,\n"


def indicator(measure: str, column: str = "", **keys: str) -> str:
    """The definition of `n` over the table `t`; keys are written as TOML writes them."""
    if column:
        keys["column"] = f'"{column}"'
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[indicators.n]\ntable = "t"\nmeasure = "{measure}"\n{lines}'


def plain(value: object) -> object:
    """A number whatever its type, so that what is compared is its worth."""
    return float(value) if isinstance(value, int | Decimal) else value


def result(opened: Project, **asked: Any) -> Result:
    """The total of the only indicator."""
    return opened.compute(["n"], **asked)[-1]


SHARE = {"meets": '{ sex = "f" }'}


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


# Money


@pytest.mark.parametrize(
    ("values", "total"),
    [
        (["0.1", "0.2"], "0.3"),
        (["0.10"] * 10_000, "1000"),
        (["8847.57"] * 7, "61932.99"),
        (["0.105"] * 3, "0.315"),
        (["1.005", "2.675", "0.001"], "3.681"),
        (["0.000001", "0.000002"], "0.000003"),
        (["1234567.89", "-1234567.88"], "0.01"),
        (["-0.1", "-0.2"], "-0.3"),
        (["1e3", "0.5"], "1000.5"),
        (["9999999999.99", "0.01"], "10000000000"),
        (["4503599627.370496", "0.000001"], "4503599627.370497"),
        (["0", "0.00"], "0"),
    ],
)
def test_a_sum_is_exact_to_the_last_decimal(project: Open, values: list[str], total: str) -> None:
    """As on paper, not as floats add."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": "number"}]}}]}
    results = project(indicator("sum", "v"), {"t": "v\n" + "\n".join(values) + "\n"}, package).compute()
    assert results[0].value == Decimal(total)
    assert isinstance(results[0].value, int | Decimal)
    assert not results.notes


def test_cents_in_parts_are_exact_too(project: Open) -> None:
    """Ten cents a hundred times in each of three settlements: 10, 10, 10, and 30."""
    table = "place,v\n" + "A,0.10\nB,0.10\nC,0.10\n" * 100
    results = project(indicator("sum", "v"), {"t": table}).compute(by=["place"])
    assert [found.value for found in results] == [10, 10, 10, 30]


def test_a_mean_is_the_exact_sum_over_the_number(project: Open) -> None:
    """0.1 ten times has the mean 0.1, where floats would say 0.09999999999999999."""
    assert plain(result(project(indicator("mean", "v"), {"t": "v\n" + "0.1\n" * 10})).value) == 0.1


def test_a_sum_that_can_not_be_exact_says_so(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirteen decimals are more than are kept: the sum is one of floats, with a note."""
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    results = project(indicator("sum", "v"), {"t": "v\n0.1234567890123\n0.0000000000001\n"}).compute()
    assert float(results[0].value or 0) == pytest.approx(0.1234567890124)  # type: ignore[arg-type]
    assert [note.kind for note in results.notes] == ["inexact"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["123456789012.34", "-123456789012.33", "0.1234567"], "0.1334567"),
        (["9007199254.740993", "0.000001"], "9007199254.740994"),
    ],
)
def test_a_sum_that_scaled_integers_can_not_hold_is_exact(project: Open, values: list[str], expected: str) -> None:
    """Seven decimals, or more digits than a float counts in: such values are added up one by one."""
    found = project(indicator("sum", "v"), {"t": "v\n" + "\n".join(values) + "\n"}).compute()
    assert found[0].value == Decimal(expected)
    assert not found.notes


def test_a_mean_and_a_ratio_of_an_inexact_sum_say_so_too(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is made of a sum of floats is no more exact than it."""
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    ratio = '[indicators.r]\nmeasure = "ratio"\nof = ["n", "n"]\n'
    table = {"t": "v\n0.1234567890123\n0.0000000000001\n"}
    assert "inexact" in [note.kind for note in project(indicator("mean", "v"), table).compute().notes]
    assert "inexact" in [note.kind for note in project(indicator("sum", "v") + ratio, table).compute(["r"]).notes]


def test_parts_of_an_inexact_sum_do_not_overlap(project: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row is in one part: a last digit of floats is no row counted twice."""
    monkeypatch.setattr(sums, "MIN_ROWS_TO_SCALE", -1)
    monkeypatch.setattr(sums, "MAX_ROWS_ONE_BY_ONE", -1)
    number = random.Random(1)  # noqa: S311 - figures, not secrets
    table = "place,v\n" + "".join(f"{number.choice('abcde')},{number.random():.14f}\n" for _ in range(200))
    results = project(indicator("sum", "v"), {"t": table}).compute(by=["place"])
    assert [note.kind for note in results.notes] == ["inexact"]
    assert not results[-1].counts.overlap


@pytest.mark.parametrize(
    ("value", "times"), [(9_000_000_000_000_000_000, 2), (999_999_999_999_999, 10_000), (-(2**63), 2)]
)
def test_a_sum_of_large_integers_never_turns_over(project: Open, value: int, times: int) -> None:
    """Past 2^63 the sum is still near the truth, and says that it is not exact."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": "integer"}]}}]}
    found = result(project(indicator("sum", "v"), {"t": "v\n" + f"{value}\n" * times}, package))
    assert isinstance(found.value, int | float | Decimal)
    assert float(found.value) == pytest.approx(value * times)


def test_a_sum_of_integers_up_to_64_bits_is_exact(project: Open) -> None:
    """Past 2^53, where floats begin to skip numbers."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": "integer"}]}}]}
    table = {"t": "v\n9007199254740993\n9007199254740992\n"}
    assert result(project(indicator("sum", "v"), table, package)).value == 18014398509481985


# Factor and unit


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


# Share


def test_a_share_carries_its_numerator_and_denominator(project: Open) -> None:
    """1 of 3 people; 2 of 5 rows."""
    assert result(project(indicator("share", "id", unit='"%"', **SHARE), {"t": ROWS}, TYPED)).parts == (1, 3)
    assert result(project(indicator("share", **SHARE), {"t": ROWS}, TYPED)).parts == (2, 5)


def test_a_share_is_of_the_rows_of_its_where(project: Open) -> None:
    """Of the 4 rows whose sex is recorded 2 are women's."""
    toml = indicator("share", where="{ sex = { missing = false } }", **SHARE)
    found = result(project(toml, {"t": ROWS}, TYPED))
    assert (plain(found.value), found.parts, found.counts.rows) == (0.5, (2, 4), 4)


def test_a_person_meets_a_condition_by_any_one_row(project: Open) -> None:
    """a was once absent and once present: 1 of 2 people was present."""
    toml = indicator("share", "id", meets='{ present = "yes" }')
    assert plain(result(project(toml, {"t": "id,present\na,no\na,yes\nb,no\nb,no\n"})).value) == 0.5


def test_all_conditions_of_meets_must_hold(project: Open) -> None:
    """Of the five rows one is a woman's above 1.5."""
    toml = indicator("share", meets='{ sex = "f", v = { above = 1.5 } }')
    assert result(project(toml, {"t": ROWS}, TYPED)).parts == (1, 5)


def test_not_in_meets_holds_for_the_missing(project: Open) -> None:
    """As in a `where`: three rows are not women's, one of them unrecorded."""
    toml = indicator("share", meets='{ sex = { not = "f" } }')
    assert result(project(toml, {"t": ROWS}, TYPED)).parts == (3, 5)


# Latest


def test_two_values_on_the_latest_date_are_refused_with_both_rows(project: Open) -> None:
    """Which one is right is not guessed; spreadsheet rows 3 and 5 are named."""
    table = {"t": "v,day\n9,2018-01-01\n1,2018-03-01\n9,2018-02-01\n2,2018-03-01\n"}
    with pytest.raises(Refused) as refused:
        project(indicator("latest", "v"), table).compute()
    (finding,) = refused.value.findings
    assert (finding.file, finding.row, finding.column) == ("t.csv", 3, "v")
    assert "rows 3 and 5" in finding.fault


def test_the_rows_of_a_tie_are_those_a_spreadsheet_shows(project: Open) -> None:
    """Blank rows, and rows that a condition leaves out, are numbered too."""
    table = {"t": "k,v,day\na,1,2018-01-01\n,,\nb,7,2018-03-01\na,1,2018-03-01\n\na,2,2018-03-01\n"}
    with pytest.raises(Refused, match="rows 5 and 7"):
        project(indicator("latest", "v"), table).compute(where={"k": "a"})


def test_one_value_twice_on_the_latest_date_is_that_value(project: Open) -> None:
    """1.5 and 1.50 are the same; a tie on an earlier date, or with a blank, is none."""
    table = {"t": "v,day\n1,2018-01-01\n2,2018-01-01\n1.5,2018-03-01\n1.50,2018-03-01\n,2018-03-01\n"}
    assert result(project(indicator("latest", "v"), table)).value == Decimal("1.5")


def test_a_tie_in_any_category_that_is_shown_is_refused(project: Open) -> None:
    """In all the latest is b's, in a's own rows two contradict each other."""
    table = {"t": "k,v,day\na,1,2018-01-01\na,2,2018-01-01\nb,3,2018-02-01\n"}
    opened = project(indicator("latest", "v"), table)
    assert result(opened).value == 3
    with pytest.raises(Refused, match="rows 2 and 3"):
        opened.compute(by=["k"])
    with pytest.raises(Refused, match="rows 2 and 3"):
        project(indicator("latest", "v"), {"t": table["t"].replace("a,", ",")}).compute(by=["k"])


def test_of_ties_in_several_categories_the_first_one_is_named(project: Open) -> None:
    """Whatever the order in which an engine finds groups."""
    ties = "".join(f"{name},{value},2018-01-01\n" for name in "zyxab" for value in (1, 2))
    opened = project(indicator("latest", "v"), {"t": f"k,v,day\n{ties}c,3,2018-02-01\n"})
    with pytest.raises(Refused, match="rows 8 and 9"):
        opened.compute(by=["k"])


def test_the_latest_of_undated_rows_is_none(project: Open) -> None:
    """They are not the latest of anything."""
    table = {"t": "v,day\n5,\n3,2018-01-01\n4,\n"}
    assert result(project(indicator("latest", "v"), table)).value == 3
    assert result(project(indicator("latest", "v", where="{ v = { min = 4 } }"), table)).value is None


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        (("yes", "no"), "no"),
        (("true", "false"), "false"),
        (("1.50", "2.50"), Decimal("2.5")),
        (("2", "1"), 1),
    ],
)
def test_the_latest_may_be_a_value_of_any_type(project: Open, cells: tuple[str, str], value: object) -> None:
    """The last state that was recorded, as a text, a number or true and false."""
    table = {"t": f"v,day\n{cells[0]},2018-01-01\n{cells[1]},2018-01-02\n"}
    assert result(project(indicator("latest", "v"), table)).value == value


@pytest.mark.parametrize(
    ("type_", "cells", "value"),
    [("year", "2018\n2019\n", 2019), ("yearmonth", "2018-03\n2018-11\n", date(2018, 11, 1))],
)
def test_the_greatest_year_is_a_year_and_the_greatest_month_its_first_day(
    project: Open, type_: str, cells: str, value: object
) -> None:
    """A month-and-year date is its first day."""
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": {"fields": [{"name": "v", "type": type_}]}}]}
    assert result(project(indicator("max", "v"), {"t": "v\n" + cells}, package)).value == value
