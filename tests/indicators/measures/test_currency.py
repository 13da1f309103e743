"""Amounts in the currency that each row names: no sum of two, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from roundtable_cli import Finding, Project, Refused

Open = Callable[..., Project]

HEAD = "no,amount,fee,currency,place,day\n"
ROWS = (
    "1,10.10,1,USD,S1,2018-01-01\n2,1000,2,KGS,S1,2018-02-01\n3,500.5,,KGS,S2,2018-02-01\n4,,3,,S2,2018-02-01\n"
    "5,20,1,USD,S2,2018-03-01\n"
)
TABLES = {"payments": HEAD + ROWS}
PER_ROW = {"column": "currency"}
INDICATORS = {
    "paid": 'measure = "sum"\ncolumn = "amount"',
    "mean": 'measure = "mean"\ncolumn = "amount"',
    "least": 'measure = "min"\ncolumn = "amount"',
    "most": 'measure = "max"\ncolumn = "amount"',
    "last": 'measure = "latest"\ncolumn = "amount"',
    "rows": 'measure = "count"',
    "amounts": 'measure = "unique"\ncolumn = "amount"',
    "fees": 'measure = "sum"\ncolumn = "fee"',
}
TOML = "".join(f'[indicators.{code}]\ntable = "payments"\n{rule}\n' for code, rule in INDICATORS.items())
MONETARY = ("paid", "mean", "least", "most")


def package(amount: Any = None, fee: Any = None) -> dict[str, Any]:
    """The payments, with the currencies of both amounts: one for all, or each row's own."""
    fields = [
        {"name": "no"},
        {"name": "amount", "type": "number", "rt:currency": amount or PER_ROW},
        {"name": "fee", "type": "number", "rt:currency": fee or PER_ROW},
        {"name": "currency"},
        {"name": "place"},
        {"name": "day", "type": "date"},
    ]
    return {"resources": [{"name": "payments", "path": "payments.csv", "schema": {"fields": fields}}]}


def refused(opened: Project, codes: tuple[str, ...] = (), **asked: Any) -> list[Finding]:
    """Why a computation is refused."""
    with pytest.raises(Refused) as error:
        opened.compute(codes, **asked)
    return list(error.value.findings)


def values(opened: Project, *codes: str, **asked: Any) -> list[float | None]:
    """The values of the indicators, as numbers."""
    return [None if one.value is None else float(str(one.value)) for one in opened.compute(codes, **asked)]


@pytest.mark.parametrize("code", [*MONETARY, "last"])
def test_amounts_in_two_currencies_are_refused_with_what_to_do(project: Open, code: str) -> None:
    """A table of rates, or one of two questions that have an answer."""
    (found,) = refused(project(TOML, TABLES, package()), (code,))
    assert (found.code, found.file, found.column) == ("currency", "payments.csv", "amount")
    assert "KGS and USD" in found.fault
    assert "table of rates" in found.remedy
    assert "--by currency" in found.remedy
    assert "--where currency=" in found.remedy


def test_the_projects_currency_is_the_one_to_convert_into(project: Open) -> None:
    """Where it has one."""
    (found,) = refused(project('[project]\ncurrency = "EUR"\n' + TOML, TABLES, package()), ("paid",))
    assert "into EUR" in found.remedy


def test_counts_have_no_currency(project: Open) -> None:
    """Rows are rows, and two equal amounts are one number."""
    assert values(project(TOML, TABLES, package()), "rows", "amounts") == [5, 4]


def test_what_the_remedies_ask_has_an_answer(project: Open) -> None:
    """Each currency by itself, and one of them."""
    opened = project(TOML, TABLES, package())
    assert values(opened, *MONETARY, where={"currency": "USD"}) == [30.1, 15.05, 10.1, 20]
    assert values(opened, *MONETARY, where={"currency": "KGS"}) == [1500.5, 750.25, 500.5, 1000]
    assert values(opened, "paid", where={"place": "S2", "currency": "KGS"}) == [500.5]


def test_a_breakdown_by_currency_has_no_total(project: Open) -> None:
    """Its rows are still counted, and a note says why."""
    results = project(TOML, TABLES, package()).compute(["paid"], by=["currency"])
    assert [
        (one.category("currency"), one.value if one.value is None else float(str(one.value))) for one in results
    ] == [
        ("KGS", 1500.5),
        ("USD", 30.1),
        ("not recorded", None),
        ("total", None),
    ]
    assert [one.counts.rows for one in results] == [2, 2, 1, 5]
    assert [note.kind for note in results.notes] == ["currencies"]


def test_a_breakdown_by_currency_and_another_has_the_margins_of_one_currency(project: Open) -> None:
    """Over all places in soms; not over both currencies in a place."""
    results = project(TOML, TABLES, package()).compute(["paid"], by=["place", "currency"])
    found = {(one.category("place"), one.category("currency")): one.value for one in results}
    assert float(str(found["S1", "KGS"])) == 1000
    assert float(str(found["total", "KGS"])) == 1500.5
    assert [found[place, "total"] for place in ("S1", "S2", "total")] == [None, None, None]


def test_one_currency_in_the_rows_asked_for_is_summed(project: Open) -> None:
    """A period or a condition may leave no other; then the breakdown by currency has its total."""
    opened = project(TOML, TABLES, package())
    assert values(opened, "paid", period="2018-02") == [1500.5]
    assert values(opened, "paid", period="2017") == [0]
    assert values(opened, "paid", period="2019") == [None]  # after the last record
    one = {"payments": HEAD + ROWS.replace("USD", "KGS")}
    assert values(project(TOML, one, package()), "paid", by=["currency"]) == [1530.6, None, 1530.6]


def test_a_breakdown_by_another_name_is_refused_for_two_currencies(project: Open) -> None:
    """A place where both were paid has no sum."""
    assert "KGS and USD" in refused(project(TOML, TABLES, package()), ("paid",), by=["place"])[0].fault


def test_an_amount_without_a_currency_names_its_row(project: Open) -> None:
    """A row without an amount needs none, nor does one that is left out."""
    tables = {"payments": HEAD + ROWS + "6,5,1,,S3,2018-03-01\n7,6,1,,S3,2018-04-01\n"}
    opened = project(TOML, tables, package())
    for asked in ({}, {"by": ["currency"]}, {"by": ["place"]}, {"where": {"place": "S3"}}):
        found = refused(opened, ("paid",), **asked)
        assert [(one.file, one.row, one.column) for one in found] == [
            ("payments.csv", 7, "currency"),
            ("payments.csv", 8, "currency"),
        ]
    assert values(opened, "paid", where={"currency": "USD"}) == [30.1]
    assert values(opened, "paid", period="2018-02") == [1500.5]
    assert values(opened, "rows") == [7]


def test_the_unit_is_the_currency_of_the_amounts(project: Open) -> None:
    """Soms with a dollar sign would be a wrong number."""
    toml = TOML.replace('column = "amount"', 'column = "amount"\nunit = "USD"', 1)
    opened = project(toml, TABLES, package())
    assert values(opened, "paid", where={"currency": "USD"}) == [30.1]
    (found,) = refused(opened, ("paid",), where={"currency": "KGS"})
    assert found.code == "currency"
    assert "KGS" in found.fault
    assert "USD" in found.fault


def test_a_unit_that_the_schema_contradicts_is_refused_before_any_row_is_read(project: Open) -> None:
    """In the place of the definition."""
    toml = TOML.replace('column = "amount"', 'column = "amount"\nunit = "USD"', 1)
    found = refused(project(toml, TABLES, package("KGS")), ("paid",))[0]
    assert found.column == "[indicators.paid] column"
    assert "KGS" in found.fault
    assert values(project(TOML, TABLES, package("KGS")), "paid") == [1530.6]


@pytest.mark.parametrize("measure", ["difference", "ratio", "product"])
def test_a_formula_over_two_currencies_is_refused(project: Open, measure: str) -> None:
    """Each of its parts is in one; of the two no number is made."""
    toml = TOML.replace('column = "amount"', 'column = "amount"\nwhere = { currency = "USD" }', 1)
    toml = toml.replace('column = "fee"', 'column = "fee"\nwhere = { currency = "KGS" }')
    toml += f'[indicators.net]\nmeasure = "{measure}"\nof = ["paid", "fees"]\n'
    opened = project(toml, TABLES, package())
    assert values(opened, "paid", "fees") == [30.1, 2]
    found = refused(opened, ("net",))[0]
    assert "net" in found.fault
    assert "USD" in found.fault
    assert "KGS" in found.fault


def test_a_formula_over_one_currency_is_computed(project: Open) -> None:
    """And by currency for each, with no total."""
    toml = TOML + '[indicators.net]\nmeasure = "difference"\nof = ["paid", "fees"]\n'
    toml += '[indicators.each]\nmeasure = "ratio"\nof = ["paid", "rows"]\n'
    tables = {"payments": HEAD + ROWS.replace("4,,3,", "4,,,")}
    opened = project(toml, tables, package())
    assert values(opened, "net", "each", where={"currency": "USD"}) == [28.1, 15.05]
    found = opened.compute(["net"], by=["currency"])
    assert [None if one.value is None else float(str(one.value)) for one in found][:2] == [1498.5, 28.1]
    assert found[-1].value is None


def test_rates_make_one_currency_of_two(project: Open) -> None:
    """The remedy that the refusal names: 10.10 + 1000 / 80 + 500.5 / 80 + 20, each rounded to cents."""
    toml = TOML + (
        '[calculated.payments.rate]\nfrom = "rates"\nmatch = { currency = "currency" }\nuntil = "day"\n'
        'measure = "latest"\ncolumn = "per_usd"\n'
        '[calculated.payments.usd]\nof = ["amount", "rate"]\nmeasure = "ratio"\ndecimals = 2\nunit = "USD"\n'
        '[indicators.usd]\ntable = "payments"\nmeasure = "sum"\ncolumn = "usd"\nunit = "USD"\n'
    )
    rates = "currency,day,per_usd\nUSD,2018-01-01,1\nKGS,2018-01-15,80\nKGS,2018-02-02,90\n"
    declared = package()
    types = {"currency": "string", "day": "date", "per_usd": "number"}
    fields = [{"name": name, "type": type_} for name, type_ in types.items()]
    declared["resources"].append({"name": "rates", "path": "rates.csv", "schema": {"fields": fields}})
    opened = project(toml, TABLES | {"rates": rates}, declared)
    assert values(opened, "usd") == [10.1 + 12.5 + 6.26 + 20]
    assert values(opened, "usd", by=["currency"]) == [18.76, 30.1, None, 48.86]


def test_a_sum_over_belonging_rows_is_of_one_currency_too(project: Open) -> None:
    """It says which; a condition chooses its rows. Without the two it is refused, and over both currencies as well."""
    toml = (
        '[calculated.places.paid]\nfrom = "payments"\nmatch = {{ place = "id" }}\n'
        'measure = "sum"\ncolumn = "amount"\n{}'
        '[indicators.n]\ntable = "places"\nmeasure = "sum"\ncolumn = "paid"\n'
    )
    declared = package()
    declared["resources"].append({"name": "places", "path": "places.csv"})
    tables = TABLES | {"places": "id\nS1\nS2\n"}
    som = 'unit = "KGS"\nwhere = { currency = "KGS" }\n'
    assert values(project(toml.format(som), tables, declared)) == [1500.5]
    assert "currency" in refused(project(toml.format(""), tables, declared))[0].fault
    found = refused(project(toml.format('unit = "KGS"\n'), tables, declared))[0]
    assert (found.code, found.file, found.column) == ("currency", "payments.csv", "amount")
    blank = {"payments": TABLES["payments"] + "6,5,1,,S1,2018-03-01\n"}
    found = refused(project(toml.format('unit = "KGS"\n'), tables | blank, declared))[0]
    assert (found.row, found.column) == (7, "currency")


@pytest.mark.parametrize("measure", ["sum", "difference", "mean", "min", "max"])
def test_columns_of_a_row_in_two_currencies_are_refused(project: Open, measure: str) -> None:
    """Dollars less soms are nothing; a ratio of the two is a rate."""
    toml = (
        f'[calculated.payments.net]\nof = ["amount", "fee"]\nmeasure = "{measure}"\n'
        '[indicators.n]\ntable = "payments"\nmeasure = "sum"\ncolumn = "net"\n'
    )
    found = refused(project(toml, TABLES, package("USD", "KGS")))[0]
    assert found.column == "[calculated.payments.net]"
    assert "USD" in found.fault
    assert "KGS" in found.fault
    assert project(toml.replace(measure, "ratio", 1), TABLES, package("USD", "KGS")).compute()[0].value is not None


def test_what_is_worked_out_in_each_rows_currency_stays_in_it(project: Open) -> None:
    """The amount less its fee: two currencies still have no sum, and one has."""
    toml = (
        '[calculated.payments.net]\nof = ["amount", "fee"]\nmeasure = "difference"\n'
        '[indicators.n]\ntable = "payments"\nmeasure = "sum"\ncolumn = "net"\n'
    )
    opened = project(toml, TABLES, package())
    assert "KGS and USD" in refused(opened)[0].fault
    assert values(opened, where={"currency": "USD"}) == [28.1]


@pytest.mark.parametrize("measure", ["difference", "product"])
def test_a_formula_over_two_declared_currencies_is_refused(project: Open, measure: str) -> None:
    """Before any row is read, as after."""
    toml = TOML + f'[indicators.net]\nmeasure = "{measure}"\nof = ["paid", "fees"]\n'
    found = refused(project(toml, TABLES, package("USD", "KGS")), ("net",))[0]
    assert "USD" in found.fault
    assert "KGS" in found.fault


@pytest.mark.parametrize(
    ("currency", "fault"),
    [({"column": "curency"}, '"curency"'), ({"colum": "currency"}, '"colum"'), (5, "rt:currency")],
)
def test_a_currency_that_is_declared_wrongly_is_refused(make: Any, currency: Any, fault: str) -> None:
    """With the field, and the nearest name."""
    with pytest.raises(Refused) as error:
        Project.open(make(TOML, TABLES, package(currency)))
    assert any(fault in one.fault or fault in one.column for one in error.value.findings)
    assert {one.file for one in error.value.findings} == {"datapackage.json"}
