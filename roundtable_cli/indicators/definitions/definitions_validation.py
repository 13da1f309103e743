"""Whether definitions make sense together: what a measure needs, formulas without circles, categories told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from roundtable_cli.errors import nearest
from roundtable_cli.indicators.definitions.framework import (
    FORMULAS,
    LOP,
    MEASURES,
    QUOTIENTS,
    TOLD_APART,
    Calculated,
    Dimension,
    Framework,
    Indicator,
    fold,
)
from roundtable_cli.indicators.definitions.periods import MONTHS
from roundtable_cli.mapping_reader import Shape

COLUMN_NEEDED = ("unique", "sum", "mean", "min", "max", "latest")
WEIGHTED = ("count", "sum", "mean", "share")


def indicator(indicator: Indicator, shape: Shape) -> None:
    """What a measure needs, and what it has no use for."""
    measure = indicator.measure
    if not measure:
        if "measure" not in shape.mapping:
            shape.fault("an indicator needs a measure", f"one of {', '.join(MEASURES)}")
        return
    needs = {"table": not indicator.formula, "column": measure in COLUMN_NEEDED}
    needs["meets"] = measure == "share"
    _several(indicator, shape)
    bars = dict.fromkeys(("table", "column", "where", "date"), indicator.formula) | {"meets": measure != "share"}
    bars["column"] |= measure == "count"
    bars["weight"] = measure not in WEIGHTED
    bars |= dict.fromkeys(("of", "numerator", "denominator"), not indicator.formula)
    for key, needed in needs.items():
        if needed and key not in shape.mapping:
            shape.fault(f"{measure} needs a {key}", f"write {key} = …")
    for key, barred in bars.items():
        if barred and key in shape.mapping:
            shape.fault(f"{measure} has no use for {key}", "leave it out", key)
    if measure in {"ratio", "difference"} and len(indicator.parts) != 2:
        shape.fault(f"{measure} is over two indicators", 'write of = ["…", "…"]')
    if measure == "product" and len(indicator.parts) < 2:
        shape.fault("product is over two indicators or more", 'write of = ["…", "…"]')


def _several(indicator: Indicator, shape: Shape) -> None:
    """What is counted over several tables, or as a set of several columns, or weighted."""
    measure = indicator.measure
    if indicator.tables and measure != "unique":
        shape.fault(f"{measure} over several tables", "only unique counts over them together", "table")
    if indicator.tables and indicator.columns and len(indicator.columns) != len(indicator.tables):
        shape.fault("a column for each table is needed", "name one for all, or one per table", "column")
    if indicator.columns and not indicator.tables and measure not in TOLD_APART:
        shape.fault(f"{measure} over several columns", "only unique and share count sets", "column")
    if indicator.weight and measure == "share" and indicator.column:
        shape.fault("a weighted share is of rows", "leave out column, or weight", "weight")


def calculated(calculated: Calculated, shape: Shape) -> None:
    """A calculated column has rows or columns to be worked out from, and only what these have a use for."""
    rule = calculated.rule
    measure, over_rows = rule.measure, bool(rule.table)
    if over_rows == bool(rule.parts):
        shape.fault("a calculated column needs either from or of", 'write from = "…", a table, or of = […], columns')
        return
    if not measure:
        if "measure" not in shape.mapping:
            shape.fault("a calculated column needs a measure", f"one of {', '.join(MEASURES)}")
        return
    if measure in (FORMULAS if over_rows else ("latest",)):
        shape.fault(f"{measure} needs {'of' if over_rows else 'from'}", "choose another measure", "measure")
        return
    needs = {"column": over_rows and measure in COLUMN_NEEDED, "meets": over_rows and measure == "share"}
    needs["is"] = not over_rows and measure == "share"
    for key, needed in needs.items():
        if needed and key not in shape.mapping:
            shape.fault(f"{measure} needs {'an' if key == 'is' else 'a'} {key}", f"write {key} = …")
    bars = dict.fromkeys(("column", "where", "meets", "match", "date", "until", "since"), not over_rows)
    bars["column"] |= measure == "count"
    bars["meets"] |= measure != "share"
    bars["is"] = over_rows or measure not in {"count", "share"}
    bars |= dict.fromkeys(("factor", "decimals"), measure in {"count", "unique"})
    for key, barred in bars.items():
        if barred and key in shape.mapping:
            shape.fault(f"{measure} {'of columns ' if not over_rows else ''}has no use for {key}", "leave it out", key)
    if measure in {"ratio", "difference"} and len(rule.parts) != 2:
        shape.fault(f"{measure} is of two columns", 'write of = ["…", "…"]')
    if calculated.decimals is not None and not 0 <= calculated.decimals <= 6:
        shape.fault("decimals are from 0 to 6", "", "decimals")


def dimension(dimension: Dimension, shape: Shape) -> None:
    """A dimension has something to divide by, and no spelling that means two categories."""
    if not (dimension.column or dimension.columns or dimension.by_condition):
        shape.fault("a dimension needs a column, or categories by condition", 'write column = "…"')
    if any(low >= high for low, high in pairwise(dimension.bands)):
        shape.fault("bands must ascend", "write the first age of each band, from young to old", "bands")
    if dimension.by_condition and not all(category.where for category in dimension.categories):
        shape.fault(
            "categories by condition and by value don't mix", "give every category a where, or none", "categories"
        )
    spelled: dict[str, str] = {}
    for category in dimension.categories:
        for spelling in {fold(word) for word in (category.code, *category.aliases)}:
            if spelled.setdefault(spelling, category.code) != category.code:
                fault = f'"{spelling}" belongs to {spelled[spelling]} and to {category.code}'
                shape.fault(fault, "an alias names one category", "categories")


def framework(framework: Framework, shape: Shape) -> None:
    """The indicators together: formulas over indicators there are, and dimensions to disaggregate by."""
    _formulas(framework, shape)
    for one in framework.indicators.values():
        for period in one.targets:
            try:
                framework.reporting_period(period if period != LOP else "..9999")
            except ValueError as error:
                shape.fault(str(error), f'or write "{LOP}", the life of project', f"[indicators.{one.code}.targets]")
    _disaggregation(framework, shape)
    for name in framework.dimensions:
        if circle := _circle(_tested(framework), name):
            shape.fault(f"categories in a circle: {' → '.join(circle)}", "break it", f"[dimensions.{name}]")


def _formulas(framework: Framework, shape: Shape) -> None:
    """Formulas name indicators there are, run in no circle, and divide no ratio."""
    known = framework.indicators
    for indicator in known.values():
        place = f"[indicators.{indicator.code}]"
        for part in indicator.parts:
            if part not in known:
                shape.fault(f'no indicator "{part}"', nearest(part, known), place)
            elif indicator.measure == "ratio" and known[part].measure in QUOTIENTS:
                shape.fault(f"a ratio of {part}, which is a ratio", "name the sums or counts that it is made of", place)
        if circle := _circle({code: one.parts for code, one in known.items()}, indicator.code):
            shape.fault(f"a formula in a circle: {' → '.join(circle)}", "break it", place)


def _tested(framework: Framework) -> dict[str, tuple[str, ...]]:
    """The names that the categories of each dimension test."""
    return {
        name: tuple(one.name for category in dimension.categories for one in category.where if one.name != name)
        for name, dimension in framework.dimensions.items()
    }


def _circle(parts: Mapping[str, Sequence[str]], name: str, path: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The way from a name through its parts back to it, if there is one."""
    if name in path:
        return (*path, name) if path[0] == name else ()
    return next((circle for part in parts.get(name, ()) if (circle := _circle(parts, part, (*path, name)))), ())


def _disaggregation(framework: Framework, shape: Shape) -> None:
    for indicator in framework.indicators.values():
        for name in indicator.disaggregate:
            if name not in framework.dimensions and name not in MONTHS:
                known = (*framework.dimensions, *MONTHS)
                shape.fault(
                    f'no dimension "{name}"', nearest(name, known), f"[indicators.{indicator.code}] disaggregate"
                )
