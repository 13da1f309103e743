"""Ratio, difference, product and sum: over sums, cell by cell, exact, and without a value where a part has none."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from roundtable_cli import Project, Refused

Open = Callable[..., Project]

PARTS = """
[indicators.won]
table = "t"
measure = "sum"
column = "won"
[indicators.asked]
table = "t"
measure = "sum"
column = "asked"
[indicators.rows]
table = "t"
measure = "count"
"""
# A: 1 of 10; B: 90 of 100; C has nothing asked; of D nothing is known
TABLE = {"t": "place,won,asked,day\nA,1,10,2018-01-01\nB,80,90,2018-02-01\nB,10,10,2018-05-01\nC,5,0,\nD,,7,\n"}


def formula(measure: str, *of: str, code: str = "n", **keys: str) -> str:
    """The definition of a formula; keys are written as TOML writes them."""
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[indicators.{code}]\nmeasure = "{measure}"\nof = {[*of]}\n{lines}'


def value(opened: Project, code: str = "n", **asked: Any) -> Any:
    """The total of a formula."""
    return opened.compute([code], **asked)[-1].value


def by_place(opened: Project, **asked: Any) -> dict[str, Any]:
    """The formula's value in each place."""
    return {result.category("place"): result.value for result in opened.compute(["n"], by=["place"], **asked)}


def test_a_ratio_is_the_sum_over_the_sum(project: Open) -> None:
    """(1 + 90 + 5) / (10 + 100 + 0 + 7) = 96 / 117, no mean of 0.1 and 0.9."""
    opened = project(PARTS + formula("ratio", "won", "asked"), TABLE)
    found = by_place(opened)
    assert {place: found[place] for place in "AB"} == {"A": 0.1, "B": 0.9}
    assert found["total"] == pytest.approx(96 / 117, abs=1e-15)


def test_a_ratio_by_zero_has_no_value(project: Open) -> None:
    """C asked for 0; no rows at all are 0 over 0."""
    opened = project(PARTS + formula("ratio", "won", "asked"), TABLE)
    assert by_place(opened)["C"] is None
    assert value(opened, period="2020") is None


def test_a_ratio_of_zero_is_zero(project: Open) -> None:
    """0 over 7 is a value."""
    opened = project(PARTS + formula("ratio", "won", "asked"), {"t": "won,asked\n0,7\n"})
    assert value(opened) == 0


@pytest.mark.parametrize("measure", ["ratio", "difference", "product"])
def test_a_part_without_a_value_leaves_the_formula_without_one(project: Open, measure: str) -> None:
    """Of D what was won is not known, which is not 0."""
    opened = project(PARTS + formula(measure, "won", "asked"), TABLE)
    assert by_place(opened)["D"] is None


def test_a_ratio_carries_its_numerator_and_denominator(project: Open) -> None:
    """96 and 117, so that the number can be checked."""
    (result,) = project(PARTS + formula("ratio", "won", "asked", factor="100"), TABLE).compute(["n"])
    assert result.parts == (96, 117)


@pytest.mark.parametrize(
    ("toml", "expected"),
    [
        (formula("difference", "asked", "won"), 21),
        (formula("difference", "won", "asked"), -21),
        (formula("difference", "asked", "won", factor="0.5"), Decimal("10.5")),
        (formula("product", "rows", "asked"), 585),
        (formula("product", "rows", "rows", "rows"), 125),
        (formula("ratio", "asked", "rows"), Decimal("23.4")),
        (formula("ratio", "asked", "rows", factor="100"), 2340),
        (formula("difference", "rows", "rows"), 0),
    ],
)
def test_formulas_over_totals(project: Open, toml: str, expected: int | Decimal) -> None:
    """96 won, 117 asked, 5 rows, and a factor of the formula's own."""
    assert float(value(project(PARTS + toml, TABLE))) == float(expected)


def test_parts_come_with_their_own_factor(project: Open) -> None:
    """Thousands less units: 2 × 1000 − 2."""
    toml = PARTS + formula("difference", "thousands", "rows")
    toml += '[indicators.thousands]\ntable = "t"\nmeasure = "count"\nfactor = 1000\n'
    assert value(project(toml, {"t": "won,asked\n1,1\n1,1\n"})) == 1998


def test_differences_and_products_of_money_are_exact(project: Open) -> None:
    """0.3 − 0.1 = 0.2 and 0.3 × 0.1 = 0.03, as on paper."""
    table = {"t": "won,asked\n0.1,0.05\n0.2,0.05\n"}
    assert value(project(PARTS + formula("difference", "won", "asked"), table)) == Decimal("0.2")
    assert value(project(PARTS + formula("product", "won", "asked"), table)) == Decimal("0.03")


def test_a_formula_may_be_made_of_formulas(project: Open) -> None:
    """What is left of what was asked: (117 − 96) / 117; parts may be written below what they make."""
    toml = formula("ratio", "left", "asked") + formula("difference", "asked", "won", code="left") + PARTS
    assert value(project(toml, TABLE)) == pytest.approx(21 / 117, abs=1e-15)


def test_a_difference_of_shares_is_in_points(project: Open) -> None:
    """3 of 4 came, 2 of 4 stayed: 75 % − 50 %."""
    share = '[indicators.{0}]\ntable = "t"\nmeasure = "share"\nunit = "%"\nmeets = {{ {0} = "yes" }}\n'
    toml = share.format("came") + share.format("stayed") + formula("difference", "came", "stayed")
    table = {"t": "came,stayed\nyes,yes\nyes,yes\nyes,no\nno,no\n"}
    assert value(project(toml, table)) == 25


def test_parts_may_be_of_different_tables(project: Open) -> None:
    """Amount per person: 30 over 2 people."""
    toml = (
        '[indicators.amount]\ntable = "grants"\nmeasure = "sum"\ncolumn = "usd"\n'
        '[indicators.people]\ntable = "t"\nmeasure = "unique"\ncolumn = "id"\n' + formula("ratio", "amount", "people")
    )
    tables = {"grants": "usd,sex\n10,f\n20,m\n", "t": "id,sex\na,f\na,f\nb,m\n"}
    opened = project(toml, tables)
    assert value(opened) == 15
    assert [result.value for result in opened.compute(["n"], by=["sex"])] == [10, 20, 15]


def test_a_formula_is_narrowed_with_its_parts(project: Open) -> None:
    """By a condition, by a period: in the first quarter 81 of 100."""
    opened = project(PARTS + formula("ratio", "won", "asked", factor="100"), TABLE)
    assert value(opened, where={"place": "B"}) == 90
    assert value(opened, period="2018Q1") == 81
    assert value(opened, period="2018Q1", where={"place": "B"}) == pytest.approx(800 / 9)


def test_only_what_is_asked_for_is_shown(project: Open) -> None:
    """Parts that are no headline are computed for the formula alone."""
    toml = PARTS.replace('measure = "sum"', 'measure = "sum"\nheadline = false')
    opened = project(toml + formula("ratio", "won", "asked"), TABLE)
    assert [result.code for result in opened.compute()] == ["rows", "n"]
    assert [result.code for result in opened.compute(["n"])] == ["n"]
    assert value(opened, "won") == 96


def test_a_formula_has_no_rows_of_its_own(project: Open) -> None:
    """Its counts are none, not 0."""
    (result,) = project(PARTS + formula("ratio", "won", "asked"), TABLE).compute(["n"])
    assert (result.counts.rows, result.counts.repeats, result.counts.outside) == (None, None, None)


def test_what_the_parts_of_a_formula_miss_is_told(project: Open) -> None:
    """A project that reported what it was to reach and not whom it reached makes the share small: 30 of 1,000."""
    table = {"t": "place,won,asked\nA,15,50\nB,15,50\nD,,900\n"}
    opened = project(PARTS + formula("ratio", "won", "asked", factor="100"), table)
    results = opened.compute(["n"], by=["place"])
    assert [(result.value, result.counts.missing) for result in results] == [(30, None), (30, None), (None, 1), (3, 1)]
    assert opened.compute(["n"])[0].counts.rows is None


def test_a_formula_over_a_date_is_refused(project: Open) -> None:
    """Dates are no numbers to multiply."""
    day = '[indicators.day]\ntable = "t"\nmeasure = "max"\ncolumn = "day"\n'
    with pytest.raises(Refused, match="not a number"):
        project(PARTS + day + formula("product", "day", "rows"), TABLE).compute(["n"])


def test_a_sum_adds_indicators_cell_by_cell(project: Open) -> None:
    """Won and asked, A: 1 + 10, B: 90 + 100, C: 5 + 0. Of D the first has no value, and so has the sum."""
    opened = project(PARTS + formula("sum", "won", "asked"), TABLE)
    assert by_place(opened) == {"A": 11, "B": 190, "C": 5, "D": None, "total": 96 + 117}
    (total,) = opened.compute(["n"])
    assert total.counts.missing == 1
    assert value(project(PARTS + formula("sum", "won", "asked", "rows", factor="10"), TABLE)) == 10 * (96 + 117 + 5)


UNIQUE = """
[indicators.came]
table = "t"
measure = "unique"
column = "place"
[indicators.paid]
table = "u"
measure = "unique"
column = "town"
"""


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (UNIQUE + formula("sum", "came", "paid"), 'table = ["t", "u"], column = ["place", "town"]'),
        (UNIQUE + PARTS + formula("sum", "came", "rows"), "came counts each person once"),
        (UNIQUE + PARTS + formula("sum", "less", "rows") + formula("difference", "came", "won", code="less"), "came"),
        (PARTS + formula("sum", "won"), "sum needs 2 indicators or more"),
        (PARTS + formula("sum", "won", "won"), "won is added 2 times"),
        (PARTS + formula("sum", "won", "m") + formula("sum", "won", "asked", code="m"), "won is added 2 times"),
        (PARTS + formula("sum", "won", "m") + formula("sum", "n", "asked", code="m"), "indicators in a circle"),
        (PARTS + formula("sum", "won", "n"), "indicators in a circle"),
        (PARTS + formula("sum", "won", "asked", table='"t"'), "sum of indicators does not use the key table"),
        (PARTS + formula("sum", "won", "gone"), 'no indicator "gone"'),
        (PARTS.replace("[indicators.asked]", 'unit = "KGS"\n[indicators.asked]') + 'unit = "rows"\n'
         + formula("sum", "won", "rows"), "different units: KGS and rows"),
    ],
)  # fmt: skip
def test_a_sum_that_would_be_wrong_is_refused(project: Open, toml: str, fault: str) -> None:
    """Who is counted once in two counts would be twice in their sum; of units and circles there is none."""
    with pytest.raises(Refused) as refused:
        project(toml, TABLE | {"u": "town\nA\n"}).compute(["n"])
    assert fault in str(refused.value)
