"""Codes made of names in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable_cli.indicators.definitions.definitions_reader import CODE_PATTERN
from roundtable_cli.tables.vocabulary.code_names import MAX_CODE_LENGTH, UniqueCodes, make_code


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
    assert make_code(name) == expected


@given(st.text())
def test_a_code_is_valid_or_empty(name: str) -> None:
    """Of any text."""
    made = make_code(name, name)
    assert made == "" or (CODE_PATTERN.fullmatch(made) and len(made) <= MAX_CODE_LENGTH + 1)


def test_a_long_code_ends_with_a_whole_word() -> None:
    """Words are dropped from the end."""
    assert (
        make_code("table", "how many people of the household are under eighteen")
        == "table_how_many_people_of_the_household"
    )


def test_a_code_is_given_once() -> None:
    """The second has a number, one that no other code has."""
    assert UniqueCodes().take("sum") == "sum"
    assert UniqueCodes(["sum", "sum_2"]).take("sum") == "sum_3"
    codes = UniqueCodes(["sum_3"])
    assert [codes.take(wanted) for wanted in ("sum", "sum_2", "sum", "sum", "sum_2")] == [
        "sum",
        "sum_2",
        "sum_4",
        "sum_5",
        "sum_2_2",
    ]


def test_the_next_number_is_not_searched_from_the_first() -> None:
    """Of thousands of headings that want one code, each is tried with a number or two."""
    tried = list[str]()

    class Watched(str):
        """A code that tells what is made of it."""

        __slots__ = ()

        def __format__(self, spec: str) -> str:
            tried.append(self)
            return super().__format__(spec)

    codes = UniqueCodes()
    assert [codes.take(Watched("sum")) for _ in range(1000)][-1] == "sum_1000"
    assert len(tried) < 3000
