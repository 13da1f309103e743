"""Rules and conditions in words."""

from __future__ import annotations

import pytest

from roundtable_cli import Project
from roundtable_cli.indicators.definitions.conditions import parse_where_option
from roundtable_cli.output.language.descriptions import describe_calculated, describe_conditions, describe_rule
from roundtable_cli.output.language.words import LanguageWords
from tests.conftest import ROOT

EN = LanguageWords("en")


def test_personal_values_are_not_printed() -> None:
    """A condition on a personal column is told without its value, also along a key."""
    conditions = [parse_where_option("visit.phone=0555123456"), parse_where_option("sex=female")]
    text = describe_conditions(conditions, EN, {"phone"})
    assert text == "visit.phone is (personal) and sex is female"
    assert "0555123456" in describe_conditions(conditions, EN)


def test_a_chain_of_calculated_columns() -> None:
    """Each calculated column is told: over rows that belong to a row, or over columns of the row."""
    project = Project.open(ROOT / "tests" / "projects" / "vocational")
    derivations = {one.definition.rule.code: one for one in project.calculated_columns("completed") if one.definition}
    attended = describe_calculated(derivations["enrolments.attended"], EN)
    assert "For each row of enrolments, from the rows of attendees where learner_id = learner_id" in attended
    assert attended.endswith("The date of these rows is session_id.date.")
    assert (
        describe_calculated(derivations["enrolments.attendance"], EN) == "attended ÷ course_id.held. Multiplied by 100."
    )


def test_the_latest_row_of_another_table() -> None:
    """A measure that columns of one row can't have is told over the rows of another table."""
    project = Project.open(ROOT / "tests" / "projects" / "fund")
    texts = {
        one.definition.rule.measure: describe_calculated(one, EN)
        for code in project.framework.indicators
        for one in project.calculated_columns(code)
        if one.definition and one.link
    }
    assert texts["latest"].startswith("Latest ")
    assert all("For each row of " in text for text in texts.values())


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_every_rule_of_the_sample(language: str) -> None:
    """Every indicator's rule is a sentence with nothing left to fill in."""
    framework = Project.open("sample").framework
    for indicator in framework.indicators.values():
        rule = describe_rule(indicator, framework, LanguageWords(language))
        assert rule.endswith(".")
        assert "{" not in rule
