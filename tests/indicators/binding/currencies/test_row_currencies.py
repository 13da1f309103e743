"""A column that names several currencies is that of the amounts beside it, though nobody declared it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from roundtable_cli import Project, Refused

Open = Callable[..., Project]
MIXED = "no,amount,people,paid_in\n1,10,1,сом\n2,5,2,KGS\n3,7,3,доллар\n"


def toml(column: str, rest: str = "", measure: str = "sum") -> str:
    """The definition of one indicator."""
    return f'[indicators.x]\ntable = "t"\nmeasure = "{measure}"\ncolumn = "{column}"\n{rest}'


def value(opened: Project, **asked: Any) -> tuple[object, str]:
    """The total of the indicator, and its currency."""
    one = next(result for result in opened.compute(["x"], **asked) if not result.cell)
    return one.value, one.currency


@pytest.mark.parametrize("measure", ["sum", "mean", "median", "min", "max"])
def test_amounts_of_two_currencies_are_not_taken_together(project: Open, measure: str) -> None:
    """Whatever the heading of the column is that names them."""
    with pytest.raises(Refused, match="KGS and USD"):
        project(toml("amount", measure=measure), {"t": MIXED}).compute()


@pytest.mark.parametrize("name", ["KGS", "сом", "som"])
def test_one_currency_is_meant_by_all_its_names(project: Open, name: str) -> None:
    """A condition that names it in one way finds the rows that name it in another."""
    opened = project(toml("amount", f'where = {{ paid_in = "{name}" }}'), {"t": MIXED})
    assert value(opened) == (15, "KGS")


def test_a_breakdown_has_a_category_for_each_currency(project: Open) -> None:
    """By its code, and no total of all."""
    results = project(toml("amount"), {"t": MIXED}).compute(by=["paid_in"])
    assert {dict(result.cell).get("paid_in"): result.value for result in results} == {"KGS": 15, "USD": 7, None: None}


def test_categories_that_a_project_declares_hold_their_names(project: Open) -> None:
    """An alias means all the names of its currency."""
    dimension = '[dimensions.money]\ncolumn = "paid_in"\ncategories.som = { label = "Som", aliases = ["сом"] }\n'
    dimension += 'categories.dollar = { label = "Dollar", aliases = ["USD"] }\n'
    results = project(toml("amount") + dimension, {"t": MIXED}).compute(by=["money"])
    cells = {dict(result.cell).get("money"): result.value for result in results}
    assert (cells["som"], cells["dollar"]) == (15, 7)


@pytest.mark.parametrize(
    ("column", "text", "total"),
    [
        ("people", MIXED, 6),
        ("rate", "currency,day,rate\nUSD,2024-01-01,86\nEUR,2024-01-01,96\n", 182),
        ("amount_usd", "no,amount_usd,currency\n1,5,USD\n2,6,KGS\n", 11),
        ("amount", "no,amount,country\n1,5,ALL\n2,6,TRY\n", 11),
        ("amount", "no,amount,diagnosis\n1,5,CHF\n2,6,CAD\n", 11),
        ("amount", "no,amount,paid_in\n1,5,USD\n2,6,kg\n", 11),
        ("amount", "no,amount,currency\n1,5,USD\n2,6,USD\n3,1,\n", 12),
    ],
)
def test_other_columns_are_added_up_as_before(project: Open, column: str, text: str, total: int) -> None:
    """People, rates and amounts whose heading names a currency; and amounts beside words that are no currencies."""
    assert value(project(toml(column), {"t": text}))[0] == total


def test_a_number_that_is_declared_to_be_no_money_is_added_up(project: Open) -> None:
    """By `"rt:currency": false`."""
    fields = [{"name": "no"}, {"name": "amount", "type": "number", "rt:currency": False}, {"name": "paid_in"}]
    fields.append({"name": "people", "type": "integer"})
    schema: Mapping[str, Any] = {"fields": fields, "fieldsMatch": ["equal"]}
    package = {"resources": [{"name": "t", "path": "t.csv", "schema": schema}]}
    assert value(project(toml("amount"), {"t": MIXED}, package)) == (22, "")


def test_amounts_have_the_column_that_speaks_of_them(project: Open) -> None:
    """Of two columns of currencies; where neither does, and they contradict each other, the sum is refused."""
    text = "paid,budget,paid_currency,budget_currency\n1,10,KGS,USD\n2,20,KGS,EUR\n"
    assert value(project(toml("paid"), {"t": text})) == (3, "")
    with pytest.raises(Refused, match="EUR and USD"):
        project(toml("budget"), {"t": text}).compute()
    with pytest.raises(Refused, match="may be in"):
        project(toml("paid"), {"t": "paid,first,second\n1,KGS,USD\n2,KGS,EUR\n"}).compute()


def test_a_code_and_a_name_of_one_currency_agree(project: Open) -> None:
    """Two columns that say the same of each row are as good as one."""
    text = "amount,ccy,name\n1,KGS,сом\n2,USD,доллар\n"
    assert value(project(toml("amount", 'where = { ccy = "USD" }'), {"t": text})) == (2, "USD")


def test_an_amount_without_a_currency_among_several_is_named(project: Open) -> None:
    """It could be any of them; asked alone it is added up."""
    text = "amount,paid_in\n1,KGS\n2,USD\n4,\n"
    with pytest.raises(Refused, match="row 4"):
        project(toml("amount"), {"t": text}).compute()
    assert value(project(toml("amount", "where = { paid_in = { missing = true } }"), {"t": text})) == (4, "")
