"""Columns of numbers that can't be trusted: digits that a spreadsheet lost, and lists that look like decimals."""

from __future__ import annotations

import pytest

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.inference.doubtful_numbers import find_possible_lists, find_shortened_texts
from roundtable_cli.tables.values.workbook_value import WorkbookValue


@pytest.mark.parametrize(
    ("texts", "shortened"),
    [
        (["2.20197E+13", "7"], {"2.20197E+13"}),
        (["2,20197E+13"], {"2,20197E+13"}),
        (["1.5E+03", "2.5e-05"], set()),  # measures, as programs write them
        (["E12", "1E7", "12E5"], set()),  # codes
        (["12345678901234500", "12345678901235600"], {"12345678901234500", "12345678901235600"}),
        (["12345678901234500", "12345678901235671"], set()),  # one has all its digits
        (["1234567890123450"], set()),  # a zero may be the last digit
        (["123456789012345"], set()),
    ],
)
def test_lost_digits_are_seen(texts: list[str], shortened: set[str]) -> None:
    """An exponent of ten digits or more, or zeros after the 15th digit in all long numbers."""
    assert find_shortened_texts(texts) == shortened


@pytest.mark.parametrize(
    ("numbers", "is_shortened"),
    [
        ([1234567890123450.0], True),
        ([12345678901234500.0, 12345678901235600.0], True),
        ([12345678901234568.0], True),  # no workbook holds the odd numbers of this size
        ([1234567890123456.0, 1234567890123450.0], False),
    ],
)
def test_a_spreadsheet_keeps_fifteen_digits(numbers: list[float], is_shortened: bool) -> None:
    """Zeros follow them; another program may have written sixteen, which a workbook holds."""
    cells = [WorkbookValue(number) for number in numbers]
    assert bool(find_shortened_texts(cells)) is is_shortened


def test_two_small_numbers_with_a_comma_may_be_a_list() -> None:
    """Beside whole numbers, in a file with commas between cells; not under a heading of money, nor with semicolons."""

    def lists(name: str, texts: list[str], delimiter: str) -> set[str]:
        return {*find_possible_lists(field_inference.infer_field(name, texts), texts, {delimiter})}

    assert lists("topics", ["3", "5,6", "4"], ",") == {"5,6"}
    assert lists("topics", ["3", "5,6", "4"], ";") == set()
    assert lists("topics", ["3,5", "5,6"], ",") == set()  # all of them show the comma
    assert lists("topics", ["3", "15,625"], ",") == set()
    assert lists("price", ["3", "5,6", "4"], ",") == set()
