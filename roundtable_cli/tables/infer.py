"""A field from the texts of its column, where no schema declares it: the narrowest type that all of them have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roundtable_cli.tables import values
from roundtable_cli.tables.table import Field

# A leading zero or plus makes a code (007, +996…), and sixteen digits an account or a device: they stay text.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
DATE_FORMATS = ("default", "%d.%m.%Y")
_TIMES = (*(("date", format_) for format_ in DATE_FORMATS), ("datetime", "default"))


def field(name: str, texts: Iterable[str], missing_values: tuple[str, ...] = ("",)) -> Field:
    """The field called `name`, typed by all of its `texts`; `empty` where every one of them is missing."""
    inferred = Field(name, missing_values=missing_values, inferred=True)
    distinct = {text.strip() for text in texts} - {*missing_values, ""}
    if not distinct:
        return inferred._replace(empty=True)
    return next((candidate for candidate in _candidates(inferred, distinct) if candidate), inferred)


def _candidates(plain: Field, distinct: set[str]) -> Iterator[Field | None]:
    """The types in the order they are tried, None for one that some text does not have."""
    yield plain._replace(type="integer") if all(map(_INTEGER.fullmatch, distinct)) else None
    yield plain._replace(type="number") if all(map(_NUMBER.fullmatch, distinct)) else None
    yield _boolean(plain, distinct)
    for type_, format_ in _TIMES:
        candidate = plain._replace(type=type_, format=format_)
        yield candidate if values.fits(distinct, candidate) else None


def _boolean(plain: Field, distinct: set[str]) -> Field | None:
    """True and false in whatever case the file writes them."""
    if not {text.lower() for text in distinct} <= {"true", "false"}:
        return None
    true = tuple(sorted(text for text in distinct if text.lower() == "true"))
    return plain._replace(type="boolean", true_values=true, false_values=tuple(sorted(distinct - {*true})))
