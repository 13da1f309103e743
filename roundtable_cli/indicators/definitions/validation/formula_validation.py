"""Whether indicators that are made of others make sense: of ones there are, not of themselves, in one unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from roundtable_cli.errors import suggest_nearest
from roundtable_cli.indicators.definitions.definition_graph import order_parts_first
from roundtable_cli.indicators.definitions.dimensions import normalize_spelling
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.indicators.definitions.measures import MEASURES_OF_PARTS
from roundtable_cli.indicators.definitions.validation.definition_depth import report_circle
from roundtable_cli.mapping_reader import MappingReader


def check_formulas(framework: ResultsFramework, reader: MappingReader) -> None:
    """Formulas are made of indicators that there are, never of themselves, and no ratio is divided again.

    A sum adds up what is in one unit, and nothing that may count somebody twice.
    """
    known = framework.indicators
    for indicator in known.values():
        section = f"[indicators.{indicator.code}]"
        for part in indicator.parts:
            if part not in known and indicator.is_formula:
                reader.add_fault(f'no indicator "{part}"', suggest_nearest(part, known), section)
            elif indicator.is_formula and indicator.traits.has_ratio_parts and known[part].traits.has_ratio_parts:
                reader.add_fault(
                    f"{part} is a ratio or share itself", "divide the sums or counts that it is made of", section
                )
    circles = order_parts_first(known, lambda code: known[code].parts if code in known else ()).circles
    for circle in circles:
        report_circle(circle, "indicators in a circle", "compute one from other indicators", "indicators", reader)
    for indicator in known.values() if not circles else ():
        if _is_sum(indicator) and all(part in known for part in indicator.parts):
            _check_sum(indicator, framework, reader)


def _is_sum(indicator: Indicator) -> bool:
    return indicator.is_formula and indicator.measure in MEASURES_OF_PARTS


def _check_sum(indicator: Indicator, framework: ResultsFramework, reader: MappingReader) -> None:
    key, known = f"[indicators.{indicator.code}] of", framework.indicators
    counted = [known[code] for code in dict.fromkeys(_added_codes(indicator, known, through_differences=True))]
    unique = [part for part in counted if part.traits.counts_distinct and part.traits.is_count]
    if unique:
        names = " and ".join(part.code for part in unique)
        fault = f"{names} {'count' if len(unique) > 1 else 'counts'} each person once; added up, who is in several"
        reader.add_fault(f"{fault} would be counted again", _count_together(indicator, unique), key)
    for code, times in Counter(_added_codes(indicator, known)).items():
        if times > 1:
            reader.add_fault(f"{code} is added {times} times", "name it once, and no sum that it is in", key)
    units = {
        normalize_spelling(unit(framework.languages[0])): unit(framework.languages[0])
        for unit in (known[part].unit for part in indicator.parts)
        if unit.texts
    }
    if len(units) > 1:
        named = " and ".join(f"{unit}" for unit in units.values())
        reader.add_fault(f"its parts are in different units: {named}", "add up indicators of one unit", key)


def _added_codes(
    indicator: Indicator, known: Mapping[str, Indicator], through_differences: bool = False
) -> Iterator[str]:
    """The codes of what a sum adds up in the end, one as often as it is added; of sums in it what these add up."""
    for code in indicator.parts:
        part = known.get(code)
        if part and (_is_sum(part) or (through_differences and part.is_formula and part.traits.keeps_unit)):
            yield from _added_codes(part, known, through_differences)
        elif part:
            yield code


def _count_together(indicator: Indicator, unique: list[Indicator]) -> str:
    """What to write instead of a sum of unique counts."""
    tables = list(dict.fromkeys(table for part in unique for table in part.tables or (part.table,)))
    columns = list(dict.fromkeys(column for part in unique for column in part.columns or (part.column,)))
    if len(tables) == 1 or len(unique) < len(indicator.parts):
        return 'count all of them in one indicator: measure = "unique", with conditions that take all their rows'
    named = ", ".join(f'"{table}"' for table in tables)
    names = ", ".join(f'"{column}"' for column in columns)
    return f'count them together: measure = "unique", table = [{named}], column = ' + (
        names if len(columns) == 1 else f"[{names}]"
    )
