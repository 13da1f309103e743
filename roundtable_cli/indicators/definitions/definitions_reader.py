"""The file `indicators.toml`, read into a frozen `ResultsFramework`, with all the faults of its keys in one report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from roundtable_cli.errors import Finding
from roundtable_cli.indicators.definitions import band_reader, conditions, project_settings, toml_file
from roundtable_cli.indicators.definitions.data_columns import RESERVED_NAMES
from roundtable_cli.indicators.definitions.dimensions import (
    NONE_OF_THESE,
    NOT_RECORDED,
    SORTED_BY_VALUE,
    TOTAL,
    Category,
    Dimension,
)
from roundtable_cli.indicators.definitions.framework import (
    ACCUMULATIONS,
    ACHIEVEMENTS,
    DEFAULT_LEAST_PEOPLE,
    DEFAULT_TOLERANCE,
    LIFE_OF_PROJECT,
    RESULT_LEVELS,
    TARGET_KINDS,
    Baseline,
    CalculatedColumn,
    Indicator,
    KeyTableDefinition,
    PublishedFigure,
    ResultsFramework,
)
from roundtable_cli.indicators.definitions.localized_text import LocalizedText, read_unit
from roundtable_cli.indicators.definitions.measures import MEASURES
from roundtable_cli.indicators.definitions.periods import MONTHS_PER_UNIT
from roundtable_cli.indicators.definitions.validation import definitions_validation, row_operands
from roundtable_cli.indicators.definitions.validation.date_columns import read_date_columns
from roundtable_cli.indicators.definitions.validation.other_words import DEFINITION_WORDS
from roundtable_cli.mapping_reader import MappingReader, type_word

FRAMEWORK_FILE = "indicators.toml"
EXCLUDE = "exclude"  # what a share says of blank cells
CODE_PATTERN = re.compile(r"[a-z][a-z0-9_]*")


def read_framework(path: Path, findings: list[Finding]) -> ResultsFramework:
    """The framework that a file holds. What is wrong with the file is added to `findings`."""
    return parse_framework(toml_file.read_toml_text(path, findings), path.name, findings)


def parse_framework(text: str, name: str, findings: list[Finding]) -> ResultsFramework:
    """The framework that a text of TOML holds. `name` is what messages call it; its faults are added to `findings`."""
    return build_framework(toml_file.parse_toml(text, name, findings), name, findings)


def build_framework(mapping: Mapping[str, Any], name: str, findings: list[Finding]) -> ResultsFramework:
    """The framework that a mapping holds, as a text of TOML gives it."""
    reader = MappingReader(mapping, name, "", findings, DEFINITION_WORDS)
    project = reader.get_section("project").with_section("[project]")
    languages = project.get_texts("languages") or ("en",)
    framework = ResultsFramework(
        file=name,
        title=_read_localized_text(project, "title", languages),
        languages=languages,
        currency=project.get_text("currency"),
        start=project.get_date("start"),
        end=project.get_date("end"),
        fiscal_year_start=project.get_parsed("fiscal_year_start", _parse_month, int, default=1),
        plan=project.get_text("plan"),
        targets_are=project.get_choice("targets_are", TARGET_KINDS),
        least_people=project.get_parsed(
            "least_people", project_settings.parse_least_people, int, default=DEFAULT_LEAST_PEOPLE
        ),
        dimensions={
            name: _read_dimension(name, section, languages) for name, section in reader.iterate_sections("dimensions")
        },
        indicators={
            code: _read_indicator(code, section, languages) for code, section in reader.iterate_sections("indicators")
        },
        calculated_columns={
            table: {
                name: _read_calculated_column(table, name, section, languages)
                for name, section in reader.get_section("calculated").iterate_sections(table)
            }
            for table, _ in reader.iterate_sections("calculated")
        },
        key_tables={name: _read_key_table(name, section) for name, section in reader.iterate_sections("tables")},
    )
    project_settings.check_languages(framework.languages, project)
    project_settings.check_currency(framework.currency, project)
    project_settings.check_life(framework.start, framework.end, project)
    project.report_unknown_keys()
    reader.report_unknown_keys()
    definitions_validation.check_framework(framework, reader)
    return framework


def _read_localized_text(
    reader: MappingReader, key: str, languages: tuple[str, ...], default: str = ""
) -> LocalizedText:
    """A text: one for all languages, or one per language, the project's first language first."""
    value = reader.get_value(key, str, dict, default=default)
    if isinstance(value, str):
        return LocalizedText({"": value} if value else {})
    inner = reader.get_section(key)
    texts = {language: inner.get_text(language) for language in value}
    for language in value:
        if language not in languages:
            inner.add_fault(f'"{language}" is not a language of the project', "add it to languages in [project]")
    return LocalizedText({language: texts[language] for language in (*languages, *texts) if texts.get(language)})


def _parse_month(value: int) -> int:
    if 1 <= value <= 12:
        return value
    raise ValueError("a month must be a number from 1 to 12")


def _parse_top(value: int) -> int:
    if value > 0:
        return value
    raise ValueError("top is a number of categories, 1 or more; write top = 5")


def _check_code(reader: MappingReader, name: str, what: str) -> None:
    if not CODE_PATTERN.fullmatch(name):
        reader.add_fault(
            f'"{name}" can\'t be the code of {what}',
            "use small Latin letters, digits and _, and begin with a letter: people_trained",
        )


def _read_dimension(name: str, reader: MappingReader, languages: tuple[str, ...]) -> Dimension:
    reader = reader.with_section(f"[dimensions.{name}]")
    _check_code(reader, name, "a dimension")
    if name in RESERVED_NAMES or name in MONTHS_PER_UNIT:
        reader.add_fault(f'a dimension can\'t be called "{name}"', "choose another name; results use this word")
    from_table = isinstance(reader.mapping.get("categories"), dict) and isinstance(
        reader.mapping["categories"].get("table"), str
    )
    table, columns = reader.get_section("categories") if from_table else None, reader.get_section("columns")
    bands = band_reader.read_bands(reader, partial(_read_localized_text, languages=languages))
    dimension = Dimension(
        name=name,
        label=_read_localized_text(reader, "label", languages, name),
        column=reader.get_text("column"),
        columns_by_table={name: columns.get_text(name) for name in columns.mapping},
        categories=() if from_table else tuple(_read_categories(reader, languages)),
        category_table=table.get_text("table") if table else "",
        category_label=_read_localized_text(table, "label", languages) if table else LocalizedText(),
        bands=tuple(band.number for band in bands),
        assign=reader.get_choice("assign", ("first", "latest")),
        top=reader.get_parsed("top", _parse_top, int, default=0),
        sort=reader.get_choice("sort", (SORTED_BY_VALUE,)),
    )
    if table:
        table.report_unknown_keys()
    reader.report_unknown_keys()
    definitions_validation.check_dimension_keys(dimension, reader)
    labelled = dimension.with_band_labels([band.label for band in bands])
    definitions_validation.check_band_labels(labelled, languages, reader)
    return labelled


def _read_categories(reader: MappingReader, languages: tuple[str, ...]) -> Iterator[Category]:
    for code, part in reader.iterate_sections("categories"):
        if code in (NOT_RECORDED, TOTAL) or (code == NONE_OF_THESE and "where" in part.mapping):
            part.add_fault(f'a category can\'t be called "{code}"', "choose another code; every breakdown has this row")
        yield Category(
            code,
            _read_localized_text(part, "label", languages, code),
            part.get_texts("aliases"),
            _read_conditions(part, "where"),
        )
        part.report_unknown_keys()


def _read_rule(
    code: str, reader: MappingReader, languages: tuple[str, ...], default_label: str, table_count: int = 1
) -> Indicator:
    """What indicators and calculated columns have in common; only indicators may be over several tables."""
    columns = reader.get_texts("column")
    return Indicator(
        code=code,
        label=_read_localized_text(reader, "label", languages, default_label),
        measure=reader.get_choice("measure", tuple(MEASURES)),
        column=", ".join(columns),
        columns=columns if len(columns) > 1 else (),
        where=_read_conditions(reader, "where"),
        meets=_read_conditions(reader, "meets"),
        date=read_date_columns(reader, table_count),
        unit=read_unit(reader, languages),
        factor=reader.get_number("factor", 1),
        at=reader.get_number("at"),
    )


def _read_indicator(code: str, reader: MappingReader, languages: tuple[str, ...]) -> Indicator:
    reader = reader.with_section(f"[indicators.{code}]")
    _check_code(reader, code, "an indicator")
    tables = reader.get_texts("table")
    rule = _read_rule(code, reader, languages, code, len(tables))
    ratio_parts = tuple(filter(None, (reader.get_text("numerator"), reader.get_text("denominator"))))
    indicator = rule._replace(
        definition=_read_localized_text(reader, "definition", languages),
        level=reader.get_choice("level", RESULT_LEVELS),
        table=", ".join(tables),
        tables=tables if len(tables) > 1 else (),
        weight=reader.get_text("weight"),
        parts=reader.get_texts("of") or ratio_parts,
        accumulation=reader.get_choice("accumulation", ACCUMULATIONS, "non-cumulative"),
        dedupe=reader.get_choice("dedupe", ("period", "first"), "period"),
        direction=reader.get_choice("direction", ("increase", "decrease"), "increase"),
        tolerance=reader.get_number("tolerance", DEFAULT_TOLERANCE),
        achievement=reader.get_choice("achievement", ACHIEVEMENTS),
        baseline=_read_baseline(reader),
        targets=_read_targets(reader),
        targets_are=reader.get_choice("targets_are", TARGET_KINDS),
        published=_read_published_figures(reader, languages),
        disaggregate=reader.get_texts("disaggregate"),
        headline=reader.get_flag("headline", default=True),
        excludes_blanks=reader.get_parsed("blank", _parse_share_blank, default=False),
    )
    reader.report_unknown_keys()
    definitions_validation.check_indicator_keys(indicator, reader)
    return indicator


def _read_calculated_column(
    table: str, name: str, reader: MappingReader, languages: tuple[str, ...]
) -> CalculatedColumn:
    reader = reader.with_section(f"[calculated.{table}.{name}]")
    _check_code(reader, name, "a calculated column")
    rule = _read_rule(f"{table}.{name}", reader, languages, default_label=name)
    operands = reader.get_parsed("of", row_operands.parse_operands, str, list, default=())
    match, blank = reader.get_section("match"), reader.get_parsed("blank", _parse_blank, default="")
    calculated = CalculatedColumn(
        table=table,
        name=name,
        rule=rule._replace(
            table=reader.get_text("from"),
            parts=tuple(operand for operand in operands if isinstance(operand, str)),
            excludes_blanks=blank == EXCLUDE,
        ),
        match={linked_column: match.get_text(linked_column) for linked_column in match.mapping},
        until=reader.get_text("until"),
        since=reader.get_text("since"),
        required=reader.get_flag("required"),
        operands=operands,
        matching_values=reader.get_parsed("is", conditions.parse_scalars, default=()),
        decimals=reader.get_value("decimals", int),
        blank_is_zero=blank == 0,
    )
    reader.report_unknown_keys()
    definitions_validation.check_calculated_keys(calculated, reader)
    return calculated


def _parse_blank(value: object) -> object:
    """What a calculated column says of blank cells: 0, or of a share that they are excluded."""
    if value == EXCLUDE or (value == 0 and not isinstance(value, bool)):
        return value
    raise ValueError(f'it takes 0, where blank cells count as 0, or for a share "{EXCLUDE}"')


def _parse_share_blank(value: object) -> bool:
    """Whether a share excludes rows of which blank cells hide whether they meet its condition."""
    if value == EXCLUDE:
        return True
    raise ValueError(f'it takes "{EXCLUDE}", which leaves rows out of the denominator where what is tested is blank')


def _read_key_table(name: str, reader: MappingReader) -> KeyTableDefinition:
    reader = reader.with_section(f"[tables.{name}]")
    _check_code(reader, name, "a table")
    table = KeyTableDefinition(name, reader.get_text("from"), reader.get_texts("each"))
    reader.report_unknown_keys()
    for key in ("from", "each"):
        if not reader.mapping.get(key):
            reader.add_fault(f"a table of keys needs the key {key}", f"write {key} = …")
    return table


def _read_conditions(reader: MappingReader, key: str) -> tuple[conditions.WhereTest, ...]:
    parsed: list[conditions.WhereTest] = []
    for name, value in reader.get_value(key, dict, default={}).items():
        try:
            parsed += conditions.parse_where_table({name: value})
        except ValueError as error:
            reader.add_fault(str(error), key=key)
    return tuple(parsed)


def _read_baseline(reader: MappingReader) -> Baseline | None:
    if "baseline" not in reader.mapping:
        return None
    part = reader.get_section("baseline")
    baseline = Baseline(part.get_number("value", 0), part.get_value("year", int))
    part.report_unknown_keys()
    return baseline


def _read_targets(reader: MappingReader) -> dict[str, int | Decimal]:
    """Targets by period; `target` alone is the one for the life of project."""
    part, lop = reader.get_section("targets"), reader.get_number("target")
    targets = {period: part.get_number(period) for period in part.mapping}
    if lop is not None and LIFE_OF_PROJECT in targets:
        reader.add_fault("target and targets.lop are the same", "delete one of them")
    return {period: value for period, value in ({LIFE_OF_PROJECT: lop} | targets).items() if value is not None}


def _read_published_figures(reader: MappingReader, languages: tuple[str, ...]) -> tuple[PublishedFigure, ...]:
    """What was published of all records, or a list of values, each of its period or categories too."""
    if "published" not in reader.mapping:
        return ()
    written = reader.get_value("published", dict, list, default=[])
    section = f"{reader.section.removesuffix(']')}.published]"
    figures = list[PublishedFigure]()
    for part in written if isinstance(written, list) else [written]:
        if isinstance(part, dict):
            figures.append(
                _read_published_figure(MappingReader(part, reader.file, section, reader.findings), languages)
            )
        else:
            reader.add_fault(
                f"expected a value and its source, found {type_word(part)}", "write { value = … }", "published"
            )
    return tuple(figures)


def _read_published_figure(reader: MappingReader, languages: tuple[str, ...]) -> PublishedFigure:
    """One published value, with its source, and the period and categories that it is of."""
    if "value" not in reader.mapping:
        reader.add_fault("a published value needs the key value", "write value = …")
    by = reader.get_section("by")
    cell = tuple((name, by.get_text(name)) for name in by.mapping)
    source, period = _read_localized_text(reader, "source", languages), reader.get_text("period")
    figure = PublishedFigure(reader.get_number("value", 0), source, period, cell)
    reader.report_unknown_keys()
    return figure
