"""What DuckDB and Spark do each in its own words: read texts, keep tables, answer queries in SQL."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import count
from typing import Any, ClassVar

from roundtable_cli.tables.engines.engine import Frame, Row
from roundtable_cli.tables.engines.sql.casts import ORDINAL_COLUMN, Cast
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.reading.table_file import TableFile
from roundtable_cli.tables.table import TEXT_TYPES, TIME_TYPES, Field

BATCH_ROWS = 100_000  # rows, or values, that Python looks at together


class SqlDialect(ABC):
    """A database that is asked in SQL."""

    _name_counter = count()

    sql_types: ClassVar[Mapping[str, str]]  # of columns, by the type of field that they hold
    undecoded_mark: ClassVar[str] = ""  # what it makes of bytes that are no text, where it does not refuse them
    order_clause: ClassVar[str] = ""  # what puts rows into the order of their files, where they have none of their own

    @abstractmethod
    def text_query(self, source: ExternalTable, names: Sequence[str | int], ordinal: bool, where: str = "") -> str:
        """The query of the texts of some columns, of all files, as t0, t1 …, of some rows only, numbered if asked.

        A column is named, or told by its place.
        """

    @abstractmethod
    def parquet_query(self, source: ExternalTable, names: Sequence[str], ordinal: bool) -> str:
        """The same of Parquet files, whose columns have their types."""

    def field_cast(self, field: Field, text: str) -> Cast | None:
        """How it reads a field's texts; None where Python has to read them all."""
        if field.serial or not field.bare_number or field.brackets or field.group_char:
            return None
        if field.type == "integer":
            return self.integer_cast(text)
        if field.type == "number":
            return self.number_cast(text, field.decimal_char)
        if field.type == "boolean":
            return self.boolean_cast(field, text)
        if field.format not in {"default", ""}:
            return None
        return self.text_cast(text) if field.type in TEXT_TYPES else self.moment_cast(text, field.type)

    @abstractmethod
    def integer_cast(self, text: str) -> Cast:
        """How it reads whole numbers."""

    @abstractmethod
    def number_cast(self, text: str, point: str) -> Cast:
        """How it reads numbers with that decimal mark."""

    @abstractmethod
    def text_cast(self, text: str) -> Cast:
        """Which texts are what `values` gives: composed, without space around them, and no formula's error."""

    @abstractmethod
    def moment_cast(self, text: str, type_: str) -> Cast | None:
        """How it reads dates, and times."""

    def quote_literal(self, text: str) -> str:
        """A text in SQL."""
        return quote_standard_literal(text)

    @abstractmethod
    def matches_pattern(self, text: str, pattern: str) -> str:
        """Whether a pattern is found in a text."""

    @abstractmethod
    def has_wide_letters(self, text: str) -> str:
        """Whether a text has letters beyond ASCII."""

    @abstractmethod
    def keep_query(self, name: str, query: str, weight: int, ordered: bool) -> None:
        """Work a query out, and keep its rows as a table: of files of so many bytes, in the order of these if asked."""

    @abstractmethod
    def keep_frame(self, name: str, frame: Frame, weight: int) -> None:
        """Work a frame out, and keep its rows as a table, of about so many bytes."""

    @abstractmethod
    def drop_table(self, name: str) -> None:
        """Give a kept table back."""

    @abstractmethod
    def table_names(self) -> set[str]:
        """The tables that are kept."""

    @abstractmethod
    def query_rows(self, query: str) -> Iterator[Row]:
        """The rows of a query."""

    @abstractmethod
    def load_dataframe(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """Keep a frame of pandas as a table, its columns of these types."""

    @abstractmethod
    def table_frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """A frame of narwhals: columns of a kept table, each name with the SQL of its values."""

    @abstractmethod
    def translating_errors(self) -> AbstractContextManager[None]:
        """Within it, what the engine raises becomes a refusal in words."""

    def new_name(self) -> str:
        """A name that nothing else has."""
        return f"k{next(self._name_counter)}"

    def with_ordinals(self, query: str, ordinal: bool, where: str = "") -> str:
        """A query, of some rows only, with their ordinals if these are asked for."""
        filtered = f"SELECT * FROM ({query}) WHERE {where}" if where else query
        return (
            f"SELECT *, row_number() OVER ({self.order_clause}) - 1 AS {ORDINAL_COLUMN} FROM ({filtered})"
            if ordinal
            else filtered
        )

    @abstractmethod
    def is_finite(self, number: str) -> str:
        """Whether a number is neither infinite nor NaN."""

    def boolean_cast(self, field: Field, text: str) -> Cast:
        """The form of the words that a field has for true and false."""
        yes, no = (", ".join(map(self.quote_literal, words)) for words in (field.true_values, field.false_values))
        value = f"CASE WHEN {text} IN ({yes or 'NULL'}) THEN true WHEN {text} IN ({no or 'NULL'}) THEN false END"
        return Cast(value, f"({value}) IS NOT NULL")

    def sql_type_of(self, field: Field) -> str:
        """The type of the column that holds a field's values."""
        kind = "datetime" if field.type in TIME_TYPES else field.type
        return self.sql_types.get(kind, self.sql_types["string"])


def column_position(file: TableFile, name: str | int) -> int:
    """Where a column stands in a file."""
    return file.column_positions[name] if isinstance(name, str) else name


def quote_standard_literal(text: str) -> str:
    """A text as standard SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def to_python_value(value: Any) -> Any:
    """A value that an engine gives as plain Python: a date is the datetime of its midnight, NaN is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value != value else value  # noqa: PLR0124 - NaN is not itself
