"""Whether definitions make sense together: what a measure needs, formulas without circles, categories told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from roundtable_cli.errors import suggest_nearest
from roundtable_cli.indicators.definitions.framework import (
    DISTINCT_MEASURES,
    FORMULA_MEASURES,
    LIFE_OF_PROJECT,
    MEASURE_NAMES,
    QUOTIENT_MEASURES,
    CalculatedColumn,
    Dimension,
    Indicator,
    ResultsFramework,
    normalize_spelling,
)
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.mapping_reader import MappingReader

COLUMN_MEASURES = ("unique", "sum", "mean", "min", "max", "latest")
WEIGHTED_MEASURES = ("count", "sum", "mean", "share")


def check_indicator_keys(indicator: Indicator, shape: MappingReader) -> None:
    """What a measure needs, and what it has no use for."""
    measure = indicator.measure
    if not measure:
        if "measure" not in shape.mapping:
            shape.add_fault("an indicator needs a measure", f"one of {', '.join(MEASURE_NAMES)}")
        return
    needs = {"table": not indicator.is_formula, "column": measure in COLUMN_MEASURES}
    needs["meets"] = measure == "share"
    _check_column_sets(indicator, shape)
    bars = dict.fromkeys(("table", "column", "where", "date"), indicator.is_formula) | {"meets": measure != "share"}
    bars["column"] |= measure == "count"
    bars["weight"] = measure not in WEIGHTED_MEASURES
    bars |= dict.fromkeys(("of", "numerator", "denominator"), not indicator.is_formula)
    for key, needed in needs.items():
        if needed and key not in shape.mapping:
            shape.add_fault(f"{measure} needs a {key}", f"write {key} = …")
    for key, barred in bars.items():
        if barred and key in shape.mapping:
            shape.add_fault(f"{measure} has no use for {key}", "leave it out", key)
    if measure in {"ratio", "difference"} and len(indicator.parts) != 2:
        shape.add_fault(f"{measure} is over two indicators", 'write of = ["…", "…"]')
    if measure == "product" and len(indicator.parts) < 2:
        shape.add_fault("product is over two indicators or more", 'write of = ["…", "…"]')


def _check_column_sets(indicator: Indicator, shape: MappingReader) -> None:
    """What is counted over several tables, or as a set of several columns, or weighted."""
    measure = indicator.measure
    if indicator.tables and measure != "unique":
        shape.add_fault(f"{measure} over several tables", "only unique counts over them together", "table")
    if indicator.tables and indicator.columns and len(indicator.columns) != len(indicator.tables):
        shape.add_fault("a column for each table is needed", "name one for all, or one per table", "column")
    if indicator.columns and not indicator.tables and measure not in DISTINCT_MEASURES:
        shape.add_fault(f"{measure} over several columns", "only unique and share count sets", "column")
    if indicator.weight and measure == "share" and indicator.column:
        shape.add_fault("a weighted share is of rows", "leave out column, or weight", "weight")


def check_calculated_keys(calculated: CalculatedColumn, shape: MappingReader) -> None:
    """A calculated column has rows or columns to be worked out from, and only what these have a use for."""
    rule = calculated.rule
    measure, over_rows = rule.measure, bool(rule.table)
    if over_rows == bool(rule.parts):
        shape.add_fault(
            "a calculated column needs either from or of", 'write from = "…", a table, or of = […], columns'
        )
        return
    if not measure:
        if "measure" not in shape.mapping:
            shape.add_fault("a calculated column needs a measure", f"one of {', '.join(MEASURE_NAMES)}")
        return
    if measure in (FORMULA_MEASURES if over_rows else ("latest",)):
        shape.add_fault(f"{measure} needs {'of' if over_rows else 'from'}", "choose another measure", "measure")
        return
    needs = {"column": over_rows and measure in COLUMN_MEASURES, "meets": over_rows and measure == "share"}
    needs["is"] = not over_rows and measure == "share"
    for key, needed in needs.items():
        if needed and key not in shape.mapping:
            shape.add_fault(f"{measure} needs {'an' if key == 'is' else 'a'} {key}", f"write {key} = …")
    bars = dict.fromkeys(("column", "where", "meets", "match", "date", "until", "since"), not over_rows)
    bars["column"] |= measure == "count"
    bars["meets"] |= measure != "share"
    bars["is"] = over_rows or measure not in {"count", "share"}
    bars |= dict.fromkeys(("factor", "decimals"), measure in {"count", "unique"})
    for key, barred in bars.items():
        if barred and key in shape.mapping:
            shape.add_fault(
                f"{measure} {'of columns ' if not over_rows else ''}has no use for {key}", "leave it out", key
            )
    if measure in {"ratio", "difference"} and len(rule.parts) != 2:
        shape.add_fault(f"{measure} is of two columns", 'write of = ["…", "…"]')
    if calculated.decimals is not None and not 0 <= calculated.decimals <= 6:
        shape.add_fault("decimals are from 0 to 6", "", "decimals")


def check_dimension_keys(dimension: Dimension, shape: MappingReader) -> None:
    """A dimension has something to divide by, and no spelling that means two categories."""
    if not (dimension.column or dimension.columns_by_table or dimension.has_conditions):
        shape.add_fault("a dimension needs a column, or categories by condition", 'write column = "…"')
    if any(low >= high for low, high in pairwise(dimension.bands)):
        shape.add_fault("bands must ascend", "write the first age of each band, from young to old", "bands")
    if dimension.has_conditions and not all(category.where for category in dimension.categories):
        shape.add_fault(
            "categories by condition and by value don't mix", "give every category a where, or none", "categories"
        )
    spelled: dict[str, str] = {}
    for category in dimension.categories:
        for spelling in {normalize_spelling(word) for word in (category.code, *category.aliases)}:
            if spelled.setdefault(spelling, category.code) != category.code:
                fault = f'"{spelling}" belongs to {spelled[spelling]} and to {category.code}'
                shape.add_fault(fault, "an alias names one category", "categories")


def check_framework(framework: ResultsFramework, shape: MappingReader) -> None:
    """The indicators together: formulas over indicators there are, and dimensions to disaggregate by."""
    _check_formulas(framework, shape)
    for one in framework.indicators.values():
        for period in one.targets:
            try:
                framework.reporting_period(period if period != LIFE_OF_PROJECT else "..9999")
            except ValueError as error:
                shape.add_fault(
                    str(error), f'or write "{LIFE_OF_PROJECT}", the life of project', f"[indicators.{one.code}.targets]"
                )
    _check_disaggregation(framework, shape)
    for name in framework.dimensions:
        if circle := _find_cycle(_tested_names(framework), name):
            shape.add_fault(f"categories in a circle: {' → '.join(circle)}", "break it", f"[dimensions.{name}]")


def _check_formulas(framework: ResultsFramework, shape: MappingReader) -> None:
    """Formulas name indicators there are, run in no circle, and divide no ratio."""
    known = framework.indicators
    for indicator in known.values():
        place = f"[indicators.{indicator.code}]"
        for part in indicator.parts:
            if part not in known:
                shape.add_fault(f'no indicator "{part}"', suggest_nearest(part, known), place)
            elif indicator.measure == "ratio" and known[part].measure in QUOTIENT_MEASURES:
                shape.add_fault(
                    f"a ratio of {part}, which is a ratio", "name the sums or counts that it is made of", place
                )
        if circle := _find_cycle({code: one.parts for code, one in known.items()}, indicator.code):
            shape.add_fault(f"a formula in a circle: {' → '.join(circle)}", "break it", place)


def _tested_names(framework: ResultsFramework) -> dict[str, tuple[str, ...]]:
    """The names that the categories of each dimension test."""
    return {
        name: tuple(one.name for category in dimension.categories for one in category.where if one.name != name)
        for name, dimension in framework.dimensions.items()
    }


def _find_cycle(parts: Mapping[str, Sequence[str]], name: str, path: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The way from a name through its parts back to it, if there is one."""
    if name in path:
        return (*path, name) if path[0] == name else ()
    return next((circle for part in parts.get(name, ()) if (circle := _find_cycle(parts, part, (*path, name)))), ())


def _check_disaggregation(framework: ResultsFramework, shape: MappingReader) -> None:
    for indicator in framework.indicators.values():
        for name in indicator.disaggregate:
            if name not in framework.dimensions and name not in MONTHS_PER_UNIT:
                known = (*framework.dimensions, *MONTHS_PER_UNIT)
                shape.add_fault(
                    f'no dimension "{name}"',
                    suggest_nearest(name, known),
                    f"[indicators.{indicator.code}] disaggregate",
                )
