"""Currencies as files write them: found in headers and cells, one list for all that asks."""

from __future__ import annotations

import random
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
        ("$ 7", {"USD"}),
        ("USD/KGS", {"USD", "KGS"}),
        ("some", set()),
        ("gelatine", set()),
        ("рубин", set()),
        ("сомнение", set()),
    ],
)
def test_currencies_are_named_by_whole_words(text: str, named: set[str]) -> None:
    """A digit may stand beside them, a letter may not; a $ is that of the United States."""
    assert currency_signs.detect_currencies(text) == named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(
            (text, "USD")
            for text in ("$", "US$", "U$S", "usd", "долл.", "доллар", "доллары США", "US Dollar", "dollars")
        ),
        *((text, "KGS") for text in ("сом", "som", "сомов", "KGS", "kgs", "с.", "c.", "KGS (сом)", "Кыргызстан сому")),
        *((text, "RUB") for text in ("₽", "руб", "руб.", "рубль", "рублей", "р.")),
        *((text, "EUR") for text in ("€", "Euro", "евро")),
        ("тенге", "KZT"),
        ("сум UZS", "UZS"),
        ("somoni", "TJS"),
        ("£", "GBP"),
        ("¥", "¥"),
        ("Norwegian Krone", "NOK"),
        ("бартер", "бартер"),
        ("USD/KGS", "USD/KGS"),
    ],
)
def test_each_way_to_name_a_currency_is_its_code(text: str, code: str) -> None:
    """A sign that is as often of another stays a sign, and a word that names none stays as it is."""
    assert currency_signs.normalize_currency(text) == code


def test_a_sign_stays_a_sign_where_another_dollar_is_named() -> None:
    """It may be that one."""
    texts = ["$", "CAD", "сом"]
    format_ = currency_signs.choose_currency_format(texts)
    assert [currency_signs.normalize_currency(text, format_) for text in texts] == ["$", "CAD", "KGS"]


@pytest.mark.parametrize(
    ("texts", "are_names"),
    [
        (("сом", "USD", ""), True),
        (("ALL", "TRY", "TOP"), False),
        (("CHF", "CAD"), False),
        (("CHF", "EUR"), True),
        (("c", "C"), False),
        (("USD", "kg"), False),
        (("KG", "US"), False),
        ((), False),
    ],
)
def test_a_column_of_currencies_is_proved(texts: tuple[str, ...], are_names: bool) -> None:
    """By one text at least that is of no other field, and by no text that is no currency."""
    assert currency_signs.are_currency_names(texts) is are_names


@pytest.mark.parametrize(
    "text",
    [
        "€",
        "₾",
        "$",
        "USD",
        "uzs",
        "сом",
        "сомов",
        "руб.",
        "рублях",
        "тенге",
        "евро",
        "soms",
        "somoni",
        "долл. США",
        "US$",
    ],
)
def test_a_mark_is_found_whole(text: str) -> None:
    """Each way to write a currency beside a number is one mark, its ending and its full stop too."""
    assert re.fullmatch(currency_signs.CURRENCY_MARK, text, re.IGNORECASE)
    assert re.sub(currency_signs.CURRENCY_MARK, "", f"5 {text}", count=1, flags=re.IGNORECASE) == "5 "


@pytest.mark.parametrize("mark", ["$", "%", "с", "сом", "KGS", "US$", "A$", "soms", "₽", "руб.", "ſom", "tenge"])
def test_what_stands_beside_a_number_is_removed_once(mark: str) -> None:
    """As the pattern of all names removes it; a text that surely has none is not looked at."""
    for text in (f"5 {mark}", f"{mark}5", f"P-5{mark}", f"{mark} 5 {mark}", "5", "P001"):
        assert currency_signs.remove_currency_or_percent(text) == currency_signs.currency_or_percent().sub(
            "", text, count=1
        )


def test_a_currency_is_looked_for_only_where_one_may_begin() -> None:
    """What is found in any text is the same as where the names, codes and signs are tried at each of its letters."""
    everywhere = re.compile(f"{currency_signs.CURRENCY_MARK}|%", re.IGNORECASE)
    rng = random.Random(5)  # noqa: S311 - the same texts each time
    pieces = [*"US $ usd USD сом Сомы руб . 5 50% A$ x долл.  € ¥ _ KGS".split(), "долл. США", " "]
    for _ in range(500):
        text = "".join(rng.choices(pieces, k=rng.randint(1, 6)))
        found = [match.span() for match in currency_signs.currency_or_percent().finditer(text)]
        assert found == [match.span() for match in everywhere.finditer(text)], text
        assert currency_signs.remove_currency_or_percent(text) == everywhere.sub("", text, count=1)
