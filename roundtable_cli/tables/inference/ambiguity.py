"""Columns whose texts can be read as two numbers: what in the table shows that they can, and what declares each way."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import currency_signs, missing_marks, numerals
from roundtable_cli.tables.values.workbook_value import WorkbookValue
from roundtable_cli.tables.vocabulary import headings

_WHOLE_KINDS = frozenset({"amount", "people", "headcount"})  # of headings whose numbers have no third decimal
_MONEY_DECIMALS = 2
_COMMA_GROUPED = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_BELOW_THOUSAND = re.compile(r"-?[1-9][0-9]{0,2}")


class AmbiguousTexts(NamedTuple):
    """Why a field is ambiguous: the trimmed texts that have two readings, and what declares each reading.

    `declarations` are properties of a field, as JSON writes them, a reading each. There is none where the doubt is
    that some cells only have a percent sign.
    """

    texts: frozenset[str]
    declarations: tuple[str, ...] = ()


def mark_ambiguous_points(
    field: Field, texts: Iterable[str], find_other_marks: Callable[[], set[str]], *, has_semicolons: bool
) -> Field:
    """A field as it was inferred from `texts`; ambiguous, if each of its points may part thousands.

    `find_other_marks` gives the decimal marks that the table's other columns prove. The points may part thousands if a
    comma is among these, or if a file is delimited by semicolons, as where people write one, and no point is. They may,
    too, in a column of money or people, which have no third decimal, and in one of counts where all numbers without a
    point are less than a thousand. So may some commas, where others are decimal ones.
    """
    if not numerals.is_plain_number(field):
        return _mark_contradicting_commas(field, texts)
    trimmed = _trim_texts(texts, field)
    if not numerals.may_group_thousands(trimmed):
        return field
    kinds = headings.heading_kinds(field.name)
    if kinds & _WHOLE_KINDS or ("quantity" in kinds and _are_rest_below_thousand(trimmed)):
        return field_inference.ambiguous_field(field, "number")
    marks = find_other_marks()
    is_ambiguous = "," in marks or (has_semicolons and "." not in marks)
    return field_inference.ambiguous_field(field, "number") if is_ambiguous else field


def _mark_contradicting_commas(field: Field, texts: Iterable[str]) -> Field:
    """A field of numbers with a decimal comma; ambiguous where some commas of amounts or people may part thousands."""
    if field.type != "number" or field.decimal_char != "," or not headings.heading_kinds(field.name) & _WHOLE_KINDS:
        return field
    _, written = field_inference.split_native_cells(texts, field)
    is_doubtful = _find_contradicting_commas(written - numerals.ZERO_DASHES)
    return field_inference.ambiguous_field(field, "number") if is_doubtful else field


def _find_contradicting_commas(texts: Collection[str]) -> set[str]:
    """The numbers whose comma may part thousands, `1,234`, beside others with fewer decimals: `2,5`.

    None are where a number surely has three decimals or more, `0,125`: there it is usual.
    """
    cores = {text: numerals.extract_number_core(text) or "" for text in texts}
    decimals = {text: len(core.partition(",")[2]) for text, core in cores.items()}
    long = {text for text in texts if decimals[text] > _MONEY_DECIMALS}
    is_doubtful = 0 < len(long) < len([text for text in texts if decimals[text]])
    return long if is_doubtful and all(_COMMA_GROUPED.fullmatch(cores[text]) for text in long) else set()


def _trim_texts(texts: Iterable[str], field: Field) -> list[str]:
    """The texts of numbers, up to the first whose point parts no thousands; a workbook's value has no point."""
    found = list[str]()
    for text in texts:
        if not isinstance(text, WorkbookValue) and (trimmed := text.strip()) not in field.missing_values:
            found.append(trimmed)
            if "." in trimmed and not numerals.may_group_thousands([trimmed]):
                break
    return found


def _are_rest_below_thousand(texts: Iterable[str]) -> bool:
    """Whether all numbers without a point, one at least, are whole and less than a thousand; but sentinels."""
    rest = [text for text in texts if "." not in text and not missing_marks.is_possible_mark(text)]
    return bool(rest) and all(map(_BELOW_THOUSAND.fullmatch, rest))


def find_ambiguous_texts(field: Field, texts: Iterable[str]) -> AmbiguousTexts:
    """What makes a field ambiguous as a number, told from its column's texts: a workbook's value is never in doubt."""
    values, written = field_inference.split_native_cells(texts, field)
    written -= numerals.ZERO_DASHES
    with_percent = {text for text in (*map(str, values), *written) if "%" in text}
    if with_percent and (values or numerals.may_be_fractions(written - with_percent)):
        return AmbiguousTexts(frozenset(with_percent))
    return _ambiguous_numbers(written)


def _ambiguous_numbers(texts: Collection[str]) -> AmbiguousTexts:
    """The numbers that styles read in two ways, and what declares each way, the one with thousands first."""
    cores = {text: numerals.extract_number_core(text) or "" for text in texts}
    styles = numerals.find_number_styles(cores.values())
    differing = [
        text for text, core in cores.items() if len({numerals.normalize_number(core, *style) for style in styles}) > 1
    ]
    differing = differing or sorted(_find_contradicting_commas(texts))
    # Several styles may read all of the numbers alike: one of them is enough to declare.
    readings = {tuple(numerals.normalize_number(cores[text], *style) for text in differing): style for style in styles}
    marks = {mark for core in cores.values() for mark in core}
    bare = "" if not any(map(currency_signs.currency_or_percent().search, texts)) else ' and "bareNumber": false'
    ways = [_number_properties(*style, marks) + bare for style in readings.values()]
    return AmbiguousTexts(frozenset(differing), tuple(sorted(ways, key=lambda way: "groupChar" not in way)))


def _number_properties(point: str, group: str, marks: Collection[str]) -> str:
    """The properties of a field that declare a style of numbers which show some marks."""
    if group not in marks:
        return f'"decimalChar": "{point}"'
    return f'"groupChar": "{group}"' + (f' and "decimalChar": "{point}"' if point != "." else "")
