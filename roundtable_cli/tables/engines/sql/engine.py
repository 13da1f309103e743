"""What DuckDB and Spark share as engines: what they have read of a table they keep until they are closed."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Failed, Refused
from roundtable_cli.tables.engines.engine import NO_FIELDS, Frame
from roundtable_cli.tables.engines.sql import constraint_checks, external_table
from roundtable_cli.tables.engines.sql.casts import ODD, Kept
from roundtable_cli.tables.engines.sql.external_table import Large
from roundtable_cli.tables.engines.sql.parquet_loader import Typed
from roundtable_cli.tables.engines.sql.sql_dialect import Database
from roundtable_cli.tables.engines.sql.text_loader import Texts
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

CELL = 16  # bytes that a value takes, about


class Sql(Database):
    """An engine that is asked in SQL. What it has read of a table is kept until it is closed."""

    def __init__(self) -> None:
        self._wanted: dict[Source, dict[Field, None]] = {}
        self._kept: dict[Source, Kept] = {}

    def source(self, table: Table, folder: Path) -> Source:
        """The table with its files: a large one is read by the engine, others by Python for it."""
        return Large(table, folder, self) if external_table.suits(table) else Source(table, folder)

    @abstractmethod
    def columns(self, path: Path) -> Mapping[str, str]:
        """The columns of a Parquet file, each with its type as the engine calls it."""

    @abstractmethod
    def holds(self, path: Path, name: str) -> bool:
        """Whether a column of a Parquet file has a value."""

    @abstractmethod
    def stream(self, path: Path) -> Iterator[tuple[int, list[str]]]:
        """The rows of a Parquet file, numbered from 1, values as texts."""

    def lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 - by who reaches it
        """The lines of a file that is elsewhere, the first of them or all. Refused by who does not reach it."""
        raise urls.unreached(path, path.name)

    def want(self, source: Source, fields: Iterable[Field]) -> None:
        """All that will be opened of a table: with the first of it, everything is read."""
        self._wanted.setdefault(source, {}).update(dict.fromkeys(fields))

    def open(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """The columns of a table that is kept; see `Engine.open`."""
        asked = dict.fromkeys((*fields.values(), *codes.values()))
        if source not in self._kept or not {*asked} <= {*self._kept[source].columns}:
            try:
                self._take_in(source, asked | self._wanted.get(source, {}))
            except Failed:
                raise
            except Refused:
                if {*asked} == {*asked, *self._wanted.get(source, ())}:
                    raise
                self._take_in(source, asked)  # what is wrong in a column refuses only who reads it
        kept = self._kept[source]
        columns = {name: kept.values[field] for name, field in fields.items()}
        columns |= {name: kept.columns[field] for name, field in codes.items()}
        with self.told():
            return self.frame(kept.table, columns or {ODD: ODD})

    def persist(self, frame: Frame, rows: int) -> Frame:
        """Kept as a table, unless it is of small ones alone, which are sooner put together again."""
        if not any(isinstance(source, Large) for source in self._kept):
            return frame
        name, columns = self.fresh(), frame.collect_schema().names()
        with self.told():
            self.hold(name, frame, rows * len(columns) * CELL)
            return self.frame(name, {column: column for column in columns})

    def _take_in(self, source: Source, fields: Iterable[Field]) -> None:
        """Read some columns of a table. Of what that takes nothing stays but the table: frames of others are alive."""
        with self.told():
            before = self.names()
        try:
            with self.told():
                self._kept[source] = self._opened(source, {field: self.fresh() for field in fields})
                self._drop_but({*before, self._kept[source].table})
        except Failed:
            raise
        except Refused as refused:
            if not self.revived():
                raise Failed(*refused.findings) from None
            self._drop_but(before)
            raise

    def tidy(self) -> None:
        """Drop the tables in place of which larger ones are kept by now."""
        if self._kept:
            with self.told():
                self._drop_but({kept.table for kept in self._kept.values()})

    def _drop_but(self, names: set[str]) -> None:
        for name in self.names() - names:
            self.drop(name)

    def revived(self) -> bool:
        """Whether it can go on after an error, with all that it has kept."""
        return True

    def forget(self) -> None:
        """Nothing is kept any more."""
        self._wanted.clear()
        self._kept.clear()

    def _opened(self, source: Source, fields: Mapping[Field, str]) -> Kept:
        """What is kept of a table with the columns of some fields."""
        if not isinstance(source, Large):
            return self._handed(source, fields)
        source.check_unchanged()
        try:
            kept = (Typed if source.is_typed else Texts)(self, source, fields).kept()
            constraint_checks.check(self, source, kept)
        except Refused as refused:
            if not source.is_by_hand or isinstance(refused, Failed) or not self.revived():
                raise
            return self._handed(source.mend(), fields)  # Python takes what an engine does not, and names what is wrong
        source.check_unchanged()
        source.is_read = True
        return kept

    def _handed(self, source: Source, fields: Mapping[Field, str]) -> Kept:
        """What is kept of a table that Python reads."""
        from roundtable_cli.tables.engines.pandas.engine import Pandas

        name, types = self.fresh(), {column: self.type_of(field) for field, column in fields.items()}
        frame = nw.to_native(Pandas().open(source, {column: field for field, column in fields.items()}))
        self.given(name, frame.assign(**{ODD: False}), types | {ODD: self.types["boolean"]})
        return Kept.plainly(name, fields)
