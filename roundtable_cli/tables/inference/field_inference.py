"""A field from the texts of its column, where no schema declares it: the narrowest type that all of them have.

How numbers and dates are written is decided from all the cells. Where those leave two readings, the field stays text
and says so (`ambiguous`): a number that needs it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from roundtable_cli.tables.reading import kobo_headers
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import numerals, parsing
from roundtable_cli.tables.values.formula_errors import is_formula_error
from roundtable_cli.tables.values.workbook_value import WorkbookValue, format_workbook_cells

# A leading zero or plus makes a code (007, +996…), and sixteen digits an account or a device: they stay text.
_INTEGER_PATTERN = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NUMBER_PATTERN = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
DATE_FORMATS = ("default", "%d.%m.%Y", "%Y/%m/%d")
AMBIGUOUS_DATE_FORMATS = (
    ("%d/%m/%Y", "%m/%d/%Y"),
    ("%d-%m-%Y", "%m-%d-%Y"),
)  # day or month first: a value above 12 tells
_MONTH_FORMATS = (("yearmonth", "default"), ("yearmonth", "%m.%Y"), ("yearmonth", "%m/%Y"))
_DATETIME_FORMATS = ("default", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")


def infer_field(name: str, texts: Iterable[str], missing_values: tuple[str, ...] = ("",)) -> Field:
    """The field called `name`, typed by all of its `texts`; `empty` where every one of them is missing.

    What a formula's error left is of no type, and says nothing of the others. Where a workbook's column holds values
    and texts, the texts tell how they are written, unless they are written plainly too.
    """
    plain = Field(name, missing_values=missing_values, inferred=True)
    own, others = split_native_cells(texts, missing_values)
    distinct = {*map(str, own), *others} - {*missing_values, ""}
    if not distinct:
        return plain._replace(empty=True)
    return _infer_mixed(plain, own, others) if own and others else _infer_from_texts(plain, distinct)


def infer_column_field(
    name: str, texts: Sequence[str], missing_values: tuple[str, ...], header: Sequence[str]
) -> Field:
    """The same of a column in a table with this header, which may show that its cells are lists of choices."""
    return infer_choice_list(infer_field(name, texts, missing_values), texts, header)


def split_native_cells(texts: Iterable[str], missing_values: tuple[str, ...]) -> tuple[set[WorkbookValue], set[str]]:
    """The different values of a column, and its texts, trimmed: what is missing or a formula's error is none.

    A value and a text may be equal as texts, and are told apart before they are told once.
    """
    cells = [*texts]
    if WorkbookValue not in {*map(type, cells)}:
        own, others = set[WorkbookValue](), {*cells}
    else:
        own = {cell for cell in cells if isinstance(cell, WorkbookValue)}
        others = {cell for cell in cells if not isinstance(cell, WorkbookValue)}
    trimmed = {cell.strip() for cell in others} - {*missing_values, ""}
    return own, {text for text in trimmed if not is_formula_error(text)}


def ambiguous_field(field: Field, of: str) -> Field:
    """A field as text that can be read in two ways, as a number or a date."""
    return Field(field.name, missing_values=field.missing_values, inferred=True, ambiguous=of)


def _infer_mixed(plain: Field, own: set[WorkbookValue], others: set[str]) -> Field:
    """A column of values and texts: texts alone tell how they are written, and what is a value is written so too.

    Beside a text with a percent sign a value may be a part of one, that a workbook shows with the sign. A text whose
    points may part thousands is none that the workbook took for a number.
    """
    told = _infer_from_texts(plain, others)
    if told.ambiguous:
        return told
    if told.type == "string" or not parsing.texts_fit_field(format_workbook_cells(own, told), told):
        return _infer_from_texts(plain, {*map(str, own), *others})
    signed = told.type == "number" and any("%" in text for text in others)
    in_doubt = signed or (is_plain_number(told) and numerals.may_group_thousands(others))
    return ambiguous_field(plain, "number") if in_doubt else told


def _infer_from_texts(plain: Field, distinct: set[str]) -> Field:
    return next((candidate for candidate in _candidate_fields(plain, distinct) if candidate), plain)


def is_surely_text(field: Field, texts: Iterable[str]) -> bool:
    """Whether a field inferred from some texts is that of any column that holds them: text, and plainly so.

    Every other type must fit all texts of a column. Only a dash decides nothing: it may be an accountant's zero.
    """
    plain = Field(field.name, missing_values=field.missing_values, inferred=True)
    silent = {*field.missing_values, "", *numerals.ZERO_DASHES}
    return field == plain and any(text.strip() not in silent and not is_formula_error(text.strip()) for text in texts)


def infer_choice_list(field: Field, texts: Iterable[str], header: Sequence[str]) -> Field:
    """The same field as a list, where each of its items has a column of its own, as `question/choice`."""
    known = kobo_headers.choices_with_columns(field.name, header)
    if field.type != "string" or field.empty or not known:
        return field
    items = {item for text in {*texts} for item in text.split()}
    return field._replace(type="list", delimiter=" ") if items <= known else field


def _candidate_fields(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    """The types in the order they are tried, None for one that some text does not have."""
    yield plain._replace(type="integer") if all(map(_INTEGER_PATTERN.fullmatch, distinct)) else None
    yield _infer_plain_number(plain, distinct)
    yield _infer_boolean(plain, distinct)
    if not any(character.isdigit() for text in distinct for character in text):
        return
    yield from _date_candidates(plain, distinct)
    yield _infer_written_number(plain, distinct)


def _date_candidates(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    for format_ in DATE_FORMATS:
        yield _field_if_fitting(plain._replace(type="date", format=format_), distinct)
    for day_first, month_first in AMBIGUOUS_DATE_FORMATS:
        yield _infer_day_or_month(plain, distinct, day_first, month_first)
    for type_, format_ in _MONTH_FORMATS:
        yield _field_if_fitting(plain._replace(type=type_, format=format_), distinct)
    for format_ in _DATETIME_FORMATS:
        yield _field_if_fitting(plain._replace(type="datetime", format=format_), distinct)


def _field_if_fitting(candidate: Field, distinct: set[str]) -> Field | None:
    return candidate if parsing.texts_fit_field(distinct, candidate) else None


def _infer_day_or_month(plain: Field, distinct: set[str], day_first: str, month_first: str) -> Field | None:
    """Dates whose day or month comes first; text, and said to be so, where both readings give dates, and others."""
    formats = matching_date_formats(plain, distinct, (day_first, month_first))
    if not formats:
        return None
    if len(formats) == 2 and any(
        parse_with_format(text, day_first) != parse_with_format(text, month_first) for text in distinct
    ):
        return ambiguous_field(plain, "date")
    return plain._replace(type="date", format=formats[0])


def matching_date_formats(plain: Field, distinct: Collection[str], formats: Iterable[str]) -> list[str]:
    """Those patterns in which all texts are dates."""
    return [
        format_ for format_ in formats if parsing.texts_fit_field(distinct, plain._replace(type="date", format=format_))
    ]


def parse_with_format(text: str, format_: str) -> datetime:
    """The date that a text is in a pattern."""
    return datetime.strptime(text, format_)


def _infer_plain_number(plain: Field, distinct: set[str]) -> Field | None:
    """Numbers with a decimal point, or none: what is no number but an accountant's nothing takes none from them."""
    nothing = distinct & numerals.ZERO_DASHES
    shown = distinct - nothing
    if not shown or not all(map(_NUMBER_PATTERN.fullmatch, shown)):
        return None
    return plain._replace(type="number", missing_values=(*plain.missing_values, *sorted(nothing)))


def is_plain_number(field: Field) -> bool:
    """Whether a field is that of numbers as programs write them: a decimal point, and no other mark."""
    return field.type == "number" and (field.decimal_char, field.group_char, field.bare_number) == (".", "", True)


def _infer_written_number(plain: Field, distinct: set[str]) -> Field | None:
    """Numbers as people write them: marks between thousands, a decimal comma, a currency, brackets for a minus."""
    nothing = distinct & numerals.ZERO_DASHES
    shown = distinct - nothing
    if not shown or not all(map(numerals.extract_number_core, shown)):  # the first text that is no number settles it
        return None
    cores = {numerals.extract_number_core(text) or "" for text in shown}
    styles = numerals.find_number_styles(cores)
    marks = {mark.group().casefold() for text in shown if (mark := numerals.CURRENCY_OR_PERCENT.search(text))}
    if not styles or len(marks) > 1:
        return None
    if len({tuple(numerals.normalize_number(core, *style) for core in sorted(cores)) for style in styles}) > 1:
        return ambiguous_field(plain, "number")
    if marks == {"%"} and numerals.may_be_fractions(text for text in shown if "%" not in text):
        return ambiguous_field(plain, "number")
    point, group = styles[0]
    missing = (*plain.missing_values, *sorted(nothing))
    return plain._replace(
        type="number", decimal_char=point, group_char=group, bare_number=not marks, missing_values=missing,
        brackets=any(text.startswith("(") for text in shown),
    )  # fmt: skip


def _infer_boolean(plain: Field, distinct: set[str]) -> Field | None:
    """True and false in whatever case the file writes them."""
    if not {text.lower() for text in distinct} <= {"true", "false"}:
        return None
    true = tuple(sorted(text for text in distinct if text.lower() == "true"))
    return plain._replace(type="boolean", true_values=true, false_values=tuple(sorted(distinct - {*true})))
