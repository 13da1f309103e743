"""Columns of numbers that can't be taken as they look: digits lost or too many, and lists that look like decimals.

A column that nobody declared stays text then and says so (`Field.ambiguous`): "list" where a sum is refused,
"shortened" where its values can't be told apart either.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals
from roundtable_cli.tables.values.workbook_value import WorkbookValue
from roundtable_cli.tables.vocabulary import headings

# What a spreadsheet shows of a long number, and saves as CSV: 1.19906E+13. The digits after the first few are lost.
_SHORTENED_NUMBER = re.compile(r"-?[0-9](?:[.,][0-9]+)?[eE]\+?(?:09|[1-9][0-9])")
_LONG_NUMBER = re.compile(rf"([0-9]{{{numerals.MAX_DIGITS}}})([0-9]+)")
_BEGINNING = r"\s*-?[0-9](?:[0-9]{14}|[.,0-9]*[eE])"  # of both, with spaces before it
_MIN_LOST_DIGITS = 3  # zeros where digits were: as many come out so by chance once in a thousand columns
_MAX_EXACT = 2**53  # the largest of the whole numbers that a workbook can all hold
_LIST_TEXT = re.compile(r"[0-9]{1,2}(?:,[0-9]{1,2})+")
_DECIMAL_KINDS = frozenset({"amount", "rate"})


def mark_doubtful_numbers(
    field: Field, sample: Iterable[str], texts: Iterable[str], delimiters: Collection[str | None]
) -> Field:
    """A field as it was inferred; ambiguous where the numbers of its column can't be trusted.

    A `sample` of the column's texts, or all of them, shows whether digits were lost: programs cut all long numbers.
    `delimiters` are those between the cells of the table's files.
    """
    if field.type == "string" and not field.ambiguous and find_shortened_texts(sample):
        return field_inference.ambiguous_field(field, "shortened")
    return field_inference.ambiguous_field(field, "list") if find_possible_lists(field, texts, delimiters) else field


def with_long_numbers(field: Field, texts: Iterable[str]) -> Field:
    """A field of numbers; with long numbers, if one of some `texts` of its column has more digits than a float."""
    read_plain = numerals.make_plain_reader(field)
    return field._replace(has_long_numbers=any(_is_long(text.strip(), field, read_plain) for text in {*texts}))


def _is_long(text: str, field: Field, read_plain: Callable[[str], str]) -> bool:
    if text in field.missing_texts:
        return False
    try:
        return numerals.is_long_number(read_plain(text))
    except ValueError:
        return False  # it is no number, which reading it will tell


def find_shortened_texts(texts: Iterable[str]) -> frozenset[str]:
    """The texts of a column that were long numbers once, as ids are, and have lost digits in a spreadsheet.

    Such are numbers shown with an exponent, and numbers of more than 15 digits with nothing but zeros after the 15th,
    if all long numbers of the column are so: in a text file with three such zeros or more together. A program that is
    no spreadsheet may write more digits into a workbook; above 2 ** 53 these are not exact either.
    """
    begins_so = re.compile(_BEGINNING).match  # most texts do not, which settles them
    distinct = {text for text in texts if begins_so(text)}
    shortened = {text for text in distinct if _SHORTENED_NUMBER.fullmatch(text.strip())}
    long_numbers = {text: match[2] for text in distinct if (match := _LONG_NUMBER.fullmatch(text.strip()))}
    stored = {text: rest for text, rest in long_numbers.items() if isinstance(text, WorkbookValue)}
    if not any(rest.strip("0") for rest in stored.values()) or any(abs(int(text)) > _MAX_EXACT for text in stored):
        shortened |= {*stored}
    rests = [rest for text, rest in long_numbers.items() if text not in stored]
    if rests and not any(rest.strip("0") for rest in rests) and sum(map(len, rests)) >= _MIN_LOST_DIGITS:
        shortened |= {*long_numbers}
    return frozenset(text.strip() for text in shortened)


def find_possible_lists(field: Field, texts: Iterable[str], delimiters: Collection[str | None]) -> frozenset[str]:
    """The texts of numbers with a decimal comma, as they were taken, that may as well be lists: `5,6` beside 3 and 4.

    They may in files with commas between the cells, beside whole numbers only, unless the heading is of amounts or
    rates.
    """
    if field.decimal_char != "," or {*delimiters} != {","} or headings.heading_kinds(field.name) & _DECIMAL_KINDS:
        return frozenset()
    trimmed = {text.strip() for text in texts} - field.missing_texts
    with_comma = {text for text in trimmed if "," in text}
    others_are_whole = all(map(numerals.PLAIN_INTEGER.fullmatch, trimmed - with_comma))
    is_list = trimmed > with_comma and others_are_whole and all(map(_LIST_TEXT.fullmatch, with_comma))
    return frozenset(with_comma) if is_list else frozenset()
