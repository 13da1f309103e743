"""How an engine reads the texts of a field, and what it keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from roundtable_cli.tables.table import Field

NEEDS_PYTHON, ORDINAL_COLUMN, INEXACT_PREFIX = (
    "odd",
    "ordinal",
    "f",
)  # columns of our own beside those that are asked for
# Letters that are no parts of others, beyond ASCII; and texts of them, and of ASCII, that `values` gives as they are.
_COMPOSED_LETTERS = r"\x{a1}-\x{2ff}\x{400}-\x{482}\x{48a}-\x{52f}"
COMPOSED_PATTERN = rf"[!\"$-~{_COMPOSED_LETTERS}](?:[ -~{_COMPOSED_LETTERS}]*[!-~{_COMPOSED_LETTERS}])?"
TIME_PATTERN = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?"


class Cast(NamedTuple):
    """A plain text in SQL: its value, and whether the text is plain, true or not or null."""

    value: str
    is_exact: str


class LoadedTable(NamedTuple):
    """What an engine keeps of a table: by which name, in which column each field, and the SQL of the field's values."""

    table_name: str
    columns: Mapping[Field, str]
    value_expressions: Mapping[Field, str]  # of a column of codes other than the column

    @classmethod
    def of_value_columns(cls, table: str, columns: Mapping[Field, str]) -> LoadedTable:
        """A table whose columns hold the values."""
        return cls(table, columns, columns)
