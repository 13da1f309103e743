"""A field from the texts of its column, where no schema declares it: the narrowest type that all of them have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from roundtable_cli.tables import values
from roundtable_cli.tables.table import Field

# A leading zero or plus makes a code (007, +996…), and sixteen digits an account or a device: they stay text.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?")
_BOOLEANS = {"true": True, "false": False}


def field(name: str, texts: Iterable[str], missing_values: tuple[str, ...] = ("",)) -> Field:
    """The field called `name`, typed by all of its `texts`; `empty` where every one of them is missing."""
    inferred = Field(name, missing_values=missing_values, inferred=True)
    distinct = {text.strip() for text in texts} - {*missing_values, ""}
    if not distinct:
        return replace(inferred, empty=True)
    if all(_INTEGER.fullmatch(text) for text in distinct):
        return replace(inferred, type="integer")
    if all(_NUMBER.fullmatch(text) for text in distinct):
        return replace(inferred, type="number")
    if {text.lower() for text in distinct} <= _BOOLEANS.keys():
        spelled = {
            truth: tuple(sorted(t for t in distinct if _BOOLEANS[t.lower()] is truth)) for truth in (True, False)
        }
        return replace(inferred, type="boolean", true_values=spelled[True], false_values=spelled[False])
    for format_ in ("default", "%d.%m.%Y"):
        candidate = replace(inferred, type="date", format=format_)
        if not values.column(distinct, candidate)[1]:
            return candidate
    if not values.column(distinct, replace(inferred, type="datetime"))[1]:
        return replace(inferred, type="datetime")
    return inferred
