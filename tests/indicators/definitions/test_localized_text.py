"""Texts in several languages."""

from __future__ import annotations

from collections.abc import Callable

from roundtable_cli import Finding, Project
from roundtable_cli.indicators.definitions.localized_text import LocalizedText, read_unit
from roundtable_cli.mapping_reader import MappingReader

Open = Callable[..., Project]
STAFF = """
[project]
languages = ["en", "ky"]
[dimensions.sex]
label = { en = "Sex", ky = "Жынысы" }
column = "sex"
categories.female = { label = { en = "women" } }
categories.male = {}
[indicators.rate]
measure = "ratio"
of = ["staff_trained", "staff_trained"]
[indicators.staff_trained]
label = { en = "Staff trained" }
definition = "Distinct staff members."
table = "people"
measure = "count"
"""
PEOPLE = {"people": "id,sex\n1,f\n"}


def test_a_text_falls_back_on_the_projects_first_language(project: Open) -> None:
    """A label that one language lacks is shown in the first one; a plain text serves all; without any, the code."""
    framework = project(STAFF).framework
    assert framework.indicators["staff_trained"].label("ky") == "Staff trained"
    assert framework.indicators["staff_trained"].definition("ky") == "Distinct staff members."
    assert framework.dimensions["sex"].label("ky") == "Жынысы"
    assert framework.dimensions["sex"].categories[1].label("ky") == "male"
    assert framework.indicators["rate"].label("en") == "rate"


def test_units_in_plural_forms() -> None:
    """Of a language, or of all; the name alone is the form of many; what is wrong is told with its place."""
    findings: list[Finding] = []

    def read(unit: object) -> LocalizedText:
        reader = MappingReader({"unit": unit}, "indicators.toml", "[indicators.n]", findings)
        return read_unit(reader, ("en", "ru"))

    forms = {"one": "семья", "few": "семьи", "many": "семей"}
    both = read({"en": "families", "ru": forms})
    assert (both("en"), both("ru"), both.forms) == ("families", "семей", {"ru": forms})
    assert read({"one": "ox", "other": "oxen"})("ru") == "oxen"
    assert (read("people")("en"), read({})("en"), findings) == ("people", "", [])
    read({"ru": {"one": "семья", "meny": "семей"}})
    assert [finding.fault for finding in findings] == [
        '"meny" is no plural form',
        "a word for all other numbers is missing",
    ]
    assert {finding.column for finding in findings} == {"[indicators.n.unit.ru]"}
