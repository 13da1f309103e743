"""How people write numbers: what their marks prove, and what they leave open."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from roundtable_cli import check_files
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals, parsing
from tests.tables.values.test_parsing import MONEY, NUMBER, read


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["0,5", "0,25"], ","),
        (["12.75", "3"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["8 847,57", "-"], ","),
        (["12,5%"], ","),
        (["1.5 сом"], "."),
        (["1.234", "0.5"], "."),
        (["1.234"], ""),
        (["1,234"], ""),
        (["1", "20"], ""),
        (["1 000"], ""),
        (["0,5", "н/д"], ""),
        (["15.02.2018"], ""),
        (["-"], ""),
        ([], ""),
    ],
)
def test_the_decimal_mark_that_is_proven(texts: list[str], mark: str) -> None:
    """By numbers alone, of which each can be read in one way only."""
    assert numerals.find_decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("texts", "may"),
    [
        (["1.234", "12.345", "123.456", "7"], True),
        (["-1.234"], True),
        (["1.234.567"], True),
        (["0.123"], False),
        (["1234.567"], False),
        (["1.234", "1.5"], False),
        (["1.2345"], False),
        (["1", "2"], False),
        ([], False),
    ],
)
def test_points_that_may_part_thousands(texts: list[str], may: bool) -> None:
    """One that can't is enough for all."""
    assert numerals.may_group_thousands(texts) is may


@pytest.mark.parametrize(
    ("text", "kind"),
    [("(500)", "brackets"), ("−500", "minus sign"), ("–500", "dash")],
)
def test_a_minus_in_another_spelling_is_never_dropped(text: str, kind: str) -> None:
    """Accounts write a negative sum in brackets or with a typographic minus: it is negative or refused, never 500."""
    cells, faults = parsing.parse_column([text], MONEY)

    assert cells == [-500.0] or (cells == [None] and text in faults), kind


def test_the_point_of_an_abbreviation_is_no_decimal_point() -> None:
    """`Rs.500` is five hundred or refused, never one half."""
    cells, faults = parsing.parse_column(["Rs.500"], MONEY)

    assert cells == [500.0] or (cells == [None] and "Rs.500" in faults)


SPELLINGS = st.builds(
    lambda chars, bare: Field("c", "number", decimal_char=chars[0], group_char=chars[1], bare_number=bare),
    st.sampled_from([(".", ""), (".", ","), (".", " "), (",", ""), (",", "."), (",", " "), (",", "\xa0"), (".", "'")]),
    st.booleans(),
)


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    SPELLINGS,
    st.booleans(),
    st.sampled_from([("", ""), ("$", ""), ("USD ", ""), ("", "%"), ("", " сом"), ("~ ", " ?")]),
)
def test_a_number_reads_back_from_every_declared_spelling(
    value: Decimal, field: Field, grouped: bool, around: tuple[str, str]
) -> None:
    """Decimal and group characters, a currency and a unit change the spelling, never the value."""
    assume(not field.bare_number or not any(around))
    spelled = f"{value:,.2f}" if grouped else f"{value:.2f}"
    swapped = spelled.translate({ord(","): field.group_char, ord("."): field.decimal_char})

    assert read(around[0] + swapped + around[1], field) == float(value)


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(["", ",", " ", ".", "'"]))
def test_an_integer_reads_back_exactly(value: int, group: str) -> None:
    """All 64 bits, grouped or not."""
    assert read(f"{value:,}".replace(",", group), Field("c", "integer", group_char=group)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_reads_back_from_its_own_spelling(value: float) -> None:
    """What Python writes, with an exponent or without, is the same number again."""
    assert read(repr(value), NUMBER) == value


@pytest.mark.parametrize("text", ["5 тыс. сом", "5k", "5 млн", "1.5 million USD", "5 миң сом"])
def test_a_number_of_thousands_is_not_read_without_them(text: str) -> None:
    """Where words may stand around a number too."""
    for kind in ("number", "integer"):
        assert not parsing.texts_fit_field([text], Field("n", kind, bare_number=False))


@pytest.mark.parametrize("text", ["5 kg", "5 km", "5 тонн", "5 сом", "5 m"])
def test_a_unit_may_stand_behind_a_number(text: str) -> None:
    """As long as it says nothing of how many."""
    assert parsing.texts_fit_field([text], Field("n", "number", bare_number=False))


def test_a_minus_and_a_space_make_a_number_only_with_a_currency() -> None:
    """`- 5` may be an item of a list."""
    assert numerals.extract_number_core("- 5") is None
    assert numerals.extract_number_core("- $5") == "5"
    assert numerals.extract_number_core("-5") == "5"


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("9007199254740993", "9007199254740993"),
        ("-0.1234567890123456789000", "-0.1234567890123456789"),
        ("1e-400", "0." + "0" * 399 + "1"),
        ("12345678901234567.5e1", "123456789012345675"),
    ],
)
def test_a_long_number_is_kept_in_full(plain: str, text: str) -> None:
    """A float would be another number."""
    assert numerals.is_long_number(plain)
    assert numerals.write_long_number(plain) == text
    with pytest.raises(ValueError, match="more digits than a number can hold"):
        numerals.parse_exact_float(plain)


@pytest.mark.parametrize("plain", ["0.30000000000000004", "-0", "1e23", "0.100000000000000000000", "9007199254740992"])
def test_what_a_float_is_written_as_is_no_long_number(plain: str) -> None:
    """Programs write floats with 17 digits; zeros at the end are no digits."""
    assert not numerals.is_long_number(plain)
    assert Decimal(repr(numerals.parse_exact_float(plain))) == Decimal(plain)
    assert not numerals.write_float(numerals.parse_exact_float(plain)).startswith("-")


@pytest.mark.parametrize("plain", ["9" * 5000, "1e999", "1e-5000", "1e" + "9" * 30, "0." + "12" * 400, "nan", "inf"])
def test_numbers_beyond_all_sizes_are_no_numbers(plain: str) -> None:
    """They are refused, and in no words of Python's."""
    assert not numerals.is_long_number(plain)
    with pytest.raises(ValueError, match=r"^(is too|has (more than 400 digits|an exponent)|is not a number)"):
        numerals.write_long_number(plain)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_written_without_an_exponent(value: float) -> None:
    """It is the decimal that Python writes, and 0 has no minus."""
    text = numerals.write_float(value)
    assert "e" not in text
    assert Decimal(text) == Decimal(repr(value))
    assert text != "-0"


@pytest.mark.parametrize("piece", ["9", "1 ", "1e", "1 мая "])
def test_a_cell_of_a_hundred_thousand_letters_is_a_text(tmp_path: Path, piece: str) -> None:
    """It is no number and no fault of the program, and takes no longer than others."""
    path, start = tmp_path / "t.csv", time.monotonic()
    path.write_text(f'id,a\n1,"{piece * (100_000 // len(piece))}"\n2,2\n3,3\n', encoding="utf-8")
    (report,) = check_files([path])
    assert report.rows == 3
    assert time.monotonic() - start < 10
