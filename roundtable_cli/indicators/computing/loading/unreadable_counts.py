"""How many cells that can't be read are left out of what each indicator reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roundtable_cli.indicators.binding.binder import Binder
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.computing.loading.load_plan import plan_indicators
from roundtable_cli.tables.inference.assumptions.unreadable_cells import count_unreadable


def count_unreadable_cells(
    binder: Binder, codes: Iterable[str], by_code: Mapping[str, BoundIndicator]
) -> dict[str, int]:
    """The number for each of some indicators, of a formula in all its parts; none where no column says to leave any."""
    tables = [source.table for source in binder.sources.values()]
    if not any(field.leaves_unreadable for table in tables for field in table.fields or ()):
        return {}
    counts = {}
    for code in codes:
        parts = [by_code[part.code] for part in binder.framework.with_parts([code]) if part.code in by_code]
        plan = plan_indicators(binder, parts)
        fields = [field for table in plan.tables.values() for field in table.read_fields]
        counts[code] = sum(map(count_unreadable, fields))
    return counts if any(counts.values()) else {}
