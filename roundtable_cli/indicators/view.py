"""A table's rows with every column that a request reads, those along foreign keys joined to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Gathering
from roundtable_cli.indicators.names import Column
from roundtable_cli.tables import checks
from roundtable_cli.tables.engines import Engine, Frame
from roundtable_cli.tables.source import Source
from roundtable_cli.tables.table import ROW, Field, ForeignKey


@dataclass(frozen=True)
class View:
    """The frame, and under which internal name each column stands in it.

    `whole` is the frame before any condition; `scales` remembers how many decimals the numbers of a column have, and
    `known` which values it has in all rows.
    """

    engine: Engine
    source: Source
    frame: Frame
    whole: Frame
    names: Mapping[Column, str]
    scales: dict[Column, int | None] = field(default_factory=dict)
    known: dict[Column, list[Any]] = field(default_factory=dict)

    def __getitem__(self, column: Column) -> nw.Expr:
        """The expression that reads a column."""
        return nw.col(self.names[column])

    @property
    def everything(self) -> View:
        """All rows again, whatever conditions have been put on this view."""
        return replace(self, frame=self.whole)

    def where(self, *tests: nw.Expr) -> View:
        """The rows for which all tests hold."""
        return replace(self, frame=self.frame.filter(*tests)) if tests else self

    def with_column(self, name: str, expression: nw.Expr) -> View:
        """One column more."""
        return replace(self, frame=self.frame.with_columns(expression.alias(name)))

    def values(self, column: Column) -> list[Any]:
        """The different values that a column has in all rows, in order; asked of the engine once."""
        if column not in self.known:
            self.known[column] = self.everything.distinct(self[column])
        return self.known[column]

    def distinct(self, expression: nw.Expr) -> list[object]:
        """The different values of an expression, the missing left out, in order."""
        frame = self.frame.select(expression.alias("value")).unique()
        found = [value for (value,) in self.engine.fetch(frame) if value is not None]
        return sorted(found, key=lambda value: (str(type(value)), value))

    def place(self, row: int) -> tuple[str, int]:
        """The file and the spreadsheet's row of a record, by its ordinal."""
        return next(place for ordinal, place in enumerate(self.source.places()) if ordinal == row)


def open_view(
    engine: Engine, sources: Mapping[str, Source], table: str, columns: Iterable[Column], counts_rows: bool = False
) -> View:
    """The view of a table. Refused, with every finding, where a cell or key that it reads is at fault.

    What counts rows reads them whole, the primary key included.
    """
    names = {column: f"c{index}" for index, column in enumerate(dict.fromkeys(columns))}
    frame = _Joined(engine, sources).read(table, names, whole=counts_rows)
    return View(engine, sources[table], frame, frame, names)


class _Joined:
    """Reads tables and joins them; the names of the keys it needs beside are its own count."""

    def __init__(self, engine: Engine, sources: Mapping[str, Source]) -> None:
        self.engine, self.sources, self.spare = engine, sources, count()

    def read(
        self, table: str, columns: Mapping[Column, str], keys: Mapping[str, Field] | None = None, whole: bool = False
    ) -> Frame:
        """The frame of `columns`, and of the `keys` that it is to be joined by, by name."""
        source, gather = self.sources[table], Gathering()
        steps: dict[ForeignKey, dict[Column, str]] = defaultdict(dict)
        fields = dict(keys or {})
        for column, name in columns.items():
            if column.path:
                steps[column.path[0]][Column(column.field, column.path[1:])] = name
            else:
                fields[name] = column.field
        links = {key: {field: f"k{next(self.spare)}" for field in key.fields} for key in steps}
        for key, link in links.items():
            fields |= {
                link[mine]: self._end(source.field(mine), key, theirs)
                for mine, theirs in zip(key.fields, key.keys, strict=True)
            }
        if whole or any(field.name in source.table.primary_key for field in fields.values()):
            gather.findings += checks.primary_key(source)
        others = {}
        with gather:
            frame = self.engine.open(source, fields)
        for key, inner in steps.items():
            with gather:
                others[key] = self._other(source, key, inner, [*links[key].values()])
        gather.settle()
        for key, other in others.items():
            mine = [*links[key].values()]
            frame = frame.join(other, left_on=mine, right_on=[f"{name}r" for name in mine], how="left")
        return frame

    def _end(self, field: Field, key: ForeignKey, theirs: str) -> Field:
        """One end of a key; where it holds no value it is of the type of the other end, so that they can be joined."""
        other = self.sources[key.resource].field(theirs)
        return field._replace(type=other.type) if field.empty else field

    def _other(self, source: Source, key: ForeignKey, columns: Mapping[Column, str], names: list[str]) -> Frame:
        """The frame at the other end of a key, ready to be joined to the columns called `names`."""
        target, gather = self.sources[key.resource], Gathering()
        gather.findings += checks.foreign_key(source, key, target)
        with gather:
            keys = {}
            for mine, theirs, name in zip(key.fields, key.keys, names, strict=True):
                end = target.field(theirs)
                keys[f"{name}r"] = end._replace(type=source.field(mine).type) if end.empty else end
            frame = self.read(key.resource, columns, keys)
        gather.settle()
        return frame


def row_number() -> Column:
    """The ordinal of a row in its table, from 0: asked for where a row may have to be named."""
    return Column(ROW)
