"""What a request reads of each table, decided before any row is read, so that each file is read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from typing import NamedTuple

from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW_NUMBER_FIELD, Field, ForeignKey

TableKey = tuple[str, ForeignKey]  # a table, and a foreign key of it


class KeyEnds(NamedTuple):
    """The fields at both ends of a foreign key; one without any value has the type of the other, so that they meet."""

    referring: tuple[Field, ...]
    referenced: tuple[Field, ...]


class ColumnRequest(NamedTuple):
    """Columns that are needed of one table: its own, those that foreign keys lead to, and calculated ones.

    `counts_rows` says that its rows are counted. Values of the column `distinct` are only told apart, never printed.
    `shown` are columns that are read beside the others to be shown: no key is checked for them.
    """

    table: str
    columns: tuple[BoundColumn, ...]
    counts_rows: bool = False
    distinct: BoundColumn | None = None
    shown: tuple[BoundColumn, ...] = ()


class TablePlan(NamedTuple):
    """What is read of one table.

    `fields` are read as typed values, `codes` as codes that only say which values are equal (see `Engine.open_frame`);
    each has its own name in frames. `view_columns` are all the columns that a view of the table is to have.
    """

    source: Source
    fields: Mapping[Field, str]
    codes: Mapping[BoundColumn, str]
    view_columns: tuple[BoundColumn, ...]
    checks_primary_key: bool

    @property
    def read_fields(self) -> list[Field]:
        """The fields of its files that are read, each once."""
        fields = (*self.fields, *(column.field for column in self.codes))
        return [field for field in dict.fromkeys(fields) if field is not ROW_NUMBER_FIELD]

    @property
    def frame_names(self) -> Mapping[BoundColumn, str]:
        """Each column that is read, with its name in frames; one that is read both ways has that of its values."""
        return {**self.codes, **{BoundColumn(field): name for field, name in self.fields.items()}}


class LoadPlan(NamedTuple):
    """What is read of each table, and the foreign keys whose values must lead to one row each."""

    tables: Mapping[str, TablePlan]
    key_ends: Mapping[TableKey, KeyEnds]
    checked_keys: tuple[TableKey, ...]


def plan_indicators(binder: Binder, bound_indicators: Iterable[BoundIndicator]) -> LoadPlan:
    """What the indicators of a request read."""
    requests = list[ColumnRequest]()
    for bound in bound_indicators:
        for part in bound.per_table:
            traits = part.indicator.traits
            # People counted over several tables are told apart by their texts: codes of two tables do not compare.
            distinct = part.column if traits.counts_distinct and not bound.parts else None
            columns = tuple(part.columns)
            requests.append(ColumnRequest(part.indicator.table, columns, traits.counts_rows, distinct, part.shown))
    return plan_columns(binder, requests)


def plan_columns(binder: Binder, requests: Iterable[ColumnRequest]) -> LoadPlan:
    """What is to be read for some columns."""
    planner, requests = _ColumnPlanner(binder), list(requests)
    for request in requests:
        planner.add_request(request)
    planner.choose_checked_keys()
    for request in requests:
        planner.add_shown(request)
    return planner.build_plan()


class _ColumnPlanner:
    """Collects the fields that columns are made of, along foreign keys and links."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        # Dictionaries stand for ordered sets: the order in which fields are read must not change from run to run.
        self.fields: dict[str, dict[Field, None]] = defaultdict(dict)
        self.codes: dict[str, dict[BoundColumn, None]] = defaultdict(dict)
        self.view_columns: dict[str, dict[BoundColumn, None]] = defaultdict(dict)
        self.key_ends: dict[TableKey, KeyEnds] = {}
        self.link_keys: dict[TableKey, None] = {}
        self.counted_tables: set[str] = set()
        self.checked_tables: set[str] = set()
        self.added: set[tuple[str, BoundColumn]] = set()

    def add_request(self, request: ColumnRequest) -> None:
        """All the columns of a request."""
        table, columns, distinct = request.table, list(request.columns), request.distinct
        self._add_table(table)
        self.view_columns[table].update(dict.fromkeys(columns))
        # A condition may read the texts too: then the column stands in the list twice, and one of the two is left.
        if distinct and self._is_read_as_code(table, distinct):
            self.codes[table].setdefault(distinct)
            columns.remove(distinct)
        for column in columns:
            self._add_column(table, column)
        if request.counts_rows:
            self.counted_tables.add(table)

    def choose_checked_keys(self) -> None:
        """Settles of which tables the primary key is checked: what is added after this changes it no more."""
        self.checked_tables = {name for name in self.fields if self._checks_primary_key(name)}

    def add_shown(self, request: ColumnRequest) -> None:
        """The columns of a request that are only shown."""
        self.view_columns[request.table].update(dict.fromkeys(request.shown))
        for column in request.shown:
            self._add_column(request.table, column)

    def _is_read_as_code(self, table: str, column: BoundColumn) -> bool:
        """Whether values are told apart sooner by a code: texts are, in a column that the files of the table hold."""
        is_own = not column.path and not column.derivation and not self.binder.resolve_source(table).is_key_table
        return is_own and column.field.type == "string"

    def build_plan(self) -> LoadPlan:
        """The plan for all that was added. Every field gets a name that no other column of any table has."""
        fresh = (f"c{number}" for number in count())
        tables = {}
        for name, fields in self.fields.items():
            tables[name] = TablePlan(
                self.binder.resolve_source(name),
                {field: next(fresh) for field in fields},
                {column: next(fresh) for column in self.codes[name]},
                tuple(self.view_columns[name]),
                name in self.checked_tables,
            )
        return LoadPlan(tables, self.key_ends, tuple(dict.fromkeys((*self.key_ends, *self.link_keys))))

    def _checks_primary_key(self, table: str) -> bool:
        """Whether the primary key must tell rows apart: where rows are counted, or a column of the key is read."""
        key = self.binder.resolve_source(table).table.primary_key
        fields = (*self.fields[table], *(column.field for column in self.codes[table]))
        return table in self.counted_tables or any(field.name in key for field in fields)

    def _add_table(self, table: str) -> None:
        """A table is read even where none of its columns is: its rows are counted, or belong to other rows."""
        self.fields.setdefault(table, {})

    def _add_column(self, table: str, column: BoundColumn) -> None:
        if (table, column) in self.added:
            return
        self.added.add((table, column))
        if column.path:
            key, *rest = column.path
            self._add_key_fields(table, key)
            self._add_column(key.resource, column._replace(path=tuple(rest)))
        elif column.derivation:
            self._add_derivation(table, column.derivation)
        else:
            self.fields[table].setdefault(column.field)

    def _add_derivation(self, table: str, derivation: Derivation) -> None:
        for column in derivation.own_columns:
            self._add_column(table, column)
        if link := derivation.link:
            self._add_table(link.table)
            for column in derivation.linked_columns:
                self._add_column(link.table, column)
            if link.key:
                self.link_keys.setdefault((link.table, link.key))

    def _add_key_fields(self, table: str, key: ForeignKey) -> None:
        """The fields at both ends of a foreign key."""
        if (table, key) in self.key_ends:
            return
        source, target = self.binder.resolve_source(table), self.binder.resolve_source(key.resource)
        pairs = [
            (source.get_field(name), target.get_field(other)) for name, other in zip(key.fields, key.keys, strict=True)
        ]
        ends = KeyEnds(
            tuple(field._replace(type=other.type) if field.is_untyped else field for field, other in pairs),
            tuple(other._replace(type=field.type) if other.is_untyped else other for field, other in pairs),
        )
        self.key_ends[table, key] = ends
        self.fields[table].update(dict.fromkeys(ends.referring))
        self.fields[key.resource].update(dict.fromkeys(ends.referenced))
