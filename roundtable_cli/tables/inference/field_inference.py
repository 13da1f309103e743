"""A field from the texts of its column, where no schema declares it: the narrowest type that all of them have.

How numbers and dates are written is decided from all the cells. Where those leave two readings, the field stays text
and says so (`ambiguous`): a number that needs it is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta

from roundtable_cli.tables.inference import amount_signs, date_ambiguity, list_choices, period_columns
from roundtable_cli.tables.inference.assumptions.assumed_missing import with_assumed_missing
from roundtable_cli.tables.table import NUMBER_TYPES, Field
from roundtable_cli.tables.values import currency_signs, missing_marks, numerals, parsing
from roundtable_cli.tables.values.calendar_texts import date_forms, word_dates
from roundtable_cli.tables.values.formula_errors import is_formula_error
from roundtable_cli.tables.values.workbook_value import DATE_EPOCHS, WorkbookValue, format_workbook_cells
from roundtable_cli.tables.vocabulary import headings

_DAY_ZEROS = (time(), timedelta(), DATE_EPOCHS[1900], DATE_EPOCHS[1900].date())  # however a library reads it


def infer_field(
    name: str,
    texts: Iterable[str],
    missing_values: tuple[str, ...] = ("",),
    named_values: frozenset[str] = frozenset(),
) -> Field:
    """The field called `name`, typed by all of its `texts`; `empty` where every one of them is missing.

    Texts that stand for no value (see `missing_marks`) are read so, and are among its `assumed_missing`; not those of
    `named_values`, which definitions name as values. The error of a formula is of no type, and says nothing of the
    others. Where a workbook's column holds values and texts, the texts tell how they are written, unless they are
    written plainly too.
    """
    plain = Field(name, missing_values=missing_values, inferred=True)
    cells = [*texts]
    values, texts = split_native_cells(cells, plain)
    marks = missing_marks.find_missing_marks({*map(str, values), *texts}, headings.is_key_heading(name))
    marks |= _find_day_zeros(values)
    if marks := missing_marks.without_named_values(marks, named_values):
        plain = with_assumed_missing(plain, marks)
        values, texts = {value for value in values if str(value) not in marks}, texts - marks
    distinct = {*map(str, values), *texts} - plain.missing_texts
    if not distinct:
        return plain._replace(is_untyped=True)
    if any(value.percent_scale for value in values):
        return _infer_shown_percentages(plain, values, texts)
    field = _infer_mixed(plain, values, texts) if values and texts else _infer_from_texts(plain, distinct)
    return amount_signs.with_shown_currency(field, cells)


def _find_day_zeros(values: Collection[WorkbookValue]) -> frozenset[str]:
    """The texts of day 0 among the dates of a workbook: a formula that finds no date gives 0, which is shown as one."""
    zeros = {value for value in values if value.value in _DAY_ZEROS}
    others = [value for value in values if value not in zeros]
    return frozenset(map(str, zeros if others and all(isinstance(value.value, date) for value in others) else ()))


def infer_column_field(
    names: Sequence[str],
    texts: Sequence[str],
    missing_values: tuple[str, ...],
    choices_by_question: Mapping[str, frozenset[str]],
    named_values: frozenset[str] = frozenset(),
) -> Field:
    """The field of a column of a table, of whose questions some have choices with columns of their own.

    Such a column may hold lists of choices. The first of its names is the field's; the others are what else the column
    may be called.
    """
    field = infer_field(names[0], texts, missing_values, named_values)
    if field.type != "string" or field.is_untyped or field.ambiguous:
        return field
    choices = max((choices_by_question.get(name, frozenset[str]()) for name in names), key=len)
    if not choices:
        return field
    return list_choices.as_list_of_choices(field, {text.strip() for text in {*texts}} - field.missing_texts, choices)


def split_native_cells(texts: Iterable[str], field: Field) -> tuple[set[WorkbookValue], set[str]]:
    """The different values and the different trimmed texts of a column, without what is missing or a formula's error.

    A value and a text may be equal as strings, so they are told apart before each is taken once.
    """
    cells = [*texts]
    if WorkbookValue not in {*map(type, cells)}:  # as in every file but workbooks, where this costs much less
        values, others = set[WorkbookValue](), {*cells}
    else:
        values = {cell for cell in cells if isinstance(cell, WorkbookValue)}
        others = {cell for cell in cells if not isinstance(cell, WorkbookValue)}
    trimmed = {cell.strip() for cell in others} - field.missing_texts
    return values, {text for text in trimmed if not is_formula_error(text)}


def ambiguous_field(field: Field, kind: str) -> Field:
    """A field as text that can be read in two ways; `kind` is "number" or "date"."""
    missing, assumed = field.missing_values, field.assumed_missing
    return Field(field.name, missing_values=missing, assumed_missing=assumed, inferred=True, ambiguous=kind)


def is_surely_text(field: Field, texts: Iterable[str]) -> bool:
    """Whether a field inferred from some texts is that of any column that holds them: text, and plainly so.

    Every other type must fit all texts of a column. Only a dash decides nothing: it may be an accountant's zero.
    """
    plain = Field(field.name, missing_values=field.missing_values, inferred=True)
    undecided = field.missing_texts | numerals.ZERO_DASHES
    trimmed = (text.strip() for text in texts)
    return field == plain and any(text not in undecided and not is_formula_error(text) for text in trimmed)


def _infer_mixed(plain: Field, values: set[WorkbookValue], texts: set[str]) -> Field:
    """A column of values and texts: texts alone tell how they are written, and what is a value is written so too.

    Beside a text with a percent sign a value may be a part of one, that a workbook shows with the sign. A text whose
    points may part thousands is none that the workbook took for a number.
    """
    field = _infer_from_texts(plain, texts)
    if field.ambiguous:
        return field
    if field.type == "string" or not parsing.texts_fit_field(format_workbook_cells(values, field), field):
        return _infer_from_texts(plain, {*map(str, values), *texts})
    has_percent = field.type == "number" and any("%" in text for text in texts)
    is_ambiguous = has_percent or (numerals.is_plain_number(field) and numerals.may_group_thousands(texts))
    return ambiguous_field(plain, "number") if is_ambiguous else field


def _infer_shown_percentages(plain: Field, values: set[WorkbookValue], texts: set[str]) -> Field:
    """A column in which a workbook shows numbers in percent: the others have lost the sign, and may be parts of one.

    So may 2 be for 200 %; a larger one than 1,000 % is not.
    """
    written = _infer_from_texts(plain, texts) if texts else plain._replace(type="integer")
    has_numbers = all(isinstance(value.value, (int, float)) and value.value is not True for value in values)
    if written.ambiguous or written.type not in NUMBER_TYPES or not has_numbers:
        return written if written.ambiguous else _infer_from_texts(plain, {*map(str, values), *texts})
    bare = [abs(value.value) for value in values if isinstance(value.value, (int, float)) and not value.percent_scale]
    is_ambiguous = any(0 < number <= numerals.MAX_FRACTION for number in bare)
    if is_ambiguous or numerals.may_be_fractions(text for text in texts if "%" not in text):
        return ambiguous_field(plain, "number")
    return written._replace(type="number", bare_number=False)


def _infer_from_texts(plain: Field, distinct: set[str]) -> Field:
    return next(filter(None, _candidate_fields(plain, distinct)), plain)


def _candidate_fields(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    """The types in the order they are tried, None for one that some text does not have."""
    if all(map(str.isdigit, distinct)):
        yield period_columns.infer_period_field(plain, distinct)
    yield plain._replace(type="integer") if all(map(numerals.PLAIN_INTEGER.fullmatch, distinct)) else None
    yield _infer_plain_number(plain, distinct)
    yield _infer_boolean(plain, distinct)
    if not any(character.isdigit() for text in distinct for character in text):
        return
    yield from _date_candidates(plain, distinct)
    yield _infer_written_number(plain, distinct)


def _infer_plain_number(plain: Field, distinct: set[str]) -> Field | None:
    """Numbers with a decimal point, or none; a dash among them is an accountant's nothing."""
    dashes = distinct & numerals.ZERO_DASHES
    numbers = distinct - dashes
    if not numbers or not all(map(numerals.PLAIN_NUMBER.fullmatch, numbers)):
        return None
    return plain._replace(type="number", missing_values=(*plain.missing_values, *sorted(dashes)))


def _infer_boolean(plain: Field, distinct: set[str]) -> Field | None:
    """True and false in whatever case the file writes them."""
    if not {text.lower() for text in distinct} <= {"true", "false"}:
        return None
    true = tuple(sorted(text for text in distinct if text.lower() == "true"))
    return plain._replace(type="boolean", true_values=true, false_values=tuple(sorted(distinct - {*true})))


def _date_candidates(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    """Dates, months and times in digits, periods, and dates with the month in words."""
    # The next two look first at what all the forms have: a column is tried with many, and mostly has none of them.
    texts_with_words = [text for text in distinct if any(map(str.isalpha, text))]
    may_name_months = bool(texts_with_words) and all(map(word_dates.names_month, texts_with_words))
    if all(text[:1].isdigit() for text in distinct):
        yield from _digit_date_candidates(plain, distinct)
    elif may_name_months and date_ambiguity.find_short_year_doubt(distinct):
        yield ambiguous_field(plain, "date")
    yield period_columns.infer_period_field(plain, distinct)
    yield period_columns.infer_time_field(plain, distinct)
    if may_name_months:
        for type_ in ("date", "yearmonth"):  # with the month in words
            yield _field_if_fitting(plain._replace(type=type_, format="any"), distinct)


def _digit_date_candidates(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    for format_ in date_forms.INFERRED_DATE_FORMATS:
        yield _field_if_fitting(plain._replace(type="date", format=format_), distinct)
    matching = [
        format_
        for formats in date_forms.AMBIGUOUS_DATE_FORMATS
        for format_ in date_ambiguity.matching_date_formats(plain, distinct, formats)
    ]
    # That one order alone fits settles it; where both do, or none, there may be a doubt.
    if len(matching) != 1 and date_ambiguity.find_date_doubt(plain, distinct):
        yield ambiguous_field(plain, "date")
    yield plain._replace(type="date", format=matching[0]) if matching else None
    for format_ in date_forms.INFERRED_MONTH_FORMATS:
        yield _field_if_fitting(plain._replace(type="yearmonth", format=format_), distinct)
    for format_ in date_forms.INFERRED_DATETIME_FORMATS:
        yield _field_if_fitting(plain._replace(type="datetime", format=format_), distinct)


def _field_if_fitting(candidate: Field, distinct: set[str]) -> Field | None:
    return candidate if parsing.texts_fit_field(distinct, candidate) else None


def _proven_marks(style: tuple[str, str], cores: Iterable[str]) -> tuple[str, str]:
    """The decimal mark and the mark between thousands of a style; a comma only where some number shows it as decimal.

    `80 418` shows no decimal mark: with a comma declared, 80,418 would be 80.418 next month.
    """
    decimal_char, group_char = style
    is_proven = group_char == "." or any(decimal_char in core for core in cores)
    return (decimal_char if is_proven else "."), group_char


def _infer_written_number(plain: Field, distinct: set[str]) -> Field | None:
    """Numbers as people write them: marks between thousands, a decimal comma, a currency, brackets for a minus."""
    dashes = distinct & numerals.ZERO_DASHES
    numbers = distinct - dashes
    if not numbers or not all(map(numerals.extract_number_core, numbers)):  # the first text that is none settles it
        return None
    cores = sorted({numerals.extract_number_core(text) or "" for text in numbers})
    styles = numerals.find_number_styles(cores)
    found = {mark.group() for text in numbers if (mark := currency_signs.currency_or_percent().search(text))}
    marks = {"%" if mark == "%" else "currency" for mark in found}  # whether it is one, `amount_signs` tells
    if not styles or len(marks) > 1:
        return None
    if len({tuple(numerals.normalize_number(core, *style) for core in cores) for style in styles}) > 1:
        return ambiguous_field(plain, "number")
    if marks == {"%"} and numerals.may_be_fractions(text for text in numbers if "%" not in text):
        return ambiguous_field(plain, "number")
    decimal_char, group_char = _proven_marks(styles[0], cores)
    return plain._replace(
        type="number",
        decimal_char=decimal_char,
        group_char=group_char,
        bare_number=not marks,
        missing_values=(*plain.missing_values, *sorted(dashes)),
        brackets=any(text.startswith("(") for text in numbers),
    )
