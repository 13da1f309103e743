"""The tables of a request: each opened once with all that is read of it, then put together along keys and links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Gathering
from roundtable_cli.indicators.binding.binder import Names
from roundtable_cli.indicators.binding.bound_columns import Column, Link, Made, chain
from roundtable_cli.indicators.binding.bound_indicator import Task
from roundtable_cli.indicators.computing import key_checks
from roundtable_cli.indicators.computing.joins import Assembly, Lacking
from roundtable_cli.indicators.frames.category_keys import Categories
from roundtable_cli.indicators.frames.view import View, different
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.table import ROW, Field, ForeignKey

Watch = Callable[[str], None]  # is told, in words, what is done next


class Ends(NamedTuple):
    """The fields at both ends of a key; one that holds no value is of the type of the other, so that they meet."""

    mine: tuple[Field, ...]
    theirs: tuple[Field, ...]


class Opened:
    """What a request reads of each table. First everything is wanted, then all is opened, then views are asked for."""

    def __init__(self, engine: Engine, names: Names, known: date | None = None, watch: Watch = lambda _: None) -> None:
        """`known` is the day up to which the request asks, where it asks for one period alone."""
        self.engine, self.names, self.known, self.watch = engine, names, known, watch
        self.categories = Categories(names, lambda table, columns: read(engine, names, table, columns))
        self.fields: dict[str, dict[Field, str]] = defaultdict(dict)
        self.frames: dict[str, Frame] = {}
        self.codes: dict[str, dict[Column, str]] = defaultdict(dict)
        self._distinct: dict[str, dict[Column, None]] = defaultdict(dict)
        self.ends: dict[tuple[str, ForeignKey], Ends] = {}
        self._columns: dict[str, dict[Column, None]] = defaultdict(dict)
        self._links: dict[tuple[str, ForeignKey], None] = {}
        self._counted: set[str] = set()
        self._seen: set[tuple[str, Column]] = set()
        self.lacking: dict[Link, Lacking] = {}
        self._assemblies: dict[tuple[str, date | None], Assembly] = {}
        self._numbers = count()

    def want(
        self, table: str, columns: Iterable[Column], counted: bool = False, distinct: Column | None = None
    ) -> None:
        """Columns that views of a table are to have, one of them to be told apart by its values.

        What counts rows reads them whole, the primary key included.
        """
        self.fields.setdefault(table, {})
        read = list(columns)
        self._columns[table].update(dict.fromkeys(read))
        if distinct and not distinct.path and not distinct.made and distinct.field.type == "string":
            self._distinct[table].setdefault(distinct)
            read.remove(distinct)  # once: a condition may read its texts
        for column in read:
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

    def lacking_of(self, task: Task) -> list[Lacking]:
        """The rows without a key among those that the calculated columns of a task are over."""
        links = [made.link for part in task.each for made in chain(part.columns) if made.link]
        return [self.lacking[link] for link in dict.fromkeys(links) if link in self.lacking]

    def fresh(self) -> str:
        """A name that no column of any frame has."""
        return f"c{next(self._numbers)}"

    def open(self) -> None:
        """Read all that is wanted. Refused, with every finding, where a cell or key that it reads is at fault."""
        gather = Gathering()
        for table, fields in self.fields.items():
            with gather:
                self._announce(table, (*fields, *(column.field for column in self._distinct[table])))
        for table, fields in self.fields.items():
            with gather:
                self.watch(f"reading {table}")
                self.frames[table] = self._read(table, fields)
        for table, key in dict.fromkeys((*self.ends, *self._links)):
            with gather:
                gather.findings += key_checks.astray(self, table, key)
        gather.settle()

    def _announce(self, table: str, fields: Iterable[Field]) -> None:
        """Tell the engine all that will be opened of a table's files, so that it need not read them twice."""
        source = self.names.source(table)
        if isinstance(source, KeySource):
            fields = [*(source.field(name) for name in source.names), *(field for field in fields if field is not ROW)]
            source = source.origin
        elif self._reads_key(table, fields):
            fields = [*fields, *(source.field(name) for name in source.table.primary_key)]
        self.engine.want(source, fields)

    def _reads_key(self, table: str, fields: Iterable[Field]) -> bool:
        """Whether what is read of a table asks that its primary key tell the rows apart."""
        key = self.names.source(table).table.primary_key
        return table in self._counted or any(field.name in key for field in fields)

    def _read(self, table: str, fields: Mapping[Field, str]) -> Frame:
        source, gather = self.names.source(table), Gathering()
        if isinstance(source, KeySource):
            return self._keys(source, fields)
        self.codes[table] = {column: self.fresh() for column in self._distinct[table]}
        codes = {name: column.field for column, name in self.codes[table].items()}
        with gather:
            self.frames[table] = self.engine.open(source, {name: field for field, name in fields.items()}, codes)
        if self._reads_key(table, (*fields, *codes.values())):
            with gather:
                gather.findings = [*key_checks.untold(self, table), *gather.findings]
        gather.settle()
        return self.frames[table]

    def _keys(self, source: KeySource, fields: Mapping[Field, str]) -> Frame:
        """The different keys of a table that no file holds."""
        named = {source.field(name): self.fresh() for name in source.names}
        named |= {field: name for field, name in fields.items() if field is not ROW}
        frame = self.engine.open(source.origin, {name: field for field, name in named.items()})
        found = different(frame.filter(*(~nw.col(name).is_null() for name in named.values())))
        return found.with_row_index(fields[ROW], order_by=list(named.values())) if ROW in fields else found

    def assembly(self, table: str, until: date | None) -> Assembly:
        """A table's rows as known at a date, to which columns are added as they are needed."""
        if (table, until) not in self._assemblies:
            self._assemblies[table, until] = Assembly(self, table, until)
        return self._assemblies[table, until]

    def view(self, table: str, until: date | None = None) -> View:
        """The view of a table with all the columns wanted of it; calculated ones as known at the end of a day."""
        assembly = self.assembly(table, until)
        assembly.add(self._columns[table])
        if until in {None, self.known}:  # of other days there may be many, each with a few questions
            assembly.persist()
        return assembly.view


def read(engine: Engine, names: Names, table: str, columns: Sequence[Column]) -> View:
    """The view of one table alone."""
    opened = Opened(engine, names)
    opened.want(table, columns)
    opened.open()
    return opened.view(table)
