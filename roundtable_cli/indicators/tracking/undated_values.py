"""Values to date of indicators whose records have no dates: at the end of the project, that of all records.

No earlier period has one, as nobody knows what had been recorded by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.computing.dated_rows import last_records
from roundtable_cli.indicators.definitions.periods import ReportingPeriod
from roundtable_cli.indicators.results import Note
from roundtable_cli.indicators.tracking.plan import TargetPlan
from roundtable_cli.indicators.tracking.status import Tracked


def find_undated_ends(binder: Binder, plan: TargetPlan, codes: Iterable[str]) -> dict[str, date]:
    """The end of the project for each of some indicators that have a target, and no table with a date.

    A table with several dates, of which none is chosen, has dates.
    """
    ends = ((code, plan.find_end(binder.framework, code)) for code in plan.list_codes() if code in {*codes})
    return {code: end for code, end in ends if end and not _has_dates(binder, code)}


def _has_dates(binder: Binder, code: str) -> bool:
    parts = binder.framework.with_parts([code])
    if any(last_records.list_dated_tables(binder, parts)):
        return True
    tables = (table for part in parts if not part.is_formula for table in part.tables or (part.table,))
    return any(binder.date_fields(table) for table in tables)


def is_known_by(period: ReportingPeriod | None, end: date | None) -> bool:
    """Whether a period reaches the end of the project, so that all records without a date are of its time."""
    return end is not None and period is not None and period.end is not None and period.end >= end


def find_undated_notes(lines: Sequence[Tracked], ends: Mapping[str, date]) -> Iterator[Note]:
    """A note for each indicator whose records without dates make its value to date."""
    told = {
        line.indicator.code: line
        for line in lines
        if line.indicator.code in ends and line.result.value is None and line.to_date is not None
    }
    for code, line in told.items():
        yield Note("undated-to-date", line.indicator, {"day": ends[code]})
