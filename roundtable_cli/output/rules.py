"""An indicator's rule, and conditions, in words."""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.indicators.columns import Column, Made
from roundtable_cli.indicators.conditions import Between, Condition, Missing, OneOf
from roundtable_cli.indicators.framework import Framework, Indicator
from roundtable_cli.output import numbers
from roundtable_cli.output.words import Words


def rule(indicator: Indicator, framework: Framework, words: Words) -> str:
    """How the value is computed, in a sentence."""
    labels = [framework.indicators[code].label(words.language) for code in indicator.parts]
    weight = words("rule-weight", weight=indicator.weight) if indicator.weight else ""
    return _measured(indicator, labels, words) + weight + _factor(indicator, words)


def calculated(made: Made, words: Words) -> str:
    """How a calculated column is worked out for a row."""
    definition, link = made.definition, made.link
    if definition is None:
        return ""
    rule = definition.rule
    if link is None:
        about = {"columns": ", ".join(rule.parts), "first": rule.parts[0], "second": rule.parts[-1]}
        unit = words("calculated-unit", unit=rule.unit(words.language)) if rule.unit(words.language) else ""
        values = words("or").join(map(_scalar, definition.among))
        among = rule.measure == "count" and definition.among
        key = "columns-among" if among else f"columns-{rule.measure}"
        text = words(key, **about, product=" × ".join(rule.parts), unit=unit, values=values)
    else:
        match = words("and").join(f"{_path(a)} = {_path(b)}" for a, b in zip(link.theirs, link.mine, strict=True))
        bounds = [words("calculated-until", date=definition.until)] if definition.until else []
        bounds += [words("calculated-since", date=definition.since)] if definition.since else []
        told = {"table": definition.table, "source": rule.table, "match": match, "bounds": "".join(bounds)}
        text = _measured(rule, [], words) + words("calculated-link", **told)
    decimals = words("calculated-decimals", definition.decimals) if definition.decimals is not None else ""
    return text + _factor(rule, words) + decimals + (words("calculated-required") if definition.required else "")


def _path(column: Column) -> str:
    return ".".join([*(key.fields[0] for key in column.path), column.field.name])


def _measured(indicator: Indicator, labels: Sequence[str], words: Words) -> str:
    """A measure of the columns and rows of an indicator."""
    about: dict[str, object] = {"table": indicator.table, "column": indicator.column}
    about["where"] = words("where", conditions=conditions(indicator.where, words)) if indicator.where else ""
    about["meets"] = words("with", conditions=conditions(indicator.meets, words)) if indicator.meets else ""
    if labels:
        about |= {"first": labels[0], "second": labels[-1], "product": " × ".join(labels)}
    key = "rule-share-rows" if indicator.measure == "share" and not indicator.column else f"rule-{indicator.measure}"
    return words(key, **about)


def _factor(indicator: Indicator, words: Words) -> str:
    return words("rule-factor", factor=numbers.plain(indicator.factor, words.locale)) if indicator.factor != 1 else ""


def conditions(where: Sequence[Condition], words: Words) -> str:
    """Conditions in words: `kind is training and age is 18–24`."""
    return words("and").join(_condition(condition, words) for condition in where)


def _condition(condition: Condition, words: Words) -> str:
    match condition.test:
        case Missing(wanted):
            return words("is-missing" if wanted else "is-there", name=condition.name)
        case OneOf(values, wanted):
            named = words("or").join(_scalar(value) for value in values)
            return words("is" if wanted else "is-not", name=condition.name, values=named)
        case Between(low, high, low_strict, high_strict):
            below = "<" if low_strict else "≤"
            above = "<" if high_strict else "≤"
            left = f"{_scalar(low)} {below} " if low is not None else ""
            return left + condition.name + (f" {above} {_scalar(high)}" if high is not None else "")


def _scalar(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
