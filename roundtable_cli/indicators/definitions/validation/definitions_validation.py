"""Whether definitions make sense: each measure has the keys that it needs, and nothing is made of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from roundtable_cli.errors import quote_alternatives, suggest_nearest
from roundtable_cli.indicators.definitions.dimensions import Dimension, normalize_spelling
from roundtable_cli.indicators.definitions.framework import (
    LIFE_OF_PROJECT,
    PERIODS,
    CalculatedColumn,
    Indicator,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.measures import MAX_RANK_DECIMALS, MEASURES, MEASURES_OF_PARTS, Measure
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.definitions.validation import definition_depth, formula_validation, row_operands
from roundtable_cli.mapping_reader import MappingReader

_KEY_EXAMPLES = {
    "table": 'table = "TABLE"',
    "column": 'column = "COLUMN"',
    "meets": 'meets = { COLUMN = "VALUE" }',
    "is": 'is = ["VALUE"]',
    "at": "at = 90",
}


def check_indicator_keys(indicator: Indicator, reader: MappingReader) -> None:
    """Add a fault to `reader` for each key that the indicator's measure needs and lacks, or has no use for."""
    if not indicator.measure:
        if "measure" not in reader.mapping:
            reader.add_fault("an indicator needs a measure", f"write measure = {quote_alternatives(MEASURES)}")
        return
    traits, over_rows = indicator.traits, not indicator.is_formula
    _check_column_sets(indicator, reader)
    _check_keys(
        reader,
        f"{indicator.measure} of indicators"
        if indicator.parts and indicator.measure in MEASURES_OF_PARTS
        else indicator.measure,
        {"table": over_rows} | _needed_keys(traits, over_rows),
        _useless_keys(traits, over_rows)
        | {"table": not over_rows, "weight": not traits.may_be_weighted}
        | dict.fromkeys(("of", "numerator", "denominator"), over_rows),
        {"of": f"of names indicators here; {_row_column_remedy(indicator, indicator.parts)}"},
    )
    _check_rank(indicator, reader)
    _check_part_count(indicator, "indicators", reader, least=traits.part_count)
    if not 0 <= indicator.tolerance <= 1:
        fault = f"the tolerance is a part of the milestone, from 0 to 1, and not {indicator.tolerance}"
        percent = indicator.tolerance if 0 < indicator.tolerance <= 100 else 15
        part = Decimal(percent) / 100
        reader.add_fault(fault, f"write tolerance = {part.normalize():f} for {percent}%", "tolerance")
    if indicator.targets_are == PERIODS and indicator.accumulation == "cumulative":
        fault = "a cumulative indicator has no value of one period alone, which targets of periods need"
        reader.add_fault(fault, 'write targets_are = "milestones", or delete accumulation', "targets_are")


def _needed_keys(traits: Measure, over_rows: bool) -> dict[str, bool]:
    """By key, whether a rule with this measure needs it: over rows of a table, or over indicators or columns."""
    return {
        "column": over_rows and traits.needs_column,
        "meets": over_rows and traits.is_proportion,
        "at": over_rows and traits.needs_rank,
        "is": not over_rows and traits.is_proportion,
    }


def _useless_keys(traits: Measure, over_rows: bool) -> dict[str, bool]:
    """By key, whether a rule with this measure has no use for it: over rows, or over indicators or columns."""
    return {
        "column": not (over_rows and traits.takes_column),
        "where": not over_rows,
        "meets": not (over_rows and traits.is_proportion),
        "at": not (over_rows and traits.needs_rank),
        "date": not over_rows,
        "blank": not (over_rows and traits.is_proportion),
    }


def _row_column_remedy(indicator: Indicator, columns: Sequence[str]) -> str:
    """What to write for a value that is made of several columns of a row."""
    named = ", ".join(f'"{column}"' for column in columns)
    section = f"[calculated.{indicator.table or 'TABLE'}.NAME]"
    return f'to make one of several, write {section} with of = [{named}] and a measure, and here column = "NAME"'


def _check_keys(
    reader: MappingReader,
    rule: str,
    needed: Mapping[str, bool],
    useless: Mapping[str, bool],
    useless_remedies: Mapping[str, str] = MappingProxyType({}),
) -> None:
    for key in (key for key, is_needed in needed.items() if is_needed):
        if key not in reader.mapping:
            reader.add_fault(f"{rule} needs the key {key}", f"write {_KEY_EXAMPLES[key]}")
        elif _is_empty(reader.mapping[key]):
            reader.add_fault(f"{rule} needs this key, and it is empty", f"write {_KEY_EXAMPLES[key]}", key)
    for key in (key for key, is_useless in useless.items() if is_useless and key in reader.mapping):
        reader.add_fault(f"{rule} does not use the key {key}", useless_remedies.get(key, "delete it"), key)


def _is_empty(value: object) -> bool:
    """Whether a value of TOML says nothing: 0 and false say something."""
    return value in ("", {}) or (isinstance(value, list) and all(item == "" for item in value))


def _check_part_count(rule: Indicator, what: str, reader: MappingReader, least: int) -> None:
    """A formula is made of as many indicators or columns as its measure says."""
    count, is_open = rule.traits.part_count, rule.traits.takes_more_parts
    if len(rule.parts) < least or (count and not is_open and len(rule.parts) != count):
        fault = f"{rule.measure} needs {count} {what}" + (" or more" if is_open else "")
        reader.add_fault(fault, 'write of = ["…", "…"]')


def _check_rank(rule: Indicator, reader: MappingReader) -> None:
    """A percentile is one from 0 to 100."""
    if rule.at is None or not rule.traits.needs_rank:
        return
    if not 0 <= rule.at <= 100:
        fault = f"a percentile is a number from 0 to 100, and not {rule.at}"
        reader.add_fault(fault, "write at = 90 for the value that 90% of the values do not exceed", "at")
    elif rule.at != round(rule.at, MAX_RANK_DECIMALS):
        reader.add_fault(f"at has more than {MAX_RANK_DECIMALS} decimals", "round it", "at")


def _check_column_sets(indicator: Indicator, reader: MappingReader) -> None:
    """Several tables, several columns, or a weight: only some measures can be computed so."""
    measure, traits = indicator.measure, indicator.traits
    if indicator.tables and not traits.counts_across:
        reader.add_fault(f"{measure} can't be computed over several tables", "name one table", "table")
    if indicator.tables and indicator.columns and len(indicator.columns) != len(indicator.tables):
        reader.add_fault(
            "there are not as many columns as tables", "name one column for all tables, or one for each", "column"
        )
    if indicator.columns and not indicator.tables and not traits.counts_distinct:
        remedy = f"name one column; {_row_column_remedy(indicator, indicator.columns)}"
        reader.add_fault(f"{measure} can't be computed over several columns", remedy, "column")
    if indicator.weight and indicator.column and traits.may_be_weighted and traits.counts_distinct:
        reader.add_fault(f"a weighted {measure} counts rows, not a column", "delete column, or weight", "weight")


def check_calculated_keys(calculated: CalculatedColumn, reader: MappingReader) -> None:
    """Add a fault for each key that a calculated column needs and lacks, or has no use for.

    It is made of rows of another table (`from`), or of columns of its own row (`of`).
    """
    rule = calculated.rule
    over_rows = bool(rule.table)
    if over_rows == bool(calculated.operands or reader.mapping.get("of")):
        reader.add_fault(
            "a calculated column needs either from or of",
            'write from = "TABLE" for rows of another table, or of = ["COLUMN", …] for columns of its own',
        )
        return
    if not rule.measure:
        if "measure" not in reader.mapping:
            reader.add_fault("a calculated column needs a measure", f"write measure = {quote_alternatives(MEASURES)}")
        return
    traits = rule.traits
    if not (traits.in_rollups if over_rows else traits.in_row_columns):
        reader.add_fault(
            f"{rule.measure} can't be used with {'from' if over_rows else 'of'}", "choose another measure", "measure"
        )
        return
    _check_keys(
        reader,
        rule.measure if over_rows else f"{rule.measure} of columns",
        _needed_keys(traits, over_rows),
        _useless_keys(traits, over_rows)
        | dict.fromkeys(("match", "until", "since"), not over_rows)
        | {"is": over_rows or not traits.counts_listed}
        | dict.fromkeys(("factor", "decimals"), traits.is_count)
        | {"blank": traits.is_count or (traits.is_proportion and not over_rows)},
    )
    _check_rank(rule, reader)
    if rule.excludes_blanks is not traits.is_proportion and "blank" in reader.mapping and not traits.is_count:
        written = '"exclude"' if traits.is_proportion else "0"
        reader.add_fault(f"blank of {rule.measure} takes {written}", f"write blank = {written}", "blank")
    row_operands.check_constants(calculated, reader)
    _check_part_count(rule._replace(parts=tuple(map(str, calculated.operands))), "columns", reader, least=0)
    if calculated.decimals is not None and not 0 <= calculated.decimals <= 6:
        reader.add_fault("decimals must be from 0 to 6", "", "decimals")


def check_dimension_keys(dimension: Dimension, reader: MappingReader) -> None:
    """A dimension has a column or conditions, and no spelling that means two categories."""
    if not (dimension.column or dimension.columns_by_table or dimension.has_conditions):
        reader.add_fault("a dimension needs a column, or categories with conditions", 'write column = "…"')
    _check_bands(dimension, reader)
    if dimension.has_conditions and not all(category.where for category in dimension.categories):
        reader.add_fault(
            "only some of the categories have a where", "write a where for every category, or for none", "categories"
        )
    category_by_spelling: dict[str, str] = {}
    for category in dimension.categories:
        for spelling in {normalize_spelling(word) for word in (category.code, *category.aliases)}:
            if category_by_spelling.setdefault(spelling, category.code) != category.code:
                fault = f'"{spelling}" is in two categories, {category_by_spelling[spelling]} and {category.code}'
                reader.add_fault(fault, "keep it in one of them", "categories")


def _check_bands(dimension: Dimension, reader: MappingReader) -> None:
    """Bands go up, none is there twice, and what is said of categories is said of one of them."""
    repeated = [band for band, next_band in pairwise(sorted(dimension.bands)) if band == next_band]
    for band in dict.fromkeys(repeated):
        reader.add_fault(f"the band from {band} is named twice", "name it once", "bands")
    if not repeated and any(low > high for low, high in pairwise(dimension.bands)):
        reader.add_fault("bands must go up", "write the first number of each band, from small to large", "bands")
    for category in dimension.categories if dimension.bands and not repeated else ():
        if category.code not in dimension.band_names:
            remedy = suggest_nearest(category.code, dimension.band_names)
            reader.add_fault(f'no band is called "{category.code}"', remedy, "categories")
        elif category.where:
            reader.add_fault(f"{category.code} is a band, which has no where", "delete bands, or where", "categories")


def check_band_labels(dimension: Dimension, languages: Sequence[str], reader: MappingReader) -> None:
    """No two bands have the same label, in any language, or the label of one is another's numbers."""
    for language in languages:
        labels: dict[str, str] = {}
        for name in dimension.band_names:
            label = normalize_spelling(dimension.band_category(name).label(language))
            if labels.setdefault(label, name) != name:
                fault = f'the bands {labels[label]} and {name} are both called "{label}"'
                reader.add_fault(fault, "give each a label of its own", "bands")
                return


def check_framework(framework: ResultsFramework, reader: MappingReader) -> None:
    """All definitions together: what they name is defined, and nothing is made of itself."""
    formula_validation.check_formulas(framework, reader)
    for indicator in framework.indicators.values():
        for period in indicator.targets:
            other = f'write another period, or "{LIFE_OF_PROJECT}" for the life of project'
            _check_period(framework, reader, period, f"[indicators.{indicator.code}.targets]", other)
    _check_disaggregation(framework, reader)
    _check_published_values(framework, reader)
    definition_depth.check_depth(framework, reader)


def _check_period(framework: ResultsFramework, reader: MappingReader, period: str, section: str, remedy: str) -> None:
    if period.casefold() == LIFE_OF_PROJECT != period:
        reader.add_fault(f'"{period}" is not a period', f"write {LIFE_OF_PROJECT} for the life of project", section)
        return
    try:
        framework.reporting_period(period if period != LIFE_OF_PROJECT else "..9999")
    except ValueError as error:
        reader.add_fault(str(error), remedy, section)


def _check_published_values(framework: ResultsFramework, reader: MappingReader) -> None:
    """Each is of a period that there is, and one indicator has one value for each period and category."""
    for indicator in framework.indicators.values():
        section, seen = f"[indicators.{indicator.code}] published", set[object]()
        for figure in indicator.published:
            if figure.period:
                _check_period(framework, reader, figure.period, section, "write another period, or leave it out")
            if (place := (figure.period, frozenset(figure.cell))) in seen:
                reader.add_fault("two values for the same period and category", "delete one of them", section)
            seen.add(place)


def _new_dimension_remedy(name: str) -> str:
    """How a breakdown by a column is declared, as a dimension."""
    code = re.sub(r"\W+", "_", name.casefold()) if name.isascii() else "NAME"
    return f'For a column, write [dimensions.{code}] with column = "{name}"'


def _check_disaggregation(framework: ResultsFramework, reader: MappingReader) -> None:
    for indicator in framework.indicators.values():
        for name in indicator.disaggregate:
            if name not in framework.dimensions and name not in MONTHS_PER_UNIT:
                near = suggest_nearest(name, (*framework.dimensions, *MONTHS_PER_UNIT))
                near += "." if near and not near.endswith("?") else ""
                reader.add_fault(
                    f'no dimension "{name}"',
                    f"{near} {_new_dimension_remedy(name)}".strip(),
                    f"[indicators.{indicator.code}] disaggregate",
                )
