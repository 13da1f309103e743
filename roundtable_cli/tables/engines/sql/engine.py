"""What DuckDB and Spark share as engines: what they have read of a table they keep until they are closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import narwhals.stable.v2 as nw

from roundtable_cli.errors import EngineFailure, Refused
from roundtable_cli.tables.engines.engine import NO_FIELDS, Engine, Frame
from roundtable_cli.tables.engines.sql import constraint_checks, external_table
from roundtable_cli.tables.engines.sql.database import NEEDS_PYTHON, LoadedTable, SqlDatabase
from roundtable_cli.tables.engines.sql.external_files import FileAccess
from roundtable_cli.tables.engines.sql.external_table import ExternalTable
from roundtable_cli.tables.engines.sql.parquet_loader import ParquetLoader
from roundtable_cli.tables.engines.sql.text_loader import TextLoader
from roundtable_cli.tables.reading import urls
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import Field, Table

CELL_BYTES = 16  # bytes that a value takes, about


class SqlEngine(SqlDatabase, Engine, FileAccess):
    """An engine that is asked in SQL. What it has read of a table is kept until it is closed."""

    def __init__(self, python_engine: Engine) -> None:
        """`python_engine` reads the tables that are small, and those that this engine can't read."""
        self.python_engine = python_engine
        self._announced_fields: dict[Source, dict[Field, None]] = {}
        self._loaded_tables: dict[Source, LoadedTable] = {}

    def open_source(self, table: Table, folder: Path) -> Source:
        """The table with its files: a large one is read by the engine, others by Python for it."""
        return ExternalTable(table, folder, self) if external_table.is_engine_table(table) else Source(table, folder)

    def stream_lines(self, path: Path, most: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 - Spark reads them
        """The lines of a file at a URL, the first of them or all. Refused, unless the engine reaches it."""
        raise urls.remote_file_refusal(path, path.name)

    def announce_fields(self, source: Source, fields: Iterable[Field]) -> None:
        """All that will be opened of a table: with the first of it, everything is read."""
        fields = [*fields]
        again = {field._replace(has_long_numbers=False) for field in fields if field.has_long_numbers}
        announced = (field for field in self._announced_fields.get(source, {}) if field not in again)
        self._announced_fields[source] = dict.fromkeys((*announced, *fields))

    def open_frame(self, source: Source, fields: Mapping[str, Field], codes: Mapping[str, Field] = NO_FIELDS) -> Frame:
        """The columns of a loaded table; see `Engine.open_frame`."""
        wanted = dict.fromkeys((*fields.values(), *codes.values()))
        if source not in self._loaded_tables or not {*wanted} <= {*self._loaded_tables[source].columns}:
            announced = self._announced_fields.get(source, {})
            try:
                self._load_fields(source, wanted | announced)
            except EngineFailure:
                raise
            except Refused:
                if {*announced} <= {*wanted}:
                    raise
                self._load_fields(source, wanted)  # what is wrong in another column refuses only who reads it
        loaded = self._loaded_tables[source]
        columns = {name: loaded.value_expressions[field] for name, field in fields.items()}
        columns |= {name: loaded.columns[field] for name, field in codes.items()}
        with self.translating_errors():
            return self.table_frame(loaded.table_name, columns or {NEEDS_PYTHON: NEEDS_PYTHON})

    def persist_frame(self, frame: Frame, rows: int, is_deep: bool = False) -> Frame:
        """The frame kept as a table, unless it is of few small tables alone, which are sooner put together again."""
        if not is_deep and not any(source.is_external for source in self._loaded_tables):
            return frame
        name, columns = self.new_name(), frame.collect_schema().names()
        with self.translating_errors():
            self.keep_frame(name, frame, rows * len(columns) * CELL_BYTES)
            return self.table_frame(name, {column: column for column in columns})

    def _load_fields(self, source: Source, fields: Iterable[Field]) -> None:
        """Load some columns of a table. What that takes is dropped again, but not what frames of others need."""
        with self.translating_errors():
            before = self.table_names()
        try:
            with self.translating_errors():
                self._loaded_tables[source] = self._load_source(source, {field: self.new_name() for field in fields})
                self._drop_tables_except({*before, self._loaded_tables[source].table_name})
        except EngineFailure:
            raise
        except Refused as refused:
            if not self.recover_from_error():
                raise EngineFailure(*refused.findings) from None
            self._drop_tables_except(before)
            raise

    def drop_unused(self) -> None:
        """Drop the tables that were loaded again since, with more columns."""
        if self._loaded_tables:
            with self.translating_errors():
                self._drop_tables_except({loaded.table_name for loaded in self._loaded_tables.values()})

    def _drop_tables_except(self, names: set[str]) -> None:
        for name in self.table_names() - names:
            self.drop_table(name)

    def recover_from_error(self) -> bool:
        """Whether the engine can go on after an error, with all that it has kept."""
        return True

    def forget_tables(self) -> None:
        """Keep nothing of any table."""
        self._announced_fields.clear()
        self._loaded_tables.clear()

    def _load_source(self, source: Source, columns: Mapping[Field, str]) -> LoadedTable:
        """A table loaded with the columns of some fields."""
        if not external_table.is_external(source):
            return self._load_from_python(source, columns)
        source.check_files_unchanged()
        try:
            loader = (ParquetLoader if source.is_parquet_table else TextLoader)(self, source, columns)
            loaded = loader.load_table()
            constraint_checks.check_loaded_values(self, source, loaded)
        except Refused as refused:
            if not source.is_readable_by_python or isinstance(refused, EngineFailure) or not self.recover_from_error():
                raise
            # Python takes what an engine does not, or names what is wrong.
            return self._load_from_python(source.read_with_python(), columns)
        source.check_files_unchanged()
        source.is_read, source.python_source = True, None
        return loaded

    def _load_from_python(self, source: Source, columns: Mapping[Field, str]) -> LoadedTable:
        """A table loaded with the columns that Python has read."""
        name, types = self.new_name(), {column: self.dialect.sql_type_of(field) for field, column in columns.items()}
        frame = self.python_engine.open_frame(source, {column: field for field, column in columns.items()})
        self.python_engine.close()  # which would keep the columns as well
        dataframe = nw.to_native(frame).assign(**{NEEDS_PYTHON: False})
        self.load_dataframe(name, dataframe, types | {NEEDS_PYTHON: self.dialect.sql_types["boolean"]})
        return LoadedTable.of_value_columns(name, columns)
