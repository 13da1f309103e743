"""Breakdowns by time that would be nearly all empty: one far date makes hundreds of periods without a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import pairwise

from roundtable_cli.errors import Finding, Refused
from roundtable_cli.finding_codes import FAR_DATE, USAGE
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT, unit_offset
from roundtable_cli.tables.quality.far_dates import FIRST_USUAL_YEAR, LAST_USUAL_YEAR
from roundtable_cli.tables.values import parsing

MIN_EMPTY_PERIODS = 90  # fewer are printed, whatever the dates
MAX_EMPTY_PERIODS = 240  # of months, twenty years
MAX_PERIODS = 1_200  # of one breakdown, a hundred years of months: `track` asks each indicator about each of them
EMPTY_PER_FILLED = 3  # empty periods for each with records, from which on a breakdown is nearly all empty
FAR_MONTHS = 30 * 12  # between two dates, of which one is likely wrong


def check_sparse_periods(
    unit: str, months: Sequence[int], fiscal_year_start: int, binder: Binder, bounds: Iterable[BoundIndicator]
) -> None:
    """Refused where most periods of a unit have no record, and they are many: the row with the first date is named.

    `months` are those that have records, in order, counted from year 0. Many are hundreds, or dozens where thirty years
    or more lie between two dates.
    """
    if len(months) < 2:
        return
    offset = unit_offset(unit, fiscal_year_start)
    filled = {(month - offset) // MONTHS_PER_UNIT[unit] for month in months}
    count = max(filled) - min(filled) + 1
    empty = count - len(filled)
    gap, position = max((later - earlier, index) for index, (earlier, later) in enumerate(pairwise(months), 1))
    most = MIN_EMPTY_PERIODS if gap >= FAR_MONTHS else MAX_EMPTY_PERIODS
    if empty <= most or empty <= EMPTY_PER_FILLED * len(filled):
        return
    far, others = _split_far_month(months, position)
    likely = _likeliest_months(others)
    shown = f"{far // 12:04d}-{far % 12 + 1:02d}"
    name = unit.replace("-", " ")
    fault = f"by {name} there would be {count:,} periods, of which {len(filled):,} have records: one date is in {shown}"
    remedy = (
        "correct the date, if it is wrong; or say which years you want: "
        f"--period {likely[0] // 12:04d}..{likely[-1] // 12:04d}"
    )
    finding = next(_find_rows_in_month(binder, bounds, far), None)
    place = (finding.file, finding.row, finding.column) if finding else ("", None, "--by")
    raise Refused(Finding(FAR_DATE, fault, remedy, *place))


def check_period_count(unit: str, first: date, last: date) -> None:
    """Refused where a breakdown by a unit of time has more periods than anybody reads."""
    count = ((last.year - first.year) * 12 + last.month - first.month) // MONTHS_PER_UNIT[unit] + 1
    if count > MAX_PERIODS:
        fault = f"by {unit.replace('-', ' ')} there would be {count:,} periods; at most {MAX_PERIODS:,} are computed"
        remedy = "ask for fewer years with --period, or for longer periods with --by year"
        raise Refused(Finding(USAGE, fault, remedy, column="--by"))


def _split_far_month(months: Sequence[int], position: int) -> tuple[int, Sequence[int]]:
    """The month at one end that is likely wrong, and the months on the other side of the widest gap.

    It is at the end with years that no project has, else where fewer months have records.
    """
    early, late = months[:position], months[position:]
    return (early[0], late) if _likeliness(early) <= _likeliness(late) else (late[-1], early)


def _likeliest_months(months: Sequence[int]) -> Sequence[int]:
    """Of months the likeliest that no other slip of a year is among: those between two gaps of decades."""
    ends = [index for index, (earlier, later) in enumerate(pairwise(months), 1) if later - earlier >= FAR_MONTHS]
    return max((months[start:end] for start, end in pairwise((0, *ends, len(months)))), key=_likeliness)


def _likeliness(months: Sequence[int]) -> tuple[bool, int]:
    """How likely a project has records in all of some months: first of the years that projects have, then of many."""
    return all(FIRST_USUAL_YEAR <= month // 12 <= LAST_USUAL_YEAR for month in months), len(months)


def _find_rows_in_month(binder: Binder, bounds: Iterable[BoundIndicator], month: int) -> Iterator[Finding]:
    """A finding without words for each row that is dated in a month."""
    for bound in bounds:
        for part in bound.per_table:
            if part.date is None or part.date.derivation:
                continue
            source = binder.resolve_source(part.date.owner_table(part.indicator.table))
            read_cell = parsing.make_cell_reader(part.date.field)
            for (text,), (file, row) in source.iter_records([part.date.field]):
                value, _ = read_cell(text)
                if isinstance(value, datetime) and value.year * 12 + value.month - 1 == month:
                    yield Finding(FAR_DATE, "", "", file, row, part.date.field.name)
