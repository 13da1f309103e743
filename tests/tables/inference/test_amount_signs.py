"""The currencies that the cells of one column show: one, or a column that is added up by nobody."""

from __future__ import annotations

import random

import pytest

from roundtable_cli.tables.inference import amount_signs
from roundtable_cli.tables.inference.field_inference import infer_field
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values.workbook_value import WorkbookValue


@pytest.mark.parametrize(
    ("heading", "cells", "currency"),
    [
        ("fee", ("7 сом", "8 KGS", "9 som"), "KGS"),
        ("fee", ("$7", "8 USD", "US$9", "10 долл."), "USD"),
        ("fee", ("$7", "8 CAD"), "CAD"),
        ("fee", ("€7", "0", ""), "EUR"),
        ("fee, EUR", ("€7", "8"), "EUR"),
        ("fee", ("7", "8.5"), ""),
        ("fee", ("¥7", "¥8"), ""),
    ],
)
def test_words_and_signs_of_one_currency_are_one(heading: str, cells: tuple[str, ...], currency: str) -> None:
    """However each cell writes it, and however many zeros have none."""
    field = infer_field(heading, cells)
    assert (field.type in {"integer", "number"}, field.currency) == (True, currency)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("fee", ("€7", "$8")),
        ("fee", ("€7", "8")),
        ("fee, USD", ("7", "8 сом")),
        ("fee, USD", ("€7", "€8")),
        ("fee", ("¥7", "8 EUR")),
        ("fee", (WorkbookValue(7, "USD"), WorkbookValue(7, "EUR"))),
        ("fee", (WorkbookValue(7, "USD"), WorkbookValue(8))),
        ("fee, USD", (WorkbookValue(7, "EUR"),)),
    ],
)
def test_two_currencies_in_a_column_are_no_numbers_to_add_up(heading: str, cells: tuple[str, ...]) -> None:
    """Nor are cells of which only some show one, or which show another than their heading."""
    field = infer_field(heading, cells)
    assert (field.type, field.ambiguous) == ("string", "currency")


def test_a_word_for_thousands_is_no_currency() -> None:
    """`5 тыс. сом` is not the number 5."""
    assert infer_field("fee", ("5 тыс. сом", "6 тыс. сом")).type == "string"


@pytest.mark.parametrize(
    ("cells", "names", "agree"),
    [
        (("€7", "8"), ("евро", "USD"), True),
        (("€7", "$8"), ("EUR", "CAD"), True),
        (("€7", "8"), ("USD", "USD"), False),
        (("€7", "8"), ("EUR", ""), False),
        (("€7", ""), ("EUR", ""), True),
    ],
)
def test_the_currency_of_the_row_settles_what_a_cell_shows(
    cells: tuple[str, ...], names: tuple[str, ...], agree: bool
) -> None:
    """Where every row names one, and no cell shows another."""
    assert amount_signs.agree_with_rows(Field("fee"), cells, names) is agree


@pytest.mark.long
def test_bare_numbers_show_no_currency() -> None:
    """A thousand random columns of plain numbers, and of numbers in one currency, are read as numbers."""
    chance = random.Random(1)  # noqa: S311 - numbers, no secrets
    for _ in range(1000):
        mark = chance.choice(["{}", "${}", "{} сом", "{} USD", "{} kg", "{}%"])
        cells = [mark.format(chance.randint(0, 10**6)) for _ in range(chance.randint(1, 30))]
        assert infer_field(chance.choice(["fee", "сумма", "x"]), cells).ambiguous != "currency"
