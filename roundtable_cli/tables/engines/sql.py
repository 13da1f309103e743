"""What DuckDB and Spark share: they are asked in SQL, and keep what they have read of a table until they are closed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Failed, Refused
from roundtable_cli.tables.engines import NO_FIELDS, Frame, Row, constraints, large
from roundtable_cli.tables.engines.form import Form, Kept
from roundtable_cli.tables.engines.large import Large
from roundtable_cli.tables.engines.texts import ODD, ORDINAL, Texts
from roundtable_cli.tables.engines.typed import Typed
from roundtable_cli.tables.reading import remote
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import TEXTS, TIME_TYPES, Field, Table

# Letters that are no parts of others, beyond ASCII; and texts of them, and of ASCII, that `values` gives as they are.
_LETTERS = r"\x{a1}-\x{2ff}\x{400}-\x{482}\x{48a}-\x{52f}"
COMPOSED = rf"[!\"$-~{_LETTERS}](?:[ -~{_LETTERS}]*[!-~{_LETTERS}])?"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,6})?"


class Sql(ABC):
    """An engine that is asked in SQL. What it has read of a table is kept until it is closed: no file is read twice."""

    _numbers = count()

    def __init__(self) -> None:
        self._wanted: dict[Source, dict[Field, None]] = {}
        self._kept: dict[Source, Kept] = {}

    types: ClassVar[Mapping[str, str]]  # of columns, by the type of field that they hold
    order: ClassVar[str] = ""  # what puts rows into the order of their files, where they have none of their own

    @abstractmethod
    def raw(self, source: Large, names: Sequence[str], ordinal: bool, where: str = "") -> str:
        """The query of the texts of some columns, of all files, as t0, t1 …, of some rows only, numbered if asked."""

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
    def drop(self, name: str) -> None:
        """Give a kept table back."""

    @abstractmethod
    def names(self) -> set[str]:
        """The tables that are kept."""

    @abstractmethod
    def rows(self, query: str) -> Iterator[Row]:
        """The rows of a query, a batch at a time."""

    @abstractmethod
    def given(self, name: str, columns: Any, types: Mapping[str, str]) -> None:
        """Keep a frame of pandas as a table, its columns of these types."""

    @abstractmethod
    def frame(self, name: str, columns: Mapping[str, str]) -> Frame:
        """A frame of narwhals: columns of a kept table, each name with the SQL of its values."""

    @abstractmethod
    def told(self) -> AbstractContextManager[None]:
        """Within it, what the engine raises becomes a refusal in words."""

    def source(self, table: Table, folder: Path) -> Source:
        """The table with its files: a large one is read by the engine, others by Python for it."""
        return Large(table, folder, self) if large.suits(table) else Source(table, folder)

    @abstractmethod
    def columns(self, path: Path) -> Mapping[str, str]:
        """The columns of a Parquet file, each with its type as the engine calls it."""

    @abstractmethod
    def stream(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The rows of a Parquet file, numbered from 1, values as texts."""

    def lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 - by who reaches it
        """The lines of a file that is elsewhere, the first of them or all. Refused by who does not reach it."""
        raise remote.unreached(path, path.name)

    def numbered(self, query: str, ordinal: bool, where: str = "") -> str:
        """A query, of some rows only, with their ordinals if these are asked for."""
        filtered = f"SELECT * FROM ({query}) WHERE {where}" if where else query
        return f"SELECT *, row_number() OVER ({self.order}) - 1 AS {ORDINAL} FROM ({filtered})" if ordinal else filtered

    def want(self, source: Source, fields: Iterable[Field]) -> None:
        """All that will be opened of a table: with the first of it, everything is read."""
        self._wanted.setdefault(source, {}).update(dict.fromkeys(fields))

    def open(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """The columns of a table that is kept; see `Engine.open`."""
        asked = dict.fromkeys((*fields.values(), *codes.values()))
        if source not in self._kept or not {*asked} <= {*self._kept[source].columns}:
            try:
                self._keep(source, asked | self._wanted.get(source, {}))
            except Failed:
                raise
            except Refused:
                if {*asked} == {*asked, *self._wanted.get(source, ())}:
                    raise
                self._keep(source, asked)  # what is wrong in a column refuses only who reads it
        kept = self._kept[source]
        columns = {name: kept.values[field] for name, field in fields.items()}
        columns |= {name: kept.columns[field] for name, field in codes.items()}
        return self.frame(kept.table, columns or {ODD: ODD})

    def _keep(self, source: Source, fields: Iterable[Field]) -> None:
        try:
            with self.told():
                self._kept[source] = self._opened(source, {field: self.fresh() for field in fields})
        except Failed:
            raise
        except Refused as refused:
            if not self.revived():
                raise Failed(*refused.findings) from None
            for name in self.names() - {kept.table for kept in self._kept.values()}:  # they would take memory to no end
                self.drop(name)
            raise

    def revived(self) -> bool:
        """Whether it can go on after an error, with all that it has kept."""
        return True

    def forget(self) -> None:
        """Nothing is kept any more."""
        self._wanted.clear()
        self._kept.clear()

    def fresh(self) -> str:
        """A name that nothing else has."""
        return f"k{next(self._numbers)}"

    def _opened(self, source: Source, fields: Mapping[Field, str]) -> Kept:
        """What is kept of a table with the columns of some fields."""
        if not isinstance(source, Large):
            return self._handed(source, fields)
        try:
            kept = (Typed if source.is_typed else Texts)(self, source, fields).kept()
            constraints.check(self, source, kept)
        except Refused as refused:
            if not source.is_by_hand or isinstance(refused, Failed) or not self.revived():
                raise
            return self._handed(source.mend(), fields)  # Python takes what an engine does not, and names what is wrong
        source.check_unchanged()
        source.is_read = True
        return kept

    def _handed(self, source: Source, fields: Mapping[Field, str]) -> Kept:
        """What is kept of a table that Python reads."""
        from roundtable_cli.tables.engines.pandas import Pandas

        name, types = self.fresh(), {column: self.type_of(field) for field, column in fields.items()}
        frame = nw.to_native(Pandas().open(source, {column: field for field, column in fields.items()}))
        self.given(name, frame.assign(**{ODD: False}), types | {ODD: self.types["boolean"]})
        return Kept.plainly(name, fields)

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


def quoted(text: str) -> str:
    """A text as standard SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def plain(value: Any) -> Any:
    """A value that an engine gives as plain Python: a date is the datetime of its midnight, NaN is none."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return None if value != value else value  # noqa: PLR0124 - NaN is not itself
