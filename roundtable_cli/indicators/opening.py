"""The tables of a request: each opened once with all that is read of it, then put together along keys and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Gathering, Refused
from roundtable_cli.indicators import calculated, rowwise
from roundtable_cli.indicators.columns import Column, Link, Made, row_number
from roundtable_cli.indicators.dimensions import Categories
from roundtable_cli.indicators.faults import fault
from roundtable_cli.indicators.names import Names
from roundtable_cli.indicators.view import View
from roundtable_cli.tables import checks
from roundtable_cli.tables.engines import Engine, Frame, Row
from roundtable_cli.tables.source import KeySource
from roundtable_cli.tables.table import ROW, Field, ForeignKey


class Ends(NamedTuple):
    """The fields at both ends of a key; one that holds no value is of the type of the other, so that they meet."""

    mine: tuple[Field, ...]
    theirs: tuple[Field, ...]


class Opened:
    """What a request reads of each table. First everything is wanted, then all is opened, then views are asked for."""

    def __init__(self, engine: Engine, names: Names) -> None:
        self.engine, self.names = engine, names
        self.categories = Categories(names, lambda table, columns: read(engine, names, table, columns))
        self.fields: dict[str, dict[Field, str]] = defaultdict(dict)
        self.frames: dict[str, Frame] = {}
        self.ends: dict[tuple[str, ForeignKey], Ends] = {}
        self._columns: dict[str, dict[Column, None]] = defaultdict(dict)
        self._links: dict[tuple[str, ForeignKey], None] = {}
        self._counted: set[str] = set()
        self._seen: set[tuple[str, Column]] = set()
        self._assemblies: dict[tuple[str, date | None], _Assembly] = {}
        self._numbers = count()

    def want(self, table: str, columns: Iterable[Column], counted: bool = False) -> None:
        """Columns that views of a table are to have. What counts rows reads them whole, the primary key included."""
        self.fields.setdefault(table, {})
        for column in columns:
            self._columns[table].setdefault(column)
            self._want(table, column)
        if counted:
            self._counted.add(table)

    def _want(self, table: str, column: Column) -> None:
        """The fields that a column is made of, along keys and links."""
        if (table, column) in self._seen:
            return
        self._seen.add((table, column))
        if column.path:
            key, *rest = column.path
            self._follow(table, key)
            self._want(key.resource, column._replace(path=tuple(rest)))
        elif column.made:
            self._want_made(table, column.made)
        else:
            self.fields[table].setdefault(column.field, self.fresh())

    def _want_made(self, table: str, made: Made) -> None:
        for mine in made.mine:
            self._want(table, mine)
        if made.link:
            self.fields.setdefault(made.link.table, {})
            for theirs in made.theirs:
                self._want(made.link.table, theirs)
            if made.link.key:
                self._links.setdefault((made.link.table, made.link.key))

    def _follow(self, table: str, key: ForeignKey) -> None:
        source, target = self.names.source(table), self.names.source(key.resource)
        if (table, key) not in self.ends:
            pairs = [(source.field(a), target.field(b)) for a, b in zip(key.fields, key.keys, strict=True)]
            mine = tuple(a._replace(type=b.type) if a.empty else a for a, b in pairs)
            theirs = tuple(b._replace(type=a.type) if b.empty else b for a, b in pairs)
            self.ends[table, key] = Ends(mine, theirs)
            for field in mine:
                self.fields[table].setdefault(field, self.fresh())
            for field in theirs:
                self.fields[key.resource].setdefault(field, self.fresh())

    def fresh(self) -> str:
        """A name that no column of any frame has."""
        return f"c{next(self._numbers)}"

    def open(self) -> None:
        """Read all that is wanted. Refused, with every finding, where a cell or key that it reads is at fault."""
        gather = Gathering()
        for table, fields in self.fields.items():
            with gather:
                self.frames[table] = self._read(table, fields)
        for table, key in dict.fromkeys((*self.ends, *self._links)):
            gather.findings += checks.foreign_key(self.names.source(table), key, self.names.source(key.resource))
        gather.settle()

    def _read(self, table: str, fields: Mapping[Field, str]) -> Frame:
        source, gather = self.names.source(table), Gathering()
        if isinstance(source, KeySource):
            return self._keys(source, fields)
        if table in self._counted or any(field.name in source.table.primary_key for field in fields):
            gather.findings += checks.primary_key(source)
        with gather:
            frame = self.engine.open(source, {name: field for field, name in fields.items()})
        gather.settle()
        return frame

    def _keys(self, source: KeySource, fields: Mapping[Field, str]) -> Frame:
        """The different keys of a table that no file holds."""
        named = {source.field(name): self.fresh() for name in source.names}
        named |= {field: name for field, name in fields.items() if field is not ROW}
        frame = self.engine.open(source.origin, {name: field for field, name in named.items()})
        keys = frame.filter(*(~nw.col(name).is_null() for name in named.values())).unique()
        return keys.with_row_index(fields[ROW], order_by=list(named.values())) if ROW in fields else keys

    def assembly(self, table: str, until: date | None) -> _Assembly:
        """A table's rows as known at a date, to which columns are added as they are needed."""
        if (table, until) not in self._assemblies:
            self._assemblies[table, until] = _Assembly(self, table, until)
        return self._assemblies[table, until]

    def view(self, table: str, until: date | None = None) -> View:
        """The view of a table with all the columns wanted of it; calculated ones as known at the end of a day."""
        assembly = self.assembly(table, until)
        assembly.add(self._columns[table])
        return assembly.view


class _Assembly:
    """The rows of one table with the columns that have been asked for so far; no row is lost, or there twice."""

    def __init__(self, opened: Opened, table: str, until: date | None) -> None:
        self.opened, self.table, self.until = opened, table, until
        names = {Column(field): name for field, name in opened.fields[table].items()}
        frame = opened.frames[table]
        self.view = View(opened.engine, opened.names.source(table), frame, frame, names, partial=until is not None)

    def add(self, columns: Iterable[Column]) -> None:
        """The columns, those along a key joined in one step, those over one link worked out in one pass."""
        wanted = [column for column in dict.fromkeys(columns) if column not in self.view.names]
        along: dict[ForeignKey, list[Column]] = defaultdict(list)
        for column in wanted:
            if column.path:
                along[column.path[0]].append(column)
        for key, through in along.items():
            self._join(key, through)
        for column in wanted:
            if column.made and not column.path:
                self.add(column.made.mine)
        links: dict[Link, list[Column]] = defaultdict(list)
        for column in wanted:
            if column.made and not column.path and column not in self.view.names:
                if column.made.link:
                    links[column.made.link].append(column)
                else:
                    self._set(column, rowwise.value(self.view, column.made))
        for link, over in links.items():
            self._link(link, over)
        for column in wanted:
            if column.made and column.made.definition and column.made.definition.required and not column.path:
                self._check_required(column)

    def _set(self, column: Column, value: nw.Expr) -> None:
        name = self.opened.fresh()
        self._grown(self.view.frame.with_columns(value.alias(name)), {column: name})

    def _grown(self, frame: Frame, names: Mapping[Column, str]) -> None:
        self.view = replace(self.view, frame=frame, whole=frame, names={**self.view.names, **names})

    def _join(self, key: ForeignKey, columns: Sequence[Column]) -> None:
        """Columns of the row that a foreign key refers to."""
        other, ends = self.opened.assembly(key.resource, self.until), self.opened.ends[self.table, key]
        inner = {column: column._replace(path=column.path[1:]) for column in columns}
        other.add(inner.values())
        names = {column: self.opened.fresh() for column in columns}
        keys = {other.view.names[Column(field)]: self.opened.fresh() for field in ends.theirs}
        selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
        selected += [other.view[inner[column]].alias(name) for column, name in names.items()]
        right = other.view.frame.select(*selected).filter(*(~nw.col(name).is_null() for name in keys.values()))
        left = [self.view.names[Column(field)] for field in ends.mine]
        self._grown(self.view.frame.join(right, left_on=left, right_on=list(keys.values()), how="left"), names)

    def _link(self, link: Link, columns: Sequence[Column]) -> None:
        """Columns over the rows that belong to each row."""
        other = self.opened.assembly(link.table, self.until)
        other.add(theirs for column in columns if column.made for theirs in column.made.theirs)
        theirs = other.view.where(*self._known(link, other.view))
        rows, mine = calculated.belonging(theirs, link, self.view)
        names = {column: self.opened.fresh() for column in columns}
        grouped = calculated.over_rows(rows, {name: column for column, name in names.items()}, self.opened.categories)
        keys, there = {name: self.opened.fresh() for name in rows.keys}, self.opened.fresh()
        selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
        right = grouped.select(*selected, *(nw.col(name) for name in names.values()), nw.lit(1).alias(there))
        frame = self.view.frame.join(right, left_on=list(mine), right_on=list(keys.values()), how="left")
        starting = {name: calculated.starting(column) for column, name in names.items()}
        nothing = nw.col(there).is_null()
        filled = [
            nw.when(nothing).then(nw.lit(value)).otherwise(nw.col(name)).alias(name)
            for name, value in starting.items()
            if value is not None
        ]
        self._grown(frame.with_columns(*filled), names)

    def _known(self, link: Link, theirs: View) -> Iterator[nw.Expr]:
        """The rows dated up to the day; all where none is asked, or where rows of this table have no date."""
        if self.until is None:
            return
        if link.date is None:
            timed = [field.name for field in self.opened.names.fields(link.table) if Column(field).timed]
            if len(timed) > 1:
                raise fault(f"{link.table} has several dates, {' and '.join(timed)}", 'write date = "…"')
            return
        yield theirs[link.date] < datetime.combine(self.until, datetime.min.time()) + timedelta(1)

    def _check_required(self, column: Column) -> None:
        """Refused where a row has no value for a column that is required; rows after the day need none yet."""
        made, view = column.made, self.view
        lacking = view[column].is_null()
        if self.until and made and made.link and made.link.until:
            until = view[made.link.until]
            later = until >= datetime.combine(self.until, datetime.min.time()) + timedelta(1)
            lacking = nw.all_horizontal(lacking, ~later | until.is_null(), ignore_nulls=False)
        rows = view.engine.fetch(view.where(lacking).frame.select(view[row_number()].alias("row")))
        if rows and made and made.definition:
            lack = f"no row of {made.link.table} gives it" if made.link else "what it is made of is missing"
            remedy = f"add it, or take required out of [calculated.{made.definition.rule.code}]"
            places = [(self.table, None)] if isinstance(view.source, KeySource) else _places(view, rows)
            raise Refused(*(Finding("constraint-error", lack, remedy, *place, column.field.name) for place in places))


def _places(view: View, rows: Sequence[Row]) -> list[tuple[str, int | None]]:
    places: list[tuple[str, int | None]] = list(view.source.places())
    return [places[row] for (row,) in sorted(rows)]


def read(engine: Engine, names: Names, table: str, columns: Sequence[Column]) -> View:
    """The view of one table alone."""
    opened = Opened(engine, names)
    opened.want(table, columns)
    opened.open()
    return opened.view(table)
