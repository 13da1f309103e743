"""Codes made of names in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.indicators.definitions.definitions_reader import CODE
from roundtable_cli.scaffold.code_names import LONGEST, code, unique


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Код участника", "kod_uchastnika"),
        ("Жаңы үй-бүлөлөр", "zhangy_ui_bulolor"),
        ("Щукин, объезд: ёж", "schukin_obezd_ezh"),
        ("amountUSD (2018)", "amountusd_2018"),
        ("1", "n1"),
        ("№ занятия", "no_zaniatiia"),
        ("Élève", "eleve"),
        ("国人", ""),
        ("", ""),
    ],
)
def test_letters_become_latin(name: str, expected: str) -> None:
    """Russian and Kyrgyz as they are written in Latin letters; what is not known is left out."""
    assert code(name) == expected


@given(st.text())
def test_a_code_is_valid_or_empty(name: str) -> None:
    """Of any text."""
    made = code(name, name)
    assert made == "" or (CODE.fullmatch(made) and len(made) <= LONGEST + 1)


def test_a_long_code_ends_with_a_whole_word() -> None:
    """Words are dropped from the end."""
    assert (
        code("table", "how many people of the household are under eighteen") == "table_how_many_people_of_the_household"
    )


def test_a_code_is_given_once() -> None:
    """The second has a number."""
    assert unique("sum", []) == "sum"
    assert unique("sum", ["sum", "sum_2"]) == "sum_3"
