"""An indicator's rule, and conditions, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from roundtable_cli.indicators.binding.bound_columns import BoundColumn, Derivation, RollupLink
from roundtable_cli.indicators.definitions.conditions import (
    ABOVE,
    BELOW,
    IS,
    MAX,
    MIN,
    NOT,
    ComparedWith,
    Condition,
    InRange,
    IsMissing,
    OneOf,
    WhereTest,
)
from roundtable_cli.indicators.definitions.dimensions import Dimension
from roundtable_cli.indicators.definitions.framework import (
    DURATION_UNITS,
    CalculatedColumn,
    DateColumns,
    Indicator,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.measures import MEASURES_OF_PARTS
from roundtable_cli.output.language import number_format
from roundtable_cli.output.language.words import LanguageWords

_ORDER_SIGNS = {MIN: "≥", MAX: "≤", ABOVE: ">", BELOW: "<"}


def describe_rule(
    indicator: Indicator, framework: ResultsFramework, words: LanguageWords, hidden: Collection[str] = ()
) -> str:
    """How an indicator's value is computed, in a sentence or two.

    `hidden` are the names of personal columns: the values that conditions compare them with are not printed. So in all
    functions here.
    """
    labels = [framework.indicators[code].label(words.language) for code in indicator.parts]
    weight = words("rule-weight", weight=indicator.weight) if indicator.weight else ""
    return _describe_measure(indicator, labels, words, hidden) + weight + _describe_factor(indicator, words)


def describe_calculated(derivation: Derivation, words: LanguageWords, hidden: Collection[str] = ()) -> str:
    """How a calculated column is worked out for a row; nothing for a set of columns, which is not calculated."""
    definition = derivation.definition
    if definition is None:
        return ""
    rule, link = definition.rule, derivation.link
    if link:
        text = _describe_measure(rule, [], words, hidden) + _describe_link(link, definition, words)
    else:
        text = _describe_row_columns(derivation, definition, words)
    text += (words("calculated-blank-zero") if definition.blank_is_zero else "") + _describe_factor(rule, words)
    text += words("calculated-decimals", definition.decimals) if definition.decimals is not None else ""
    return text + (words("calculated-required") if definition.required else "")


def _describe_row_columns(derivation: Derivation, definition: CalculatedColumn, words: LanguageWords) -> str:
    """A measure over columns of the row itself."""
    rule = definition.rule
    unit = words("calculated-unit", unit=words(rule.unit(""))) if rule.unit("") in DURATION_UNITS else ""
    is_personal = any(column.field.personal for column in derivation.columns)
    values = words("hidden") if is_personal else words("or").join(map(_scalar_text, definition.matching_values))
    names = [*map(_scalar_text, definition.operands)]
    about = {"columns": ", ".join(names), "unit": unit, "values": values} | _part_texts(names)
    counts_matches = rule.traits.is_count and definition.matching_values
    return words("columns-among" if counts_matches else f"columns-{rule.measure}", **about)


def _describe_link(link: RollupLink, definition: CalculatedColumn, words: LanguageWords) -> str:
    """Which rows of another table belong to a row."""
    pairs = zip(link.linked_columns, link.own_columns, strict=True)
    match = words("and").join(f"{_column_path(linked)} = {_column_path(own)}" for linked, own in pairs)
    bounds = words("calculated-until", date=definition.until) if definition.until else ""
    bounds += words("calculated-since", date=definition.since) if definition.since else ""
    source, date = definition.rule.table, describe_date(definition.rule, words)
    text = words("calculated-link", table=definition.table, source=source, match=match, bounds=bounds)
    return text + (words("calculated-date", date=date) if date else "")


def describe_date(indicator: Indicator, words: LanguageWords) -> str:
    """What dates a row: the column that the definition names, the two, or those of each table; else nothing."""
    date = indicator.date
    if not isinstance(date, DateColumns) or not date.unit:
        return ", ".join(indicator.date_names)
    return words("date-columns", year=date.year, part=date.part, unit=words(date.unit))


def _column_path(column: BoundColumn) -> str:
    """A column as the definitions name it: `session_id.course_id` along a foreign key."""
    return ".".join([*(key.fields[0] for key in column.path), column.field.name])


def _describe_measure(
    indicator: Indicator, labels: Sequence[str], words: LanguageWords, hidden: Collection[str]
) -> str:
    """A measure over the rows of a table, or of the indicators with these labels."""
    about: dict[str, object] = {"table": indicator.table, "column": indicator.column, "where": "", "meets": ""}
    if indicator.where:
        about["where"] = words("where", conditions=describe_conditions(indicator.where, words, hidden))
    if indicator.meets:
        about["meets"] = words("with", conditions=describe_conditions(indicator.meets, words, hidden))
    about |= _part_texts(labels)
    counts_rows = indicator.traits.is_column_optional and not indicator.column
    if indicator.traits.needs_rank:
        about["at"] = number_format.format_number(indicator.at or 0, words.locale)
    variant = "-rows" if counts_rows else "-parts" if indicator.parts and indicator.measure in MEASURES_OF_PARTS else ""
    excluded = words("rule-blank-excluded") if indicator.excludes_blanks else ""
    return words(f"rule-{indicator.measure}{variant}", **about) + excluded


def _part_texts(parts: Sequence[str]) -> dict[str, str]:
    """The parts of a formula, as the words for it name them."""
    return (
        {"first": parts[0], "second": parts[-1], "product": " × ".join(parts), "sum": " + ".join(parts)}
        if parts
        else {}
    )


def _describe_factor(indicator: Indicator, words: LanguageWords) -> str:
    if indicator.factor == 1:
        return ""
    return words("rule-factor", factor=number_format.format_number(indicator.factor, words.locale))


def describe_dimension(
    dimension: Dimension, words: LanguageWords, hidden: Collection[str] = (), age_date: BoundColumn | None = None
) -> str:
    """What puts a row in a category: conditions, bands of a column, or a column.

    With `age_date` the bands are of ages, each taken on the date that this column has in the row.
    """
    if dimension.has_conditions:
        return "; ".join(
            f"{category.label(words.language) or category.code}: {describe_conditions(category.where, words, hidden)}"
            for category in dimension.categories
        )
    labels = {name: dimension.band_category(name).label(words.language) for name in dimension.band_names}
    bands = ", ".join(name if label == name else f"{name} ({label})" for name, label in labels.items())
    columns = dimension.column or ", ".join(dimension.columns_by_table.values())
    if age_date:
        columns = words("dimension-age", column=columns, date=_column_path(age_date))
    return f"{columns}: {bands}" if bands else columns


def describe_conditions(where: Sequence[WhereTest], words: LanguageWords, hidden: Collection[str] = ()) -> str:
    """Conditions in words: `kind is training and age is 18–24`; alternatives in brackets, as are their groups."""
    return words("and").join(_describe_test(test, words, hidden) for test in where)


def _describe_test(test: WhereTest, words: LanguageWords, hidden: Collection[str]) -> str:
    if isinstance(test, Condition):
        return _describe_condition(test, words, test.name.split(".")[-1] in hidden)
    groups = [describe_conditions(group, words, hidden) for group in test.groups]
    bracketed = (f"({text})" if len(group) > 1 else text for text, group in zip(groups, test.groups, strict=True))
    return f"({words('or').join(bracketed)})"


def _describe_condition(condition: Condition, words: LanguageWords, hidden: bool) -> str:
    match condition.test:
        case IsMissing(wanted):
            return words("is-missing" if wanted else "is-there", name=condition.name)
        case OneOf(values, wanted):
            text = words("hidden") if hidden else words("or").join(map(_scalar_text, values))
            return words("is" if wanted else "is-not", name=condition.name, values=text)
        case ComparedWith(other, relation) if relation in {IS, NOT}:
            return words("is" if relation == IS else "is-not", name=condition.name, values=other)
        case ComparedWith(other, relation):
            return f"{condition.name} {_ORDER_SIGNS[relation]} {other}"
        case InRange() if hidden:
            return words("is", name=condition.name, values=words("hidden"))
        case InRange(low, high, low_strict, high_strict):
            below = "<" if low_strict else "≤"
            above = "<" if high_strict else "≤"
            left = f"{_scalar_text(low)} {below} " if low is not None else ""
            return left + condition.name + (f" {above} {_scalar_text(high)}" if high is not None else "")


def _scalar_text(value: object) -> str:
    """A value as indicators.toml writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
