"""Texts in several languages."""

from __future__ import annotations

from collections.abc import Callable

from roundtable_cli import Project

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
