"""Rows with their calculated columns as known at the end of each period: once for each time that these change.

A calculated column over the rows of another table changes only in periods in which such rows are dated. So a row of the
table stands as often as rows that belong to it bring another value, each time with the periods in which it is so. These
are few, however many periods there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, RollupLink, collect_derivations
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing import calculated_columns
from roundtable_cli.indicators.computing.joins import JoinedTables
from roundtable_cli.indicators.computing.many_periods.period_grid import PeriodGrid
from roundtable_cli.indicators.computing.many_periods.timed_rows import KNOWN_FROM, KNOWN_TO
from roundtable_cli.indicators.frames.view import TableView, distinct_rows
from roundtable_cli.indicators.measures import rollups
from roundtable_cli.indicators.measures.rollup_context import LinkedRows
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import ForeignKey

MAX_JOINED_ROWS = 5_000_000  # of one join: more may not fit into memory


def can_follow(bound: BoundIndicator) -> bool:
    """Whether the calculated columns of an indicator can be followed through time.

    Not where they are made of others of another table that change themselves, are of the latest row, or must have a
    value; nor over several tables.
    """
    for derivation in collect_derivations(bound.columns):
        definition, link = derivation.definition, derivation.link
        if definition and (definition.required or (link and definition.rule.traits.needs_date)):
            return False
        if link and any(column.depends_on_date for column in (*derivation.own_columns, *derivation.linked_columns)):
            return False
    return not bound.parts


def follow_known_rows(
    tables: JoinedTables, grid: PeriodGrid, table: str, columns: Sequence[BoundColumn]
) -> TableView | None:
    """The rows of a table with some columns, each as often as these change, with `KNOWN_FROM` and `KNOWN_TO`.

    They are the positions of the first period at whose end the row is as it stands there, and of the first at whose end
    it is not any more. None where there would be too many rows.
    """
    try:
        followed = _KnownRows(tables, grid).follow_columns(table, columns)
    except _TooManyRows:
        return None
    if KNOWN_FROM not in followed.column_names:
        followed = _with_times(followed, nw.lit(0), nw.lit(len(grid.periods)), tables)
    needed = followed.select_columns((*columns, KNOWN_FROM, KNOWN_TO))
    frame = tables.loaded.engine.persist_frame(needed.frame, 2 * followed.record_count)
    return needed.with_added_columns(frame, {})


class _TooManyRows(Exception):  # noqa: N818 - as a refusal, it is an answer and no error
    """Rows that change so often that to take one period after another needs less memory."""


class _Times(NamedTuple):
    """The names of the columns with the positions from which and to which a joined row stands."""

    since: str
    until: str


class _KnownRows:
    """Joins columns to tables as `JoinedTables` does, with the periods in which each row stands."""

    def __init__(self, tables: JoinedTables, grid: PeriodGrid) -> None:
        self.tables, self.grid = tables, grid

    def follow_columns(self, table: str, columns: Iterable[BoundColumn]) -> TableView:
        """The view of a table with some columns; with times where any of them depends on the date."""
        wanted = [*dict.fromkeys(columns)]
        fixed = [*dict.fromkeys(_iter_fixed_columns(wanted))]
        ends = [self.tables.loaded.plan.key_ends[table, column.path[0]] for column in wanted if column.path]
        fixed += [BoundColumn(field) for end in ends for field in end.referring]
        joined = self.tables.joined_view(table, fixed)
        names = {column: joined.column_names[column] for column in fixed}
        codes = {column: name for column, name in joined.code_names.items() if column in names}
        view = TableView(joined.engine, joined.sources, joined.frame, names, code_names=codes, is_partial=True)
        return self._add_columns(table, view.select_columns(fixed), wanted)

    def _add_columns(self, table: str, view: TableView, columns: Iterable[BoundColumn]) -> TableView:
        wanted = [column for column in dict.fromkeys(columns) if column not in view.column_names]
        referenced: dict[ForeignKey, list[BoundColumn]] = defaultdict(list)
        for column in wanted:
            if column.path:
                referenced[column.path[0]].append(column)
        for key, through in referenced.items():
            view = self._join_referenced(table, view, key, through)
        for column in wanted:
            if column.derivation and not column.path:
                view = self._add_columns(table, view, column.derivation.own_columns)
        return self._add_calculated(table, view, [column for column in wanted if column not in view.column_names])

    def _add_calculated(self, table: str, view: TableView, columns: Sequence[BoundColumn]) -> TableView:
        linked: dict[RollupLink, list[BoundColumn]] = defaultdict(list)
        for column in columns:
            derivation = column.derivation
            if derivation and derivation.link and not column.field.is_untyped:
                linked[derivation.link].append(column)
            elif derivation:
                value = calculated_columns.row_column_value(view, column, derivation, self.tables.categories)
                name = self.tables.fresh_name()
                view = view.with_added_columns(view.frame.with_columns(value.alias(name)), {column: name})
        calculated_over = dict.fromkeys(columns, view)
        for link, over_link in linked.items():
            view, known = self._join_rollups(table, view, link, over_link)
            calculated_over |= dict.fromkeys(over_link, known)
        for column, source in calculated_over.items():
            self.tables.note_rounded_numbers(view, column, source)
        return view

    def _join_referenced(
        self, table: str, view: TableView, key: ForeignKey, columns: Sequence[BoundColumn]
    ) -> TableView:
        """The view with columns of the rows that a foreign key refers to, and which change."""
        fresh_name, ends = self.tables.fresh_name, self.tables.loaded.plan.key_ends[table, key]
        beyond = {column: column._replace(path=column.path[1:]) for column in columns}
        end_columns = [BoundColumn(field) for field in ends.referenced]
        referenced = self.follow_columns(key.resource, (*end_columns, *beyond.values()))
        keys = {referenced.column_names[column]: fresh_name() for column in end_columns}
        names, times = {column: fresh_name() for column in beyond}, _Times(fresh_name(), fresh_name())
        selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
        selected += [referenced[other].alias(names[column]) for column, other in beyond.items()]
        if KNOWN_FROM in referenced.column_names:
            selected += [referenced[KNOWN_FROM].alias(times.since), referenced[KNOWN_TO].alias(times.until)]
        right = referenced.frame.select(*selected).filter(*(~nw.col(name).is_null() for name in keys.values()))
        left_on = [view.column_names[BoundColumn(field)] for field in ends.referring]
        self._check_size(view.frame, left_on, right, [*keys.values()])
        frame = view.frame.join(right, left_on=left_on, right_on=list(keys.values()), how="left")
        joined = view.with_added_columns(frame, names)
        return self._narrow_times(joined, times) if KNOWN_FROM in referenced.column_names else joined

    def _join_rollups(
        self, table: str, view: TableView, link: RollupLink, columns: Sequence[BoundColumn]
    ) -> tuple[TableView, TableView]:
        """The view with columns over the rows that belong to each row, and the rows that they are over."""
        fresh_name, tables = self.tables.fresh_name, self.tables
        needed = [other for column in columns if column.derivation for other in column.derivation.linked_columns]
        code = f"{table}.{columns[0].field.name}"
        linked = tables.joined_view(link.table, needed)
        until = self.grid.last_day or date.max
        known = calculated_columns.rows_known_at(linked, link, until, tables.binder, code)
        names = {column: fresh_name() for column in columns}
        times, is_joined = _Times(fresh_name(), fresh_name()), fresh_name()
        rows = self._date_linked_rows(rollups.link_rows(known, link, view), link, times.since)
        grouped = self._compute_states(rows, times.since, names)
        *keys, since = rows.keys
        following = nw.col(since).shift(-1).over(*keys, order_by=since).fill_null(len(self.grid.periods))
        states = grouped.with_columns(following.alias(times.until), nw.lit(1).alias(is_joined))
        states = _with_first_state(states, keys, times, (*names.values(), is_joined))
        states = view.engine.persist_frame(states, linked.record_count)
        self._check_size(view.frame, rows.own_keys, states, keys)
        # Keys get fresh names: on some engines a join keeps those of both sides.
        own = {name: fresh_name() for name in keys}
        selected = [nw.col(name).alias(fresh) for name, fresh in own.items()]
        right = states.select(*selected, *(nw.col(name) for name in (*names.values(), *times, is_joined)))
        frame = view.frame.join(right, left_on=list(rows.own_keys), right_on=list(own.values()), how="left")
        filled = calculated_columns.fill_zeros(names, is_joined)
        joined = view.with_added_columns(frame.with_columns(*filled) if filled else frame, names)
        return self._narrow_times(joined, times), linked

    def _date_linked_rows(self, rows: LinkedRows, link: RollupLink, since: str) -> LinkedRows:
        """The linked rows with the position, as one more key, from which on each is known."""
        position = self.grid.position(rows.view[link.date]) if link.date else nw.lit(0)
        from_start = nw.when(position < 0).then(nw.lit(0)).otherwise(position).cast(nw.Int64)
        return rows._replace(view=rows.view.with_column(since, from_start), keys=(*rows.keys, since))

    def _compute_states(self, rows: LinkedRows, since: str, names: Mapping[BoundColumn, str]) -> Frame:
        """The columns of `names` over the rows of each group, in each position in which one of these gets known."""
        categories = self.tables.categories
        of_sums = {name: column for column, name in names.items() if rollups.adds_up(rows, column, categories)}
        others = {name: column for column, name in names.items() if name not in of_sums}
        frames = []
        if of_sums:
            frames.append(rollups.compute_rollups(rows, of_sums, categories, running_along=since))
        if others:
            frames.append(rollups.compute_rollups(self._repeat_rows(rows, since), others, categories))
        if len(frames) == 1:
            return frames[0]
        keys = {name: self.tables.fresh_name() for name in rows.keys}
        right = frames[1].select(*(nw.col(name).alias(fresh) for name, fresh in keys.items()), *others)
        return frames[0].join(right, left_on=list(keys), right_on=list(keys.values()), how="inner")

    def _repeat_rows(self, rows: LinkedRows, since: str) -> LinkedRows:
        """Each linked row in each position, from its own on, in which a row of its group gets known."""
        groups = [name for name in rows.keys if name != since]
        fresh = {name: self.tables.fresh_name() for name in rows.keys}
        frame, of_groups = rows.view.frame, [fresh[name] for name in groups]
        moments = distinct_rows(frame.select(*(nw.col(name).alias(other) for name, other in fresh.items())))
        self._check_size(frame, groups, moments, of_groups)
        pairs = frame.join(moments, left_on=groups, right_on=of_groups, how="inner")
        later = pairs.filter(nw.col(since) <= nw.col(fresh[since]))
        return rows._replace(view=rows.view.with_frame(later.with_columns(nw.col(fresh[since]).alias(since))))

    def _check_size(self, left: Frame, left_on: Sequence[str], right: Frame, right_on: Sequence[str]) -> None:
        """Raises `_TooManyRows` where a join would have too many."""
        names = [f"k{index}" for index in range(len(left_on))]
        sizes = []
        for size, frame, keys in (("left", left, left_on), ("right", right, right_on)):
            named = frame.select(*(nw.col(key).alias(name) for key, name in zip(keys, names, strict=True)))
            sizes.append(named.group_by(*names).agg(nw.len().alias(size)))
        joined = sizes[0].join(sizes[1], on=names, how="inner")
        pairs = joined.select((nw.col("left") * nw.col("right")).sum().alias("rows"))
        ((rows,),) = self.tables.loaded.engine.fetch_rows(pairs)
        if (rows or 0) > MAX_JOINED_ROWS:
            raise _TooManyRows

    def _narrow_times(self, view: TableView, times: _Times) -> TableView:
        """The rows as long as both they and what was joined to them stand; what has joined nothing stands always."""
        since = nw.col(times.since).fill_null(0).cast(nw.Int64)
        until = nw.col(times.until).fill_null(len(self.grid.periods)).cast(nw.Int64)
        if KNOWN_FROM not in view.column_names:
            return _with_times(view, since, until, self.tables)
        own_since, own_until = view[KNOWN_FROM], view[KNOWN_TO]
        later = nw.when(since > own_since).then(since).otherwise(own_since)
        earlier = nw.when(until < own_until).then(until).otherwise(own_until)
        narrowed = _with_times(view, later, earlier, self.tables)
        return narrowed.with_added_columns(narrowed.frame.filter(narrowed[KNOWN_FROM] < narrowed[KNOWN_TO]), {})


def _with_times(view: TableView, since: nw.Expr, until: nw.Expr, tables: JoinedTables) -> TableView:
    names = {KNOWN_FROM: tables.fresh_name(), KNOWN_TO: tables.fresh_name()}
    columns = (since.alias(names[KNOWN_FROM]), until.alias(names[KNOWN_TO]))
    return view.with_added_columns(view.frame.with_columns(*columns), names)


def _with_first_state(states: Frame, keys: Sequence[str], times: _Times, values: Sequence[str]) -> Frame:
    """The states of each group, and the one before its first row is dated, in which it has no values."""
    is_first = nw.col(times.since) == nw.col(times.since).min().over(*keys)
    firsts = states.filter(is_first).filter(nw.col(times.since) > 0)
    never = nw.col(times.since) < 0  # so that each column without values keeps its type
    without = [nw.when(never).then(nw.col(name)).alias(name) for name in values]
    before = firsts.with_columns(*without, nw.lit(0).alias(times.since), nw.col(times.since).alias(times.until))
    columns = [*keys, *times, *values]
    return nw.concat([states.select(*columns), _as_whole(before, times).select(*columns)], how="vertical")


def _as_whole(frame: Frame, times: _Times) -> Frame:
    return frame.with_columns(*(nw.col(name).cast(nw.Int64).alias(name) for name in times))


def _iter_fixed_columns(columns: Iterable[BoundColumn]) -> Iterator[BoundColumn]:
    """Of some columns, and of those of their rows that they are made of, the ones that never change."""
    for column in columns:
        if not column.depends_on_date:
            yield column
        elif column.derivation and not column.path:
            yield from _iter_fixed_columns(column.derivation.own_columns)
