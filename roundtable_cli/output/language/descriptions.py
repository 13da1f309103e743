"""An indicator's rule, and conditions, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from roundtable_cli.indicators.binding.bound_columns import Column, Made
from roundtable_cli.indicators.definitions.conditions import Between, Condition, Missing, OneOf
from roundtable_cli.indicators.definitions.framework import AGES, Dimension, Framework, Indicator, band_names
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import Words


def rule(indicator: Indicator, framework: Framework, words: Words, hidden: Collection[str] = ()) -> str:
    """How the value is computed, in a sentence."""
    labels = [framework.indicators[code].label(words.language) for code in indicator.parts]
    weight = words("rule-weight", weight=indicator.weight) if indicator.weight else ""
    return _measured(indicator, labels, words, hidden) + weight + _factor(indicator, words)


def calculated(made: Made, words: Words, hidden: Collection[str] = ()) -> str:
    """How a calculated column is worked out for a row."""
    definition, link = made.definition, made.link
    if definition is None:
        return ""
    rule = definition.rule
    if link is None:
        about = {"columns": ", ".join(rule.parts), "first": rule.parts[0], "second": rule.parts[-1]}
        unit = words("calculated-unit", unit=words(rule.unit(""))) if rule.unit("") in AGES else ""
        personal = any(column.field.personal for column in made.columns)
        values = words("hidden") if personal else words("or").join(map(_scalar, definition.among))
        among = rule.measure == "count" and definition.among
        key = "columns-among" if among else f"columns-{rule.measure}"
        text = words(key, **about, product=" × ".join(rule.parts), unit=unit, values=values)
    else:
        match = words("and").join(f"{_path(a)} = {_path(b)}" for a, b in zip(link.theirs, link.mine, strict=True))
        bounds = [words("calculated-until", date=definition.until)] if definition.until else []
        bounds += [words("calculated-since", date=definition.since)] if definition.since else []
        told = {"table": definition.table, "source": rule.table, "match": match, "bounds": "".join(bounds)}
        date = words("calculated-date", date=rule.date) if rule.date else ""
        text = _measured(rule, [], words, hidden) + words("calculated-link", **told) + date
    decimals = words("calculated-decimals", definition.decimals) if definition.decimals is not None else ""
    return text + _factor(rule, words) + decimals + (words("calculated-required") if definition.required else "")


def _path(column: Column) -> str:
    return ".".join([*(key.fields[0] for key in column.path), column.field.name])


def _measured(indicator: Indicator, labels: Sequence[str], words: Words, hidden: Collection[str]) -> str:
    """A measure of the columns and rows of an indicator."""
    about: dict[str, object] = {"table": indicator.table, "column": indicator.column}
    about["where"] = words("where", conditions=conditions(indicator.where, words, hidden)) if indicator.where else ""
    about["meets"] = words("with", conditions=conditions(indicator.meets, words, hidden)) if indicator.meets else ""
    if labels:
        about |= {"first": labels[0], "second": labels[-1], "product": " × ".join(labels)}
    key = "rule-share-rows" if indicator.measure == "share" and not indicator.column else f"rule-{indicator.measure}"
    return words(key, **about)


def _factor(indicator: Indicator, words: Words) -> str:
    return (
        words("rule-factor", factor=number_format.plain(indicator.factor, words.locale))
        if indicator.factor != 1
        else ""
    )


def dimension(dimension: Dimension, words: Words, hidden: Collection[str] = ()) -> str:
    """What puts a row in a category: conditions, bands of a column, or a column."""
    if dimension.by_condition:
        named = ((category.label(words.language) or category.code, category.where) for category in dimension.categories)
        return "; ".join(f"{label}: {conditions(where, words, hidden)}" for label, where in named)
    bands = f": {', '.join(band_names(dimension))}" if dimension.bands else ""
    return f"{dimension.column or ', '.join(dimension.columns.values())}{bands}"


def conditions(where: Sequence[Condition], words: Words, hidden: Collection[str] = ()) -> str:
    """Conditions in words: `kind is training and age is 18–24`; the values of what is hidden are left out."""
    return words("and").join(_condition(one, words, one.name.split(".")[-1] in hidden) for one in where)


def _condition(condition: Condition, words: Words, hidden: bool) -> str:
    match condition.test:
        case Missing(wanted):
            return words("is-missing" if wanted else "is-there", name=condition.name)
        case OneOf(values, wanted):
            named = words("hidden") if hidden else words("or").join(_scalar(value) for value in values)
            return words("is" if wanted else "is-not", name=condition.name, values=named)
        case Between() if hidden:
            return words("is", name=condition.name, values=words("hidden"))
        case Between(low, high, low_strict, high_strict):
            below = "<" if low_strict else "≤"
            above = "<" if high_strict else "≤"
            left = f"{_scalar(low)} {below} " if low is not None else ""
            return left + condition.name + (f" {above} {_scalar(high)}" if high is not None else "")


def _scalar(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
