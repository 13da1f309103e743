"""Where the records of a whole project end: the last date of any row that an indicator counts or could count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from roundtable_cli.errors import FindingCollector
from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_columns import BoundColumn
from roundtable_cli.indicators.computing import windows
from roundtable_cli.indicators.computing.joins import load_table_view
from roundtable_cli.indicators.definitions.framework import Indicator
from roundtable_cli.tables.engines.engine import Engine

DatedTable = tuple[str, BoundColumn]  # a table, and the column that puts its rows in a period


def find_last_date(engine: Engine, binder: Binder) -> date | None:
    """The last date in the tables of all indicators; None without any.

    A table that can't be read, or whose date is not known, tells nothing here: what is wrong with it is told where it
    is asked for.
    """
    last = []
    for table, day in dict.fromkeys(list_dated_tables(binder, binder.framework.indicators.values())):
        with FindingCollector():
            if found := windows.find_date_range(load_table_view(engine, binder, table, [day]), day):
                last.append(found[1])
    return max(last, default=None)


def list_dated_tables(binder: Binder, indicators: Iterable[Indicator]) -> Iterator[DatedTable]:
    """The tables of some indicators that have dates; those of formulas are in their parts."""
    for indicator in indicators:
        for part in indicator.per_table if not indicator.is_formula else ():
            with FindingCollector():
                if day := binder.resolve_date(part):
                    yield part.table, day
