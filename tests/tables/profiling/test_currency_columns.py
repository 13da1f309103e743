"""The currency of amounts: told where it is certain, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from roundtable_cli.tables.profiling import currency_columns
from roundtable_cli.tables.table import Field
from tests.scaffold.test_schema_proposal import column, one


@pytest.mark.parametrize(
    ("header", "cells", "currency"),
    [
        ("amount_usd", ("1.5", "2.5"), "USD"),
        ("Сумма, USD", ("1.5", "2.5"), "USD"),
        ("Сумма, сом", ("1", "2"), "KGS"),
        ("amount", ("KGS 1 200", "KGS 5"), "KGS"),
        ("price", ("€1.50", "€2.50"), "EUR"),
        ("amount", ("$1.50", "$2.50"), "USD"),
        ("amount, CAD", ("$1.50", "$2.50"), "CAD"),
        ("amount", ("¥150", "¥250"), ""),  # of which country
        ("amount", ("1.5", "2.5"), ""),
        ("rate_usd", ("1.5", "2.5"), ""),
        ("USD/KGS", ("86.5", "87.5"), ""),
        ("year, USD", ("2018", "2019"), ""),
    ],
)
def test_an_amount_has_its_currency_where_that_is_certain(
    tmp_path: Path, header: str, cells: tuple[str, ...], currency: str
) -> None:
    """As a code in header or cells, or a sign that one currency has; never of a rate."""
    declared = one(tmp_path, column(header, cells)).table.fields or ()
    assert declared[1].currency == currency


def test_a_column_of_currencies_is_that_of_the_amounts(tmp_path: Path) -> None:
    """Where every amount has one: a sum over two is then refused."""
    whole = one(tmp_path, "id,amount,currency\n1,5,USD\n2,6,KGS\n3,,\n").table.fields or ()
    partly = one(tmp_path, "id,amount,currency\n1,5,USD\n2,6,KGS\n3,7,\n").table.fields or ()

    assert [field.currency_column for field in whole] == ["", "currency", ""]
    assert [field.currency_column for field in partly] == ["", "", ""]


def test_a_column_of_currencies_is_known_by_its_cells(tmp_path: Path) -> None:
    """Whatever its heading is, and however they are written; its amounts are all numbers of no other kind."""
    text = "id,planned,people,rate,age,итого,paid_in\n1,5,1,2,3,4,сом\n2,6,1,2,3,4,$\n"
    fields = one(tmp_path, text).table.fields or ()
    assert [field.currency_column for field in fields] == ["", "paid_in", "", "", "", "paid_in", ""]


@pytest.mark.parametrize("kind", ["amount", "Total", "Всего", "planned", "x"])
def test_numbers_may_be_amounts_of_money(kind: str) -> None:
    """Unless their heading says what else they are."""
    assert currency_columns.is_amount(Field(kind, "number"))


@pytest.mark.parametrize(
    "heading", ["age", "Total participants", "beneficiaries", "rate", "latitude", "№", "year", "Итого человек", "%"]
)
def test_numbers_of_another_kind_are_no_amounts(heading: str) -> None:
    """People, rates, ages, codes and coordinates are not in a currency."""
    assert not currency_columns.is_amount(Field(heading, "integer"))


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Сумма, тыс. сом", "тыс. KGS"),
        ("Бюджет (млн сом)", "млн KGS"),
        ("budget_usd_thousand", "thousand USD"),
        ("Amount USD ('000)", "thousand USD"),
        ("Amount, USD (000s)", "thousand USD"),
        ("Grants of 5,000 USD", "USD"),
        ("Гранты по 1 000 сом", "KGS"),
        ("Bank USD", "USD"),
    ],
)
def test_thousands_of_a_currency_are_a_unit_of_their_own(tmp_path: Path, heading: str, unit: str) -> None:
    """12.5 under `тыс. сом` are not KGS 12.50; round numbers in a heading multiply nothing."""
    columns = one(tmp_path, f"id;{heading}\nA;12,5\nB;7,25\n").columns
    assert currency_columns.find_amount_unit(columns[heading]) == unit


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Budget in USD", "Budget in KGS"], True),
        (["in USD", "KGS", "", "paid"], True),
        (["Budget in USD", "Grant in USD"], False),
        (["Budget in USD", "Rent", "Pay", "Travel", "Fuel, сом"], False),
        (["USD to KGS"], False),
        (["Osh", "Talas"], False),
    ],
)
def test_texts_that_speak_of_several_currencies(texts: list[str], expected: bool) -> None:
    """Half of them at least, each of one."""
    assert currency_columns.mention_several_currencies(texts) is expected
