"""The tables of a request: each opened once with all that is read of it, then put together along keys and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import FindingCollector
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, RollupLink, collect_derivations
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing import key_checks
from roundtable_cli.indicators.computing.joins import JoinedTable, RowsWithoutKey
from roundtable_cli.indicators.frames.category_keys import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView, distinct_rows
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field, ForeignKey

MessageCallback = Callable[[str], None]  # is told, in words, what is done next


class KeyEnds(NamedTuple):
    """The fields at both ends of a key; one that holds no value is of the type of the other, so that they meet."""

    referring: tuple[Field, ...]
    referenced: tuple[Field, ...]


class TableInputs:
    """What a request reads of each table. First everything is wanted, then all is opened, then views are asked for."""

    def __init__(
        self, engine: Engine, names: Binder, known: date | None = None, watch: MessageCallback = lambda _: None
    ) -> None:
        """`known` is the day up to which the request asks, where it asks for one period alone."""
        self.engine, self.binder, self.known_until, self.watch = engine, names, known, watch
        self.categories = DimensionCategories(
            names, lambda table, columns: load_single_table(engine, names, table, columns)
        )
        self.fields: dict[str, dict[Field, str]] = defaultdict(dict)
        self.frames: dict[str, Frame] = {}
        self.code_names: dict[str, dict[BoundColumn, str]] = defaultdict(dict)
        self._distinct_columns: dict[str, dict[BoundColumn, None]] = defaultdict(dict)
        self.key_ends: dict[tuple[str, ForeignKey], KeyEnds] = {}
        self._columns: dict[str, dict[BoundColumn, None]] = defaultdict(dict)
        self._link_keys: dict[tuple[str, ForeignKey], None] = {}
        self._counted_tables: set[str] = set()
        self._requested: set[tuple[str, BoundColumn]] = set()
        self.rows_without_key: dict[RollupLink, RowsWithoutKey] = {}
        self._joined_tables: dict[tuple[str, date | None], JoinedTable] = {}
        self._name_counter = count()

    def request_columns(
        self, table: str, columns: Iterable[BoundColumn], counted: bool = False, distinct: BoundColumn | None = None
    ) -> None:
        """Columns that views of a table are to have, one of them to be told apart by its values.

        What counts rows reads them whole, the primary key included.
        """
        self.fields.setdefault(table, {})
        read = list(columns)
        self._columns[table].update(dict.fromkeys(read))
        if distinct and not distinct.path and not distinct.derivation and distinct.field.type == "string":
            self._distinct_columns[table].setdefault(distinct)
            read.remove(distinct)  # once: a condition may read its texts
        for column in read:
            self._request_column(table, column)
        if counted:
            self._counted_tables.add(table)

    def _request_column(self, table: str, column: BoundColumn) -> None:
        """The fields that a column is made of, along keys and links."""
        if (table, column) in self._requested:
            return
        self._requested.add((table, column))
        if column.path:
            key, *rest = column.path
            self._request_key_fields(table, key)
            self._request_column(key.resource, column._replace(path=tuple(rest)))
        elif column.derivation:
            self._request_derivation(table, column.derivation)
        else:
            self.fields[table].setdefault(column.field, self.fresh_name())

    def _request_derivation(self, table: str, made: Derivation) -> None:
        for mine in made.own_columns:
            self._request_column(table, mine)
        if made.link:
            self.fields.setdefault(made.link.table, {})
            for theirs in made.linked_columns:
                self._request_column(made.link.table, theirs)
            if made.link.key:
                self._link_keys.setdefault((made.link.table, made.link.key))

    def _request_key_fields(self, table: str, key: ForeignKey) -> None:
        source, target = self.binder.resolve_source(table), self.binder.resolve_source(key.resource)
        if (table, key) not in self.key_ends:
            pairs = [(source.get_field(a), target.get_field(b)) for a, b in zip(key.fields, key.keys, strict=True)]
            mine = tuple(a._replace(type=b.type) if a.empty else a for a, b in pairs)
            theirs = tuple(b._replace(type=a.type) if b.empty else b for a, b in pairs)
            self.key_ends[table, key] = KeyEnds(mine, theirs)
            for field in mine:
                self.fields[table].setdefault(field, self.fresh_name())
            for field in theirs:
                self.fields[key.resource].setdefault(field, self.fresh_name())

    def find_rows_without_key(self, task: BoundIndicator) -> list[RowsWithoutKey]:
        """The rows without a key among those that the calculated columns of a task are over."""
        links = [made.link for part in task.per_table for made in collect_derivations(part.columns) if made.link]
        return [self.rows_without_key[link] for link in dict.fromkeys(links) if link in self.rows_without_key]

    def fresh_name(self) -> str:
        """A name that no column of any frame has."""
        return f"c{next(self._name_counter)}"

    def load_tables(self) -> None:
        """Read all that is wanted. Refused, with every finding, where a cell or key that it reads is at fault."""
        gather = FindingCollector()
        for table, fields in self.fields.items():
            with gather:
                self._announce_fields(table, (*fields, *(column.field for column in self._distinct_columns[table])))
        for table, fields in self.fields.items():
            with gather:
                self.watch(f"reading {table}")
                self.frames[table] = self._load_table(table, fields)
        for table, key in dict.fromkeys((*self.key_ends, *self._link_keys)):
            with gather:
                gather.findings += key_checks.foreign_key_violations(self, table, key)
        gather.raise_if_any()

    def _announce_fields(self, table: str, fields: Iterable[Field]) -> None:
        """Tell the engine all that will be opened of a table's files, so that it need not read them twice."""
        source = self.binder.resolve_source(table)
        if source.is_key_table:
            fields = [
                *(source.get_field(name) for name in source.column_names),
                *(field for field in fields if field is not ROW_NUMBER_FIELD),
            ]
            source = source.origin
        elif self._reads_primary_key(table, fields):
            fields = [*fields, *(source.get_field(name) for name in source.table.primary_key)]
        self.engine.announce_fields(source, fields)

    def _reads_primary_key(self, table: str, fields: Iterable[Field]) -> bool:
        """Whether what is read of a table asks that its primary key tell the rows apart."""
        key = self.binder.resolve_source(table).table.primary_key
        return table in self._counted_tables or any(field.name in key for field in fields)

    def _load_table(self, table: str, fields: Mapping[Field, str]) -> Frame:
        source, gather = self.binder.resolve_source(table), FindingCollector()
        if source.is_key_table:
            return self._load_key_table(source, fields)
        self.code_names[table] = {column: self.fresh_name() for column in self._distinct_columns[table]}
        codes = {name: column.field for column, name in self.code_names[table].items()}
        with gather:
            self.frames[table] = self.engine.open_frame(source, {name: field for field, name in fields.items()}, codes)
        if self._reads_primary_key(table, (*fields, *codes.values())):
            with gather:
                gather.findings = [*key_checks.primary_key_violations(self, table), *gather.findings]
        gather.raise_if_any()
        return self.frames[table]

    def _load_key_table(self, source: Source, fields: Mapping[Field, str]) -> Frame:
        """The different keys of a table that no file holds."""
        named = {source.get_field(name): self.fresh_name() for name in source.column_names}
        named |= {field: name for field, name in fields.items() if field is not ROW_NUMBER_FIELD}
        frame = self.engine.open_frame(source.origin, {name: field for field, name in named.items()})
        found = distinct_rows(frame.filter(*(~nw.col(name).is_null() for name in named.values())))
        return (
            found.with_row_index(fields[ROW_NUMBER_FIELD], order_by=list(named.values()))
            if ROW_NUMBER_FIELD in fields
            else found
        )

    def joined_table(self, table: str, until: date | None) -> JoinedTable:
        """A table's rows as known at a date, to which columns are added as they are needed."""
        if (table, until) not in self._joined_tables:
            self._joined_tables[table, until] = JoinedTable(self, table, until)
        return self._joined_tables[table, until]

    def table_view(self, table: str, until: date | None = None) -> TableView:
        """The view of a table with all the columns wanted of it; calculated ones as known at the end of a day."""
        assembly = self.joined_table(table, until)
        assembly.add_columns(self._columns[table])
        if until in {None, self.known_until}:  # of other days there may be many, each with a few questions
            assembly.persist_rows()
        return assembly.view


def load_single_table(engine: Engine, names: Binder, table: str, columns: Sequence[BoundColumn]) -> TableView:
    """The view of one table alone."""
    opened = TableInputs(engine, names)
    opened.request_columns(table, columns)
    opened.load_tables()
    return opened.table_view(table)
