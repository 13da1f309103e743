"""A field from the texts of its column, where no schema declares it: the narrowest type that all of them have.

How numbers and dates are written is decided from all the cells. Where those leave two readings, the field stays text
and says so (`ambiguous`): a number that needs it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from roundtable_cli.tables import signs, values
from roundtable_cli.tables.reading import kobo
from roundtable_cli.tables.reading.formulas import is_error
from roundtable_cli.tables.reading.native import Native, written
from roundtable_cli.tables.table import Field

# A leading zero or plus makes a code (007, +996…), and sixteen digits an account or a device: they stay text.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
DIGITS = 15
# The decimal mark, and the mark between thousands.
_STYLES = ((",", " "), (".", " "), (".", ","), (",", "."), (",", "'"), (".", "'"))
_MARK = re.compile(rf"{signs.MARK}|%", re.IGNORECASE)
_NOTHING = ("-", "–", "—")  # what accountants write for nothing
DATE_FORMATS = ("default", "%d.%m.%Y", "%Y/%m/%d")
_EITHER = (("%d/%m/%Y", "%m/%d/%Y"), ("%d-%m-%Y", "%m-%d-%Y"))  # day or month first: a value above 12 tells
_MONTHS = (("yearmonth", "default"), ("yearmonth", "%m.%Y"), ("yearmonth", "%m/%Y"))
_TIMES = ("default", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")


def field(name: str, texts: Iterable[str], missing_values: tuple[str, ...] = ("",)) -> Field:
    """The field called `name`, typed by all of its `texts`; `empty` where every one of them is missing.

    What a formula's error left is of no type, and says nothing of the others. Where a workbook's column holds values
    and texts, the texts tell how they are written, unless they are written plainly too.
    """
    plain = Field(name, missing_values=missing_values, inferred=True)
    cells = [text for text in set(texts) if not is_error(text.strip())]
    distinct = {str(text).strip() for text in cells} - {*missing_values, ""}
    if not distinct:
        return plain._replace(empty=True)
    own = {cell for cell in cells if isinstance(cell, Native)}
    others = {str(text).strip() for text in cells if not isinstance(text, Native)} - {*missing_values, ""}
    return _mixed(plain, own, others) if own and others else _typed(plain, distinct)


def _mixed(plain: Field, own: set[Native], others: set[str]) -> Field:
    """A column of values and texts: texts alone tell how they are written, and what is a value is written so too.

    A percent sign would make a hundred times of a text what it is in a value.
    """
    told = _typed(plain, others)
    if told.ambiguous or (told.type != "string" and values.fits(written(own, told), told)):
        return plain if any("%" in text for text in others) else told
    return _typed(plain, {*map(str, own), *others})


def _typed(plain: Field, distinct: set[str]) -> Field:
    return next((candidate for candidate in _candidates(plain, distinct) if candidate), plain)


def is_settled(field: Field, texts: Iterable[str]) -> bool:
    """Whether a field inferred from some texts is that of any column that holds them: text, and plainly so.

    Every other type must fit all texts of a column. Only a dash decides nothing: it may be an accountant's zero.
    """
    plain = Field(field.name, missing_values=field.missing_values, inferred=True)
    silent = {*field.missing_values, "", *_NOTHING}
    return field == plain and any(text.strip() not in silent and not is_error(text.strip()) for text in texts)


def choices(field: Field, texts: Iterable[str], header: Sequence[str]) -> Field:
    """The same field as a list, where each of its items has a column of its own, as `question/choice`."""
    known = kobo.choices(field.name, header)
    if field.type != "string" or field.empty or not known:
        return field
    items = {item for text in {*texts} for item in text.split()}
    return field._replace(type="list", delimiter=" ") if items <= known else field


def _candidates(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    """The types in the order they are tried, None for one that some text does not have."""
    yield plain._replace(type="integer") if all(map(_INTEGER.fullmatch, distinct)) else None
    yield plain._replace(type="number") if all(map(_NUMBER.fullmatch, distinct)) else None
    yield _boolean(plain, distinct)
    if not any(character.isdigit() for text in distinct for character in text):
        return
    yield from _dates(plain, distinct)
    yield _written_number(plain, distinct)


def _dates(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    for format_ in DATE_FORMATS:
        yield _fitting(plain._replace(type="date", format=format_), distinct)
    for day_first, month_first in _EITHER:
        yield _day_or_month(plain, distinct, day_first, month_first)
    for type_, format_ in _MONTHS:
        yield _fitting(plain._replace(type=type_, format=format_), distinct)
    for format_ in _TIMES:
        yield _fitting(plain._replace(type="datetime", format=format_), distinct)


def _fitting(candidate: Field, distinct: set[str]) -> Field | None:
    return candidate if values.fits(distinct, candidate) else None


def _day_or_month(plain: Field, distinct: set[str], day_first: str, month_first: str) -> Field | None:
    """Dates whose day or month comes first; text, and said to be so, where both readings give dates, and others."""
    readings = [one for one in (day_first, month_first) if _fitting(plain._replace(type="date", format=one), distinct)]
    if not readings:
        return None
    if len(readings) == 2 and any(_read(text, day_first) != _read(text, month_first) for text in distinct):
        return plain._replace(ambiguous="date")
    return plain._replace(type="date", format=readings[0])


def _read(text: str, format_: str) -> datetime:
    return datetime.strptime(text, format_)


def _written_number(plain: Field, distinct: set[str]) -> Field | None:
    """Numbers as people write them: marks between thousands, a decimal comma, a currency, brackets for a minus."""
    nothing = distinct & {*_NOTHING}
    shown = distinct - nothing
    if not shown or not all(map(_core, shown)):  # the first text that is no number settles it
        return None
    marks = {mark.group().casefold() for text in shown if (mark := _MARK.search(text))}
    cores = {_core(text) for text in shown}
    if len(marks) > 1:
        return None
    bare = {core for core in cores if core}
    fitting = [style for style in _STYLES if all(_number(*style).fullmatch(core) for core in bare)]
    if not fitting or any(sum(character.isdigit() for character in core) > DIGITS for core in bare):
        return None
    point, group = fitting[0]
    if len({tuple(_plainly(core, *style) for core in sorted(bare)) for style in fitting}) > 1:
        return plain._replace(ambiguous="number")
    missing = (*plain.missing_values, *sorted(nothing))
    return plain._replace(
        type="number", decimal_char=point, group_char=group, bare_number=not marks, missing_values=missing,
        brackets=any(text.startswith("(") for text in shown),
    )  # fmt: skip


def _core(text: str) -> str | None:
    """The digits and marks of a number, without a sign, brackets or one currency beside them; None where it is none."""
    if text.startswith("+"):
        return None
    inside = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    core = _MARK.sub("", inside, count=1).strip(values.SPACES).lstrip("-−").strip(values.SPACES)
    return core if core and core[0].isdigit() and core[-1].isdigit() else None


def _plainly(core: str, point: str, group: str) -> str:
    """A number as one of the styles reads it."""
    return re.sub(values.between(group), "", core).replace(point, ".")


def _number(point: str, group: str) -> re.Pattern[str]:
    between = values.between(group)
    return re.compile(rf"(?:0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+)(?:{re.escape(point)}[0-9]+)?")


def _boolean(plain: Field, distinct: set[str]) -> Field | None:
    """True and false in whatever case the file writes them."""
    if not {text.lower() for text in distinct} <= {"true", "false"}:
        return None
    true = tuple(sorted(text for text in distinct if text.lower() == "true"))
    return plain._replace(type="boolean", true_values=true, false_values=tuple(sorted(distinct - {*true})))
