"""`indicators.toml` read into a frozen `Framework`, with every fault of its shape in one report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from roundtable_cli.errors import Finding, nearest
from roundtable_cli.indicators import conditions
from roundtable_cli.indicators.framework import (
    ACCUMULATIONS,
    LEVELS,
    MEASURES,
    NOT_RECORDED,
    QUOTIENTS,
    TOTAL,
    Category,
    Dimension,
    Framework,
    Indicator,
    Published,
    Text,
)
from roundtable_cli.shape import DEFINITION, Shape

FILE = "indicators.toml"
CODE = re.compile(r"[a-z][a-z0-9_]*")
TIMES = ("month", "quarter", "half", "year", "fiscal-year")
RESERVED = ("code", "indicator", "value", "unit", "period", "rows", "repeats", "missing", "outside", "overlap", *TIMES)
NOT_YET = ("calculated", "tables")


def read(path: Path, faults: list[Finding]) -> Framework:
    """The framework that a file holds; what is wrong with it goes to `faults`."""
    shape = Shape(_load(path, faults), path.name, "", faults)
    project = shape.section("project")
    languages = project.texts("languages") or ("en",)
    dimensions = {name: _dimension(name, part, languages) for name, part in shape.sections("dimensions")}
    indicators = {code: _indicator(code, part, languages) for code, part in shape.sections("indicators")}
    framework = Framework(
        file=path.name,
        title=_text(project, "title", languages),
        languages=languages,
        currency=project.text("currency"),
        start=project.get("start", date),
        end=project.get("end", date),
        fiscal_year_start=project.parse("fiscal_year_start", _month, 1),
        dimensions=dimensions,
        indicators=indicators,
    )
    project.close(later=("plan",))
    shape.close(later=NOT_YET)
    _check_formulas(framework, shape)
    _check_disaggregation(framework, shape)
    return framework


def _load(path: Path, faults: list[Finding]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        text, _, place = str(error).removesuffix(")").rpartition(" (")
        faults.append(Finding(DEFINITION, f"not TOML {place}: {text}", "correct it there, or just before", path.name))
    except UnicodeDecodeError as error:
        faults.append(Finding(DEFINITION, f"is not UTF-8: {error.reason}", "save it as UTF-8", path.name))
    except OSError as error:
        faults.append(Finding(DEFINITION, f"can't be opened: {error.strerror}", "", str(path)))
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
    if name in RESERVED:
        shape.fault(f'a dimension can\'t be called "{name}"', "the word has a meaning of its own in every table")
    from_table = isinstance(shape.mapping.get("categories"), dict) and isinstance(
        shape.mapping["categories"].get("table"), str
    )
    table = shape.section("categories") if from_table else None
    dimension = Dimension(
        name=name,
        label=_text(shape, "label", languages, name),
        column=shape.text("column"),
        columns={key: value for key, value in shape.get("columns", dict, default={}).items() if isinstance(value, str)},
        categories=() if from_table else tuple(_categories(shape, languages)),
        category_table=table.text("table") if table else "",
        category_label=_text(table, "label", languages) if table else Text(),
        bands=shape.numbers("bands"),
        assign=shape.choice("assign", ("first", "latest")),
    )
    if table:
        table.close()
    shape.close()
    _check_dimension(dimension, shape)
    return dimension


def _categories(shape: Shape, languages: tuple[str, ...]) -> Iterator[Category]:
    for code, part in shape.sections("categories"):
        if code in (NOT_RECORDED, TOTAL):
            part.fault(f'a category can\'t be called "{code}"', "the word is the key of the breakdown's own rows")
        yield Category(code, _text(part, "label", languages, code), part.texts("aliases"), _where(part, "where"))
        part.close()


def _check_dimension(dimension: Dimension, shape: Shape) -> None:
    if not (dimension.column or dimension.columns or dimension.by_condition):
        shape.fault("a dimension needs a column, or categories by condition", 'write column = "…"')
    if any(low >= high for low, high in zip(dimension.bands, dimension.bands[1:], strict=False)):
        shape.fault("bands must ascend", "write the first age of each band, from young to old", "bands")
    if dimension.by_condition and not all(category.where for category in dimension.categories):
        shape.fault(
            "categories by condition and by value don't mix", "give every category a where, or none", "categories"
        )
    spelled: dict[str, str] = {}
    for category in dimension.categories:
        for spelling in {fold(word) for word in (category.code, *category.aliases)}:
            if spelled.setdefault(spelling, category.code) != category.code:
                fault = f'"{spelling}" belongs to {spelled[spelling]} and to {category.code}'
                shape.fault(fault, "an alias names one category", "categories")


def fold(spelling: str) -> str:
    """A spelling without case, surrounding or doubled spaces and a final full stop: what an alias is matched by."""
    return " ".join(spelling.casefold().split()).rstrip(".").rstrip()


def _indicator(code: str, shape: Shape, languages: tuple[str, ...]) -> Indicator:
    shape = shape.rename(f"[indicators.{code}]")
    _name(shape, code, "an indicator")
    measure = shape.choice("measure", MEASURES)
    named = tuple(filter(None, (shape.text("numerator"), shape.text("denominator"))))
    indicator = Indicator(
        code=code,
        label=_text(shape, "label", languages, code),
        measure=measure,
        definition=_text(shape, "definition", languages),
        level=shape.choice("level", LEVELS),
        table=shape.text("table"),
        column=shape.text("column"),
        where=_where(shape, "where"),
        meets=_where(shape, "meets"),
        parts=shape.texts("of") or named,
        date=shape.text("date"),
        unit=_text(shape, "unit", languages),
        factor=shape.get("factor", int, Decimal, default=1),
        accumulation=shape.choice("accumulation", ACCUMULATIONS, "non-cumulative"),
        dedupe=shape.choice("dedupe", ("period", "first"), "period"),
        direction=shape.choice("direction", ("increase", "decrease"), "increase"),
        published=_published(shape, languages),
        disaggregate=shape.texts("disaggregate"),
        headline=shape.flag("headline", default=True),
    )
    shape.close(later=("baseline", "target", "targets", "tolerance", "weight", "achievement"))
    _check_indicator(indicator, shape)
    return indicator


def _where(shape: Shape, key: str) -> tuple[conditions.Condition, ...]:
    mapping = shape.get(key, dict, default={})
    try:
        return conditions.from_mapping(mapping)
    except ValueError as error:
        shape.fault(str(error), key=key)
        return ()


def _published(shape: Shape, languages: tuple[str, ...]) -> Published | None:
    if "published" not in shape.mapping:
        return None
    part = shape.section("published")
    published = Published(part.get("value", int, Decimal, default=0), _text(part, "source", languages))
    part.close()
    return published


def _check_indicator(indicator: Indicator, shape: Shape) -> None:
    """What a measure needs, and what it has no use for."""
    measure = indicator.measure
    if not measure:
        if "measure" not in shape.mapping:
            shape.fault("an indicator needs a measure", f"one of {', '.join(MEASURES)}")
        return
    needs = {"table": not indicator.formula, "column": measure in {"unique", "sum", "mean", "min", "max", "latest"}}
    needs["meets"] = measure == "share"
    bars = dict.fromkeys(("table", "column", "where", "date"), indicator.formula) | {"meets": measure != "share"}
    bars["column"] |= measure == "count"
    bars |= dict.fromkeys(("of", "numerator", "denominator"), not indicator.formula)
    for key, needed in needs.items():
        if needed and key not in shape.mapping:
            shape.fault(f"{measure} needs a {key}", f"write {key} = …")
    for key, barred in bars.items():
        if barred and key in shape.mapping:
            shape.fault(f"{measure} has no use for {key}", "leave it out", key)
    if measure in {"ratio", "difference"} and len(indicator.parts) != 2:
        shape.fault(f"{measure} is over two indicators", 'write of = ["…", "…"]')
    if measure == "product" and len(indicator.parts) < 2:
        shape.fault("product is over two indicators or more", 'write of = ["…", "…"]')


def _check_formulas(framework: Framework, shape: Shape) -> None:
    """Formulas name indicators there are, run in no circle, and divide no ratio."""
    known = framework.indicators
    for indicator in known.values():
        place = f"[indicators.{indicator.code}]"
        for part in indicator.parts:
            if part not in known:
                shape.fault(f'no indicator "{part}"', nearest(part, known), place)
            elif indicator.measure == "ratio" and known[part].measure in QUOTIENTS:
                shape.fault(f"a ratio of {part}, which is a ratio", "name the sums or counts that it is made of", place)
        if circle := _circle(framework, indicator.code):
            shape.fault(f"a formula in a circle: {' → '.join(circle)}", "break it", place)


def _circle(framework: Framework, code: str, path: tuple[str, ...] = ()) -> tuple[str, ...]:
    if code in path:
        return (*path, code) if path[0] == code else ()
    parts = framework.indicators[code].parts if code in framework.indicators else ()
    return next((circle for part in parts if (circle := _circle(framework, part, (*path, code)))), ())


def _check_disaggregation(framework: Framework, shape: Shape) -> None:
    for indicator in framework.indicators.values():
        for name in indicator.disaggregate:
            if name not in framework.dimensions and name not in TIMES:
                known = (*framework.dimensions, *TIMES)
                shape.fault(
                    f'no dimension "{name}"', nearest(name, known), f"[indicators.{indicator.code}] disaggregate"
                )


def as_date(value: date | datetime) -> datetime:
    """Midnight of a day."""
    return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
