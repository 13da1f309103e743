"""An indicator's rule, and conditions, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation
from roundtable_cli.indicators.definitions.conditions import Condition, InRange, IsMissing, OneOf
from roundtable_cli.indicators.definitions.framework import (
    DURATION_UNITS,
    Dimension,
    Indicator,
    ResultsFramework,
    band_names,
)
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords


def describe_rule(
    indicator: Indicator, framework: ResultsFramework, words: LanguageWords, hidden: Collection[str] = ()
) -> str:
    """How the value is computed, in a sentence."""
    labels = [framework.indicators[code].label(words.language) for code in indicator.parts]
    weight = words("rule-weight", weight=indicator.weight) if indicator.weight else ""
    return _describe_measure(indicator, labels, words, hidden) + weight + _describe_factor(indicator, words)


def describe_calculated(made: Derivation, words: LanguageWords, hidden: Collection[str] = ()) -> str:
    """How a calculated column is worked out for a row."""
    definition, link = made.definition, made.link
    if definition is None:
        return ""
    rule = definition.rule
    if link is None:
        about = {"columns": ", ".join(rule.parts), "first": rule.parts[0], "second": rule.parts[-1]}
        unit = words("calculated-unit", unit=words(rule.unit(""))) if rule.unit("") in DURATION_UNITS else ""
        personal = any(column.field.personal for column in made.columns)
        values = words("hidden") if personal else words("or").join(map(_scalar_text, definition.matching_values))
        among = rule.traits.is_count and definition.matching_values
        key = "columns-among" if among else f"columns-{rule.measure}"
        text = words(key, **about, product=" × ".join(rule.parts), unit=unit, values=values)
    else:
        match = words("and").join(
            f"{_column_path(a)} = {_column_path(b)}" for a, b in zip(link.linked_columns, link.own_columns, strict=True)
        )
        bounds = [words("calculated-until", date=definition.until)] if definition.until else []
        bounds += [words("calculated-since", date=definition.since)] if definition.since else []
        told = {"table": definition.table, "source": rule.table, "match": match, "bounds": "".join(bounds)}
        date = words("calculated-date", date=rule.date) if rule.date else ""
        text = _describe_measure(rule, [], words, hidden) + words("calculated-link", **told) + date
    decimals = words("calculated-decimals", definition.decimals) if definition.decimals is not None else ""
    return (
        text + _describe_factor(rule, words) + decimals + (words("calculated-required") if definition.required else "")
    )


def _column_path(column: BoundColumn) -> str:
    return ".".join([*(key.fields[0] for key in column.path), column.field.name])


def _describe_measure(
    indicator: Indicator, labels: Sequence[str], words: LanguageWords, hidden: Collection[str]
) -> str:
    """A measure of the columns and rows of an indicator."""
    about: dict[str, object] = {"table": indicator.table, "column": indicator.column}
    about["where"] = (
        words("where", conditions=describe_conditions(indicator.where, words, hidden)) if indicator.where else ""
    )
    about["meets"] = (
        words("with", conditions=describe_conditions(indicator.meets, words, hidden)) if indicator.meets else ""
    )
    if labels:
        about |= {"first": labels[0], "second": labels[-1], "product": " × ".join(labels)}
    key = f"rule-{indicator.measure}" + (
        "-rows" if indicator.traits.is_column_optional and not indicator.column else ""
    )
    return words(key, **about)


def _describe_factor(indicator: Indicator, words: LanguageWords) -> str:
    return (
        words("rule-factor", factor=number_format.format_number(indicator.factor, words.locale))
        if indicator.factor != 1
        else ""
    )


def describe_dimension(dimension: Dimension, words: LanguageWords, hidden: Collection[str] = ()) -> str:
    """What puts a row in a category: conditions, bands of a column, or a column."""
    if dimension.has_conditions:
        named = ((category.label(words.language) or category.code, category.where) for category in dimension.categories)
        return "; ".join(f"{label}: {describe_conditions(where, words, hidden)}" for label, where in named)
    bands = f": {', '.join(band_names(dimension))}" if dimension.bands else ""
    return f"{dimension.column or ', '.join(dimension.columns_by_table.values())}{bands}"


def describe_conditions(where: Sequence[Condition], words: LanguageWords, hidden: Collection[str] = ()) -> str:
    """Conditions in words: `kind is training and age is 18–24`; the values of what is hidden are left out."""
    return words("and").join(_describe_condition(one, words, one.name.split(".")[-1] in hidden) for one in where)


def _describe_condition(condition: Condition, words: LanguageWords, hidden: bool) -> str:
    match condition.test:
        case IsMissing(wanted):
            return words("is-missing" if wanted else "is-there", name=condition.name)
        case OneOf(values, wanted):
            named = words("hidden") if hidden else words("or").join(_scalar_text(value) for value in values)
            return words("is" if wanted else "is-not", name=condition.name, values=named)
        case InRange() if hidden:
            return words("is", name=condition.name, values=words("hidden"))
        case InRange(low, high, low_strict, high_strict):
            below = "<" if low_strict else "≤"
            above = "<" if high_strict else "≤"
            left = f"{_scalar_text(low)} {below} " if low is not None else ""
            return left + condition.name + (f" {above} {_scalar_text(high)}" if high is not None else "")


def _scalar_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
