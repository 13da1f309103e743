"""Currencies as files write them: found in headers and cells, one list for all that asks."""

from __future__ import annotations

import re

import pytest

from roundtable_cli.tables.values import currency_signs


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("amount_usd", {"USD"}),
        ("Сумма, сом", {"KGS"}),
        ("100USD", {"USD"}),
        ("5 000сом", {"KGS"}),
        ("1 рубль, 5 рублей", {"RUB"}),
        ("€ 7", {"EUR"}),
        ("$ 7", {"$"}),
        ("USD/KGS", {"USD", "KGS"}),
        ("some", set()),
        ("gelatine", set()),
        ("рубин", set()),
        ("сомнение", set()),
    ],
)
def test_currencies_are_named_by_whole_words(text: str, named: set[str]) -> None:
    """A digit may stand beside them, a letter may not; a sign of several currencies stays a sign."""
    assert currency_signs.detect_currencies(text) == named


@pytest.mark.parametrize(
    "text", ["€", "₾", "$", "USD", "uzs", "сом", "сомов", "руб.", "рублях", "тенге", "евро", "soms"]
)
def test_a_mark_is_found_whole(text: str) -> None:
    """Each way to write a currency beside a number is one mark, its ending and its full stop too."""
    assert re.fullmatch(currency_signs.CURRENCY_MARK, text, re.IGNORECASE)
    assert re.sub(currency_signs.CURRENCY_MARK, "", f"5 {text}", count=1, flags=re.IGNORECASE) == "5 "
