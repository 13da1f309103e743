"""The rows of one table with its own columns, those along keys and those that are calculated, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.errors import CONSTRAINT_ERROR, Finding, Refused, definition_error, locating_findings
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, RollupLink, row_number
from roundtable_cli.indicators.frames import predicates
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.tables.engines.engine import Frame
from roundtable_cli.tables.table import ForeignKey

if TYPE_CHECKING:
    from roundtable_cli.indicators.computing.table_inputs import TableInputs


# A column over no value at all is of whatever type it is used as.
_EMPTY_COLUMN_DTYPES = {"number": nw.Float64(), "integer": nw.Int64(), "date": nw.Datetime(), "datetime": nw.Datetime()}


class RowsWithoutKey(NamedTuple):
    """Rows of a table without the key by which they would belong to a row of another."""

    table: str
    key: str
    of: str
    rows: int


class JoinedTable:
    """The rows of one table with the columns that have been asked for so far; no row is lost, or there twice."""

    def __init__(self, opened: TableInputs, table: str, until: date | None) -> None:
        self.inputs, self.table, self.until = opened, table, until
        codes = opened.code_names.get(table, {})
        names = codes | {BoundColumn(field): name for field, name in opened.fields[table].items()}
        frame = opened.frames[table]
        self.view = TableView(
            opened.engine, opened.binder.resolve_source(table), frame, names, partial=until is not None
        )
        self.view.code_names = codes
        self._persisted_frame = None if self.view.source.is_key_table else frame

    def add_columns(self, columns: Iterable[BoundColumn]) -> None:
        """The columns, those along a key joined in one step, those over one link worked out in one pass."""
        wanted = [column for column in dict.fromkeys(columns) if column not in self.view.column_names]
        along: dict[ForeignKey, list[BoundColumn]] = defaultdict(list)
        for column in wanted:
            if column.path:
                along[column.path[0]].append(column)
        for key, through in along.items():
            self._join_foreign_key(key, through)
        for column in wanted:
            if column.derivation and not column.path:
                self.add_columns(column.derivation.own_columns)
        # What a calculated column is made of may have been wanted beside it, and is there by now.
        self._add_calculated([column for column in wanted if column not in self.view.column_names])

    def persist_rows(self) -> None:
        """What has been added is worked out once, for all that will be asked of it."""
        if self.view.frame is not self._persisted_frame:
            frame = self.inputs.engine.persist_frame(self.view.frame, len(self.view.source))
            self._extend_view(frame, {})
            self._persisted_frame = frame

    def _add_calculated(self, columns: Sequence[BoundColumn]) -> None:
        links: dict[RollupLink, list[BoundColumn]] = defaultdict(list)
        for column in columns:
            if column.derivation and column.derivation.link and not column.field.empty:
                links[column.derivation.link].append(column)
            elif column.derivation:
                self._add_expression(column, self._row_value(column, column.derivation))
        for link, over in links.items():
            self._join_rollups(link, over)
        for column in columns:
            if column.derivation and column.derivation.definition and column.derivation.definition.required:
                self._check_required_values(column)

    def _row_value(self, column: BoundColumn, made: Derivation) -> nw.Expr:
        """The value over columns of the row; nothing, where there is no value at all that it could be."""
        if column.field.empty:
            return nw.lit(None, dtype=_EMPTY_COLUMN_DTYPES.get(column.field.type, nw.String()))
        from roundtable_cli.indicators.measures import row_columns  # most requests calculate nothing

        self._check_matching_values(made)
        return row_columns.row_column_expression(self.view, made)

    def _check_matching_values(self, made: Derivation) -> None:
        """Values looked for, none of which any column has, are refused: a typo must not give 0."""
        if self.view.is_partial or made.definition is None or not made.value_conditions:
            return
        pairs = list(zip(made.value_conditions, made.columns, strict=True))
        single = [(one.with_named_values([value]), column) for one, column in pairs for value in one.named_values]
        findings = [predicates.find_unknown_value(condition, column, self.view) for condition, column in single]
        if findings and findings[0] and all(findings):
            with locating_findings(self.inputs.binder.framework.file, f"[calculated.{made.definition.rule.code}] is"):
                raise Refused(findings[0])

    def _add_expression(self, column: BoundColumn, value: nw.Expr) -> None:
        name = self.inputs.fresh_name()
        self._extend_view(self.view.frame.with_columns(value.alias(name)), {column: name})

    def _extend_view(self, frame: Frame, names: Mapping[BoundColumn, str]) -> None:
        self.view = self.view.with_added_columns(frame, names)

    def _join_foreign_key(self, key: ForeignKey, columns: Sequence[BoundColumn]) -> None:
        """Columns of the row that a foreign key refers to."""
        other, ends = self.inputs.joined_table(key.resource, self.until), self.inputs.key_ends[self.table, key]
        inner = {column: column._replace(path=column.path[1:]) for column in columns}
        other.add_columns(inner.values())
        names = {column: self.inputs.fresh_name() for column in columns}
        keys = {other.view.column_names[BoundColumn(field)]: self.inputs.fresh_name() for field in ends.referenced}
        selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
        selected += [other.view[inner[column]].alias(name) for column, name in names.items()]
        right = other.view.frame.select(*selected).filter(*(~nw.col(name).is_null() for name in keys.values()))
        left = [self.view.column_names[BoundColumn(field)] for field in ends.referring]
        self._extend_view(self.view.frame.join(right, left_on=left, right_on=list(keys.values()), how="left"), names)

    def _join_rollups(self, link: RollupLink, columns: Sequence[BoundColumn]) -> None:
        """Columns over the rows that belong to each row."""
        from roundtable_cli.indicators.measures import rollups

        other = self.inputs.joined_table(link.table, self.until)
        other.add_columns(
            theirs for column in columns if column.derivation for theirs in column.derivation.linked_columns
        )
        self._record_rows_without_key(link, other.view)
        theirs = other.view.filter_rows(
            *self._cutoff_filters(link, other.view, f"{self.table}.{columns[0].field.name}")
        )
        rows = rollups.link_rows(theirs, link, self.view)
        names = {column: self.inputs.fresh_name() for column in columns}
        grouped = rollups.compute_rollups(
            rows, {name: column for column, name in names.items()}, self.inputs.categories
        )
        keys, there = {name: self.inputs.fresh_name() for name in rows.keys}, self.inputs.fresh_name()
        selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
        right = grouped.select(*selected, *(nw.col(name) for name in names.values()), nw.lit(1).alias(there))
        frame = self.view.frame.join(right, left_on=list(rows.own_keys), right_on=list(keys.values()), how="left")
        starting = {name: rollups.value_without_rows(column) for column, name in names.items()}
        nothing = nw.col(there).is_null()
        filled = [
            nw.when(nothing).then(nw.lit(value)).otherwise(nw.col(name)).alias(name)
            for name, value in starting.items()
            if value is not None
        ]
        self._extend_view(frame.with_columns(*filled) if filled else frame, names)

    def _record_rows_without_key(self, link: RollupLink, theirs: TableView) -> None:
        keys = [theirs[column].is_null() for column in link.linked_columns]
        lacking = theirs.filter_rows(nw.any_horizontal(*keys, ignore_nulls=False)).frame.select(nw.len().alias("n"))
        ((rows,),) = theirs.engine.fetch_rows(lacking)
        if rows:
            key = " or ".join(column.field.name for column in link.linked_columns)
            self.inputs.rows_without_key[link] = RowsWithoutKey(link.table, key, self.table, rows)

    def _cutoff_filters(self, link: RollupLink, theirs: TableView, code: str) -> Iterator[nw.Expr]:
        """The rows dated up to the day; all where none is asked, or where rows of this table have no date."""
        if self.until is None:
            return
        if link.date is None:
            timed = [field.name for field in self.inputs.binder.table_fields(link.table) if BoundColumn(field).is_date]
            if len(timed) > 1:
                with locating_findings(self.inputs.binder.framework.file, f"[calculated.{code}] date"):
                    raise definition_error(f"{link.table} has several dates, {' and '.join(timed)}", 'write date = "…"')
            return
        day = theirs[link.date]
        yield day < _start_of_next_day(self.until) if self.until < date.max else ~day.is_null()

    def _check_required_values(self, column: BoundColumn) -> None:
        """Refused where a row has no value for a column that is required; rows after the day need none yet."""
        made, view, known = column.derivation, self.view, self.until or self.inputs.known_until
        lacking = view[column].is_null()
        if known and known < date.max and made and made.link and made.link.until:
            until = view[made.link.until]
            later = until >= _start_of_next_day(known)
            lacking = nw.all_horizontal(lacking, ~later | until.is_null(), ignore_nulls=False)
        rows = view.engine.fetch_rows(view.filter_rows(lacking).frame.select(view[row_number()].alias("row")))
        if rows and made and made.definition:
            lack = (
                f"no row of {made.link.table} gives it"
                if made.link
                else "what it is made of is missing, or 0 divides it"
            )
            remedy = f"add it, or take required out of [calculated.{made.definition.rule.code}]"
            faults = [f"{lack} ({len(rows)} rows)"] if view.source.is_key_table else [lack] * len(rows)
            places = view.locate_rows(sorted(row for (row,) in rows))
            named = zip(faults, places, strict=False)  # a table of keys is one place for all of them
            raise Refused(*(Finding(CONSTRAINT_ERROR, one, remedy, *at, column.field.name) for one, at in named))


def _start_of_next_day(day: date) -> datetime:
    """The first moment after a day."""
    return datetime(day.year, day.month, day.day) + timedelta(1)
