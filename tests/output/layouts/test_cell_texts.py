"""The texts of cells: values with their unit, where they come from, and who states them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundtable_cli import Project
from roundtable_cli.output.language.words import LanguageWords
from roundtable_cli.output.layouts.cell_texts import CellTexts, ValueExtras, sourced_value

DEFINITIONS = """
[indicators.people]
table = "visits"
measure = "unique"
column = "id"
unit = "people"

[indicators.women]
table = "visits"
measure = "share"
column = "id"
meets = { sex = "f" }
unit = "%"
"""


@pytest.fixture
def visits(project: Callable[..., Project]) -> Project:
    """Three visits of two people."""
    return project(DEFINITIONS, {"visits": "id,sex,place\n1,f,north\n1,f,south\n2,m,south\n"})


def test_unit_after_one(visits: Project) -> None:
    """Two people, but one person; a percentage has its unit already."""
    results = visits.compute(by=["place"])
    cells = CellTexts(results, LanguageWords("en"))
    texts = {(result.code, result.category("place")): cells.value_with_unit(result) for result in results}
    assert texts["people", "north"] == "1 person"
    assert texts["people", "total"] == "2 people"
    assert texts["women", "total"] == "50.0%"


def test_extras(visits: Project) -> None:
    """Parts and percentage stand in brackets behind the value."""
    results = visits.compute(by=["sex"])
    parts = CellTexts(results, LanguageWords("en"), ValueExtras(parts=True))
    assert parts.value_text(results.of("women")) == "50.0% (1/2)"
    percent = CellTexts(results, LanguageWords("en"), ValueExtras(percent="row"))
    assert percent.value_text(results.of("people", (("sex", "f"),))) == "1 (50.0%)"


def test_sources(visits: Project) -> None:
    """The rows behind a value, and how many repeat somebody."""
    results = visits.compute(["people"])
    text = CellTexts(results, LanguageWords("en")).source_text(results[0])
    assert text.replace("\N{NO-BREAK SPACE}", " ") == "3 rows, 1 repeat"


def test_sourced_value() -> None:
    """A value that somebody states, with where or when; without, no empty brackets."""
    locale = LanguageWords("en").locale
    assert sourced_value(61933, "USD", "report 2018", locale) == "$61,933 (report 2018)"
    assert sourced_value(10, "", 2017, locale) == "10 (2017)"
    assert sourced_value(10, "", "", locale) == "10"
