"""The rows of loaded tables, with the columns that foreign keys and calculated columns bring to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count

import narwhals.stable.v2 as nw

from roundtable_cli.errors import WARNING, Finding
from roundtable_cli.finding_codes import ROUNDED_NUMBER
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn, RollupLink
from roundtable_cli.indicators.computing import calculated_columns
from roundtable_cli.indicators.computing.calculated_columns import RowsWithoutKey
from roundtable_cli.indicators.computing.dated_rows import negative_times, split_date_cells
from roundtable_cli.indicators.computing.loading.load_plan import ColumnRequest, KeyEnds, plan_columns
from roundtable_cli.indicators.computing.loading.table_loading import LoadedTables, load_tables
from roundtable_cli.indicators.frames import band_gaps, column_comparisons, spellings
from roundtable_cli.indicators.frames.dimension_categories import DimensionCategories
from roundtable_cli.indicators.frames.view import TableView
from roundtable_cli.indicators.measures import rollups
from roundtable_cli.tables.engines.engine import Engine, Frame
from roundtable_cli.tables.table import ForeignKey
from roundtable_cli.tables.values.numerals import MAX_DIGITS

MAX_PENDING_JOINS = 8  # in one query of an engine that waits with its work: of joins over joins there are soon too many
ViewKey = tuple[str, date | None]  # a table, and the day up to whose end its calculated columns are known


class JoinedTables:
    """A view of each loaded table, to which columns are joined when they are first asked for, each once.

    Calculated columns may be asked for as known at the end of a day: then the table has another view for that day.
    No row is lost, and none is there twice.
    """

    def __init__(self, loaded: LoadedTables, binder: Binder, until: date | None = None) -> None:
        """`until` is the last day of the period that is asked for: only the views as known then are kept in memory."""
        self.loaded, self.binder, self.until = loaded, binder, until
        self.categories = DimensionCategories(
            binder, lambda table, columns: load_table_view(loaded.engine, binder, table, columns)
        )
        self.rows_without_key: dict[RollupLink, RowsWithoutKey] = {}
        self._views: dict[ViewKey, TableView] = {}
        self._persisted_frames: dict[ViewKey, Frame] = {}
        self._pending_joins = Counter[ViewKey]()
        self._rounded_columns: dict[str, None] = {}
        self._name_counter = count()

    def table_view(self, table: str, until: date | None = None) -> TableView:
        """The view of a table with all the columns that the plan names for it, as known at the end of the day `until`.

        What was joined to it is worked out once, for all that will be asked of it.
        """
        view_key = table, until
        view = self._add_columns(view_key, self.loaded.plan.tables[table].view_columns)
        if until not in {None, self.until}:
            return view  # of other days there may be many, each with a few questions: persisting would cost more
        self._persist_view(view_key)
        return self._views[view_key]

    def joined_view(self, table: str, columns: Iterable[BoundColumn]) -> TableView:
        """The view of a table with some columns at least, over all records; it may be a query still."""
        return self._add_columns((table, None), columns)

    def _persist_view(self, view_key: ViewKey) -> None:
        """The view worked out, where it is a query still."""
        view = self._views[view_key]
        if view.frame is not self._persisted_frames.get(view_key):
            is_deep = self._pending_joins[view_key] > MAX_PENDING_JOINS
            frame = self.loaded.engine.persist_frame(view.frame, len(view.source), is_deep)
            self._views[view_key], self._persisted_frames[view_key] = view.with_added_columns(frame, {}), frame
        self._pending_joins[view_key] = 0

    def _count_join(self, view_key: ViewKey, other_key: ViewKey) -> None:
        """A view was joined to another, of which it then holds all joins: it is worked out where these are many."""
        self._pending_joins[view_key] += self._pending_joins[other_key] + 1
        if self._pending_joins[view_key] > MAX_PENDING_JOINS:
            self._persist_view(view_key)

    def matched_spellings(self) -> Iterator[Finding]:
        """What conditions took for another text than it is, in the rows of all tables."""
        for view in self._views.values():
            yield from spellings.describe_matched_spellings(view)
            yield from column_comparisons.describe_compared_spellings(view)

    def odd_values(self) -> Iterator[Finding]:
        """What calculated times and bands hold that nobody would expect: times less than 0, numbers between bands.

        Of a table with views of several days each column is looked at once, over all records where that was asked for.
        """
        seen = set[tuple[str, BoundColumn, str]]()
        for (table, _), view in sorted(self._views.items(), key=lambda item: item[0][1] is not None):
            for (column, name), dimension in view.banded_columns.items():
                if (table, column, name) not in seen:
                    yield from band_gaps.describe_band_gaps(view, column, dimension)
            times = [column for column in view.column_names if not column.path and (table, column, "") not in seen]
            for column in times:
                yield from negative_times.describe_negative_times(view, column)
            seen |= {(table, column, "") for column in times} | {(table, *key) for key in view.banded_columns}

    def unread_dates(self) -> Iterator[Finding]:
        """A warning for each two columns that date rows together, where some of their cells can't be read."""
        for table, plan in self.loaded.plan.tables.items():
            views = [view for (name, _), view in self._views.items() if name == table]
            columns = (column for view in views for column in view.column_names if not column.path)
            for column in dict.fromkeys(columns):
                if column.derivation and column.derivation.date_unit:
                    yield from split_date_cells.describe_unread_dates(self.binder, plan.source, column)

    def rounded_numbers(self) -> Iterator[Finding]:
        """A warning for each calculated column in which numbers are rounded."""
        fault = f"numbers with more than {MAX_DIGITS} digits are rounded in this column"
        remedy = "take the measure in an indicator, which adds up exactly"
        for name in self._rounded_columns:
            place = f"[calculated.{name}]"
            yield Finding(ROUNDED_NUMBER, fault, remedy, self.binder.framework.file, None, place, WARNING)

    def fresh_name(self) -> str:
        """A name that no column of any frame has."""
        return f"j{next(self._name_counter)}"

    def _loaded_view(self, view_key: ViewKey) -> TableView:
        """The view of what was read of a table, before anything is joined to it."""
        table, until = view_key
        table_plan, frame = self.loaded.plan.tables[table], self.loaded.frames[table]
        # The engine holds what it has read. A table of keys is a query still, and is persisted like what is joined.
        if not table_plan.source.is_key_table:
            self._persisted_frames[view_key] = frame
        return TableView(
            self.loaded.engine,
            (table_plan.source,),
            frame,
            table_plan.frame_names,
            code_names=table_plan.codes,
            is_partial=until is not None,
        )

    def _add_columns(self, view_key: ViewKey, columns: Iterable[BoundColumn]) -> TableView:
        """The view with some columns: those along one key are joined in one step, those over one link in one pass."""
        if view_key not in self._views:
            self._views[view_key] = self._loaded_view(view_key)
        wanted = [column for column in dict.fromkeys(columns) if column not in self._views[view_key].column_names]
        referenced: dict[ForeignKey, list[BoundColumn]] = defaultdict(list)
        for column in wanted:
            if column.path:
                referenced[column.path[0]].append(column)
        for key, through in referenced.items():
            self._views[view_key] = self._join_referenced(view_key, key, through)
            self._count_join(view_key, (key.resource, view_key[1]))
        for column in wanted:
            if column.derivation and not column.path:
                self._add_columns(view_key, column.derivation.own_columns)
        # What a calculated column is made of may have been wanted beside it: by now it is there.
        self._add_calculated(
            view_key, [column for column in wanted if column not in self._views[view_key].column_names]
        )
        return self._views[view_key]

    def _join_referenced(self, view_key: ViewKey, key: ForeignKey, columns: Sequence[BoundColumn]) -> TableView:
        """The view with columns of the rows that a foreign key refers to."""
        table, until = view_key
        beyond = {column: column._replace(path=column.path[1:]) for column in columns}
        referenced = self._add_columns((key.resource, until), beyond.values())
        names = {column: (other, self.fresh_name()) for column, other in beyond.items()}
        return join_referenced_rows(
            self._views[view_key], referenced, self.loaded.plan.key_ends[table, key], names, self.fresh_name
        )

    def _add_calculated(self, view_key: ViewKey, columns: Sequence[BoundColumn]) -> None:
        linked: dict[RollupLink, list[BoundColumn]] = defaultdict(list)
        for column in columns:
            derivation, view = column.derivation, self._views[view_key]
            if derivation and derivation.link and not column.field.is_untyped:
                linked[derivation.link].append(column)
            elif derivation:
                value = calculated_columns.row_column_value(view, column, derivation, self.categories)
                name = self.fresh_name()
                self._views[view_key] = view.with_added_columns(
                    view.frame.with_columns(value.alias(name)), {column: name}
                )
        for link, over_link in linked.items():
            self._views[view_key] = self._join_rollups(view_key, link, over_link)
            self._count_join(view_key, (link.table, view_key[1]))
        for column in columns:
            calculated_columns.check_required_values(self._views[view_key], column, view_key[1] or self.until)
            over = column.derivation.link if column.derivation else None
            view = self._views[view_key]
            self.note_rounded_numbers(view, column, self._views.get((over.table, view_key[1]), view) if over else view)

    def note_rounded_numbers(self, view: TableView, column: BoundColumn, calculated_over: TableView) -> None:
        """Keep in mind a calculated column in which numbers are rounded, and which is over the rows of another view."""
        derivation = column.derivation
        if derivation is None or derivation.definition is None:
            return
        limit = calculated_over.rounding_limits.get(derivation.definition.full_name)
        if limit is not None and calculated_columns.reaches_size(view, column, limit):
            self._rounded_columns[derivation.definition.full_name] = None

    def _join_rollups(self, view_key: ViewKey, link: RollupLink, columns: Sequence[BoundColumn]) -> TableView:
        """The view with columns over the rows that belong to each row."""
        table, until = view_key
        needed = [other for column in columns if column.derivation for other in column.derivation.linked_columns]
        linked = self._add_columns((link.table, until), needed)
        if without_key := calculated_columns.find_rows_without_key(linked, link, table):
            self.rows_without_key[link] = without_key
        code = f"{table}.{columns[0].field.name}"
        known = calculated_columns.rows_known_at(linked, link, until, self.binder, code)
        names = {column: self.fresh_name() for column in columns}
        rows = rollups.link_rows(known, link, self._views[view_key])
        return calculated_columns.join_rollups(self._views[view_key], rows, names, self.categories, self.fresh_name)


def join_referenced_rows(
    view: TableView,
    referenced: TableView,
    ends: KeyEnds,
    names: Mapping[BoundColumn, tuple[BoundColumn, str]],
    fresh_name: Callable[[], str],
) -> TableView:
    """The view with columns of the rows that a foreign key leads to; missing where it leads to none.

    `names` gives each new column, as seen from the view, the column of the referenced table and a fresh name.
    """
    # Keys get fresh names: on some engines a join keeps those of both sides.
    keys = {referenced.column_names[BoundColumn(field)]: fresh_name() for field in ends.referenced}
    selected = [nw.col(name).alias(fresh) for name, fresh in keys.items()]
    selected += [referenced[other].alias(name) for other, name in names.values()]
    right = referenced.frame.select(*selected).filter(*(~nw.col(name).is_null() for name in keys.values()))
    left_on = [view.column_names[BoundColumn(field)] for field in ends.referring]
    frame = view.frame.join(right, left_on=left_on, right_on=list(keys.values()), how="left")
    return view.with_added_columns(frame, {column: name for column, (_, name) in names.items()})


def load_table_view(engine: Engine, binder: Binder, table: str, columns: Sequence[BoundColumn]) -> TableView:
    """The view of one table alone."""
    plan = plan_columns(binder, [ColumnRequest(table, tuple(columns))])
    return JoinedTables(load_tables(engine, plan), binder).table_view(table)
