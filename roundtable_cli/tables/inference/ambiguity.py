"""Columns that can be read in two ways: what tells it from the other columns of its table, and what settles it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals
from roundtable_cli.tables.values.workbook_value import WorkbookValue


class AmbiguousTexts(NamedTuple):
    """Why a field is `ambiguous`: the trimmed texts that have two readings, and the ways to declare one.

    A way is the properties of a field, as JSON writes them; there is none where some cells only have a percent sign.
    """

    texts: frozenset[str]
    declarations: tuple[str, ...] = ()


def mark_ambiguous_points(
    field: Field, texts: Iterable[str], other_columns: Iterable[Iterable[str]], *, has_semicolons: bool
) -> Field:
    """A field as it was inferred from `texts`; ambiguous, if each of its points may part thousands.

    They may if one of the table's other columns shows a decimal comma, or if a file is delimited by semicolons, as
    where people write one, and no other column shows a decimal point.
    """
    if not field_inference.is_plain_number(field) or not _may_group_thousands(texts, field.missing_values):
        return field
    marks = {
        numerals.find_decimal_mark(field_inference.split_native_cells(cells, field.missing_values)[1])
        for cells in other_columns
    }
    is_ambiguous = "," in marks or (has_semicolons and "." not in marks)
    return field_inference.ambiguous_field(field, "number") if is_ambiguous else field


def _may_group_thousands(texts: Iterable[str], missing_values: Collection[str]) -> bool:
    """Whether each point in a column may part thousands; a value of a workbook has no point of its own."""
    trimmed = (text.strip() for text in texts if not isinstance(text, WorkbookValue))
    return numerals.may_group_thousands(text for text in trimmed if text not in missing_values)


def find_ambiguous_texts(field: Field, texts: Iterable[str]) -> AmbiguousTexts:
    """What leaves a field ambiguous, told from the texts of its column: a value of a workbook is in no doubt."""
    own, others = field_inference.split_native_cells(texts, field.missing_values)
    shown = others - numerals.ZERO_DASHES
    if field.ambiguous == "date":
        return next(
            filter(
                None, (_ambiguous_dates(field, shown, formats) for formats in field_inference.AMBIGUOUS_DATE_FORMATS)
            )
        )
    signed = {text for text in shown if "%" in text}
    if signed and (own or numerals.may_be_fractions(shown - signed)):
        return AmbiguousTexts(frozenset(signed))
    return _ambiguous_numbers(shown)


def _ambiguous_dates(field: Field, shown: Collection[str], formats: tuple[str, str]) -> AmbiguousTexts | None:
    if len(field_inference.matching_date_formats(field, shown, formats)) < len(formats):
        return None
    first, second = formats
    texts = frozenset(
        text
        for text in shown
        if field_inference.parse_with_format(text, first) != field_inference.parse_with_format(text, second)
    )
    return AmbiguousTexts(texts, tuple(f'"format": "{format_}"' for format_ in formats)) if texts else None


def _ambiguous_numbers(shown: Collection[str]) -> AmbiguousTexts:
    """The numbers that styles read in two ways, and what declares each way, the one with thousands first."""
    cores = {text: numerals.extract_number_core(text) or "" for text in shown}
    styles = numerals.find_number_styles(cores.values())
    texts = [
        text for text, core in cores.items() if len({numerals.normalize_number(core, *style) for style in styles}) > 1
    ]
    readings = {tuple(numerals.normalize_number(cores[text], *style) for text in texts): style for style in styles}
    marks, bare = (
        {mark for core in cores.values() for mark in core},
        not any(map(numerals.CURRENCY_OR_PERCENT.search, shown)),
    )
    ways = [
        _number_properties(*style, marks) + ("" if bare else ' and "bareNumber": false') for style in readings.values()
    ]
    return AmbiguousTexts(frozenset(texts), tuple(sorted(ways, key=lambda way: "groupChar" not in way)))


def _number_properties(point: str, group: str, marks: Collection[str]) -> str:
    """The properties of a field that declare a style of numbers which show some marks."""
    if group not in marks:
        return f'"decimalChar": "{point}"'
    return f'"groupChar": "{group}"' + (f' and "decimalChar": "{point}"' if point != "." else "")
