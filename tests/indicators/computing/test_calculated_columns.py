"""Calculated columns as known at the end of a period, and those that must have a value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roundtable_cli import Refused
from tests.indicators.measures.linked_tables import (
    TABLES,
    TYPES,
    Open,
    of_each,
    only,
    package,
    refused,
    values,
)


def test_one_of_several_dates_must_be_named_for_a_period(project: Open) -> None:
    """Which of them makes a row known is not guessed; without a period nothing depends on it."""
    tables = {"a": "id,on\n1,2018-01-01\n", "b": "id,came,left\n1,2018-01-01,2018-02-01\n"}
    types = package(a="id on:date", b="id came:date left:date")
    toml = '[calculated.a.k]\nfrom = "b"\nmatch = { id = "id" }\nmeasure = "count"\n'
    toml += '[indicators.n]\ntable = "a"\nmeasure = "sum"\ncolumn = "k"\n'
    opened = project(toml, tables, types)
    assert only(opened) == 1
    (found,) = refused(opened, period="2018-01")
    assert (found.file, "[calculated.a.k]" in found.column) == ("indicators.toml", True)
    assert "came and left" in found.fault
    named = project(toml.replace('"count"', '"count"\ndate = "left"'), tables, types)
    assert only(named, period="2018-01") == 0


def test_a_value_is_as_known_at_the_periods_end(project: Open) -> None:
    """Up to its last day; rows after it, and rows of no date, are not known yet; its start narrows nothing."""
    toml = of_each('measure = "count"') + '[calculated.people.on]\nof = ["joined"]\nmeasure = "max"\n'
    opened = project(toml.replace('column = "k"', 'column = "k"\ndate = "joined"'), TABLES, TYPES)
    assert values(opened) == [4, 1, 0, 1]
    assert values(opened, period="2018") == [3, 1, None, 1]
    assert values(opened, period="2018-03-01..2018-06-29") == [2, 1, None, None]
    assert values(opened, period="2018-03-01..2018-06-30") == [3, 1, None, None]
    assert values(opened, period="2018-03-01..2018-05-31") == [2, 0, None, None]
    assert values(opened, period="2018-03..") == [3, 1, None, None]  # what has no date is in no period


def test_the_periods_end_bounds_what_until_leaves_open(project: Open) -> None:
    """She left in June; at the end of May the June visit is not known."""
    toml = of_each('measure = "count"\nuntil = "left"').replace('column = "k"', 'column = "k"\ndate = "joined"')
    opened = project(toml, TABLES, TYPES)
    assert values(opened, period="2018-03..2018-05")[0] == 2
    assert values(opened, period="2018-03..2018-06")[0] == 3


def test_by_quarter_a_value_is_as_known_at_the_end_of_all(project: Open) -> None:
    """Dividing by time is a breakdown: without a period everything is known."""
    toml = of_each('measure = "count"').replace('column = "k"', 'column = "k"\ndate = "joined"')
    found = project(toml, TABLES, TYPES).compute(["p1"], by=["quarter"])
    assert [(result.category("quarter"), result.value) for result in found if result.counts.rows] == [
        ("2018Q1", 4),
        ("total", 4),
    ]


def test_a_chain_is_as_known_at_the_periods_end_to_its_last_link(project: Open) -> None:
    """What a place has from its people, and they from their visits."""
    types = package(places="id opened:date", people="id place>places", visits="id>people day:date")
    tables = {
        "places": "id,opened\nS,2018-01-01\nT,2018-01-01\n",
        "people": "id,place\n1,S\n2,S\n3,T\n",
        "visits": "id,day\n1,2018-01-01\n1,2018-02-01\n2,2018-02-01\n3,2018-03-01\n",
    }
    toml = (
        '[calculated.people.visits]\nfrom = "visits"\nmeasure = "count"\n'
        '[calculated.places.most]\nfrom = "people"\nmeasure = "max"\ncolumn = "visits"\n'
        '[calculated.places.came]\nfrom = "people"\nmeasure = "count"\nwhere = { visits = { min = 1 } }\n'
        '[calculated.visits.alike]\nof = ["id.place.most", "id.visits"]\nmeasure = "difference"\n'
        '[indicators.most]\ntable = "places"\nmeasure = "sum"\ncolumn = "most"\n'
        '[indicators.came]\ntable = "places"\nmeasure = "sum"\ncolumn = "came"\n'
        '[indicators.behind]\ntable = "visits"\nmeasure = "sum"\ncolumn = "alike"\n'
    )
    opened = project(toml, tables, types)
    assert [result.value for result in opened.compute()] == [2 + 1, 2 + 1, 0 + 0 + 1 + 0]
    assert [result.value for result in opened.compute(["most", "came"], period="2018-01")] == [1 + 0, 1 + 0]
    assert only(opened, ("behind",), period="2018-02") == 0 + 1


def test_a_required_value_that_is_not_there_names_every_row_without_it(project: Open) -> None:
    """A payment on a day before the first rate, and one in a currency without any."""
    toml = (
        '[calculated.payments.rate]\nfrom = "rates"\nmatch = { currency = "currency" }\nuntil = "day"\n'
        'measure = "latest"\ncolumn = "rate"\nrequired = true\n'
        '[indicators.n]\ntable = "payments"\nmeasure = "sum"\ncolumn = "rate"\n'
        '[indicators.rows]\ntable = "payments"\nmeasure = "count"\n'
    )
    tables = {
        "payments": "no,currency,day\n1,KGS,2018-01-31\n2,KGS,2017-02-01\n3,EUR,2018-03-01\n",
        "rates": "currency,day,rate\nKGS,2018-01-01,80\n",
    }
    types = package(payments="no currency day:date", rates="currency day:date rate:number")
    opened = project(toml, tables, types)
    found = refused(opened)
    assert [(one.file, one.row, one.column) for one in found] == [
        ("payments.csv", 3, "rate"),
        ("payments.csv", 4, "rate"),
    ]
    assert all(one.fault.endswith('for this row (looked for: currency "EUR" and "KGS")') for one in found)
    assert only(opened, ("rows",)) == 3  # a count of rows needs no rate
    (later,) = refused(project(toml, tables | {"rates": "currency,day,rate\nKGS,2017-01-01,80\n"}, types))
    assert (later.row, later.fault.rpartition(" (")[2]) == (4, 'looked for: currency "EUR")')
    plain = project(toml.replace("required = true\n", ""), tables, types)
    assert (only(plain, ("n",)), plain.compute(["n"])[0].counts.missing) == (80, 2)


def test_a_payment_after_the_period_needs_no_rate_yet(project: Open) -> None:
    """Rates up to March say nothing of June."""
    toml = (
        '[calculated.payments.rate]\nfrom = "rates"\nmatch = { currency = "currency" }\nuntil = "day"\n'
        'measure = "latest"\ncolumn = "rate"\nrequired = true\n'
        '[indicators.n]\ntable = "payments"\nmeasure = "sum"\ncolumn = "rate"\n'
    )
    tables = {
        "payments": "no,currency,day\n1,KGS,2018-01-31\n2,EUR,2018-06-01\n",
        "rates": "currency,day,rate\nKGS,2018-01-01,80\nEUR,2018-05-01,90\n",
    }
    types = package(payments="no currency day:date", rates="currency day:date rate:number")
    opened = project(toml, tables, types)
    assert [only(opened, period=period) for period in ("2018Q1", "2018Q2", "2018")] == [80, 90, 170]


def test_a_rate_that_is_not_there_yet_refuses_no_earlier_period(project: Open) -> None:
    """The payment of the next year lacks its rate: this year's report stands, the whole does not."""
    toml = (
        '[calculated.pay.rate]\nfrom = "rates"\nmatch = { money = "money" }\nuntil = "day"\nmeasure = "latest"\n'
        'column = "rate"\nrequired = true\n[indicators.n]\ntable = "pay"\nmeasure = "sum"\ncolumn = "rate"\n'
    )
    tables = {"pay": "money,day\nKGS,2025-03-01\nEUR,2026-02-01\n", "rates": "money,day,rate\nKGS,2025-01-01,87.5\n"}
    opened = project(toml, tables)
    assert opened.compute(period="2025")[0].value == Decimal("87.5")
    with pytest.raises(Refused, match=r"pay\.csv row 3, rate"):
        opened.compute()
