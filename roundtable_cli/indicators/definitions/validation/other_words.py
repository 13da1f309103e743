"""Words of spreadsheets, other programs and donors' forms, and what `indicators.toml` has in their place.

They are consulted where a definition is at fault; a message then offers the right word, and how it is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from roundtable_cli.errors import quote_alternatives, suggest_nearest
from roundtable_cli.mapping_reader import KeyWords

# Of each line the words mean the same. One that is known where another was written is offered.
_SAME_MEANING = (
    "mean average avg weighted_mean weighted_average среднее",
    "unique distinct nunique count_distinct countd unduplicated individuals",
    "share percent percentage proportion pct fraction rate",
    "ratio divide division quotient per",
    "difference subtract minus change",
    "product multiply times",
    "sum total add amount сумма",
    "count number rows frequency n количество",
    "percentile quantile perc p90",
    "latest last newest current",
    "min minimum lowest smallest least gte ge from at_least since >=",
    "max maximum highest largest greatest lte le to at_most until <=",
    "above gt greater greater_than more more_than over after >",
    "below lt less less_than lower fewer under before <",
    "not ne neq not_equal except exclude excluding not_in !=",
    "missing null blank empty isnull is_null isna is_missing",
    "increase up higher positive improve increasing",
    "decrease down reduce reduction negative decreasing",
    "outcome result",
    "cumulative running running_total to_date ytd",
    "first new first_time",
    "milestones milestone",
    "periods period quarterly annual per_period",
    "where filter filters condition conditions criteria only if",
    "meets numerator condition conditions criteria satisfies",
    "label name title indicator caption",
    "disaggregate disaggregation disaggregations disaggregated_by breakdown breakdowns by group_by groupby split_by",
    "targets milestones milestone target_by_period",
    "target goal planned end_target lop life_of_project",
    "baseline base base_value start_value",
    "definition description meaning notes",
    "unit units unit_of_measure uom",
    "weight weights weighting weighted_by",
    "factor multiplier scale multiply_by",
    "decimals round rounding precision digits",
    "at percentile quantile rank",
    "column field columns fields variable id",
    "table from source_table data sheet file dataset",
    "from table source_table data sheet file dataset",
    "of formula parts inputs indicators columns",
    "date time period_column date_column when day",
    "headline main key_indicator show",
    "dedupe deduplicate unduplicated distinct_by new_only first_time",
    "accumulation cumulative aggregation_over_time",
    "direction trend desired_direction better",
    "tolerance threshold deviation",
    "measure type aggregation agg function calculation statistic",
    "published reported reported_value",
    "bands bins groups age_groups ranges breaks",
    "aliases alias synonyms spellings variants",
    "categories category values options",
    "days day d",
    "months month",
    "years year y",
    "hours hour h",
    "minutes minute mins",
)
# Keys that stand in another section.
_KEYS_ELSEWHERE = {
    "[dimensions.NAME]": "top sort bands assign categories aliases",
    "[calculated.TABLE.NAME]": "match until since required decimals is from",
    "[project]": "start end fiscal_year_start languages currency plan title least_people",
}
# What reference sheets have, and no number needs.
_SHEET_ONLY = frozenset(
    "source sources data_source means_of_verification mov responsible frequency collection_method method notes comment "
    "comments assumptions rationale owner".split()
)
_FORMS = {
    "baseline": "{ value = 30 }",
    "where": '{ COLUMN = "VALUE" }',
    "meets": '{ COLUMN = "VALUE" }',
    "targets": '{ "2026Q1" = 40, lop = 120 }',
    "published": "{ value = 27 }",
    "columns": '{ TABLE = "COLUMN" }',
    "match": '{ COLUMN_OF_FROM = "COLUMN" }',
    "bands": "[18, 25, 35]",
    "categories": '{ female = { aliases = ["f"] } }',
    "by": '{ sex = "female" }',
}
# Conditions that have a form of their own, and no word.
_CONDITION_FORMS = {
    "in": '["A", "B"]',
    "isin": '["A", "B"]',
    "oneof": '["A", "B"]',
    "values": '["A", "B"]',
    "between": "{ min = 1, max = 9 }",
    "range": "{ min = 1, max = 9 }",
    "notin": '{ not = ["A", "B"] }',
    "notmissing": "{ missing = false }",
    "notnull": "{ missing = false }",
    "notblank": "{ missing = false }",
    "notempty": "{ missing = false }",
    "exists": "{ missing = false }",
} | dict.fromkeys(("is", "eq", "equals", "equal", "value", "=", "=="), '"VALUE"')
_COMPARISON_SIGNS = {
    ">=": "min",
    "≥": "min",
    "<=": "max",
    "≤": "max",
    "!=": "not",
    "<>": "not",
    ">": "above",
    "<": "below",
}


def suggest_word(word: str, names: Iterable[str]) -> str:
    """The words of some that mean the same as one, else those that are written nearly so."""
    choices = list(dict.fromkeys(names))
    return _offer_same_meaning(word, choices) or suggest_nearest(word, choices)


def _offer_same_meaning(word: str, names: Iterable[str]) -> str:
    same = find_same_meaning(word, names)
    return f"did you mean {quote_alternatives(same)}?" if same else ""


def find_same_meaning(word: str, names: Iterable[str]) -> list[str]:
    """The words of some that mean the same as one."""
    plain = word.casefold().strip().replace(" ", "_").replace("-", "_")
    same = {other for line in _SAME_MEANING if plain in (words := line.split()) for other in words}
    return [name for name in dict.fromkeys(names) if name in same]


def suggest_condition(name: str, key: str, known: Iterable[str]) -> str:
    """What to write in the place of a condition of another word: `in` is a list, `between` two limits."""
    plain = key.casefold().replace(" ", "").replace("_", "")
    if plain in _CONDITION_FORMS:
        return f"write {name} = {_CONDITION_FORMS[plain]}"
    return suggest_word(key, known)


def suggest_comparison(name: str, text: str) -> str:
    """The condition that a text with a sign in front writes: `>= 30` is `{ min = 30 }`; "" for other texts.

    A blank text, or one that names none, asks for blank cells.
    """
    plain = text.strip()
    if plain.casefold() in {"", "null", "none", "blank", "empty"}:
        return f"write {name} = {{ missing = true }}"
    sign = next((sign for sign in _COMPARISON_SIGNS if plain.startswith(sign)), "")
    value = plain.removeprefix(sign).strip()
    return f"write {name} = {{ {_COMPARISON_SIGNS[sign]} = {value} }}" if sign and value else ""


def _suggest_key(key: str, names: Iterable[str]) -> str:
    choices = list(dict.fromkeys(names))
    if offer := _offer_same_meaning(key, choices):
        return offer
    if place := next((place for place, keys in _KEYS_ELSEWHERE.items() if key in keys.split()), ""):
        return f"it is a key of {place}"
    if key.casefold() in _SHEET_ONLY and "definition" in choices:
        return "no number needs it: delete it, or write its text into definition"
    return suggest_nearest(key, choices)


def _describe_form(key: str, value: Any) -> str:
    """How the value of a key is written, where it was written in another way."""
    number = _read_number(value)
    form = _FORMS.get(key, "")
    if number and form.startswith("{ value"):
        return f"write {key} = {{ value = {number} }}"
    if form:
        return f"write {key} = {form}"
    return f"write {key} = {number}, without quotes" if number and isinstance(value, str) else ""


def _read_number(value: Any) -> str:
    """The number that a value is, or that a text of it writes; "" for others."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return ""
    try:
        number = Decimal(str(value).strip().removesuffix("%").strip())
    except InvalidOperation:
        return ""
    return f"{number:f}" if number.is_finite() else ""


DEFINITION_WORDS = KeyWords(_suggest_key, suggest_word, _describe_form)
