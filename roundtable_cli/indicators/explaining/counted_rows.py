"""The rows that count for a value, asked of the engine some thousands at a time: first appearances, and categories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import narwhals.stable.v2 as nw

from roundtable_cli.indicators.binding.bound_columns import row_number
from roundtable_cli.indicators.computing import category_columns, windows
from roundtable_cli.indicators.computing.windows import PeriodQuery
from roundtable_cli.indicators.definitions.dimensions import NOT_RECORDED
from roundtable_cli.indicators.frames.view import TableView, distinct_rows
from roundtable_cli.tables.engines.engine import Frame, Row


class CountedRow(NamedTuple):
    """What is known of a row that counts.

    `first` is the ordinal of the first row of the same value, `first_meeting` of the first of them that meets the
    condition of a share; None where the row has no value. It `meets` that condition, or what that tests `is_blank`.
    """

    first: int | None = None
    first_meeting: int | None = None
    meets: bool = False
    is_blank: bool = False
    day: datetime | None = None


class CountedRows:
    """The rows of one indicator that count, in any category and in the total."""

    def __init__(self, query: PeriodQuery) -> None:
        self.query = query
        self.lacks_date = query.period is not None and query.bound.date is None
        (window,) = windows.iter_windows(query, ())
        self.view = window.view
        self._counted = self._persist(self._select_counted())
        self._categories = self._select_categories()

    @property
    def tells_apart(self) -> bool:
        """Whether each different value counts once."""
        return self.query.bound.indicator.traits.counts_distinct and self.query.bound.column is not None

    def fetch(self, start: int, end: int) -> dict[int, CountedRow]:
        """The rows that count in the total, by their ordinals, of those from one to before another."""
        if self.lacks_date:
            return {}
        found = {}
        for row, first, meeting, meets, blank, day in self._fetch_range(self._counted, start, end):
            firsts = [None if number is None else int(number) for number in (first, meeting)]
            found[int(row)] = CountedRow(firsts[0], firsts[1], bool(meets), bool(blank), day)
        return found

    def fetch_categories(self, start: int, end: int) -> dict[int, tuple[tuple[str, ...], ...]]:
        """The categories in which each row counts, of each breakdown; a row that counts in none is not in it."""
        found: dict[int, list[dict[str, None]]] = {}
        for frame in () if self.lacks_date else self._categories:
            for row, *codes in self._fetch_range(frame, start, end):
                own = found.setdefault(int(row), [{} for _ in codes])
                for known, code in zip(own, codes, strict=True):
                    known[NOT_RECORDED if code is None else str(code)] = None
        return {row: tuple(tuple(sorted(known)) for known in own) for row, own in found.items()}

    def overlapping_rows(self) -> set[int]:
        """The ordinals of the rows of whatever is counted in more than one category of the breakdowns."""
        if self.lacks_date:
            return set()
        view, keys = self._categorized_view()
        unit = self._person_name(view) if self.tells_apart else view.column_names[row_number()]
        known = [nw.when(nw.col(key).is_null()).then(nw.lit("")).otherwise(nw.col(key)).alias(key) for key in keys]
        pairs = distinct_rows(view.frame.filter(~nw.col(unit).is_null()).select(nw.col(unit).alias("unit"), *known))
        several = pairs.group_by("unit").agg(nw.len().alias("n")).filter(nw.col("n") > 1).select("unit")
        rows = view.frame.select(nw.col(unit).alias("own"), view[row_number()].alias("row"))
        joined = rows.join(several, left_on="own", right_on="unit", how="inner").select("row")
        return {int(row) for (row,) in view.engine.fetch_rows(joined)}

    def _person_name(self, view: TableView) -> str:
        column = self.query.measure_query.operand
        return view.code_names.get(column, view.column_names[column])

    def _select_counted(self) -> Frame:
        """Of each row that counts: its ordinal, and the parts of a `CountedRow`."""
        asked, view, row = self.query.measure_query, self.view, self.view[row_number()]
        none = nw.when(row < 0).then(row)  # a column of nothing, which every engine has a type for
        is_meeting = row < 0 if asked.meets is None else asked.meets.fill_null(value=False)
        is_blank = row < 0 if asked.blank is None else asked.blank.fill_null(value=False)
        counts = ~is_blank if asked.excludes_blanks else row >= 0
        frame = view.frame.with_columns(
            nw.when(is_meeting).then(nw.lit(1)).otherwise(nw.lit(0)).alias("meets"),
            nw.when(is_blank).then(nw.lit(1)).otherwise(nw.lit(0)).alias("blank"),
            nw.when(counts).then(row).alias("counting"),
            nw.when(is_meeting & counts).then(row).alias("meeting"),
        )
        if self.tells_apart:
            person = self._person_name(view)
            firsts = [
                nw.when(~nw.col(person).is_null()).then(nw.col(name).min().over(person)).alias(alias)
                for name, alias in (("counting", "first"), ("meeting", "first_meeting"))
            ]
            frame = frame.with_columns(*firsts)
        else:
            frame = frame.with_columns(none.alias("first"), none.alias("first_meeting"))
        needs_date = self.query.bound.indicator.traits.needs_date and asked.date is not None
        day = view[asked.date] if needs_date and asked.date else none
        return frame.select(row.alias("row"), "first", "first_meeting", "meets", "blank", day.alias("day"))

    def _categorized_view(self) -> tuple[TableView, Sequence[str]]:
        bound = self.query.bound
        return category_columns.add_category_columns(bound, self.view, self.query.categories, bound.breakdowns)

    def _select_categories(self) -> list[Frame]:
        """The ordinal of each row with a category of each breakdown; a row in several of them is there several times.

        Of an indicator that counts the latest rows alone, each period has rows of its own. Of a cumulative one each row
        is in the period of its date, though later periods count it too.
        """
        bound = self.query.bound
        if not bound.breakdowns or self.lacks_date:
            return []
        by_time = any(breakdown.is_by_time for breakdown in bound.breakdowns)
        if by_time and bound.indicator.accumulation == "latest":
            found = [(window.view, window.keys) for window in windows.iter_windows(self.query, bound.breakdowns)]
        else:
            found = [self._categorized_view()]
        return [self._persist(view.frame.select(view[row_number()].alias("row"), *keys)) for view, keys in found]

    def _persist(self, frame: Frame) -> Frame:
        rows = sum(map(len, self.view.sources))
        return self.view.engine.persist_frame(frame, rows, is_deep=True)

    def _fetch_range(self, frame: Frame, start: int, end: int) -> list[Row]:
        own = frame.filter(nw.col("row") >= start, nw.col("row") < end)
        return self.view.engine.fetch_rows(own)
