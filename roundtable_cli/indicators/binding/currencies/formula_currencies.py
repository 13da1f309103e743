"""The currencies of indicators that are made of others, as far as schema and units tell them before any row is read.

What only rows name is looked at when the answers are combined (`measures.formulas`).
"""

from __future__ import annotations

from collections.abc import Mapping

from roundtable_cli.errors import Finding
from roundtable_cli.finding_codes import DEFINITION
from roundtable_cli.indicators.binding.bound_indicator import BoundIndicator
from roundtable_cli.indicators.definitions.framework import Indicator, ResultsFramework
from roundtable_cli.tables.table import is_currency


def find_mixed_currencies(framework: ResultsFramework, bound: Mapping[str, BoundIndicator]) -> list[Finding]:
    """A finding for each sum or difference of amounts in two currencies, or in another one than its unit says."""
    findings, known = [], dict[str, str]()
    for indicator in framework.with_parts(framework.indicators):
        currencies = dict.fromkeys(filter(None, (known[code] for code in indicator.parts)))
        unit = indicator.unit("") if is_currency(indicator.unit("")) else ""
        if not (indicator.is_formula and indicator.traits.keeps_unit):
            known[indicator.code] = unit or _declared_currency(bound.get(indicator.code))
            continue
        if unit and indicator.factor == 1:  # a factor may convert the amounts
            currencies[unit] = None
        known[indicator.code] = unit or next(iter(currencies), "")
        if len(currencies) > 1:
            findings.append(_mixed_currencies_finding(framework, indicator, tuple(currencies)))
    return findings


def _declared_currency(bound: BoundIndicator | None) -> str:
    """The currency that the schema declares for the amounts of an indicator; "" where it declares none."""
    if bound is None or bound.column is None or not bound.indicator.traits.keeps_unit:
        return ""
    return bound.column.field.currency


def _mixed_currencies_finding(
    framework: ResultsFramework, indicator: Indicator, currencies: tuple[str, ...]
) -> Finding:
    fault = f"{indicator.measure} of amounts in {' and '.join(currencies)}"
    place = f"[indicators.{indicator.code}] of"
    return Finding(DEFINITION, fault, "convert them into one currency first", framework.file, None, place)
