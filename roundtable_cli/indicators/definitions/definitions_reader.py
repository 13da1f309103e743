"""`indicators.toml` read into a frozen `Framework`, with every fault of its shape in one report."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from roundtable_cli.errors import DEFINITION, Finding
from roundtable_cli.indicators.definitions import conditions, definitions_validation, periods
from roundtable_cli.indicators.definitions.framework import (
    ACCUMULATIONS,
    DEFAULT_TOLERANCE,
    LIFE_OF_PROJECT,
    NOT_RECORDED,
    RESERVED_NAMES,
    RESULT_LEVELS,
    TOTAL,
    Baseline,
    CalculatedColumn,
    Category,
    Dimension,
    Indicator,
    KeyTableDefinition,
    LocalizedText,
    PublishedFigure,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.mapping_reader import MappingReader

FRAMEWORK_FILE = "indicators.toml"
CODE_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
TIME_DIMENSIONS = tuple(periods.MONTHS_PER_UNIT)


def read_framework(path: Path, faults: list[Finding]) -> ResultsFramework:
    """The framework that a file holds; what is wrong with it goes to `faults`."""
    return parse_framework(_read_toml_text(path, faults), path.name, faults)


def parse_framework(text: str, name: str, faults: list[Finding]) -> ResultsFramework:
    """The framework that a text of TOML holds; `name` is what messages call it."""
    shape = MappingReader(_load_toml(text, name, faults), name, "", faults)
    project = shape.get_section("project")
    languages = project.get_texts("languages") or ("en",)
    dimensions = {name: _read_dimension(name, part, languages) for name, part in shape.iterate_sections("dimensions")}
    start = project.get_parsed("fiscal_year_start", _parse_month, int, default=1)
    indicators = {code: _read_indicator(code, part, languages) for code, part in shape.iterate_sections("indicators")}
    calculated = {
        table: {
            name: _read_calculated_column(table, name, column, languages)
            for name, column in shape.get_section("calculated").iterate_sections(table)
        }
        for table, _ in shape.iterate_sections("calculated")
    }
    framework = ResultsFramework(
        file=name,
        title=_read_localized_text(project, "title", languages),
        languages=languages,
        currency=project.get_text("currency"),
        start=project.get_date("start"),
        end=project.get_date("end"),
        fiscal_year_start=start,
        plan=project.get_text("plan"),
        dimensions=dimensions,
        indicators=indicators,
        calculated_columns=calculated,
        key_tables={name: _read_key_table(name, part) for name, part in shape.iterate_sections("tables")},
    )
    project.report_unknown_keys()
    shape.report_unknown_keys()
    definitions_validation.check_framework(framework, shape)
    return framework


def _read_toml_text(path: Path, faults: list[Finding]) -> str:
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        faults.append(Finding(DEFINITION, "is not UTF-8", "save it again with the encoding UTF-8", path.name))
    except OSError as error:
        faults.append(Finding(DEFINITION, f"can't be opened: {error.strerror}", "", str(path)))
    return ""


def _load_toml(text: str, name: str, faults: list[Finding]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        fault, _, place = str(error).removesuffix(")").rpartition(" (")
        faults.append(Finding(DEFINITION, f"not TOML {place}: {fault}", "correct it there, or just before", name))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, a thousand brackets
        faults.append(Finding(DEFINITION, f"can't be read: {error}", "", name))
    return {}


def _read_localized_text(
    shape: MappingReader, key: str, languages: tuple[str, ...], default: str = ""
) -> LocalizedText:
    """A text: one for all languages, or one per language, the project's first language first."""
    value = shape.get_value(key, str, dict, default=default)
    if isinstance(value, str):
        return LocalizedText({"": value} if value else {})
    inner = shape.get_section(key)
    texts = {language: inner.get_text(language) for language in value}
    for language in value:
        if language not in languages:
            inner.add_fault(f'"{language}" is not a language of the project', "add it to languages in [project]")
    return LocalizedText({language: texts[language] for language in (*languages, *texts) if texts.get(language)})


def _parse_month(value: int) -> int:
    if 1 <= value <= 12:
        return value
    raise ValueError("a month must be a number from 1 to 12")


def _check_code(shape: MappingReader, name: str, what: str) -> None:
    if not CODE_PATTERN.fullmatch(name):
        shape.add_fault(
            f'"{name}" can\'t be the code of {what}',
            "use small Latin letters, digits and _, and begin with a letter: people_trained",
        )


def _read_dimension(name: str, shape: MappingReader, languages: tuple[str, ...]) -> Dimension:
    shape = shape.with_place(f"[dimensions.{name}]")
    _check_code(shape, name, "a dimension")
    if name in RESERVED_NAMES or name in TIME_DIMENSIONS:
        shape.add_fault(f'a dimension can\'t be called "{name}"', "choose another name; results use this word")
    from_table = isinstance(shape.mapping.get("categories"), dict) and isinstance(
        shape.mapping["categories"].get("table"), str
    )
    table, columns = shape.get_section("categories") if from_table else None, shape.get_section("columns")
    dimension = Dimension(
        name=name,
        label=_read_localized_text(shape, "label", languages, name),
        column=shape.get_text("column"),
        columns_by_table={name: columns.get_text(name) for name in columns.mapping},
        categories=() if from_table else tuple(_read_categories(shape, languages)),
        category_table=table.get_text("table") if table else "",
        category_label=_read_localized_text(table, "label", languages) if table else LocalizedText(),
        bands=shape.get_numbers("bands"),
        assign=shape.get_choice("assign", ("first", "latest")),
    )
    if table:
        table.report_unknown_keys()
    shape.report_unknown_keys()
    definitions_validation.check_dimension_keys(dimension, shape)
    return dimension


def _read_categories(shape: MappingReader, languages: tuple[str, ...]) -> Iterator[Category]:
    for code, part in shape.iterate_sections("categories"):
        if code in (NOT_RECORDED, TOTAL):
            part.add_fault(f'a category can\'t be called "{code}"', "choose another code; every breakdown has this row")
        yield Category(
            code,
            _read_localized_text(part, "label", languages, code),
            part.get_texts("aliases"),
            _read_conditions(part, "where"),
        )
        part.report_unknown_keys()


def _read_indicator(code: str, shape: MappingReader, languages: tuple[str, ...]) -> Indicator:
    shape = shape.with_place(f"[indicators.{code}]")
    _check_code(shape, code, "an indicator")
    measure = shape.get_choice("measure", tuple(MEASURES))
    named = tuple(filter(None, (shape.get_text("numerator"), shape.get_text("denominator"))))
    tables, columns = shape.get_texts("table"), shape.get_texts("column")
    indicator = Indicator(
        code=code,
        label=_read_localized_text(shape, "label", languages, code),
        measure=measure,
        definition=_read_localized_text(shape, "definition", languages),
        level=shape.get_choice("level", RESULT_LEVELS),
        table=", ".join(tables),
        tables=tables if len(tables) > 1 else (),
        column=", ".join(columns),
        columns=columns if len(columns) > 1 else (),
        weight=shape.get_text("weight"),
        where=_read_conditions(shape, "where"),
        meets=_read_conditions(shape, "meets"),
        parts=shape.get_texts("of") or named,
        date=shape.get_text("date"),
        unit=_read_localized_text(shape, "unit", languages),
        factor=shape.get_number("factor", 1),
        accumulation=shape.get_choice("accumulation", ACCUMULATIONS, "non-cumulative"),
        dedupe=shape.get_choice("dedupe", ("period", "first"), "period"),
        direction=shape.get_choice("direction", ("increase", "decrease"), "increase"),
        tolerance=shape.get_number("tolerance", DEFAULT_TOLERANCE),
        achievement=shape.get_choice("achievement", ("actual/target",)),
        baseline=_read_baseline(shape),
        targets=_read_targets(shape),
        published=_read_published_figure(shape, languages),
        disaggregate=shape.get_texts("disaggregate"),
        headline=shape.get_flag("headline", default=True),
    )
    shape.report_unknown_keys()
    definitions_validation.check_indicator_keys(indicator, shape)
    return indicator


def _read_calculated_column(
    table: str, name: str, shape: MappingReader, languages: tuple[str, ...]
) -> CalculatedColumn:
    shape = shape.with_place(f"[calculated.{table}.{name}]")
    _check_code(shape, name, "a calculated column")
    columns = shape.get_texts("column")
    rule = Indicator(
        code=f"{table}.{name}",
        label=_read_localized_text(shape, "label", languages, name),
        measure=shape.get_choice("measure", tuple(MEASURES)),
        table=shape.get_text("from"),
        column=", ".join(columns),
        columns=columns if len(columns) > 1 else (),
        where=_read_conditions(shape, "where"),
        meets=_read_conditions(shape, "meets"),
        parts=shape.get_texts("of"),
        date=shape.get_text("date"),
        unit=_read_localized_text(shape, "unit", languages),
        factor=shape.get_number("factor", 1),
    )
    match = shape.get_section("match")
    calculated = CalculatedColumn(
        table=table,
        name=name,
        rule=rule,
        match={theirs: match.get_text(theirs) for theirs in match.mapping},
        until=shape.get_text("until"),
        since=shape.get_text("since"),
        required=shape.get_flag("required"),
        matching_values=shape.get_parsed("is", conditions.parse_scalars, default=()),
        decimals=shape.get_value("decimals", int),
    )
    shape.report_unknown_keys()
    definitions_validation.check_calculated_keys(calculated, shape)
    return calculated


def _read_key_table(name: str, shape: MappingReader) -> KeyTableDefinition:
    shape = shape.with_place(f"[tables.{name}]")
    _check_code(shape, name, "a table")
    table = KeyTableDefinition(name, shape.get_text("from"), shape.get_texts("each"))
    shape.report_unknown_keys()
    for key in ("from", "each"):
        if not shape.mapping.get(key):
            shape.add_fault(f"a table of keys needs the key {key}", f"write {key} = …")
    return table


def _read_conditions(shape: MappingReader, key: str) -> tuple[conditions.Condition, ...]:
    found: list[conditions.Condition] = []
    for name, value in shape.get_value(key, dict, default={}).items():
        try:
            found += conditions.parse_where_table({name: value})
        except ValueError as error:
            shape.add_fault(str(error), key=key)
    return tuple(found)


def _read_baseline(shape: MappingReader) -> Baseline | None:
    if "baseline" not in shape.mapping:
        return None
    part = shape.get_section("baseline")
    baseline = Baseline(part.get_number("value", 0), part.get_value("year", int))
    part.report_unknown_keys()
    return baseline


def _read_targets(shape: MappingReader) -> dict[str, int | Decimal]:
    """Targets by period; `target` alone is the one for the life of project."""
    part, lop = shape.get_section("targets"), shape.get_number("target")
    targets = {period: part.get_number(period) for period in part.mapping}
    if lop is not None and LIFE_OF_PROJECT in targets:
        shape.add_fault("target and targets.lop are the same", "delete one of them")
    return {period: value for period, value in ({LIFE_OF_PROJECT: lop} | targets).items() if value is not None}


def _read_published_figure(shape: MappingReader, languages: tuple[str, ...]) -> PublishedFigure | None:
    if "published" not in shape.mapping:
        return None
    part = shape.get_section("published")
    published = PublishedFigure(part.get_number("value", 0), _read_localized_text(part, "source", languages))
    part.report_unknown_keys()
    return published
