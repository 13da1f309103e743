"""A comparison of values of then with values of now: what has moved, by how much, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from roundtable_cli.comparison.freezing.frozen_report import FrozenNumber, FrozenReport, FrozenTracking
from roundtable_cli.errors import RowPlace
from roundtable_cli.indicators.results import CellKey, NumericValue, to_output_number

LATE_ROWS, ROWS_ADDED, ROWS_REMOVED, ROWS_CHANGED = "late-rows", "rows-added", "rows-removed", "rows-changed"
FILES_CHANGED, DEFINITION_EDITED, SCHEMA_EDITED = "files-changed", "definition-edited", "schema-edited"
PROGRAM_CHANGED, TOGETHER, UNKNOWN = "program-changed", "together", "unknown"
CAUSE_KINDS = (
    *(LATE_ROWS, ROWS_ADDED, ROWS_REMOVED, ROWS_CHANGED, FILES_CHANGED),
    *(DEFINITION_EDITED, SCHEMA_EDITED, PROGRAM_CHANGED, TOGETHER, UNKNOWN),
)
TRACKED_NUMBERS = ("to_date", "baseline", "milestone", "target", "status")


class Cause(NamedTuple):
    """A cause of a difference, and how much of the difference it makes; None where that can't be computed.

    `about` is the table, or the key of a definition; `detail` says what was exchanged for what. `places` are those of
    the rows that it is about, of removed rows in the files of then, and `columns` says in how many of them each column
    has changed. `parts` are the causes that make an effect together, where what each makes can't be computed.
    """

    kind: str
    about: str = ""
    effect: Fraction | None = None
    detail: str = ""
    places: tuple[RowPlace, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    parts: tuple[Cause, ...] = ()

    @property
    def rows(self) -> int | None:
        """How many rows it is about; None where it is about none, or that is not known."""
        return len(self.places) or None

    @property
    def effect_number(self) -> NumericValue | None:
        """The effect as results have numbers."""
        return None if self.effect is None else to_output_number(self.effect)


class ValueMove(NamedTuple):
    """A value of then and the value of now; None where there is none.

    The effects of its causes add up to the difference. Where it `is_hidden`, the difference would tell what few people
    have: value and difference are None, and the causes have no effects.
    """

    code: str
    label: str
    cell: CellKey
    unit: str
    old: FrozenNumber
    new: FrozenNumber
    difference: Fraction | None = None
    causes: tuple[Cause, ...] = ()
    is_hidden: bool = False
    has_moved: bool = False

    @property
    def difference_number(self) -> NumericValue | None:
        """The difference as results have numbers."""
        return None if self.difference is None else to_output_number(self.difference)


class TrackedMove(NamedTuple):
    """What the tracking table said of an indicator, and says now: `what` is one of `TRACKED_NUMBERS`."""

    code: str
    label: str
    what: str
    old: FrozenNumber
    new: FrozenNumber


class ReportComparison(NamedTuple):
    """A report compared with the records of today.

    `values` are all values, in the order of the report; `tracked` what has moved in the tracking table. `new_codes` are
    headline indicators that the report does not have. `has_no_marks` says that the rows can't be compared.
    Where two `files` of a `table` are compared, the report is that of the first.
    """

    report: FrozenReport
    values: tuple[ValueMove, ...]
    tracked: tuple[TrackedMove, ...] = ()
    new_codes: tuple[str, ...] = ()
    has_no_marks: bool = False
    files: tuple[str, str] | None = None
    table: str = ""

    @property
    def moved(self) -> tuple[ValueMove, ...]:
        """The values that have moved."""
        return tuple(value for value in self.values if value.has_moved)

    @property
    def has_moved(self) -> bool:
        """Whether anything has moved."""
        return bool(self.moved or self.tracked)


def compare_tracking(
    report: FrozenReport, now: Mapping[str, FrozenTracking], hidden: frozenset[str]
) -> Iterator[TrackedMove]:
    """What has moved in the tracking table of a period. The values to date of the `hidden` codes are not compared."""
    for line in report.tracking:
        today = now.get(line.code, FrozenTracking(line.code))
        for what in TRACKED_NUMBERS:
            old, new = getattr(line, what), getattr(today, what)
            if old != new and not (what == "to_date" and line.code in hidden):
                yield TrackedMove(line.code, report.labels.get(line.code, line.code), what, old, new)
