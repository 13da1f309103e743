"""Dates decades away from all others of their column: a slip of the pen in the year (0205, 2202), or a blank (1900).

A date is far where a gap of thirty years or more parts it from most of the others, and of twice the years that these
spread over: dates of birth from 1950 to 2010 leave room for one of 1900. So is one before 1901, which spreadsheets make
of a zero, or after 2100, where most others lie between. Where no group of dates has most of the rows, nothing is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import FAR_DATE
from roundtable_cli.tables.profiling.column_profile import ColumnProfile
from roundtable_cli.tables.table import Field
from roundtable_cli.tables.values import parsing

MIN_GAP = timedelta(days=30 * 365)
GAP_PER_SPREAD = 2
FIRST_USUAL_YEAR, LAST_USUAL_YEAR = 1901, 2100
_DAY_LENGTH = len("2018-11-19")


def find_far_dates(column: ColumnProfile) -> Iterator[Finding]:
    """Dates far from the rest of their column, each once, with the range of the rest.

    Where the schema declares the last date that there may be, those after the rest are right; so with the first.
    """
    dates_by_text = _dates_by_text(column)
    if not dates_by_text:
        return
    rows = Counter[datetime]()
    for text, moment in dates_by_text.items():
        rows[moment] += column.text_counts[text]
    far = find_far_moments(rows)
    rest = [moment for moment in rows if moment not in far] if far else []
    is_bounded = column.field.constraints.is_bounded
    texts = {
        text for text, moment in dates_by_text.items() if moment in far and not is_bounded(above=moment > min(rest))
    }
    for text, place in column.find_first_places(texts).items():
        spread = "" if column.field.personal else f" ({min(rest):%Y-%m-%d} to {max(rest):%Y-%m-%d})"
        fault = f"{column.quote_text(text)} is decades away from the other dates{spread}"
        yield column.make_warning(FAR_DATE, place, fault, "correct the date, if it is wrong")


def find_far_moments(rows: Mapping[datetime, int]) -> set[datetime]:
    """The dates, of some, that are far from the others; `rows` says how many rows have each."""
    groups = list[list[datetime]]()
    for moment in sorted(rows):
        if groups and moment - groups[-1][-1] < MIN_GAP:
            groups[-1].append(moment)
        else:
            groups.append([moment])
    main = max(groups, key=lambda group: sum(map(rows.__getitem__, group)), default=[])
    main_rows, all_rows = sum(map(rows.__getitem__, main)), sum(rows.values())
    reach = max(MIN_GAP, GAP_PER_SPREAD * (main[-1] - main[0])) if main else MIN_GAP
    has_majority = 2 * main_rows > all_rows
    far = {moment for moment in rows if has_majority and not _is_near(moment, main[0], main[-1], reach)}
    unusual = {moment for moment in rows if not FIRST_USUAL_YEAR <= moment.year <= LAST_USUAL_YEAR}
    few_unusual = 2 * sum(map(rows.__getitem__, unusual)) <= all_rows
    return far | unusual if few_unusual and len(unusual) < len(rows) else far


def _is_near(moment: datetime, first: datetime, last: datetime, reach: timedelta) -> bool:
    # Differences, as the ends of the calendar may be nearer than the reach.
    return (moment >= first or first - moment < reach) and (moment <= last or moment - last < reach)


def _dates_by_text(column: ColumnProfile) -> dict[str, datetime]:
    """The date of each text that is one; of times the day, which is read once for all of its times.

    None, where the dates are too close together for one to be far, as in most columns.
    """
    field = column.field
    if field.type != "datetime" or field.format not in {"default", ""} or field.serial:
        known = _parse_dates(field, column.text_counts)
        return known if _may_be_far(known.values()) else {}
    days = _parse_dates(field._replace(type="date"), {text[:_DAY_LENGTH] for text in column.text_counts})
    if not _may_be_far(days.values()):
        return {}
    return {text: days[text[:_DAY_LENGTH]] for text in column.text_counts if text[:_DAY_LENGTH] in days}


def _parse_dates(field: Field, texts: Iterable[str]) -> dict[str, datetime]:
    parse, known = parsing.make_text_parser(field), dict[str, datetime]()
    for text in texts:
        with suppress(ValueError):
            if isinstance(value := parse(text), datetime):
                known[text] = value
    return known


def _may_be_far(moments: Collection[datetime]) -> bool:
    """Whether some dates spread far enough for one to be decades away."""
    return bool(moments) and max(moments) - min(moments) >= MIN_GAP
