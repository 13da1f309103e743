"""What can be computed, and the indicator reference sheet (PIRS): an indicator's definition and rule in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roundtable_cli.indicators.conditions import Between, Condition, Missing, OneOf
from roundtable_cli.indicators.framework import Framework, Indicator
from roundtable_cli.indicators.periods import MONTHS
from roundtable_cli.output import numbers
from roundtable_cli.output.page import Data, Grid, Page
from roundtable_cli.output.words import Words

LISTED = ("code", "indicator", "level", "measure", "table", "unit")


def listing(indicators: Sequence[Indicator], words: Words) -> Data:
    """A row per indicator: `code, indicator, level, measure, table, unit`."""
    lang = words.language
    rows = [
        (i.code, i.label(lang), i.level or None, i.measure, i.table or None, i.unit(lang) or None) for i in indicators
    ]
    return Data(LISTED, tuple(rows))


def elements(indicators: Sequence[Indicator], framework: Framework, words: Words) -> Data:
    """A row per element of each reference sheet: `code, element, text`."""
    rows = [(i.code, name, text) for i in indicators for name, text in _sheet(i, framework, words)]
    return Data(("code", "element", "text"), tuple(rows))


def page(indicators: Sequence[Indicator], framework: Framework, words: Words, lines: Sequence[str], full: bool) -> Page:
    """The list of indicators, or, where `full`, a reference sheet for each."""
    grids = [_sheet_grid(i, framework, words) for i in indicators] if full else [_listing_grid(indicators, words)]
    title, *below = (*lines, framework.title(words.language))
    return Page(title, tuple(below), tuple(grids))


def _listing_grid(indicators: Sequence[Indicator], words: Words) -> Grid:
    rows = [
        (code, label, words(level) if level else "", words(measure), table or "", unit or "")
        for code, label, level, measure, table, unit in (map(_text, row) for row in listing(indicators, words).rows)
    ]
    return Grid(tuple(words(name) for name in LISTED), tuple(rows), wrap=(5, 2, 3, 1))


def _sheet_grid(indicator: Indicator, framework: Framework, words: Words) -> Grid:
    return Grid(
        (words("element"), words("text")), tuple(_sheet(indicator, framework, words)), title=indicator.code, wrap=(1,)
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _sheet(indicator: Indicator, framework: Framework, words: Words) -> Iterator[tuple[str, str]]:
    """The elements that an indicator has, each with its name."""
    lang = words.language
    published = indicator.published
    written = {
        "label": indicator.label(lang),
        "definition": indicator.definition(lang),
        "level": words(indicator.level) if indicator.level else "",
        "rule": rule(indicator, framework, words),
        "source": indicator.table,
        "date": indicator.date,
        "unit": indicator.unit(lang),
        "accumulation": "" if indicator.formula else words(indicator.accumulation),
        "direction": words(indicator.direction),
        "disaggregation": ", ".join(_dimension_name(name, framework, words) for name in indicator.disaggregate),
        "published": "",
    }
    if published:
        figure = numbers.text(published.value, indicator.unit(""), words.locale)
        written["published"] = f"{figure} ({published.source(lang)})" if published.source(lang) else figure
    yield from ((_capital(words(name)), text) for name, text in written.items() if text)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


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


def _dimension_name(name: str, framework: Framework, words: Words) -> str:
    if name in framework.dimensions:
        return framework.dimensions[name].label(words.language)
    return words(name) if name in MONTHS else name
