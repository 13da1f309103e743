"""How an engine reads the texts of a field."""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """A plain text in SQL: its value, and whether the text is plain, true or not or null."""

    value: str
    plain: str
