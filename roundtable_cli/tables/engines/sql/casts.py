"""How an engine reads the texts of a field, and what it keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from roundtable_cli.tables.table import Field

ODD, ORDINAL, OTHER = "odd", "ordinal", "f"  # columns of our own beside those that are asked for
# Letters that are no parts of others, beyond ASCII; and texts of them, and of ASCII, that `values` gives as they are.
_LETTERS = r"\x{a1}-\x{2ff}\x{400}-\x{482}\x{48a}-\x{52f}"
COMPOSED = rf"[!\"$-~{_LETTERS}](?:[ -~{_LETTERS}]*[!-~{_LETTERS}])?"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?"


class Form(NamedTuple):
    """A plain text in SQL: its value, and whether the text is plain, true or not or null."""

    value: str
    plain: str


class Kept(NamedTuple):
    """What an engine keeps of a table: by which name, in which column each field, and the SQL of the field's values."""

    table: str
    columns: Mapping[Field, str]
    values: Mapping[Field, str]  # of a column of codes other than the column

    @classmethod
    def plainly(cls, table: str, columns: Mapping[Field, str]) -> Kept:
        """A table whose columns hold the values."""
        return cls(table, columns, columns)
