"""What DuckDB and Spark do each in its own words: read texts, keep tables, answer queries in SQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import count
from typing import Any, ClassVar

from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.sql.casts import ORDINAL, Form
from roundtable_cli.tables.engines.sql.external_table import Large
from roundtable_cli.tables.reading.table_file import File
from roundtable_cli.tables.table import TEXTS, TIME_TYPES, Field

BATCH = 100_000  # rows, or values, that Python looks at together


class Database(ABC):
    """A database that is asked in SQL."""

    _numbers = count()

    types: ClassVar[Mapping[str, str]]  # of columns, by the type of field that they hold
    undecoded: ClassVar[str] = ""  # what it makes of bytes that are no text, where it does not refuse them
    order: ClassVar[str] = ""  # what puts rows into the order of their files, where they have none of their own

    @abstractmethod
    def raw(self, source: Large, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """The query of the texts of some columns, of all files, as t0, t1 …, of some rows only, numbered if asked.

        A column is named, or told by its place.
        """

    @abstractmethod
    def typed(self, source: Large, names: Sequence[str], ordinal: bool) -> str:
        """The same of Parquet files, whose columns have their types."""

    def form(self, field: Field, text: str) -> Form | None:
        """How it reads a field's texts; None where Python has to read them all."""
        if field.serial or not field.bare_number or field.brackets or field.group_char:
            return None
        if field.type == "integer":
            return self.integer(text)
        if field.type == "number":
            return self.number(text, field.decimal_char)
        if field.type == "boolean":
            return self.boolean(field, text)
        if field.format not in {"default", ""}:
            return None
        return self.text(text) if field.type in TEXTS else self.moment(text, field.type)

    @abstractmethod
    def integer(self, text: str) -> Form:
        """How it reads whole numbers."""

    @abstractmethod
    def number(self, text: str, point: str) -> Form:
        """How it reads numbers with that decimal mark."""

    @abstractmethod
    def text(self, text: str) -> Form:
        """Which texts are what `values` gives: composed, without space around them, and no formula's error."""

    @abstractmethod
    def moment(self, text: str, type_: str) -> Form | None:
        """How it reads dates, and times."""

    def quoted(self, text: str) -> str:
        """A text in SQL."""
        return quoted(text)

    @abstractmethod
    def matches(self, text: str, pattern: str) -> str:
        """Whether a pattern is found in a text."""

    @abstractmethod
    def is_wide(self, text: str) -> str:
        """Whether a text has letters beyond ASCII."""

    @abstractmethod
    def keep(self, name: str, query: str, weight: int, ordered: bool) -> None:
        """Work a query out, and keep its rows as a table: of files of so many bytes, in the order of these if asked."""

    @abstractmethod
    def hold(self, name: str, frame: Frame, weight: int) -> None:
        """Work a frame out, and keep its rows as a table, of about so many bytes."""

    @abstractmethod
    def drop(self, name: str) -> None:
        """Give a kept table back."""

    @abstractmethod
    def names(self) -> set[str]:
        """The tables that are kept."""

    @abstractmethod
    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query."""

    @abstractmethod
    def given(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """Keep a frame of pandas as a table, its columns of these types."""

    @abstractmethod
    def frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """A frame of narwhals: columns of a kept table, each name with the SQL of its values."""

    @abstractmethod
    def told(self) -> AbstractContextManager[None]:
        """Within it, what the engine raises becomes a refusal in words."""

    def fresh(self) -> str:
        """A name that nothing else has."""
        return f"k{next(self._numbers)}"

    def numbered(self, query: str, ordinal: bool, where: str = "") -> str:
        """A query, of some rows only, with their ordinals if these are asked for."""
        filtered = f"SELECT * FROM ({query}) WHERE {where}" if where else query
        return f"SELECT *, row_number() OVER ({self.order}) - 1 AS {ORDINAL} FROM ({filtered})" if ordinal else filtered

    @abstractmethod
    def finite(self, number: str) -> str:
        """Whether a number is neither infinite nor NaN."""

    def boolean(self, field: Field, text: str) -> Form:
        """The form of the words that a field has for true and false."""
        yes, no = (", ".join(map(self.quoted, words)) for words in (field.true_values, field.false_values))
        value = f"CASE WHEN {text} IN ({yes or 'NULL'}) THEN true WHEN {text} IN ({no or 'NULL'}) THEN false END"
        return Form(value, f"({value}) IS NOT NULL")

    def type_of(self, field: Field) -> str:
        """The type of the column that holds a field's values."""
        kind = "datetime" if field.type in TIME_TYPES else field.type
        return self.types.get(kind, self.types["string"])


def place(file: File, name: str | int) -> int:
    """Where a column stands in a file."""
    return file.columns[name] if isinstance(name, str) else name


def quoted(text: str) -> str:
    """A text as standard SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def plain(value: Any) -> Any:
    """A value that an engine gives as plain Python: a date is the datetime of its midnight, NaN is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value != value else value  # noqa: PLR0124 - NaN is not itself
