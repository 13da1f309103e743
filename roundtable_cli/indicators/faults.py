"""Refusals for what is wrong in a definition, and where in it that is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from roundtable_cli.errors import Failed, Finding, Refused
from roundtable_cli.shape import DEFINITION


@contextmanager
def placed(file: str, column: str) -> Iterator[None]:
    """Findings raised inside that have no place of their own are at this one."""
    try:
        yield
    except Failed:
        raise
    except Refused as refused:
        raise Refused(*(f if f.file else f._replace(file=file, column=column) for f in refused.findings)) from None


def fault(text: str, remedy: str = "") -> Refused:
    """A refusal for a fault of a definition whose place the caller knows."""
    return Refused(Finding(DEFINITION, text, remedy))


class Unknown(Refused):
    """A name that a table does not have."""


def unknown(text: str, remedy: str) -> Unknown:
    """The same for a name that a table does not have."""
    return Unknown(Finding(DEFINITION, text, remedy))
