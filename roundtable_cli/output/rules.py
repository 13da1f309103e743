"""An indicator's rule, and conditions, in words."""

from __future__ import annotations

from collections.abc import Sequence

from roundtable_cli.indicators.conditions import Between, Condition, Missing, OneOf
from roundtable_cli.indicators.framework import Framework, Indicator
from roundtable_cli.output import numbers
from roundtable_cli.output.words import Words


def rule(indicator: Indicator, framework: Framework, words: Words) -> str:
    """How the value is computed, in a sentence."""
    labels = [framework.indicators[code].label(words.language) for code in indicator.parts]
    about: dict[str, object] = {"table": indicator.table, "column": indicator.column}
    about["where"] = words("where", conditions=conditions(indicator.where, words)) if indicator.where else ""
    about["meets"] = words("with", conditions=conditions(indicator.meets, words)) if indicator.meets else ""
    if labels:
        about |= {"first": labels[0], "second": labels[-1], "product": " × ".join(labels)}
    key = "rule-share-rows" if indicator.measure == "share" and not indicator.column else f"rule-{indicator.measure}"
    factor = words("rule-factor", factor=numbers.plain(indicator.factor, words.locale)) if indicator.factor != 1 else ""
    return words(key, **about) + factor


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
