"""Columns headed as dates, amounts or numbers of something whose cells can't be read so, and are taken as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import TYPE_ERROR
from roundtable_cli.tables.inference import field_inference
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import NUMBER_TYPES, TIME_TYPES
from roundtable_cli.tables.vocabulary import headings

MAX_TEXTS = 500  # different texts: of more, a look at each would take long, and other checks find the odd ones
_COUNTED_KINDS = frozenset({"quantity", "amount", "headcount"})
_OTHER_KINDS = frozenset("identity document phone address place rate age label name question currency device".split())
# A number or a date begins so, with what people put before it; a span of numbers or a time is neither, and no number is
# written as a code is, with zeros before it.
_DIGIT_START = re.compile(r"[~≈<>=±+$€₽(−–-]{0,3}\s?[0-9]")
_SPAN_OR_TIME = re.compile(r"[0-9]+\s*[-–—]\s*[0-9]+\+?|.*[0-9]:[0-9].*")
_SPAN_TIME_OR_CODE = re.compile(_SPAN_OR_TIME.pattern + "|0[0-9]+")
_DATE_REMEDY = "write all dates in one way, like 31.12.2026"
_NUMBER_REMEDY = "write all cells as numbers, in one way, like 1234.5"


def describe_unread_column(column: ColumnProfile) -> Iterator[Finding]:
    """One warning for a column of texts of which most begin with digits, as its heading lets expect.

    Nobody is told of categories: of spans, of times, or of codes that begin with letters or zeros.
    """
    field, texts = column.field, column.text_counts
    if field.type != "string" or not field.inferred or field.ambiguous or not 0 < len(texts) <= MAX_TEXTS:
        return
    types = _expected_types(column.name)
    others = _SPAN_OR_TIME if "date" in types else _SPAN_TIME_OR_CODE
    begun = [text for text in texts if _DIGIT_START.match(text)]
    if not types or 2 * len(begun) < len(texts) or all(map(others.fullmatch, begun)):
        return
    odd = [text for text in texts if field_inference.infer_field(field.name, [text]).type not in types]
    first = (odd or [*texts])[0]
    wanted, remedy = ("a date", _DATE_REMEDY) if "date" in types else ("a number", _NUMBER_REMEDY)
    share = f"{sum(texts[text] for text in odd)} of {column.filled_count} cells"
    why = f"is not {wanted} that can be read ({share})" if odd else "is not written as the other cells are"
    fault = f"{field.quote_value(first)} {why}, so that the column is taken as text"
    yield column.make_warning(TYPE_ERROR, column.find_first_places([first])[first], fault, remedy)


def _expected_types(heading: str) -> frozenset[str]:
    """The types that a heading lets expect; none where it says nothing, or of codes and the like."""
    kinds = headings.heading_kinds(heading)
    if "date" in kinds:
        return frozenset(TIME_TYPES)
    is_counted = bool(kinds & _COUNTED_KINDS) and not kinds & _OTHER_KINDS
    return frozenset(NUMBER_TYPES) if is_counted else frozenset()
