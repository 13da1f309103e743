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
    LEVELS,
    LOP,
    MEASURES,
    NOT_RECORDED,
    RESERVED,
    TOLERANCE,
    TOTAL,
    Baseline,
    Calculated,
    Category,
    Dimension,
    Framework,
    Indicator,
    KeyTable,
    Published,
    Text,
)
from roundtable_cli.mapping_reader import Shape

FILE = "indicators.toml"
CODE = re.compile(r"[a-z][a-z0-9_]*")
TIMES = tuple(periods.MONTHS)


def read(path: Path, faults: list[Finding]) -> Framework:
    """The framework that a file holds; what is wrong with it goes to `faults`."""
    return parse(_text_of(path, faults), path.name, faults)


def parse(text: str, name: str, faults: list[Finding]) -> Framework:
    """The framework that a text of TOML holds; `name` is what messages call it."""
    shape = Shape(_load(text, name, faults), name, "", faults)
    project = shape.section("project")
    languages = project.texts("languages") or ("en",)
    dimensions = {name: _dimension(name, part, languages) for name, part in shape.sections("dimensions")}
    start = project.parse("fiscal_year_start", _month, 1)
    indicators = {code: _indicator(code, part, languages) for code, part in shape.sections("indicators")}
    calculated = {
        table: {
            name: _calculated(table, name, column, languages)
            for name, column in shape.section("calculated").sections(table)
        }
        for table, _ in shape.sections("calculated")
    }
    framework = Framework(
        file=name,
        title=_text(project, "title", languages),
        languages=languages,
        currency=project.text("currency"),
        start=project.day("start"),
        end=project.day("end"),
        fiscal_year_start=start,
        plan=project.text("plan"),
        dimensions=dimensions,
        indicators=indicators,
        calculated=calculated,
        tables={name: _key_table(name, part) for name, part in shape.sections("tables")},
    )
    project.close()
    shape.close()
    definitions_validation.framework(framework, shape)
    return framework


def _text_of(path: Path, faults: list[Finding]) -> str:
    try:
        return unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        faults.append(Finding(DEFINITION, f"is not UTF-8: {error.reason}", "save it as UTF-8", path.name))
    except OSError as error:
        faults.append(Finding(DEFINITION, f"can't be opened: {error.strerror}", "", str(path)))
    return ""


def _load(text: str, name: str, faults: list[Finding]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        fault, _, place = str(error).removesuffix(")").rpartition(" (")
        faults.append(Finding(DEFINITION, f"not TOML {place}: {fault}", "correct it there, or just before", name))
    return {}


def _text(shape: Shape, key: str, languages: tuple[str, ...], default: str = "") -> Text:
    """A text: one for all languages, or one per language, the project's first language first."""
    value = shape.get(key, str, dict, default=default)
    if isinstance(value, str):
        return Text({"": value} if value else {})
    inner = shape.section(key)
    texts = {language: inner.text(language) for language in value}
    for language in value:
        if language not in languages:
            inner.fault(f'"{language}" is not among the project\'s languages', "add it to [project] languages")
    return Text({language: texts[language] for language in (*languages, *texts) if texts.get(language)})


def _month(value: Any) -> int:
    if isinstance(value, int) and 1 <= value <= 12:
        return value
    raise ValueError("a month is a number from 1 to 12")


def _name(shape: Shape, name: str, what: str) -> None:
    if not CODE.fullmatch(name):
        shape.fault(f'"{name}" is no code for {what}', "small Latin letters, digits and underscores, a letter first")


def _dimension(name: str, shape: Shape, languages: tuple[str, ...]) -> Dimension:
    shape = shape.rename(f"[dimensions.{name}]")
    _name(shape, name, "a dimension")
    if name in RESERVED or name in TIMES:
        shape.fault(f'a dimension can\'t be called "{name}"', "the word has a meaning of its own in every table")
    from_table = isinstance(shape.mapping.get("categories"), dict) and isinstance(
        shape.mapping["categories"].get("table"), str
    )
    table, columns = shape.section("categories") if from_table else None, shape.section("columns")
    dimension = Dimension(
        name=name,
        label=_text(shape, "label", languages, name),
        column=shape.text("column"),
        columns={name: columns.text(name) for name in columns.mapping},
        categories=() if from_table else tuple(_categories(shape, languages)),
        category_table=table.text("table") if table else "",
        category_label=_text(table, "label", languages) if table else Text(),
        bands=shape.numbers("bands"),
        assign=shape.choice("assign", ("first", "latest")),
    )
    if table:
        table.close()
    shape.close()
    definitions_validation.dimension(dimension, shape)
    return dimension


def _categories(shape: Shape, languages: tuple[str, ...]) -> Iterator[Category]:
    for code, part in shape.sections("categories"):
        if code in (NOT_RECORDED, TOTAL):
            part.fault(f'a category can\'t be called "{code}"', "the word is the key of the breakdown's own rows")
        yield Category(code, _text(part, "label", languages, code), part.texts("aliases"), _where(part, "where"))
        part.close()


def _indicator(code: str, shape: Shape, languages: tuple[str, ...]) -> Indicator:
    shape = shape.rename(f"[indicators.{code}]")
    _name(shape, code, "an indicator")
    measure = shape.choice("measure", MEASURES)
    named = tuple(filter(None, (shape.text("numerator"), shape.text("denominator"))))
    tables, columns = shape.texts("table"), shape.texts("column")
    indicator = Indicator(
        code=code,
        label=_text(shape, "label", languages, code),
        measure=measure,
        definition=_text(shape, "definition", languages),
        level=shape.choice("level", LEVELS),
        table=", ".join(tables),
        tables=tables if len(tables) > 1 else (),
        column=", ".join(columns),
        columns=columns if len(columns) > 1 else (),
        weight=shape.text("weight"),
        where=_where(shape, "where"),
        meets=_where(shape, "meets"),
        parts=shape.texts("of") or named,
        date=shape.text("date"),
        unit=_text(shape, "unit", languages),
        factor=shape.number("factor", 1),
        accumulation=shape.choice("accumulation", ACCUMULATIONS, "non-cumulative"),
        dedupe=shape.choice("dedupe", ("period", "first"), "period"),
        direction=shape.choice("direction", ("increase", "decrease"), "increase"),
        tolerance=shape.number("tolerance", TOLERANCE),
        achievement=shape.choice("achievement", ("actual/target",)),
        baseline=_baseline(shape),
        targets=_targets(shape),
        published=_published(shape, languages),
        disaggregate=shape.texts("disaggregate"),
        headline=shape.flag("headline", default=True),
    )
    shape.close()
    definitions_validation.indicator(indicator, shape)
    return indicator


def _calculated(table: str, name: str, shape: Shape, languages: tuple[str, ...]) -> Calculated:
    shape = shape.rename(f"[calculated.{table}.{name}]")
    _name(shape, name, "a calculated column")
    columns = shape.texts("column")
    rule = Indicator(
        code=f"{table}.{name}",
        label=_text(shape, "label", languages, name),
        measure=shape.choice("measure", MEASURES),
        table=shape.text("from"),
        column=", ".join(columns),
        columns=columns if len(columns) > 1 else (),
        where=_where(shape, "where"),
        meets=_where(shape, "meets"),
        parts=shape.texts("of"),
        date=shape.text("date"),
        unit=_text(shape, "unit", languages),
        factor=shape.number("factor", 1),
    )
    match = shape.section("match")
    calculated = Calculated(
        table=table,
        name=name,
        rule=rule,
        match={theirs: match.text(theirs) for theirs in match.mapping},
        until=shape.text("until"),
        since=shape.text("since"),
        required=shape.flag("required"),
        among=shape.parse("is", conditions.listed, ()),
        decimals=shape.get("decimals", int),
    )
    shape.close()
    definitions_validation.calculated(calculated, shape)
    return calculated


def _key_table(name: str, shape: Shape) -> KeyTable:
    shape = shape.rename(f"[tables.{name}]")
    _name(shape, name, "a table")
    table = KeyTable(name, shape.text("from"), shape.texts("each"))
    shape.close()
    for key in ("from", "each"):
        if not shape.mapping.get(key):
            shape.fault(f"a table of keys needs {key}", f"write {key} = …")
    return table


def _where(shape: Shape, key: str) -> tuple[conditions.Condition, ...]:
    found: list[conditions.Condition] = []
    for name, value in shape.get(key, dict, default={}).items():
        try:
            found += conditions.from_mapping({name: value})
        except ValueError as error:
            shape.fault(str(error), key=key)
    return tuple(found)


def _baseline(shape: Shape) -> Baseline | None:
    if "baseline" not in shape.mapping:
        return None
    part = shape.section("baseline")
    baseline = Baseline(part.number("value", 0), part.get("year", int))
    part.close()
    return baseline


def _targets(shape: Shape) -> dict[str, int | Decimal]:
    """Targets by period; `target` alone is the one for the life of project."""
    part, lop = shape.section("targets"), shape.number("target")
    targets = {period: part.number(period) for period in part.mapping}
    if lop is not None and LOP in targets:
        shape.fault("target and targets.lop say the same", "keep one of them")
    return {period: value for period, value in ({LOP: lop} | targets).items() if value is not None}


def _published(shape: Shape, languages: tuple[str, ...]) -> Published | None:
    if "published" not in shape.mapping:
        return None
    part = shape.section("published")
    published = Published(part.number("value", 0), _text(part, "source", languages))
    part.close()
    return published
