"""The rows of one table with its own columns, those along keys and those that are calculated, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import Finding, Refused, fault, placed
from roundtable_cli.indicators.binding.bound_columns import Column, Link, Made, row_number
from roundtable_cli.indicators.frames import predicates
from roundtable_cli.indicators.frames.view import View
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.key_table import KeySource
from roundtable_cli.tables.table import ForeignKey

if TYPE_CHECKING:
    from roundtable_cli.indicators.computing.table_inputs import Opened


# A column over no value at all is of whatever type it is used as.
_NOTHING = {"number": nw.Float64(), "integer": nw.Int64(), "date": nw.Datetime(), "datetime": nw.Datetime()}


class Lacking(NamedTuple):
    """Rows of a table without the key by which they would belong to a row of another."""

    table: str
    key: str
    of: str
    rows: int


class Assembly:
    """The rows of one table with the columns that have been asked for so far; no row is lost, or there twice."""

    def __init__(self, opened: Opened, table: str, until: date | None) -> None:
        self.opened, self.table, self.until = opened, table, until
        codes = opened.codes.get(table, {})
        names = codes | {Column(field): name for field, name in opened.fields[table].items()}
        frame = opened.frames[table]
        self.view = View(opened.engine, opened.names.source(table), frame, names, partial=until is not None)
        self.view.codes = codes
        self._persisted = None if isinstance(self.view.source, KeySource) else frame

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
        # What a calculated column is made of may have been wanted beside it, and is there by now.
        self._calculate([column for column in wanted if column not in self.view.names])

    def persist(self) -> None:
        """What has been added is worked out once, for all that will be asked of it."""
        if self.view.frame is not self._persisted:
            frame = self.opened.engine.persist(self.view.frame, len(self.view.source))
            self._grown(frame, {})
            self._persisted = frame

    def _calculate(self, columns: Sequence[Column]) -> None:
        links: dict[Link, list[Column]] = defaultdict(list)
        for column in columns:
            if column.made and column.made.link and not column.field.empty:
                links[column.made.link].append(column)
            elif column.made:
                self._set(column, self._value(column, column.made))
        for link, over in links.items():
            self._link(link, over)
        for column in columns:
            if column.made and column.made.definition and column.made.definition.required:
                self._check_required(column)

    def _value(self, column: Column, made: Made) -> nw.Expr:
        """The value over columns of the row; nothing, where there is no value at all that it could be."""
        if column.field.empty:
            return nw.lit(None, dtype=_NOTHING.get(column.field.type, nw.String()))
        from roundtable_cli.indicators.measures import row_columns  # most requests calculate nothing

        self._check_among(made)
        return row_columns.value(self.view, made)

    def _check_among(self, made: Made) -> None:
        """Values looked for, none of which any column has, are refused: a typo must not give 0."""
        if self.view.partial or made.definition is None or not made.among:
            return
        pairs = list(zip(made.among, made.columns, strict=True))
        single = [
            (predicates.with_values(one, [value]), column)
            for one, column in pairs
            for value in predicates.values_of(one)
        ]
        findings = [predicates.unknown(condition, column, self.view) for condition, column in single]
        if findings and findings[0] and all(findings):
            with placed(self.opened.names.framework.file, f"[calculated.{made.definition.rule.code}] is"):
                raise Refused(findings[0])

    def _set(self, column: Column, value: nw.Expr) -> None:
        name = self.opened.fresh()
        self._grown(self.view.frame.with_columns(value.alias(name)), {column: name})

    def _grown(self, frame: Frame, names: Mapping[Column, str]) -> None:
        self.view = self.view.grown(frame, names)

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
        from roundtable_cli.indicators.measures import rollups

        other = self.opened.assembly(link.table, self.until)
        other.add(theirs for column in columns if column.made for theirs in column.made.theirs)
        self._note_lacking(link, other.view)
        theirs = other.view.where(*self._known(link, other.view, f"{self.table}.{columns[0].field.name}"))
        rows = rollups.belonging(theirs, link, self.view)
        names = {column: self.opened.fresh() for column in columns}
        grouped = rollups.over_rows(rows, {name: column for column, name in names.items()}, self.opened.categories)
        keys, there = {name: self.opened.fresh() for name in rows.keys}, self.opened.fresh()
        selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
        right = grouped.select(*selected, *(nw.col(name) for name in names.values()), nw.lit(1).alias(there))
        frame = self.view.frame.join(right, left_on=list(rows.mine), right_on=list(keys.values()), how="left")
        starting = {name: rollups.starting(column) for column, name in names.items()}
        nothing = nw.col(there).is_null()
        filled = [
            nw.when(nothing).then(nw.lit(value)).otherwise(nw.col(name)).alias(name)
            for name, value in starting.items()
            if value is not None
        ]
        self._grown(frame.with_columns(*filled) if filled else frame, names)

    def _note_lacking(self, link: Link, theirs: View) -> None:
        keys = [theirs[column].is_null() for column in link.theirs]
        lacking = theirs.where(nw.any_horizontal(*keys, ignore_nulls=False)).frame.select(nw.len().alias("n"))
        ((rows,),) = theirs.engine.fetch(lacking)
        if rows:
            key = " or ".join(column.field.name for column in link.theirs)
            self.opened.lacking[link] = Lacking(link.table, key, self.table, rows)

    def _known(self, link: Link, theirs: View, code: str) -> Iterator[nw.Expr]:
        """The rows dated up to the day; all where none is asked, or where rows of this table have no date."""
        if self.until is None:
            return
        if link.date is None:
            timed = [field.name for field in self.opened.names.fields(link.table) if Column(field).timed]
            if len(timed) > 1:
                with placed(self.opened.names.framework.file, f"[calculated.{code}] date"):
                    raise fault(f"{link.table} has several dates, {' and '.join(timed)}", 'write date = "…"')
            return
        day = theirs[link.date]
        yield day < _after(self.until) if self.until < date.max else ~day.is_null()

    def _check_required(self, column: Column) -> None:
        """Refused where a row has no value for a column that is required; rows after the day need none yet."""
        made, view, known = column.made, self.view, self.until or self.opened.known
        lacking = view[column].is_null()
        if known and known < date.max and made and made.link and made.link.until:
            until = view[made.link.until]
            later = until >= _after(known)
            lacking = nw.all_horizontal(lacking, ~later | until.is_null(), ignore_nulls=False)
        rows = view.engine.fetch(view.where(lacking).frame.select(view[row_number()].alias("row")))
        if rows and made and made.definition:
            lack = (
                f"no row of {made.link.table} gives it"
                if made.link
                else "what it is made of is missing, or 0 divides it"
            )
            remedy = f"add it, or take required out of [calculated.{made.definition.rule.code}]"
            faults = [f"{lack} ({len(rows)} rows)"] if isinstance(view.source, KeySource) else [lack] * len(rows)
            places = view.places(sorted(row for (row,) in rows))
            named = zip(faults, places, strict=False)  # a table of keys is one place for all of them
            raise Refused(*(Finding("constraint-error", one, remedy, *at, column.field.name) for one, at in named))


def _after(day: date) -> datetime:
    """The first moment after a day."""
    return datetime(day.year, day.month, day.day) + timedelta(1)
